//! The settings file, edited while the program runs.

use crate::panel::{self, Panel};
use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::notify_server::{Manner, NotifyServer};
use crate::support::skip::missing;

/// Waits until reminders come after this many minutes.
fn until_every(soleus: &Soleus, minutes: u64) {
    soleus.until(&format!("reminders every {minutes} minutes"), |it| {
        let asked_at = it.next_reminder_seconds.map(|next| next + it.pump_seconds);
        asked_at.is_some_and(|at| at.abs_diff(minutes * 60) <= 1)
    });
}

#[test]
fn an_edit_is_in_force_at_once_and_a_mistake_keeps_what_was() {
    if missing(&["dbus"]) {
        return;
    }
    let mut desk = Desk::bare();
    desk.session.restart();
    // Else the missing panel would be told among the rest.
    let _panel = Panel::on(desk.on_session(), panel::Manner::Good);
    let server = NotifyServer::start(&desk.session, Manner::Unicast);
    let soleus = Soleus::start(&desk, "{}", &["run"]);
    until_every(&soleus, 30);

    soleus.write_settings(r#"{"reminders": {"every_minutes": 45}}"#);
    until_every(&soleus, 45);
    assert_eq!(server.count(), 0);

    soleus.write_settings("{\n  \"reminders\": {\"every_minutes\": 0}\n}\n");
    let told = server.got(1);
    assert_eq!(
        told.summary,
        "Your settings have a mistake; the old ones stay"
    );
    assert!(told.body.contains("settings.json:2:34"), "{}", told.body);
    until_every(&soleus, 45);

    soleus.write_settings("{\n  \"reminders\": {\"every_minutes\": \n");
    let told = server.got(2);
    assert!(told.body.contains("settings.json:"), "{}", told.body);
    until_every(&soleus, 45);

    soleus.write_settings(r#"{"reminders": {"every_minutes": 20}}"#);
    until_every(&soleus, 20);
    // The same mistake once more is told once more.
    soleus.write_settings("{\n  \"reminders\": {\"every_minutes\": 0}\n}\n");
    let told = server.got(3);
    assert!(told.body.contains("settings.json:2:34"), "{}", told.body);
}

#[test]
fn a_mistake_that_is_there_from_the_start_is_told_once() {
    if missing(&["dbus"]) {
        return;
    }
    let mut desk = Desk::bare();
    desk.session.restart();
    // Else the missing panel would be told among the rest.
    let _panel = Panel::on(desk.on_session(), panel::Manner::Good);
    let server = NotifyServer::start(&desk.session, Manner::Unicast);
    let soleus = Soleus::start(&desk, r#"{"reminders": {"every_minutes": 0}}"#, &["run"]);
    let told = server.got(1);
    assert!(told.body.contains("using 30"), "{}", told.body);
    until_every(&soleus, 30);

    // What is told next is of the next edit.
    soleus.write_settings(r#"{"reminders": {"every_minute": 45}}"#);
    let told = server.got(2);
    assert_eq!(told.summary, "Your settings, with a question");
    assert!(told.body.contains("every_minute"), "{}", told.body);
}
