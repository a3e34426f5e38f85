//! For whoever watches: what the program is told, and what follows from it, line by line; and for
//! bars and scripts, how things stand.
//!
//! Nothing is put into words while nobody watches, and nobody who watches is waited for.

use super::resident::Resident;
use crate::control::{Answer, Audience, News, Replier, StatusReport};
use crate::engine::{Effect, Input, Now};
use crate::link::{Health, Part};
use crate::script::{effects, told};
use crate::words::status;

/// Bars and scripts that show how things stand.
#[derive(Debug, Default)]
pub(super) struct Bars {
    audience: Audience,
    /// What they were told last.
    told: Option<StatusReport>,
}

impl Resident {
    /// A bar hears from now on how things stand.
    pub(super) fn subscribed(&mut self, replier: Replier) {
        if let Some(teller) = replier.subscribe(Answer::Following) {
            let status = self.status();
            let news = News::Status(Box::new(status.clone()));
            self.bars.audience.welcome(teller, &news);
            self.bars.told.get_or_insert(status);
        }
    }

    /// Tells the bars how things stand, if that is another way than they know.
    pub(super) fn tell_bars(&mut self) {
        if !self.bars.audience.listens() {
            self.bars.told = None;
            return;
        }
        let status = self.status();
        let known = self.bars.told.as_ref();
        if known.is_some_and(|known| status.is_only_later_than(known)) {
            return;
        }
        let news = News::Status(Box::new(status.clone()));
        self.bars.audience.tell(&news);
        self.bars.told = Some(status);
    }

    /// Somebody watches from now on, and hears first how things stand.
    pub(super) fn watched(&mut self, replier: Replier) {
        if let Some(teller) = replier.subscribe(Answer::Watching) {
            let now = self.clock.now();
            let headline = status::headline(&self.engine.view(now));
            self.audience
                .welcome(teller, &News::stands(now.wall, headline));
        }
    }

    /// The words for an input that is about to be told to the engine, if anybody wants them.
    pub(super) fn words_for_watchers(&mut self, input: &Input, now: Now) -> Option<String> {
        self.audience.listens().then(|| told(input, now))
    }

    /// Tells the watchers what was told, and what the engine wants done for it.
    pub(super) fn tell_watchers(&self, now: Now, told: String, done: &[Effect]) {
        self.audience.tell(&News::told(now.wall, told));
        for words in effects(done) {
            self.audience.tell(&News::did(now.wall, words));
        }
    }

    /// Tells the watchers how a part is.
    pub(super) fn tell_watchers_of(&mut self, part: Part, health: &Health) {
        if self.audience.listens() {
            let words = format!("{}: {}: {}", part.word(), health.word(), health.said());
            self.audience
                .tell(&News::told(self.clock.now().wall, words));
        }
    }
}
