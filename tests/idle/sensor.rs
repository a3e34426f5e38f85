//! The idle sensor under test, and everything it says, in short words that can be compared.

use std::cell::{Cell, RefCell};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::input::Sensor as Of;
use soleus::link::{Health, Link, Part, Told};
use soleus::platform::boot_time;
use soleus::platform::idle::Idle;
use soleus::sensors::fact::{Hear, Says};
use soleus::sensors::media::COMPOSITOR;
use soleus::sensors::{Ago, Desktop, IdleSetup};

use crate::support::process::LIMIT;

/// When idle is told.
pub(crate) const IDLE_AFTER: Duration = Duration::from_millis(600);
const LULL_AFTER: Duration = Duration::from_millis(300);
/// Longer than any test.
pub(crate) const NEVER: Duration = Duration::from_hours(1);

/// The sensor; dropping it stops it.
pub(crate) struct Sensor {
    idle: Idle,
    said: Receiver<Word>,
    all: RefCell<Vec<String>>,
    idle_since: Cell<Duration>,
}

enum Word {
    Told(Told),
    Media(Says),
}

impl Sensor {
    /// Starts it for this desktop; idle is told after [`IDLE_AFTER`].
    pub(crate) fn start(desktop: Desktop) -> Self {
        Self::start_slow(desktop, IDLE_AFTER)
    }

    /// Starts it so that idle is told after this long.
    pub(crate) fn start_slow(desktop: Desktop, idle_after: Duration) -> Self {
        let (say, said) = mpsc::channel();
        let say_media = say.clone();
        let link = Link::new(move |told| drop(say.send(Word::Told(told))));
        let setup = IdleSetup {
            desktop,
            idle_after,
            lull_after: LULL_AFTER,
            ago: Ago::new(|real| boot_time().saturating_sub(real)),
            media: Some(Hear::new(move |source, says| {
                assert_eq!(source, COMPOSITOR);
                drop(say_media.send(Word::Media(says)));
            })),
        };
        Self {
            idle: Idle::start(&link, setup),
            said,
            all: RefCell::default(),
            idle_since: Cell::default(),
        }
    }

    /// Asks for the next pause in typing, or not any more.
    pub(crate) fn watch_lull(&self, on: bool) {
        self.idle.watch_lull(on);
    }

    /// Wants idle told after this long.
    pub(crate) fn idle_after(&self, idle_after: Duration) {
        self.idle.idle_after(idle_after);
    }

    /// Waits until it says something that begins so, and gives the whole.
    pub(crate) fn until(&self, beginning: &str) -> String {
        loop {
            let Some(word) = self.next(LIMIT) else {
                panic!("{beginning}: never said, only {:#?}", self.all.borrow());
            };
            if word.starts_with(beginning) {
                return word;
            }
        }
    }

    /// Does it, again and again, until the sensor says this. Each time is given longer than the
    /// sensor may need to notice that nobody touches anything.
    pub(crate) fn until_after(&self, word: &str, mut doing: impl FnMut()) {
        for _ in 0..20 {
            doing();
            while let Some(said) = self.next(Duration::from_millis(1500)) {
                if said == word {
                    return;
                }
            }
        }
        panic!("{word}: never said, only {:#?}", self.all.borrow());
    }

    /// The last input by what was told last, on the boot clock.
    pub(crate) fn idle_since(&self) -> Duration {
        self.idle_since.get()
    }

    /// Everything it said.
    pub(crate) fn all(&self) -> Vec<String> {
        while self.next(Duration::ZERO).is_some() {}
        self.all.borrow().clone()
    }

    fn next(&self, at_most: Duration) -> Option<String> {
        let word = match self.said.recv_timeout(at_most).ok()? {
            Word::Media(Says::Is(on)) => format!("media {on}"),
            Word::Media(says) => format!("media {says:?}").to_lowercase(),
            Word::Told(Told::Health(Part::Idle, Health::Works(by))) => format!("works: {by}"),
            Word::Told(Told::Health(Part::Idle, Health::Missing(why))) => format!("missing: {why}"),
            Word::Told(Told::Input(Input::Sensor {
                sensor: Of::Idle,
                works,
            })) => format!("sensor {works}"),
            Word::Told(Told::Input(Input::Idle { since })) => {
                self.idle_since.set(since);
                "idle".to_owned()
            }
            Word::Told(Told::Input(Input::Active)) => "active".to_owned(),
            Word::Told(Told::Input(Input::Lull)) => "lull".to_owned(),
            Word::Told(other) => format!("{other:?}"),
        };
        self.all.borrow_mut().push(word.clone());
        Some(word)
    }
}

/// Whether a moment that was told lies between two that were seen. KWin's timers may run out a
/// twentieth early, and a busy machine wakes late.
pub(crate) fn assert_between(after: Duration, told: Duration, before: Duration) {
    let early = after.saturating_sub(IDLE_AFTER / 20);
    let late = before + Duration::from_millis(500);
    assert!(
        (early..late).contains(&told),
        "{told:?} is not between {after:?} and {before:?}"
    );
}
