//! When days begin: at `day_starts_at` by the clock that was in force just then.
//!
//! Each instant belongs to one day, whatever clocks said: a day on which summer time begins has 23
//! hours, and one on which somebody travels west has more than 24.

use chrono::{FixedOffset, NaiveDate, NaiveTime};

use super::timeline::Segment;

/// When this day begins, in milliseconds since 1970, and the offset in force there.
pub(super) fn begin_of(
    date: NaiveDate,
    day_starts_at: NaiveTime,
    segments: &[Segment],
    otherwise: FixedOffset,
) -> (i64, FixedOffset) {
    let at = |offset: FixedOffset| {
        let utc = date.and_time(day_starts_at).and_utc().timestamp_millis();
        utc - i64::from(offset.local_minus_utc()) * 1000
    };
    let in_force = |moment: i64| {
        let begun = segments.partition_point(|segment| segment.from <= moment);
        let segment = segments.get(begun.saturating_sub(1));
        segment.map_or(otherwise, |segment| segment.offset)
    };
    let first = in_force(at(otherwise));
    let offset = in_force(at(first));
    (at(offset), offset)
}
