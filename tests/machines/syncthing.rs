//! Two real Syncthings on the loopback, which share one folder and know nobody else.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::process::{Process, run, until};
use crate::two::files;

/// What the programs that are asked have to be told.
const KEY: &str = "soleus-tests";

/// Both of them, and the folders they keep alike.
pub(crate) struct Pair<'a> {
    ends: [End; 2],
    folders: [&'a Path; 2],
}

/// One Syncthing.
struct End {
    _home: TempDir,
    _process: Process,
    id: String,
    port: u16,
}

impl<'a> Pair<'a> {
    /// Starts both and waits until they are connected.
    pub(crate) fn start(folders: [&'a Path; 2]) -> Self {
        let homes = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let ids = homes.each_ref().map(|home| generate(home.path()));
        // Held until all are known, so that no two are the same.
        let free = [(); 4].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let ports = free.map(|listener| listener.local_addr().unwrap().port());
        let listens = [ports[0], ports[1]];
        let mut ends = homes.into_iter().enumerate().map(|(at, home)| {
            fs::create_dir_all(folders[at]).unwrap();
            let port = ports[2 + at];
            let config = config(at, &ids, listens, port, folders[at]);
            fs::write(home.path().join("config.xml"), config).unwrap();
            let mut command = syncthing(home.path());
            command.args(["serve", "--no-browser", "--no-upgrade"]);
            command.arg(at_home(home.path()));
            End {
                _process: Process::start(&mut command),
                _home: home,
                id: ids[at].clone(),
                port,
            }
        });
        let pair = Self {
            ends: [ends.next().unwrap(), ends.next().unwrap()],
            folders,
        };
        pair.until_connected(true);
        pair
    }

    /// Waits until both folders hold the same.
    pub(crate) fn until_alike(&self) {
        until("both folders hold the same", || {
            self.scan();
            let [one, other] = self.folders.map(files);
            (one == other).then_some(())
        });
    }

    /// Has both look at their folders now.
    pub(crate) fn scan(&self) {
        for end in &self.ends {
            end.ask("POST", "/rest/db/scan?folder=history");
        }
    }

    /// Cuts the line between the two.
    pub(crate) fn part(&self) {
        self.tell("pause");
        self.until_connected(false);
    }

    /// Puts it together again.
    pub(crate) fn join(&self) {
        self.tell("resume");
        self.until_connected(true);
    }

    fn tell(&self, word: &str) {
        let [one, other] = &self.ends;
        for (end, peer) in [(one, other), (other, one)] {
            end.ask("POST", &format!("/rest/system/{word}?device={}", peer.id));
        }
    }

    fn until_connected(&self, connected: bool) {
        let [one, other] = &self.ends;
        for (end, peer) in [(one, other), (other, one)] {
            until("the two are connected, or not any more", || {
                let told = end.ask("GET", "/rest/system/connections")?;
                let told: Value = serde_json::from_str(&told).ok()?;
                let is = told["connections"][&peer.id]["connected"].as_bool()?;
                (is == connected).then_some(())
            });
        }
    }
}

impl End {
    /// What it answers; none: it does not listen yet.
    fn ask(&self, method: &str, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        let request =
            format!("{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nX-API-Key: {KEY}\r\n\r\n");
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        head.contains(" 200 ").then(|| body.to_owned())
    }
}

/// One that looks for nobody and tells nobody.
fn syncthing(home: &Path) -> Command {
    let mut command = Command::new("syncthing");
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home)
        // Without one that starts it anew, and would outlive the test.
        .env("STMONITORED", "1");
    command
}

fn at_home(home: &Path) -> String {
    format!("--home={}", home.display())
}

/// Makes its keys; its id follows from them.
fn generate(home: &Path) -> String {
    let made = ["generate", "--no-default-folder", "--skip-port-probing"];
    run(syncthing(home).args(made).arg(at_home(home)));
    let id = run(syncthing(home).arg("--device-id").arg(at_home(home)));
    assert_eq!(id.len(), 63, "an id: {id}");
    id
}

fn config(at: usize, ids: &[String; 2], listens: [u16; 2], port: u16, folder: &Path) -> String {
    let devices: String = [0, 1]
        .map(|one| {
            let (id, listens) = (&ids[one], listens[one]);
            format!(
                "<device id=\"{id}\" name=\"m{one}\"><address>tcp://127.0.0.1:{listens}</address></device>"
            )
        })
        .concat();
    let members = ids.each_ref().map(|id| format!("<device id=\"{id}\"/>"));
    let members = members.concat();
    let own = listens[at];
    let folder = folder.display();
    format!(
        "<configuration version=\"36\">
  <folder id=\"history\" path=\"{folder}\" type=\"sendreceive\" rescanIntervalS=\"3600\"
      fsWatcherEnabled=\"true\" fsWatcherDelayS=\"1\">{members}<maxConflicts>10</maxConflicts></folder>
  {devices}
  <gui enabled=\"true\" tls=\"false\"><address>127.0.0.1:{port}</address><apikey>{KEY}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{own}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <reconnectionIntervalS>1</reconnectionIntervalS>
    <startBrowser>false</startBrowser>
    <urAccepted>-1</urAccepted>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <crashReportingEnabled>false</crashReportingEnabled>
    <stunServer></stunServer>
  </options>
</configuration>
"
    )
}
