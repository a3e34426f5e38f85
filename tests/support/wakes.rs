//! Counts how often the threads of this process wake. For a test that is alone in its program.

use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::Duration;

use super::process::until;

/// How often each thread woke, by its number and name.
pub type Switches = BTreeMap<(u32, String), String>;

/// Waits until nothing wakes for a moment, and gives the count of then.
pub fn until_peace() -> Switches {
    until("peace", || {
        let before = switches();
        thread::sleep(Duration::from_millis(200));
        (before == switches()).then_some(before)
    })
}

/// How many times each thread of this process went to sleep, but for the test's own two.
pub fn switches() -> Switches {
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
