//! The real program, watched by its own command line.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::program::{Soleus, command};
use crate::support::desk::Desk;
use crate::support::process::{LIMIT, until};
use crate::support::skip::missing;

/// Nothing registers itself, and nothing is asked for a day.
const CALM: &str = r#"{
  "start_at_login": false,
  "reminders": {"every_minutes": 240, "longest_sitting_minutes": 480}
}"#;

/// `soleus watch`; dropping it kills it.
struct Watch {
    child: Child,
    lines: Receiver<String>,
    stderr: Option<std::process::ChildStderr>,
}

impl Watch {
    fn start(desk: &Desk) -> Self {
        Self::of(&mut watching(desk))
    }

    fn of(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let stderr = child.stderr.take();
        let (tell, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            lines,
            stderr,
        }
    }

    /// The next line, without its time.
    fn next(&self) -> String {
        let line = self.lines.recv_timeout(LIMIT).expect("a line");
        let (time, words) = line.split_at(10);
        let shape: String = time
            .chars()
            .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
            .collect();
        assert_eq!(shape, "00:00:00  ", "{line}");
        words.to_owned()
    }

    /// The line that begins so; what comes before it is passed over.
    fn until(&self, begins: &str) -> String {
        let mut passed = Vec::new();
        loop {
            let Ok(line) = self.lines.recv_timeout(LIMIT) else {
                panic!("{begins}: never came, only {passed:#?}")
            };
            if line[10..].starts_with(begins) {
                return line[10..].to_owned();
            }
            passed.push(line);
        }
    }

    /// How it ended, and what it said then.
    fn ended(mut self) -> (ExitStatus, String) {
        let status = until("the end of the watch", || self.child.try_wait().unwrap());
        let mut words = String::new();
        let mut stderr = self.stderr.take().unwrap();
        stderr.read_to_string(&mut words).unwrap();
        (status, words)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn watching(desk: &Desk) -> Command {
    let mut command = command(&desk.surroundings(), &desk.home().join("soleus"));
    command.arg("watch");
    command
}

/// A program to which nothing happens: no display, no bus.
fn calm() -> (Desk, Soleus) {
    let desk = Desk::bare();
    let soleus = Soleus::start(&desk, CALM, &["run"]);
    (desk, soleus)
}

#[test]
fn a_word_of_the_user_is_told_with_everything_that_follows() {
    let (desk, soleus) = calm();
    let watch = Watch::start(&desk);
    assert!(watch.next().starts_with("Sitting "));
    assert!(
        soleus
            .asked(&["log", "easy-walk", "--minutes", "3"])
            .status
            .success()
    );
    assert!(soleus.asked(&["undo"]).status.success());
    let wanted = [
        "log easy-walk 3m (command)",
        "  => record break done easy-walk 3m by command",
        "  => reply booked easy-walk done 3m",
        "undo (command)",
        "  => record undo",
        "  => reply undone easy-walk done 3m",
    ];
    for words in wanted {
        assert_eq!(watch.until(words), words);
    }
}

#[test]
fn a_key_is_told_as_it_is_pressed() {
    if missing(&["dbus", "xdotool", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let arguments = ["demo", "--speed", "600", "--sensors"];
    let _soleus = Soleus::start(&desk, CALM, &arguments);
    let watch = Watch::start(&desk);
    watch.next();
    // Somebody is there from here on, however long all of this took.
    desk.x().xdotool(&["key", "a"]);
    watch.until("idle since ");
    desk.x().xdotool(&["key", "a"]);
    watch.until("active");
    watch.until("idle since ");
}

#[test]
fn a_part_that_is_lost_is_told() {
    if missing(&["dbus", "xvfb"]) {
        return;
    }
    let mut desk = Desk::empty();
    let soleus = Soleus::start(&desk, CALM, &["run"]);
    soleus.until_part("idle", true);
    let watch = Watch::start(&desk);
    watch.next();
    desk.x = None;
    watch.until("idle: missing: The display cannot be reached");
}

#[test]
fn all_watchers_see_the_same() {
    let (desk, soleus) = calm();
    let watchers: Vec<Watch> = (0..16).map(|_| Watch::start(&desk)).collect();
    for watch in &watchers {
        watch.next();
    }
    soleus.asked(&["stand"]);
    for watch in &watchers {
        watch.until("stand");
        assert!(watch.next().starts_with("  => "));
    }

    let (status, words) = Watch::start(&desk).ended();
    assert_eq!(status.code(), Some(1));
    assert!(words.starts_with("16 watch already"), "{words}");
    soleus.answers_soon();
}

#[test]
fn the_end_of_the_program_is_told_and_is_0() {
    let (desk, soleus) = calm();
    let watch = Watch::start(&desk);
    watch.next();
    soleus.asked(&["quit"]);
    watch.until("stopping");
    let (status, words) = watch.ended();
    assert_eq!((status.code(), &*words), (Some(0), "Soleus ends.\n"));
}

#[test]
fn a_program_that_is_killed_is_told_and_is_1() {
    let (desk, soleus) = calm();
    let watch = Watch::start(&desk);
    watch.next();
    drop(soleus);
    let (status, words) = watch.ended();
    assert_eq!(status.code(), Some(1));
    assert!(words.starts_with("Soleus is gone"), "{words}");
}

#[test]
fn with_none_running_it_says_so_and_is_1() {
    let desk = Desk::bare();
    let (status, words) = Watch::start(&desk).ended();
    assert_eq!(status.code(), Some(1));
    assert_eq!(words, "Soleus is not running. `soleus` starts it.\n");
}

#[test]
fn an_interrupt_ends_it_with_0() {
    let (desk, soleus) = calm();
    for signal in ["-INT", "-TERM", "-HUP"] {
        let watch = Watch::start(&desk);
        watch.next();
        let pid = watch.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
        assert!(sent.success());
        let (status, words) = watch.ended();
        assert_eq!((status.code(), &*words), (Some(0), ""), "{signal}");
    }
    soleus.answers_soon();
}

#[test]
fn an_interrupt_ends_it_also_while_nobody_reads_it() {
    let (desk, _soleus) = calm();
    let (_unread, mut full) = std::io::pipe().unwrap();
    // As much as a pipe holds: the first line finds no room.
    full.write_all(&vec![b'x'; 64 * 1024]).unwrap();
    let mut child = watching(&desk).stdout(full).spawn().unwrap();
    until("it listens for an interrupt and for its reader", || {
        (wakes(child.id(), "reader").len() == 1).then_some(())
    });
    let waits_in = |pid: &str| fs::read_to_string(format!("/proc/{pid}/wchan")).unwrap();
    if waits_in("self") != "0" {
        // Here the kernel tells in what a thread waits.
        until("it waits for its reader", || {
            waits_in(&child.id().to_string())
                .contains("pipe_write")
                .then_some(())
        });
    }
    let pid = child.id().to_string();
    Command::new("kill").args(["-INT", &pid]).status().unwrap();
    let status = until("its end", || child.try_wait().unwrap());
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_reader_that_goes_ends_it_though_nothing_happens() {
    let (desk, _soleus) = calm();
    let mut child = watching(&desk).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    assert!(first.contains("Sitting "), "{first}");
    drop(stdout);
    // Long before the next line, which comes with the first full minute.
    let pause = Duration::from_millis(20);
    let ended = (0..1_000).find_map(|_| {
        thread::sleep(pause);
        child.try_wait().unwrap()
    });
    assert_eq!(ended.and_then(|status| status.code()), Some(0));
}

#[test]
fn watchers_that_never_read_keep_nobody_from_anything() {
    let desk = Desk::bare();
    let soleus = Soleus::start(&desk, "{}", &["demo", "--speed", "3600"]);
    let socket: PathBuf = desk.home().join("soleus/run/socket");
    let dead: Vec<UnixStream> = (0..8)
        .map(|_| {
            let mut dead = UnixStream::connect(&socket).unwrap();
            dead.write_all(b"{\"ask\":\"watch\"}\n").unwrap();
            dead
        })
        .collect();
    for _ in 0..20 {
        soleus.answers_soon();
    }
    soleus.until_sat_longer(Duration::from_mins(10));
    assert!(soleus.asked(&["log"]).status.success());
    soleus.answers_soon();
    drop(dead);
    let watch = Watch::start(&desk);
    watch.next();
}

#[test]
fn who_watches_wakes_nobody_while_nothing_happens() {
    let (desk, _soleus) = calm();
    let watch = Watch::start(&desk);
    watch.next();
    let socket = UnixStream::connect(desk.home().join("soleus/run/socket")).unwrap();
    let peer = rustix::net::sockopt::socket_peercred(&socket).unwrap();
    let of_soleus: u32 = peer.pid.as_raw_nonzero().get().try_into().unwrap();
    drop(socket);
    let of_watch = watch.child.id();
    let seen = || {
        let mut all = wakes(of_soleus, "control");
        all.extend(wakes(of_watch, ""));
        all
    };
    let before = until("peace", || {
        let before = seen();
        thread::sleep(Duration::from_millis(300));
        (before == seen()).then_some(before)
    });
    // The one that waits for clients and the subscriber's, and those of the watch.
    assert!(before.len() >= 4, "{before:?}");
    let silence = watch.lines.recv_timeout(Duration::from_secs(2));
    assert_eq!(silence, Err(RecvTimeoutError::Timeout));
    assert_eq!(seen(), before);
}

/// How often each thread of this name went to sleep.
fn wakes(pid: u32, name: &str) -> Vec<(String, String)> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let mut all: Vec<_> = tasks
        .map_while(Result::ok)
        .filter_map(|task| fs::read_to_string(task.path().join("status")).ok())
        .filter_map(|status| {
            let field = |name: &str| {
                let mut lines = status.lines();
                Some(
                    lines
                        .find_map(|line| line.strip_prefix(name))?
                        .trim()
                        .to_owned(),
                )
            };
            let called = field("Name:")?;
            let id = format!("{} {called}", field("Pid:")?);
            called
                .starts_with(name)
                .then_some((id, field("voluntary_ctxt_switches:")?))
        })
        .collect();
    all.sort();
    all
}
