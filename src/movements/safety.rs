//! When not to move, and when to get help: the texts of the page on safety.

use std::sync::LazyLock;

/// The texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Safety {
    /// For the first start: what the program is, and is not.
    pub short: String,
}

static BUILT_IN: LazyLock<Safety> = LazyLock::new(|| Safety {
    short: "This app reminds you to move your legs and shows simple exercises. It is general \
            information, not medical advice, and it cannot tell whether an exercise is right for \
            you. If you have a health condition or are unsure, ask a doctor or physiotherapist \
            first. Stop if something hurts or feels wrong."
        .to_owned(),
});

impl Safety {
    /// The texts that come with the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }
}
