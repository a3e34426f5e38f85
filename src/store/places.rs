//! Where files live on this system, or all in one folder.

use std::io;
use std::path::{Path, PathBuf};

use etcetera::app_strategy::{AppStrategy, AppStrategyArgs, choose_app_strategy};

use crate::platform::files;

/// Where each file lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The settings file.
    pub settings: PathBuf,
    /// The folder with one folder of history for each device.
    pub history: PathBuf,
    /// The snapshot.
    pub state: PathBuf,
    /// The log.
    pub log: PathBuf,
    /// There since the page on safety was acknowledged.
    pub safety: PathBuf,
    /// How large the window was, and where.
    pub window: PathBuf,
    /// The name of this device, written once.
    pub device: PathBuf,
    /// The folder of lock and socket.
    pub runtime: PathBuf,
}

/// The user has no home folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no home folder to keep files in; set HOME, or name a folder with --dir")]
pub struct NoHome;

impl Places {
    /// The usual places of this system.
    ///
    /// # Errors
    /// If the user has no home folder.
    pub fn standard() -> Result<Self, NoHome> {
        let strategy = choose_app_strategy(AppStrategyArgs {
            top_level_domain: String::new(),
            author: String::new(),
            app_name: "Soleus".to_owned(),
        })
        .map_err(|_| NoHome)?;
        let data = strategy.data_dir();
        let state = strategy.state_dir().unwrap_or_else(|| strategy.cache_dir());
        Ok(Self {
            settings: strategy.config_dir().join("settings.json"),
            history: data.join("history"),
            log: state.join("soleus.log"),
            safety: state.join("safety-read"),
            window: state.join("window.json"),
            device: state.join("device"),
            runtime: strategy
                .runtime_dir()
                .filter(|folder| folder_of(folder).is_dir())
                .unwrap_or_else(|| state.join("run")),
            state: state.join("state.json"),
        })
    }

    /// Everything in one folder: portable use, trials, tests.
    #[must_use]
    pub fn inside(folder: &Path) -> Self {
        Self {
            settings: folder.join("settings.json"),
            history: folder.join("history"),
            state: folder.join("state.json"),
            log: folder.join("soleus.log"),
            safety: folder.join("safety-read"),
            window: folder.join("window.json"),
            device: folder.join("device"),
            runtime: folder.join("run"),
        }
    }

    /// The same places, with the history in a folder that the user chose. `~` at its beginning
    /// stands for the home folder.
    #[must_use]
    pub fn with_history(self, folder: Option<&Path>) -> Self {
        let Some(folder) = folder else {
            return self;
        };
        let history = at_home(folder);
        Self { history, ..self }
    }

    /// The file whose lock says that the program runs.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.runtime.join("lock")
    }

    /// The socket through which the running program is reached.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.runtime.join("socket")
    }

    /// The file whose lock says that a window is open.
    #[must_use]
    pub fn window_lock(&self) -> PathBuf {
        self.runtime.join("window-lock")
    }

    /// The socket through which the open window is reached.
    #[must_use]
    pub fn window_socket(&self) -> PathBuf {
        self.runtime.join("window-socket")
    }

    /// Creates the folder of lock and socket, for its owner alone.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn create_runtime(&self) -> io::Result<()> {
        files::create_private_folder(&self.runtime)?;
        files::make_private(&self.runtime)
    }
}

/// The folder that a user named; `~` at its beginning stands for the home folder.
#[must_use]
pub fn at_home(folder: &Path) -> PathBuf {
    match (folder.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => folder.to_owned(),
    }
}

/// The folder a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_holds_everything() {
        let places = Places::inside(Path::new("/any"));
        for path in [
            &places.settings,
            &places.history,
            &places.state,
            &places.log,
            &places.device,
            &places.runtime,
            &places.lock(),
            &places.socket(),
        ] {
            assert!(path.starts_with("/any"), "{}", path.display());
        }
    }

    #[test]
    fn a_history_folder_of_ones_own_is_used() {
        let places = Places::inside(Path::new("/any"));
        let own = places.clone().with_history(Some(Path::new("/own")));
        assert_eq!(own.history, Path::new("/own"));
        assert_eq!(own.state, places.state);
        assert_eq!(places.clone().with_history(None), places);
        let home = etcetera::home_dir().unwrap();
        let own = places.with_history(Some(Path::new("~/notes")));
        assert_eq!(own.history, home.join("notes"));
    }
}
