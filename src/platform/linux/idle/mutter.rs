//! Idle and active from Mutter, GNOME's compositor, whose own monitor is on the session bus.
//!
//! It fires watches, at idle and at the next touch, and tells the idle time when asked. The watches
//! are ours alone and end with our connection. While somebody holds the screen awake those for idle
//! do not fire, so a film is no absence; a pause in typing is then found by asking for the idle time
//! as often as one can be, and only while it is wanted.

use std::convert::Infallible;
use std::os::fd::AsFd as _;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::blocking::Connection;
use zbus::zvariant::{DynamicType, OwnedValue, Type};

use super::super::connect::{apart, is_timeout, owner_of};
use super::super::orders::Dismissed;
use super::ear::{Ear, Heard};
use super::watch::{End, Fault, Watch};
use crate::platform::boot_time;
use crate::sensors::fact::Says;

pub(super) const NAME: &str = "org.gnome.Mutter.IdleMonitor";
pub(super) const PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";
const SESSION_MANAGER: &str = "org.gnome.SessionManager";
const SESSION_MANAGER_PATH: &str = "/org/gnome/SessionManager";
/// `GSM_INHIBITOR_FLAG_IDLE` of gnome-session.
const HOLDS_IDLE: u32 = 8;

const UNREACHED: &str = "Mutter's idle monitor is gone, so idle time is not seen: the clock goes on until you say that you \
     are away. Looking for it by and by.";
const SILENT: &str = "Mutter does not answer, so idle time is not seen: the clock goes on until you say that you are \
     away. Asking again by and by.";

/// A Mutter that is there.
pub(super) struct Monitor {
    bus: Connection,
    owner: String,
    ear: Ear,
}

/// What it is to tell.
struct Watches<'a> {
    monitor: &'a Monitor,
    idle: (u32, Duration),
    touch: Option<u32>,
    lull: Lull,
}

/// How a pause in typing is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lull {
    Unwanted,
    Watch(u32),
    /// Asked for at this time of the boot clock.
    At(Duration),
}

#[derive(Debug, thiserror::Error)]
#[error("it has another owner, or none")]
struct Moved;

impl Monitor {
    pub(super) fn new(bus: Connection, owner: String, ear: Ear) -> Self {
        Self { bus, owner, ear }
    }

    /// Follows it until it is lost, and says so.
    pub(super) fn follow(&self, watch: &mut Watch) -> Result<(), Dismissed> {
        let fault = match self.followed(watch) {
            Err(End::Dismissed) => return Err(Dismissed),
            Err(End::Lost(fault)) => fault,
        };
        tracing::debug!(%fault, "Mutter is lost");
        watch.missing(words(&fault));
        Ok(())
    }

    fn followed(&self, watch: &mut Watch) -> Result<Infallible, End> {
        let idle_after = watch.setup.idle_after;
        let mut watches = Watches {
            monitor: self,
            touch: Some(self.watch_touch()?),
            idle: (self.watch_idle(idle_after)?, idle_after),
            lull: Lull::Unwanted,
        };
        watch.works("Mutter's idle monitor", Says::Absent);
        loop {
            let rest = watches.settle(watch)?;
            watch.sleep(&[self.ear.bell().as_fd()], rest)?;
            for heard in self.ear.take() {
                match heard {
                    Heard::Fired(number) => watches.fired(watch, number)?,
                    Heard::Moved => return Err(Moved.into()),
                }
            }
        }
    }

    fn watch_idle(&self, after: Duration) -> zbus::Result<u32> {
        self.ask("AddIdleWatch", &milliseconds(after))
    }

    fn watch_touch(&self) -> zbus::Result<u32> {
        self.ask("AddUserActiveWatch", &())
    }

    fn forget(&self, number: u32) -> zbus::Result<()> {
        self.ask("RemoveWatch", &number)
    }

    fn idle_time(&self) -> zbus::Result<Duration> {
        self.ask("GetIdletime", &()).map(Duration::from_millis)
    }

    fn ask<B, R>(&self, method: &str, body: &B) -> zbus::Result<R>
    where
        B: Serialize + DynamicType,
        R: DeserializeOwned + Type,
    {
        self.bus
            .call_method(Some(self.owner.as_str()), PATH, Some(NAME), method, body)?
            .body()
            .deserialize()
    }

    /// Whether the session manager says that somebody holds the screen awake. One that does not
    /// answer says nothing.
    fn is_held(&self) -> bool {
        let inhibited = || -> zbus::Result<u32> {
            let Some(owner) = owner_of(&self.bus, SESSION_MANAGER)? else {
                return Ok(0);
            };
            let value: OwnedValue = self
                .bus
                .call_method(
                    Some(owner),
                    SESSION_MANAGER_PATH,
                    Some("org.freedesktop.DBus.Properties"),
                    "Get",
                    &(SESSION_MANAGER, "InhibitedActions"),
                )?
                .body()
                .deserialize()?;
            Ok(u32::try_from(value)?)
        };
        inhibited().is_ok_and(|actions| actions & HOLDS_IDLE != 0)
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        let bus = self.bus.clone();
        // Closing may wait for the bus.
        drop(apart("idle-close", move || bus.close()));
    }
}

impl Watches<'_> {
    /// Sets the watches to what is wanted now; says when to come again at the latest.
    fn settle(&mut self, watch: &mut Watch) -> Result<Option<Duration>, End> {
        let (number, after) = self.idle;
        // Whoever is idle now is still to be told of the next touch.
        if after != watch.setup.idle_after && !watch.is_idle() {
            self.monitor.forget(number)?;
            let after = watch.setup.idle_after;
            self.idle = (self.monitor.watch_idle(after)?, after);
        }
        self.settle_lull(watch)
    }

    fn settle_lull(&mut self, watch: &mut Watch) -> Result<Option<Duration>, End> {
        match (self.lull, watch.wants_lull()) {
            (Lull::Unwanted, false) | (Lull::Watch(_), true) => return Ok(None),
            (Lull::Watch(number), false) => {
                self.monitor.forget(number)?;
                self.lull = Lull::Unwanted;
                return Ok(None);
            }
            (Lull::At(_), false) => {
                self.lull = Lull::Unwanted;
                return Ok(None);
            }
            (Lull::Unwanted, true) if !self.monitor.is_held() => {
                self.lull = Lull::Watch(self.monitor.watch_idle(watch.setup.lull_after)?);
                return Ok(None);
            }
            (Lull::At(time), true) if time > boot_time() => {
                return Ok(Some(time.saturating_sub(boot_time())));
            }
            (Lull::Unwanted | Lull::At(_), true) => {}
        }
        let still = watch
            .setup
            .lull_after
            .saturating_sub(self.monitor.idle_time()?);
        if still.is_zero() {
            self.lull = Lull::Unwanted;
            watch.lull();
            return Ok(None);
        }
        self.lull = Lull::At(boot_time() + still);
        Ok(Some(still))
    }

    fn fired(&mut self, watch: &mut Watch, number: u32) -> Result<(), End> {
        watch.proven();
        if self.touch == Some(number) {
            // It fires once.
            self.touch = None;
            watch.active();
        } else if self.idle.0 == number {
            // Set first: a touch between this and the asking is then told, or seen in the answer.
            if self.touch.is_none() {
                self.touch = Some(self.monitor.watch_touch()?);
            }
            let idle = self.monitor.idle_time()?;
            if idle >= self.idle.1 {
                watch.idle(watch.setup.ago.at(idle));
            }
        } else if self.lull == Lull::Watch(number)
            && self.monitor.idle_time()? >= watch.setup.lull_after
        {
            watch.lull();
        }
        Ok(())
    }
}

fn words(fault: &Fault) -> &'static str {
    let silent = fault.downcast_ref::<zbus::Error>().is_some_and(is_timeout);
    if silent { SILENT } else { UNREACHED }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
