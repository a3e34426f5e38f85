//! `status --format` and `subscribe`, against a resident that says what the test says.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use soleus::control::{Answer, Ask, Audience, News, Replier, Server, StatusReport};
use soleus::platform::boot_time;
use tempfile::TempDir;

use super::{command, resident, socket, soleus, status};

fn due() -> StatusReport {
    StatusReport {
        reminder: "shown".into(),
        next_reminder_seconds: None,
        ..status()
    }
}

fn away() -> StatusReport {
    StatusReport {
        posture: "away".into(),
        why: "idle".into(),
        ..status()
    }
}

#[test]
fn a_status_is_shown_as_a_bar_wants_it() {
    let (dir, _server, asks) = resident(Answer::Status(Box::new(status())));
    let table = [
        ("plain", "Sitting 24 min\n"),
        ("{seated} · {next}", "24 min · 6 min\n"),
        ("{{{state}}} {percentage}%", "{seated} 80%\n"),
        (
            "waybar",
            "{\"text\":\"24 min\",\"alt\":\"seated\",\"tooltip\":\"Sitting 24 min · break in 6 min\",\"class\":\"seated\",\"percentage\":80}\n",
        ),
    ];
    for (format, shown) in table {
        let ran = soleus(dir.path(), &["status", "--format", format]);
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{format}");
        assert_eq!(ran.stdout, shown, "{format}");
        assert_eq!(asks.try_recv(), Ok(Ask::Status));
    }
    let ran = soleus(dir.path(), &["status", "--format", "prometheus"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert!(
        ran.stdout.contains("\nsoleus_bout_seconds 1440\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn one_that_does_not_run_is_shown_too_and_is_1() {
    let dir = tempfile::tempdir().unwrap();
    let table = [
        ("plain", "Soleus is off\n"),
        ("{state} {seated}", "off -\n"),
        (
            "prometheus",
            "# HELP soleus_up Whether Soleus runs.\n# TYPE soleus_up gauge\nsoleus_up 0\n",
        ),
    ];
    for (format, shown) in table {
        let ran = soleus(dir.path(), &["status", "--format", format]);
        assert_eq!((ran.code, &*ran.stdout), (1, shown), "{format}");
        assert_eq!(ran.stderr, "Soleus is not running. `soleus` starts it.\n");
    }
    let ran = soleus(dir.path(), &["subscribe", "--format", "plain"]);
    assert_eq!((ran.code, &*ran.stdout), (1, "Soleus is off\n"));
    let ran = soleus(dir.path(), &["subscribe"]);
    assert_eq!(ran.code, 1);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (&said["version"], &said["running"]),
        (&1.into(), &false.into())
    );
}

/// A resident that lets bars subscribe.
struct Stage {
    dir: TempDir,
    audience: Arc<Mutex<Audience>>,
    server: Option<Server>,
}

impl Stage {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let audience: Arc<Mutex<Audience>> = Arc::default();
        let on_ask = {
            let audience = Arc::clone(&audience);
            move |ask: Ask, replier: Replier| {
                assert_eq!(ask, Ask::Subscribe);
                if let Some(teller) = replier.subscribe(Answer::Following) {
                    let first = News::Status(Box::new(status()));
                    audience.lock().unwrap().welcome(teller, &first);
                }
            }
        };
        let server = Server::start(&socket(dir.path()), Arc::new(on_ask)).unwrap();
        Self {
            dir,
            audience,
            server: Some(server),
        }
    }

    fn tell(&self, status: StatusReport) {
        let news = News::Status(Box::new(status));
        self.audience.lock().unwrap().tell(&news);
    }

    fn end(&mut self) {
        drop(std::mem::take(&mut *self.audience.lock().unwrap()));
        self.server = None;
    }

    fn bar(&self, arguments: &[&str]) -> Bar {
        let mut child = command(self.dir.path(), &["subscribe"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Bar { child, lines }
    }
}

struct Bar {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Bar {
    fn next(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    fn ended(mut self) -> ExitStatus {
        assert!(self.lines.next().is_none());
        self.child.wait().unwrap()
    }
}

#[test]
fn a_subscriber_gets_a_line_at_once_and_on_every_change_and_hears_the_end() {
    let mut stage = Stage::new();
    let mut bar = stage.bar(&["--format", "{state} {seated}"]);
    assert_eq!(bar.next(), "seated 24 min");
    stage.tell(due());
    assert_eq!(bar.next(), "due 24 min");
    // What looks the same is no other line.
    stage.tell(StatusReport {
        can_undo: true,
        ..due()
    });
    stage.tell(away());
    assert_eq!(bar.next(), "away 24 min");
    stage.end();
    assert_eq!(bar.next(), "off -");
    assert_eq!(bar.ended().code(), Some(1));
}

/// In a demonstration the clock runs fast, and its minutes with it.
#[test]
fn the_minutes_are_those_of_the_programs_clock() {
    let stage = Stage::new();
    let mut bar = stage.bar(&["--format", "{seated}"]);
    assert_eq!(bar.next(), "24 min");
    stage.tell(StatusReport {
        speed: 600,
        ..status()
    });
    let began = boot_time();
    let shown: Vec<String> = (0..3).map(|_| bar.next()).collect();
    let took = boot_time().saturating_sub(began);
    assert!(took < Duration::from_mins(1), "{shown:?}");
    assert!(!shown.contains(&"24 min".to_owned()), "{shown:?}");
}

#[test]
fn without_a_format_each_line_is_an_object_for_scripts() {
    let mut stage = Stage::new();
    let mut bar = stage.bar(&[]);
    let said: serde_json::Value = serde_json::from_str(&bar.next()).unwrap();
    let mut expected = serde_json::to_value(status()).unwrap();
    expected["running"] = true.into();
    assert_eq!(said, expected);
    // The words are the resident's own, as `status --json` has them.
    let headline = "Sitting 24 min · break overdue";
    stage.tell(StatusReport {
        headline: headline.into(),
        reminder: "overdue".into(),
        next_reminder_seconds: None,
        ..status()
    });
    let said: serde_json::Value = serde_json::from_str(&bar.next()).unwrap();
    assert_eq!(said["headline"], headline);
    stage.end();
    let said: serde_json::Value = serde_json::from_str(&bar.next()).unwrap();
    assert_eq!(said["running"], false);
    assert_eq!(said["headline"], "Soleus ends.");
    assert_eq!(bar.ended().code(), Some(1));
}

#[test]
fn a_bar_that_goes_ends_its_subscriber_at_once_and_in_good_order() {
    let stage = Stage::new();
    let mut bar = stage.bar(&["--format", "{state}"]);
    assert_eq!(bar.next(), "seated");
    // Nobody is there any more, so that no minute is counted and no line is tried.
    stage.tell(away());
    assert_eq!(bar.next(), "away");
    let Bar { mut child, lines } = bar;
    drop(lines);
    let (tell, ended) = channel();
    thread::spawn(move || tell.send(child.wait().unwrap().code()));
    assert_eq!(ended.recv_timeout(Duration::from_secs(20)), Ok(Some(0)));
}

#[test]
fn a_resident_that_does_not_know_bars_is_shown_as_off() {
    let (dir, _server, _asks) = resident(Answer::wrong("unknown variant `subscribe`"));
    let ran = soleus(dir.path(), &["subscribe", "--format", "plain"]);
    assert_eq!((ran.code, &*ran.stdout), (1, "Soleus is off\n"));
    assert_eq!(ran.stderr, "unknown variant `subscribe`\n");
}
