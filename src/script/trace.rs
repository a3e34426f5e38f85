//! Effects and views as the words of a trace. Everything an effect holds that a rule can move is here.

use std::time::Duration;

use super::span::span;
use crate::engine::effect::{Booked, Effect, Notice, Refusal, Reply, Says, Suggestion};
use crate::engine::record::{Halt, Happened, Posture};
use crate::engine::view::{Call, View};
use crate::history::{Day, Summary};

/// Effects in the words of the rule book.
#[must_use]
pub fn effects(effects: &[Effect]) -> Vec<String> {
    effects.iter().map(effect).collect()
}

/// One effect in the words of the rule book.
pub(super) fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Record(record) => format!("record {}", happened(&record.happened)),
        Effect::Show(notice) => notify(notice),
        Effect::Withdraw(_) => "withdraw".to_owned(),
        Effect::Tray(shape) => format!("tray {}", shape.word()),
        Effect::EndGentleStart => "end-gentle-start".to_owned(),
        Effect::Letter { from, to } => format!("write letter of {from} to {to}"),
        Effect::WatchLull(true) => "await lull".to_owned(),
        Effect::WatchLull(false) => "forget lull".to_owned(),
        Effect::Look => "look".to_owned(),
        Effect::Open { page, asked } => {
            let unasked = if *asked { "" } else { " unasked" };
            format!("open {}{unasked}", page.word())
        }
        Effect::Reply(reply) => format!("reply {}", answer(reply)),
    }
}

/// The view in the words of the rule book.
pub(super) fn view(view: &View) -> String {
    let mut text = format!(
        "view {} because {} since {}; bout {}; pump {}",
        posture(view.posture),
        view.why.word(),
        view.since.format("%H:%M"),
        span(view.bout),
        span(view.pump),
    );
    if view.standing > Duration::ZERO {
        text += &format!("; standing {}", span(view.standing));
    }
    text += &format!("; reminder {}", view.reminder.word());
    if let Some(ask) = view.ask {
        text += &format!(" ask={}", ask.word());
    }
    if let Some(guided) = &view.guided {
        text += &format!("; breaking since {}", guided.since.format("%H:%M"));
    }
    if let Some(next) = view.next_reminder {
        text += &format!("; next {}", span(next));
    }
    if let Some(suggestion) = &view.suggestion {
        text += &format!("; {}", suggested(suggestion));
    }
    if let Some(call) = view.around.call {
        text += &format!(
            "; call since {} by {}",
            call.since.format("%H:%M"),
            signs(call)
        );
    }
    if let Some(since) = view.around.media_since {
        text += &format!("; media since {}", since.format("%H:%M"));
    }
    if let Some(quiet) = view.around.quiet {
        text += &format!("; quiet {}", quiet.word());
    }
    if let Some(until) = view.paused_until {
        text += &format!("; paused until {}", until.format("%H:%M"));
    }
    if view.can_undo {
        text += "; can undo";
    }
    format!(
        "{text}; icon {} {}",
        view.face.shape.word(),
        view.face.level
    )
}

fn signs(call: Call) -> &'static str {
    match (call.microphone, call.camera) {
        (true, true) => "microphone,camera",
        (false, true) => "camera",
        (_, false) => "microphone",
    }
}

/// The day's figures in the words of the rule book.
pub(super) fn today(view: &View) -> String {
    let today = &view.today;
    let mut text = String::from("today");
    for (time, word) in [
        (today.seated, "seated"),
        (today.standing, "standing"),
        (today.away, "away"),
        (today.stopped, "stopped"),
        (today.longest, "longest"),
    ] {
        if time > Duration::ZERO {
            text += &format!(" {word} {};", span(time));
        }
    }
    format!("{text} breaks {}", today.breaks)
}

/// A day of the history in the words of the rule book.
pub(super) fn day(day: &Day) -> String {
    let figures = Summary::of(day).figures;
    let times = figures.time;
    let sums = [
        (times.seated, "seated"),
        (times.standing, "standing"),
        (times.on_feet, "on-feet"),
        (times.away, "away"),
        (times.guessed, "guessed"),
        (times.stopped, "stopped"),
        (times.in_call, "in-call"),
    ];
    let mut parts: Vec<String> = sums
        .into_iter()
        .filter(|(time, _)| !time.is_zero())
        .map(|(time, word)| format!("{word} {}", span(time)))
        .collect();
    let bouts: Vec<String> = day
        .bouts
        .iter()
        .map(|bout| format!("{} from {}", span(bout.lasted), bout.at.format("%H:%M")))
        .collect();
    if !bouts.is_empty() {
        parts.push(format!("bouts {}", bouts.join(", ")));
    }
    let (breaks, reminders) = (&figures.breaks, figures.reminders);
    let counts = [
        (breaks.done + breaks.part, "moved"),
        (breaks.natural, "natural"),
        (breaks.guessed, "natural guessed"),
        (reminders.done, "reminders done"),
        (reminders.started, "reminders started"),
        (reminders.snoozed, "reminders snoozed"),
        (reminders.skipped, "reminders skipped"),
        (reminders.ignored, "reminders ignored"),
        (reminders.withdrawn, "reminders withdrawn"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(counts.map(|(count, word)| format!("{word} {count}")));
    format!("day {}", parts.join("; "))
}

fn notify(notice: &Notice) -> String {
    let actions: Vec<&str> = notice.actions.iter().map(|action| action.key()).collect();
    let mut text = format!("notify {}", says(&notice.says));
    if !actions.is_empty() {
        text += &format!(" actions={}", actions.join(","));
    }
    let confirms = matches!(
        notice.says,
        Says::Booked(_) | Says::Undone(_) | Says::Snoozed { .. } | Says::Refused(_)
    );
    if notice.silent && !confirms {
        text += " silent";
    }
    text
}

fn says(says: &Says) -> String {
    match says {
        Says::Reminder {
            ask,
            suggestion,
            so_far,
            repeat,
        } => {
            let mut text = format!(
                "ask={} {} after={}",
                ask.word(),
                suggested(suggestion),
                span(*so_far)
            );
            if *repeat > 0 {
                text += &format!(" repeat={repeat}");
            }
            text
        }
        Says::Guide { suggestion } => format!("guide {}", suggested(suggestion)),
        Says::Finished { suggestion } => format!("finished {}", suggested(suggestion)),
        Says::Question { absence, since } => {
            format!(
                "question absence={} since={}",
                span(*absence),
                since.format("%H:%M")
            )
        }
        Says::Ready { every } => format!("ready every={}", span(*every)),
        Says::Letter(letter) => format!(
            "letter longest={} moved={} breaks={}",
            span(letter.longest),
            span(letter.leg_work),
            letter.breaks
        ),
        Says::Booked(booked) => format!("booked {}", book(booked)),
        Says::Undone(booked) => format!("undone {}", book(booked)),
        Says::Snoozed { lasts } => format!("snoozed {}", or_tomorrow(*lasts)),
        Says::Refused(refusal) => format!("refused {}", refused(*refusal)),
    }
}

fn answer(reply: &Reply) -> String {
    match reply {
        Reply::Booked(booked) => format!("booked {}", book(booked)),
        Reply::Undone(booked) => format!("undone {}", book(booked)),
        Reply::Snoozed(lasts) => format!("snoozed {}", or_tomorrow(*lasts)),
        Reply::Skipped => "skipped".to_owned(),
        Reply::Breaking(suggestion) => format!("breaking {}", suggested(suggestion)),
        Reply::Noted => "noted".to_owned(),
        Reply::Fixed { lasted, was, .. } => format!("fixed {} {}", was.word(), span(*lasted)),
        Reply::Dropped(_) => "dropped".to_owned(),
        Reply::Confirmed(_) => "confirmed".to_owned(),
        Reply::Paused => "paused".to_owned(),
        Reply::Resumed => "resumed".to_owned(),
        Reply::Refused(refusal) => format!("refused {}", refused(*refusal)),
    }
}

pub(super) fn happened(happened: &Happened) -> String {
    match happened {
        Happened::Started => "started".to_owned(),
        Happened::Stopped => "stopped".to_owned(),
        Happened::Stretch {
            posture: kind,
            seconds,
        } => {
            format!("{} {}", posture(*kind), span(Duration::from_secs(*seconds)))
        }
        Happened::Break {
            movement,
            kind: _,
            outcome,
            seconds,
            repetitions,
            side,
            source,
            asked,
        } => {
            let mut text = format!("break {}", outcome.word());
            if let Some(movement) = movement {
                text += &format!(" {movement}");
            }
            if *seconds > 0 {
                text += &format!(" {}", span(Duration::from_secs(*seconds)));
            }
            if let Some(count) = repetitions {
                text += &format!(" {count} times");
            }
            if let Some(side) = side {
                text += &format!(" {}", side.word());
            }
            if let Some(ask) = asked {
                text += &format!(" asked={}", ask.word());
            }
            format!("{text} by {}", source.word())
        }
        Happened::Snooze { seconds } => {
            format!("snooze {}", or_tomorrow(seconds.map(Duration::from_secs)))
        }
        Happened::Call { seconds } => format!("call {}", span(Duration::from_secs(*seconds))),
        Happened::Totals { program, .. } => format!("totals of {program}"),
        Happened::Undo { .. } => "undo".to_owned(),
        Happened::Anew => "anew".to_owned(),
        Happened::Confirm { .. } => "confirm".to_owned(),
        Happened::Correction {
            posture: kind,
            seconds,
        } => {
            format!(
                "correction {} {}",
                posture(*kind),
                span(Duration::from_secs(*seconds))
            )
        }
    }
}

fn suggested(suggestion: &Suggestion) -> String {
    let side = suggestion
        .side
        .map_or_else(String::new, |side| format!(" side={}", side.word()));
    format!(
        "movement={} dose={}{side}",
        suggestion.movement,
        span(suggestion.dose)
    )
}

fn book(booked: &Booked) -> String {
    let times = booked
        .repetitions
        .map_or_else(String::new, |count| format!(" {count} times"));
    format!(
        "{} {} {}{times}",
        booked.movement,
        booked.outcome.word(),
        span(booked.lasted)
    )
}

fn or_tomorrow(time: Option<Duration>) -> String {
    time.map_or_else(|| "tomorrow".to_owned(), span)
}

fn posture(posture: Posture) -> String {
    match posture {
        Posture::Seated => "seated".to_owned(),
        Posture::Standing => "standing".to_owned(),
        Posture::Away(cause) => format!("away({})", cause.word()),
        Posture::Stopped(Halt::Paused) => "stopped(paused)".to_owned(),
        Posture::Stopped(Halt::OffHours) => "stopped(off-hours)".to_owned(),
    }
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NothingToUndo => "nothing-to-undo",
        Refusal::NothingDue => "nothing-due",
        Refusal::NotPaused => "not-paused",
        Refusal::InTheFuture => "in-the-future",
        Refusal::NotOverYet => "not-over-yet",
        Refusal::BeforeToday => "before-today",
        Refusal::NoSuchRecord => "no-such-record",
        Refusal::UnknownMovement => "unknown-movement",
        Refusal::BadLength => "bad-length",
        Refusal::Stopped => "stopped",
        Refusal::NoWindow => "no-window",
    }
}
