//! RDF/XML; kg.formats.rdfxml. <https://www.w3.org/TR/rdf-syntax-grammar/>

use super::names::{Names, in_order, nodes_from, parted};
use crate::counts::RDF_TYPE;
use crate::graph::Graph;

const RDF: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The names of the syntax, not usable for a property or a class.
const SYNTAX: [&str; 11] = [
    "RDF",
    "ID",
    "about",
    "bagID",
    "parseType",
    "resource",
    "nodeID",
    "li",
    "datatype",
    "Description",
    "aboutEach",
];

/// A predicate that can't be an element, or a character that XML can't hold.
#[derive(Debug, PartialEq, Eq)]
pub struct NotInXml;

/// The node elements of a record, the trial's first.
pub fn elements(graph: &Graph, names: &Names, trial: &str) -> Result<String, NotInXml> {
    let tags: Vec<Tag> = graph
        .predicates()
        .map(|predicate| Tag::of(predicate, names))
        .collect::<Result<_, _>>()?;
    let ranks = names.ranks(graph);
    let rdf_type = graph.predicate_position(RDF_TYPE);
    let mut out = String::new();
    for node in nodes_from(graph, trial) {
        let types = rdf_type.map_or(&[] as &[_], |place| graph.values(node, place));
        let class = types.last().and_then(|last| qname(graph.get(*last), names)); // schema.org's and our own sort last
        let name = class.as_deref().unwrap_or("rdf:Description");
        out.push_str("  <");
        out.push_str(name);
        out.push_str(" rdf:about=\"");
        iri(graph.term(node), &mut out)?;
        out.push_str("\">\n");
        for pair in in_order(graph, node, &ranks) {
            let mut objects = graph.objects(pair);
            if class.is_some() && Some(pair.predicate) == rdf_type {
                objects = &objects[..objects.len() - 1];
            }
            for object in objects {
                tags[pair.predicate as usize].element(graph.get(*object), &mut out)?;
            }
        }
        out.push_str("  </");
        out.push_str(name);
        out.push_str(">\n");
    }
    Ok(out)
}

/// The start of a property's start tag, and its end tag.
struct Tag {
    start: String,
    end: String,
}

impl Tag {
    fn of(predicate: &str, names: &Names) -> Result<Self, NotInXml> {
        let (namespace, local) = split(predicate).ok_or(NotInXml)?;
        if is_syntax(predicate) {
            return Err(NotInXml);
        }
        if let Some(name) = qname(predicate, names) {
            return Ok(Self {
                start: format!("    <{name}"),
                end: format!("</{name}>\n"),
            });
        }
        let mut start = format!("    <ns:{local} xmlns:ns=\"");
        escaped(namespace.chars(), &mut start)?;
        start.push('"');
        Ok(Self {
            start,
            end: format!("</ns:{local}>\n"),
        })
    }

    fn element(&self, term: &str, out: &mut String) -> Result<(), NotInXml> {
        out.push_str(&self.start);
        if term.starts_with('<') {
            out.push_str(" rdf:resource=\"");
            iri(term, out)?;
            out.push_str("\"/>\n");
            return Ok(());
        }
        let (quoted, mark) = parted(term);
        if let Some(language) = mark.strip_prefix('@') {
            out.push_str(" xml:lang=\"");
            out.push_str(language);
            out.push('"');
        } else if let Some(datatype) = mark.strip_prefix("^^") {
            out.push_str(" rdf:datatype=\"");
            iri(datatype, out)?;
            out.push('"');
        }
        out.push('>');
        text(&quoted[1..quoted.len() - 1], out)?;
        out.push_str(&self.end);
        Ok(())
    }
}

/// A namespace and a local name that is an NCName.
fn split(predicate: &str) -> Option<(&str, &str)> {
    let iri = &predicate[1..predicate.len() - 1];
    let is_in_name =
        |character: char| character.is_ascii_alphanumeric() || "_.-".contains(character);
    let from = iri.trim_end_matches(is_in_name).len();
    let is_first = |character: char| character.is_ascii_alphabetic() || character == '_';
    let from = from.max(iri.chars().next()?.len_utf8());
    let at = from + iri[from..].find(is_first)?;
    Some(iri.split_at(at))
}

fn is_syntax(term: &str) -> bool {
    let name = term
        .strip_prefix(RDF)
        .and_then(|rest| rest.strip_suffix('>'));
    name.is_some_and(|name| SYNTAX.contains(&name) || name == "aboutEachPrefix")
}

/// The prefixed name of a property or a class, if it can be that of an element.
fn qname(term: &str, names: &Names) -> Option<String> {
    let (prefix, local) = names.prefixed(term)?;
    let fits = prefix.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !prefix.is_empty()
        && !local.starts_with(|first: char| first.is_ascii_digit())
        && !is_syntax(term);
    fits.then(|| format!("{prefix}:{local}"))
}

fn iri(term: &str, out: &mut String) -> Result<(), NotInXml> {
    escaped(term[1..term.len() - 1].chars(), out)
}

/// Writes the text of a literal; parsers keep all white space but carriage returns.
fn text(text: &str, out: &mut String) -> Result<(), NotInXml> {
    if !text.contains('\\') {
        return escaped(text.chars(), out);
    }
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let character = match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(quoted @ ('\\' | '"')) => quoted,
                _ => return Err(NotInXml), // an escape that kg does not write
            },
            _ => character,
        };
        escaped([character].into_iter(), out)?;
    }
    Ok(())
}

fn escaped(characters: impl Iterator<Item = char>, out: &mut String) -> Result<(), NotInXml> {
    for character in characters {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            '\t' | '\n' => out.push(character),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => return Err(NotInXml),
            _ => out.push(character),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;
    use super::*;
    use crate::graph::tests::graph_of;

    #[test]
    fn a_node_is_named_after_its_type() {
        let graph = graph_of(&[
            ("<http://s/a>", RDF_TYPE, "<http://s/A>"),
            ("<http://s/a>", "<http://k/#p>", r#""a\\n<\n&""#),
            ("<http://s/a>", "<http://x/q>", r#""b"@en"#),
        ]);
        let expected = "  <s:A rdf:about=\"http://s/a\">\n    <k:p>a\\n&lt;\n&amp;</k:p>\n    \
                        <ns:q xmlns:ns=\"http://x/\" xml:lang=\"en\">b</ns:q>\n  </s:A>\n";
        assert_eq!(elements(&graph, &names(), "").as_deref(), Ok(expected));
    }

    #[test]
    fn what_xml_can_not_hold() {
        for (predicate, object) in [
            ("<http://k/#p>", "\"\u{1}\""),
            ("<http://k/#1>", "\"a\""),
            ("<http://www.w3.org/1999/02/22-rdf-syntax-ns#li>", "\"a\""),
        ] {
            let graph = graph_of(&[("<http://s/a>", predicate, object)]);
            assert_eq!(elements(&graph, &names(), ""), Err(NotInXml));
        }
    }

    #[test]
    fn the_local_name_is_as_long_as_it_can_be() {
        assert_eq!(split("<http://x/1a-b>"), Some(("http://x/1", "a-b")));
        assert_eq!(split("<ab>"), Some(("a", "b")));
        assert_eq!(split("<http://x/>"), None);
    }
}
