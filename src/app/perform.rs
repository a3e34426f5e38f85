//! Effects and how they are done: each becomes an order to a part, and no part is waited for.

use super::elsewhere::is_an_arrival;
use super::held::Batch;
use super::names::choices;
use super::picture::picture_of;
use super::resident::Resident;
use crate::control::{Answer, Replier};
use crate::engine::effect::Notice;
use crate::engine::{Effect, Input, Record};
use crate::notify::Shown;
use crate::tray::Model;
use crate::words::notice::{Buttons, notice};
use crate::words::reply::NOT_ON_DISK;

impl Resident {
    /// Tells the engine and sees to what it answers.
    pub(super) fn tell(&mut self, input: Input, asker: Option<Replier>) {
        let now = self.clock.now();
        if let Some(trace) = &self.trace {
            trace.told(now, &input);
        }
        let passing = matches!(input, Input::Tick);
        let told = self.words_for_watchers(&input, now);
        tracing::debug!(?input, "told");
        self.look_before(&input, now);
        if is_an_arrival(&input) {
            self.others.look();
        }
        let effects = self.engine.handle(now, input);
        let happened = self.happened(now, &effects);
        if let Some(told) = told {
            self.tell_watchers(now, told, &effects);
        }
        let changed = !effects.is_empty() || !passing;
        let reply = asker.map(|asker| {
            let answer = self.answer_of(&effects);
            (asker, answer)
        });
        let (records, effects): (Vec<Effect>, Vec<Effect>) = effects
            .into_iter()
            .partition(|effect| matches!(effect, Effect::Record(_)));
        let state = self.state_to_save(now.boot, changed);
        let ticket = self.append(records, state);
        let batch = Batch {
            effects,
            reply,
            happened,
            unsaved: false,
        };
        self.held.hold(ticket, batch, self.system_clock());
        self.say_what_is_safe();
    }

    /// Does what is held and safe, in order.
    pub(super) fn say_what_is_safe(&mut self) {
        while let Some(batch) = self.held.next(self.system_clock()) {
            for effect in batch.effects {
                self.perform(effect);
            }
            for event in batch.happened {
                self.hooks.run(event);
            }
            if let Some((asker, answer)) = batch.reply {
                asker.answer(if batch.unsaved {
                    not_on_disk(answer)
                } else {
                    answer
                });
            }
        }
        if self.held.is_empty() {
            self.refresh_tray();
            self.tell_windows();
            self.tell_bars();
        }
    }

    /// Shows the engine's view in the tray, if it is another one.
    pub(super) fn refresh_tray(&mut self) {
        let view = self.engine.view(self.clock.now());
        let choices = choices(&self.engine.rules().movements, &self.catalogue);
        self.tray.show(Model::of(&view, &choices));
    }

    fn append(&mut self, records: Vec<Effect>, state: Option<String>) -> Option<u64> {
        let records: Vec<Record> = records
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Record(record) => Some(record),
                _ => None,
            })
            .collect();
        if records.is_empty() {
            if let Some(state) = state {
                self.store.state(state);
            }
            return None;
        }
        let ticket = self.held.ticket();
        match state {
            Some(state) => self.store.append_with_state(records, state, ticket),
            None => self.store.append(records, ticket),
        }
        Some(ticket)
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Show(notice) => self.notices.show(self.shown(&notice)),
            Effect::Withdraw(id) => self.notices.withdraw(id),
            Effect::WatchLull(on) => {
                if let Some(sensors) = &mut self.sensors {
                    sensors.watch_lull(on);
                }
            }
            Effect::Look => {
                if let Some(sensors) = &self.sensors {
                    sensors.look();
                }
            }
            Effect::EndGentleStart => self.end_gentle_start(),
            Effect::Letter { from, to } => self.write_letter(from, to),
            Effect::Open { page, asked } => self.open_window(page, asked),
            // Records went to the store before; shapes and replies are seen to with their batch.
            Effect::Record(_) | Effect::Tray(_) | Effect::Reply(_) => {}
        }
    }

    fn shown(&self, wanted: &Notice) -> Shown {
        let text = notice(wanted, &self.names, Buttons::Shown);
        Shown {
            id: wanted.id,
            summary: text.summary,
            body: text.body,
            buttons: text.buttons,
            body_without_actions: notice(wanted, &self.names, Buttons::Absent).body,
            silent: wanted.silent,
            stays: self.clock.really(wanted.stays),
            picture: picture_of(&wanted.says, &self.catalogue),
        }
    }
}

/// What is done, and only remembered so far.
fn not_on_disk(answer: Answer) -> Answer {
    match answer {
        Answer::Did { words, record } => Answer::Did {
            words: format!("{words} {NOT_ON_DISK}"),
            record,
        },
        other => other,
    }
}
