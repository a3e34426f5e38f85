//! Where windows cannot be seen (KWin, Mutter), whoever holds the screen awake stands in: a film over
//! the whole screen, or a presentation, does. So there the media fact is told once more, as a
//! presentation; and no more as soon as windows are seen, or media is not.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::fact::{Hear, Says, fact};
use super::quiet::{FULL_SCREEN, INHIBITORS};
use crate::engine::Input;
use crate::engine::input::{QuietCause, Sensor};
use crate::link::{Link, Told};

/// Hears of windows and of media, and tells a presentation.
#[derive(Debug, Clone, Default)]
pub(super) struct StandIn(Arc<Mutex<Heard>>);

#[derive(Default)]
struct Heard {
    /// Where it is told; none while full screen is not watched for.
    tells: Option<Tells>,
    /// Counts the starts: what an earlier sensor still says is not heard.
    start: u32,
    /// What those say who see windows.
    windows: Vec<(&'static str, Says)>,
    /// What is known of media; none: nothing yet.
    media: Option<Says>,
    presents: bool,
}

struct Tells {
    link: Link,
    fact: Hear,
}

impl StandIn {
    /// The fact of full screen, with this stand-in as one of its sources. What is returned hears the
    /// others.
    pub(super) fn full_screen(&self, link: &Link) -> Hear {
        let start = self.change(|heard| {
            heard.start += 1;
            heard.windows.clear();
            heard.presents = false;
            heard.tells = Some(Tells {
                link: link.clone(),
                fact: fact(link, FULL_SCREEN),
            });
            heard.start
        });
        let this = self.clone();
        Hear::new(move |source, says| {
            this.change(|heard| {
                if heard.start == start {
                    heard.hear_of_windows(source, says);
                }
            });
        })
    }

    /// Full screen is not watched for.
    pub(super) fn no_full_screen(&self) {
        self.change(|heard| heard.tells = None);
    }

    /// A link to `link`, on which is heard what the media fact tells.
    pub(super) fn beside(&self, link: &Link) -> Link {
        self.change(|heard| heard.hear_of_media(None));
        let (this, link) = (self.clone(), link.clone());
        Link::new(move |told| {
            let media = match &told {
                Told::Input(Input::Media(on)) => Some(Says::Is(*on)),
                Told::Input(Input::Sensor {
                    sensor: Sensor::Media,
                    works,
                }) => Some(if *works {
                    Says::Is(false)
                } else {
                    Says::Absent
                }),
                _ => None,
            };
            link.tell(told);
            if media.is_some() {
                this.change(|heard| heard.hear_of_media(media));
            }
        })
    }

    /// Media is not watched for.
    pub(super) fn no_media(&self) {
        self.change(|heard| heard.hear_of_media(Some(Says::Absent)));
    }

    fn change<T>(&self, change: impl FnOnce(&mut Heard) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Heard {
    fn hear_of_windows(&mut self, source: &'static str, says: Says) {
        self.windows.retain(|(other, _)| *other != source);
        self.windows.push((source, says));
        // Who comes is told before who goes, so that the sensor works all the time.
        if self.are_windows_unseen() {
            self.settle();
            self.pass_on(source, says);
        } else {
            self.pass_on(source, says);
            self.settle();
        }
    }

    fn pass_on(&self, source: &'static str, says: Says) {
        if let Some(tells) = &self.tells {
            tells.fact.says(source, says);
        }
    }

    fn are_windows_unseen(&self) -> bool {
        self.windows.iter().all(|(_, says)| *says == Says::Absent)
    }

    fn hear_of_media(&mut self, media: Option<Says>) {
        self.media = media;
        self.settle();
    }

    fn settle(&mut self) {
        let Some(tells) = &self.tells else { return };
        if self.windows.len() + 1 < FULL_SCREEN.sources.len() {
            return;
        }
        let says = match self.media {
            _ if !self.are_windows_unseen() => Says::Absent,
            Some(says) => says,
            // It is told in a moment, whatever it is.
            None => return,
        };
        let presents = says == Says::Is(true);
        // A presentation is told by its own input, and only while the sensor works.
        if says == Says::Absent {
            tells.present(&mut self.presents, false);
            tells.fact.says(INHIBITORS, Says::Absent);
        } else {
            tells.fact.says(INHIBITORS, Says::Is(false));
            tells.present(&mut self.presents, presents);
        }
    }
}

impl Tells {
    fn present(&self, was_on: &mut bool, on: bool) {
        if *was_on != on {
            *was_on = on;
            let cause = QuietCause::Presenting;
            self.link.input(Input::Quiet { cause, on });
        }
    }
}

impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heard")
            .field("windows", &self.windows)
            .field("media", &self.media)
            .field("presents", &self.presents)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver};

    use super::*;
    use crate::link::Health;
    use crate::sensors::quiet::{TOPLEVELS, X11};

    struct Stage {
        stand_in: StandIn,
        link: Link,
        told: Receiver<Told>,
    }

    impl Stage {
        fn new() -> Self {
            let (tell, told) = mpsc::channel();
            Self {
                stand_in: StandIn::default(),
                link: Link::new(move |it| tell.send(it).unwrap()),
                told,
            }
        }

        /// What was told since, in short.
        fn told(&self) -> Vec<String> {
            let short = |told| match told {
                Told::Input(Input::Quiet { cause, on }) => format!("{cause:?} {on}"),
                Told::Input(Input::Sensor { works, .. }) => format!("works {works}"),
                Told::Input(Input::Media(on)) => format!("media {on}"),
                Told::Health(_, Health::Works(words)) => words,
                Told::Health(_, Health::Missing(_)) => "missing".to_owned(),
                other => format!("{other:?}"),
            };
            let heard_all = |told: &Told| matches!(told, Told::HeardAll(_));
            let told = self.told.try_iter().filter(|told| !heard_all(told));
            told.map(short).collect()
        }
    }

    fn sensor(works: bool) -> Input {
        Input::Sensor {
            sensor: Sensor::Media,
            works,
        }
    }

    #[test]
    fn where_windows_cannot_be_seen_media_stands_in_from_start_to_end() {
        let stage = Stage::new();
        let media = stage.stand_in.beside(&stage.link);
        let windows = stage.stand_in.full_screen(&stage.link);
        windows.says(X11, Says::Absent);
        windows.says(TOPLEVELS, Says::Absent);
        assert!(stage.told().is_empty());
        media.input(sensor(true));
        assert_eq!(stage.told(), ["works true", "works true", INHIBITORS]);
        media.input(Input::Media(true));
        assert_eq!(stage.told(), ["media true", "Presenting true"]);
        media.input(Input::Media(false));
        assert_eq!(stage.told(), ["media false", "Presenting false"]);
        media.input(Input::Media(true));
        stage.told();
        media.input(sensor(false));
        let lost = ["works false", "Presenting false", "works false", "missing"];
        assert_eq!(stage.told(), lost);
    }

    #[test]
    fn where_windows_are_seen_or_only_do_not_answer_nothing_stands_in() {
        for says in [Says::Is(false), Says::Hung] {
            let stage = Stage::new();
            let media = stage.stand_in.beside(&stage.link);
            let windows = stage.stand_in.full_screen(&stage.link);
            windows.says(X11, Says::Absent);
            windows.says(TOPLEVELS, says);
            media.input(sensor(true));
            stage.told();
            media.input(Input::Media(true));
            assert_eq!(stage.told(), ["media true"], "{says:?}");
        }
    }

    #[test]
    fn windows_that_are_not_seen_any_more_and_then_again_leave_no_gap() {
        let stage = Stage::new();
        let media = stage.stand_in.beside(&stage.link);
        let windows = stage.stand_in.full_screen(&stage.link);
        windows.says(X11, Says::Absent);
        windows.says(TOPLEVELS, Says::Is(true));
        media.input(sensor(true));
        media.input(Input::Media(true));
        let inputs = || {
            let mut told = stage.told();
            told.retain(|it| it.contains(" true") || it.contains(" false"));
            told
        };
        inputs();
        windows.says(TOPLEVELS, Says::Absent);
        assert_eq!(inputs(), ["Presenting true", "FullScreen false"]);
        windows.says(TOPLEVELS, Says::Is(true));
        assert_eq!(inputs(), ["FullScreen true", "Presenting false"]);
    }

    #[test]
    fn without_the_media_sensor_nobody_stands_in_and_it_is_told() {
        let stage = Stage::new();
        stage.stand_in.no_media();
        let windows = stage.stand_in.full_screen(&stage.link);
        windows.says(X11, Says::Absent);
        windows.says(TOPLEVELS, Says::Absent);
        assert_eq!(stage.told(), ["works false", "missing"]);
        // Switched on, and off again while a film plays.
        let media = stage.stand_in.beside(&stage.link);
        media.input(sensor(true));
        media.input(Input::Media(true));
        stage.told();
        stage.stand_in.no_media();
        assert_eq!(stage.told(), ["Presenting false", "works false", "missing"]);
    }

    #[test]
    fn a_sensor_that_was_switched_off_is_not_heard_any_more() {
        let stage = Stage::new();
        let media = stage.stand_in.beside(&stage.link);
        let before = stage.stand_in.full_screen(&stage.link);
        stage.stand_in.no_full_screen();
        media.input(sensor(true));
        stage.told();
        before.says(X11, Says::Absent);
        before.says(TOPLEVELS, Says::Absent);
        media.input(Input::Media(true));
        assert_eq!(stage.told(), ["media true"]);
        // On again, while it still plays.
        let windows = stage.stand_in.full_screen(&stage.link);
        before.says(TOPLEVELS, Says::Is(true));
        windows.says(X11, Says::Absent);
        windows.says(TOPLEVELS, Says::Absent);
        assert_eq!(stage.told(), ["works true", INHIBITORS, "Presenting true"]);
    }
}
