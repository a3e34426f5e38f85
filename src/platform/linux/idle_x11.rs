//! Idle and active on X11: two alarms on the server's own idle counter, and nothing is polled.
//!
//! One alarm waits for idle, then, turned round, for input. Both are comparisons, not transitions:
//! if the state changed while an alarm was being set it fires at once instead of never. With a
//! delta of zero an alarm fires once and rests until it is set again. The second alarm waits for a
//! pause in typing, on demand.
//! The counter runs on the server's clock, which stands still in suspend: after a sleep `since` may
//! be too late by the sleep's length, never too early. Sleep is told by another sensor.
//! Never used in a Wayland session, where X hears only the input of X programs.

use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use x11rb::connection::Connection as _;
use x11rb::errors::ReplyOrIdError;
use x11rb::protocol::Event;
use x11rb::protocol::sync::{
    ALARMSTATE, Alarm, ConnectionExt as _, Counter, CreateAlarmAux, Int64, TESTTYPE, VALUETYPE,
};
use x11rb::rust_connection::RustConnection;

use super::connect::apart;
use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part};
use crate::platform::patience::BackOff;
use crate::sensors::IdleSetup;

/// The idle sensor. Dropping it stops it.
#[derive(Debug)]
pub struct Idle {
    orders: Sender<Order>,
    bell: Option<Arc<OwnedFd>>,
}

#[derive(Debug)]
enum Order {
    WatchLull(bool),
    IdleAfter(Duration),
    Stop,
}

struct Worker {
    link: Link,
    setup: IdleSetup,
    orders: Receiver<Order>,
    bell: Arc<OwnedFd>,
    back_off: BackOff,
    /// A lull is wanted, also over the loss of the display.
    lull: bool,
    told: Option<Health>,
}

/// A connection with the counter, its idle time at that moment, and nothing armed.
struct Display {
    x: RustConnection,
    counter: Counter,
    idle: Duration,
}

/// The alarms on a display.
struct Alarms<'a> {
    display: &'a Display,
    presence: Option<(Alarm, Awaits)>,
    lull: Option<Alarm>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaits {
    Idle,
    Input,
}

/// Why following a display ended.
enum End {
    Stopped,
    Lost(Fault),
}

#[derive(Debug, thiserror::Error)]
#[error("the display has no idle counter")]
struct NoCounter;

type Fault = Box<dyn std::error::Error + Send + Sync>;

impl Idle {
    /// Starts the sensor.
    #[must_use]
    pub fn start(link: &Link, setup: IdleSetup) -> Self {
        let (orders, receiver) = mpsc::channel();
        let bell = match eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK) {
            Ok(bell) => Arc::new(bell),
            Err(error) => {
                tracing::warn!(%error, "cannot make an event descriptor");
                lost(
                    link,
                    "The system gives no more descriptors, so idle time is not seen and \
                     the clock goes on. Starting the program again may help.",
                );
                return Self { orders, bell: None };
            }
        };
        let mut worker = Worker {
            link: link.clone(),
            back_off: BackOff::new(setup.desktop.patience),
            setup,
            orders: receiver,
            bell: bell.clone(),
            lull: false,
            told: None,
        };
        // Its end is not waited for.
        drop(apart("idle", move || worker.run()));
        Self {
            orders,
            bell: Some(bell),
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
        // A sensor that gave up for good needs no orders, and a bell already full is ringing.
        if self.orders.send(order).is_ok()
            && let Some(bell) = &self.bell
        {
            let _ = rustix::io::write(bell, &1_u64.to_ne_bytes());
        }
    }
}

impl Drop for Idle {
    fn drop(&mut self) {
        self.order(Order::Stop);
    }
}

impl Worker {
    fn run(&mut self) {
        if self.setup.desktop.wayland.is_some() {
            return self.missing(
                "Idle time is not seen in a Wayland session yet: only lock and sleep are, so the \
                 clock goes on until you lock the screen or say that you are away.",
            );
        }
        let Some(name) = self.setup.desktop.display.clone() else {
            return self.missing(
                "There is no display, so idle time is not seen: the clock goes on until you say \
                 that you are away. Started from a desktop, the program finds its display.",
            );
        };
        loop {
            match self.open(&name).map(|display| self.follow(&display)) {
                Ok(End::Stopped) => return,
                Ok(End::Lost(error)) | Err(error) => {
                    tracing::debug!(%error, name, "no display");
                    self.missing(if error.is::<NoCounter>() {
                        "The display does not count idle time, so it is not seen: the clock goes on \
                         until you lock the screen or say that you are away."
                    } else {
                        "The display cannot be reached, so idle time is not seen: the clock goes on \
                         until you say that you are away. Trying again by and by."
                    });
                }
            }
            if self.rest() {
                return;
            }
        }
    }

    fn open(&mut self, name: &str) -> Result<Display, Fault> {
        let wanted = name.to_owned();
        let attempt = apart("idle-open", move || Display::open(&wanted));
        match attempt.recv_timeout(self.setup.desktop.patience.answer) {
            Ok(display) => display,
            Err(RecvTimeoutError::Disconnected) => Err("no thread for it".into()),
            Err(RecvTimeoutError::Timeout) => {
                self.missing(
                    "The display does not answer, so idle time is not seen: the clock \
                     goes on until you say that you are away. Waiting for it.",
                );
                attempt.recv()?
            }
        }
    }

    /// Waits before the next try; says whether to stop instead. An order ends the wait: somebody
    /// wants to know.
    fn rest(&mut self) -> bool {
        match self.orders.recv_timeout(self.back_off.next_wait()) {
            Ok(Order::WatchLull(on)) => self.lull = on,
            Ok(Order::IdleAfter(after)) => self.setup.idle_after = after,
            Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return true,
            Err(RecvTimeoutError::Timeout) => {}
        }
        false
    }

    fn follow(&mut self, display: &Display) -> End {
        let mut alarms = Alarms {
            display,
            presence: None,
            lull: None,
        };
        self.tell(Health::Works("idle alarms of the X server".to_owned()));
        // If it is idle already the alarm says so at once.
        if display.idle < self.setup.idle_after {
            self.link.input(Input::Active);
        }
        self.followed(&mut alarms).unwrap_or_else(End::Lost)
    }

    fn followed(&mut self, alarms: &mut Alarms<'_>) -> Result<End, Fault> {
        alarms.await_next(Awaits::Idle, self.setup.idle_after)?;
        alarms.await_lull(self.lull.then_some(self.setup.lull_after))?;
        let x = &alarms.display.x;
        loop {
            x.flush()?;
            while let Some(event) = x.poll_for_event()? {
                self.heard(&event, alarms)?;
            }
            x.flush()?;
            self.sleep(x)?;
            while let Ok(order) = self.orders.try_recv() {
                match order {
                    Order::WatchLull(on) => {
                        self.lull = on;
                        alarms.await_lull(on.then_some(self.setup.lull_after))?;
                    }
                    Order::IdleAfter(after) => {
                        self.setup.idle_after = after;
                        // Whoever is idle now is still to be told of the next input.
                        if alarms.awaits(Awaits::Idle) {
                            alarms.await_next(Awaits::Idle, after)?;
                        }
                    }
                    Order::Stop => return Ok(End::Stopped),
                }
            }
        }
    }

    /// Sleeps until the display or an order has something.
    fn sleep(&self, x: &RustConnection) -> Result<(), Fault> {
        let mut wakers = [
            PollFd::new(x.stream(), PollFlags::IN),
            PollFd::new(&*self.bell, PollFlags::IN),
        ];
        match poll(&mut wakers, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        // Empty when it was the display that woke us.
        let _ = rustix::io::read(&self.bell, &mut [0; 8]);
        Ok(())
    }

    fn heard(&mut self, event: &Event, alarms: &mut Alarms<'_>) -> Result<(), Fault> {
        let Event::SyncAlarmNotify(event) = event else {
            return Ok(());
        };
        if event.state == ALARMSTATE::DESTROYED {
            return Ok(());
        }
        if alarms.lull == Some(event.alarm) {
            self.lull = false;
            self.link.input(Input::Lull);
            return alarms.await_lull(None);
        }
        let Some((_, awaited)) = alarms.presence.filter(|(alarm, _)| *alarm == event.alarm) else {
            return Ok(());
        };
        self.back_off.reset();
        let next = match awaited {
            Awaits::Idle => {
                let since = self.setup.ago.at(read(event.counter_value));
                self.link.input(Input::Idle { since });
                Awaits::Input
            }
            Awaits::Input => {
                self.link.input(Input::Active);
                Awaits::Idle
            }
        };
        alarms.await_next(next, self.setup.idle_after)
    }

    fn missing(&mut self, words: &str) {
        self.tell(Health::Missing(words.to_owned()));
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

impl Display {
    fn open(name: &str) -> Result<Self, Fault> {
        let (x, _) = RustConnection::connect(Some(name))?;
        x.sync_initialize(3, 1)?.reply()?;
        let counter = x
            .sync_list_system_counters()?
            .reply()?
            .counters
            .into_iter()
            .find(|counter| counter.name == b"IDLETIME")
            .ok_or(NoCounter)?
            .counter;
        let idle = read(x.sync_query_counter(counter)?.reply()?.counter_value);
        Ok(Self { x, counter, idle })
    }

    fn alarm(&self, test: TESTTYPE, at: Duration) -> Result<Alarm, ReplyOrIdError> {
        let alarm = self.x.generate_id()?;
        let settings = CreateAlarmAux::new()
            .counter(self.counter)
            .value_type(VALUETYPE::ABSOLUTE)
            .value(milliseconds(at))
            .test_type(test)
            .delta(Int64 { hi: 0, lo: 0 })
            .events(1);
        self.x.sync_create_alarm(alarm, &settings)?;
        Ok(alarm)
    }
}

impl Alarms<'_> {
    /// Sets the presence alarm. A new one each time: what an old one still has to say is not heard.
    fn await_next(&mut self, awaits: Awaits, idle_after: Duration) -> Result<(), Fault> {
        if let Some((alarm, _)) = self.presence.take() {
            self.display.x.sync_destroy_alarm(alarm)?;
        }
        let alarm = match awaits {
            Awaits::Idle => self
                .display
                .alarm(TESTTYPE::POSITIVE_COMPARISON, idle_after)?,
            Awaits::Input => self.display.alarm(
                TESTTYPE::NEGATIVE_COMPARISON,
                idle_after.saturating_sub(Duration::from_millis(1)),
            )?,
        };
        self.presence = Some((alarm, awaits));
        Ok(())
    }

    fn awaits(&self, what: Awaits) -> bool {
        self.presence.is_some_and(|(_, awaits)| awaits == what)
    }

    fn await_lull(&mut self, after: Option<Duration>) -> Result<(), Fault> {
        if let Some(alarm) = self.lull.take() {
            self.display.x.sync_destroy_alarm(alarm)?;
        }
        if let Some(after) = after {
            self.lull = Some(self.display.alarm(TESTTYPE::POSITIVE_COMPARISON, after)?);
        }
        Ok(())
    }
}

fn lost(link: &Link, words: &str) {
    link.health(Part::Idle, Health::Missing(words.to_owned()));
    sensor(link, false);
}

fn sensor(link: &Link, works: bool) {
    link.input(Input::Sensor {
        sensor: Sensor::Idle,
        works,
    });
}

fn milliseconds(time: Duration) -> Int64 {
    let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    Int64 {
        hi: i32::try_from(millis >> 32).unwrap_or(i32::MAX),
        lo: u32::try_from(millis & i64::from(u32::MAX)).unwrap_or(u32::MAX),
    }
}

fn read(value: Int64) -> Duration {
    let millis = (i64::from(value.hi) << 32) | i64::from(value.lo);
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_the_way_to_the_server_and_back() {
        for millis in [0, 1, 59_999, u64::from(u32::MAX) + 7] {
            let time = Duration::from_millis(millis);
            assert_eq!(read(milliseconds(time)), time);
        }
    }
}
