//! How the desktop looks: dark or light, with high contrast, with moving pictures or without.
//!
//! Asked of the settings portal, which tells changes too; what it leaves open, of the X server's
//! settings (XSETTINGS). On a thread of its own, with a limit for each answer.

mod portal;
mod xsettings;

use std::collections::HashMap;

use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;

use super::connect::{Bus, apart, listen, listen_for_owner, moved};
use super::line::{Follow, Line, Loss};
use crate::platform::found::Appearance;
use crate::platform::patience::{BackOff, Patience};
use crate::sensors::Desktop;

/// What is known of the looks so far; what nobody said is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Looks {
    dark: Option<bool>,
    high_contrast: Option<bool>,
    reduced_motion: Option<bool>,
}

/// Watches the looks until it is dropped.
#[derive(Debug)]
pub struct Watch {
    _line: Line,
}

/// Tells how this desktop looks, once at the beginning and then whenever it changes, on a thread that
/// may wait. Who calls this never does.
#[must_use]
pub fn watch(tell: impl Fn(Appearance) + Send + 'static) -> Watch {
    watch_in(&Desktop::from_environment(), tell)
}

/// The same on this desktop.
#[must_use]
pub fn watch_in(desktop: &Desktop, tell: impl Fn(Appearance) + Send + 'static) -> Watch {
    // In a Wayland session the X server's settings are those of X programs alone.
    let display = desktop
        .display
        .clone()
        .filter(|_| desktop.wayland.is_none());
    let worker = Worker {
        tell,
        told: None,
        display,
        patience: desktop.patience,
    };
    Watch {
        _line: Line::start(
            "appearance",
            Bus::session(desktop),
            desktop.patience,
            worker,
        ),
    }
}

struct Worker<T> {
    tell: T,
    told: Option<Appearance>,
    /// The X display, if its settings count.
    display: Option<String>,
    patience: Patience,
}

impl<T: Fn(Appearance) + Send + 'static> Follow for Worker<T> {
    fn follow(&mut self, bus: &Connection, back_off: &mut BackOff) -> zbus::Result<()> {
        let packets = MessageIterator::from(bus);
        listen_for_owner(bus, portal::NAME)?;
        listen(bus, &portal::changes())?;
        back_off.reset();
        self.look(bus);
        for packet in packets.map_while(Result::ok) {
            if packet.message_type() != Type::Signal {
                continue;
            }
            let came = moved(&packet, portal::NAME).is_some_and(|moved| moved.to.is_some());
            if came || portal::is_change(&packet) {
                self.look(bus);
            }
        }
        Ok(())
    }

    fn lost(&mut self, _loss: Loss) {
        self.nobody_says();
    }
}

impl<T: Fn(Appearance)> Worker<T> {
    /// Asks the portal, which the bus may start for it.
    fn look(&mut self, bus: &Connection) {
        match portal::read(bus) {
            Ok(looks) => self.say(looks),
            Err(error) => {
                tracing::debug!(%error, "no settings portal");
                self.nobody_says();
            }
        }
    }

    /// What was told stays; if nothing was, that is told.
    fn nobody_says(&mut self) {
        if self.told.is_none() {
            self.say(Looks::default());
        }
    }

    /// Tells it if it is news, with what the X server has to add.
    fn say(&mut self, looks: Looks) {
        let looks = if looks.is_whole() {
            looks
        } else {
            looks.or(self.of_display())
        };
        let appearance = Appearance {
            dark: looks.dark,
            high_contrast: looks.high_contrast.unwrap_or_default(),
            reduced_motion: looks.reduced_motion.unwrap_or_default(),
        };
        if self.told != Some(appearance) {
            self.told = Some(appearance);
            (self.tell)(appearance);
        }
    }

    fn of_display(&self) -> Looks {
        let Some(display) = self.display.clone() else {
            return Looks::default();
        };
        let asked = apart("xsettings", move || xsettings::read(&display));
        match asked.recv_timeout(self.patience.answer) {
            Ok(Ok(settings)) => settings,
            Ok(Err(error)) => {
                tracing::debug!(%error, "no settings of the X server");
                Looks::default()
            }
            Err(_) => {
                tracing::debug!("the X server does not answer");
                Looks::default()
            }
        }
    }
}

impl Looks {
    fn is_whole(self) -> bool {
        self.dark.is_some() && self.high_contrast.is_some() && self.reduced_motion.is_some()
    }

    /// What is open here, as it is there.
    fn or(self, other: Self) -> Self {
        Self {
            dark: self.dark.or(other.dark),
            high_contrast: self.high_contrast.or(other.high_contrast),
            reduced_motion: self.reduced_motion.or(other.reduced_motion),
        }
    }

    /// What the name of a theme says: those with high contrast and the dark ones are called so.
    fn of_theme(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let inverse = name.contains("inverse");
        let dark = name.ends_with("dark") || inverse;
        Self {
            dark: dark.then_some(true),
            high_contrast: name.contains("highcontrast").then_some(true),
            reduced_motion: None,
        }
    }
}

/// Values by the names of their settings.
type Values<T> = HashMap<String, T>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_says_by_its_name_whether_it_is_dark_or_of_high_contrast() {
        for (name, dark, contrast) in [
            ("Adwaita", None, None),
            ("Adwaita-dark", Some(true), None),
            ("Arc-Dark", Some(true), None),
            ("Yaru-darker-blue", None, None),
            ("HighContrast", None, Some(true)),
            ("HighContrastInverse", Some(true), Some(true)),
        ] {
            let looks = Looks::of_theme(name);
            assert_eq!(
                (looks.dark, looks.high_contrast),
                (dark, contrast),
                "{name}"
            );
        }
    }
}
