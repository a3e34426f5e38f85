//! The window's size, kept from one time to the next. What cannot be right is as good as nothing.

use std::fs;
use std::path::Path;

use eframe::egui::{Pos2, Vec2, pos2, vec2};
use serde::{Deserialize, Serialize};

use crate::engine::effect::Page;

/// Smaller and larger than this no window is, in points.
const SIZES: std::ops::RangeInclusive<f32> = 150.0..=8000.0;
/// No screen begins beyond this, in points.
const FARTHEST: f32 = 32_000.0;
/// A longer file is not ours.
const LONGEST: u64 = 4096;

/// What is kept: the panel is a window of its own size.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    /// For the pages with the bar.
    pub(super) pages: Option<Place>,
    /// For the panel.
    pub(super) panel: Option<Place>,
}

/// Where a window is, and how large, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Width.
    pub(super) width: f32,
    /// Height.
    pub(super) height: f32,
    /// Left edge; none where the system does not tell.
    #[serde(default)]
    pub(super) left: Option<f32>,
    /// Top edge.
    #[serde(default)]
    pub(super) top: Option<f32>,
}

impl Kept {
    /// What the file holds; nothing if it holds nothing that can be right.
    pub(super) fn read(path: &Path) -> Self {
        let short = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= LONGEST);
        let text = if short { fs::read(path).ok() } else { None };
        let kept: Self = text
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default();
        Self {
            pages: kept.pages.and_then(Place::if_right),
            panel: kept.panel.and_then(Place::if_right),
        }
    }

    /// Writes it. A window whose size is not kept is still a window.
    pub(super) fn write(self, path: &Path) {
        let Ok(mut text) = serde_json::to_vec_pretty(&self) else {
            return;
        };
        text.push(b'\n');
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = folder.and_then(|()| crate::store::replace(path, &text)) {
            tracing::debug!(%error, "the window's size is not kept");
        }
    }

    /// The one of this page.
    pub(super) fn place(&mut self, page: Page) -> &mut Option<Place> {
        match page {
            Page::Panel => &mut self.panel,
            Page::Break
            | Page::Today
            | Page::Insights
            | Page::Movements
            | Page::Science
            | Page::Safety
            | Page::Settings => &mut self.pages,
        }
    }
}

impl Place {
    pub(super) fn size(self) -> Vec2 {
        vec2(self.width, self.height)
    }

    pub(super) fn corner(self) -> Option<Pos2> {
        Some(pos2(self.left?, self.top?))
    }

    fn if_right(self) -> Option<Self> {
        let sized = SIZES.contains(&self.width) && SIZES.contains(&self.height);
        let near = |edge: Option<f32>| edge.filter(|edge| edge.abs() <= FARTHEST);
        sized.then_some(Self {
            left: near(self.left),
            top: near(self.top),
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Kept {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("window.json");
        fs::write(&path, text).unwrap();
        Kept::read(&path)
    }

    #[test]
    fn what_was_written_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/window.json");
        let place = Place {
            width: 700.0,
            height: 500.0,
            left: Some(-20.0),
            top: Some(40.0),
        };
        let kept = Kept {
            pages: Some(place),
            panel: None,
        };
        kept.write(&path);
        assert_eq!(Kept::read(&path), kept);
        assert_eq!(Kept::read(folder.path()), Kept::default());
    }

    #[test]
    fn what_cannot_be_right_is_nothing() {
        for text in [
            "",
            "{",
            "[]",
            "{\"pages\":{\"width\":700}}",
            "{\"pages\":{\"width\":0,\"height\":500}}",
            "{\"pages\":{\"width\":-700,\"height\":500}}",
            "{\"pages\":{\"width\":1e30,\"height\":500}}",
            "{\"pages\":{\"width\":null,\"height\":500}}",
        ] {
            assert_eq!(read(text), Kept::default(), "{text}");
        }
        let far = read("{\"pages\":{\"width\":700,\"height\":500,\"left\":1e9,\"top\":3}}");
        let place = far.pages.unwrap();
        assert_eq!((place.size(), place.corner()), (vec2(700.0, 500.0), None));
    }
}
