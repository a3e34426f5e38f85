//! A microphone in use, as the sound server tells: PulseAudio's protocol, which PipeWire's server
//! speaks too.
//!
//! One thread, asleep until the server has something. Of all that it tells, one yes or no leaves this
//! folder; what is played or recorded, and by whom, is neither kept nor told.

mod judge;
mod talk;
mod wait;

use std::convert::Infallible;
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::time::Duration;

use super::connect::apart;
use super::orders::{Dismissed, Giver, Taker, orders};
use super::pulse::Fault;
use crate::platform::patience::{BackOff, Patience};
use crate::sensors::Desktop;
use crate::sensors::call::SOUND_SERVER;
use crate::sensors::fact::{Hear, Says};

use talk::Talk;
use wait::May;

/// A socket that was just made may not be listened on yet: so many tries, so far apart.
const TRIES: u32 = 5;
const SOON: Duration = Duration::from_millis(100);
/// One that worked is taken to be restarted: so many tries, two seconds, before it counts as gone.
const TRIES_AFTER_LOSS: u32 = 20;

/// The microphone sensor. Dropping it stops it.
#[derive(Debug)]
pub struct Microphone {
    /// Closed by being dropped.
    _orders: Option<Giver<Infallible>>,
}

struct Worker {
    hear: Hear,
    taker: Taker<Infallible>,
    socket: PathBuf,
    cookie: Option<PathBuf>,
    patience: Patience,
    back_off: BackOff,
    /// How often to try soon again.
    tries: u32,
}

impl Microphone {
    /// Starts the sensor.
    #[must_use]
    pub fn start(desktop: &Desktop, hear: Hear) -> Self {
        let Some(socket) = desktop.sound_server.clone() else {
            hear.says(SOUND_SERVER, Says::Absent);
            return Self { _orders: None };
        };
        let (giver, taker) = match orders() {
            Ok(both) => both,
            Err(error) => {
                tracing::warn!(%error, "cannot make an event descriptor");
                hear.says(SOUND_SERVER, Says::Absent);
                return Self { _orders: None };
            }
        };
        let worker = Worker {
            hear,
            taker,
            socket,
            cookie: desktop.sound_cookie.clone(),
            patience: desktop.patience,
            back_off: BackOff::new(desktop.patience),
            tries: 0,
        };
        // Its end is not waited for.
        drop(apart("microphone", move || worker.run()));
        Self {
            _orders: Some(giver),
        }
    }
}

impl Worker {
    fn run(mut self) {
        // It ends when it is dismissed.
        let Dismissed = loop {
            let opened = Talk::open(&self.socket, self.cookie.as_deref(), self.patience.answer);
            let fault = match opened.map(|talk| self.follow(talk)) {
                Ok(Ok(dismissed)) => break dismissed,
                Ok(Err(fault)) | Err(fault) => fault,
            };
            tracing::debug!(%fault, "no sound server");
            let says = match fault {
                // It may be back in a moment, and a call with it.
                Fault::Gone(_) if self.tries > 0 => None,
                Fault::Gone(_) | Fault::Refused => Some(Says::Absent),
                Fault::Malformed(_) | Fault::Late => Some(Says::Hung),
            };
            if let Some(says) = says {
                self.hear.says(SOUND_SERVER, says);
            }
            if let Err(dismissed) = self.rest() {
                break dismissed;
            }
        };
    }

    /// Tells what the server says for as long as it does.
    fn follow(&mut self, mut talk: Talk) -> Result<Dismissed, Fault> {
        let mut hung = false;
        loop {
            let at_most = talk.go_on()?;
            self.taker
                .sleep(&[talk.as_fd()], at_most)
                .map_err(|error| Fault::Gone(error.into()))?;
            if let Err(dismissed) = self.taker.next() {
                return Ok(dismissed);
            }
            if let Some(in_use) = talk.hear()? {
                self.hear.says(SOUND_SERVER, Says::Is(in_use));
                self.back_off.reset();
                self.tries = TRIES_AFTER_LOSS;
                hung = false;
            }
            if talk.is_late() {
                // It may only be stopped: the answer counts if it comes while we would wait anyway.
                if hung {
                    return Err(Fault::Late);
                }
                hung = true;
                self.hear.says(SOUND_SERVER, Says::Hung);
                talk.wait_longer(self.back_off.next_wait());
            }
        }
    }

    /// Sleeps until a server may be there again.
    fn rest(&mut self) -> Result<(), Dismissed> {
        if self.tries > 0 {
            self.tries -= 1;
            return self.taker.wait(Some(SOON)).map(drop);
        }
        let at_most = self.back_off.next_wait();
        if wait::for_socket(&self.socket, &self.taker, at_most)? == May::BeThere {
            self.tries = TRIES;
        }
        Ok(())
    }
}
