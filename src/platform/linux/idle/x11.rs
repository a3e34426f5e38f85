//! Idle and active on X11: two alarms on the server's own idle counter, and nothing is polled.
//!
//! One alarm waits for idle, then, turned round, for input. Both are comparisons, not transitions:
//! if the state changed while an alarm was being set it fires at once instead of never. With a
//! delta of zero an alarm fires once and rests until it is set again. The second alarm waits for a
//! pause in typing, on demand.
//! The counter runs on the server's clock, which stands still in suspend: after a sleep `since` may
//! be too late by the sleep's length, never too early. Sleep is told by another sensor.
//! Never used in a Wayland session, where X hears only the input of X programs.

use std::convert::Infallible;
use std::os::fd::AsFd as _;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::errors::ReplyOrIdError;
use x11rb::protocol::Event;
use x11rb::protocol::sync::{
    ALARMSTATE, Alarm, ConnectionExt as _, Counter, CreateAlarmAux, Int64, TESTTYPE, VALUETYPE,
};
use x11rb::rust_connection::RustConnection;

use super::super::connect::apart;
use super::super::orders::Dismissed;
use super::watch::{End, Fault, Watch};
use crate::sensors::fact::Says;

const NO_COUNTER: &str = "The display does not count idle time, so it is not seen: the clock goes on until you lock the \
     screen or say that you are away.";
const UNREACHED: &str = "The display cannot be reached, so idle time is not seen: the clock goes on until you say that you \
     are away. Trying again by and by.";
const SILENT: &str = "The display does not answer, so idle time is not seen: the clock goes on until you say that you \
     are away. Waiting for it.";

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
    /// The threshold of the presence alarm.
    idle_after: Duration,
    lull: Option<Alarm>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaits {
    Idle,
    Input,
}

#[derive(Debug, thiserror::Error)]
#[error("the display has no idle counter")]
struct NoCounter;

#[derive(Debug, thiserror::Error)]
#[error("no thread to open the display on")]
struct NoThread;

/// Follows the display of this name until it is lost, and says so.
pub(super) fn follow(watch: &mut Watch, name: &str) -> Result<(), Dismissed> {
    let followed = open(watch, name).and_then(|display| followed(watch, &display));
    let fault = match followed {
        Err(End::Dismissed) => return Err(Dismissed),
        Err(End::Lost(fault)) => fault,
    };
    tracing::debug!(%fault, name, "no display");
    watch.missing(if fault.is::<NoCounter>() {
        NO_COUNTER
    } else {
        UNREACHED
    });
    Ok(())
}

fn open(watch: &mut Watch, name: &str) -> Result<Display, End> {
    let wanted = name.to_owned();
    let attempt = apart("idle-open", move || Display::open(&wanted));
    let opened = match attempt.recv_timeout(watch.setup.desktop.patience.answer) {
        Ok(opened) => opened,
        Err(RecvTimeoutError::Disconnected) => Err(NoThread.into()),
        Err(RecvTimeoutError::Timeout) => {
            watch.missing(SILENT);
            attempt.recv()?
        }
    };
    opened.map_err(End::Lost)
}

fn followed(watch: &mut Watch, display: &Display) -> Result<Infallible, End> {
    let mut alarms = Alarms {
        display,
        presence: None,
        idle_after: watch.setup.idle_after,
        lull: None,
    };
    watch.works("idle alarms of the X server", Says::Absent);
    // If it is idle already the alarm says so at once.
    if display.idle < watch.setup.idle_after {
        watch.active();
    }
    alarms.await_next(Awaits::Idle)?;
    let x = &display.x;
    loop {
        alarms.settle(watch)?;
        x.flush()?;
        while let Some(event) = x.poll_for_event()? {
            alarms.heard(&event, watch)?;
        }
        x.flush()?;
        watch.sleep(&[x.stream().as_fd()], None)?;
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
    /// Sets the alarms to what is wanted now.
    fn settle(&mut self, watch: &Watch) -> Result<(), End> {
        // Whoever is idle now is still to be told of the next input.
        if self.idle_after != watch.setup.idle_after && self.awaits(Awaits::Idle) {
            self.idle_after = watch.setup.idle_after;
            self.await_next(Awaits::Idle)?;
        }
        if watch.wants_lull() != self.lull.is_some() {
            self.await_lull(watch.wants_lull().then_some(watch.setup.lull_after))?;
        }
        Ok(())
    }

    fn heard(&mut self, event: &Event, watch: &mut Watch) -> Result<(), End> {
        let Event::SyncAlarmNotify(event) = event else {
            return Ok(());
        };
        if event.state == ALARMSTATE::DESTROYED {
            return Ok(());
        }
        if self.lull == Some(event.alarm) {
            watch.lull();
            return self.await_lull(None);
        }
        let Some((_, awaited)) = self.presence.filter(|(alarm, _)| *alarm == event.alarm) else {
            return Ok(());
        };
        watch.proven();
        let next = match awaited {
            Awaits::Idle => {
                watch.idle(watch.setup.ago.at(read(event.counter_value)));
                Awaits::Input
            }
            Awaits::Input => {
                watch.active();
                self.idle_after = watch.setup.idle_after;
                Awaits::Idle
            }
        };
        self.await_next(next)
    }

    /// Sets the presence alarm. A new one each time: what an old one still has to say is not heard.
    fn await_next(&mut self, awaits: Awaits) -> Result<(), End> {
        if let Some((alarm, _)) = self.presence.take() {
            self.display.x.sync_destroy_alarm(alarm)?;
        }
        let alarm = match awaits {
            Awaits::Idle => self
                .display
                .alarm(TESTTYPE::POSITIVE_COMPARISON, self.idle_after)?,
            Awaits::Input => self.display.alarm(
                TESTTYPE::NEGATIVE_COMPARISON,
                self.idle_after.saturating_sub(Duration::from_millis(1)),
            )?,
        };
        self.presence = Some((alarm, awaits));
        Ok(())
    }

    fn awaits(&self, what: Awaits) -> bool {
        self.presence.is_some_and(|(_, awaits)| awaits == what)
    }

    fn await_lull(&mut self, after: Option<Duration>) -> Result<(), End> {
        if let Some(alarm) = self.lull.take() {
            self.display.x.sync_destroy_alarm(alarm)?;
        }
        if let Some(after) = after {
            self.lull = Some(self.display.alarm(TESTTYPE::POSITIVE_COMPARISON, after)?);
        }
        Ok(())
    }
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
