//! The alarms on one seat of a compositor.

use std::time::Duration;

use wayland_client::Proxy as _;
use wayland_client::protocol::wl_seat::WlSeat;

use super::alarm::{Alarm, Obeys, Setter};
use super::line::Heard;
use super::watch::End;
use crate::sensors::Ago;

/// The alarm that waits for a touch.
const TOUCH: Duration = Duration::from_secs(1);
/// The alarm that waits for the end of a film.
const CALM: Duration = Duration::from_secs(1);
/// The alarm for idle comes this much after the one that somebody may keep from ringing, so that that
/// one has rung if nobody does.
const LATER: Duration = Duration::from_millis(250);
/// Since when a seat can be given back.
const SEAT_RELEASE: u32 = 5;

/// A seat and its alarms.
pub(super) struct Place {
    /// The number it is offered under.
    pub(super) name: u32,
    seat: WlSeat,
    /// Nobody has touched anything for long.
    pub(super) idle: Alarm,
    /// Beside `idle`, if that hears input alone: nor does anybody hold the screen awake.
    unheld: Option<Alarm>,
    /// Rings soon, to be stilled by the next touch.
    touch: Option<Alarm>,
    /// Rings soon once nobody holds the screen awake.
    calm: Option<Alarm>,
    /// Nobody has typed for a moment.
    lull: Option<Alarm>,
}

/// Which alarms are wanted besides those for idle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Whether the next touch is to be told.
    pub(super) touch: bool,
    /// Whether the end of a film is awaited.
    pub(super) calm: bool,
    /// Whether a pause in typing of this length is.
    pub(super) lull: Option<Duration>,
}

impl Place {
    /// A seat that came, offered under this number; idle is told after this long.
    pub(super) fn new(
        setter: &mut Setter<'_>,
        name: u32,
        seat: WlSeat,
        idle_after: Duration,
    ) -> Result<Self, End> {
        let (unheld, idle) = set_for_idle(setter, &seat, idle_after)?;
        Ok(Self {
            name,
            seat,
            idle,
            unheld,
            touch: None,
            calm: None,
            lull: None,
        })
    }

    /// Takes what is said of its alarms; whether somebody touched something.
    pub(super) fn hear(&mut self, heard: Heard, ago: &Ago) -> bool {
        let (Heard::Rang(number) | Heard::Stilled(number)) = heard else {
            return false;
        };
        let rings = heard == Heard::Rang(number);
        let touch = self.touch.as_ref().map(|alarm| alarm.number);
        let touched = !rings && [Some(self.idle.number), touch].contains(&Some(number));
        let others = [
            &mut self.unheld,
            &mut self.touch,
            &mut self.calm,
            &mut self.lull,
        ];
        let all = others.into_iter().flatten().chain([&mut self.idle]);
        for alarm in all.filter(|alarm| alarm.number == number) {
            alarm.since = rings.then(|| ago.at(alarm.after));
        }
        touched
    }

    /// Sets the alarms for idle anew if they are for another time.
    pub(super) fn settle_idle(
        &mut self,
        setter: &mut Setter<'_>,
        idle_after: Duration,
    ) -> Result<(), End> {
        if self.idle.after == idle_alarm_after(setter, idle_after) {
            return Ok(());
        }
        let (unheld, idle) = set_for_idle(setter, &self.seat, idle_after)?;
        std::mem::replace(&mut self.idle, idle).put_out();
        if let Some(before) = std::mem::replace(&mut self.unheld, unheld) {
            before.put_out();
        }
        Ok(())
    }

    /// Sets and puts out the others.
    pub(super) fn settle(&mut self, setter: &mut Setter<'_>, wanted: Wanted) -> Result<(), End> {
        let seat = &self.seat;
        let mut settle = |alarm: &mut Option<Alarm>, obeys, after: Option<Duration>| {
            match (alarm.take(), after) {
                (None, Some(after)) => *alarm = Some(setter.set(seat, obeys, after)?),
                (Some(unwanted), None) => unwanted.put_out(),
                (kept, _) => *alarm = kept,
            }
            Ok(())
        };
        // While `idle` rings it waits for a touch itself.
        let touch = wanted.touch && !self.idle.rings();
        settle(&mut self.touch, Obeys::Input, touch.then_some(TOUCH))?;
        settle(
            &mut self.calm,
            Obeys::Inhibitors,
            wanted.calm.then_some(CALM),
        )?;
        settle(&mut self.lull, Obeys::Input, wanted.lull)
    }

    /// Nobody has typed here for a moment.
    pub(super) fn pauses(&self) -> bool {
        self.lull.as_ref().is_some_and(Alarm::rings)
    }

    /// Nobody holds the screen awake, as far as can be told here.
    pub(super) fn is_calm(&self) -> bool {
        self.unheld.iter().chain(&self.calm).any(Alarm::rings)
    }

    /// Whether the end of a film was awaited here.
    pub(super) fn awaits_calm(&self) -> bool {
        self.calm.is_some()
    }

    /// Puts everything out and gives the seat back.
    pub(super) fn put_out(self) {
        let others = [self.unheld, self.touch, self.calm, self.lull];
        let all = others.into_iter().flatten().chain([self.idle]);
        all.for_each(Alarm::put_out);
        if self.seat.version() >= SEAT_RELEASE {
            self.seat.release();
        }
    }
}

/// The alarm for idle, and the one beside it, which is set first so that it rings first.
fn set_for_idle(
    setter: &mut Setter<'_>,
    seat: &WlSeat,
    idle_after: Duration,
) -> Result<(Option<Alarm>, Alarm), End> {
    let mut unheld = None;
    if setter.tells_input() {
        unheld = Some(setter.set(seat, Obeys::Inhibitors, idle_after)?);
    }
    let after = idle_alarm_after(setter, idle_after);
    Ok((unheld, setter.set(seat, Obeys::Input, after)?))
}

fn idle_alarm_after(setter: &Setter<'_>, idle_after: Duration) -> Duration {
    if setter.tells_input() {
        idle_after + LATER
    } else {
        idle_after
    }
}
