//! One program at a time.

use std::fs::{self, File};

use crate::program::{Soleus, command};
use crate::support::desk::Desk;
use crate::support::process::{Process, until};

const TAKEN: &str = "Soleus is running already.";

#[test]
fn a_second_one_says_that_one_runs_and_how_it_stands() {
    let desk = Desk::bare();
    let soleus = Soleus::start(&desk, "{}", &["run"]);
    for arguments in [&[][..], &["run"], &["demo"]] {
        let output = soleus.asked(arguments);
        assert!(output.status.success());
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains(TAKEN), "{errors}");
        let words = String::from_utf8(output.stdout).unwrap();
        assert!(words.starts_with("Sitting "), "{words}");
    }
    assert_eq!(soleus.status().posture, "seated");
}

#[test]
fn of_two_started_at_the_same_moment_one_stays() {
    let desk = Desk::bare();
    for round in 0..10 {
        let dir = desk.home().join(format!("round-{round}"));
        fs::create_dir(&dir).unwrap();
        let start = |name: &str| {
            let errors = dir.join(name);
            let mut command = command(&desk.surroundings(), &dir);
            let file = File::create(&errors).unwrap();
            (Process::start_saying(command.arg("run"), file), errors)
        };
        let mut two = [start("first"), start("second")];
        until("the end of one", || {
            let running = two
                .iter_mut()
                .filter_map(|(one, _)| one.runs().then_some(()));
            (running.count() < 2).then_some(())
        });
        let [first, second] = &mut two;
        let (one, other) = if first.0.runs() {
            (first, second)
        } else {
            (second, first)
        };
        let words = fs::read_to_string(&other.1).unwrap();
        assert!(words.contains(TAKEN), "round {round}: {words}");
        assert!(one.0.runs(), "round {round}: none is left");
        let words = fs::read_to_string(&one.1).unwrap();
        assert!(!words.contains(TAKEN), "round {round}: {words}");
    }
}
