//! The two sounds, made here: pure tones that begin and end in silence, so that nothing clicks.

use std::f32::consts::PI;

/// Samples a second.
pub(super) const RATE: u16 = 48_000;

/// A tone within a sound. Times in seconds from the sound's beginning.
struct Note {
    hertz: f32,
    begins: f32,
    lasts: f32,
    /// How long it takes to come up.
    rises: f32,
    /// The highest value, of one.
    loud: f32,
}

/// A soft tick of 15 ms, sixteen bits a sample, the lowest first.
pub(super) fn tick() -> Vec<u8> {
    render(&[Note {
        hertz: 1000.0,
        begins: 0.0,
        lasts: 0.015,
        rises: 0.003,
        loud: 0.12,
    }])
}

/// Two gentle notes, a fourth apart, within 350 ms.
pub(super) fn tone() -> Vec<u8> {
    let note = |hertz, begins, lasts| Note {
        hertz,
        begins,
        lasts,
        rises: 0.012,
        loud: 0.16,
    };
    render(&[note(659.3, 0.0, 0.22), note(880.0, 0.13, 0.22)])
}

fn render(notes: &[Note]) -> Vec<u8> {
    let ends = notes.iter().map(|note| note.begins + note.lasts);
    let ends = ends.fold(0.0, f32::max);
    (0..=u16::MAX)
        .map(|number| f32::from(number) / f32::from(RATE))
        .take_while(|at| *at <= ends)
        .flat_map(|at| {
            let value: f32 = notes.iter().map(|note| note.at(at)).sum();
            sixteen_bits(value).to_le_bytes()
        })
        .collect()
}

impl Note {
    fn at(&self, at: f32) -> f32 {
        let within = at - self.begins;
        if !(0.0..=self.lasts).contains(&within) {
            return 0.0;
        }
        self.loud * self.height(within) * (2.0 * PI * self.hertz * within).sin()
    }

    /// Up like half a wave, then down like the other half, squared: more softly towards the end.
    fn height(&self, within: f32) -> f32 {
        if within < self.rises {
            return 0.5 - 0.5 * (PI * within / self.rises).cos();
        }
        let down = (within - self.rises) / (self.lasts - self.rises);
        (0.5 + 0.5 * (PI * down).cos()).powi(2)
    }
}

/// A value of -1 to 1 as the nearest of those that can be sent.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it was brought within bounds"
)]
fn sixteen_bits(value: f32) -> i16 {
    (value.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(sound: &[u8]) -> Vec<i16> {
        let (pairs, rest) = sound.as_chunks();
        assert!(rest.is_empty());
        pairs.iter().copied().map(i16::from_le_bytes).collect()
    }

    #[test]
    fn each_is_as_long_as_it_is_said_to_be() {
        for (sound, thousandths) in [(tick(), 15), (tone(), 350)] {
            let expected = thousandths * usize::from(RATE) / 1000;
            assert!(values(&sound).len().abs_diff(expected) <= 1);
        }
    }

    #[test]
    fn each_is_soft_and_heard() {
        for sound in [tick(), tone()] {
            let highest = values(&sound).into_iter().map(i16::unsigned_abs).max();
            assert!((2000..8000).contains(&highest.unwrap()), "{highest:?}");
        }
    }

    #[test]
    fn each_begins_and_ends_in_silence_and_never_jumps() {
        for sound in [tick(), tone()] {
            let values = values(&sound);
            let (first, last) = (values[0], *values.last().unwrap());
            assert!(first.abs() < 10 && last.abs() < 10, "{first} {last}");
            let steps = values.windows(2).map(|two| two[1].abs_diff(two[0]));
            // No step is longer than the steepest place of its loudest tone.
            assert!(steps.max().unwrap() < 1000);
        }
    }
}
