//! From the loop to who subscribed: a short queue for each, which the loop fills and never waits for,
//! and which the subscriber's own thread empties.
//!
//! A subscriber that does not read fills its queue; it is then told so instead of what was in it, if
//! it can be told anything, and left. In peace nothing here wakes up.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::message;
use super::news::News;
use crate::platform::socket::{Bell, Connection, Deadline, Woken};

/// So many lines wait for one subscriber; a busy second has about ten.
const QUEUE: usize = 256;

const ENDED: &str = "Soleus ends.";
const DROPPED: &str = "What happened was not read in time, so Soleus stopped telling it.";

/// The loop's end of one subscription. Dropping it ends the subscription in good order.
#[derive(Debug)]
pub struct Teller(Arc<Queue>);

/// The other end, kept by the thread of whoever subscribed. Dropping it lets the loop forget.
pub(super) struct Feed {
    queue: Arc<Queue>,
    at_end: Option<AtEnd>,
}

/// Called when a subscription ends, by whichever side.
pub(super) type AtEnd = Box<dyn FnOnce() + Send>;

struct Queue {
    state: Mutex<State>,
    bell: Bell,
}

#[derive(Default)]
struct State {
    lines: VecDeque<Arc<[u8]>>,
    end: Option<End>,
    /// Nobody empties it any more.
    left: bool,
}

/// Why a subscription ends on our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The program ends.
    Over,
    /// The queue was full.
    Late,
}

enum Next {
    Line(Arc<[u8]>),
    Nothing,
    End(End),
}

/// Both ends of a subscription.
///
/// # Errors
/// The system gives no more descriptors.
pub(super) fn subscription(at_end: Option<AtEnd>) -> io::Result<(Teller, Feed)> {
    let queue = Arc::new(Queue {
        state: Mutex::default(),
        bell: Bell::new()?,
    });
    Ok((Teller(Arc::clone(&queue)), Feed { queue, at_end }))
}

impl Teller {
    fn tell(&self, line: &Arc<[u8]>) {
        let mut state = self.0.lock();
        if state.end.is_some() || state.left {
            return;
        }
        if state.lines.len() < QUEUE {
            state.lines.push_back(Arc::clone(line));
        } else {
            state.lines.clear();
            state.end = Some(End::Late);
        }
        drop(state);
        self.0.bell.ring();
    }

    fn is_heard(&self) -> bool {
        let state = self.0.lock();
        state.end.is_none() && !state.left
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        self.0.lock().end.get_or_insert(End::Over);
        self.0.bell.ring();
    }
}

impl Feed {
    /// Passes everything on to the subscriber, until either side ends. Each line may take `at_most`.
    pub(super) fn pass_on(&self, client: &mut Connection, at_most: Duration) -> io::Result<()> {
        loop {
            match self.next() {
                Next::Line(line) => client.write_all(&line, &Deadline::after(at_most)?)?,
                Next::Nothing => {
                    // Whatever it says: it asked once, and has nothing more to say but good-bye.
                    if client.sleep(&self.queue.bell)? == Woken::ByPeer {
                        return Ok(());
                    }
                }
                Next::End(end) => {
                    let line = message::write(&match end {
                        End::Over => News::Ended {
                            words: ENDED.to_owned(),
                        },
                        End::Late => News::Dropped {
                            words: DROPPED.to_owned(),
                        },
                    });
                    return client.write_all(&line, &Deadline::after(at_most)?);
                }
            }
        }
    }

    fn next(&self) -> Next {
        let mut state = self.queue.lock();
        match (state.lines.pop_front(), state.end) {
            (Some(line), _) => Next::Line(line),
            (None, Some(end)) => Next::End(end),
            (None, None) => Next::Nothing,
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.left = true;
        state.lines.clear();
        drop(state);
        if let Some(at_end) = self.at_end.take() {
            at_end();
        }
    }
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Feed")
    }
}

impl Queue {
    /// Whatever a thread that panicked left in here are still whole lines.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Queue")
    }
}

/// Everybody who subscribed to the same news. Dropping it tells them that the program ends.
#[derive(Debug, Default)]
pub struct Audience(Vec<Teller>);

impl Audience {
    /// One more, who hears this first.
    pub fn welcome(&mut self, teller: Teller, first: &News) {
        teller.tell(&line(first));
        self.0.push(teller);
    }

    /// Whether anybody still listens: news need not be put into words for nobody.
    pub fn listens(&mut self) -> bool {
        self.0.retain(Teller::is_heard);
        !self.0.is_empty()
    }

    /// Tells everybody. Never blocks.
    pub fn tell(&self, news: &News) {
        if self.0.is_empty() {
            return;
        }
        let line = line(news);
        for teller in &self.0 {
            teller.tell(&line);
        }
    }
}

fn line(news: &News) -> Arc<[u8]> {
    message::write(news).into()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn news(number: usize) -> News {
        News::Ended {
            words: number.to_string(),
        }
    }

    fn audience() -> (Audience, Feed) {
        let (teller, feed) = subscription(None).expect("a descriptor");
        let mut audience = Audience::default();
        audience.welcome(teller, &news(0));
        (audience, feed)
    }

    /// What the subscriber's thread finds, and what it ends with.
    fn found(feed: &Feed) -> (Vec<Arc<[u8]>>, Option<End>) {
        let mut lines = Vec::new();
        loop {
            match feed.next() {
                Next::Line(line) => lines.push(line),
                Next::Nothing => return (lines, None),
                Next::End(end) => return (lines, Some(end)),
            }
        }
    }

    #[test]
    fn what_was_told_is_found_in_its_order_and_then_the_end() {
        let (mut audience, feed) = audience();
        audience.tell(&news(1));
        assert!(audience.listens());
        assert_eq!(found(&feed), (vec![line(&news(0)), line(&news(1))], None));
        audience.tell(&news(2));
        drop(audience);
        assert_eq!(found(&feed), (vec![line(&news(2))], Some(End::Over)));
    }

    #[test]
    fn who_does_not_read_is_forgotten_and_finds_only_that() {
        let (mut audience, feed) = audience();
        for number in 1..QUEUE {
            audience.tell(&news(number));
        }
        assert!(audience.listens());
        for _ in 0..10 * QUEUE {
            audience.tell(&news(QUEUE));
        }
        assert!(!audience.listens());
        assert_eq!(found(&feed), (Vec::new(), Some(End::Late)));
    }

    #[test]
    fn who_left_is_forgotten() {
        let (mut audience, feed) = audience();
        drop(feed);
        assert!(!audience.listens());
        audience.tell(&news(1));
    }
}
