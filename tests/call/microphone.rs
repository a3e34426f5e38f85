//! A microphone in use.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::input::{CallSource, Sensor};
use soleus::link::{Link, Part, Told};
use soleus::platform::boot_time;
use soleus::platform::patience::Patience;
use soleus::sensors::{Desktop, Sensors};

use crate::false_server::{FalseServer, Manner, events, until_hung_up};
use crate::recorder::Recorder;
use crate::support::ear::Ear;
use crate::support::process::{Process, until};
use crate::support::sensing::{PATIENCE, nothing};
use crate::support::skip::missing;
use crate::support::sound::SoundServer;

const PULSEAUDIO: [&str; 2] = ["pulseaudio", "pulseaudio-utils"];
const PIPEWIRE: [&str; 5] = [
    "pipewire",
    "pipewire-pulse",
    "wireplumber",
    "pulseaudio-utils",
    "dbus",
];

fn listen(link: Link, socket: PathBuf, answer: Duration) -> Sensors {
    let mut desktop = Desktop {
        sound_server: Some(socket),
        ..nothing()
    };
    desktop.patience.answer = answer;
    crate::start(link, desktop, |on| on.microphone = true)
}

/// Starts the sensor where the server is, which has to answer quickly.
fn start(link: Link, server: &SoundServer) -> Sensors {
    listen(link, server.socket(), PATIENCE.answer)
}

/// Starts the sensor before a server that will not answer.
fn start_before(link: Link, server: &FalseServer) -> Sensors {
    listen(link, server.socket(), Duration::from_millis(300))
}

fn call(on: bool) -> Input {
    crate::call(CallSource::Microphone, on)
}

fn works(works: bool) -> Input {
    crate::works(Sensor::Microphone, works)
}

/// Waits for this input and gives everything about the microphone up to it, with it.
fn heard_until(ear: &Ear, last: &Input) -> Vec<Input> {
    let mut told = Vec::new();
    ear.until(&format!("{last:?}"), |it| {
        told.push(it.clone());
        (*it == Told::Input(last.clone())).then_some(())
    });
    crate::of(CallSource::Microphone, &told)
}

#[test]
fn a_recording_is_a_call_from_its_start_to_its_end() {
    if missing(&PULSEAUDIO) {
        return;
    }
    call_from_start_to_end(&SoundServer::pulseaudio());
}

#[test]
fn a_recording_at_pipewire_is_a_call_from_its_start_to_its_end() {
    if missing(&PIPEWIRE) {
        return;
    }
    call_from_start_to_end(&SoundServer::pipewire());
}

fn call_from_start_to_end(server: &SoundServer) {
    let (link, ear) = Ear::new();
    let _sensors = start(link, server);
    let first = server.record("mic");
    let mut heard = heard_until(&ear, &call(true));
    let second = server.record("mic");
    until_recordings(server, 2);
    drop(first);
    until_recordings(server, 1);
    drop(second);
    heard.extend(heard_until(&ear, &call(false)));
    let third = server.record("mic");
    heard.extend(heard_until(&ear, &call(true)));
    drop(third);
    heard.extend(heard_until(&ear, &call(false)));
    let twice = [call(true), call(false), call(true), call(false)];
    assert_eq!(heard, [&[works(true)][..], &twice].concat());
}

#[test]
fn what_records_no_microphone_is_no_call() {
    if missing(&PULSEAUDIO) {
        return;
    }
    let server = SoundServer::pulseaudio();
    server.load(&["module-loopback", "source=mic", "sink=out"]);
    server.load(&["module-echo-cancel", "source_master=mic", "sink_master=out"]);
    no_call(&server);
}

#[test]
fn what_records_no_microphone_at_pipewire_is_no_call() {
    if missing(&PIPEWIRE) {
        return;
    }
    let server = SoundServer::pipewire();
    server.load(&["module-loopback", "source=mic", "sink=out"]);
    let _loopback = Process::start(server.command("pw-loopback").args(["-C", "mic"]));
    until_recordings(&server, 2);
    no_call(&server);
}

/// Adds a recording of what is played, a volume meter and a paused recording to what records there.
/// Beside them all a call begins and ends.
fn no_call(server: &SoundServer) {
    let there = recordings(server);
    let _of_what_is_played = server.record("out.monitor");
    let _meter = Recorder::meter(server, "mic");
    let _paused = Recorder::paused(server, "mic");
    until_recordings(server, there + 3);
    let (link, ear) = Ear::new();
    let _sensors = start(link, server);
    let mut heard = heard_until(&ear, &works(true));
    let recording = server.record("mic");
    heard.extend(heard_until(&ear, &call(true)));
    drop(recording);
    heard.extend(heard_until(&ear, &call(false)));
    assert_eq!(heard, [works(true), call(true), call(false)]);
}

#[test]
fn a_call_that_is_paused_is_over_until_it_goes_on() {
    if missing(&PULSEAUDIO) {
        return;
    }
    call_is_paused(&SoundServer::pulseaudio());
}

#[test]
fn a_call_at_pipewire_that_is_paused_is_over_until_it_goes_on() {
    if missing(&PIPEWIRE) {
        return;
    }
    call_is_paused(&SoundServer::pipewire());
}

fn call_is_paused(server: &SoundServer) {
    let (link, ear) = Ear::new();
    let _sensors = start(link, server);
    let mut recording = Recorder::start(server, "mic");
    let mut heard = heard_until(&ear, &call(true));
    recording.pause(true);
    heard.extend(heard_until(&ear, &call(false)));
    recording.pause(false);
    heard.extend(heard_until(&ear, &call(true)));
    assert_eq!(heard, [works(true), call(true), call(false), call(true)]);
}

#[test]
fn a_recording_that_is_moved_off_the_microphone_is_no_call_any_more() {
    if missing(&PULSEAUDIO) {
        return;
    }
    recording_is_moved(&SoundServer::pulseaudio());
}

#[test]
fn a_recording_at_pipewire_that_is_moved_off_the_microphone_is_no_call_any_more() {
    if missing(&PIPEWIRE) {
        return;
    }
    recording_is_moved(&SoundServer::pipewire());
}

fn recording_is_moved(server: &SoundServer) {
    let (link, ear) = Ear::new();
    let _sensors = start(link, server);
    let _recording = server.record("mic");
    let mut heard = heard_until(&ear, &call(true));
    assert_eq!(heard, [works(true), call(true)]);
    for (source, is_call) in [("out.monitor", false), ("mic", true)] {
        // PipeWire's session manager forgets one move in a few: then it is asked again.
        until("a recording that is moved", || {
            server.pactl(&["move-source-output", &number_of_recording(server), source]);
            heard.extend(crate::of(CallSource::Microphone, &ear.rest()));
            (heard.last() == Some(&call(is_call))).then_some(())
        });
    }
}

#[test]
fn who_is_muted_in_a_call_is_in_a_call() {
    if missing(&PULSEAUDIO) {
        return;
    }
    let server = SoundServer::pulseaudio();
    let (link, ear) = Ear::new();
    let _sensors = start(link, &server);
    let recording = server.record("mic");
    let mut heard = heard_until(&ear, &call(true));
    server.pactl(&["set-source-output-mute", &number_of_recording(&server), "1"]);
    server.pactl(&["set-source-mute", "mic", "1"]);
    let second = server.record("mic");
    until_recordings(&server, 2);
    drop(recording);
    drop(second);
    heard.extend(heard_until(&ear, &call(false)));
    assert_eq!(heard, [works(true), call(true), call(false)]);
}

#[test]
fn a_call_is_known_within_a_second() {
    if missing(&PULSEAUDIO) {
        return;
    }
    let server = SoundServer::pulseaudio();
    let (link, ear) = Ear::new();
    let _sensors = start(link, &server);
    ear.until_input(&works(true));
    let _recording = Recorder::start(&server, "mic");
    let begun = boot_time();
    ear.until_input(&call(true));
    let took = boot_time().saturating_sub(begun);
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_server_that_dies_ends_the_call_and_is_found_when_it_comes_back() {
    if missing(&PULSEAUDIO) {
        return;
    }
    let mut server = SoundServer::pulseaudio();
    let (link, ear) = Ear::new();
    // Waiting for time alone would take longer than the test waits.
    let _sensors = start_patient(link, server.socket());
    let recording = server.record("mic");
    let mut heard = heard_until(&ear, &call(true));
    server.kill();
    drop(recording);
    heard.extend(heard_until(&ear, &works(false)));
    let words = ear.until_missing(Part::Microphone);
    assert!(words.contains("cannot be reached"), "{words}");
    server.start_pulseaudio();
    let _recording = server.record("mic");
    heard.extend(heard_until(&ear, &call(true)));
    assert_eq!(
        heard,
        [
            works(true),
            call(true),
            call(false),
            works(false),
            works(true),
            call(true)
        ]
    );
}

#[test]
fn a_server_that_comes_later_is_found_at_once() {
    if missing(&PULSEAUDIO) {
        return;
    }
    // Not even its folder is there.
    let mut server = SoundServer::absent();
    let (link, ear) = Ear::new();
    let _sensors = start_patient(link, server.socket());
    let mut heard = heard_until(&ear, &works(false));
    let words = ear.until_missing(Part::Microphone);
    assert!(words.contains("cannot be reached"), "{words}");
    server.start_pulseaudio();
    let _recording = server.record("mic");
    heard.extend(heard_until(&ear, &call(true)));
    assert_eq!(heard, [works(false), works(true), call(true)]);
}

#[test]
fn without_a_place_for_a_server_it_is_told_once() {
    let (link, ear) = Ear::new();
    let _sensors = crate::start(link, nothing(), |on| on.microphone = true);
    let words = ear.until_missing(Part::Microphone);
    assert!(words.contains("cannot be reached"), "{words}");
    assert_eq!(crate::of(CallSource::Microphone, &ear.rest()), []);
}

#[test]
fn a_server_that_hangs_is_told_in_time_and_heard_when_it_wakes() {
    if missing(&PULSEAUDIO) {
        return;
    }
    let server = SoundServer::pulseaudio();
    let _recording = server.record("mic");
    until_recordings(&server, 1);
    server.process().freeze();
    let (link, ear) = Ear::new();
    let _sensors = listen(link, server.socket(), Duration::from_millis(300));
    let mut heard = heard_until(&ear, &works(false));
    let words = ear.until_missing(Part::Microphone);
    assert!(words.contains("does not answer"), "{words}");
    server.process().thaw();
    heard.extend(heard_until(&ear, &call(true)));
    assert_eq!(heard, [works(false), works(true), call(true)]);
}

#[test]
fn a_server_that_makes_no_sense_is_told_once_and_tried_again() {
    for manner in [
        Manner::Silent,
        Manner::Garbage,
        Manner::Giant,
        Manner::GiantProperty,
        Manner::Half,
        Manner::Flood,
        Manner::OtherNumber,
    ] {
        let server = FalseServer::start(manner);
        let (link, ear) = Ear::new();
        let _sensors = start_before(link, &server);
        let words = ear.until_missing(Part::Microphone);
        assert!(words.contains("does not answer"), "{manner:?}: {words}");
        // It hangs up on it, and comes again.
        until_hung_up(&server.client());
        server.client();
        let told = ear.rest();
        assert_eq!(crate::of(CallSource::Microphone, &told), [], "{manner:?}");
    }
}

#[test]
fn a_server_that_refuses_or_hangs_up_is_as_good_as_none() {
    for manner in [Manner::Refuses, Manner::HangsUp] {
        let server = FalseServer::start(manner);
        let (link, ear) = Ear::new();
        let _sensors = start_before(link, &server);
        let words = ear.until_missing(Part::Microphone);
        assert!(!words.contains("does not answer"), "{manner:?}: {words}");
        server.client();
        server.client();
    }
}

#[test]
fn a_burst_of_events_is_answered_by_one_list() {
    let server = FalseServer::start(Manner::Good);
    let (link, ear) = Ear::new();
    let _sensors = listen(link, server.socket(), PATIENCE.answer);
    ear.until_input(&call(true));
    let mut client = server.client();
    assert_eq!(server.lists(), 1);
    client.write_all(&events(200)).unwrap();
    server.until_listed();
    client.write_all(&events(1)).unwrap();
    server.until_listed();
    assert_eq!(server.lists(), 0);
}

/// Starts the sensor so that it tries again by itself only after hours.
fn start_patient(link: Link, socket: PathBuf) -> Sensors {
    let hours = Duration::from_hours(3);
    let desktop = Desktop {
        sound_server: Some(socket),
        patience: Patience {
            first_retry: hours,
            last_retry: hours,
            ..PATIENCE
        },
        ..nothing()
    };
    crate::start(link, desktop, |on| on.microphone = true)
}

/// How many recordings the server lists.
fn recordings(server: &SoundServer) -> usize {
    let list = server.pactl(&["list", "short", "source-outputs"]);
    list.lines().count()
}

fn until_recordings(server: &SoundServer, count: usize) {
    until("recordings", || (recordings(server) == count).then_some(()));
}

fn number_of_recording(server: &SoundServer) -> String {
    let list = server.pactl(&["list", "short", "source-outputs"]);
    list.split_whitespace().next().unwrap().to_owned()
}
