//! The subscription by itself: a server whose loop is the test, and subscribers of every kind.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use soleus::control::{
    Answer, Ask, Audience, ClientError, Limits, News, Replier, Server, Subscribed, Subscription,
    ask, subscribe,
};
use tempfile::TempDir;

use crate::support::process::{LIMIT, until};

const PATIENT: Limits = Limits {
    clients: 8,
    subscribers: 4,
    exchange: LIMIT,
    answer: LIMIT,
};

/// Soon done with who does not read.
const BRISK: Limits = Limits {
    exchange: Duration::from_millis(200),
    ..PATIENT
};

/// More lines than wait for a subscriber and lie in its socket together.
const VERY_MANY: usize = 20_000;

/// A server and its audience.
struct Stage {
    _folder: TempDir,
    socket: PathBuf,
    audience: Arc<Mutex<Audience>>,
    subscribed: Receiver<()>,
    server: Option<Server>,
}

impl Stage {
    fn new(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let audience: Arc<Mutex<Audience>> = Arc::default();
        let (tell, subscribed) = channel();
        let on_ask = {
            let audience = Arc::clone(&audience);
            move |ask: Ask, replier: Replier| match ask {
                Ask::Watch => {
                    if let Some(teller) = replier.subscribe(Answer::Watching) {
                        audience.lock().unwrap().welcome(teller, &news(0));
                    }
                    let _ = tell.send(());
                }
                _ => replier.answer(Answer::did("done")),
            }
        };
        let server = Server::start_with(&socket, limits, Arc::new(on_ask)).unwrap();
        Self {
            _folder: folder,
            socket,
            audience,
            subscribed,
            server: Some(server),
        }
    }

    fn tell(&self, number: usize) {
        self.audience.lock().unwrap().tell(&news(number));
    }

    fn listens(&self) -> bool {
        self.audience.lock().unwrap().listens()
    }

    /// Ends as the program does: the loop's end first.
    fn end(&mut self) {
        drop(std::mem::take(&mut *self.audience.lock().unwrap()));
        self.server = None;
    }

    fn subscriber(&self) -> Subscription {
        match subscribe(&self.socket, &Ask::Watch, LIMIT) {
            Ok(Subscribed::Yes(mut news)) => {
                assert_eq!(number(&mut news), 0);
                news
            }
            other => panic!("{other:?}"),
        }
    }

    /// A subscriber that reads its answer and nothing more.
    fn silent(&self) -> BufReader<UnixStream> {
        let mut silent = raw(&self.socket);
        silent
            .get_mut()
            .write_all(b"{\"ask\":\"watch\"}\n")
            .unwrap();
        let mut line = String::new();
        silent.read_line(&mut line).unwrap();
        assert_eq!(line, "{\"answer\":\"watching\"}\n");
        self.subscribed.recv_timeout(LIMIT).unwrap();
        silent
    }

    fn answers(&self) {
        let answer = ask(&self.socket, &Ask::Undo, LIMIT).unwrap();
        assert_eq!(answer, Answer::did("done"));
    }
}

fn news(number: usize) -> News {
    News::did(
        soleus::platform::clock::wall_time(),
        format!("{number} {}", "x".repeat(100)),
    )
}

fn number(news: &mut Subscription) -> usize {
    match news.next_news().unwrap() {
        News::Did { words, .. } => words.split(' ').next().unwrap().parse().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn raw(socket: &Path) -> BufReader<UnixStream> {
    let stream = UnixStream::connect(socket).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let mut raw = BufReader::new(stream);
    let mut hello = String::new();
    raw.read_line(&mut hello).unwrap();
    assert!(hello.contains("\"protocol\":1"), "{hello}");
    raw
}

#[test]
fn everything_is_heard_in_its_order_by_everybody_and_then_the_end() {
    let mut stage = Stage::new(PATIENT);
    let mut two = [stage.subscriber(), stage.subscriber()];
    for told in 1..=100 {
        stage.tell(told);
    }
    for news in &mut two {
        for told in 1..=100 {
            assert_eq!(number(news), told);
        }
    }
    stage.end();
    for news in &mut two {
        let words = match news.next_news().unwrap() {
            News::Ended { words } => words,
            other => panic!("{other:?}"),
        };
        assert_eq!(words, "Soleus ends.");
        assert!(matches!(news.next_news(), Err(ClientError::Gone)));
    }
}

#[test]
fn the_last_line_is_out_when_the_server_has_ended() {
    for _ in 0..50 {
        let mut stage = Stage::new(PATIENT);
        let mut silent = stage.silent();
        stage.end();
        silent.get_ref().set_nonblocking(true).unwrap();
        let mut lines = String::new();
        for _ in 0..2 {
            silent.read_line(&mut lines).unwrap();
        }
        assert!(
            lines.ends_with("{\"event\":\"ended\",\"words\":\"Soleus ends.\"}\n"),
            "{lines}"
        );
    }
}

#[test]
fn who_does_not_read_is_left_and_the_others_hear_everything() {
    let stage = Stage::new(BRISK);
    let mut silent = stage.silent();
    let mut reader = stage.subscriber();
    for told in 1..=VERY_MANY {
        stage.tell(told);
        assert_eq!(number(&mut reader), told);
    }
    drop(reader);
    until("both are forgotten", || (!stage.listens()).then_some(()));
    let mut rest = String::new();
    silent.read_to_string(&mut rest).unwrap();
    let lines = rest.lines().count();
    assert!(
        lines > 0 && lines < VERY_MANY,
        "{lines} lines were kept for it"
    );
}

#[test]
fn who_was_too_slow_and_reads_at_last_is_told_so_in_its_last_line() {
    let stage = Stage::new(PATIENT);
    let mut silent = stage.silent();
    for told in 1..=VERY_MANY {
        stage.tell(told);
    }
    assert!(!stage.listens(), "it is forgotten at once");
    let mut all = String::new();
    silent.read_to_string(&mut all).unwrap();
    let last: News = serde_json::from_str(all.lines().last().unwrap()).unwrap();
    assert!(matches!(last, News::Dropped { .. }), "{last:?}");
    for line in all.lines() {
        assert!(serde_json::from_str::<News>(line).is_ok(), "{line}");
    }
}

#[test]
fn who_hangs_up_is_forgotten_though_nothing_happens() {
    let stage = Stage::new(PATIENT);
    let silent = stage.silent();
    assert!(stage.listens());
    drop(silent);
    until("it is forgotten", || (!stage.listens()).then_some(()));
}

#[test]
fn who_speaks_after_its_ask_is_left() {
    let stage = Stage::new(PATIENT);
    let mut loud = stage.silent();
    loud.get_mut().write_all(b"{\"ask\":\"quit\"}\n").unwrap();
    until("it is forgotten", || (!stage.listens()).then_some(()));
    let mut rest = Vec::new();
    // It may be reset, since what it said was not read.
    let _ = loud.read_to_end(&mut rest);
}

#[test]
fn four_subscribe_at_a_time_and_a_fifth_is_refused_until_one_leaves() {
    let stage = Stage::new(PATIENT);
    let mut four: Vec<_> = (0..4).map(|_| stage.silent()).collect();
    let refused = || match subscribe(&stage.socket, &Ask::Watch, LIMIT).unwrap() {
        Subscribed::No(Answer::No { words }) => Some(words),
        Subscribed::Yes(_) => None,
        other @ Subscribed::No(_) => panic!("{other:?}"),
    };
    let words = refused().unwrap();
    assert!(words.starts_with("4 watch already"), "{words}");
    four.pop();
    until("a place that is free again", || match refused() {
        Some(_) => None,
        None => Some(()),
    });
}

#[test]
fn subscribers_take_no_place_of_the_clients() {
    let one = Limits {
        clients: 1,
        ..PATIENT
    };
    let stage = Stage::new(one);
    let four: Vec<_> = (0..4).map(|_| stage.silent()).collect();
    stage.answers();
    let refused = subscribe(&stage.socket, &Ask::Watch, LIMIT).unwrap();
    assert!(matches!(refused, Subscribed::No(_)), "{refused:?}");
    for told in 1..=VERY_MANY {
        stage.tell(told);
    }
    stage.answers();
    drop(four);
}

#[test]
fn a_dead_subscriber_does_not_keep_the_program_from_ending() {
    let mut stage = Stage::new(PATIENT);
    let silent = stage.silent();
    for told in 1..=VERY_MANY {
        stage.tell(told);
    }
    // A server that waited for it would wait for the minute that a line may take here.
    let (tell, ended) = channel();
    thread::spawn(move || {
        stage.end();
        let _ = tell.send(());
    });
    ended.recv_timeout(Duration::from_secs(20)).unwrap();
    drop(silent);
}

#[test]
fn a_loop_that_answers_otherwise_subscribes_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let on_ask = |_: Ask, replier: Replier| replier.answer(Answer::no("Not now."));
    let _server = Server::start_with(&socket, PATIENT, Arc::new(on_ask)).unwrap();
    let answer = subscribe(&socket, &Ask::Watch, LIMIT).unwrap();
    assert!(matches!(answer, Subscribed::No(Answer::No { .. })));
}
