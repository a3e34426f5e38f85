//! Each movement at fixed times, beside the picture that was looked at and found right.
//!
//! `SOLEUS_BLESS=1` writes the pictures anew. Look at them before they are committed.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use soleus::figure::raster::{Palette, paint};
use soleus::figure::{Drawing, Figure};

/// One picture of a sheet is a square of so many pixels.
const CELL: u32 = 112;
/// A pixel differs when a colour differs by more than this: other processors round otherwise.
const TOLERANCE: u8 = 12;
/// So many pixels in a thousand may differ.
const MAY_DIFFER: usize = 2;

/// Rows from the top, red, green, blue, alpha.
struct Sheet {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Sheet {
    fn blank(columns: usize, rows: u32) -> Self {
        let width = u32::try_from(columns).unwrap() * CELL;
        let height = rows * CELL;
        let pixels = vec![0; width as usize * height as usize * 4];
        Self {
            width,
            height,
            pixels,
        }
    }

    fn put(&mut self, column: usize, row: usize, cell: &[u8]) {
        let (cell_width, width) = (CELL as usize * 4, self.width as usize * 4);
        for (line, from) in cell.chunks(cell_width).enumerate() {
            let place = (row * CELL as usize + line) * width + column * cell_width;
            self.pixels[place..place + cell_width].copy_from_slice(from);
        }
    }

    fn write(&self, path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut encoder =
            png::Encoder::new(fs::File::create(path).unwrap(), self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.pixels).unwrap();
    }

    fn read(path: &Path) -> Option<Self> {
        let file = fs::File::open(path).ok()?;
        let mut reader = png::Decoder::new(BufReader::new(file)).read_info().ok()?;
        let mut pixels = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut pixels).ok()?;
        Some(Self {
            width: info.width,
            height: info.height,
            pixels,
        })
    }

    /// How many pixels differ; none if the sizes do.
    fn differs(&self, other: &Self) -> Option<usize> {
        if (self.width, self.height) != (other.width, other.height) {
            return None;
        }
        let pairs = self.pixels.chunks(4).zip(other.pixels.chunks(4));
        let differ = |(one, two): &(&[u8], &[u8])| {
            one.iter()
                .zip(*two)
                .any(|(one, two)| one.abs_diff(*two) > TOLERANCE)
        };
        Some(pairs.filter(differ).count())
    }
}

/// Half way into each move, and at its end.
fn times(figure: &Figure) -> Vec<Duration> {
    let mut now = 0.0;
    let mut times = Vec::new();
    for step in &figure.cycle {
        times.push(Duration::from_secs_f32(now + step.moves * 0.5));
        times.push(Duration::from_secs_f32(now + step.moves));
        now += step.moves + step.holds;
    }
    times.truncate(8);
    times
}

fn sheet(figure: &Figure) -> Sheet {
    let times = times(figure);
    let rows = if figure.enlarged { 2 } else { 1 };
    let mut sheet = Sheet::blank(times.len(), rows);
    let size = [CELL, CELL];
    for (column, time) in times.into_iter().enumerate() {
        let drawing = figure.at(time, false);
        let cell = paint(&drawing, figure.frame(), size, &Palette::LIGHT);
        sheet.put(column, 0, &cell);
        if let Some(shapes) = drawing.enlarged {
            let enlarged = Drawing {
                shapes,
                enlarged: None,
            };
            let [width, height] = Drawing::ENLARGED;
            let cell = paint(&enlarged, [0.0, 0.0, width, height], size, &Palette::LIGHT);
            sheet.put(column, 1, &cell);
        }
    }
    sheet
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every movement as it stands in a notice, by id, eight in a row.
fn stills(figures: &BTreeMap<String, Figure>) -> Sheet {
    const ROW: usize = 8;
    let rows = u32::try_from(figures.len().div_ceil(ROW)).unwrap();
    let mut sheet = Sheet::blank(ROW, rows);
    for (place, figure) in figures.values().enumerate() {
        let still = figure.still();
        let cell = paint(&still, still.frame(), [CELL, CELL], &Palette::LIGHT);
        sheet.put(place % ROW, place / ROW, &cell);
    }
    sheet
}

#[test]
fn every_movement_looks_as_it_did_when_it_was_looked_at() {
    let bless = std::env::var_os("SOLEUS_BLESS").is_some();
    let figures = crate::figures();
    let mut sheets: Vec<(&str, Sheet)> = figures
        .iter()
        .map(|(id, figure)| (id.as_str(), sheet(figure)))
        .collect();
    sheets.push(("stills", stills(&figures)));
    let mut wrong = Vec::new();
    for (id, sheet) in sheets {
        let known = root().join(format!("tests/figure/pictures/{id}.png"));
        if bless {
            sheet.write(&known);
            continue;
        }
        let differs = Sheet::read(&known).and_then(|known| sheet.differs(&known));
        let most = (sheet.width * sheet.height) as usize * MAY_DIFFER / 1000;
        if differs.is_none_or(|pixels| pixels > most) {
            let new = root().join(format!("target/figure/{id}.png"));
            sheet.write(&new);
            wrong.push(format!(
                "{id}: {differs:?} pixels differ, at most {most} may. Look at {} beside {}; \
                 SOLEUS_BLESS=1 takes the new ones.",
                new.display(),
                known.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
