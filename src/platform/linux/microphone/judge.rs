//! Whether what the sound server lists is a microphone in use.
//!
//! Counted is a program that records from a source and is not paused. Not counted are recordings of
//! what is played (the monitor of a sink), volume meters, and the server's own filters: a loopback,
//! an echo canceller. A muted one counts: who is muted in a meeting is in a meeting.

use super::wire::{Malformed, Tags};

/// A recording, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recording {
    /// The source it is of.
    source: u32,
    /// A program records, and really does.
    counts: bool,
}

/// A source, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    index: u32,
    /// It gives what a sink plays.
    monitor: bool,
}

/// Whether one of these recordings is of a microphone.
pub(super) fn in_use(recordings: &[Recording], sources: &[Source]) -> bool {
    let is_microphone = |index| {
        let mut all = sources.iter();
        all.any(|source| source.index == index && !source.monitor)
    };
    recordings
        .iter()
        .any(|recording| recording.counts && is_microphone(recording.source))
}

/// Reads the list of recordings.
pub(super) fn recordings(mut tags: Tags<'_>) -> Result<Vec<Recording>, Malformed> {
    let mut all = Vec::new();
    while !tags.is_empty() {
        all.push(recording(&mut tags)?);
    }
    Ok(all)
}

/// Reads the list of sources.
pub(super) fn sources(mut tags: Tags<'_>) -> Result<Vec<Source>, Malformed> {
    let mut all = Vec::new();
    while !tags.is_empty() {
        all.push(source(&mut tags)?);
    }
    Ok(all)
}

fn recording(tags: &mut Tags<'_>) -> Result<Recording, Malformed> {
    // Index, name, module.
    pass(tags, 3)?;
    // PulseAudio's modules record for nobody.
    let client = tags.index()?;
    let source = tags.word()?;
    // Samples, channels, two latencies.
    pass(tags, 4)?;
    // PulseAudio says by it that the stream is a volume meter.
    let mut meter = tags.text()? == Some(b"peaks");
    let mut filter = false;
    // The driver.
    pass(tags, 1)?;
    tags.properties(|key, value| match key {
        // PipeWire says so by these.
        b"stream.monitor" | b"resample.peaks" => meter |= is_true(value),
        // What PipeWire's loopbacks, echo cancellers and filters have in common.
        b"node.link-group" => filter = true,
        _ => {}
    })?;
    let paused = tags.switch()?;
    Ok(Recording {
        source,
        counts: client.is_some() && !meter && !filter && !paused,
    })
}

fn source(tags: &mut Tags<'_>) -> Result<Source, Malformed> {
    let index = tags.word()?;
    // Name, description, samples, channels, module, volume, mute.
    pass(tags, 7)?;
    let monitor = tags.index()?.is_some();
    // The name of the sink, latency, driver, flags.
    pass(tags, 4)?;
    tags.properties(|_, _| {})?;
    // Configured latency, base volume, state, steps of volume, card.
    pass(tags, 5)?;
    for _ in 0..tags.word()? {
        // A port: name, description, priority.
        pass(tags, 3)?;
    }
    // The active port.
    pass(tags, 1)?;
    Ok(Source { index, monitor })
}

fn pass(tags: &mut Tags<'_>, values: usize) -> Result<(), Malformed> {
    (0..values).try_for_each(|_| tags.pass())
}

fn is_true(value: &[u8]) -> bool {
    matches!(value.strip_suffix(b"\0").unwrap_or(value), b"true" | b"1")
}
