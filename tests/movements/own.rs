//! Files of own movements, and every word that is said about them.

use std::fs;

use proptest::prelude::*;
use soleus::movements::{Abilities, Catalogue, Own, Place};
use soleus::settings::{self, Loaded};

fn lines(own: &Own) -> Vec<String> {
    let all = own.problems.iter().chain(&own.notes);
    all.map(ToString::to_string).collect()
}

/// A file, and what is said about it.
#[rustfmt::skip]
const FILES: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "movements.json:1:1: error: the file is empty; using the built-in movements alone",
        ],
    ),
    (
        "[]",
        &[
            "movements.json:1:1: error: a list is not an object with a list of movements; using the built-in movements alone",
        ],
    ),
    (
        r#"{ "movements": ["#,
        &[
            "movements.json:1:16: error: this [ is never closed; using the built-in movements alone",
        ],
    ),
    (
        "{ }",
        &[
            "movements.json:1:1: error: movements: there is no list of movements in it; using the built-in movements alone",
        ],
    ),
    (
        r#"{ "movements": {} }"#,
        &[
            "movements.json:1:16: error: movements: an object is not a list of movements; using the built-in movements alone",
        ],
    ),
    (
        r#"{ "movement": [] }"#,
        &[
            "movements.json:1:1: error: movements: there is no list of movements in it; using the built-in movements alone",
            "movements.json:1:3: warning: movement: unknown key, not used; did you mean movements?",
        ],
    ),
    (
        r#"{ "version": 2, "movements": [] } // mine"#,
        &[
            "movements.json:1:14: warning: version: 2 is newer than this program's 1; what it understands is used",
            "movements.json:1:35: note: comments are read here, but are not strict JSON",
        ],
    ),
    (
        r#"{ "version": "x", "movements": [] }"#,
        &[
            r#"movements.json:1:14: error: version: "x" is not a whole number from 1; reading it as version 1"#,
        ],
    ),
    (
        r#"{ "movements": [5] }"#,
        &[
            "movements.json:1:17: error: movements.1: 5 is not a movement; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{}] }"#,
        &[
            "movements.json:1:17: error: movements.1.id: is missing; leaving this movement out",
            "movements.json:1:17: error: movements.1.name: is missing; leaving this movement out",
            "movements.json:1:17: error: movements.1.kind: is missing; leaving this movement out",
            "movements.json:1:17: error: movements.1.steps: is missing; leaving this movement out",
            "movements.json:1:17: error: movements.1.dose: is missing; leaving this movement out",
            "movements.json:1:17: error: movements.1.how: is missing; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[],
    ),
    (
        r#"{ "movements": [{"name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:17: error: movements.1.id: is missing; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "My Hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            r#"movements.json:1:24: error: movements.1.id: is not an id: small letters a to z, digits and - such as "my-hop"; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "easy-walk", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:24: error: easy-walk.id: is the id of a built-in movement; give yours another; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            r#"movements.json:1:24: error: movements.1.id: is not an id: small letters a to z, digits and - such as "my-hop"; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:42: error: my-hop.name: is empty; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:42: error: my-hop.name: is longer than 60 characters; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": 3, "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:42: error: my-hop.name: 3 is not a text; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "hop", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            r#"movements.json:1:57: error: my-hop.kind: "hop" is not "on-feet", "strength", "seated", "stretch", "standing" or "supportive"; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:17: error: my-hop.kind: is missing; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:17: error: my-hop.steps: is missing; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": [], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:78: error: my-hop.steps: holds no step; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["a", 2], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:84: error: my-hop.steps: 2 is not a text; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": "Hop.", "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            r#"movements.json:1:78: error: my-hop.steps: "Hop." is not a list of texts; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:17: error: my-hop.dose: is missing; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:17: error: my-hop.dose_seconds: is missing: how long does the dose take; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 0, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:124: error: my-hop.dose_seconds: 0 is not a whole number from 1 to 3600; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 7200, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:124: error: my-hop.dose_seconds: 7200 is not a whole number from 1 to 3600; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}] }"#,
        &[
            "movements.json:1:135: error: my-hop.how: is longer than 90 characters; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "repetitions": "ten"}] }"#,
        &[
            r#"movements.json:1:166: error: my-hop.repetitions: "ten" is not a whole number from 1 to 1000; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "places": ["office"]}] }"#,
        &[
            "movements.json:1:161: error: my-hop.places: holds no place; leaving this movement out",
            r#"movements.json:1:162: error: my-hop.places: "office" is not "desk", "meeting" or "home"; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "places": []}] }"#,
        &[
            "movements.json:1:161: error: my-hop.places: holds no place; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "discreet": true, "places": ["home"]}] }"#,
        &[
            r#"movements.json:1:179: error: my-hop.places: lacks "meeting", although nobody can see or hear it; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "discreet": "no"}] }"#,
        &[
            r#"movements.json:1:163: error: my-hop.discreet: "no" is not true or false; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "needs": ["knees", "knee"]}] }"#,
        &[
            r#"movements.json:1:170: error: my-hop.needs: "knee" is not "both-legs", "knees", "ankles", "hips", "balance" or "stairs"; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "sides": "both"}] }"#,
        &[
            r#"movements.json:1:160: error: my-hop.sides: "both" is not "together", "in-turn" or "one-by-one"; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "supportive", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:126: error: my-hop.dose_seconds: belongs to an exercise, and this one is supportive; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "ladder": [10, 5]}] }"#,
        &[
            "movements.json:1:161: error: my-hop.ladder: does not rise from gentle to strong; leaving this movement out",
            "movements.json:1:161: error: my-hop.ladder: needs a pace, to know how long each rung takes; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "ladder": [5, 10]}] }"#,
        &[
            "movements.json:1:161: error: my-hop.ladder: needs a pace, to know how long each rung takes; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "pace": {"repetition_seconds": 0}}] }"#,
        &[
            "movements.json:1:182: error: my-hop.pace.repetition_seconds: 0 is not a number from 0.1 to 600; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "pace": {"repetition_seconds": 2, "hold_seconds": 3}}] }"#,
        &[
            "movements.json:1:159: error: my-hop.pace: holds for longer than a repetition takes; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "repetitions": 10, "pace": {"repetition_seconds": 5}}] }"#,
        &[
            "movements.json:1:124: error: my-hop.dose_seconds: at this pace the repetitions take about 50 seconds; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "pace": 2}] }"#,
        &[
            "movements.json:1:159: error: my-hop.pace: 2 is not an object; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "sources": ["KROPP81"]}] }"#,
        &[
            r#"movements.json:1:162: error: my-hop.sources: there is no source "KROPP81" (did you mean "KROPP18"?), see `soleus sources`; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "stepps": ["x"], "color": 1}] }"#,
        &[
            "movements.json:1:151: warning: my-hop.stepps: unknown key, not used; did you mean steps?",
            "movements.json:1:168: warning: my-hop.color: unknown key, not used",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}, {"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly."}] }"#,
        &[
            "movements.json:1:152: error: my-hop: stands here a second time; using the first",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "id": "my-hip", "name": "Hop"}] }"#,
        &[
            "movements.json:1:17: error: my-hop.kind: is missing; leaving this movement out",
            "movements.json:1:17: error: my-hop.steps: is missing; leaving this movement out",
            "movements.json:1:17: error: my-hop.dose: is missing; leaving this movement out",
            "movements.json:1:17: error: my-hop.how: is missing; leaving this movement out",
            "movements.json:1:34: error: my-hop.id: stands here a second time; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[0, 1, 1]]}}] }"#,
        &[],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "ice", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[0, 1, 1]]}}] }"#,
        &[
            r#"movements.json:1:173: error: my-hop.figure.surface: "ice" is not "chair", "chair-behind", "support", "wall", "stairs", "floor-scrolls" or "none"; leaving this movement out"#,
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "wall", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[0, 1, 1]]}}] }"#,
        &[
            "movements.json:1:161: error: my-hop.figure.wall_x: is missing: how far is the wall; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [], "loop": [[0, 1, 1]]}}] }"#,
        &[
            "movements.json:1:190: error: my-hop.figure.poses: holds no pose; leaving this movement out",
            "movements.json:1:203: error: my-hop.figure.loop: there is no pose 0; the first is 0; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[1, 1, 1]]}}] }"#,
        &[
            "movements.json:1:381: error: my-hop.figure.loop: there is no pose 1; the first is 0; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[0, 1]]}}] }"#,
        &[
            "movements.json:1:381: error: my-hop.figure.loop: holds 2 values where 3 belong; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": []}}] }"#,
        &[
            "movements.json:1:380: error: my-hop.figure.loop: takes no time; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[0.5, 1, 1]]}}] }"#,
        &[
            "movements.json:1:381: error: my-hop.figure.loop: 0.5 is not the number of a pose; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [{"name": "stand", "hip": [0, 0.5], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[0, 1, 1]]}}] }"#,
        &[
            "movements.json:1:191: error: my-hop.figure.poses.1: a foot is 0.030 body heights below the floor; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[0, 1, 1]]}}] }"#,
        &[
            "movements.json:1:246: error: my-hop.figure.poses.1.near.phi: is missing; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": 5}] }"#,
        &[
            "movements.json:1:161: error: my-hop.figure: 5 is not an object; leaving this movement out",
        ],
    ),
    (
        r#"{ "movements": [{"id": "my-hop", "name": "Hop", "kind": "strength", "steps": ["Hop."], "dose": "10 times", "dose_seconds": 20, "how": "Hop lightly.", "figure": {"surface": "none", "poses": [{"name": "stand", "hip": [0, 0.53], "tau": 90, "near": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "far": {"alpha": -90, "beta": -90, "phi": 0, "toe": 0}, "arm": [-80, -80]}], "loop": [[0, 1, 1]]}, "pace": {"repetition_seconds": 3}}] }"#,
        &[
            "movements.json:1:402: error: my-hop.pace: a repetition takes 3 seconds, but 2 in the figure's loop; leaving this movement out",
        ],
    ),
    (
        r#"{
  "movements": [
    {
      "id": "my-hop",
      "kind": "strenght",
    }
  ],
}"#,
        &[
            "movements.json:3:5: error: my-hop.name: is missing; leaving this movement out",
            "movements.json:3:5: error: my-hop.steps: is missing; leaving this movement out",
            "movements.json:3:5: error: my-hop.dose: is missing; leaving this movement out",
            "movements.json:3:5: error: my-hop.how: is missing; leaving this movement out",
            r#"movements.json:5:15: error: my-hop.kind: "strenght" is not "on-feet", "strength", "seated", "stretch", "standing" or "supportive"; leaving this movement out"#,
            "movements.json:5:25: note: a comma before a closing bracket is read here, but is not strict JSON",
        ],
    ),
];

#[test]
fn each_file_is_told_exactly_what_is_wrong_with_it() {
    for (text, expected) in FILES {
        assert_eq!(lines(&Own::from_text(text)), *expected, "{text}");
    }
}

const GOOD: &str = r#"{
  // mine
  "$schema": "schema.json",
  "movements": [
    {
      "id": "my-hop", "name": "Hop", "kind": "strength", "dose": "10 hops", "dose_seconds": 20,
      "steps": ["Hop."], "how": "Hop lightly.",
    },
    { "id": "bad" },
    {
      "id": "my-sway", "name": "Sway", "kind": "seated", "dose": "a minute", "dose_seconds": 60,
      "steps": ["Sway."], "how": "Sway.", "suggested": false, "places": ["meeting"],
      "figure": null, "repetitions": null,
    },
  ],
}"#;

#[test]
fn a_bad_movement_is_left_out_and_the_others_stand_behind_the_built_in_ones() {
    let own = Own::from_text(GOOD);
    let catalogue = own.catalogue();
    let ids: Vec<_> = catalogue.entries().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), 23);
    assert_eq!(ids[21..], ["my-hop", "my-sway"]);
    assert_eq!(catalogue.own(), own.entries);
    assert!(Catalogue::built_in().own().is_empty());
    let hop = catalogue.movement("my-hop").unwrap();
    assert_eq!(hop.places, [Place::Desk, Place::Home]);
    assert!(hop.suggested && hop.sources.is_empty() && hop.figure.is_none());
    let asked = catalogue.engine_movements(&Abilities::default());
    let suggested = |id: &str| asked.iter().any(|one| one.id == id && one.suggested);
    assert!(suggested("my-hop") && !suggested("my-sway"));
}

#[test]
fn a_file_cut_in_half_leaves_the_built_in_movements_in_place() {
    let text = include_str!("../../assets/movements/catalogue.json");
    let text = text.replace("\"id\": \"", "\"id\": \"my-");
    for cut in (0..text.len()).step_by(997) {
        let own = Own::from_text(&text[..text.floor_char_boundary(cut)]);
        assert_eq!(own.catalogue(), *Catalogue::built_in(), "{cut}");
        assert_eq!(own.problems.len(), 1, "{cut}: {:?}", lines(&own));
        assert!(own.problems[0].place.is_some(), "{cut}");
    }
}

#[test]
fn more_than_a_menu_can_hold_is_left_out() {
    let one = |number| {
        format!(
            r#"{{ "id": "hop-{number}", "name": "Hop", "kind": "seated", "dose": "1 minute",
                 "dose_seconds": 60, "steps": ["Hop."], "how": "Hop." }}"#
        )
    };
    let all: Vec<_> = (0..150).map(one).collect();
    let own = Own::from_text(&format!("{{ \"movements\": [{}] }}", all.join(",")));
    assert_eq!(own.entries.len(), 100);
    assert_eq!(own.problems.len(), 1);
    assert_eq!(own.problems[0].what, "there are more than 100 of them");
}

#[test]
fn what_is_no_text_is_told() {
    let table: [(&[u8], &str); 2] = [
        (
            b"{ \"movements\": [\xff] }",
            "movements.json:1:17: error: from here on it is not UTF-8 text; save it as UTF-8; \
             using the built-in movements alone",
        ),
        (
            b"\xff\xfe{\0}\0",
            "movements.json: error: it is saved as UTF-16; save it as UTF-8; using the built-in \
             movements alone",
        ),
    ];
    for (bytes, expected) in table {
        assert_eq!(lines(&Own::from_bytes(bytes)), [expected]);
    }
}

#[test]
fn the_settings_name_own_movements_and_are_read_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    fs::write(folder.path().join("movements.json"), GOOD).unwrap();
    fs::write(
        &path,
        r#"{ "movements": { "favourites": ["my-hop", "my-hip"] } }"#,
    )
    .unwrap();
    let loaded: Loaded = settings::read(&path);
    assert_eq!(loaded.settings.movements.favourites, ["my-hop"]);
    assert!(loaded.catalogue.movement("my-sway").is_some());
    assert!(!loaded.has_errors() && loaded.has_bad_movements());
    let first: Vec<_> = loaded.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        first[0],
        "settings.json:1:43: warning: movements.favourites: there is no movement \"my-hip\"; did \
         you mean \"my-hop\"?"
    );
    assert!(first[1].starts_with("movements.json:9:5: error: bad.name: is missing"));
    let rules = loaded.settings.rules(&loaded.catalogue);
    let hop = rules.movements.iter().find(|one| one.id == "my-hop");
    assert!(hop.unwrap().favourite);
}

fn scraps() -> impl Strategy<Value = String> {
    let pieces = vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\"movements\"",
        "\"id\"",
        "\"my-hop\"",
        "\"figure\"",
        "\"poses\"",
        "\"loop\"",
        "\"steps\"",
        "1",
        "-1e9",
        "null",
        "true",
        "// x",
        "\n",
        "ä",
        " ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..40).prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Own::from_bytes(&bytes);
    }

    #[test]
    fn any_text_made_of_json_is_read_and_has_places(text in scraps()) {
        for problem in &Own::from_text(&text).problems {
            prop_assert!(problem.place.is_some());
        }
    }

    #[test]
    fn a_good_file_with_a_part_cut_out_is_read(from in 0usize..700, length in 0usize..60) {
        let from = GOOD.floor_char_boundary(from.min(GOOD.len()));
        let until = GOOD.floor_char_boundary((from + length).min(GOOD.len()));
        let own = Own::from_text(&(GOOD[..from].to_owned() + &GOOD[until..]));
        prop_assert!(own.catalogue().entries().count() >= 21);
    }
}
