//! One record in plain words.

use std::time::Duration;

use super::words::{broken, length, program as named_program};
use crate::cli::out;
use crate::control::BreakReport;
use crate::engine::Record;
use crate::engine::record::{Cause, Halt, Happened, Posture};
use crate::words::duration::{count, dose};
use crate::words::{Names, deed};

/// What a record says, in a line.
pub(super) fn entry(record: &Record, names: &dyn Names) -> String {
    let time = |seconds: &u64| dose(Duration::from_secs(*seconds));
    match &record.happened {
        Happened::Started => "Soleus started".to_owned(),
        Happened::Stopped => "Soleus ended".to_owned(),
        Happened::Stretch { posture, seconds } => did(*posture, *seconds),
        Happened::Break { .. } => break_words(record, names),
        Happened::Snooze { seconds: None } => "reminder put off until tomorrow".to_owned(),
        Happened::Snooze {
            seconds: Some(seconds),
        } => format!("reminder put off for {} of sitting", time(seconds)),
        Happened::Call { seconds } => format!("in a call for {}", time(seconds)),
        Happened::Undo { of, device } => format!("takes back {}", named(*of, device.as_deref())),
        Happened::Confirm { of, device } => {
            format!("confirms {}: on your feet", named(*of, device.as_deref()))
        }
        Happened::Anew => "both clocks begin at zero".to_owned(),
        Happened::Correction { posture, seconds } => {
            format!("corrected: {}", did(*posture, *seconds))
        }
        Happened::Totals {
            program,
            active_seconds,
            taken,
            passed,
        } => format!(
            "{} counted {} of use, {} taken, {passed} passed over",
            named_program(program),
            length(Duration::from_secs(*active_seconds)),
            count((*taken).into(), "break"),
        ),
    }
}

fn named(id: u64, device: Option<&str>) -> String {
    match device {
        Some(device) => format!("{id} of {}", out::plain(device)),
        None => id.to_string(),
    }
}

fn did(posture: Posture, seconds: u64) -> String {
    let time = dose(Duration::from_secs(seconds));
    match posture {
        Posture::Seated => format!("sat {time}"),
        Posture::Standing => format!("stood {time}"),
        Posture::Away(cause) => format!("away {time}, {}", known_by(cause)),
        Posture::Stopped(Halt::Paused) => format!("paused for {time}"),
        Posture::Stopped(Halt::OffHours) => format!("outside your hours for {time}"),
    }
}

fn known_by(cause: Cause) -> &'static str {
    match cause {
        Cause::Idle => "nothing was touched",
        Cause::Locked => "the screen was locked",
        Cause::Switched => "another session was in front",
        Cause::Asleep => "the computer slept",
        Cause::Said => "you said so",
        Cause::Off => "Soleus was off",
    }
}

fn break_words(record: &Record, names: &dyn Names) -> String {
    let Some(mut report) = BreakReport::of(record) else {
        return String::new();
    };
    let movement = report.movement.as_ref().zip(report.kind);
    report.words = movement.map(|(id, kind)| deed(id, kind, report.repetitions, names));
    broken(&report)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::engine::movement::Kind;
    use crate::engine::record::{Outcome, RECORD_VERSION, Source};
    use crate::words::fake::Fake;

    #[test]
    fn every_kind_of_record_is_a_line_of_plain_words() {
        let table = [
            (Happened::Started, "Soleus started"),
            (
                Happened::Stretch {
                    posture: Posture::Seated,
                    seconds: 1_440,
                },
                "sat 24 min",
            ),
            (
                Happened::Stretch {
                    posture: Posture::Away(Cause::Locked),
                    seconds: 3_900,
                },
                "away 1 h 05, the screen was locked",
            ),
            (
                Happened::Stretch {
                    posture: Posture::Stopped(Halt::OffHours),
                    seconds: 60,
                },
                "outside your hours for 1 min",
            ),
            (
                Happened::Break {
                    movement: Some("easy-walk".into()),
                    kind: Some(Kind::OnFeet),
                    outcome: Outcome::Done,
                    asked: None,
                    seconds: 180,
                    repetitions: None,
                    side: None,
                    source: Source::Notice,
                },
                "walk, 3 min, done",
            ),
            (
                Happened::Snooze { seconds: Some(600) },
                "reminder put off for 10 min of sitting",
            ),
            (
                Happened::Snooze { seconds: None },
                "reminder put off until tomorrow",
            ),
            (Happened::Call { seconds: 1_800 }, "in a call for 30 min"),
            (
                Happened::Undo {
                    of: 7,
                    device: None,
                },
                "takes back 7",
            ),
            (
                Happened::Confirm {
                    of: 8,
                    device: Some("pc\u{7}".into()),
                },
                "confirms 8 of pc?: on your feet",
            ),
            (
                Happened::Correction {
                    posture: Posture::Standing,
                    seconds: 300,
                },
                "corrected: stood 5 min",
            ),
            (Happened::Anew, "both clocks begin at zero"),
            (
                Happened::Totals {
                    program: "workrave".into(),
                    active_seconds: 14_400,
                    taken: 9,
                    passed: 3,
                },
                "Workrave counted 4 h of use, 9 breaks taken, 3 passed over",
            ),
            (Happened::Stopped, "Soleus ended"),
        ];
        for (happened, words) in table {
            let record = Record {
                v: RECORD_VERSION,
                id: 1,
                at: DateTime::parse_from_rfc3339("2026-11-23T09:05:00+01:00").unwrap(),
                happened,
            };
            assert_eq!(entry(&record, &Fake::new()), words);
        }
    }
}
