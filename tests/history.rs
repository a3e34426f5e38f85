//! The history adds up to what the engine showed while it happened.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use chrono::{FixedOffset, TimeZone};
use proptest::prelude::*;
use soleus::engine::effect::{Action, Effect, NoticeId};
use soleus::engine::input::{Answer, CallSource, Input, Log, PauseFor, What};
use soleus::engine::movement::Kind;
use soleus::engine::record::{Happened, Outcome, Source};
use soleus::engine::{Engine, Now, Record, Rules, date_of};
use soleus::history::{Counting, Day, Device, Unread};
use soleus::movements::{Abilities, Catalogue};

#[derive(Debug, Clone)]
enum Step {
    Pass(u64),
    Tell(Input),
    IdleSince(u64),
    Press(Action),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let kinds = vec![Kind::OnFeet, Kind::Strength, Kind::Seated, Kind::Standing];
    let kind = proptest::sample::select(kinds);
    let lasted = proptest::option::of((1u64..900).prop_map(Duration::from_secs));
    let log = (kind, lasted).prop_map(|(kind, lasted)| {
        Step::Tell(Input::Log(Log {
            lasted,
            ..Log::of(What::Kind(kind), Source::Command)
        }))
    });
    let tell = proptest::sample::select(vec![
        Input::Sit(None),
        Input::Stand(None),
        Input::Leave(None),
        Input::Active,
        Input::Lull,
        Input::Locked(true),
        Input::Locked(false),
        Input::Undo(Source::Command),
        Input::Skip(Source::Command),
        Input::Pause(PauseFor::Time(Duration::from_mins(15))),
        Input::Resume,
        call(true),
        call(false),
    ])
    .prop_map(Step::Tell);
    let press = proptest::sample::select(vec![
        Action::Done,
        Action::Skip,
        Action::Later,
        Action::Yes,
        Action::No,
        Action::Undo,
    ])
    .prop_map(Step::Press);
    let step = prop_oneof![
        6 => (1u64..1500).prop_map(Step::Pass),
        2 => log,
        4 => tell,
        2 => (0u64..1200).prop_map(Step::IdleSince),
        3 => press,
    ];
    proptest::collection::vec(step, 1..40)
}

struct Run {
    engine: Engine,
    now: Now,
    notice: Option<NoticeId>,
    /// When somebody last said something.
    touched: Duration,
    records: Vec<Record>,
}

impl Run {
    fn new() -> Self {
        let rules = Rules {
            movements: Catalogue::built_in().engine_movements(&Abilities::default()),
            ..Rules::default()
        };
        let zone = FixedOffset::east_opt(3600).unwrap();
        let now = Now {
            boot: Duration::from_secs(5000),
            wall: zone.with_ymd_and_hms(2026, 11, 23, 7, 0, 0).unwrap(),
        };
        let engine = Engine::new(rules, now);
        let mut run = Self {
            engine,
            now,
            notice: None,
            touched: Duration::ZERO,
            records: Vec::new(),
        };
        run.tell(Input::Started);
        run
    }

    fn tell(&mut self, input: Input) {
        for effect in self.engine.handle(self.now, input) {
            match effect {
                Effect::Record(record) => self.records.push(record),
                Effect::Show(notice) => self.notice = Some(notice.id),
                _ => {}
            }
        }
    }

    fn pass(&mut self, seconds: u64) {
        let end = self.now.boot + Duration::from_secs(seconds);
        while let Some(deadline) = self.engine.next_deadline().filter(|at| *at < end) {
            let step = deadline.saturating_sub(self.now.boot);
            self.now.boot += step;
            self.now.wall += step;
            self.tell(Input::Tick);
        }
        let step = end.saturating_sub(self.now.boot);
        self.now.boot += step;
        self.now.wall += step;
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Pass(seconds) => self.pass(seconds),
            Step::Tell(input) => {
                self.touched = self.now.boot;
                self.tell(input);
            }
            Step::IdleSince(ago) => {
                // Who says something touches the machine.
                let since = self.now.boot.saturating_sub(Duration::from_secs(ago));
                let since = since.max(self.touched);
                self.tell(Input::Idle { since });
            }
            Step::Press(action) => {
                self.touched = self.now.boot;
                if let Some(notice) = self.notice {
                    let answer = Answer::Pressed(action);
                    self.tell(Input::Answer { notice, answer });
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn the_history_counts_as_the_engine_does(steps in steps()) {
        let mut run = Run::new();
        // What was done before the program began is the record's alone.
        run.pass(1000);
        for step in steps {
            run.step(step);
        }
        run.tell(Input::Stopping);
        let rules = run.engine.rules().clone();
        let shown = run.engine.view(run.now).today;
        let told_twice = told_twice(&run.records);
        let device = Device {
            name: "pc-1".into(),
            records: run.records,
            unread: Unread::default(),
        };
        let counting = Counting {
            day_starts_at: rules.day_starts_at,
            break_length: rules.break_length,
        };
        let date = date_of(run.now.wall, rules.day_starts_at);
        let day = Day::of(&[device], date, counting);
        prop_assert_eq!(day.tally.seated, shown.seated, "seated");
        // A walk in a pause moves no clock, and was a walk all the same; an absence that was confirmed
        // was on the feet.
        let told = day.tally.standing + day.tally.stopped + day.tally.away;
        let known = shown.standing + shown.stopped + shown.away;
        prop_assert_eq!(told, known, "not seated");
        prop_assert_eq!(day.longest_bout(), shown.longest, "longest");
        let moved = |outcome| matches!(outcome, Outcome::Done | Outcome::Part | Outcome::Natural);
        let breaks = day.breaks.iter().filter(|broken| moved(broken.outcome)).count();
        if told_twice {
            prop_assert!(breaks <= shown.breaks as usize, "breaks");
        } else {
            prop_assert_eq!(breaks, shown.breaks as usize, "breaks");
        }
    }
}

/// Whether one movement was told twice of the same time: that is one break, and was booked as two.
fn told_twice(records: &[Record]) -> bool {
    let told: Vec<_> = records
        .iter()
        .filter_map(|record| match &record.happened {
            Happened::Break {
                movement: Some(movement),
                outcome: Outcome::Done | Outcome::Part,
                seconds,
                ..
            } => Some((
                movement,
                record.at,
                record.at + Duration::from_secs(*seconds),
            )),
            _ => None,
        })
        .collect();
    told.iter()
        .enumerate()
        .any(|(place, (movement, from, to))| {
            let mut others = told[..place].iter();
            others.any(|(other, begin, end)| other == movement && begin < to && from < end)
        })
}

fn call(on: bool) -> Input {
    Input::Call {
        source: CallSource::Microphone,
        on,
    }
}
