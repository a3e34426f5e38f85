//! What every way of watching shares: what is wanted now, what was told, and how to wait.
//!
//! A change is told once. What a lost peer said last is not held against the next one: the first
//! touch it tells of is told, whatever was told before.

use std::os::fd::BorrowedFd;
use std::time::Duration;

use super::super::orders::{Dismissed, Taker};
use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::platform::patience::BackOff;
use crate::sensors::IdleSetup;
use crate::sensors::fact::Says;
use crate::sensors::media::COMPOSITOR;

const NO_DESCRIPTORS: &str = "The system gives no more descriptors, so idle time is not seen and the clock goes on. Starting \
     the program again may help.";

/// What the sensor is told to do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Order {
    WatchLull(bool),
    IdleAfter(Duration),
}

/// Why following a peer ended.
#[derive(Debug)]
pub(super) enum End {
    Dismissed,
    Lost(Fault),
}

pub(super) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The person, as far as the present peer has told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Unknown,
    Active,
    Idle,
}

/// The state of the sensor that outlives a peer.
pub(super) struct Watch {
    link: Link,
    /// Its `idle_after` is always the one wanted now.
    pub(super) setup: IdleSetup,
    orders: Taker<Order>,
    back_off: BackOff,
    lull: bool,
    presence: Presence,
    media: Option<Says>,
    told: Option<Health>,
}

impl Watch {
    pub(super) fn new(link: Link, setup: IdleSetup, orders: Taker<Order>) -> Self {
        Self {
            link,
            back_off: BackOff::new(setup.desktop.patience),
            setup,
            orders,
            lull: false,
            presence: Presence::Unknown,
            media: None,
            told: None,
        }
    }

    /// A peer was met. Whether anybody is there, it has yet to tell.
    pub(super) fn works(&mut self, words: &str, media: Says) {
        self.presence = Presence::Unknown;
        self.tell(Health::Works(words.to_owned()));
        self.media(media);
    }

    pub(super) fn missing(&mut self, words: &str) {
        self.tell(Health::Missing(words.to_owned()));
        self.media(Says::Absent);
    }

    /// The peer does what it is there for: the next failure is a first one.
    pub(super) fn proven(&mut self) {
        self.back_off.reset();
    }

    /// Somebody touched the machine.
    pub(super) fn active(&mut self) {
        if self.presence != Presence::Active {
            self.presence = Presence::Active;
            self.link.input(Input::Active);
        }
    }

    /// Nobody has touched it since then, on the boot clock.
    pub(super) fn idle(&mut self, since: Duration) {
        if self.presence != Presence::Idle {
            self.presence = Presence::Idle;
            self.link.input(Input::Idle { since });
        }
    }

    pub(super) fn is_active(&self) -> bool {
        self.presence == Presence::Active
    }

    pub(super) fn is_idle(&self) -> bool {
        self.presence == Presence::Idle
    }

    /// A pause in typing is to be told.
    pub(super) fn wants_lull(&self) -> bool {
        self.lull
    }

    pub(super) fn lull(&mut self) {
        self.lull = false;
        self.link.input(Input::Lull);
    }

    /// What the compositor says of media.
    pub(super) fn media(&mut self, says: Says) {
        if self.media.replace(says) != Some(says)
            && let Some(hear) = &self.setup.media
        {
            hear.says(COMPOSITOR, says);
        }
    }

    /// Takes what was ordered meanwhile; [`Self::wants_lull`] and `idle_after` then say what is wanted.
    pub(super) fn take_orders(&mut self) -> Result<(), Dismissed> {
        while let Some(order) = self.orders.next()? {
            self.obey(order);
        }
        Ok(())
    }

    /// Sleeps until an order or one of `others` has something, at most so long, and takes the orders.
    pub(super) fn sleep(
        &mut self,
        others: &[BorrowedFd<'_>],
        at_most: Option<Duration>,
    ) -> Result<(), End> {
        self.orders.sleep(others, at_most)?;
        Ok(self.take_orders()?)
    }

    /// Waits before the next try. An order ends the wait: somebody wants to know.
    pub(super) fn rest(&mut self) -> Result<(), Dismissed> {
        let wait = self.back_off.next_wait();
        if let Some(order) = self.orders.wait(Some(wait))? {
            self.obey(order);
        }
        self.take_orders()
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::WatchLull(on) => self.lull = on,
            Order::IdleAfter(after) => self.setup.idle_after = after,
        }
    }

    fn tell(&mut self, health: Health) {
        if self.told.as_ref() == Some(&health) {
            return;
        }
        let works = matches!(health, Health::Works(_));
        let worked = self.told.as_ref().map(|it| matches!(it, Health::Works(_)));
        self.told = Some(health.clone());
        self.link.health(Part::Idle, health);
        if worked != Some(works) {
            sensor(&self.link, works);
        }
    }
}

impl From<Dismissed> for End {
    fn from(_: Dismissed) -> Self {
        Self::Dismissed
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for End {
    fn from(error: E) -> Self {
        Self::Lost(error.into())
    }
}

/// Says that there is no sensor and will be none.
pub(super) fn never(link: &Link, setup: &IdleSetup) {
    link.health(Part::Idle, Health::Missing(NO_DESCRIPTORS.to_owned()));
    sensor(link, false);
    if let Some(hear) = &setup.media {
        hear.says(COMPOSITOR, Says::Absent);
    }
}

fn sensor(link: &Link, works: bool) {
    link.input(Input::Sensor {
        sensor: Sensor::Idle,
        works,
    });
}
