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
    /// What was told last; none: whoever is told may hold either.
    told: Option<bool>,
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
        // What is forgotten with a lost sensor is forgotten before it first works, too; what is kept
        // may stem from an earlier sensor of this fact.
        told: match of.on_loss {
            OnLoss::Forget => Some(false),
            OnLoss::Keep => None,
        },
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
        let tried = self.said.len() == self.of.sources.len();
        if works {
            self.tell_works(true);
            self.tell_on(self.anybody_says_yes());
        } else if tried || self.works == Some(true) {
            self.lose();
        }
        if any || tried || self.health.is_some() {
            self.tell_health(any);
        }
    }

    /// Nobody can say any more whether it is so.
    fn lose(&mut self) {
        match self.of.on_loss {
            OnLoss::Forget => self.tell_on(false),
            // From here on a touch may show that it is not so. Who finds it so again has to tell it.
            OnLoss::Keep if self.told == Some(true) => self.told = None,
            OnLoss::Keep => {}
        }
        self.tell_works(false);
    }

    fn anybody_says_yes(&self) -> bool {
        self.said.values().any(|says| *says == Says::Is(true))
    }

    fn tell_on(&mut self, on: bool) {
        if self.told.replace(on) != Some(on) {
            self.link.input((self.of.input)(on));
        }
    }

    fn tell_works(&mut self, works: bool) {
        if self.works.replace(works) == Some(works) {
            return;
        }
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver};

    use proptest::prelude::*;

    use super::Says::{Absent, Hung, Is};
    use super::*;
    use crate::link::Told;

    const FORGETS: Of = Of {
        part: Part::Media,
        sensor: Sensor::Media,
        input: Input::Media,
        on_loss: OnLoss::Forget,
        sources: &["a", "b", "c"],
        unseen: "Not seen.",
    };
    const KEEPS: Of = Of {
        part: Part::Lock,
        sensor: Sensor::Lock,
        input: Input::Locked,
        on_loss: OnLoss::Keep,
        ..FORGETS
    };

    fn heard(of: Of) -> (Hear, Receiver<Told>) {
        let (tell, told) = mpsc::channel();
        let link = Link::new(move |it| tell.send(it).expect("the test listens"));
        (fact(&link, of), told)
    }

    /// A letter for each thing told: On and off, Works and lost.
    fn letter(told: &Told) -> Option<char> {
        match told {
            Told::Input(Input::Media(on) | Input::Locked(on)) => Some(if *on { 'O' } else { 'o' }),
            Told::Input(Input::Sensor { works, .. }) => Some(if *works { 'W' } else { 'w' }),
            _ => None,
        }
    }

    /// What is told of reports, as letters: a space after each.
    fn letters(of: Of, reports: &[(&'static str, Says)]) -> String {
        let (hear, told) = heard(of);
        let mut all = String::new();
        for (source, says) in reports {
            hear.says(source, *says);
            all.extend(told.try_iter().filter_map(|it| letter(&it)));
            all.push(' ');
        }
        all.trim_end().to_owned()
    }

    /// The words of each health that is told.
    fn words(of: Of, reports: &[(&'static str, Says)]) -> Vec<String> {
        let (hear, told) = heard(of);
        for (source, says) in reports {
            hear.says(source, *says);
        }
        let health = |told| match told {
            Told::Health(_, Health::Works(words)) => Some(words),
            Told::Health(_, Health::Missing(words)) => Some(format!("missing: {words}")),
            _ => None,
        };
        told.try_iter().filter_map(health).collect()
    }

    #[test]
    fn it_is_so_while_anybody_says_so() {
        let reports = [
            ("a", Is(false)),
            ("b", Is(true)),
            ("a", Is(true)),
            ("b", Is(false)),
            ("c", Absent),
            ("a", Is(false)),
        ];
        assert_eq!(letters(FORGETS, &reports), "W O    o");
        assert_eq!(letters(KEEPS, &reports), "Wo O    o");
    }

    #[test]
    fn it_is_missing_only_once_each_source_was_tried() {
        let tried = [("a", Absent), ("b", Hung), ("c", Absent)];
        for of in [FORGETS, KEEPS] {
            assert_eq!(letters(of, &tried), "  w");
            assert_eq!(letters(of, &tried[..2]), "");
            assert_eq!(words(of, &tried[..2]), [""; 0]);
        }
        let late = [("a", Absent), ("b", Absent), ("c", Is(true))];
        assert_eq!(letters(FORGETS, &late), "  WO");
    }

    #[test]
    fn what_nobody_says_any_more_is_forgotten() {
        let reports = [
            ("a", Is(true)),
            ("b", Is(false)),
            ("a", Hung),
            ("a", Is(true)),
            ("a", Absent),
            ("b", Absent),
        ];
        assert_eq!(letters(FORGETS, &reports), "WO  o O o w");
    }

    #[test]
    fn what_its_only_witness_takes_along_is_kept_until_somebody_speaks() {
        // Its sensor counts as lost, so that a touch may show otherwise.
        let lost = [
            ("a", Is(true)),
            ("b", Is(false)),
            ("a", Hung),
            ("a", Absent),
        ];
        assert_eq!(letters(KEEPS, &lost), "WO  w");
        let then = |source, says| letters(KEEPS, &[&lost[..], &[(source, says)]].concat());
        assert_eq!(then("a", Is(false)), "WO  w  Wo");
        assert_eq!(then("b", Is(false)), "WO  w  Wo");
        assert_eq!(then("c", Is(false)), "WO  w  Wo");
        // A touch may have moved it meanwhile: it is told again.
        assert_eq!(then("a", Is(true)), "WO  w  WO");
        assert_eq!(then("b", Absent), "WO  w");
    }

    #[test]
    fn a_second_witness_keeps_it_without_a_gap() {
        let reports = [
            ("a", Is(true)),
            ("b", Is(true)),
            ("a", Absent),
            ("b", Is(false)),
        ];
        assert_eq!(letters(KEEPS, &reports), "WO   o");
        assert_eq!(letters(FORGETS, &reports), "WO   o");
    }

    #[test]
    fn a_source_that_goes_and_comes_tells_what_it_was_only_if_it_matters() {
        let calm = [("a", Is(false)), ("a", Absent), ("a", Is(false))];
        assert_eq!(letters(KEEPS, &calm), "Wo w W");
        assert_eq!(letters(FORGETS, &calm), "W w W");
        let busy = [("a", Is(true)), ("a", Absent), ("a", Is(true))];
        assert_eq!(letters(KEEPS, &busy), "WO w WO");
        assert_eq!(letters(FORGETS, &busy), "WO ow WO");
    }

    #[test]
    fn health_names_what_works_and_what_hangs_once_per_change() {
        let reports = [
            ("b", Is(false)),
            ("b", Is(true)),
            ("a", Hung),
            ("a", Hung),
            ("c", Absent),
            ("a", Is(false)),
            ("b", Absent),
            ("a", Hung),
            ("a", Absent),
        ];
        let hangs = "a does not answer and is asked again by and by";
        assert_eq!(
            words(KEEPS, &reports),
            [
                "b",
                &format!("b; {hangs}"),
                "a, b",
                "a",
                &format!("missing: Not seen. So far {hangs}."),
                "missing: Not seen.",
            ]
        );
    }

    #[test]
    fn a_source_lost_before_the_others_were_heard_is_not_left_as_working() {
        let reports = [("a", Is(true)), ("a", Absent)];
        assert_eq!(words(FORGETS, &reports), ["a", "missing: Not seen."]);
    }

    fn report() -> impl Strategy<Value = (&'static str, Says)> {
        let source = prop::sample::select(FORGETS.sources);
        let says = prop::sample::select(vec![Is(true), Is(false), Absent, Hung]);
        (source, says)
    }

    proptest! {
        #[test]
        fn whatever_is_reported_is_added_up_and_told_once(
            reports in prop::collection::vec(report(), 0..40),
            keeps in any::<bool>(),
        ) {
            let (hear, told) = heard(if keeps { KEEPS } else { FORGETS });
            let mut said = BTreeMap::new();
            let (mut on, mut works, mut health) = (false, None, None);
            for (source, says) in reports {
                said.insert(source, says);
                hear.says(source, says);
                let mut since_works = None;
                for told in told.try_iter() {
                    match told {
                        Told::Input(Input::Sensor { works: now, .. }) => {
                            prop_assert_ne!(works, Some(now), "told twice");
                            works = Some(now);
                            since_works = Some(now);
                        }
                        Told::Input(Input::Media(now) | Input::Locked(now)) => {
                            let again = keeps && since_works == Some(true);
                            prop_assert!(now != on || again, "told twice");
                            on = now;
                        }
                        Told::Health(_, now) => {
                            prop_assert_ne!(Some(&now), health.as_ref(), "told twice");
                            health = Some(now);
                        }
                        _ => {}
                    }
                }
                let yes = said.values().any(|it| *it == Is(true));
                let any = said.values().any(|it| matches!(it, Is(_)));
                prop_assert!(on || !yes, "one says so");
                prop_assert!(keeps || on == yes, "nobody says so any more");
                prop_assert!(any || works != Some(true), "nobody works");
                prop_assert!(!any || matches!(health, Some(Health::Works(_))));
                if matches!(says, Is(_)) {
                    prop_assert_eq!((on, works), (yes, Some(true)));
                }
            }
        }
    }
}
