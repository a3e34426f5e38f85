//! Soleus' own window on a display, and a hand at the keyboard that is in front of it.

use super::at_spi::{AtSpi, Node};
use super::process::until;
use super::xvfb::Xvfb;

/// The window's number, if it is mapped.
pub fn id(x: &Xvfb) -> Option<String> {
    let ids = x.xdotool(&["search", "--onlyvisible", "--name", "^Soleus$"]);
    ids.lines().last().map(str::to_owned)
}

/// Waits until it is mapped.
pub fn until_open(x: &Xvfb) -> String {
    until("the window", || id(x))
}

/// Waits until there is none.
pub fn until_closed(x: &Xvfb) {
    until("a display without the window", || {
        id(x).is_none().then_some(())
    });
}

/// Waits until it is mapped and has the keys.
pub fn until_focused(x: &Xvfb) -> String {
    until("the window in front", || {
        let id = id(x)?;
        (focus(x) == id).then_some(id)
    })
}

/// The window that has the keys.
pub fn focus(x: &Xvfb) -> String {
    x.xdotool(&["getwindowfocus"])
}

/// Presses a key.
pub fn key(x: &Xvfb, key: &str) {
    x.xdotool(&["key", key]);
}

/// Goes to the button of this name with the Tab key and presses it with another.
pub fn press(x: &Xvfb, eyes: &AtSpi, button: &str, with: &str) {
    let usable = |node: &Node| node.role == "button" && node.name == button && node.sensitive;
    eyes.until_node(&format!("a button {button:?}"), usable);
    go_to(eyes, button, || key(x, "Tab"));
    key(x, with);
}

/// Goes on until the focus is on the part of this name.
pub fn go_to(eyes: &AtSpi, name: &str, mut tab: impl FnMut()) {
    // As often as there can be something to stop at.
    for _ in 0..30 {
        let before = eyes.focused();
        if before.as_ref().is_some_and(|node| node.name == name) {
            return;
        }
        tab();
        until("the focus to move", || {
            let now = eyes.focused();
            (now.is_some() && now != before).then_some(())
        });
    }
    panic!("no way to {name:?}: {:#?}", eyes.nodes());
}
