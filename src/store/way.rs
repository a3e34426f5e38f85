//! The way to a file: every folder and every link on it, as things stand.
//!
//! A settings file may be reached through links, from a folder of dotfiles or from another disk. When
//! any of them is swapped, another file is meant from then on.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// More links are taken for a circle, as the system does.
const MOST_LINKS: usize = 40;

/// What to watch so that no change of what is in a file goes unnoticed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Way {
    /// The folders in which a file, or the next step to it, comes and goes.
    pub folders: BTreeSet<PathBuf>,
    /// The names in them that matter.
    pub names: BTreeSet<OsString>,
    /// The files themselves, which may be written to under another name.
    pub files: BTreeSet<PathBuf>,
    /// The folders and links that were passed: what matters is that they are swapped, not what else is
    /// in them.
    pub passed: BTreeSet<PathBuf>,
    /// Folders in which every name matters. Each may be gone again.
    pub whole: BTreeSet<PathBuf>,
}

impl Way {
    /// The ways to several files.
    #[must_use]
    pub fn to<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut way = Self::default();
        for path in paths {
            way.walk(path, Goal::File);
        }
        way
    }

    /// The ways to whatever comes and goes in a folder; what is in the folders in it is not meant.
    #[must_use]
    pub fn into_folder(folder: &Path) -> Self {
        let mut way = Self::default();
        way.walk(folder, Goal::Folder);
        way
    }

    /// The folders where something comes and goes that can be asked for the disk they are on.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().chain(&self.whole).map(PathBuf::as_path)
    }

    fn walk(&mut self, path: &Path, goal: Goal) {
        let mut at = PathBuf::new();
        let mut ahead = steps(path);
        let mut links = 0;
        while let Some(step) = ahead.pop() {
            match step {
                Step::Root(root) => at = root,
                Step::Up => {
                    at.pop();
                }
                Step::Into(name) => {
                    let next = at.join(&name);
                    let Ok(metadata) = fs::symlink_metadata(&next) else {
                        // Here the way ends for now: what is missing is awaited.
                        return self.await_in(&at, name);
                    };
                    if metadata.is_symlink() {
                        self.passed.insert(next.clone());
                        links += 1;
                        match fs::read_link(&next) {
                            Ok(target) if links <= MOST_LINKS => ahead.extend(steps(&target)),
                            _ => return self.await_in(&at, name),
                        }
                    } else if ahead.is_empty() && goal == Goal::File {
                        self.files.insert(next);
                        return self.await_in(&at, name);
                    } else {
                        if ahead.is_empty() {
                            self.whole.insert(next.clone());
                        }
                        self.passed.insert(next.clone());
                        at = next;
                    }
                }
            }
        }
    }

    /// Something of this name comes and goes in a folder: or, where that tells nothing, the folder in
    /// the one above.
    fn await_in(&mut self, folder: &Path, name: OsString) {
        let mut folder = folder;
        let mut name = Some(name);
        loop {
            self.names.extend(name);
            match folder.parent() {
                Some(above) if fs::read_dir(folder).is_err() => {
                    name = folder.file_name().map(OsString::from);
                    folder = above;
                }
                _ => break,
            }
        }
        self.folders.insert(folder.to_owned());
    }
}

/// What is at the end of a way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    File,
    Folder,
}

enum Step {
    Root(PathBuf),
    Up,
    Into(OsString),
}

/// The steps of a path, the last first. A path that begins at the root begins anew.
fn steps(path: &Path) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut root: Option<PathBuf> = None;
    for component in path.components() {
        match component {
            Component::Prefix(_) | Component::RootDir => {
                root.get_or_insert_default().push(component);
            }
            Component::CurDir => {}
            Component::ParentDir => steps.push(Step::Up),
            Component::Normal(name) => steps.push(Step::Into(name.to_owned())),
        }
    }
    steps.reverse();
    steps.extend(root.map(Step::Root));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<OsString> {
        names.iter().map(OsString::from).collect()
    }

    #[test]
    fn a_plain_file_is_awaited_in_its_folder_and_its_folders_are_minded() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let file = root.join("config/soleus/settings.json");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let before = Way::to([file.as_path()]);
        fs::write(&file, "{}").unwrap();
        let way = Way::to([file.as_path()]);
        assert_eq!(way.folders, BTreeSet::from([root.join("config/soleus")]));
        assert_eq!(way.names, names(&["settings.json"]));
        assert_eq!(way.files, BTreeSet::from([file]));
        for passed in [&root, &root.join("config"), &root.join("config/soleus")] {
            assert!(way.passed.contains(passed), "{way:?}");
        }
        let files = BTreeSet::new();
        assert_eq!(before, Way { files, ..way });
    }

    #[test]
    fn a_folder_that_is_not_there_is_awaited_in_the_one_above() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let way = Way::to([root.join("config/soleus/settings.json").as_path()]);
        assert_eq!(way.folders, BTreeSet::from([root]));
        assert_eq!(way.names, names(&["config"]));
        assert_eq!(way.files, BTreeSet::new());
    }

    #[test]
    fn of_a_folder_everything_in_it_matters_and_nothing_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let folder = root.join("data/history");
        let awaited = Way::into_folder(&folder);
        assert_eq!(awaited, Way::to([folder.as_path()]));
        fs::create_dir_all(&folder).unwrap();
        let way = Way::into_folder(&folder);
        assert_eq!(way.whole, BTreeSet::from([folder.clone()]));
        assert!(way.folders.is_empty() && way.files.is_empty(), "{way:?}");
        assert!(way.passed.contains(&folder) && way.passed.contains(&root));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_one_after_the_other() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        for folder in ["home", "dots/soleus", "disk"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        symlink("../dots/./soleus", root.join("home/soleus")).unwrap();
        symlink(
            root.join("disk/real.json"),
            root.join("dots/soleus/settings.json"),
        )
        .unwrap();
        fs::write(root.join("disk/real.json"), "{}").unwrap();
        let way = Way::to([root.join("home/soleus/settings.json").as_path()]);
        assert_eq!(way.folders, BTreeSet::from([root.join("disk")]));
        assert_eq!(way.names, names(&["real.json"]));
        assert_eq!(way.files, BTreeSet::from([root.join("disk/real.json")]));
        for passed in [
            "home",
            "home/soleus",
            "dots/soleus",
            "dots/soleus/settings.json",
        ] {
            assert!(way.passed.contains(&root.join(passed)), "{passed}: {way:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_circle_of_links_ends() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        symlink("two", root.join("one")).unwrap();
        symlink("one", root.join("two")).unwrap();
        let way = Way::to([root.join("one").as_path()]);
        assert_eq!(way.folders, BTreeSet::from([root.clone()]));
        assert!(way.passed.contains(&root.join("one")) && way.passed.contains(&root.join("two")));
    }
}
