//! The tray icon on Windows and macOS: built, changed and dropped on the main thread, inside the
//! loop of [`main_thread`](super::main_thread).

use std::thread;
use std::time::Duration;

use tray_icon::menu::MenuEvent;
use tray_icon::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

use super::main_thread;
use super::menu::Shown;
use crate::engine::Input;
use crate::engine::input::Button;
use crate::link::{Health, Link, Part};
use crate::platform::local;
use crate::platform::patience::{BackOff, Patience};
use crate::tray::{Model, Update, Updates, menu};

/// By this name the system remembers whether the icon is shown or hidden.
const ID: &str = "soleus";

/// What the stand is told.
#[derive(Debug)]
pub(super) enum TrayEvent {
    /// Show the tray of this program.
    Host(Updates, Link),
    /// There may be something new to show.
    Changed,
    /// A line of the menu was chosen.
    Chosen(String),
    /// The icon was clicked.
    Clicked(Button),
    /// It failed a while ago: once more.
    Again,
}

/// Starts the tray: hands it to the main thread.
pub fn start(updates: Updates, link: Link) {
    let handed = main_thread::send(TrayEvent::Host(updates, link));
    if let Err(TrayEvent::Host(_, link)) = handed {
        missing(
            &link,
            "The system gave the program no event loop, which the tray icon needs.",
        );
    }
}

/// Where the tray stands on the main thread.
#[derive(Default)]
pub(super) struct Stand {
    guest: Option<Guest>,
}

impl Stand {
    pub(super) fn handle(&mut self, event: TrayEvent) {
        if let TrayEvent::Host(updates, link) = event {
            self.guest = Some(Guest::new(updates, link));
            return;
        }
        let Some(guest) = &mut self.guest else { return };
        match event {
            TrayEvent::Changed => match guest.updates.take() {
                Update::Show(model) => guest.show(model),
                Update::Nothing => {}
                Update::Closed => self.guest = None,
            },
            TrayEvent::Again => guest.again(),
            TrayEvent::Chosen(id) => {
                if let Some(told) = menu::chosen(&id) {
                    guest.link.tell(told);
                } else {
                    tracing::error!(id, "a menu line that nobody knows was chosen");
                }
            }
            TrayEvent::Clicked(button) => guest.link.input(Input::Click(button)),
            TrayEvent::Host(..) => {}
        }
    }

    /// The loop ended before the program did.
    pub(super) fn lost(&mut self) {
        if let Some(guest) = self.guest.take() {
            missing(
                &guest.link,
                "The system ended the event loop of the tray icon.",
            );
        }
    }
}

struct Guest {
    updates: Updates,
    link: Link,
    /// What should be seen.
    model: Option<Model>,
    icon: Option<Icon>,
    told: Option<bool>,
    back_off: BackOff,
    /// Whether a try is on its way.
    waits: bool,
}

/// The icon with its menu.
struct Icon {
    tray: TrayIcon,
    menu: Shown,
}

impl Guest {
    fn new(updates: Updates, link: Link) -> Self {
        // Before the icon is built: an event that finds no handler decides that there is none.
        TrayIconEvent::set_event_handler(Some(|event| clicked(&event)));
        MenuEvent::set_event_handler(Some(|event: MenuEvent| {
            tell(TrayEvent::Chosen(event.id.0));
        }));
        updates.on_wake(|| tell(TrayEvent::Changed));
        Self {
            updates,
            link,
            model: None,
            icon: None,
            told: None,
            back_off: BackOff::new(Patience::default()),
            waits: false,
        }
    }

    fn show(&mut self, model: Model) {
        let result = match &mut self.icon {
            Some(icon) => icon.change(self.model.as_ref(), &model),
            None => Icon::build(&model).map(|icon| self.icon = Some(icon)),
        };
        self.model = Some(model);
        match result {
            Ok(()) => {
                self.back_off.reset();
                self.tell_works();
            }
            Err(error) => {
                tracing::debug!(%error, "the tray icon could not be shown or changed");
                self.tell_missing(&error);
                self.try_later();
            }
        }
    }

    /// Builds the icon anew: on Windows an icon that was lost comes back in no other way.
    fn again(&mut self) {
        self.waits = false;
        if let Some(model) = self.model.clone() {
            self.icon = None;
            self.show(model);
        }
    }

    fn try_later(&mut self) {
        if self.waits {
            return;
        }
        self.waits = true;
        let wait = self.back_off.next_wait();
        // A thread that sleeps once: this loop has no timers, since an open menu stops them.
        thread::spawn(move || {
            thread::sleep(wait.max(Duration::from_secs(1)));
            tell(TrayEvent::Again);
        });
    }

    fn tell_works(&mut self) {
        if self.told != Some(true) {
            self.told = Some(true);
            self.link
                .health(Part::Tray, Health::Works(local::TRAY.to_owned()));
        }
    }

    fn tell_missing(&mut self, error: &Error) {
        if self.told != Some(false) {
            self.told = Some(false);
            missing(
                &self.link,
                &format!("The system did not take the tray icon ({error}); it is tried again."),
            );
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{0}")]
    Tray(#[from] tray_icon::Error),
    #[error("{0}")]
    Menu(#[from] tray_icon::menu::Error),
    #[error("{0}")]
    Picture(#[from] tray_icon::BadIcon),
}

impl Icon {
    fn build(model: &Model) -> Result<Self, Error> {
        let menu = Shown::new(&model.menu)?;
        let builder = TrayIconBuilder::new()
            .with_id(ID)
            .with_tooltip(local::tooltip(&model.tooltip))
            .with_menu(Box::new(menu.menu.clone()))
            .with_menu_on_left_click(false);
        let tray = local::with_picture(builder, local::picture(model.face)?).build()?;
        Ok(Self { tray, menu })
    }

    fn change(&mut self, before: Option<&Model>, model: &Model) -> Result<(), Error> {
        if before.is_none_or(|before| before.face != model.face) {
            local::set_picture(&self.tray, local::picture(model.face)?)?;
        }
        if before.is_none_or(|before| before.tooltip != model.tooltip) {
            self.tray
                .set_tooltip(Some(local::tooltip(&model.tooltip)))?;
        }
        if !self.menu.update(&model.menu) {
            self.menu = Shown::new(&model.menu)?;
            self.tray.set_menu(Some(Box::new(self.menu.menu.clone())));
        }
        Ok(())
    }
}

fn clicked(event: &TrayIconEvent) {
    if let TrayIconEvent::Click {
        button,
        button_state: MouseButtonState::Up,
        ..
    } = *event
    {
        match button {
            MouseButton::Left => tell(TrayEvent::Clicked(Button::Left)),
            MouseButton::Middle => tell(TrayEvent::Clicked(Button::Middle)),
            MouseButton::Right => {}
        }
    }
}

fn tell(event: TrayEvent) {
    if main_thread::send(event).is_err() {
        tracing::debug!("the event loop is gone, so the tray hears nothing more");
    }
}

fn missing(link: &Link, what: &str) {
    link.health(
        Part::Tray,
        Health::Missing(format!(
            "{what} The clock and notices go on; `soleus status` shows what the tray would."
        )),
    );
}
