//! The panel's side of tray icons, played well or badly.

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

use super::support::PATIENCE;
use super::support::bus::Bus;

const NAME: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";

/// How the panel behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// It answers and shows icons.
    Good,
    /// It answers, but shows nothing until `host_comes`.
    NoHost,
    /// It owns the name and answers nothing at all.
    Silent,
    /// It answers questions, but never a registration until `answers_at_last`.
    HangsOnRegistration,
}

/// A panel on the bus; gone when dropped.
pub(crate) struct Panel {
    connection: Connection,
    registrations: Receiver<String>,
    release: Sender<()>,
}

struct Watcher {
    hosted: bool,
    hangs: bool,
    registered: Sender<String>,
    released: Mutex<Option<Receiver<()>>>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(&self, service: String) {
        self.registered.send(service).unwrap();
        if self.hangs {
            let released = self.released.lock().unwrap().take();
            let Some(released) = released else {
                // Only the first registration is ever answered.
                return std::future::pending().await;
            };
            // Off the connection's thread, for the other answers must go on.
            let (sender, answered) = async_channel();
            std::thread::spawn(move || {
                if released.recv().is_ok() {
                    drop(sender);
                } else {
                    std::mem::forget(sender);
                }
            });
            answered.await;
        }
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.hosted
    }
}

/// A sender, and a future that ends when the sender is dropped.
fn async_channel() -> (impl Drop + Send, impl Future<Output = ()> + Send) {
    use std::sync::Arc;
    use std::task::{Poll, Waker};

    #[derive(Default)]
    struct State {
        over: bool,
        waker: Option<Waker>,
    }
    struct End(Arc<Mutex<State>>);
    impl Drop for End {
        fn drop(&mut self) {
            let mut state = self.0.lock().unwrap();
            state.over = true;
            if let Some(waker) = state.waker.take() {
                waker.wake();
            }
        }
    }
    let state = Arc::new(Mutex::new(State::default()));
    let end = End(Arc::clone(&state));
    let future = std::future::poll_fn(move |context| {
        let mut state = state.lock().unwrap();
        if state.over {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    });
    (end, future)
}

impl Panel {
    /// A panel that owns its name.
    pub(crate) fn start(bus: &Bus, manner: Manner) -> Self {
        Self::on(bus.builder(), manner)
    }

    /// A panel that owns its name on the bus of this connection to be.
    pub(crate) fn on(builder: Builder<'static>, manner: Manner) -> Self {
        let (registered, registrations) = mpsc::channel();
        let (release, released) = mpsc::channel();
        let builder = if manner == Manner::Silent {
            builder
        } else {
            builder
                .serve_at(
                    PATH,
                    Watcher {
                        hosted: manner != Manner::NoHost,
                        hangs: manner == Manner::HangsOnRegistration,
                        registered,
                        released: Mutex::new(Some(released)),
                    },
                )
                .unwrap()
        };
        Self {
            connection: builder.name(NAME).unwrap().build().unwrap(),
            registrations,
            release,
        }
    }

    /// The name of the next item that registers.
    #[track_caller]
    pub(crate) fn registered(&self) -> String {
        self.registrations
            .recv_timeout(PATIENCE)
            .expect("no item registered")
    }

    /// Whether another item registers within this time.
    pub(crate) fn registers_within(&self, time: Duration) -> bool {
        self.registrations.recv_timeout(time).is_ok()
    }

    /// A host comes that shows the icons.
    pub(crate) fn host_comes(&self) {
        let watcher = self
            .connection
            .object_server()
            .interface::<_, Watcher>(PATH)
            .unwrap();
        watcher.get_mut().hosted = true;
        self.connection
            .emit_signal(
                None::<&str>,
                PATH,
                NAME,
                "StatusNotifierHostRegistered",
                &(),
            )
            .unwrap();
    }

    /// Answers the first registration.
    pub(crate) fn answers_at_last(&self) {
        self.release.send(()).unwrap();
    }

    /// Ends as a crash would: the connection is gone, whatever was asked.
    pub(crate) fn kill(self) {
        self.connection.close().unwrap();
    }
}

/// A value of a property, for tests that read items.
pub(crate) fn property(
    connection: &Connection,
    name: &str,
    path: &str,
    of: &str,
    what: &str,
) -> OwnedValue {
    connection
        .call_method(
            Some(name),
            path,
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(of, what),
        )
        .unwrap()
        .body()
        .deserialize()
        .unwrap()
}
