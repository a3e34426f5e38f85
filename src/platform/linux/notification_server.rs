//! One notification server, as the desktop's specification describes it: the calls, what it can
//! do, and its signals read into plain values. Holds no state of ours.

use std::num::NonZeroU32;

use serde::Serialize;
use zbus::blocking::Connection;
use zbus::message::{Flags, Message as Packet, Type};
use zbus::zvariant::{self, as_value};

use super::connect::{Moved, ask_bus, listen, listen_for_owner, moved};
use crate::engine::effect::Action;
use crate::notify::{Message, Picture, Shown, Topic};

pub(super) const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// "As long as you like", for messages.
const SERVER_DECIDES: i32 = -1;
const LOW: u8 = 0;
const NORMAL: u8 = 1;
/// The key servers use for a click beside the buttons.
const BODY_CLICK: &str = "default";
/// What a server that shows pictures says of itself, in one word or another.
const SHOWS_PICTURES: [&str; 3] = ["icon-static", "icon-multi", "body-images"];

/// A server that introduced itself.
#[derive(Debug)]
pub(super) struct Server {
    /// Its name on the bus.
    pub(super) owner: String,
    /// Its name and version, for people.
    pub(super) called: String,
    /// It shows buttons.
    pub(super) actions: bool,
    markup: bool,
    pictures: bool,
}

/// What goes along with the words. Never transient: GNOME would close such a notice when its
/// banner goes, after four seconds, and that would read as "nobody answered".
#[derive(Serialize, zvariant::Type)]
#[zvariant(signature = "dict")]
struct Hints<'picture> {
    #[serde(with = "as_value")]
    urgency: u8,
    #[serde(rename = "desktop-entry", with = "as_value")]
    desktop_entry: &'static str,
    #[serde(with = "as_value")]
    resident: bool,
    #[serde(
        rename = "suppress-sound",
        with = "as_value::optional",
        skip_serializing_if = "Option::is_none"
    )]
    suppress_sound: Option<bool>,
    #[serde(
        rename = "image-data",
        with = "as_value::optional",
        skip_serializing_if = "Option::is_none"
    )]
    image_data: Option<ImageData<'picture>>,
}

/// Width, height, bytes a row, alpha, bits a channel, channels, pixels: straight from the picture,
/// because a [`zvariant::Value`] a byte would be some megabytes.
type ImageData<'picture> = (i32, i32, i32, bool, i32, i32, &'picture [u8]);

/// What is read and pressed: labels after their keys.
struct Words<'text> {
    summary: &'text str,
    body: &'text str,
    actions: &'text [&'text str],
}

/// A notice it took.
#[derive(Debug)]
pub(super) struct Taken {
    /// The server's number for it.
    pub(super) id: u32,
    /// Who took it.
    pub(super) owner: String,
    /// Which call it answers.
    pub(super) call: Option<NonZeroU32>,
}

/// What the bus passed on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The server's name changed hands.
    Moved(Moved),
    /// A button, or the body.
    Pressed { from: String, id: u32, key: String },
    /// It is off the screen.
    Closed { from: String, id: u32, reason: u32 },
    /// The answer to a call that showed a notice.
    Took { id: u32, call: Option<NonZeroU32> },
}

/// Asks the bus for everything [`hear`] understands.
pub(super) fn subscribe(bus: &Connection) -> zbus::Result<()> {
    listen_for_owner(bus, NAME)?;
    for member in ["ActionInvoked", "NotificationClosed"] {
        listen(
            bus,
            &format!(
                "type='signal',sender='{NAME}',interface='{NAME}',path='{PATH}',member='{member}'"
            ),
        )?;
    }
    Ok(())
}

/// Whether the bus would start a server if it were called.
pub(super) fn starts_on_call(bus: &Connection) -> zbus::Result<bool> {
    let names: Vec<String> = ask_bus(bus, "ListActivatableNames", &())?;
    Ok(names.iter().any(|name| name == NAME))
}

/// Reads what concerns notices; none for anything else.
pub(super) fn hear(packet: &Packet) -> Option<Heard> {
    if let Some(moved) = moved(packet, NAME) {
        return Some(Heard::Moved(moved));
    }
    let header = packet.header();
    let from = header.sender()?.to_string();
    let body = packet.body();
    match packet.message_type() {
        Type::MethodReturn => Some(Heard::Took {
            id: body.deserialize().ok()?,
            call: header.reply_serial(),
        }),
        Type::Signal if header.interface()? == NAME => match header.member()?.as_str() {
            "ActionInvoked" => {
                let (id, key) = body.deserialize().ok()?;
                Some(Heard::Pressed { from, id, key })
            }
            "NotificationClosed" => {
                let (id, reason) = body.deserialize().ok()?;
                Some(Heard::Closed { from, id, reason })
            }
            _ => None,
        },
        _ => None,
    }
}

/// Takes a notice off the screen. No reply is asked for, so there is none to wait for.
pub(super) fn close(bus: &Connection, id: u32) -> zbus::Result<()> {
    let packet = Packet::method_call(PATH, "CloseNotification")?
        .destination(NAME)?
        .interface(NAME)?
        .with_flags(Flags::NoReplyExpected)?
        .build(&id)?;
    bus.send(&packet)
}

/// What a press means: a button, or the body, which stands for the first button where
/// [`Server::show`] offered that.
pub(super) fn pressed(shown: &Shown, key: &str) -> Option<Action> {
    if key == BODY_CLICK {
        return body_click(shown);
    }
    let mut actions = shown.buttons.iter().map(|(action, _)| *action);
    actions.find(|action| action.key() == key)
}

/// A click beside the buttons starts the movement. It books nothing and takes nothing back: people
/// click there to be rid of a notice.
fn body_click(shown: &Shown) -> Option<Action> {
    let first = shown.buttons.first().map(|(action, _)| *action);
    first.filter(|action| *action == Action::Start)
}

/// Whether a press opens the settings file: its button, or the body of the message.
pub(super) fn opens_settings(key: &str) -> bool {
    key == BODY_CLICK || key == Topic::OPEN.0
}

impl Server {
    /// Asks the server what it can do; starts one if the bus knows how.
    pub(super) fn meet(bus: &Connection) -> zbus::Result<Self> {
        let call = |method| bus.call_method(Some(NAME), PATH, Some(NAME), method, &());
        let reply = call("GetCapabilities")?;
        let body = reply.body();
        let can: Vec<&str> = body.deserialize()?;
        let (name, _, version, _): (String, String, String, String) =
            call("GetServerInformation")?.body().deserialize()?;
        Ok(Self {
            owner: sender_of(&reply),
            called: format!("{name} {version}"),
            actions: can.contains(&"actions"),
            markup: can.contains(&"body-markup"),
            pictures: can.iter().any(|word| SHOWS_PICTURES.contains(word)),
        })
    }

    /// Puts a notice on the screen.
    pub(super) fn show(&self, bus: &Connection, shown: &Shown) -> zbus::Result<Taken> {
        let mut actions = Vec::new();
        if self.actions {
            if body_click(shown).is_some() {
                // Without a label: Xfce shows it as one more button if it has one.
                actions.extend([BODY_CLICK, ""]);
            }
            for (action, label) in &shown.buttons {
                actions.extend([action.key(), label.as_str()]);
            }
        }
        let body = if self.actions {
            &shown.body
        } else {
            &shown.body_without_actions
        };
        let stays = i32::try_from(shown.stays.as_millis()).unwrap_or(i32::MAX);
        let picture = shown.picture.as_ref().filter(|_| self.pictures);
        let hints = Hints {
            urgency: if shown.silent { LOW } else { NORMAL },
            suppress_sound: shown.silent.then_some(true),
            image_data: picture.and_then(image_data),
            ..Hints::plain()
        };
        let words = Words {
            summary: &shown.summary,
            body,
            actions: &actions,
        };
        self.notify(bus, &words, &hints, stays, 0)
    }

    /// Puts a message on the screen, in the place of the one with this number; 0: of none.
    pub(super) fn say(
        &self,
        bus: &Connection,
        message: &Message,
        replaces: u32,
    ) -> zbus::Result<Taken> {
        let (key, label) = Topic::OPEN;
        let button = [BODY_CLICK, "", key, label];
        let actions: &[&str] = match message.topic {
            Topic::Settings if self.actions => &button,
            Topic::Settings | Topic::Other => &[],
        };
        let words = Words {
            summary: &message.summary,
            body: &message.body,
            actions,
        };
        self.notify(bus, &words, &Hints::plain(), SERVER_DECIDES, replaces)
    }

    fn notify(
        &self,
        bus: &Connection,
        words: &Words<'_>,
        hints: &Hints<'_>,
        stays: i32,
        replaces: u32,
    ) -> zbus::Result<Taken> {
        let body = if self.markup {
            escape(words.body)
        } else {
            words.body.to_owned()
        };
        let letter = (
            "Soleus",
            replaces,
            // No icon by name: where it is not installed, servers draw a broken picture. The entry
            // in the hints leads to it where it is.
            "",
            words.summary,
            body.as_str(),
            words.actions,
            hints,
            stays,
        );
        let reply = bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &letter)?;
        Ok(Taken {
            id: reply.body().deserialize()?,
            owner: sender_of(&reply),
            call: reply.header().reply_serial(),
        })
    }
}

fn sender_of(reply: &Packet) -> String {
    reply
        .header()
        .sender()
        .map(ToString::to_string)
        .unwrap_or_default()
}

impl Hints<'_> {
    fn plain() -> Self {
        Self {
            urgency: NORMAL,
            desktop_entry: "soleus",
            resident: false,
            suppress_sound: None,
            image_data: None,
        }
    }
}

/// None for a picture no server would take.
fn image_data(picture: &Picture) -> Option<ImageData<'_>> {
    if !picture.is_whole() {
        return None;
    }
    let width = i32::try_from(picture.width).ok()?;
    let height = i32::try_from(picture.height).ok()?;
    let row = width.checked_mul(4)?;
    Some((width, height, row, true, 8, 4, &picture.pixels))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
