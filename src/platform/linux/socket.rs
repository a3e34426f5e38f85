//! The local socket: a Unix socket in a folder of the user's own.
//!
//! Every wait but the listener's and a subscription's has a [`Deadline`], which is a kernel timer and no
//! clock read, so that a peer that sends one byte a second is bounded as a silent one is. Both ends check whom
//! they talk to: the folder must be the user's and closed to writers, the peer the same user.
//!
//! Errors tell what happened by their kind: `NotFound` and `ConnectionRefused` (nobody there),
//! `PermissionDenied` (not ours), `TimedOut`, `InvalidData` (too long a line), `UnexpectedEof`.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fs::{Mode, OFlags};
use rustix::net::{self, AddressFamily, SocketAddrUnix, SocketFlags, SocketType, sockopt};
use rustix::process::geteuid;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};

/// What the kernel's socket address holds, without its closing zero.
const LONGEST_ADDRESS: usize = 107;

/// A point in time that bounds an exchange.
#[derive(Debug)]
pub struct Deadline(Option<OwnedFd>);

impl Deadline {
    /// No bound: for who waits for news, however long it takes.
    ///
    /// # Errors
    /// None on this system.
    pub fn never() -> io::Result<Self> {
        Ok(Self(None))
    }

    /// The point `within` from now.
    ///
    /// # Errors
    /// The system has no timer left.
    pub fn after(within: Duration) -> io::Result<Self> {
        let timer = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::CLOEXEC)?;
        // A timer set to zero would never fire.
        let at = Timespec::try_from(within.max(Duration::from_nanos(1)))
            .map_err(|_| io::Error::from(ErrorKind::InvalidInput))?;
        let never = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        let set = Itimerspec {
            it_interval: never,
            it_value: at,
        };
        timerfd_settime(&timer, TimerfdTimerFlags::empty(), &set)?;
        Ok(Self(Some(timer)))
    }
}

/// The server's end. The socket file goes with it, at the latest when it is dropped.
#[derive(Debug)]
pub struct Listener {
    socket: UnixListener,
    path: PathBuf,
    file: (u64, u64),
    closed: AtomicBool,
}

impl Listener {
    /// Listens at `path`, in place of a stale socket there. The caller holds the instance lock, so
    /// a socket that is there is stale. A missing folder is made, open to the user alone.
    ///
    /// # Errors
    /// The folder is not the user's or others may write in it; something that is no socket lies
    /// at `path`; or the system refuses.
    pub fn bind(path: &Path) -> io::Result<Self> {
        let parent = parent(path)?;
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(parent)?;
        let folder = own_folder(parent)?;
        let at = address(&folder, path)?;
        remove_stale(&at, path)?;
        let socket = UnixListener::bind(&at)?;
        fs::set_permissions(&at, fs::Permissions::from_mode(0o600))?;
        let file = identity(&at)?;
        Ok(Self {
            socket,
            path: path.to_owned(),
            file,
            closed: AtomicBool::new(false),
        })
    }

    /// Waits for a peer, as long as it takes.
    ///
    /// # Errors
    /// `PermissionDenied` for a peer of another user; `InvalidInput` once the listener is closed.
    pub fn accept(&self) -> io::Result<Connection> {
        let (stream, _) = self.socket.accept()?;
        Connection::new(stream)
    }

    /// Ends a waiting `accept` and every later one, and takes the socket file away.
    pub fn close(&self) {
        if self.closed.swap(true, Ordering::AcqRel) {
            return;
        }
        // It can only fail on a socket that is closed already, which is what is wanted.
        let _ = net::shutdown(&self.socket, net::Shutdown::Both);
        if identity(&self.path).is_ok_and(|file| file == self.file) {
            // A socket file that stays behind is taken for stale by the next start.
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.close();
    }
}

/// One end of a conversation, with a peer of the same user.
#[derive(Debug)]
pub struct Connection {
    stream: UnixStream,
    read_ahead: Vec<u8>,
}

impl Connection {
    /// Calls whoever listens at `path`.
    ///
    /// # Errors
    /// `NotFound` or `ConnectionRefused` when nobody does; `PermissionDenied` when the folder or
    /// the listener is another user's; `TimedOut` when the listener takes nobody in time.
    pub fn open(path: &Path, within: Duration) -> io::Result<Self> {
        let folder = own_folder(parent(path)?)?;
        let at = address(&folder, path)?;
        let socket = net::socket_with(
            AddressFamily::UNIX,
            SocketType::STREAM,
            SocketFlags::CLOEXEC,
            None,
        )?;
        // A full queue makes `connect` wait for as long as a send may take.
        let within = within.max(Duration::from_millis(1));
        sockopt::set_socket_timeout(&socket, sockopt::Timeout::Send, Some(within))?;
        net::connect(&socket, &SocketAddrUnix::new(&*at)?).map_err(|error| match error {
            rustix::io::Errno::AGAIN => io::Error::from(ErrorKind::TimedOut),
            other => other.into(),
        })?;
        Self::new(UnixStream::from(socket))
    }

    fn new(stream: UnixStream) -> io::Result<Self> {
        let peer = sockopt::socket_peercred(&stream)?.uid;
        if peer != geteuid() {
            return Err(not_ours(format!(
                "the other side is user {}, not you",
                peer.as_raw()
            )));
        }
        stream.set_nonblocking(true)?;
        Ok(Self {
            stream,
            read_ahead: Vec::new(),
        })
    }

    /// The next line, without its end.
    ///
    /// # Errors
    /// `InvalidData` when it is longer than `most` bytes, `TimedOut` at the deadline,
    /// `UnexpectedEof` when the peer left before the end of the line.
    pub fn read_line(&mut self, most: usize, deadline: &Deadline) -> io::Result<Vec<u8>> {
        let mut searched = 0;
        loop {
            let unseen = self.read_ahead.get(searched..).unwrap_or_default();
            if let Some(end) = unseen.iter().position(|byte| *byte == b'\n') {
                let end = searched + end;
                if end > most {
                    return Err(ErrorKind::InvalidData.into());
                }
                let rest = self.read_ahead.split_off(end + 1);
                let mut line = std::mem::replace(&mut self.read_ahead, rest);
                line.truncate(end);
                return Ok(line);
            }
            searched = self.read_ahead.len();
            if searched > most {
                return Err(ErrorKind::InvalidData.into());
            }
            let mut chunk = [0; 4096];
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(count) => self
                    .read_ahead
                    .extend_from_slice(chunk.get(..count).unwrap_or_default()),
                Err(error) => self.go_on(&error, PollFlags::IN, deadline)?,
            }
        }
    }

    /// Sends all of it.
    ///
    /// # Errors
    /// `TimedOut` at the deadline, `BrokenPipe` when the peer left.
    pub fn write_all(&mut self, mut bytes: &[u8], deadline: &Deadline) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.stream.write(bytes) {
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(error) => self.go_on(&error, PollFlags::OUT, deadline)?,
            }
        }
        Ok(())
    }

    /// Sleeps until the bell rings or the peer does something, as long as it takes. What rang before is
    /// heard.
    ///
    /// # Errors
    /// What the system says.
    pub fn sleep(&self, bell: &Bell) -> io::Result<Woken> {
        let peer = PollFlags::IN | PollFlags::RDHUP;
        let mut fds = [
            PollFd::new(&self.stream, peer),
            PollFd::new(&*bell.0, PollFlags::IN),
        ];
        match poll(&mut fds, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        // Empty when it was the peer.
        let _ = rustix::io::read(&*bell.0, &mut [0; 8]);
        Ok(if fds[0].revents().is_empty() {
            Woken::Rung
        } else {
            Woken::ByPeer
        })
    }

    /// After an error that only says "not now": waits until the stream is ready.
    fn go_on(&self, error: &io::Error, ready: PollFlags, deadline: &Deadline) -> io::Result<()> {
        match error.kind() {
            ErrorKind::Interrupted => Ok(()),
            ErrorKind::WouldBlock => {
                let mut fds = vec![PollFd::new(&self.stream, ready)];
                fds.extend(deadline.0.iter().map(|it| PollFd::new(it, PollFlags::IN)));
                match poll(&mut fds, None) {
                    Err(rustix::io::Errno::INTR) => return Ok(()),
                    Err(other) => return Err(other.into()),
                    Ok(_) => {}
                }
                match fds.get(1) {
                    Some(timer) if !timer.revents().is_empty() => Err(ErrorKind::TimedOut.into()),
                    _ => Ok(()),
                }
            }
            _ => Err(io::Error::from(error.kind())),
        }
    }
}

/// Wakes a thread that sleeps with a connection.
#[derive(Debug, Clone)]
pub struct Bell(Arc<OwnedFd>);

/// What ended a sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// The bell, or nothing.
    Rung,
    /// The peer left, or said something.
    ByPeer,
}

impl Bell {
    /// A bell that has not rung.
    ///
    /// # Errors
    /// The system gives no more descriptors.
    pub fn new() -> io::Result<Self> {
        let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        Ok(Self(Arc::new(bell)))
    }

    /// Rings. Never blocks.
    pub fn ring(&self) {
        // One that is full is ringing.
        let _ = rustix::io::write(&*self.0, &1_u64.to_ne_bytes());
    }
}

fn parent(path: &Path) -> io::Result<&Path> {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Ok(Path::new(".")),
        Some(parent) => Ok(parent),
        None => Err(ErrorKind::InvalidInput.into()),
    }
}

/// The folder, held open, so that what was checked is what is used.
fn own_folder(path: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = rustix::fs::open(path, flags, Mode::empty())?;
    let stat = rustix::fs::fstat(&folder)?;
    if stat.st_uid != geteuid().as_raw() {
        return Err(not_ours(format!(
            "the folder {} belongs to another user",
            path.display()
        )));
    }
    if stat.st_mode & 0o022 != 0 {
        return Err(not_ours(format!(
            "others may write in the folder {}; `chmod go-w` it",
            path.display()
        )));
    }
    Ok(folder)
}

/// The path itself, or, where it is longer than a socket's address may be, a short way to it.
fn address(folder: &OwnedFd, path: &Path) -> io::Result<PathBuf> {
    if path.as_os_str().len() <= LONGEST_ADDRESS {
        return Ok(path.to_owned());
    }
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
    Ok(Path::new("/proc/self/fd")
        .join(folder.as_raw_fd().to_string())
        .join(name))
}

fn remove_stale(at: &Path, path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(at) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(found) if found.file_type().is_socket() => fs::remove_file(at),
        Ok(_) => Err(io::Error::new(
            ErrorKind::AlreadyExists,
            format!("{} is there and is no socket", path.display()),
        )),
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let found = fs::symlink_metadata(path)?;
    Ok((found.dev(), found.ino()))
}

fn not_ours(words: String) -> io::Error {
    io::Error::new(ErrorKind::PermissionDenied, words)
}
