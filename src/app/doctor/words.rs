//! The report for people: one line a part, and below it what follows and what can be done.

use super::desk::Desk;
use super::report::{DoctorReport, Finding, Need, Verdict};

/// Lines are broken here; commands never are.
const WIDTH: usize = 80;
/// The column in which the name of a part begins, and what belongs to it.
const NAME_AT: usize = 10;
/// The column in which what was found begins.
const WORDS_AT: usize = 26;
/// The column of commands.
const COMMAND_AT: usize = 14;

/// The whole report.
pub(super) fn words(report: &DoctorReport, desk: &Desk) -> String {
    let socket = report.parts.iter().find(|part| part.part == "socket");
    let running = match (&report.running, socket.map(|socket| socket.verdict)) {
        (Some(_), _) => "Soleus is running.",
        (None, Some(Verdict::Missing)) => "Whether Soleus is running cannot be told.",
        (None, _) => "Soleus is not running.",
    };
    let mut lines = wrapped(
        &format!("Soleus {} on {}.", report.soleus, desk.words()),
        "",
        "",
    );
    lines.extend(wrapped(
        &format!("{running} Every part was asked just now, as Soleus itself asks it."),
        "",
        "",
    ));
    lines.push(String::new());
    for finding in &report.parts {
        lines.extend(part(finding));
    }
    lines.push(String::new());
    lines.extend(wrapped(&summary(report), "", ""));
    lines.join("\n")
}

fn part(finding: &Finding) -> Vec<String> {
    let head = format!(
        "{:<NAME_AT$}{:<width$}",
        finding.verdict.word(),
        finding.part,
        width = WORDS_AT - NAME_AT
    );
    let mut lines = wrapped(&finding.words, &head, &" ".repeat(WORDS_AT));
    let below = " ".repeat(NAME_AT);
    let further = " ".repeat(NAME_AT + 2);
    if let Some(said) = &finding.running_says {
        let words = format!("The running Soleus says otherwise: {said}");
        lines.extend(wrapped(&words, &below, &further));
    }
    for words in &finding.means {
        lines.extend(wrapped(words, &below, &further));
    }
    for advice in &finding.advice {
        lines.extend(wrapped(&advice.words, &below, &further));
        for command in &advice.commands {
            lines.push(format!("{}{command}", " ".repeat(COMMAND_AT)));
        }
    }
    lines
}

/// The last line: whether Soleus can do its work here.
fn summary(report: &DoctorReport) -> String {
    let count = |verdict| {
        let those = report.parts.iter().filter(|part| part.verdict == verdict);
        those.count()
    };
    let counts: Vec<String> = [
        Verdict::Works,
        Verdict::Degraded,
        Verdict::Missing,
        Verdict::Off,
    ]
    .into_iter()
    .filter(|verdict| count(*verdict) > 0)
    .map(|verdict| format!("{} {}", count(verdict), verdict.word()))
    .collect();
    let counts = counts.join(", ");
    if !report.lacks.is_empty() {
        let needs: Vec<&str> = report.lacks.iter().map(|need| Need::words(*need)).collect();
        let lacking = format!("Soleus lacks what it needs: {}.", needs.join("; "));
        // Whoever asks from another place than the desktop is not told the whole truth by it.
        let elsewhere = report.parts.iter().any(|part| {
            let said = part.running_says.as_deref().unwrap_or_default();
            part.verdict == Verdict::Missing && said.starts_with("works")
        });
        let hint = if elsewhere {
            " The running Soleus has more than is seen from here: run this in a terminal of your desktop."
        } else {
            ""
        };
        return format!("{lacking}{hint} ({counts})");
    }
    if count(Verdict::Degraded) + count(Verdict::Missing) == 0 {
        format!("Nothing is wrong. ({counts})")
    } else {
        format!("Soleus has what it needs; some of it could be better. ({counts})")
    }
}

/// Words in lines that are not too long: the first begins with `first`, the others with `then`.
fn wrapped(words: &str, first: &str, then: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in words.split_whitespace() {
        let length = line.chars().count() + usize::from(!is_empty) + word.chars().count();
        if !is_empty && length > WIDTH {
            lines.push(std::mem::replace(&mut line, then.to_owned()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::app::doctor::desk::Said;
    use crate::app::doctor::report::{Advice, DOCTOR_VERSION, DesktopReport, lacks};

    fn report(parts: Vec<Finding>) -> (DoctorReport, Desk) {
        let desk = Desk::of(Said {
            current_desktop: "GNOME",
            session_type: "wayland",
            os_release: "ID=debian\nPRETTY_NAME=Debian",
            ..Said::default()
        });
        let report = DoctorReport {
            version: DOCTOR_VERSION,
            at: DateTime::parse_from_rfc3339("2026-03-10T09:24:00+02:00").unwrap(),
            soleus: "0.1.0".to_owned(),
            desktop: DesktopReport::of(&desk),
            running: None,
            lacks: lacks(&parts),
            parts,
        };
        (report, desk)
    }

    fn finding(part: &'static str, verdict: Verdict, words: &str) -> Finding {
        Finding::new(part, "", verdict, words)
    }

    #[test]
    fn a_report_is_aligned_lines_with_what_can_be_done_below() {
        let mut tray = finding("tray", Verdict::Missing, "Nothing here takes tray icons.")
            .means("There is no icon and no menu. The command line does what the menu does, word by word.")
            .advise([
                Advice::run("Install it:", ["sudo apt install gnome-shell-extension-appindicator --and-more-that-is-long".to_owned()]),
                Advice::say("Log out and in."),
            ]);
        tray.running_says = Some("works: the panel".to_owned());
        let (report, desk) = report(vec![
            finding("idle", Verdict::Works, "X11 idle alarms"),
            finding(
                "do-not-disturb",
                Verdict::Works,
                "a sentence that is so long that it does not stand in one line with its part",
            ),
            tray,
            finding("notices", Verdict::Works, "dunst 1.9.0"),
            finding("history", Verdict::Works, "/any/history"),
        ]);
        let text = words(&report, &desk);
        assert_eq!(
            text,
            "\
Soleus 0.1.0 on GNOME on Wayland, Debian.
Soleus is not running. Every part was asked just now, as Soleus itself asks it.

works     idle            X11 idle alarms
works     do-not-disturb  a sentence that is so long that it does not stand in
                          one line with its part
missing   tray            Nothing here takes tray icons.
          The running Soleus says otherwise: works: the panel
          There is no icon and no menu. The command line does what the menu
            does, word by word.
          Install it:
              sudo apt install gnome-shell-extension-appindicator --and-more-that-is-long
          Log out and in.
works     notices         dunst 1.9.0
works     history         /any/history

Soleus has what it needs; some of it could be better. (4 works, 1 missing)"
        );
    }

    #[test]
    fn the_last_line_says_what_is_lacking() {
        let mut idle = finding("idle", Verdict::Missing, "");
        let (report, _) = report(vec![idle.clone()]);
        assert_eq!(
            summary(&report),
            "Soleus lacks what it needs: idle time, by which it sees that you left; a tray or \
             notices, by which it could ask you; a place for its history. (1 missing)"
        );

        idle.running_says = Some("works: X11 idle alarms".to_owned());
        let report = DoctorReport {
            parts: vec![idle],
            ..report
        };
        let words = summary(&report);
        assert!(words.contains("The running Soleus has more"), "{words}");
    }

    #[test]
    fn a_desk_with_everything_is_told_so() {
        let all = ["idle", "tray", "history"].map(|part| finding(part, Verdict::Works, ""));
        let off = finding("media", Verdict::Off, "");
        let (report, _) = report(all.into_iter().chain([off]).collect());
        assert_eq!(summary(&report), "Nothing is wrong. (3 works, 1 off)");
    }
}
