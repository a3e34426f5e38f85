//! The picture in a notice: the figure of the suggested movement, standing still. Painted when it
//! is asked for and kept nowhere.

use crate::engine::effect::Says;
use crate::figure::Figure;
use crate::figure::raster::{Palette, paint};
use crate::movements::Catalogue;
use crate::notify::Picture;

/// Pixels on each side: the largest that notification servers show as it is.
const SIZE: u32 = 128;

/// The picture beside a notice that is about a movement, if that is drawn.
pub(super) fn picture_of(says: &Says, catalogue: &Catalogue) -> Option<Picture> {
    let (Says::Reminder { suggestion, .. }
    | Says::Guide { suggestion }
    | Says::Finished { suggestion }) = says
    else {
        return None;
    };
    let entry = catalogue.movement(&suggestion.movement)?;
    entry.figure.as_ref().map(still)
}

/// The figure at the height of its movement, as large as a notice shows it.
fn still(figure: &Figure) -> Picture {
    let still = figure.still();
    Picture {
        width: SIZE,
        height: SIZE,
        pixels: paint(&still, still.frame(), [SIZE, SIZE], &Palette::LIGHT).into(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::engine::effect::Suggestion;
    use crate::engine::movement::Kind;

    fn suggestion(movement: &str) -> Suggestion {
        Suggestion {
            movement: movement.to_owned(),
            kind: Kind::OnFeet,
            dose: Duration::from_mins(2),
            side: None,
        }
    }

    #[test]
    fn a_still_is_whole_and_shows_somebody() {
        let says = Says::Guide {
            suggestion: suggestion("easy-walk"),
        };
        let picture = picture_of(&says, Catalogue::built_in()).unwrap();
        assert!(picture.is_whole());
        let near = Palette::LIGHT.near;
        let inked = picture.pixels.chunks(4).filter(|pixel| pixel[..3] == near);
        assert!(inked.count() > 400);
    }

    #[test]
    fn what_is_about_no_movement_or_an_unknown_one_has_no_picture() {
        let catalogue = Catalogue::built_in();
        let says = Says::Snoozed { lasts: None };
        assert_eq!(picture_of(&says, catalogue), None);
        let says = Says::Guide {
            suggestion: suggestion("gone"),
        };
        assert_eq!(picture_of(&says, catalogue), None);
    }
}
