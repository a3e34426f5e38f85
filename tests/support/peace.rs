//! Whether the threads of this process sleep. A test that asks is alone in its program: the threads of
//! others would be counted too.

use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::Duration;

use super::process::until;

/// Long enough for a thread that polls to be seen.
const QUIET: Duration = Duration::from_secs(2);
/// How many whiles may pass before one is quiet.
const WHILES: usize = 5;

/// Waits for a while in which no thread wakes. These are there.
///
/// What was called before may still wake a thread once: a pool's thread without work ends after half a
/// second, the limit of an answered call runs out unheeded. Whoever polls leaves no such while.
pub fn stays_asleep(ours: &[&str]) {
    let mut seen = Vec::new();
    let asleep = (0..WHILES).find_map(|_| {
        let before = switches();
        thread::sleep(QUIET);
        let after = switches();
        let slept = before == after;
        seen.push((before, after));
        slept.then(switches)
    });
    let asleep = asleep.unwrap_or_else(|| panic!("threads wake: {seen:#?}"));
    for name in ours {
        assert!(asleep.keys().any(|(_, it)| it == name), "{name} is missing");
    }
}

/// Does something that these threads must sleep through. They are asleep already.
pub fn sleeps_through(ours: &[&str], act: impl FnOnce()) {
    let of_ours = || {
        let mut all = switches();
        all.retain(|(_, name), _| ours.contains(&name.as_str()));
        all
    };
    let before = of_ours();
    assert_eq!(
        before.len(),
        ours.len(),
        "one thread of each name: {before:?}"
    );
    act();
    // What is told to a thread that sleeps wakes it within this time.
    thread::sleep(QUIET);
    assert_eq!(of_ours(), before, "they woke");
}

/// Waits until no thread has a name that begins so.
pub fn until_gone(name: &str) {
    until(&format!("the end of {name}"), || {
        (!switches().keys().any(|(_, it)| it.starts_with(name))).then_some(())
    });
}

/// How many times each thread of this process went to sleep, but for the test's own two.
fn switches() -> BTreeMap<(u32, String), String> {
    let mut all = BTreeMap::new();
    let test = thread::current();
    // The kernel keeps the first fifteen letters of a name.
    let test: String = test.name().unwrap_or_default().chars().take(15).collect();
    let tasks = fs::read_dir("/proc/self/task").expect("the list of threads");
    for task in tasks.map_while(Result::ok) {
        // A thread that just ended has no file any more.
        let Ok(status) = fs::read_to_string(task.path().join("status")) else {
            continue;
        };
        let field = |name: &str| {
            let mut lines = status.lines();
            let value = lines.find_map(|line| line.strip_prefix(name));
            value.expect("the kernel tells it").trim().to_owned()
        };
        let id: u32 = field("Pid:").parse().expect("a number");
        let name = field("Name:");
        if id == std::process::id() || name == test {
            continue;
        }
        all.insert((id, name), field("voluntary_ctxt_switches:"));
    }
    all
}
