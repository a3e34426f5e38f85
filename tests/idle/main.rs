//! Idle and active on every kind of Linux desktop: real compositors and a real X server, touched by
//! real input, and a small compositor of the tests' own for what no released one here has.
#![cfg(target_os = "linux")]

mod film;
mod gnome;
mod hand;
mod hostile;
mod loss;
mod mutter;
mod sensor;
mod v2;
mod wayland;
mod x11;

#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use soleus::platform::patience::Patience;
use soleus::sensors::Desktop;

/// Quick enough for a test, long enough for a busy machine.
const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(2),
    first_retry: Duration::from_millis(50),
    last_retry: Duration::from_millis(200),
};

/// A desktop with nothing: no display, and buses that are not there.
fn nothing() -> Desktop {
    Desktop {
        session_bus: Some("unix:path=/nonexistent/bus".to_owned()),
        system_bus: Some("unix:path=/nonexistent/bus".to_owned()),
        patience: PATIENCE,
        ..Desktop::default()
    }
}
