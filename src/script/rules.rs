//! temp
use crate::engine::{Rules, rules::*, schedule::*};
use crate::movements::{Abilities, Catalogue};
use std::time::Duration;
pub fn rules_of(keys: &[(String, String)]) -> Result<Rules, String> {
    let mut r = Rules::default();
    let mut a = Abilities::default();
    for (k, v) in keys {
        let m = || Duration::from_secs(60 * v.parse::<u64>().unwrap());
        match k.as_str() {
            "reminders.every_minutes" => r.every = m(),
            "reminders.longest_sitting_minutes" => r.longest_sitting = m(),
            "reminders.break_minutes" => r.break_length = m(),
            "presence.away_after_minutes" => r.away_after = m(),
            "reminders.max_repeats" => r.max_repeats = v.parse().unwrap(),
            "reminders.wait_for_pause_seconds" => {
                r.wait_for_pause = Duration::from_secs(v.parse().unwrap())
            }
            "reminders.ask_after_absence" => r.ask_after_absence = v == "true",
            "quiet.in_call" => r.in_call = InCall::TrayOnly,
            "movements.stairs" => a.stairs = true,
            "movements.only_seated" => a.only_seated = true,
            "movements.avoid" => a.avoid = serde_json::from_str(v).unwrap(),
            "tray.left_click" => r.left_click = ClickDoes::Pause,
            "tray.middle_click" => r.middle_click = ClickDoes::Stand,
            "schedule" => {
                let w: std::collections::BTreeMap<String, Vec<String>> =
                    serde_json::from_str(v).unwrap();
                let mut ranges = vec![];
                for (d, rs) in w {
                    for x in rs {
                        let (f, u) = x.split_once('-').unwrap();
                        ranges.push(Range {
                            day: d.parse().unwrap(),
                            from: chrono::NaiveTime::parse_from_str(f, "%H:%M").unwrap(),
                            until: chrono::NaiveTime::parse_from_str(u, "%H:%M").unwrap(),
                        });
                    }
                }
                r.schedule = Schedule::new(ranges);
            }
            _ => return Err(format!("no key {k}")),
        }
    }
    r.movements = Catalogue::built_in().engine_movements(&a);
    Ok(r)
}
