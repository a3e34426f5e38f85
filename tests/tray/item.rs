//! A tray item read back and used over the bus, as a panel does.

use std::collections::HashMap;
use std::sync::mpsc;
use std::thread;

use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{OwnedValue, Structure, Value};

use super::panel::property;
use super::support::PATIENCE;
use super::support::bus::Bus;

const ITEM: &str = "org.kde.StatusNotifierItem";
const ITEM_PATH: &str = "/StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";
const MENU_PATH: &str = "/MenuBar";

/// An item that registered.
pub(crate) struct Shown {
    connection: Connection,
    name: String,
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Shown {
    /// The item with this bus name.
    pub(crate) fn at(bus: &Bus, name: &str) -> Self {
        Self::on(bus.connect(), name)
    }

    /// The item with this name on the bus of this connection.
    pub(crate) fn on(connection: Connection, name: &str) -> Self {
        Self {
            connection,
            name: name.to_owned(),
        }
    }

    /// A property that is text.
    pub(crate) fn text(&self, what: &str) -> String {
        self.get(what).try_into().unwrap()
    }

    /// Title and words.
    pub(crate) fn tooltip(&self) -> (String, String) {
        let tooltip: Structure = self.get("ToolTip").try_into().unwrap();
        let text = |place: usize| String::try_from(tooltip.fields()[place].clone()).unwrap();
        (text(2), text(3))
    }

    /// Width, height, pixels of the one picture.
    pub(crate) fn picture(&self) -> (i32, i32, Vec<u8>) {
        let mut pictures: Vec<(i32, i32, Vec<u8>)> = self.get("IconPixmap").try_into().unwrap();
        assert_eq!(pictures.len(), 1);
        pictures.remove(0)
    }

    /// The menu as text: two spaces a level, `-` for what cannot be chosen.
    pub(crate) fn menu(&self) -> String {
        draw(&self.layout().1, 0)
    }

    /// Grows when the menu is replaced.
    pub(crate) fn menu_revision(&self) -> u32 {
        self.layout().0
    }

    /// Left (`Activate`) or middle (`SecondaryActivate`) click.
    pub(crate) fn click(&self, method: &str) {
        self.connection
            .call_method(
                Some(self.name.as_str()),
                ITEM_PATH,
                Some(ITEM),
                method,
                &(0, 0),
            )
            .unwrap();
    }

    /// Chooses the menu line with this label.
    #[track_caller]
    pub(crate) fn choose(&self, label: &str) {
        let (_, root) = self.layout();
        let id = find(&root, label).unwrap_or_else(|| panic!("no {label} in {}", draw(&root, 0)));
        self.connection
            .call_method(
                Some(self.name.as_str()),
                MENU_PATH,
                Some(MENU),
                "Event",
                &(id, "clicked", Value::from(0), 0_u32),
            )
            .unwrap();
    }

    /// Waits until the tooltip says this.
    #[track_caller]
    pub(crate) fn wait_for_tooltip(&self, words: &str) {
        let news = signals(&self.connection, "NewToolTip");
        while self.tooltip().1 != words {
            news.recv_timeout(PATIENCE)
                .unwrap_or_else(|_| panic!("the tooltip stays {:?}", self.tooltip().1));
        }
    }

    fn get(&self, what: &str) -> OwnedValue {
        property(&self.connection, &self.name, ITEM_PATH, ITEM, what)
    }

    fn layout(&self) -> (u32, Layout) {
        self.connection
            .call_method(
                Some(self.name.as_str()),
                MENU_PATH,
                Some(MENU),
                "GetLayout",
                &(0, -1, Vec::<String>::new()),
            )
            .unwrap()
            .body()
            .deserialize()
            .unwrap()
    }
}

/// The bus names of all items.
pub(crate) fn names(connection: &Connection) -> Vec<String> {
    DBusProxy::new(connection)
        .unwrap()
        .list_names()
        .unwrap()
        .into_iter()
        .map(|name| name.to_string())
        .filter(|name| name.starts_with("org.kde.StatusNotifierItem-"))
        .collect()
}

/// Waits until so many items are on the bus.
#[track_caller]
pub(crate) fn wait_for_names(bus: &Bus, wanted: usize) {
    let connection = bus.connect();
    let news = signals(&connection, "NameOwnerChanged");
    while names(&connection).len() != wanted {
        news.recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("the items stay {:?}", names(&connection)));
    }
}

/// The only item there is, once those that were left behind have gone.
pub(crate) fn the_only(bus: &Bus) -> Shown {
    wait_for_names(bus, 1);
    let connection = bus.connect();
    let name = names(&connection).pop().expect("the one item has gone");
    Shown::on(connection, &name)
}

/// Tells each signal with this name, until the connection ends.
fn signals(connection: &Connection, member: &'static str) -> mpsc::Receiver<()> {
    let rule = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .member(member)
        .unwrap()
        .build();
    let messages = MessageIterator::for_match_rule(rule, connection, None).unwrap();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for message in messages {
            if message.is_err() || sender.send(()).is_err() {
                break;
            }
        }
    });
    receiver
}

fn children(layout: &Layout) -> impl Iterator<Item = Layout> + '_ {
    layout
        .2
        .iter()
        .map(|child| child.try_clone().unwrap().try_into().unwrap())
}

fn label(layout: &Layout) -> String {
    let label = layout.1.get("label").map_or_else(String::new, |label| {
        String::try_from(label.try_clone().unwrap()).unwrap()
    });
    // As a panel reads it: one underscore marks a shortcut, two are one.
    label
        .replace("__", "\u{1}")
        .replace('_', "")
        .replace('\u{1}', "_")
}

fn find(layout: &Layout, wanted: &str) -> Option<i32> {
    children(layout).find_map(|child| {
        if label(&child) == wanted {
            Some(child.0)
        } else {
            find(&child, wanted)
        }
    })
}

fn draw(layout: &Layout, depth: usize) -> String {
    children(layout)
        .map(|child| {
            let has = |key: &str, value: Value<'_>| {
                child.1.get(key).is_some_and(|found| **found == value)
            };
            let indent = "  ".repeat(depth);
            if has("type", Value::from("separator")) {
                return format!("{indent}---\n");
            }
            let off = if has("enabled", Value::from(false)) {
                "- "
            } else {
                ""
            };
            let sub = if has("children-display", Value::from("submenu")) {
                " >"
            } else {
                ""
            };
            format!(
                "{indent}{off}{}{sub}\n{}",
                label(&child),
                draw(&child, depth + 1)
            )
        })
        .collect::<Vec<_>>()
        .concat()
}
