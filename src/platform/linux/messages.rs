//! The program's own messages on Linux: those that could not be shown yet, and the one about the
//! settings that stands on the screen.

use std::collections::VecDeque;

use super::notification_server::{Taken, opens_settings};
use crate::notify::{Message, Topic};

/// How many messages are kept while nothing can be shown.
const KEPT: usize = 4;

/// Messages on their way to the screen, and on it.
#[derive(Debug, Default)]
pub(super) struct Messages {
    unsaid: VecDeque<Message>,
    /// The one about the settings: who shows it, and under which number.
    standing: Option<(String, u32)>,
}

impl Messages {
    /// Keeps one until it can be said. Of those about the settings the last one counts.
    pub(super) fn keep(&mut self, message: Message) {
        if message.topic == Topic::Settings {
            self.drop_unsaid_settings();
        }
        self.unsaid.push_back(message);
        if self.unsaid.len() > KEPT {
            self.unsaid.pop_front();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.unsaid.is_empty()
    }

    /// The next to say.
    pub(super) fn next(&mut self) -> Option<Message> {
        self.unsaid.pop_front()
    }

    /// The number of the message whose place this one takes at this server; 0: none.
    pub(super) fn replaces(&self, message: &Message, owner: &str) -> u32 {
        match (&self.standing, message.topic) {
            (Some((by, id)), Topic::Settings) if by == owner => *id,
            _ => 0,
        }
    }

    /// It is on the screen.
    pub(super) fn stands(&mut self, message: &Message, taken: &Taken) {
        if message.topic == Topic::Settings {
            self.standing = Some((taken.owner.clone(), taken.id));
        }
    }

    /// Whether a press on the screen is a wish to open the settings file.
    pub(super) fn opens_settings(&self, owner: &str, id: u32, key: &str) -> bool {
        self.stands_at(owner, id) && opens_settings(key)
    }

    /// One on the screen was closed.
    pub(super) fn closed(&mut self, owner: &str, id: u32) {
        if self.stands_at(owner, id) {
            self.standing = None;
        }
    }

    /// What was said of the settings is no longer so. Gives what is to be taken off the screen.
    pub(super) fn unsay_settings(&mut self) -> Option<(String, u32)> {
        self.drop_unsaid_settings();
        self.standing.take()
    }

    fn drop_unsaid_settings(&mut self) {
        self.unsaid.retain(|kept| kept.topic != Topic::Settings);
    }

    fn stands_at(&self, owner: &str, id: u32) -> bool {
        self.standing
            .as_ref()
            .is_some_and(|(by, number)| by == owner && *number == id)
    }
}
