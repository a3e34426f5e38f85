//! A notification server that can misbehave in every way seen in the wild, on purpose.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

use zbus::blocking::{Connection, MessageIterator, connection::Builder};
use zbus::message::{Message, Type};
use zbus::zvariant::OwnedValue;

use super::private_bus::PrivateBus;
use super::process::LIMIT;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// How it misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Signals to everybody.
    Broadcast,
    /// Signals to the sender alone.
    Unicast,
    /// An activation token right before each press, to the sender alone.
    TokenFirst,
    /// Another program's notice closes right before each press.
    OthersCloseFirst,
}

/// What it does by itself when a notice comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnNotify {
    /// Shows it.
    Show,
    /// Presses this button before it answers the call.
    PressBeforeReply(&'static str),
    /// Closes it right after it answers, by this reason.
    CloseAfterReply(u32),
    /// Does not answer that call, nor any other.
    Hang,
    /// Answers with an error.
    Refuse,
}

/// A picture as it is sent.
pub type Image = (i32, i32, i32, bool, i32, i32, Vec<u8>);

/// A notice as it arrived.
#[derive(Debug)]
pub struct Got {
    pub id: u32,
    pub replaces: u32,
    pub sender: String,
    pub summary: String,
    pub body: String,
    pub actions: Vec<String>,
    pub hints: HashMap<String, OwnedValue>,
    pub timeout: i32,
}

impl Got {
    /// A hint as text.
    pub fn hint(&self, name: &str) -> String {
        self.hints
            .get(name)
            .map_or_else(String::new, |value| format!("{:?}", **value))
    }

    /// The picture, if one came: width, height, bytes a row, alpha, bits a channel, channels, and
    /// the pixels.
    pub fn image(&self) -> Option<Image> {
        let value = self.hints.get("image-data")?;
        Some(Image::try_from(value.try_clone().ok()?).expect("the shape of a picture"))
    }
}

/// The server; dropping it takes it off the bus.
pub struct NotifyServer {
    bus: Connection,
    manner: Manner,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    capabilities: Vec<&'static str>,
    on_notify: OnNotify,
    last_id: u32,
    got: Vec<Arc<Got>>,
    closed: Vec<u32>,
    times_asked: usize,
    hung: bool,
    unanswered: Vec<Message>,
}

type Letter = (
    String,
    u32,
    String,
    String,
    String,
    Vec<String>,
    HashMap<String, OwnedValue>,
    i32,
);

impl NotifyServer {
    /// Starts one that can show buttons and marked-up text.
    pub fn start(on: &PrivateBus, manner: Manner) -> Self {
        Self::start_with(on, manner, &["actions", "body", "body-markup"])
    }

    /// Starts one with these capabilities.
    pub fn start_with(on: &PrivateBus, manner: Manner, capabilities: &[&'static str]) -> Self {
        let bus = Builder::address(on.address().as_str())
            .and_then(Builder::build)
            .expect("the private bus runs");
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                capabilities: capabilities.to_vec(),
                on_notify: OnNotify::Show,
                last_id: 0,
                got: Vec::new(),
                closed: Vec::new(),
                times_asked: 0,
                hung: false,
                unanswered: Vec::new(),
            }),
            changed: Condvar::new(),
        });
        let server = Self {
            bus: bus.clone(),
            manner,
            shared: shared.clone(),
        };
        let calls = MessageIterator::from(&bus);
        thread::spawn(move || {
            for call in calls.map_while(Result::ok) {
                if call.message_type() == Type::MethodCall {
                    shared.called(&bus, &call);
                }
            }
        });
        server.bus.request_name(NAME).expect("the name is free");
        server
    }

    /// What it does from now on.
    pub fn on_notify(&self, what: OnNotify) {
        self.shared.state().on_notify = what;
    }

    /// Answers nothing from now on.
    pub fn hang(&self) {
        self.shared.state().hung = true;
    }

    /// Answers everything it kept, late, and is well again.
    pub fn wake(&self) {
        let mut state = self.shared.state();
        state.hung = false;
        state.on_notify = OnNotify::Show;
        let calls = std::mem::take(&mut state.unanswered);
        drop(state);
        for call in calls {
            self.shared.called(&self.bus, &call);
        }
    }

    /// Waits for the notice number `count`, counted from one.
    pub fn got(&self, count: usize) -> Arc<Got> {
        self.wait("a notice", |state| state.got.get(count - 1).cloned())
    }

    /// How many notices came.
    pub fn count(&self) -> usize {
        self.shared.state().got.len()
    }

    /// Waits until somebody asks to close this notice.
    pub fn until_closed(&self, id: u32) {
        self.wait("a request to close", |state| {
            state.closed.contains(&id).then_some(())
        });
    }

    /// How many times it was asked what it can do.
    pub fn times_asked(&self) -> usize {
        self.shared.state().times_asked
    }

    /// Waits until it has been asked so many times what it can do.
    pub fn until_asked(&self, times: usize) {
        self.wait("a question", |state| {
            (state.times_asked >= times).then_some(())
        });
    }

    /// Presses a button, in this server's manner, and closes the notice as servers do.
    pub fn press(&self, notice: &Got, key: &str) {
        match self.manner {
            Manner::TokenFirst => self.signal(notice, "ActivationToken", &(notice.id, "token")),
            Manner::OthersCloseFirst => {
                self.signal(notice, "NotificationClosed", &(notice.id + 1000, 2_u32));
            }
            Manner::Broadcast | Manner::Unicast => {}
        }
        self.signal(notice, "ActionInvoked", &(notice.id, key));
        self.close(notice, 2);
    }

    /// Closes a notice by this reason.
    pub fn close(&self, notice: &Got, reason: u32) {
        self.signal(notice, "NotificationClosed", &(notice.id, reason));
    }

    fn signal<B>(&self, notice: &Got, name: &str, body: &B)
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let to = match self.manner {
            Manner::Unicast | Manner::TokenFirst => Some(notice.sender.as_str()),
            Manner::Broadcast | Manner::OthersCloseFirst => None,
        };
        signal(&self.bus, to, name, body);
    }

    fn wait<T>(&self, what: &str, mut ready: impl FnMut(&State) -> Option<T>) -> T {
        let mut found = None;
        let state = self.shared.state();
        let waited = self
            .shared
            .changed
            .wait_timeout_while(state, LIMIT, |state| {
                found = ready(state);
                found.is_none()
            });
        drop(waited);
        found.unwrap_or_else(|| panic!("{what}: never came"))
    }
}

impl Drop for NotifyServer {
    fn drop(&mut self) {
        let _ = self.bus.clone().close();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder panicked")
    }

    fn called(&self, bus: &Connection, call: &Message) {
        let mut state = self.state();
        let header = call.header();
        let method = header.member().map(ToString::to_string).unwrap_or_default();
        if method == "GetCapabilities" {
            state.times_asked += 1;
            self.changed.notify_all();
        }
        if method == "Notify" && state.on_notify == OnNotify::Hang {
            state.hung = true;
        }
        if state.hung {
            state.unanswered.push(call.clone());
            return;
        }
        match method.as_str() {
            "GetCapabilities" => bus.reply(&header, &state.capabilities),
            "GetServerInformation" => bus.reply(&header, &("false server", "nobody", "1.0", "1.2")),
            "CloseNotification" => {
                let id: u32 = call.body().deserialize().expect("a number");
                state.closed.push(id);
                signal(bus, None, "NotificationClosed", &(id, 3_u32));
                Ok(())
            }
            "Notify" => {
                let result = notify(bus, &mut state, call);
                self.changed.notify_all();
                return result.expect("the bus is there");
            }
            _ => bus.reply_error(&header, "org.freedesktop.DBus.Error.UnknownMethod", &"no"),
        }
        // A bus that was killed on purpose takes no replies.
        .unwrap_or_default();
        self.changed.notify_all();
    }
}

fn notify(bus: &Connection, state: &mut State, call: &Message) -> zbus::Result<()> {
    let header = call.header();
    let sender = header.sender().map(ToString::to_string).unwrap_or_default();
    if state.on_notify == OnNotify::Refuse {
        return bus.reply_error(
            &header,
            "org.freedesktop.DBus.Error.LimitsExceeded",
            &"full",
        );
    }
    state.last_id += 1;
    let id = state.last_id;
    let (_, replaces, _, summary, body, actions, hints, timeout): Letter =
        call.body().deserialize()?;
    if let OnNotify::PressBeforeReply(key) = state.on_notify {
        signal(bus, Some(&sender), "ActionInvoked", &(id, key));
    }
    bus.reply(&header, &id)?;
    if let OnNotify::CloseAfterReply(reason) = state.on_notify {
        signal(bus, Some(&sender), "NotificationClosed", &(id, reason));
    }
    state.got.push(Arc::new(Got {
        id,
        replaces,
        sender,
        summary,
        body,
        actions,
        hints,
        timeout,
    }));
    Ok(())
}

fn signal<B>(bus: &Connection, to: Option<&str>, name: &str, body: &B)
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    let mut signal = Message::signal(PATH, NAME, name).expect("a valid signal");
    if let Some(to) = to {
        signal = signal.destination(to).expect("a valid name");
    }
    let signal = signal.build(body).expect("a valid body");
    // It may be killed on purpose by now.
    let _ = bus.send(&signal);
}
