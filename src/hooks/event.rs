//! What happened, as a program of the user is told it: one JSON object.
//!
//! It is found by comparing what the engine shows of itself with what it showed before, and in the
//! records it wrote meanwhile. Guesses are not told: a natural break is none until it is confirmed.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::engine::effect::Ask;
use crate::engine::input::QuietCause;
use crate::engine::movement::Kind;
use crate::engine::record::{Cause, Happened, Outcome, Posture, Side, Source};
use crate::engine::view::ReminderState;
use crate::engine::{Effect, Record, View};

/// The version of the object. It grows when a field changes its meaning or goes away.
const EVENT_VERSION: u32 = 1;

/// What can happen; each has a key of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Happening {
    /// A reminder opened.
    Due,
    /// A break was booked, done or in part.
    Break,
    /// A reminder was put off.
    Snooze,
    /// The user is seen to be away.
    Away,
    /// The user came back.
    Back,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it was noticed, local time.
    pub at: DateTime<FixedOffset>,
    /// What it was.
    pub what: What,
}

/// What happened. The fields are those of the JSON object, beside `v`, `event` and `at`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum What {
    /// A reminder opened: told once, not again when its notice is repeated.
    Due {
        /// Which wish.
        ask: Option<Ask>,
        /// Where it is in its life: `shown`, or what it waits for.
        reminder: ReminderState,
        /// Whether somebody is in a call.
        in_call: bool,
        /// Why nothing may pop up; null: nothing is against it.
        quiet: Option<&'static str>,
        /// The movement that is suggested; null: none can be done.
        movement: Option<String>,
        /// Its place on the ladder.
        movement_kind: Option<Kind>,
        /// How long it takes.
        dose_seconds: Option<u64>,
        /// Unbroken sitting.
        bout_seconds: u64,
        /// Time since the calves last worked.
        pump_seconds: u64,
        /// Time standing without leg work.
        standing_seconds: u64,
    },
    /// A break was booked.
    Break {
        /// When it began.
        began: DateTime<FixedOffset>,
        /// The movement.
        movement: Option<String>,
        /// Its place on the ladder.
        movement_kind: Option<Kind>,
        /// Done or part.
        outcome: Outcome,
        /// How long it was.
        seconds: u64,
        /// How many repetitions were counted; null: nobody counted.
        repetitions: Option<u32>,
        /// The leg that began, where one leg moves after the other.
        side: Option<Side>,
        /// Who said so.
        source: Source,
    },
    /// A reminder was put off.
    Snooze {
        /// For how much seated time; null: until tomorrow.
        seconds: Option<u64>,
    },
    /// The user is seen to be away.
    Away {
        /// How that was known.
        cause: Cause,
        /// Since when.
        since: DateTime<FixedOffset>,
    },
    /// The user came back.
    Back {
        /// Seated or standing.
        posture: Posture,
        /// When the absence began.
        away_since: DateTime<FixedOffset>,
    },
}

/// What was seen of the engine last: by it the next look tells what happened between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eye {
    reminder_open: bool,
    away_since: Option<DateTime<FixedOffset>>,
}

impl Happening {
    /// Each of them.
    pub const ALL: [Self; 5] = [Self::Due, Self::Break, Self::Snooze, Self::Away, Self::Back];

    /// The word in the object and in the program's environment.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Break => "break",
            Self::Snooze => "snooze",
            Self::Away => "away",
            Self::Back => "back",
        }
    }
}

impl Event {
    /// Which kind of thing happened.
    #[must_use]
    pub fn happening(&self) -> Happening {
        match self.what {
            What::Due { .. } => Happening::Due,
            What::Break { .. } => Happening::Break,
            What::Snooze { .. } => Happening::Snooze,
            What::Away { .. } => Happening::Away,
            What::Back { .. } => Happening::Back,
        }
    }

    /// The object on one line, with the line's end.
    ///
    /// # Errors
    /// Never in practice: there is nothing in it that JSON cannot say.
    pub fn to_line(&self) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct Line<'a> {
            v: u32,
            event: &'static str,
            at: DateTime<FixedOffset>,
            #[serde(flatten)]
            what: &'a What,
        }
        let line = Line {
            v: EVENT_VERSION,
            event: self.happening().word(),
            at: self.at,
            what: &self.what,
        };
        Ok(serde_json::to_string(&line)? + "\n")
    }
}

impl Eye {
    /// How things stand: nothing happened so far.
    #[must_use]
    pub fn on(view: &View) -> Self {
        Self {
            reminder_open: is_open(view),
            away_since: matches!(view.posture, Posture::Away(_)).then_some(view.since),
        }
    }

    /// What happened until now: the posture first, then what was booked and put off, then what is due.
    ///
    /// A pause and the hours outside the schedule neither begin nor end an absence: who left before
    /// them is back when sitting or standing is seen again.
    pub fn see(
        &mut self,
        at: DateTime<FixedOffset>,
        view: &View,
        effects: &[Effect],
    ) -> Vec<Event> {
        let opened = !self.reminder_open && is_open(view);
        let moved = self.posture(view);
        self.reminder_open = is_open(view);
        let booked = effects.iter().filter_map(|effect| match effect {
            Effect::Record(record) => recorded(record),
            _ => None,
        });
        moved
            .into_iter()
            .chain(booked)
            .chain(opened.then(|| due(view)))
            .map(|what| Event { at, what })
            .collect()
    }

    fn posture(&mut self, view: &View) -> Option<What> {
        match (view.posture, self.away_since) {
            (Posture::Away(cause), None) => {
                self.away_since = Some(view.since);
                Some(What::Away {
                    cause,
                    since: view.since,
                })
            }
            (posture @ (Posture::Seated | Posture::Standing), Some(away_since)) => {
                self.away_since = None;
                Some(What::Back {
                    posture,
                    away_since,
                })
            }
            _ => None,
        }
    }
}

/// Whether a reminder is open. A break that was started without one is none.
fn is_open(view: &View) -> bool {
    view.ask.is_some()
}

fn due(view: &View) -> What {
    let suggestion = view.suggestion.as_ref();
    What::Due {
        ask: view.ask,
        reminder: view.reminder,
        in_call: view.around.call.is_some(),
        quiet: view.around.quiet.map(QuietCause::word),
        movement: suggestion.map(|it| it.movement.clone()),
        movement_kind: suggestion.map(|it| it.kind),
        dose_seconds: suggestion.map(|it| it.dose.as_secs()),
        bout_seconds: view.bout.as_secs(),
        pump_seconds: view.pump.as_secs(),
        standing_seconds: view.standing.as_secs(),
    }
}

fn recorded(record: &Record) -> Option<What> {
    match &record.happened {
        Happened::Break {
            movement,
            kind,
            outcome: outcome @ (Outcome::Done | Outcome::Part),
            seconds,
            repetitions,
            side,
            source,
            asked: _,
        } => Some(What::Break {
            began: record.at,
            movement: movement.clone(),
            movement_kind: *kind,
            outcome: *outcome,
            seconds: *seconds,
            repetitions: *repetitions,
            side: *side,
            source: *source,
        }),
        Happened::Snooze { seconds } => Some(What::Snooze { seconds: *seconds }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::engine::effect::Suggestion;
    use crate::engine::record::Halt;
    use crate::engine::view::{Around, Call, Face, Shape, Today, Why};

    const AWAY: Posture = Posture::Away(Cause::Locked);
    const PAUSED: Posture = Posture::Stopped(Halt::Paused);

    fn wall(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn noon() -> DateTime<FixedOffset> {
        wall("2026-11-28T12:00:00+01:00")
    }

    fn view(posture: Posture, reminder: ReminderState) -> View {
        let open = !matches!(reminder, ReminderState::None | ReminderState::Snoozed);
        View {
            posture,
            why: Why::Input,
            around: Around::default(),
            since: wall("2026-11-28T11:30:00+01:00"),
            bout: Duration::from_mins(45),
            pump: Duration::from_mins(30),
            standing: Duration::ZERO,
            reminder,
            ask: open.then_some(Ask::Pump),
            suggestion: Some(Suggestion {
                movement: "easy-walk".to_owned(),
                kind: Kind::OnFeet,
                dose: Duration::from_mins(2),
                side: None,
            }),
            guided: None,
            next_reminder: None,
            paused_until: None,
            can_undo: false,
            face: Face {
                shape: Shape::Rest,
                level: 0,
            },
            today: Today::default(),
        }
    }

    fn record(happened: Happened) -> Effect {
        Effect::Record(Record {
            v: 1,
            id: 7,
            at: wall("2026-11-28T11:58:00+01:00"),
            happened,
        })
    }

    fn a_break(outcome: Outcome) -> Effect {
        record(Happened::Break {
            movement: Some("calf-stretch-bent".to_owned()),
            kind: Some(Kind::Stretch),
            outcome,
            asked: None,
            seconds: 120,
            repetitions: Some(3),
            side: Some(Side::Left),
            source: Source::Command,
        })
    }

    /// What is told, by its words, of one view after the other.
    fn told(views: &[(Posture, ReminderState)], effects: &[Effect]) -> Vec<&'static str> {
        let mut eye = Eye::on(&view(views[0].0, views[0].1));
        let looks = views[1..].iter().map(|(posture, reminder)| {
            let events = eye.see(noon(), &view(*posture, *reminder), effects);
            let words: Vec<_> = events.iter().map(|it| it.happening().word()).collect();
            words
        });
        looks.collect::<Vec<_>>().concat()
    }

    #[test]
    fn a_reminder_is_told_once_when_it_opens() {
        use ReminderState::{Due, None, Overdue, Shown, Snoozed, Waiting};
        let table: [(&[ReminderState], &[&str]); 9] = [
            (&[None, Waiting, Shown, Overdue, Shown, Overdue], &["due"]),
            (&[None, Due, Waiting, Shown, None], &["due"]),
            (&[None, Overdue], &["due"]),
            (&[Snoozed, Shown], &["due"]),
            (&[None, Shown, Snoozed, Shown], &["due", "due"]),
            (&[None, Shown, None, Shown], &["due", "due"]),
            (&[None, Snoozed, None], &[]),
            // Open before anybody looked: told by who looked then, if anybody.
            (&[Shown, Overdue, Shown], &[]),
            (&[None, None], &[]),
        ];
        for (states, expected) in table {
            let views: Vec<_> = states.iter().map(|it| (Posture::Seated, *it)).collect();
            assert_eq!(told(&views, &[]), expected, "{states:?}");
        }
    }

    #[test]
    fn a_break_that_was_started_without_a_reminder_is_not_due() {
        let mut eye = Eye::on(&view(Posture::Seated, ReminderState::None));
        let started = View {
            ask: None,
            ..view(Posture::Seated, ReminderState::Shown)
        };
        assert_eq!(eye.see(noon(), &started, &[]), []);
    }

    #[test]
    fn leaving_and_coming_back_are_told_in_pairs() {
        use Posture::{Seated, Standing};
        let idle = Posture::Away(Cause::Idle);
        let closed = Posture::Stopped(Halt::OffHours);
        let table: [(&[Posture], &[&str]); 8] = [
            (&[Seated, AWAY, Seated], &["away", "back"]),
            (&[Standing, AWAY, Standing], &["away", "back"]),
            (&[Seated, idle, AWAY, idle, Seated], &["away", "back"]),
            (&[Seated, Standing, Seated], &[]),
            (&[AWAY, Seated], &["back"]),
            (&[Seated, PAUSED, Seated], &[]),
            (&[Seated, AWAY, closed, Seated], &["away", "back"]),
            (&[Seated, PAUSED, AWAY, PAUSED, AWAY], &["away"]),
        ];
        for (postures, expected) in table {
            let views: Vec<_> = postures
                .iter()
                .map(|it| (*it, ReminderState::None))
                .collect();
            assert_eq!(told(&views, &[]), expected, "{postures:?}");
        }
    }

    #[test]
    fn of_the_records_only_breaks_that_were_moved_and_snoozes_are_told() {
        let table = [
            (a_break(Outcome::Done), Some("break")),
            (a_break(Outcome::Part), Some("break")),
            (a_break(Outcome::Natural), None),
            (a_break(Outcome::Skipped), None),
            (a_break(Outcome::Ignored), None),
            (record(Happened::Snooze { seconds: None }), Some("snooze")),
            (
                record(Happened::Undo {
                    of: 6,
                    device: None,
                }),
                None,
            ),
            (
                record(Happened::Confirm {
                    of: 6,
                    device: None,
                }),
                None,
            ),
            (record(Happened::Anew), None),
            (record(Happened::Started), None),
            (Effect::Look, None),
        ];
        let still = [(Posture::Seated, ReminderState::None); 2];
        for (effect, expected) in table {
            let told = told(&still, std::slice::from_ref(&effect));
            assert_eq!(told, Vec::from_iter(expected), "{effect:?}");
        }
    }

    #[test]
    fn what_happened_together_is_told_in_order() {
        let views = [
            (AWAY, ReminderState::None),
            (Posture::Seated, ReminderState::Waiting),
        ];
        let effects = [a_break(Outcome::Done)];
        assert_eq!(told(&views, &effects), ["back", "break", "due"]);
    }

    #[test]
    fn each_event_is_exactly_the_documented_object() {
        let mut due_in_call = view(Posture::Seated, ReminderState::Due);
        due_in_call.around = Around {
            call: Some(Call {
                since: noon(),
                microphone: true,
                camera: false,
            }),
            media_since: None,
            quiet: Some(QuietCause::FullScreen),
        };
        let nothing_to_do = View {
            suggestion: None,
            ..view(Posture::Seated, ReminderState::Overdue)
        };
        let seated = view(Posture::Seated, ReminderState::None);
        let away = view(AWAY, ReminderState::None);
        let table = [
            (
                &seated,
                &due_in_call,
                None,
                r#"{"v":1,"event":"due","at":"2026-11-28T12:00:00+01:00","ask":"pump","reminder":"due","in_call":true,"quiet":"full-screen","movement":"easy-walk","movement_kind":"on-feet","dose_seconds":120,"bout_seconds":2700,"pump_seconds":1800,"standing_seconds":0}"#,
            ),
            (
                &seated,
                &nothing_to_do,
                None,
                r#"{"v":1,"event":"due","at":"2026-11-28T12:00:00+01:00","ask":"pump","reminder":"overdue","in_call":false,"quiet":null,"movement":null,"movement_kind":null,"dose_seconds":null,"bout_seconds":2700,"pump_seconds":1800,"standing_seconds":0}"#,
            ),
            (
                &seated,
                &seated,
                Some(a_break(Outcome::Part)),
                r#"{"v":1,"event":"break","at":"2026-11-28T12:00:00+01:00","began":"2026-11-28T11:58:00+01:00","movement":"calf-stretch-bent","movement_kind":"stretch","outcome":"part","seconds":120,"repetitions":3,"side":"left","source":"command"}"#,
            ),
            (
                &seated,
                &seated,
                Some(record(Happened::Snooze { seconds: Some(600) })),
                r#"{"v":1,"event":"snooze","at":"2026-11-28T12:00:00+01:00","seconds":600}"#,
            ),
            (
                &seated,
                &seated,
                Some(record(Happened::Snooze { seconds: None })),
                r#"{"v":1,"event":"snooze","at":"2026-11-28T12:00:00+01:00","seconds":null}"#,
            ),
            (
                &seated,
                &away,
                None,
                r#"{"v":1,"event":"away","at":"2026-11-28T12:00:00+01:00","cause":"locked","since":"2026-11-28T11:30:00+01:00"}"#,
            ),
            (
                &away,
                &seated,
                None,
                r#"{"v":1,"event":"back","at":"2026-11-28T12:00:00+01:00","posture":"seated","away_since":"2026-11-28T11:30:00+01:00"}"#,
            ),
        ];
        for (before, after, effect, expected) in table {
            let mut eye = Eye::on(before);
            let events = eye.see(noon(), after, &Vec::from_iter(effect));
            let lines: Vec<_> = events.iter().map(|it| it.to_line().unwrap()).collect();
            assert_eq!(lines, [format!("{expected}\n")]);
        }
    }
}
