//! A program on a bus that answers exactly what the test says, and nothing else.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::blocking::{Connection, MessageIterator, connection::Builder};
use zbus::message::{Message, Type};
use zbus::names::WellKnownName;
use zbus::zvariant::{DynamicType, Type as Signed, Value};

use super::private_bus::PrivateBus;
use super::process::LIMIT;

const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// A place, an interface there, and a method, property or signal of it.
pub type What<'a> = (&'a str, &'a str, &'a str);

/// The program; dropping it takes it off the bus.
pub struct Peer {
    bus: Connection,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    answers: HashMap<String, Answer>,
    asked: Vec<String>,
    hung: bool,
    unanswered: Vec<Message>,
}

/// Answers a call.
type Answer = Arc<dyn Fn(&Connection, &Message) -> zbus::Result<()> + Send + Sync>;

impl Peer {
    /// A program that owns these names.
    pub fn start(on: &PrivateBus, names: &[&'static str]) -> Self {
        let peer = Self::nameless(on);
        for name in names {
            peer.own(name);
        }
        peer
    }

    /// A program that owns no name yet, so that it can learn its answers first.
    pub fn nameless(on: &PrivateBus) -> Self {
        let bus = Builder::address(on.address().as_str())
            .and_then(Builder::build)
            .expect("the private bus runs");
        let shared = Arc::new(Shared::default());
        let peer = Self {
            bus: bus.clone(),
            shared: shared.clone(),
        };
        let calls = MessageIterator::from(&bus);
        thread::spawn(move || {
            for call in calls.map_while(Result::ok) {
                if call.message_type() == Type::MethodCall {
                    shared.called(&bus, call);
                }
            }
        });
        peer
    }

    /// Takes a name, also from another that was started so.
    pub fn own(&self, name: &'static str) {
        let name = WellKnownName::try_from(name).expect("a valid name");
        self.bus.request_name(name).expect("the bus is there");
    }

    /// Answers a method so, from now on.
    pub fn answers<T>(&self, what: What<'_>, value: T)
    where
        T: Serialize + DynamicType + Send + Sync + 'static,
    {
        let answer = move |bus: &Connection, call: &Message| bus.reply(&call.header(), &value);
        self.learn(key(what), Arc::new(answer));
    }

    /// Answers a method by its argument, from now on.
    pub fn answers_by<A, T>(&self, what: What<'_>, by: impl Fn(A) -> T + Send + Sync + 'static)
    where
        A: DeserializeOwned + Signed,
        T: Serialize + DynamicType,
    {
        let answer = move |bus: &Connection, call: &Message| {
            let argument = call.body().deserialize()?;
            bus.reply(&call.header(), &by(argument))
        };
        self.learn(key(what), Arc::new(answer));
    }

    /// Has a property of this value, from now on. Tells nobody.
    pub fn has(&self, what: What<'_>, value: impl Into<Value<'static>>) {
        let value = value.into();
        let answer = move |bus: &Connection, call: &Message| bus.reply(&call.header(), &value);
        self.learn(key(what), Arc::new(answer));
    }

    /// Tells everybody that a property changed, as it is now known to.
    pub fn tells_property(&self, (path, interface, name): What<'_>) {
        let unsaid: HashMap<&str, Value<'_>> = HashMap::new();
        let body = (interface, unsaid, vec![name]);
        self.tells((path, PROPERTIES, "PropertiesChanged"), &body);
    }

    /// Tells everybody.
    pub fn tells<B>(&self, (path, interface, member): What<'_>, body: &B)
    where
        B: Serialize + DynamicType,
    {
        self.bus
            .emit_signal(None::<&str>, path, interface, member, body)
            .expect("the bus is there");
    }

    /// Answers nothing from now on.
    pub fn hang(&self) {
        self.shared.state().hung = true;
    }

    /// Answers everything it kept, late, and is well again.
    pub fn wake(&self) {
        let mut state = self.shared.state();
        state.hung = false;
        let calls = std::mem::take(&mut state.unanswered);
        drop(state);
        for call in calls {
            self.shared.called(&self.bus, call);
        }
    }

    /// How often it was asked this.
    pub fn times_asked(&self, what: What<'_>) -> usize {
        let key = key(what);
        let state = self.shared.state();
        state.asked.iter().filter(|it| **it == key).count()
    }

    /// Waits until it was asked this so often.
    pub fn until_asked(&self, what: What<'_>, times: usize) {
        let key = key(what);
        let state = self.shared.state();
        let often = |state: &mut State| state.asked.iter().filter(|it| **it == key).count() < times;
        let waited = self.shared.changed.wait_timeout_while(state, LIMIT, often);
        let timed_out = waited.expect("no holder panicked").1.timed_out();
        assert!(!timed_out, "{key}: not asked {times} times");
    }

    fn learn(&self, key: String, answer: Answer) {
        self.shared.state().answers.insert(key, answer);
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // The bus may be gone, on purpose.
        let _ = self.bus.clone().close();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder panicked")
    }

    fn called(&self, bus: &Connection, call: Message) {
        let header = call.header();
        let part = |it: Option<String>| it.unwrap_or_default();
        let path = part(header.path().map(ToString::to_string));
        let interface = part(header.interface().map(ToString::to_string));
        let member = part(header.member().map(ToString::to_string));
        let key = if interface == PROPERTIES && member == "Get" {
            let body = call.body();
            let (of, name): (&str, &str) = body.deserialize().expect("a property is named");
            key((&path, of, name))
        } else {
            key((&path, &interface, &member))
        };
        let mut state = self.state();
        state.asked.push(key.clone());
        self.changed.notify_all();
        if state.hung {
            state.unanswered.push(call);
            return;
        }
        let answer = state.answers.get(&key).cloned();
        drop(state);
        // A bus that was killed on purpose takes no replies.
        let _ = match answer {
            Some(answer) => answer(bus, &call),
            None => bus.reply_error(&header, "org.freedesktop.DBus.Error.UnknownMethod", &"no"),
        };
    }
}

/// Tells everybody on the bus, one by one, by a program that owns no name: nobody asked for it.
pub fn stranger_tells<B>(on: &PrivateBus, (path, interface, member): What<'_>, body: &B)
where
    B: Serialize + DynamicType,
{
    let stranger = Builder::address(on.address().as_str())
        .and_then(Builder::build)
        .expect("the private bus runs");
    let dbus = "org.freedesktop.DBus";
    let names = stranger.call_method(Some(dbus), "/", Some(dbus), "ListNames", &());
    let names = names.expect("the bus answers").body();
    let names: Vec<String> = names.deserialize().expect("names");
    for name in names.iter().filter(|name| name.starts_with(':')) {
        stranger
            .emit_signal(Some(name.as_str()), path, interface, member, body)
            .expect("the bus is there");
    }
    // Its answer says that the bus has handled what was sent before.
    stranger
        .call_method(Some(dbus), "/", Some(dbus), "GetId", &())
        .expect("the bus answers");
}

fn key((path, interface, name): What<'_>) -> String {
    format!("{path} {interface}.{name}")
}
