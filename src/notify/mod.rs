//! What is put on the screen, and the answer that comes back.
//!
//! Words arrive ready made; answers leave as [`Input::Answer`](crate::engine::Input). Nothing here
//! decides when to show what, and nothing here blocks: orders go to a thread of their own.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::engine::effect::{Action, NoticeId};
use crate::link::Link;
use crate::platform;
use crate::platform::patience::Patience;

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// For the answer.
    pub id: NoticeId,
    /// The headline, plain text.
    pub summary: String,
    /// What stands under it, plain text.
    pub body: String,
    /// The buttons, most wanted first, with their labels.
    pub buttons: Vec<(Action, String)>,
    /// What stands there instead where the system shows no buttons.
    pub body_without_actions: String,
    /// Without sound and at low urgency.
    pub silent: bool,
    /// How long it stays, in real time.
    pub stays: Duration,
    /// A picture beside the words, where the server shows pictures: on Linux those that say so.
    /// Windows and macOS take none from a program in this way yet.
    pub picture: Option<Picture>,
}

/// A small picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Rows from the top, each pixel red, green, blue, alpha (straight): four bytes.
    pub pixels: Arc<[u8]>,
}

impl Picture {
    /// Whether there are as many pixels as it says.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let bytes = u128::from(self.width) * u128::from(self.height) * 4;
        bytes > 0 && self.pixels.len() as u128 == bytes
    }
}

/// Sixty thousand numbers tell nobody anything.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}

/// A plain message of the program, which waits for no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is about.
    pub topic: Topic,
    /// The headline, plain text.
    pub summary: String,
    /// What stands under it, plain text.
    pub body: String,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Something that is told once, and has no button.
    Other,
    /// The settings file, which a button opens. There is one such message on the screen: a later one
    /// takes its place.
    Settings,
}

impl Topic {
    /// The button that opens the settings file: its key, and its label.
    pub(crate) const OPEN: (&'static str, &'static str) = ("open", "Open file");
}

/// What the notice thread is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Show this in place of any other.
    Show(Shown),
    /// Take this one off the screen, if it is there.
    Withdraw(NoticeId),
    /// Say this.
    Say(Message),
    /// What was said of the settings is no longer so: take it off the screen, where that can be done.
    UnsaySettings,
}

/// Where notices go, and how patiently.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// The address of the session bus; none: what the environment says.
    pub bus: Option<String>,
    /// The limits.
    pub patience: Patience,
}

/// The way to the screen. Dropping it takes the notice that is there off the screen.
#[derive(Debug)]
pub struct Notices {
    desk: platform::notices::Desk,
}

impl Notices {
    /// Starts the notice thread.
    #[must_use]
    pub fn start(link: Link) -> Self {
        Self::start_with(link, Setup::default())
    }

    /// Starts the notice thread on another bus or with other limits.
    #[must_use]
    pub fn start_with(link: Link, setup: Setup) -> Self {
        Self {
            desk: platform::notices::Desk::start(link, setup),
        }
    }

    /// Shows a notice in place of any other. Exactly one answer comes back, unless it is withdrawn
    /// or replaced first.
    pub fn show(&self, shown: Shown) {
        self.desk.order(Order::Show(shown));
    }

    /// Takes a notice off the screen; no answer comes back.
    pub fn withdraw(&self, notice: NoticeId) {
        self.desk.order(Order::Withdraw(notice));
    }

    /// Says something that waits for no answer. Kept for later if nothing can be shown for now.
    pub fn say(&self, message: Message) {
        self.desk.order(Order::Say(message));
    }

    /// Takes what was said of the settings off the screen, where the system can: it is no longer so.
    pub fn unsay_settings(&self) {
        self.desk.order(Order::UnsaySettings);
    }
}
