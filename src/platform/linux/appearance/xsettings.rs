//! XSETTINGS: what a desktop's settings daemon leaves at the X server for its programs.
//!
//! Read once, with each look; not followed, for whoever has the daemon mostly has the portal too.

use std::error::Error;

use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _};

use super::Looks;

/// No more is read, in words of four bytes. A usual desktop leaves one or two thousand bytes.
const LONGEST: u32 = 16 << 10;

const NUMBER: u8 = 0;
const TEXT: u8 = 1;
const COLOUR: u8 = 2;

/// Reads them. Blocks as long as the X server does.
pub(super) fn read(display: &str) -> Result<Looks, Box<dyn Error + Send + Sync>> {
    let (connection, screen) = x11rb::connect(Some(display))?;
    let atom = |name: String| connection.intern_atom(true, name.as_bytes());
    let selection = atom(format!("_XSETTINGS_S{screen}"))?.reply()?.atom;
    let property = atom("_XSETTINGS_SETTINGS".to_owned())?.reply()?.atom;
    if selection == 0 || property == 0 {
        return Ok(Looks::default());
    }
    let owner = connection.get_selection_owner(selection)?.reply()?.owner;
    if owner == 0 {
        return Ok(Looks::default());
    }
    let settings = connection
        .get_property(false, owner, property, AtomEnum::ANY, 0, LONGEST)?
        .reply()?;
    Ok(judge(&settings.value))
}

fn judge(bytes: &[u8]) -> Looks {
    let mut looks = Looks::default();
    // What ends early is taken as far as it goes.
    let _ = each(bytes, |name, value| match (name, value) {
        (b"Net/ThemeName", Setting::Text(theme)) => {
            looks = looks.or(Looks::of_theme(&String::from_utf8_lossy(theme)));
        }
        (b"Gtk/EnableAnimations", Setting::Number(on)) => {
            looks.reduced_motion = Some(on == 0);
        }
        _ => {}
    });
    looks
}

enum Setting<'a> {
    Number(u32),
    Text(&'a [u8]),
    Colour,
}

/// Shows each setting with its name; none when they end early.
fn each(bytes: &[u8], mut show: impl FnMut(&[u8], Setting<'_>)) -> Option<()> {
    let mut left = Bytes {
        // Nought: the lowest byte comes first.
        low_first: *bytes.first()? == 0,
        rest: bytes,
    };
    // The order of bytes, unused, a serial number.
    left.take(8)?;
    for _ in 0..left.word()? {
        let kind = left.take(1)?[0];
        left.take(1)?;
        let length = left.short()?;
        let name = left.padded(length)?;
        // Since when.
        left.take(4)?;
        let value = match kind {
            NUMBER => Setting::Number(left.word()?),
            TEXT => {
                let length = usize::try_from(left.word()?).ok()?;
                Setting::Text(left.padded(length)?)
            }
            COLOUR => {
                left.take(8)?;
                Setting::Colour
            }
            _ => return None,
        };
        show(name, value);
    }
    Some(())
}

struct Bytes<'a> {
    low_first: bool,
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// Bytes, and what fills them up to whole words.
    fn padded(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.take(length)?;
        self.take(length.next_multiple_of(4) - length)?;
        Some(taken)
    }

    fn short(&mut self) -> Option<usize> {
        let bytes = self.take(2)?.try_into().ok()?;
        Some(usize::from(if self.low_first {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        }))
    }

    fn word(&mut self) -> Option<u32> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(if self.low_first {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A theme, an unread colour, no animations; the lowest byte first.
    fn settings() -> Vec<u8> {
        [
            b"\0\0\0\0\x07\0\0\0\x03\0\0\0".as_slice(),
            b"\x01\0\x0d\0Net/ThemeName\0\0\0\x01\0\0\0\x0c\0\0\0Adwaita-dark",
            b"\x02\0\x03\0Red\0\x01\0\0\0\0\x01\0\x02\0\x03\0\x04",
            b"\0\0\x14\0Gtk/EnableAnimations\x01\0\0\0\0\0\0\0",
        ]
        .concat()
    }

    #[test]
    fn the_theme_and_the_animations_are_read() {
        let looks = judge(&settings());
        assert_eq!(looks.dark, Some(true));
        assert_eq!(looks.reduced_motion, Some(true));
        assert_eq!(looks.high_contrast, None);
    }

    #[test]
    fn the_other_order_of_bytes_is_read_too() {
        let bytes = [
            b"\x01\0\0\0\0\0\0\x07\0\0\0\x01".as_slice(),
            b"\x01\0\0\x0dNet/ThemeName\0\0\0\0\0\0\x01\0\0\0\x0cHighContrast",
        ]
        .concat();
        assert_eq!(judge(&bytes).high_contrast, Some(true));
    }

    #[test]
    fn what_ends_early_or_is_spoilt_is_read_as_far_as_it_goes() {
        let whole = settings();
        for end in 0..whole.len() {
            let looks = judge(&whole[..end]);
            assert!(looks.reduced_motion.is_none());
        }
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut spoilt = whole.clone();
                spoilt[at] = value;
                // Whatever it says, it says it.
                let _ = judge(&spoilt);
            }
        }
    }
}
