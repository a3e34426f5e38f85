//! A picture or a table that the user keeps: written into a folder of theirs under a name that is
//! free, and never over anything.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{ColorImage, Rect};

/// So many files of one name are enough.
const MOST: u32 = 999;

/// What is to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Keepsake {
    /// The folder it goes into.
    pub folder: PathBuf,
    /// What the file is called, without what says its kind.
    pub name: String,
    /// What is in it.
    pub content: Content,
}

/// What is in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A picture.
    Picture(Arc<ColorImage>),
    /// A table of comma separated values.
    Table(Vec<u8>),
}

impl Keepsake {
    /// Writes it, however long the disk takes; where it lies then.
    ///
    /// # Errors
    /// For people: where it could not be written, why, and what helps.
    pub(super) fn write(&self) -> Result<PathBuf, String> {
        self.try_to_write().map_err(|error| {
            format!(
                "Nothing was saved in {}: {error}. See that there is room and that the folder can \
                 be written to, then save again.",
                self.folder.display()
            )
        })
    }

    fn try_to_write(&self) -> io::Result<PathBuf> {
        let (file, path) = free(&self.folder, &self.name, self.content.kind())?;
        let written = self.content.write(file);
        if written.is_err() {
            // Half a file is none; that it stays where it cannot be taken away does no harm.
            let _ = fs::remove_file(&path);
        }
        written.map(|()| path)
    }
}

impl Content {
    fn kind(&self) -> &'static str {
        match self {
            Self::Picture(_) => "png",
            Self::Table(_) => "csv",
        }
    }

    fn write(&self, mut file: File) -> io::Result<()> {
        match self {
            Self::Picture(image) => write_png(image, &file)?,
            Self::Table(bytes) => file.write_all(bytes)?,
        }
        file.sync_all()
    }
}

/// A file of this name that was not there before.
fn free(folder: &Path, name: &str, kind: &str) -> io::Result<(File, PathBuf)> {
    for number in 1..=MOST {
        let path = folder.join(match number {
            1 => format!("{name}.{kind}"),
            _ => format!("{name} ({number}).{kind}"),
        });
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other(format!(
        "there are {MOST} files of the name {name}"
    )))
}

fn write_png(image: &ColorImage, file: &File) -> io::Result<()> {
    let [width, height] = image
        .size
        .map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    let mut encoder = png::Encoder::new(BufWriter::new(file), width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header()?;
    let colours = image.pixels.iter();
    let bytes: Vec<u8> = colours.flat_map(|it| [it.r(), it.g(), it.b()]).collect();
    writer.write_image_data(&bytes)?;
    writer.finish()?;
    Ok(())
}

/// The part of a picture of the whole window that shows `part`, which is in points; none where the
/// window shows none of it.
#[must_use]
pub fn cut(whole: &ColorImage, part: Rect, pixels_per_point: f32) -> Option<ColorImage> {
    let [width, height] = whole.size;
    let size = eframe::egui::vec2(pixels(width), pixels(height)) / pixels_per_point;
    let seen = part.intersect(Rect::from_min_size(eframe::egui::Pos2::ZERO, size));
    let is_any = 0.0 < seen.width() && 0.0 < seen.height();
    is_any.then(|| whole.region(&seen, Some(pixels_per_point)))
}

fn pixels(side: usize) -> f32 {
    f32::from(u16::try_from(side).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Color32, pos2};

    use super::*;

    fn keepsake(folder: &Path, content: Content) -> Keepsake {
        Keepsake {
            folder: folder.to_owned(),
            name: "day".to_owned(),
            content,
        }
    }

    #[test]
    fn a_second_file_of_a_name_leaves_the_first_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        for (number, name) in [(1, "day.csv"), (2, "day (2).csv"), (3, "day (3).csv")] {
            let table = Content::Table(vec![b'0' + number]);
            let path = keepsake(folder.path(), table).write().unwrap();
            assert_eq!(path, folder.path().join(name));
        }
        assert_eq!(fs::read(folder.path().join("day.csv")).unwrap(), b"1");
    }

    #[test]
    fn a_folder_that_is_gone_is_told_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let refused = keepsake(&gone, Content::Table(Vec::new())).write();
        let words = refused.unwrap_err();
        assert!(words.contains(&gone.display().to_string()), "{words}");
    }

    #[test]
    fn a_picture_is_cut_to_its_part_and_read_again_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let mut whole = ColorImage::filled([40, 30], Color32::WHITE);
        whole[(20, 10)] = Color32::from_rgb(1, 2, 3);
        let part = Rect::from_min_max(pos2(10.0, 5.0), pos2(18.0, 9.0));
        let cut = cut(&whole, part, 2.0).unwrap();
        assert_eq!(cut.size, [16, 8]);
        let picture = Content::Picture(Arc::new(cut));
        let path = keepsake(folder.path(), picture).write().unwrap();
        let file = io::BufReader::new(File::open(path).unwrap());
        let mut reader = png::Decoder::new(file).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let found = reader.next_frame(&mut bytes).unwrap();
        assert_eq!((found.width, found.height), (16, 8));
        assert_eq!(bytes[..3], [1, 2, 3]);
        assert_eq!(bytes[3..6], [255, 255, 255]);
    }

    #[test]
    fn what_the_window_does_not_show_is_no_picture() {
        let whole = ColorImage::filled([40, 30], Color32::WHITE);
        let below = Rect::from_min_max(pos2(0.0, 40.0), pos2(10.0, 50.0));
        assert_eq!(cut(&whole, below, 1.0), None);
        let beyond = Rect::from_min_max(pos2(30.0, 20.0), pos2(80.0, 80.0));
        assert_eq!(cut(&whole, beyond, 1.0).unwrap().size, [10, 10]);
    }
}
