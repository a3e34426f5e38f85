//! The window as the resident sees it: a program of its own that is opened, that follows how things
//! stand, and that may fail.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::event::Event;
use super::resident::Resident;
use super::window_program::NOT_TAKEN;
use crate::control::{Answer, Audience, News, Replier, StatusReport};
use crate::engine::Input;
use crate::engine::effect::Page;
use crate::engine::input::WindowFact;
use crate::link::{Health, Part};
use crate::platform::display;
use crate::platform::mailbox::Sender;
use crate::store::Contents;

/// How long a window may take to come before a notice does its work, on the system's clock. On a
/// busy machine its first frame has been seen after a second and a half.
const MAY_TAKE: Duration = Duration::from_secs(5);

/// What is said of a window that works and is closed.
const OPENS: &str = "opens when asked";

/// So much of what a window says when it fails is read.
const LONGEST_COMPLAINT: u64 = 4096;

/// Everything the loop knows of the window.
pub(super) struct Windows {
    /// Says what became of one that was opened.
    sender: Sender<Event>,
    /// This program's file, as it was at the start: an upgrade puts another in its place.
    program: io::Result<PathBuf>,
    /// The folder given with `--dir`, for the window too.
    dir: Option<PathBuf>,
    /// Those that follow.
    audience: Audience,
    followers: usize,
    /// What they were told last.
    told: Option<StatusReport>,
    /// One that was opened for a break has to be here by then.
    awaited_until: Option<Duration>,
    /// One followed since the last was opened.
    came: bool,
}

/// What became of a window's process that did not end well.
#[derive(Debug)]
pub(super) enum Failure {
    /// It could not show a window, or broke.
    Broke(String),
    /// Another window is open, and did not come up.
    NotTaken(String),
}

impl Windows {
    pub(super) fn new(sender: Sender<Event>, dir: Option<PathBuf>) -> Self {
        Self {
            sender,
            program: std::env::current_exe(),
            dir,
            audience: Audience::default(),
            followers: 0,
            told: None,
            awaited_until: None,
            came: false,
        }
    }

    /// When the loop has to look whether one has come.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.awaited_until
    }
}

impl Resident {
    /// Tells the engine whether there can be a window at all.
    pub(super) fn look_for_display(&mut self) {
        if display::is_there() {
            self.note_health(Part::Window, Health::Works(OPENS.to_owned()));
            self.tell(Input::Window(WindowFact::Possible), None);
        } else {
            let words = "There is no display: breaks are shown in notices.";
            self.note_health(Part::Window, Health::Off(words.to_owned()));
            self.tell(Input::Window(WindowFact::Impossible), None);
        }
    }

    /// Whoever starts Soleus for the first time reads when not to move, before anything else.
    pub(super) fn show_safety_once(&mut self) {
        if self.safety_read || !self.asks_for_safety {
            return;
        }
        if display::is_there() {
            self.open_window(Page::Safety, false);
        } else {
            self.say_safety();
        }
    }

    /// Opens the window, or brings it up, on a thread that waits for its end.
    pub(super) fn open_window(&mut self, page: Page, asked: bool) {
        if page == Page::Break && asked && self.windows.followers == 0 {
            self.windows.awaited_until = Some(self.system_clock().saturating_add(MAY_TAKE));
        }
        self.windows.came = 0 < self.windows.followers;
        let sender = self.windows.sender.clone();
        let mut window = match self.windows.command(page, asked) {
            Ok(window) => window,
            Err(words) => return self.window_failed(page, &Failure::Broke(words)),
        };
        let waiting = thread::Builder::new()
            .name("window".to_owned())
            .stack_size(128 * 1024)
            .spawn(move || {
                let ended = window
                    .spawn()
                    .and_then(end_of)
                    .unwrap_or_else(|error| Err(Failure::Broke(error.to_string())));
                if let Err(failure) = ended {
                    sender.send(Event::WindowFailed(page, failure));
                }
            });
        if let Err(error) = waiting {
            self.window_failed(page, &Failure::Broke(error.to_string()));
        }
    }

    /// A window did not come, or broke.
    pub(super) fn window_failed(&mut self, page: Page, failure: &Failure) {
        self.windows.awaited_until = None;
        let why = match failure {
            // It had come, and its loss is told by its end as a follower.
            Failure::Broke(why) if self.windows.came => {
                tracing::warn!("the window broke off: {why}");
                return;
            }
            Failure::NotTaken(why) => {
                tracing::warn!("the open window does not come up: {why}");
                return self.tell(Input::Window(WindowFact::Failed), None);
            }
            Failure::Broke(why) => why,
        };
        let words = format!(
            "The window cannot be opened: {}. Breaks are shown in a notice instead, and the tray \
             menu and the command line do the rest.",
            why.trim().trim_end_matches('.')
        );
        self.note_health(Part::Window, Health::Missing(words.clone()));
        if page == Page::Safety && !self.safety_read {
            self.say_safety();
        } else if page != Page::Break {
            self.say("The window did not open", &words);
        }
        self.tell(Input::Window(WindowFact::Failed), None);
    }

    /// One that was awaited has had its time.
    pub(super) fn look_for_window(&mut self) {
        let now = self.system_clock();
        if self.windows.awaited_until.is_some_and(|until| until <= now) {
            self.windows.awaited_until = None;
            self.tell(Input::Window(WindowFact::Failed), None);
        }
    }

    /// A window is here, and hears how things stand from now on.
    pub(super) fn followed(&mut self, replier: Replier) {
        let sender = self.windows.sender.clone();
        let at_end = move || sender.send(Event::WindowLeft);
        let Some(teller) = replier.subscribe_until(Answer::Following, at_end) else {
            return;
        };
        // Those that left are let go.
        self.windows.audience.listens();
        self.windows.followers += 1;
        self.windows.came = true;
        self.windows.awaited_until = None;
        self.note_health(Part::Window, Health::Works("open".to_owned()));
        let status = self.status();
        self.windows
            .audience
            .welcome(teller, &News::Status(Box::new(status.clone())));
        self.windows.told = Some(status);
        self.tell(Input::Window(WindowFact::Here), None);
    }

    /// A window was closed, or is lost.
    pub(super) fn window_left(&mut self) {
        self.windows.followers = self.windows.followers.saturating_sub(1);
        self.windows.audience.listens();
        if self.windows.followers == 0 {
            self.windows.told = None;
            self.note_health(Part::Window, Health::Works(OPENS.to_owned()));
            self.tell(Input::Window(WindowFact::Gone), None);
        }
    }

    /// Tells the windows how things stand, if that is another way than they know.
    pub(super) fn tell_windows(&mut self) {
        if self.windows.followers == 0 {
            return;
        }
        let status = self.status();
        let known = self.windows.told.as_ref();
        if known.is_some_and(|known| status.is_only_later_than(known)) {
            return;
        }
        self.windows
            .audience
            .tell(&News::Status(Box::new(status.clone())));
        self.windows.told = Some(status);
    }

    /// "I read the page on safety": remembered in a file of its own, on a thread that may wait.
    pub(super) fn acknowledge(&mut self, replier: Replier) {
        self.safety_read = true;
        let path = self.places.safety.clone();
        let writing = thread::Builder::new()
            .name("safety".to_owned())
            .spawn(move || {
                let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
                let written = folder.and_then(|()| crate::store::replace(&path, READ.as_bytes()));
                replier.answer(match written {
                    Ok(()) => Answer::did("Noted. You find the page again in the tray menu."),
                    Err(error) => Answer::no(format!(
                        "That could not be kept in {}: {error}. You will be asked again.",
                        path.display()
                    )),
                });
            });
        if let Err(error) = writing {
            // The replier went with the thread that never was; its client is told there is none.
            tracing::warn!(%error, "no thread to write with");
        }
        self.tell_windows();
    }

    fn say_safety(&mut self) {
        let words = crate::movements::Safety::page().short.clone();
        self.say(
            "Before your first movement",
            &format!(
                "{words} Before you begin, read when not to move and when to get help: soleus safety"
            ),
        );
    }
}

/// What the file says, for whoever finds it.
const READ: &str = "The page on safety was read. Remove this file to be asked again.\n";

/// Whether the page on safety was acknowledged, by a file's being there.
pub(super) fn safety_was_read(path: &std::path::Path) -> bool {
    !matches!(Contents::of(path), Contents::Absent)
}

impl Windows {
    fn command(&self, page: Page, asked: bool) -> Result<Command, String> {
        let program = self.program.as_ref().map_err(ToString::to_string)?;
        let mut window = Command::new(program);
        if let Some(dir) = &self.dir {
            window.arg("--dir").arg(dir);
        }
        window.arg("window").arg(page.word());
        if !asked {
            window.arg("--unasked");
        }
        window
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        Ok(window)
    }
}

/// Waits until the window is closed, or another took its page over.
fn end_of(mut window: Child) -> io::Result<Result<(), Failure>> {
    let mut complaint = String::new();
    if let Some(stderr) = window.stderr.take() {
        // To its end, so that a window that says more is not held up; what is beyond is not kept.
        let mut said = Vec::new();
        let mut rest = stderr.take(u64::MAX);
        rest.by_ref()
            .take(LONGEST_COMPLAINT)
            .read_to_end(&mut said)?;
        io::copy(&mut rest, &mut io::sink())?;
        complaint = String::from_utf8_lossy(&said).into_owned();
    }
    let status = window.wait()?;
    if status.success() {
        return Ok(Ok(()));
    }
    let last = complaint.lines().rev().find(|line| !line.trim().is_empty());
    let words = last.map_or_else(|| format!("it ended with {status}"), str::to_owned);
    Ok(Err(if status.code() == Some(NOT_TAKEN.into()) {
        Failure::NotTaken(words)
    } else {
        Failure::Broke(words)
    }))
}
