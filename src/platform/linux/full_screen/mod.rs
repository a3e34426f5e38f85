//! A window over the whole screen: the one in front, and only for who looks.
//!
//! In ordinary time nothing is asked for and nothing wakes. But while a window covers the screen it
//! is watched, so that the end is told as it happens. Of a window its state is read, never what it is
//! called or shows. Where the display does not show windows to others, somebody else has to stand in
//! (`sensors::quiet`).

mod patient;
mod toplevels;
mod x11;

use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::connect::apart;
use super::orders::{Dismissed, Giver, Taker, orders};
use crate::platform::patience::{BackOff, Patience};
use crate::sensors::Desktop;
use crate::sensors::fact::{Hear, Says};
use crate::sensors::look::Glance;
use crate::sensors::quiet;

use toplevels::Toplevels;
use x11::Display;

/// A look takes no longer: somebody waits for it.
const LONGEST_LOOK: Duration = Duration::from_millis(400);
/// From one such window to the next there may be none in front for a moment.
const CHANGE_OVER: Duration = Duration::from_millis(200);

/// The full-screen sensor. Dropping it stops it.
#[derive(Debug)]
pub struct FullScreen {
    orders: Option<Giver<Glance>>,
    ready: Arc<AtomicBool>,
}

/// What there is to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// The window in front covers the screen. It is watched.
    Covered,
    /// It does not, or there is none.
    Free,
    /// Windows are not shown here.
    Nothing,
}

/// The windows of a display.
trait Windows: Sized + Send + 'static {
    /// Where the display is.
    type Place: Clone + Send + 'static;
    /// Whose word it is.
    const SOURCE: &'static str;

    /// Connects, each wait no longer than `limit`.
    fn open(place: &Self::Place, limit: Duration) -> Result<Self, Fault>;

    /// Looks, no longer than `limit`, and watches if the screen is covered.
    fn look(&mut self, limit: Duration) -> Result<Seen, Fault>;

    /// Takes what came by itself; what it changed is seen.
    fn hear(&mut self, limit: Duration) -> Result<Option<Seen>, Fault>;

    /// Has something to read when something came.
    fn stream(&self) -> BorrowedFd<'_>;
}

/// Why a display is not seen any more.
#[derive(Debug, thiserror::Error)]
enum Fault {
    /// It does not answer.
    #[error("the display does not answer")]
    Late,
    /// It is gone, or makes no sense.
    #[error(transparent)]
    Gone(Box<dyn std::error::Error + Send + Sync>),
}

struct Worker<W: Windows> {
    hear: Hear,
    taker: Taker<Glance>,
    place: W::Place,
    patience: Patience,
    back_off: BackOff,
    ready: Arc<AtomicBool>,
}

impl FullScreen {
    /// Starts the sensor: on X11, or in a Wayland session. XWayland knows X programs only and is not
    /// asked.
    #[must_use]
    pub fn start(desktop: &Desktop, hear: Hear) -> Self {
        let absent = |source| hear.says(source, Says::Absent);
        if let Some(socket) = &desktop.wayland {
            absent(quiet::X11);
            Self::watch::<Toplevels>(socket.clone(), desktop.patience, hear)
        } else if let Some(display) = &desktop.display {
            absent(quiet::TOPLEVELS);
            Self::watch::<Display>(display.clone(), desktop.patience, hear)
        } else {
            absent(quiet::X11);
            absent(quiet::TOPLEVELS);
            Self::nothing()
        }
    }

    /// Tells whether a window covers the screen, and is then done with the glance.
    pub fn look(&self, glance: Glance) {
        // While the display is not there, or does not answer, there is nothing to wait for.
        if let Some(orders) = &self.orders
            && self.ready.load(Ordering::Acquire)
        {
            orders.give(glance);
        }
    }

    fn nothing() -> Self {
        Self {
            orders: None,
            ready: Arc::default(),
        }
    }

    fn watch<W: Windows>(place: W::Place, patience: Patience, hear: Hear) -> Self {
        let (giver, taker) = match orders() {
            Ok(both) => both,
            Err(error) => {
                tracing::warn!(%error, "cannot make an event descriptor");
                hear.says(W::SOURCE, Says::Absent);
                return Self::nothing();
            }
        };
        let ready = Arc::new(AtomicBool::new(false));
        let worker = Worker::<W> {
            hear,
            taker,
            place,
            patience,
            back_off: BackOff::new(patience),
            ready: ready.clone(),
        };
        // Its end is not waited for.
        drop(apart("full-screen", move || worker.run()));
        Self {
            orders: Some(giver),
            ready,
        }
    }
}

impl<W: Windows> Worker<W> {
    fn run(mut self) {
        // It ends when it is dismissed.
        let Dismissed = loop {
            let followed = self.open().and_then(|windows| self.follow(windows));
            self.ready.store(false, Ordering::Release);
            let fault = match followed {
                Ok(dismissed) => break dismissed,
                Err(fault) => fault,
            };
            tracing::debug!(%fault, "windows are not seen");
            self.lose(&fault);
            // A look that was asked for just before is over: there is nothing to see.
            while let Ok(Some(glance)) = self.taker.next() {
                drop(glance);
            }
            if let Err(dismissed) = self.taker.wait(Some(self.back_off.next_wait())) {
                break dismissed;
            }
        };
    }

    fn open(&mut self) -> Result<W, Fault> {
        let (place, limit) = (self.place.clone(), self.patience.answer);
        let attempt = apart("full-screen-open", move || W::open(&place, limit));
        match attempt.recv_timeout(limit) {
            Ok(opened) => opened,
            Err(RecvTimeoutError::Timeout) => {
                self.says(Says::Hung);
                attempt
                    .recv()
                    .unwrap_or_else(|error| Err(Fault::gone(error)))
            }
            Err(error) => Err(Fault::gone(error)),
        }
    }

    fn follow(&mut self, mut windows: W) -> Result<Dismissed, Fault> {
        let limit = self.patience.answer.min(LONGEST_LOOK);
        let seen = windows.look(self.patience.answer)?;
        self.back_off.reset();
        // Who hears what is told now may look at once.
        self.ready.store(true, Ordering::Release);
        self.tell(seen);
        loop {
            match windows.hear(limit)? {
                Some(Seen::Free) => {
                    self.taker
                        .sleep(&[], Some(CHANGE_OVER))
                        .map_err(Fault::gone)?;
                    let seen = windows.look(limit)?;
                    self.tell(seen);
                }
                Some(seen) => self.tell(seen),
                None => {
                    self.taker
                        .sleep(&[windows.stream()], None)
                        .map_err(Fault::gone)?;
                }
            }
            loop {
                match self.taker.next() {
                    Ok(Some(glance)) => self.look(&mut windows, limit, glance)?,
                    Ok(None) => break,
                    Err(dismissed) => return Ok(dismissed),
                }
            }
        }
    }

    fn look(&self, windows: &mut W, limit: Duration, glance: Glance) -> Result<(), Fault> {
        let looked = windows.look(limit);
        match &looked {
            Ok(seen) => self.tell(*seen),
            Err(fault) => self.lose(fault),
        }
        // All is told.
        drop(glance);
        looked.map(drop)
    }

    fn lose(&self, fault: &Fault) {
        self.says(match fault {
            Fault::Late => Says::Hung,
            Fault::Gone(_) => Says::Absent,
        });
    }

    fn tell(&self, seen: Seen) {
        self.says(match seen {
            Seen::Covered => Says::Is(true),
            Seen::Free => Says::Is(false),
            Seen::Nothing => Says::Absent,
        });
    }

    fn says(&self, says: Says) {
        self.hear.says(W::SOURCE, says);
    }
}

impl Fault {
    fn gone(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Gone(error.into())
    }
}
