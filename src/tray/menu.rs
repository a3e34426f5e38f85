//! The tray's menu as plain data, and what each of its lines tells when it is chosen.
//!
//! Plain items only: check items are not safe across threads with the Linux back end. The labels
//! carry muda's escape for `&`.

use std::time::Duration;

use crate::engine::effect::{Action, Page};
use crate::engine::input::{Log, PauseFor, SnoozeFor, Start, What};
use crate::engine::movement::Kind;
use crate::engine::record::{Halt, Posture, Source};
use crate::engine::view::ReminderState;
use crate::engine::{Input, View};
use crate::link::Told;
use crate::words::{notice, status};

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Words that cannot be chosen.
    Text(String),
    /// A line that can be chosen.
    Item {
        /// What [`chosen`] is asked with.
        id: String,
        /// Its words.
        label: String,
        /// Whether it can be chosen now.
        enabled: bool,
    },
    /// A menu of its own.
    Sub {
        /// Its words.
        label: String,
        /// Its lines.
        lines: Vec<Line>,
    },
    /// A thin line between two groups.
    Separator,
}

/// A movement that can be logged from the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The id in the catalogue.
    pub movement: String,
    /// Its place on the ladder; movements of one kind stand together.
    pub kind: Kind,
    /// Its name: "Walk".
    pub name: String,
    /// Its dose in a few words: "2 min".
    pub dose: String,
}

const MINUTE: Duration = Duration::from_mins(1);
const SNOOZES: [u32; 3] = [5, 10, 30];
const PAUSES: [(u32, &str); 3] = [(30, "30 min"), (60, "1 h"), (120, "2 h")];
/// Kinds below "on your feet" have a menu each.
const SUBMENUS: [(Kind, &str); 4] = [
    (Kind::Strength, "Strength"),
    (Kind::Seated, "Seated"),
    (Kind::Stretch, "Stretch"),
    (Kind::Standing, "While standing"),
];

/// The whole menu for this moment.
#[must_use]
pub fn menu(view: &View, movements: &[Choice]) -> Vec<Line> {
    let mut lines = vec![
        Line::Text(escape(&status::headline(view))),
        Line::Separator,
        item("start", "Start a break"),
        moved(movements),
        snooze(),
        Line::Item {
            id: "skip".to_owned(),
            label: "Skip this one".to_owned(),
            enabled: is_open(view.reminder),
        },
        Line::Separator,
        posture(view.posture),
    ];
    lines.push(pause(view.posture));
    lines.push(Line::Item {
        id: "undo".to_owned(),
        label: format!("{} last", notice::button(Action::Undo)),
        enabled: view.can_undo,
    });
    lines.extend([
        Line::Separator,
        item("window:today", &status::today_line(&view.today)),
        item("window:insights", "Insights"),
        Line::Separator,
        item("window:movements", "Movements"),
        item("window:safety", "Safety"),
        item("window:settings", "Settings"),
        item("settings", "Open settings file"),
        item("quit", "Quit"),
    ]);
    lines
}

/// What a chosen line tells; none for an id that no menu has.
#[must_use]
pub fn chosen(id: &str) -> Option<Told> {
    let input = match id.split_once(':') {
        None => match id {
            "start" => Input::Start(Start::suggested(Source::Tray)),
            "skip" => Input::Skip(Source::Tray),
            "stand" => Input::Stand(None),
            "sit" => Input::Sit(None),
            "resume" => Input::Resume,
            "undo" => Input::Undo(Source::Tray),
            "settings" => return Some(Told::OpenSettings),
            "quit" => return Some(Told::Quit),
            _ => return None,
        },
        Some(("log", movement)) if !movement.is_empty() => {
            Input::Log(Log::of(What::Movement(movement.to_owned()), Source::Tray))
        }
        Some(("window", page)) => {
            let page = Page::ALL.into_iter().find(|known| known.word() == page)?;
            return Some(Told::OpenWindow(page));
        }
        Some(("snooze", "tomorrow")) => Input::Snooze(SnoozeFor::Tomorrow, Source::Tray),
        Some(("snooze", minutes)) => {
            Input::Snooze(SnoozeFor::Time(parse_minutes(minutes)?), Source::Tray)
        }
        Some(("pause", "tomorrow")) => Input::Pause(PauseFor::Tomorrow),
        Some(("pause", "ever")) => Input::Pause(PauseFor::Ever),
        Some(("pause", minutes)) => Input::Pause(PauseFor::Time(parse_minutes(minutes)?)),
        Some(_) => return None,
    };
    Some(Told::Input(input))
}

fn moved(movements: &[Choice]) -> Line {
    let of = |kind: Kind| {
        movements
            .iter()
            .filter(move |movement| movement.kind == kind)
            .map(log)
    };
    let mut lines: Vec<Line> = of(Kind::OnFeet).collect();
    for (kind, label) in SUBMENUS {
        let inner: Vec<Line> = of(kind).collect();
        if !inner.is_empty() {
            lines.push(sub(label, inner));
        }
    }
    if lines.is_empty() {
        lines.push(Line::Text("No movement is switched on".to_owned()));
    }
    sub("I moved", lines)
}

fn log(movement: &Choice) -> Line {
    let label = if movement.dose.is_empty() {
        movement.name.clone()
    } else {
        format!("{} · {}", movement.name, movement.dose)
    };
    item(&format!("log:{}", movement.movement), &label)
}

fn snooze() -> Line {
    let mut lines: Vec<Line> = SNOOZES
        .iter()
        .map(|minutes| item(&format!("snooze:{minutes}"), &format!("{minutes} min")))
        .collect();
    lines.push(item("snooze:tomorrow", "Until tomorrow"));
    sub("Snooze", lines)
}

fn posture(posture: Posture) -> Line {
    match posture {
        Posture::Standing => item("sit", "I'm sitting"),
        Posture::Seated | Posture::Away(_) | Posture::Stopped(_) => item("stand", "I'm standing"),
    }
}

fn pause(posture: Posture) -> Line {
    if posture == Posture::Stopped(Halt::Paused) {
        return item("resume", "Resume");
    }
    let mut lines: Vec<Line> = PAUSES
        .iter()
        .map(|(minutes, label)| item(&format!("pause:{minutes}"), label))
        .collect();
    lines.push(item("pause:tomorrow", "Until tomorrow"));
    lines.push(item("pause:ever", "Until I resume"));
    sub("Pause", lines)
}

fn is_open(reminder: ReminderState) -> bool {
    match reminder {
        ReminderState::Due
        | ReminderState::Waiting
        | ReminderState::Shown
        | ReminderState::Overdue => true,
        ReminderState::None | ReminderState::Snoozed => false,
    }
}

fn parse_minutes(text: &str) -> Option<Duration> {
    text.parse::<u32>()
        .ok()
        .filter(|&minutes| minutes > 0)
        .map(|minutes| minutes * MINUTE)
}

fn item(id: &str, label: &str) -> Line {
    Line::Item {
        id: id.to_owned(),
        label: escape(label),
        enabled: true,
    }
}

fn sub(label: &str, lines: Vec<Line>) -> Line {
    Line::Sub {
        label: label.to_owned(),
        lines,
    }
}

/// A literal `&` would mark the next letter as a shortcut.
fn escape(text: &str) -> String {
    text.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::status::tests::seated;

    fn choice(movement: &str, kind: Kind, name: &str, dose: &str) -> Choice {
        Choice {
            movement: movement.to_owned(),
            kind,
            name: name.to_owned(),
            dose: dose.to_owned(),
        }
    }

    fn movements() -> Vec<Choice> {
        vec![
            choice("heel-raise", Kind::Seated, "Heel raise", "15 times"),
            choice("easy-walk", Kind::OnFeet, "Walk", "2 min"),
            choice("stairs", Kind::OnFeet, "Up & down the stairs", ""),
            choice("squat", Kind::Strength, "Half squat", "10 times"),
        ]
    }

    /// The menu as text: two spaces a level, `-` for what cannot be chosen, ids in brackets.
    fn drawn(lines: &[Line], depth: usize) -> String {
        lines
            .iter()
            .map(|line| {
                let indent = "  ".repeat(depth);
                match line {
                    Line::Text(words) => format!("{indent}- {words}\n"),
                    Line::Item {
                        id,
                        label,
                        enabled: true,
                    } => format!("{indent}{label} [{id}]\n"),
                    Line::Item { id, label, .. } => format!("{indent}- {label} [{id}]\n"),
                    Line::Sub { label, lines } => {
                        format!("{indent}{label} >\n{}", drawn(lines, depth + 1))
                    }
                    Line::Separator => format!("{indent}---\n"),
                }
            })
            .collect()
    }

    fn find(lines: &[Line], wanted: &str) -> Option<bool> {
        lines.iter().find_map(|line| match line {
            Line::Item { id, enabled, .. } if id == wanted => Some(*enabled),
            Line::Sub { lines, .. } => find(lines, wanted),
            _ => None,
        })
    }

    fn ids(lines: &[Line]) -> Vec<String> {
        lines
            .iter()
            .flat_map(|line| match line {
                Line::Item { id, .. } => vec![id.clone()],
                Line::Sub { lines, .. } => ids(lines),
                Line::Text(_) | Line::Separator => Vec::new(),
            })
            .collect()
    }

    #[test]
    fn the_menu_while_seated_is_this() {
        let expected = "\
- Sitting 24 min · break in 6 min
---
Start a break [start]
I moved >
  Walk · 2 min [log:easy-walk]
  Up && down the stairs [log:stairs]
  Strength >
    Half squat · 10 times [log:squat]
  Seated >
    Heel raise · 15 times [log:heel-raise]
Snooze >
  5 min [snooze:5]
  10 min [snooze:10]
  30 min [snooze:30]
  Until tomorrow [snooze:tomorrow]
- Skip this one [skip]
---
I'm standing [stand]
Pause >
  30 min [pause:30]
  1 h [pause:60]
  2 h [pause:120]
  Until tomorrow [pause:tomorrow]
  Until I resume [pause:ever]
- Undo last [undo]
---
Today: under a minute sitting, no breaks yet, longest under a minute [window:today]
Insights [window:insights]
---
Movements [window:movements]
Safety [window:safety]
Settings [window:settings]
Open settings file [settings]
Quit [quit]
";
        assert_eq!(drawn(&menu(&seated(), &movements()), 0), expected);
    }

    #[test]
    fn skip_can_be_chosen_only_while_a_reminder_is_open() {
        for (reminder, enabled) in [
            (ReminderState::None, false),
            (ReminderState::Due, true),
            (ReminderState::Waiting, true),
            (ReminderState::Shown, true),
            (ReminderState::Overdue, true),
            (ReminderState::Snoozed, false),
        ] {
            let view = View {
                reminder,
                ..seated()
            };
            assert_eq!(
                find(&menu(&view, &[]), "skip"),
                Some(enabled),
                "{reminder:?}"
            );
        }
    }

    #[test]
    fn undo_can_be_chosen_only_when_there_is_something_to_undo() {
        for can_undo in [false, true] {
            let view = View {
                can_undo,
                ..seated()
            };
            assert_eq!(find(&menu(&view, &[]), "undo"), Some(can_undo));
        }
    }

    #[test]
    fn whoever_stands_may_say_that_they_sit() {
        let view = View {
            posture: Posture::Standing,
            ..seated()
        };
        let lines = menu(&view, &[]);
        assert_eq!(find(&lines, "sit"), Some(true));
        assert_eq!(find(&lines, "stand"), None);
    }

    #[test]
    fn while_paused_there_is_resume_and_no_pause() {
        let paused = View {
            posture: Posture::Stopped(Halt::Paused),
            ..seated()
        };
        let lines = menu(&paused, &[]);
        assert_eq!(find(&lines, "resume"), Some(true));
        assert!(!ids(&lines).iter().any(|id| id.starts_with("pause")));

        let off_hours = View {
            posture: Posture::Stopped(Halt::OffHours),
            ..seated()
        };
        assert_eq!(find(&menu(&off_hours, &[]), "pause:ever"), Some(true));
    }

    #[test]
    fn without_movements_the_menu_says_so() {
        let lines = drawn(&menu(&seated(), &[]), 0);
        assert!(
            lines.contains("  - No movement is switched on\n"),
            "{lines}"
        );
    }

    #[test]
    fn every_line_of_the_menu_tells_something_of_its_own() {
        let mut views = [seated(), seated(), seated()];
        views[1].posture = Posture::Standing;
        views[2].posture = Posture::Stopped(Halt::Paused);
        let mut all: Vec<String> = views
            .iter()
            .flat_map(|view| ids(&menu(view, &movements())))
            .collect();
        all.sort();
        all.dedup();
        let mut told: Vec<String> = all
            .iter()
            .map(|id| {
                format!(
                    "{:?}",
                    chosen(id).unwrap_or_else(|| panic!("{id} says nothing"))
                )
            })
            .collect();
        told.sort();
        told.dedup();
        assert_eq!(told.len(), all.len());
    }

    #[test]
    fn a_chosen_line_tells_this() {
        let table = [
            (
                "start",
                Told::Input(Input::Start(Start::suggested(Source::Tray))),
            ),
            (
                "log:easy-walk",
                Told::Input(Input::Log(Log::of(
                    What::Movement("easy-walk".to_owned()),
                    Source::Tray,
                ))),
            ),
            (
                "snooze:10",
                Told::Input(Input::Snooze(
                    SnoozeFor::Time(Duration::from_mins(10)),
                    Source::Tray,
                )),
            ),
            (
                "snooze:tomorrow",
                Told::Input(Input::Snooze(SnoozeFor::Tomorrow, Source::Tray)),
            ),
            ("skip", Told::Input(Input::Skip(Source::Tray))),
            ("stand", Told::Input(Input::Stand(None))),
            ("sit", Told::Input(Input::Sit(None))),
            (
                "pause:120",
                Told::Input(Input::Pause(PauseFor::Time(Duration::from_hours(2)))),
            ),
            (
                "pause:tomorrow",
                Told::Input(Input::Pause(PauseFor::Tomorrow)),
            ),
            ("pause:ever", Told::Input(Input::Pause(PauseFor::Ever))),
            ("resume", Told::Input(Input::Resume)),
            ("undo", Told::Input(Input::Undo(Source::Tray))),
            ("window:today", Told::OpenWindow(Page::Today)),
            ("window:insights", Told::OpenWindow(Page::Insights)),
            ("window:safety", Told::OpenWindow(Page::Safety)),
            ("window:settings", Told::OpenWindow(Page::Settings)),
            ("settings", Told::OpenSettings),
            ("quit", Told::Quit),
        ];
        for (id, told) in table {
            assert_eq!(chosen(id), Some(told), "{id}");
        }
    }

    #[test]
    fn an_id_no_menu_has_tells_nothing() {
        for id in [
            "",
            "nothing",
            "log:",
            "snooze:",
            "snooze:0",
            "snooze:-5",
            "pause:soon",
            "x:1",
        ] {
            assert_eq!(chosen(id), None, "{id}");
        }
    }
}
