//! What `doctor` says: versioned, the same for people and in `--json`.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::desk::Desk;

/// The version of the report. It grows when a field changes its meaning or goes away.
pub(super) const DOCTOR_VERSION: u32 = 1;

/// Everything there is to say. Times are local with their offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct DoctorReport {
    /// [`DOCTOR_VERSION`].
    pub(super) version: u32,
    /// The moment.
    pub(super) at: DateTime<FixedOffset>,
    /// The version of the program that asked.
    pub(super) soleus: String,
    /// Where it asked.
    pub(super) desktop: DesktopReport,
    /// The program that runs; null: none does, or it does not answer.
    pub(super) running: Option<RunningReport>,
    /// What Soleus needs and does not have: `idle`, `tray-or-notices`, `history`. Empty: exit code 0.
    pub(super) lacks: Vec<Need>,
    /// Every part, always in this order: `idle`, `lock`, `sleep`, `microphone`, `camera`, `media`,
    /// `do-not-disturb`, `full-screen`, `tray`, `notices`, `autostart`, `settings`, `hooks`,
    /// `history`, `machines`, `socket`.
    pub(super) parts: Vec<Finding>,
}

/// The desktop and its system, as they name themselves; null: they do not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct DesktopReport {
    /// `GNOME`.
    pub(super) name: Option<String>,
    /// `wayland`, `x11` or `tty`.
    pub(super) session: Option<&'static str>,
    /// `Debian GNU/Linux 12 (bookworm)`.
    pub(super) system: Option<String>,
    /// `apt`, `dnf`, `pacman` or `zypper`; null: unknown, and packages are named in words.
    pub(super) packages: Option<&'static str>,
}

/// The program that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct RunningReport {
    /// Its version.
    pub(super) soleus: String,
    /// The version of its conversation.
    pub(super) protocol: u32,
}

/// What Soleus cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Need {
    /// To see when nobody is there, unless that is switched off.
    Idle,
    /// One of the two ways to ask.
    TrayOrNotices,
    /// A place for the record.
    History,
}

/// How a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verdict {
    /// It does what it is for.
    Works,
    /// It does some of it.
    Degraded,
    /// It does nothing.
    Missing,
    /// It is not wanted, or does not run: never a fault.
    Off,
}

/// What was found of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// Its name, as in [`DoctorReport::parts`].
    pub(super) part: &'static str,
    /// How it is.
    pub(super) verdict: Verdict,
    /// By what it works, or what is missing, for people.
    pub(super) words: String,
    /// What was asked just now to know that.
    pub(super) asked: &'static str,
    /// What follows, a sentence or a mistake each.
    pub(super) means: Vec<String>,
    /// What can be done, in its order.
    pub(super) advice: Vec<Advice>,
    /// What the running program says of the same part, where that is something else:
    /// `missing: No panel here shows tray icons`.
    pub(super) running_says: Option<String>,
}

/// One thing that can be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Advice {
    /// What for.
    pub(super) words: String,
    /// What to type, line by line; none: the words are all.
    pub(super) commands: Vec<String>,
}

impl DesktopReport {
    /// This desk.
    pub(super) fn of(desk: &Desk) -> Self {
        Self {
            name: desk.name.clone(),
            session: desk.session.word(),
            system: desk.system.clone(),
            packages: desk.packages.map(super::packages::Packages::word),
        }
    }
}

impl Verdict {
    /// The word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Degraded => "degraded",
            Self::Missing => "missing",
            Self::Off => "off",
        }
    }
}

impl Need {
    /// What is said to be missing.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Idle => "idle time, by which it sees that you left",
            Self::TrayOrNotices => "a tray or notices, by which it could ask you",
            Self::History => "a place for its history",
        }
    }
}

impl Finding {
    /// A finding without consequence or advice so far.
    pub(super) fn new(
        part: &'static str,
        asked: &'static str,
        verdict: Verdict,
        words: impl Into<String>,
    ) -> Self {
        Self {
            part,
            verdict,
            words: words.into(),
            asked,
            means: Vec::new(),
            advice: Vec::new(),
            running_says: None,
        }
    }

    /// With this consequence.
    pub(super) fn means(mut self, words: impl Into<String>) -> Self {
        self.means.push(words.into());
        self
    }

    /// With this advice.
    pub(super) fn advise(mut self, advice: impl IntoIterator<Item = Advice>) -> Self {
        self.advice.extend(advice);
        self
    }

    /// Whether the part does anything of what it is for.
    fn serves(&self) -> bool {
        matches!(self.verdict, Verdict::Works | Verdict::Degraded)
    }
}

impl Advice {
    /// Something to know.
    pub(super) fn say(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            commands: Vec::new(),
        }
    }

    /// Something to type.
    pub(super) fn run(
        words: impl Into<String>,
        commands: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            words: words.into(),
            commands: commands.into_iter().collect(),
        }
    }
}

/// What Soleus needs and these parts do not give.
pub(super) fn lacks(parts: &[Finding]) -> Vec<Need> {
    let part = |name| parts.iter().find(move |finding| finding.part == name);
    let serves = |name| part(name).is_some_and(Finding::serves);
    let idle_is_off = part("idle").is_some_and(|idle| idle.verdict == Verdict::Off);
    let mut lacks = Vec::new();
    if !serves("idle") && !idle_is_off {
        lacks.push(Need::Idle);
    }
    if !serves("tray") && !serves("notices") {
        lacks.push(Need::TrayOrNotices);
    }
    if !serves("history") {
        lacks.push(Need::History);
    }
    lacks
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::app::doctor::desk::Said;

    fn parts(verdicts: &[(&'static str, Verdict)]) -> Vec<Finding> {
        verdicts
            .iter()
            .map(|(part, verdict)| Finding::new(part, "", *verdict, ""))
            .collect()
    }

    #[test]
    fn what_is_needed_is_idle_a_way_to_ask_and_a_history() {
        use Verdict::{Degraded, Missing, Off, Works};
        let table = [
            ([Works, Works, Works, Works], vec![]),
            ([Off, Degraded, Missing, Degraded], vec![]),
            ([Degraded, Missing, Works, Works], vec![]),
            ([Missing, Works, Works, Works], vec![Need::Idle]),
            ([Works, Missing, Missing, Works], vec![Need::TrayOrNotices]),
            ([Works, Works, Missing, Missing], vec![Need::History]),
            (
                [Missing, Missing, Missing, Missing],
                vec![Need::Idle, Need::TrayOrNotices, Need::History],
            ),
        ];
        for (verdicts, needs) in table {
            let names = ["idle", "tray", "notices", "history"];
            let all: Vec<_> = names.into_iter().zip(verdicts).collect();
            assert_eq!(lacks(&parts(&all)), needs, "{verdicts:?}");
        }
        assert_eq!(lacks(&[]).len(), 3);
    }

    #[test]
    fn the_json_is_exactly_as_documented() {
        let desk = Desk::of(Said {
            current_desktop: "GNOME",
            session_type: "wayland",
            os_release: "ID=debian\nPRETTY_NAME=Debian",
            ..Said::default()
        });
        let mut tray = Finding::new("tray", "who takes icons", Verdict::Missing, "Nobody.")
            .means("There is no icon.")
            .advise([
                Advice::run("Install it:", ["sudo apt install x".to_owned()]),
                Advice::say("Log out and in."),
            ]);
        tray.running_says = Some("works: the panel".to_owned());
        let report = DoctorReport {
            version: DOCTOR_VERSION,
            at: DateTime::parse_from_rfc3339("2026-03-10T09:24:00+02:00").unwrap(),
            soleus: "0.1.0".to_owned(),
            desktop: DesktopReport::of(&desk),
            running: Some(RunningReport {
                soleus: "0.1.0".to_owned(),
                protocol: 1,
            }),
            lacks: vec![Need::Idle, Need::TrayOrNotices, Need::History],
            parts: vec![tray],
        };
        assert_eq!(
            serde_json::to_value(&report).unwrap(),
            json!({
                "version": 1,
                "at": "2026-03-10T09:24:00+02:00",
                "soleus": "0.1.0",
                "desktop": {
                    "name": "GNOME",
                    "session": "wayland",
                    "system": "Debian",
                    "packages": "apt",
                },
                "running": {"soleus": "0.1.0", "protocol": 1},
                "lacks": ["idle", "tray-or-notices", "history"],
                "parts": [{
                    "part": "tray",
                    "verdict": "missing",
                    "words": "Nobody.",
                    "asked": "who takes icons",
                    "means": ["There is no icon."],
                    "advice": [
                        {"words": "Install it:", "commands": ["sudo apt install x"]},
                        {"words": "Log out and in.", "commands": []},
                    ],
                    "running_says": "works: the panel",
                }],
            })
        );
    }
}
