//! Hands the arguments to the command line, and the command line what it starts.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use soleus::app;
use soleus::cli::{self, Programs};
use soleus::platform::end;

fn main() -> ExitCode {
    cli::main(
        std::env::args_os(),
        &Programs {
            run: app::run,
            demo: app::demo,
            window: app::window,
            simulate: app::simulate,
            check: app::check,
            settings: app::settings,
            doctor: app::doctor,
            movements: app::movements,
            presets: app::presets,
            sources: app::sources,
            safety: app::safety,
            socket,
            status_as: app::status_as,
            subscribe: app::subscribe,
            today: app::today,
            stats: app::stats,
            history: app::history,
            export: app::export,
            import: app::import,
            fix: app::fix,
            at_the_end,
        },
    )
}

fn socket(dir: Option<&Path>) -> Result<PathBuf, String> {
    app::places(dir).map(|places| places.socket())
}

fn at_the_end(ended: fn()) {
    end::on_end(ended);
    end::on_no_reader(ended);
}
