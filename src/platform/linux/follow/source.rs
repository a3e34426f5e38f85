//! A source that is followed: whose it is, which signals say that it may have changed, and how it is
//! read.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::Message;
use zbus::blocking::Connection;
use zbus::zvariant::{DynamicType, OwnedValue, Type};

use super::super::connect::{is_broken, is_timeout};

const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// An answer longer than this many bytes is none: what is asked for here takes a few hundred.
const LONGEST_ANSWER: usize = 256 * 1024;

/// The names on the bus that matter, and who owns each.
pub(super) type Owners = BTreeMap<&'static str, Option<String>>;

/// A source of a fact.
pub(in crate::platform) struct Source {
    /// What people call it; if it has `kinds`, while it is not known which.
    pub(in crate::platform) called: &'static str,
    /// What else it may turn out to be, if one name on the bus stands for several kinds of peers.
    pub(in crate::platform) kinds: &'static [&'static str],
    /// The names on the bus it is read from. Without an owner of the first, it is not there.
    pub(in crate::platform) names: Vec<&'static str>,
    /// After each of these it is read anew.
    pub(in crate::platform) signals: Vec<Signal>,
    /// Signals that come within this time are answered by one reading.
    pub(in crate::platform) settles: Duration,
    /// Reads it; none: its owner does not offer that. Blocks as long as the bus lets a call wait.
    pub(in crate::platform) read: Read,
}

/// How a source is read.
type Read = Box<dyn Fn(&Asked) -> zbus::Result<Option<Seen>> + Send + Sync>;

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::platform) struct Seen {
    /// What the source turned out to be.
    pub(in crate::platform) called: &'static str,
    /// The fact is so.
    pub(in crate::platform) on: bool,
    /// A signal tells when that changes. Otherwise it is read at each look, and, while it is so, by
    /// and by: its end has to be found.
    pub(in crate::platform) signals: bool,
}

/// A signal after which a source is read anew.
#[derive(Debug, Clone, Copy)]
pub(in crate::platform) struct Signal {
    /// One of the source's names, whose owner alone counts; none: it may come from anybody.
    from: Option<&'static str>,
    path: &'static str,
    interface: &'static str,
    member: &'static str,
    about: About,
}

/// What a signal is about, by its first argument. Only the bus looks at it: one too many costs a
/// reading and no more.
#[derive(Debug, Clone, Copy)]
enum About {
    Anything,
    Text(&'static str),
    Path(&'static str),
}

/// Whom a source is read from.
pub(in crate::platform) struct Asked {
    bus: Connection,
    owners: Vec<(&'static str, String)>,
}

impl Source {
    /// A source of one kind, read at once after each signal.
    pub(in crate::platform) fn new(
        called: &'static str,
        names: Vec<&'static str>,
        signals: Vec<Signal>,
        read: impl Fn(&Asked) -> zbus::Result<Option<Seen>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            called,
            kinds: &[],
            names,
            signals,
            settles: Duration::ZERO,
            read: Box::new(read),
        }
    }

    /// Whether the signal is one of this source's and comes from whoever owns it.
    pub(super) fn is_told_by(&self, packet: &Message, owners: &Owners) -> bool {
        self.signals.iter().any(|signal| signal.is(packet, owners))
    }

    /// All it may be called.
    pub(super) fn all_called(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.called).chain(self.kinds.iter().copied())
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&self.called).finish()
    }
}

impl Signal {
    /// The properties of an interface of this owner changed.
    pub(in crate::platform) fn properties(
        from: &'static str,
        path: &'static str,
        of: &'static str,
    ) -> Self {
        Self::of(from, path, PROPERTIES, "PropertiesChanged").about(of)
    }

    /// A signal of this owner's.
    pub(in crate::platform) fn of(
        from: &'static str,
        path: &'static str,
        interface: &'static str,
        member: &'static str,
    ) -> Self {
        Self {
            from: Some(from),
            path,
            interface,
            member,
            about: About::Anything,
        }
    }

    /// A signal that anybody may send.
    pub(in crate::platform) fn of_anybody(
        path: &'static str,
        interface: &'static str,
        member: &'static str,
    ) -> Self {
        Self {
            from: None,
            path,
            interface,
            member,
            about: About::Anything,
        }
    }

    /// Only those whose first argument is this text.
    pub(in crate::platform) fn about(self, text: &'static str) -> Self {
        Self {
            about: About::Text(text),
            ..self
        }
    }

    /// Only those whose first argument is this path, or one above it that ends in a slash.
    pub(in crate::platform) fn about_path(self, path: &'static str) -> Self {
        Self {
            about: About::Path(path),
            ..self
        }
    }

    /// What the bus is asked to pass on.
    pub(super) fn rule(&self) -> String {
        let Self {
            path,
            interface,
            member,
            ..
        } = self;
        let from = self
            .from
            .map(|name| format!(",sender='{name}'"))
            .unwrap_or_default();
        let about = match self.about {
            About::Anything => String::new(),
            About::Text(text) => format!(",arg0='{text}'"),
            About::Path(path) => format!(",arg0path='{path}'"),
        };
        format!(
            "type='signal'{from},path='{path}',interface='{interface}',member='{member}'{about}"
        )
    }

    fn is(&self, packet: &Message, owners: &Owners) -> bool {
        let header = packet.header();
        let from_owner = self.from.is_none_or(|name| {
            let owner = owners.get(name).and_then(Option::as_deref);
            owner.is_some_and(|owner| header.sender().is_some_and(|it| *it == owner))
        });
        from_owner
            && header.path().is_some_and(|it| *it == self.path)
            && header.interface().is_some_and(|it| *it == self.interface)
            && header.member().is_some_and(|it| *it == self.member)
    }
}

impl Seen {
    /// Its changes are told by signals.
    pub(in crate::platform) fn signalled(called: &'static str, on: bool) -> Self {
        Self {
            called,
            on,
            signals: true,
        }
    }

    /// Nothing tells when it changes.
    pub(in crate::platform) fn unsignalled(called: &'static str, on: bool) -> Self {
        Self {
            called,
            on,
            signals: false,
        }
    }
}

impl Asked {
    /// Those to ask for a source; none: its first name has no owner.
    pub(super) fn of(bus: &Connection, source: &Source, owners: &Owners) -> Option<Self> {
        let owner = |name: &'static str| Some((name, owners.get(name)?.clone()?));
        owner(source.names.first()?)?;
        Some(Self {
            bus: bus.clone(),
            owners: source.names.iter().filter_map(|it| owner(it)).collect(),
        })
    }

    /// Whether anybody owns this one of the source's names.
    pub(in crate::platform) fn is_there(&self, name: &str) -> bool {
        self.owners.iter().any(|(it, _)| *it == name)
    }

    /// Asks the owner of a name. Nobody is started by it.
    pub(in crate::platform) fn call<B, R>(
        &self,
        name: &str,
        (path, interface, method): (&str, &str, &str),
        body: &B,
    ) -> zbus::Result<R>
    where
        B: Serialize + DynamicType,
        R: DeserializeOwned + Type,
    {
        let owner = self.owners.iter().find(|(it, _)| *it == name);
        let Some((_, owner)) = owner else {
            return Err(zbus::Error::Failure(format!("nobody owns {name}")));
        };
        let bus = &self.bus;
        let reply = bus.call_method(Some(owner.as_str()), path, Some(interface), method, body)?;
        let body = reply.body();
        if body.len() > LONGEST_ANSWER {
            return Err(zbus::Error::ExcessData);
        }
        body.deserialize()
    }

    /// Reads a property of the owner of a name.
    pub(in crate::platform) fn property<T>(
        &self,
        name: &str,
        (path, interface, property): (&str, &str, &str),
    ) -> zbus::Result<T>
    where
        T: TryFrom<OwnedValue>,
        T::Error: Into<zbus::zvariant::Error>,
    {
        let value: OwnedValue =
            self.call(name, (path, PROPERTIES, "Get"), &(interface, property))?;
        T::try_from(value).map_err(|error| zbus::Error::Variant(error.into()))
    }
}

/// Takes a refusal for "does not offer that"; what did not answer stays an error.
pub(in crate::platform) fn if_offered<T>(answer: zbus::Result<T>) -> zbus::Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_timeout(&error) || is_broken(&error) => Err(error),
        Err(error) => {
            tracing::debug!(%error, "not offered");
            Ok(None)
        }
    }
}
