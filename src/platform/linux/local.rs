//! Local sockets of peers that may be stuck: connecting never waits, nor does anything after it.

use std::io;
use std::os::unix::net::UnixStream;
use std::path::Path;

use rustix::net::{
    AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with, sockopt,
};

/// Connects to the socket at `path`. What is returned never blocks, and says with all it sends whose
/// it is: a server that goes by that may ask for it only after the first words came.
///
/// # Errors
/// What the system says; `WouldBlock` when somebody listens and lets nobody in.
pub(super) fn open(path: &Path) -> io::Result<UnixStream> {
    let socket = socket_with(
        AddressFamily::UNIX,
        SocketType::STREAM,
        SocketFlags::CLOEXEC | SocketFlags::NONBLOCK,
        None,
    )?;
    sockopt::set_socket_passcred(&socket, true)?;
    connect(&socket, &SocketAddrUnix::new(path)?)?;
    Ok(UnixStream::from(socket))
}
