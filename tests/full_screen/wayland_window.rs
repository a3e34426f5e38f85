//! An ordinary window in a Wayland session.

use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use rustix::fs::{MemfdFlags, memfd_create};
use wayland_client::protocol::{
    wl_buffer::WlBuffer, wl_compositor::WlCompositor, wl_registry, wl_registry::WlRegistry, wl_shm,
    wl_shm::WlShm, wl_shm_pool::WlShmPool, wl_surface::WlSurface,
};
use wayland_client::{Connection, Dispatch, Proxy, QueueHandle, delegate_noop};
use wayland_protocols::xdg::shell::client::{
    xdg_surface, xdg_surface::XdgSurface, xdg_toplevel, xdg_toplevel::XdgToplevel, xdg_wm_base,
    xdg_wm_base::XdgWmBase,
};

use crate::support::process::until;

const WIDTH: i32 = 64;
const HEIGHT: i32 = 48;

/// The states of a window, as the protocol numbers them.
const FULL_SCREEN: u32 = 2;
const IN_FRONT: u32 = 4;

/// A window; it goes when it is dropped.
pub(crate) struct Window {
    connection: Connection,
    toplevel: XdgToplevel,
    surface: WlSurface,
    states: Arc<Mutex<Vec<u32>>>,
}

#[derive(Default)]
struct Client {
    compositor: Option<WlCompositor>,
    memory: Option<WlShm>,
    base: Option<XdgWmBase>,
    surface: Option<WlSurface>,
    buffer: Option<WlBuffer>,
    states: Arc<Mutex<Vec<u32>>>,
}

impl Window {
    /// Opens one and waits until it is in front.
    pub(crate) fn open(compositor: &Path) -> Self {
        let stream = UnixStream::connect(compositor).unwrap();
        let connection = Connection::from_socket(stream).unwrap();
        let mut queue = connection.new_event_queue();
        let handle = queue.handle();
        let mut client = Client::default();
        connection.display().get_registry(&handle, ());
        queue.roundtrip(&mut client).unwrap();

        let surface = client.compositor.as_ref().unwrap();
        let surface = surface.create_surface(&handle, ());
        let base = client.base.as_ref().unwrap();
        let role = base.get_xdg_surface(&surface, &handle, ());
        let toplevel = role.get_toplevel(&handle, ());
        toplevel.set_title("secret".to_owned());
        client.buffer = Some(picture(client.memory.as_ref().unwrap(), &handle));
        client.surface = Some(surface.clone());
        surface.commit();
        connection.flush().unwrap();

        let states = client.states.clone();
        // Ends with the connection.
        thread::spawn(move || while queue.blocking_dispatch(&mut client).is_ok() {});
        let window = Self {
            connection,
            toplevel,
            surface,
            states,
        };
        window.until_state(IN_FRONT, true);
        window
    }

    /// Asks to cover the screen or not, and waits until it does.
    pub(crate) fn cover(&self, on: bool) {
        if on {
            self.toplevel.set_fullscreen(None);
        } else {
            self.toplevel.unset_fullscreen();
        }
        self.connection.flush().unwrap();
        self.until_state(FULL_SCREEN, on);
    }

    /// Waits until it is in front, or not any more.
    pub(crate) fn until_in_front(&self, on: bool) {
        self.until_state(IN_FRONT, on);
    }

    fn until_state(&self, state: u32, on: bool) {
        until("the window's state", || {
            (self.states.lock().unwrap().contains(&state) == on).then_some(())
        });
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.toplevel.destroy();
        self.surface.destroy();
        // The compositor may be gone.
        let _ = self.connection.flush();
    }
}

/// A small black picture.
fn picture(memory: &WlShm, handle: &QueueHandle<Client>) -> WlBuffer {
    let file = memfd_create("picture", MemfdFlags::CLOEXEC).unwrap();
    let mut file = std::fs::File::from(file);
    let stride = WIDTH * 4;
    let size = stride * HEIGHT;
    file.write_all(&vec![0; size.try_into().unwrap()]).unwrap();
    let pool = memory.create_pool(file.as_fd(), size, handle, ());
    pool.create_buffer(
        0,
        WIDTH,
        HEIGHT,
        stride,
        wl_shm::Format::Xrgb8888,
        handle,
        (),
    )
}

impl Dispatch<WlRegistry, ()> for Client {
    fn event(
        client: &mut Self,
        registry: &WlRegistry,
        event: wl_registry::Event,
        (): &(),
        _: &Connection,
        handle: &QueueHandle<Self>,
    ) {
        let wl_registry::Event::Global {
            name, interface, ..
        } = event
        else {
            return;
        };
        if interface == WlCompositor::interface().name {
            client.compositor = Some(registry.bind(name, 4, handle, ()));
        } else if interface == WlShm::interface().name {
            client.memory = Some(registry.bind(name, 1, handle, ()));
        } else if interface == XdgWmBase::interface().name {
            client.base = Some(registry.bind(name, 1, handle, ()));
        }
    }
}

impl Dispatch<XdgWmBase, ()> for Client {
    fn event(
        _: &mut Self,
        base: &XdgWmBase,
        event: xdg_wm_base::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        if let xdg_wm_base::Event::Ping { serial } = event {
            base.pong(serial);
        }
    }
}

impl Dispatch<XdgSurface, ()> for Client {
    fn event(
        client: &mut Self,
        role: &XdgSurface,
        event: xdg_surface::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        if let xdg_surface::Event::Configure { serial } = event {
            role.ack_configure(serial);
            if let Some(surface) = &client.surface {
                surface.attach(client.buffer.as_ref(), 0, 0);
                surface.commit();
            }
        }
    }
}

impl Dispatch<XdgToplevel, ()> for Client {
    fn event(
        client: &mut Self,
        _: &XdgToplevel,
        event: xdg_toplevel::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        if let xdg_toplevel::Event::Configure { states, .. } = event {
            let (states, _) = states.as_chunks();
            let states = states.iter().map(|state| u32::from_ne_bytes(*state));
            *client.states.lock().unwrap() = states.collect();
        }
    }
}

delegate_noop!(Client: WlCompositor);
delegate_noop!(Client: ignore WlShm);
delegate_noop!(Client: WlShmPool);
delegate_noop!(Client: ignore WlBuffer);
delegate_noop!(Client: ignore WlSurface);
