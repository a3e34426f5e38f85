//! The two ways in which Soleus asks: the tray and the notices.

use super::advice;
use super::desk::Desk;
use super::report::{Finding, Verdict};
use crate::platform::found::{NoBus, NoticesFound, TrayFound};

const TRAY_ASKED: &str =
    "who owns org.kde.StatusNotifierWatcher, and its IsStatusNotifierHostRegistered";
const NOTICES_ASKED: &str =
    "org.freedesktop.Notifications: GetServerInformation and GetCapabilities";

const NO_BUS: &str = "There is no session bus here.";
const SILENT_BUS: &str = "The session bus does not answer.";
const NOT_ASKED: &str = "It is not asked on this system yet; the program itself uses it.";

/// The tray. Without one, `notices` says by what else Soleus is used.
pub(super) fn tray(found: &TrayFound, notices: &NoticesFound, desk: &Desk) -> Finding {
    let of = |verdict, words: &str| Finding::new("tray", TRAY_ASKED, verdict, words);
    let missing = |words: &str| of(Verdict::Missing, words).means(without_tray(notices));
    match found {
        TrayFound::Works { by } => of(
            Verdict::Works,
            &format!(
                "StatusNotifierItem; {} takes icons, and a panel shows them",
                named(by.as_deref())
            ),
        ),
        TrayFound::NoHost { by } => missing(&format!(
            "{} takes tray icons, and no panel shows them.",
            capital(named(by.as_deref()))
        ))
        .advise(advice::tray(desk, false)),
        TrayFound::NoWatcher { old_tray } => missing("Nothing on this desktop takes tray icons.")
            .advise(advice::tray(desk, *old_tray)),
        TrayFound::Silent { by } => missing(&format!(
            "{} has the place of the tray and does not answer.",
            capital(named(by.as_deref()))
        ))
        .advise(advice::silent(by.as_deref())),
        TrayFound::NoBus(why) => missing(no_bus(*why)).advise(advice::bus(*why)),
        TrayFound::NotAsked => of(Verdict::Works, NOT_ASKED),
    }
}

/// The notices. Without them, `tray` says by what else one learns that it is time.
pub(super) fn notices(found: &NoticesFound, tray: &TrayFound, desk: &Desk) -> Finding {
    let of = |verdict, words: &str| Finding::new("notices", NOTICES_ASKED, verdict, words);
    let missing = |words: &str| {
        let shown = matches!(tray, TrayFound::Works { .. });
        of(Verdict::Missing, words).means(if shown {
            "Reminders do not pop up: the tray's icon and its menu say that it is time, and so does \
             `soleus status`."
        } else {
            "Reminders do not pop up: `soleus status` says when it is time."
        })
    };
    match found {
        NoticesFound::Works {
            called,
            buttons: true,
        } => of(Verdict::Works, called),
        NoticesFound::Works {
            called,
            buttons: false,
        } => of(Verdict::Degraded, &format!("{called}, without buttons"))
            .means("Reminders appear; their buttons Start, Done, Later and Skip do not.")
            .advise(advice::buttons()),
        NoticesFound::None => {
            missing("No notification server runs, and the bus knows none to start.")
                .advise(advice::notices(desk))
        }
        NoticesFound::Silent => {
            missing("The notification server does not answer.").advise(advice::silent(None))
        }
        NoticesFound::Refuses { words } => {
            missing(&format!("The notification server cannot be used: {words}."))
                .advise(advice::refused_notices(desk))
        }
        // What can be done about the bus stands with the tray.
        NoticesFound::NoBus(why) => missing(no_bus(*why)),
        NoticesFound::NotAsked => of(Verdict::Works, NOT_ASKED),
    }
}

fn without_tray(notices: &NoticesFound) -> &'static str {
    match notices {
        NoticesFound::Works { buttons: true, .. } => {
            "There is no icon and no menu. The buttons of the notices and the command line do what the \
             menu does: `soleus status`, `log`, `snooze`, `pause`, `today`."
        }
        _ => {
            "There is no icon and no menu. The command line does what the menu does: `soleus status`, \
             `log`, `snooze`, `pause`, `today`."
        }
    }
}

fn no_bus(why: NoBus) -> &'static str {
    match why {
        NoBus::Absent => NO_BUS,
        NoBus::Silent => SILENT_BUS,
    }
}

fn named(by: Option<&str>) -> &str {
    by.unwrap_or("a program")
}

/// Names of programs stay as they are written.
fn capital(name: &str) -> &str {
    if name == "a program" {
        "A program"
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::doctor::desk::Said;

    fn desk() -> Desk {
        Desk::of(Said::default())
    }

    fn server(buttons: bool) -> NoticesFound {
        NoticesFound::Works {
            called: "dunst 1.9.0".to_owned(),
            buttons,
        }
    }

    #[test]
    fn every_tray_has_its_verdict_and_its_words() {
        let by = || Some("xfce4-panel".to_owned());
        let table = [
            (
                TrayFound::Works { by: by() },
                Verdict::Works,
                "StatusNotifierItem; xfce4-panel takes icons, and a panel shows them",
            ),
            (
                TrayFound::NoHost { by: None },
                Verdict::Missing,
                "A program takes tray icons, and no panel shows them.",
            ),
            (
                TrayFound::NoWatcher { old_tray: false },
                Verdict::Missing,
                "Nothing on this desktop takes tray icons.",
            ),
            (
                TrayFound::Silent { by: by() },
                Verdict::Missing,
                "xfce4-panel has the place of the tray and does not answer.",
            ),
            (
                TrayFound::NoBus(NoBus::Silent),
                Verdict::Missing,
                SILENT_BUS,
            ),
        ];
        for (found, verdict, words) in table {
            let finding = tray(&found, &server(true), &desk());
            assert_eq!((finding.verdict, &*finding.words), (verdict, words));
            let missing = verdict == Verdict::Missing;
            assert_eq!(finding.means.len() + finding.advice.len() > 1, missing);
        }
    }

    #[test]
    fn without_a_tray_the_buttons_are_named_only_where_there_are_any() {
        let none = TrayFound::NoWatcher { old_tray: false };
        for (notices, named) in [
            (server(true), true),
            (server(false), false),
            (NoticesFound::None, false),
        ] {
            let finding = tray(&none, &notices, &desk());
            assert_eq!(finding.means[0].contains("buttons"), named, "{notices:?}");
        }
    }

    #[test]
    fn a_server_without_buttons_is_degraded_and_says_what_to_type() {
        let tray = TrayFound::NoWatcher { old_tray: false };
        let finding = notices(&server(false), &tray, &desk());
        assert_eq!(finding.verdict, Verdict::Degraded);
        assert_eq!(finding.words, "dunst 1.9.0, without buttons");
        let commands = &finding.advice[0].commands;
        assert_eq!(commands, &["soleus log", "soleus snooze", "soleus skip"]);
        let finding = notices(&server(true), &tray, &desk());
        assert_eq!(finding.verdict, Verdict::Works);
        assert!(finding.means.is_empty() && finding.advice.is_empty());
    }

    #[test]
    fn without_notices_the_tray_is_named_only_where_there_is_one() {
        for (tray, named) in [
            (TrayFound::Works { by: None }, true),
            (TrayFound::NoHost { by: None }, false),
        ] {
            let finding = notices(&NoticesFound::Silent, &tray, &desk());
            assert_eq!(finding.verdict, Verdict::Missing);
            assert_eq!(finding.means[0].contains("icon"), named, "{tray:?}");
        }
    }
}
