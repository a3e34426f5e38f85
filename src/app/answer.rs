//! Asks over the socket: what they want to know is answered, what they want done goes to the engine.

use std::sync::Arc;
use std::thread;

use super::day::{Question, counting};
use super::resident::Resident;
use crate::control::{Answer, Ask, Context, PartReport, Replier, StatusReport, Words};
use crate::engine::effect::Reply;
use crate::engine::record::Happened;
use crate::engine::{Effect, date_of};
use crate::words::{reply, status};

impl Resident {
    /// Answers an ask, or tells the engine and answers with its reply.
    pub(super) fn asked(&mut self, ask: Ask, replier: Replier) {
        match ask {
            Ask::Status => replier.answer(Answer::Status(Box::new(self.status()))),
            Ask::Today => self.answer_today(replier),
            Ask::Unwritten => replier.answer(self.unwritten()),
            Ask::Watch => self.watched(replier),
            Ask::Follow => self.followed(replier),
            Ask::Subscribe => self.subscribed(replier),
            Ask::Acknowledge => self.acknowledge(replier),
            Ask::Open { .. } => replier.answer(Answer::wrong(
                "That is asked of the window: `soleus window` opens it.",
            )),
            Ask::Quit => {
                replier.answer(Answer::did(
                    "Soleus ends. The time until the next start counts as away if it is long.",
                ));
                self.end();
            }
            ask => self.do_as_asked(ask, replier),
        }
    }

    /// How things stand.
    pub(super) fn status(&self) -> StatusReport {
        let now = self.clock.now();
        let view = self.engine.view(now);
        let parts = self
            .health
            .iter()
            .map(|(part, health)| PartReport::new(*part, health))
            .collect();
        let words = Words {
            headline: status::headline(&view),
            quiet: status::quiet(&view).map(str::to_owned),
            safety_read: self.safety_read,
            last_record: self.engine.last_record(),
        };
        StatusReport {
            speed: self.speed,
            ..StatusReport::new(&view, now.wall, words, parts)
        }
    }

    /// The answer for whoever asked for what the engine just did.
    pub(super) fn answer_of(&self, effects: &[Effect]) -> Answer {
        let said = effects.iter().find_map(|effect| match effect {
            Effect::Reply(reply) => Some(reply),
            _ => None,
        });
        let words = |said| reply::reply(said, &self.names, self.clock.now().wall);
        match said {
            Some(refused @ Reply::Refused(_)) => Answer::no(words(refused)),
            Some(done) => Answer::Did {
                words: words(done),
                record: written_for(done, effects),
            },
            None => Answer::did("Noted."),
        }
    }

    /// What is not in the history yet.
    fn unwritten(&self) -> Answer {
        let now = self.clock.now();
        Answer::Unwritten {
            device: self.device.clone(),
            records: self
                .store
                .waiting()
                .into_iter()
                .chain(self.engine.unwritten(now))
                .collect(),
            now: now.wall,
        }
    }

    fn do_as_asked(&mut self, ask: Ask, replier: Replier) {
        let known: Vec<(&str, &str)> = self
            .catalogue
            .entries()
            .map(|entry| (entry.id.as_str(), entry.name.as_str()))
            .collect();
        let context = Context {
            wall: self.clock.now().wall,
            day_starts_at: self.engine.rules().day_starts_at,
            movements: &known,
            device: &self.device,
        };
        match ask.into_input(&context) {
            Ok(Some(input)) => self.tell(input, Some(replier)),
            Ok(None) => {}
            Err(words) => replier.answer(Answer::wrong(words)),
        }
    }

    /// The history lies on a disk, so a thread of its own reads it; the socket's client has a time
    /// limit of its own.
    fn answer_today(&self, replier: Replier) {
        let now = self.clock.now();
        let rules = self.engine.rules();
        let question = Question {
            places: self.places.clone(),
            device: self.device.clone(),
            date: date_of(now.wall, rules.day_starts_at),
            counting: counting(rules),
            catalogue: Arc::clone(&self.catalogue),
            unwritten: self
                .store
                .waiting()
                .into_iter()
                .chain(self.engine.unwritten(now))
                .collect(),
            now: now.wall,
        };
        let reading = thread::Builder::new()
            .name("today".to_owned())
            .spawn(move || {
                replier.answer(match question.ask() {
                    Ok(report) => Answer::Today(report),
                    Err(words) => Answer::no(words),
                });
            });
        if let Err(error) = reading {
            // The replier went with the thread that never was; its client is told there is none.
            tracing::warn!(%error, "no thread to read the history with");
        }
    }
}

/// The record that was written for what was done; to drop it takes that back.
fn written_for(done: &Reply, effects: &[Effect]) -> Option<u64> {
    let meant = match done {
        Reply::Booked(booked) => return Some(booked.record),
        Reply::Fixed { record, .. } => return Some(*record),
        Reply::Undone(booked) => booked.record,
        Reply::Dropped(record) | Reply::Confirmed(record) => *record,
        _ => return None,
    };
    effects.iter().find_map(|effect| match effect {
        Effect::Record(record) => match record.happened {
            Happened::Undo { of, .. } | Happened::Confirm { of, .. } if of == meant => {
                Some(record.id)
            }
            _ => None,
        },
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::Record;

    #[test]
    fn a_confirmation_tells_the_record_that_takes_it_back() {
        let confirm = |id, of| {
            Effect::Record(Record {
                v: 1,
                id,
                at: "2026-03-10T08:24:00+02:00".parse().unwrap(),
                happened: Happened::Confirm { of, device: None },
            })
        };
        let effects = [confirm(98, 3), confirm(99, 4)];
        assert_eq!(written_for(&Reply::Confirmed(4), &effects), Some(99));
        assert_eq!(written_for(&Reply::Confirmed(5), &effects), None);
    }
}
