//! A part with nothing to do does not wake. Alone in its file: it counts the wakes of all threads.
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use soleus::engine::Input;
use soleus::engine::effect::{Action, NoticeId};
use soleus::engine::input::Answer;
use soleus::link::{Part, Told};
use soleus::notify::{Notices, Setup, Shown};
use soleus::platform::patience::Patience;
use soleus::sensors::{Ago, Desktop, SensorSettings, Sensors};

use support::dbusmock::{Knows, Logind};
use support::ear::Ear;
use support::notify_server::{Manner, NotifyServer};
use support::peace::stays_asleep;
use support::private_bus::PrivateBus;
use support::xvfb::Xvfb;

/// The program's own threads; those of its libraries are counted too.
const OURS: [&str; 4] = ["notices", "notices-bus", "idle", "login"];

#[test]
fn notices_and_sensors_never_wake_while_nothing_happens() {
    let bus = PrivateBus::start();
    let x = Xvfb::start();
    let server = NotifyServer::start(&bus, Manner::Unicast);
    let _logind = Logind::start(&bus, Knows::session("c7"));
    let (link, ear) = Ear::new();
    let notices = Notices::start_with(
        link.clone(),
        Setup {
            bus: Some(bus.address()),
            patience: Patience::default(),
        },
    );
    let desktop = Desktop {
        display: Some(x.display.clone()),
        session_bus: Some(bus.address()),
        system_bus: Some(bus.address()),
        session: Some("c7".to_owned()),
        ..Desktop::default()
    };
    let settings = SensorSettings {
        away_after: Duration::from_millis(300),
        ..SensorSettings::default()
    };
    ear.until_works(Part::Notices);

    // One notice is answered and one stays.
    notices.show(reminder(1));
    server.press(&server.got(1), "done");
    assert_eq!(ear.answer().1, Answer::Pressed(Action::Done));
    notices.show(reminder(2));
    server.got(2);

    // Idle and active are told: nothing is left to do.
    let mut sensors = Sensors::start_in(link, settings, Ago::new(|_| Duration::ZERO), desktop);
    sensors.watch_lull(true);
    sensors.watch_lull(false);
    let mut awaited = vec!["idle", "switched"];
    ear.until("idle and switched", |told| {
        match told {
            Told::Input(Input::Idle { .. }) => awaited.retain(|it| *it != "idle"),
            Told::Input(Input::SwitchedAway(_)) => awaited.retain(|it| *it != "switched"),
            _ => {}
        }
        awaited.is_empty().then_some(())
    });
    x.xdotool(&["key", "a"]);
    ear.until_input(&Input::Active);
    ear.until("idle", |told| {
        matches!(told, Told::Input(Input::Idle { .. })).then_some(())
    });

    stays_asleep(&OURS);
}

fn reminder(id: u64) -> Shown {
    Shown {
        id: NoticeId(id),
        summary: "Time to move".to_owned(),
        body: "Walk a little".to_owned(),
        buttons: vec![(Action::Done, "Done".to_owned())],
        body_without_actions: "Walk a little".to_owned(),
        silent: false,
        stays: Duration::from_mins(2),
        picture: None,
    }
}
