//! The words of a script: one line becomes one verb.
//!
//! | line | meaning |
//! | --- | --- |
//! | `sit 30m` / `type 30m` | at the machine, with or without pauses in typing |
//! | `idle 6m` | nobody touches anything |
//! | `active` | a key is touched |
//! | `call on` (the microphone), `camera on`, `media off`, `dnd on`, `full-screen on`, `presenting on` | facts of the desktop |
//! | `can-look`, `cannot-look`, `looked` | some facts are told only to who looks; what there was to see was told |
//! | `lock`, `unlock`, `switch-away`, `switch-back` | the session |
//! | `sleep 20m` | suspend, told by the system; `sleep-untold 20m`: found by the clocks alone |
//! | `gap 20m` | the clocks find a sleep that was told already |
//! | `asleep`, `woke` | the two events alone |
//! | `lost idle`, `found idle` | a sensor fails or works again |
//! | `press done`, `dismiss`, `expire`, `fail` | what happens to the notice on screen |
//! | `click left` | a click on the tray |
//! | `log`, `log easy-walk 5m at 10:20`, `log seated` | "I moved" |
//! | `start another`, `start easy-walk`, `start here` | a break with another movement than is offered, with this one, or from the window itself |
//! | `window possible`, `window impossible` | whether a window can be opened |
//! | `window here`, `window gone`, `window failed` | one is open, was closed or lost, did not come |
//! | `book seated-heel-raise 60s 15 times part` | what the window counted: a movement, seconds, optional repetitions, `part` or all of it |
//! | `start`, `snooze`, `snooze 10m`, `snooze tomorrow`, `skip`, `undo` | words of the user |
//! | `seat`, `stand`, `leave`, each with an optional `at 10:20` | words about posture |
//! | `pause`, `pause 30m`, `pause until 14:00`, `pause tomorrow`, `resume` | pauses |
//! | `down 3m` | the program is killed and started again after that time |
//! | `crash 1s` | the same, but the state of before the last line is found, with that line's records |
//! | `quit 3m` | the same in good order |
//! | `wall +2h`, `wall -1h`, `zone +02:00` | the wall clock is set, the time zone changes |
//! | `set reminders.every_minutes 20` | the settings change |
//! | `fix walked 5m at 10:20`, `fix sat 30m at 10:20 1 day ago` | "it was otherwise" |
//! | `drop break`, `drop nothing` | the newest record of that kind does not count; one that never was |
//! | `elsewhere sat 09:10 to 09:50`, `elsewhere moved seated at 09:40` | what another machine tells |
//! | `laptop seated 09:10 to 09:50` | another machine of the same person recorded this |
//! | `day`, `day 1 day ago` | the day as the history tells it, of both machines, as a line of the trace |
//! | `letter longest 84m moved 63m breaks 21` | the week before in figures |
//! | `wait 5m` | time passes and nothing else happens |
//! | `repeat 300 lock; wait 1m; unlock` | lines over and over; the trace is that of the last time |
//! | `show`, `today` | the view and the day's figures, as a line of the trace |

use std::time::Duration;

use chrono::{FixedOffset, NaiveTime};

use super::record_verb::{self, RecordVerb};
use super::span::parse_span;
use crate::engine::effect::Action;
use crate::engine::input::{
    Answer, Button, CallSource, Input, Log, QuietCause, Sensor, What, WindowFact,
};
use crate::engine::movement::Kind;
use crate::engine::record::{Outcome, Source};

/// The words for the sensors.
pub(super) const SENSORS: [(&str, Sensor); 9] = [
    ("idle", Sensor::Idle),
    ("lock", Sensor::Lock),
    ("switch", Sensor::Switch),
    ("sleep", Sensor::Sleep),
    ("microphone", Sensor::Microphone),
    ("camera", Sensor::Camera),
    ("media", Sensor::Media),
    ("dnd", Sensor::DoNotDisturb),
    ("full-screen", Sensor::FullScreen),
];

/// The words for what becomes of the window.
pub(super) const WINDOW: [(&str, WindowFact); 5] = [
    ("possible", WindowFact::Possible),
    ("impossible", WindowFact::Impossible),
    ("here", WindowFact::Here),
    ("gone", WindowFact::Gone),
    ("failed", WindowFact::Failed),
];

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verb {
    Sit(Duration),
    Type(Duration),
    Idle(Duration),
    Wait(Duration),
    Active,
    /// A fact as it stands.
    Tell(Input),
    Sleep(Duration),
    SleepUntold(Duration),
    Gap(Duration),
    Answer(Answer),
    Click(Button),
    Log {
        what: Option<String>,
        lasted: Option<Duration>,
        at: Option<NaiveTime>,
    },
    Start {
        what: Option<String>,
        another: bool,
        here: bool,
    },
    Snooze(Lasts),
    Skip,
    Undo,
    Seat(Option<NaiveTime>),
    Stand(Option<NaiveTime>),
    Leave(Option<NaiveTime>),
    /// About the record itself.
    Record(RecordVerb),
    Pause(Lasts),
    PauseUntil(NaiveTime),
    Resume,
    Down(Duration),
    Crash(Duration),
    Quit(Duration),
    Wall {
        ahead: bool,
        by: Duration,
    },
    Zone(FixedOffset),
    Set {
        key: String,
        value: String,
    },
    Show,
    Today,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lasts {
    Usual,
    Time(Duration),
    Tomorrow,
}

/// Reads one line; the error says what was expected.
pub(super) fn parse(line: &str) -> Result<Verb, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (verb, rest) = words.split_first().ok_or("the line is empty")?;
    let verb = match (*verb, rest) {
        ("sit", [time]) => Verb::Sit(time_of(time)?),
        ("type", [time]) => Verb::Type(time_of(time)?),
        ("idle", [time]) => Verb::Idle(time_of(time)?),
        ("wait", [time]) => Verb::Wait(time_of(time)?),
        ("active", []) => Verb::Active,
        ("call", [on]) => call(CallSource::Microphone, on)?,
        ("camera", [on]) => call(CallSource::Camera, on)?,
        ("can-look", []) => Verb::Tell(Input::CanLook(true)),
        ("cannot-look", []) => Verb::Tell(Input::CanLook(false)),
        ("looked", []) => Verb::Tell(Input::Looked),
        ("media", [on]) => Verb::Tell(Input::Media(switch(on)?)),
        ("dnd", [on]) => quiet(QuietCause::DoNotDisturb, on)?,
        ("full-screen", [on]) => quiet(QuietCause::FullScreen, on)?,
        ("presenting", [on]) => quiet(QuietCause::Presenting, on)?,
        ("lock", []) => Verb::Tell(Input::Locked(true)),
        ("unlock", []) => Verb::Tell(Input::Locked(false)),
        ("switch-away", []) => Verb::Tell(Input::SwitchedAway(true)),
        ("switch-back", []) => Verb::Tell(Input::SwitchedAway(false)),
        ("sleep", [time]) => Verb::Sleep(time_of(time)?),
        ("sleep-untold", [time]) => Verb::SleepUntold(time_of(time)?),
        ("gap", [time]) => Verb::Gap(time_of(time)?),
        ("asleep", []) => Verb::Tell(Input::Asleep),
        ("woke", []) => Verb::Tell(Input::Woke),
        ("lost", [which]) => found(which, false)?,
        ("found", [which]) => found(which, true)?,
        ("press", [which]) => Verb::Answer(Answer::Pressed(action(which)?)),
        ("dismiss", []) => Verb::Answer(Answer::Dismissed),
        ("expire", []) => Verb::Answer(Answer::Expired),
        ("fail", []) => Verb::Answer(Answer::Failed),
        ("click", ["left"]) => Verb::Click(Button::Left),
        ("click", ["middle"]) => Verb::Click(Button::Middle),
        ("log", rest) => log(rest)?,
        ("start", []) => start(None, false),
        ("start", ["another"]) => start(None, true),
        ("start", ["here"]) => Verb::Start {
            what: None,
            another: false,
            here: true,
        },
        ("start", [what]) => start(Some(what), false),
        ("window", [fact]) => Verb::Tell(Input::Window(window(fact)?)),
        ("book", rest) => book(rest)?,
        ("snooze", rest) => Verb::Snooze(lasts(rest)?),
        ("skip", []) => Verb::Skip,
        ("undo", []) => Verb::Undo,
        ("seat", rest) => Verb::Seat(at(rest)?),
        ("stand", rest) => Verb::Stand(at(rest)?),
        ("leave", rest) => Verb::Leave(at(rest)?),
        ("pause", ["until", time]) => Verb::PauseUntil(clock(time)?),
        ("pause", rest) => Verb::Pause(lasts(rest)?),
        ("resume", []) => Verb::Resume,
        ("crash", [time]) => Verb::Crash(time_of(time)?),
        ("down", [time]) => Verb::Down(time_of(time)?),
        ("quit", [time]) => Verb::Quit(time_of(time)?),
        ("wall", [by]) => {
            let (ahead, time) = match by.strip_prefix('+') {
                Some(time) => (true, time),
                None => (
                    false,
                    by.strip_prefix('-').ok_or("`wall` wants +2h or -2h")?,
                ),
            };
            Verb::Wall {
                ahead,
                by: time_of(time)?,
            }
        }
        ("zone", [zone]) => Verb::Zone(
            zone.parse()
                .map_err(|_| format!("`{zone}` is not a time zone such as +02:00"))?,
        ),
        ("set", [key, value @ ..]) if !value.is_empty() => Verb::Set {
            key: (*key).to_owned(),
            value: value.join(" "),
        },
        ("show", []) => Verb::Show,
        ("today", []) => Verb::Today,
        _ => match record_verb::parse(&words) {
            Some(verb) => Verb::Record(verb?),
            None => return Err(format!("`{line}` is not a line of a script")),
        },
    };
    Ok(verb)
}

/// The kind of movement this word names.
pub(super) fn kind_of(word: &str) -> Option<Kind> {
    [
        Kind::OnFeet,
        Kind::Strength,
        Kind::Seated,
        Kind::Stretch,
        Kind::Standing,
    ]
    .into_iter()
    .find(|kind| kind.word() == word)
}

fn start(what: Option<&str>, another: bool) -> Verb {
    let what = what.map(str::to_owned);
    Verb::Start {
        what,
        another,
        here: false,
    }
}

/// `book seated-heel-raise 60s 15 times part`: what the window counted.
fn book(words: &[&str]) -> Result<Verb, String> {
    let (words, outcome) = match words {
        [words @ .., "part"] => (words, Outcome::Part),
        words => (words, Outcome::Done),
    };
    let (words, repetitions) = match words {
        [words @ .., count, "times"] => {
            let count = count.parse().map_err(|_| "`times` wants a number")?;
            (words, Some(count))
        }
        words => (words, None),
    };
    let [what, time] = words else {
        return Err("`book` wants a movement, a span, `15 times` and `part`".to_owned());
    };
    Ok(Verb::Tell(Input::Log(Log {
        outcome,
        lasted: Some(time_of(time)?),
        repetitions,
        ..Log::of(What::Movement((*what).to_owned()), Source::Command)
    })))
}

fn window(word: &str) -> Result<WindowFact, String> {
    WINDOW
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, fact)| *fact)
        .ok_or_else(|| format!("`{word}` is nothing that becomes of a window"))
}

fn log(words: &[&str]) -> Result<Verb, String> {
    let (words, at) = match words {
        [words @ .., "at", time] => (words, Some(clock(time)?)),
        words => (words, None),
    };
    let (what, lasted) = match words {
        [] => (None, None),
        [one] => match parse_span(one) {
            Some(time) => (None, Some(time)),
            None => (Some((*one).to_owned()), None),
        },
        [what, time] => (Some((*what).to_owned()), Some(time_of(time)?)),
        _ => {
            return Err("`log` wants a movement, a span and `at` a time, each optional".to_owned());
        }
    };
    Ok(Verb::Log { what, lasted, at })
}

fn lasts(words: &[&str]) -> Result<Lasts, String> {
    match words {
        [] => Ok(Lasts::Usual),
        ["tomorrow"] => Ok(Lasts::Tomorrow),
        [time] => Ok(Lasts::Time(time_of(time)?)),
        _ => Err("a span, `tomorrow` or nothing was expected".to_owned()),
    }
}

fn at(words: &[&str]) -> Result<Option<NaiveTime>, String> {
    match words {
        [] => Ok(None),
        ["at", time] => clock(time).map(Some),
        _ => Err("`at` and a time such as 10:20, or nothing, was expected".to_owned()),
    }
}

pub(super) fn time_of(text: &str) -> Result<Duration, String> {
    parse_span(text).ok_or_else(|| format!("`{text}` is not a span such as 90s, 30m or 1h30m"))
}

pub(super) fn clock(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M")
        .map_err(|_| format!("`{text}` is not a time such as 10:20"))
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("`{text}` is neither `on` nor `off`")),
    }
}

fn call(source: CallSource, on: &str) -> Result<Verb, String> {
    let on = switch(on)?;
    Ok(Verb::Tell(Input::Call { source, on }))
}

fn quiet(cause: QuietCause, on: &str) -> Result<Verb, String> {
    let on = switch(on)?;
    Ok(Verb::Tell(Input::Quiet { cause, on }))
}

fn found(which: &str, works: bool) -> Result<Verb, String> {
    let sensor = sensor(which)?;
    Ok(Verb::Tell(Input::Sensor { sensor, works }))
}

fn sensor(text: &str) -> Result<Sensor, String> {
    SENSORS
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, sensor)| *sensor)
        .ok_or_else(|| format!("`{text}` is not a sensor"))
}

fn action(text: &str) -> Result<Action, String> {
    Action::ALL
        .into_iter()
        .find(|action| action.key() == text)
        .ok_or_else(|| format!("`{text}` is not a button"))
}
