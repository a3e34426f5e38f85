//! The text of a desktop entry: set and read single keys, keep everything else as it is.
//!
//! Quoting follows the Desktop Entry Specification 1.5. A value is escaped as a string, and `Exec`
//! before that as a command line: a backslash in a path is doubled for the quotes, and both are
//! doubled for the string.

use std::fmt::Write as _;

const GROUP: &str = "[Desktop Entry]";

/// A desktop entry, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DesktopEntry {
    lines: Vec<String>,
}

impl DesktopEntry {
    /// Reads any text: what is not understood is kept.
    pub(super) fn read(text: &str) -> Self {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if !lines.iter().any(|line| line.trim() == GROUP) {
            lines.insert(0, GROUP.to_owned());
        }
        Self { lines }
    }

    /// The text to write.
    pub(super) fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }

    /// The value of a key as it is written, without the spaces around it.
    pub(super) fn raw(&self, key: &str) -> Option<&str> {
        self.find(key)
            .and_then(|at| self.lines.get(at))
            .and_then(|line| line.split_once('='))
            .map(|(_, value)| value.trim())
    }

    /// The value of a key, its escapes undone.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.raw(key).map(unescape)
    }

    /// Whether a key is there and says yes.
    pub(super) fn is_true(&self, key: &str) -> bool {
        self.raw(key) == Some("true")
    }

    /// Gives a key this value, in its place if it has one, else at the end of the group.
    pub(super) fn set(&mut self, key: &str, value: &str) {
        let line = format!("{key}={}", escape(value));
        if let Some(there) = self.find(key).and_then(|at| self.lines.get_mut(at)) {
            *there = line;
        } else {
            let end = self.group().1;
            self.lines.insert(end, line);
        }
    }

    /// Gives a key this value if it has none.
    pub(super) fn set_if_missing(&mut self, key: &str, value: &str) {
        if self.find(key).is_none() {
            self.set(key, value);
        }
    }

    /// Takes a key out.
    pub(super) fn remove(&mut self, key: &str) {
        while let Some(at) = self.find(key) {
            self.lines.remove(at);
        }
    }

    fn find(&self, key: &str) -> Option<usize> {
        let (start, end) = self.group();
        (start..end).find(|at| {
            self.lines
                .get(*at)
                .and_then(|line| line.split_once('='))
                .is_some_and(|(name, _)| name.trim() == key)
        })
    }

    /// The lines of the group: from after its header to after its last line that is not empty.
    fn group(&self) -> (usize, usize) {
        let header = self.lines.iter().position(|line| line.trim() == GROUP);
        let start = header.map_or(0, |at| at + 1);
        let rest = self.lines.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|line| line.trim_start().starts_with('['))
            .unwrap_or(rest.len());
        let blank = rest
            .iter()
            .take(length)
            .rev()
            .take_while(|line| line.trim().is_empty())
            .count();
        (start, start + length - blank)
    }
}

/// A command line for `Exec`, before it is escaped as a string.
pub(super) fn command_line<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(quote).collect();
    quoted.join(" ")
}

/// The first word of an `Exec` command line; none when it cannot be read.
pub(super) fn first_word(command_line: &str) -> Option<String> {
    let mut word = String::new();
    let mut quoted = false;
    let mut chars = command_line.trim_start().chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' => word.push(chars.next()?),
            ' ' | '\t' | '\n' if !quoted => break,
            '%' => match chars.next()? {
                '%' => word.push('%'),
                _ => return None,
            },
            c => word.push(c),
        }
    }
    (!quoted && !word.is_empty()).then_some(word)
}

fn quote(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    let doubled = word.replace('%', "%%");
    if !word.is_empty() && word.chars().all(plain) {
        return doubled;
    }
    let mut quoted = String::from('"');
    for c in doubled.chars() {
        if matches!(c, '"' | '`' | '$' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

fn escape(value: &str) -> String {
    let mut escaped = String::new();
    for (at, c) in value.chars().enumerate() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\r' => escaped.push_str("\\r"),
            ' ' if at == 0 => escaped.push_str("\\s"),
            c => escaped.push(c),
        }
    }
    // A space at the end would be taken for space around the value.
    if let Some(rest) = escaped.strip_suffix(' ').map(str::to_owned) {
        escaped = rest;
        let _ = write!(escaped, "\\s");
    }
    escaped
}

fn unescape(value: &str) -> String {
    let mut plain = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('s') => plain.push(' '),
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => plain.push('\r'),
            Some(other) => plain.push(other),
            None => plain.push('\\'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_quoted_by_the_letter_of_the_specification() {
        let table = [
            ("/usr/bin/soleus", r"/usr/bin/soleus"),
            ("/opt/my apps/soleus", r#""/opt/my apps/soleus""#),
            ("/a\"b", r#""/a\\"b""#),
            ("/a\\b", r#""/a\\\\b""#),
            ("/a$b", r#""/a\\$b""#),
            ("/a`b", r#""/a\\`b""#),
            ("/a%b", r"/a%%b"),
            ("/a%f b", r#""/a%%f b""#),
            ("/a'b", r#""/a'b""#),
            ("/a;b", r#""/a;b""#),
            ("/a~b", r#""/a~b""#),
            ("/a\nb", r#""/a\nb""#),
            ("/größe/soleus", r"/größe/soleus"),
        ];
        for (program, written) in table {
            let mut entry = DesktopEntry::read("");
            entry.set("Exec", &command_line([program]));
            assert_eq!(entry.raw("Exec"), Some(written), "{program:?}");
            assert_eq!(
                entry.get("Exec").as_deref().and_then(first_word).as_deref(),
                Some(program)
            );
        }
    }

    #[test]
    fn words_are_quoted_one_by_one() {
        assert_eq!(
            command_line(["/usr/bin/soleus", "--dir", "/my things", ""]),
            r#"/usr/bin/soleus --dir "/my things" """#
        );
    }

    #[test]
    fn a_command_line_that_cannot_be_read_has_no_first_word() {
        for broken in ["", "  ", "\"/half", "/a\\", "%f", "%"] {
            assert_eq!(first_word(broken), None, "{broken:?}");
        }
    }

    #[test]
    fn a_value_keeps_its_outer_spaces() {
        let mut entry = DesktopEntry::read("");
        entry.set("TryExec", " a b ");
        assert_eq!(entry.raw("TryExec"), Some(r"\sa b\s"));
        assert_eq!(entry.get("TryExec").as_deref(), Some(" a b "));
    }

    const FOREIGN: &str = "\
# a comment
[Desktop Entry]
Type=Application
Name = Soleus
Name[de]=Soleus auf Deutsch
Exec=/old/soleus
X-KDE-autostart-phase=2

[Desktop Action Pause]
Name=Pause
Exec=/old/soleus pause
";

    #[test]
    fn what_others_wrote_is_kept_to_the_letter() {
        let mut entry = DesktopEntry::read(FOREIGN);
        assert_eq!(entry.text(), FOREIGN);
        entry.set("Exec", "/new/soleus");
        entry.set("TryExec", "/new/soleus");
        entry.set_if_missing("Name", "another");
        assert_eq!(
            entry.text(),
            FOREIGN
                .replacen("Exec=/old/soleus", "Exec=/new/soleus", 1)
                .replacen("phase=2\n", "phase=2\nTryExec=/new/soleus\n", 1)
        );
        entry.set("Exec", "/old/soleus");
        entry.remove("TryExec");
        assert_eq!(entry.text(), FOREIGN);
    }

    #[test]
    fn a_key_of_another_group_is_not_ours() {
        let entry = DesktopEntry::read("[Desktop Entry]\n[Other]\nHidden=true\n");
        assert!(!entry.is_true("Hidden"));
    }

    #[test]
    fn a_text_without_the_group_gets_it() {
        let mut entry = DesktopEntry::read("");
        entry.set("Type", "Application");
        assert_eq!(entry.text(), "[Desktop Entry]\nType=Application\n");
    }
}
