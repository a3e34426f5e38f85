//! A working year in the engine alone: how long the rules take for 230 days at a desk.
//!
//! Each day somebody sits down, is called to meetings, goes to lunch, reads, leaves for coffee, answers
//! most reminders and overlooks some, and goes home. The engine is told what the resident would
//! tell it, and the time whenever it asks for it. `cargo bench --bench year`

use std::time::{Duration, Instant};

use soleus::script::rules_of;

#[path = "../tests/support/person.rs"]
mod person;

use person::Person;

const DAYS: u64 = 230;
const RUNS: usize = 9;
const WANTED: Duration = Duration::from_millis(100);

#[expect(clippy::print_stdout, reason = "its figures are its answer")]
fn main() {
    let rules = rules_of(&[]).expect("the defaults are valid");
    let (mut best, mut year) = (Duration::MAX, person::Year::default());
    for _ in 0..RUNS {
        let (took, ran) = timed(|| Person::of_habit(rules.clone(), DAYS).live().0);
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
