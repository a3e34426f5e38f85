//! The window's two threads to the resident: one follows how things stand, one asks. The window
//! itself never waits for either.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::model::{AskId, Heard, Reached, Trouble};
use crate::control::{Answer, Ask, ClientError, News, Subscribed, ask, subscribe};

/// How long an answer may take: a little more than the server gives itself.
const ANSWER_MAY_TAKE: Duration = Duration::from_secs(6);
/// Between two tries to reach the resident: at first, and at most.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(30)];
/// How long a closed window still brings its last asks to the resident: a word, and what was done.
/// A booking may wait for an ask before it, and then for its own answer.
const FAREWELL: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(12)];

/// Takes what was heard, on whichever thread hears it; false when nobody wants to hear any more.
pub(super) type Tell = Arc<dyn Fn(Heard) -> bool + Send + Sync>;

/// Follows the resident for as long as somebody wants to hear.
///
/// # Errors
/// The system has no thread left.
pub(super) fn follow(resident: PathBuf, tell: Tell) -> io::Result<Follower> {
    let (alive, gone) = channel();
    thread::Builder::new()
        .name("follow".to_owned())
        .stack_size(256 * 1024)
        .spawn(move || {
            let mut pause = PAUSES[0];
            let mut told = None;
            loop {
                let (trouble, was_there) = follow_once(&resident, &tell);
                if was_there {
                    pause = PAUSES[0];
                }
                // What is as before is no news: nothing is painted for it.
                if was_there || told.as_ref() != Some(&trouble) {
                    told = Some(trouble.clone());
                    if !tell(Heard::Lost(trouble)) {
                        return;
                    }
                }
                match gone.recv_timeout(pause) {
                    Err(RecvTimeoutError::Timeout) => pause = (pause * 2).min(PAUSES[1]),
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        })?;
    Ok(Follower { _alive: alive })
}

/// Dropped, the thread does not try again.
#[derive(Debug)]
pub(super) struct Follower {
    _alive: Sender<()>,
}

/// Follows until the resident is lost: why, and whether it was there at all.
fn follow_once(resident: &Path, tell: &Tell) -> (Trouble, bool) {
    let mut subscription = match subscribe(resident, &Ask::Follow, ANSWER_MAY_TAKE) {
        Ok(Subscribed::Yes(subscription)) => subscription,
        Ok(Subscribed::No(answer)) => return (refused(&answer), false),
        Err(error) => return (error.into(), false),
    };
    loop {
        match subscription.next_news() {
            Ok(News::Status(status)) => {
                if !tell(Heard::Status(status)) {
                    return (ClientError::Gone.into(), true);
                }
            }
            Ok(News::Ended { words } | News::Dropped { words }) => {
                let reached = Reached::Nobody;
                return (Trouble { words, reached }, true);
            }
            Ok(_) => {}
            Err(error) => return (error.into(), true),
        }
    }
}

fn refused(answer: &Answer) -> Trouble {
    let words = answer
        .refusal()
        .unwrap_or("Soleus answered something else.")
        .to_owned();
    let reached = Reached::NotTold;
    Trouble { words, reached }
}

/// Asks one after the other, in their order.
#[derive(Debug)]
pub(super) struct Asker {
    asks: Option<Sender<(AskId, Ask)>>,
    /// So many bookings have no answer yet.
    bookings: Arc<AtomicUsize>,
    farewell: [Duration; 2],
    ended: Receiver<()>,
    _thread: JoinHandle<()>,
}

impl Asker {
    /// # Errors
    /// The system has no thread left.
    pub(super) fn start(resident: PathBuf, tell: Tell) -> io::Result<Self> {
        let (asks, to_ask) = channel::<(AskId, Ask)>();
        let (end, ended) = channel();
        let bookings = Arc::new(AtomicUsize::new(0));
        let open = Arc::clone(&bookings);
        let thread = thread::Builder::new()
            .name("ask".to_owned())
            .stack_size(256 * 1024)
            .spawn(move || {
                // Dropped with the thread, which is how the window hears of its end.
                let _end = end;
                for (id, what) in to_ask {
                    let answer = ask(&resident, &what, ANSWER_MAY_TAKE).map_err(Trouble::from);
                    if books(&what) {
                        open.fetch_sub(1, Ordering::Relaxed);
                    }
                    // After the window is closed nobody hears the answer, but the ask has its way.
                    tell(Heard::Answered(id, answer));
                }
            })?;
        Ok(Self {
            asks: Some(asks),
            bookings,
            farewell: FAREWELL,
            ended,
            _thread: thread,
        })
    }

    /// Never blocks.
    pub(super) fn ask(&self, id: AskId, ask: Ask) {
        if let Some(asks) = &self.asks {
            if books(&ask) {
                self.bookings.fetch_add(1, Ordering::Relaxed);
            }
            // The thread lives as long as this; a panic of its is reported by the hook.
            let _ = asks.send((id, ask));
        }
    }
}

impl Drop for Asker {
    /// What was asked last still goes out.
    fn drop(&mut self) {
        self.asks = None;
        let [word, booking] = self.farewell;
        let open = 0 < self.bookings.load(Ordering::Relaxed);
        // Either it has ended, or its time is over.
        let _ = self.ended.recv_timeout(if open { booking } else { word });
    }
}

/// Whether it is something done, which is to reach the record.
fn books(ask: &Ask) -> bool {
    matches!(ask, Ask::Book { .. } | Ask::Log { .. })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::control::{Audience, Server};
    use crate::window::door;
    use crate::window::model::Asks;

    const SOON: Duration = Duration::from_secs(20);

    /// What was heard, in its order.
    fn ear() -> (Tell, Receiver<Heard>) {
        let (sender, heard) = channel();
        (Arc::new(move |told| sender.send(told).is_ok()), heard)
    }

    fn status() -> News {
        let text = r#"{"event":"status","version":1,"at":"2026-03-10T09:24:00+02:00",
            "headline":"Sitting 24 min","posture":"seated","why":"input",
            "since":"2026-03-10T09:00:00+02:00","bout_seconds":1440,"pump_seconds":1440,
            "standing_seconds":0,"reminder":"none","next_reminder_seconds":360,
            "movement":null,"paused_until":null,"can_undo":false,"parts":[]}"#;
        serde_json::from_str(text).expect("a status")
    }

    /// A resident that tells how things stand to who follows, and takes every booking.
    fn resident(path: &Path, asked: Arc<Mutex<Vec<Ask>>>) -> Resident {
        let audience = Arc::new(Mutex::new(Audience::default()));
        let told = Arc::clone(&audience);
        let server = Server::start(
            path,
            Arc::new(move |ask, replier| match ask {
                Ask::Follow => {
                    let teller = replier.subscribe(Answer::Following).expect("a bell");
                    told.lock().expect("whole").welcome(teller, &status());
                }
                other => {
                    asked.lock().expect("whole").push(other);
                    replier.answer(Answer::did("Noted."));
                }
            }),
        )
        .expect("a socket");
        Resident { audience, server }
    }

    /// One that ends lets its audience go first.
    struct Resident {
        audience: Arc<Mutex<Audience>>,
        server: Server,
    }

    impl Resident {
        fn end(self) {
            *self.audience.lock().expect("whole") = Audience::default();
            drop(self.server);
        }
    }

    #[test]
    fn a_resident_that_comes_goes_and_comes_is_followed() {
        let folder = private_folder();
        let path = folder.path().join("socket");
        let (tell, heard) = ear();
        let _follower = follow(path.clone(), tell).unwrap();
        let next = || heard.recv_timeout(SOON).unwrap();
        assert!(matches!(next(), Heard::Lost(it) if it.words == "Soleus is not running."));
        for _ in 0..2 {
            let resident = resident(&path, Arc::default());
            assert!(matches!(next(), Heard::Status(it) if it.bout_seconds == 1440));
            resident.end();
            assert!(matches!(next(), Heard::Lost(_)));
        }
    }

    #[test]
    fn what_was_asked_last_still_goes_out_when_the_window_closes() {
        let folder = private_folder();
        let path = folder.path().join("socket");
        let asked = Arc::default();
        let _resident = resident(&path, Arc::clone(&asked));
        let (tell, heard) = ear();
        let asking = Asker::start(path, tell).unwrap();
        let mut asks = Asks::default();
        for ask in [Ask::Undo, Ask::Skip] {
            asks.make(ask);
        }
        for (id, ask) in asks.take() {
            asking.ask(id, ask);
        }
        drop(asking);
        assert_eq!(*asked.lock().unwrap(), [Ask::Undo, Ask::Skip]);
        let answers: Vec<_> = heard.try_iter().collect();
        assert!(
            matches!(
                &answers[..],
                [Heard::Answered(_, Ok(_)), Heard::Answered(_, Ok(_))]
            ),
            "{answers:?}"
        );
    }

    #[test]
    fn a_closing_window_waits_for_what_was_done() {
        let log = Ask::Log {
            movement: None,
            minutes: None,
            at: None,
        };
        for (what, waits) in [(log, true), (Ask::Skip, false)] {
            let folder = private_folder();
            let path = folder.path().join("socket");
            let (open, gate) = channel::<()>();
            let gate = Mutex::new(gate);
            let _server = Server::start(
                &path,
                Arc::new(move |_, replier| {
                    // Slower than a window waits for a word alone.
                    let _ = gate.lock().unwrap().recv_timeout(SOON);
                    replier.answer(Answer::did("Noted."));
                }),
            )
            .unwrap();
            let (tell, heard) = ear();
            let mut asker = Asker::start(path, tell).unwrap();
            asker.farewell = [Duration::ZERO, SOON];
            asker.ask(Asks::default().make(what.clone()), what);
            let closing = thread::spawn(move || drop(asker));
            if waits {
                // Still there for as long as nobody answers.
                assert!(heard.recv_timeout(Duration::from_millis(200)).is_err());
                assert!(!closing.is_finished());
                open.send(()).unwrap();
            }
            closing.join().unwrap();
            assert_eq!(heard.try_recv().is_ok(), waits);
        }
    }

    #[test]
    fn nobody_there_is_an_answer_too() {
        let folder = private_folder();
        let (tell, heard) = ear();
        let asker = Asker::start(folder.path().join("socket"), tell).unwrap();
        let id = Asks::default().make(Ask::Undo);
        asker.ask(id, Ask::Undo);
        let Heard::Answered(answered, Err(trouble)) = heard.recv_timeout(SOON).unwrap() else {
            panic!("something else was heard");
        };
        assert_eq!((answered, trouble.reached), (id, Reached::Nobody));
    }

    #[test]
    fn the_open_window_comes_up_and_does_nothing_else() {
        let folder = private_folder();
        let path = folder.path().join("window-socket");
        let (tell, heard) = ear();
        let _door = door::open(&path, tell).unwrap();
        let page = crate::engine::effect::Page::Science;
        for (unasked, meant) in [(false, Heard::Open(page)), (true, Heard::Turn(page))] {
            let answer = ask(&path, &Ask::Open { page, unasked }, SOON).unwrap();
            assert!(matches!(answer, Answer::Did { .. }), "{answer:?}");
            assert_eq!(heard.recv_timeout(SOON).unwrap(), meant);
        }
        let answer = ask(&path, &Ask::Quit, SOON).unwrap();
        assert!(matches!(answer, Answer::Wrong { .. }), "{answer:?}");
        assert!(heard.try_recv().is_err());
    }

    fn private_folder() -> tempfile::TempDir {
        // Made for its owner alone, which the server insists on.
        tempfile::tempdir().expect("a folder")
    }
}
