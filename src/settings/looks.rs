//! The window: when it opens by itself, and how it looks; and the language.

/// The window, and how it looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    /// Whether a started break is shown in the window.
    pub guide: bool,
    /// Whether it opens by itself when a reminder is due.
    pub open_on_due: bool,
    /// Light or dark.
    pub theme: Theme,
    /// Normal or high contrast.
    pub contrast: Contrast,
    /// Whether figures move.
    pub motion: Motion,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the desktop says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Normal or high contrast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Contrast {
    /// As the desktop says.
    #[default]
    System,
    /// Normal.
    Normal,
    /// High.
    High,
}

/// Whether figures move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Motion {
    /// As the desktop says.
    #[default]
    System,
    /// They move.
    Full,
    /// Their key poses are shown as stills.
    Still,
}

impl Theme {
    /// Each choice, with its word in the settings.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("system", Self::System),
        ("light", Self::Light),
        ("dark", Self::Dark),
    ];
}

impl Contrast {
    /// Each choice, with its word in the settings.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("system", Self::System),
        ("normal", Self::Normal),
        ("high", Self::High),
    ];
}

impl Motion {
    /// Each choice, with its word in the settings.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("system", Self::System),
        ("full", Self::Full),
        ("still", Self::Still),
    ];
}

/// The language for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// The desktop's, where Soleus speaks it; else English.
    #[default]
    System,
    /// English.
    English,
}

impl Language {
    /// Each choice, with its word in the settings.
    pub const WORDS: [(&'static str, Self); 2] = [("system", Self::System), ("en", Self::English)];
}
