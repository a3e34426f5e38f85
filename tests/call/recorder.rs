//! A program that records, well or oddly: by the crate `pulseaudio`, which knows the protocol apart
//! from what is tested.

use std::ffi::CString;
use std::io::BufReader;
use std::os::unix::net::UnixStream;

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, ChannelMap, Command, CorkStreamParams, CreateRecordStreamReply,
    Prop, Props, RecordStreamParams, SampleFormat, SampleSpec, SetClientNameReply, stream,
};

use crate::support::sound::SoundServer;

/// A recording; dropping it ends it.
pub(crate) struct Recorder {
    socket: BufReader<UnixStream>,
    version: u16,
    number: u32,
    channel: u32,
}

impl Recorder {
    /// Begins to record from this source.
    pub(crate) fn start(server: &SoundServer, source: &str) -> Self {
        Self::with(server, source, stream::StreamFlags::default())
    }

    /// A volume meter, as volume controls have it: 25 peaks a second.
    pub(crate) fn meter(server: &SoundServer, source: &str) -> Self {
        let flags = stream::StreamFlags {
            peak_detect: true,
            adjust_latency: true,
            ..Default::default()
        };
        Self::with(server, source, flags)
    }

    /// A recording that is paused from the start.
    pub(crate) fn paused(server: &SoundServer, source: &str) -> Self {
        let flags = stream::StreamFlags {
            start_corked: true,
            ..Default::default()
        };
        Self::with(server, source, flags)
    }

    fn with(server: &SoundServer, source: &str, flags: stream::StreamFlags) -> Self {
        let socket = UnixStream::connect(server.socket()).unwrap();
        // It is let in by whose it is, which the server may ask for too late.
        rustix::net::sockopt::set_socket_passcred(&socket, true).unwrap();
        let mut recorder = Self {
            socket: BufReader::new(socket),
            version: protocol::MAX_VERSION,
            number: 0,
            channel: 0,
        };
        let auth = AuthParams {
            version: protocol::MAX_VERSION,
            supports_shm: false,
            supports_memfd: false,
            cookie: vec![0; 256],
        };
        let reply: AuthReply = recorder.ask(&Command::Auth(auth));
        recorder.version = reply.version.min(protocol::MAX_VERSION);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, CString::new("a test").unwrap());
        let _: SetClientNameReply = recorder.ask(&Command::SetClientName(props.clone()));
        let rate = if flags.peak_detect { 25 } else { 44100 };
        let params = RecordStreamParams {
            sample_spec: SampleSpec {
                format: SampleFormat::Float32Le,
                channels: 1,
                sample_rate: rate,
            },
            channel_map: ChannelMap::mono(),
            source_name: Some(CString::new(source).unwrap()),
            flags,
            props,
            ..Default::default()
        };
        let reply: CreateRecordStreamReply = recorder.ask(&Command::CreateRecordStream(params));
        recorder.channel = reply.channel;
        recorder
    }

    /// Pauses it, or goes on. The answer is not awaited: it lies behind what was recorded.
    pub(crate) fn pause(&mut self, on: bool) {
        let params = CorkStreamParams {
            channel: self.channel,
            cork: on,
        };
        self.say(&Command::CorkRecordStream(params));
    }

    fn ask<R: protocol::CommandReply>(&mut self, command: &Command) -> R {
        self.say(command);
        let (_, reply) = protocol::read_reply_message(&mut self.socket, self.version).unwrap();
        reply
    }

    fn say(&mut self, command: &Command) {
        self.number += 1;
        let to = self.socket.get_mut();
        protocol::write_command_message(to, self.number, command, self.version).unwrap();
    }
}
