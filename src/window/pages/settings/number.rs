//! A whole number: a slider, and a field to type in. Written when the slider is let go or comes to
//! rest, and when the field is left.

use std::ops::RangeInclusive;
use std::time::Duration;

use eframe::egui::{Slider, Ui};

use super::fields::{self, Line, line};
use super::plain;
use super::row::{At, Draft, Wish};
use crate::settings::Unit;
use crate::window::model::Asks;

/// A slider moved by keys is at rest after this time.
const REST: Duration = Duration::from_millis(700);
/// A range that ends there or later gives its small numbers more room.
const WIDE: u32 = 600;

pub(super) fn show(
    ui: &mut Ui,
    at: &At,
    draft: &mut Draft,
    asks: &mut Asks,
    range: RangeInclusive<u32>,
    unit: Unit,
) -> Option<Wish> {
    let current = at
        .value
        .as_u64()
        .and_then(|number| u32::try_from(number).ok());
    let current = current.unwrap_or(*range.start());
    let mut shown = draft.number.map_or(current, |(number, _)| number);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - 190.0).clamp(80.0, 280.0);
        let slider = Slider::new(&mut shown, range.clone())
            .logarithmic(WIDE <= *range.end())
            .step_by(1.0)
            .trailing_fill(true)
            .show_value(false);
        let slider = ui
            .scope(|ui| {
                // Its rail is seen in each set of colours.
                ui.visuals_mut().widgets.inactive.bg_fill = at.look.palette().line;
                ui.add(slider)
            })
            .inner;
        fields::name(ui, &slider, &at.name());
        fields::ring(ui, at.look, &slider);
        if slider.changed() {
            draft.number = Some((shown, at.now));
            draft.says = None;
        }
        let number = Line {
            field: "",
            name: at.name(),
            current: shown.to_string(),
            hint: "",
            width: 46.0,
        };
        let typed = line(ui, at, draft, &number);
        ui.label(plain::unit(unit, shown.into()));
        if typed.is_some() {
            draft.number = None;
            return typed;
        }
        let (number, since) = draft.number?;
        let rested = since + REST;
        if slider.dragged() {
            return None;
        }
        if slider.has_focus() && !slider.drag_stopped() && at.now < rested {
            asks.paint_within(rested.saturating_sub(at.now));
            return None;
        }
        draft.number = None;
        (number != current).then(|| Wish::Set(number.into()))
    })
    .inner
}

/// The number that was typed, within the range; and what is to be said of it.
pub(super) fn read(
    text: &str,
    range: RangeInclusive<u32>,
    unit: Unit,
) -> (Option<u32>, Option<String>) {
    let (from, to) = (*range.start(), *range.end());
    let units = plain::unit(unit, 2);
    let digits = text.trim().trim_end_matches(|letter: char| {
        letter.is_alphabetic() || letter.is_whitespace() || letter == '.'
    });
    let whole = digits.strip_prefix('-').unwrap_or(digits);
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        let says = format!(
            "Nothing was written: {} is no whole number. From {from} to {to} {units} can be set.",
            shortened(text)
        );
        return (None, Some(says));
    }
    // More digits than any number here has are too many, or too few below nothing.
    let huge = if whole == digits { u32::MAX } else { 0 };
    let number = digits.parse().unwrap_or(huge);
    let taken = number.clamp(from, to);
    if taken == number && whole == digits {
        return (Some(number), None);
    }
    let says = if taken == from {
        format!(
            "{} is less than the least: {from} {} it is.",
            digits,
            plain::unit(unit, from.into())
        )
    } else {
        format!(
            "{} is more than the most: {to} {units} it is.",
            shortened(digits)
        )
    };
    (Some(taken), Some(says))
}

fn shortened(text: &str) -> String {
    const MOST: usize = 20;
    let mut short: String = text.trim().chars().take(MOST).collect();
    if MOST < text.trim().chars().count() {
        short.push('…');
    }
    if short.is_empty() {
        "an empty field".to_owned()
    } else {
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_is_kept_within_its_range_and_that_is_said() {
        let table = [
            ("45", Some(45), None),
            (" 45 minutes ", Some(45), None),
            ("45min.", Some(45), None),
            (
                "0",
                Some(1),
                Some("0 is less than the least: 1 minute it is."),
            ),
            (
                "-5",
                Some(1),
                Some("-5 is less than the least: 1 minute it is."),
            ),
            (
                "300",
                Some(240),
                Some("300 is more than the most: 240 minutes it is."),
            ),
            (
                "99999999999999999999999",
                Some(240),
                Some("99999999999999999999… is more than the most: 240 minutes it is."),
            ),
            (
                "4.5",
                None,
                Some(
                    "Nothing was written: 4.5 is no whole number. From 1 to 240 minutes can be set.",
                ),
            ),
            (
                "",
                None,
                Some(
                    "Nothing was written: an empty field is no whole number. From 1 to 240 minutes \
                     can be set.",
                ),
            ),
        ];
        for (text, number, says) in table {
            let read = read(text, 1..=240, Unit::Minutes);
            assert_eq!(read, (number, says.map(str::to_owned)), "{text}");
        }
    }
}
