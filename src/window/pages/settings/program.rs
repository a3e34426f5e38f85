//! A program and its arguments in one line, as people write it; quotes keep words together. No shell
//! reads it.

/// The words of a line; none when a quote is left open.
pub(super) fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (Some('"'), '\\') if letters.peek().is_some_and(|next| "\"\\".contains(*next)) => {
                word.get_or_insert_default().extend(letters.next());
            }
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, space) if space.is_whitespace() => words.extend(word.take()),
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// The line of some words.
pub(super) fn line(words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |letter: char| !letter.is_whitespace() && !"\"'".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    if !word.contains('\'') {
        return format!("'{word}'");
    }
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_as_it_is_meant() {
        let table: [(&str, Option<&[&str]>); 9] = [
            ("", Some(&[])),
            ("  ", Some(&[])),
            ("notify-send Up", Some(&["notify-send", "Up"])),
            (
                "notify-send 'Up you get'",
                Some(&["notify-send", "Up you get"]),
            ),
            ("say \"it is \\\"due\\\"\"", Some(&["say", "it is \"due\""])),
            (
                "C:\\tools\\lamp.exe on",
                Some(&["C:\\tools\\lamp.exe", "on"]),
            ),
            ("a '' b", Some(&["a", "", "b"])),
            ("wo'r d's", Some(&["wor ds"])),
            ("say 'up", None),
        ];
        for (line, expected) in table {
            let expected =
                expected.map(|words| words.iter().map(|word| (*word).to_owned()).collect());
            assert_eq!(words(line), expected, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_program_is_read_back_from_its_line(
            program in proptest::collection::vec("[a '\"\\\\ä]{0,5}", 0..5)
        ) {
            proptest::prop_assert_eq!(words(&line(&program)), Some(program));
        }
    }
}
