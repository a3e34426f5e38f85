//! Inputs as people read them: in the words of scripts where there are such, with what a script does
//! not need in brackets. Holds no name of a program, title or key, because an input holds none.

use chrono::{DateTime, FixedOffset};

use super::span::span;
use super::verb::{SENSORS, WINDOW};
use crate::engine::Input;
use crate::engine::Now;
use crate::engine::input::{
    Answer, Button, CallSource, Elsewhere, Fix, Log, PauseFor, QuietCause, SnoozeFor, Start, What,
};
use crate::engine::record::{Outcome, Source};

/// One input, told at `now`.
#[must_use]
pub fn told(input: &Input, now: Now) -> String {
    match input {
        Input::Tick => "tick".to_owned(),
        Input::Active => "active".to_owned(),
        Input::Idle { since } => {
            format!("idle since {}", now.wall_at(*since).format("%H:%M:%S"))
        }
        Input::Lull => "lull".to_owned(),
        Input::Call { source, on } => {
            let by = match source {
                CallSource::Microphone => "microphone",
                CallSource::Camera => "camera",
            };
            format!("call {} ({by})", switch(*on))
        }
        Input::Media(on) => format!("media {}", switch(*on)),
        Input::Quiet { cause, on } => {
            let cause = match cause {
                QuietCause::DoNotDisturb => "dnd",
                QuietCause::FullScreen => "full-screen",
                QuietCause::Presenting => "presenting",
            };
            format!("{cause} {}", switch(*on))
        }
        Input::CanLook(can) => either(*can, "can-look", "cannot-look"),
        Input::Looked => "looked".to_owned(),
        Input::Locked(on) => either(*on, "lock", "unlock"),
        Input::SwitchedAway(on) => either(*on, "switch-away", "switch-back"),
        Input::Asleep => "asleep".to_owned(),
        Input::Woke => "woke".to_owned(),
        Input::Slept { lasted } => format!("gap {} (found by the clocks)", span(*lasted)),
        Input::Sensor { sensor, works } => {
            let known = SENSORS.iter().find(|(_, it)| it == sensor);
            let word = known.map_or("sensor", |(word, _)| word);
            format!("{} {word}", either(*works, "found", "lost"))
        }
        Input::Sit(at) => since("seat", *at),
        Input::Stand(at) => since("stand", *at),
        Input::Leave(at) => since("leave", *at),
        Input::Log(log) => logged(log),
        Input::Start(start) => started(start),
        Input::Window(fact) => {
            let known = WINDOW.iter().find(|(_, it)| it == fact);
            format!("window {}", known.map_or("", |(word, _)| word))
        }
        Input::Snooze(lasts, source) => match lasts {
            SnoozeFor::Usual => by("snooze", *source),
            SnoozeFor::Time(time) => by(&format!("snooze {}", span(*time)), *source),
            SnoozeFor::Tomorrow => by("snooze tomorrow", *source),
        },
        Input::Skip(source) => by("skip", *source),
        Input::Undo(source) => by("undo", *source),
        Input::Fix(Fix::Was { at, lasted, was }) => {
            let at = at.format("%Y-%m-%d %H:%M");
            format!("fix {} {} at {at}", was.word(), span(*lasted))
        }
        Input::Fix(Fix::Drop { id, .. }) => format!("fix drop {id}"),
        Input::Fix(Fix::Confirm { id, .. }) => format!("fix confirm {id}"),
        Input::Elsewhere(seen) => elsewhere(seen),
        Input::Letter(letter) => format!(
            "letter longest {} moved {} breaks {}",
            span(letter.longest),
            span(letter.leg_work),
            letter.breaks
        ),
        Input::Pause(lasts) => match lasts {
            PauseFor::Ever => "pause".to_owned(),
            PauseFor::Time(time) => format!("pause {}", span(*time)),
            PauseFor::Until(until) => format!("pause until {}", until.format("%H:%M")),
            PauseFor::Tomorrow => "pause tomorrow".to_owned(),
        },
        Input::Resume => "resume".to_owned(),
        Input::Answer { answer, .. } => match answer {
            Answer::Pressed(action) => format!("press {}", action.key()),
            Answer::Dismissed => "dismiss".to_owned(),
            Answer::Expired => "expire".to_owned(),
            Answer::Failed => "fail".to_owned(),
        },
        Input::Click(Button::Left) => "click left".to_owned(),
        Input::Click(Button::Middle) => "click middle".to_owned(),
        Input::Settings(_) => "settings".to_owned(),
        Input::Started => "started".to_owned(),
        Input::Stopping => "stopping".to_owned(),
    }
}

fn elsewhere(seen: &Elsewhere) -> String {
    let sat = seen.sat.iter().map(|sitting| {
        let (from, to) = (sitting.from.format("%H:%M"), sitting.to.format("%H:%M"));
        format!(" sat {from} to {to}")
    });
    let moved = seen.moved.iter().map(|moved| {
        let ended = moved.ended.format("%H:%M");
        format!(" moved {} at {ended}", moved.kind.word())
    });
    format!("elsewhere{}", sat.chain(moved).collect::<String>())
}

fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn either(is: bool, so: &str, otherwise: &str) -> String {
    if is { so } else { otherwise }.to_owned()
}

fn by(words: &str, source: Source) -> String {
    format!("{words} ({})", source.word())
}

fn since(verb: &str, at: Option<DateTime<FixedOffset>>) -> String {
    at.map_or_else(
        || verb.to_owned(),
        |at| format!("{verb} at {}", at.format("%H:%M")),
    )
}

fn started(start: &Start) -> String {
    let another = if start.another { " another" } else { "" };
    let here = if start.here { " here" } else { "" };
    by(
        &format!("start{}{another}{here}", which(&start.what)),
        start.source,
    )
}

fn which(what: &What) -> String {
    match what {
        What::Suggested => String::new(),
        What::Movement(id) => format!(" {id}"),
        What::Kind(kind) => format!(" {}", kind.word()),
    }
}

fn logged(log: &Log) -> String {
    let counted = log.repetitions.is_some() || log.outcome == Outcome::Part;
    let verb = if counted { "book" } else { "log" };
    let mut words = format!("{verb}{}", which(&log.what));
    if let Some(time) = log.lasted {
        words += &format!(" {}", span(time));
    }
    if let Some(at) = log.at {
        words += &format!(" at {}", at.format("%H:%M"));
    }
    if let Some(count) = log.repetitions {
        words += &format!(" {count} times");
    }
    if log.outcome == Outcome::Part {
        words += " part";
    }
    by(&words, log.source)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::engine::effect::{Action, NoticeId};
    use crate::engine::input::Sensor;
    use crate::engine::movement::Kind;
    use crate::script::verb;

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-10T{time}+01:00")).unwrap()
    }

    fn now() -> Now {
        Now {
            boot: Duration::from_secs(1_000),
            wall: at("10:05:00"),
        }
    }

    fn log(what: What, minutes: Option<u64>, from: Option<&str>) -> Input {
        Input::Log(Log {
            lasted: minutes.map(Duration::from_mins),
            at: from.map(at),
            ..Log::of(what, Source::Command)
        })
    }

    fn call(source: CallSource, on: bool) -> Input {
        Input::Call { source, on }
    }

    fn quiet(cause: QuietCause, on: bool) -> Input {
        Input::Quiet { cause, on }
    }

    fn sensor(sensor: Sensor, works: bool) -> Input {
        Input::Sensor { sensor, works }
    }

    fn answer(answer: Answer) -> Input {
        let notice = NoticeId(7);
        Input::Answer { notice, answer }
    }

    /// Everything that has a word in scripts.
    fn in_scripts() -> Vec<(Input, &'static str)> {
        let walk = || What::Movement("easy-walk".to_owned());
        let ten = Duration::from_mins(10);
        vec![
            (Input::Active, "active"),
            (call(CallSource::Microphone, true), "call on (microphone)"),
            (call(CallSource::Camera, false), "call off (camera)"),
            (Input::Media(true), "media on"),
            (quiet(QuietCause::DoNotDisturb, false), "dnd off"),
            (quiet(QuietCause::FullScreen, true), "full-screen on"),
            (quiet(QuietCause::Presenting, true), "presenting on"),
            (Input::CanLook(true), "can-look"),
            (Input::CanLook(false), "cannot-look"),
            (Input::Looked, "looked"),
            (Input::Locked(true), "lock"),
            (Input::Locked(false), "unlock"),
            (Input::SwitchedAway(true), "switch-away"),
            (Input::SwitchedAway(false), "switch-back"),
            (Input::Asleep, "asleep"),
            (Input::Woke, "woke"),
            (
                Input::Slept { lasted: 2 * ten },
                "gap 20m (found by the clocks)",
            ),
            (sensor(Sensor::Idle, false), "lost idle"),
            (sensor(Sensor::DoNotDisturb, true), "found dnd"),
            (answer(Answer::Pressed(Action::Done)), "press done"),
            (answer(Answer::Dismissed), "dismiss"),
            (answer(Answer::Expired), "expire"),
            (answer(Answer::Failed), "fail"),
            (Input::Click(Button::Left), "click left"),
            (Input::Click(Button::Middle), "click middle"),
            (log(What::Suggested, None, None), "log (command)"),
            (
                log(walk(), Some(5), Some("10:20:00")),
                "log easy-walk 5m at 10:20 (command)",
            ),
            (
                log(What::Kind(Kind::OnFeet), None, None),
                "log on-feet (command)",
            ),
            (Input::Start(Start::suggested(Source::Tray)), "start (tray)"),
            (
                Input::Snooze(SnoozeFor::Usual, Source::Tray),
                "snooze (tray)",
            ),
            (
                Input::Snooze(SnoozeFor::Time(ten), Source::Notice),
                "snooze 10m (notice)",
            ),
            (
                Input::Snooze(SnoozeFor::Tomorrow, Source::Command),
                "snooze tomorrow (command)",
            ),
            (Input::Skip(Source::Notice), "skip (notice)"),
            (Input::Undo(Source::Command), "undo (command)"),
            (Input::Sit(None), "seat"),
            (Input::Stand(Some(at("09:00:00"))), "stand at 09:00"),
            (Input::Leave(None), "leave"),
            (Input::Pause(PauseFor::Ever), "pause"),
            (Input::Pause(PauseFor::Time(ten)), "pause 10m"),
            (
                Input::Pause(PauseFor::Until(at("14:00:00"))),
                "pause until 14:00",
            ),
            (Input::Pause(PauseFor::Tomorrow), "pause tomorrow"),
            (Input::Resume, "resume"),
        ]
    }

    #[test]
    fn inputs_are_told_in_the_words_of_scripts() {
        for (input, words) in in_scripts() {
            assert_eq!(told(&input, now()), words);
            let line = words.split(" (").next().unwrap_or_default();
            assert!(verb::parse(line).is_ok(), "{line} is no line of a script");
        }
    }

    #[test]
    fn what_scripts_have_no_word_for_has_one_here() {
        let since = Duration::from_secs(831);
        let table = [
            (Input::Tick, "tick"),
            (Input::Idle { since }, "idle since 10:02:11"),
            (Input::Lull, "lull"),
            (Input::Settings(Box::default()), "settings"),
            (Input::Started, "started"),
            (Input::Stopping, "stopping"),
        ];
        for (input, words) in table {
            assert_eq!(told(&input, now()), words);
        }
    }
}
