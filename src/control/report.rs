//! What `status` and `today` say: versioned, the same over the socket and in `--json`.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::engine::View;
use crate::engine::effect::Suggestion;
use crate::engine::movement::Kind;
use crate::engine::record::{Halt, Happened, Outcome, Posture, Record, Side, Source};
use crate::engine::view::Today;
use crate::link::{Health, Part};

/// The version of both reports. It grows when a field changes its meaning or goes away.
pub const REPORT_VERSION: u32 = 1;

/// How things stand at one moment. Times are local with their offset, lengths whole seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusReport {
    /// [`REPORT_VERSION`].
    pub version: u32,
    /// The moment.
    pub at: DateTime<FixedOffset>,
    /// The same for people, in one line.
    pub headline: String,
    /// `seated`, `standing`, `away`, `paused` or `off-hours`.
    pub posture: String,
    /// Why the program believes so: `input`, `short-idle`, `call`, `media`, `said`, `no-sensor`,
    /// for an absence `idle`, `locked`, `switched`, `asleep`, `said` or `off`, else `paused` or
    /// `off-hours`.
    pub why: String,
    /// When this posture began.
    pub since: DateTime<FixedOffset>,
    /// The call somebody is in; null: none.
    #[serde(default)]
    pub call: Option<CallReport>,
    /// When media began to play; null: none plays.
    #[serde(default)]
    pub media_since: Option<DateTime<FixedOffset>>,
    /// Why reminders wait: `do-not-disturb`, `full-screen` or `presenting`; null: nothing holds
    /// them back.
    #[serde(default)]
    pub quiet: Option<String>,
    /// The same for people.
    #[serde(default)]
    pub quiet_words: Option<String>,
    /// Unbroken sitting.
    pub bout_seconds: u64,
    /// Time since the calves last worked.
    pub pump_seconds: u64,
    /// Time standing without leg work, while standing.
    pub standing_seconds: u64,
    /// `none`, `due`, `waiting`, `shown`, `overdue` or `snoozed`.
    pub reminder: String,
    /// Time until the next reminder at this posture; null when none is coming.
    pub next_reminder_seconds: Option<u64>,
    /// The movement that is or would be suggested; null when there is none.
    pub movement: Option<String>,
    /// The same with its dose; null when there is none.
    #[serde(default)]
    pub suggestion: Option<SuggestionReport>,
    /// The break that was started and not yet answered; null: none.
    #[serde(default)]
    pub guided: Option<GuidedReport>,
    /// Whether the user acknowledged the page on safety.
    #[serde(default)]
    pub safety_read: bool,
    /// When a pause ends by itself.
    pub paused_until: Option<DateTime<FixedOffset>>,
    /// Whether there is a booking to take back.
    pub can_undo: bool,
    /// The number of the newest record of this machine; 0: none yet.
    #[serde(default)]
    pub last_record: u64,
    /// How many times faster than time its clocks run: 1, but in a demonstration.
    #[serde(default = "as_time_does")]
    pub speed: u32,
    /// How each part is.
    pub parts: Vec<PartReport>,
}

fn as_time_does() -> u32 {
    1
}

/// A movement with the dose that is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionReport {
    /// The movement's id.
    pub movement: String,
    /// `on-feet`, `strength`, `seated`, `stretch` or `standing`.
    pub kind: Kind,
    /// How long.
    pub dose_seconds: u64,
    /// The leg that begins, `left` or `right`; null where both move together or in turn.
    #[serde(default)]
    pub side: Option<Side>,
}

impl SuggestionReport {
    fn of(suggestion: &Suggestion) -> Self {
        Self {
            movement: suggestion.movement.clone(),
            kind: suggestion.kind,
            dose_seconds: suggestion.dose.as_secs(),
            side: suggestion.side,
        }
    }
}

/// A break under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidedReport {
    /// The movement and its dose.
    #[serde(flatten)]
    pub suggestion: SuggestionReport,
    /// When it was started.
    pub since: DateTime<FixedOffset>,
}

/// What a status says for people, and what is known beside the clocks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// How things stand, in one line.
    pub headline: String,
    /// What holds reminders back.
    pub quiet: Option<String>,
    /// Whether the user acknowledged the page on safety.
    pub safety_read: bool,
    /// The number of the newest record.
    pub last_record: u64,
}

impl StatusReport {
    /// What `view` shows at `wall`.
    #[must_use]
    pub fn new(
        view: &View,
        wall: DateTime<FixedOffset>,
        words: Words,
        parts: Vec<PartReport>,
    ) -> Self {
        Self {
            version: REPORT_VERSION,
            at: wall,
            headline: words.headline,
            posture: posture(view.posture).to_owned(),
            why: view.why.word().to_owned(),
            since: view.since,
            call: view.around.call.map(|call| CallReport {
                since: call.since,
                microphone: call.microphone,
                camera: call.camera,
            }),
            media_since: view.around.media_since,
            quiet: view.around.quiet.map(|cause| cause.word().to_owned()),
            quiet_words: words.quiet,
            bout_seconds: view.bout.as_secs(),
            pump_seconds: view.pump.as_secs(),
            standing_seconds: view.standing.as_secs(),
            reminder: view.reminder.word().to_owned(),
            next_reminder_seconds: view.next_reminder.as_ref().map(Duration::as_secs),
            movement: view.suggestion.as_ref().map(|it| it.movement.clone()),
            suggestion: view.suggestion.as_ref().map(SuggestionReport::of),
            guided: view.guided.as_ref().map(|guided| GuidedReport {
                suggestion: SuggestionReport::of(&guided.suggestion),
                since: guided.since,
            }),
            safety_read: words.safety_read,
            paused_until: view.paused_until,
            can_undo: view.can_undo,
            last_record: words.last_record,
            speed: as_time_does(),
            parts,
        }
    }
}

/// A call, by the signs of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallReport {
    /// When it was first seen.
    pub since: DateTime<FixedOffset>,
    /// A microphone is in use.
    pub microphone: bool,
    /// A camera is in use.
    pub camera: bool,
}

/// How one part is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartReport {
    /// `tray`, `notices`, `idle`, `lock`, `sleep`, `microphone`, `camera`, `media`, `do-not-disturb`,
    /// `full-screen`, `control`, `store`, `settings` or `window`.
    pub part: String,
    /// Whether it works.
    pub works: bool,
    /// Whether it is switched off in the settings, so that nothing is missing.
    #[serde(default)]
    pub off: bool,
    /// By what it works, or what is missing, for people.
    pub words: String,
}

impl PartReport {
    /// What the part told of itself.
    #[must_use]
    pub fn new(part: Part, health: &Health) -> Self {
        let (works, off, said) = match health {
            Health::Works(words) => (true, false, words),
            Health::Missing(words) => (false, false, words),
            Health::Off(words) => (false, true, words),
        };
        Self {
            part: part.word().to_owned(),
            works,
            off,
            words: said.clone(),
        }
    }
}

/// The day so far. Times are local with their offset, lengths whole seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayReport {
    /// [`REPORT_VERSION`].
    pub version: u32,
    /// Seated.
    pub seated_seconds: u64,
    /// Standing still.
    pub standing_seconds: u64,
    /// On the feet: moving about.
    pub on_feet_seconds: u64,
    /// Away.
    pub away_seconds: u64,
    /// Paused or outside the schedule.
    pub stopped_seconds: u64,
    /// The longest unbroken sitting.
    pub longest_bout_seconds: u64,
    /// Every reminder answered or not, movement logged and natural break, in the order of time.
    pub breaks: Vec<BreakReport>,
}

impl TodayReport {
    /// The day in these figures, with these breaks; `on_feet` is the part of standing that was moving about.
    #[must_use]
    pub fn new(today: &Today, on_feet: Duration, breaks: Vec<BreakReport>) -> Self {
        Self {
            version: REPORT_VERSION,
            seated_seconds: today.seated.as_secs(),
            standing_seconds: today.standing.saturating_sub(on_feet).as_secs(),
            on_feet_seconds: on_feet.as_secs(),
            away_seconds: today.away.as_secs(),
            stopped_seconds: today.stopped.as_secs(),
            longest_bout_seconds: today.longest.as_secs(),
            breaks,
        }
    }
}

/// One break of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakReport {
    /// When it began.
    pub at: DateTime<FixedOffset>,
    /// The movement; null for a natural break.
    pub movement: Option<String>,
    /// What was done, for people: "walk", "15 heel raises"; null when there is nobody to say it.
    #[serde(default)]
    pub words: Option<String>,
    /// `on-feet`, `strength`, `seated`, `stretch` or `standing`; null for a natural break.
    pub kind: Option<Kind>,
    /// `done`, `part`, `skipped`, `ignored` or `natural`.
    pub outcome: Outcome,
    /// How long was moved, or how long the absence was; else 0.
    pub seconds: u64,
    /// How many repetitions were counted; null where nobody counted.
    #[serde(default)]
    pub repetitions: Option<u32>,
    /// Who said so: `notice`, `tray`, `command` or `guess`.
    pub source: Source,
}

impl BreakReport {
    /// The break of a record; none when the record is of something else.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        match &record.happened {
            Happened::Break {
                movement,
                kind,
                outcome,
                seconds,
                repetitions,
                source,
                side: _,
                asked: _,
            } => Some(Self {
                at: record.at,
                movement: movement.clone(),
                words: None,
                kind: *kind,
                outcome: *outcome,
                seconds: *seconds,
                repetitions: *repetitions,
                source: *source,
            }),
            _ => None,
        }
    }
}

fn posture(posture: Posture) -> &'static str {
    match posture {
        Posture::Seated => "seated",
        Posture::Standing => "standing",
        Posture::Away(_) => "away",
        Posture::Stopped(Halt::Paused) => "paused",
        Posture::Stopped(Halt::OffHours) => "off-hours",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::engine::effect::Suggestion;
    use crate::engine::input::QuietCause;
    use crate::engine::record::{Cause, RECORD_VERSION};
    use crate::engine::view::{Around, Call, Face, ReminderState, Shape, Why};

    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-10T{time}:00+02:00")).unwrap()
    }

    fn view() -> View {
        View {
            posture: Posture::Seated,
            why: Why::Input,
            around: Around::default(),
            since: at("09:00"),
            bout: Duration::from_millis(1_439_900),
            pump: Duration::from_mins(24),
            standing: Duration::ZERO,
            reminder: ReminderState::None,
            ask: None,
            suggestion: Some(Suggestion {
                movement: "easy-walk".into(),
                kind: Kind::OnFeet,
                dose: Duration::from_mins(3),
                side: None,
            }),
            guided: None,
            next_reminder: Some(Duration::from_mins(6)),
            paused_until: None,
            can_undo: true,
            face: Face {
                shape: Shape::Rest,
                level: 8,
            },
            today: Today::default(),
        }
    }

    #[test]
    fn status_json_is_exactly_as_documented() {
        let parts = vec![
            PartReport::new(Part::Tray, &Health::Works("the panel".into())),
            PartReport::new(Part::Notices, &Health::Missing("no server".into())),
        ];
        let around = Around {
            call: Some(Call {
                since: at("09:10"),
                microphone: true,
                camera: false,
            }),
            quiet: Some(QuietCause::FullScreen),
            ..Around::default()
        };
        let view = View { around, ..view() };
        let words = Words {
            headline: "Sitting 24 min".into(),
            quiet: Some("A window covers the screen.".into()),
            safety_read: true,
            last_record: 1_773_127_440_250,
        };
        let report = StatusReport::new(&view, at("09:24"), words, parts);
        assert_eq!(
            serde_json::to_value(&report).unwrap(),
            json!({
                "version": 1,
                "at": "2026-03-10T09:24:00+02:00",
                "headline": "Sitting 24 min",
                "posture": "seated",
                "why": "input",
                "since": "2026-03-10T09:00:00+02:00",
                "call": {
                    "since": "2026-03-10T09:10:00+02:00",
                    "microphone": true,
                    "camera": false,
                },
                "media_since": null,
                "quiet": "full-screen",
                "quiet_words": "A window covers the screen.",
                "bout_seconds": 1439,
                "pump_seconds": 1440,
                "standing_seconds": 0,
                "reminder": "none",
                "next_reminder_seconds": 360,
                "movement": "easy-walk",
                "suggestion": {
                    "movement": "easy-walk",
                    "kind": "on-feet",
                    "dose_seconds": 180,
                    "side": null,
                },
                "guided": null,
                "safety_read": true,
                "paused_until": null,
                "can_undo": true,
                "last_record": 1_773_127_440_250_u64,
                "speed": 1,
                "parts": [
                    {"part": "tray", "works": true, "off": false, "words": "the panel"},
                    {"part": "notices", "works": false, "off": false, "words": "no server"},
                ],
            })
        );
    }

    #[test]
    fn what_is_not_coming_is_null() {
        let mut view = view();
        view.next_reminder = None;
        view.suggestion = None;
        view.posture = Posture::Stopped(Halt::Paused);
        view.why = Why::Paused;
        view.paused_until = Some(at("17:00"));
        let report = StatusReport::new(&view, at("09:24"), Words::default(), Vec::new());
        let value = serde_json::to_value(&report).unwrap();
        assert_eq!(value["next_reminder_seconds"], json!(null));
        assert_eq!(value["movement"], json!(null));
        assert_eq!(value["paused_until"], json!("2026-03-10T17:00:00+02:00"));
    }

    #[test]
    fn every_posture_and_reason_has_its_word() {
        let table = [
            (Posture::Seated, Why::ShortIdle, "seated", "short-idle"),
            (Posture::Seated, Why::Call, "seated", "call"),
            (Posture::Seated, Why::Media, "seated", "media"),
            (Posture::Seated, Why::NoSensor, "seated", "no-sensor"),
            (Posture::Standing, Why::Said, "standing", "said"),
            (
                Posture::Away(Cause::Locked),
                Why::Absent(Cause::Locked),
                "away",
                "locked",
            ),
            (
                Posture::Stopped(Halt::Paused),
                Why::Paused,
                "paused",
                "paused",
            ),
            (
                Posture::Stopped(Halt::OffHours),
                Why::OffHours,
                "off-hours",
                "off-hours",
            ),
        ];
        for (posture, why, posture_word, why_word) in table {
            let view = View {
                posture,
                why,
                ..view()
            };
            let report = StatusReport::new(&view, at("09:24"), Words::default(), Vec::new());
            assert_eq!(
                (&*report.posture, &*report.why),
                (posture_word, why_word),
                "{posture:?}"
            );
        }
    }

    #[test]
    fn today_json_is_exactly_as_documented() {
        let record = |happened| Record {
            v: RECORD_VERSION,
            id: 1,
            at: at("09:30"),
            happened,
        };
        let walk = BreakReport::of(&record(Happened::Break {
            movement: Some("easy-walk".into()),
            kind: Some(Kind::OnFeet),
            outcome: Outcome::Done,
            asked: None,
            seconds: 180,
            repetitions: None,
            side: None,
            source: Source::Command,
        }));
        let natural = BreakReport::of(&record(Happened::Break {
            movement: None,
            kind: None,
            outcome: Outcome::Natural,
            asked: None,
            seconds: 900,
            repetitions: None,
            side: None,
            source: Source::Guess,
        }));
        assert_eq!(BreakReport::of(&record(Happened::Started)), None);
        let today = Today {
            seated: Duration::from_mins(250),
            standing: Duration::from_mins(10),
            away: Duration::from_mins(15),
            stopped: Duration::from_mins(1),
            longest: Duration::from_mins(48),
            breaks: 2,
        };
        let breaks = [walk, natural].into_iter().flatten().collect();
        let report = TodayReport::new(&today, Duration::from_mins(2), breaks);
        assert_eq!(
            serde_json::to_value(&report).unwrap(),
            json!({
                "version": 1,
                "seated_seconds": 15000,
                "standing_seconds": 480,
                "on_feet_seconds": 120,
                "away_seconds": 900,
                "stopped_seconds": 60,
                "longest_bout_seconds": 2880,
                "breaks": [
                    {
                        "at": "2026-03-10T09:30:00+02:00",
                        "movement": "easy-walk",
                        "words": null,
                        "kind": "on-feet",
                        "outcome": "done",
                        "seconds": 180,
                        "repetitions": null,
                        "source": "command",
                    },
                    {
                        "at": "2026-03-10T09:30:00+02:00",
                        "movement": null,
                        "words": null,
                        "kind": null,
                        "outcome": "natural",
                        "seconds": 900,
                        "repetitions": null,
                        "source": "guess",
                    },
                ],
            })
        );
    }
}
