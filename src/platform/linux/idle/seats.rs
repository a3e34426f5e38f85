//! The seats of a compositor, and what their alarms add up to.
//!
//! Nobody is there when every seat says so, and somebody is when any does. An alarm's time counts
//! from its setting, so whoever sets one learns nothing of before; in particular not whether anybody
//! is there. While that is not known, a short alarm waits for a touch.
//!
//! Where input can be told from idleness, the alarm for idle hears input alone, and beside it another
//! obeys whoever holds the screen awake. If only the first rings, the screen is held awake, which
//! players do; a short one of the second kind then waits for the end of that. A film that ended
//! shortly before idle is told is so told for a moment: sitting goes on rather than be cut.

use wayland_client::protocol::wl_seat::WlSeat;

use super::alarm::Setter;
use super::line::Heard;
use super::place::{Place, Wanted};
use super::watch::{End, Watch};
use crate::sensors::fact::Says;

/// A desk has one or two.
const MOST_SEATS: usize = 32;

/// The seats.
pub(super) struct Seats<'a> {
    setter: Setter<'a>,
    places: Vec<Place>,
}

#[derive(Debug, thiserror::Error)]
#[error("it has more than {MOST_SEATS} seats")]
struct TooManySeats;

impl<'a> Seats<'a> {
    pub(super) fn new(setter: Setter<'a>) -> Self {
        Self {
            setter,
            places: Vec::new(),
        }
    }

    /// What the compositor says of media when it is met.
    pub(super) fn media_at_first(&self) -> Says {
        if self.setter.tells_input() {
            Says::Is(false)
        } else {
            Says::Absent
        }
    }

    /// A seat came, offered under this number.
    pub(super) fn join(&mut self, watch: &Watch, name: u32, seat: WlSeat) -> Result<(), End> {
        if self.places.len() == MOST_SEATS {
            return Err(TooManySeats.into());
        }
        let place = Place::new(&mut self.setter, name, seat, watch.setup.idle_after)?;
        self.places.push(place);
        Ok(())
    }

    /// Something offered under this number is gone: maybe a seat.
    pub(super) fn leave(&mut self, watch: &mut Watch, name: u32) {
        let Some(at) = self.places.iter().position(|place| place.name == name) else {
            return;
        };
        self.places.swap_remove(at).put_out();
        self.judge(watch);
    }

    /// An alarm rings, or does not any more.
    pub(super) fn hear(&mut self, watch: &mut Watch, heard: Heard) {
        let mut touched = false;
        for place in &mut self.places {
            touched |= place.hear(heard, &watch.setup.ago);
        }
        watch.proven();
        if touched {
            watch.active();
        }
        self.judge(watch);
    }

    /// Sets and puts out alarms as it is wanted now, and tells of media.
    pub(super) fn settle(&mut self, watch: &mut Watch) -> Result<(), End> {
        // Whoever is idle now is still to be told of the next touch.
        if !watch.is_idle() {
            for place in &mut self.places {
                place.settle_idle(&mut self.setter, watch.setup.idle_after)?;
            }
        }
        let lull_after = watch.setup.lull_after;
        if watch.wants_lull() && self.all(|it| it.idle.rings() && it.idle.after >= lull_after) {
            watch.lull();
        }
        let held = self.is_held(watch);
        // Kept after the end: the next film may begin by itself.
        let awaited = watch.is_idle() && self.places.iter().any(Place::awaits_calm);
        let wanted = Wanted {
            touch: !watch.is_active(),
            calm: held || awaited,
            lull: watch.wants_lull().then_some(lull_after),
        };
        for place in &mut self.places {
            place.settle(&mut self.setter, wanted)?;
        }
        if self.setter.tells_input() {
            watch.media(Says::Is(held));
        }
        Ok(())
    }

    /// Tells what has become of the whole.
    fn judge(&self, watch: &mut Watch) {
        if watch.wants_lull() && self.all(Place::pauses) {
            watch.lull();
        }
        let last = self
            .places
            .iter()
            .filter_map(|place| place.idle.since)
            .max();
        if self.all(|place| place.idle.rings())
            && let Some(since) = last
        {
            watch.idle(since);
        }
    }

    /// Whether the screen is held awake while nobody touches anything.
    fn is_held(&self, watch: &Watch) -> bool {
        self.setter.tells_input() && watch.is_idle() && !self.places.iter().any(Place::is_calm)
    }

    fn all(&self, so: impl Fn(&Place) -> bool) -> bool {
        !self.places.is_empty() && self.places.iter().all(so)
    }
}
