//! Notices on Linux: one long-lived connection to the session bus, spoken to by our own code.
//!
//! Two threads. "notices-bus" opens the connection and passes on what it hears; "notices" does the
//! rest and alone makes calls, each with a time limit. Subscribed before anything is shown, and
//! signals wait in the channel until the call that shows a notice has returned, so no answer is
//! lost however early it comes. Only signals of the server that took the notice count. With
//! everything well neither thread ever wakes by itself.

use std::num::NonZeroU32;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use zbus::blocking::{Connection, MessageIterator};

use super::connect::{self, Bus, Moved, is_broken, is_timeout, owner_of};
use super::messages::Messages;
use super::notification_server::{self as notifications, Heard, Server};
use crate::engine::Input;
use crate::engine::effect::NoticeId;
use crate::engine::input::Answer;
use crate::link::{Health, Link, Part, Told};
use crate::notify::{Order, Setup, Shown};
use crate::platform::patience::BackOff;

/// How long dropping a [`Desk`] waits for the last notice to be taken off the screen.
const FAREWELL: Duration = Duration::from_millis(500);
/// `NotificationClosed`: its time was over.
const REASON_EXPIRED: u32 = 1;
/// `NotificationClosed`: some program asked for it, which is us.
const REASON_CLOSED: u32 = 3;

/// Takes orders for the notice thread.
#[derive(Debug)]
pub struct Desk {
    link: Link,
    events: Sender<Event>,
    ended: Receiver<()>,
}

#[derive(Debug)]
enum Event {
    Order(Order),
    Opened(zbus::Result<Connection>),
    Heard(Heard),
    BusGone,
    Stop,
}

struct Worker {
    link: Link,
    setup: Setup,
    events: Sender<Event>,
    line: Line,
    peer: Peer,
    live: Option<Live>,
    /// Orders that came while the first connection was being opened.
    held: Vec<Order>,
    messages: Messages,
    told: Option<Health>,
    back_off: BackOff,
    /// Calls whose answer came in time; any other answer belongs to a notice given up.
    in_time: Vec<NonZeroU32>,
}

/// The way to the bus.
enum Line {
    Opening,
    /// Opening takes too long, which was told; the attempt is still under way.
    Late,
    Down(Duration),
    Up(Connection),
}

/// The notification server, while the line is up.
enum Peer {
    /// Nobody has the name, and the bus cannot start anybody.
    Absent,
    /// The bus starts it when it is called.
    OnCall,
    /// It went a moment ago, and may come back at once.
    Leaving,
    /// It did not answer. Asked again after this long.
    Silent(Duration),
    Met(Server),
}

/// The notice that is, or will be in a moment, on the screen. It is none once it was answered, so
/// that it is answered once.
struct Live {
    shown: Shown,
    place: Option<Place>,
    shown_again: bool,
}

struct Place {
    owner: String,
    id: u32,
}

impl Desk {
    /// Starts the threads.
    #[must_use]
    pub fn start(link: Link, setup: Setup) -> Self {
        let (events, heard) = mpsc::channel();
        let mut worker = Worker::new(link.clone(), setup, events.clone());
        let ended = connect::apart("notices", move || worker.run(&heard));
        Self {
            link,
            events,
            ended,
        }
    }

    /// Hands over an order.
    pub fn order(&self, order: Order) {
        // Without the thread nothing can be shown, and whoever asked must hear that.
        if let Err(mpsc::SendError(Event::Order(Order::Show(shown)))) =
            self.events.send(Event::Order(order))
        {
            answer(&self.link, shown.id, Answer::Failed);
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if self.events.send(Event::Stop).is_ok() {
            // Its end or the limit, whichever comes first: both are fine.
            let _ = self.ended.recv_timeout(FAREWELL);
        }
    }
}

impl Worker {
    fn new(link: Link, setup: Setup, events: Sender<Event>) -> Self {
        Self {
            link,
            back_off: BackOff::new(setup.patience),
            setup,
            events,
            line: Line::Opening,
            peer: Peer::Absent,
            live: None,
            held: Vec::new(),
            messages: Messages::default(),
            told: None,
            in_time: Vec::new(),
        }
    }

    fn run(&mut self, events: &Receiver<Event>) {
        self.open();
        loop {
            let event = match self.wait() {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(limit) => events.recv_timeout(limit),
            };
            match event {
                Ok(Event::Order(order)) => self.obey(order),
                Ok(Event::Opened(Ok(bus))) => self.opened(bus),
                Ok(Event::Opened(Err(error))) => self.not_opened(&error),
                Ok(Event::Heard(heard)) => self.hear(heard),
                Ok(Event::BusGone) => self.bus_gone(),
                Err(RecvTimeoutError::Timeout) => self.waited(),
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => return self.stop(),
            }
        }
    }

    /// How long nothing may come before [`Worker::waited`]; none while all is well.
    fn wait(&self) -> Option<Duration> {
        match (&self.line, &self.peer) {
            (Line::Opening, _) | (Line::Up(_), Peer::Leaving) => Some(self.setup.patience.answer),
            (Line::Down(wait), _) | (Line::Up(_), Peer::Silent(wait)) => Some(*wait),
            (Line::Late | Line::Up(_), _) => None,
        }
    }

    fn waited(&mut self) {
        match (&self.line, &self.peer) {
            (Line::Opening, _) => {
                self.line = Line::Late;
                self.missing(
                    "The session bus does not answer, so notices cannot be shown; \
                     reminders show in the tray. Waiting for it; logging in again may help.",
                );
                self.release();
            }
            (Line::Down(_), _) => self.open(),
            (Line::Up(_), Peer::Leaving) => self.look(),
            (Line::Up(_), Peer::Silent(_)) => self.meet(),
            _ => {}
        }
    }

    fn open(&mut self) {
        // A later try was told already: it must not make the next notice wait.
        self.line = if self.told.is_none() {
            Line::Opening
        } else {
            Line::Late
        };
        let bus = self.setup.bus.clone().map_or(Bus::Session, Bus::At);
        let limit = self.setup.patience.answer;
        let events = self.events.clone();
        let reader = thread::Builder::new().name("notices-bus".to_owned());
        if let Err(error) = reader.spawn(move || read(&bus, limit, &events)) {
            self.not_opened(&error.into());
        }
    }

    fn opened(&mut self, bus: Connection) {
        match notifications::subscribe(&bus) {
            Ok(()) => {
                self.line = Line::Up(bus);
                self.look();
                self.release();
            }
            // Its reader ends with it, and says so.
            Err(error) => {
                tracing::debug!(%error, "cannot subscribe");
                close(bus);
            }
        }
    }

    fn not_opened(&mut self, error: &zbus::Error) {
        tracing::debug!(%error, "no session bus");
        self.line = Line::Down(self.back_off.next_wait());
        self.missing(
            "There is no session bus, so notices cannot be shown; reminders show in the \
             tray. Trying again by and by; it starts when you log in to a desktop.",
        );
        self.release();
    }

    fn bus_gone(&mut self) {
        self.not_opened(&zbus::Error::Failure(
            "the bus closed the connection".to_owned(),
        ));
        self.fail_live();
    }

    /// Finds out who shows notices, without starting anybody.
    fn look(&mut self) {
        let Line::Up(bus) = &self.line else { return };
        let found = match owner_of(bus, notifications::NAME) {
            Ok(Some(_)) => return self.meet(),
            Ok(None) => notifications::starts_on_call(bus),
            Err(error) => Err(error),
        };
        match found {
            Ok(true) => {
                self.peer = Peer::OnCall;
                self.tell(Health::Works(
                    "a notification server that starts with the first notice".to_owned(),
                ));
                if self.live.is_some() || !self.messages.is_empty() {
                    self.meet();
                }
            }
            Ok(false) => self.absent(),
            Err(error) if is_broken(&error) => {}
            Err(error) => self.silent(&error),
        }
    }

    fn meet(&mut self) {
        let Line::Up(bus) = &self.line else { return };
        match Server::meet(bus) {
            Ok(server) => {
                self.back_off.reset();
                let mut words = server.called.clone();
                if !server.actions {
                    words.push_str("; it shows no buttons, answers are given in the tray");
                }
                self.peer = Peer::Met(server);
                self.tell(Health::Works(words));
                if self.live.as_ref().is_some_and(|live| live.place.is_none()) {
                    self.put_on();
                }
                self.say_the_rest();
            }
            // Its reader tells.
            Err(error) if is_broken(&error) => {}
            Err(error) if is_timeout(&error) => self.silent(&error),
            Err(error) => {
                tracing::debug!(%error, "the notification server refused");
                self.absent();
            }
        }
    }

    fn absent(&mut self) {
        self.peer = Peer::Absent;
        self.missing(
            "No notification server runs, so notices cannot be shown; reminders show in \
             the tray. Start one, such as your desktop's own or dunst; it is found by itself.",
        );
        self.fail_live();
    }

    fn silent(&mut self, error: &zbus::Error) {
        tracing::debug!(%error, "the notification server does not answer");
        self.peer = Peer::Silent(self.back_off.next_wait());
        self.missing(
            "The notification server does not answer, so notices cannot be shown; \
             reminders show in the tray. Asking it again by and by; restarting it may help.",
        );
        // One that is already on the screen may still be answered.
        if self.live.as_ref().is_some_and(|live| live.place.is_none()) {
            self.fail_live();
        }
    }

    fn obey(&mut self, order: Order) {
        if matches!(self.line, Line::Opening) {
            return self.held.push(order);
        }
        match order {
            Order::Show(shown) => self.show(shown),
            Order::Withdraw(notice) => {
                if self
                    .live
                    .as_ref()
                    .is_some_and(|live| live.shown.id == notice)
                {
                    self.take_off();
                }
            }
            Order::Say(message) => {
                self.messages.keep(message);
                self.say_the_rest();
            }
            Order::UnsaySettings => self.unsay_settings(),
        }
    }

    /// Does what was held back while the connection was opened.
    fn release(&mut self) {
        for order in std::mem::take(&mut self.held) {
            self.obey(order);
        }
    }

    fn show(&mut self, shown: Shown) {
        self.take_off();
        self.live = Some(Live {
            shown,
            place: None,
            shown_again: false,
        });
        match (&self.line, &self.peer) {
            (Line::Up(_), Peer::Met(_)) => self.put_on(),
            (Line::Up(_), Peer::OnCall) => self.meet(),
            // It is shown or answered when that is settled.
            (Line::Up(_), Peer::Leaving) => {}
            // Somebody wants it: a good moment to look whether it is back, after the answer.
            (Line::Down(_), _) => {
                self.fail_live();
                self.open();
            }
            (Line::Up(_), Peer::Silent(_)) => {
                self.fail_live();
                self.meet();
            }
            _ => self.fail_live(),
        }
    }

    /// Puts the live notice on the screen of the server we met.
    fn put_on(&mut self) {
        let (Line::Up(bus), Peer::Met(server), Some(live)) =
            (&self.line, &self.peer, self.live.as_mut())
        else {
            return;
        };
        match server.show(bus, &live.shown) {
            Ok(taken) => {
                // Shown once more after a restart of the server it does without.
                live.shown.picture = None;
                live.place = Some(Place {
                    owner: taken.owner,
                    id: taken.id,
                });
                self.in_time.extend(taken.call);
            }
            Err(error) => self.refused(&error),
        }
    }

    fn refused(&mut self, error: &zbus::Error) {
        if is_timeout(error) {
            self.silent(error);
        } else if !is_broken(error) {
            tracing::debug!(%error, "a notice was refused");
            self.fail_live();
            self.look();
        }
    }

    fn say_the_rest(&mut self) {
        if matches!(self.peer, Peer::OnCall) {
            return self.meet();
        }
        while let (Line::Up(bus), Peer::Met(server)) = (&self.line, &self.peer) {
            let Some(message) = self.messages.next() else {
                return;
            };
            let replaces = self.messages.replaces(&message, &server.owner);
            match server.say(bus, &message, replaces) {
                Ok(taken) => {
                    self.in_time.extend(taken.call);
                    self.messages.stands(&message, &taken);
                }
                Err(error) => {
                    tracing::warn!(%error, summary = message.summary, "a message was not shown");
                    if is_timeout(&error) {
                        self.silent(&error);
                    }
                    return;
                }
            }
        }
    }

    fn unsay_settings(&mut self) {
        let standing = self.messages.unsay_settings();
        if let (Line::Up(bus), Peer::Met(server), Some((owner, id))) =
            (&self.line, &self.peer, standing)
            && owner == server.owner
        {
            absorb(notifications::close(bus, id));
        }
    }

    fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Moved(moved) => self.moved(moved),
            Heard::Pressed { from, id, key } if self.messages.opens_settings(&from, id, &key) => {
                self.link.tell(Told::OpenSettings);
                // Most servers take it off by themselves, dunst does not.
                self.unsay_settings();
            }
            Heard::Pressed { from, id, key } => {
                let live = self.live_at(&from, id);
                let action = live.and_then(|live| notifications::pressed(&live.shown, &key));
                if let Some(action) = action {
                    self.answer_live(Answer::Pressed(action));
                    // Most servers take it off by themselves, dunst does not.
                    self.take_off();
                }
            }
            // Our own doing, and told by nobody else in practice.
            Heard::Closed {
                reason: REASON_CLOSED,
                ..
            } => {}
            Heard::Closed { from, id, reason } => {
                self.messages.closed(&from, id);
                if self.live_at(&from, id).is_some() {
                    self.answer_live(match reason {
                        REASON_EXPIRED => Answer::Expired,
                        _ => Answer::Dismissed,
                    });
                    self.live = None;
                }
            }
            Heard::Took { id, call } => self.took(id, call),
        }
    }

    /// Another server, or none: what the old one showed is gone. A notice is shown once more, and
    /// given up if that server goes too.
    fn moved(&mut self, moved: Moved) {
        if let Some(live) = self.live.as_mut()
            && let Some(place) = &live.place
            && moved.from.as_ref() == Some(&place.owner)
        {
            if live.shown_again {
                self.fail_live();
            } else {
                live.place = None;
                live.shown_again = true;
            }
        }
        match moved.to {
            None => self.peer = Peer::Leaving,
            Some(owner) if matches!(&self.peer, Peer::Met(met) if met.owner == owner) => {}
            Some(_) => self.meet(),
        }
    }

    /// An answer nobody waits for any more shows a notice that was given up: take it off.
    fn took(&mut self, id: u32, call: Option<NonZeroU32>) {
        if let Some(known) = self.in_time.iter().position(|it| Some(*it) == call) {
            self.in_time.swap_remove(known);
            return;
        }
        if let Line::Up(bus) = &self.line {
            absorb(notifications::close(bus, id));
        }
        if matches!(self.peer, Peer::Silent(_)) {
            self.meet();
        }
    }

    fn live_at(&self, owner: &str, id: u32) -> Option<&Live> {
        self.live.as_ref().filter(|live| {
            live.place
                .as_ref()
                .is_some_and(|place| place.id == id && place.owner == owner)
        })
    }

    fn answer_live(&self, said: Answer) {
        if let Some(live) = &self.live {
            answer(&self.link, live.shown.id, said);
        }
    }

    fn fail_live(&mut self) {
        self.answer_live(Answer::Failed);
        self.live = None;
    }

    fn take_off(&mut self) {
        let place = self.live.take().and_then(|live| live.place);
        if let (Line::Up(bus), Peer::Met(server), Some(place)) = (&self.line, &self.peer, place)
            && place.owner == server.owner
        {
            absorb(notifications::close(bus, place.id));
        }
    }

    fn missing(&mut self, words: &str) {
        self.tell(Health::Missing(words.to_owned()));
    }

    fn tell(&mut self, health: Health) {
        if self.told.as_ref() != Some(&health) {
            self.told = Some(health.clone());
            self.link.health(Part::Notices, health);
        }
    }

    fn stop(&mut self) {
        self.take_off();
        if let Line::Up(bus) = std::mem::replace(&mut self.line, Line::Late) {
            close(bus);
        }
    }
}

/// Opens the connection and passes on what it hears, until it is closed.
fn read(bus: &Bus, limit: Duration, events: &Sender<Event>) {
    let opened = connect::open(bus, limit);
    let stream = opened.as_ref().ok().map(MessageIterator::from);
    // A worker that is gone needs to hear nothing, here and below.
    if events.send(Event::Opened(opened)).is_err() {
        return;
    }
    let Some(stream) = stream else { return };
    for packet in stream.map_while(Result::ok) {
        if let Some(heard) = notifications::hear(&packet)
            && events.send(Event::Heard(heard)).is_err()
        {
            return;
        }
    }
    let _ = events.send(Event::BusGone);
}

fn close(bus: Connection) {
    absorb(bus.close());
}

/// A line that breaks is noticed by its reader; here there is nothing left to do about it.
fn absorb(result: zbus::Result<()>) {
    if let Err(error) = result {
        tracing::debug!(%error, "could not tell the notification server");
    }
}

fn answer(link: &Link, notice: NoticeId, answer: Answer) {
    link.input(Input::Answer { notice, answer });
}
