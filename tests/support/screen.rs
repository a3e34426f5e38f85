//! A picture of the lower edge of the screen, where the panel is.

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};

use super::xvfb::Xvfb;

const HEIGHT: u16 = 32;

/// How many pixels of the whole screen have this colour: red, green, blue.
pub fn pixels_of(x: &Xvfb, [red, green, blue]: [u8; 3]) -> usize {
    let (connection, number) = x11rb::connect(Some(x.display.as_str())).expect("the display runs");
    let screen = &connection.setup().roots[number];
    let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
    let (format, root) = (ImageFormat::Z_PIXMAP, screen.root);
    let picture = connection
        .get_image(format, root, 0, 0, width, height, u32::MAX)
        .expect("the display runs")
        .reply()
        .expect("the screen has a picture");
    let (pixels, _) = picture.data.as_chunks::<4>();
    let same = |pixel: &&[u8; 4]| pixel[..3] == [blue, green, red];
    pixels.iter().filter(same).count()
}

/// Rows of pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    width: usize,
    top: usize,
    pixels: Vec<[u8; 4]>,
}

impl Screen {
    /// The lower edge as it is now.
    pub fn strip(x: &Xvfb) -> Self {
        let (connection, number) =
            x11rb::connect(Some(x.display.as_str())).expect("the display runs");
        let screen = &connection.setup().roots[number];
        let (width, top) = (screen.width_in_pixels, screen.height_in_pixels - HEIGHT);
        let top_row = i16::try_from(top).expect("a small screen");
        let picture = connection
            .get_image(
                ImageFormat::Z_PIXMAP,
                screen.root,
                0,
                top_row,
                width,
                HEIGHT,
                u32::MAX,
            )
            .expect("the display runs")
            .reply()
            .expect("the screen has a picture");
        let (pixels, _) = picture.data.as_chunks();
        Self {
            width: width.into(),
            top: top.into(),
            pixels: pixels.to_vec(),
        }
    }

    /// Whether something is drawn, and one colour all over.
    pub fn is_plain(&self) -> bool {
        let first = self.pixels[0];
        first[..3] != [0, 0, 0] && self.pixels.iter().all(|pixel| *pixel == first)
    }

    /// The middle of a small thing that is here and not in the other picture.
    pub fn differs_at(&self, other: &Self) -> Option<(u32, u32)> {
        let changed: Vec<(usize, usize)> = self
            .pixels
            .iter()
            .zip(&other.pixels)
            .enumerate()
            .filter(|(_, (here, there))| here != there)
            .map(|(place, _)| (place % self.width, place / self.width))
            .collect();
        let (left, right) = ends(changed.iter().map(|(column, _)| *column))?;
        let (top, bottom) = ends(changed.iter().map(|(_, row)| *row))?;
        let size = (right - left, bottom - top);
        if !(10..60).contains(&size.0) || size.1 < 10 {
            return None;
        }
        let middle = |low: usize, high: usize| u32::try_from(usize::midpoint(low, high)).ok();
        Some((
            middle(left, right)?,
            middle(top + self.top, bottom + self.top)?,
        ))
    }
}

fn ends(places: impl Iterator<Item = usize> + Clone) -> Option<(usize, usize)> {
    Some((places.clone().min()?, places.max()?))
}
