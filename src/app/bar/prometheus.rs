//! Prometheus' text exposition, as `node_exporter`'s textfile collector reads it: gauges alone.

use std::fmt::Write as _;

use super::face;
use crate::control::StatusReport;

/// Every posture, as a label.
const POSTURES: [&str; 5] = ["seated", "standing", "away", "paused", "off-hours"];
/// Every state of a reminder, as a label.
const REMINDERS: [&str; 6] = ["none", "due", "waiting", "shown", "overdue", "snoozed"];

/// How things stand, with the line feed that its last line needs.
pub(super) fn text(status: Option<&StatusReport>) -> String {
    let mut text = String::new();
    gauge(
        &mut text,
        "up",
        "Whether Soleus runs.",
        u64::from(status.is_some()),
    );
    let Some(status) = status else {
        return text;
    };
    gauge(
        &mut text,
        "bout_seconds",
        "Unbroken sitting.",
        status.bout_seconds,
    );
    gauge(
        &mut text,
        "pump_seconds",
        "Time since the calves last worked.",
        status.pump_seconds,
    );
    gauge(
        &mut text,
        "standing_seconds",
        "Time standing without leg work.",
        status.standing_seconds,
    );
    if let Some(left) = status.next_reminder_seconds {
        gauge(
            &mut text,
            "next_reminder_seconds",
            "Time until the next reminder.",
            left,
        );
    }
    gauge(
        &mut text,
        "clock_percent",
        "How far the clock ran towards the next reminder.",
        face::percentage(Some(status)),
    );
    let call = u64::from(status.call.is_some());
    gauge(&mut text, "in_call", "Whether somebody is in a call.", call);
    set(
        &mut text,
        "posture",
        "The posture.",
        &POSTURES,
        &status.posture,
    );
    set(
        &mut text,
        "reminder",
        "Where the reminder is in its life.",
        &REMINDERS,
        &status.reminder,
    );
    text
}

fn head(text: &mut String, name: &str, help: &str) {
    // Writing into a string cannot fail, here and below.
    let _ = writeln!(
        text,
        "# HELP soleus_{name} {help}\n# TYPE soleus_{name} gauge"
    );
}

fn gauge(text: &mut String, name: &str, help: &str, value: u64) {
    head(text, name, help);
    let _ = writeln!(text, "soleus_{name} {value}");
}

/// One gauge for each of a few states, 1 for the one that is.
fn set(text: &mut String, name: &str, help: &str, states: &[&str], is: &str) {
    head(text, name, help);
    for state in states {
        let value = u8::from(*state == is);
        let _ = writeln!(text, "soleus_{name}{{state=\"{state}\"}} {value}");
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{other, seated};
    use super::*;

    #[test]
    fn every_gauge_has_its_help_and_its_type_before_it() {
        let text = text(Some(&seated()));
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split(['{', ' ']).next().unwrap();
            let head = format!("# TYPE {name} gauge\n{name}");
            assert!(text.contains(&head), "{line}");
            assert!(text.contains(&format!("# HELP {name} ")), "{line}");
        }
        for line in [
            "soleus_up 1",
            "soleus_bout_seconds 1440",
            "soleus_next_reminder_seconds 360",
            "soleus_clock_percent 80",
            "soleus_posture{state=\"seated\"} 1",
            "soleus_posture{state=\"away\"} 0",
            "soleus_reminder{state=\"none\"} 1",
        ] {
            assert!(text.contains(&format!("\n{line}\n")), "{line}: {text}");
        }
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn what_is_not_coming_has_no_value() {
        let text = text(Some(&other("away", "none")));
        assert!(!text.contains("next_reminder"), "{text}");
    }

    #[test]
    fn one_that_does_not_run_is_not_up() {
        assert_eq!(
            text(None),
            "# HELP soleus_up Whether Soleus runs.\n# TYPE soleus_up gauge\nsoleus_up 0\n"
        );
    }
}
