//! Panels that hang, beside the whole program.

use std::time::Duration;

use crate::panel::{Manner, Panel};
use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::skip::missing;

const SILENT: &str = "The panel does not answer";

/// The program runs on while its panel hangs, and has said so once.
fn runs_on(soleus: &Soleus) {
    let words = soleus.until_part("tray", false);
    assert!(words.starts_with(SILENT), "{words}");
    for _ in 0..5 {
        soleus.answers_soon();
    }
    soleus.until_sat_longer(Duration::from_mins(2));
    assert_eq!(soleus.said(SILENT), 1);
}

#[test]
fn a_panel_that_hangs_at_the_start_stops_nothing() {
    if missing(&["dbus"]) {
        return;
    }
    for manner in [Manner::Silent, Manner::HangsOnRegistration] {
        let mut desk = Desk::bare();
        desk.session.restart();
        let hung = Panel::on(desk.on_session(), manner);
        let soleus = Soleus::quick(&desk);
        runs_on(&soleus);

        hung.kill();
        let panel = Panel::on(desk.on_session(), Manner::Good);
        panel.registered();
        soleus.until_part("tray", true);
    }
}

#[test]
fn a_panel_that_comes_back_hanging_stops_nothing() {
    if missing(&["dbus"]) {
        return;
    }
    let mut desk = Desk::bare();
    desk.session.restart();
    let panel = Panel::on(desk.on_session(), Manner::Good);
    let soleus = Soleus::quick(&desk);
    soleus.until_part("tray", true);

    panel.kill();
    let _hung = Panel::on(desk.on_session(), Manner::HangsOnRegistration);
    soleus.until("a panel that hangs", |it| {
        let tray = it.parts.iter().find(|one| one.part == "tray");
        tray.is_some_and(|tray| tray.words.starts_with(SILENT))
    });
    runs_on(&soleus);
}
