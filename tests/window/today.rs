//! The day: what is told of it, and how it is kept.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use serde_json::{Value, json};
use soleus::control::Answer;
use soleus::engine::effect::Page;
use soleus::history::{ClockOff, Days};
use soleus::window::record::Read;
use soleus::window::{Came, Chore, Colours, Heard, Look, Motion};

use crate::desk::Desk;
use crate::rig::{seated, with};

const FILE: &str = "history/pc-1/2026-03.jsonl";

/// A morning: sitting from 7:00 to 8:24, ten minutes away, sitting again from 8:34 on.
pub(crate) fn morning() -> String {
    [
        line(
            1,
            "10T07:00",
            json!({"kind": "stretch", "posture": "seated", "seconds": 5040}),
        ),
        line(
            2,
            "10T07:30",
            json!({
                "kind": "break", "movement": "seated-heel-raise", "movement_kind": "seated",
                "outcome": "part", "seconds": 45, "source": "notice",
            }),
        ),
        line(
            3,
            "10T08:24",
            json!({"kind": "stretch", "posture": {"away": "idle"}, "seconds": 600}),
        ),
        line(
            4,
            "10T08:24",
            json!({
                "kind": "break", "movement": null, "movement_kind": null, "outcome": "natural",
                "seconds": 600, "source": "guess",
            }),
        ),
        line(
            5,
            "10T08:34",
            json!({"kind": "stretch", "posture": "seated", "seconds": 3000}),
        ),
        line(
            6,
            "10T08:50",
            json!({
                "kind": "break", "movement": "easy-walk", "movement_kind": "on-feet",
                "outcome": "skipped", "seconds": 0, "source": "notice",
            }),
        ),
    ]
    .concat()
}

/// The day before: half an hour.
fn yesterday() -> String {
    let stretch = json!({"kind": "stretch", "posture": "seated", "seconds": 1800});
    line(7, "09T10:00", stretch)
}

pub(crate) fn record(id: u64, at: &str, mut happened: Value) -> Value {
    happened["v"] = json!(1);
    happened["id"] = json!(id);
    happened["at"] = json!(format!("2026-03-{at}:00+02:00"));
    happened
}

pub(crate) fn line(id: u64, at: &str, happened: Value) -> String {
    format!("{}\n", record(id, at, happened))
}

pub(crate) fn desk(history: &str) -> Desk {
    desk_with(Look::default(), [760.0, 900.0], history)
}

fn desk_with(look: Look, size: [f32; 2], history: &str) -> Desk {
    let mut desk = Desk::open_with(Page::Today, look, size, &[(FILE, history)]);
    desk.lost();
    desk
}

/// One that follows a resident which has nothing unwritten.
pub(crate) fn followed(history: &str) -> Desk {
    let mut desk = desk(history);
    desk.stands(seated());
    unwritten(&mut desk, Vec::new());
    desk
}

pub(crate) fn unwritten(desk: &mut Desk, records: Vec<Value>) {
    unwritten_at(desk, "09:24:00", records);
}

fn unwritten_at(desk: &mut Desk, now: &str, records: Vec<Value>) {
    assert_eq!(desk.asked(), [json!({"ask": "unwritten"})]);
    let records = records
        .into_iter()
        .map(|it| serde_json::from_value(it).expect("a record"));
    desk.answered(Answer::Unwritten {
        device: "pc-1".to_owned(),
        records: records.collect(),
        now: format!("2026-03-10T{now}+02:00").parse().expect("a time"),
    });
}

/// The resident tells this posture, which began at this time.
fn turns(desk: &mut Desk, [posture, why, since]: [&str; 3], bout_seconds: u64) {
    let at = desk.model().wall.to_rfc3339();
    let since = format!("2026-03-10T{since}+02:00");
    let status = with(seated(), "posture", json!(posture));
    let status = with(status, "why", json!(why));
    let status = with(status, "at", json!(at));
    let status = with(status, "since", json!(since));
    desk.stands(with(status, "bout_seconds", json!(bout_seconds)));
}

#[test]
fn the_longest_sitting_is_told_first() {
    let desk = desk(&morning());
    desk.assert_shows("Longest sitting today: 1 h 24, from 07:00.");
    let headings = desk.of_role(Role::Heading);
    assert_eq!(headings[..2], ["Today", "Tuesday 10 March 2026"]);
    desk.assert_shows("Sitting, 07:00 to 08:24, 1 h 24. As Soleus noticed.");
    desk.assert_shows("07:30  Seated heel raise, 45 s: partly done");
    desk.assert_shows("08:24  Time away, 10 min: perhaps a break: a guess");
    desk.assert_shows("08:50  Walk: skipped");
}

#[test]
fn a_first_day_is_empty_and_says_so() {
    let mut desk = desk("");
    // One that tells what this window knows no word for.
    desk.stands(with(seated(), "posture", json!("afloat")));
    unwritten(&mut desk, Vec::new());
    desk.assert_shows("Nothing is recorded yet today. What you do from now on appears here.");
    assert!(!desk.shows("Save picture"));
    assert!(!desk.shows("Breaks"));
}

#[test]
fn without_a_resident_nothing_is_promised_and_what_is_shown_is_what_was_recorded() {
    let empty = desk("");
    empty.assert_shows(
        "Nothing is recorded today. Soleus is not running: start it, and what you do appears here.",
    );
    let mut desk = desk(&morning());
    desk.assert_shows(WAS);
    let picture = desk.rect_of_last("Save picture: Tuesday 10 March 2026");
    desk.stands(seated());
    unwritten(&mut desk, Vec::new());
    assert!(!desk.shows(WAS));
    let followed = desk.rect_of_last("Save picture: Tuesday 10 March 2026");
    assert_eq!(followed, picture, "nothing moves when it runs again");
}

const WAS: &str = "Soleus is not running: this is what was recorded. `soleus fix` corrects it.";

#[test]
fn nothing_moves_when_a_picture_is_saved() {
    let mut desk = desk(&morning());
    let before = desk.rect_of_last(HEEL_RAISE);
    desk.press("Save data: Tuesday 10 March 2026");
    desk.assert_shows("Saved as ");
    assert_eq!(desk.rect_of_last(HEEL_RAISE), before);
}

#[test]
fn the_field_for_a_date_stays_where_it_is() {
    for wide in [440.0, 760.0] {
        let mut desk = desk_with(Look::default(), [wide, 900.0], &(morning() + &yesterday()));
        let field = |desk: &Desk| desk.node(Role::TextInput, "Date").rect();
        let before = field(&desk);
        desk.press("Day before");
        assert!(desk.shows("Back to today"));
        assert_eq!(field(&desk), before, "{wide}");
    }
}

#[test]
fn a_date_is_told_once_and_not_again_in_each_sentence() {
    let sat = json!({"kind": "stretch", "posture": "seated", "seconds": 1800});
    let mut desk = desk(&line(7, "08T10:00", sat));
    desk.enter("Date", "2026-03-08");
    assert_eq!(
        desk.of_role(Role::Heading)[..2],
        ["2 days ago", "Sunday 8 March 2026"]
    );
    desk.assert_shows("Longest sitting that day: 30 min, from 10:00.");
    let all = desk.painted();
    let dates = all.iter().filter(|(words, _)| words.contains("8 March"));
    assert_eq!(dates.count(), 1);
}

#[test]
fn a_line_that_is_too_long_goes_on_under_its_words() {
    let begun = json!({
        "kind": "break", "movement": "standing-knee-raise", "movement_kind": "on-feet",
        "outcome": "started", "seconds": 0, "source": "notice",
    });
    let history = morning() + &line(7, "10T08:03", begun);
    let desk = desk_with(Look::default(), [440.0, 1200.0], &history);
    let words = "March on the spot: begun, and nobody said how it ended";
    let (time, words) = (desk.painted_at("08:03"), desk.painted_at(words));
    assert!(time.right() < words.left());
    assert!(1.5 * time.height() < words.height(), "two lines");
    assert!(
        (time.top() - words.top()).abs() < 1.0,
        "the time is beside the first"
    );
}

#[test]
fn what_is_not_written_yet_is_asked_of_the_resident_and_shown() {
    let mut desk = desk(&yesterday());
    desk.stands(seated());
    let stretch = json!({"kind": "stretch", "posture": "seated", "seconds": 2398});
    unwritten(&mut desk, vec![record(8, "10T08:44", stretch)]);
    desk.assert_shows("Longest sitting today: 40 min, from 08:44, and still going on.");
}

#[test]
fn what_goes_on_is_drawn_by_the_clock_once_a_minute_and_read_no_more() {
    let mut desk = followed(&morning());
    desk.hold();
    let next = desk.paints_again().expect("a next picture");
    assert!(
        Duration::from_secs(59) < next && next < Duration::from_secs(61),
        "{next:?}"
    );
    desk.pass(Duration::from_mins(45));
    desk.assert_shows("Longest sitting today: 1 h 35, from 08:34, and still going on.");
    assert!(desk.waiting().is_empty());
    assert!(desk.asked().is_empty());
}

#[test]
fn who_stands_up_is_drawn_standing_from_then_on() {
    let mut desk = followed(&morning());
    desk.pass(Duration::from_secs(10));
    turns(&mut desk, ["standing", "said", "09:24:09"], 0);
    unwritten_at(&mut desk, "09:24:10", Vec::new());
    desk.assert_shows("Sitting, 08:34 to 09:24, 50 min.");
    desk.pass(Duration::from_secs(75));
    desk.assert_shows("Sitting, 08:34 to 09:24, 50 min.");
    desk.assert_shows("Standing, 09:24 to 09:25, 1 min. As Soleus noticed.");
    desk.assert_shows("Standing 1 min");
    desk.assert_shows("Longest sitting today: 1 h 24, from 07:00.");
    desk.pass(Duration::from_hours(2));
    desk.assert_shows("Longest sitting today: 1 h 24, from 07:00.");
    desk.assert_shows("Sitting, 08:34 to 09:24, 50 min.");
    desk.assert_shows("Standing, 09:24 to 11:25, 2 h 01.");
}

#[test]
fn who_sits_down_is_drawn_sitting_from_then_on() {
    let stood = json!({"kind": "stretch", "posture": "standing", "seconds": 3000});
    let mut desk = followed(&line(1, "10T08:34", stood));
    desk.pass(Duration::from_secs(10));
    turns(&mut desk, ["seated", "said", "09:24:09"], 0);
    unwritten_at(&mut desk, "09:24:10", Vec::new());
    desk.pass(Duration::from_mins(40));
    desk.assert_shows("Standing, 08:34 to 09:24, 50 min.");
    desk.assert_shows("Sitting, 09:24 to 10:04, 40 min. As Soleus noticed.");
    desk.assert_shows("Longest sitting today: 40 min, from 09:24, and still going on.");
}

#[test]
fn who_comes_back_is_drawn_where_they_are() {
    let away = |seconds: u64| {
        let away = json!({"kind": "stretch", "posture": {"away": "idle"}, "seconds": seconds});
        let sat = json!({"kind": "stretch", "posture": "seated", "seconds": 3000 - seconds});
        line(1, "10T08:34", sat) + &line(2, &format!("10T09:{}", 24 - seconds / 60), away)
    };
    // A minute away ends no sitting, ten do.
    for (seconds, bout, headline) in [
        (60, 2941, "Longest sitting today: 1 h 09, from 08:34, and"),
        (600, 0, "Longest sitting today: 40 min, from 08:34."),
    ] {
        let mut desk = followed(&away(seconds));
        desk.pass(Duration::from_secs(1));
        turns(&mut desk, ["seated", "input", "09:24:00"], bout);
        unwritten_at(&mut desk, "09:24:01", Vec::new());
        desk.pass(Duration::from_mins(20));
        desk.assert_shows("Sitting, 09:24 to 09:44, 20 min. As Soleus noticed.");
        desk.assert_shows("to 09:24, ");
        desk.assert_shows(headline);
    }
}

#[test]
fn who_leaves_is_drawn_away_since_they_left() {
    let mut desk = followed(&morning());
    desk.pass(Duration::from_mins(5));
    turns(&mut desk, ["away", "locked", "09:24:00"], 0);
    unwritten_at(&mut desk, "09:29:00", Vec::new());
    desk.pass(Duration::from_mins(6));
    desk.assert_shows("Away, 09:24 to 09:35, 11 min. The screen was locked.");
    desk.assert_shows("Sitting, 08:34 to 09:24, 50 min.");
}

#[test]
fn what_the_first_minutes_were_is_drawn_before_anything_is_written() {
    let mut desk = desk("");
    desk.assert_shows("Nothing is recorded today.");
    desk.pass(Duration::from_secs(10));
    turns(&mut desk, ["seated", "input", "09:24:05"], 5);
    unwritten_at(&mut desk, "09:24:10", Vec::new());
    desk.pass(Duration::from_mins(3));
    desk.assert_shows("Longest sitting today: 3 min, from 09:24, and still going on.");
}

#[test]
fn nothing_goes_on_and_nothing_is_painted_without_a_resident() {
    let mut desk = desk(&morning());
    assert_eq!(desk.paints_again(), None);
    desk.pass(Duration::from_mins(45));
    desk.assert_shows("Longest sitting today: 1 h 24");
}

#[test]
fn the_day_is_read_again_when_something_happened_and_not_when_a_clock_runs_on() {
    let mut desk = followed(&morning());
    let later = with(seated(), "bout_seconds", json!(1500));
    let later = with(later, "since", json!("2026-03-10T09:00:00.4+02:00"));
    desk.stands(with(later.clone(), "pump_seconds", json!(1500)));
    assert!(desk.asked().is_empty(), "a clock ran on");
    desk.stands(with(later.clone(), "last_record", json!(8)));
    unwritten(&mut desk, Vec::new());
    desk.stands(with(later, "posture", json!("standing")));
    unwritten(&mut desk, Vec::new());
}

pub(crate) const GUESSED: &str = "08:24  Time away, 10 min: perhaps a break: a guess";
pub(crate) const HEEL_RAISE: &str = "07:30  Seated heel raise, 45 s: partly done";

#[test]
fn a_walk_has_one_length() {
    let walk = json!({
        "kind": "break", "movement": "easy-walk", "movement_kind": "on-feet", "outcome": "done",
        "seconds": 1660, "source": "command",
    });
    let desk = desk(&(morning() + &line(7, "10T07:40", walk)));
    desk.assert_shows("On your feet, 07:40 to 08:07, 27 min. As you said.");
    desk.assert_shows("07:40  Walk, 27 min: done");
}

#[test]
fn the_legend_names_everything_that_is_drawn_with_its_time() {
    let away = |at: &str, seconds: u64| {
        let away = json!({
            "kind": "stretch", "posture": {"away": "locked"}, "seconds": seconds,
        });
        line(8, at, away)
    };
    let sat = json!({"kind": "stretch", "posture": "seated", "seconds": 600});
    let hole = morning() + &line(7, "10T06:30", sat);
    desk(&hole).assert_shows("Nothing recorded 20 min");
    assert!(!desk(&morning()).shows("Nothing recorded"));
    // Who left is away now; of a day that is over, nothing after the last sitting is drawn.
    let mut gone = desk(&morning());
    gone.pass(Duration::from_mins(6));
    turns(&mut gone, ["away", "locked", "09:24:00"], 0);
    unwritten_at(
        &mut gone,
        "09:30:00",
        vec![serde_json::from_str(&away("10T09:24", 360)).expect("a record")],
    );
    gone.assert_shows("Away 6 min");
    let mut over = desk(&(morning() + &yesterday() + &away("09T10:30", 1200)));
    over.press("Day before");
    over.assert_shows("Sitting 30 min");
    assert!(!over.shows("Away"));
}

#[test]
fn days_before_are_a_press_or_a_date_away() {
    let mut desk = desk(&(morning() + &yesterday()));
    assert!(!desk.is_enabled(Role::Button, "Day after"));
    desk.press("Day before");
    desk.assert_shows("Longest sitting yesterday: 30 min, from 10:00.");
    desk.press("Day before");
    desk.assert_shows("Nothing is recorded on Sunday 8 March 2026.");
    desk.press("Back to today");
    desk.assert_shows("Longest sitting today: 1 h 24");
    desk.enter("Date", "2026-03-09");
    desk.assert_shows("Longest sitting yesterday: 30 min, from 10:00.");
    desk.enter("Date", "9.3.");
    desk.assert_shows("That is no date: write one as in 2026-03-09");
    desk.enter("Date", "2027-01-01");
    desk.assert_shows("That day is still to come.");
    desk.assert_shows("Longest sitting yesterday: 30 min");
    desk.press("Back to today");
    assert!(!desk.shows("still to come"));
}

#[test]
fn a_goal_is_told_quietly_and_none_is_not() {
    let mut desk = desk(&morning());
    desk.assert_shows("of 60 minutes of leg work this week");
    desk.told_of(
        "settings.json",
        r#"{"history": {"weekly_goal_minutes": 0}}"#,
    );
    assert!(!desk.shows("of leg work"));
}

#[test]
fn what_is_wrong_with_the_files_is_told() {
    let mut desk = followed(&morning());
    desk.hold();
    desk.stands(with(seated(), "last_record", json!(8)));
    unwritten(&mut desk, Vec::new());
    let waiting = desk.waiting();
    let [Chore::Days(question)] = &waiting[..] else {
        panic!("{waiting:?} waits");
    };
    let mut days = Days::default();
    days.unread.damaged = 1;
    days.unread.unknown = 3;
    days.clocks_off.push(ClockOff {
        device: "attic".to_owned(),
        ahead: Duration::from_hours(2),
    });
    let read = Read {
        wanted: question.wanted.clone(),
        now: question.now,
        days: Ok(days),
    };
    desk.hear(&Heard::Came(Came::Days(Arc::new(read))));
    desk.assert_shows("1 line of the history cannot be read and is left out");
    desk.assert_shows("3 lines of the history came from a newer Soleus and are left out.");
    desk.assert_shows("The clock of attic is 2 h ahead of this one");
}

#[test]
fn a_history_that_cannot_be_read_is_told() {
    let desk = Desk::open_with(
        Page::Today,
        Look::default(),
        [760.0, 620.0],
        &[("history", "")],
    );
    desk.assert_shows("The history in ");
}

#[test]
fn the_day_is_kept_as_a_table() {
    let sat = json!({"kind": "stretch", "posture": "seated", "seconds": 600});
    let mut sat = record(7, "10T06:30", sat);
    sat["at"] = json!("2026-03-10T06:30:00.123456789+02:00");
    let mut desk = desk(&(morning() + &format!("{sat}\n")));
    desk.press("Save data: Tuesday 10 March 2026");
    desk.assert_shows("Saved as ");
    let table = desk.file("soleus-day-2026-03-10.csv");
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines[0], "row,from,to,seconds,what,outcome,known,source");
    assert!(!table.contains('.'), "whole seconds: {table}");
    let has = |line: &str| assert!(lines.contains(&line), "{line}: {lines:#?}");
    has("time,2026-03-10T06:40:00+02:00,2026-03-10T07:00:00+02:00,1200,unrecorded,,,");
    has("time,2026-03-10T07:00:00+02:00,2026-03-10T08:24:00+02:00,5040,seated,,sensed,");
    has(
        "break,2026-03-10T07:30:00+02:00,2026-03-10T07:30:45+02:00,45,seated-heel-raise,part,said,notice",
    );
    has("time,2026-03-10T08:24:00+02:00,2026-03-10T08:34:00+02:00,600,away,,guessed,");
    has("break,2026-03-10T08:24:00+02:00,2026-03-10T08:34:00+02:00,600,away,natural,guessed,guess");
}

#[test]
fn the_picture_is_exactly_the_card_and_opens_again() {
    let mut desk = desk(&morning());
    desk.press("Save picture: Tuesday 10 March 2026");
    desk.look();
    desk.assert_shows("Saved as ");
    let path = desk.folder().join("soleus-day-2026-03-10.png");
    let file = std::io::BufReader::new(fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let found = reader.next_frame(&mut bytes).unwrap();
    // The width of the column, and no pixel of what lies beside the card.
    assert_eq!(found.width, 700);
    assert!((200..400).contains(&found.height), "{}", found.height);
    let above = desk.node(Role::Button, "Day before").rect();
    let below = desk
        .node(Role::Button, "Save picture: Tuesday 10 March 2026")
        .rect();
    let row = |byte: u8| f32::from(byte) * 4.0;
    let [first, last] = [bytes[1], bytes[bytes.len() - 2]].map(row);
    assert!(above.bottom() <= first + 4.0, "{first}");
    assert!(last <= below.top(), "{last}");
}

#[test]
fn a_window_that_is_too_small_for_the_picture_says_so() {
    let mut desk = desk_with(Look::default(), [440.0, 300.0], &morning());
    desk.press("Save picture: Tuesday 10 March 2026");
    for _ in 0..4 {
        desk.look();
    }
    desk.assert_shows("The window is too small to show all of this picture.");
    assert!(!desk.has_file("soleus-day-2026-03-10.png"));
}

#[test]
fn nothing_is_cut_off_and_everything_has_a_name() {
    for colours in Colours::ALL {
        for size in [[440.0, 400.0], [760.0, 620.0], [1400.0, 900.0]] {
            let look = Look {
                colours,
                motion: Motion::Reduced,
            };
            let mut desk = desk_with(look, size, &morning());
            desk.press("Sitting, 07:00 to 08:24, 1 h 24. As Soleus noticed.");
            assert_eq!(desk.cut_off(), [""; 0], "{colours:?} {size:?}");
            assert_eq!(desk.nameless(), [""; 0], "{colours:?} {size:?}");
        }
    }
}

#[test]
fn a_name_that_came_with_the_history_is_cut_and_harmless() {
    let name = format!("a\u{1b}[2J{}", "x".repeat(5000));
    let walk = json!({
        "kind": "break", "movement": name, "movement_kind": "on-feet", "outcome": "done",
        "seconds": 60, "source": "command",
    });
    let desk = desk(&(morning() + &line(9, "10T07:40", walk)));
    let shown = desk
        .labels()
        .into_iter()
        .find(|label| label.contains("xxx"));
    let shown = shown.expect("it is listed");
    assert!(
        shown.chars().count() < 100 && !shown.contains('\u{1b}'),
        "{shown}"
    );
}

#[test]
fn of_very_many_breaks_as_many_are_listed_as_anybody_reads() {
    let walk = |number: u64| {
        let walk = json!({
            "kind": "break", "movement": "easy-walk", "movement_kind": "on-feet",
            "outcome": "done", "seconds": 5, "source": "command",
        });
        let mut walk = record(100 + number, "10T04:00", walk);
        let (minute, second) = (number / 6, number % 6 * 10);
        let [hour, minute] = [4 + minute / 60, minute % 60];
        walk["at"] = json!(format!(
            "2026-03-10T{hour:02}:{minute:02}:{second:02}+02:00"
        ));
        format!("{walk}\n")
    };
    let history: String = (0..1500).map(walk).collect();
    let mut desk = desk(&(morning() + &history));
    let lines = |desk: &Desk| {
        let all = desk.of_role(Role::Button);
        let breaks = all.iter().filter(|it| it.ends_with(": done"));
        breaks.count()
    };
    // Those in the list, and marks that can be told apart by a pointer.
    assert!(lines(&desk) < 900, "{}", lines(&desk));
    desk.assert_shows("And 1203 more: the table of this day, under Save data, has them all.");
    desk.press("Save data: Tuesday 10 March 2026");
    let table = desk.file("soleus-day-2026-03-10.csv");
    assert_eq!(table.matches("\nbreak,").count(), 1503);
}

#[test]
fn the_week_is_read_once_for_all_its_days() {
    let mut desk = desk(&(morning() + &yesterday()));
    desk.hold();
    desk.press("Day before");
    desk.assert_shows("Longest sitting yesterday");
    assert!(desk.waiting().is_empty());
    desk.press("Day before");
    desk.press("Day before");
    desk.press("Day before");
    let waiting = desk.waiting();
    assert!(matches!(&waiting[..], [Chore::Days(_)]), "{waiting:?}");
}
