//! How the window looks: three sets of colours, sizes, and whether the figure moves.
//!
//! Every pair of text and ground has a contrast of at least 4.5 to 1, what is drawn at least 3 to 1.

use eframe::egui::{
    self, Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, Vec2, Visuals, vec2,
};

/// What the desktop and the settings make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Which colours.
    pub colours: Colours,
    /// Whether the figure moves.
    pub motion: Motion,
}

/// The sets of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// Dark on a warm white.
    #[default]
    Light,
    /// Light on a warm black.
    Dark,
    /// White and yellow on black.
    HighContrast,
}

/// Whether the figure moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Motion {
    /// It does.
    #[default]
    Full,
    /// Its key poses stand side by side.
    Reduced,
}

/// The colours of one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub ground: Color32,
    /// Behind what belongs together.
    pub card: Color32,
    /// Text.
    pub text: Color32,
    /// Text that matters less.
    pub quiet: Color32,
    /// The most wanted button, the ring, links, the focus.
    pub accent: Color32,
    /// Text on it.
    pub on_accent: Color32,
    /// Other buttons.
    pub button: Color32,
    /// Lines around and between.
    pub line: Color32,
    /// The joint that works, and warnings.
    pub mark: Color32,
    /// The far leg.
    pub far: Color32,
    /// The arm.
    pub arm: Color32,
    /// Chair, desk, wall, floor.
    pub furniture: Color32,
}

/// Buttons are at least this high, in points.
pub const BUTTON_HEIGHT: f32 = 36.0;

impl Colours {
    /// Every set.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::HighContrast];

    /// Its colours.
    #[must_use]
    pub const fn palette(self) -> Palette {
        match self {
            Self::Light => Palette {
                ground: rgb(0xFB_F8_F3),
                card: rgb(0xFF_FF_FF),
                text: rgb(0x2A_25_21),
                quiet: rgb(0x66_5C_53),
                accent: rgb(0x1A_6B_60),
                on_accent: rgb(0xFF_FF_FF),
                button: rgb(0xEC_E5_DA),
                line: rgb(0xD8_CE_C0),
                mark: rgb(0xC0_45_1B),
                far: rgb(0x9C_92_87),
                arm: rgb(0x6E_64_5B),
                furniture: rgb(0xA3_94_80),
            },
            Self::Dark => Palette {
                ground: rgb(0x1D_1B_19),
                card: rgb(0x28_25_22),
                text: rgb(0xEF_E9_E0),
                quiet: rgb(0xB8_AE_A2),
                accent: rgb(0x72_CB_BA),
                on_accent: rgb(0x10_21_1E),
                button: rgb(0x3A_36_31),
                line: rgb(0x4A_45_3F),
                mark: rgb(0xF2_8A_5B),
                far: rgb(0x8B_82_78),
                arm: rgb(0xB8_AE_A2),
                furniture: rgb(0x8A_7C_69),
            },
            Self::HighContrast => Palette {
                ground: Color32::BLACK,
                card: Color32::BLACK,
                text: Color32::WHITE,
                quiet: Color32::WHITE,
                accent: rgb(0xFF_D8_00),
                on_accent: Color32::BLACK,
                button: Color32::BLACK,
                line: Color32::WHITE,
                mark: rgb(0xFF_8C_40),
                far: rgb(0xA0_A0_A0),
                arm: rgb(0xD0_D0_D0),
                furniture: rgb(0x90_90_90),
            },
        }
    }
}

impl Look {
    /// Sets colours, sizes and spaces.
    pub fn put_on(self, ctx: &egui::Context) {
        let palette = self.colours.palette();
        let visuals = visuals(self.colours, &palette);
        let theme = if visuals.dark_mode {
            egui::Theme::Dark
        } else {
            egui::Theme::Light
        };
        ctx.set_theme(theme);
        let still = self.motion == Motion::Reduced;
        ctx.all_styles_mut(|style| {
            style.visuals = visuals.clone();
            style.spacing.interact_size = vec2(BUTTON_HEIGHT, BUTTON_HEIGHT);
            style.spacing.button_padding = vec2(16.0, 7.0);
            style.spacing.item_spacing = vec2(8.0, 8.0);
            style.spacing.scroll.floating = true;
            style.text_styles = [
                (TextStyle::Small, 13.0, FontFamily::Proportional),
                (TextStyle::Body, 15.5, FontFamily::Proportional),
                (TextStyle::Button, 15.5, FontFamily::Proportional),
                (TextStyle::Heading, 24.0, FontFamily::Proportional),
                (TextStyle::Monospace, 14.0, FontFamily::Monospace),
            ]
            .map(|(style, size, family)| (style, FontId::new(size, family)))
            .into();
            // What moves by itself is the figure alone.
            if still {
                style.animation_time = 0.0;
            }
        });
    }

    /// The colours.
    #[must_use]
    pub const fn palette(self) -> Palette {
        self.colours.palette()
    }
}

fn visuals(colours: Colours, palette: &Palette) -> Visuals {
    let mut visuals = match colours {
        Colours::Light => Visuals::light(),
        Colours::Dark | Colours::HighContrast => Visuals::dark(),
    };
    let outline = match colours {
        Colours::HighContrast => 1.5,
        Colours::Light | Colours::Dark => 0.0,
    };
    visuals.panel_fill = palette.ground;
    visuals.window_fill = palette.card;
    visuals.window_stroke = Stroke::new(1.0_f32.max(outline), palette.line);
    visuals.extreme_bg_color = palette.card;
    visuals.faint_bg_color = palette.card;
    visuals.hyperlink_color = palette.accent;
    visuals.warn_fg_color = palette.mark;
    visuals.error_fg_color = palette.mark;
    visuals.weak_text_color = Some(palette.quiet);
    visuals.selection.bg_fill = palette.accent;
    visuals.selection.stroke = Stroke::new(1.0, palette.on_accent);
    // A disabled button stays readable; its flatness says what it is.
    visuals.disabled_alpha = 0.6;
    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.bg_fill = palette.button;
        widget.weak_bg_fill = palette.button;
        widget.fg_stroke = Stroke::new(1.0, palette.text);
        widget.corner_radius = CornerRadius::same(9);
        widget.bg_stroke = Stroke::new(outline, palette.line);
        widget.expansion = 0.0;
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.line);
    widgets.hovered.bg_stroke = Stroke::new(1.5, palette.quiet);
    // A widget with the focus is drawn as active: the ring around it has to be seen.
    widgets.active.bg_stroke = Stroke::new(2.5, palette.text);
    visuals
}

/// A frame for what belongs together.
pub fn card(look: Look) -> egui::Frame {
    let palette = look.palette();
    egui::Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(12))
        .inner_margin(Margin::same(14))
}

/// The most wanted button.
pub fn wanted(look: Look, words: &str) -> egui::Button<'static> {
    let palette = look.palette();
    egui::Button::new(egui::RichText::new(words).color(palette.on_accent).strong())
        .fill(palette.accent)
        .min_size(button_size())
}

/// Another button.
pub fn other(words: &str) -> egui::Button<'static> {
    egui::Button::new(words.to_owned()).min_size(button_size())
}

fn button_size() -> Vec2 {
    vec2(84.0, BUTTON_HEIGHT)
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f32 {
        let part = |byte: u8| {
            let part = f32::from(byte) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(colour.r()) + 0.7152 * part(colour.g()) + 0.0722 * part(colour.b())
    }

    pub(in crate::window) fn contrast(one: Color32, other: Color32) -> f32 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_stands_out_from_its_ground() {
        for colours in Colours::ALL {
            let it = colours.palette();
            for (text, ground) in [
                (it.text, it.ground),
                (it.text, it.card),
                (it.text, it.button),
                (it.quiet, it.ground),
                (it.quiet, it.card),
                (it.on_accent, it.accent),
                (it.accent, it.ground),
                (it.accent, it.card),
                (it.mark, it.ground),
            ] {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{colours:?}: {text:?} on {ground:?}: {ratio}");
            }
        }
    }

    #[test]
    fn what_is_drawn_stands_out_from_the_card() {
        for colours in Colours::ALL {
            let it = colours.palette();
            for ink in [it.text, it.far, it.arm, it.mark] {
                let ratio = contrast(ink, it.card);
                assert!(ratio >= 3.0, "{colours:?}: {ink:?}: {ratio}");
            }
        }
    }
}
