//! The sounds of a guided break: heard at real sound servers, and silence that holds nobody up at those
//! that are not there, hang or lie.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

#[path = "call/false_server.rs"]
#[allow(dead_code, reason = "shared with the tests of calls")]
mod false_server;
mod support;

use std::path::PathBuf;
use std::time::Duration;

use soleus::platform::boot_time;
use soleus::platform::patience::Patience;
use soleus::platform::sound::Player;
use soleus::sensors::Desktop;

use false_server::{FalseServer, Manner, until_hung_up};
use support::process::until;
use support::sensing::{PATIENCE, SHORT_PATIENCE, nothing};
use support::skip::missing;
use support::sound::SoundServer;

const PULSEAUDIO: [&str; 2] = ["pulseaudio", "pulseaudio-utils"];
const PIPEWIRE: [&str; 5] = [
    "pipewire",
    "pipewire-pulse",
    "wireplumber",
    "pulseaudio-utils",
    "dbus",
];

fn player(socket: Option<PathBuf>, patience: Patience) -> Player {
    Player::start_in(Desktop {
        sound_server: socket,
        patience,
        ..nothing()
    })
}

fn on(server: &SoundServer) -> Player {
    player(Some(server.socket()), PATIENCE)
}

fn kept(server: &SoundServer) -> Vec<String> {
    let list = server.pactl(&["list", "short", "samples"]);
    let names = list.lines().filter_map(|line| line.split('\t').nth(1));
    names.map(str::to_owned).collect()
}

fn ticks_and_ends(server: &SoundServer) {
    let mut heard = server.hear();
    let player = on(server);
    player.tick();
    let (length, loudest) = heard.until_sounds(1)[0];
    assert!((5..120).contains(&length.as_millis()), "{length:?}");
    assert!((1000..12_000).contains(&loudest), "{loudest}");
    assert_eq!(player.works(), Ok(()));

    player.end();
    let (length, loudest) = heard.until_sounds(2)[1];
    assert!((250..550).contains(&length.as_millis()), "{length:?}");
    assert!((1000..12_000).contains(&loudest), "{loudest}");
}

/// The window closes with the tone: it is heard to its end, and nothing stays at the server.
fn is_heard_to_its_end(server: &SoundServer) {
    let mut heard = server.hear();
    let player = on(server);
    player.end();
    drop(player);
    let (length, _) = heard.until_sounds(1)[0];
    assert!((250..550).contains(&length.as_millis()), "{length:?}");
    until("a server without our sounds", || {
        kept(server).is_empty().then_some(())
    });
}

#[test]
fn pulseaudio_plays_a_tick_and_a_tone() {
    if missing(&PULSEAUDIO) {
        return;
    }
    ticks_and_ends(&SoundServer::pulseaudio());
}

#[test]
fn pipewire_plays_a_tick_and_a_tone() {
    if missing(&PIPEWIRE) {
        return;
    }
    ticks_and_ends(&SoundServer::pipewire());
}

#[test]
fn pulseaudio_plays_the_last_tone_to_its_end_and_forgets_the_sounds() {
    if missing(&PULSEAUDIO) {
        return;
    }
    is_heard_to_its_end(&SoundServer::pulseaudio());
}

#[test]
fn pipewire_plays_the_last_tone_to_its_end_and_forgets_the_sounds() {
    if missing(&PIPEWIRE) {
        return;
    }
    is_heard_to_its_end(&SoundServer::pipewire());
}

#[test]
fn a_sound_that_the_server_lost_is_brought_again_and_a_new_server_too() {
    if missing(&PULSEAUDIO) {
        return;
    }
    let mut server = SoundServer::pulseaudio();
    let player = on(&server);
    player.tick();
    until("sounds at the server", || {
        (kept(&server).len() == 2).then_some(())
    });
    let mut heard = server.hear();
    server.pactl(&["remove-sample", "soleus-tick"]);
    server.pactl(&["remove-sample", "soleus-end"]);
    player.tick();
    heard.until_sounds(1);

    drop(heard);
    server.start_pulseaudio();
    let mut heard = server.hear();
    player.end();
    heard.until_sounds(1);
    assert_eq!(player.works(), Ok(()));
}

#[test]
fn without_a_sound_nothing_is_asked_and_nothing_waited_for() {
    let server = FalseServer::start(Manner::Silent);
    let began = boot_time();
    drop(player(Some(server.socket()), PATIENCE));
    assert!(boot_time().saturating_sub(began) < Duration::from_millis(100));
    assert!(server.no_client());
}

#[test]
fn without_a_server_there_is_silence_and_a_sentence() {
    let nowhere = Some("/nonexistent/native".into());
    for socket in [None, nowhere] {
        let player = player(socket, PATIENCE);
        assert_eq!(player.works(), Ok(()));
        player.tick();
        let words = until("a sentence", || player.works().err());
        assert!(words.contains("no sound server is reached"), "{words}");
    }
}

#[test]
fn a_server_that_hangs_holds_no_sound_up_and_is_given_time() {
    if missing(&PULSEAUDIO) {
        return;
    }
    let server = SoundServer::pulseaudio();
    let mut heard = server.hear();
    let player = player(Some(server.socket()), SHORT_PATIENCE);
    player.tick();
    heard.until_sounds(1);
    server.process().freeze();
    let began = boot_time();
    for _ in 0..100 {
        player.tick();
        player.end();
    }
    let took = boot_time().saturating_sub(began);
    assert!(took < SHORT_PATIENCE.answer, "{took:?}");
    let words = until("a sentence", || player.works().err());
    assert!(words.contains("does not answer"), "{words}");
    let began = boot_time();
    drop(player);
    let took = boot_time().saturating_sub(began);
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn a_server_that_makes_no_sense_is_left_with_a_sentence() {
    for manner in [
        Manner::Silent,
        Manner::Garbage,
        Manner::Giant,
        Manner::Half,
        Manner::Flood,
        Manner::Refuses,
        Manner::OtherNumber,
        Manner::HangsUp,
    ] {
        let server = FalseServer::start(manner);
        let player = player(Some(server.socket()), SHORT_PATIENCE);
        player.tick();
        let words = until("a sentence", || player.works().err());
        assert!(
            words.starts_with("There is no sound"),
            "{manner:?}: {words}"
        );
        until_hung_up(&server.client());
    }
}
