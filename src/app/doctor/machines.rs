//! The machines that share the history: who they are, when each was heard, and what their files are
//! worth. All of the history is read for it, on as many threads as help.

use std::io;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::report::{Advice, Finding, Verdict};
use crate::history::{Heard, Refused, Unread, devices, origin, unread};
use crate::platform::clock::wall_time;
use crate::store::{Places, conflict_copies, kept_device_name, last_records};
use crate::words::duration::{count, sentence};
use crate::words::machines::{clocks_differ, left_out};

const ASKED: &str = "the folders of all machines in the history";

/// After this long the day says more than the hours.
const LONG_AGO: TimeDelta = TimeDelta::hours(24);

/// What was found in the history.
#[derive(Debug, Default)]
pub(super) struct Machines {
    /// The name of this one; none: it has recorded nothing yet.
    own: Option<String>,
    /// Copies that another program made of this machine's own files.
    own_copies: Vec<PathBuf>,
    others: Vec<Other>,
    /// Lines that could not be used.
    unread: Unread,
}

/// Another machine.
#[derive(Debug)]
struct Other {
    name: String,
    heard: Option<Heard>,
    copies: usize,
}

/// Looks at the folders of all machines, and reads every line. They may lie on a disk that does not
/// answer.
///
/// # Errors
/// If the history, or what this machine wrote, is there and cannot be read.
pub(super) fn look(places: &Places) -> io::Result<Machines> {
    let history = &places.history;
    let now = wall_time();
    let own = kept_device_name(&places.device)?;
    let unread = unread(history)?;
    if let Some(own) = &own {
        unread.all_of(own)?;
    }
    let mut machines = Machines {
        unread,
        ..Machines::default()
    };
    for name in devices(history)? {
        let copies = conflict_copies(history, &name);
        if own.as_ref() == Some(&name) {
            machines.own_copies = copies?;
            continue;
        }
        // Nobody writes there any more, so that it is never heard.
        if origin(&name) != name {
            continue;
        }
        // What of it cannot be read is told with its path.
        let last = last_records(history, &name).unwrap_or_default();
        machines.others.push(Other {
            heard: Heard::of(&last.records, now),
            copies: copies.map_or(0, |copies| copies.len()),
            name,
        });
    }
    machines.own = own;
    Ok(machines)
}

/// Who shares the history; none: it did not answer in time.
pub(super) fn finding(places: &Places, machines: Option<io::Result<Machines>>) -> Finding {
    let history = places.history.display();
    let unknown = |words| Finding::new("machines", ASKED, Verdict::Missing, words);
    match machines {
        Some(Ok(machines)) => machines.finding(places, wall_time()),
        Some(Err(error)) => unknown(format!("{history} cannot be read: {error}.")),
        None => unknown(format!("{history} was not read in time.")),
    }
}

impl Machines {
    fn finding(&self, places: &Places, now: DateTime<FixedOffset>) -> Finding {
        let own = match &self.own {
            Some(name) => format!("this one, {name}"),
            None => "this one, which has recorded nothing yet".to_owned(),
        };
        let words = match self.others.len() {
            0 => own,
            others => format!("{own}, and {}", count(others as u64, "other")),
        };
        let clocks: Vec<String> = self.others.iter().filter_map(Other::clock).collect();
        let is_well = clocks.is_empty() && self.unread.refused.is_empty();
        let verdict = if is_well && self.own_copies.is_empty() {
            Verdict::Works
        } else {
            Verdict::Degraded
        };
        let mut finding = Finding::new("machines", ASKED, verdict, words);
        finding.means = self.others.iter().map(|other| other.heard(now)).collect();
        finding.means.extend(clocks);
        finding.means.extend(self.lines());
        finding.means.extend(self.copies());
        match self.own_copies.first() {
            Some(copy) => finding
                .means(format!(
                    "Somebody else wrote into the folder of this machine: a copy of its file lies there, \
                     {}. It is read too, and each record counts once.",
                    copy.display()
                ))
                .advise([Advice::say(format!(
                    "If another machine has the same name because it is a copy of this one, end Soleus \
                     here, delete {}, and start it again: then this machine has a name of its own. What \
                     is recorded stays.",
                    places.device.display()
                ))]),
            None => finding,
        }
    }

    fn lines(&self) -> Vec<String> {
        let lines = |number, what| {
            let are = if number == 1 { "is" } else { "are" };
            format!("{} {are} {what}", count(number, "line"))
        };
        let damaged = Some(self.unread.damaged).filter(|number| *number > 0);
        let unknown = Some(self.unread.unknown).filter(|number| *number > 0);
        let damaged = damaged.map(|it| lines(it, "damaged and left out; all others count."));
        let unknown = unknown.map(|it| {
            lines(
                it,
                "of a newer Soleus and left out by this one; nothing of it is lost.",
            )
        });
        let refused = left_out(self.unread.refused.iter().map(Refused::told));
        damaged.into_iter().chain(unknown).chain(refused).collect()
    }

    fn copies(&self) -> Option<String> {
        let copies: usize = self.others.iter().map(|other| other.copies).sum();
        (copies > 0).then(|| {
            format!(
                "A program that synchronises folders left {} of files that were changed in two places: \
                 all are read, and each record counts once.",
                match copies {
                    1 => "1 copy".to_owned(),
                    _ => format!("{copies} copies"),
                }
            )
        })
    }
}

impl Other {
    fn heard(&self, now: DateTime<FixedOffset>) -> String {
        let name = &self.name;
        match self.heard {
            Some(heard) => format!("{name} was last heard {}.", when(heard.at, now)),
            None => format!("{name} has recorded nothing that says when."),
        }
    }

    fn clock(&self) -> Option<String> {
        let ahead = self.heard?.ahead?;
        Some(clocks_differ(&self.name, ahead))
    }
}

/// "just now", "12 minutes ago", "on 3 November 2026".
fn when(at: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let ago = now.signed_duration_since(at);
    if ago.abs() < TimeDelta::minutes(1) {
        return "just now".to_owned();
    }
    match ago.to_std() {
        Ok(time) if ago < LONG_AGO => format!("{} ago", sentence(time)),
        _ => at.format("on %-d %B %Y at %H:%M").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use std::path::Path;

    use super::*;

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-23T12:00:00+01:00").unwrap()
    }

    fn places() -> Places {
        Places::inside(Path::new("/any"))
    }

    fn other(name: &str, minutes_ago: i64) -> Other {
        let ahead = u64::try_from(-minutes_ago).ok().filter(|it| *it > 10);
        Other {
            name: name.to_owned(),
            heard: Some(Heard {
                at: now() - TimeDelta::minutes(minutes_ago),
                ahead: ahead.map(Duration::from_mins),
            }),
            copies: 0,
        }
    }

    fn machines(others: Vec<Other>) -> Machines {
        Machines {
            own: Some("desk-1".to_owned()),
            others,
            ..Machines::default()
        }
    }

    fn told(machines: &Machines) -> (Verdict, String, Vec<String>) {
        let finding = machines.finding(&places(), now());
        (finding.verdict, finding.words, finding.means)
    }

    #[test]
    fn one_machine_is_told_by_its_name() {
        let (verdict, words, means) = told(&machines(Vec::new()));
        assert_eq!((verdict, &*words), (Verdict::Works, "this one, desk-1"));
        assert_eq!(means, [""; 0]);
        let (_, words, _) = told(&Machines::default());
        assert_eq!(words, "this one, which has recorded nothing yet");
    }

    #[test]
    fn each_other_machine_is_told_with_when_it_was_heard() {
        let silent = Other {
            heard: None,
            ..other("phone-1", 0)
        };
        let others = vec![
            other("laptop-1", 12),
            other("laptop-2", 0),
            other("laptop-3", 60 * 24 * 20),
            silent,
        ];
        let (verdict, words, means) = told(&machines(others));
        assert_eq!(
            (verdict, &*words),
            (Verdict::Works, "this one, desk-1, and 4 others")
        );
        assert_eq!(
            means,
            [
                "laptop-1 was last heard 12 minutes ago.",
                "laptop-2 was last heard just now.",
                "laptop-3 was last heard on 3 November 2026 at 12:00.",
                "phone-1 has recorded nothing that says when.",
            ]
        );
    }

    #[test]
    fn a_clock_that_is_off_is_told() {
        let (verdict, _, means) = told(&machines(vec![other("laptop-1", -180)]));
        assert_eq!(verdict, Verdict::Degraded);
        assert_eq!(means[1], clocks_differ("laptop-1", Duration::from_hours(3)));
    }

    #[test]
    fn a_copy_in_ones_own_folder_is_advised_on_and_one_elsewhere_is_not() {
        let mut laptop = other("laptop-1", 5);
        laptop.copies = 2;
        let mut machines = machines(vec![laptop]);
        let finding = machines.finding(&places(), now());
        assert_eq!(finding.verdict, Verdict::Works);
        assert!(finding.means[1].contains("2 copies"), "{finding:?}");
        assert!(finding.advice.is_empty());

        machines.own_copies = vec![PathBuf::from("/any/history/desk-1/2026-11 (1).jsonl")];
        let finding = machines.finding(&places(), now());
        assert_eq!(finding.verdict, Verdict::Degraded);
        assert!(
            finding.means[2].contains("2026-11 (1).jsonl"),
            "{finding:?}"
        );
        assert!(
            finding.advice[0].words.contains("delete /any/device"),
            "{finding:?}"
        );
    }

    #[test]
    fn every_line_of_every_month_and_machine_is_counted() {
        let home = tempfile::tempdir().unwrap();
        let places = Places::inside(home.path());
        fs::write(&places.device, "desk-1\n").unwrap();
        let good = r#"{"v":1,"id":3,"at":"2026-11-23T09:00:00+01:00","kind":"started"}"#;
        let newer = r#"{"v":2,"id":4,"kind":"jump"}"#;
        for (file, text) in [
            ("desk-1/2026-11.jsonl", format!("{good}\n{newer}\n")),
            ("desk-1/2026-10.jsonl", format!("{good}\n{{\"v\":1\n")),
            ("laptop-1/2016-01.jsonl", format!("garbage\n{good}\n\n")),
        ] {
            let path = places.history.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let machines = look(&places).unwrap();
        let expected = Unread {
            damaged: 2,
            unknown: 1,
            ..Unread::default()
        };
        assert_eq!(machines.unread, expected);
        assert_eq!(machines.own.as_deref(), Some("desk-1"));
        assert_eq!(machines.others.len(), 1);
        assert_eq!(
            machines.lines(),
            [
                "2 lines are damaged and left out; all others count.",
                "1 line is of a newer Soleus and left out by this one; nothing of it is lost.",
            ]
        );
    }

    /// Nobody writes into the folder of an import.
    #[test]
    fn an_import_is_no_machine_and_its_lines_count() {
        let home = tempfile::tempdir().unwrap();
        let places = Places::inside(home.path());
        for folder in [
            "import-workrave-0a1b2c3d",
            "import-pc-2-0a1b2c3d",
            "import-pc",
        ] {
            let path = places.history.join(folder);
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("2026-11.jsonl"), "garbage\n").unwrap();
        }
        let machines = look(&places).unwrap();
        let names: Vec<_> = machines.others.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["import-pc"]);
        assert_eq!(machines.unread.damaged, 3);
    }

    #[test]
    fn no_history_is_one_machine() {
        let home = tempfile::tempdir().unwrap();
        let machines = look(&Places::inside(home.path())).unwrap();
        assert!(machines.others.is_empty() && machines.own.is_none());
    }
}
