//! The window itself: opened by the system, fed by the threads, closed and kept.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use eframe::egui::{self, UserAttentionType, Vec2, ViewportBuilder, ViewportCommand, vec2};

use super::client::{self, Asker, Follower, Tell};
use super::door;
use super::kept::{Kept, Place};
use super::model::{Heard, Model, Sound};
use super::shell::Shell;
use super::worker::Worker;
use super::{Setup, WindowError};
use crate::control::Server;
use crate::engine::effect::Page;
use crate::engine::view::{Face, Shape};
use crate::platform::sound::Player;
use crate::platform::{self, boot_time, clock::wall_time, suspended_time};
use crate::settings::{self, Loaded};
use crate::tray::icon::{Panel, paint};

/// The application's id: what desktops know it by.
const ID: &str = "soleus";
/// Pages at first, and at least, in points.
const PAGES: [Vec2; 2] = [vec2(760.0, 620.0), vec2(440.0, 400.0)];
/// The panel at first, and at least.
const PANEL: [Vec2; 2] = [vec2(330.0, 220.0), vec2(300.0, 190.0)];
/// A window that asked for the focus and has none by then asks for attention instead.
const FOCUS_MAY_TAKE: Duration = Duration::from_millis(700);
/// So many pictures after it was asked for, a window has its new size.
const SETTLES: u8 = 4;
const ICON: u32 = 64;

/// Shows the window until it is closed.
///
/// # Errors
/// When the system gives none: no display, no OpenGL.
pub fn run(setup: Setup) -> Result<(), WindowError> {
    let mut kept = Kept::read(&setup.size);
    let options = eframe::NativeOptions {
        viewport: viewport(&setup, &mut kept),
        ..eframe::NativeOptions::default()
    };
    let ctx = egui::Context::default();
    let before = Before::begin(&setup, &ctx);
    let creator: eframe::AppCreator<'_> = Box::new(move |creation| {
        move_to_kept(creation, &mut kept, setup.page);
        if let Some(window) = creation.winit_window().filter(|_| !setup.asked) {
            platform::focus::take_none(window.id().into());
        }
        Ok(Box::new(Frame::open(
            setup,
            kept,
            before,
            &creation.egui_ctx,
        )?))
    });
    // A driver that is broken shows it by a panic as often as by an error.
    match catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native_ext(ID, options, Some(ctx), creator)
    })) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(refusal(&error)),
        Err(panic) => Err(WindowError::Broke(
            panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|&words| words.to_owned()))
                .unwrap_or_else(|| "nobody knows why".to_owned()),
        )),
    }
}

fn refusal(error: &eframe::Error) -> WindowError {
    let words = plain(&error.to_string());
    match error {
        eframe::Error::WinitEventLoop(_) | eframe::Error::Winit(_) => WindowError::NoDisplay(words),
        eframe::Error::Glutin(_)
        | eframe::Error::NoGlutinConfigs(..)
        | eframe::Error::OpenGL(_) => WindowError::NoOpenGl(words),
        eframe::Error::AppCreation(_) => WindowError::Broke(words),
    }
}

/// What a library says, without the place in its own text that it begins with.
fn plain(words: &str) -> String {
    let words = words.trim().trim_end_matches('.');
    let plain = words.rsplit_once(".rs:").map_or(words, |(_, rest)| {
        rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ':')
    });
    plain.trim().to_owned()
}

fn viewport(setup: &Setup, kept: &mut Kept) -> ViewportBuilder {
    let [first, least] = sizes(setup.page);
    let size = kept.place(setup.page).map_or(first, Place::size);
    ViewportBuilder::default()
        .with_title("Soleus")
        .with_app_id(ID)
        .with_icon(icon())
        .with_inner_size(size.max(least))
        .with_min_inner_size(least)
        // Who did not ask keeps the focus where it is.
        .with_active(setup.asked)
}

fn icon() -> egui::IconData {
    let face = Face {
        shape: Shape::Rest,
        level: 6,
    };
    egui::IconData {
        rgba: paint(face, ICON, Panel::Unknown),
        width: ICON,
        height: ICON,
    }
}

fn sizes(page: Page) -> [Vec2; 2] {
    match page {
        Page::Panel => PANEL,
        Page::Break
        | Page::Today
        | Page::Insights
        | Page::Movements
        | Page::Science
        | Page::Safety
        | Page::Settings => PAGES,
    }
}

/// Moves it to where it was, if a screen is still there.
fn move_to_kept(creation: &eframe::CreationContext<'_>, kept: &mut Kept, page: Page) {
    let corner = kept.place(page).and_then(Place::corner);
    let (Some(corner), Some(window)) = (corner, creation.winit_window()) else {
        return;
    };
    let seen = window.available_monitors().any(|monitor| {
        let scale = monitor.scale_factor();
        let (at, size) = (
            monitor.position().to_logical::<f32>(scale),
            monitor.size().to_logical::<f32>(scale),
        );
        // The bar by which it is moved has to be in reach.
        (at.x - 50.0..at.x + size.width - 50.0).contains(&corner.x)
            && (at.y..at.y + size.height - 50.0).contains(&corner.y)
    });
    if seen {
        let to = ViewportCommand::OuterPosition(corner);
        creation.egui_ctx.send_viewport_cmd(to);
    }
}

/// What is begun while the system still makes the window.
struct Before {
    tell: Tell,
    heard: Receiver<Heard>,
    loaded: Loaded,
    desktop: platform::appearance::Watch,
}

impl Before {
    fn begin(setup: &Setup, ctx: &egui::Context) -> Self {
        let (sender, heard) = channel();
        let tell: Tell = Arc::new({
            let ctx = ctx.clone();
            move |told| {
                let heard = sender.send(told).is_ok();
                ctx.request_repaint();
                heard
            }
        });
        let loaded = settings::read(&setup.settings);
        let desktop = platform::appearance::watch({
            let tell = Arc::clone(&tell);
            move |desktop| {
                tell(Heard::Desktop(desktop));
            }
        });
        Self {
            tell,
            heard,
            loaded,
            desktop,
        }
    }
}

/// An open window.
struct Frame {
    shell: Shell,
    heard: Receiver<Heard>,
    tell: Tell,
    asker: Asker,
    worker: Worker,
    kept: Kept,
    size: PathBuf,
    /// The page the window has its size for.
    sized_for: Page,
    settling: u8,
    attention_at: Option<Duration>,
    _follower: Follower,
    _door: Option<Server>,
    _desktop: platform::appearance::Watch,
    player: Player,
}

impl Frame {
    fn open(
        setup: Setup,
        kept: Kept,
        before: Before,
        ctx: &egui::Context,
    ) -> std::io::Result<Self> {
        let Before {
            tell,
            heard,
            loaded,
            desktop,
        } = before;
        let door = door::open(&setup.socket, Arc::clone(&tell));
        if let Err(error) = &door {
            tracing::warn!(%error, "a second window cannot bring this one up");
        }
        let mut model = Model::new(setup.settings.clone(), setup.folders, awake(), wall_time());
        model.take(&loaded);
        model.look.put_on(ctx);
        Ok(Self {
            shell: Shell::new(setup.page, model),
            heard,
            tell: Arc::clone(&tell),
            worker: Worker::new(setup.settings, Arc::clone(&tell)),
            asker: Asker::start(setup.resident.clone(), Arc::clone(&tell))?,
            kept,
            size: setup.size,
            sized_for: setup.page,
            settling: SETTLES,
            attention_at: None,
            _follower: client::follow(setup.resident, tell)?,
            _door: door.ok(),
            _desktop: desktop,
            player: Player::start(),
        })
    }

    fn hear(&mut self, ctx: &egui::Context) {
        self.shell.model.now = awake();
        self.shell.model.wall = wall_time();
        for heard in self.heard.try_iter() {
            let look = self.shell.model.look;
            self.shell.hear(&heard);
            if self.shell.model.look != look {
                self.shell.model.look.put_on(ctx);
            }
            match heard {
                Heard::Open(_) => {
                    ctx.send_viewport_cmd(ViewportCommand::Visible(true));
                    ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
                    ctx.send_viewport_cmd(ViewportCommand::Focus);
                    self.attention_at = Some(self.shell.model.now + FOCUS_MAY_TAKE);
                }
                // Nobody asked: it may show that there is something, and no more.
                Heard::Turn(_) => self.attention_at = Some(self.shell.model.now),
                _ => {}
            }
        }
        self.ask_for_attention(ctx);
    }

    /// A compositor that gives no focus shows at least that there is something.
    fn ask_for_attention(&mut self, ctx: &egui::Context) {
        let Some(at) = self.attention_at else {
            return;
        };
        if ctx.input(|input| input.viewport().focused) == Some(true) {
            self.attention_at = None;
        } else if at <= self.shell.model.now {
            self.attention_at = None;
            ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(
                UserAttentionType::Informational,
            ));
        } else {
            ctx.request_repaint_after(at.saturating_sub(self.shell.model.now));
        }
    }

    /// Does what the pages want.
    fn act(&mut self, ctx: &egui::Context) {
        for (id, ask) in self.shell.asks.take() {
            self.asker.ask(id, ask);
        }
        for chore in self.shell.asks.chores.drain(..) {
            self.worker.give(chore);
        }
        self.worker.watch(self.shell.watches_files());
        for sound in std::mem::take(&mut self.shell.asks.sounds) {
            match sound {
                _ if !self.shell.model.sounds => {}
                Sound::Tick => self.player.tick(),
                Sound::End => self.player.end(),
            }
        }
        if std::mem::take(&mut self.shell.asks.picture) {
            let tell = Arc::clone(&self.tell);
            ctx.request_screenshot(move |image| {
                tell(Heard::Picture(image));
            });
        }
        if let Some(again) = self.shell.asks.again.take() {
            ctx.request_repaint_after(again);
        }
        if std::mem::take(&mut self.shell.asks.close) {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// The panel is small, the pages are not.
    fn fit(&mut self, ctx: &egui::Context) {
        let page = self.shell.page();
        let [first, least] = sizes(page);
        let other = sizes(self.sized_for) != [first, least];
        self.sized_for = page;
        if other {
            let size = self.kept.place(page).map_or(first, Place::size);
            ctx.send_viewport_cmd(ViewportCommand::MinInnerSize(least));
            ctx.send_viewport_cmd(ViewportCommand::InnerSize(size.max(least)));
            self.settling = SETTLES;
        } else if 0 < self.settling {
            self.settling -= 1;
        } else {
            self.note_place(ctx);
        }
    }

    fn note_place(&mut self, ctx: &egui::Context) {
        let (inner, outer, filled) = ctx.input(|input| {
            let it = input.viewport();
            let filled = it.maximized == Some(true)
                || it.fullscreen == Some(true)
                || it.minimized == Some(true);
            (it.inner_rect, it.outer_rect, filled)
        });
        if let Some(inner) = inner.filter(|_| !filled) {
            *self.kept.place(self.sized_for) = Some(Place {
                width: inner.width(),
                height: inner.height(),
                left: outer.map(|outer| outer.left()),
                top: outer.map(|outer| outer.top()),
            });
        }
    }
}

impl eframe::App for Frame {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.hear(ctx);
        self.shell.tick();
        self.act(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.shell.show(ui);
        self.fit(ui.ctx());
        self.act(ui.ctx());
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.kept.write(&self.size);
        for chore in self.shell.last_chores() {
            self.worker.give(chore);
        }
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.shell
            .model
            .look
            .palette()
            .ground
            .to_normalized_gamma_f32()
    }
}

/// A clock that stands still while the machine sleeps: nobody moves then.
fn awake() -> Duration {
    boot_time().saturating_sub(suspended_time())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_place_in_the_library_is_not_for_people() {
        let table = [
            (
                "winit EventLoopError: os error at /home/x/mod.rs:788: Failed to open connection.",
                "Failed to open connection",
            ),
            (
                "glutin error: [a7] GLXBadFBConfig",
                "glutin error: [a7] GLXBadFBConfig",
            ),
        ];
        for (said, shown) in table {
            assert_eq!(plain(said), shown);
        }
    }
}
