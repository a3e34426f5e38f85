//! The line that says how things stand: tooltip, first line of the menu, `soleus status`.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::{duration, upper};
use crate::engine::View;
use crate::engine::effect::Ask;
use crate::engine::input::QuietCause;
use crate::engine::record::{Cause, Halt, Posture};
use crate::engine::view::{Call, ReminderState, Today, Why};

/// Between the pieces of a headline.
const BETWEEN: &str = " · ";

const BREAK: &str = "break";
const SHIFT: &str = "time to shift";
const AGAIN: &str = "break again";
/// What a time ahead is told of.
const NEXT: [&str; 3] = [BREAK, SHIFT, AGAIN];

/// "Sitting 24 min · break in 6 min", and in a call "In a call since 10:02 (microphone) · sitting
/// 47 min · break in 3 min".
#[must_use]
pub fn headline(view: &View) -> String {
    let posture = match view.posture {
        Posture::Seated => format!("sitting {}", duration::passed(view.bout)),
        Posture::Standing => format!("standing {}", duration::passed(view.standing)),
        Posture::Away(cause) => {
            let since = view.since.format("%H:%M");
            return format!("Away since {since} ({})", known_by(cause));
        }
        Posture::Stopped(Halt::Paused) => return paused(view),
        Posture::Stopped(Halt::OffHours) => {
            return "Outside your hours · nothing will be asked".to_owned();
        }
    };
    let pieces = [why_seated(view), Some(posture), next(view)];
    let pieces: Vec<String> = pieces.into_iter().flatten().collect();
    upper(&pieces.join(BETWEEN))
}

/// A headline that was told, once its clocks have run on and nothing else has changed: so long somebody
/// sits or stands by now, and so long it is until the next reminder.
#[must_use]
pub fn later(headline: &str, ran: Duration, next_reminder: Option<Duration>) -> String {
    let piece = |piece: &str| {
        let mut words = piece.split(' ');
        let first = words.next().unwrap_or_default();
        if ["sitting", "standing"].contains(&first.to_lowercase().as_str()) {
            return format!("{first} {}", duration::passed(ran));
        }
        match (piece.rsplit_once(" in "), next_reminder) {
            (Some((what, _)), Some(time)) if NEXT.contains(&what) => {
                format!("{what} in {}", duration::ahead(time))
            }
            _ => piece.to_owned(),
        }
    };
    let pieces: Vec<String> = headline.split(BETWEEN).map(piece).collect();
    pieces.join(BETWEEN)
}

/// What holds reminders back at the moment, in a sentence; none if nothing does.
#[must_use]
pub fn quiet(view: &View) -> Option<&'static str> {
    Some(match view.around.quiet? {
        QuietCause::DoNotDisturb => "Do-not-disturb is on: reminders wait until it ends.",
        QuietCause::FullScreen => "A window covers the screen: reminders wait until it is gone.",
        QuietCause::Presenting => {
            "Something holds the screen awake, as a film or a presentation does: reminders wait \
             until it ends."
        }
    })
}

/// Why somebody who may touch nothing is taken to sit, if a call or a film is the reason.
fn why_seated(view: &View) -> Option<String> {
    match (view.why, view.around.call, view.around.media_since) {
        (Why::Call, Some(call), _) => {
            let since = call.since.format("%H:%M");
            Some(format!("in a call since {since} ({})", signs(call)))
        }
        (Why::Media, _, Some(since)) => {
            Some(format!("media playing since {}", since.format("%H:%M")))
        }
        _ => None,
    }
}

fn signs(call: Call) -> &'static str {
    match (call.microphone, call.camera) {
        (true, true) => "microphone and camera",
        (false, true) => "camera",
        (_, false) => "microphone",
    }
}

/// How an absence is known.
fn known_by(cause: Cause) -> &'static str {
    match cause {
        Cause::Idle => "nothing was touched",
        Cause::Locked => "the screen is locked",
        Cause::Switched => "another session is in front",
        Cause::Asleep => "the computer sleeps",
        Cause::Said => "you said so",
        Cause::Off => "Soleus was off",
    }
}

/// "Today: 4 h 10 sitting, 6 breaks, longest 48 min".
#[must_use]
pub fn today_line(today: &Today) -> String {
    let breaks = match today.breaks {
        0 => "no breaks yet".to_owned(),
        breaks => duration::count(breaks.into(), "break"),
    };
    format!(
        "Today: {} sitting, {breaks}, longest {}",
        duration::passed(today.seated),
        duration::passed(today.longest),
    )
}

fn next(view: &View) -> Option<String> {
    if view.guided.is_some() {
        return Some("a break is under way".to_owned());
    }
    let standing = view.posture == Posture::Standing;
    match view.reminder {
        ReminderState::None => view.next_reminder.map(|time| {
            let what = if standing { SHIFT } else { BREAK };
            format!("{what} in {}", duration::ahead(time))
        }),
        ReminderState::Snoozed => Some(view.next_reminder.map_or_else(
            || "no more reminders until tomorrow".to_owned(),
            |time| format!("{AGAIN} in {}", duration::ahead(time)),
        )),
        ReminderState::Due | ReminderState::Shown => Some(time_to(view)),
        ReminderState::Waiting => Some(waits(view.around.quiet).to_owned()),
        ReminderState::Overdue => Some("break overdue".to_owned()),
    }
}

fn waits(quiet: Option<QuietCause>) -> &'static str {
    match quiet {
        None => "a break is due and waits for a good moment",
        Some(QuietCause::DoNotDisturb) => "a break is due after do-not-disturb",
        Some(QuietCause::FullScreen) => "a break is due after the full screen",
        Some(QuietCause::Presenting) => "a break is due once the screen may sleep",
    }
}

fn time_to(view: &View) -> String {
    match view.ask {
        Some(Ask::Long) => match &view.suggestion {
            Some(long) => format!("time for {} on your feet", duration::dose(long.dose)),
            None => "time for a while on your feet".to_owned(),
        },
        Some(Ask::Standing) => "time to rock, walk a little, or sit".to_owned(),
        Some(Ask::Pump | Ask::Wanted) | None => "time to move your legs".to_owned(),
    }
}

fn paused(view: &View) -> String {
    view.paused_until.map_or_else(
        || "Paused until you resume".to_owned(),
        |until| format!("Paused until {}", moment(until, view.since)),
    )
}

/// The time of day, with the weekday when it is not the day of `seen_from`.
fn moment(time: DateTime<FixedOffset>, seen_from: DateTime<FixedOffset>) -> String {
    let time = time.with_timezone(seen_from.offset());
    if time.date_naive() == seen_from.date_naive() {
        time.format("%H:%M").to_string()
    } else {
        time.format("%a %H:%M").to_string()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::engine::effect::Suggestion;
    use crate::engine::movement::Kind;
    use crate::engine::view::{Around, Face, GuidedView, Shape};
    use crate::words::fake::assert_kind;

    const MINUTE: Duration = Duration::from_mins(1);

    /// Seated for 24 minutes, six to go, on a Monday.
    pub(crate) fn seated() -> View {
        View {
            posture: Posture::Seated,
            why: Why::Input,
            around: Around::default(),
            since: at("2026-01-05T10:02:00+01:00"),
            bout: 24 * MINUTE,
            pump: 24 * MINUTE,
            standing: Duration::ZERO,
            reminder: ReminderState::None,
            ask: None,
            suggestion: None,
            guided: None,
            next_reminder: Some(6 * MINUTE),
            paused_until: None,
            can_undo: false,
            face: Face {
                shape: Shape::Rest,
                level: 8,
            },
            today: Today::default(),
        }
    }

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(time).unwrap()
    }

    fn due(reminder: ReminderState, ask: Ask) -> View {
        View {
            bout: 34 * MINUTE,
            reminder,
            ask: Some(ask),
            next_reminder: None,
            ..seated()
        }
    }

    fn in_call(microphone: bool, camera: bool) -> View {
        let call = Call {
            since: at("2026-01-05T10:02:00+01:00"),
            microphone,
            camera,
        };
        View {
            why: Why::Call,
            around: Around {
                call: Some(call),
                ..Around::default()
            },
            ..seated()
        }
    }

    fn waiting(cause: QuietCause) -> View {
        View {
            around: Around {
                quiet: Some(cause),
                ..Around::default()
            },
            ..due(ReminderState::Waiting, Ask::Pump)
        }
    }

    fn ten_minutes() -> Suggestion {
        Suggestion {
            movement: "easy-walk".to_owned(),
            kind: Kind::OnFeet,
            dose: 10 * MINUTE,
            side: None,
        }
    }

    fn paused_until(time: &str) -> View {
        View {
            posture: Posture::Stopped(Halt::Paused),
            paused_until: Some(at(time)),
            ..seated()
        }
    }

    /// Who counts on alone says what the program itself says by then.
    #[test]
    fn a_headline_that_was_told_goes_on_with_its_clocks() {
        let standing = View {
            posture: Posture::Standing,
            ..seated()
        };
        let snoozed = View {
            reminder: ReminderState::Snoozed,
            ..seated()
        };
        let away = View {
            posture: Posture::Away(Cause::Idle),
            ..seated()
        };
        let views = [
            seated(),
            standing,
            snoozed,
            away,
            in_call(true, false),
            due(ReminderState::Shown, Ask::Long),
            due(ReminderState::Overdue, Ask::Pump),
            waiting(QuietCause::FullScreen),
            paused_until("2026-01-05T17:00:00+01:00"),
        ];
        for view in views {
            for passed in [Duration::ZERO, MINUTE, 5 * MINUTE + MINUTE / 2] {
                let later = View {
                    bout: view.bout + passed,
                    standing: view.standing + passed,
                    next_reminder: view.next_reminder.map(|next| next.saturating_sub(passed)),
                    ..view.clone()
                };
                let ran = match later.posture {
                    Posture::Standing => later.standing,
                    _ => later.bout,
                };
                let said = super::later(&headline(&view), ran, later.next_reminder);
                assert_eq!(said, headline(&later));
            }
        }
    }

    #[test]
    fn the_headline_says_how_things_stand() {
        let standing = View {
            posture: Posture::Standing,
            standing: 12 * MINUTE,
            next_reminder: Some(3 * MINUTE),
            ..seated()
        };
        let breaking = View {
            guided: Some(GuidedView {
                suggestion: ten_minutes(),
                since: at("2026-01-05T10:25:00+01:00"),
            }),
            ..due(ReminderState::Shown, Ask::Pump)
        };
        let table = [
            (seated(), "Sitting 24 min · break in 6 min"),
            (breaking, "Sitting 34 min · a break is under way"),
            (
                View {
                    next_reminder: None,
                    ..seated()
                },
                "Sitting 24 min",
            ),
            (
                due(ReminderState::Due, Ask::Pump),
                "Sitting 34 min · time to move your legs",
            ),
            (
                due(ReminderState::Shown, Ask::Wanted),
                "Sitting 34 min · time to move your legs",
            ),
            (
                View {
                    suggestion: Some(ten_minutes()),
                    ..due(ReminderState::Shown, Ask::Long)
                },
                "Sitting 34 min · time for 10 min on your feet",
            ),
            (
                due(ReminderState::Due, Ask::Long),
                "Sitting 34 min · time for a while on your feet",
            ),
            (
                due(ReminderState::Waiting, Ask::Pump),
                "Sitting 34 min · a break is due and waits for a good moment",
            ),
            (
                due(ReminderState::Overdue, Ask::Pump),
                "Sitting 34 min · break overdue",
            ),
            (
                View {
                    next_reminder: Some(8 * MINUTE),
                    ..due(ReminderState::Snoozed, Ask::Pump)
                },
                "Sitting 34 min · break again in 8 min",
            ),
            (
                due(ReminderState::Snoozed, Ask::Pump),
                "Sitting 34 min · no more reminders until tomorrow",
            ),
            (standing.clone(), "Standing 12 min · time to shift in 3 min"),
            (
                View {
                    reminder: ReminderState::Due,
                    ask: Some(Ask::Standing),
                    ..standing
                },
                "Standing 12 min · time to rock, walk a little, or sit",
            ),
            (
                paused_until("2026-01-05T14:00:00+01:00"),
                "Paused until 14:00",
            ),
            (
                paused_until("2026-01-06T04:00:00+01:00"),
                "Paused until Tue 04:00",
            ),
            (
                View {
                    posture: Posture::Stopped(Halt::Paused),
                    ..seated()
                },
                "Paused until you resume",
            ),
            (
                View {
                    posture: Posture::Stopped(Halt::OffHours),
                    ..seated()
                },
                "Outside your hours · nothing will be asked",
            ),
        ];
        assert_headlines(&table);
    }

    #[test]
    fn the_headline_says_why_it_believes_so_and_what_it_waits_for() {
        let table = [
            (
                View {
                    posture: Posture::Away(Cause::Idle),
                    ..seated()
                },
                "Away since 10:02 (nothing was touched)",
            ),
            (
                View {
                    posture: Posture::Away(Cause::Locked),
                    ..seated()
                },
                "Away since 10:02 (the screen is locked)",
            ),
            (
                in_call(true, false),
                "In a call since 10:02 (microphone) · sitting 24 min · break in 6 min",
            ),
            (
                View {
                    next_reminder: None,
                    ..in_call(false, true)
                },
                "In a call since 10:02 (camera) · sitting 24 min",
            ),
            (
                View {
                    bout: 599 * MINUTE,
                    reminder: ReminderState::Shown,
                    ask: Some(Ask::Pump),
                    ..in_call(true, true)
                },
                "In a call since 10:02 (microphone and camera) · sitting 9 h 59 · time to move your legs",
            ),
            (
                View {
                    why: Why::Media,
                    around: Around {
                        media_since: Some(at("2026-01-05T10:02:00+01:00")),
                        ..Around::default()
                    },
                    ..seated()
                },
                "Media playing since 10:02 · sitting 24 min · break in 6 min",
            ),
            (
                waiting(QuietCause::DoNotDisturb),
                "Sitting 34 min · a break is due after do-not-disturb",
            ),
            (
                waiting(QuietCause::FullScreen),
                "Sitting 34 min · a break is due after the full screen",
            ),
            (
                waiting(QuietCause::Presenting),
                "Sitting 34 min · a break is due once the screen may sleep",
            ),
        ];
        assert_headlines(&table);
    }

    #[track_caller]
    fn assert_headlines(table: &[(View, &str)]) {
        for (view, words) in table {
            assert_eq!(headline(view), *words);
            // A tooltip on Windows holds 127 UTF-16 units.
            assert_kind(words, 100);
        }
    }

    #[test]
    fn today_is_one_line_with_the_right_number_of_breaks() {
        let day = |breaks| Today {
            seated: 250 * MINUTE,
            longest: 48 * MINUTE,
            breaks,
            ..Today::default()
        };
        let table = [
            (0, "Today: 4 h 10 sitting, no breaks yet, longest 48 min"),
            (1, "Today: 4 h 10 sitting, 1 break, longest 48 min"),
            (6, "Today: 4 h 10 sitting, 6 breaks, longest 48 min"),
        ];
        for (breaks, words) in table {
            assert_eq!(today_line(&day(breaks)), words);
            assert_kind(words, 80);
        }
    }
}
