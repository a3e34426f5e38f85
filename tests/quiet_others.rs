//! The watch over what other machines record: told of their writing, asleep while this one writes. Alone
//! in its file: it counts the wakes of all threads.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};

use soleus::engine::Record;
use soleus::engine::record::{Happened, RECORD_VERSION};
use soleus::platform::clock::wall_time;
use soleus::store::{Appender, Devices, Others, Places, device_name};

use support::peace::{sleeps_through, stays_asleep};

/// The watch's own threads.
const OURS: [&str; 2] = ["others", "watch-folders"];

fn write(history: &Path, device: &str, id: u64) {
    let record = Record {
        v: RECORD_VERSION,
        id,
        at: wall_time(),
        happened: Happened::Started,
    };
    let appended = Appender::new(history, device).append(&[record]);
    appended.expect("the folder is ours");
}

fn others(told: &Receiver<Devices>) -> Vec<String> {
    let devices = told.recv_timeout(support::PATIENCE);
    devices.expect("it is told").others
}

#[test]
fn what_others_write_is_told_and_what_this_machine_writes_wakes_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::inside(folder.path());
    let own = device_name(&places.device).unwrap();
    let (tell, told) = mpsc::channel();
    let _others = Others::start(places.clone(), move |devices| {
        tell.send(devices.clone()).unwrap();
    });
    // The folder comes with the first record of this machine, which is told to nobody.
    write(&places.history, &own, 1);
    stays_asleep(&OURS);
    let writes = || {
        for id in 2..50 {
            write(&places.history, &own, id);
            fs::write(&places.state, "{}").unwrap();
        }
    };
    sleeps_through(&OURS, writes);

    write(&places.history, "laptop-1", 1);
    assert_eq!(others(&told), ["laptop-1"]);
    write(&places.history, "laptop-1", 2);
    assert_eq!(others(&told), ["laptop-1"]);
    write(&places.history, "phone-1", 1);
    assert_eq!(others(&told), ["laptop-1", "phone-1"]);
    fs::remove_dir_all(places.history.join("laptop-1")).unwrap();
    assert_eq!(others(&told), ["phone-1"]);
    fs::rename(places.history.join("phone-1"), places.history.join("pad-1")).unwrap();
    assert_eq!(others(&told), ["pad-1"]);
    write(&places.history, "pad-1", 2);
    assert_eq!(others(&told), ["pad-1"]);

    stays_asleep(&OURS);
    sleeps_through(&OURS, writes);
    assert!(told.try_recv().is_err(), "each change is told once");

    // The whole history may go, and come back.
    let aside = folder.path().join("aside");
    fs::rename(&places.history, &aside).unwrap();
    assert_eq!(others(&told), [""; 0]);
    fs::rename(&aside, &places.history).unwrap();
    assert_eq!(others(&told), ["pad-1"]);
}
