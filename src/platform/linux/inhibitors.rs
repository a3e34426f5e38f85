//! Who holds the screen awake: the session manager, KDE's power management, the desktop's power
//! management, and the login service say whether anybody does.
//!
//! Only whether, never who or why: where names are in an answer they are not looked at. The
//! compositor, which tells it by its own idle protocol, is asked by the idle sensor.

use super::connect::Bus;
use super::follow::{Asked, Follower, Seen, Signal, Source};
use crate::sensors::Desktop;
use crate::sensors::fact::Hear;
use crate::sensors::media;

/// GNOME's; MATE's and Cinnamon's have the same name and the same words.
const SESSION_MANAGER: &str = "org.gnome.SessionManager";
const SESSION_MANAGER_PATH: &str = "/org/gnome/SessionManager";
/// `GSM_INHIBITOR_FLAG_IDLE`: the session is not to be marked as idle.
const IDLE: u32 = 8;

const POLICY_AGENT: &str = "org.kde.Solid.PowerManagement.PolicyAgent";
const POLICY_AGENT_PATH: &str = "/org/kde/Solid/PowerManagement/PolicyAgent";
/// `PolicyAgent::ChangeScreenSettings`: the screen is not to be dimmed, locked or switched off.
const CHANGE_SCREEN_SETTINGS: u32 = 4;

const POWER_MANAGEMENT: &str = "org.freedesktop.PowerManagement";
const POWER_MANAGEMENT_INHIBIT: &str = "org.freedesktop.PowerManagement.Inhibit";
const POWER_MANAGEMENT_PATH: &str = "/org/freedesktop/PowerManagement/Inhibit";

const LOGIN: &str = "org.freedesktop.login1";
const LOGIN_PATH: &str = "/org/freedesktop/login1";
const LOGIN_MANAGER: &str = "org.freedesktop.login1.Manager";

/// Follows them. Dropping it stops it.
#[derive(Debug)]
pub struct Inhibitors {
    _session: Follower,
    _system: Follower,
}

/// An inhibitor as logind lists it: what, who, why, mode, user, process.
type Listed = (String, String, String, String, u32, u32);

impl Inhibitors {
    /// Starts it.
    #[must_use]
    pub fn start(desktop: &Desktop, hear: Hear) -> Self {
        let on_session = vec![session_manager(), policy_agent(), power_management()];
        let (session, system) = (Bus::session(desktop), Bus::system(desktop));
        let (patience, heard) = (desktop.patience, hear.clone());
        Self {
            _session: Follower::start("inhibitors", session, patience, on_session, heard),
            _system: Follower::start("inhibitors-sys", system, patience, vec![login()], hear),
        }
    }
}

fn session_manager() -> Source {
    let (name, path) = (SESSION_MANAGER, SESSION_MANAGER_PATH);
    Source::new(
        media::SESSION_MANAGER,
        vec![name],
        ["InhibitorAdded", "InhibitorRemoved"]
            .map(|member| Signal::of(name, path, name, member))
            .into(),
        move |asked| {
            let on = asked.call(name, (path, name, "IsInhibited"), &IDLE)?;
            Ok(Some(Seen::signalled(media::SESSION_MANAGER, on)))
        },
    )
}

fn policy_agent() -> Source {
    let (name, path) = (POLICY_AGENT, POLICY_AGENT_PATH);
    Source::new(
        media::POLICY_AGENT,
        vec![name],
        vec![
            Signal::of(name, path, name, "InhibitionsChanged"),
            // Newer ones call that deprecated, and tell both.
            Signal::properties(name, path, name),
        ],
        move |asked| {
            let question = (path, name, "HasInhibition");
            let on = asked.call(name, question, &CHANGE_SCREEN_SETTINGS)?;
            Ok(Some(Seen::signalled(media::POLICY_AGENT, on)))
        },
    )
}

/// Not counted beside KDE's: that one says by this name that sleep is held off, as it is during a
/// download, and by its own whether the screen is.
fn power_management() -> Source {
    let (interface, path) = (POWER_MANAGEMENT_INHIBIT, POWER_MANAGEMENT_PATH);
    let ask = move |asked: &Asked| {
        if asked.is_there(POLICY_AGENT) {
            return Ok(None);
        }
        let question = (path, interface, "HasInhibit");
        let on = asked.call(POWER_MANAGEMENT, question, &())?;
        Ok(Some(Seen::signalled(media::POWER_MANAGEMENT, on)))
    };
    Source::new(
        media::POWER_MANAGEMENT,
        vec![POWER_MANAGEMENT, POLICY_AGENT],
        vec![Signal::of(
            POWER_MANAGEMENT,
            path,
            interface,
            "HasInhibitChanged",
        )],
        ask,
    )
}

fn login() -> Source {
    let ask = |asked: &Asked| {
        let question = (LOGIN_PATH, LOGIN_MANAGER, "ListInhibitors");
        let all: Vec<Listed> = asked.call(LOGIN, question, &())?;
        let us = rustix::process::getuid().as_raw();
        Ok(Some(Seen::signalled(
            media::LOGIN,
            all.iter().any(|it| holds_idle(it, us)),
        )))
    };
    Source::new(
        media::LOGIN,
        vec![LOGIN],
        vec![Signal::properties(LOGIN, LOGIN_PATH, LOGIN_MANAGER)],
        ask,
    )
}

/// Whether it keeps the session from being idle, for this user. Others' are not about who sits here:
/// an upgrade in the background holds one too.
fn holds_idle((what, _, _, mode, user, _): &Listed, us: u32) -> bool {
    what.split(':').any(|it| it == "idle") && mode == "block" && *user == us
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inhibitor_counts_if_it_blocks_idle_for_this_user() {
        let table = [
            ("idle", "block", 7, true),
            ("sleep:idle", "block", 7, true),
            ("idle:sleep:shutdown", "block", 7, true),
            ("sleep", "block", 7, false),
            ("handle-lid-switch:sleep", "block", 7, false),
            ("idle", "delay", 7, false),
            ("idle", "block", 0, false),
            ("idleness", "block", 7, false),
            ("", "block", 7, false),
        ];
        for (what, mode, user, counts) in table {
            let listed = (
                what.to_owned(),
                "a player".to_owned(),
                "a film".to_owned(),
                mode.to_owned(),
                user,
                1,
            );
            assert_eq!(holds_idle(&listed, 7), counts, "{what} {mode} {user}");
        }
    }
}
