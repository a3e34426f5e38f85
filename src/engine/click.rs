//! What a click on the tray icon does: by setting, and by whether a reminder is open.

use super::Engine;
use super::input::{Button, Log, PauseFor, SnoozeFor, What};
use super::record::{Posture, Source};
use super::rules::ClickDoes;
use super::state::Said;

impl Engine {
    /// A click is an answer where hosts draw no menu, so it must do something useful.
    pub(super) fn click(&mut self, button: Button) {
        let does = match button {
            Button::Left => self.rules.left_click,
            Button::Middle => self.rules.middle_click,
        };
        self.touched();
        self.settle();
        let open = self.reminder_open();
        match does {
            ClickDoes::LogOrSnooze if open => self.snooze_by_click(),
            ClickDoes::SnoozeOrLog if !open => self.snooze_by_click(),
            ClickDoes::Snooze => self.snooze_by_click(),
            ClickDoes::LogOrSnooze | ClickDoes::SnoozeOrLog | ClickDoes::Log => self.log(&Log {
                what: What::Suggested,
                lasted: None,
                at: None,
                source: Source::Tray,
            }),
            ClickDoes::Start => self.start_break(Source::Tray),
            ClickDoes::Stand => {
                let said = match self.state.posture() {
                    Posture::Standing => Said::Seated,
                    _ => Said::Standing,
                };
                self.say_posture(said, None);
            }
            ClickDoes::Pause if self.state.pause.is_some() => self.resume(),
            ClickDoes::Pause => self.pause(PauseFor::Ever),
            ClickDoes::Panel | ClickDoes::Nothing => {}
        }
    }

    fn snooze_by_click(&mut self) {
        self.snooze(SnoozeFor::Usual, Source::Tray);
    }
}
