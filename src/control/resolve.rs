//! From what was asked to what the engine is told: words become movements, HH:MM a moment.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};

use super::message::Ask;
use super::terms::shortened;
use crate::engine::Input;
use crate::engine::input::{Fix, Log, PauseFor, SnoozeFor, Start, What};
use crate::engine::movement::Kind;
use crate::engine::record::{Outcome, Source};

/// The words that stand for a movement or a kind of movement.
const WORDS: [(&str, Meaning); 9] = [
    ("walk", Meaning::Movement("easy-walk", Kind::OnFeet)),
    ("stairs", Meaning::Movement("stair-climb", Kind::OnFeet)),
    ("on-feet", Meaning::Kind(Kind::OnFeet)),
    ("feet", Meaning::Kind(Kind::OnFeet)),
    ("strength", Meaning::Kind(Kind::Strength)),
    ("seated", Meaning::Kind(Kind::Seated)),
    ("sitting", Meaning::Kind(Kind::Seated)),
    ("stretch", Meaning::Kind(Kind::Stretch)),
    ("standing", Meaning::Kind(Kind::Standing)),
];

#[derive(Clone, Copy)]
enum Meaning {
    /// This movement; where the catalogue lacks it, any of the kind.
    Movement(&'static str, Kind),
    /// Any of the kind.
    Kind(Kind),
}

/// What must be known to understand an ask.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The local wall clock.
    pub wall: DateTime<FixedOffset>,
    /// When a day begins.
    pub day_starts_at: NaiveTime,
    /// Every movement that can be logged: its id and its name.
    pub movements: &'a [(&'a str, &'a str)],
    /// What this machine is called in the history.
    pub device: &'a str,
}

impl Ask {
    /// What the engine is told; none for what moves nothing: `Status`, `Today`, `Unwritten`, `Watch`, `Follow`,
    /// `Subscribe`, `Open`, `Acknowledge` and `Quit`.
    ///
    /// # Errors
    /// A sentence for the user when it cannot be understood: answer [`super::Answer::Wrong`].
    pub fn into_input(self, context: &Context<'_>) -> Result<Option<Input>, String> {
        let since = |at: Option<super::TimeOfDay>| {
            at.map(|at| at.latest(context.wall, context.day_starts_at))
        };
        let source = Source::Command;
        Ok(Some(match self {
            Self::Status
            | Self::Today
            | Self::Unwritten
            | Self::Watch
            | Self::Follow
            | Self::Subscribe
            | Self::Open { .. }
            | Self::Acknowledge
            | Self::Quit => return Ok(None),
            Self::Log {
                movement,
                minutes,
                at,
            } => Input::Log(Log {
                lasted: minutes.map(super::Minutes::duration),
                at: since(at),
                ..Log::of(what(movement.as_deref(), context)?, source)
            }),
            Self::Break {
                movement,
                another,
                here,
            } => Input::Start(Start {
                what: what(movement.as_deref(), context)?,
                another,
                here,
                source,
            }),
            Self::Book {
                movement,
                outcome: outcome @ (Outcome::Done | Outcome::Part),
                seconds,
                repetitions,
                side,
                ended,
            } => Input::Log(Log {
                outcome,
                lasted: Some(Duration::from_secs(seconds)),
                repetitions,
                side,
                at: ended.and_then(|ended| began(ended, seconds)),
                ..Log::of(What::Movement(movement), source)
            }),
            Self::Book { .. } => {
                return Err("What is booked was done, or part of it.".to_owned());
            }
            Self::Snooze { minutes, tomorrow } => {
                let lasts = match (minutes, tomorrow) {
                    (None, false) => SnoozeFor::Usual,
                    (Some(minutes), false) => SnoozeFor::Time(minutes.duration()),
                    (None, true) => SnoozeFor::Tomorrow,
                    (Some(_), true) => return Err(one_of("minutes or tomorrow")),
                };
                Input::Snooze(lasts, source)
            }
            Self::Skip => Input::Skip(source),
            Self::Undo => Input::Undo(source),
            Self::Pause {
                minutes,
                until,
                tomorrow,
            } => Input::Pause(match (minutes, until, tomorrow) {
                (None, None, false) => PauseFor::Ever,
                (Some(minutes), None, false) => PauseFor::Time(minutes.duration()),
                (None, Some(until), false) => PauseFor::Until(until.next(context.wall)),
                (None, None, true) => PauseFor::Tomorrow,
                _ => return Err(one_of("minutes, a time or tomorrow")),
            }),
            Self::Correct { at, seconds, was } => Input::Fix(Fix::Was {
                at,
                lasted: Duration::from_secs(seconds),
                was,
            }),
            Self::Drop { id, device, at } => Input::Fix(Fix::Drop {
                id,
                device: device.filter(|device| device != context.device),
                at,
            }),
            Self::Confirm { id, device, at } => Input::Fix(Fix::Confirm {
                id,
                device: device.filter(|device| device != context.device),
                at,
            }),
            Self::Resume => Input::Resume,
            Self::Sit { at } => Input::Sit(since(at)),
            Self::Stand { at } => Input::Stand(since(at)),
            Self::Away { at } => Input::Leave(since(at)),
        }))
    }
}

/// When something began that lasted so many seconds; none if that lies beyond the calendar.
fn began(ended: DateTime<FixedOffset>, seconds: u64) -> Option<DateTime<FixedOffset>> {
    let lasted = TimeDelta::try_seconds(i64::try_from(seconds).ok()?)?;
    ended.checked_sub_signed(lasted)
}

/// What a word names, or what is on offer.
fn what(word: Option<&str>, context: &Context<'_>) -> Result<What, String> {
    word.map_or(Ok(What::Suggested), |word| which(word, context.movements))
}

fn one_of(choices: &str) -> String {
    format!("Say {choices}, only one of them.")
}

/// The movement or kind a person means: an id or a name, a word for a kind, or the only movement
/// that begins so.
fn which(said: &str, movements: &[(&str, &str)]) -> Result<What, String> {
    let word = plain(said);
    if word.is_empty() {
        return Err("Which movement? The word is empty.".to_owned());
    }
    let known = |id: &str| movements.iter().any(|(known, _)| *known == id);
    let exact = movements
        .iter()
        .find(|(id, name)| *id == word || plain(name) == word);
    if let Some((id, _)) = exact {
        return Ok(What::Movement((*id).to_owned()));
    }
    match WORDS.iter().find(|(known, _)| *known == word) {
        Some((_, Meaning::Movement(id, _))) if known(id) => {
            return Ok(What::Movement((*id).to_owned()));
        }
        Some((_, Meaning::Movement(_, kind) | Meaning::Kind(kind))) => {
            return Ok(What::Kind(*kind));
        }
        None => {}
    }
    let begins: Vec<&str> = movements
        .iter()
        .filter(|(id, name)| id.starts_with(&word) || plain(name).starts_with(&word))
        .map(|(id, _)| *id)
        .collect();
    match begins.as_slice() {
        [only] => Ok(What::Movement((*only).to_owned())),
        [] => Err(unknown(&word, movements)),
        several => Err(format!(
            "`{}` could be {}. Write more of it.",
            shortened(&word),
            either(several)
        )),
    }
}

fn unknown(word: &str, movements: &[(&str, &str)]) -> String {
    let short = shortened(word);
    let alike = if short == word {
        nearest(word, movements)
    } else {
        Vec::new()
    };
    if alike.is_empty() {
        format!("There is no movement `{short}`. Try `walk`, `stairs`, `strength` or `seated`.")
    } else {
        format!(
            "There is no movement `{short}`. Did you mean {}?",
            either(&alike)
        )
    }
}

/// Up to three ids or words that look like it, nearest first.
fn nearest<'a>(word: &str, movements: &[(&'a str, &'a str)]) -> Vec<&'a str> {
    let words = WORDS.iter().map(|(known, _)| *known);
    let ids = movements.iter().map(|(id, _)| *id);
    let mut alike: Vec<(f64, &str)> = words
        .chain(ids)
        .map(|known| {
            let parts = known.split('-').chain([known]);
            let best = parts.map(|part| strsim::normalized_damerau_levenshtein(word, part));
            (best.fold(0.0, f64::max), known)
        })
        .filter(|(likeness, _)| *likeness >= 0.6)
        .collect();
    alike.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    alike.into_iter().map(|(_, known)| known).take(3).collect()
}

fn either(ids: &[&str]) -> String {
    let ticked: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    match ticked.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => ticked.concat(),
    }
}

/// Lower case, words joined by hyphens: `Half squat` and `half_squat` are `half-squat`.
fn plain(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == '_' || c == '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVEMENTS: [(&str, &str); 7] = [
        ("seated-heel-raise", "Seated heel raise"),
        ("seated-march", "Seated march"),
        ("standing-calf-raise", "Standing calf raise"),
        ("half-squat", "Half squat"),
        ("easy-walk", "Walk"),
        ("stair-climb", "Stairs"),
        ("ankle-pump", "Ankle pump (heel-toe rocking)"),
    ];

    fn told(ask: Ask) -> Result<Option<Input>, String> {
        ask.into_input(&Context {
            wall: at("12:00"),
            day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
            movements: &MOVEMENTS,
            device: "pc-1",
        })
    }

    #[test]
    fn a_record_of_this_machine_is_its_own_whether_it_is_named_or_not() {
        let meant = |device: Option<&str>| {
            let drop = Ask::Drop {
                id: 7,
                device: device.map(str::to_owned),
                at: Some(at("10:20")),
            };
            match told(drop) {
                Ok(Some(Input::Fix(Fix::Drop { id, device, at }))) => (id, device, at),
                other => panic!("{other:?}"),
            }
        };
        let own = (7, None, Some(at("10:20")));
        assert_eq!((meant(None), meant(Some("pc-1"))), (own.clone(), own));
        assert_eq!(meant(Some("laptop-2")).1.as_deref(), Some("laptop-2"));
    }

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-10T{time}:00+02:00")).unwrap()
    }

    fn meant(word: &str) -> Result<What, String> {
        which(word, &MOVEMENTS)
    }

    #[test]
    fn a_movement_is_named_by_id_name_word_or_beginning() {
        let movement = |id: &str| Ok(What::Movement(id.to_owned()));
        let table = [
            ("half-squat", movement("half-squat")),
            ("Half squat", movement("half-squat")),
            ("half_squat", movement("half-squat")),
            ("half", movement("half-squat")),
            ("ANKLE", movement("ankle-pump")),
            ("walk", movement("easy-walk")),
            ("easy", movement("easy-walk")),
            ("stairs", movement("stair-climb")),
            ("strength", Ok(What::Kind(Kind::Strength))),
            ("seated", Ok(What::Kind(Kind::Seated))),
            ("standing", Ok(What::Kind(Kind::Standing))),
            ("seated-m", movement("seated-march")),
        ];
        for (word, what) in table {
            assert_eq!(meant(word), what, "{word}");
        }
    }

    #[test]
    fn a_word_whose_movement_is_not_there_means_its_kind() {
        assert_eq!(which("walk", &[]), Ok(What::Kind(Kind::OnFeet)));
        assert_eq!(which("stairs", &[]), Ok(What::Kind(Kind::OnFeet)));
    }

    #[test]
    fn a_beginning_of_several_movements_names_them() {
        assert_eq!(
            meant("sta").unwrap_err(),
            "`sta` could be `standing-calf-raise` or `stair-climb`. Write more of it."
        );
    }

    #[test]
    fn an_unknown_movement_is_answered_with_what_looks_like_it() {
        assert_eq!(
            meant("wlak").unwrap_err(),
            "There is no movement `wlak`. Did you mean `walk` or `easy-walk`?"
        );
        assert_eq!(
            meant("squatt").unwrap_err(),
            "There is no movement `squatt`. Did you mean `half-squat`?"
        );
        assert_eq!(
            meant("xyzzy").unwrap_err(),
            "There is no movement `xyzzy`. Try `walk`, `stairs`, `strength` or `seated`."
        );
        assert_eq!(
            meant(" - ").unwrap_err(),
            "Which movement? The word is empty."
        );
        assert!(meant(&"w".repeat(60_000)).unwrap_err().len() < 200);
    }

    #[test]
    fn asks_become_inputs_that_name_the_command_line() {
        let minutes = |count: u64| super::super::Minutes::try_from(count).ok();
        let time = |text: &str| text.parse().ok();
        let table = [
            (
                Ask::Log {
                    movement: None,
                    minutes: None,
                    at: None,
                },
                Input::Log(Log::of(What::Suggested, Source::Command)),
            ),
            (
                Ask::Log {
                    movement: Some("walk".into()),
                    minutes: minutes(3),
                    at: time("11:30"),
                },
                Input::Log(Log {
                    lasted: Some(Duration::from_mins(3)),
                    at: Some(at("11:30")),
                    ..Log::of(What::Movement("easy-walk".into()), Source::Command)
                }),
            ),
            (
                Ask::Snooze {
                    minutes: None,
                    tomorrow: false,
                },
                Input::Snooze(SnoozeFor::Usual, Source::Command),
            ),
            (
                Ask::Snooze {
                    minutes: minutes(5),
                    tomorrow: false,
                },
                Input::Snooze(SnoozeFor::Time(Duration::from_mins(5)), Source::Command),
            ),
            (
                Ask::Snooze {
                    minutes: None,
                    tomorrow: true,
                },
                Input::Snooze(SnoozeFor::Tomorrow, Source::Command),
            ),
            (Ask::Skip, Input::Skip(Source::Command)),
            (Ask::Undo, Input::Undo(Source::Command)),
            (
                Ask::Pause {
                    minutes: None,
                    until: None,
                    tomorrow: false,
                },
                Input::Pause(PauseFor::Ever),
            ),
            (
                Ask::Pause {
                    minutes: minutes(60),
                    until: None,
                    tomorrow: false,
                },
                Input::Pause(PauseFor::Time(Duration::from_hours(1))),
            ),
            (
                Ask::Pause {
                    minutes: None,
                    until: time("17:00"),
                    tomorrow: false,
                },
                Input::Pause(PauseFor::Until(at("17:00"))),
            ),
            (
                Ask::Pause {
                    minutes: None,
                    until: None,
                    tomorrow: true,
                },
                Input::Pause(PauseFor::Tomorrow),
            ),
            (Ask::Resume, Input::Resume),
            (Ask::Sit { at: None }, Input::Sit(None)),
            (
                Ask::Stand { at: time("11:00") },
                Input::Stand(Some(at("11:00"))),
            ),
            (
                Ask::Away { at: time("13:00") },
                Input::Leave(Some(at("13:00"))),
            ),
        ];
        for (ask, input) in table {
            let asked = format!("{ask:?}");
            assert_eq!(told(ask), Ok(Some(input)), "{asked}");
        }
    }

    #[test]
    fn a_break_may_name_its_movement_or_want_another() {
        let (ask, meant) = (
            Ask::Break {
                movement: Some("walk".into()),
                another: true,
                here: true,
            },
            Input::Start(Start {
                what: What::Movement("easy-walk".into()),
                another: true,
                here: true,
                source: Source::Command,
            }),
        );
        assert_eq!(told(ask), Ok(Some(meant)));
    }

    #[test]
    fn asks_that_move_nothing_tell_the_engine_nothing() {
        for ask in [Ask::Status, Ask::Today, Ask::Quit] {
            assert_eq!(told(ask), Ok(None));
        }
    }

    #[test]
    fn two_ends_for_one_pause_are_refused() {
        let minutes = super::super::Minutes::try_from(5).ok();
        let snooze = Ask::Snooze {
            minutes,
            tomorrow: true,
        };
        assert_eq!(
            told(snooze).unwrap_err(),
            "Say minutes or tomorrow, only one of them."
        );
        let pause = Ask::Pause {
            minutes,
            until: "17:00".parse().ok(),
            tomorrow: false,
        };
        assert_eq!(
            told(pause).unwrap_err(),
            "Say minutes, a time or tomorrow, only one of them."
        );
    }
}
