//! Bars that subscribe to the real program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use crate::program::{Soleus, command};
use crate::support::desk::Desk;
use crate::support::process::{LIMIT, until};

/// Nothing registers itself, and nothing is asked for a day.
const CALM: &str = r#"{
  "start_at_login": false,
  "reminders": {"every_minutes": 240, "longest_sitting_minutes": 480}
}"#;

/// `soleus subscribe`; dropping it kills it.
struct Bar {
    child: Child,
    lines: Receiver<String>,
}

impl Bar {
    fn start(desk: &Desk, format: &str) -> Self {
        let mut command = command(&desk.surroundings(), &desk.home().join("soleus"));
        let mut child = command
            .args(["subscribe", "--format", format])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let (tell, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    fn until(&self, wanted: &str) {
        let mut passed = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(LIMIT) {
            if line == wanted {
                return;
            }
            passed.push(line);
        }
        panic!("{wanted}: never came, only {passed:?}");
    }

    fn ended(mut self) -> Option<i32> {
        let status = until("the end of the bar", || self.child.try_wait().unwrap());
        status.code()
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn bars_hear_how_things_stand_whenever_they_come_and_that_the_program_ends() {
    let desk = Desk::bare();
    let soleus = Soleus::start(&desk, CALM, &["run"]);
    let early = Bar::start(&desk, "{state}");
    early.until("seated");
    soleus.asked(&["stand"]);
    early.until("standing");
    let late = Bar::start(&desk, "{posture}");
    late.until("standing");
    soleus.asked(&["pause"]);
    early.until("paused");
    late.until("paused");
    soleus.asked(&["quit"]);
    early.until("off");
    assert_eq!((early.ended(), late.ended()), (Some(1), Some(1)));
}

#[test]
fn a_reminder_is_heard_as_it_comes_and_as_it_goes() {
    let desk = Desk::bare();
    let soleus = Soleus::quick(&desk);
    let bar = Bar::start(&desk, "{state}");
    bar.until("due");
    soleus.asked(&["log", "walk"]);
    bar.until("seated");
}

#[test]
fn a_bar_shows_no_breaks_so_that_a_started_one_is_still_shown_elsewhere() {
    let desk = Desk::bare();
    let soleus = Soleus::start(&desk, CALM, &["run"]);
    let bar = Bar::start(&desk, "{plain}");
    soleus.asked(&["break", "easy-walk"]);
    bar.until("On a break");
    let parts = soleus.status().parts;
    let window = parts.iter().find(|part| part.part == "window").unwrap();
    assert_ne!(window.words, "open", "a bar is no window");
}
