//! `soleus status`: the headline, then one line for each part that does not work.

use std::process::ExitCode;

use super::args::Common;
use super::{Programs, ask, out};
use crate::control::{Answer, Ask, StatusReport};

pub(super) fn status(common: &Common, json: bool, programs: &Programs) -> ExitCode {
    match ask::of_resident(common, &Ask::Status, programs) {
        Ok(Answer::Status(report)) if json => out::json(&*report),
        Ok(Answer::Status(report)) => out::done(&words(&report)),
        Ok(other) => ask::not_done(&other),
        Err(error) => out::no(&error.to_string()),
    }
}

fn words(report: &StatusReport) -> String {
    let broken = report.parts.iter().filter(|part| !part.works && !part.off);
    let quiet = report.quiet_words.iter().map(|words| format!("\n{words}"));
    let lines = broken.map(|part| format!("\n  {}: {}", part.part, part.words));
    std::iter::once(report.headline.clone())
        .chain(quiet)
        .chain(lines)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::{PartReport, REPORT_VERSION};
    use crate::link::{Health, Part};
    use chrono::DateTime;

    #[test]
    fn parts_that_work_are_not_named() {
        let at = DateTime::parse_from_rfc3339("2026-03-10T09:24:00+02:00").unwrap();
        let report = StatusReport {
            version: REPORT_VERSION,
            at,
            headline: "Sitting 24 min · break in 6 min".into(),
            posture: "seated".into(),
            why: "input".into(),
            since: at,
            call: None,
            media_since: None,
            quiet: Some("do-not-disturb".into()),
            quiet_words: Some("Reminders wait.".into()),
            bout_seconds: 1440,
            pump_seconds: 1440,
            standing_seconds: 0,
            reminder: "none".into(),
            next_reminder_seconds: Some(360),
            movement: None,
            suggestion: None,
            guided: None,
            safety_read: true,
            paused_until: None,
            can_undo: false,
            last_record: 7,
            speed: 1,
            parts: vec![
                PartReport::new(Part::Tray, &Health::Works("the panel".into())),
                PartReport::new(Part::Notices, &Health::Missing("no server answers".into())),
            ],
        };
        assert_eq!(
            words(&report),
            "Sitting 24 min · break in 6 min\nReminders wait.\n  notices: no server answers"
        );
    }
}
