//! Do-not-disturb of notification servers, which tell it in words of their own. They all have the
//! same name on the bus, so each is known by the name it gives itself.

use super::super::follow::{Asked, Seen, Signal, Source, if_offered};
use crate::sensors::quiet;

const SERVER: &str = "org.freedesktop.Notifications";
const SERVER_PATH: &str = "/org/freedesktop/Notifications";

const DUNST: &str = "org.dunstproject.cmd0";

/// Where Xfce's server has its settings.
const XFCONF: &str = "org.xfce.Xfconf";
const XFCONF_PATH: &str = "/org/xfce/Xfconf";
const XFCE_CHANNEL: &str = "xfce4-notifyd";
const XFCE_SETTING: &str = "/do-not-disturb";

/// No name on the bus: mako has its interface beside that of notifications.
const MAKO: &str = "fr.emersion.Mako";
const MAKO_PATH: &str = "/fr/emersion/Mako";

/// mako knows no do-not-disturb, only modes that its user names and gives a meaning. These are the
/// ones that say by their name what they mean: the first is that of mako's own manual (mako(5)), the
/// others are seen in people's settings. Any other, "reading" or "away", may mean anything.
const MAKO_MODES: [&str; 3] = ["do-not-disturb", "dnd", "do_not_disturb"];

/// The one notification server there is.
pub(super) fn source() -> Source {
    Source {
        kinds: &[quiet::KDE, quiet::XFCE, quiet::DUNST, quiet::MAKO],
        ..Source::new(
            quiet::SERVER,
            vec![SERVER, XFCONF],
            vec![
                Signal::properties(SERVER, SERVER_PATH, SERVER),
                Signal::properties(SERVER, SERVER_PATH, DUNST),
                Signal::properties(SERVER, MAKO_PATH, MAKO),
                Signal::of(XFCONF, XFCONF_PATH, XFCONF, "PropertyChanged").about(XFCE_CHANNEL),
                Signal::of(XFCONF, XFCONF_PATH, XFCONF, "PropertyRemoved").about(XFCE_CHANNEL),
            ],
            read,
        )
    }
}

fn read(asked: &Asked) -> zbus::Result<Option<Seen>> {
    let question = (SERVER_PATH, SERVER, "GetServerInformation");
    let (name, _, _, _): (String, String, String, String) = asked.call(SERVER, question, &())?;
    match name.as_str() {
        "dunst" => dunst(asked),
        "mako" => mako(asked),
        "Xfce Notify Daemon" => xfce(asked),
        _ => kde(asked),
    }
}

/// Plasma's property, which any other server may have taken over.
fn kde(asked: &Asked) -> zbus::Result<Option<Seen>> {
    let on = asked.property(SERVER, (SERVER_PATH, SERVER, "Inhibited"))?;
    Ok(Some(Seen::signalled(quiet::KDE, on)))
}

fn dunst(asked: &Asked) -> zbus::Result<Option<Seen>> {
    let on = asked.property(SERVER, (SERVER_PATH, DUNST, "paused"))?;
    Ok(Some(Seen::signalled(quiet::DUNST, on)))
}

/// A setting that was never set is off. Without Xfce's settings the server keeps none.
fn xfce(asked: &Asked) -> zbus::Result<Option<Seen>> {
    if !asked.is_there(XFCONF) {
        return Ok(Some(Seen::signalled(quiet::XFCE, false)));
    }
    let question = (XFCONF_PATH, XFCONF, "GetProperty");
    let answer = asked.call(XFCONF, question, &(XFCE_CHANNEL, XFCE_SETTING));
    let set: Option<zbus::zvariant::OwnedValue> = if_offered(answer)?;
    let on = set.is_some_and(|value| bool::try_from(value).unwrap_or(false));
    Ok(Some(Seen::signalled(quiet::XFCE, on)))
}

/// From 1.10 on the modes are a property that tells its changes. Before, nothing tells them.
fn mako(asked: &Asked) -> zbus::Result<Option<Seen>> {
    let on = |modes: Vec<String>| modes.iter().any(|it| MAKO_MODES.contains(&it.as_str()));
    let property = asked.property(SERVER, (MAKO_PATH, MAKO, "Modes"));
    if let Some(modes) = if_offered(property)? {
        return Ok(Some(Seen::signalled(quiet::MAKO, on(modes))));
    }
    let modes = asked.call(SERVER, (MAKO_PATH, MAKO, "ListModes"), &())?;
    Ok(Some(Seen::unsignalled(quiet::MAKO, on(modes))))
}
