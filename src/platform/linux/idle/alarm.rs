//! One alarm of a compositor: it rings when nobody has touched a seat for a time, and is stilled by
//! the next touch. Two protocols have it, of which the newer one can tell input from idleness.

use std::time::Duration;

use wayland_client::Proxy as _;
use wayland_client::backend::InvalidId;
use wayland_client::protocol::wl_seat::WlSeat;
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notification_v1::{
    self, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notifier_v1::{
    ExtIdleNotifierV1, REQ_GET_INPUT_IDLE_NOTIFICATION_SINCE, Request as AskExt,
};
use wayland_protocols_plasma::idle::client::org_kde_kwin_idle::{
    OrgKdeKwinIdle, Request as AskKde,
};
use wayland_protocols_plasma::idle::client::org_kde_kwin_idle_timeout::{
    self, OrgKdeKwinIdleTimeout,
};

use super::line::{Heard, Line};

/// Who sets alarms, by either protocol.
pub(super) enum Notifier {
    Ext(ExtIdleNotifierV1),
    Kde(OrgKdeKwinIdle),
}

/// What keeps an alarm from ringing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obeys {
    /// Input alone.
    Input,
    /// Input, and whoever holds the screen awake.
    Inhibitors,
}

/// Sets alarms, each with a number of its own.
pub(super) struct Setter<'a> {
    line: &'a Line,
    notifier: Notifier,
    last: u32,
}

/// An alarm that is set. It is not put out by being dropped.
pub(super) struct Alarm {
    pub(super) number: u32,
    pub(super) after: Duration,
    /// While it rings: nobody has touched the seat since then, on the boot clock. KWin's timers may
    /// run out a twentieth early, and this is then as much too early.
    pub(super) since: Option<Duration>,
    notification: Notification,
}

enum Notification {
    Ext(ExtIdleNotificationV1),
    Kde(OrgKdeKwinIdleTimeout),
}

impl<'a> Setter<'a> {
    pub(super) fn new(line: &'a Line, notifier: Notifier) -> Self {
        Self {
            line,
            notifier,
            last: 0,
        }
    }

    /// Whether input can be told from idleness. If not, every alarm obeys inhibitors.
    pub(super) fn tells_input(&self) -> bool {
        match &self.notifier {
            Notifier::Ext(notifier) => notifier.version() >= REQ_GET_INPUT_IDLE_NOTIFICATION_SINCE,
            Notifier::Kde(_) => false,
        }
    }

    /// Sets an alarm. Its time counts from now, whenever the last touch was.
    pub(super) fn set(
        &mut self,
        seat: &WlSeat,
        obeys: Obeys,
        after: Duration,
    ) -> Result<Alarm, InvalidId> {
        self.last = self.last.wrapping_add(1);
        let number = self.last;
        let seat = seat.clone();
        let timeout = u32::try_from(after.as_millis()).unwrap_or(u32::MAX);
        let notification = match &self.notifier {
            Notifier::Ext(notifier) => {
                let ask = if obeys == Obeys::Input && self.tells_input() {
                    AskExt::GetInputIdleNotification { timeout, seat }
                } else {
                    AskExt::GetIdleNotification { timeout, seat }
                };
                let ear = self
                    .line
                    .ear::<ExtIdleNotificationV1>(move |event| match event {
                        ext_idle_notification_v1::Event::Idled => Some(Heard::Rang(number)),
                        ext_idle_notification_v1::Event::Resumed => Some(Heard::Stilled(number)),
                        _ => None,
                    });
                Notification::Ext(notifier.send_constructor(ask, ear)?)
            }
            Notifier::Kde(notifier) => {
                let ask = AskKde::GetIdleTimeout { seat, timeout };
                let ear = self
                    .line
                    .ear::<OrgKdeKwinIdleTimeout>(move |event| match event {
                        org_kde_kwin_idle_timeout::Event::Idle => Some(Heard::Rang(number)),
                        org_kde_kwin_idle_timeout::Event::Resumed => Some(Heard::Stilled(number)),
                        _ => None,
                    });
                Notification::Kde(notifier.send_constructor(ask, ear)?)
            }
        };
        Ok(Alarm {
            number,
            after,
            since: None,
            notification,
        })
    }
}

impl Alarm {
    pub(super) fn rings(&self) -> bool {
        self.since.is_some()
    }

    /// Puts it out for good.
    pub(super) fn put_out(self) {
        match self.notification {
            Notification::Ext(notification) => notification.destroy(),
            Notification::Kde(timeout) => timeout.release(),
        }
    }
}
