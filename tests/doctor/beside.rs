//! Beside a running Soleus: asked, compared, and left in peace.

use crate::exam::{Exam, doctor, examine};
use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::skip::missing;

const SETTINGS: &str = r#"{"start_at_login": false}"#;

#[test]
fn what_both_see_is_the_same_and_the_running_one_is_not_disturbed() {
    if missing(&crate::PANEL_AND_DUNST) {
        return;
    }
    let desk = Desk::with_panel();
    let _dunst = Dunst::start(&desk);
    let soleus = Soleus::start(&desk, SETTINGS, &["run"]);
    for part in ["tray", "notices", "idle"] {
        soleus.until_part(part, true);
    }
    let icon = desk.icon();
    let before = soleus.status();

    let exam = examine(&desk);
    assert_eq!(exam.code, 0);
    assert_eq!(exam.report["running"]["soleus"], env!("CARGO_PKG_VERSION"));
    assert_eq!(exam.report["running"]["protocol"], 1);
    let (verdict, words) = exam.found("socket");
    assert_eq!(verdict, "works");
    assert!(words.ends_with("protocol 1"), "{words}");
    for part in exam.report["parts"].as_array().unwrap() {
        assert_eq!(part["running_says"], serde_json::Value::Null, "{part}");
    }

    let after = soleus.status();
    assert_eq!(after.parts, before.parts);
    assert_eq!(after.posture, before.posture);
    assert!(after.bout_seconds >= before.bout_seconds);
    assert_eq!(desk.icon_now(), Some(icon));
}

#[test]
fn what_the_running_one_sees_otherwise_is_told() {
    if missing(&["dbus", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let soleus = Soleus::start(&desk, SETTINGS, &["run"]);
    soleus.until_part("idle", true);
    let exam = Exam::of(doctor(&desk, &["--json"]).env_remove("DISPLAY"));
    assert_eq!(exam.found("idle").0, "missing");
    let said = exam.part("idle")["running_says"].as_str().unwrap();
    assert!(said.starts_with("works: "), "{said}");

    let output = doctor(&desk, &[]).env_remove("DISPLAY").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = format!("          The running Soleus says otherwise: {said}");
    assert!(text.lines().any(|it| it == line), "{text}");
    assert!(text.contains("Soleus is running."), "{text}");
}
