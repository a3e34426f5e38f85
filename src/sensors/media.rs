//! Media plays: somebody holds the screen awake, which players, and presentations, do.

use super::fact::{Of, OnLoss};
use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::Part;

/// `org.gnome.SessionManager`: GNOME's, MATE's and Cinnamon's.
pub const SESSION_MANAGER: &str = "the session manager";
/// `org.kde.Solid.PowerManagement.PolicyAgent`.
pub const POLICY_AGENT: &str = "KDE's power management";
/// `org.freedesktop.PowerManagement`: Xfce's, and others'.
pub const POWER_MANAGEMENT: &str = "the desktop's power management";
/// logind's inhibitors of `idle`.
pub const LOGIN: &str = "the login service";
/// A Wayland compositor that tells input apart from idleness.
pub const COMPOSITOR: &str = "the compositor";

pub(super) const MEDIA: Of = Of {
    part: Part::Media,
    sensor: Sensor::Media,
    input: Input::Media,
    on_loss: OnLoss::Forget,
    sources: &[
        SESSION_MANAGER,
        POLICY_AGENT,
        POWER_MANAGEMENT,
        LOGIN,
        COMPOSITOR,
    ],
    unseen: "Nothing here tells whether a film plays. Unless the compositor itself lets nobody idle \
             meanwhile, one without a touch counts as an absence after a while; `soleus sit --at` \
             with the time it began puts that right.",
};
