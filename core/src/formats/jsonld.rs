//! JSON-LD in compact form, one readable tree a record; kg.formats.jsonld.

use super::context::{Context, Kind, Misread};
use super::jsonld_values::{Property, id, is_native, is_of, value};
use super::names::{Names, in_order, parted};
use super::placed::Placed;
use super::turtle::fits;
use crate::counts::RDF_TYPE;
use crate::graph::{Graph, Pair};
use crate::text::Span;

/// The most characters of an array on one line.
const WIDTH: usize = 80;

/// A document of one record: with the context of that IRI, or else with its own.
pub fn document(
    graph: &Graph,
    context: &Context,
    order: &Names,
    trial: &str,
    name: &str,
    published: Option<&str>,
) -> Result<String, Misread> {
    let properties = properties(graph, context)?;
    let mut text = String::new();
    Tree {
        graph,
        context,
        properties: &properties,
        ranks: order.ranks(graph),
        placed: Placed::of(graph, trial),
    }
    .write(&mut text)?;
    let mut out = String::with_capacity(text.len() + 4096);
    out.push_str("{\n  \"@context\": ");
    match published {
        Some(iri) => {
            out.push('"');
            out.push_str(iri);
            out.push('"');
        }
        None => context.text(&names_in(graph, context, name), "  ", &mut out),
    }
    out.push_str(",\n");
    if !name.is_empty() {
        out.push_str("  \"id\": ");
        id(context, name, &mut out)?;
        out.push_str(",\n");
    }
    out.push_str("  \"@graph\": [");
    escaped(&text, &mut out);
    out.push_str("]\n}");
    Ok(out)
}

fn properties<'a>(graph: &Graph, context: &'a Context) -> Result<Vec<Property<'a>>, Misread> {
    let of = |predicate: &str| {
        let is_type = predicate == RDF_TYPE;
        let mut key = "\"".to_owned();
        match is_type {
            true => key.push_str("type"),
            false => context.name(predicate, &mut key)?,
        }
        key.push_str("\": ");
        Ok(Property {
            key,
            is_type,
            is_set: !is_type && context.is_set(predicate),
            kind: if is_type {
                &Kind::Vocab
            } else {
                context.kind(predicate)
            },
        })
    };
    graph.predicates().map(of).collect()
}

/// The names of the context that a record uses.
fn names_in(graph: &Graph, context: &Context, name: &str) -> Vec<bool> {
    let mut wanted = context.nothing();
    context.want("id", &mut wanted);
    let terms = (0..graph.len()).map(|node| graph.term(node));
    for prefix in terms.chain([name]).filter_map(|term| context.prefix(term)) {
        context.want(prefix, &mut wanted);
    }
    let mut of_predicates: Vec<(&str, &Kind)> = Vec::new();
    for predicate in graph.predicates() {
        let (key, kind) = match predicate {
            RDF_TYPE => (Some("type"), &Kind::Vocab),
            _ => (context.needed(predicate), context.kind(predicate)),
        };
        if let Some(key) = key {
            context.want(key, &mut wanted);
        }
        of_predicates.push((predicate, kind));
    }
    for node in 0..graph.len() {
        for pair in graph.pairs(node) {
            let (_, kind) = of_predicates[pair.predicate as usize];
            for object in graph.objects(pair) {
                if let Some(name) = needed(graph.get(*object), kind, context) {
                    context.want(name, &mut wanted);
                }
            }
        }
    }
    wanted
}

/// The name in the context that a value needs as `value` writes it, if any.
fn needed<'a>(term: &'a str, kind: &Kind, context: &'a Context) -> Option<&'a str> {
    if !term.ends_with('>') {
        return None;
    }
    if term.starts_with('<') {
        return match kind {
            Kind::Vocab if context.is_compact(term) => context.needed(term),
            Kind::Vocab => None,
            _ => context.prefix(term),
        };
    }
    let (text, mark) = parted(term);
    let datatype = mark.strip_prefix("^^")?;
    if is_of(kind, datatype) || is_native(text, datatype, kind) {
        return None;
    }
    context.needed(datatype)
}

/// The nodes of a record, each nested in one subject.
struct Tree<'a> {
    graph: &'a Graph,
    context: &'a Context,
    properties: &'a [Property<'a>],
    ranks: Vec<u32>,
    placed: Placed<'a>,
}

/// What follows the values of a node that fit on a line.
enum Later<'a> {
    Text(String),
    Pair(&'a Pair),
}

impl<'a> Tree<'a> {
    fn write(&self, out: &mut String) -> Result<(), Misread> {
        for (place, root) in self.placed.roots.iter().enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            self.node(*root, 1, out)?;
        }
        Ok(())
    }

    /// A node as a JSON object: first the values that fit on a line, then the nested nodes.
    fn node(&self, node: u32, margin: usize, out: &mut String) -> Result<(), Misread> {
        let mut later: Vec<(&Property, Later)> = Vec::new();
        out.push('{');
        line(margin + 1, out);
        out.push_str("\"id\": ");
        id(self.context, self.graph.term(node as usize), out)?;
        for pair in in_order(self.graph, node as usize, &self.ranks) {
            let property = &self.properties[pair.predicate as usize];
            let objects = self.graph.objects(pair);
            let mut nested = objects.iter().map(|each| self.nested(node, pair, *each));
            if nested.any(|each| each.is_some()) {
                later.push((property, Later::Pair(pair)));
                continue;
            }
            let start = out.len();
            separate(margin + 1, out);
            out.push_str(&property.key);
            if !property.is_set && objects.len() == 1 {
                value(self.graph.get(objects[0]), property, self.context, out)?;
                continue;
            }
            let array = out.len();
            if !self.array_on_line(property, objects, out)? {
                out.truncate(array);
                self.array(node, pair, margin + 1, out)?;
                later.push((property, Later::Text(out[array..].to_owned())));
                out.truncate(start);
            }
        }
        for (property, what) in later {
            separate(margin + 1, out);
            out.push_str(&property.key);
            match what {
                Later::Text(text) => out.push_str(&text),
                Later::Pair(pair) => self.with_nodes(node, pair, margin + 1, out)?,
            }
        }
        line(margin, out);
        out.push('}');
        Ok(())
    }

    /// The node that an object is, if it is nested there.
    fn nested(&self, node: u32, pair: &Pair, object: Span) -> Option<u32> {
        let found = *self.placed.nodes.get(self.graph.get(object))?;
        let within = self.placed.within[found as usize];
        (within == Some((node, pair.predicate))).then_some(found)
    }

    /// Values of which at least one is a nested node.
    fn with_nodes(
        &self,
        node: u32,
        pair: &Pair,
        margin: usize,
        out: &mut String,
    ) -> Result<(), Misread> {
        let is_set = self.properties[pair.predicate as usize].is_set;
        match self.graph.objects(pair) {
            [object] if !is_set => match self.nested(node, pair, *object) {
                Some(nested) => self.node(nested, margin, out),
                None => Ok(()),
            },
            _ => self.array(node, pair, margin, out),
        }
    }

    /// Writes values on one line; false if they don't fit.
    fn array_on_line(
        &self,
        property: &Property<'_>,
        objects: &[Span],
        out: &mut String,
    ) -> Result<bool, Misread> {
        out.push('[');
        let start = out.len();
        for (place, object) in in_turn(property, objects).enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            value(self.graph.get(object), property, self.context, out)?;
        }
        let is_line = fits(&out[start..], WIDTH);
        out.push(']');
        Ok(is_line)
    }

    /// Values, each on lines of its own.
    fn array(
        &self,
        node: u32,
        pair: &Pair,
        margin: usize,
        out: &mut String,
    ) -> Result<(), Misread> {
        let property = &self.properties[pair.predicate as usize];
        let objects = self.graph.objects(pair);
        out.push('[');
        for (place, object) in in_turn(property, objects).enumerate() {
            if place > 0 {
                out.push(',');
            }
            line(margin + 1, out);
            match self.nested(node, pair, object) {
                Some(nested) => self.node(nested, margin + 1, out)?,
                None => value(self.graph.get(object), property, self.context, out)?,
            }
        }
        line(margin, out);
        out.push(']');
        Ok(())
    }
}

/// Objects in the order in which they are written: the classes of schema.org and our own sort last.
fn in_turn(property: &Property<'_>, objects: &[Span]) -> impl Iterator<Item = Span> {
    let last = objects.len().wrapping_sub(1);
    let is_type = property.is_type;
    (0..objects.len()).map(move |at| objects[if is_type { last - at } else { at }])
}

fn line(margin: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..margin {
        out.push_str("  ");
    }
}

fn separate(margin: usize, out: &mut String) {
    out.push(',');
    line(margin, out);
}

/// Writes a text with the control characters escaped that N-Triples does not escape.
fn escaped(text: &str, out: &mut String) {
    let is_control = |character: char| character < ' ' && character != '\n';
    let mut rest = text;
    while let Some(at) = rest.find(is_control) {
        out.push_str(&rest[..at]);
        out.push_str(&format!("\\u{:04x}", rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::super::context::Definition;
    use super::super::names::tests::names;
    use super::*;
    use crate::graph::tests::graph_of;

    fn context() -> Context {
        let definition = |name: &str, text: &str, prefixes: &[&str]| Definition {
            name: name.to_owned(),
            text: text.to_owned(),
            prefixes: prefixes.iter().map(|each| (*each).to_owned()).collect(),
        };
        Context::new(
            vec![("http://s/".to_owned(), "s".to_owned())],
            vec![
                definition("id", r#""id": "@id""#, &[]),
                definition("s", r#""s": "http://s/""#, &[]),
                definition("about", r#""about": "s:about""#, &["s"]),
                definition("urn", r#""urn": "s:urn""#, &["s"]),
            ],
            [(
                "<http://s/about>".to_owned(),
                ("about".to_owned(), Kind::Id),
            )],
            [],
        )
    }

    #[test]
    fn a_node_is_nested_where_it_is_first_reached() {
        let graph = graph_of(&[
            ("<http://s/a>", "<http://s/about>", "<http://s/b>"),
            ("<http://s/b>", "<http://s/about>", "<http://s/a>"),
            ("<http://s/b>", "<http://x/q>", "\"\u{1}\""),
        ]);
        let text = document(
            &graph,
            &context(),
            &names(),
            "<http://s/b>",
            "<http://g>",
            None,
        );
        let expected = r#"{
  "@context": {
    "id": "@id", "s": "http://s/", "about": "s:about"
  },
  "id": "http://g",
  "@graph": [{
    "id": "s:b",
    "http://x/q": "\u0001",
    "about": {
      "id": "s:a",
      "about": "s:b"
    }
  }]
}"#;
        assert_eq!(text.as_deref(), Ok(expected));
    }

    #[test]
    fn an_iri_that_would_be_read_as_another_one() {
        let graph = graph_of(&[("<urn:a>", "<http://x/q>", "<http://s/b>")]);
        let text = document(&graph, &context(), &names(), "<urn:a>", "", None);
        assert_eq!(text, Err(Misread));
    }
}
