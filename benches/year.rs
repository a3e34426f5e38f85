//! A working year in the engine alone: how long the rules take for 230 days at a desk.
//!
//! Each day somebody sits down, is called to meetings, goes to lunch, reads, leaves for coffee, answers
//! most reminders and overlooks some, and goes home. The engine is told what the resident would
//! tell it, and the time whenever it asks for it. `cargo bench --bench year`

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use soleus::engine::effect::{Action, Notice, Says};
use soleus::engine::input::{Answer, CallSource, Sensor};
use soleus::engine::record::Happened;
use soleus::engine::{Effect, Engine, Input, Now, Rules};
use soleus::script::rules_of;

const DAYS: u64 = 230;
const RUNS: usize = 9;
const WANTED: Duration = Duration::from_millis(100);
const DAY: Duration = Duration::from_hours(24);

/// What a year came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Year {
    inputs: u64,
    effects: u64,
    notices: u64,
    breaks: u64,
    lasted: Duration,
}

#[expect(clippy::print_stdout, reason = "its figures are its answer")]
fn main() {
    let rules = rules_of(&[]).expect("the defaults are valid");
    let (mut best, mut year) = (Duration::MAX, Year::default());
    for _ in 0..RUNS {
        let (took, ran) = timed(|| Desk::sit(rules.clone()).work());
        best = best.min(took);
        year = ran;
    }
    assert!(year.breaks > DAYS, "nobody moved: {year:?}");
    let times = year.lasted.as_secs_f64() / best.as_secs_f64();
    println!(
        "a working year: {DAYS} days, {} inputs, {} effects, {} notices, {} breaks",
        year.inputs, year.effects, year.notices, year.breaks
    );
    println!(
        "best of {RUNS}: {:.1} ms, {:.2} µs an input, {times:.1e} times as fast as time (wanted: {} ms)",
        best.as_secs_f64() * 1e3,
        best.as_secs_f64() * 1e6 / f64::from(u32::try_from(year.inputs).unwrap_or(u32::MAX)),
        WANTED.as_millis(),
    );
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begin = Instant::now();
    let done = work();
    (begin.elapsed(), done)
}

/// A person at a desk, and the engine that watches them.
struct Desk {
    engine: Engine,
    begin: Now,
    /// What will happen, by when; two things never happen at once.
    ahead: BTreeMap<Duration, Input>,
    typing: bool,
    year: Year,
}

impl Desk {
    fn sit(rules: Rules) -> Self {
        let wall: DateTime<FixedOffset> = DateTime::parse_from_rfc3339("2026-03-02T08:55:00+01:00")
            .expect("a moment on a Monday");
        let begin = Now {
            boot: Duration::ZERO,
            wall,
        };
        Self {
            engine: Engine::new(rules, begin),
            begin,
            ahead: BTreeMap::new(),
            typing: true,
            year: Year::default(),
        }
    }

    fn work(mut self) -> Year {
        self.tell(Duration::ZERO, Input::Started);
        let works = |sensor| Input::Sensor {
            sensor,
            works: true,
        };
        self.plan(Duration::from_secs(1), works(Sensor::Idle));
        self.plan(Duration::from_secs(2), works(Sensor::Lock));
        for day in 0..DAYS {
            // Five days of work, two of rest.
            let morning = DAY * u32::try_from(day / 5 * 7 + day % 5).unwrap_or(u32::MAX);
            self.plan_day(morning);
        }
        while let Some(at) = self.ahead.keys().next().copied() {
            let due = self.engine.next_deadline().filter(|due| *due < at);
            let (at, input) = match due {
                Some(due) => (due, Input::Tick),
                None => (at, self.ahead.remove(&at).unwrap_or(Input::Tick)),
            };
            self.tell(at, input);
        }
        self.year
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
            wall: self.begin.wall + at,
        };
        let effects = self.engine.handle(now, input);
        self.year.inputs += 1;
        self.year.effects += effects.len() as u64;
        self.year.lasted = at;
        for effect in effects {
            match effect {
                Effect::Show(notice) => self.look_at(at, &notice),
                Effect::WatchLull(true) => self.plan(at + Duration::from_secs(20), Input::Lull),
                Effect::Record(record) if matches!(record.happened, Happened::Break { .. }) => {
                    self.year.breaks += 1;
                }
                _ => {}
            }
        }
    }

    /// Answers in turn as people do; every sixth notice is overlooked.
    fn look_at(&mut self, at: Duration, notice: &Notice) {
        self.year.notices += 1;
        if !self.typing || matches!(notice.says, Says::Booked(_)) {
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

fn call(on: bool) -> Input {
    Input::Call {
        source: CallSource::Microphone,
        on,
    }
}
