//! Tests that need a program which may not be there.
//!
//! `tests/all` looks first, and names what is missing in `SOLEUS_SKIP`. A test that needs one of
//! those says so and ends; without that word a missing program is a failure.

use std::env;
use std::io::Write as _;

/// Whether one of these Debian packages was found missing. Says so past the test harness, which
/// keeps to itself what a passing test prints.
#[must_use]
pub fn missing(packages: &[&str]) -> bool {
    let named = env::var("SOLEUS_SKIP").unwrap_or_default();
    let lacking = lacking(&named, packages);
    if lacking.is_empty() {
        return false;
    }
    say(&lacking.join(", "));
    true
}

/// Says that this test is skipped for want of something that no package brings.
pub fn say(needs: &str) {
    let test = std::thread::current();
    let said = writeln!(
        std::io::stderr(),
        "skipped: {}: needs {needs}",
        test.name().unwrap_or("a test")
    );
    said.expect("stderr takes a line");
}

fn lacking<'a>(named: &str, packages: &[&'a str]) -> Vec<&'a str> {
    packages
        .iter()
        .copied()
        .filter(|package| named.split_whitespace().any(|name| name == *package))
        .collect()
}

#[test]
fn only_what_is_named_and_needed_is_lacking() {
    assert_eq!(lacking("dunst xvfb", &["dbus", "xvfb"]), ["xvfb"]);
    assert!(lacking("dunst", &["dbus", "xvfb"]).is_empty());
    assert!(lacking("", &["dbus"]).is_empty());
}
