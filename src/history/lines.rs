//! A text line by line, whatever stands in it: no line takes more memory than a line may be long.

use std::io::{self, BufRead, Read};

/// A longer line is damage, however it came there.
pub const LONGEST_LINE: u64 = 64 * 1024;

/// Calls `each` with every line without its line feed; with none for one that is longer than `most`.
///
/// # Errors
/// If it cannot be read, or what `each` says.
pub fn lines<E: From<io::Error>>(
    mut text: impl BufRead,
    most: u64,
    mut each: impl FnMut(Option<&[u8]>) -> Result<(), E>,
) -> Result<(), E> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = text.by_ref().take(most).read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok(());
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if length as u64 == most {
            text.skip_until(b'\n')?;
            each(None)?;
            continue;
        }
        each(Some(&line))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(text: &str, most: u64) -> Vec<Option<String>> {
        let mut found = Vec::new();
        let read: io::Result<()> = lines(text.as_bytes(), most, |line| {
            found.push(line.map(|line| String::from_utf8(line.to_vec()).unwrap()));
            Ok(())
        });
        read.unwrap();
        found
    }

    #[test]
    fn lines_come_without_their_line_feed_and_long_ones_not_at_all() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(lines_of("a\n\nb", 9), [some("a"), some(""), some("b")]);
        assert_eq!(
            lines_of(&format!("{}\nb\n", "x".repeat(50)), 9),
            [None, some("b")]
        );
        assert!(lines_of("", 9).is_empty());
    }
}
