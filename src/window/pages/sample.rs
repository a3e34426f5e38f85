//! An entry of a legend: a sample of what is drawn, and what it stands for. The two stay together at
//! the end of a line.

use eframe::egui::{Align2, FontId, Rect, Role, Sense, Ui, WidgetInfo, vec2};

/// Between a sample and its words, and behind them.
const SPACES: [f32; 2] = [6.0, 10.0];
const WORDS: f32 = 13.5;

/// Legends wrap as text does.
pub(super) fn legend(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.add_space(4.0);
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing = vec2(4.0, 5.0);
        ui.horizontal_wrapped(add);
    });
}

/// One entry; `draw` gets the place of a sample of this size.
pub(super) fn sample(ui: &mut Ui, words: &str, size: [f32; 2], draw: impl FnOnce(&Ui, Rect)) {
    let font = FontId::proportional(WORDS);
    let colour = ui.visuals().text_color();
    let text = ui.painter().layout_no_wrap(words.to_owned(), font, colour);
    let [before, behind] = SPACES;
    let high = text.size().y.max(size[1]);
    let wide = size[0] + before + text.size().x + behind;
    let (place, entry) = ui.allocate_exact_size(vec2(wide, high), Sense::hover());
    entry.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let middle = place.left_center() + vec2(size[0] / 2.0, 0.0);
    draw(ui, Rect::from_center_size(middle, size.into()));
    let left = place.left_center() + vec2(size[0] + before, 0.0);
    let text_place = Align2::LEFT_CENTER.anchor_size(left, text.size());
    ui.painter().galley(text_place.min, text, colour);
}
