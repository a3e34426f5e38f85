//! Which folders of the history are machines', by their names: the same for whoever reads it.

use std::ffi::OsStr;

/// What a file system puts into each disk, and keeps to itself.
const RESCUED: &str = "lost+found";

/// Letters that show nothing and turn what stands beside them about: Unicode's format characters, and
/// its two separators of lines.
const UNSEEN: [(char, char); 20] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0001}', '\u{e0001}'),
    ('\u{e0020}', '\u{e007f}'),
];

/// The machine whose folder is named so; none: it is no machine's. Hidden folders are other programs'
/// (`.stfolder`, `.stversions`, `.git`). A name that no terminal can show as it is, one that is no text
/// or has letters that a terminal obeys, is none either.
#[must_use]
pub fn machine_of(folder: &OsStr) -> Option<&str> {
    let name = folder.to_str()?;
    let is_one = !name.starts_with('.') && name != RESCUED && name.chars().all(is_shown);
    is_one.then_some(name)
}

fn is_shown(letter: char) -> bool {
    let unseen = |(first, last): &(char, char)| (*first..=*last).contains(&letter);
    !letter.is_control() && !UNSEEN.iter().any(unseen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_can_be_shown_are_machines() {
        for name in ["pc-1", "Büro", "机器", "a b", "import-pc-1-3f9c2a07", "a.b"] {
            assert_eq!(machine_of(name.as_ref()), Some(name));
        }
    }

    #[test]
    fn folders_of_other_programs_and_names_that_play_tricks_are_none() {
        let names = [
            ".git",
            ".stversions",
            "lost+found",
            "pc\u{1b}[2J",
            "pc\n1",
            "a\u{202e}b",
            "a\u{2066}b",
            "a\u{200b}b",
            "a\u{ad}b",
            "a\u{feff}b",
            "a\u{2028}b",
            "a\u{e0041}b",
        ];
        for name in names {
            assert_eq!(machine_of(name.as_ref()), None, "{name:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_no_machine() {
        use std::os::unix::ffi::OsStrExt;

        assert_eq!(machine_of(OsStr::from_bytes(b"pc-\xff")), None);
    }
}
