//! The ledger beside a plain one that keeps every second: both must read the same.

use std::time::Duration;

use proptest::prelude::*;
use soleus::engine::ledger::{Ends, Ledger, Mark};
use soleus::engine::record::{Cause, Halt, Posture};

const POSTURES: [Posture; 6] = [
    Posture::Seated,
    Posture::Seated,
    Posture::Standing,
    Posture::Away(Cause::Idle),
    Posture::Away(Cause::Locked),
    Posture::Stopped(Halt::Paused),
];
const BEGIN: usize = 10;
const END: usize = 400;
const BREAK: u64 = 3;

#[derive(Debug, Clone)]
enum Op {
    Pass(usize),
    Turn(Posture, usize),
    Paint(usize, usize, Posture),
    Mark(Ends),
    Unmark(usize),
    Forget,
}

fn op() -> impl Strategy<Value = Op> {
    let posture = || proptest::sample::select(POSTURES.to_vec());
    prop_oneof![
        6 => (0usize..9).prop_map(Op::Pass),
        6 => (posture(), 0usize..4).prop_map(|(posture, ago)| Op::Turn(posture, ago)),
        2 => (0usize..60, 0usize..20, posture())
            .prop_map(|(ago, lasts, posture)| Op::Paint(ago, lasts, posture)),
        2 => prop_oneof![Just(Ends::Pump), Just(Ends::Both)].prop_map(Op::Mark),
        1 => (0usize..4).prop_map(Op::Unmark),
        1 => Just(Op::Forget),
    ]
}

/// One posture a second, and every mark.
struct Plain {
    seconds: Vec<Posture>,
    marks: Vec<Mark>,
    begin: usize,
    now: usize,
}

impl Plain {
    fn paint(&mut self, from: usize, to: usize, posture: Posture) {
        for second in from.max(self.begin)..to {
            self.seconds[second] = posture;
        }
    }

    fn running_since(&self) -> usize {
        let last = self.seconds[END - 1];
        let same = self
            .seconds
            .iter()
            .rev()
            .take_while(|posture| **posture == last)
            .count();
        (END - same).max(self.begin)
    }

    fn since_last_mark(&self) -> usize {
        let at = self
            .marks
            .iter()
            .map(|mark| seconds(mark.at))
            .filter(|at| *at <= self.now)
            .max();
        at.unwrap_or(BEGIN)
    }

    fn pump(&self) -> u64 {
        let (mut pump, mut gap) = (0, 0);
        for second in self.since_last_mark()..self.now {
            match self.seconds[second] {
                Posture::Seated | Posture::Standing => (pump, gap) = (pump + 1, 0),
                Posture::Away(_) => {
                    gap += 1;
                    if gap >= BREAK {
                        pump = 0;
                    }
                }
                Posture::Stopped(_) => {}
            }
        }
        pump
    }

    fn standing(&self) -> u64 {
        let (mut standing, mut gap) = (0, 0);
        for second in self.since_last_mark()..self.now {
            match self.seconds[second] {
                Posture::Standing => (standing, gap) = (standing + 1, 0),
                Posture::Seated => standing = 0,
                Posture::Away(_) => {
                    gap += 1;
                    if gap >= BREAK {
                        standing = 0;
                    }
                }
                Posture::Stopped(_) => {}
            }
        }
        standing
    }

    /// Every bout, and whether the last one goes on.
    fn bouts(&self) -> (Vec<u64>, bool) {
        let (mut bouts, mut open, mut gap) = (Vec::new(), false, 0);
        for second in BEGIN..=self.now {
            let ended = |mark: &Mark| seconds(mark.at) == second && mark.ends == Ends::Both;
            if self.marks.iter().any(ended) {
                open = false;
            }
            if second == self.now {
                break;
            }
            match self.seconds[second] {
                Posture::Seated => {
                    if !open {
                        bouts.push(0);
                    }
                    (open, gap) = (true, 0);
                    *bouts.last_mut().expect("a bout is open") += 1;
                }
                Posture::Standing | Posture::Away(_) => {
                    gap += 1;
                    if gap >= BREAK {
                        open = false;
                    }
                }
                Posture::Stopped(_) => {}
            }
        }
        (bouts, open)
    }
}

fn time(seconds: usize) -> Duration {
    Duration::from_secs(u64::try_from(seconds).expect("a small number"))
}

fn seconds(time: Duration) -> usize {
    usize::try_from(time.as_secs()).expect("a small number")
}

/// The same operations in every run: a failure found once is found again.
fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_302),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_ledger_reads_what_every_second_says(ops in proptest::collection::vec(op(), 1..60)) {
        let mut ledger = Ledger::new(time(BEGIN), Posture::Seated);
        let mut plain = Plain {
            seconds: vec![Posture::Seated; END],
            marks: Vec::new(),
            begin: BEGIN,
            now: BEGIN,
        };
        let mut forgot = false;
        for (index, op) in ops.into_iter().enumerate() {
            match op {
                Op::Pass(lasts) => plain.now = (plain.now + lasts).min(END - 1),
                Op::Turn(posture, ago) => {
                    let at = plain.now.saturating_sub(ago).max(plain.running_since());
                    if at <= plain.now {
                        ledger.turn(time(plain.now.saturating_sub(ago)), posture);
                        plain.paint(at, END, posture);
                    }
                }
                Op::Paint(ago, lasts, posture) => {
                    let from = plain.now.saturating_sub(ago);
                    let to = (from + lasts).min(plain.now);
                    let before = plain.seconds.clone();
                    let pieces = ledger.paint(time(from), time(to), posture);
                    plain.paint(from, to, posture);
                    let told: usize = pieces.iter().map(|piece| seconds(piece.lasted())).sum();
                    prop_assert_eq!(told, to.saturating_sub(from.max(plain.begin)));
                    for piece in pieces {
                        let there = &before[seconds(piece.from)..seconds(piece.to)];
                        prop_assert!(there.iter().all(|posture| *posture == piece.posture));
                    }
                }
                Op::Mark(ends) => {
                    let record = Some(u64::try_from(index).expect("a small number"));
                    let mark = Mark { at: time(plain.now), ends, record };
                    ledger.mark(mark);
                    plain.marks.push(mark);
                }
                Op::Unmark(which) if !forgot => {
                    if let Some(mark) = plain.marks.get(which).copied() {
                        let record = mark.record.expect("each mark has one");
                        ledger.unmark(record);
                        plain.marks.retain(|mark| mark.record != Some(record));
                    }
                }
                Op::Forget => {
                    plain.begin = plain.now;
                    ledger.forget_before(time(plain.begin), Duration::from_secs(BREAK));
                    forgot = true;
                }
                Op::Unmark(_) => {}
            }
            let (now, gap) = (time(plain.now), Duration::from_secs(BREAK));
            let (bouts, open) = plain.bouts();
            let bout = bouts.last().copied().filter(|_| open).unwrap_or(0);
            prop_assert_eq!(ledger.bout(now, gap).as_secs(), bout, "bout");
            prop_assert_eq!(ledger.pump(now, gap).as_secs(), plain.pump(), "pump");
            prop_assert_eq!(ledger.standing(now, gap).as_secs(), plain.standing(), "standing");
            prop_assert_eq!(seconds(ledger.begin()), plain.begin);
            prop_assert!(seconds(ledger.current().from) >= plain.begin);
            let mut told = vec![None; END];
            for piece in ledger.pieces(Duration::ZERO, now) {
                for second in &mut told[seconds(piece.from)..seconds(piece.to)] {
                    prop_assert_eq!(*second, None, "a second is there twice");
                    *second = Some(piece.posture);
                }
            }
            let known = plain.begin..plain.now;
            let expected: Vec<_> = plain.seconds[known.clone()].iter().copied().map(Some).collect();
            prop_assert_eq!(&told[known], &expected[..]);
            let tally = ledger.tally(time(plain.begin), now);
            let sum = tally.seated + tally.standing + tally.away + tally.stopped;
            prop_assert_eq!(seconds(sum), plain.now - plain.begin);
            if !forgot {
                let lasted: Vec<u64> = ledger
                    .bouts(ledger.begin(), now, gap)
                    .iter()
                    .map(|bout| bout.lasted.as_secs())
                    .collect();
                prop_assert_eq!(lasted, bouts);
            }
            let gone = plain.seconds[..plain.now.max(plain.running_since() + 1).min(END)]
                .iter()
                .rev()
                .take_while(|posture| matches!(posture, Posture::Away(_)))
                .count();
            let away = matches!(ledger.current().posture, Posture::Away(_));
            prop_assert_eq!(ledger.absent_since().is_some(), away);
            if away && plain.now > plain.running_since() {
                let since = ledger.absent_since().map(seconds);
                prop_assert_eq!(since, Some((plain.now - gone).max(plain.begin)));
            }
        }
    }
}
