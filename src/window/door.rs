//! The window's own socket: a second `soleus window PAGE` has the open one come up on that page.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::client::Tell;
use super::model::Heard;
use crate::control::{Answer, Ask, Replier, Server};

/// Listens for as long as it lives. The caller holds the window's lock.
///
/// # Errors
/// The folder is not the user's alone, or the system refuses a socket there.
pub(super) fn open(socket: &Path, tell: Tell) -> io::Result<Server> {
    Server::start(
        socket,
        Arc::new(move |ask: Ask, replier: Replier| {
            let answer = match ask {
                Ask::Open { page, unasked } => {
                    let heard = if unasked {
                        Heard::Turn(page)
                    } else {
                        Heard::Open(page)
                    };
                    if tell(heard) {
                        Answer::did("The window comes up.")
                    } else {
                        Answer::no("The window is just closing. Try again.")
                    }
                }
                _ => Answer::wrong("This is the window; ask Soleus itself."),
            };
            replier.answer(answer);
        }),
    )
}
