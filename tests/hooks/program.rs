//! The whole program: what happens in it reaches the programs of the user, as the settings file says.

use std::fs;

use serde_json::Value;

use crate::stage::Stage;
use crate::support::process::until;

/// Settings with these hooks in them.
fn put(stage: &Stage, hooks: &str) {
    let text = stage.settings(&format!("\"hooks\": {{{hooks}}}"));
    fs::write(stage.path("settings.json"), text).unwrap();
}

/// A hook that writes what it is told at the end of a file.
fn notes(stage: &Stage, key: &str, name: &str) -> String {
    let path = stage.beside(name);
    let command = [
        "sh".into(),
        "-c".into(),
        format!("cat >>'{}'", path.display()),
    ];
    format!("\"{key}\": {}", serde_json::to_string(&command).unwrap())
}

/// The events in a file, once there are so many.
fn events(stage: &Stage, name: &str, many: usize) -> Vec<Value> {
    until(&format!("{many} events in {name}"), || {
        let text = fs::read_to_string(stage.beside(name)).ok()?;
        let whole = text.ends_with('\n') && text.lines().count() >= many;
        whole.then(|| {
            text.lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect()
        })
    })
}

/// Waits until the running program has taken the settings over.
fn until_hooks(stage: &Stage, words: &str) {
    until(words, || {
        let parts = stage.json("status")["parts"].take();
        let parts = parts.as_array().unwrap();
        let hooks = parts.iter().find(|part| part["part"] == "hooks")?;
        (hooks["words"] == words).then_some(())
    });
}

#[test]
fn a_break_that_is_logged_reaches_the_program_of_the_user() {
    let stage = Stage::new();
    put(&stage, &notes(&stage, "on_break", "breaks"));
    let resident = stage.run();
    until_hooks(&stage, "runs your programs: hooks.on_break");
    let logged = stage.ask(&["log", "walk", "--minutes", "5"]);
    assert_eq!(logged.code, 0, "{logged:?}");
    let event = events(&stage, "breaks", 1).remove(0);
    let object = event.as_object().unwrap();
    let keys: Vec<&str> = object.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "at",
            "began",
            "event",
            "movement",
            "movement_kind",
            "outcome",
            "repetitions",
            "seconds",
            "side",
            "source",
            "v"
        ]
    );
    assert_eq!(event["v"], 1);
    assert_eq!(event["event"], "break");
    assert_eq!(event["movement_kind"], "on-feet");
    assert_eq!(event["outcome"], "done");
    assert_eq!(event["seconds"], 300);
    assert_eq!(event["source"], "command");
    resident.kill();
}

#[test]
fn leaving_coming_back_and_putting_off_are_told_in_their_order() {
    let stage = Stage::new();
    let hooks = ["on_away", "on_back", "on_snooze"].map(|key| notes(&stage, key, "log"));
    put(&stage, &hooks.join(", "));
    let resident = stage.run();
    for command in [&["away"][..], &["stand"], &["snooze", "20"]] {
        let ran = stage.ask(command);
        assert_eq!(ran.code, 0, "{command:?}: {ran:?}");
    }
    let events = events(&stage, "log", 3);
    let told: Vec<_> = events
        .iter()
        .map(|it| it["event"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["away", "back", "snooze"]);
    assert_eq!(events[0]["cause"], "said");
    assert_eq!(events[1]["posture"], "standing");
    assert_eq!(events[1]["away_since"], events[0]["since"]);
    assert_eq!(events[2]["seconds"], 1200);
    resident.kill();
}

#[test]
fn what_the_start_finds_is_not_told() {
    let stage = Stage::new();
    let hooks = ["on_away", "on_back", "on_due", "on_snooze"].map(|key| notes(&stage, key, "log"));
    put(&stage, &hooks.join(", "));
    let resident = stage.run();
    assert_eq!(stage.ask(&["away"]).code, 0);
    assert_eq!(events(&stage, "log", 1)[0]["event"], "away");
    resident.kill();
    let resident = stage.run();
    let posture = stage.json("status")["posture"].take();
    assert_eq!(stage.ask(&["snooze"]).code, 0);
    let events = events(&stage, "log", 2);
    let told: Vec<_> = events
        .iter()
        .map(|it| it["event"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["away", "snooze"], "{posture}");
    resident.kill();
}

#[test]
fn a_reminder_that_becomes_due_is_told_once() {
    let stage = Stage::new();
    let hooks = [
        notes(&stage, "on_due", "log"),
        notes(&stage, "on_break", "log"),
    ];
    put(&stage, &hooks.join(", "));
    let resident = stage.demo(600);
    let event = events(&stage, "log", 1).remove(0);
    assert_eq!(event["event"], "due");
    assert_eq!(event["ask"], "pump");
    assert_eq!(
        event["bout_seconds"].as_u64().map(|it| it >= 1800),
        Some(true),
        "{event}"
    );
    // Whatever became of its notice meanwhile, the next that is told is the break.
    assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    let events = events(&stage, "log", 2);
    assert_eq!(events[1]["event"], "break");
    resident.kill();
}

#[test]
fn the_settings_file_switches_programs_on_over_and_off() {
    let stage = Stage::new();
    let resident = stage.run();
    until_hooks(&stage, "no programs of yours");
    assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    put(&stage, &notes(&stage, "on_break", "first"));
    until_hooks(&stage, "runs your programs: hooks.on_break");
    assert_eq!(stage.ask(&["log", "seated"]).code, 0);
    assert_eq!(events(&stage, "first", 1)[0]["movement_kind"], "seated");

    put(&stage, &notes(&stage, "on_snooze", "second"));
    until_hooks(&stage, "runs your programs: hooks.on_snooze");
    assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    assert_eq!(stage.ask(&["snooze"]).code, 0);
    assert_eq!(events(&stage, "second", 1)[0]["event"], "snooze");

    put(&stage, "");
    until_hooks(&stage, "no programs of yours");
    assert_eq!(stage.ask(&["snooze"]).code, 0);
    assert_eq!(events(&stage, "first", 1).len(), 1);
    assert_eq!(events(&stage, "second", 1).len(), 1);
    resident.kill();
}

#[test]
fn a_program_that_fails_is_told_once_and_the_clock_goes_on() {
    let stage = Stage::new();
    put(&stage, r#""on_break": ["/nowhere/lamp"]"#);
    let resident = stage.run();
    for _ in 0..3 {
        assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    }
    let words = "`hooks.on_break` cannot run /nowhere/lamp: there is no such file. Soleus goes on. \
                 Correct its path in the settings file.";
    until("it is told", || {
        (stage.broken("hooks").as_deref() == Some(words)).then_some(())
    });
    let heading = format!("Something is wrong with your programs: {words}");
    until("the notice is in the log", || {
        stage.log().contains(&heading).then_some(())
    });
    assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    assert_eq!(stage.log().matches(&heading).count(), 1);

    // The right program: it works; the wrong one again: it is told again.
    put(&stage, &notes(&stage, "on_break", "right"));
    until_hooks(&stage, "runs your programs: hooks.on_break");
    assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    events(&stage, "right", 1);
    put(
        &stage,
        r#""on_break": ["/nowhere/lamp"], "on_away": ["true"]"#,
    );
    until_hooks(&stage, "runs your programs: hooks.on_break, hooks.on_away");
    assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    until("it is told again", || {
        (stage.log().matches(&heading).count() == 2).then_some(())
    });
    resident.kill();
}

#[test]
fn a_program_that_worked_again_meanwhile_is_told_when_it_fails_again() {
    let stage = Stage::new();
    let good = stage.beside("good");
    let command = ["test".into(), "-e".into(), good.display().to_string()];
    let command = serde_json::to_string(&command).unwrap();
    put(&stage, &format!("\"on_break\": {command}"));
    let resident = stage.run();
    let fails = |times: usize| {
        let _ = fs::remove_file(&good);
        assert_eq!(stage.ask(&["log", "walk"]).code, 0);
        let words = "Something is wrong with your programs: `hooks.on_break` ran test, and it ended \
                     with exit code 1.";
        until(&format!("it is told {times} times"), || {
            (stage.log().matches(words).count() == times).then_some(())
        });
    };
    fails(1);
    fs::write(&good, "").unwrap();
    assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    until_hooks(&stage, "runs your programs: hooks.on_break");
    fails(2);
    resident.kill();
}

#[test]
fn a_program_that_hangs_does_not_hold_up_the_end() {
    let stage = Stage::new();
    put(
        &stage,
        r#""on_break": ["sh", "-c", "echo $$ >hangs; exec sleep 100"], "time_limit_seconds": 600"#,
    );
    let resident = stage.run();
    assert_eq!(stage.ask(&["log", "walk"]).code, 0);
    let pid = until("it runs", || {
        let text = fs::read_to_string(stage.beside("home").join("hangs")).ok()?;
        text.ends_with('\n').then(|| text.trim().to_owned())
    });
    assert_eq!(resident.end_by("-TERM").code(), Some(0));
    assert!(
        fs::exists(format!("/proc/{pid}")).unwrap(),
        "it is left to finish"
    );
    let ended = std::process::Command::new("kill")
        .arg(&pid)
        .status()
        .unwrap();
    assert!(ended.success());
}
