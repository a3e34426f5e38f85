//! A window that nobody asked for takes no keys from the one in front.

use std::error::Error;

use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, PropMode};
use x11rb::wrapper::ConnectionExt as _;

/// Has the window manager show this X window without giving it the focus. To be said before it is
/// mapped. On Wayland the compositor decides: who brings no token of the user's gets no focus.
pub fn take_none(x_window: u64) {
    if let Err(error) = say_so(x_window) {
        tracing::debug!(%error, "the window may take the focus");
    }
}

fn say_so(x_window: u64) -> Result<(), Box<dyn Error>> {
    let window = u32::try_from(x_window)?;
    let (connection, _) = x11rb::connect(None)?;
    let name = connection.intern_atom(false, b"_NET_WM_USER_TIME")?;
    let name = name.reply()?.atom;
    // Nought is the one time that means: not by the user.
    connection.change_property32(PropMode::REPLACE, window, name, AtomEnum::CARDINAL, &[0])?;
    // The window is mapped over another connection: this has to have arrived before.
    connection.sync()?;
    Ok(())
}
