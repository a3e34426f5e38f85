//! The schedule: hours of each weekday, from and until, and days without any.

use eframe::egui::{Button, Label, RichText, Ui, vec2};
use serde_json::{Map, Value, json};

use super::fields::{self, Line, TIME, line};
use super::lists::removable;
use super::plain;
use super::row::{At, Draft, Land, Wish};
use crate::settings::{Key, Loaded};
use crate::window::look;
use crate::window::pages::reading::aside;

/// The weekdays in the file, and for people.
const DAYS: [(&str, &str); 7] = [
    ("monday", "Monday"),
    ("tuesday", "Tuesday"),
    ("wednesday", "Wednesday"),
    ("thursday", "Thursday"),
    ("friday", "Friday"),
    ("saturday", "Saturday"),
    ("sunday", "Sunday"),
];
const HOLIDAYS: &str = "holidays";
/// What a day begins with when it gets hours.
const USUAL: &str = "09:00-17:30";
/// What another range of the same day begins with.
const EVENING: &str = "18:00-20:00";
/// The field for one more day without hours.
const ONE_MORE: &str = "holidays";
/// The name of a weekday has this room.
const DAY: f32 = 92.0;

/// The key of the schedule.
pub(super) const KEY: &str = "schedule";

/// The hours as they stand in the file while something in them is wrong: they are mended on the page.
pub(super) fn to_mend(loaded: &Loaded, key: &Key) -> Option<Value> {
    let raw = |(of, _): &&(&str, Value)| *of == KEY && key.path == KEY;
    loaded.unusable.iter().find(raw).map(|(_, raw)| raw.clone())
}

pub(super) fn show(ui: &mut Ui, at: &At, draft: &mut Draft) -> Option<Wish> {
    let mut wish = None;
    if DAYS
        .iter()
        .all(|(day, _)| ranges(&at.value, day).is_empty())
    {
        aside(ui, at.look, "No day has hours: you are asked at any time.");
    }
    for index in 0..DAYS.len() {
        wish = wish.or(weekday(ui, at, draft, index));
    }
    ui.add_space(4.0);
    let monday = ranges(&at.value, "monday");
    let copy = ui.add_enabled(
        !monday.is_empty(),
        look::other("Use Monday's hours Tuesday to Friday"),
    );
    fields::in_sight(&copy);
    if copy
        .on_hover_text("Tuesday to Friday get the hours of Monday.")
        .clicked()
    {
        let days = DAYS[1..5].iter().map(|(day, _)| (*day, monday.clone()));
        wish = Some(Wish::Set(with(&at.value, days)));
    }
    wish.or(holidays(ui, at, draft))
}

fn weekday(ui: &mut Ui, at: &At, draft: &mut Draft, index: usize) -> Option<Wish> {
    let (day, title) = DAYS[index];
    let hours = ranges(&at.value, day);
    let mut wish = None;
    for (number, range) in hours.iter().enumerate() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().button_padding.x = 9.0;
            // Further hours of a day stand under the first.
            let words = if number == 0 { title } else { "" };
            named(ui, words);
            for end in [End::From, End::Until] {
                let field = format!("{day} {number} {}", end.word());
                ui.label(end.word());
                let time = Line {
                    field: &field,
                    name: format!("{title} {}{}", end.word(), nth(number)),
                    current: end.of(range),
                    hint: "",
                    width: TIME,
                };
                wish = wish.take().or(line(ui, at, draft, &time));
            }
            if ends_next_day(range) {
                let (_, next) = DAYS[(index + 1) % DAYS.len()];
                let words = RichText::new(format!("on {next}")).color(at.look.palette().quiet);
                ui.add(Label::new(words).extend());
            }
            let remove = ui.add(small("Remove"));
            let name = format!("Remove hours of {title}{}", nth(number));
            fields::name(ui, &remove, &name);
            if remove.clicked() {
                draft.land = Land::Wanted;
                let mut fewer = hours.clone();
                fewer.remove(number);
                wish = Some(Wish::Set(with(&at.value, [(day, fewer)])));
            }
            if number + 1 == hours.len() {
                let more = add(ui, at, (day, title), &hours, "Add more hours");
                wish = wish.take().or(more);
            }
        });
    }
    if hours.is_empty() {
        ui.horizontal_wrapped(|ui| {
            named(ui, title);
            ui.label(RichText::new("No hours").color(at.look.palette().quiet));
            wish = wish
                .take()
                .or(add(ui, at, (day, title), &hours, "Add hours"));
        });
    }
    wish
}

/// The button that gives a day its hours, or more of them.
fn add(
    ui: &mut Ui,
    at: &At,
    (day, title): (&'static str, &str),
    hours: &[String],
    words: &str,
) -> Option<Wish> {
    let add = ui.add(small(words));
    fields::name(ui, &add, &format!("Add hours to {title}"));
    if !add.clicked() {
        return None;
    }
    let usual = if hours.is_empty() { USUAL } else { EVENING };
    let mut more = hours.to_vec();
    more.push(usual.to_owned());
    Some(Wish::Set(with(&at.value, [(day, more)])))
}

/// A button among fields.
fn small(words: &str) -> Button<'static> {
    look::other(words).min_size(vec2(0.0, look::BUTTON_HEIGHT))
}

/// The name of a day, in its own column where there is room.
fn named(ui: &mut Ui, words: &str) {
    let narrow = ui.available_width() < 420.0;
    if narrow {
        if !words.is_empty() {
            ui.label(RichText::new(words).strong());
        }
        return;
    }
    let height = ui.spacing().interact_size.y;
    ui.allocate_ui(vec2(DAY, height), |ui| {
        ui.set_min_width(DAY);
        ui.set_min_height(height);
        if !words.is_empty() {
            ui.label(words);
        }
    });
}

/// Names of fields differ, also where a day has several ranges.
fn nth(number: usize) -> String {
    match number {
        0 => String::new(),
        number => format!(", hours {}", number + 1),
    }
}

fn holidays(ui: &mut Ui, at: &At, draft: &mut Draft) -> Option<Wish> {
    let mut wish = None;
    let days = ranges(&at.value, HOLIDAYS);
    ui.add_space(6.0);
    ui.label(RichText::new("Holidays").strong());
    for (number, day) in days.iter().enumerate() {
        let words = holiday_in_words(day);
        if removable(ui, &words, &format!("Remove {words}")) {
            draft.land = Land::Wanted;
            let mut fewer = days.clone();
            fewer.remove(number);
            wish = Some(Wish::Set(with(&at.value, [(HOLIDAYS, fewer)])));
        }
    }
    let one_more = Line {
        field: ONE_MORE,
        name: "Add a day without hours".to_owned(),
        current: String::new(),
        hint: "such as 2026-12-25",
        width: 220.0,
    };
    wish = wish.or(line(ui, at, draft, &one_more));
    let hint = "A day such as 2026-12-25, 12-25 for every year, or 2026-12-24..2027-01-02. Enter \
                adds it.";
    aside(ui, at.look, hint);
    wish
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    From,
    Until,
}

impl End {
    fn word(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::Until => "until",
        }
    }

    fn of(self, range: &str) -> String {
        let (from, until) = range.split_once('-').unwrap_or((range, ""));
        match self {
            Self::From => from.to_owned(),
            Self::Until => until.to_owned(),
        }
    }

    fn put(self, range: &str, time: &str) -> String {
        match self {
            Self::From => format!("{time}-{}", Self::Until.of(range)),
            Self::Until => format!("{}-{time}", Self::From.of(range)),
        }
    }
}

/// The schedule with what was typed into one of its fields.
pub(super) fn read(schedule: &Value, field: &str, text: &str) -> Result<Value, String> {
    let text = text.trim();
    if field == ONE_MORE {
        let mut days = ranges(schedule, HOLIDAYS);
        if !text.is_empty() {
            days.push(text.to_owned());
        }
        return Ok(with(schedule, [(HOLIDAYS, days)]));
    }
    let mut parts = field.split(' ');
    let (day, number, end) = (parts.next(), parts.next(), parts.next());
    let end = if end == Some(End::From.word()) {
        End::From
    } else {
        End::Until
    };
    let day = DAYS.iter().find(|(known, _)| Some(*known) == day);
    let (Some((day, _)), Some(number)) = (day, number.and_then(|it| it.parse::<usize>().ok()))
    else {
        return Err("Nothing was written: these hours are not there any more.".to_owned());
    };
    let mut hours = ranges(schedule, day);
    let Some(range) = hours.get_mut(number) else {
        return Err("Nothing was written: these hours are not there any more.".to_owned());
    };
    *range = end.put(range, text);
    Ok(with(schedule, [(*day, hours)]))
}

/// The ranges of a day, or the days without any.
fn ranges(schedule: &Value, day: &str) -> Vec<String> {
    schedule.get(day).map(plain::words_of).unwrap_or_default()
}

/// The schedule with other hours on these days. A day without hours does not stand in it.
fn with(schedule: &Value, days: impl IntoIterator<Item = (&'static str, Vec<String>)>) -> Value {
    let mut new: Map<String, Value> = schedule.as_object().cloned().unwrap_or_default();
    for (day, hours) in days {
        if hours.is_empty() {
            new.remove(day);
        } else {
            new.insert(day.to_owned(), json!(hours));
        }
    }
    Value::Object(new)
}

fn ends_next_day(range: &str) -> bool {
    let until = End::Until.of(range);
    until != "24:00" && minutes(&until) <= minutes(&End::From.of(range))
}

fn minutes(time: &str) -> Option<u32> {
    let (hours, minutes) = time.trim().split_once(':')?;
    Some(hours.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()?)
}

/// "12-25" is "25 December of every year".
fn holiday_in_words(day: &str) -> String {
    if let Some((first, last)) = day.split_once("..") {
        return format!("{} to {}", date(first), date(last));
    }
    date(day)
}

fn date(written: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Option<Vec<usize>> = written.split('-').map(|part| part.parse().ok()).collect();
    let month = |number: usize| MONTHS.get(number.wrapping_sub(1));
    let words = match parts.as_deref() {
        Some([year, number, day]) => month(*number).map(|month| format!("{day} {month} {year}")),
        Some([number, day]) => month(*number).map(|month| format!("{day} {month} of every year")),
        _ => None,
    };
    words.unwrap_or_else(|| written.to_owned())
}

/// "Monday to Friday 09:00-17:30, Saturday 10:00-12:00, without 25 December of every year".
pub(super) fn in_words(schedule: &Value) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while at < DAYS.len() {
        let hours = ranges(schedule, DAYS[at].0);
        let same = |(day, _): &&(&str, &str)| ranges(schedule, day) == hours;
        let last = at + DAYS[at..].iter().take_while(same).count() - 1;
        if !hours.is_empty() {
            let days = match last - at {
                0 => DAYS[at].1.to_owned(),
                1 => format!("{} and {}", DAYS[at].1, DAYS[last].1),
                _ => format!("{} to {}", DAYS[at].1, DAYS[last].1),
            };
            parts.push(format!("{days} {}", hours.join(" and ")));
        }
        at = last + 1;
    }
    if parts.is_empty() {
        parts.push("always".to_owned());
    }
    let without: Vec<_> = ranges(schedule, HOLIDAYS)
        .iter()
        .map(|day| holiday_in_words(day))
        .collect();
    if !without.is_empty() {
        parts.push(format!("without {}", without.join(" and ")));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_said_in_words() {
        let table = [
            (json!({}), "always"),
            (
                json!({"monday": ["09:00-17:30"], "tuesday": ["09:00-17:30"],
                       "wednesday": ["09:00-17:30"], "saturday": ["10:00-12:00", "22:00-02:00"]}),
                "Monday to Wednesday 09:00-17:30, Saturday 10:00-12:00 and 22:00-02:00",
            ),
            (
                json!({"saturday": ["10:00-12:00"], "sunday": ["10:00-12:00"],
                       "holidays": ["12-25", "2026-12-24..2027-01-02"]}),
                "Saturday and Sunday 10:00-12:00, without 25 December of every year and 24 \
                 December 2026 to 2 January 2027",
            ),
        ];
        for (schedule, expected) in table {
            assert_eq!(in_words(&schedule), expected);
        }
    }

    #[test]
    fn one_end_of_one_range_is_changed_and_the_rest_stays() {
        let schedule = json!({"monday": ["09:00-12:00", "13:00-17:00"], "holidays": ["12-25"]});
        assert_eq!(
            read(&schedule, "monday 1 until", " 18:00 ").unwrap(),
            json!({"monday": ["09:00-12:00", "13:00-18:00"], "holidays": ["12-25"]})
        );
        assert_eq!(
            read(&schedule, "holidays", "01-01").unwrap()["holidays"],
            json!(["12-25", "01-01"])
        );
        assert!(read(&schedule, "monday 2 until", "18:00").is_err());
        assert!(read(&schedule, "sunday 0 from", "18:00").is_err());
    }

    #[test]
    fn hours_over_midnight_are_told_apart() {
        for (range, expected) in [
            ("09:00-17:30", false),
            ("22:00-06:00", true),
            ("00:00-24:00", false),
            ("9:00-9:00", true),
        ] {
            assert_eq!(ends_next_day(range), expected, "{range}");
        }
    }
}
