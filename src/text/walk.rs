//! A walk over a text by what means something in it: past white space and comments, and over each text
//! in quotes as one.

/// Gives each byte that means something, with its place; of a text in quotes the first quote.
#[derive(Debug)]
pub(super) struct Walk<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The first comment it came by.
    pub(super) comment: Option<usize>,
    /// A text in quotes that runs over the end of its line: there the walk ends, because what follows
    /// may stand in it or not.
    pub(super) open_text: Option<usize>,
}

impl<'t> Walk<'t> {
    pub(super) fn over(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            comment: None,
            open_text: None,
        }
    }

    /// The place behind what is found, or the end.
    fn behind(&self, from: usize, found: &[u8]) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let place = rest.windows(found.len()).position(|here| here == found);
        place.map_or(self.bytes.len(), |place| from + place + found.len())
    }

    /// Where the quote stands that closes a text; none: not on its line.
    fn end_of_text(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.bytes.get(at) {
                Some(b'"') => return Some(at),
                Some(b'\n' | b'\r') | None => return None,
                Some(b'\\') if !matches!(self.bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 2,
                Some(_) => at += 1,
            }
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = (usize, u8);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let at = self.at;
            match (*self.bytes.get(at)?, self.bytes.get(at + 1)) {
                (b' ' | b'\t' | b'\r' | b'\n', _) => self.at += 1,
                (b'/', Some(b'/')) => {
                    self.comment.get_or_insert(at);
                    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
                    let length = self.bytes[at..].iter().position(ends);
                    self.at = length.map_or(self.bytes.len(), |length| at + length);
                }
                (b'/', Some(b'*')) => {
                    self.comment.get_or_insert(at);
                    self.at = self.behind(at + 2, b"*/");
                }
                (b'"', _) => {
                    let Some(end) = self.end_of_text(at) else {
                        self.open_text = Some(at);
                        self.at = self.bytes.len();
                        return None;
                    };
                    self.at = end + 1;
                    return Some((at, b'"'));
                }
                (byte, _) => {
                    self.at += 1;
                    return Some((at, byte));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_what_stands_in_quotes_are_passed_over() {
        let text = "{ // it is 5\" {\n \"a{\\\"\": /* [ \" */ [1] }";
        let met: Vec<_> = Walk::over(text).map(|(_, byte)| char::from(byte)).collect();
        assert_eq!(met, ['{', '"', ':', '[', '1', ']', '}']);
        let mut open = Walk::over("{ \"a\n}");
        assert_eq!(open.by_ref().count(), 1);
        assert_eq!((open.open_text, open.comment), (Some(2), None));
    }
}
