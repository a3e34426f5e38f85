//! The tray: what it shows, and the handle by which the loop shows it.
//!
//! This part is the same on every system: [`Tray::show`] lays the latest model down and wakes
//! whoever owns the real icon. It never blocks, keeps no queue, and sends nothing when nothing
//! changed. It holds no rule.

pub mod icon;
pub mod menu;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::engine::View;
use crate::engine::view::Face;
use crate::link::Link;
use crate::words::status;
use menu::{Choice, Line};

/// Everything the tray shows at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The icon.
    pub face: Face,
    /// The line beside the pointer.
    pub tooltip: String,
    /// The menu.
    pub menu: Vec<Line>,
}

impl Model {
    /// The model of a view.
    #[must_use]
    pub fn of(view: &View, movements: &[Choice]) -> Self {
        Self {
            face: view.face,
            tooltip: status::headline(view),
            menu: menu::menu(view, movements),
        }
    }
}

/// The handle of the tray. Dropping it takes the icon away.
#[derive(Debug)]
pub struct Tray {
    slot: Arc<Slot>,
}

/// The other end: where the owner of the real icon finds what to show.
#[derive(Debug)]
pub struct Updates {
    slot: Arc<Slot>,
}

/// What an owner finds.
#[derive(Debug, PartialEq, Eq)]
pub enum Update {
    /// Show this.
    Show(Model),
    /// Nothing new.
    Nothing,
    /// The handle is gone: take the icon away and end.
    Closed,
}

impl Tray {
    /// Starts the tray of this system. How it is, and what is clicked, is told to `link`.
    #[must_use]
    pub fn start(link: Link) -> Self {
        let (tray, updates) = channel();
        crate::platform::tray::start(updates, link);
        tray
    }

    /// Shows this, as soon as the tray can.
    pub fn show(&self, model: Model) {
        let mut inside = self.slot.lock();
        if inside.last.as_ref() == Some(&model) {
            return;
        }
        inside.last = Some(model);
        let was_new = std::mem::replace(&mut inside.new, true);
        if !was_new && let Some(wake) = &inside.wake {
            wake();
        }
    }
}

impl Drop for Tray {
    fn drop(&mut self) {
        let mut inside = self.slot.lock();
        inside.closed = true;
        if let Some(wake) = &inside.wake {
            wake();
        }
    }
}

impl Updates {
    /// What to show now. After `Show` or `Nothing`, the next change wakes once.
    #[must_use]
    pub fn take(&self) -> Update {
        let mut inside = self.slot.lock();
        if inside.closed {
            return Update::Closed;
        }
        if !std::mem::take(&mut inside.new) {
            return Update::Nothing;
        }
        inside.last.clone().map_or(Update::Nothing, Update::Show)
    }

    /// Whether the handle is gone.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.slot.lock().closed
    }

    /// Calls `wake` for each change from now on, and at once if there is something to take. It
    /// must only send: it is called on the loop's thread.
    pub fn on_wake(&self, wake: impl Fn() + Send + 'static) {
        let mut inside = self.slot.lock();
        if inside.new || inside.closed {
            wake();
        }
        inside.wake = Some(Box::new(wake));
    }
}

/// The two ends of a tray, for a system whose icon must live on a thread that is not ours.
#[must_use]
pub fn channel() -> (Tray, Updates) {
    let slot = Arc::new(Slot::default());
    (
        Tray {
            slot: Arc::clone(&slot),
        },
        Updates { slot },
    )
}

#[derive(Default)]
struct Slot(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    last: Option<Model>,
    new: bool,
    closed: bool,
    wake: Option<Box<dyn Fn() + Send>>,
}

impl Slot {
    /// Whatever a thread that panicked left in here is still a whole model.
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::engine::view::Shape;

    fn model(level: u8) -> Model {
        Model {
            face: Face {
                shape: Shape::Rest,
                level,
            },
            tooltip: format!("Sitting {level} min"),
            menu: Vec::new(),
        }
    }

    fn woken(updates: &Updates) -> mpsc::Receiver<()> {
        let (sender, wakes) = mpsc::channel();
        updates.on_wake(move || {
            // The handle's end wakes too, when the test no longer listens.
            let _ = sender.send(());
        });
        wakes
    }

    #[test]
    fn only_the_latest_model_is_taken_and_one_wake_is_enough() {
        let (tray, updates) = channel();
        let wakes = woken(&updates);
        for level in 0..5 {
            tray.show(model(level));
        }
        assert_eq!(wakes.try_iter().count(), 1);
        assert_eq!(updates.take(), Update::Show(model(4)));
        assert_eq!(updates.take(), Update::Nothing);

        tray.show(model(5));
        assert_eq!(wakes.try_iter().count(), 1);
        assert_eq!(updates.take(), Update::Show(model(5)));
    }

    #[test]
    fn an_equal_model_wakes_nobody() {
        let (tray, updates) = channel();
        tray.show(model(1));
        assert_eq!(updates.take(), Update::Show(model(1)));
        let wakes = woken(&updates);
        tray.show(model(1));
        assert_eq!(wakes.try_iter().count(), 0);
        assert_eq!(updates.take(), Update::Nothing);
    }

    #[test]
    fn what_was_shown_before_anybody_listened_is_not_lost() {
        let (tray, updates) = channel();
        tray.show(model(1));
        assert_eq!(woken(&updates).try_iter().count(), 1);
        assert_eq!(updates.take(), Update::Show(model(1)));
    }

    #[test]
    fn dropping_the_handle_is_told() {
        let (tray, updates) = channel();
        let wakes = woken(&updates);
        tray.show(model(1));
        drop(tray);
        assert_eq!(wakes.try_iter().count(), 2);
        assert_eq!(updates.take(), Update::Closed);
    }
}
