//! A source file as words: comments and literals are gone, paths are whole.

/// One file of `src/`.
pub(crate) struct Source {
    /// Its path in `src/`, with slashes.
    pub(crate) name: String,
    /// How many lines stand before its tests.
    pub(crate) lines: usize,
    /// Names and single signs, in order. `::` is one.
    pub(crate) words: Vec<String>,
    /// How many of them stand before its tests.
    pub(crate) words_before_tests: usize,
}

impl Source {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let before_tests: Vec<&str> = text
            .lines()
            .take_while(|line| !line.starts_with("#[cfg(test)]"))
            .collect();
        Self {
            name: name.to_owned(),
            lines: before_tests.len(),
            words: words(text),
            words_before_tests: words(&before_tests.join("\n")).len(),
        }
    }

    /// The folder or file of `src/` it belongs to: `engine/now.rs` to `engine`, `link.rs` to `link`.
    pub(crate) fn layer(&self) -> &str {
        let first = self.name.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    pub(crate) fn is_in(&self, folder: &str) -> bool {
        self.name.starts_with(folder)
    }

    /// Every path that is named, groups taken apart: `use a::{b, c::d}` gives `a::b` and `a::c::d`.
    /// Those that begin with `super` are given from the crate on.
    pub(crate) fn paths(&self) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut modules = module_of(&self.name);
        // For each open brace, whether it opened a module.
        let mut braces = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            match self.words[at].as_str() {
                "{" => {
                    let opens = at >= 2 && self.words[at - 2] == "mod";
                    if opens {
                        modules.push(self.words[at - 1].clone());
                    }
                    braces.push(opens);
                    at += 1;
                }
                "}" => {
                    if braces.pop() == Some(true) {
                        modules.pop();
                    }
                    at += 1;
                }
                word if is_name(word) => {
                    let before = found.len();
                    at = self.path(at, &Vec::new(), &mut found);
                    for path in &mut found[before..] {
                        *path = from_crate(path, &modules);
                    }
                }
                _ => at += 1,
            }
        }
        found
    }

    /// Reads one path or group that begins at `at`; gives the place behind it.
    fn path(&self, mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
        let mut path = before.to_vec();
        loop {
            match self.word(at) {
                "{" => {
                    at += 1;
                    while !matches!(self.word(at), "}" | "") {
                        let next = self.path(at, &path, found);
                        at = match self.word(next) {
                            "as" => next + 2,
                            _ if next == at => at + 1,
                            _ => next,
                        };
                    }
                    return at + 1;
                }
                "*" if !path.is_empty() => {
                    path.push("*".to_owned());
                    at += 1;
                    break;
                }
                word if is_name(word) => {
                    path.push(word.to_owned());
                    at += 1;
                    if self.word(at) != "::" || self.word(at + 1) == "<" {
                        break;
                    }
                    at += 1;
                }
                _ => break,
            }
        }
        if path.len() > before.len() {
            found.push(path);
        }
        at
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }
}

/// `engine/now.rs` is the module `engine::now`, `engine/mod.rs` is engine.
fn module_of(name: &str) -> Vec<String> {
    let mut modules: Vec<String> = name.split('/').map(str::to_owned).collect();
    if let Some(file) = modules.pop()
        && !matches!(file.as_str(), "mod.rs" | "lib.rs" | "main.rs")
    {
        modules.push(file.trim_end_matches(".rs").to_owned());
    }
    modules
}

fn from_crate(path: &[String], modules: &[String]) -> Vec<String> {
    let up = path.iter().take_while(|word| *word == "super").count();
    if up == 0 {
        return path.to_vec();
    }
    let stay = modules.len().saturating_sub(up);
    std::iter::once("crate".to_owned())
        .chain(modules[..stay].iter().cloned())
        .chain(path[up..].iter().cloned())
        .collect()
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn words(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let rest = &signs[at..];
        match rest {
            ['/', '/', ..] => at += rest.iter().take_while(|sign| **sign != '\n').count(),
            ['/', '*', ..] => at += block_comment(rest),
            ['r', '"' | '#', ..] | ['b', 'r', '"' | '#', ..] if raw_string(rest).is_some() => {
                at += raw_string(rest).unwrap_or(1);
            }
            ['"', ..] => at += string(rest),
            ['\'', '\\', ..] => {
                at += 3 + rest[3..].iter().take_while(|sign| **sign != '\'').count() + 1;
            }
            ['\'', _, '\'', ..] => at += 3,
            [':', ':', ..] => {
                words.push("::".to_owned());
                at += 2;
            }
            [sign, ..] if sign.is_alphanumeric() || *sign == '_' => {
                let name: String = rest
                    .iter()
                    .take_while(|sign| sign.is_alphanumeric() || **sign == '_')
                    .collect();
                at += name.chars().count();
                words.push(name);
            }
            [sign, ..] => {
                if !sign.is_whitespace() {
                    words.push(sign.to_string());
                }
                at += 1;
            }
            [] => break,
        }
    }
    words
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// The length of `r"…"` or `r#"…"#`, if one begins here.
fn raw_string(rest: &[char]) -> Option<usize> {
    let start = rest.iter().position(|sign| *sign == 'r')? + 1;
    let hashes = rest[start..]
        .iter()
        .take_while(|sign| **sign == '#')
        .count();
    if rest.get(start + hashes) != Some(&'"') {
        return None;
    }
    let mut at = start + hashes + 1;
    while at < rest.len() {
        let closed = rest[at] == '"'
            && rest[at + 1..]
                .iter()
                .take_while(|sign| **sign == '#')
                .count()
                >= hashes;
        if closed {
            return Some(at + 1 + hashes);
        }
        at += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(name: &str, text: &str) -> Vec<String> {
        Source::new(name, text)
            .paths()
            .iter()
            .map(|path| path.join("::"))
            .filter(|path| path.contains("::"))
            .collect()
    }

    #[test]
    fn groups_are_taken_apart() {
        assert_eq!(
            paths(
                "x.rs",
                "use a::{b, c::{d, e as f}, g::*}; h::i::<J>(k::L { m: 1 })"
            ),
            ["a::b", "a::c::d", "a::c::e", "a::g::*", "h::i", "k::L"]
        );
    }

    #[test]
    fn super_is_followed_through_inline_modules() {
        assert_eq!(paths("a/b.rs", "super::c::D"), ["crate::a::c::D"]);
        assert_eq!(paths("a/b.rs", "super::super::c::D"), ["crate::c::D"]);
        assert_eq!(
            paths(
                "a/b.rs",
                "mod t { fn f() { super::super::c::D } } super::e::F"
            ),
            ["crate::a::c::D", "crate::a::e::F"]
        );
        assert_eq!(
            paths("a/mod.rs", "use super::{c::D, e};"),
            ["crate::c::D", "crate::e"]
        );
    }

    #[test]
    fn comments_and_literals_do_not_count() {
        let text = r##"
            // a::b
            /* a::b /* a::b */ a::b */
            let x = "a::b \" a::b"; let y = r#"a::b " a::b"#; let z = '"'; let q = '\''; let l: &'a str;
            let w = c::d;
        "##;
        assert_eq!(paths("x.rs", text), ["c::d"]);
    }

    #[test]
    fn tests_at_the_end_do_not_count_as_length() {
        let source = Source::new("x.rs", "fn a() {}\n\n#[cfg(test)]\nmod tests {}\n");
        assert_eq!(source.lines, 2);
    }
}
