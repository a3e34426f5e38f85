//! The command line: what is typed becomes an ask to the resident, its answer what is printed.
//!
//! On stdout there is the answer and nothing else; what went wrong is on stderr. The exit code is
//! 0 when it is done, 1 when the answer is no, 2 when what was typed was not understood.
//! It needs no bus and no display.

pub mod args;
pub(crate) mod ask;
mod autostart;
pub mod format;
pub(crate) mod out;
pub mod record;
pub mod settings;
mod status;
pub mod tell;
mod watch;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use args::{
    Args, CheckArgs, Command, Common, DemoArgs, DoctorArgs, ReportArgs, RunArgs, ShowArgs,
    SimulateArgs, SubscribeArgs, WindowArgs,
};
use format::Format;
use record::{ExportArgs, FixArgs, HistoryArgs, ImportArgs, StatsArgs};
use settings::SettingsArgs;

/// What the command line starts and does not know: `main` fills it in.
#[derive(Debug, Clone, Copy)]
pub struct Programs {
    /// The resident.
    pub run: fn(&Common, &RunArgs) -> ExitCode,
    /// The resident on a throwaway folder, with a fast clock.
    pub demo: fn(&Common, &DemoArgs) -> ExitCode,
    /// The window.
    pub window: fn(&Common, WindowArgs) -> ExitCode,
    /// A script or a trace, replayed.
    pub simulate: fn(&Common, &SimulateArgs) -> ExitCode,
    /// The settings file, judged.
    pub check: fn(&Common, &CheckArgs) -> ExitCode,
    /// The settings, shown and changed.
    pub settings: fn(&Common, &SettingsArgs) -> ExitCode,
    /// Every part, examined.
    pub doctor: fn(&Common, &DoctorArgs) -> ExitCode,
    /// The movements, or one of them.
    pub movements: fn(&Common, &ShowArgs) -> ExitCode,
    /// The presets, or one of them.
    pub presets: fn(&Common, &ShowArgs) -> ExitCode,
    /// The sources, or one of them.
    pub sources: fn(&Common, &ShowArgs) -> ExitCode,
    /// The safety text.
    pub safety: fn() -> ExitCode,
    /// Where the socket is, in this folder or in the usual place.
    pub socket: fn(Option<&Path>) -> Result<PathBuf, String>,
    /// How things stand, for a bar.
    pub status_as: fn(&Common, &Format) -> ExitCode,
    /// How things stand, told on every change.
    pub subscribe: fn(&Common, &SubscribeArgs) -> ExitCode,
    /// The day so far.
    pub today: fn(&Common, ReportArgs) -> ExitCode,
    /// Days in figures.
    pub stats: fn(&Common, &StatsArgs) -> ExitCode,
    /// The record line by line.
    pub history: fn(&Common, &HistoryArgs) -> ExitCode,
    /// The record written out.
    pub export: fn(&Common, &ExportArgs) -> ExitCode,
    /// A record taken up.
    pub import: fn(&Common, &ImportArgs) -> ExitCode,
    /// The record put right.
    pub fix: fn(&Common, &FixArgs) -> ExitCode,
    /// Has this called when the program is interrupted, or nobody reads its answer any more.
    pub at_the_end: fn(fn()),
}

/// The whole command line: understands `arguments` (the program's name first) and does it.
pub fn main(arguments: impl IntoIterator<Item = OsString>, programs: &Programs) -> ExitCode {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => return out::clap(&error),
    };
    let common = &args.common;
    match args
        .command
        .unwrap_or(Command::Run(RunArgs { trace: None }))
    {
        Command::Run(args) => (programs.run)(common, &args),
        Command::Demo(args) => (programs.demo)(common, &args),
        Command::Window(args) => (programs.window)(common, args),
        Command::Simulate(args) => (programs.simulate)(common, &args),
        Command::Check(args) => (programs.check)(common, &args),
        Command::Settings(args) => (programs.settings)(common, &args),
        Command::Doctor(args) => (programs.doctor)(common, &args),
        Command::Movements(args) => (programs.movements)(common, &args),
        Command::Presets(args) => (programs.presets)(common, &args),
        Command::Sources(args) => (programs.sources)(common, &args),
        Command::Safety => (programs.safety)(),
        Command::Status(args) => match &args.format {
            Some(format) => (programs.status_as)(common, format),
            None => status::status(common, args.json, programs),
        },
        Command::Subscribe(args) => (programs.subscribe)(common, &args),
        Command::Today(args) => (programs.today)(common, args),
        Command::Stats(args) => (programs.stats)(common, &args),
        Command::History(args) => (programs.history)(common, &args),
        Command::Export(args) => (programs.export)(common, &args),
        Command::Import(args) => (programs.import)(common, &args),
        Command::Fix(args) => (programs.fix)(common, &args),
        Command::Watch => watch::watch(common, programs),
        Command::Autostart(args) => autostart::autostart(common, &args),
        Command::Tell(tell) => ask::tell(common, tell, programs),
    }
}
