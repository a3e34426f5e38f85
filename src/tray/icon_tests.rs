//! The icon, looked at by numbers, and drawn on one sheet for the eye:
//! `target/icon-sheet.png`.

use std::fs::File;
use std::path::Path;

use super::*;

const SHAPES: [Shape; 5] = [
    Shape::Rest,
    Shape::Due,
    Shape::Overdue,
    Shape::Paused,
    Shape::Away,
];
const PANELS: [Panel; 3] = [Panel::Dark, Panel::Light, Panel::Unknown];
const DARK: [u8; 3] = [0x1e, 0x1e, 0x1e];
const LIGHT: [u8; 3] = [0xf4, 0xf4, 0xf4];
const GREY: [u8; 3] = [0x80, 0x80, 0x80];

fn face(shape: Shape, level: u8) -> Face {
    Face { shape, level }
}

fn alpha(pixels: &[u8]) -> impl Iterator<Item = u8> + '_ {
    pixels.as_chunks::<4>().0.iter().map(|pixel| pixel[3])
}

/// The pixels over a flat background.
fn over(pixels: &[u8], background: [u8; 3]) -> Vec<[u8; 3]> {
    let blend = |over: u8, under: u8, alpha: u8| {
        let (over, under, alpha) = (u32::from(over), u32::from(under), u32::from(alpha));
        u8::try_from((over * alpha + under * (255 - alpha) + 127) / 255).unwrap()
    };
    pixels
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&[r, g, b, a]| {
            [
                blend(r, background[0], a),
                blend(g, background[1], a),
                blend(b, background[2], a),
            ]
        })
        .collect()
}

/// The contrast of two colours by the web's rule, from 1 to 21.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let light = |colour: [u8; 3]| {
        let part = |byte: u8| {
            let part = f64::from(byte) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2])
    };
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn any_size_gives_all_its_pixels_and_a_shape_of_fair_size() {
    for size in (8..=32).chain([48, 64, 255, 256]) {
        for shape in SHAPES {
            for panel in PANELS {
                let pixels = paint(face(shape, 5), size, panel);
                assert_eq!(pixels.len(), (size * size * 4) as usize);
                let solid = alpha(&pixels).filter(|&alpha| alpha > 128).count();
                let all = (size * size) as usize;
                assert!(
                    solid * 12 > all && solid * 10 < all * 8,
                    "{shape:?} at {size} on {panel:?}: {solid} of {all} solid"
                );
            }
        }
    }
}

#[test]
fn a_size_of_nothing_is_nothing() {
    assert!(paint(face(Shape::Rest, 5), 0, Panel::Dark).is_empty());
    assert_eq!(paint(face(Shape::Rest, 5), 1, Panel::Dark).len(), 4);
}

#[test]
fn every_state_has_a_shape_of_its_own_without_colour() {
    for panel in PANELS {
        for size in [16, 22, 48] {
            for (place, one) in SHAPES.iter().enumerate() {
                for other in &SHAPES[place + 1..] {
                    let first = paint(face(*one, 10), size, panel);
                    let second = paint(face(*other, 10), size, panel);
                    let differ = alpha(&first)
                        .zip(alpha(&second))
                        .filter(|(one, other)| one.abs_diff(*other) > 100)
                        .count();
                    let all = (size * size) as usize;
                    assert!(
                        differ * 50 > all,
                        "{one:?} and {other:?} at {size} on {panel:?}: {differ} pixels differ"
                    );
                }
            }
        }
    }
}

#[test]
fn the_leg_fills_with_the_level_and_from_the_sole_up() {
    for shape in [Shape::Rest, Shape::Due, Shape::Overdue, Shape::Paused] {
        for panel in PANELS {
            for size in [16, 22, 48] {
                let sums: Vec<u64> = (0..=10)
                    .map(|level| {
                        alpha(&paint(face(shape, level), size, panel))
                            .map(u64::from)
                            .sum()
                    })
                    .collect();
                assert!(
                    sums.windows(2).all(|pair| pair[0] < pair[1]),
                    "{shape:?} at {size} on {panel:?}: {sums:?}"
                );
                let half = paint(face(shape, 5), size, panel);
                let empty = paint(face(shape, 0), size, panel);
                let top = (size * (size / 3) * 4) as usize;
                assert_eq!(half[..top], empty[..top], "{shape:?} fills from the sole");
            }
        }
    }
}

#[test]
fn a_level_above_ten_is_full() {
    assert_eq!(
        paint(face(Shape::Due, 200), 22, Panel::Dark),
        paint(face(Shape::Due, 10), 22, Panel::Dark)
    );
}

#[test]
fn it_stands_out_on_dark_and_on_light() {
    let seen = [
        (Panel::Dark, DARK, 3.0),
        (Panel::Light, LIGHT, 3.0),
        (Panel::Unknown, DARK, 3.0),
        (Panel::Unknown, LIGHT, 3.0),
        // Nothing stands out from the middle grey by more than about four.
        (Panel::Unknown, GREY, 2.0),
    ];
    for (panel, background, least) in seen {
        for shape in SHAPES {
            for size in [16, 22, 48] {
                let pixels = paint(face(shape, 0), size, panel);
                let clear = over(&pixels, background)
                    .into_iter()
                    .filter(|&pixel| contrast(pixel, background) >= least)
                    .count();
                let all = (size * size) as usize;
                assert!(
                    clear * 12 > all,
                    "{shape:?} at {size}, {panel:?} on {background:?}: {clear} pixels stand out"
                );
            }
        }
    }
}

#[test]
fn what_is_full_stands_out_from_what_is_empty() {
    for (panel, background) in [
        (Panel::Dark, DARK),
        (Panel::Light, LIGHT),
        (Panel::Unknown, DARK),
        (Panel::Unknown, LIGHT),
    ] {
        for shape in [Shape::Rest, Shape::Due, Shape::Overdue] {
            // A point in the middle of the calf.
            let place = (7 * 48 / 24 + 16 * 48 / 24 * 24) as usize;
            let colour = |level| over(&paint(face(shape, level), 48, panel), background)[place];
            let ratio = contrast(colour(0), colour(10));
            assert!(
                ratio >= 1.8,
                "{shape:?}, {panel:?} on {background:?}: {ratio:.2}"
            );
        }
    }
}

#[test]
fn a_sheet_for_the_eye_is_drawn() {
    let sheet = sheet();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/icon-sheet.png");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut encoder = png::Encoder::new(File::create(path).unwrap(), sheet.width, sheet.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&sheet.pixels)
        .unwrap();
}

struct Sheet {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Sheet {
    fn place(&mut self, icon: &[[u8; 3]], size: u32, zoom: u32, left: u32, top: u32) {
        for y in 0..size * zoom {
            for x in 0..size * zoom {
                let from = icon[((y / zoom) * size + x / zoom) as usize];
                let to = (((top + y) * self.width + left + x) * 3) as usize;
                self.pixels[to..to + 3].copy_from_slice(&from);
            }
        }
    }
}

/// Rows: panels over backgrounds, at 16, 22, 48 and 64 pixels, and 22 pixels six times enlarged.
fn sheet() -> Sheet {
    let faces = [
        face(Shape::Rest, 0),
        face(Shape::Rest, 4),
        face(Shape::Rest, 9),
        face(Shape::Due, 10),
        face(Shape::Overdue, 10),
        face(Shape::Paused, 6),
        face(Shape::Away, 0),
    ];
    let rows = [
        (Panel::Dark, DARK),
        (Panel::Light, LIGHT),
        (Panel::Unknown, DARK),
        (Panel::Unknown, LIGHT),
        (Panel::Unknown, GREY),
    ];
    let columns = [(16, 1), (22, 1), (48, 1), (64, 1), (22, 6)];
    let cell_width: u32 = columns.iter().map(|(size, zoom)| size * zoom + 8).sum();
    let (width, height) = (cell_width, 140 * 5 * 7 / 5);
    let mut sheet = Sheet {
        width: width * 5,
        height,
        pixels: vec![0; (width * 5 * height * 3) as usize],
    };
    for (block, (panel, background)) in (0..).zip(rows) {
        for y in 0..height {
            for x in 0..width {
                let to = ((y * sheet.width + block * width + x) * 3) as usize;
                sheet.pixels[to..to + 3].copy_from_slice(&background);
            }
        }
        for (row, face) in (0..).zip(faces) {
            let mut left = block * width + 4;
            for (size, zoom) in columns {
                let icon = over(&paint(face, size, panel), background);
                sheet.place(&icon, size, zoom, left, row * 140 + 4);
                left += size * zoom + 8;
            }
        }
    }
    sheet
}
