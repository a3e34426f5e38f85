//! Weeks and months: the pictures, the sentence above each, and what is kept of them.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use soleus::engine::effect::Page;
use soleus::history::{self, Bouts, DayBout, Figures, Hour, Summary};
use soleus::window::record::Read;
use soleus::window::{Came, Chore, Colours, Heard, Look, Motion};

use crate::desk::Desk;

/// The day of the desk, a Tuesday.
const TODAY: &str = "2026-03-10";

fn today() -> NaiveDate {
    TODAY.parse().expect("a date")
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// A day with a bout of so many minutes from 13:05 on, and one of 34 in the morning.
fn day(date: NaiveDate, longest: u64) -> Summary {
    let at: DateTime<FixedOffset> = format!("{date}T13:05:00+02:00").parse().expect("a time");
    let mut bouts = Bouts {
        count: 2,
        longest: Some(DayBout {
            at,
            to: at + minutes(longest),
            lasted: minutes(longest),
        }),
        ..Bouts::default()
    };
    for lasted in [longest, 34] {
        bouts.lengths[Bouts::length_of(minutes(lasted))] += 1;
        bouts.seated[Bouts::length_of(minutes(lasted))] += minutes(lasted);
    }
    let mut figures = Figures {
        days: 1,
        bouts,
        ..Figures::default()
    };
    figures.reminders.done = 4;
    figures.reminders.snoozed = 2;
    figures.reminders.skipped = 1;
    figures.reminders.ignored = 3;
    figures.reminders.withdrawn = 1;
    let mut hours = [Hour::default(); 24];
    hours[9].seated = minutes(34);
    hours[10].breaks = 2;
    hours[10].guessed = 1;
    for (hour, seated) in [(13, 55), (14, 29)] {
        hours[hour].seated = minutes(seated);
        hours[hour].long_seated = minutes(seated);
    }
    Summary {
        date,
        figures,
        hours,
        movements: std::collections::BTreeMap::new(),
        totals: Vec::new(),
    }
}

/// So many days up to yesterday, each longer by a minute.
fn days(number: u64) -> Vec<Summary> {
    let days = (1..=number).rev();
    days.map(|back| day(today() - Days::new(back), 84 + (number - back) % 60))
        .collect()
}

/// What the page asked for has come, and is these days.
fn told(desk: &mut Desk, days: Vec<Summary>) {
    let waiting = desk.waiting();
    let [Chore::Summaries(question)] = &waiting[..] else {
        panic!("{waiting:?} waits");
    };
    let read = Read {
        wanted: question.wanted.clone(),
        now: question.now,
        days: Ok(history::Days {
            days,
            ..history::Days::default()
        }),
    };
    desk.hear(&Heard::Came(Came::Summaries(Arc::new(read))));
}

fn desk(look: Look, size: [f32; 2], days: Vec<Summary>) -> Desk {
    let mut desk = Desk::open_with(Page::Safety, look, size, &[]);
    desk.lost();
    desk.hold();
    desk.press("Insights");
    told(&mut desk, days);
    desk.let_go();
    desk
}

fn wide(days: Vec<Summary>) -> Desk {
    desk(Look::default(), [760.0, 620.0], days)
}

#[test]
fn each_picture_has_its_sentence() {
    let desk = wide(days(10));
    desk.assert_shows("The longest sitting of 10 days was 1 h 33, on Monday 9 March.");
    desk.assert_shows(
        "10 of 20 sittings ended before 40 minutes; 10 went on for an hour or longer.",
    );
    desk.assert_shows(
        "Your long sittings are mostly in the afternoon, between 13 and 15. 20 breaks are recorded, \
         and 10 more are guesses.",
    );
    desk.assert_shows("You answered 70 of 100 reminders. 10 more went away by themselves.");
}

#[test]
fn short_days_are_counted_as_what_they_are() {
    let mut some = days(10);
    for at in [3, 4] {
        some[at] = day(some[at].date, 50);
    }
    let desk = wide(some);
    desk.assert_shows("On 2 of 10 days no sitting was longer than an hour. The longest was 1 h 33");
}

#[test]
fn a_date_of_a_longer_range_has_its_year() {
    let mut desk = wide(days(10));
    desk.hold();
    desk.press("A year");
    told(&mut desk, days(10));
    desk.assert_shows("was 1 h 33, on Monday 9 March 2026.");
}

#[test]
fn the_legend_names_what_is_drawn() {
    let mut some = days(10);
    some[3].figures.bouts = Bouts::default();
    let desk = wide(some);
    for entry in ["under 30 min", "no sitting", "nothing recorded"] {
        assert!(desk.labels().iter().any(|label| label == entry), "{entry}");
    }
    let labels = wide(days(28)).labels();
    assert!(!labels.iter().any(|label| label == "no sitting"));
}

#[test]
fn a_first_day_and_a_few_days_claim_nothing() {
    let empty = wide(Vec::new());
    empty.assert_shows("Nothing is recorded in these weeks yet.");
    assert!(!empty.shows("Save"));
    let few = wide(days(2));
    few.assert_shows("Too little data yet to say more: 2 of 5 days.");
    for claim in ["no sitting was longer", "mostly", "You answered"] {
        assert!(!few.shows(claim), "{claim}");
    }
    assert!(!wide(days(5)).shows("Too little data"));
}

#[test]
fn what_was_not_is_not_drawn_nor_told_as_a_bar() {
    let mut first = day(today(), 10);
    first.hours = [Hour::default(); 24];
    first.hours[13].seated = minutes(10);
    first.figures.reminders = history::Reminders::default();
    let desk = desk(Look::default(), [760.0, 1800.0], vec![first]);
    let too_little = "Too little data yet to say more: 1 of 5 days.";
    let all = desk.painted();
    let told = all.iter().filter(|(words, _)| words == too_little);
    assert_eq!(told.count(), 1, "once, at the top");
    assert!(desk.painted_at(too_little).top() < desk.painted_at("Answers to reminders").top());
    desk.painted_at("No sitting of an hour or longer yet.");
    desk.painted_at("No breaks yet.");
    for (words, _) in desk.painted() {
        assert!(!words.contains("est bar"), "{words}");
    }
    // One hour alone is no column across the whole picture.
    let hour = |hour: &str| desk.painted_at(hour).center().x;
    assert!(hour("14") - hour("13") < 200.0);
}

#[test]
fn the_longest_sittings_have_one_bar_that_is_called_so() {
    for wide in [440.0, 760.0] {
        let desk = desk(Look::default(), [wide, 1800.0], days(10));
        let under = desk.painted_at("2 h +");
        let bar = desk.rect_of_last("120 minutes or longer: 0 sittings");
        assert!((under.center().x - bar.center().x).abs() < 1.0, "{wide}");
        assert!(desk.painted_at("90 min").right() < under.left(), "{wide}");
        desk.painted_at("Begun, end not told");
    }
}

#[test]
fn every_day_of_the_calendar_can_be_read() {
    let desk = wide(days(10));
    desk.assert_shows("Monday 9 March 2026: longest sitting 1 h 33, from 13:05");
    desk.assert_shows("Tuesday 10 March 2026: nothing recorded");
    desk.assert_shows("80 to 90 minutes: 6 sittings");
    desk.assert_shows("13:00 to 14:00: 55 min a day in sittings of an hour or longer; 0 breaks");
    desk.assert_shows(
        "10:00 to 11:00: no time a day in sittings of an hour or longer; 20 breaks \
         in all, and 10 more guessed",
    );
    desk.assert_shows("Not answered: 30");
}

#[test]
fn the_arrow_keys_go_through_a_picture() {
    let mut desk = wide(days(10));
    desk.tab_to("Longest sitting of each day, a calendar");
    let said = |desk: &Desk| desk.focused_value().expect("a part");
    assert!(said(&desk).starts_with("Monday 16 February 2026"));
    desk.key(Key::ArrowDown);
    assert!(said(&desk).starts_with("Tuesday 17 February 2026"));
    desk.key(Key::ArrowRight);
    assert!(said(&desk).starts_with("Tuesday 24 February 2026"));
    desk.tab_to("How long sittings are, a bar");
    desk.key(Key::ArrowRight);
    assert_eq!(said(&desk), "10 to 20 minutes: 0 sittings");
}

#[test]
fn a_longer_range_is_read_when_it_is_wanted() {
    let mut desk = wide(days(10));
    desk.hold();
    for (button, first) in [
        ("3 months", "2025-12-15"),
        ("A year", "2025-03-10"),
        ("4 weeks", "2026-02-16"),
    ] {
        desk.press(button);
        let waiting = desk.waiting();
        let [Chore::Summaries(question)] = &waiting[..] else {
            panic!("{waiting:?} waits");
        };
        let first: NaiveDate = first.parse().unwrap();
        assert_eq!(question.wanted.dates, first..=today(), "{button}");
        let came = Chore::Summaries(question.clone()).perform(&desk.model().settings);
        desk.hear(&Heard::Came(came));
    }
}

#[test]
fn a_year_is_drawn_with_the_first_picture_and_then_nothing_is_painted() {
    let mut desk = Desk::open_with(Page::Insights, Look::default(), [760.0, 620.0], &[]);
    desk.lost();
    desk.hold();
    desk.press("A year");
    told(&mut desk, days(365));
    desk.step();
    desk.assert_shows("The longest sitting of 365 days was 2 h 23, on ");
    desk.look();
    assert_eq!(desk.paints_again(), None);
    assert!(desk.waiting().is_empty());
}

#[test]
fn what_a_picture_shows_is_kept_as_a_table() {
    let mut desk = wide(days(2));
    let saved = |desk: &mut Desk, title: &str, file: &str| {
        desk.press(&format!("Save data: {title}"));
        desk.file(&format!("soleus-{file}-4-weeks-{TODAY}.csv"))
    };
    assert_eq!(
        saved(&mut desk, "Longest sitting of each day", "longest-sittings"),
        "date,longest_bout_seconds,longest_bout_at\n\
         2026-03-08,5040,2026-03-08T13:05:00+02:00\n\
         2026-03-09,5100,2026-03-09T13:05:00+02:00\n"
    );
    let lengths = saved(&mut desk, "How long sittings are", "lengths-of-sittings");
    assert_eq!(lengths.lines().count(), 14);
    assert!(lengths.starts_with("from_minutes,to_minutes,bouts,seated_seconds\n0,10,0,0\n"));
    assert!(lengths.contains("\n30,40,2,4080\n") && lengths.ends_with("\n120,,0,0\n"));
    let hours = saved(&mut desk, "Long sittings and breaks by hour", "hours");
    assert!(hours.contains("\n13,6600,6600,0,0,0\n"), "{hours}");
    assert!(hours.contains("\n10,0,0,0,4,2\n"), "{hours}");
    assert!(hours.starts_with(
        "hour,seated_seconds,long_seated_seconds,upright_seconds,breaks,breaks_guessed\n"
    ));
    assert_eq!(
        saved(&mut desk, "Answers to reminders", "reminders"),
        "answer,reminders\ndone,8\nstarted,0\nsnoozed,4\nskipped,2\nignored,6\nwithdrawn,2\n"
    );
}

#[test]
fn each_card_is_brought_into_sight_for_its_picture() {
    let mut desk = wide(days(10));
    desk.press("Save picture: Answers to reminders");
    for _ in 0..4 {
        desk.look();
    }
    assert!(desk.has_file(&format!("soleus-reminders-4-weeks-{TODAY}.png")));
}

#[test]
fn nothing_is_cut_off_and_everything_has_a_name() {
    for colours in Colours::ALL {
        for size in [[440.0, 400.0], [760.0, 620.0]] {
            let look = Look {
                colours,
                motion: Motion::Reduced,
            };
            for number in [0, 1, 28] {
                let desk = desk(look, size, days(number));
                assert_eq!(desk.cut_off(), [""; 0], "{colours:?} {size:?}");
                assert_eq!(desk.nameless(), [""; 0], "{colours:?} {size:?}");
            }
        }
    }
    let mut year = Desk::open_with(Page::Insights, Look::default(), [440.0, 400.0], &[]);
    year.lost();
    year.hold();
    year.press("A year");
    told(&mut year, days(365));
    assert_eq!(year.cut_off(), [""; 0]);
}

#[test]
fn headings_are_headings() {
    let headings = wide(days(10)).of_role(Role::Heading);
    assert_eq!(
        headings,
        [
            "Insights",
            "Longest sitting of each day",
            "How long sittings are",
            "Long sittings and breaks by hour",
            "Answers to reminders"
        ]
    );
}
