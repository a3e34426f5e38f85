//! How the command line, and later the window, talk to the resident: a local socket.
//!
//! # The protocol, version 1
//!
//! A Unix socket, `socket` in the runtime folder, mode 0600, in a folder of the user's own. Both sides refuse a
//! peer of another user. Everything is one JSON object a line, UTF-8; an ask at most 64 KiB, an
//! answer at most 1 MiB.
//!
//! 1. The server greets: `{"soleus":"0.1.0","protocol":1}`. A client that knows another protocol
//!    ends the conversation there.
//! 2. The client asks once, within two seconds.
//! 3. The server answers once, within five seconds more, and ends the conversation.
//!
//! | ask | means |
//! | --- | --- |
//! | `{"ask":"status"}` | how things stand |
//! | `{"ask":"today"}` | the day so far |
//! | `{"ask":"log","movement":"walk","minutes":3,"at":"14:05"}` | "I moved": each of the three may be left out |
//! | `{"ask":"break"}` | start a break |
//! | `{"ask":"snooze"}`, `…,"minutes":10}`, `…,"tomorrow":true}` | ask again later |
//! | `{"ask":"skip"}` | not this one |
//! | `{"ask":"undo"}` | take the last booking back |
//! | `{"ask":"pause"}`, `…,"minutes":60}`, `…,"until":"17:00"}`, `…,"tomorrow":true}` | stop the clocks |
//! | `{"ask":"resume"}` | go on |
//! | `{"ask":"sit"}`, `"stand"`, `"away"`, each also `…,"at":"14:05"}` | the posture, now or since then |
//! | `{"ask":"quit"}` | end the program |
//!
//! | answer | means | exit code |
//! | --- | --- | --- |
//! | `{"answer":"status","version":1,…}` | a [`StatusReport`] | 0 |
//! | `{"answer":"today","version":1,…}` | a [`TodayReport`] | 0 |
//! | `{"answer":"did","words":"…"}` | done | 0 |
//! | `{"answer":"no","words":"…"}` | it cannot be done now, and why | 1 |
//! | `{"answer":"wrong","words":"…"}` | the ask was not understood | 2 |
//!
//! A field may be added to a report within a protocol version; none changes its meaning.

mod client;
mod message;
mod report;
mod resolve;
mod server;
mod terms;

pub use client::{ClientError, ask};
pub use message::{Answer, Ask, Hello, PROTOCOL};
pub use report::{
    BreakReport, CallReport, PartReport, REPORT_VERSION, StatusReport, TodayReport, Words,
};
pub use resolve::Context;
pub use server::{Limits, OnAsk, Replier, Server};
pub use terms::{Minutes, TimeOfDay};

/// The longest ask, in bytes.
pub const LONGEST_ASK: usize = 64 * 1024;

/// The longest answer, in bytes: a day of very many breaks.
pub const LONGEST_ANSWER: usize = 1024 * 1024;
