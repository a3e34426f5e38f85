//! A small compositor that tells idle time by ext-idle-notify, up to version 2, which no released one
//! here has: with several seats, input and inhibitors on command, and ways to fail.
//!
//! It holds to the protocol as wlroots does: an inhibitor stills what obeys it, and when it goes the
//! time is counted anew.

use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fs::Timespec;
use soleus::platform::boot_time;
use tempfile::TempDir;
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notification_v1::{
    self, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notifier_v1::{
    self, ExtIdleNotifierV1,
};
use wayland_server::backend::{ClientData, ClientId, GlobalId};
use wayland_server::protocol::wl_seat::{self, WlSeat};
use wayland_server::{
    Client, DataInit, Dispatch, Display, DisplayHandle, GlobalDispatch, New, Resource,
};

use super::process::LIMIT;

/// Timers are no clockwork: those that obey inhibitors are so much late.
const LATE: Duration = Duration::from_millis(100);

/// The compositor; dropping it ends it.
pub struct IdleCompositor {
    folder: TempDir,
    version: u32,
    running: Option<Running>,
    counts: Arc<Counts>,
}

/// What is seen from outside.
#[derive(Default)]
struct Counts {
    alarms: AtomicUsize,
    callers: AtomicUsize,
}

struct Running {
    orders: Sender<(Order, Sender<()>)>,
    bell: Arc<OwnedFd>,
    thread: JoinHandle<()>,
}

/// What it does on command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Touch(u32),
    AddSeat(u32),
    RemoveSeat(u32),
    Hold(bool),
    Freeze(bool),
    WithdrawNotifier,
    End,
}

struct Served {
    handle: DisplayHandle,
    seats: Vec<(u32, GlobalId)>,
    notifier: Option<GlobalId>,
    alarms: Vec<Alarm>,
    held: bool,
}

struct Alarm {
    resource: ExtIdleNotificationV1,
    seat: u32,
    obeys: bool,
    after: Duration,
    /// When it rings; none: it rings, or is held.
    due: Option<Duration>,
    rings: bool,
}

struct Stranger;

impl IdleCompositor {
    /// One with seat 1, that offers this version of the protocol; 0: it does not offer it.
    pub fn start(version: u32) -> Self {
        let mut compositor = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            version,
            running: None,
            counts: Arc::default(),
        };
        compositor.restart();
        compositor
    }

    /// Where it listens, also after a restart.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("wayland-0")
    }

    /// Somebody touches something on this seat.
    pub fn touch(&self, seat: u32) {
        self.order(Order::Touch(seat));
    }

    /// A seat of this number comes.
    pub fn add_seat(&self, seat: u32) {
        self.order(Order::AddSeat(seat));
    }

    /// It goes.
    pub fn remove_seat(&self, seat: u32) {
        self.order(Order::RemoveSeat(seat));
    }

    /// Somebody holds the screen awake, or not any more.
    pub fn hold(&self, on: bool) {
        self.order(Order::Hold(on));
    }

    /// It serves nobody any more, without ending.
    pub fn freeze(&self) {
        self.order(Order::Freeze(true));
    }

    /// It goes on.
    pub fn thaw(&self) {
        self.order(Order::Freeze(false));
    }

    /// It tells idle time no more, and has not ended.
    pub fn withdraw_notifier(&self) {
        self.order(Order::WithdrawNotifier);
    }

    /// Ends it, as a crash does.
    pub fn kill(&mut self) {
        if self.running.is_some() {
            self.order(Order::End);
        }
        if let Some(running) = self.running.take() {
            running.thread.join().expect("it ended well");
        }
        // A crash leaves it, but then nobody answers there.
        let _ = fs::remove_file(self.socket());
    }

    /// Starts it, again if it ran before.
    pub fn restart(&mut self) {
        self.kill();
        let (orders, taken) = mpsc::channel();
        let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK);
        let bell = Arc::new(bell.expect("a descriptor"));
        let door = listen(&self.socket());
        let (version, rung, counts) = (self.version, bell.clone(), self.counts.clone());
        self.running = Some(Running {
            orders,
            bell,
            thread: thread::spawn(move || serve(version, &door, &taken, &rung, &counts)),
        });
    }

    /// Starts it again, offering another version.
    pub fn restart_as(&mut self, version: u32) {
        self.version = version;
        self.restart();
    }

    /// How many alarms are set.
    pub fn alarms(&self) -> usize {
        self.counts.alarms.load(Ordering::Acquire)
    }

    /// How many have called, also those that were not let in yet.
    pub fn callers(&self) -> usize {
        self.counts.callers.load(Ordering::Acquire)
    }

    /// Gives an order and waits until it is carried out.
    fn order(&self, order: Order) {
        let running = self.running.as_ref().expect("it runs");
        let (done, waits) = mpsc::channel();
        running.orders.send((order, done)).expect("it runs");
        rustix::io::write(&running.bell, &1_u64.to_ne_bytes()).expect("a bell");
        waits.recv_timeout(LIMIT).expect("it obeys");
    }
}

impl Drop for IdleCompositor {
    fn drop(&mut self) {
        self.kill();
    }
}

fn listen(socket: &Path) -> UnixListener {
    let door = UnixListener::bind(socket).expect("a socket");
    door.set_nonblocking(true).expect("a socket");
    door
}

fn serve(
    version: u32,
    door: &UnixListener,
    orders: &Receiver<(Order, Sender<()>)>,
    bell: &OwnedFd,
    counts: &Counts,
) {
    let mut display: Display<Served> = Display::new().expect("a display");
    let handle = display.handle();
    let offer = |version| handle.create_global::<Served, ExtIdleNotifierV1, ()>(version, ());
    let mut served = Served {
        notifier: (version > 0).then(|| offer(version)),
        handle,
        seats: Vec::new(),
        alarms: Vec::new(),
        held: false,
    };
    served.add_seat(1);
    let mut frozen = false;
    loop {
        let mut fds = vec![PollFd::new(bell, PollFlags::IN)];
        let poll_fd = display.backend().poll_fd().try_clone_to_owned();
        let poll_fd = poll_fd.expect("a descriptor");
        fds.push(PollFd::new(door, PollFlags::IN));
        if !frozen {
            fds.push(PollFd::new(&poll_fd, PollFlags::IN));
        }
        let due = served.alarms.iter().filter_map(|alarm| alarm.due).min();
        let rest = due.map(|due| due.saturating_sub(boot_time()));
        let rest = rest.filter(|_| !frozen);
        let rest = rest.map(|rest| Timespec::try_from(rest).expect("a short time"));
        poll(&mut fds, rest.as_ref()).expect("it can wait");
        let _ = rustix::io::read(bell, &mut [0; 8]);

        let mut done = Vec::new();
        for (order, waits) in orders.try_iter() {
            match order {
                Order::End => {
                    drop(display);
                    let _ = waits.send(());
                    return;
                }
                Order::Freeze(on) => frozen = on,
                order => served.obey(order),
            }
            done.push(waits);
        }
        while let Ok((client, _)) = door.accept() {
            let mut handle = display.handle();
            let inserted = handle.insert_client(client, Arc::new(Stranger));
            inserted.expect("a client");
            counts.callers.fetch_add(1, Ordering::AcqRel);
        }
        if !frozen {
            display
                .dispatch_clients(&mut served)
                .expect("clients are served");
            served.ring();
            display.flush_clients().expect("clients are told");
        }
        counts.alarms.store(served.alarms.len(), Ordering::Release);
        for waits in done {
            let _ = waits.send(());
        }
    }
}

impl Served {
    fn add_seat(&mut self, seat: u32) {
        let global = self.handle.create_global::<Self, WlSeat, u32>(7, seat);
        self.seats.push((seat, global));
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Touch(seat) => {
                for alarm in self.alarms.iter_mut().filter(|it| it.seat == seat) {
                    alarm.still();
                    alarm.count(self.held);
                }
            }
            Order::AddSeat(seat) => self.add_seat(seat),
            Order::RemoveSeat(seat) => {
                let at = self.seats.iter().position(|(it, _)| *it == seat);
                let (_, global) = self.seats.remove(at.expect("the seat is there"));
                self.handle.remove_global::<Self>(global);
            }
            Order::Hold(on) => {
                self.held = on;
                for alarm in self.alarms.iter_mut().filter(|it| it.obeys) {
                    alarm.still();
                    alarm.count(on);
                }
            }
            Order::WithdrawNotifier => {
                let notifier = self.notifier.take().expect("it is offered");
                self.handle.remove_global::<Self>(notifier);
            }
            Order::Freeze(_) | Order::End => {}
        }
    }

    /// Lets those ring whose time has come.
    fn ring(&mut self) {
        let now = boot_time();
        for alarm in &mut self.alarms {
            if alarm.due.is_some_and(|due| due <= now) {
                alarm.due = None;
                alarm.rings = true;
                alarm.resource.idled();
            }
        }
    }
}

impl Alarm {
    fn still(&mut self) {
        if std::mem::take(&mut self.rings) {
            self.resource.resumed();
        }
    }

    fn count(&mut self, held: bool) {
        let late = if self.obeys { LATE } else { Duration::ZERO };
        self.due = (!(held && self.obeys)).then(|| boot_time() + self.after + late);
    }
}

impl ClientData for Stranger {}

impl GlobalDispatch<WlSeat, u32> for Served {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        resource: New<WlSeat>,
        seat: &u32,
        init: &mut DataInit<'_, Self>,
    ) {
        let resource = init.init(resource, *seat);
        resource.capabilities(wl_seat::Capability::Keyboard);
        if resource.version() >= 2 {
            resource.name(format!("seat{seat}"));
        }
    }
}

impl Dispatch<WlSeat, u32> for Served {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &WlSeat,
        request: wl_seat::Request,
        _: &u32,
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
        let gives_back = matches!(request, wl_seat::Request::Release);
        assert!(gives_back, "it asks to hear keys or the mouse: {request:?}");
    }
}

impl GlobalDispatch<ExtIdleNotifierV1, ()> for Served {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        resource: New<ExtIdleNotifierV1>,
        (): &(),
        init: &mut DataInit<'_, Self>,
    ) {
        init.init(resource, ());
    }
}

impl Dispatch<ExtIdleNotifierV1, ()> for Served {
    fn request(
        served: &mut Self,
        _: &Client,
        _: &ExtIdleNotifierV1,
        request: ext_idle_notifier_v1::Request,
        (): &(),
        _: &DisplayHandle,
        init: &mut DataInit<'_, Self>,
    ) {
        use ext_idle_notifier_v1::Request;
        let (id, timeout, seat, obeys) = match request {
            Request::GetIdleNotification { id, timeout, seat } => (id, timeout, seat, true),
            Request::GetInputIdleNotification { id, timeout, seat } => (id, timeout, seat, false),
            _ => return,
        };
        let mut alarm = Alarm {
            resource: init.init(id, ()),
            seat: *seat.data().expect("it is a seat of ours"),
            obeys,
            after: Duration::from_millis(timeout.into()),
            due: None,
            rings: false,
        };
        alarm.count(served.held);
        served.alarms.push(alarm);
    }
}

impl Dispatch<ExtIdleNotificationV1, ()> for Served {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &ExtIdleNotificationV1,
        _: ext_idle_notification_v1::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }

    fn destroyed(served: &mut Self, _: ClientId, gone: &ExtIdleNotificationV1, (): &()) {
        served.alarms.retain(|alarm| alarm.resource != *gone);
    }
}
