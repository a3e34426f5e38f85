//! A guided break as a plain state machine: count-in, movement, pause, end, booking.
//!
//! Time is handed in. It draws nothing and asks nothing itself: what is to be asked it gives back.

use std::time::Duration;

use super::exercise::{Exercise, Moment};
use crate::control::Ask;
use crate::engine::record::{Outcome, Side};
use crate::words::{counted, duration};

/// How long one has to get ready.
pub const COUNT_IN: Duration = Duration::from_secs(3);
/// Without repetitions, less than this is no part of a movement.
pub const LEAST: Duration = Duration::from_secs(5);
/// How long the question at the end waits for an answer.
pub const QUESTION_WAITS: Duration = Duration::from_mins(2);
/// How long a booking stays on the screen.
pub const BOOKED_STAYS: Duration = Duration::from_secs(4);
/// How long it is said that the break ended elsewhere.
pub const ELSEWHERE_STAYS: Duration = Duration::from_secs(2);

/// Where a break is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// "3, 2, 1".
    CountIn,
    /// The figure moves, and so does the person.
    Moving,
    /// Space was pressed: nothing counts.
    Paused,
    /// The time is up, and it is asked whether it was done.
    Over,
    /// It was answered: what was booked, in words, and what became of the booking.
    Booked(String, Delivery),
    /// It was answered in another place.
    Elsewhere,
}

/// What became of a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It was asked and is not answered yet.
    OnItsWay,
    /// It is in the record.
    Delivered,
    /// Nobody could be reached: it is asked again when somebody is back.
    Kept,
    /// The answer was no, for this reason.
    Refused(String),
    /// It was taken back.
    Undone,
}

/// One break, from the count-in to its end.
#[derive(Debug, Clone)]
pub struct Guided {
    exercise: Exercise,
    stage: Stage,
    /// When this stage began.
    since: Duration,
    /// How long was moved before this stage.
    moved: Duration,
    /// Since when its page is not on the screen.
    hidden: Option<Duration>,
    /// How long it was not on the screen before that, in this stage.
    unseen: Duration,
}

impl Guided {
    /// Begins with the count-in.
    #[must_use]
    pub fn begin(exercise: Exercise, now: Duration) -> Self {
        Self {
            exercise,
            stage: Stage::CountIn,
            since: now,
            moved: Duration::ZERO,
            hidden: None,
            unseen: Duration::ZERO,
        }
    }

    /// What is done.
    #[must_use]
    pub fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// Where it is.
    #[must_use]
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Whether it is answered, and only stays on the screen for a moment.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.stage, Stage::Booked(..) | Stage::Elsewhere)
    }

    /// Time passed. Each stage begins when the one before ended, however late it is noticed.
    pub fn tick(&mut self, now: Duration) {
        if self.stage == Stage::CountIn && now >= self.since + COUNT_IN {
            self.enter(Stage::Moving, self.since + COUNT_IN);
        }
        let left = self.exercise.whole().saturating_sub(self.moved);
        if self.stage == Stage::Moving && now >= self.since + left {
            self.moved = self.exercise.whole();
            self.enter(Stage::Over, self.since + left);
        }
    }

    /// Its page is not on the screen: it goes on, and leaves the screen no sooner for it.
    pub fn hide(&mut self, now: Duration) {
        self.hidden.get_or_insert(now);
    }

    /// Its page is on the screen.
    pub fn reveal(&mut self, now: Duration) {
        if let Some(hidden) = self.hidden.take() {
            self.unseen += now.saturating_sub(hidden.max(self.since));
        }
    }

    /// The number of the count-in: 3, 2, 1.
    #[must_use]
    pub fn count_in(&self, now: Duration) -> u64 {
        let left = COUNT_IN.saturating_sub(now.saturating_sub(self.since));
        left.as_millis()
            .div_ceil(1000)
            .max(1)
            .try_into()
            .unwrap_or(1)
    }

    /// How far it is.
    #[must_use]
    pub fn moment(&self, now: Duration) -> Moment {
        self.exercise.at(self.moved_by(now))
    }

    /// Space: stops the counting, or goes on.
    pub fn pause_or_go_on(&mut self, now: Duration) {
        self.tick(now);
        match self.stage {
            Stage::Moving => {
                self.moved = self.moved_by(now);
                self.enter(Stage::Paused, now);
            }
            // In the count-in: ready before it is over.
            Stage::Paused | Stage::CountIn => self.enter(Stage::Moving, now),
            _ => {}
        }
    }

    /// Whether there is a part that could be booked.
    #[must_use]
    pub fn has_part(&self, now: Duration) -> bool {
        let moment = self.moment(now);
        if self.exercise.target().is_some() {
            0 < moment.repetitions
        } else {
            LEAST <= moment.moved
        }
    }

    /// *Done*: what is to be asked for it; none if it was answered before.
    pub fn done(&mut self, now: Duration) -> Option<Ask> {
        self.tick(now);
        if self.is_answered() {
            return None;
        }
        let ask = if self.stage == Stage::Over {
            self.booking(Outcome::Done, self.exercise.dose(), self.exercise.target())
        } else if self.has_part(now) {
            let moment = self.moment(now);
            self.booking(Outcome::Done, moment.moved, self.counted(&moment))
        } else {
            Ask::Log {
                movement: Some(self.exercise.movement().to_owned()),
                minutes: None,
                at: None,
            }
        };
        self.answer(&ask, now);
        Some(ask)
    }

    /// *Part of it*: what is to be asked for it; none if there is no part yet.
    pub fn part(&mut self, now: Duration) -> Option<Ask> {
        self.tick(now);
        if self.is_answered() || !self.has_part(now) {
            return None;
        }
        let moment = self.moment(now);
        let ask = self.booking(Outcome::Part, moment.moved, self.counted(&moment));
        self.answer(&ask, now);
        Some(ask)
    }

    /// What became of the booking.
    pub fn delivered(&mut self, delivery: Delivery, now: Duration) {
        if let Stage::Booked(words, _) = &self.stage {
            let words = words.clone();
            self.enter(Stage::Booked(words, delivery), now);
        }
    }

    /// The break ended otherwise.
    pub fn elsewhere(&mut self, now: Duration) {
        if !self.is_answered() {
            self.enter(Stage::Elsewhere, now);
        }
    }

    /// How long until it leaves the screen by itself; none: not as it stands. Only the time on the
    /// screen counts.
    #[must_use]
    pub fn closes_in(&self, now: Duration) -> Option<Duration> {
        let stays = match self.stage {
            Stage::Over => QUESTION_WAITS,
            Stage::Booked(_, Delivery::Delivered | Delivery::Undone) => BOOKED_STAYS,
            Stage::Elsewhere => ELSEWHERE_STAYS,
            _ => return None,
        };
        let until = self.hidden.map_or(now, |hidden| hidden.max(self.since));
        let seen = until.saturating_sub(self.since + self.unseen);
        Some(stays.saturating_sub(seen))
    }

    /// How long until something is to be shown otherwise, where nothing moves; none: nothing will.
    #[must_use]
    pub fn changes_in(&self, now: Duration) -> Option<Duration> {
        match self.stage {
            Stage::CountIn => Some(to_the_second(now.saturating_sub(self.since))),
            Stage::Moving => {
                let moved = self.moved_by(now);
                let to_end = self.exercise.whole().saturating_sub(moved);
                Some(to_the_second(moved).min(to_end))
            }
            _ => self.closes_in(now),
        }
    }

    fn enter(&mut self, stage: Stage, now: Duration) {
        self.stage = stage;
        self.since = now;
        self.unseen = Duration::ZERO;
    }

    fn moved_by(&self, now: Duration) -> Duration {
        let moving = match self.stage {
            Stage::Moving => now.saturating_sub(self.since),
            _ => Duration::ZERO,
        };
        (self.moved + moving).min(self.exercise.whole())
    }

    fn counted(&self, moment: &Moment) -> Option<u32> {
        self.exercise.target().map(|_| moment.repetitions)
    }

    fn booking(&self, outcome: Outcome, moved: Duration, repetitions: Option<u32>) -> Ask {
        Ask::Book {
            movement: self.exercise.movement().to_owned(),
            outcome,
            seconds: moved.as_secs(),
            repetitions,
            side: self.exercise.first_side(),
            ended: None,
        }
    }

    fn answer(&mut self, ask: &Ask, now: Duration) {
        self.moved = self.moved_by(now);
        let words = said(ask, &self.exercise);
        self.enter(Stage::Booked(words, Delivery::OnItsWay), now);
    }
}

/// The word for a leg, on the screen.
#[must_use]
pub fn leg(side: Side) -> &'static str {
    match side {
        Side::Left => "Left leg",
        Side::Right => "Right leg",
    }
}

/// "15 heel raises, 60 s, done."
fn said(ask: &Ask, exercise: &Exercise) -> String {
    let Ask::Book {
        outcome,
        seconds,
        repetitions,
        ..
    } = ask
    else {
        let dose = duration::dose(exercise.dose());
        return format!("{}, {dose}, done.", exercise.name());
    };
    let what = match (repetitions, exercise.counted()) {
        (Some(count), Some(several)) => counted(*count, several),
        (Some(count), None) => format!("{}, {count} times", exercise.name()),
        (None, _) => exercise.name().to_owned(),
    };
    let lasted = duration::counted(Duration::from_secs(*seconds));
    let end = match outcome {
        Outcome::Part => "part of it",
        _ => "done",
    };
    format!("{what}, {lasted}, {end}.")
}

fn to_the_second(time: Duration) -> Duration {
    // A hair past the second, so that the new number is there when it is painted.
    Duration::from_secs(1).saturating_sub(Duration::from_nanos(u64::from(time.subsec_nanos())))
        + Duration::from_millis(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Figure, Leg, Pose, Step, Surface};
    use crate::window::exercise::Described;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// A figure whose cycle lasts so long.
    fn figure(seconds: f32, repetitions_a_cycle: u32) -> Figure {
        let leg = Leg {
            alpha: 0.0,
            beta: -90.0,
            phi: 0.0,
            toe: 0.0,
        };
        let pose = |name: &str| Pose {
            name: name.to_owned(),
            hip: [0.0, 0.285],
            tau: 90.0,
            near: leg,
            far: leg,
            arm: [-70.0, -5.0],
        };
        let step = |pose| Step {
            pose,
            moves: seconds / 4.0,
            holds: seconds / 4.0,
        };
        Figure {
            surface: Surface::Chair,
            wall_x: None,
            poses: vec![pose("flat"), pose("heels-high")],
            cycle: vec![step(1), step(0)],
            repetitions_a_cycle,
            travels: None,
            swaps_legs: false,
            enlarged: false,
            cup: false,
            works: None,
        }
    }

    fn heel_raise() -> Exercise {
        let described = Described {
            movement: "seated-heel-raise".to_owned(),
            name: "Seated heel raise".to_owned(),
            repetitions: Some(15),
            counted: Some("heel raises".to_owned()),
            usual_dose: secs(60),
            figure: Some(figure(4.0, 1)),
            one_by_one: false,
        };
        Exercise::new(described, secs(60), None)
    }

    fn walk() -> Exercise {
        let described = Described {
            movement: "easy-walk".to_owned(),
            name: "Walk".to_owned(),
            usual_dose: secs(120),
            figure: Some(figure(1.12, 1)),
            ..Described::default()
        };
        Exercise::new(described, secs(120), None)
    }

    fn leg_extension(side: Side) -> Exercise {
        let described = Described {
            movement: "seated-leg-extension".to_owned(),
            name: "Leg extension".to_owned(),
            repetitions: Some(16),
            counted: Some("leg extensions".to_owned()),
            usual_dose: secs(90),
            figure: Some(figure(5.5, 1)),
            one_by_one: true,
        };
        Exercise::new(described, secs(90), Some(side))
    }

    fn begun(exercise: Exercise) -> Guided {
        Guided::begin(exercise, secs(100))
    }

    fn book(outcome: Outcome, seconds: u64, repetitions: Option<u32>) -> Ask {
        Ask::Book {
            movement: "seated-heel-raise".to_owned(),
            outcome,
            seconds,
            repetitions,
            side: None,
            ended: None,
        }
    }

    #[test]
    fn it_counts_in_for_three_seconds_and_then_moves() {
        let mut guided = begun(heel_raise());
        assert_eq!(guided.count_in(secs(100)), 3);
        assert_eq!(guided.count_in(Duration::from_millis(101_001)), 2);
        assert_eq!(guided.count_in(Duration::from_millis(102_999)), 1);
        guided.tick(Duration::from_millis(102_999));
        assert_eq!(guided.stage(), &Stage::CountIn);
        // Late by four seconds: these are one repetition.
        guided.tick(secs(107));
        assert_eq!(guided.stage(), &Stage::Moving);
        assert_eq!(guided.moment(secs(107)).repetitions, 1);
    }

    #[test]
    fn fifteen_heel_raises_are_a_minute_and_booked_as_such() {
        let mut guided = begun(heel_raise());
        guided.tick(secs(103));
        assert_eq!(
            guided.moment(Duration::from_millis(162_990)).repetitions,
            14
        );
        guided.tick(secs(163));
        assert_eq!(guided.stage(), &Stage::Over);
        assert_eq!(
            guided.done(secs(170)),
            Some(book(Outcome::Done, 60, Some(15)))
        );
        assert_eq!(
            guided.stage(),
            &Stage::Booked("15 heel raises, 60 s, done.".to_owned(), Delivery::OnItsWay)
        );
        assert_eq!(guided.done(secs(171)), None, "it is booked once");
        assert_eq!(guided.part(secs(171)), None);
    }

    #[test]
    fn a_pause_does_not_count() {
        let mut guided = begun(heel_raise());
        guided.tick(secs(103));
        guided.pause_or_go_on(secs(113));
        assert_eq!(guided.stage(), &Stage::Paused);
        assert_eq!(guided.moment(secs(500)).moved, secs(10));
        guided.tick(secs(500));
        assert_eq!(guided.stage(), &Stage::Paused);
        guided.pause_or_go_on(secs(500));
        assert_eq!(guided.moment(secs(502)).repetitions, 3);
        assert_eq!(
            guided.part(secs(502)),
            Some(book(Outcome::Part, 12, Some(3)))
        );
        assert!(matches!(
            guided.stage(),
            Stage::Booked(words, _) if words == "3 heel raises, 12 s, part of it."
        ));
    }

    #[test]
    fn there_is_no_part_before_the_first_repetition_or_five_seconds() {
        let mut guided = begun(heel_raise());
        guided.tick(secs(103));
        assert_eq!(guided.part(Duration::from_millis(106_900)), None);
        assert!(guided.has_part(secs(107)));
        let mut guided = begun(walk());
        guided.tick(secs(103));
        assert!(!guided.has_part(Duration::from_millis(107_900)));
        assert!(guided.has_part(secs(108)));
    }

    #[test]
    fn done_at_once_books_the_usual_dose_without_a_count() {
        let mut guided = begun(heel_raise());
        assert_eq!(
            guided.done(secs(101)),
            Some(Ask::Log {
                movement: Some("seated-heel-raise".to_owned()),
                minutes: None,
                at: None,
            })
        );
        assert!(matches!(
            guided.stage(),
            Stage::Booked(words, _) if words == "Seated heel raise, 1 min, done."
        ));
    }

    #[test]
    fn done_in_the_middle_books_what_was_counted() {
        let mut guided = begun(heel_raise());
        guided.tick(secs(103));
        assert_eq!(
            guided.done(secs(132)),
            Some(book(Outcome::Done, 29, Some(7)))
        );
    }

    #[test]
    fn one_leg_does_its_half_and_then_the_other() {
        let mut guided = begun(leg_extension(Side::Right));
        guided.tick(secs(103));
        let at = |millis| guided.moment(Duration::from_millis(103_000_u64 + millis));
        assert_eq!(at(43_900).side, Some(Side::Right));
        assert_eq!(at(43_900).repetitions, 7);
        let change = at(44_500);
        assert!(change.changing);
        assert_eq!((change.side, change.repetitions), (Some(Side::Left), 8));
        let second = at(46_000 + 5_500);
        assert!(!second.changing);
        assert_eq!((second.side, second.repetitions), (Some(Side::Left), 9));
        assert_eq!(second.figure_after, Duration::from_millis(5_500));
        guided.tick(secs(193));
        assert_eq!(guided.stage(), &Stage::Over);
        assert_eq!(
            guided.done(secs(194)),
            Some(Ask::Book {
                movement: "seated-leg-extension".to_owned(),
                outcome: Outcome::Done,
                seconds: 90,
                repetitions: Some(16),
                side: Some(Side::Right),
                ended: None,
            })
        );
    }

    #[test]
    fn a_longer_dose_has_as_many_repetitions_as_fit() {
        let mut described_twice = heel_raise();
        described_twice = Exercise::new(
            Described {
                movement: described_twice.movement().to_owned(),
                repetitions: Some(15),
                usual_dose: secs(60),
                figure: Some(figure(4.0, 2)),
                ..Described::default()
            },
            secs(120),
            None,
        );
        assert_eq!(described_twice.target(), Some(60));
        assert_eq!(described_twice.at(secs(31)).repetitions, 15);
    }

    #[test]
    fn it_leaves_the_screen_in_its_time() {
        let mut guided = begun(heel_raise());
        guided.tick(secs(163));
        assert_eq!(guided.closes_in(secs(163)), Some(QUESTION_WAITS));
        assert_eq!(guided.closes_in(secs(283)), Some(Duration::ZERO));
        guided.done(secs(200));
        assert_eq!(guided.closes_in(secs(300)), None, "not before it is known");
        guided.delivered(Delivery::Kept, secs(201));
        assert_eq!(guided.closes_in(secs(300)), None);
        guided.delivered(Delivery::Delivered, secs(300));
        assert_eq!(guided.closes_in(secs(301)), Some(secs(3)));
        guided.elsewhere(secs(302));
        assert!(
            matches!(guided.stage(), Stage::Booked(..)),
            "it was answered here"
        );
    }

    #[test]
    fn only_the_time_on_the_screen_counts() {
        let mut guided = begun(heel_raise());
        guided.hide(secs(130));
        guided.hide(secs(150));
        guided.tick(secs(400));
        assert_eq!(guided.stage(), &Stage::Over);
        assert_eq!(guided.closes_in(secs(400)), Some(QUESTION_WAITS));
        guided.reveal(secs(500));
        guided.reveal(secs(510));
        assert_eq!(guided.closes_in(secs(520)), Some(secs(100)));
        guided.hide(secs(520));
        assert_eq!(guided.closes_in(secs(900)), Some(secs(100)));
        guided.reveal(secs(900));
        assert_eq!(guided.closes_in(secs(1000)), Some(Duration::ZERO));
    }

    #[test]
    fn an_answer_elsewhere_ends_it() {
        let mut guided = begun(heel_raise());
        guided.tick(secs(120));
        guided.elsewhere(secs(120));
        assert_eq!(guided.done(secs(121)), None);
        assert_eq!(guided.closes_in(secs(121)), Some(secs(1)));
    }

    #[test]
    fn where_nothing_moves_it_is_painted_once_a_second() {
        let mut guided = begun(heel_raise());
        let hair = Duration::from_millis(5);
        assert_eq!(
            guided.changes_in(Duration::from_millis(100_400)),
            Some(Duration::from_millis(600) + hair)
        );
        guided.tick(secs(103));
        assert_eq!(
            guided.changes_in(Duration::from_millis(103_250)),
            Some(Duration::from_millis(750) + hair)
        );
        guided.pause_or_go_on(secs(110));
        assert_eq!(guided.changes_in(secs(111)), None);
    }
}
