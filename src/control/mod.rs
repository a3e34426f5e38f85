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
//! 3. The server answers once, within five seconds more, and ends the conversation, but for an ask
//!    that subscribes.
//!
//! | ask | means |
//! | --- | --- |
//! | `{"ask":"status"}` | how things stand |
//! | `{"ask":"today"}` | the day so far |
//! | `{"ask":"watch"}` | everything that happens from now on: subscribes |
//! | `{"ask":"log","movement":"walk","minutes":3,"at":"14:05"}` | "I moved": each of the three may be left out |
//! | `{"ask":"break"}`, `…,"movement":"walk"}`, `…,"another":true}` | start a break: with what is on offer, this, or another; `"here":true` from a window that shows it |
//! | `{"ask":"book","movement":"half-squat","outcome":"done","seconds":35,"repetitions":10}` | what was counted; `outcome` may be `part`, `side` may be `left` or `right`, `ended` says when if not just now |
//! | `{"ask":"follow"}` | a window is here, and shows started breaks: subscribes to how things stand |
//! | `{"ask":"subscribe"}` | the same for a bar or a script, which shows no breaks |
//! | `{"ask":"unwritten"}` | the records that are not in the history yet: whoever reads its files adds them |
//! | `{"ask":"correct","at":"2026-03-10T10:20:00+01:00","seconds":300,"was":"walked"}` | it was otherwise: `sat`, `stood`, `walked` or `away` |
//! | `{"ask":"drop","id":1764146105250}`, `…,"device":"pc-1","at":"2026-03-10T10:20:00+01:00"}` | that record does not count; `at` is when what it tells began |
//! | `{"ask":"acknowledge"}` | "I read the page on safety" |
//! | `{"ask":"open","page":"break"}`, `…,"unasked":true}` | asked of a window, at `window-socket` beside the resident's: bring it up on that page; without the focus |
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
//! | `{"answer":"unwritten","device":"…","records":[…],"now":"…"}` | records, as in the history, and the time it is | 0 |
//! | `{"answer":"watching"}`, `{"answer":"following"}` | events follow | |
//! | `{"answer":"did","words":"…"}` | done | 0 |
//! | `{"answer":"no","words":"…"}` | it cannot be done now, and why | 1 |
//! | `{"answer":"wrong","words":"…"}` | the ask was not understood | 2 |
//! | `{"answer":"ending","words":"…"}` | the program is ending and did not take it up | 1 |
//! | `{"answer":"late","words":"…"}` | nobody knows whether it was taken up | 1 |
//!
//! A field may be added to a report within a protocol version; none changes its meaning.
//!
//! # Subscriptions
//!
//! After `{"answer":"watching"}` or `{"answer":"following"}` the server goes on, one event a line, until either side ends:
//!
//! | event | means |
//! | --- | --- |
//! | `{"event":"stands","at":"…","words":"Sitting 24 min · break in 6 min"}` | how things stand: the first line |
//! | `{"event":"told","at":"…","words":"call on (microphone)"}` | the program was told this: an input, in the words of scripts, or how a part is, `idle: works: …` |
//! | `{"event":"did","at":"…","words":"tray due"}` | what follows from it, in the words of the rule book |
//! | `{"event":"status","version":1,…}` | after `follow` and `subscribe`: a [`StatusReport`], at once and each time something changed. Clocks that just run on are counted by whoever hears it |
//! | `{"event":"ended","words":"…"}` | the program ends: the last line |
//! | `{"event":"dropped","words":"…"}` | the subscriber did not read and is left: the last line, if it can be said |
//!
//! `at` is local time with its offset, RFC 3339. A client passes over an event it does not know. It says
//! nothing more after its ask, and keeps its side open: whatever it sends, and hanging up, ends the
//! subscription. At most sixteen subscribe at a time, beside the other clients; one more is answered `no`.
//! Some 250 events wait for one that reads slowly, and each may take two seconds to be taken.

mod client;
mod feed;
mod message;
mod news;
mod onward;
mod report;
mod resolve;
mod server;
mod terms;

pub use client::{ClientError, Subscribed, Subscription, ask, greet, subscribe};
pub use feed::{Audience, Teller};
pub use message::{Answer, Ask, Hello, PROTOCOL};
pub use news::News;
pub use report::{
    BreakReport, CallReport, GuidedReport, PartReport, REPORT_VERSION, StatusReport,
    SuggestionReport, TodayReport, Words,
};
pub use resolve::Context;
pub use server::{Limits, OnAsk, Replier, Server};
pub use terms::{Minutes, TimeOfDay};

/// The longest ask, in bytes.
pub const LONGEST_ASK: usize = 64 * 1024;

/// The longest answer, in bytes: a day of very many breaks.
pub const LONGEST_ANSWER: usize = 1024 * 1024;
