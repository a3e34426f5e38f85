//! Locked: the login service says it of its session, screen savers of the screen.

use super::fact::{Of, OnLoss};
use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::Part;

/// logind's `LockedHint`.
pub const LOGIN: &str = "the login service";
/// `org.gnome.ScreenSaver`.
pub const GNOME: &str = "GNOME's screen shield";
/// `org.freedesktop.ScreenSaver`: KDE's, and others'.
pub const FREEDESKTOP: &str = "the desktop's screen saver";
/// `org.xfce.ScreenSaver`.
pub const XFCE: &str = "Xfce's screen saver";
/// `org.mate.ScreenSaver`.
pub const MATE: &str = "MATE's screen saver";
/// `org.cinnamon.ScreenSaver`.
pub const CINNAMON: &str = "Cinnamon's screen saver";

pub(super) const LOCK: Of = Of {
    part: Part::Lock,
    sensor: Sensor::Lock,
    input: Input::Locked,
    on_loss: OnLoss::Keep,
    sources: &[LOGIN, GNOME, FREEDESKTOP, XFCE, MATE, CINNAMON],
    unseen: "Nothing here tells when the screen is locked, so a locked screen counts as an absence \
             only once nobody has touched anything for a while.",
};
