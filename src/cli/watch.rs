//! `soleus watch`: a line for each thing that happens, until somebody has seen enough.

use std::io::{self, Write as _};
use std::process::ExitCode;

use chrono::{DateTime, FixedOffset};

use super::args::Common;
use super::ask::{PATIENCE, not_done};
use super::{Programs, out};
use crate::control::{self, Ask, News, Subscribed, Subscription};

pub(super) fn watch(common: &Common, programs: &Programs) -> ExitCode {
    let socket = match (programs.socket)(common.dir.as_deref()) {
        Ok(socket) => socket,
        Err(words) => return out::no(&words),
    };
    match control::subscribe(&socket, &Ask::Watch, PATIENCE) {
        Ok(Subscribed::Yes(news)) => {
            // Whoever has seen enough: there is nothing to put in order, and a line that is being
            // written to somebody who does not read must not keep them.
            (programs.at_the_end)(|| std::process::exit(0));
            follow(news)
        }
        Ok(Subscribed::No(answer)) => not_done(&answer),
        Err(error) => out::no(&error.to_string()),
    }
}

fn follow(mut news: Subscription) -> ExitCode {
    loop {
        let line = match news.next_news() {
            Ok(News::Stands { at, words } | News::Told { at, words }) => line(at, "", &words),
            Ok(News::Did { at, words }) => line(at, "  => ", &words),
            Ok(News::Ended { words }) => {
                out::note(out::plain(&words));
                return ExitCode::SUCCESS;
            }
            Ok(News::Dropped { words }) => return out::no(&out::plain(&words)),
            Ok(News::Status(_) | News::Unknown) => continue,
            Err(error) => return out::no(&error.to_string()),
        };
        match writeln!(io::stdout().lock(), "{line}") {
            Ok(()) => {}
            // Whoever read stopped reading: `soleus watch | head`.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Err(error) => return out::no(&format!("The line could not be written: {error}.")),
        }
    }
}

fn line(at: DateTime<FixedOffset>, mark: &str, words: &str) -> String {
    format!("{}  {mark}{}", at.format("%H:%M:%S"), out::plain(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_and_what_follows_are_told_apart() {
        let at = DateTime::parse_from_rfc3339("2026-03-10T10:02:11+01:00").unwrap();
        assert_eq!(
            line(at, "", "call on (microphone)"),
            "10:02:11  call on (microphone)"
        );
        assert_eq!(line(at, "  => ", "tray due"), "10:02:11    => tray due");
        assert_eq!(line(at, "", "a\u{1b}[2Jb\nc"), "10:02:11  a?[2Jb?c");
    }
}
