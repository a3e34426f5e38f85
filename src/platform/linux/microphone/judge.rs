//! Whether what the sound server lists is a microphone in use.
//!
//! Counted is a program that records from a source and is not paused. Not counted are recordings of
//! what is played (the monitor of a sink), volume meters, and the server's own filters: a loopback,
//! an echo canceller. A muted one counts: who is muted in a meeting is in a meeting.

use super::super::pulse::wire::{Malformed, Tags};

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

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: u32 = u32::MAX;
    const MICROPHONE: u32 = 3;
    const MONITOR: u32 = 4;

    /// A recording as a server tells it.
    struct Told {
        client: u32,
        source: u32,
        resampled_by: &'static [u8],
        properties: &'static [(&'static [u8], &'static [u8])],
        paused: bool,
    }

    const CALL: Told = Told {
        client: 9,
        source: MICROPHONE,
        resampled_by: b"t\0",
        properties: &[],
        paused: false,
    };

    fn word(value: u32) -> Vec<u8> {
        [&[b'L'][..], &value.to_be_bytes()].concat()
    }

    fn properties(all: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut bytes = vec![b'P'];
        for (key, value) in all {
            let length = u32::try_from(value.len()).unwrap();
            bytes.extend([b"t", *key, b"\0"].concat());
            bytes.extend(word(length));
            bytes.push(b'x');
            bytes.extend(length.to_be_bytes());
            bytes.extend(*value);
        }
        bytes.push(b'N');
        bytes
    }

    fn recording_bytes(told: &Told) -> Vec<u8> {
        [
            word(1),
            b"tname\0".to_vec(),
            word(NONE),
            word(told.client),
            word(told.source),
            b"a\x03\x02\0\0\xac\x44m\x02\x01\x02".to_vec(),
            b"U\0\0\0\0\0\0\0\0U\0\0\0\0\0\0\0\0".to_vec(),
            told.resampled_by.to_vec(),
            b"tdriver\0".to_vec(),
            properties(told.properties),
            vec![if told.paused { b'1' } else { b'0' }],
        ]
        .concat()
    }

    fn source_bytes(index: u32, monitor_of: u32) -> Vec<u8> {
        [
            word(index),
            b"tname\0N".to_vec(),
            b"a\x03\x02\0\0\xac\x44m\x01\0".to_vec(),
            word(NONE),
            b"v\x02\0\x01\0\0\0\x01\0\x000".to_vec(),
            word(monitor_of),
            b"NU\0\0\0\0\0\0\0\0tdriver\0".to_vec(),
            word(0),
            properties(&[(b"device.class", b"sound\0")]),
            b"U\0\0\0\0\0\0\0\0V\0\x01\0\0".to_vec(),
            word(0),
            word(65537),
            word(NONE),
            word(1),
            b"tport\0tA port\0".to_vec(),
            word(100),
            b"tport\0".to_vec(),
        ]
        .concat()
    }

    fn list_of_sources() -> Vec<u8> {
        [source_bytes(MICROPHONE, NONE), source_bytes(MONITOR, 0)].concat()
    }

    fn is_call(told: &[Told]) -> bool {
        let list: Vec<u8> = told.iter().flat_map(recording_bytes).collect();
        let recordings = recordings(Tags(&list)).unwrap();
        assert_eq!(recordings.len(), told.len());
        let list = list_of_sources();
        in_use(&recordings, &sources(Tags(&list)).unwrap())
    }

    #[test]
    fn a_program_that_records_a_microphone_counts_and_nothing_else() {
        assert!(is_call(&[CALL]));
        let others: [(&str, Told); 9] = [
            (
                "nobody's",
                Told {
                    client: NONE,
                    ..CALL
                },
            ),
            (
                "of what is played",
                Told {
                    source: MONITOR,
                    ..CALL
                },
            ),
            ("of a source that is gone", Told { source: 77, ..CALL }),
            (
                "of no source",
                Told {
                    source: NONE,
                    ..CALL
                },
            ),
            (
                "paused",
                Told {
                    paused: true,
                    ..CALL
                },
            ),
            (
                "a meter of PulseAudio",
                Told {
                    resampled_by: b"tpeaks\0",
                    ..CALL
                },
            ),
            (
                "a meter of PipeWire",
                Told {
                    properties: &[(b"a", b"b"), (b"stream.monitor", b"true\0")],
                    ..CALL
                },
            ),
            (
                "a meter of PipeWire, by how it is resampled",
                Told {
                    properties: &[(b"resample.peaks", b"true")],
                    ..CALL
                },
            ),
            (
                "a filter of PipeWire",
                Told {
                    properties: &[(b"node.link-group", b"loopback-1-2\0")],
                    ..CALL
                },
            ),
        ];
        for (what, told) in others {
            assert!(!is_call(&[told]), "{what}");
        }
        let no_meter = Told {
            properties: &[(b"stream.monitor", b"false\0")],
            ..CALL
        };
        assert!(is_call(&[no_meter]));
        assert!(is_call(&[
            Told {
                paused: true,
                ..CALL
            },
            CALL
        ]));
        assert!(!is_call(&[]));
    }

    #[test]
    fn a_list_that_ends_early_or_is_spoilt_is_an_error_and_no_panic() {
        for (list, whole) in [(recording_bytes(&CALL), 1), (list_of_sources(), 2)] {
            let read = |bytes: &[u8]| {
                if whole == 1 {
                    recordings(Tags(bytes)).map(|all| all.len())
                } else {
                    sources(Tags(bytes)).map(|all| all.len())
                }
            };
            assert_eq!(read(&list), Ok(whole));
            for end in 1..list.len() {
                assert!(!matches!(read(&list[..end]), Ok(all) if all == whole));
            }
            for at in 0..list.len() {
                for value in [0, 1, 0x7f, 0xff, b'P', b'x'] {
                    let mut spoilt = list.clone();
                    spoilt[at] = value;
                    // Whatever it says, it says it.
                    let _ = read(&spoilt);
                }
            }
        }
    }
}
