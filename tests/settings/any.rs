//! Any settings at all, for properties.

use std::path::Path;
use std::time::Duration;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use proptest::prelude::*;
use soleus::engine::rules::{ClickDoes, InCall};
use soleus::engine::schedule::Holiday;
use soleus::movements::{Abilities, Catalogue, Effort, Legs, Need, Place, Preset};
use soleus::settings::{
    Clicks, Command, Contrast, History, Hooks, Language, Motion, Presence, Reminders, Sensors,
    Settings, Span, Theme, Week, Window,
};

fn minutes(from: u64, to: u64) -> impl Strategy<Value = Duration> {
    (from..=to).prop_map(Duration::from_mins)
}

fn time() -> impl Strategy<Value = NaiveTime> {
    (0u32..24, 0u32..60)
        .prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

fn span() -> impl Strategy<Value = Span> {
    (time(), time())
        .prop_filter("a span has a length", |(from, until)| from != until)
        .prop_map(|(from, until)| Span { from, until })
}

fn week() -> impl Strategy<Value = Week> {
    let days = proptest::collection::vec(proptest::collection::vec(span(), 0..3), 7)
        .prop_map(|days| days.try_into().unwrap());
    let holidays = proptest::collection::vec(holiday(), 0..4);
    (days, holidays).prop_map(|(days, holidays)| Week { days, holidays })
}

fn holiday() -> impl Strategy<Value = Holiday> {
    let date = || {
        (2000i32..2100, 1u32..=365)
            .prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap())
    };
    prop_oneof![
        (date(), 0u64..400).prop_map(|(first, more)| Holiday::Dates {
            first,
            last: first + Days::new(more),
        }),
        date().prop_map(|date| Holiday::Yearly {
            month: date.month(),
            day: date.day(),
        }),
    ]
}

fn command() -> impl Strategy<Value = Option<Command>> {
    let words = proptest::collection::vec("[a-zä \"\\\\]{0,8}", 0..3);
    proptest::option::of(("[a-z/~]{1,9}", words)).prop_map(|command| {
        let (program, arguments) = command?;
        Some(Command(std::iter::once(program).chain(arguments).collect()))
    })
}

fn hooks() -> impl Strategy<Value = Hooks> {
    let of = (command(), command(), command(), command(), command());
    (of, 1u64..=600).prop_map(|(of, limit)| Hooks {
        on_due: of.0,
        on_break: of.1,
        on_snooze: of.2,
        on_away: of.3,
        on_back: of.4,
        time_limit: Duration::from_secs(limit),
    })
}

fn click() -> impl Strategy<Value = ClickDoes> {
    proptest::sample::select(vec![
        ClickDoes::LogOrSnooze,
        ClickDoes::SnoozeOrLog,
        ClickDoes::Log,
        ClickDoes::Snooze,
        ClickDoes::Start,
        ClickDoes::Stand,
        ClickDoes::Pause,
        ClickDoes::Panel,
        ClickDoes::Nothing,
    ])
}

fn abilities() -> impl Strategy<Value = Abilities> {
    let ids: Vec<String> = Catalogue::built_in()
        .entries()
        .map(|entry| entry.id.clone())
        .collect();
    let spared: Vec<Need> = Need::SPARED.iter().map(|(_, need)| *need).collect();
    let some = || proptest::sample::subsequence(ids.clone(), 0..6);
    let spare = proptest::sample::subsequence(spared, 0..4);
    let choices = (
        one_of(&Place::WORDS),
        one_of(&Legs::WORDS),
        one_of(&Effort::WORDS),
    );
    (some(), some(), spare, choices, any::<[bool; 3]>()).prop_map(
        |(avoid, favourites, spare, (place, legs, effort), [only_seated, stairs, vigorous])| {
            Abilities {
                avoid,
                favourites,
                place,
                legs,
                spare,
                only_seated,
                stairs,
                vigorous,
                effort,
            }
        },
    )
}

fn one_of<T: Copy + std::fmt::Debug>(
    words: &'static [(&'static str, T)],
) -> impl Strategy<Value = T> {
    (0..words.len()).prop_map(|index| words[index].1)
}

fn window() -> impl Strategy<Value = Window> {
    let looks = (
        one_of(&Theme::WORDS),
        one_of(&Contrast::WORDS),
        one_of(&Motion::WORDS),
    );
    (any::<[bool; 2]>(), looks).prop_map(|([guide, open_on_due], (theme, contrast, motion))| {
        Window {
            guide,
            open_on_due,
            theme,
            contrast,
            motion,
        }
    })
}

fn preset() -> impl Strategy<Value = Option<String>> {
    let ids: Vec<_> = Preset::all().iter().map(|one| one.id.clone()).collect();
    proptest::option::of(proptest::sample::select(ids))
}

fn reminders() -> impl Strategy<Value = Reminders> {
    let long = (
        minutes(1, 240),
        minutes(15, 480),
        minutes(1, 60),
        minutes(1, 30),
    );
    let short = (
        minutes(1, 120),
        0u32..=20,
        minutes(1, 240),
        0u64..=600,
        5u64..=7200,
    );
    (long, short, any::<[bool; 2]>()).prop_map(|(long, short, switches)| Reminders {
        every: long.0,
        longest_sitting: long.1,
        long_break: long.2,
        break_length: long.3,
        repeat_after: short.0,
        max_repeats: short.1,
        snooze: short.2,
        wait_for_pause: Duration::from_secs(short.3),
        show: Duration::from_secs(short.4),
        ask_after_absence: switches[0],
        gentle_start: switches[1],
    })
}

pub(super) fn any_settings() -> impl Strategy<Value = Settings> {
    let folder = proptest::option::of("[a-zA-Zä€\"\\\\ ]{1,12}").prop_map(|name| {
        let root = if cfg!(windows) { "C:\\" } else { "/" };
        name.map(|name| Path::new(root).join(name))
    });
    (
        (any::<[bool; 9]>(), time(), reminders(), minutes(1, 240)),
        (minutes(1, 60), any::<bool>(), week(), abilities()),
        (click(), click(), folder, window(), preset()),
        (
            hooks(),
            one_of(&Language::WORDS),
            minutes(0, 2000),
            any::<bool>(),
        ),
    )
        .prop_map(
            |((switches, day_starts_at, reminders, standing_every), b, c, d)| Settings {
                start_at_login: switches[0],
                day_starts_at,
                preset: c.4,
                reminders,
                standing_every,
                presence: Presence { away_after: b.0 },
                in_call: if b.1 {
                    InCall::Discreet
                } else {
                    InCall::TrayOnly
                },
                schedule: b.2,
                movements: b.3,
                tray: Clicks {
                    left: c.0,
                    middle: c.1,
                },
                window: c.3,
                guided_break_sounds: switches[8],
                sensors: Sensors {
                    idle: switches[1],
                    lock: switches[2],
                    microphone: switches[3],
                    camera: switches[4],
                    media: switches[5],
                    do_not_disturb: switches[6],
                    full_screen: switches[7],
                },
                history: History {
                    folder: c.2,
                    weekly_goal: d.2,
                    weekly_letter: d.3,
                },
                hooks: d.0,
                language: d.1,
            },
        )
}
