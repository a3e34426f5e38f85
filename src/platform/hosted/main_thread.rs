//! What the main thread does while the program runs: a winit loop that waits, for both systems
//! allow a tray icon on a thread with such a loop only.
//!
//! The program itself runs on a thread of its own. It never waits for this one: while a tray menu
//! is open on Windows, this loop stands still.

use std::panic;
use std::sync::{Mutex, PoisonError};
use std::thread;

use winit::application::ApplicationHandler;
use winit::event::WindowEvent;
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, EventLoopProxy};
use winit::window::WindowId;

use super::tray::{Stand, TrayEvent};
use crate::platform::local;

/// What wakes the loop.
#[derive(Debug)]
pub(super) enum Event {
    /// Something for the tray.
    Tray(TrayEvent),
    /// The program has ended.
    End,
}

/// The way into the loop, while it runs.
static LOOP: Mutex<Option<EventLoopProxy<Event>>> = Mutex::new(None);

/// Runs the program on a thread of its own and the loop on this one, which must be the main
/// thread; ends when the program does. Without a loop there is no tray, and the program goes on.
pub fn host<R: Send + 'static>(program: impl FnOnce() -> R + Send + 'static) -> R {
    let event_loop = match local::event_loop().build() {
        Ok(event_loop) => event_loop,
        Err(error) => {
            tracing::warn!(%error, "there is no event loop, so there will be no tray icon");
            return program();
        }
    };
    event_loop.set_control_flow(ControlFlow::Wait);
    let proxy = event_loop.create_proxy();
    set_way_in(Some(proxy.clone()));

    let program = thread::spawn({
        let end = End(proxy);
        move || {
            let result = program();
            drop(end);
            result
        }
    });
    run(event_loop);
    set_way_in(None);
    program
        .join()
        .unwrap_or_else(|panicked| panic::resume_unwind(panicked))
}

/// Hands an event to the loop; gives it back if there is none.
pub(super) fn send(event: TrayEvent) -> Result<(), TrayEvent> {
    let proxy = LOOP.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(proxy) = proxy else {
        return Err(event);
    };
    proxy
        .send_event(Event::Tray(event))
        .map_err(|closed| match closed.0 {
            Event::Tray(event) => event,
            Event::End => TrayEvent::Changed,
        })
}

fn set_way_in(proxy: Option<EventLoopProxy<Event>>) {
    *LOOP.lock().unwrap_or_else(PoisonError::into_inner) = proxy;
}

fn run(event_loop: EventLoop<Event>) {
    let mut resident = Resident {
        stand: Stand::default(),
    };
    if let Err(error) = event_loop.run_app(&mut resident) {
        tracing::error!(%error, "the event loop ended early; the program goes on without a tray icon");
        resident.stand.lost();
    }
}

/// Ends the loop when the program ends, also by a panic.
struct End(EventLoopProxy<Event>);

impl Drop for End {
    fn drop(&mut self) {
        // A loop that is gone needs no end.
        let _ = self.0.send_event(Event::End);
    }
}

/// The loop's application: no windows, the tray only.
struct Resident {
    stand: Stand,
}

impl ApplicationHandler<Event> for Resident {
    fn resumed(&mut self, _: &ActiveEventLoop) {}

    fn user_event(&mut self, event_loop: &ActiveEventLoop, event: Event) {
        match event {
            Event::Tray(event) => self.stand.handle(event),
            Event::End => event_loop.exit(),
        }
    }

    fn window_event(&mut self, _: &ActiveEventLoop, _: WindowId, _: WindowEvent) {}

    fn exiting(&mut self, _: &ActiveEventLoop) {
        // The icon goes while the loop still stands.
        self.stand = Stand::default();
    }
}
