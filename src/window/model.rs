//! What every page may know, and what it may ask for. No window, no socket, no thread.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use eframe::egui::ColorImage;

use super::appearance;
use super::chores::{Came, Chore};
use super::look::Look;
use crate::control::{Answer, Ask, ClientError, StatusReport};
use crate::engine::effect::Page;
use crate::history::Counting;
use crate::movements::{Abilities, Catalogue};
use crate::platform::found::Appearance;
use crate::settings::{self, Loaded, Settings};
use crate::store::at_home;

/// What the window knows at this moment.
#[derive(Debug, Clone)]
pub struct Model {
    /// A clock that never jumps and stands still while the machine sleeps.
    pub now: Duration,
    /// The time of day.
    pub wall: DateTime<FixedOffset>,
    /// How the window and the resident stand to each other.
    pub link: Link,
    /// How things stood when they were told last, and when that was on `now`; none while there is
    /// nobody who tells.
    pub status: Option<(StatusReport, Duration)>,
    /// All movements, with the doses of this person.
    pub catalogue: Arc<Catalogue>,
    /// Which of them this person can and will do.
    pub abilities: Abilities,
    /// Colours, and whether the figure moves.
    pub look: Look,
    /// Whether a break is to be heard.
    pub sounds: bool,
    /// The settings file.
    pub settings: PathBuf,
    /// The folder of the history: the usual one, or the one of the settings.
    pub history: PathBuf,
    /// What days are counted with.
    pub counting: Counting,
    /// Leg work the user would like to do in a week; zero: no goal.
    pub weekly_goal: Duration,
    /// Where things lie without a word in the settings.
    pub folders: Folders,
    wished: settings::Window,
    desktop: Appearance,
}

/// Folders that the pages read from, and those they save into.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folders {
    /// The usual folder of the history.
    pub history: PathBuf,
    /// Where pictures are saved.
    pub pictures: PathBuf,
    /// Where tables are saved.
    pub tables: PathBuf,
}

/// How the window and the resident stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// It was not reached yet.
    Seeking,
    /// It tells how things stand.
    Following,
    /// It is not there, or cannot be spoken to.
    Lost(Trouble),
}

/// Why something could not be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// For people.
    pub words: String,
    /// What is known of the ask.
    pub reached: Reached,
}

/// Whether an ask that failed may have been heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// Nobody is there.
    Nobody,
    /// Somebody is there, and nothing was sent.
    NotTold,
    /// It was sent, and nobody knows what became of it.
    Unsure,
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Self {
        let reached = match &error {
            ClientError::NotRunning | ClientError::Gone => Reached::Nobody,
            ClientError::OtherVersion { .. }
            | ClientError::Foreign { .. }
            | ClientError::NotSoleus
            | ClientError::Unsupported => Reached::NotTold,
            ClientError::Unclear
            | ClientError::Late
            | ClientError::NoAnswer
            | ClientError::System { .. } => Reached::Unsure,
        };
        let words = match error {
            ClientError::NotRunning => "Soleus is not running.".to_owned(),
            ClientError::Gone => "Soleus has ended.".to_owned(),
            other => other.to_string(),
        };
        Self { words, reached }
    }
}

/// What the window is told from outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// How things stand.
    Status(Box<StatusReport>),
    /// Nobody tells any more.
    Lost(Trouble),
    /// What came of an ask.
    Answered(AskId, Result<Answer, Trouble>),
    /// What came of a chore.
    Came(Came),
    /// It is to come up on this page.
    Open(Page),
    /// It is to show this page, and to take no focus.
    Turn(Page),
    /// The desktop looks otherwise now.
    Desktop(Appearance),
    /// What the window looked like, pixel by pixel, as a page asked for it.
    Picture(Arc<ColorImage>),
}

/// Names one ask for its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AskId(u64);

/// What a guided break sounds like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// One repetition more.
    Tick,
    /// The end.
    End,
}

/// What the pages want: asked and done by whoever holds the window.
#[derive(Debug, Default)]
pub struct Asks {
    made: Vec<(AskId, Ask)>,
    count: u64,
    /// The window is to close.
    pub close: bool,
    /// The window is to show this page.
    pub go: Option<Page>,
    /// The movements page is to show this movement.
    pub movement: Option<String>,
    /// What is to be done with files and the desktop.
    pub chores: Vec<Chore>,
    /// What is to be heard, if the user wants to hear it.
    pub sounds: Vec<Sound>,
    /// What the window looks like is wanted: it comes as [`Heard::Picture`].
    pub picture: bool,
    /// The page has another shape now: rooms and the focus find their places in the pictures after
    /// the first.
    pub reshaped: bool,
    /// The next picture is wanted within this time; none: when something happens.
    pub again: Option<Duration>,
}

impl Asks {
    /// Asks the resident. The answer comes as [`Heard::Answered`].
    pub fn make(&mut self, ask: Ask) -> AskId {
        self.count += 1;
        let id = AskId(self.count);
        self.made.push((id, ask));
        id
    }

    /// Everything asked since the last call.
    pub fn take(&mut self) -> Vec<(AskId, Ask)> {
        std::mem::take(&mut self.made)
    }

    /// Something is shown otherwise after this time.
    pub fn paint_within(&mut self, time: Duration) {
        self.again = Some(self.again.map_or(time, |again| again.min(time)));
    }
}

impl Model {
    /// What is known before anything was heard.
    #[must_use]
    pub fn new(
        settings: PathBuf,
        folders: Folders,
        now: Duration,
        wall: DateTime<FixedOffset>,
    ) -> Self {
        let defaults = Settings::default();
        Self {
            now,
            wall,
            link: Link::Seeking,
            status: None,
            catalogue: Arc::new(defaults.fitted(Catalogue::built_in())),
            counting: counting(&defaults),
            abilities: defaults.movements,
            look: Look::default(),
            sounds: defaults.guided_break_sounds,
            settings,
            history: folders.history.clone(),
            weekly_goal: defaults.history.weekly_goal,
            folders,
            wished: defaults.window,
            desktop: Appearance::default(),
        }
    }

    /// What is in the files from now on.
    pub fn take(&mut self, loaded: &Loaded) {
        let settings = &loaded.settings;
        self.catalogue = Arc::new(settings.fitted(&loaded.catalogue));
        self.abilities.clone_from(&settings.movements);
        self.sounds = settings.guided_break_sounds;
        self.counting = counting(settings);
        self.weekly_goal = settings.history.weekly_goal;
        let chosen = settings.history.folder.as_deref();
        self.history = chosen.map_or_else(|| self.folders.history.clone(), at_home);
        if self.wished != settings.window {
            self.wished.clone_from(&settings.window);
            self.look = appearance::look(&self.wished, self.desktop);
        }
    }

    /// The files were read again: with a mistake in the settings those in force stay.
    pub(super) fn take_again(&mut self, loaded: &Loaded) {
        if !loaded.has_errors() {
            self.take(loaded);
        }
    }

    /// How the desktop looks from now on.
    pub(super) fn fit_in(&mut self, desktop: Appearance) {
        self.desktop = desktop;
        self.look = appearance::look(&self.wished, desktop);
    }

    /// How things stand, if somebody tells.
    #[must_use]
    pub fn standing(&self) -> Option<&StatusReport> {
        self.status.as_ref().map(|(status, _)| status)
    }

    /// How long ago that was told.
    #[must_use]
    pub fn since_told(&self) -> Duration {
        self.status
            .as_ref()
            .map_or(Duration::ZERO, |(_, heard)| self.now.saturating_sub(*heard))
    }

    /// What is wrong with the resident, if something is.
    #[must_use]
    pub fn trouble(&self) -> Option<&Trouble> {
        match &self.link {
            Link::Lost(trouble) => Some(trouble),
            Link::Seeking | Link::Following => None,
        }
    }
}

fn counting(settings: &Settings) -> Counting {
    Counting {
        day_starts_at: settings.day_starts_at,
        break_length: settings.reminders.break_length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_may_have_been_heard() {
        let table = [
            (ClientError::NotRunning, Reached::Nobody),
            (ClientError::NotSoleus, Reached::NotTold),
            (ClientError::Unclear, Reached::Unsure),
            (ClientError::Late, Reached::Unsure),
            (ClientError::NoAnswer, Reached::Unsure),
        ];
        for (error, reached) in table {
            let words = error.to_string();
            assert_eq!(Trouble::from(error).reached, reached, "{words}");
        }
    }
}
