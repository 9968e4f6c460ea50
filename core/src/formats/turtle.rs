//! Turtle for readers; kg.formats.turtle. <https://www.w3.org/TR/turtle/>

use super::names::{Names, in_order, nodes_from, parted};
use crate::counts::RDF_TYPE;
use crate::graph::{Graph, Pair};
use crate::lexical::are_digits;

/// The most characters of a list of objects on one line.
const WIDTH: usize = 80;

const XSD: &str = "<http://www.w3.org/2001/XMLSchema#";

/// The triples of a record: one block a subject, the trial first, with a blank line between.
pub fn blocks(graph: &Graph, names: &Names, trial: &str, margin: &str) -> String {
    let verbs = graph.predicates().map(|predicate| match predicate {
        RDF_TYPE => "a".to_owned(),
        _ => {
            let mut verb = String::new();
            names.write(predicate, &mut verb);
            verb
        }
    });
    let mut block = Block {
        graph,
        names,
        margin,
        verbs: verbs.collect(),
        ranks: names.ranks(graph),
        out: String::new(),
        objects: String::new(),
        ends: Vec::new(),
    };
    for node in nodes_from(graph, trial) {
        if !block.out.is_empty() {
            block.out.push('\n');
        }
        block.write(node);
    }
    block.out
}

struct Block<'a> {
    graph: &'a Graph,
    names: &'a Names,
    margin: &'a str,
    verbs: Vec<String>,
    ranks: Vec<u32>,
    out: String,
    objects: String,
    ends: Vec<usize>,
}

impl Block<'_> {
    /// The triples of one subject, in reading order.
    fn write(&mut self, node: usize) {
        self.out.push_str(self.margin);
        self.names.write(self.graph.term(node), &mut self.out);
        self.out.push(' ');
        for (place, pair) in in_order(self.graph, node, &self.ranks).iter().enumerate() {
            if place > 0 {
                self.out.push_str(" ;\n");
                self.out.push_str(self.margin);
                self.out.push_str("    ");
            }
            self.pair(pair);
        }
        self.out.push_str(" .\n");
    }

    fn pair(&mut self, pair: &Pair) {
        let verb = &self.verbs[pair.predicate as usize];
        self.out.push_str(verb);
        let objects = self.graph.objects(pair);
        if let [object] = objects {
            self.out.push(' ');
            term(self.graph.get(*object), self.names, &mut self.out);
            return;
        }
        self.objects.clear();
        self.ends.clear();
        let mut add = |object| {
            term(self.graph.get(object), self.names, &mut self.objects);
            self.ends.push(self.objects.len());
        };
        if verb == "a" {
            objects.iter().rev().copied().for_each(&mut add); // schema.org's and our own sort last
        } else {
            objects.iter().copied().for_each(&mut add);
        }
        self.list();
    }

    /// Several objects after their predicate, or each on a line of its own.
    fn list(&mut self) {
        let separators = 2 * (self.ends.len() - 1);
        let is_line = fits(&self.objects, WIDTH.saturating_sub(separators))
            && !self.objects.contains('\n')
            && separators <= WIDTH;
        let mut start = 0;
        for &end in &self.ends {
            if start > 0 {
                self.out.push_str(if is_line { ", " } else { "," });
            } else if is_line {
                self.out.push(' ');
            }
            if !is_line {
                self.out.push('\n');
                self.out.push_str(self.margin);
                self.out.push_str("        ");
            }
            self.out.push_str(&self.objects[start..end]);
            start = end;
        }
    }
}

/// Whether a text has at most so many characters.
pub(super) fn fits(text: &str, most: usize) -> bool {
    text.len() <= most || (text.len() <= 4 * most && text.chars().count() <= most)
}

/// Writes an IRI or a literal in the shortest form that all parsers read alike.
fn term(term: &str, names: &Names, out: &mut String) {
    if term.ends_with('"') {
        text(term, out);
    } else if term.starts_with('<') {
        names.write(term, out);
    } else {
        let (quoted, mark) = parted(term);
        if mark
            .strip_prefix("^^")
            .is_some_and(|datatype| is_short(quoted, datatype))
        {
            out.push_str(&quoted[1..quoted.len() - 1]);
            return;
        }
        text(quoted, out);
        match mark.strip_prefix("^^") {
            Some(datatype) => {
                out.push_str("^^");
                names.write(datatype, out);
            }
            None => out.push_str(mark),
        }
    }
}

/// Whether it is a number or a boolean in its canonical form, so that no parser changes it.
fn is_short(quoted: &str, datatype: &str) -> bool {
    let text = &quoted[1..quoted.len() - 1];
    match datatype.strip_prefix(XSD) {
        Some("boolean>") => matches!(text, "true" | "false"),
        Some("integer>") => text == "0" || is_whole(text.strip_prefix('-').unwrap_or(text)),
        Some("decimal>") => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            digits.split_once('.').is_some_and(|(whole, part)| {
                let ends = part == "0" || !part.ends_with('0');
                (whole == "0" || is_whole(whole)) && ends && are_digits(part) && part.len() <= 18
            })
        }
        _ => false,
    }
}

/// Whether it is a whole number from 1 of at most 18 digits, without zeros before it.
fn is_whole(digits: &str) -> bool {
    are_digits(digits) && !digits.starts_with('0') && digits.len() <= 18
}

/// Writes a quoted text; one of several lines between triple quotes.
fn text(quoted: &str, out: &mut String) {
    if quoted.contains("\\n") && has_line_feed(quoted) {
        out.push_str("\"\"\"");
        for (place, part) in quoted[1..quoted.len() - 1].split("\\\\").enumerate() {
            if place > 0 {
                out.push_str("\\\\");
            }
            readable(part, out);
        }
        out.push_str("\"\"\"");
    } else {
        out.push_str(quoted);
    }
}

fn has_line_feed(quoted: &str) -> bool {
    quoted[1..quoted.len() - 1]
        .split("\\\\")
        .any(|part| part.contains("\\n") || part.contains('\n'))
}

/// Line feeds and quotes unescaped, except adjacent quotes and those at the end.
fn readable(part: &str, out: &mut String) {
    let keeps_quotes = part.contains("\\\"\\\"") || part.ends_with("\\\"");
    let mut rest = part;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        match rest.as_bytes().get(at + 1) {
            Some(b'n') => out.push('\n'),
            Some(b'"') if !keeps_quotes => out.push('"'),
            Some(byte) if byte.is_ascii() => out.push_str(&rest[at..at + 2]),
            _ => {
                out.push('\\');
                rest = &rest[at + 1..];
                continue;
            }
        }
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;
    use super::*;
    use crate::graph::tests::graph_of;

    fn written(object: &str) -> String {
        let mut out = String::new();
        term(object, &names(), &mut out);
        out
    }

    #[test]
    fn numbers_and_booleans_in_canonical_form_are_short() {
        let typed = |text: &str, name: &str| format!("\"{text}\"^^{XSD}{name}>");
        for (text, name) in [
            ("0", "integer"),
            ("-12", "integer"),
            ("0.5", "decimal"),
            ("-1.0", "decimal"),
            ("true", "boolean"),
        ] {
            assert_eq!(written(&typed(text, name)), text);
        }
        for (text, name) in [
            ("-0", "integer"),
            ("01", "integer"),
            ("1234567890123456789", "integer"),
            ("1.50", "decimal"),
            (".5", "decimal"),
            ("1.", "decimal"),
            ("1", "boolean"),
        ] {
            assert_eq!(written(&typed(text, name)), typed(text, name));
        }
    }

    #[test]
    fn texts_of_several_lines() {
        assert_eq!(written(r#""a\nb""#), "\"\"\"a\nb\"\"\"");
        assert_eq!(written(r#""a\\nb""#), r#""a\\nb""#);
        assert_eq!(written(r#""\"a\" b\nc""#), "\"\"\"\"a\" b\nc\"\"\"");
        assert_eq!(written(r#""a\n\"b\"""#), "\"\"\"a\n\\\"b\\\"\"\"\"");
        assert_eq!(written(r#""a\r\nb"@en"#), "\"\"\"a\\r\nb\"\"\"@en");
    }

    #[test]
    fn a_block_a_subject() {
        let graph = graph_of(&[
            ("<http://s/b>", RDF_TYPE, "<http://k/#A>"),
            ("<http://s/b>", RDF_TYPE, "<http://s/Z>"),
            ("<http://s/a>", "<p>", "\"1\""),
        ]);
        assert_eq!(
            blocks(&graph, &names(), "<http://s/b>", "  "),
            "  s:b a s:Z, k:A .\n\n  s:a <p> \"1\" .\n"
        );
    }
}
