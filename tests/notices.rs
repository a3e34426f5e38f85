//! Notices on Linux, before servers that misbehave in every way seen in the wild, and real ones.
#![cfg(target_os = "linux")]

mod support;

use std::process::Command;
use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::effect::{Action, NoticeId};
use soleus::engine::input::Answer;
use soleus::link::{Link, Part, Told};
use soleus::notify::{Message, Notices, Picture, Setup, Shown, Topic};
use soleus::platform::patience::Patience;

use support::ear::Ear;
use support::notify_server::{Manner, NotifyServer, OnNotify};
use support::private_bus::PrivateBus;
use support::process::{Process, run, until};
use support::screen::pixels_of;
use support::xvfb::Xvfb;

/// Quick enough for a test, long enough for a busy machine.
const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(2),
    first_retry: Duration::from_millis(50),
    last_retry: Duration::from_millis(200),
};

fn start(link: Link, bus: &PrivateBus) -> Notices {
    let setup = Setup {
        bus: Some(bus.address()),
        patience: PATIENCE,
    };
    Notices::start_with(link, setup)
}

fn reminder(id: u64) -> Shown {
    Shown {
        id: NoticeId(id),
        summary: "Time to move".to_owned(),
        body: "Walk a little: 2 min & more <soon>".to_owned(),
        buttons: vec![
            (Action::Start, "Start".to_owned()),
            (Action::Done, "Done".to_owned()),
            (Action::Later, "Later".to_owned()),
            (Action::Skip, "Skip".to_owned()),
        ],
        body_without_actions: "Walk a little, then click the icon.".to_owned(),
        silent: false,
        stays: Duration::from_mins(2),
        picture: None,
    }
}

/// A colour no desktop has by itself.
const LILAC: [u8; 3] = [0xb8, 0x21, 0xe6];

/// A reminder with a picture of one colour.
fn with_picture(id: u64) -> Shown {
    let [red, green, blue] = LILAC;
    Shown {
        picture: Some(Picture {
            width: 128,
            height: 128,
            pixels: [red, green, blue, 255].repeat(128 * 128).into(),
        }),
        ..reminder(id)
    }
}

fn answers(told: &[Told]) -> Vec<Answer> {
    let answer = |told: &Told| match told {
        Told::Input(Input::Answer { answer, .. }) => Some(*answer),
        _ => None,
    };
    told.iter().filter_map(answer).collect()
}

/// Shows thirty notices one after the other and presses *Done* on each: thirty answers, no more.
fn thirty_presses(manner: Manner) {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, manner);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    for (count, id) in (1..=30).zip(1..=30) {
        notices.show(reminder(id));
        server.press(&server.got(count), "done");
        assert_eq!(
            ear.answer(),
            (NoticeId(id), Answer::Pressed(Action::Done)),
            "{manner:?}"
        );
    }
    notices.show(reminder(31));
    server.close(&server.got(31), 1);
    assert_eq!(ear.answer(), (NoticeId(31), Answer::Expired));
    assert_eq!(ear.rest(), []);
}

#[test]
fn each_press_is_heard_once_when_signals_go_to_everybody() {
    thirty_presses(Manner::Broadcast);
}

#[test]
fn each_press_is_heard_once_when_signals_go_to_us_alone() {
    thirty_presses(Manner::Unicast);
}

#[test]
fn each_press_is_heard_once_right_behind_an_activation_token() {
    thirty_presses(Manner::TokenFirst);
}

#[test]
fn each_press_is_heard_once_right_behind_the_end_of_another_notice() {
    thirty_presses(Manner::OthersCloseFirst);
}

#[test]
fn a_press_before_the_server_answered_the_call_is_heard() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    server.on_notify(OnNotify::PressBeforeReply("later"));
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    for id in 1..=30 {
        notices.show(reminder(id));
        assert_eq!(ear.answer(), (NoticeId(id), Answer::Pressed(Action::Later)));
    }
}

#[test]
fn a_notice_closed_right_after_it_came_is_answered() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    for id in 1..=30 {
        let (reason, answer) = match id % 3 {
            0 => (1, Answer::Expired),
            1 => (2, Answer::Dismissed),
            _ => (4, Answer::Dismissed),
        };
        server.on_notify(OnNotify::CloseAfterReply(reason));
        notices.show(reminder(id));
        assert_eq!(ear.answer(), (NoticeId(id), answer));
    }
}

#[test]
fn a_notice_arrives_with_its_words_buttons_and_hints() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    assert_eq!(ear.until_works(Part::Notices), "false server 1.0");
    notices.show(reminder(1));
    let got = server.got(1);
    assert_eq!(got.summary, "Time to move");
    assert_eq!(got.body, "Walk a little: 2 min &amp; more &lt;soon&gt;");
    let expected = "default  start Start done Done later Later skip Skip";
    assert_eq!(got.actions.join(" "), expected);
    assert_eq!(got.timeout, 120_000);
    assert_eq!(got.replaces, 0);
    assert_eq!(got.hint("urgency"), "U8(1)");
    assert_eq!(got.hint("desktop-entry"), "Str(\"soleus\")");
    assert_eq!(got.hint("resident"), "Bool(false)");
    assert_eq!(got.hint("transient"), "");
    assert_eq!(got.hint("suppress-sound"), "");

    notices.show(Shown {
        silent: true,
        ..reminder(2)
    });
    let got = server.got(2);
    assert_eq!(got.hint("urgency"), "U8(0)");
    assert_eq!(got.hint("suppress-sound"), "Bool(true)");
    assert_eq!(server.times_asked(), 1);
}

#[test]
fn a_picture_goes_to_a_server_that_shows_pictures_and_to_no_other() {
    for (word, shows) in [
        ("icon-static", true),
        ("icon-multi", true),
        ("body-images", true),
        ("action-icons", false),
    ] {
        let bus = PrivateBus::start();
        let server = NotifyServer::start_with(&bus, Manner::Unicast, &["actions", "body", word]);
        let (link, _ear) = Ear::new();
        let notices = start(link, &bus);
        notices.show(with_picture(1));
        let image = server.got(1).image();
        assert_eq!(image.is_some(), shows, "{word}");
        if let Some((width, height, row, alpha, bits, channels, pixels)) = image {
            assert_eq!((width, height, row), (128, 128, 512));
            assert_eq!((alpha, bits, channels), (true, 8, 4));
            assert_eq!(pixels.len(), 512 * 128);
            assert_eq!(pixels[..4], [0xb8, 0x21, 0xe6, 255]);
        }
        notices.show(reminder(2));
        assert_eq!(server.got(2).image(), None);
    }
}

#[test]
fn a_picture_that_is_cut_off_is_left_out_and_the_words_come() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start_with(&bus, Manner::Unicast, &["actions", "icon-static"]);
    let (link, _ear) = Ear::new();
    let notices = start(link, &bus);
    let sizes = [(128, 127), (0, 0), (u32::MAX, u32::MAX)];
    for ((width, height), id) in sizes.into_iter().zip(1..) {
        let pixels = [7; 64].into();
        notices.show(Shown {
            picture: Some(Picture {
                width,
                height,
                pixels,
            }),
            ..reminder(id)
        });
        let got = server.got(usize::try_from(id).unwrap());
        assert_eq!(got.image(), None, "{width} x {height}");
        assert_eq!(got.summary, "Time to move");
    }
}

#[test]
fn a_server_without_markup_gets_the_text_as_it_is() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start_with(&bus, Manner::Unicast, &["actions", "body"]);
    let (link, _ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    assert_eq!(server.got(1).body, "Walk a little: 2 min & more <soon>");
}

#[test]
fn a_server_without_buttons_gets_words_that_stand_alone() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start_with(&bus, Manner::Unicast, &["body"]);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    let words = ear.until_works(Part::Notices);
    assert!(words.contains("no buttons"), "{words}");
    notices.show(reminder(1));
    let got = server.got(1);
    assert_eq!(got.body, "Walk a little, then click the icon.");
    assert_eq!(got.actions, Vec::<String>::new());
}

#[test]
fn a_click_on_the_body_starts_a_movement_and_never_books_or_takes_back() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    server.press(&server.got(1), "default");
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Pressed(Action::Start)));

    notices.show(Shown {
        buttons: vec![(Action::Undo, "Undo".to_owned())],
        ..reminder(2)
    });
    let got = server.got(2);
    assert_eq!(got.actions, ["undo", "Undo"]);
    server.press(&got, "default");
    assert_eq!(ear.answer(), (NoticeId(2), Answer::Dismissed));
}

#[test]
fn a_second_notice_takes_the_first_ones_place_without_an_answer() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    let first = server.got(1);
    notices.show(reminder(2));
    server.until_closed(first.id);
    // Too late: it is not the one on the screen any more.
    server.press(&first, "done");
    server.press(&server.got(2), "skip");
    assert_eq!(ear.answer(), (NoticeId(2), Answer::Pressed(Action::Skip)));
    assert_eq!(ear.rest(), []);
}

#[test]
fn a_withdrawn_notice_is_closed_without_an_answer_and_no_other_is() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(7));
    notices.withdraw(NoticeId(6));
    notices.withdraw(NoticeId(7));
    server.until_closed(server.got(1).id);
    notices.show(reminder(8));
    server.press(&server.got(2), "done");
    assert_eq!(ear.answer(), (NoticeId(8), Answer::Pressed(Action::Done)));
    assert_eq!(ear.rest(), []);
}

#[test]
fn a_notice_still_there_at_the_end_is_taken_off_the_screen() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    let (link, _ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    let got = server.got(1);
    drop(notices);
    server.until_closed(got.id);
}

#[test]
fn signals_of_a_stranger_count_for_nothing() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    let got = server.got(1);
    let stranger = zbus::blocking::connection::Builder::address(bus.address().as_str())
        .and_then(zbus::blocking::connection::Builder::build)
        .unwrap();
    stranger
        .emit_signal(
            Some(got.sender.as_str()),
            "/org/freedesktop/Notifications",
            "org.freedesktop.Notifications",
            "ActionInvoked",
            &(got.id, "done"),
        )
        .unwrap();
    // Its answer says that the bus has handled what was sent before.
    stranger
        .call_method(
            Some("org.freedesktop.DBus"),
            "/",
            Some("org.freedesktop.DBus"),
            "GetId",
            &(),
        )
        .unwrap();
    server.press(&got, "skip");
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Pressed(Action::Skip)));
}

#[test]
fn a_message_is_said_and_needs_no_answer() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    ear.until_works(Part::Notices);
    notices.show(reminder(1));
    notices.say(Message {
        topic: Topic::Other,
        summary: "Settings".to_owned(),
        body: "a < b".to_owned(),
    });
    let got = server.got(2);
    assert_eq!(got.body, "a &lt; b");
    assert!(got.actions.is_empty());
    server.close(&got, 2);
    server.press(&server.got(1), "done");
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Pressed(Action::Done)));
    assert_eq!(ear.rest(), []);
}

fn of_settings(body: &str) -> Message {
    Message {
        topic: Topic::Settings,
        summary: "Your settings have a mistake".to_owned(),
        body: body.to_owned(),
    }
}

fn wish_to_open(told: &Told) -> Option<()> {
    (*told == Told::OpenSettings).then_some(())
}

#[test]
fn the_message_about_the_settings_has_a_button_that_opens_the_file() {
    for key in ["open", "default"] {
        let bus = PrivateBus::start();
        let server = NotifyServer::start(&bus, Manner::Unicast);
        let (link, ear) = Ear::new();
        let notices = start(link, &bus);
        notices.say(of_settings("line 4"));
        let got = server.got(1);
        assert_eq!(got.actions, ["default", "", "open", "Open file"]);
        server.press(&got, key);
        ear.until("a wish to open the file", wish_to_open);
        // Whatever is pressed later on it is pressed on nothing.
        server.press(&got, key);
        notices.show(reminder(1));
        server.press(&server.got(2), "done");
        ear.until("the next answer", |told| {
            assert_eq!(wish_to_open(told), None);
            matches!(told, Told::Input(Input::Answer { .. })).then_some(())
        });
    }
}

#[test]
fn a_second_message_about_the_settings_takes_the_place_of_the_first() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    let (link, _ear) = Ear::new();
    let notices = start(link, &bus);
    notices.say(of_settings("line 4"));
    let first = server.got(1);
    notices.say(of_settings("line 5"));
    let second = server.got(2);
    assert_eq!((first.replaces, second.replaces), (0, first.id));
    // One that the user closed is not replaced.
    server.close(&second, 2);
    notices.show(reminder(1));
    server.got(3);
    notices.say(of_settings("line 6"));
    assert_eq!(server.got(4).replaces, 0);
}

#[test]
fn mended_settings_take_their_message_off_the_screen() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    let (link, _ear) = Ear::new();
    let notices = start(link, &bus);
    notices.say(of_settings("line 4"));
    let got = server.got(1);
    notices.unsay_settings();
    server.until_closed(got.id);
}

#[test]
fn what_could_not_be_said_of_settings_that_are_mended_is_not_said_later() {
    let bus = PrivateBus::start();
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    ear.until_missing(Part::Notices);
    notices.say(of_settings("line 4"));
    notices.say(of_settings("line 5"));
    notices.unsay_settings();
    notices.say(of_settings("line 6"));
    let server = NotifyServer::start(&bus, Manner::Unicast);
    ear.until_works(Part::Notices);
    assert_eq!(server.got(1).body, "line 6");
    notices.show(reminder(1));
    server.got(2);
    assert_eq!(server.count(), 2);
}

#[test]
fn a_server_without_buttons_gets_the_message_about_the_settings_without_one() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start_with(&bus, Manner::Unicast, &["body"]);
    let (link, _ear) = Ear::new();
    let notices = start(link, &bus);
    notices.say(of_settings("line 4"));
    assert!(server.got(1).actions.is_empty());
}

#[test]
fn without_a_server_a_notice_fails_at_once_and_one_that_comes_is_found() {
    let bus = PrivateBus::start();
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    let words = ear.until_missing(Part::Notices);
    assert!(words.contains("No notification server runs"), "{words}");
    for id in 1..=3 {
        notices.show(reminder(id));
        assert_eq!(ear.answer(), (NoticeId(id), Answer::Failed));
    }
    notices.say(Message {
        topic: Topic::Other,
        summary: "Settings".to_owned(),
        body: "kept until it can be said".to_owned(),
    });
    assert_eq!(ear.rest(), [], "it was told once");

    let server = NotifyServer::start(&bus, Manner::Broadcast);
    ear.until_works(Part::Notices);
    assert_eq!(server.got(1).body, "kept until it can be said");
    notices.show(reminder(4));
    server.press(&server.got(2), "done");
    assert_eq!(ear.answer(), (NoticeId(4), Answer::Pressed(Action::Done)));
}

#[test]
fn a_server_that_hangs_fails_the_notice_in_time_and_the_late_one_is_taken_off() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    ear.until_works(Part::Notices);
    server.on_notify(OnNotify::Hang);
    notices.show(reminder(1));
    let words = ear.until_missing(Part::Notices);
    assert!(words.contains("does not answer"), "{words}");
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Failed));
    notices.show(reminder(2));
    assert_eq!(ear.answer(), (NoticeId(2), Answer::Failed));
    // It is asked again and again, and nothing more is told.
    server.until_asked(4);
    assert_eq!(ear.rest(), []);

    server.wake();
    ear.until_works(Part::Notices);
    server.until_closed(server.got(1).id);
    notices.show(reminder(3));
    server.press(&server.got(2), "done");
    assert_eq!(ear.answer(), (NoticeId(3), Answer::Pressed(Action::Done)));
}

#[test]
fn a_server_that_hangs_from_the_start_is_told_and_found_when_it_wakes() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    server.hang();
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Failed));
    server.wake();
    ear.until_works(Part::Notices);
    assert_eq!(server.count(), 0);
}

#[test]
fn a_server_that_refuses_fails_the_notice_and_stays_in_use() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    server.on_notify(OnNotify::Refuse);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Failed));
    server.on_notify(OnNotify::Show);
    notices.show(reminder(2));
    server.press(&server.got(1), "done");
    assert_eq!(ear.answer(), (NoticeId(2), Answer::Pressed(Action::Done)));
}

#[test]
fn a_restarted_server_shows_the_open_notice_once_more_and_never_twice() {
    let bus = PrivateBus::start();
    let first = NotifyServer::start(&bus, Manner::Broadcast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    ear.until_works(Part::Notices);
    notices.show(reminder(1));
    first.got(1);
    drop(first);

    let second = NotifyServer::start_with(&bus, Manner::Unicast, &["body"]);
    let got = second.got(1);
    assert_eq!(got.summary, "Time to move");
    assert_eq!(second.times_asked(), 1);
    assert_eq!(
        ear.until_works(Part::Notices),
        "false server 1.0; it shows no buttons, answers are given in the tray"
    );
    drop(second);

    let third = NotifyServer::start(&bus, Manner::Unicast);
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Failed));
    notices.show(reminder(2));
    let got = third.got(1);
    third.press(&got, "done");
    assert_eq!(ear.answer(), (NoticeId(2), Answer::Pressed(Action::Done)));
    assert_eq!(third.count(), 1);
}

#[test]
fn a_server_that_goes_for_good_fails_the_open_notice() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    server.got(1);
    drop(server);
    ear.until_missing(Part::Notices);
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Failed));
    assert_eq!(ear.rest(), []);
    drop(notices);
}

#[test]
fn without_a_bus_a_notice_fails_at_once_and_the_bus_is_found_when_it_comes() {
    let mut bus = PrivateBus::absent();
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    let words = ear.until_missing(Part::Notices);
    assert!(words.contains("no session bus"), "{words}");
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Failed));
    notices.show(reminder(2));
    assert_eq!(ear.answer(), (NoticeId(2), Answer::Failed));
    bus.restart();
    ear.until_missing(Part::Notices);
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    ear.until_works(Part::Notices);
    notices.show(reminder(3));
    server.press(&server.got(1), "done");
    assert_eq!(ear.answer(), (NoticeId(3), Answer::Pressed(Action::Done)));
}

#[test]
fn a_bus_that_dies_fails_the_open_notice_and_is_found_when_it_is_back() {
    let mut bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Broadcast);
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    ear.until_works(Part::Notices);
    notices.show(reminder(1));
    server.got(1);
    bus.kill();
    ear.until_missing(Part::Notices);
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Failed));
    notices.show(reminder(2));
    assert_eq!(ear.answer(), (NoticeId(2), Answer::Failed));
    assert_eq!(ear.rest(), [], "it was told once");

    bus.restart();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    ear.until_works(Part::Notices);
    notices.show(reminder(3));
    server.press(&server.got(1), "done");
    assert_eq!(ear.answer(), (NoticeId(3), Answer::Pressed(Action::Done)));
}

#[test]
fn a_bus_that_never_answers_is_told_in_time_and_waited_for() {
    let bus = PrivateBus::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    bus.daemon().freeze();
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    notices.show(reminder(1));
    let words = ear.until_missing(Part::Notices);
    assert!(words.contains("bus does not answer"), "{words}");
    assert_eq!(ear.answer(), (NoticeId(1), Answer::Failed));
    notices.show(reminder(2));
    assert_eq!(ear.answer(), (NoticeId(2), Answer::Failed));
    bus.daemon().thaw();
    ear.until_works(Part::Notices);
    notices.show(reminder(3));
    server.press(&server.got(1), "done");
    assert_eq!(ear.answer(), (NoticeId(3), Answer::Pressed(Action::Done)));
}

/// So many pixels a picture in a notice has at least: dunst shows it 32 high, Xfce 48.
const SMALLEST: usize = 30 * 30;

/// Waits until so many pixels of the picture are on the screen, or none.
fn until_seen(x: &Xvfb, least: usize) {
    until(&format!("{least} pixels of the picture"), || {
        let seen = pixels_of(x, LILAC);
        (seen >= least && (least > 0 || seen == 0)).then_some(())
    });
}

/// A program on this bus and this display.
fn on_desktop(bus: &PrivateBus, x: &Xvfb, program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .env("DISPLAY", &x.display)
        .env("HOME", bus.home())
        .env("NO_AT_BRIDGE", "1")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("WAYLAND_DISPLAY");
    command
}

#[test]
fn xfce4_notifyd_shows_a_notice_and_its_button_is_heard() {
    let bus = PrivateBus::start();
    bus.lend("org.xfce.Xfconf");
    let x = Xvfb::start();
    let program = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd";
    let _server = Process::start(&mut on_desktop(&bus, &x, program));
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    let words = ear.until_works(Part::Notices);
    assert!(words.starts_with("Xfce Notify Daemon"), "{words}");

    // Where the four buttons lie in the window, in hundredths of its width.
    let buttons = [
        (15, Action::Start),
        (38, Action::Done),
        (62, Action::Later),
        (85, Action::Skip),
    ];
    for (id, (at, action)) in (1..).zip(buttons) {
        notices.show(reminder(id));
        let window = until("the window", || x.window("xfce4-notifyd"));
        let left = window.left + window.width * at / 100;
        let top = window.top + window.height * 73 / 100;
        x.xdotool(&["mousemove", &left.to_string(), &top.to_string()]);
        x.xdotool(&["click", "1"]);
        assert_eq!(ear.answer(), (NoticeId(id), Answer::Pressed(action)));
        until("the window's end", || {
            x.window("xfce4-notifyd").is_none().then_some(())
        });
    }

    // Beside the buttons: this server only closes it.
    notices.show(reminder(5));
    let window = until("the window", || x.window("xfce4-notifyd"));
    let (left, top) = (window.left + window.width / 2, window.top + 10);
    x.xdotool(&["mousemove", &left.to_string(), &top.to_string()]);
    x.xdotool(&["click", "1"]);
    assert_eq!(ear.answer(), (NoticeId(5), Answer::Dismissed));

    notices.show(Shown {
        stays: Duration::from_millis(300),
        ..reminder(6)
    });
    assert_eq!(ear.answer(), (NoticeId(6), Answer::Expired));

    until_seen(&x, 0);
    notices.show(with_picture(7));
    until("the window", || x.window("xfce4-notifyd"));
    until_seen(&x, SMALLEST);
    notices.withdraw(NoticeId(7));
    until("the window's end", || {
        x.window("xfce4-notifyd").is_none().then_some(())
    });
    assert_eq!(answers(&ear.rest()), []);
}

#[test]
fn dunst_shows_a_notice_and_its_button_is_heard() {
    let bus = PrivateBus::start();
    let x = Xvfb::start();
    let _dunst = Process::start(on_desktop(&bus, &x, "dunst").args(["-config", "/dev/null"]));
    let (link, ear) = Ear::new();
    let notices = start(link, &bus);
    let words = ear.until_works(Part::Notices);
    assert!(words.starts_with("dunst"), "{words}");
    let displayed = |count: &str| {
        until("dunst's count of notices", || {
            let now = run(on_desktop(&bus, &x, "dunstctl").args(["count", "displayed"]));
            (now == count).then_some(())
        });
    };

    // `dunstctl action` presses the default button, here *Start*.
    for id in 1..=10 {
        notices.show(reminder(id));
        displayed("1");
        run(on_desktop(&bus, &x, "dunstctl").arg("action"));
        assert_eq!(ear.answer(), (NoticeId(id), Answer::Pressed(Action::Start)));
        displayed("0");
    }
    // With one button and no default, that one.
    notices.show(Shown {
        buttons: vec![(Action::Undo, "Undo".to_owned())],
        ..reminder(11)
    });
    displayed("1");
    run(on_desktop(&bus, &x, "dunstctl").arg("action"));
    assert_eq!(ear.answer(), (NoticeId(11), Answer::Pressed(Action::Undo)));

    notices.show(reminder(12));
    displayed("1");
    run(on_desktop(&bus, &x, "dunstctl").arg("close"));
    assert_eq!(ear.answer(), (NoticeId(12), Answer::Dismissed));

    notices.show(Shown {
        stays: Duration::from_millis(300),
        ..reminder(13)
    });
    assert_eq!(ear.answer(), (NoticeId(13), Answer::Expired));

    until_seen(&x, 0);
    notices.show(with_picture(14));
    displayed("1");
    until_seen(&x, SMALLEST);
    notices.withdraw(NoticeId(14));
    displayed("0");
    assert_eq!(answers(&ear.rest()), []);
}
