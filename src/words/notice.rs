//! What a notice says. Where the server shows no buttons, the body says what to do instead.

use std::time::Duration;

use super::{Names, duration, reply, suggested, upper, within};
use crate::engine::effect::{Action, Ask, Notice, Says, Suggestion};
use crate::engine::input::Letter;
use crate::engine::record::Outcome;

/// The text of one notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    /// The headline.
    pub summary: String,
    /// The sentences under it; plain text, not escaped, lines parted by `\n`.
    pub body: String,
    /// The buttons with their words, most wanted first; none where the server has none.
    pub buttons: Vec<(Action, String)>,
}

/// Whether the server shows buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Buttons {
    /// It does.
    Shown,
    /// It does not: the sentences must stand without them.
    Absent,
}

/// The words of a notice.
#[must_use]
pub fn notice(notice: &Notice, names: &dyn Names, buttons: Buttons) -> NoticeText {
    let (summary, mut body) = sentences(&notice.says, names);
    if buttons == Buttons::Absent
        && let Some(instead) = instead(notice)
    {
        if !body.is_empty() {
            body.push(if body.contains('\n') { '\n' } else { ' ' });
        }
        body.push_str(&instead);
    }
    let buttons = match buttons {
        Buttons::Shown => notice
            .actions
            .iter()
            .map(|&action| (action, button(action).to_owned()))
            .collect(),
        Buttons::Absent => Vec::new(),
    };
    NoticeText {
        summary,
        body,
        buttons,
    }
}

/// The word on a button.
#[must_use]
pub fn button(action: Action) -> &'static str {
    match action {
        Action::Start => "Start",
        Action::Done => "Done",
        Action::Part => "Part of it",
        Action::Later => "Later",
        Action::Skip => "Skip",
        Action::Undo => "Undo",
        Action::Yes => "Yes",
        Action::No => "No, I sat",
        Action::NotYet => "Not yet",
    }
}

fn sentences(says: &Says, names: &dyn Names) -> (String, String) {
    match says {
        Says::Reminder {
            ask,
            suggestion,
            so_far,
            repeat,
        } => {
            let so_far = duration::sentence(*so_far);
            let idea = idea(*ask, suggestion, names);
            let (summary, lead) = match ask {
                Ask::Pump => ("Time to move your legs", still(&so_far, *repeat)),
                Ask::Long => ("Time to be on your feet", sat(&so_far, *repeat)),
                Ask::Standing => (
                    "Time to shift your weight",
                    format!("You have been standing for {so_far}."),
                ),
                Ask::Wanted => ("Your break", "You asked for a break.".to_owned()),
            };
            (summary.to_owned(), format!("{lead} {idea}"))
        }
        Says::Guide { suggestion } => (
            upper(&suggested(suggestion, names)),
            guide(suggestion, names),
        ),
        Says::Finished { suggestion } => (
            "Time is up".to_owned(),
            format!("Did you do it: {}?", suggested(suggestion, names)),
        ),
        Says::Question { absence, .. } => (
            "On your feet?".to_owned(),
            format!(
                "You were away for {}. It counts as a break unless you sat.",
                duration::sentence(*absence)
            ),
        ),
        Says::Ready { every } => (
            format!("Ready for {}?", often(*every)),
            "So far you were asked once an hour, to begin gently.".to_owned(),
        ),
        Says::Letter(letter) => ("Your last week".to_owned(), week(letter)),
        Says::Booked(what) => {
            let summary = if what.outcome == Outcome::Part {
                "Part of a break is booked"
            } else {
                "Break booked"
            };
            (summary.to_owned(), reply::booking(what, names))
        }
        Says::Undone(what) => (
            "Taken back".to_owned(),
            format!("{} no longer counts.", upper(&super::booked(what, names))),
        ),
        Says::Snoozed { lasts } => ("Later".to_owned(), reply::snoozed(*lasts)),
        Says::Refused(refusal) => (
            "That did not work".to_owned(),
            reply::refused(*refusal).to_owned(),
        ),
    }
}

fn week(letter: &Letter) -> String {
    let longest = duration::sentence(letter.longest);
    let moved = if letter.breaks == 0 {
        "No leg work was noted.".to_owned()
    } else {
        let breaks = duration::count(letter.breaks.into(), "movement");
        let leg_work = duration::sentence(letter.leg_work);
        format!("{breaks}, {leg_work} of leg work.")
    };
    format!("Longest sitting: {longest}. {moved}")
}

fn often(every: Duration) -> String {
    match every.as_secs() {
        1800 => "every half hour".to_owned(),
        _ => format!("every {}", duration::sentence(every)),
    }
}

/// For the pump clock, which runs through a sitting in which the calves worked.
fn still(so_far: &str, repeat: u32) -> String {
    if repeat == 0 {
        format!("Your legs last worked {so_far} ago, as far as Soleus knows.")
    } else {
        format!("By now your legs last worked {so_far} ago, as far as Soleus knows.")
    }
}

fn sat(so_far: &str, repeat: u32) -> String {
    if repeat == 0 {
        format!("You have been sitting for {so_far}, as far as Soleus knows.")
    } else {
        format!("By now you have been sitting for {so_far}, as far as Soleus knows.")
    }
}

/// What is suggested, how much of it, and how it is done.
fn idea(ask: Ask, suggestion: &Suggestion, names: &dyn Names) -> String {
    let question = match ask {
        // The catalogue's words are for its usual dose; this one is longer.
        Ask::Long => format!(
            "How about {} on your feet: {}?",
            duration::sentence(suggestion.dose),
            within(&suggestion.movement, suggestion.kind, names)
        ),
        Ask::Pump | Ask::Wanted | Ask::Standing => {
            format!("How about this: {}?", suggested(suggestion, names))
        }
    };
    let how = names.how(&suggestion.movement);
    let or = (ask == Ask::Standing).then_some("Or sit for a while.");
    let sentences = [Some(question.as_str()), how, or];
    sentences
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Stands under every movement that is shown: the card line of the page on safety, word for word.
pub const SAFETY: &str = "Comfortable effort only. Stop for pain, dizziness or breathlessness. \
                          One leg suddenly swollen or painful? Do not exercise it; see Safety.";

fn guide(suggestion: &Suggestion, names: &dyn Names) -> String {
    let steps = names.steps(&suggestion.movement);
    if steps.is_empty() {
        let how = names
            .how(&suggestion.movement)
            .unwrap_or("Move at a pace that feels easy.");
        return format!("{how}\n{SAFETY}");
    }
    let lines: Vec<String> = steps
        .iter()
        .enumerate()
        .map(|(step, words)| format!("{}. {words}", step + 1))
        .collect();
    format!("{}\n{SAFETY}", lines.join("\n"))
}

/// What to do where no button is shown. The menu and the command line hold whatever the clicks
/// on the icon are set to.
fn instead(notice: &Notice) -> Option<String> {
    if let Says::Question { since, .. } = notice.says {
        let since = since.format("%H:%M");
        return Some(format!("If you sat, type: soleus sit --at {since}"));
    }
    always(notice).map(str::to_owned)
}

fn always(notice: &Notice) -> Option<&'static str> {
    match notice.says {
        Says::Reminder { .. } => Some(
            "When you have moved, choose I moved in the tray menu or type: soleus log. \
             For later, type: soleus snooze",
        ),
        Says::Guide { .. } => {
            Some("When done, choose I moved in the tray menu or type: soleus log")
        }
        Says::Finished { .. } => Some("If so, choose I moved in the tray menu or type: soleus log"),
        Says::Booked(_) => Some("To take it back, type: soleus undo"),
        Says::Ready { .. } => {
            Some("When you are, type: soleus settings set reminders.gentle_start false")
        }
        Says::Letter(_) => Some("For more, type: soleus stats"),
        Says::Question { .. } | Says::Undone(_) | Says::Snoozed { .. } | Says::Refused(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::engine::effect::{Booked, NoticeId, Refusal};
    use crate::engine::movement::Kind;
    use crate::words::fake::{Fake, assert_kind};

    const MINUTE: Duration = Duration::from_mins(1);

    fn walk(minutes: u32) -> Suggestion {
        Suggestion {
            movement: "easy-walk".to_owned(),
            kind: Kind::OnFeet,
            dose: minutes * MINUTE,
            side: None,
        }
    }

    fn reminder(ask: Ask, suggestion: Suggestion, minutes: u32, repeat: u32) -> Says {
        Says::Reminder {
            ask,
            suggestion,
            so_far: minutes * MINUTE,
            repeat,
        }
    }

    fn question(absence: Duration) -> Says {
        let since = "2026-03-02T09:20:00+01:00".parse().unwrap();
        Says::Question { absence, since }
    }

    fn booking(outcome: Outcome) -> Booked {
        Booked {
            record: 7,
            movement: "easy-walk".to_owned(),
            kind: Kind::OnFeet,
            outcome,
            lasted: 2 * MINUTE,
            repetitions: None,
        }
    }

    fn letter(leg_work: Duration, breaks: u32) -> Says {
        Says::Letter(Letter {
            longest: 84 * MINUTE,
            leg_work,
            breaks,
        })
    }

    fn of(says: Says) -> Notice {
        Notice {
            id: NoticeId(1),
            says,
            actions: vec![Action::Start, Action::Done, Action::Later, Action::Skip],
            silent: false,
            stays: 2 * MINUTE,
        }
    }

    fn unknown(kind: Kind) -> Suggestion {
        Suggestion {
            movement: "gone".to_owned(),
            kind,
            dose: MINUTE,
            side: None,
        }
    }

    fn table() -> Vec<(Says, &'static str, &'static str)> {
        let mut all = seated();
        all.extend(others());
        all
    }

    fn seated() -> Vec<(Says, &'static str, &'static str)> {
        vec![
            (
                reminder(Ask::Pump, walk(2), 34, 0),
                "Time to move your legs",
                "Your legs last worked 34 minutes ago, as far as Soleus knows. How about this: walk, 2 min? \
                 Walk at a pace that feels easy.",
            ),
            (
                reminder(Ask::Pump, walk(2), 39, 1),
                "Time to move your legs",
                "By now your legs last worked 39 minutes ago, as far as Soleus knows. How about this: walk, 2 min? \
                 Walk at a pace that feels easy.",
            ),
            (
                reminder(Ask::Pump, unknown(Kind::Strength), 1, 0),
                "Time to move your legs",
                "Your legs last worked 1 minute ago, as far as Soleus knows. How about this: some leg work on your feet, \
                 1 min?",
            ),
            (
                reminder(Ask::Long, walk(10), 121, 0),
                "Time to be on your feet",
                "You have been sitting for 2 hours and 1 minute, as far as Soleus knows. How about \
                 10 minutes on your feet: walk? Walk at a pace that feels easy.",
            ),
        ]
    }

    fn others() -> Vec<(Says, &'static str, &'static str)> {
        vec![
            (
                reminder(Ask::Standing, unknown(Kind::Standing), 15, 0),
                "Time to shift your weight",
                "You have been standing for 15 minutes. How about this: a few heel-toe rocks, \
                 1 min? Or sit for a while.",
            ),
            (
                reminder(Ask::Wanted, unknown(Kind::Seated), 3, 0),
                "Your break",
                "You asked for a break. How about this: some leg work in your chair, 1 min?",
            ),
            (
                Says::Guide {
                    suggestion: walk(2),
                },
                "Walk, 2 min",
                "1. Stand up.\n2. Walk at ease.\nComfortable effort only. Stop for pain, dizziness or breathlessness. \
                 One leg suddenly swollen or painful? Do not exercise it; see Safety.",
            ),
            (
                Says::Guide {
                    suggestion: unknown(Kind::Stretch),
                },
                "A calf stretch, 1 min",
                "Move at a pace that feels easy.\nComfortable effort only. Stop for pain, dizziness or breathlessness. \
                 One leg suddenly swollen or painful? Do not exercise it; see Safety.",
            ),
            (
                Says::Finished {
                    suggestion: walk(2),
                },
                "Time is up",
                "Did you do it: walk, 2 min?",
            ),
            (
                question(12 * MINUTE),
                "On your feet?",
                "You were away for 12 minutes. It counts as a break unless you sat.",
            ),
            (
                letter(63 * MINUTE, 21),
                "Your last week",
                "Longest sitting: 1 hour and 24 minutes. 21 movements, 1 hour and 3 minutes of leg work.",
            ),
            (
                letter(Duration::ZERO, 0),
                "Your last week",
                "Longest sitting: 1 hour and 24 minutes. No leg work was noted.",
            ),
            (
                Says::Booked(booking(Outcome::Done)),
                "Break booked",
                "Booked: walk, 2 min.",
            ),
            (
                Says::Booked(booking(Outcome::Part)),
                "Part of a break is booked",
                "Booked as part of a break: walk, 2 min.",
            ),
            (
                Says::Undone(booking(Outcome::Done)),
                "Taken back",
                "Walk, 2 min no longer counts.",
            ),
            (
                Says::Snoozed {
                    lasts: Some(10 * MINUTE),
                },
                "Later",
                "The reminder comes back after 10 minutes of sitting.",
            ),
            (
                Says::Snoozed { lasts: None },
                "Later",
                "No more reminders until tomorrow.",
            ),
            (
                Says::Refused(Refusal::NothingToUndo),
                "That did not work",
                "There is nothing to take back.",
            ),
        ]
    }

    #[test]
    fn every_notice_is_said_in_kind_sentences() {
        for (says, summary, body) in table() {
            let text = notice(&of(says), &Fake::new(), Buttons::Shown);
            assert_eq!((text.summary.as_str(), text.body.as_str()), (summary, body));
            assert_kind(&text.summary, 40);
            assert_kind(&text.body, 200);
            assert_eq!(text.buttons.len(), 4);
        }
    }

    #[test]
    fn who_stands_reads_how_it_is_done_before_the_other_choice() {
        let says = reminder(Ask::Standing, walk(2), 15, 0);
        assert_eq!(
            notice(&of(says), &Fake::new(), Buttons::Shown).body,
            "You have been standing for 15 minutes. How about this: walk, 2 min? \
             Walk at a pace that feels easy. Or sit for a while."
        );
    }

    #[test]
    fn without_buttons_the_body_says_what_to_do_instead() {
        for (says, ..) in table() {
            let wants_an_answer = !matches!(
                says,
                Says::Undone(_) | Says::Snoozed { .. } | Says::Refused(_)
            );
            let with = notice(&of(says.clone()), &Fake::new(), Buttons::Shown);
            let without = notice(&of(says), &Fake::new(), Buttons::Absent);
            assert!(without.buttons.is_empty());
            assert_eq!(without.summary, with.summary);
            assert!(without.body.starts_with(&with.body));
            assert_eq!(
                without.body.contains("type: soleus "),
                wants_an_answer,
                "{}",
                without.body
            );
            assert_kind(&without.body, 300);
        }
    }

    #[test]
    fn the_command_stands_on_a_line_of_its_own_below_steps() {
        let guide = Says::Guide {
            suggestion: walk(2),
        };
        let text = notice(&of(guide), &Fake::new(), Buttons::Absent);
        assert_eq!(
            text.body.lines().last(),
            Some("When done, choose I moved in the tray menu or type: soleus log")
        );
    }

    #[test]
    fn a_how_line_stands_in_for_missing_steps() {
        struct OnlyHow;
        impl Names for OnlyHow {
            fn name(&self, _: &str) -> Option<&str> {
                None
            }
            fn dose(&self, _: &str) -> Option<&str> {
                None
            }
            fn counted(&self, _: &str) -> Option<&str> {
                None
            }
            fn how(&self, _: &str) -> Option<&str> {
                Some("Lift both heels.")
            }
            fn steps(&self, _: &str) -> &[String] {
                &[]
            }
        }
        let guide = Says::Guide {
            suggestion: unknown(Kind::Seated),
        };
        let text = notice(&of(guide), &OnlyHow, Buttons::Shown);
        assert_eq!(text.body, format!("Lift both heels.\n{SAFETY}"));
    }

    #[test]
    fn every_button_has_its_own_short_word() {
        let mut words: Vec<_> = Action::ALL.into_iter().map(button).collect();
        for word in &words {
            assert_kind(word, 12);
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Action::ALL.len());
    }

    #[test]
    fn buttons_keep_the_order_they_were_asked_in() {
        let text = notice(&of(question(MINUTE)), &Fake::new(), Buttons::Shown);
        let order: Vec<_> = text.buttons.iter().map(|(action, _)| *action).collect();
        assert_eq!(
            order,
            [Action::Start, Action::Done, Action::Later, Action::Skip]
        );
    }
}
