//! Starting at login.

use std::fs;

use crate::program::PROGRAM;
use crate::support::desk::Desk;
use crate::support::process::{Process, until};

#[test]
fn a_build_registers_itself_only_when_it_is_told() {
    let desk = Desk::bare();
    let around = desk.surroundings();
    let entry = desk.home().join(".config/autostart/soleus.desktop");
    let said = |words: &str| {
        let output = around.command(PROGRAM).args(words.split(' ')).output();
        let output = output.unwrap();
        let words = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), words)
    };

    // In the usual places of this home, as at a login: `start_at_login` is on by itself.
    let _soleus = Process::start(around.command(PROGRAM).arg("run"));
    until("word of the start at login", || {
        let log = desk.home().join(".local/state/soleus/soleus.log");
        let log = fs::read_to_string(log).ok()?;
        log.contains("start at login").then_some(())
    });
    assert!(!entry.exists());
    assert_eq!(said("autostart status").0, 1);

    assert_eq!(said("autostart on").0, 0);
    let text = fs::read_to_string(&entry).unwrap();
    assert!(text.contains(PROGRAM), "{text}");
    let (code, words) = said("autostart status");
    assert_eq!(code, 0);
    assert!(words.starts_with("On: your login starts "), "{words}");

    assert_eq!(said("autostart off").0, 0);
    let (code, words) = said("autostart status");
    assert_eq!(code, 1);
    assert!(words.starts_with("Off: you switched it off"), "{words}");
}
