//! What can be typed, and the help that teaches it.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::format::Format;
use super::record::{ExportArgs, FixArgs, HistoryArgs, ImportArgs, StatsArgs};
use super::settings::SettingsArgs;
use super::tell::Tell;
use crate::engine::effect::Page;

/// Keeps a clock of your sitting and asks you, at a good moment, to move your legs.
#[derive(Debug, Parser)]
#[command(
    name = "soleus",
    version,
    after_help = "\
Examples:
  soleus                  start it; it lives in the tray
  soleus status           how long you have been sitting, and when it will ask
  soleus log walk         you went for a walk just now
  soleus log stairs --minutes 3 --at 14:05
  soleus snooze 10        ask again after ten minutes of sitting
  soleus pause until 17:00
  soleus undo             take the last booking back
  soleus today            the day so far
  soleus stats            the last week in figures
  soleus fix --at 10:20 walked 5
  soleus demo             see half an hour in half a minute
  soleus movements        what there is to do, and how
  soleus settings explain what can be set, and what it is now
  soleus watch            see why: everything that happens
  soleus doctor           see what works on this desktop, and what to do

Exit codes: 0 done, 1 the answer is no (not running, nothing to undo, problems
found), 2 not understood."
)]
pub struct Args {
    /// For every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do; nothing: run.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// For every command.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Common {
    /// Keep everything in this folder: settings, history, state, socket and log
    #[arg(long, global = true, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Start it and stay in the tray (also what `soleus` alone does)
    #[command(after_help = "\
If one runs already, it says so and shows how it stands.

Examples:
  soleus run
  soleus run --trace sitting.trace    write it down, for `soleus simulate`")]
    Run(RunArgs),
    /// Tell how long you have been sitting and when it will ask
    #[command(after_help = "\
Examples:
  soleus status
  soleus status --json            for scripts: a versioned object
  soleus status --format plain    one short line: tmux, polybar
  soleus status --format waybar   a JSON object for waybar
  soleus status --format '{seated}, then {next}'    a line of your own
  soleus status --format prometheus > soleus.prom    for node_exporter

Words in braces: {seated}, {standing}, {pump} and {next} are times, {posture},
{state}, {reminder} and {movement} words, {percentage} is how far the clock
ran, {plain} is all in one. With --format, a Soleus that is not running is
shown too, and the exit code is 1.")]
    Status(StatusArgs),
    /// Print a line at once and on every change, for bars and scripts
    #[command(after_help = "\
Changes are posture, reminder and the minutes of the clock. Without --format
each line is a JSON object as `soleus status --json` has it. It ends with exit
code 1 when Soleus is not running or ends, after a line that says so: have
your bar start it again.

Examples:
  soleus subscribe
  soleus subscribe --format waybar
  soleus subscribe --format '{state} {seated}'")]
    Subscribe(SubscribeArgs),
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc line here would become the help's own")]
    Tell(Tell),
    /// Show the day: the longest sitting, sitting, standing, breaks
    #[command(after_help = "\
All machines whose history is here are one day. Works also while Soleus is not
running: then from the history.

Examples:
  soleus today
  soleus today --json    for scripts: a versioned object, times in seconds")]
    Today(ReportArgs),
    /// Show days, weeks or months in figures
    #[command(after_help = "\
What was only guessed is counted apart. A week or month that the days cut is
told as those days. Bars and colour are for terminals; with NO_COLOR set there
is no colour.

Examples:
  soleus stats                                the last seven days
  soleus stats --days 30 --by week
  soleus stats --from 2026-10-01 --to 2026-10-31 --by hour
  soleus stats --days 365 --by movement
  soleus stats --days 365 --csv > days.csv    for a spreadsheet
  soleus stats --json                         for scripts: a versioned object")]
    Stats(StatsArgs),
    /// Show the record line by line, the newest last
    #[command(after_help = "\
Each line begins with the id that `soleus fix --drop` takes. What does not
count any more is marked.

Examples:
  soleus history                       today
  soleus history --since 7d
  soleus history --since 2026-11-01 --json")]
    History(HistoryArgs),
    /// Write the record out: for a backup, another machine or another program
    #[command(after_help = "\
By itself it is one JSON object a line, with every record as it was written;
`soleus import` reads it. A file that is there is never written over.

Examples:
  soleus export --out soleus-2026.jsonl
  soleus export --since 30d | gzip > soleus.jsonl.gz
  soleus export --csv --out record.csv
  soleus export --activitywatch --out soleus-aw.json")]
    Export(ExportArgs),
    /// Take up an export, or what Workrave counted
    #[command(after_help = "\
What is there already counts once, so that the same file twice changes
nothing. Workrave's days are shown beside the figures and never added to them:
it counts use of the machine, not sitting. Stretchly and BreakTimer keep no
history in their files.

Examples:
  soleus import soleus-2026.jsonl
  soleus import ~/.workrave/historystats")]
    Import(ImportArgs),
    /// Put the record right: it was otherwise, does not count, or was a break
    #[command(after_help = "\
Nothing is rewritten: a line is added that says so. Works also while Soleus is
not running. Ids are those that `soleus history` shows; one of another machine
is found there, and only where several have it you have to say whose is meant.

Examples:
  soleus fix --at 10:20 walked 5
  soleus fix --at \"2026-11-20 10:20\" away 30
  soleus fix --drop 1764146105250
  soleus fix --drop 1764146105250 --machine pc-3f9c2a
  soleus fix --confirm 1764146105250    that absence was a break")]
    Fix(FixArgs),
    /// Print everything that happens, and what follows from it, as it happens
    #[command(after_help = "\
The words are those of the rule book and of scripts: see `soleus simulate
--help`. It ends with Ctrl-C, or when Soleus ends.

Examples:
  soleus watch
  soleus watch | grep call

  10:02:11  Sitting 24 min · break in 6 min
  10:02:40  call on (microphone)
  10:08:00  tick
  10:08:00    => tray due")]
    Watch,
    /// Open the window on a page, or bring it up
    #[command(after_help = "\
Pages: break, today, insights, movements, science, safety, settings, panel. A
window that is open already comes up on the page. The pages that only show
something work also while Soleus is not running.

Examples:
  soleus window break        the movement that fits now, as a moving figure
  soleus window movements    all of them
  soleus window              the clock and three buttons")]
    Window(WindowArgs),
    /// Start at login, or not
    #[command(after_help = "\
Your word here beats the setting `start_at_login`, and a switch in the
desktop's own settings counts as your word too.

Examples:
  soleus autostart status    exit code 0 when on, 1 when off
  soleus autostart on
  soleus autostart off")]
    Autostart(AutostartArgs),
    /// Replay a script or a trace and print what the program would have done
    #[command(after_help = "\
Examples:
  soleus simulate day.script
  soleus simulate sitting.trace    as written by `soleus run --trace`")]
    Simulate(SimulateArgs),
    /// Show the movements: all of them, or one with its steps, safety and sources
    #[command(after_help = "\
Your own from movements.json are among them. Works also while Soleus is not
running.

Examples:
  soleus movements
  soleus movements seated-heel-raise
  soleus movements --json    for scripts: a versioned object")]
    Movements(ShowArgs),
    /// Show the presets: interval, dose and movements under one name
    #[command(after_help = "\
To use one: soleus settings preset walk-5-60

Examples:
  soleus presets
  soleus presets walk-5-60    what it does, and what speaks for and against it
  soleus presets --json       for scripts: a versioned object")]
    Presets(ShowArgs),
    /// Show the studies and leaflets behind the movements, and how strong each is
    #[command(after_help = "\
Examples:
  soleus sources
  soleus sources KROPP18    what was done, what was found, where to read it
  soleus sources --json     for scripts: a versioned object")]
    Sources(ShowArgs),
    /// Show when not to move, and whom to ask
    #[command(after_help = "\
Example:
  soleus safety")]
    Safety,
    /// See and change the settings: keys, presets, the file
    #[command(after_help = "\
Examples:
  soleus settings explain                     all keys, and what they are now
  soleus settings set window.theme dark
  soleus settings reset window.theme
  soleus settings preset walk-5-60
  soleus settings diff                        what you changed
  soleus settings edit                        in your editor, and then checked")]
    Settings(SettingsArgs),
    /// Check the settings file and your own movements, and name every mistake with its place
    #[command(after_help = "\
Your own movements are those of the movements.json beside the settings file.

Examples:
  soleus check
  soleus check settings.json    exit code 1 when there are errors or warnings
  soleus check --json           for editors and scripts: a versioned object")]
    Check(CheckArgs),
    /// Tell how every part is on this desktop, and what can be done about it
    #[command(after_help = "\
It asks every part just now, with and without a running Soleus, and changes
nothing.

Examples:
  soleus doctor
  soleus doctor --json    for scripts: a versioned object

Exit code 1 when something that Soleus needs is missing: idle time (unless
switched off), a tray or notices, a place for its history.")]
    Doctor(DoctorArgs),
    /// Watch the real program with its clock running fast, on a throwaway folder
    #[command(after_help = "\
Examples:
  soleus demo                 half an hour in half a minute
  soleus demo --speed 600
  soleus demo --sensors       the real sensors: leave the keyboard and see")]
    Demo(DemoArgs),
}

/// For `run`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct RunArgs {
    /// Write every input to this file, one JSON line each
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}

/// For `status`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct StatusArgs {
    /// Print a JSON object instead of words
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// For bars: waybar, plain, prometheus, or words such as '{seated} {next}'
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
}

/// For `subscribe`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct SubscribeArgs {
    /// For bars: waybar, plain, or words such as '{seated} {next}'
    #[arg(long, value_name = "FORMAT", value_parser = lines)]
    pub format: Option<Format>,
}

fn lines(text: &str) -> Result<Format, String> {
    match text.parse()? {
        Format::Prometheus => Err(
            "prometheus reads whole files, not lines: use `soleus status --format prometheus`"
                .to_owned(),
        ),
        format => Ok(format),
    }
}

/// For `today`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub struct ReportArgs {
    /// Print a JSON object instead of words
    #[arg(long)]
    pub json: bool,
}

/// For `window`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub struct WindowArgs {
    /// Which page: break, today, insights, movements, science, safety, settings or panel
    #[arg(value_name = "PAGE", default_value = "panel", value_parser = page, hide_default_value = true)]
    pub page: Page,
    /// Without taking the focus
    #[arg(long, hide = true)]
    pub unasked: bool,
}

fn page(word: &str) -> Result<Page, String> {
    let words = Page::ALL.map(Page::word);
    Page::ALL
        .into_iter()
        .find(|page| page.word() == word)
        .ok_or_else(|| format!("the pages are {}", words.join(", ")))
}

/// For `movements`, `presets` and `sources`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct ShowArgs {
    /// Show this one in full
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Print a JSON object instead of words
    #[arg(long)]
    pub json: bool,
}

/// For `autostart`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct AutostartArgs {
    /// What to do
    #[arg(value_enum, value_name = "on|off|status")]
    pub switch: Switch,
}

/// What `autostart` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// Start at login
    On,
    /// Do not start at login
    Off,
    /// Tell which
    Status,
}

/// For `simulate`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct SimulateArgs {
    /// A script, or a trace written by `run --trace`
    #[arg(value_name = "SCRIPT")]
    pub script: PathBuf,
}

/// For `check`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct CheckArgs {
    /// Another settings file than the one in use
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Print a JSON object instead of words
    #[arg(long)]
    pub json: bool,
}

/// For `doctor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Args)]
pub struct DoctorArgs {
    /// Print a JSON object instead of words
    #[arg(long)]
    pub json: bool,
}

/// For `demo`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct DemoArgs {
    /// How many times faster the clock runs
    #[arg(long, value_name = "TIMES", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub speed: u32,
    /// Use the real sensors; without it, whoever watches counts as seated
    #[arg(long)]
    pub sensors: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    /// Every command with its help: all of them, and those within them.
    fn each(command: &clap::Command, name: &str, see: &mut impl FnMut(&str, &clap::Command)) {
        see(name, command);
        for inner in command.get_subcommands() {
            each(inner, &format!("{name} {}", inner.get_name()), see);
        }
    }

    /// What is broken by hand is not broken again.
    #[test]
    fn no_help_is_wider_than_a_terminal() {
        let mut command = Args::command().term_width(80);
        command.build();
        let mut wide: Vec<String> = Vec::new();
        each(&command, "soleus", &mut |name, command| {
            let by_hand = command.get_after_help().map(ToString::to_string);
            let mut look = |text: &str, most: usize| {
                let is_wide = |line: &&str| line.chars().count() > most;
                let lines = text.lines().filter(is_wide);
                wide.extend(lines.map(|line| format!("{name}: {line}")));
            };
            look(&by_hand.unwrap_or_default(), 78);
            let mut command = command.clone().term_width(80);
            look(&command.render_long_help().to_string(), 80);
        });
        assert!(wide.is_empty(), "{wide:#?}");
    }
}
