//! Nothing may pop up: do-not-disturb, a window over the whole screen, a presentation.

use super::fact::{Of, OnLoss};
use crate::engine::Input;
use crate::engine::input::{QuietCause, Sensor};
use crate::link::Part;

/// Whatever notification server there is, while it does not say which.
pub const SERVER: &str = "the notification server";
/// The property `Inhibited` of Plasma's notification server.
pub const KDE: &str = "Plasma's notification server";
/// GNOME's setting `show-banners`.
pub const GNOME: &str = "GNOME's do-not-disturb";
/// `xfce4-notifyd`, by Xfce's settings.
pub const XFCE: &str = "Xfce's notification server";
/// The property `paused` of dunst.
pub const DUNST: &str = "dunst";
/// The modes of mako.
pub const MAKO: &str = "mako";

pub(super) const DO_NOT_DISTURB: Of = Of {
    part: Part::DoNotDisturb,
    sensor: Sensor::DoNotDisturb,
    input: |on| Input::Quiet {
        cause: QuietCause::DoNotDisturb,
        on,
    },
    on_loss: OnLoss::Forget,
    sources: &[SERVER, KDE, GNOME, XFCE, DUNST, MAKO],
    unseen: "Nothing here tells of do-not-disturb, so reminders do not wait for its end. Your \
             notification server may still hold them back.",
};

/// The state of the active window on X11.
pub const X11: &str = "the X server";
/// The states of windows, by wlr-foreign-toplevel.
pub const TOPLEVELS: &str = "the compositor's list of windows";
/// Who holds the screen awake is taken to present, where windows cannot be seen.
pub const INHIBITORS: &str = "whoever holds the screen awake";

pub(super) const FULL_SCREEN: Of = Of {
    part: Part::FullScreen,
    sensor: Sensor::FullScreen,
    input: |on| Input::Quiet {
        cause: QuietCause::FullScreen,
        on,
    },
    on_loss: OnLoss::Forget,
    sources: &[X11, TOPLEVELS, INHIBITORS],
    unseen: "It cannot be seen here whether a window covers the screen, nor who holds the screen \
             awake, which would stand in for it (`sensors.media`), so reminders do not wait for that.",
};
