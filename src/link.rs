//! How a part of the resident (tray, notices, sensors, control) tells the loop what it saw.
//!
//! Parts run on threads of their own and know the engine's types only; the loop gives each a
//! [`Link`]. Telling never blocks and never fails.

use std::fmt;
use std::sync::Arc;

use crate::engine::Input;
use crate::engine::effect::Page;

/// One message from a part to the loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// A fact for the engine.
    Input(Input),
    /// How a part is.
    Health(Part, Health),
    /// Each of a part's sources has said something, and what follows from it was told: for now there is
    /// nothing more to learn of it. Told once.
    HeardAll(Part),
    /// The user wants the settings file opened.
    OpenSettings,
    /// The user wants the window on this page.
    OpenWindow(Page),
    /// The user wants the program to end.
    Quit,
}

/// A part that can fail alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The tray icon.
    Tray,
    /// Notifications.
    Notices,
    /// Idle and active.
    Idle,
    /// Lock and session switch.
    Lock,
    /// Suspend and wake.
    Sleep,
    /// The microphone, as a sign of a call.
    Microphone,
    /// The camera, as a sign of a call.
    Camera,
    /// Playing media.
    Media,
    /// The desktop's do-not-disturb.
    DoNotDisturb,
    /// Full screen and presenting.
    FullScreen,
    /// The local socket.
    Control,
    /// History and state on disk.
    Store,
    /// The settings file.
    Settings,
    /// The window, a program of its own.
    Window,
    /// The user's own programs, run when something happens.
    Hooks,
}

impl Part {
    /// The word in reports and for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tray => "tray",
            Self::Notices => "notices",
            Self::Idle => "idle",
            Self::Lock => "lock",
            Self::Sleep => "sleep",
            Self::Microphone => "microphone",
            Self::Camera => "camera",
            Self::Media => "media",
            Self::DoNotDisturb => "do-not-disturb",
            Self::FullScreen => "full-screen",
            Self::Control => "control",
            Self::Store => "store",
            Self::Settings => "settings",
            Self::Window => "window",
            Self::Hooks => "hooks",
        }
    }
}

/// How a part is, in words a person understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It works, by this backend: "X11 idle alarms".
    Works(String),
    /// It cannot work for now: what is missing, what is done instead, what the user can do.
    Missing(String),
    /// It is switched off, and by what: "as the settings say".
    Off(String),
}

impl Health {
    /// The word for which of these it is: `works`, `missing` or `off`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Works(_) => "works",
            Self::Missing(_) => "missing",
            Self::Off(_) => "off",
        }
    }

    /// What was said.
    #[must_use]
    pub fn said(&self) -> &str {
        match self {
            Self::Works(words) | Self::Missing(words) | Self::Off(words) => words,
        }
    }
}

/// Where a part sends what it has to tell.
#[derive(Clone)]
pub struct Link(Arc<dyn Fn(Told) + Send + Sync>);

impl Link {
    /// A link that hands every message to `to`, which must not block.
    pub fn new(to: impl Fn(Told) + Send + Sync + 'static) -> Self {
        Self(Arc::new(to))
    }

    /// Tells a fact.
    pub fn input(&self, input: Input) {
        (self.0)(Told::Input(input));
    }

    /// Tells how a part is. Tell each change once.
    pub fn health(&self, part: Part, health: Health) {
        (self.0)(Told::Health(part, health));
    }

    /// Tells anything.
    pub fn tell(&self, told: Told) {
        (self.0)(told);
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}
