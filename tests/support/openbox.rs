//! openbox, a window manager, as it is without settings.

use std::process::Command;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _};

use super::process::{Process, until};
use super::xvfb::Xvfb;

/// Starts it and waits until it manages the windows of this display.
pub fn openbox(x: &Xvfb) -> Process {
    let mut command = Command::new("openbox");
    command.args(["--config-file", "/nonexistent"]);
    command
        .env("DISPLAY", &x.display)
        .env("HOME", "/nonexistent");
    let manager = Process::start(&mut command);
    let (connection, screen) = x11rb::connect(Some(x.display.as_str())).unwrap();
    let root = connection.setup().roots[screen].root;
    let name = connection.intern_atom(false, b"_NET_SUPPORTED").unwrap();
    let name = name.reply().unwrap().atom;
    until("a window manager", || {
        let reply = connection.get_property(false, root, name, AtomEnum::ATOM, 0, 1);
        (reply.unwrap().reply().unwrap().value_len > 0).then_some(())
    });
    manager
}
