//! The control socket with real sockets in folders of their own, and with peers that misbehave.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use soleus::control::{Answer, Ask, ClientError, LONGEST_ASK, Limits, Replier, Server, ask};
use tempfile::TempDir;

/// Longer than anything here takes; reached only by a failure.
const BOUND: Duration = Duration::from_secs(20);

/// Soon done with a client that is slow.
const BRISK: Limits = Limits {
    exchange: Duration::from_millis(300),
    ..PATIENT
};

/// Soon done with a loop that is slow.
const IMPATIENT: Limits = Limits {
    answer: Duration::from_millis(300),
    ..PATIENT
};

const PATIENT: Limits = Limits {
    clients: 8,
    subscribers: 4,
    exchange: BOUND,
    answer: BOUND,
};

struct Room {
    folder: TempDir,
    socket: PathBuf,
}

fn room() -> Room {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    Room { folder, socket }
}

/// A server whose asks come out of a channel, each with its replier.
fn serve(path: &Path, limits: Limits) -> (Server, Receiver<(Ask, Replier)>) {
    let (asked, asks) = channel();
    let on_ask = move |ask, replier| {
        let _ = asked.send((ask, replier));
    };
    let server = Server::start_with(path, limits, Arc::new(on_ask)).unwrap();
    (server, asks)
}

/// A server that answers at once, with what it was asked.
fn echo(path: &Path, limits: Limits) -> Server {
    let on_ask = |ask: Ask, replier: Replier| replier.answer(Answer::did(format!("{ask:?}")));
    Server::start_with(path, limits, Arc::new(on_ask)).unwrap()
}

fn log(movement: &str) -> Ask {
    Ask::Log {
        movement: Some(movement.into()),
        minutes: None,
        at: None,
    }
}

/// A client that sends what it likes.
struct Raw(BufReader<UnixStream>);

fn raw(path: &Path) -> Raw {
    let stream = UnixStream::connect(path).unwrap();
    stream.set_read_timeout(Some(BOUND)).unwrap();
    stream.set_write_timeout(Some(BOUND)).unwrap();
    let mut raw = Raw(BufReader::new(stream));
    let hello = raw.line();
    let hello: serde_json::Value = serde_json::from_str(&hello).unwrap();
    assert_eq!(hello["protocol"], 1);
    assert_eq!(hello["soleus"], env!("CARGO_PKG_VERSION"));
    raw
}

impl Raw {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.get_mut().write_all(bytes)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line
    }

    fn wrong(&mut self) -> String {
        let line = self.line();
        match serde_json::from_str(&line) {
            Ok(Answer::Wrong { words }) => words,
            other => panic!("not a `wrong` but {other:?} ({line:?})"),
        }
    }
}

#[test]
fn an_ask_reaches_the_loop_and_its_answer_comes_back() {
    let room = room();
    let (_server, asks) = serve(&room.socket, PATIENT);
    let client = thread::spawn({
        let socket = room.socket.clone();
        move || ask(&socket, &log("walk"), BOUND)
    });
    let (asked, replier) = asks.recv_timeout(BOUND).unwrap();
    assert_eq!(asked, log("walk"));
    replier.answer(Answer::no("Nothing to undo."));
    assert_eq!(
        client.join().unwrap().unwrap(),
        Answer::no("Nothing to undo.")
    );
}

#[test]
fn what_is_no_ask_is_answered_and_never_reaches_the_loop() {
    let room = room();
    let (_server, asks) = serve(&room.socket, PATIENT);
    let deep = "[".repeat(50_000) + "\n";
    let table: [(&[u8], &str); 8] = [
        (b"hello\n", "not JSON"),
        (b"\n", "not JSON"),
        (b"\xff\xfe\x00\x01\n", "not JSON"),
        (b"GET / HTTP/1.1\r\n", "not JSON"),
        (deep.as_bytes(), "not JSON"),
        (b"[1,2,3]\n", "not understood"),
        (b"{\"ask\":\"sing\"}\n", "`sing`"),
        (b"{\"ask\":\"log\",\"minutes\":0}\n", "from 1 to 1440"),
    ];
    for (line, part) in table {
        let mut raw = raw(&room.socket);
        raw.send(line).unwrap();
        let words = raw.wrong();
        assert!(words.contains(part), "{words}");
        assert_eq!(raw.line(), "", "the conversation is over");
    }
    assert!(asks.try_recv().is_err());
}

#[test]
fn half_a_line_and_then_silence_is_over_in_time() {
    let room = room();
    let _server = echo(&room.socket, BRISK);
    let mut raw = raw(&room.socket);
    raw.send(b"{\"ask\":").unwrap();
    assert_eq!(raw.wrong(), "No request came within 0.3 seconds.");
}

#[test]
fn half_a_line_and_then_good_bye_costs_nothing() {
    let room = room();
    let one = Limits {
        clients: 1,
        ..PATIENT
    };
    let _server = echo(&room.socket, one);
    let mut raw = raw(&room.socket);
    raw.send(b"{\"ask\":").unwrap();
    drop(raw);
    assert_eq!(
        ask(&room.socket, &Ask::Undo, BOUND).unwrap(),
        Answer::did("Undo")
    );
}

#[test]
fn a_byte_now_and_then_does_not_stretch_the_time() {
    let room = room();
    let _server = echo(&room.socket, BRISK);
    let mut raw = raw(&room.socket);
    let mut drip = raw.0.get_ref().try_clone().unwrap();
    let dripping = thread::spawn(move || {
        (0..2_000).any(|_| {
            thread::sleep(Duration::from_millis(5));
            drip.write_all(b" ").is_err()
        })
    });
    assert_eq!(raw.wrong(), "No request came within 0.3 seconds.");
    assert!(dripping.join().unwrap(), "the server hung up");
}

#[test]
fn a_line_may_have_64_kib_and_not_one_byte_more() {
    let room = room();
    let _server = echo(&room.socket, PATIENT);
    let undo = "{\"ask\":\"undo\"}";
    let fits = format!("{}{undo}\n", " ".repeat(LONGEST_ASK - undo.len()));
    let mut good = raw(&room.socket);
    good.send(fits.as_bytes()).unwrap();
    assert!(good.line().contains("Undo"));

    let mut long = raw(&room.socket);
    long.send(format!(" {fits}").as_bytes()).unwrap();
    assert_eq!(long.wrong(), "The request is longer than 64 KiB.");
}

#[test]
fn a_line_without_an_end_is_cut_off() {
    let room = room();
    let _server = echo(&room.socket, PATIENT);
    let mut raw = raw(&room.socket);
    // The server hangs up in the middle of it, which the sender may or may not notice.
    let _ = raw.send(&vec![b'x'; 4 * 1024 * 1024]);
    assert_eq!(raw.wrong(), "The request is longer than 64 KiB.");
}

#[test]
fn our_own_client_hears_that_its_ask_is_too_long() {
    let room = room();
    let _server = echo(&room.socket, PATIENT);
    let long = log(&"w".repeat(2 * 1024 * 1024));
    assert_eq!(
        ask(&room.socket, &long, BOUND).unwrap(),
        Answer::wrong("The request is longer than 64 KiB.")
    );
}

#[test]
fn a_thousand_quick_connects_take_no_seat() {
    let room = room();
    let two = Limits {
        clients: 2,
        ..PATIENT
    };
    let _server = echo(&room.socket, two);
    for _ in 0..1_000 {
        drop(UnixStream::connect(&room.socket).unwrap());
    }
    assert_eq!(
        ask(&room.socket, &Ask::Undo, BOUND).unwrap(),
        Answer::did("Undo")
    );
}

#[test]
fn a_client_that_does_not_read_is_left() {
    let room = room();
    let one = Limits {
        clients: 1,
        ..BRISK
    };
    let on_ask = |ask, replier: Replier| {
        replier.answer(match ask {
            Ask::Undo => Answer::did("undone"),
            _ => Answer::did("x".repeat(8 * 1024 * 1024)),
        });
    };
    let _server = Server::start_with(&room.socket, one, Arc::new(on_ask)).unwrap();
    let mut slow = raw(&room.socket);
    slow.send(b"{\"ask\":\"skip\"}\n").unwrap();
    assert_eq!(
        ask(&room.socket, &Ask::Undo, BOUND).unwrap(),
        Answer::did("undone")
    );
    let mut rest = Vec::new();
    slow.0.read_to_end(&mut rest).unwrap();
    assert!(rest.len() < 8 * 1024 * 1024, "it was cut off");
}

#[test]
fn many_at_once_get_their_own_answers() {
    let room = room();
    let _server = echo(&room.socket, PATIENT);
    let clients: Vec<_> = (0..100)
        .map(|number| {
            let socket = room.socket.clone();
            thread::spawn(move || {
                let mine = log(&format!("movement-{number}"));
                let answer = ask(&socket, &mine, BOUND).unwrap();
                assert_eq!(answer, Answer::did(format!("{mine:?}")));
            })
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
}

#[test]
fn no_more_than_the_limit_are_served_at_once_and_the_others_wait() {
    let room = room();
    let three = Limits {
        clients: 3,
        ..PATIENT
    };
    let (_server, asks) = serve(&room.socket, three);
    let clients: Vec<_> = (0..6)
        .map(|_| {
            let socket = room.socket.clone();
            thread::spawn(move || ask(&socket, &Ask::Undo, BOUND).unwrap())
        })
        .collect();
    let mut held: Vec<Replier> = (0..3)
        .map(|_| asks.recv_timeout(BOUND).unwrap().1)
        .collect();
    assert!(asks.recv_timeout(Duration::from_millis(200)).is_err());
    for _ in 0..3 {
        held.pop().unwrap().answer(Answer::did("x"));
        held.push(asks.recv_timeout(BOUND).unwrap().1);
    }
    for replier in held {
        replier.answer(Answer::did("x"));
    }
    for client in clients {
        assert_eq!(client.join().unwrap(), Answer::did("x"));
    }
}

#[test]
fn a_loop_that_does_not_answer_is_said_to() {
    let room = room();
    let (_server, asks) = serve(&room.socket, IMPATIENT);
    let answer = ask(&room.socket, &Ask::Undo, BOUND).unwrap();
    assert_eq!(
        answer,
        Answer::Late {
            words: "Soleus did not answer in time. Its clock may still be running; try again."
                .to_owned()
        }
    );
    // The loop comes to it when the client is long gone.
    let (_, replier) = asks.recv_timeout(BOUND).unwrap();
    replier.answer(Answer::did("late"));
}

#[test]
fn an_ask_that_is_dropped_is_answered_at_once() {
    let room = room();
    let on_ask = |_, replier: Replier| drop(replier);
    let _server = Server::start_with(&room.socket, PATIENT, Arc::new(on_ask)).unwrap();
    assert_eq!(
        ask(&room.socket, &Ask::Undo, BOUND).unwrap(),
        Answer::Ending {
            words: "Soleus is ending and did not take that up.".to_owned()
        }
    );
}

#[test]
fn a_panic_over_one_ask_leaves_the_server_standing() {
    let room = room();
    let one = Limits {
        clients: 1,
        ..PATIENT
    };
    let on_ask = |ask, replier: Replier| {
        assert_ne!(ask, Ask::Skip, "this panic is part of the test");
        replier.answer(Answer::did("x"));
    };
    let _server = Server::start_with(&room.socket, one, Arc::new(on_ask)).unwrap();
    let error = ask(&room.socket, &Ask::Skip, BOUND).unwrap_err();
    assert!(matches!(error, ClientError::NoAnswer), "{error:?}");
    assert_eq!(
        ask(&room.socket, &Ask::Undo, BOUND).unwrap(),
        Answer::did("x")
    );
}

#[test]
fn the_answer_to_quit_is_out_when_the_server_has_ended() {
    for _ in 0..50 {
        let room = room();
        let (server, asks) = serve(&room.socket, PATIENT);
        let mut client = raw(&room.socket);
        client.send(b"{\"ask\":\"quit\"}\n").unwrap();
        let (_, replier) = asks.recv_timeout(BOUND).unwrap();
        replier.answer(Answer::did("Good-bye."));
        drop(server);
        client.0.get_ref().set_nonblocking(true).unwrap();
        assert!(client.line().contains("Good-bye."));
    }
}

#[test]
fn an_ended_server_leaves_no_socket_and_no_thread() {
    let room = room();
    let on_ask = Arc::new(|_, _| {});
    let server = Server::start_with(&room.socket, PATIENT, on_ask.clone()).unwrap();
    drop(server);
    assert_eq!(Arc::strong_count(&on_ask), 1);
    assert!(!room.socket.exists());
    let error = ask(&room.socket, &Ask::Undo, BOUND).unwrap_err();
    assert!(matches!(error, ClientError::NotRunning), "{error:?}");
}

#[test]
fn an_ended_server_takes_no_socket_away_that_is_not_its_own() {
    let room = room();
    let server = echo(&room.socket, PATIENT);
    let kept = room.folder.path().join("kept");
    fs::rename(&room.socket, kept).unwrap();
    let _other = UnixListener::bind(&room.socket).unwrap();
    drop(server);
    assert!(room.socket.exists());
}

#[test]
fn nobody_there_is_not_running() {
    let room = room();
    let nowhere = room.folder.path().join("no/such/folder").join("socket");
    for path in [&room.socket, &nowhere] {
        let error = ask(path, &Ask::Undo, BOUND).unwrap_err();
        assert!(matches!(error, ClientError::NotRunning), "{error:?}");
    }
}

#[test]
fn a_stale_socket_is_not_running_and_is_replaced() {
    let room = room();
    drop(UnixListener::bind(&room.socket).unwrap());
    assert!(room.socket.exists());
    let error = ask(&room.socket, &Ask::Undo, BOUND).unwrap_err();
    assert!(matches!(error, ClientError::NotRunning), "{error:?}");
    let _server = echo(&room.socket, PATIENT);
    assert!(ask(&room.socket, &Ask::Undo, BOUND).is_ok());
}

#[test]
fn what_is_no_socket_is_not_removed() {
    let room = room();
    fs::write(&room.socket, "mine").unwrap();
    let error = Server::start(&room.socket, Arc::new(|_, _| {})).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read_to_string(&room.socket).unwrap(), "mine");
}

#[test]
fn folder_and_socket_are_the_users_alone() {
    let room = room();
    let folder = room.folder.path().join("run/soleus");
    let socket = folder.join("socket");
    let _server = echo(&socket, PATIENT);
    assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(&socket).unwrap().mode() & 0o777, 0o600);
}

#[test]
fn a_folder_others_may_write_in_is_not_trusted() {
    for mode in [0o777, 0o770, 0o702, 0o1777] {
        let room = room();
        let _server = echo(&room.socket, PATIENT);
        fs::set_permissions(room.folder.path(), fs::Permissions::from_mode(mode)).unwrap();
        let error = ask(&room.socket, &Ask::Undo, BOUND).unwrap_err();
        assert!(matches!(error, ClientError::Foreign { .. }), "{error:?}");
        let error = Server::start(&room.socket, Arc::new(|_, _| {})).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert!(error.to_string().contains("others may write"), "{error}");
    }
}

#[test]
fn a_folder_of_another_user_is_not_trusted() {
    let room = room();
    let is_root = fs::metadata(room.folder.path()).unwrap().uid() == 0;
    let socket = if is_root {
        std::os::unix::fs::chown(room.folder.path(), Some(65_534), None).unwrap();
        room.socket.clone()
    } else {
        Path::new("/usr").join("socket")
    };
    let error = ask(&socket, &Ask::Undo, BOUND).unwrap_err();
    assert!(matches!(error, ClientError::Foreign { .. }), "{error:?}");
    let error = Server::start(&socket, Arc::new(|_, _| {})).unwrap_err();
    assert!(error.to_string().contains("another user"), "{error}");
}

#[test]
fn a_peer_of_another_user_hears_nothing() {
    let room = room();
    if fs::metadata(room.folder.path()).unwrap().uid() != 0 {
        // Past the harness, which keeps to itself what a passing test prints.
        let said = writeln!(
            io::stderr(),
            "skipped: a_peer_of_another_user_hears_nothing: only root can be another user"
        );
        return said.unwrap();
    }
    let (_server, asks) = serve(&room.socket, PATIENT);
    for (path, mode) in [(room.folder.path(), 0o711), (&*room.socket, 0o777)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let script = "\
import os, socket, sys
os.setuid(65534)
s = socket.socket(socket.AF_UNIX)
s.settimeout(20)
s.connect(sys.argv[1])
try:
    s.sendall(b'{\"ask\":\"quit\"}\\n')
    print(s.recv(100))
except (BrokenPipeError, ConnectionResetError):
    print(b'')
";
    let peer = Command::new("/usr/bin/python3")
        .args(["-c", script])
        .arg(&room.socket)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&peer.stdout);
    let complaint = String::from_utf8_lossy(&peer.stderr);
    assert_eq!(said.trim(), "b''", "{complaint}");
    assert!(asks.try_recv().is_err());
}

#[test]
fn a_path_longer_than_an_address_works() {
    let room = room();
    let folder = room.folder.path().join("x".repeat(120));
    let socket = folder.join("socket");
    let server = echo(&socket, PATIENT);
    assert_eq!(
        ask(&socket, &Ask::Undo, BOUND).unwrap(),
        Answer::did("Undo")
    );
    drop(server);
    assert!(!socket.exists());
}

/// A server that says this, and hands out what the client sent it.
fn imposter(path: &Path, hello: String) -> thread::JoinHandle<String> {
    let listener = UnixListener::bind(path).unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(BOUND)).unwrap();
        stream.set_write_timeout(Some(BOUND)).unwrap();
        // A client that has heard enough hangs up in the middle of it.
        let _ = stream.write_all(hello.as_bytes());
        let mut sent = String::new();
        let _ = BufReader::new(stream).read_line(&mut sent);
        sent
    })
}

#[test]
fn another_protocol_is_named_and_nothing_is_sent() {
    let room = room();
    let hello = "{\"soleus\":\"7.1.0\",\"protocol\":2}\n";
    let other = imposter(&room.socket, hello.into());
    let error = ask(&room.socket, &Ask::Quit, BOUND).unwrap_err();
    assert!(error.to_string().contains("Soleus 7.1.0"), "{error}");
    assert!(matches!(error, ClientError::OtherVersion { .. }));
    assert_eq!(other.join().unwrap(), "");
}

#[test]
fn another_program_is_sent_nothing() {
    for hello in [
        "SSH-2.0-OpenSSH_9.2\n".to_owned(),
        "{}\n".to_owned(),
        "{\"protocol\":1}\n".to_owned(),
        "x".repeat(2 * 1024 * 1024),
    ] {
        let room = room();
        let other = imposter(&room.socket, hello);
        let error = ask(&room.socket, &Ask::Quit, BOUND).unwrap_err();
        assert!(matches!(error, ClientError::NotSoleus), "{error:?}");
        assert_eq!(other.join().unwrap(), "");
    }
}

#[test]
fn an_answer_that_cannot_be_read_was_asked_for_all_the_same() {
    let hello = "{\"soleus\":\"0.1.0\",\"protocol\":1}\n";
    for answer in [
        "{\"answer\":\"sung\"}\n".to_owned(),
        "ok\n".to_owned(),
        "x".repeat(2 * 1024 * 1024),
    ] {
        let room = room();
        let other = imposter(&room.socket, format!("{hello}{answer}"));
        let error = ask(&room.socket, &Ask::Undo, BOUND).unwrap_err();
        assert!(matches!(error, ClientError::Unclear), "{error:?}");
        assert!(!error.to_string().contains("Nothing was sent"), "{error}");
        drop(other);
    }
}

#[test]
fn a_server_that_leaves_without_an_answer_is_said_to() {
    let room = room();
    let other = imposter(
        &room.socket,
        "{\"soleus\":\"0.1.0\",\"protocol\":1}\n".into(),
    );
    let error = ask(&room.socket, &Ask::Undo, BOUND).unwrap_err();
    assert!(matches!(error, ClientError::NoAnswer), "{error:?}");
    assert_eq!(other.join().unwrap(), "{\"ask\":\"undo\"}\n");
}

#[test]
fn a_server_that_never_speaks_is_late() {
    let room = room();
    let _hung = UnixListener::bind(&room.socket).unwrap();
    let error = ask(&room.socket, &Ask::Undo, Duration::from_millis(100)).unwrap_err();
    assert!(matches!(error, ClientError::Late), "{error:?}");
}

#[test]
fn a_server_that_speaks_slowly_is_late() {
    let room = room();
    let listener = UnixListener::bind(&room.socket).unwrap();
    let slow = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        (0..2_000).any(|_| {
            thread::sleep(Duration::from_millis(5));
            stream.write_all(b" ").is_err()
        })
    });
    let error = ask(&room.socket, &Ask::Undo, Duration::from_millis(200)).unwrap_err();
    assert!(matches!(error, ClientError::Late), "{error:?}");
    assert!(slow.join().unwrap(), "the client hung up");
}

#[test]
fn a_server_whose_queue_is_full_is_late() {
    let room = room();
    let socket = rustix::net::socket(
        rustix::net::AddressFamily::UNIX,
        rustix::net::SocketType::STREAM,
        None,
    )
    .unwrap();
    let address = rustix::net::SocketAddrUnix::new(&room.socket).unwrap();
    rustix::net::bind(&socket, &address).unwrap();
    rustix::net::listen(&socket, 0).unwrap();
    let _first = UnixStream::connect(&room.socket).unwrap();
    let error = ask(&room.socket, &Ask::Undo, Duration::from_millis(100)).unwrap_err();
    assert!(matches!(error, ClientError::Late), "{error:?}");
}

#[test]
fn repliers_that_outlive_their_clients_do_no_harm() {
    let room = room();
    let kept = Arc::new(Mutex::new(Vec::new()));
    let on_ask = {
        let kept = Arc::clone(&kept);
        move |_, replier| kept.lock().unwrap().push(replier)
    };
    let server = Server::start_with(&room.socket, IMPATIENT, Arc::new(on_ask)).unwrap();
    for _ in 0..3 {
        assert!(ask(&room.socket, &Ask::Undo, BOUND).is_ok());
    }
    drop(server);
    for replier in kept.lock().unwrap().drain(..) {
        replier.answer(Answer::did("too late"));
    }
}
