//! PulseAudio's protocol, which PipeWire's server speaks too: what the microphone sensor and the sounds
//! of the window have in common.

pub(super) mod wire;

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::path::Path;

use super::local;
use wire::{COOKIE, Malformed};

/// Why a conversation ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// Nobody is there, or not any more.
    #[error(transparent)]
    Gone(#[from] io::Error),
    /// It does not speak the protocol.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// It does not let us in, or not see.
    #[error("the sound server refused")]
    Refused,
    /// It does not answer.
    #[error("the sound server does not answer")]
    Late,
}

/// Connects to the server. What is returned never blocks.
pub(super) fn open(socket: &Path) -> Result<UnixStream, Fault> {
    local::open(socket).map_err(|error| match error.kind() {
        // As many wait to be let in as may.
        io::ErrorKind::WouldBlock => Fault::Late,
        _ => Fault::Gone(error),
    })
}

/// The cookie, or zeros: who runs as the same user is let in by that alone.
pub(super) fn read_cookie(path: Option<&Path>) -> [u8; COOKIE] {
    let mut cookie = [0; COOKIE];
    let read = path
        .filter(|path| path.is_file())
        .map(|path| File::open(path)?.read_exact(&mut cookie));
    if !matches!(read, Some(Ok(()))) {
        return [0; COOKIE];
    }
    cookie
}
