//! The settings portal of the session bus, which GNOME, KDE and others have.

use zbus::Message;
use zbus::blocking::Connection;
use zbus::zvariant::{OwnedValue, Value};

use super::{Looks, Values};

pub(super) const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";

/// Where all desktops say it.
const COMMON: &str = "org.freedesktop.appearance";
/// Where GNOME, and those like it, say more.
const GNOME: &str = "org.gnome.desktop.interface";
const GNOME_CONTRAST: &str = "org.gnome.desktop.a11y.interface";

/// An answer longer than this many bytes is none: what is asked for takes a few thousand.
const LONGEST_ANSWER: usize = 1 << 20;

/// What the bus is asked to pass on.
pub(super) fn changes() -> String {
    format!(
        "type='signal',sender='{NAME}',path='{PATH}',interface='{SETTINGS}',member='SettingChanged'"
    )
}

/// Whether it says that one of our settings changed. One too many costs a reading and no more.
pub(super) fn is_change(packet: &Message) -> bool {
    let header = packet.header();
    let is_told = header.interface().is_some_and(|it| *it == SETTINGS)
        && header.member().is_some_and(|it| *it == "SettingChanged");
    let body = packet.body();
    let about = || body.deserialize::<(&str, &str, Value<'_>)>().ok();
    is_told && about().is_some_and(|(space, _, _)| [COMMON, GNOME, GNOME_CONTRAST].contains(&space))
}

/// Reads the settings. Blocks as long as the bus lets a call wait.
pub(super) fn read(bus: &Connection) -> zbus::Result<Looks> {
    let asked = vec![COMMON, GNOME, GNOME_CONTRAST];
    let reply = bus.call_method(Some(NAME), PATH, Some(SETTINGS), "ReadAll", &(asked,))?;
    let body = reply.body();
    if body.len() > LONGEST_ANSWER {
        return Err(zbus::Error::ExcessData);
    }
    let all: Values<Values<OwnedValue>> = body.deserialize()?;
    Ok(judge(&all))
}

fn judge(all: &Values<Values<OwnedValue>>) -> Looks {
    let value = |space: &str, key: &str| all.get(space)?.get(key);
    let number = |key: &str| u32::try_from(value(COMMON, key)?).ok();
    let switch = |space: &str, key: &str| bool::try_from(value(space, key)?).ok();
    let theme = value(GNOME, "gtk-theme").and_then(|name| <&str>::try_from(name).ok());
    let common = Looks {
        dark: match number("color-scheme") {
            Some(1) => Some(true),
            Some(2) => Some(false),
            // No preference, or one that is not known.
            _ => None,
        },
        high_contrast: number("contrast").filter(|it| *it == 1).map(|_| true),
        reduced_motion: number("reduced-motion").map(|it| it == 1),
    };
    let of_gnome = Looks {
        dark: None,
        high_contrast: switch(GNOME_CONTRAST, "high-contrast"),
        reduced_motion: switch(GNOME, "enable-animations").map(|on| !on),
    };
    let of_theme = theme.map(Looks::of_theme).unwrap_or_default();
    Looks {
        // GNOME before 42 had high contrast as a theme, and the switch beside it stays off.
        high_contrast: common.high_contrast.or(of_theme.high_contrast),
        ..common
    }
    .or(of_gnome)
    .or(of_theme)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(told: &[(&str, &str, Value<'_>)]) -> Looks {
        let mut all: Values<Values<OwnedValue>> = Values::new();
        for (space, key, value) in told {
            let space = all.entry((*space).to_owned()).or_default();
            space.insert((*key).to_owned(), value.try_to_owned().unwrap());
        }
        judge(&all)
    }

    fn theme(name: &'static str) -> (&'static str, &'static str, Value<'static>) {
        (GNOME, "gtk-theme", name.into())
    }

    #[test]
    fn the_common_names_count_before_those_of_gnome() {
        let scheme = |it: u32| (COMMON, "color-scheme", it.into());
        for (told, dark) in [
            (vec![], None),
            (vec![scheme(0)], None),
            (vec![scheme(1)], Some(true)),
            (vec![scheme(2)], Some(false)),
            (vec![scheme(9)], None),
            (vec![theme("Adwaita")], None),
            (vec![theme("Adwaita-dark")], Some(true)),
            (vec![scheme(0), theme("Adwaita-dark")], Some(true)),
            (vec![scheme(2), theme("Adwaita-dark")], Some(false)),
        ] {
            assert_eq!(judged(&told).dark, dark, "{told:?}");
        }
    }

    #[test]
    fn contrast_is_high_if_anybody_says_so() {
        let contrast = |it: u32| (COMMON, "contrast", it.into());
        let switch = |it: bool| (GNOME_CONTRAST, "high-contrast", it.into());
        for (told, high) in [
            (vec![], None),
            (vec![contrast(0)], None),
            (vec![contrast(1)], Some(true)),
            (vec![contrast(0), switch(true)], Some(true)),
            (vec![switch(false)], Some(false)),
            (vec![switch(false), theme("HighContrast")], Some(true)),
        ] {
            assert_eq!(judged(&told).high_contrast, high, "{told:?}");
        }
    }

    #[test]
    fn motion_is_reduced_by_its_own_word_or_where_there_are_no_animations() {
        let reduced = |it: u32| (COMMON, "reduced-motion", it.into());
        let animations = |it: bool| (GNOME, "enable-animations", it.into());
        for (told, reduced) in [
            (vec![], None),
            (vec![reduced(1)], Some(true)),
            (vec![reduced(0)], Some(false)),
            (vec![animations(false)], Some(true)),
            (vec![animations(true)], Some(false)),
            (vec![reduced(1), animations(true)], Some(true)),
        ] {
            assert_eq!(judged(&told).reduced_motion, reduced, "{told:?}");
        }
    }

    #[test]
    fn a_value_of_another_kind_is_no_value() {
        let told = [
            (COMMON, "color-scheme", "dark".into()),
            (GNOME, "enable-animations", 0_u32.into()),
            (GNOME, "gtk-theme", 7_u32.into()),
        ];
        assert_eq!(judged(&told), Looks::default());
    }
}
