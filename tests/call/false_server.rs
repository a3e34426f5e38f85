//! A sound server that misbehaves, or counts: it speaks by the crate `pulseaudio`.

use std::ffi::CString;
use std::io::{BufReader, Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use pulseaudio::protocol::{
    self, AuthReply, Command, SetClientNameReply, SourceInfo, SourceOutputInfo, SubscriptionEvent,
    SubscriptionEventFacility, SubscriptionEventType,
};
use tempfile::TempDir;

/// How it is to be talked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Lets everybody in and says nothing.
    Silent,
    /// Says what is no message.
    Garbage,
    /// Announces a message of four gigabytes.
    Giant,
    /// Lists a recording with a property of four gigabytes.
    GiantProperty,
    /// Says half a message.
    Half,
    /// Sends events without an end and answers nothing.
    Flood,
    /// Lets nobody in.
    Refuses,
    /// Answers what was not asked.
    OtherNumber,
    /// Hangs up in the middle of a list.
    HangsUp,
    /// Speaks well, and lists a recording of a microphone.
    Good,
}

/// The server; it ends with the test.
pub(crate) struct FalseServer {
    folder: TempDir,
    /// Each connection that was let in.
    clients: Receiver<UnixStream>,
    /// Each list of recordings that was asked for.
    lists: Receiver<()>,
}

impl FalseServer {
    pub(crate) fn start(manner: Manner) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("native")).unwrap();
        let (client, clients) = mpsc::channel();
        let (list, lists) = mpsc::channel();
        thread::spawn(move || {
            for socket in listener.incoming() {
                let socket = socket.unwrap();
                let _ = client.send(socket.try_clone().unwrap());
                let list = list.clone();
                // Ends when the other side hangs up, which is no failure.
                thread::spawn(move || serve(&socket, manner, &list));
            }
        });
        Self {
            folder,
            clients,
            lists,
        }
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("native")
    }

    /// The next connection.
    pub(crate) fn client(&self) -> UnixStream {
        self.clients.recv_timeout(crate::support::PATIENCE).unwrap()
    }

    /// Whether nobody came so far.
    pub(crate) fn no_client(&self) -> bool {
        self.clients.try_recv().is_err()
    }

    /// Waits until the recordings are asked for.
    pub(crate) fn until_listed(&self) {
        self.lists.recv_timeout(crate::support::PATIENCE).unwrap();
    }

    /// How often the recordings were asked for since it was last looked at.
    pub(crate) fn lists(&self) -> usize {
        self.lists.try_iter().count()
    }
}

/// An event that tells of a change in the recordings, so many times.
pub(crate) fn events(count: usize) -> Vec<u8> {
    let mut message = Vec::new();
    let event = SubscriptionEvent {
        event_facility: SubscriptionEventFacility::SourceOutput,
        event_type: SubscriptionEventType::Changed,
        index: Some(1),
    };
    let event = Command::SubscribeEvent(event);
    protocol::write_command_message(&mut message, u32::MAX, &event, protocol::MAX_VERSION).unwrap();
    message.repeat(count)
}

fn serve(
    mut socket: &UnixStream,
    manner: Manner,
    list: &Sender<()>,
) -> Result<(), protocol::ProtocolError> {
    match manner {
        Manner::Silent => {}
        Manner::Garbage => socket.write_all(&[0xa5; 4096])?,
        Manner::Giant => {
            socket.write_all(&head(u32::MAX - 7))?;
            socket.write_all(&[0; 1 << 12])?;
        }
        Manner::Half => socket.write_all(&head(15)[..11])?,
        Manner::Flood => loop {
            socket.write_all(&events(100))?;
        },
        Manner::Refuses
        | Manner::OtherNumber
        | Manner::GiantProperty
        | Manner::HangsUp
        | Manner::Good => return answer(socket, manner, list),
    }
    // Until the other side hangs up.
    std::io::copy(&mut socket, &mut std::io::sink())?;
    Ok(())
}

fn answer(
    socket: &UnixStream,
    manner: Manner,
    list: &Sender<()>,
) -> Result<(), protocol::ProtocolError> {
    let mut version = protocol::MAX_VERSION;
    let mut from = BufReader::new(socket);
    let mut to = socket;
    loop {
        let (number, command) = protocol::read_command_message(&mut from, version)?;
        match command {
            Command::Auth(_) if manner == Manner::Refuses => {
                protocol::write_error(&mut to, number, &protocol::PulseError::AccessDenied)?;
            }
            Command::Auth(auth) => {
                let reply = AuthReply {
                    version: protocol::MAX_VERSION,
                    ..Default::default()
                };
                let other = u32::from(manner == Manner::OtherNumber);
                protocol::write_reply_message(&mut to, number + other, &reply, version)?;
                version = auth.version;
            }
            Command::SetClientName(_) => {
                let reply = SetClientNameReply { client_id: 7 };
                protocol::write_reply_message(&mut to, number, &reply, version)?;
            }
            Command::Subscribe(_) => protocol::write_ack_message(&mut to, number)?,
            Command::GetSourceOutputInfoList => {
                let _ = list.send(());
                let mut reply = Vec::new();
                let outputs = vec![recording()];
                protocol::write_reply_message(&mut reply, number, &outputs, version)?;
                match manner {
                    Manner::HangsUp => {
                        to.write_all(&reply[..reply.len() / 2])?;
                        to.shutdown(Shutdown::Both)?;
                        return Ok(());
                    }
                    Manner::GiantProperty => inflate(&mut reply),
                    _ => {}
                }
                to.write_all(&reply)?;
            }
            Command::GetSourceInfoList => {
                let sources = vec![SourceInfo {
                    index: 3,
                    name: CString::from(c"microphone"),
                    ..Default::default()
                }];
                protocol::write_reply_message(&mut to, number, &sources, version)?;
            }
            other => panic!("{other:?} was not expected"),
        }
    }
}

fn recording() -> SourceOutputInfo {
    let mut recording = SourceOutputInfo {
        index: 1,
        name: CString::from(c"a call"),
        client_index: Some(5),
        source_index: 3,
        ..Default::default()
    };
    recording.props.set_bytes(c"key", [7; 4]);
    recording
}

/// Makes the length of the property four gigabytes.
fn inflate(reply: &mut [u8]) {
    let value = [b'x', 0, 0, 0, 4, 7];
    let at = reply
        .windows(value.len())
        .position(|bytes| bytes == value)
        .unwrap();
    reply[at + 1..at + 5].fill(0xff);
}

/// The head of a message of this length.
fn head(length: u32) -> Vec<u8> {
    let mut head = length.to_be_bytes().to_vec();
    head.extend(u32::MAX.to_be_bytes());
    head.extend([0; 12]);
    head
}

/// Whether the other side hung up, waiting for it.
pub(crate) fn until_hung_up(mut client: &UnixStream) {
    let limit = Some(crate::support::PATIENCE);
    client.set_read_timeout(limit).unwrap();
    let mut rest = [0; 1 << 12];
    loop {
        match client.read(&mut rest) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return,
            Err(error) => panic!("it never hung up: {error}"),
        }
    }
}
