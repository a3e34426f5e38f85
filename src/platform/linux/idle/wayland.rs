//! Idle and active from a Wayland compositor, by either of two protocols.
//!
//! Only what is offered, and the alarms, are asked for: no window, no keyboard, nothing is seen.

use std::convert::Infallible;
use std::path::Path;
use std::time::Duration;

use wayland_client::Proxy;
use wayland_client::backend::InvalidId;
use wayland_client::protocol::wl_callback::{self, WlCallback};
use wayland_client::protocol::wl_display::Request as AskDisplay;
use wayland_client::protocol::wl_registry::{self, Request as AskRegistry, WlRegistry};
use wayland_client::protocol::wl_seat::WlSeat;
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notifier_v1::ExtIdleNotifierV1;
use wayland_protocols_plasma::idle::client::org_kde_kwin_idle::OrgKdeKwinIdle;

use super::super::orders::Dismissed;
use super::alarm::{Notifier, Setter};
use super::line::{Heard, Line, Offer, is_crowded};
use super::seats::Seats;
use super::watch::{End, Fault, Watch};
use crate::platform::boot_time;

const UNREACHED: &str = "The compositor cannot be reached, so idle time is not seen: the clock goes on until you say that \
     you are away. Trying again by and by.";
const SILENT: &str = "The compositor does not answer, so idle time is not seen: the clock goes on until you say that you \
     are away. Asking again by and by.";

/// By which protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Ext,
    Kde,
}

/// A compositor that has said what it offers.
pub(super) struct Compositor {
    line: Line,
    registry: WlRegistry,
    offers: Vec<Offered>,
}

/// Something it offers: what, under which number, up to which version.
#[derive(Debug, Clone, Copy)]
struct Offered {
    what: Offer,
    name: u32,
    version: u32,
}

#[derive(Debug, thiserror::Error)]
#[error("it does not answer")]
struct Silent;

#[derive(Debug, thiserror::Error)]
#[error("it tells idle time no more")]
struct Withdrawn;

/// What a failure to meet means, in words.
pub(super) fn words(fault: &Fault) -> &'static str {
    if fault.is::<Silent>() || is_crowded(fault) {
        SILENT
    } else {
        UNREACHED
    }
}

impl Compositor {
    /// Calls on the compositor that listens here, and asks what it offers.
    pub(super) fn meet(watch: &mut Watch, socket: &Path) -> Result<Self, End> {
        let line = Line::open(socket)?;
        let display = line.display();
        let ear = line.ear::<WlRegistry>(offered);
        let registry = display.send_constructor(AskDisplay::GetRegistry {}, ear)?;
        let ear = line.ear::<WlCallback>(|event| match event {
            wl_callback::Event::Done { .. } => Some(Heard::Answered),
            _ => None,
        });
        display.send_constructor::<WlCallback>(AskDisplay::Sync {}, ear)?;

        let mut offers = Vec::new();
        let until = boot_time() + watch.setup.desktop.patience.answer;
        loop {
            line.flush()?;
            let left = until.saturating_sub(boot_time());
            if left == Duration::ZERO {
                return Err(Silent.into());
            }
            watch.sleep(&[line.fd()], Some(left))?;
            line.read()?;
            while let Some(heard) = line.next() {
                match heard {
                    Heard::Offered(what, name, version) => offers.push(Offered {
                        what,
                        name,
                        version,
                    }),
                    Heard::Withdrawn(name) => offers.retain(|offered| offered.name != name),
                    Heard::Answered => {
                        return Ok(Self {
                            line,
                            registry,
                            offers,
                        });
                    }
                    Heard::Rang(_) | Heard::Stilled(_) => {}
                }
            }
        }
    }

    pub(super) fn offers(&self, way: Way) -> bool {
        self.offer(way).is_some()
    }

    /// Follows it until it is lost, and says so.
    pub(super) fn follow(&self, watch: &mut Watch, way: Way) -> Result<(), Dismissed> {
        let fault = match self.followed(watch, way) {
            Err(End::Dismissed) => return Err(Dismissed),
            Err(End::Lost(fault)) => fault,
        };
        tracing::debug!(%fault, "the compositor is lost");
        watch.missing(UNREACHED);
        Ok(())
    }

    fn followed(&self, watch: &mut Watch, way: Way) -> Result<Infallible, End> {
        let offered = self.offer(way).ok_or(Withdrawn)?;
        let notifier = match way {
            Way::Ext => Notifier::Ext(self.bind::<ExtIdleNotifierV1>(offered)?),
            Way::Kde => Notifier::Kde(self.bind::<OrgKdeKwinIdle>(offered)?),
        };
        let mut seats = Seats::new(Setter::new(&self.line, notifier));
        for seat in self.offers.iter().filter(|it| it.what == Offer::Seat) {
            seats.join(watch, seat.name, self.bind(*seat)?)?;
        }
        let words = match way {
            Way::Ext => "the compositor's idle notices (ext-idle-notify-v1)",
            Way::Kde => "the compositor's idle notices (org_kde_kwin_idle)",
        };
        watch.works(words, seats.media_at_first());
        loop {
            seats.settle(watch)?;
            self.line.flush()?;
            watch.sleep(&[self.line.fd()], None)?;
            self.line.read()?;
            while let Some(heard) = self.line.next() {
                match heard {
                    Heard::Offered(what, name, version) if what == Offer::Seat => {
                        let offered = Offered {
                            what,
                            name,
                            version,
                        };
                        seats.join(watch, name, self.bind(offered)?)?;
                    }
                    Heard::Withdrawn(name) if name == offered.name => {
                        return Err(Withdrawn.into());
                    }
                    Heard::Withdrawn(name) => seats.leave(watch, name),
                    Heard::Rang(_) | Heard::Stilled(_) => seats.hear(watch, heard),
                    Heard::Offered(..) | Heard::Answered => {}
                }
            }
        }
    }

    fn offer(&self, way: Way) -> Option<Offered> {
        let wanted = match way {
            Way::Ext => Offer::Ext,
            Way::Kde => Offer::Kde,
        };
        self.offers.iter().copied().find(|it| it.what == wanted)
    }

    /// Nothing that is said of the bound thing itself is of use.
    fn bind<I: Proxy + 'static>(&self, offered: Offered) -> Result<I, InvalidId> {
        let most = match offered.what {
            // The last in which it is given back, and no more is said.
            Offer::Seat => 5,
            Offer::Ext => 2,
            Offer::Kde => 1,
        };
        let id = (I::interface(), offered.version.min(most));
        let name = offered.name;
        let ear = self.line.ear::<I>(|_| None);
        self.registry
            .send_constructor(AskRegistry::Bind { name, id }, ear)
    }
}

fn offered(event: wl_registry::Event) -> Option<Heard> {
    match event {
        wl_registry::Event::Global {
            name,
            interface,
            version,
        } => {
            let known = [
                (Offer::Seat, WlSeat::interface().name),
                (Offer::Ext, ExtIdleNotifierV1::interface().name),
                (Offer::Kde, OrgKdeKwinIdle::interface().name),
            ];
            let (what, _) = known.into_iter().find(|(_, it)| *it == interface)?;
            Some(Heard::Offered(what, name, version))
        }
        wl_registry::Event::GlobalRemove { name } => Some(Heard::Withdrawn(name)),
        _ => None,
    }
}
