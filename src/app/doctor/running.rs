//! The program that runs, if one does: whether it answers, and where it says something else than was
//! found here. It is only asked what anybody may ask, and never twice.

use std::path::Path;
use std::time::Duration;

use super::report::{Advice, Finding, RunningReport, Verdict};
use crate::control::{self, Answer, Ask, ClientError, Hello, PartReport};
use crate::platform::found::Lies;
use crate::platform::probe::lies_at;

const SOCKET_ASKED: &str = "who listens there, whose it is, and how it stands";

/// How long it may take to introduce itself, and again to say how it stands.
const MAY_TAKE: Duration = Duration::from_secs(2);

/// What came of asking.
#[derive(Debug)]
pub(super) enum Running {
    /// It answers.
    Yes {
        /// How it introduced itself.
        hello: Hello,
        /// How its parts are; none: it introduced itself and did not say.
        parts: Result<Vec<PartReport>, String>,
    },
    /// Nobody listens.
    No(Lies),
    /// It cannot be reached, and why.
    Unreached(String),
    /// There is no socket on this system yet.
    Unsupported,
}

/// Asks whoever listens at `socket`.
pub(super) fn ask(socket: &Path) -> Running {
    match control::greet(socket, MAY_TAKE) {
        Ok(hello) if hello.protocol != control::PROTOCOL => Running::Yes {
            parts: Err("it speaks another protocol than this one".to_owned()),
            hello,
        },
        Ok(hello) => Running::Yes {
            hello,
            parts: match control::ask(socket, &Ask::Status, MAY_TAKE) {
                Ok(Answer::Status(status)) => Ok(status.parts),
                Ok(_) => Err("it did not say how it stands".to_owned()),
                Err(error) => Err(error.to_string()),
            },
        },
        Err(ClientError::NotRunning) => Running::No(lies_at(socket)),
        Err(ClientError::Unsupported) => Running::Unsupported,
        Err(error) => Running::Unreached(error.to_string()),
    }
}

impl Running {
    /// For the report; none: none runs, or it cannot be reached.
    pub(super) fn report(&self) -> Option<RunningReport> {
        match self {
            Self::Yes { hello, .. } => Some(RunningReport {
                soleus: hello.soleus.clone(),
                protocol: hello.protocol,
            }),
            _ => None,
        }
    }

    /// What there is to say of the socket.
    pub(super) fn finding(&self, socket: &Path) -> Finding {
        let of = |verdict, words| Finding::new("socket", SOCKET_ASKED, verdict, words);
        let path = socket.display();
        match self {
            Self::Yes { hello, parts } => answered(hello, parts, &path.to_string()),
            Self::No(Lies::Nothing) => of(
                Verdict::Off,
                format!("Soleus is not running; it would listen at {path}"),
            )
            .advise([Advice::run("To start it:", ["soleus".to_owned()])]),
            Self::No(Lies::Socket) => of(
                Verdict::Off,
                format!("Soleus is not running; {path} is left from one that did not end in order"),
            )
            .means("The next start puts its own in its place.")
            .advise([Advice::run("To start it:", ["soleus".to_owned()])]),
            Self::No(Lies::Other) => of(
                Verdict::Missing,
                format!("{path} is no socket, and Soleus does not remove what it did not make."),
            )
            .means("The command line cannot reach a running Soleus; its clock and its tray go on.")
            .advise([Advice::say("Move that file away, and start Soleus again.")]),
            Self::Unreached(why) => of(Verdict::Missing, why.clone()).means(
                "The command line cannot reach a running Soleus; its clock and its tray go on.",
            ),
            Self::Unsupported => of(Verdict::Missing, ClientError::Unsupported.to_string()),
        }
    }

    /// Writes down where it says something else than was found.
    pub(super) fn compare(&self, findings: &mut [Finding]) {
        let Self::Yes {
            parts: Ok(parts), ..
        } = self
        else {
            return;
        };
        for finding in findings {
            let name = match finding.part {
                "history" => "store",
                part => part,
            };
            if let Some(part) = parts.iter().find(|part| part.part == name)
                && differs(finding, part)
            {
                let word = match (part.works, part.off) {
                    (true, _) => "works",
                    (_, true) => "off",
                    _ => "missing",
                };
                finding.running_says = Some(format!("{word}: {}", plain(&part.words)));
            }
        }
    }
}

/// One that introduced itself.
fn answered(hello: &Hello, parts: &Result<Vec<PartReport>, String>, path: &str) -> Finding {
    let of = |verdict| {
        Finding::new(
            "socket",
            SOCKET_ASKED,
            verdict,
            format!(
                "Soleus {} runs and answers at {path}, protocol {}",
                plain(&hello.soleus),
                hello.protocol
            ),
        )
    };
    let anew = || {
        Advice::run(
            "End it and start this one:",
            ["soleus quit".to_owned(), "soleus".to_owned()],
        )
    };
    if let Err(why) = parts {
        return of(Verdict::Degraded)
            .means(format!("It was asked how it stands: {why}."))
            .advise([anew()]);
    }
    if hello.soleus != env!("CARGO_PKG_VERSION") {
        return of(Verdict::Degraded)
            .means(format!(
                "This is Soleus {}, which came after it was started.",
                env!("CARGO_PKG_VERSION")
            ))
            .advise([anew()]);
    }
    of(Verdict::Works)
}

/// Whether the running program says something else of a part, not only in other words.
fn differs(finding: &Finding, part: &PartReport) -> bool {
    let same = match finding.verdict {
        Verdict::Works | Verdict::Degraded => part.works,
        Verdict::Missing => !part.works && !part.off,
        Verdict::Off => part.off,
    };
    // Sensors are the same code here and there: they have the same words, or see something else.
    let sensor = !matches!(
        finding.part,
        "tray" | "notices" | "settings" | "hooks" | "history" | "socket" | "autostart"
    );
    !same || (sensor && finding.words != part.words)
}

fn plain(words: &str) -> String {
    words
        .chars()
        .map(|letter| if letter.is_control() { '?' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{Health, Part};

    fn finding(part: &'static str, verdict: Verdict, words: &str) -> Finding {
        Finding::new(part, "", verdict, words)
    }

    fn running(parts: Result<Vec<PartReport>, String>) -> Running {
        Running::Yes {
            hello: Hello::ours(),
            parts,
        }
    }

    #[test]
    fn only_what_the_running_one_says_otherwise_is_told() {
        let works = |words: &str| Health::Works(words.to_owned());
        let missing = |words: &str| Health::Missing(words.to_owned());
        let parts = vec![
            PartReport::new(Part::Idle, &works("X11 idle alarms")),
            PartReport::new(Part::Lock, &works("the login service")),
            PartReport::new(Part::Media, &Health::Off("switched off".to_owned())),
            PartReport::new(Part::Camera, &Health::Off("switched off".to_owned())),
            PartReport::new(Part::Tray, &missing("No panel.")),
            PartReport::new(Part::Notices, &works("dunst 1.9.0")),
            PartReport::new(Part::Store, &missing("The disk is full.")),
        ];
        let mut findings = [
            finding("idle", Verdict::Missing, "There is no display."),
            finding("lock", Verdict::Works, "the login service, Xfce's"),
            finding("media", Verdict::Off, "switched off"),
            finding("camera", Verdict::Works, "the video devices"),
            finding("tray", Verdict::Missing, "Nothing takes icons."),
            finding("notices", Verdict::Degraded, "dunst, without buttons"),
            finding("history", Verdict::Works, "/any/history"),
            finding("autostart", Verdict::Off, "off"),
        ];
        running(Ok(parts)).compare(&mut findings);
        let said: Vec<_> = findings
            .iter()
            .map(|finding| finding.running_says.as_deref())
            .collect();
        assert_eq!(
            said,
            [
                Some("works: X11 idle alarms"),
                Some("works: the login service"),
                None,
                Some("off: switched off"),
                None,
                None,
                Some("missing: The disk is full."),
                None,
            ]
        );
    }

    #[test]
    fn the_socket_is_told_in_every_state() {
        let path = Path::new("/run/soleus/socket");
        let other = Running::Yes {
            hello: Hello {
                soleus: "0.0.9".to_owned(),
                protocol: 1,
            },
            parts: Ok(Vec::new()),
        };
        let table = [
            (
                running(Ok(Vec::new())),
                Verdict::Works,
                "answers at /run/soleus/socket, protocol 1",
            ),
            (other, Verdict::Degraded, "Soleus 0.0.9 runs"),
            (
                running(Err("it did not say how it stands".to_owned())),
                Verdict::Degraded,
                "answers at",
            ),
            (
                Running::No(Lies::Nothing),
                Verdict::Off,
                "would listen at /run/soleus/socket",
            ),
            (Running::No(Lies::Socket), Verdict::Off, "is left from one"),
            (Running::No(Lies::Other), Verdict::Missing, "is no socket"),
            (
                Running::Unreached("Late.".to_owned()),
                Verdict::Missing,
                "Late.",
            ),
        ];
        for (running, verdict, part) in table {
            let finding = running.finding(path);
            assert_eq!(finding.verdict, verdict, "{finding:?}");
            assert!(finding.words.contains(part), "{finding:?}");
        }
    }
}
