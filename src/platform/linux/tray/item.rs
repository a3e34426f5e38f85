//! The icon itself, on a thread of its own that may hang for as long as a panel hangs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::thread;
use std::time::Duration;

use tray_icon::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tray_icon::{Icon, MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

use super::Event;
use crate::engine::Input;
use crate::engine::input::Button;
use crate::engine::view::Face;
use crate::link::{Link, Told};
use crate::tray::Model;
use crate::tray::icon::{self, Panel};
use crate::tray::menu::{self, Line};

/// Panels scale this down well to 16, 22, 24 and 32 pixels.
const SIZE: u32 = 48;

/// The keeper's end of an item's thread. Dropping it takes the icon away, soon.
pub(super) struct Item {
    pub(super) number: u32,
    /// What is shown is not the latest model, or may not be.
    pub(super) stale: bool,
    /// It did not answer in time, and has not answered since.
    pub(super) late: bool,
    models: Sender<Model>,
    answers: Receiver<Result<(), String>>,
    was_late: Arc<AtomicBool>,
}

/// What came of a model.
pub(super) enum Answer {
    Taken,
    Late,
    /// It failed, and the thread is ending.
    Ended,
}

impl Item {
    /// Starts the thread; none if the system gives no thread.
    pub(super) fn start(number: u32, events: Sender<Event>) -> Option<Self> {
        let (models, inbox) = mpsc::channel();
        let (outbox, answers) = mpsc::channel();
        let was_late = Arc::new(AtomicBool::new(false));
        let thread = Thread {
            inbox,
            outbox,
            was_late: Arc::clone(&was_late),
            end: TellsEnd { number, events },
        };
        thread::Builder::new()
            .name("tray-item".to_owned())
            .spawn(move || thread.run())
            .ok()?;
        Some(Self {
            number,
            stale: true,
            late: false,
            models,
            answers,
            was_late,
        })
    }

    /// Shows this and waits until it is shown, at most `limit`.
    pub(super) fn show(&mut self, model: Model, limit: Duration) -> Answer {
        if self.models.send(model).is_err() {
            return Answer::Ended;
        }
        match self.answers.recv_timeout(limit) {
            Ok(answer) => self.taken(answer),
            Err(RecvTimeoutError::Disconnected) => Answer::Ended,
            Err(RecvTimeoutError::Timeout) => {
                self.late = true;
                self.was_late.store(true, Ordering::SeqCst);
                // It may have answered just before it could see that.
                match self.answers.try_recv() {
                    Ok(answer) => self.taken(answer),
                    Err(_) => Answer::Late,
                }
            }
        }
    }

    /// Takes the answer that came late; false if the thread is ending.
    pub(super) fn settle(&mut self) -> bool {
        let mut alive = true;
        while let Ok(answer) = self.answers.try_recv() {
            alive = matches!(self.taken(answer), Answer::Taken);
        }
        alive
    }

    fn taken(&mut self, answer: Result<(), String>) -> Answer {
        self.late = false;
        match answer {
            Ok(()) => {
                self.stale = false;
                Answer::Taken
            }
            Err(error) => {
                tracing::debug!(%error, "the tray icon could not be shown");
                Answer::Ended
            }
        }
    }
}

/// Hands clicks and chosen menu lines to `link`, from now on. Both handlers run inside the tray's
/// own lock: they only send.
pub(super) fn answer_clicks_to(link: &Link) {
    static LINK: Mutex<Option<Link>> = Mutex::new(None);
    static INSTALLED: Once = Once::new();

    fn tell(told: Told) {
        let link = LINK.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(link) = link {
            link.tell(told);
        }
    }

    *LINK.lock().unwrap_or_else(PoisonError::into_inner) = Some(link.clone());
    // Only the first handler is ever used, and none if an event came before it.
    INSTALLED.call_once(|| {
        TrayIconEvent::set_event_handler(Some(|event| {
            if let Some(button) = clicked(&event) {
                tell(Told::Input(Input::Click(button)));
            }
        }));
        MenuEvent::set_event_handler(Some(|event: MenuEvent| {
            if let Some(told) = menu::chosen(&event.id.0) {
                tell(told);
            }
        }));
    });
}

fn clicked(event: &TrayIconEvent) -> Option<Button> {
    match event {
        TrayIconEvent::Click {
            button,
            button_state: MouseButtonState::Up,
            ..
        } => match button {
            MouseButton::Left => Some(Button::Left),
            MouseButton::Middle => Some(Button::Middle),
            MouseButton::Right => None,
        },
        _ => None,
    }
}

struct Thread {
    inbox: Receiver<Model>,
    outbox: Sender<Result<(), String>>,
    was_late: Arc<AtomicBool>,
    end: TellsEnd,
}

/// Tells the end of the thread however it comes, a panic in the back end included.
struct TellsEnd {
    number: u32,
    events: Sender<Event>,
}

impl Drop for TellsEnd {
    fn drop(&mut self) {
        // Fails only when the keeper has ended.
        let _ = self.events.send(Event::Ended(self.number));
    }
}

impl Thread {
    fn run(self) {
        let end = self.end;
        let mut on_screen: Option<OnScreen> = None;
        for model in self.inbox {
            let done = match &mut on_screen {
                Some(on_screen) => on_screen.change(model),
                None => OnScreen::new(model).map(|new| on_screen = Some(new)),
            };
            let failed = done.is_err();
            // Fails only when this item was let go; then the inbox ends too.
            let _ = self.outbox.send(done.map_err(|error| error.to_string()));
            if self.was_late.swap(false, Ordering::SeqCst) {
                let _ = end.events.send(Event::Back(end.number));
            }
            if failed {
                break;
            }
        }
        // May take as long as the panel hangs; the end is told after it.
        drop(on_screen);
        drop(end);
    }
}

type Done<T> = Result<T, Box<dyn std::error::Error>>;

/// The icon with what it shows.
struct OnScreen {
    icon: TrayIcon,
    items: Vec<Entry>,
    model: Model,
}

/// A line whose words can change in place.
enum Entry {
    Item(MenuItem),
    Sub(Submenu),
}

impl OnScreen {
    fn new(model: Model) -> Done<Self> {
        let (menu, items) = build(&model.menu)?;
        let icon = TrayIconBuilder::new()
            .with_id("soleus")
            .with_title("Soleus")
            .with_tooltip(&model.tooltip)
            .with_icon(picture(model.face)?)
            .with_menu(Box::new(menu))
            .build()?;
        Ok(Self { icon, items, model })
    }

    fn change(&mut self, model: Model) -> Done<()> {
        if same_structure(&self.model.menu, &model.menu) {
            let mut items = self.items.iter();
            reword(&self.model.menu, &model.menu, &mut items);
        } else {
            let (menu, items) = build(&model.menu)?;
            self.icon.set_menu(Some(Box::new(menu)));
            self.items = items;
        }
        if model.face != self.model.face {
            self.icon.set_icon(Some(picture(model.face)?))?;
        }
        // Always, and last: it hands over the menu's new words, and shows whether anybody answers.
        self.icon.set_tooltip(Some(&model.tooltip))?;
        self.model = model;
        Ok(())
    }
}

fn picture(face: Face) -> Done<Icon> {
    Ok(Icon::from_rgba(
        icon::paint(face, SIZE, Panel::Unknown),
        SIZE,
        SIZE,
    )?)
}

fn build(lines: &[Line]) -> Done<(Menu, Vec<Entry>)> {
    let menu = Menu::new();
    let mut entries = Vec::new();
    fill(lines, &mut entries, &mut |item| menu.append(item))?;
    Ok((menu, entries))
}

fn fill(
    lines: &[Line],
    entries: &mut Vec<Entry>,
    append: &mut dyn FnMut(&dyn tray_icon::menu::IsMenuItem) -> tray_icon::menu::Result<()>,
) -> Done<()> {
    for line in lines {
        match line {
            Line::Text(words) => {
                let item = MenuItem::new(words, false, None);
                append(&item)?;
                entries.push(Entry::Item(item));
            }
            Line::Item { id, label, enabled } => {
                let item = MenuItem::with_id(id.as_str(), label, *enabled, None);
                append(&item)?;
                entries.push(Entry::Item(item));
            }
            Line::Sub { label, lines } => {
                let sub = Submenu::new(label, true);
                append(&sub)?;
                entries.push(Entry::Sub(sub.clone()));
                fill(lines, entries, &mut |item| sub.append(item))?;
            }
            Line::Separator => append(&PredefinedMenuItem::separator())?,
        }
    }
    Ok(())
}

/// Whether one menu becomes the other by new words alone.
fn same_structure(one: &[Line], other: &[Line]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|pair| match pair {
            (Line::Text(_), Line::Text(_)) | (Line::Separator, Line::Separator) => true,
            (Line::Item { id: one, .. }, Line::Item { id: other, .. }) => one == other,
            (Line::Sub { lines: one, .. }, Line::Sub { lines: other, .. }) => {
                same_structure(one, other)
            }
            _ => false,
        })
}

/// Writes the words that differ. `entries` are those of `old`, in the order of its lines.
fn reword<'a>(old: &[Line], new: &[Line], entries: &mut impl Iterator<Item = &'a Entry>) {
    for (old, new) in old.iter().zip(new) {
        if matches!(new, Line::Separator) {
            continue;
        }
        let entry = entries.next();
        match (entry, old, new) {
            (Some(Entry::Item(item)), Line::Text(before), Line::Text(after)) if before != after => {
                item.set_text(after);
            }
            (
                Some(Entry::Item(item)),
                Line::Item {
                    label: before,
                    enabled: was,
                    ..
                },
                Line::Item {
                    label: after,
                    enabled: is,
                    ..
                },
            ) => {
                if before != after {
                    item.set_text(after);
                }
                if was != is {
                    item.set_enabled(*is);
                }
            }
            (
                Some(Entry::Sub(sub)),
                Line::Sub {
                    label: before,
                    lines: old,
                },
                Line::Sub {
                    label: after,
                    lines: new,
                },
            ) => {
                if before != after {
                    sub.set_text(after);
                }
                reword(old, new, entries);
            }
            // The same words, for the caller checked that the structure is the same.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(headline: &str, skip: bool) -> Vec<Line> {
        vec![
            Line::Text(headline.to_owned()),
            Line::Separator,
            Line::Sub {
                label: "Snooze".to_owned(),
                lines: vec![Line::Item {
                    id: "snooze:5".to_owned(),
                    label: format!("5 min {headline}"),
                    enabled: true,
                }],
            },
            Line::Item {
                id: "skip".to_owned(),
                label: "Skip".to_owned(),
                enabled: skip,
            },
        ]
    }

    #[test]
    fn new_words_are_no_new_structure_but_a_new_id_is() {
        assert!(same_structure(&lines("a", true), &lines("b", false)));
        let mut other = lines("a", true);
        other[3] = Line::Item {
            id: "resume".to_owned(),
            label: "Skip".to_owned(),
            enabled: true,
        };
        assert!(!same_structure(&lines("a", true), &other));
        other.pop();
        assert!(!same_structure(&lines("a", true), &other));
        let mut inner = lines("a", true);
        inner[2] = Line::Sub {
            label: "Snooze".to_owned(),
            lines: vec![],
        };
        assert!(!same_structure(&lines("a", true), &inner));
    }

    #[test]
    fn words_are_written_into_the_lines_they_belong_to() {
        let (old, new) = (lines("a", true), lines("b", false));
        let (_menu, entries) = build(&old).unwrap();
        reword(&old, &new, &mut entries.iter());
        let seen: Vec<(String, bool)> = entries
            .iter()
            .map(|entry| match entry {
                Entry::Item(item) => (item.text(), item.is_enabled()),
                Entry::Sub(sub) => (sub.text(), sub.is_enabled()),
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("b".to_owned(), false),
                ("Snooze".to_owned(), true),
                ("5 min b".to_owned(), true),
                ("Skip".to_owned(), false),
            ]
        );
    }
}
