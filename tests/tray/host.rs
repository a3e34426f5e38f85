//! The process that holds the tray, and the test's end of it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use soleus::engine::view::{Face, Shape};
use soleus::link::{Health, Link, Told};
use soleus::platform::tray::{Patience, start_with};
use soleus::tray::menu::Line;
use soleus::tray::{Model, channel};

use super::support::PATIENCE;
use super::support::bus::Bus;

const WANTED: &str = "SOLEUS_TEST_TRAY_HOST";
/// The test that is the host when the variable is set.
const TEST: &str = "the_host_ends_when_its_input_ends";
const FIRST_RETRY: &str = "SOLEUS_TEST_FIRST_RETRY_MS";

/// Whether this process is to be the host.
pub(crate) fn is_wanted() -> bool {
    std::env::var_os(WANTED).is_some()
}

/// Shows what the lines on stdin say, and writes what is told, until stdin ends.
pub(crate) fn run() {
    let link = Link::new(|told| match told {
        Told::Health(_, Health::Works(_)) => say("health works"),
        Told::Health(_, Health::Missing(words)) => say(&format!("health missing {words}")),
        told => say(&format!("told {told:?}")),
    });
    let first_retry = std::env::var(FIRST_RETRY).map_or(200, |text| text.parse().unwrap());
    let patience = Patience {
        method: Duration::from_millis(800),
        take: Duration::from_millis(1500),
        first_retry: Duration::from_millis(first_retry),
        last_retry: Duration::from_mins(1),
    };
    let (tray, updates) = channel();
    start_with(updates, link, patience);
    let mut tray = Some(tray);
    for order in std::io::stdin().lines() {
        let order = order.unwrap();
        if order == "drop" {
            tray = None;
        } else if let Some(tray) = &tray {
            tray.show(model(&order));
        }
        say("shown");
    }
}

/// "rest 4 plain the words": shape, level, kind of menu, tooltip and first line.
fn model(line: &str) -> Model {
    let mut words = line.splitn(4, ' ');
    let shape = words.next().unwrap();
    let level = words.next().unwrap().parse().unwrap();
    let menu = words.next().unwrap();
    let tooltip = words.next().unwrap().to_owned();
    let item = |id: &str, label: &str| Line::Item {
        id: id.to_owned(),
        label: label.to_owned(),
        enabled: true,
    };
    let mut lines = vec![
        Line::Text(tooltip.clone()),
        Line::Separator,
        Line::Sub {
            label: "I moved".to_owned(),
            lines: vec![item("log:easy-walk", "Walk && run _fast_")],
        },
        item("skip", "Skip"),
        item("quit", "Quit"),
    ];
    if menu == "paused" {
        lines.insert(3, item("resume", "Resume"));
    }
    Model {
        face: Face {
            shape: if shape == "rest" {
                Shape::Rest
            } else {
                Shape::Due
            },
            level,
        },
        tooltip,
        menu: lines,
    }
}

/// A line that the test harness's own output cannot be taken for.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n@ {line}").unwrap();
    out.flush().unwrap();
}

/// The test's end.
pub(crate) struct Host {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    /// What was told and not yet looked at.
    told: Vec<String>,
    health: Vec<String>,
}

impl Host {
    /// A tray on this bus.
    pub(crate) fn start(bus: &Bus, variables: &[(&str, &str)]) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture", "--test-threads=1"])
            .env_remove("XDG_CURRENT_DESKTOP")
            .env_remove(FIRST_RETRY)
            .env(WANTED, "1")
            .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in stdout.lines() {
                let Ok(line) = line else { break };
                if let Some(said) = line.strip_prefix("@ ")
                    && sender.send(said.to_owned()).is_err()
                {
                    break;
                }
            }
        });
        Self {
            stdin: child.stdin.take(),
            child,
            lines,
            told: Vec::new(),
            health: Vec::new(),
        }
    }

    /// Shows this, and returns when `Tray::show` has returned.
    pub(crate) fn show(&mut self, model: &str) {
        self.write(model);
        self.until("shown", |_| false);
    }

    /// Drops the tray's handle.
    pub(crate) fn drop_tray(&mut self) {
        self.write("drop");
        self.until("shown", |_| false);
    }

    /// The next thing told of the tray's health begins so.
    #[track_caller]
    pub(crate) fn expect_health(&mut self, words: &str) {
        let next = self.next_health();
        assert!(next.starts_with(words), "expected {words:?}, told {next:?}");
    }

    /// As `expect_health`, where `first` may have been told before it or missed.
    #[track_caller]
    pub(crate) fn expect_health_after(&mut self, first: &str, words: &str) {
        // On a busy machine a try on the panel before may be told of after its end.
        let late = "missing The panel does not answer";
        let mut next = self.next_health();
        while next.starts_with(first) || next.starts_with(late) {
            next = self.next_health();
        }
        assert!(next.starts_with(words), "expected {words:?}, told {next:?}");
    }

    /// This is told, of all but the health.
    #[track_caller]
    pub(crate) fn expect_told(&mut self, words: &str) {
        let wanted = format!("told {words}");
        self.until("told", |host| host.told.contains(&wanted));
        self.told.retain(|told| *told != wanted);
    }

    /// The number of threads.
    pub(crate) fn threads(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/task", self.child.id()))
            .unwrap()
            .count()
    }

    /// Waits until there are no more than `most` threads.
    #[track_caller]
    pub(crate) fn wait_for_threads(&self, most: usize) {
        // A thread's end is nothing one can be told of from outside.
        for _ in 0..PATIENCE.as_millis() / 20 {
            if self.threads() <= most {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("{} threads, {most} at first", self.threads());
    }

    /// Closes the input and waits for the end.
    pub(crate) fn end(mut self) -> ExitStatus {
        drop(self.stdin.take());
        self.child.wait().unwrap()
    }

    fn write(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().unwrap();
        writeln!(stdin, "{line}").unwrap();
        stdin.flush().unwrap();
    }

    #[track_caller]
    fn next_health(&mut self) -> String {
        self.until("health", |host| !host.health.is_empty());
        let next = self.health.remove(0);
        next.strip_prefix("health ").unwrap().to_owned()
    }

    /// Reads lines until `done`, or until "shown" if that is what is wanted.
    #[track_caller]
    fn until(&mut self, wanted: &str, done: impl Fn(&Self) -> bool) {
        while !done(self) {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| {
                panic!(
                    "no {wanted} came; not looked at: {:?} {:?}",
                    self.health, self.told
                )
            });
            if line == "shown" {
                if wanted == "shown" {
                    return;
                }
            } else if line.starts_with("health ") {
                self.health.push(line);
            } else {
                self.told.push(line);
            }
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Gone already after `end`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
