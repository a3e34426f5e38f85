//! What a screen reader finds: the accessible tree of the programs on a desk, read over AT-SPI.

use std::collections::HashMap;
use std::thread;
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::desk::Desk;
use super::process::{Process, until};

const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";
const STATUS: &str = "org.a11y.Bus";
const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Bits of an accessible's state.
const FOCUSED: u32 = 12;
const SENSITIVE: u32 = 24;

/// No answer is waited for longer: a program that ends answers nobody.
const ANSWER: Duration = Duration::from_secs(2);
/// A page has fewer parts.
const MOST_NODES: usize = 2000;

/// A page is read so often, so far apart, until it is as wanted. Each reading takes a while too.
const TRIES: u32 = 200;
const BETWEEN: Duration = Duration::from_millis(100);

/// A program, and a place in it.
type Place = (String, OwnedObjectPath);

/// The bus of the accessible programs; dropping it ends it.
pub struct AtSpi {
    bus: Connection,
    _launcher: Process,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is: `button`, `heading`, `label`.
    pub role: String,
    /// What it is called.
    pub name: String,
    /// What else is said of it.
    pub description: String,
    /// It has the keys.
    pub focused: bool,
    /// It can be used.
    pub sensitive: bool,
}

impl AtSpi {
    /// Starts it on a desk whose programs are told that a screen reader is there.
    pub fn start(desk: &Desk) -> Self {
        let mut command = desk.surroundings().command(LAUNCHER);
        command.arg("--launch-immediately");
        let launcher = Process::start(command.env("GSETTINGS_BACKEND", "memory"));
        let session = desk.connect();
        let path = "/org/a11y/bus";
        let address: String = until("the accessible bus", || {
            let reply = session.call_method(Some(STATUS), path, Some(STATUS), "GetAddress", &());
            reply.ok()?.body().deserialize().ok()
        });
        let on = ("org.a11y.Status", "IsEnabled", Value::from(true));
        session
            .call_method(Some(STATUS), path, Some(PROPERTIES), "Set", &on)
            .expect("it can be switched on");
        let bus = Builder::address(address.as_str())
            .and_then(|builder| builder.method_timeout(ANSWER).build())
            .expect("the accessible bus runs");
        Self {
            bus,
            _launcher: launcher,
        }
    }

    /// Everything that can be found now. A page that changes meanwhile is found in part.
    pub fn nodes(&self) -> Vec<Node> {
        let mut found = Vec::new();
        let mut open = self
            .children(&(REGISTRY.to_owned(), root()))
            .unwrap_or_default();
        open.reverse();
        while let Some(place) = open.pop() {
            assert!(found.len() < MOST_NODES, "it has no end");
            let Some((node, mut children)) = self.node(&place) else {
                continue;
            };
            found.push(node);
            children.reverse();
            open.extend(children);
        }
        found
    }

    /// Waits for a part that is so.
    pub fn until_node(&self, what: &str, so: impl Fn(&Node) -> bool) -> Node {
        let mut last = Vec::new();
        for _ in 0..TRIES {
            last = self.nodes();
            if let Some(found) = last.iter().find(|node| so(node)) {
                return found.clone();
            }
            thread::sleep(BETWEEN);
        }
        panic!("{what}: never came, only {last:#?}")
    }

    /// Waits for one of this role and name.
    pub fn until_there(&self, role: &str, name: &str) -> Node {
        let what = format!("{role} {name:?}");
        self.until_node(&what, |node| node.role == role && node.name == name)
    }

    /// Waits for words anywhere on the page.
    pub fn until_says(&self, words: &str) -> Node {
        self.until_node(words, |node| {
            node.name.contains(words) || node.description.contains(words)
        })
    }

    /// What has the keys.
    pub fn focused(&self) -> Option<Node> {
        let usable = |node: &Node| node.focused && node.role != "frame";
        self.nodes().into_iter().find(usable)
    }

    fn node(&self, place: &Place) -> Option<(Node, Vec<Place>)> {
        let role = role(self.ask(place, ACCESSIBLE, "GetRole")?);
        let states: Vec<u32> = self.ask(place, ACCESSIBLE, "GetState")?;
        let has = |bit: u32| states.first().is_some_and(|it| it & (1 << bit) != 0);
        let reply = self.call(place, PROPERTIES, "GetAll", &ACCESSIBLE)?;
        let properties: HashMap<String, OwnedValue> = reply.body().deserialize().ok()?;
        let text = |name: &str| {
            let value = properties.get(name)?.try_clone().ok()?;
            String::try_from(value).ok()
        };
        let node = Node {
            role,
            name: text("Name").unwrap_or_default(),
            description: text("Description").unwrap_or_default(),
            focused: has(FOCUSED),
            sensitive: has(SENSITIVE),
        };
        Some((node, self.children(place)?))
    }

    fn children(&self, place: &Place) -> Option<Vec<Place>> {
        self.ask(place, ACCESSIBLE, "GetChildren")
    }

    fn ask<T>(&self, place: &Place, interface: &str, method: &str) -> Option<T>
    where
        T: serde::de::DeserializeOwned + zbus::zvariant::Type,
    {
        let reply = self.call(place, interface, method, &())?;
        reply.body().deserialize().ok()
    }

    /// None: it is gone, or does not answer.
    fn call<B>(
        &self,
        (program, path): &Place,
        interface: &str,
        method: &str,
        body: &B,
    ) -> Option<zbus::Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let to = Some(program.as_str());
        self.bus
            .call_method(to, path, Some(interface), method, body)
            .ok()
    }
}

fn root() -> OwnedObjectPath {
    OwnedObjectPath::try_from(ROOT).expect("a valid path")
}

/// The word for a role, as screen readers have it. AccessKit tells numbers alone.
fn role(number: u32) -> String {
    let word = match number {
        7 => "check box",
        23 => "frame",
        27 => "image",
        29 | 116 => "label",
        39 => "panel",
        42 => "progress bar",
        43 => "button",
        44 => "radio button",
        61 => "text",
        62 => "toggle button",
        75 => "application",
        79 => "entry",
        83 => "heading",
        88 => "link",
        other => return format!("role {other}"),
    };
    word.to_owned()
}
