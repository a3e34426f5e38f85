//! A yes-or-no fact that several sources may tell: what they add up to, and how the part is.
//!
//! The fact is so if any source says so. A source that is lost says nothing any more; what that means
//! for the fact is its [`OnLoss`]. The part works while any source does, and is missing only once each
//! of them was tried.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::Input;
use crate::engine::input::Sensor;
use crate::link::{Health, Link, Part, Told};

/// What one source says of the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It works, and the fact is so or not.
    Is(bool),
    /// It is not there on this desktop, or not any more.
    Absent,
    /// It is there and does not answer; it is asked again.
    Hung,
}

/// What the fact is when a source that said "yes" is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnLoss {
    /// What nobody says is not so: a film whose player is gone is over.
    Forget,
    /// It stays until somebody says otherwise: a screen does not unlock by itself.
    Keep,
}

/// A fact, and where it is told.
#[derive(Debug, Clone, Copy)]
pub struct Of {
    /// The part whose health it is.
    pub part: Part,
    /// The sensor whose work it is.
    pub sensor: Sensor,
    /// The input that tells it.
    pub input: fn(bool) -> Input,
    /// What becomes of it when its source is lost.
    pub on_loss: OnLoss,
    /// Every source there may be, as people call it: "the login service".
    pub sources: &'static [&'static str],
    /// What is not seen without any of them, and what that means, as a whole sentence.
    pub unseen: &'static str,
}

/// What stands in the health of a part of which one source does not answer.
pub const HUNG: &str = "does not answer and is asked again by and by";

/// Where a source tells what it says: its name, one of [`Of::sources`], and that. Never blocks.
#[derive(Clone)]
pub struct Hear(Arc<dyn Fn(&'static str, Says) + Send + Sync>);

impl Hear {
    /// Hands everything to `to`, which must not block.
    pub fn new(to: impl Fn(&'static str, Says) + Send + Sync + 'static) -> Self {
        Self(Arc::new(to))
    }

    /// The source of this name says this.
    pub fn says(&self, source: &'static str, says: Says) {
        (self.0)(source, says);
    }
}

impl fmt::Debug for Hear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hear")
    }
}

/// Adds up what the sources say, and tells each change once.
#[derive(Debug)]
struct Fact {
    link: Link,
    of: Of,
    /// Sources that were not heard yet are not in it.
    said: BTreeMap<&'static str, Says>,
    /// The only source that said "yes" was lost, and the fact was kept.
    orphaned: bool,
    on: bool,
    works: Option<bool>,
    health: Option<Health>,
    /// Every source has said something.
    heard_all: bool,
}

/// A fact with these sources. They are heard by what is returned, for as long as it is kept anywhere.
#[must_use]
pub fn fact(link: &Link, of: Of) -> Hear {
    let fact = Mutex::new(Fact {
        link: link.clone(),
        of,
        said: BTreeMap::new(),
        orphaned: false,
        on: false,
        works: None,
        health: None,
        heard_all: false,
    });
    Hear::new(move |source, says| {
        let mut fact = fact.lock().unwrap_or_else(PoisonError::into_inner);
        fact.hear(source, says);
    })
}

impl Fact {
    fn hear(&mut self, source: &'static str, says: Says) {
        debug_assert!(self.of.sources.contains(&source), "{source} is not named");
        let before = self.said.insert(source, says);
        match says {
            Says::Is(_) => self.orphaned = false,
            Says::Absent | Says::Hung if before == Some(Says::Is(true)) => {
                self.orphaned = self.of.on_loss == OnLoss::Keep && !self.anybody_says_yes();
            }
            Says::Absent | Says::Hung => {}
        }
        self.tell();
        if !self.heard_all && self.said.len() == self.of.sources.len() {
            self.heard_all = true;
            self.link.tell(Told::HeardAll(self.of.part));
        }
    }

    fn tell(&mut self) {
        let any = self.said.values().any(|says| matches!(says, Says::Is(_)));
        let works = any && !self.orphaned;
        if works && self.works != Some(true) {
            self.tell_sensor(true);
        }
        let on = self.anybody_says_yes() || (self.on && !works && self.of.on_loss == OnLoss::Keep);
        if on != self.on {
            self.on = on;
            self.link.input((self.of.input)(on));
        }
        let tried = self.said.len() == self.of.sources.len();
        if !works && (tried || self.works == Some(true)) && self.works != Some(false) {
            self.tell_sensor(false);
        }
        if any || tried {
            self.tell_health(any);
        }
    }

    fn anybody_says_yes(&self) -> bool {
        self.said.values().any(|says| *says == Says::Is(true))
    }

    fn tell_sensor(&mut self, works: bool) {
        self.works = Some(works);
        self.link.input(Input::Sensor {
            sensor: self.of.sensor,
            works,
        });
    }

    fn tell_health(&mut self, any: bool) {
        let hung: Vec<String> = self
            .those(|says| says == Says::Hung)
            .map(|source| format!("{source} {HUNG}"))
            .collect();
        let health = if any {
            let working: Vec<&str> = self.those(|says| matches!(says, Says::Is(_))).collect();
            let words = std::iter::once(working.join(", ")).chain(hung);
            Health::Works(words.collect::<Vec<_>>().join("; "))
        } else {
            let mut words = self.of.unseen.to_owned();
            for hung in hung {
                words += &format!(" So far {hung}.");
            }
            Health::Missing(words)
        };
        if self.health.as_ref() != Some(&health) {
            self.health = Some(health.clone());
            self.link.health(self.of.part, health);
        }
    }

    /// The sources that say so, in the order of their list.
    fn those(&self, so: impl Fn(Says) -> bool) -> impl Iterator<Item = &'static str> {
        self.of
            .sources
            .iter()
            .copied()
            .filter(move |source| self.said.get(source).is_some_and(|says| so(*says)))
    }
}
