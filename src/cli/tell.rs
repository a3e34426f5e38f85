//! The subcommands that tell the resident something: each becomes one ask.

use clap::Subcommand;

use crate::control::{Ask, Minutes, TimeOfDay};

/// What the resident is told.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Tell {
    /// Book a movement you made
    #[command(after_help = "\
MOVEMENT is the id of a movement, the beginning of one, or a word: walk,
stairs, strength, seated. Without it, the movement that was or would be
suggested.

Examples:
  soleus log                              the suggested one, just now
  soleus log walk
  soleus log half-squat --minutes 2
  soleus log stairs --minutes 3 --at 14:05")]
    Log {
        /// Which movement: an id, its beginning, or walk, stairs, strength, seated
        movement: Option<String>,
        /// How long it lasted; without it, the usual dose
        #[arg(long, value_name = "N", allow_negative_numbers = true)]
        minutes: Option<Minutes>,
        /// When it began; without it, it ended just now
        #[arg(long, value_name = "HH:MM")]
        at: Option<TimeOfDay>,
    },
    /// Start a break now, with a movement that fits
    #[command(after_help = "\
Examples:
  soleus break                      with the movement that fits now
  soleus break seated-heel-raise    with this one
  soleus break --another            not that one, another")]
    Break {
        /// Which movement: an id, its beginning, or walk, stairs, strength, seated
        movement: Option<String>,
        /// Another one than is on offer or under way
        #[arg(long, conflicts_with = "movement")]
        another: bool,
    },
    /// Put the reminder off, counted in time you sit
    #[command(after_help = "\
Examples:
  soleus snooze             for the usual time
  soleus snooze 10          for ten minutes of sitting
  soleus snooze tomorrow    no more of it today")]
    Snooze {
        /// Minutes, or `tomorrow`
        #[arg(value_name = "N|tomorrow", allow_negative_numbers = true)]
        lasts: Option<Lasts>,
    },
    /// Skip this reminder; the next one comes at its time
    Skip,
    /// Take the last booking back
    Undo,
    /// Stop the clocks and ask nothing
    #[command(
        override_usage = "soleus pause [N | until HH:MM | tomorrow]",
        after_help = "\
Examples:
  soleus pause                until `soleus resume`
  soleus pause 60             for an hour
  soleus pause until 17:00    the next time it is 17:00
  soleus pause tomorrow       for the rest of the day"
    )]
    Pause {
        /// Minutes, `until HH:MM`, or `tomorrow`
        #[arg(value_name = "N | until HH:MM | tomorrow", num_args = 0..=2, allow_negative_numbers = true)]
        lasts: Vec<String>,
    },
    /// Go on after a pause
    Resume,
    /// Say that you are sitting
    #[command(after_help = SINCE_HELP)]
    Sit(Since),
    /// Say that you are standing
    #[command(after_help = SINCE_HELP)]
    Stand(Since),
    /// Say that you are leaving, or left
    #[command(after_help = SINCE_HELP)]
    Away(Since),
    /// End the program that runs
    Quit,
}

const SINCE_HELP: &str = "\
Your word beats every sensor.

Examples:
  soleus stand
  soleus stand --at 14:05    since then";

/// For `sit`, `stand` and `away`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub struct Since {
    /// Since when; without it, now
    #[arg(long, value_name = "HH:MM")]
    pub at: Option<TimeOfDay>,
}

/// How long a reminder is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// This many minutes.
    For(Minutes),
    /// Until the next day.
    Tomorrow,
}

impl std::str::FromStr for Lasts {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "tomorrow" {
            return Ok(Self::Tomorrow);
        }
        text.parse()
            .map(Self::For)
            .map_err(|words| format!("{words}, nor `tomorrow`"))
    }
}

impl Tell {
    /// What the resident is asked.
    pub(super) fn into_ask(self) -> Result<Ask, String> {
        Ok(match self {
            Self::Log {
                movement,
                minutes,
                at,
            } => Ask::Log {
                movement,
                minutes,
                at,
            },
            Self::Break { movement, another } => Ask::Break {
                movement,
                another,
                here: false,
            },
            Self::Snooze { lasts } => Ask::Snooze {
                minutes: match lasts {
                    Some(Lasts::For(minutes)) => Some(minutes),
                    _ => None,
                },
                tomorrow: lasts == Some(Lasts::Tomorrow),
            },
            Self::Skip => Ask::Skip,
            Self::Undo => Ask::Undo,
            Self::Pause { lasts } => pause(&lasts)?,
            Self::Resume => Ask::Resume,
            Self::Sit(Since { at }) => Ask::Sit { at },
            Self::Stand(Since { at }) => Ask::Stand { at },
            Self::Away(Since { at }) => Ask::Away { at },
            Self::Quit => Ask::Quit,
        })
    }
}

fn pause(words: &[String]) -> Result<Ask, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (minutes, until, tomorrow) = match words.as_slice() {
        [] => (None, None, false),
        ["tomorrow"] | ["until", "tomorrow"] => (None, None, true),
        ["until", time] => (None, Some(time.parse()?), false),
        ["until"] => return Err("Until when? Say `soleus pause until 17:00`.".to_owned()),
        [minutes] => (Some(minutes.parse().map_err(pause_forms)?), None, false),
        [first, ..] => {
            return Err(pause_forms(format!(
                "`{first}` and more was not understood"
            )));
        }
    };
    Ok(Ask::Pause {
        minutes,
        until,
        tomorrow,
    })
}

fn pause_forms(words: String) -> String {
    words + "; say `soleus pause`, `pause 60`, `pause until 17:00` or `pause tomorrow`"
}
