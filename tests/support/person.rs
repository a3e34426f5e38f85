//! A person at a desk, and the engine that watches them: a working life that a test or a benchmark can
//! have in a moment. Everything follows from the seed.

#![allow(dead_code, reason = "not every user of it needs all of it")]

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Datelike, FixedOffset, Weekday};
use soleus::engine::effect::{Action, Notice, Says};
use soleus::engine::input::{Answer, CallSource, Sensor};
use soleus::engine::record::{Happened, Record};
use soleus::engine::{Effect, Engine, Input, Now, Rules};

const DAY: Duration = Duration::from_hours(24);
const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);

/// What a year came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Year {
    pub(crate) inputs: u64,
    pub(crate) effects: u64,
    pub(crate) notices: u64,
    pub(crate) breaks: u64,
    pub(crate) lasted: Duration,
}

/// A person at a desk, and the engine that watches them.
pub(crate) struct Person {
    engine: Engine,
    begin: Now,
    days: u64,
    life: Life,
    /// What will happen, by when; two things never happen at once.
    ahead: BTreeMap<Duration, Input>,
    typing: bool,
    year: Year,
    records: Vec<Record>,
}

/// How the days go.
enum Life {
    /// Each working day like the other.
    Habit,
    /// No day like the other, and so many times a day up and down again without a reason.
    Varied { chance: Chance, restless: u64 },
}

/// Numbers that look like chance and follow from the seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.below(to - from + 1)
    }

    fn in_a_hundred(&mut self, times: u64) -> bool {
        self.below(100) < times
    }
}

impl Person {
    /// So many working days, each like the other.
    pub(crate) fn of_habit(rules: Rules, days: u64) -> Self {
        Self::begin(rules, "2026-03-02T08:55:00+01:00", days, Life::Habit)
    }

    /// So many days of the calendar from this moment on, no two alike; `restless` times a day they are up and down again
    /// without a reason, which makes a longer record.
    pub(crate) fn of_many_ways(
        rules: Rules,
        from: &str,
        days: u64,
        seed: u64,
        restless: u64,
    ) -> Self {
        let chance = Chance(seed);
        Self::begin(rules, from, days, Life::Varied { chance, restless })
    }

    fn begin(rules: Rules, from: &str, days: u64, life: Life) -> Self {
        let wall: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(from).expect("a moment");
        let begin = Now {
            boot: Duration::ZERO,
            wall,
        };
        Self {
            engine: Engine::new(rules, begin),
            begin,
            days,
            life,
            ahead: BTreeMap::new(),
            typing: true,
            year: Year::default(),
            records: Vec::new(),
        }
    }

    /// What it came to, and what was recorded.
    pub(crate) fn live(mut self) -> (Year, Vec<Record>) {
        self.tell(Duration::ZERO, Input::Started);
        let works = |sensor| Input::Sensor {
            sensor,
            works: true,
        };
        self.plan(Duration::from_secs(1), works(Sensor::Idle));
        self.plan(Duration::from_secs(2), works(Sensor::Lock));
        for day in 0..self.days {
            match self.life {
                Life::Habit => {
                    // Five days of work, two of rest.
                    let day = u32::try_from(day / 5 * 7 + day % 5).unwrap_or(u32::MAX);
                    self.plan_day(DAY * day);
                }
                Life::Varied { .. } => self.plan_any_day(day),
            }
            // One day after the other, so that what lies ahead stays short.
            let night = DAY * u32::try_from(day).unwrap_or(u32::MAX) + 19 * HOUR;
            if matches!(self.life, Life::Varied { .. }) {
                self.live_until(night);
            }
        }
        self.live_until(Duration::MAX);
        (self.year, self.records)
    }

    fn live_until(&mut self, end: Duration) {
        while let Some(at) = self.ahead.keys().next().copied().filter(|at| *at < end) {
            let due = self.engine.next_deadline().filter(|due| *due < at);
            let (at, input) = match due {
                Some(due) => (due, Input::Tick),
                None => (at, self.ahead.remove(&at).unwrap_or(Input::Tick)),
            };
            self.tell(at, input);
        }
    }

    /// The day's outline; answers to notices are planned as they come.
    fn plan_day(&mut self, morning: Duration) {
        let at = |minutes: u64| morning + Duration::from_mins(minutes) + Duration::from_secs(5);
        self.plan(at(0), Input::Woke);
        self.plan(at(0), Input::Locked(false));
        self.plan(at(0), Input::Active);
        for reading in [20, 70, 150, 290, 350, 430] {
            self.idle(at(reading), Duration::from_mins(4));
        }
        self.plan(at(95), call(true));
        self.idle(at(97), Duration::from_mins(25));
        self.plan(at(140), call(false));
        self.plan(at(215), Input::Locked(true));
        self.plan(at(260), Input::Locked(false));
        self.plan(at(260), Input::Active);
        self.idle(at(325), Duration::from_mins(9));
        self.plan(at(400), Input::Stand(None));
        self.plan(at(440), Input::Sit(None));
        self.plan(at(520), Input::Locked(true));
        self.plan(at(521), Input::Asleep);
    }

    /// A day that goes its own way: work with coffee, calls and standing, lunch, and long sittings
    /// after it; some days off.
    fn plan_any_day(&mut self, day: u64) {
        let weekday = (self.begin.wall + DAY * u32::try_from(day).unwrap_or(u32::MAX)).weekday();
        let weekend = matches!(weekday, Weekday::Sat | Weekday::Sun);
        let chance = self.chance();
        if chance.in_a_hundred(if weekend { 75 } else { 6 }) {
            return;
        }
        let morning = DAY * u32::try_from(day).unwrap_or(u32::MAX);
        let mut minute = chance.between(0, 60);
        let end = minute
            + if weekend {
                120
            } else {
                chance.between(440, 560)
            };
        self.wake(morning + MINUTE * m(minute));
        let lunch = self.chance().between(200, 240);
        while minute < end {
            let after_lunch = (lunch + 30..lunch + 150).contains(&minute);
            minute += match (after_lunch, minute < lunch) {
                (true, _) => self.chance().between(50, 95),
                _ => self.chance().between(15, 55),
            };
            let at = morning + MINUTE * m(minute) + Duration::from_secs(5);
            if (lunch..lunch + 60).contains(&minute) {
                let lasts = self.chance().between(25, 55);
                self.leave(at, MINUTE * m(lasts));
                minute += lasts;
                continue;
            }
            minute += match self.chance().below(10) {
                0..3 => {
                    let lasts = self.chance().between(3, 12);
                    self.leave(at, MINUTE * m(lasts));
                    lasts
                }
                3..5 => {
                    let lasts = self.chance().between(15, 60);
                    self.plan(at, call(true));
                    self.plan(at + MINUTE * m(lasts), call(false));
                    lasts
                }
                5 => {
                    let lasts = self.chance().between(15, 45);
                    self.plan(at, Input::Stand(None));
                    self.plan(at + MINUTE * m(lasts), Input::Sit(None));
                    lasts
                }
                6..8 => {
                    self.idle(at, MINUTE * 4);
                    4
                }
                _ => {
                    let lasts = self.chance().between(6, 15);
                    self.idle(at, MINUTE * m(lasts));
                    lasts
                }
            };
        }
        self.plan_restlessness(morning, end);
        let evening = morning + MINUTE * m(minute.max(end) + 5);
        self.plan(evening, Input::Locked(true));
        self.plan(evening + MINUTE, Input::Asleep);
    }

    fn plan_restlessness(&mut self, morning: Duration, end: u64) {
        let Life::Varied { restless, .. } = self.life else {
            return;
        };
        for turn in 0..restless {
            let at = morning + MINUTE * m(end) * m(2 * turn + 1) / m(2 * restless);
            self.plan(at, Input::Stand(None));
            self.plan(at + Duration::from_secs(20), Input::Sit(None));
        }
    }

    fn chance(&mut self) -> &mut Chance {
        match &mut self.life {
            Life::Varied { chance, .. } => chance,
            Life::Habit => unreachable!("who lives by habit leaves nothing to chance"),
        }
    }

    fn wake(&mut self, at: Duration) {
        self.plan(at, Input::Woke);
        self.plan(at, Input::Locked(false));
        self.plan(at, Input::Active);
    }

    fn leave(&mut self, at: Duration, lasts: Duration) {
        self.plan(at, Input::Locked(true));
        self.plan(at + lasts, Input::Locked(false));
        self.plan(at + lasts, Input::Active);
    }

    fn idle(&mut self, since: Duration, lasts: Duration) {
        self.plan(since + Duration::from_mins(1), Input::Idle { since });
        self.plan(since + lasts, Input::Active);
    }

    fn plan(&mut self, at: Duration, input: Input) {
        let mut at = at;
        while self.ahead.contains_key(&at) {
            at += Duration::from_millis(1);
        }
        self.ahead.insert(at, input);
    }

    fn tell(&mut self, at: Duration, input: Input) {
        match input {
            Input::Active => self.typing = true,
            Input::Idle { .. } | Input::Locked(true) => self.typing = false,
            _ => {}
        }
        let now = Now {
            boot: at,
            wall: self.wall(at),
        };
        let effects = self.engine.handle(now, input);
        self.year.inputs += 1;
        self.year.effects += effects.len() as u64;
        self.year.lasted = at;
        for effect in effects {
            match effect {
                Effect::Show(notice) => self.look_at(at, &notice),
                Effect::WatchLull(true) => self.plan(at + Duration::from_secs(20), Input::Lull),
                Effect::Record(record) => {
                    self.year.breaks +=
                        u64::from(matches!(record.happened, Happened::Break { .. }));
                    if matches!(self.life, Life::Varied { .. }) {
                        self.records.push(record);
                    }
                }
                _ => {}
            }
        }
    }

    /// The clock on the wall: for a varied life with summer time, and a week abroad each year.
    fn wall(&self, at: Duration) -> DateTime<FixedOffset> {
        let wall = self.begin.wall + at;
        if matches!(self.life, Life::Habit) {
            return wall;
        }
        let hours = match wall.ordinal() {
            150..157 => -5,
            88..299 => 2,
            _ => 1,
        };
        FixedOffset::east_opt(hours * 3600).map_or(wall, |zone| wall.with_timezone(&zone))
    }

    /// Answers in turn as people do; every sixth notice is overlooked.
    fn look_at(&mut self, at: Duration, notice: &Notice) {
        self.year.notices += 1;
        if !self.typing || matches!(notice.says, Says::Booked(_)) {
            return;
        }
        if let Life::Varied { chance, .. } = &mut self.life
            && chance.in_a_hundred(25)
        {
            return;
        }
        let wishes = [
            Action::Start,
            Action::Done,
            Action::Later,
            Action::Done,
            Action::Skip,
        ];
        let turn = usize::try_from(self.year.notices).unwrap_or_default();
        let Some(wish) = wishes.get(turn % (wishes.len() + 1)).copied() else {
            return;
        };
        let offered = notice.actions.contains(&wish);
        let Some(action) = offered.then_some(wish).or(notice.actions.first().copied()) else {
            return;
        };
        let answer = Input::Answer {
            notice: notice.id,
            answer: Answer::Pressed(action),
        };
        self.plan(at + Duration::from_secs(40), answer);
    }
}

fn m(minutes: u64) -> u32 {
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

fn call(on: bool) -> Input {
    Input::Call {
        source: CallSource::Microphone,
        on,
    }
}
