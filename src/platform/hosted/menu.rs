//! The tray's menu as the system has it. A menu of the same shape is changed line by line: setting
//! a new one would close the one that is open.

use tray_icon::menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};

use crate::tray::menu::Line;

/// A menu and its lines.
pub(super) struct Shown {
    /// What the icon holds.
    pub(super) menu: Menu,
    lines: Vec<Item>,
}

enum Item {
    Text(MenuItem),
    Choice(MenuItem, String),
    Sub(Submenu, Vec<Item>),
    Separator(PredefinedMenuItem),
}

impl Shown {
    /// A menu of these lines.
    pub(super) fn new(lines: &[Line]) -> tray_icon::menu::Result<Self> {
        let menu = Menu::new();
        let lines = build(lines)?;
        for line in &lines {
            menu.append(line.as_item())?;
        }
        Ok(Self { menu, lines })
    }

    /// Changes the words of the lines; false if these lines need another menu.
    #[must_use]
    pub(super) fn update(&self, lines: &[Line]) -> bool {
        let fits = same_shape(&self.lines, lines);
        if fits {
            update(&self.lines, lines);
        }
        fits
    }
}

impl Item {
    fn as_item(&self) -> &dyn IsMenuItem {
        match self {
            Self::Text(item) | Self::Choice(item, _) => item,
            Self::Sub(menu, _) => menu,
            Self::Separator(item) => item,
        }
    }
}

fn build(lines: &[Line]) -> tray_icon::menu::Result<Vec<Item>> {
    lines
        .iter()
        .map(|line| {
            Ok(match line {
                Line::Text(words) => Item::Text(MenuItem::new(words, false, None)),
                Line::Item { id, label, enabled } => Item::Choice(
                    MenuItem::with_id(id.as_str(), label, *enabled, None),
                    id.clone(),
                ),
                Line::Sub { label, lines } => {
                    let menu = Submenu::new(label, true);
                    let items = build(lines)?;
                    for item in &items {
                        menu.append(item.as_item())?;
                    }
                    Item::Sub(menu, items)
                }
                Line::Separator => Item::Separator(PredefinedMenuItem::separator()),
            })
        })
        .collect()
}

fn same_shape(items: &[Item], lines: &[Line]) -> bool {
    items.len() == lines.len()
        && items.iter().zip(lines).all(|pair| match pair {
            (Item::Text(_), Line::Text(_)) | (Item::Separator(_), Line::Separator) => true,
            (Item::Choice(_, shown), Line::Item { id, .. }) => shown == id,
            (Item::Sub(_, items), Line::Sub { lines, .. }) => same_shape(items, lines),
            _ => false,
        })
}

fn update(items: &[Item], lines: &[Line]) {
    for pair in items.iter().zip(lines) {
        match pair {
            (Item::Text(item), Line::Text(words)) => set_text(item, words),
            (Item::Choice(item, _), Line::Item { label, enabled, .. }) => {
                set_text(item, label);
                if item.is_enabled() != *enabled {
                    item.set_enabled(*enabled);
                }
            }
            (Item::Sub(menu, items), Line::Sub { label, lines }) => {
                if menu.text() != *label {
                    menu.set_text(label);
                }
                update(items, lines);
            }
            _ => {}
        }
    }
}

fn set_text(item: &MenuItem, words: &str) {
    if item.text() != words {
        item.set_text(words);
    }
}
