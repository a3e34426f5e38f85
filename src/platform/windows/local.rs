//! Windows' side of the tray and of notices.

use notify_rust::{Notification, Urgency};
use tray_icon::{BadIcon, Icon, TrayIcon, TrayIconBuilder};
use winit::event_loop::{EventLoop, EventLoopBuilder};

use crate::engine::view::Face;
use crate::tray::icon::{self, Panel};

/// What `doctor` calls the tray here.
pub(in crate::platform) const TRAY: &str = "the notification area of the taskbar";
/// What `doctor` calls notices here.
pub(in crate::platform) const NOTICES: &str = "Windows notifications";
/// How many notices may wait for their answer at a time.
pub(in crate::platform) const MOST_WAITING: usize = 8;

/// The longest tooltip: one more unit, and it would lose its end mark.
const LONGEST_TOOLTIP: usize = 127;
/// The largest small icon, at 200 %; Windows makes it smaller where it has to.
const PICTURE_SIZE: u32 = 32;

/// The loop of the main thread.
pub(in crate::platform) fn event_loop<E: 'static>() -> EventLoopBuilder<E> {
    EventLoop::with_user_event()
}

/// A tooltip of a length the system takes.
pub(in crate::platform) fn tooltip(words: &str) -> String {
    let mut units = 0;
    words
        .chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= LONGEST_TOOLTIP
        })
        .collect()
}

/// The picture of a face.
pub(in crate::platform) fn picture(face: Face) -> Result<Icon, BadIcon> {
    let pixels = icon::paint(face, PICTURE_SIZE, Panel::Unknown);
    Icon::from_rgba(pixels, PICTURE_SIZE, PICTURE_SIZE)
}

/// An icon that begins with this picture.
pub(in crate::platform) fn with_picture(
    builder: TrayIconBuilder,
    picture: Icon,
) -> TrayIconBuilder {
    builder.with_icon(picture)
}

/// Gives the icon another picture.
pub(in crate::platform) fn set_picture(tray: &TrayIcon, picture: Icon) -> tray_icon::Result<()> {
    tray.set_icon(Some(picture))
}

/// What only this system has for a notice.
pub(in crate::platform) fn finish(notification: &mut Notification, silent: bool) {
    if !silent {
        notification.sound_name("Default");
    }
    notification.urgency(if silent {
        Urgency::Low
    } else {
        Urgency::Normal
    });
}
