//! How long to wait for an answer, and how long before asking again.

use std::time::Duration;

/// The limits of a part that talks to somebody who may not answer. All in real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// The longest wait for one answer.
    pub answer: Duration,
    /// The wait before the first new try after a failure; it doubles with each one.
    pub first_retry: Duration,
    /// The longest wait between two tries.
    pub last_retry: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(3),
            first_retry: Duration::from_secs(5),
            last_retry: Duration::from_mins(5),
        }
    }
}

/// The growing wait between tries.
#[derive(Debug, Clone)]
pub struct BackOff {
    patience: Patience,
    next: Duration,
}

impl BackOff {
    /// Begins with the first wait.
    #[must_use]
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            next: patience.first_retry,
        }
    }

    /// The wait before the next try; the one after it is twice as long, up to the longest.
    pub fn next_wait(&mut self) -> Duration {
        let wait = self.next;
        self.next = (wait * 2).min(self.patience.last_retry);
        wait
    }

    /// It worked: the next failure begins with the first wait again.
    pub fn reset(&mut self) {
        self.next = self.patience.first_retry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_start_again_after_success() {
        let mut back_off = BackOff::new(Patience::default());
        let waits: Vec<u64> = (0..8).map(|_| back_off.next_wait().as_secs()).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300]);
        back_off.reset();
        assert_eq!(back_off.next_wait(), Duration::from_secs(5));
    }
}
