//! How the window is to look: by the settings, and where they leave it open by the desktop.

use super::look::{Colours, Look, Motion};
use crate::platform::found::Appearance;
use crate::settings::{self, Contrast, Theme};

/// What the settings and the desktop make of it. Strong contrast has one set of colours.
#[must_use]
pub(super) fn look(settings: &settings::Window, desktop: Appearance) -> Look {
    let strong = match settings.contrast {
        Contrast::System => desktop.high_contrast,
        Contrast::Normal => false,
        Contrast::High => true,
    };
    let dark = match settings.theme {
        Theme::System => desktop.dark == Some(true),
        Theme::Light => false,
        Theme::Dark => true,
    };
    let still = match settings.motion {
        settings::Motion::System => desktop.reduced_motion,
        settings::Motion::Full => false,
        settings::Motion::Still => true,
    };
    Look {
        colours: match (strong, dark) {
            (true, _) => Colours::HighContrast,
            (false, true) => Colours::Dark,
            (false, false) => Colours::Light,
        },
        motion: if still { Motion::Reduced } else { Motion::Full },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_come_before_the_desktop() {
        let dark = Appearance {
            dark: Some(true),
            high_contrast: false,
            reduced_motion: true,
        };
        let strong = Appearance {
            high_contrast: true,
            ..dark
        };
        let with = |theme, contrast, motion| settings::Window {
            theme,
            contrast,
            motion,
            ..settings::Window::default()
        };
        let system = with(Theme::System, Contrast::System, settings::Motion::System);
        let light = with(Theme::Light, Contrast::Normal, settings::Motion::Full);
        let high = with(Theme::Light, Contrast::High, settings::Motion::Still);
        let table = [
            (&system, Appearance::default(), Colours::Light, Motion::Full),
            (&system, dark, Colours::Dark, Motion::Reduced),
            (&system, strong, Colours::HighContrast, Motion::Reduced),
            (&light, strong, Colours::Light, Motion::Full),
            (
                &high,
                Appearance::default(),
                Colours::HighContrast,
                Motion::Reduced,
            ),
        ];
        for (settings, desktop, colours, motion) in table {
            let wanted = Look { colours, motion };
            assert_eq!(look(settings, desktop), wanted, "{settings:?} {desktop:?}");
        }
    }
}
