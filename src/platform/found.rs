//! What a probe of the desktop may find, the same on every system.

/// Why a bus could not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoBus {
    /// There is none.
    Absent,
    /// It does not answer.
    Silent,
}

/// Who shows tray icons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrayFound {
    /// Icons are taken and shown.
    Works {
        /// The program that takes them, if it can be told.
        by: Option<String>,
    },
    /// Icons are taken, and no panel shows them.
    NoHost {
        /// The program that takes them, if it can be told.
        by: Option<String>,
    },
    /// Nobody takes icons.
    NoWatcher {
        /// There is a tray of the old kind (`XEmbed`), which knows other icons only.
        old_tray: bool,
    },
    /// Whoever takes icons does not answer.
    Silent {
        /// That program, if it can be told.
        by: Option<String>,
    },
    /// The session bus could not be asked.
    NoBus(NoBus),
    /// It is not asked on this system yet.
    NotAsked,
}

/// Who shows notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticesFound {
    /// A server that introduced itself.
    Works {
        /// Its name and version.
        called: String,
        /// Whether it shows buttons.
        buttons: bool,
    },
    /// None runs, and the bus knows none to start.
    None,
    /// It does not answer.
    Silent,
    /// It answers with an error.
    Refuses {
        /// Which.
        words: String,
    },
    /// The session bus could not be asked.
    NoBus(NoBus),
    /// It is not asked on this system yet.
    NotAsked,
}

/// What lies at the place of the socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lies {
    /// Nothing.
    Nothing,
    /// A socket.
    Socket,
    /// Something else.
    Other,
}

/// How the desktop looks, for a window that fits in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Whether it is dark; none: nobody says.
    pub dark: Option<bool>,
    /// Whether the user wants strong contrasts.
    pub high_contrast: bool,
    /// Whether the user wants nothing to move that need not.
    pub reduced_motion: bool,
}
