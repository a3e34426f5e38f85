//! The few messages of the sound server's protocol that are needed, and nothing of what they carry
//! but what is asked for: to see a recording, and to play a short sound.
//!
//! Our own, because a server is not trusted: nothing is allocated by a length it names, only as bytes
//! really come; and a value we do not need is passed over, whatever it is, so that one odd stream
//! does not hide the others. The crate `pulseaudio` fails both (a property that claims four
//! gigabytes is given them; one unknown sample format loses the whole list), and brings an event
//! loop that nothing here would use. The tests speak the protocol by that crate.

use std::io::{self, Read};

/// The version we speak: the least that tells whether a stream is paused. Newer servers leave out
/// what came later.
const VERSION: u32 = 19;
/// A cookie has this length; a server refuses any other.
pub(in crate::platform) const COOKIE: usize = 256;
/// The head of a message: length, channel, offset (two words), flags.
const HEAD: usize = 20;
/// The channel of commands; the others carry sound, which we send and never ask for.
const COMMANDS: u32 = u32::MAX;
/// No message of interest is longer. A stream is told in one to two kilobytes, a source in a few more.
const LONGEST: usize = 4 << 20;
/// As much is read at a time.
const GULP: usize = 16 << 10;
/// The format of samples: sixteen bits, the lowest first.
const SIXTEEN_BITS: u8 = 3;
/// Stands for "none" where a number is told.
const NONE: u32 = u32::MAX;

const ERROR: u32 = 0;
const REPLY: u32 = 2;
const EVENT: u32 = 66;
/// Which kind of thing an event is about.
const EVENT_ABOUT: u32 = 0x0f;
const ABOUT_RECORDINGS: u32 = 3;

/// What is asked of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::platform) enum Ask<'a> {
    /// To be let in, with the cookie.
    Enter(&'a [u8; COOKIE]),
    /// To be known by a name.
    Introduce,
    /// To be told when a recording begins, changes or ends.
    Subscribe,
    /// The recordings.
    Recordings,
    /// The sources.
    Sources,
    /// To keep a sound by this name, of one channel, sixteen bits a sample (little end first), so many
    /// a second and so many bytes long. The answer is the channel to send it on.
    Upload {
        name: &'static str,
        rate: u32,
        bytes: u32,
    },
    /// That the sound sent on this channel is whole.
    Uploaded(u32),
    /// To play the sound of this name, as loud as the user has such sounds.
    Play(&'static str),
    /// To keep the sound of this name no longer.
    Forget(&'static str),
}

/// A message from the server.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::platform) enum Heard<'a> {
    /// The answer to the question of this number, and what it holds.
    Reply(u32, Tags<'a>),
    /// The question of this number was refused.
    Refused(u32),
    /// A recording began, changed or ended.
    RecordingsChanged,
    /// Something else.
    Other,
}

/// The server sent what is no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sound server sent what is no message")]
pub(in crate::platform) struct Malformed;

impl Ask<'_> {
    /// The message that asks it, under this number.
    pub(in crate::platform) fn message(self, number: u32) -> Vec<u8> {
        let mut body = Vec::new();
        word(&mut body, self.command());
        word(&mut body, number);
        match self {
            Ask::Enter(cookie) => {
                word(&mut body, VERSION);
                body.push(b'x');
                // Its length, `COOKIE`.
                body.extend([0, 0, 1, 0]);
                body.extend(cookie);
            }
            Ask::Introduce => {
                body.push(b'P');
                property(&mut body, "application.name", "Soleus");
                body.push(b'N');
            }
            Ask::Subscribe => word(&mut body, 1 << ABOUT_RECORDINGS),
            Ask::Recordings | Ask::Sources => {}
            Ask::Upload { name, rate, bytes } => {
                text(&mut body, name);
                body.extend([b'a', SIXTEEN_BITS, 1]);
                body.extend(rate.to_be_bytes());
                // One channel, the middle.
                body.extend([b'm', 1, 0]);
                word(&mut body, bytes);
                // PipeWire's server goes by this property and not by the name.
                body.push(b'P');
                property(&mut body, "media.name", name);
                body.push(b'N');
            }
            Ask::Uploaded(channel) => word(&mut body, channel),
            Ask::Play(name) => {
                // On the usual sink, which has no number and no name here, at the server's volume.
                word(&mut body, NONE);
                body.push(b'N');
                word(&mut body, NONE);
                text(&mut body, name);
                body.push(b'P');
                property(&mut body, "media.role", "event");
                body.push(b'N');
            }
            Ask::Forget(name) => text(&mut body, name),
        }
        block(COMMANDS, &body)
    }

    fn command(self) -> u32 {
        match self {
            Ask::Enter(_) => 8,
            Ask::Introduce => 9,
            Ask::Upload { .. } => 15,
            Ask::Uploaded(_) => 17,
            Ask::Play(_) => 18,
            Ask::Forget(_) => 19,
            Ask::Sources => 24,
            Ask::Recordings => 32,
            Ask::Subscribe => 35,
        }
    }
}

/// A message on this channel: a command, or sound.
pub(in crate::platform) fn block(channel: u32, body: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(HEAD + body.len());
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    message.extend(length.to_be_bytes());
    message.extend(channel.to_be_bytes());
    message.extend([0; 12]);
    message.extend(body);
    message
}

fn word(body: &mut Vec<u8>, value: u32) {
    body.push(b'L');
    body.extend(value.to_be_bytes());
}

fn text(body: &mut Vec<u8>, value: &str) {
    body.push(b't');
    body.extend(value.as_bytes());
    body.push(0);
}

fn property(body: &mut Vec<u8>, key: &str, value: &str) {
    // With the zero at the end; told twice.
    let length = u32::try_from(value.len() + 1).unwrap_or(u32::MAX);
    text(body, key);
    word(body, length);
    body.push(b'x');
    body.extend(length.to_be_bytes());
    body.extend(value.as_bytes());
    body.push(0);
}

/// What came and was not read yet.
#[derive(Debug, Default)]
pub(in crate::platform) struct Inbox {
    bytes: Vec<u8>,
    /// Where the next message begins.
    read: usize,
}

impl Inbox {
    /// Takes what is there.
    ///
    /// # Errors
    /// `WouldBlock` when nothing is there, `UnexpectedEof` when the other side is gone.
    pub(in crate::platform) fn fill(&mut self, mut from: impl Read) -> io::Result<()> {
        self.bytes.drain(..self.read);
        self.read = 0;
        let mut gulp = [0; GULP];
        let length = from.read(&mut gulp)?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.bytes.extend_from_slice(&gulp[..length]);
        Ok(())
    }

    /// The next whole message, if it is there.
    pub(in crate::platform) fn next(&mut self) -> Result<Option<Heard<'_>>, Malformed> {
        let rest = &self.bytes[self.read..];
        let Some((head, rest)) = rest.split_at_checked(HEAD) else {
            return Ok(None);
        };
        let mut words = head.chunks_exact(4).map(be_word);
        let length = words.next().ok_or(Malformed)? as usize;
        // No sound comes, and no memory is shared, with whoever did not ask for it.
        let is_command = words.eq([COMMANDS, 0, 0, 0]);
        if !is_command || length > LONGEST {
            return Err(Malformed);
        }
        if rest.len() < length {
            return Ok(None);
        }
        let start = self.read + HEAD;
        self.read = start + length;
        Heard::read(Tags(&self.bytes[start..self.read])).map(Some)
    }

    /// Whether a message is there in part.
    pub(in crate::platform) fn is_amid(&self) -> bool {
        self.read < self.bytes.len()
    }

    /// Gives back the room a long message took.
    pub(in crate::platform) fn shrink(&mut self) {
        if !self.is_amid() {
            *self = Self::default();
        }
    }
}

impl<'a> Heard<'a> {
    fn read(mut tags: Tags<'a>) -> Result<Self, Malformed> {
        let command = tags.word()?;
        let number = tags.word()?;
        Ok(match command {
            REPLY => Self::Reply(number, tags),
            ERROR => Self::Refused(number),
            EVENT if tags.word()? & EVENT_ABOUT == ABOUT_RECORDINGS => Self::RecordingsChanged,
            _ => Self::Other,
        })
    }
}

/// Values, each with a letter for its kind before it. What is read is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::platform) struct Tags<'a>(pub(in super::super) &'a [u8]);

impl<'a> Tags<'a> {
    /// Whether all was read.
    pub(in crate::platform) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number.
    pub(in crate::platform) fn word(&mut self) -> Result<u32, Malformed> {
        self.tag(b'L')?;
        self.bare_word()
    }

    /// A number that may be none.
    pub(in crate::platform) fn index(&mut self) -> Result<Option<u32>, Malformed> {
        Ok(Some(self.word()?).filter(|index| *index != NONE))
    }

    /// Yes or no.
    pub(in crate::platform) fn switch(&mut self) -> Result<bool, Malformed> {
        match self.take(1)? {
            b"1" => Ok(true),
            b"0" => Ok(false),
            _ => Err(Malformed),
        }
    }

    /// A text, if there is one.
    pub(in crate::platform) fn text(&mut self) -> Result<Option<&'a [u8]>, Malformed> {
        match self.take(1)? {
            b"N" => Ok(None),
            b"t" => self.bare_text().map(Some),
            _ => Err(Malformed),
        }
    }

    /// Properties: each is shown with its key.
    pub(in crate::platform) fn properties(
        &mut self,
        mut show: impl FnMut(&'a [u8], &'a [u8]),
    ) -> Result<(), Malformed> {
        self.tag(b'P')?;
        while let Some(key) = self.text()? {
            // The length is told twice.
            self.word()?;
            self.tag(b'x')?;
            let length = self.bare_word()? as usize;
            show(key, self.take(length)?);
        }
        Ok(())
    }

    /// Passes over one value of any kind but properties.
    pub(in crate::platform) fn pass(&mut self) -> Result<(), Malformed> {
        let length = match self.take(1)? {
            b"N" | b"0" | b"1" => 0,
            b"B" => 1,
            b"L" | b"V" => 4,
            // The format of samples: kind, channels, rate.
            b"a" => 6,
            b"R" | b"r" | b"T" | b"U" => 8,
            b"m" => self.bare_count()?,
            b"v" => 4 * self.bare_count()?,
            b"x" => self.bare_word()? as usize,
            b"t" => return self.bare_text().map(drop),
            _ => return Err(Malformed),
        };
        self.take(length).map(drop)
    }

    fn bare_count(&mut self) -> Result<usize, Malformed> {
        self.take(1).map(|bytes| be_word(bytes) as usize)
    }

    fn bare_word(&mut self) -> Result<u32, Malformed> {
        self.take(4).map(be_word)
    }

    fn bare_text(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.0.iter().position(|byte| *byte == 0).ok_or(Malformed)?;
        let text = self.take(length)?;
        self.take(1)?;
        Ok(text)
    }

    fn tag(&mut self, kind: u8) -> Result<(), Malformed> {
        match self.take(1)? {
            [tag] if *tag == kind => Ok(()),
            _ => Err(Malformed),
        }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }
}

/// Four bytes, the highest first.
fn be_word(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |word, byte| (word << 8) | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message with this body.
    fn message(body: &[u8]) -> Vec<u8> {
        block(COMMANDS, body)
    }

    const REPLIES: &[u8] = b"L\0\0\0\x02L\0\0\0\x07Lcafe";
    const CHANGE: &[u8] = b"L\0\0\0\x42L\xff\xff\xff\xffL\0\0\0\x13L\0\0\0\x01";
    const OF_A_SINK: &[u8] = b"L\0\0\0\x42L\xff\xff\xff\xffL\0\0\0\x10L\0\0\0\x01";

    #[test]
    fn messages_are_read_however_they_are_cut() {
        let stream: Vec<u8> = [
            REPLIES,
            CHANGE,
            OF_A_SINK,
            b"L\0\0\0\0L\0\0\0\x08L\0\0\0\x01",
        ]
        .into_iter()
        .flat_map(message)
        .collect();
        for piece in [1, 2, 19, 20, 21, 40, stream.len()] {
            let mut inbox = Inbox::default();
            let mut heard = Vec::new();
            for bytes in stream.chunks(piece) {
                inbox.fill(bytes).unwrap();
                while let Some(message) = inbox.next().unwrap() {
                    heard.push(format!("{message:?}"));
                }
            }
            let expected = [
                Heard::Reply(7, Tags(b"Lcafe")),
                Heard::RecordingsChanged,
                Heard::Other,
                Heard::Refused(8),
            ];
            assert_eq!(heard, expected.map(|it| format!("{it:?}")), "by {piece}");
            assert!(!inbox.is_amid());
        }
    }

    #[test]
    fn what_is_no_message_is_told_before_it_is_there() {
        let mut giant = message(b"");
        giant[..4].fill(0xff);
        let mut of_sound = message(REPLIES);
        of_sound[7] = 1;
        let mut shared = message(REPLIES);
        shared[16] = 0x40;
        for bytes in [
            giant,
            of_sound,
            shared,
            message(b"L\0\0\0\x02"),
            message(b""),
        ] {
            let mut inbox = Inbox::default();
            inbox.fill(&bytes[..]).unwrap();
            assert_eq!(inbox.next(), Err(Malformed));
        }
    }

    #[test]
    fn a_length_that_is_not_there_is_not_believed() {
        let mut claimed = b"Ptkey\0L\0\0\0\x04x\xff\xff\xff\xffabcdN".to_vec();
        assert_eq!(Tags(&claimed).properties(|_, _| {}), Err(Malformed));
        claimed[12..16].copy_from_slice(&[0, 0, 0, 4]);
        let mut shown = Vec::new();
        let read = Tags(&claimed).properties(|key, value| shown.push((key, value)));
        assert_eq!(read, Ok(()));
        assert_eq!(shown, [(&b"key"[..], &b"abcd"[..])]);
    }
}
