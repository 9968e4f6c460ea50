//! Text in one buffer, of which a span is a piece, and terms numbered in the order of their first use.

use std::fmt;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// A piece of a `Text`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: u32,
    end: u32,
}

/// More than 4 GiB of text in one graph.
#[derive(Debug, PartialEq, Eq)]
pub struct TooMuchText;

impl fmt::Display for TooMuchText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a graph has more than 4 GiB of text")
    }
}

/// A buffer to which pieces of text are added.
#[derive(Clone, Debug, Default)]
pub struct Text(String);

impl Text {
    /// Adds a piece.
    pub fn push(&mut self, piece: &str) -> Result<Span, TooMuchText> {
        let start = self.0.len();
        let end = u32::try_from(start + piece.len()).map_err(|_| TooMuchText)?;
        self.0.push_str(piece);
        Ok(Span {
            start: start as u32,
            end,
        })
    }

    /// Adds a literal of N-Triples: a text with its escapes, and the end, such as a datatype.
    pub fn push_literal(&mut self, text: &str, end: [&str; 3]) -> Result<Span, TooMuchText> {
        let start = self.0.len();
        self.0.push('"');
        let mut rest = text;
        while let Some(at) = first_escaped(rest) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'\\' => "\\\\",
                b'"' => "\\\"",
                b'\n' => "\\n",
                _ => "\\r",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        self.0.push('"');
        for piece in end {
            self.0.push_str(piece);
        }
        let end = u32::try_from(self.0.len()).map_err(|_| TooMuchText)?;
        Ok(Span {
            start: start as u32,
            end,
        })
    }

    /// The piece that a span of this text is.
    pub fn get(&self, span: Span) -> &str {
        &self.0[span.start as usize..span.end as usize]
    }
}

/// The place of the first character that a literal escapes.
fn first_escaped(text: &str) -> Option<usize> {
    const AT_ONCE: usize = 32;
    let is_escaped = |byte: &u8| matches!(byte, b'\\' | b'"' | b'\n' | b'\r');
    let mut start = 0;
    for bytes in text.as_bytes().chunks(AT_ONCE) {
        // All bytes are looked at, as this is done by one instruction for many.
        if bytes.iter().fold(false, |any, byte| any | is_escaped(byte)) {
            return bytes.iter().position(is_escaped).map(|at| start + at);
        }
        start += bytes.len();
    }
    None
}

/// Terms, each with a number: that of its first use.
#[derive(Clone, Debug, Default)]
pub struct Numbered {
    table: HashTable<u32>,
    spans: Vec<Span>,
}

impl Numbered {
    /// The number of a term, which is added to the text if it is new.
    pub fn number(&mut self, term: &str, text: &mut Text) -> Result<u32, TooMuchText> {
        let hash = hash_of(term);
        let spans = &self.spans;
        if let Some(&found) = self
            .table
            .find(hash, |&at| text.get(spans[at as usize]) == term)
        {
            return Ok(found);
        }
        let number = u32::try_from(self.spans.len()).map_err(|_| TooMuchText)?;
        let span = text.push(term)?;
        self.spans.push(span);
        let spans = &self.spans;
        self.table
            .insert_unique(hash, number, |&at| hash_of(text.get(spans[at as usize])));
        Ok(number)
    }

    /// Whether a term has a number.
    pub fn contains(&self, term: &str, text: &Text) -> bool {
        self.table
            .find(hash_of(term), |&at| {
                text.get(self.spans[at as usize]) == term
            })
            .is_some()
    }

    /// The terms in the order of their numbers.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The numbers in the order of the terms.
    pub fn sorted(&self, text: &Text) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.spans.len() as u32).collect();
        order.sort_unstable_by_key(|&at| text.get(self.spans[at as usize]));
        order
    }
}

fn hash_of(term: &str) -> u64 {
    FxBuildHasher.hash_one(term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_escaped() {
        let mut text = Text::default();
        let span = text.push_literal("a\\\"\n\r\tä", ["", "", ""]).unwrap();
        assert_eq!(text.get(span), "\"a\\\\\\\"\\n\\r\tä\"");
        let long = format!("{}\"{}\n", "ä".repeat(40), "b".repeat(70));
        let span = text.push_literal(&long, [""; 3]).unwrap();
        let escaped = long.replace('"', "\\\"").replace('\n', "\\n");
        assert_eq!(text.get(span), format!("\"{escaped}\""));
        let span = text.push_literal("1", ["^^<", "x", ">"]).unwrap();
        assert_eq!(text.get(span), "\"1\"^^<x>");
    }

    #[test]
    fn a_term_keeps_its_number() {
        let (mut text, mut numbered) = (Text::default(), Numbered::default());
        let given = ["<b>", "<a>", "<b>", "<ä>"];
        let numbers: Vec<u32> = given
            .iter()
            .map(|term| numbered.number(term, &mut text).unwrap())
            .collect();
        assert_eq!(numbers, [0, 1, 0, 2]);
        assert_eq!(numbered.sorted(&text), [1, 0, 2]);
        assert!(numbered.contains("<ä>", &text));
        assert!(!numbered.contains("<c>", &text));
    }
}
