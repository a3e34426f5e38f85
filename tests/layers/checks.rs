//! The checks. Each looks at one file and says in words what breaks its rule.

use crate::source::Source;

/// Looks at one file; gives one sentence for each thing that breaks the rule.
pub(crate) type Check = fn(&Source) -> Vec<String>;

/// What each folder or file of `src/` may name of the others. `*` may name all.
const MAY_KNOW: [(&str, &[&str]); 22] = [
    ("engine", &[]),
    ("link", &["engine"]),
    ("words", &["engine"]),
    // Plain geometry: the window and a notice's picture are drawn from it.
    ("figure", &[]),
    // Text with places, and mistakes in it: what a person writes by hand is read by it.
    ("text", &[]),
    ("movements", &["engine", "figure", "text"]),
    ("history", &["engine"]),
    // The file names movements, and is read and watched by the store.
    (
        "settings",
        &["engine", "link", "movements", "store", "text"],
    ),
    // A script of the rule book sets rules and names movements, as a settings file does.
    // Its `day` is the one that the history tells.
    ("script", &["engine", "history", "movements", "settings"]),
    // A part says what it has to tell by `link`, and leaves what differs to `platform`.
    ("tray", &["engine", "link", "platform", "words"]),
    ("notify", &["engine", "link", "platform"]),
    ("sensors", &["engine", "link", "platform"]),
    ("control", &["engine", "link", "platform"]),
    ("hooks", &["engine", "link", "platform"]),
    ("autostart", &["platform"]),
    // Records are written as lines; which lines, `history` says.
    ("store", &["engine", "history", "link", "platform"]),
    // What a system does for a part is written against that part's own types.
    (
        "platform",
        &[
            "engine",
            "link",
            "autostart",
            "tray",
            "notify",
            "sensors",
            "control",
            "store",
        ],
    ),
    // A client with files of its own: its size is kept by the store, its icon is the tray's.
    (
        "window",
        &[
            "engine",
            "control",
            "figure",
            "history",
            "movements",
            "platform",
            "settings",
            "store",
            "text",
            "tray",
            "words",
        ],
    ),
    // The command line is a client of the resident and knows nothing of its inside; `main` hands
    // it the programs it starts.
    ("cli", &["engine", "link", "control", "autostart"]),
    // The resident joins them all, and takes its arguments as the command line read them.
    ("app", &["*"]),
    ("lib", &["*"]),
    ("main", &["*"]),
];

/// The crates the engine may name; `std` within limits.
const ENGINE_CRATES: [&str; 3] = ["chrono", "serde", "thiserror"];
const OTHER_CRATES: [&str; 19] = [
    "clap",
    "etcetera",
    "jsonc_parser",
    "libc",
    "log",
    "notify_rust",
    "rustix",
    "serde_json",
    "signal_hook",
    "strsim",
    "tempfile",
    "tracing",
    "tracing_subscriber",
    "tray_icon",
    "windows_sys",
    "winit",
    "x11rb",
    "zbus",
    "eframe",
];
const NOT_PURE: [&str; 12] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::sync::mpsc",
    "chrono::Local",
    "chrono::Utc",
];
const PRINTS: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

/// Crates that exist for one system, or that differ from system to system.
const SYSTEM_CRATES: [&str; 14] = [
    "libc",
    "notify_rust",
    "pulseaudio",
    "rustix",
    "signal_hook",
    "tray_icon",
    "wayland_client",
    "wayland_protocols",
    "wayland_protocols_plasma",
    "wayland_protocols_wlr",
    "windows_sys",
    "x11rb",
    "zbus",
    "objc2",
];

const CLOCK_READS: [[&str; 2]; 4] = [
    ["Instant", "now"],
    ["Local", "now"],
    ["SystemTime", "now"],
    ["Utc", "now"],
];
const CLOCK_CALLS: [&str; 7] = [
    "GetTickCount",
    "GetTickCount64",
    "QueryInterruptTime",
    "QueryPerformanceCounter",
    "clock_gettime",
    "mach_absolute_time",
    "mach_continuous_time",
];

/// Longer files are split; tests at their end do not count.
const LONGEST: usize = 600;

const NETWORK_CRATES: [&str; 22] = [
    "actix-web",
    "async-std",
    "attohttpc",
    "axum",
    "curl",
    "curl-sys",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "socket2",
    "tonic",
    "tungstenite",
    "ureq",
    "webpki",
];

/// Each layer names only the layers below it.
pub(crate) fn layers(source: &Source) -> Vec<String> {
    let layer = source.layer();
    let Some((_, known)) = MAY_KNOW.iter().find(|(name, _)| *name == layer) else {
        return vec![format!(
            "{}: `{layer}` is a new layer: say in tests/layers/checks.rs what it may know",
            source.name
        )];
    };
    if known.contains(&"*") {
        return Vec::new();
    }
    source
        .paths()
        .iter()
        .filter(|path| path[0] == "crate")
        .filter_map(|path| path.get(1))
        .filter(|other| *other != layer && !known.contains(&other.as_str()))
        .map(|other| {
            format!(
                "{}: `{layer}` names `{other}`, which it may not know",
                source.name
            )
        })
        .collect()
}

/// The engine reads no clock, file or environment, starts nothing, says nothing.
pub(crate) fn pure_engine(source: &Source) -> Vec<String> {
    if !source.is_in("engine/") {
        return Vec::new();
    }
    let paths = source.paths().into_iter().filter_map(|path| {
        let whole = path.join("::");
        let stranger = path.len() > 1 && OTHER_CRATES.contains(&path[0].as_str());
        let impure = NOT_PURE
            .iter()
            .any(|start| whole == *start || whole.starts_with(&format!("{start}::")));
        let all_of_std = whole.starts_with("std::") && whole.ends_with('*');
        (stranger || impure || all_of_std).then_some(whole)
    });
    let prints = source
        .words
        .windows(2)
        .filter(|pair| PRINTS.contains(&pair[0].as_str()) && pair[1] == "!")
        .map(|pair| format!("{}!", pair[0]));
    paths
        .chain(prints)
        .map(|what| {
            format!(
                "{}: the engine names `{what}`; it may use std without the world, and {}",
                source.name,
                ENGINE_CRATES.join(", ")
            )
        })
        .collect()
}

/// Clocks are read in `platform/clock.rs` and its parts alone.
pub(crate) fn clocks(source: &Source) -> Vec<String> {
    if source.is_in("platform/") && source.name.ends_with("/clock.rs") {
        return Vec::new();
    }
    let reads = source
        .paths()
        .into_iter()
        .filter(|path| {
            CLOCK_READS
                .iter()
                .any(|read| path.ends_with(&read.map(str::to_owned)))
        })
        .map(|path| path.join("::"));
    let calls = source
        .words
        .iter()
        .filter(|word| CLOCK_CALLS.contains(&word.as_str()))
        .cloned();
    reads
        .chain(calls)
        .map(|what| {
            format!(
                "{}: `{what}` reads a clock; ask platform/clock.rs",
                source.name
            )
        })
        .collect()
}

/// `cfg` asks for the system in `platform/` alone, and on the `mod` lines that pick a file. A test
/// may be for one system.
pub(crate) fn systems(source: &Source) -> Vec<String> {
    if source.is_in("platform/") {
        return Vec::new();
    }
    let words = &source.words[..source.words_before_tests];
    (0..words.len())
        .filter(|at| matches!(words[*at].as_str(), "cfg" | "cfg_attr"))
        .filter_map(|at| {
            let open = (at..words.len().min(at + 3)).find(|open| words[*open] == "(")?;
            let close = closing(words, open);
            let system = words[open..close].iter().find(|word| {
                matches!(
                    word.as_str(),
                    "target_os" | "target_family" | "target_env" | "unix" | "windows"
                )
            })?;
            let picks_a_module = words[close + 1..]
                .iter()
                .find(|word| !matches!(word.as_str(), "]" | "pub" | "(" | ")" | "crate"))
                .is_some_and(|word| word == "mod");
            (!picks_a_module).then(|| {
                format!(
                    "{}: asks for `{system}`; that belongs into platform/",
                    source.name
                )
            })
        })
        .collect()
}

/// The crates that belong to one system are named in `platform/` alone.
pub(crate) fn system_crates(source: &Source) -> Vec<String> {
    // The window is drawn by the same library on each system, and that one stands on winit.
    if source.is_in("platform/") {
        return Vec::new();
    }
    source
        .paths()
        .iter()
        .filter(|path| path.len() > 1)
        .filter(|path| {
            SYSTEM_CRATES.contains(&path[0].as_str())
                || (path[0] == "winit" && source.layer() != "window")
        })
        .map(|path| {
            format!(
                "{}: `{}` belongs into platform/",
                source.name,
                path.join("::")
            )
        })
        .collect()
}

/// Unsafe code is in `platform/` alone, where each block has its reason.
pub(crate) fn unsafe_code(source: &Source) -> Vec<String> {
    let found = !source.is_in("platform/") && source.words.iter().any(|word| word == "unsafe");
    found
        .then(|| format!("{}: holds unsafe code", source.name))
        .into_iter()
        .collect()
}

/// No file is longer than one can read.
pub(crate) fn length(source: &Source) -> Vec<String> {
    (source.lines > LONGEST)
        .then(|| {
            format!(
                "{}: {} lines before its tests, more than {LONGEST}: split it",
                source.name, source.lines
            )
        })
        .into_iter()
        .collect()
}

/// The crates of a lock file that speak to a network.
pub(crate) fn network_crates(lock: &str) -> Vec<&str> {
    lock.lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .filter(|name| NETWORK_CRATES.contains(name) || name.starts_with("tokio-"))
        .collect()
}

fn closing(words: &[String], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    words.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(check: Check, name: &str, text: &str) -> bool {
        !check(&Source::new(name, text)).is_empty()
    }

    #[test]
    fn a_layer_that_names_one_it_may_not_know_is_found() {
        assert!(breaks(layers, "engine/now.rs", "use crate::tray::Model;"));
        assert!(breaks(
            layers,
            "engine/now.rs",
            "use super::super::link::Link;"
        ));
        assert!(breaks(
            layers,
            "engine/mod.rs",
            "pub fn f(l: super::link::Link) {}"
        ));
        assert!(breaks(
            layers,
            "tray/mod.rs",
            "use crate::{engine::View, notify};"
        ));
        assert!(breaks(layers, "tray/mod.rs", "use crate::*;"));
        assert!(breaks(layers, "mystery/mod.rs", ""));

        assert!(!breaks(
            layers,
            "engine/now.rs",
            "use crate::engine::View; use super::Input;"
        ));
        assert!(!breaks(
            layers,
            "tray/mod.rs",
            "use crate::{engine::View, link::Link};"
        ));
        assert!(!breaks(layers, "main.rs", "use crate::tray::Model;"));
    }

    #[test]
    fn an_engine_that_touches_the_world_is_found() {
        for text in [
            "use std::fs;",
            "use std::{fmt, time::{Duration, Instant}};",
            "fn f() { std::thread::sleep(x) }",
            "use chrono::Utc;",
            "fn f() { tracing::info!(\"\") }",
            "fn f() { println!(\"\") }",
            "use std::*;",
            "use serde_json::Value;",
        ] {
            assert!(breaks(pure_engine, "engine/now.rs", text), "{text}");
            assert!(!breaks(pure_engine, "store/mod.rs", text), "{text}");
        }
        assert!(!breaks(
            pure_engine,
            "engine/now.rs",
            "use std::time::Duration; use chrono::{DateTime, FixedOffset}; use serde::Serialize;"
        ));
    }

    #[test]
    fn a_clock_that_is_read_elsewhere_is_found() {
        for text in [
            "let now = Instant::now();",
            "let now = std::time::SystemTime::now();",
            "let now = chrono::Utc::now();",
            "use rustix::time::{clock_gettime, ClockId};",
            "unsafe { QueryInterruptTime(&mut now) }",
        ] {
            assert!(breaks(clocks, "app/mod.rs", text), "{text}");
            assert!(breaks(clocks, "platform/linux/idle.rs", text), "{text}");
            assert!(!breaks(clocks, "platform/clock.rs", text), "{text}");
            assert!(!breaks(clocks, "platform/linux/clock.rs", text), "{text}");
        }
    }

    #[test]
    fn a_system_that_is_asked_for_elsewhere_is_found() {
        for text in [
            "#[cfg(target_os = \"linux\")] fn f() {}",
            "#[cfg(not(any(unix, test)))] use x::y;",
            "if cfg!(windows) {}",
            "#[cfg_attr(target_os = \"macos\", derive(Debug))] struct A;",
        ] {
            assert!(breaks(systems, "tray/mod.rs", text), "{text}");
            assert!(!breaks(systems, "platform/mod.rs", text), "{text}");
        }
        assert!(!breaks(
            systems,
            "lib.rs",
            "#[cfg(target_os = \"linux\")] pub(crate) mod desktop;"
        ));
        assert!(!breaks(systems, "tray/mod.rs", "#[cfg(test)] fn f() {}"));
        assert!(!breaks(
            systems,
            "store/mod.rs",
            "#[cfg(test)]\nmod tests { #[cfg(unix)] #[test] fn f() {} }"
        ));
    }

    #[test]
    fn a_crate_of_one_system_is_found() {
        assert!(breaks(
            system_crates,
            "notify/mod.rs",
            "use zbus::Connection;"
        ));
        assert!(breaks(
            system_crates,
            "tray/mod.rs",
            "use winit::event_loop::EventLoop;"
        ));
        assert!(!breaks(
            system_crates,
            "window/mod.rs",
            "use winit::event_loop::EventLoop;"
        ));
        assert!(!breaks(
            system_crates,
            "platform/linux/bus.rs",
            "use zbus::Connection;"
        ));
    }

    #[test]
    fn unsafe_code_is_found() {
        assert!(breaks(
            unsafe_code,
            "store/mod.rs",
            "fn f() { unsafe { g() } }"
        ));
        assert!(!breaks(
            unsafe_code,
            "store/mod.rs",
            "// unsafe\nlet a = \"unsafe\";"
        ));
        assert!(!breaks(
            unsafe_code,
            "platform/windows/clock.rs",
            "unsafe { g() }"
        ));
    }

    #[test]
    fn a_long_file_is_found() {
        assert!(!breaks(length, "x.rs", &"\n".repeat(LONGEST)));
        assert!(breaks(length, "x.rs", &"\n".repeat(LONGEST + 1)));
    }

    #[test]
    fn a_network_crate_is_found() {
        let lock =
            "[[package]]\nname = \"hyper\"\nversion = \"1\"\n\n[[package]]\nname = \"serde\"\n";
        assert_eq!(network_crates(lock), ["hyper"]);
        assert_eq!(network_crates("name = \"tokio-net\"\n"), ["tokio-net"]);
    }
}
