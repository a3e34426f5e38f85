//! The local socket, where there is none yet.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::not_yet;

/// A point in time that bounds an exchange.
#[derive(Debug)]
pub enum Deadline {}

impl Deadline {
    /// Answers that there is none here.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub fn after(_within: Duration) -> io::Result<Self> {
        not_yet()
    }

    /// Answers that there is none here.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub fn never() -> io::Result<Self> {
        not_yet()
    }
}

/// The server's end.
#[derive(Debug)]
pub enum Listener {}

impl Listener {
    /// Answers that there is none here.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub fn bind(_path: &Path) -> io::Result<Self> {
        not_yet()
    }

    /// Never called: a listener cannot exist.
    ///
    /// # Errors
    /// None.
    pub fn accept(&self) -> io::Result<Connection> {
        match *self {}
    }

    /// Never called: a listener cannot exist.
    pub fn close(&self) {
        match *self {}
    }
}

/// One end of a conversation.
#[derive(Debug)]
pub enum Connection {}

impl Connection {
    /// Answers that there is none here.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub fn open(_path: &Path, _within: Duration) -> io::Result<Self> {
        not_yet()
    }

    /// Never called: a connection cannot exist.
    ///
    /// # Errors
    /// None.
    pub fn read_line(&mut self, _most: usize, _deadline: &Deadline) -> io::Result<Vec<u8>> {
        match *self {}
    }

    /// Never called: a connection cannot exist.
    ///
    /// # Errors
    /// None.
    pub fn write_all(&mut self, _bytes: &[u8], _deadline: &Deadline) -> io::Result<()> {
        match *self {}
    }

    /// Never called: a connection cannot exist.
    ///
    /// # Errors
    /// None.
    pub fn sleep(&self, _bell: &Bell) -> io::Result<Woken> {
        match *self {}
    }
}

/// Wakes a thread that sleeps with a connection.
#[derive(Debug, Clone)]
pub enum Bell {}

/// What ended a sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// The bell.
    Rung,
    /// The peer left, or said something.
    ByPeer,
}

impl Bell {
    /// Answers that there is none here.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub fn new() -> io::Result<Self> {
        not_yet()
    }

    /// Never called: a bell cannot exist.
    pub fn ring(&self) {
        match *self {}
    }
}
