//! The figures one by one: a name that says its unit, for JSON and for tables alike.

use crate::engine::movement::Kind;
use crate::history::Figures;

/// One figure.
pub(super) struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub of: fn(&Figures) -> u64,
}

const fn field(name: &'static str, of: fn(&Figures) -> u64) -> Field {
    Field { name, of }
}

fn of_kind(figures: &Figures, kind: Kind) -> u64 {
    let moved = figures.breaks.kinds.get(&kind);
    moved.map_or(0, |moved| moved.times.into())
}

/// Every figure, in the order of the columns. Lengths are whole seconds; all else is counted.
pub(super) const FIELDS: [Field; 32] = [
    // Days on which anything is recorded.
    field("days", |it| it.days.into()),
    // Time by what the body did; `on_feet` is moving about, `standing` a standing desk.
    field("seated_seconds", |it| it.time.seated.as_secs()),
    field("standing_seconds", |it| it.time.standing.as_secs()),
    field("on_feet_seconds", |it| it.time.on_feet.as_secs()),
    field("away_seconds", |it| it.time.away.as_secs()),
    // The part of `away_seconds` that is taken for a break and was not confirmed.
    field("guessed_seconds", |it| it.time.guessed.as_secs()),
    // Paused or outside the schedule.
    field("stopped_seconds", |it| it.time.stopped.as_secs()),
    // In calls, whatever the body did.
    field("in_call_seconds", |it| it.time.in_call.as_secs()),
    // The longest unbroken sitting.
    field("longest_bout_seconds", |it| {
        it.bouts.longest.map_or(0, |bout| bout.lasted.as_secs())
    }),
    // Unbroken sittings, all and by length.
    field("bouts", |it| it.bouts.count.into()),
    field("bouts_under_30_minutes", |it| {
        u64::from(it.bouts.count.saturating_sub(it.bouts.at_least(30)))
    }),
    field("bouts_30_to_60_minutes", |it| {
        u64::from(it.bouts.at_least(30).saturating_sub(it.bouts.at_least(60)))
    }),
    field("bouts_60_minutes_and_more", |it| {
        it.bouts.at_least(60).into()
    }),
    // Movements done whole and in part, absences said to be breaks, and those only taken for such.
    field("breaks_done", |it| it.breaks.done.into()),
    field("breaks_part", |it| it.breaks.part.into()),
    field("breaks_natural", |it| it.breaks.natural.into()),
    field("breaks_guessed", |it| it.breaks.guessed.into()),
    // Movements done, whole or in part, by their kind.
    field("breaks_on_feet", |it| of_kind(it, Kind::OnFeet)),
    field("breaks_strength", |it| of_kind(it, Kind::Strength)),
    field("breaks_seated", |it| of_kind(it, Kind::Seated)),
    field("breaks_standing", |it| of_kind(it, Kind::Standing)),
    field("breaks_stretch", |it| of_kind(it, Kind::Stretch)),
    // And how long they were.
    field("leg_work_seconds", |it| it.breaks.leg_work.as_secs()),
    // Reminders that were on screen for somebody, and what became of them.
    field("reminders_seen", |it| it.reminders.seen().into()),
    field("reminders_answered", |it| it.reminders.answered().into()),
    field("reminders_done", |it| it.reminders.done.into()),
    field("reminders_started", |it| it.reminders.started.into()),
    field("reminders_snoozed", |it| it.reminders.snoozed.into()),
    field("reminders_skipped", |it| it.reminders.skipped.into()),
    field("reminders_ignored", |it| it.reminders.ignored.into()),
    // Went away by themselves.
    field("reminders_withdrawn", |it| it.reminders.withdrawn.into()),
    // Time that nothing is recorded of.
    field("unrecorded_seconds", |it| it.time.unrecorded.as_secs()),
];
