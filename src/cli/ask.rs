//! The subcommands that ask the resident for something and print its words.

use std::process::ExitCode;
use std::time::Duration;

use super::args::Common;
use super::tell::Tell;
use super::{Programs, out};
use crate::control::{self, Answer, Ask, ClientError};

/// More than the server takes at its slowest: a full house before this client, then this client.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Tells the resident, and prints what came of it.
pub(super) fn tell(common: &Common, tell: Tell, programs: &Programs) -> ExitCode {
    let ask = match tell.into_ask() {
        Ok(ask) => ask,
        Err(words) => return out::wrong(&words),
    };
    match of_resident(common, &ask, programs) {
        Ok(Answer::Did { words, .. }) => out::done(&words),
        Ok(other) => not_done(&other),
        Err(error) => out::no(&error.to_string()),
    }
}

/// An answer that is not the one hoped for.
pub(crate) fn not_done(answer: &Answer) -> ExitCode {
    match (&answer, answer.refusal()) {
        (Answer::Wrong { words }, _) => out::wrong(words),
        (_, Some(words)) => out::no(words),
        (_, None) => out::no("Soleus answered something else than what was asked."),
    }
}

/// What the resident answers.
pub(super) fn of_resident(
    common: &Common,
    ask: &Ask,
    programs: &Programs,
) -> Result<Answer, Unreached> {
    let socket = (programs.socket)(common.dir.as_deref()).map_err(Unreached::NoPlace)?;
    Ok(control::ask(&socket, ask, PATIENCE)?)
}

/// Why the resident could not be asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreached {
    /// There is no place for its socket.
    #[error("{0}")]
    NoPlace(String),
    /// It did not answer.
    #[error(transparent)]
    Client(#[from] ClientError),
}
