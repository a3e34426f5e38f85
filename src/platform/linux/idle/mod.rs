//! Idle and active on Linux: by which of the desktop's ways it is told.
//!
//! In a Wayland session that is the compositor, by `ext-idle-notify`, by Mutter's own monitor on the
//! session bus or by KDE's older protocol, the first of them that is there; else it is the X server.
//! X is never asked in a Wayland session, where it hears only the input of X programs.
//!
//! One thread, which sleeps until somebody has something to say. A peer that is lost is looked for
//! with growing pauses, and each time the choice is made anew.

mod alarm;
mod ear;
mod line;
mod mutter;
mod place;
mod seats;
mod watch;
mod wayland;
mod x11;

use std::path::Path;
use std::time::Duration;

use super::connect::{apart, is_timeout};
use super::orders::{Dismissed, Giver, orders};
use crate::link::Link;
use crate::sensors::IdleSetup;

use ear::SessionBus;
use watch::{End, Order, Watch};
use wayland::{Compositor, Way};

const NO_DISPLAY: &str = "There is no display, so idle time is not seen: the clock goes on until you say that you are away. \
     Started from a desktop, the program finds its display.";
const NOT_TOLD: &str = "This compositor does not tell idle time, so it is not seen: the clock goes on until you lock the \
     screen or say that you are away. A newer version of it may tell it, by ext-idle-notify-v1.";
const BUS_SILENT: &str = "The compositor does not tell idle time, and the session bus does not answer, so it is not seen: the \
     clock goes on until you lock the screen or say that you are away. Asking again by and by.";

/// The idle sensor. Dropping it stops it.
#[derive(Debug)]
pub struct Idle {
    /// None: the system gave no more descriptors.
    orders: Option<Giver<Order>>,
}

impl Idle {
    /// Starts the sensor.
    #[must_use]
    pub fn start(link: &Link, setup: IdleSetup) -> Self {
        let (giver, taker) = match orders() {
            Ok(ends) => ends,
            Err(error) => {
                tracing::warn!(%error, "cannot make an event descriptor");
                watch::never(link, &setup);
                return Self { orders: None };
            }
        };
        let watch = Watch::new(link.clone(), setup, taker);
        // Its end is not waited for.
        drop(apart("idle", move || run(watch)));
        Self {
            orders: Some(giver),
        }
    }

    /// Tells the next pause in typing, once (true), or does not mind any more (false).
    pub fn watch_lull(&self, on: bool) {
        self.order(Order::WatchLull(on));
    }

    /// Tells idle after another time.
    pub fn idle_after(&self, idle_after: Duration) {
        self.order(Order::IdleAfter(idle_after));
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            orders.give(order);
        }
    }
}

fn run(mut watch: Watch) {
    let mut bus = SessionBus::default();
    let desktop = watch.setup.desktop.clone();
    loop {
        let lost = match (&desktop.wayland, &desktop.display) {
            (Some(socket), _) => in_wayland(&mut watch, &mut bus, socket),
            (None, Some(name)) => x11::follow(&mut watch, name),
            (None, None) => return watch.missing(NO_DISPLAY),
        };
        if lost.is_err() || watch.rest().is_err() {
            return;
        }
    }
}

/// Follows the best there is until it is lost, and says so.
fn in_wayland(watch: &mut Watch, bus: &mut SessionBus, socket: &Path) -> Result<(), Dismissed> {
    let mut words = NOT_TOLD;
    let compositor = match Compositor::meet(watch, socket) {
        Ok(compositor) => Some(compositor),
        Err(End::Dismissed) => return Err(Dismissed),
        Err(End::Lost(fault)) => {
            words = wayland::words(&fault);
            tracing::debug!(%fault, "no compositor");
            None
        }
    };
    if let Some(compositor) = &compositor
        && compositor.offers(Way::Ext)
    {
        return compositor.follow(watch, Way::Ext);
    }
    match bus.monitor(&watch.setup.desktop) {
        Ok(Some(monitor)) => {
            // What it would go on to say there, nobody would read.
            drop(compositor);
            return monitor.follow(watch);
        }
        Ok(None) => {}
        Err(error) => {
            tracing::debug!(%error, "Mutter was not found");
            if compositor.is_some() && is_timeout(&error) {
                words = BUS_SILENT;
            }
        }
    }
    if let Some(compositor) = &compositor
        && compositor.offers(Way::Kde)
    {
        return compositor.follow(watch, Way::Kde);
    }
    watch.missing(words);
    Ok(())
}
