//! Runs a script: keeps the two clocks, feeds the engine, writes down everything it answers.

use std::time::Duration;

use chrono::{DateTime, Days, FixedOffset, NaiveTime, TimeZone};
use thiserror::Error;

use super::record_verb::RecordVerb;
use super::trace;
use super::verb::{self, Lasts, Verb};
use crate::engine::effect::{Effect, NoticeId};
use crate::engine::input::{
    Elsewhere, Fix, Input, Log, MovedThere, PauseFor, Sitting, SnoozeFor, Start, What,
};
use crate::engine::record::{Happened, RECORD_VERSION, Record, Source};
use crate::engine::{Engine, Now, Rules, Snapshot, date_of};
use crate::history::{Counting, Day, Device};

/// The engine's clock begins this far from zero, as in the program: the day before a script's first line
/// lies on it too.
const BEGIN: Duration = Duration::from_hours(48);

/// When the sensor of a script tells that nobody touches anything.
const IDLE_TOLD: Duration = Duration::from_mins(1);

/// More steps than this between two lines are a fault of the engine, not a long day.
const MOST_STEPS: usize = 1_000_000;

/// A line of a script that cannot be run.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line}: {why}")]
pub struct ScriptError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected.
    pub why: String,
}

/// What one line of a script brought about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The line as it was written.
    pub line: String,
    /// The trace below it, one line a moment.
    pub trace: Vec<String>,
}

/// Makes rules of `set` lines: all of those so far, key and value.
type MakeRules<'a> = dyn Fn(&[(String, String)]) -> Result<Rules, String> + 'a;

/// A script on its way.
pub struct Run<'a> {
    engine: Engine,
    make_rules: &'a MakeRules<'a>,
    keys: Vec<(String, String)>,
    now: Now,
    idle_since: Option<Duration>,
    typing: bool,
    /// A pause in typing is to be told, once.
    lull_asked: bool,
    on_screen: Option<NoticeId>,
    saved: Snapshot,
    /// How the engine and the records stood before the line that ran last.
    before: Snapshot,
    recorded_before: usize,
    unsaved: Vec<Record>,
    trace: Vec<(Duration, String)>,
    records: Vec<Record>,
    /// What another machine of the same person recorded.
    laptop: Vec<Record>,
}

impl<'a> Run<'a> {
    /// Somebody sits down at 09:00 on Monday 2 March 2026 at this offset from UTC.
    ///
    /// # Errors
    /// When `make_rules` refuses the defaults.
    pub fn new(make_rules: &'a MakeRules<'a>) -> Result<Self, String> {
        let zone = FixedOffset::east_opt(0).ok_or("no time zone")?;
        let wall = zone
            .with_ymd_and_hms(2026, 3, 2, 9, 0, 0)
            .single()
            .ok_or("no such day")?;
        let now = Now { boot: BEGIN, wall };
        let engine = Engine::new(make_rules(&[])?, now);
        Ok(Self {
            saved: engine.snapshot(),
            before: engine.snapshot(),
            recorded_before: 0,
            engine,
            make_rules,
            keys: Vec::new(),
            now,
            idle_since: None,
            typing: false,
            lull_asked: false,
            on_screen: None,
            unsaved: Vec::new(),
            trace: Vec::new(),
            records: Vec::new(),
            laptop: Vec::new(),
        })
    }

    /// Runs a whole script; empty lines, comments (`#`) and old trace lines (`=>`) are passed over.
    ///
    /// # Errors
    /// On the first line that cannot be read.
    pub fn script(&mut self, text: &str) -> Result<Vec<Step>, ScriptError> {
        let mut steps = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let words = line.split('#').next().unwrap_or_default().trim();
            if words.is_empty() || words.starts_with("=>") {
                continue;
            }
            let fail = |why| ScriptError {
                line: index + 1,
                why,
            };
            match words.strip_prefix("repeat ") {
                Some(rest) => self.repeat(rest).map_err(fail)?,
                None => self.line(words).map_err(fail)?,
            }
            steps.push(Step {
                line: line.trim().to_owned(),
                trace: self.take_trace(),
            });
        }
        Ok(steps)
    }

    /// The engine as it stands.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Where the script's clocks stand.
    #[must_use]
    pub fn now(&self) -> Now {
        self.now
    }

    /// Every record so far.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    fn line(&mut self, words: &str) -> Result<(), String> {
        let (snapshot, recorded) = (self.engine.snapshot(), self.records.len());
        self.perform(verb::parse(words)?)?;
        self.before = snapshot;
        self.recorded_before = recorded;
        Ok(())
    }

    /// `300 lock; wait 1m; unlock`: those lines over and over, of whose traces only the last is kept.
    fn repeat(&mut self, words: &str) -> Result<(), String> {
        let (times, lines) = words
            .split_once(' ')
            .and_then(|(times, lines)| Some((times.parse::<u32>().ok()?, lines)))
            .ok_or("`repeat` wants a number and lines parted by `;`")?;
        for _ in 0..times {
            self.trace.clear();
            for line in lines.split(';') {
                self.line(line.trim())?;
            }
        }
        Ok(())
    }

    fn perform(&mut self, verb: Verb) -> Result<(), String> {
        match verb {
            Verb::Sit(time) => self.at_machine(time, false)?,
            Verb::Type(time) => self.at_machine(time, true)?,
            Verb::Idle(time) => self.idle(time)?,
            Verb::Wait(time) => self.pass(time)?,
            Verb::Active => self.touch(),
            Verb::Tell(input) => self.tell(input),
            Verb::Sleep(time) => {
                self.tell(Input::Asleep);
                self.jump(time);
                self.tell(Input::Woke);
            }
            Verb::SleepUntold(lasted) => {
                self.jump(lasted);
                self.tell(Input::Slept { lasted });
            }
            Verb::Gap(lasted) => self.tell(Input::Slept { lasted }),
            Verb::Answer(answer) => {
                let notice = self.on_screen.ok_or("no notice is on screen")?;
                self.tell(Input::Answer { notice, answer });
            }
            Verb::Click(button) => self.tell(Input::Click(button)),
            Verb::Log { what, lasted, at } => {
                let what = what.map_or(What::Suggested, |word| what_of(&word));
                let at = at.map(|time| self.today_at(time)).transpose()?;
                self.tell(Input::Log(Log {
                    lasted,
                    at,
                    ..Log::of(what, Source::Command)
                }));
            }
            Verb::Start {
                what,
                another,
                here,
            } => self.tell(Input::Start(Start {
                what: what.map_or(What::Suggested, |word| what_of(&word)),
                another,
                here,
                source: Source::Command,
            })),
            Verb::Snooze(lasts) => self.tell(Input::Snooze(snooze_for(lasts), Source::Command)),
            Verb::Skip => self.tell(Input::Skip(Source::Command)),
            Verb::Undo => self.tell(Input::Undo(Source::Command)),
            Verb::Seat(at) => {
                let at = at.map(|time| self.today_at(time)).transpose()?;
                self.tell(Input::Sit(at));
            }
            Verb::Stand(at) => {
                let at = at.map(|time| self.today_at(time)).transpose()?;
                self.tell(Input::Stand(at));
            }
            Verb::Leave(at) => {
                let at = at.map(|time| self.today_at(time)).transpose()?;
                self.tell(Input::Leave(at));
            }
            Verb::Record(verb) => self.perform_on_record(verb)?,
            Verb::Pause(lasts) => {
                let lasts = match lasts {
                    Lasts::Usual => PauseFor::Ever,
                    Lasts::Time(time) => PauseFor::Time(time),
                    Lasts::Tomorrow => PauseFor::Tomorrow,
                };
                self.tell(Input::Pause(lasts));
            }
            Verb::PauseUntil(time) => {
                let until = self.today_at(time)?;
                self.tell(Input::Pause(PauseFor::Until(until)));
            }
            Verb::Resume => self.tell(Input::Resume),
            Verb::Down(time) => self.restart(time),
            Verb::Crash(time) => self.crash(time),
            Verb::Quit(time) => {
                self.tell(Input::Stopping);
                self.restart(time);
            }
            Verb::Wall { ahead: true, by } => self.now.wall += by,
            Verb::Wall { ahead: false, by } => self.now.wall -= by,
            Verb::Zone(zone) => self.now.wall = self.now.wall.with_timezone(&zone),
            Verb::Set { key, value } => {
                self.keys.push((key, value));
                let rules = (self.make_rules)(&self.keys)?;
                self.tell(Input::Settings(Box::new(rules)));
            }
            Verb::Show => {
                let line = trace::view(&self.engine.view(self.now));
                self.trace.push((self.now.boot, line));
            }
            Verb::Today => {
                let line = trace::today(&self.engine.view(self.now));
                self.trace.push((self.now.boot, line));
            }
        }
        Ok(())
    }

    fn perform_on_record(&mut self, verb: RecordVerb) -> Result<(), String> {
        let input = match verb {
            RecordVerb::Fix {
                was,
                lasted,
                at,
                days_ago,
            } => {
                let at = self.today_at(at)? - Days::new(days_ago);
                Input::Fix(Fix::Was { at, lasted, was })
            }
            RecordVerb::Drop(what) => Input::Fix(Fix::Drop {
                id: self.newest(&what),
                device: None,
                at: None,
            }),
            RecordVerb::Confirm(what) => Input::Fix(Fix::Confirm {
                id: self.newest(&what),
                device: None,
                at: None,
            }),
            RecordVerb::SatElsewhere { from, to } => {
                let (from, to) = (self.today_at(from)?, self.today_at(to)?);
                Input::Elsewhere(Elsewhere {
                    sat: vec![Sitting { from, to }],
                    ..Elsewhere::default()
                })
            }
            RecordVerb::MovedElsewhere { kind, ended } => {
                let ended = self.today_at(ended)?;
                Input::Elsewhere(Elsewhere {
                    moved: vec![MovedThere { ended, kind }],
                    ..Elsewhere::default()
                })
            }
            RecordVerb::Letter(letter) => Input::Letter(letter),
            RecordVerb::Day(days_ago) => {
                let line = self.day(days_ago);
                self.trace.push((self.now.boot, line));
                return Ok(());
            }
            RecordVerb::Laptop { posture, from, to } => {
                let (at, to) = (self.today_at(from)?, self.today_at(to)?);
                let seconds = (to - at)
                    .to_std()
                    .map_err(|_| "the laptop's clock runs on")?;
                self.laptop.push(Record {
                    v: RECORD_VERSION,
                    id: 1 + self.laptop.len() as u64,
                    at,
                    happened: Happened::Stretch {
                        posture,
                        seconds: seconds.as_secs(),
                    },
                });
                return Ok(());
            }
        };
        self.tell(input);
        Ok(())
    }

    /// A day as the history tells it, of this machine and the laptop.
    fn day(&self, days_ago: u64) -> String {
        let rules = self.engine.rules();
        let counting = Counting {
            day_starts_at: rules.day_starts_at,
            break_length: rules.break_length,
        };
        let mut ours = self.records.clone();
        ours.extend(self.engine.unwritten(self.now));
        let devices = [("desk", ours), ("laptop", self.laptop.clone())];
        let devices = devices.map(|(name, records)| Device {
            name: name.to_owned(),
            records,
            ..Device::default()
        });
        let date = date_of(self.now.wall, rules.day_starts_at) - Days::new(days_ago);
        trace::day(&Day::of(&devices, date, counting))
    }

    /// The id of the newest record whose words begin so; one that never was, if there is none.
    fn newest(&self, what: &str) -> u64 {
        let mut newest = self.records.iter().rev();
        newest
            .find(|record| trace::happened(&record.happened).starts_with(what))
            .map_or(u64::MAX, |record| record.id)
    }

    fn at_machine(&mut self, time: Duration, typing: bool) -> Result<(), String> {
        self.typing = typing;
        self.touch();
        self.answer_lull();
        self.pass(time)
    }

    fn idle(&mut self, time: Duration) -> Result<(), String> {
        self.typing = false;
        self.answer_lull();
        if self.idle_since.is_some() {
            return self.pass(time);
        }
        let since = self.now.boot;
        self.pass(time.min(IDLE_TOLD))?;
        if time >= IDLE_TOLD {
            self.idle_since = Some(since);
            self.tell(Input::Idle { since });
            self.pass(time.saturating_sub(IDLE_TOLD))?;
        }
        Ok(())
    }

    fn touch(&mut self) {
        if self.idle_since.take().is_some() || self.now.boot == BEGIN {
            self.tell(Input::Active);
        }
    }

    /// The program is gone before the state of the last line was written, but after its records.
    fn crash(&mut self, time: Duration) {
        self.saved = self.before.clone();
        self.unsaved = self.records[self.recorded_before..].to_vec();
        self.restart(time);
    }

    /// The program is gone for a time; the snapshot is the last one that was written.
    fn restart(&mut self, time: Duration) {
        let rules = self.engine.rules().clone();
        self.engine = Engine::restore(rules, self.saved.clone());
        self.engine.recover(&self.unsaved);
        self.unsaved.clear();
        self.on_screen = None;
        self.lull_asked = false;
        self.jump(time);
        self.tell(Input::Started);
    }

    fn jump(&mut self, time: Duration) {
        self.now = Now {
            boot: self.now.boot + time,
            wall: self.now.wall + time,
        };
    }

    /// Lets time pass and tells the engine at each of its deadlines.
    fn pass(&mut self, time: Duration) -> Result<(), String> {
        let end = self.now.boot + time;
        for _ in 0..MOST_STEPS {
            match self.engine.next_deadline() {
                Some(at) if at <= end => {
                    self.jump(at.saturating_sub(self.now.boot));
                    self.tell(Input::Tick);
                }
                _ => {
                    self.jump(end.saturating_sub(self.now.boot));
                    return Ok(());
                }
            }
        }
        Err("the engine wants to be told the time over and over".to_owned())
    }

    fn tell(&mut self, input: Input) {
        let effects = self.engine.handle(self.now, input);
        self.note(&effects);
        self.saved = self.engine.snapshot();
        for effect in &effects {
            if let Effect::WatchLull(asked) = effect {
                self.lull_asked = *asked;
            }
        }
        if effects.contains(&Effect::WatchLull(true)) {
            self.answer_lull();
        }
    }

    /// Who is not typing pauses at once. A sensor tells it once for each time it is asked.
    fn answer_lull(&mut self) {
        if self.lull_asked && !self.typing && self.engine.awaits_lull() {
            self.lull_asked = false;
            self.tell(Input::Lull);
        }
    }

    fn note(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Show(notice) => self.on_screen = Some(notice.id),
                Effect::Withdraw(id) if self.on_screen == Some(*id) => self.on_screen = None,
                Effect::Record(record) => self.records.push(record.clone()),
                _ => {}
            }
            let mut words = trace::effect(effect);
            if let Some(of) = self.meant(effect) {
                words += &format!(" of {}", trace::happened(&of.happened));
                let undone = Happened::Undo {
                    of: of.id,
                    device: None,
                };
                if self
                    .records
                    .iter()
                    .filter(|one| one.happened == undone)
                    .count()
                    > 1
                {
                    words += ", which was taken back before";
                }
            }
            self.trace.push((self.now.boot, words));
        }
    }

    /// The earlier record that a record is about.
    fn meant(&self, effect: &Effect) -> Option<&Record> {
        let Effect::Record(Record {
            happened: Happened::Undo { of, .. } | Happened::Confirm { of, .. },
            ..
        }) = effect
        else {
            return None;
        };
        self.records.iter().find(|record| record.id == *of)
    }

    fn take_trace(&mut self) -> Vec<String> {
        let mut lines: Vec<(Duration, String)> = Vec::new();
        for (at, word) in std::mem::take(&mut self.trace) {
            match lines.last_mut().filter(|(last, _)| *last == at) {
                Some((_, line)) => *line += &format!("; {word}"),
                None => lines.push((at, format!("=> {} {word}", clock(at.saturating_sub(BEGIN))))),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn today_at(&self, time: NaiveTime) -> Result<DateTime<FixedOffset>, String> {
        self.now
            .wall
            .with_time(time)
            .single()
            .ok_or_else(|| format!("{time} does not exist on that day"))
    }
}

fn snooze_for(lasts: Lasts) -> SnoozeFor {
    match lasts {
        Lasts::Usual => SnoozeFor::Usual,
        Lasts::Time(time) => SnoozeFor::Time(time),
        Lasts::Tomorrow => SnoozeFor::Tomorrow,
    }
}

fn what_of(word: &str) -> What {
    verb::kind_of(word).map_or_else(|| What::Movement(word.to_owned()), What::Kind)
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}
