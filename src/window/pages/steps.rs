//! A picture of many parts: each tells what it is under the pointer, and to those who hear the page;
//! the arrow keys go from part to part.

use eframe::egui::{
    self, CursorIcon, EventFilter, Id, Key, Modifiers, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo,
};

use crate::window::look::Look;

/// Which part the arrow keys have come to.
#[derive(Debug, Default)]
pub(super) struct Steps {
    at: usize,
    /// The part was chosen: what it is does not stay over the picture until the keys go on.
    quiet: bool,
    /// The picture is to have the focus.
    wanted: bool,
}

/// What is drawn already, and is gone through here.
pub(super) struct Parts<'p> {
    /// Told apart from others on the page by this.
    pub(super) id: &'p str,
    /// What the whole shows, for those who hear it.
    pub(super) name: &'p str,
    /// The whole.
    pub(super) area: Rect,
    /// Where each part is, in the order the keys go.
    pub(super) places: &'p [Rect],
    /// So many parts further with the keys to the side, and with those up and down.
    pub(super) strides: [usize; 2],
    /// Whether a part can be pressed.
    pub(super) pressable: bool,
}

impl Steps {
    /// The picture gets the focus.
    pub(super) fn focus(&mut self) {
        self.wanted = true;
    }

    /// The part that was pressed. `words` says what a part is.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        look: Look,
        parts: &Parts,
        words: impl Fn(usize) -> String,
    ) -> Option<usize> {
        let id = ui.make_persistent_id(parts.id);
        let whole = ui.interact(parts.area, id, Sense::focusable_noninteractive());
        whole.widget_info(|| WidgetInfo::labeled(Role::Group, true, parts.name));
        if std::mem::take(&mut self.wanted) {
            whole.request_focus();
        }
        self.quiet &= whole.has_focus();
        let last = parts.places.len().checked_sub(1)?;
        self.at = self.at.min(last);
        let mut pressed = None;
        if whole.has_focus() {
            if whole.gained_focus() {
                whole.scroll_to_me(None);
            }
            pressed = self.keys(ui, id, parts, last);
            ui.ctx().accesskit_node_builder(id, |node| {
                node.set_value(words(self.at));
                node.set_live(egui::accesskit::Live::Polite);
            });
        }
        for (at, place) in parts.places.iter().enumerate() {
            let sense = if parts.pressable {
                Sense::CLICK
            } else {
                Sense::hover()
            };
            let part = ui.interact(*place, id.with(at), sense);
            let role = if parts.pressable {
                Role::Button
            } else {
                Role::Label
            };
            part.widget_info(|| WidgetInfo::labeled(role, true, words(at)));
            if part.clicked() {
                pressed = Some(at);
                self.at = at;
                self.quiet = true;
                whole.request_focus();
            }
            let is_here = whole.has_focus() && self.at == at;
            if is_here {
                let ring = Stroke::new(2.0, look.palette().text);
                let outside = StrokeKind::Outside;
                ui.painter().rect_stroke(*place, 2, ring, outside);
            }
            if parts.pressable && part.hovered() {
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            }
            if is_here && !self.quiet {
                part.show_tooltip_text(words(at));
            } else if !is_here && part.hovered() {
                part.on_hover_text_at_pointer(words(at));
            }
        }
        if whole.has_focus() {
            let ring = Stroke::new(1.5, look.palette().quiet);
            let outside = StrokeKind::Outside;
            ui.painter()
                .rect_stroke(parts.area.expand(2.0), 4, ring, outside);
        }
        pressed
    }

    fn keys(&mut self, ui: &Ui, id: Id, parts: &Parts, last: usize) -> Option<usize> {
        let ours = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, ours));
        let [aside, down] = parts.strides;
        ui.input_mut(|input| {
            let mut is_pressed = |key| input.consume_key(Modifiers::NONE, key);
            for (key, stride) in [(Key::ArrowRight, aside), (Key::ArrowDown, down)] {
                if is_pressed(key) {
                    self.quiet = false;
                    if self.at + stride <= last {
                        self.at += stride;
                    }
                }
            }
            for (key, stride) in [(Key::ArrowLeft, aside), (Key::ArrowUp, down)] {
                if is_pressed(key) {
                    self.quiet = false;
                    self.at = self.at.checked_sub(stride).unwrap_or(self.at);
                }
            }
            for (key, end) in [(Key::Home, 0), (Key::End, last)] {
                if is_pressed(key) {
                    self.quiet = false;
                    self.at = end;
                }
            }
            let chosen = is_pressed(Key::Enter) || is_pressed(Key::Space);
            let chosen = parts.pressable && chosen;
            self.quiet |= chosen;
            chosen.then_some(self.at)
        })
    }
}
