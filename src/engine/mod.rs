//! The rules: presence, the two clocks, the life of a reminder, the schedule, the choice of movement.
//!
//! The engine is pure. It is told the time and the facts and answers with effects. It never reads
//! a clock, a file or the environment, never sleeps, never logs, and knows no operating system,
//! tray or notification. Nothing in here uses a module outside this folder (`tests/layers`).
//!
//! Read `tests/rules/*.md` to learn what it does; each file here keeps one family of those rules.

mod booking;
mod call;
mod choice;
mod click;
mod day;
mod deadline;
pub mod effect;
mod elsewhere;
mod face;
mod fix;
mod gentle;
mod guide;
pub mod input;
pub mod ledger;
mod letter;
mod look;
pub mod movement;
pub mod now;
mod presence;
mod question;
pub mod record;
mod recover;
mod reminder;
pub mod rules;
pub mod schedule;
mod screen;
mod state;
pub mod view;

use std::time::Duration;

pub use day::{date_of, next_day};
pub use effect::Effect;
pub use fix::fix_record;
pub use input::Input;
pub use now::Now;
pub use record::Record;
pub use rules::Rules;
pub use state::{LONGEST_LIFE, Snapshot};
pub use view::View;

use gentle::Gentle;
use state::{OnScreen, State};

/// The engine: one per program, owned by the engine thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Engine {
    rules: Rules,
    state: State,
    now: Now,
    out: Vec<Effect>,
    lull: bool,
    answered: Option<OnScreen>,
}

impl Engine {
    /// A fresh engine: somebody just sat down.
    #[must_use]
    pub fn new(rules: Rules, now: Now) -> Self {
        let state = State::new(&rules, now);
        Self::with(rules, state)
    }

    /// The engine as it was when the snapshot was taken.
    #[must_use]
    pub fn restore(rules: Rules, snapshot: Snapshot) -> Self {
        let mut engine = Self::with(rules, snapshot.state);
        if !engine.rules.gentle_start {
            engine.state.gentle = Gentle::default();
        }
        engine
    }

    /// Everything that must be remembered over a restart.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::of(self.state.clone())
    }

    /// Takes one fact and says what is to be done, in order.
    ///
    /// A boot clock that seems to run backwards is taken to stand still.
    pub fn handle(&mut self, now: Now, input: Input) -> Vec<Effect> {
        if now.wall.offset() != self.state.now.wall.offset() {
            self.leave_zone();
        }
        self.now = Now {
            boot: now.boot.max(self.state.now.boot),
            wall: now.wall,
        };
        self.lull = matches!(input, Input::Lull);
        self.leave_screen(&input);
        let ends = matches!(input, Input::Stopping);
        if matches!(input, Input::Started) {
            self.start_over();
        }
        self.turn_day();
        self.settle();
        self.take(input);
        self.settle();
        if !ends {
            self.remind();
            self.ask_question();
            self.begin_gently();
            self.begin_week();
            self.note_call();
        }
        self.watch_lull();
        self.change_face();
        self.state.now = self.now;
        std::mem::take(&mut self.out)
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The last moment the engine was told.
    #[must_use]
    pub fn now(&self) -> Now {
        self.state.now
    }

    /// The id of the newest record it wrote; 0 if none.
    #[must_use]
    pub fn last_record(&self) -> u64 {
        self.state.last_record
    }

    /// Whether something waits for a pause in typing.
    #[must_use]
    pub fn awaits_lull(&self) -> bool {
        self.state.lull_watched
    }

    fn with(rules: Rules, state: State) -> Self {
        Self {
            rules,
            now: state.now,
            state,
            out: Vec::new(),
            lull: false,
            answered: None,
        }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Tick | Input::Lull => {}
            Input::Active
            | Input::Idle { .. }
            | Input::Call { .. }
            | Input::CanLook(_)
            | Input::Looked
            | Input::Media(_)
            | Input::Quiet { .. }
            | Input::Locked(_)
            | Input::SwitchedAway(_)
            | Input::Asleep
            | Input::Woke
            | Input::Slept { .. }
            | Input::Sensor { .. } => self.sense(&input),
            Input::Sit(since) => self.say_posture(state::Said::Seated, since),
            Input::Stand(since) => self.say_posture(state::Said::Standing, since),
            Input::Leave(since) => self.say_posture(state::Said::Away, since),
            Input::Log(log) => self.log(&log),
            Input::Start(start) => self.start_break(&start),
            Input::Window(fact) => self.window(fact),
            Input::Snooze(lasts, source) => self.snooze(lasts, source),
            Input::Skip(source) => self.skip(source),
            Input::Undo(source) => self.undo(source),
            Input::Fix(fix) => self.fix(&fix),
            Input::Elsewhere(seen) => self.seen_elsewhere(&seen),
            Input::Letter(letter) => self.letter_came(letter),
            Input::Pause(lasts) => self.pause(lasts),
            Input::Resume => self.resume(),
            Input::Answer { answer, .. } => self.answer(answer),
            Input::Click(button) => self.click(button),
            Input::Settings(rules) => self.change_rules(*rules),
            Input::Started => self.started(),
            Input::Stopping => self.stopping(),
        }
    }

    fn emit(&mut self, effect: Effect) {
        self.out.push(effect);
    }

    fn bout(&self) -> Duration {
        self.state
            .ledger
            .bout(self.now.boot, self.rules.break_length)
    }

    fn pump(&self) -> Duration {
        self.state
            .ledger
            .pump(self.now.boot, self.rules.break_length)
    }

    fn standing(&self) -> Duration {
        self.state
            .ledger
            .standing(self.now.boot, self.rules.break_length)
    }
}
