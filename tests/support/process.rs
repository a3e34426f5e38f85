//! A program that ends with the test.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The longest wait for anything that must happen.
pub const LIMIT: Duration = Duration::from_mins(1);

/// A running program; dropping it kills it.
pub struct Process(Child);

impl Process {
    /// Starts it without output.
    pub fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(Stdio::null());
        Self(command.spawn().expect("the program is installed"))
    }

    /// Starts it and waits for the first line it prints.
    pub fn start_and_read(command: &mut Command) -> (Self, String) {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        command.stderr(Stdio::null());
        let mut child = command.spawn().expect("the program is installed");
        let output = child.stdout.take().expect("its output is piped");
        let process = Self(child);
        let (line, first) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut text = String::new();
            let _ = output.read_line(&mut text);
            let _ = line.send(text);
            // It must never wait for somebody to read.
            let _ = output.read_to_end(&mut Vec::new());
        });
        let line = first.recv_timeout(LIMIT).expect("it prints a line");
        (process, line.trim().to_owned())
    }

    /// Starts it with what it says of errors going to this file.
    pub fn start_saying(command: &mut Command, errors: File) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(errors);
        Self(command.spawn().expect("the program is installed"))
    }

    /// Whether it has not ended by itself.
    pub fn runs(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(None))
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// Stops it from running, without ending it.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it run again.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let pid = self.0.id().to_string();
        let status = Command::new("kill").args([signal, &pid]).status();
        assert!(status.expect("kill is there").success());
    }
}

impl From<Child> for Process {
    fn from(child: Child) -> Self {
        Self(child)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Has the program in this folder find the page on safety read, so that it opens no window by itself.
pub fn safety_was_read(dir: &Path) {
    fs::write(dir.join("safety-read"), "").expect("the folder is ours");
}

/// Runs a command to its end and gives its output.
pub fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program is installed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Asks until the answer is there, for a condition nobody tells of.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let pause = Duration::from_millis(20);
    for _ in 0..LIMIT.as_millis() / pause.as_millis() {
        if let Some(answer) = ask() {
            return answer;
        }
        thread::sleep(pause);
    }
    panic!("{what}: never came")
}

/// Writes a program. By another process: one that any thread here may still hold open for writing,
/// in a child between fork and exec, cannot be run.
pub fn write_program(path: &Path, words: &str) {
    let mut install = Command::new("install")
        .args(["-m", "755", "/dev/stdin"])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .expect("install is there");
    let mut input = install.stdin.take().expect("it is piped");
    input.write_all(words.as_bytes()).expect("it reads");
    drop(input);
    assert!(install.wait().is_ok_and(|status| status.success()));
}
