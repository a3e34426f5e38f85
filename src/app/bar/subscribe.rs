//! `soleus subscribe`: a line at once and on every change, until one side has enough.
//!
//! The resident tells changes and nothing else; the minutes between them are counted here, so that
//! a bar costs the resident no wake-up.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use serde::Serialize;

use super::super::start::places;
use super::{PATIENCE, face, line, refusal};
use crate::cli::args::{Common, SubscribeArgs};
use crate::cli::format::Format;
use crate::cli::out;
use crate::control::{
    self, Ask, ClientError, News, REPORT_VERSION, StatusReport, Subscribed, Subscription,
};
use crate::platform::{boot_time, end};

/// A hair past the minute, so that it is there when it is shown.
const HAIR: Duration = Duration::from_millis(20);

/// `soleus subscribe`.
#[must_use]
pub fn subscribe(common: &Common, args: &SubscribeArgs) -> ExitCode {
    let mut bar = Bar {
        format: args.format.as_ref(),
        shown: None,
    };
    let socket = match places(common.dir.as_deref()) {
        Ok(places) => places.socket(),
        Err(words) => return bar.off(&words),
    };
    let news = match control::subscribe(&socket, &Ask::Subscribe, PATIENCE) {
        Ok(Subscribed::Yes(news)) => news,
        Ok(Subscribed::No(answer)) => return bar.off(&refusal(&answer)),
        Err(error) => return bar.off(&error.to_string()),
    };
    // Whoever has seen enough: there is nothing to put in order.
    end::on_end(|| std::process::exit(0));
    end::on_no_reader(|| std::process::exit(0));
    match heard(news) {
        Ok(news) => follow(&news, &mut bar),
        Err(error) => bar.off(&format!("The news cannot be waited for: {error}.")),
    }
}

/// The news, as they come, from a thread that waits for them.
fn heard(mut news: Subscription) -> io::Result<Receiver<Result<News, ClientError>>> {
    let (tell, heard) = sync_channel(1);
    thread::Builder::new()
        .name("news".to_owned())
        .spawn(move || {
            loop {
                let next = news.next_news();
                let over = next.is_err();
                if tell.send(next).is_err() || over {
                    return;
                }
            }
        })?;
    Ok(heard)
}

fn follow(news: &Receiver<Result<News, ClientError>>, bar: &mut Bar) -> ExitCode {
    let mut told: Option<(Box<StatusReport>, Duration)> = None;
    loop {
        let known = told
            .as_ref()
            .map(|(status, heard)| (status, passed(status, boot_time().saturating_sub(*heard))));
        if let Some((status, passed)) = known
            && let Err(error) = bar.show(&status.later_by(passed))
        {
            return error;
        }
        let next = match known.and_then(|(status, passed)| to_the_minute(status, passed)) {
            Some(wait) => news.recv_timeout(wait),
            None => news.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match next {
            Ok(Ok(News::Status(status))) => told = Some((status, boot_time())),
            Ok(Ok(News::Ended { words } | News::Dropped { words })) => return bar.off(&words),
            Ok(Ok(_)) | Err(RecvTimeoutError::Timeout) => {}
            Ok(Err(error)) => return bar.off(&error.to_string()),
            Err(RecvTimeoutError::Disconnected) => return bar.off(&ClientError::Gone.to_string()),
        }
    }
}

/// What passed by the clock of the program, which runs faster in a demonstration.
fn passed(status: &StatusReport, time: Duration) -> Duration {
    time.saturating_mul(status.speed.max(1))
}

/// How long to wait until the clock shows another minute; none while it stands still.
fn to_the_minute(status: &StatusReport, passed: Duration) -> Option<Duration> {
    const MINUTE: u128 = 60_000;
    if !status.counts() {
        return None;
    }
    let seconds = match status.posture.as_str() {
        "standing" => status.standing_seconds,
        _ => status.bout_seconds,
    };
    let shown = Duration::from_secs(seconds).saturating_add(passed);
    let left = MINUTE - shown.as_millis() % MINUTE;
    let left = Duration::from_millis(u64::try_from(left).ok()?);
    Some(left / status.speed.max(1) + HAIR)
}

/// What somebody reads, and what they read last.
struct Bar<'a> {
    format: Option<&'a Format>,
    shown: Option<String>,
}

/// A line of JSON.
#[derive(Serialize)]
struct Running<'a> {
    running: bool,
    #[serde(flatten)]
    status: &'a StatusReport,
}

/// The same while there is no status.
#[derive(Serialize)]
struct Off<'a> {
    version: u32,
    running: bool,
    headline: &'a str,
}

impl Bar<'_> {
    /// Shows a status if its line is another one.
    fn show(&mut self, status: &StatusReport) -> Result<(), ExitCode> {
        if let Some(format) = self.format {
            return self.write(line(format, Some(status)));
        }
        let status = StatusReport {
            headline: face::headline(status),
            ..status.clone()
        };
        self.write(json(&Running {
            running: true,
            status: &status,
        }))
    }

    /// Shows that there is nothing to show any more, and ends so that the bar starts this again.
    fn off(&mut self, why: &str) -> ExitCode {
        let why = out::plain(why);
        let line = match self.format {
            Some(format) => line(format, None),
            None => json(&Off {
                version: REPORT_VERSION,
                running: false,
                headline: &why,
            }),
        };
        out::note(&why);
        match self.write(line) {
            Ok(()) => ExitCode::from(out::NO),
            Err(code) => code,
        }
    }

    fn write(&mut self, line: String) -> Result<(), ExitCode> {
        if self.shown.as_ref() == Some(&line) {
            return Ok(());
        }
        match writeln!(io::stdout().lock(), "{line}") {
            Ok(()) => {
                self.shown = Some(line);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(ExitCode::SUCCESS),
            Err(error) => Err(out::no(&format!("The line could not be written: {error}."))),
        }
    }
}

fn json(line: &impl Serialize) -> String {
    // Text and numbers: there is nothing in it that JSON cannot hold.
    serde_json::to_string(line).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{other, seated};
    use super::*;

    #[test]
    fn while_the_clock_runs_it_is_looked_at_on_the_minute() {
        let wait = |passed: u64| to_the_minute(&seated(), Duration::from_millis(passed));
        assert_eq!(wait(0), Some(Duration::from_mins(1) + HAIR));
        assert_eq!(wait(59_500), Some(Duration::from_millis(500) + HAIR));
        assert_eq!(wait(60_020), Some(Duration::from_millis(59_980) + HAIR));
        let fast = StatusReport {
            speed: 120,
            ..seated()
        };
        let half = Duration::from_millis(500);
        assert_eq!(passed(&fast, half), Duration::from_mins(1));
        assert_eq!(to_the_minute(&fast, Duration::ZERO), Some(half + HAIR));
        assert_eq!(to_the_minute(&other("away", "none"), Duration::ZERO), None);
        assert_eq!(
            to_the_minute(&other("paused", "none"), Duration::ZERO),
            None
        );
    }
}
