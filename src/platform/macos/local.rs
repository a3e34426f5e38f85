//! macOS' side of the tray and of notices.

use notify_rust::Notification;
use tray_icon::{BadIcon, Icon, TrayIcon, TrayIconBuilder};
use winit::event_loop::{EventLoop, EventLoopBuilder};
use winit::platform::macos::{ActivationPolicy, EventLoopBuilderExtMacOS};

use crate::engine::view::Face;
use crate::tray::icon::{self, Panel};

/// What `doctor` calls the tray here.
pub(in crate::platform) const TRAY: &str = "the menu bar";
/// What `doctor` calls notices here.
pub(in crate::platform) const NOTICES: &str = "Notification Center";
/// How many notices may wait for their answer at a time: a second would get the first one's.
pub(in crate::platform) const MOST_WAITING: usize = 1;

/// 22 points, the most the menu bar shows, on a display with two pixels a point.
const PICTURE_SIZE: u32 = 44;

/// The loop of the main thread: no icon in the dock, no menu of its own, and no focus taken from
/// the program one logs in to.
pub(in crate::platform) fn event_loop<E: 'static>() -> EventLoopBuilder<E> {
    let mut builder = EventLoop::with_user_event();
    builder
        .with_activation_policy(ActivationPolicy::Accessory)
        .with_activate_ignoring_other_apps(false)
        .with_default_menu(false);
    builder
}

/// A tooltip as it is: none is too long here.
pub(in crate::platform) fn tooltip(words: &str) -> String {
    words.to_owned()
}

/// The picture of a face. Only its alpha counts: the menu bar gives the colour.
pub(in crate::platform) fn picture(face: Face) -> Result<Icon, BadIcon> {
    let pixels = icon::paint(face, PICTURE_SIZE, Panel::Light);
    Icon::from_rgba(pixels, PICTURE_SIZE, PICTURE_SIZE)
}

/// An icon that begins with this picture.
pub(in crate::platform) fn with_picture(
    builder: TrayIconBuilder,
    picture: Icon,
) -> TrayIconBuilder {
    builder.with_icon_templated(picture)
}

/// Gives the icon another picture.
pub(in crate::platform) fn set_picture(tray: &TrayIcon, picture: Icon) -> tray_icon::Result<()> {
    tray.set_icon_templated(Some(picture))
}

/// What only this system has for a notice.
pub(in crate::platform) fn finish(notification: &mut Notification, silent: bool) {
    if !silent {
        notification.sound_name("default");
    }
}
