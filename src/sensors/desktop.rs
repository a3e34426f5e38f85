//! The desktop that is watched: what of it there is, and where.

use std::env;
use std::path::{Path, PathBuf};

use crate::platform::patience::Patience;

/// The desktop that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desktop {
    /// The X display; none: there is none.
    pub display: Option<String>,
    /// The socket of the Wayland compositor; none: this is no Wayland session. In one, X hears only
    /// some of the input and is not asked.
    pub wayland: Option<PathBuf>,
    /// The address of the session bus; none: the usual one.
    pub session_bus: Option<String>,
    /// The address of the system bus; none: the usual one.
    pub system_bus: Option<String>,
    /// The login session; none: found by the system.
    pub session: Option<String>,
    /// The socket of the sound server; none: there is no place for one.
    pub sound_server: Option<PathBuf>,
    /// The file with the sound server's cookie, which need not be there: who runs as the same user is
    /// let in without.
    pub sound_cookie: Option<PathBuf>,
    /// The folder of the video devices.
    pub devices: PathBuf,
    /// The limits.
    pub patience: Patience,
}

impl Default for Desktop {
    /// A desktop with nothing, but for the usual buses.
    fn default() -> Self {
        Self {
            display: None,
            wayland: None,
            session_bus: None,
            system_bus: None,
            session: None,
            sound_server: None,
            sound_cookie: None,
            devices: PathBuf::from("/dev"),
            patience: Patience::default(),
        }
    }
}

impl Desktop {
    /// The desktop this program was started in.
    #[must_use]
    pub fn from_environment() -> Self {
        let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let runtime = set("XDG_RUNTIME_DIR").map(PathBuf::from);
        Self {
            display: set("DISPLAY"),
            wayland: wayland(
                set("WAYLAND_DISPLAY"),
                set("XDG_SESSION_TYPE").as_deref(),
                runtime.as_deref(),
            ),
            session: set("XDG_SESSION_ID"),
            sound_server: sound_server(
                set("PULSE_SERVER"),
                set("PULSE_RUNTIME_PATH"),
                runtime.as_deref(),
            ),
            sound_cookie: sound_cookie(set("PULSE_COOKIE"), set("XDG_CONFIG_HOME"), set("HOME")),
            ..Self::default()
        }
    }
}

/// Where the compositor listens. A Wayland session that does not say where has the usual place.
fn wayland(
    display: Option<String>,
    session_type: Option<&str>,
    runtime: Option<&Path>,
) -> Option<PathBuf> {
    let usual = || (session_type == Some("wayland")).then(|| "wayland-0".to_owned());
    let name = display.or_else(usual)?;
    // An absolute name stands for itself.
    Some(runtime.unwrap_or(Path::new("/")).join(name))
}

/// Where the sound server listens. One on another machine is not asked.
fn sound_server(
    server: Option<String>,
    own_runtime: Option<String>,
    runtime: Option<&Path>,
) -> Option<PathBuf> {
    match server {
        Some(server) => {
            // `{machine-id}unix:/path` and the like: several, of which the first local one counts.
            let mut places = server.split_whitespace().map(|place| {
                let place = place.rsplit_once('}').map_or(place, |(_, place)| place);
                place.strip_prefix("unix:").unwrap_or(place)
            });
            places
                .find(|place| place.starts_with('/'))
                .map(PathBuf::from)
        }
        None => match own_runtime {
            Some(folder) => Some(Path::new(&folder).join("native")),
            None => Some(runtime?.join("pulse/native")),
        },
    }
}

/// Where the sound server leaves the cookie that lets one in.
fn sound_cookie(
    cookie: Option<String>,
    config: Option<String>,
    home: Option<String>,
) -> Option<PathBuf> {
    let own_config = || Some(Path::new(&home?).join(".config"));
    let usual = || {
        let config = config.map(PathBuf::from).or_else(own_config)?;
        Some(config.join("pulse/cookie"))
    };
    cookie.map(PathBuf::from).or_else(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compositor_is_found_by_name_by_path_and_by_the_kind_of_session() {
        let runtime = Path::new("/run/user/7");
        let found = |display: Option<&str>, kind| {
            wayland(display.map(str::to_owned), kind, Some(runtime))
                .map(|path| path.display().to_string())
        };
        let table = [
            (None, None, None),
            (None, Some("x11"), None),
            (None, Some("wayland"), Some("/run/user/7/wayland-0")),
            (Some("wayland-1"), None, Some("/run/user/7/wayland-1")),
            (Some("/tmp/way"), Some("wayland"), Some("/tmp/way")),
        ];
        for (display, kind, path) in table {
            assert_eq!(
                found(display, kind).as_deref(),
                path,
                "{display:?} {kind:?}"
            );
        }
    }

    #[test]
    fn the_sound_server_is_found_where_it_is_local() {
        let runtime = Path::new("/run/user/7");
        let found = |server: Option<&str>, own: Option<&str>| {
            sound_server(
                server.map(str::to_owned),
                own.map(str::to_owned),
                Some(runtime),
            )
            .map(|path| path.display().to_string())
        };
        let table = [
            (None, None, Some("/run/user/7/pulse/native")),
            (None, Some("/p"), Some("/p/native")),
            (Some("unix:/tmp/native"), None, Some("/tmp/native")),
            (Some("/tmp/native"), None, Some("/tmp/native")),
            (Some("{0a1b}unix:/tmp/native"), None, Some("/tmp/native")),
            (
                Some("tcp:desk:4713 unix:/tmp/native"),
                None,
                Some("/tmp/native"),
            ),
            (Some("tcp:desk:4713"), Some("/p"), None),
        ];
        for (server, own, path) in table {
            assert_eq!(found(server, own).as_deref(), path, "{server:?} {own:?}");
        }
    }

    #[test]
    fn the_cookie_is_where_it_is_said_or_with_the_settings() {
        let found = |cookie: Option<&str>, config: Option<&str>, home: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            let path = sound_cookie(own(cookie), own(config), own(home));
            path.map(|path| path.display().to_string())
        };
        assert_eq!(found(None, None, None), None);
        let usual = found(None, None, Some("/home/ann"));
        assert_eq!(usual.as_deref(), Some("/home/ann/.config/pulse/cookie"));
        let moved = found(None, Some("/c"), Some("/home/ann"));
        assert_eq!(moved.as_deref(), Some("/c/pulse/cookie"));
        let named = found(Some("/k"), Some("/c"), Some("/home/ann"));
        assert_eq!(named.as_deref(), Some("/k"));
    }
}
