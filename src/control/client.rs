//! The other end: one ask, one answer, within a time; and news after it for who subscribed.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use super::message::{self, Answer, Ask, Hello, PROTOCOL};
use super::news::News;
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
    /// What came back cannot be read, and the ask was sent.
    #[error(
        "What answers at the socket cannot be understood here. Whether it did what was asked is not known: `soleus status` and `soleus today` show how things stand."
    )]
    Unclear,
    /// The time is over.
    #[error(
        "Soleus is running and did not answer in time. Try again; if it stays so, end and start it."
    )]
    Late,
    /// The conversation ended before the answer.
    #[error("Soleus ended the conversation without an answer. Try again.")]
    NoAnswer,
    /// A subscription that broke off without its last line.
    #[error("Soleus is gone, and did not say good-bye. `soleus` starts it again.")]
    Gone,
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
    converse(path, ask, timeout).map(|(_, answer)| answer)
}

/// How the resident that listens at `path` introduces itself. Nothing is asked.
///
/// # Errors
/// As [`ask`], but for one that speaks another protocol, which is told.
pub fn greet(path: &Path, timeout: Duration) -> Result<Hello, ClientError> {
    let deadline = Deadline::after(timeout).map_err(reaching)?;
    meet(path, timeout, &deadline).map(|(_, hello)| hello)
}

/// What came of subscribing.
#[derive(Debug)]
pub enum Subscribed {
    /// News come from now on.
    Yes(Subscription),
    /// The answer was another one.
    No(Answer),
}

/// A conversation that goes on after its answer. Dropping it hangs up.
#[derive(Debug)]
pub struct Subscription(Connection);

/// Subscribes with `ask` at `path`, and waits for the answer no longer than `timeout`.
///
/// # Errors
/// As [`ask`].
pub fn subscribe(path: &Path, ask: &Ask, timeout: Duration) -> Result<Subscribed, ClientError> {
    Ok(match converse(path, ask, timeout)? {
        (server, Answer::Watching | Answer::Following) => Subscribed::Yes(Subscription(server)),
        (_, answer) => Subscribed::No(answer),
    })
}

impl Subscription {
    /// The next news, however long it takes.
    ///
    /// # Errors
    /// `Gone` when the other end left without its last line.
    pub fn next_news(&mut self) -> Result<News, ClientError> {
        let never = Deadline::never().map_err(reaching)?;
        let line = self.0.read_line(super::LONGEST_ANSWER, &never);
        let line = line.map_err(|error| match talking(error) {
            ClientError::NoAnswer => ClientError::Gone,
            other => other,
        })?;
        message::read(&line).map_err(|_| ClientError::NotSoleus)
    }
}

fn converse(
    path: &Path,
    ask: &Ask,
    timeout: Duration,
) -> Result<(Connection, Answer), ClientError> {
    let deadline = Deadline::after(timeout).map_err(reaching)?;
    let (mut server, hello) = meet(path, timeout, &deadline)?;
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
    let line =
        server
            .read_line(super::LONGEST_ANSWER, &deadline)
            .map_err(|error| match talking(error) {
                ClientError::NotSoleus => ClientError::Unclear,
                other => other,
            })?;
    let answer = message::read(&line).map_err(|_| ClientError::Unclear)?;
    Ok((server, answer))
}

fn meet(
    path: &Path,
    timeout: Duration,
    deadline: &Deadline,
) -> Result<(Connection, Hello), ClientError> {
    let mut server = Connection::open(path, timeout).map_err(reaching)?;
    let line = server
        .read_line(super::LONGEST_ANSWER, deadline)
        .map_err(talking)?;
    let hello = message::read(&line).map_err(|_| ClientError::NotSoleus)?;
    Ok((server, hello))
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
