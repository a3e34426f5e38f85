//! The other end: one ask, one answer, within a time.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use super::message::{self, Answer, Ask, Hello, PROTOCOL};
use crate::platform::socket::{Connection, Deadline};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No socket, or one that nobody listens at any more.
    #[error("Soleus is not running. `soleus` starts it.")]
    NotRunning,
    /// The one that runs speaks another protocol.
    #[error(
        "Soleus {version} is running, and this is Soleus {}: they do not understand each other. Quit it from its tray menu, then start this one.",
        env!("CARGO_PKG_VERSION")
    )]
    OtherVersion {
        /// The version that runs.
        version: String,
    },
    /// The socket or its folder is not the user's own.
    #[error("The socket cannot be trusted: {words}. Nothing was sent.")]
    Foreign {
        /// What is wrong with it.
        words: String,
    },
    /// Whoever listens does not speak as Soleus does.
    #[error("What answers at the socket is not Soleus. Nothing was sent.")]
    NotSoleus,
    /// The time is over.
    #[error(
        "Soleus is running and did not answer in time. Try again; if it stays so, end and start it."
    )]
    Late,
    /// The conversation ended before the answer.
    #[error("Soleus ended the conversation without an answer. Try again.")]
    NoAnswer,
    /// This system has no socket yet.
    #[error("The command line cannot reach Soleus on this system yet. Use its tray menu.")]
    Unsupported,
    /// Anything else the system says.
    #[error("Soleus cannot be reached: {source}.")]
    System {
        /// What it says.
        #[from]
        source: io::Error,
    },
}

/// Asks the resident that listens at `path`, and waits for the answer no longer than `timeout`.
///
/// # Errors
/// Nobody listens, it is not to be trusted, it speaks otherwise, or it does not answer in time.
pub fn ask(path: &Path, ask: &Ask, timeout: Duration) -> Result<Answer, ClientError> {
    let deadline = Deadline::after(timeout).map_err(reaching)?;
    let mut server = Connection::open(path, timeout).map_err(reaching)?;
    let line = server
        .read_line(super::LONGEST_ANSWER, &deadline)
        .map_err(talking)?;
    let hello: Hello = message::read(&line).map_err(|_| ClientError::NotSoleus)?;
    if hello.protocol != PROTOCOL {
        return Err(ClientError::OtherVersion {
            version: hello.soleus,
        });
    }
    match server.write_all(&message::write(ask), &deadline) {
        // A server that has enough of a request says so before it hangs up: hear it out.
        Err(error) if !has_left(&error) => return Err(talking(error)),
        _ => {}
    }
    let line = server
        .read_line(super::LONGEST_ANSWER, &deadline)
        .map_err(talking)?;
    message::read(&line).map_err(|_| ClientError::NotSoleus)
}

fn reaching(error: io::Error) -> ClientError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::ConnectionRefused => {
            ClientError::NotRunning
        }
        ErrorKind::PermissionDenied => ClientError::Foreign {
            words: error.to_string(),
        },
        ErrorKind::Unsupported => ClientError::Unsupported,
        ErrorKind::TimedOut => ClientError::Late,
        _ => ClientError::System { source: error },
    }
}

fn talking(error: io::Error) -> ClientError {
    match error.kind() {
        ErrorKind::TimedOut => ClientError::Late,
        ErrorKind::InvalidData => ClientError::NotSoleus,
        _ if has_left(&error) => ClientError::NoAnswer,
        _ => ClientError::System { source: error },
    }
}

fn has_left(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe | ErrorKind::ConnectionReset
    )
}
