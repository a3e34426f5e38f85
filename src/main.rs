//! Hands the arguments to the command line, and the command line what it starts.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use soleus::cli::{self, Programs};
use soleus::control::SOCKET_NAME;

fn main() -> ExitCode {
    cli::main(
        std::env::args_os(),
        &Programs {
            run: |_, _| not_built_yet("run"),
            demo: |_, _| not_built_yet("demo"),
            simulate: |_, _| not_built_yet("simulate"),
            check: |_, _| not_built_yet("check"),
            socket,
            today_offline: |_| Err("Soleus is not running. `soleus` starts it.".to_owned()),
        },
    )
}

fn not_built_yet(what: &str) -> ExitCode {
    eprintln!("`soleus {what}` is not built yet.");
    ExitCode::FAILURE
}

fn socket(dir: Option<&Path>) -> Result<PathBuf, String> {
    match dir {
        Some(dir) => Ok(dir.join(SOCKET_NAME)),
        None => std::env::var_os("XDG_RUNTIME_DIR")
            .map(|runtime| Path::new(&runtime).join("soleus").join(SOCKET_NAME))
            .ok_or_else(|| {
                "XDG_RUNTIME_DIR is not set, so there is no place for the socket.".to_owned()
            }),
    }
}
