//! IRIs for human readers: prefixed names, and the order of predicates; kg.formats.prefixed_names.

use rustc_hash::FxHashMap;

use crate::graph::{Graph, Pair};

/// The prefixes of a format, and which predicates come first.
#[derive(Debug)]
pub struct Names {
    prefixes: FxHashMap<String, String>,
    first: Vec<String>,
    families: Vec<String>,
}

impl Names {
    /// `prefixes` are prefixes by namespace, `first` the names of predicates that come first, and
    /// `families` the prefixes of those that come next.
    pub fn new(
        prefixes: impl IntoIterator<Item = (String, String)>,
        first: Vec<String>,
        families: Vec<String>,
    ) -> Self {
        Self {
            prefixes: prefixes.into_iter().collect(),
            first,
            families,
        }
    }

    /// The prefix and the local name of an IRI; None if it has none that is safe to write.
    pub fn prefixed<'a>(&'a self, term: &'a str) -> Option<(&'a str, &'a str)> {
        let is_cut = |byte| byte == b'/' || byte == b'#';
        let cut = term.bytes().rposition(is_cut)? + 1;
        let prefix = self.prefixes.get(term.get(1..cut)?)?;
        let local = term.get(cut..term.len() - 1)?;
        is_local(local).then_some((prefix, local))
    }

    /// Writes the prefixed name of an IRI, or the IRI.
    pub fn write(&self, term: &str, out: &mut String) {
        match self.prefixed(term) {
            Some((prefix, local)) => {
                out.push_str(prefix);
                out.push(':');
                out.push_str(local);
            }
            None => out.push_str(term),
        }
    }

    /// The rank of each predicate of a graph in reading order.
    pub fn ranks(&self, graph: &Graph) -> Vec<u32> {
        let keys: Vec<String> = graph.predicates().map(|name| self.key(name)).collect();
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_by_key(|&place| &keys[place as usize]);
        let mut ranks = vec![0; keys.len()];
        for (rank, place) in order.into_iter().enumerate() {
            ranks[place as usize] = rank as u32;
        }
        ranks
    }

    fn key(&self, predicate: &str) -> String {
        let Some((prefix, local)) = self.prefixed(predicate) else {
            return format!("3{predicate}");
        };
        let name = format!("{prefix}:{local}");
        if let Some(at) = self.first.iter().position(|each| *each == name) {
            return format!("0{at}");
        }
        match self.families.iter().position(|each| each == prefix) {
            Some(at) => format!("1{at}{name}"),
            None => format!("2{name}"),
        }
    }
}

/// The predicates of a node in reading order, by their ranks.
pub fn in_order<'a>(graph: &'a Graph, node: usize, ranks: &[u32]) -> Vec<&'a Pair> {
    let mut pairs: Vec<&Pair> = graph.pairs(node).iter().collect();
    pairs.sort_unstable_by_key(|pair| ranks[pair.predicate as usize]);
    pairs
}

/// The nodes of a graph, `first` before the others.
pub fn nodes_from(graph: &Graph, first: &str) -> impl Iterator<Item = usize> {
    let first = graph.position(first);
    let others = (0..graph.len()).filter(move |node| Some(*node) != first);
    first.into_iter().chain(others)
}

/// Whether a local name needs no escape in any format.
fn is_local(name: &str) -> bool {
    let bytes = name.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    bytes.first().is_some_and(is_word)
        && bytes.last() != Some(&b'.')
        && bytes
            .iter()
            .all(|byte| is_word(byte) || matches!(byte, b'.' | b'-'))
}

/// The quoted text of a literal, and what follows it.
pub fn parted(literal: &str) -> (&str, &str) {
    match literal.rfind('"') {
        Some(end) => literal.split_at(end + 1),
        None => (literal, ""),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::graph::tests::graph_of;

    pub(crate) fn names() -> Names {
        let prefixes = [
            ("http://s/", "s"),
            ("http://k/#", "k"),
            ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
        ];
        let prefixes = prefixes.map(|(namespace, name)| (namespace.to_owned(), name.to_owned()));
        Names::new(prefixes, vec!["k:first".to_owned()], vec!["s".to_owned()])
    }

    #[test]
    fn names_that_need_no_escape() {
        let names = names();
        let cases = [
            ("<http://s/a>", Some(("s", "a"))),
            ("<http://k/#a.b-c_1>", Some(("k", "a.b-c_1"))),
            ("<http://s/a.>", None),
            ("<http://s/-a>", None),
            ("<http://s/>", None),
            ("<http://s/é>", None),
            ("<http://s/a%20>", None),
            ("<http://s/a/b>", None),
            ("<urn:x>", None),
        ];
        for (term, expected) in cases {
            assert_eq!(names.prefixed(term), expected, "{term}");
        }
    }

    #[test]
    fn the_order_of_predicates() {
        let predicates = ["<http://k/#a>", "<http://k/#first>", "<http://s/b>", "<x>"];
        let graph = graph_of(&predicates.map(|predicate| ("<a>", predicate, "<b>")));
        assert_eq!(names().ranks(&graph), [2, 0, 1, 3]);
    }
}
