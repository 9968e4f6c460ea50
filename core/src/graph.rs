//! The graph of a record: nodes, their predicates and the objects, all in the order of code points.

use std::ops::Range;

use crate::text::{Span, Text};

/// A finished graph.
#[derive(Debug)]
pub struct Graph {
    text: Text,
    nodes: Vec<Node>,
    predicates: Vec<Span>,
    pairs: Vec<Pair>,
    objects: Vec<Span>,
}

#[derive(Debug)]
struct Node {
    term: Span,
    pairs: Range<u32>,
}

/// A predicate of a node, by its place among the predicates of the graph, and where the objects are.
#[derive(Debug)]
pub struct Pair {
    /// The place of the predicate.
    pub predicate: u32,
    objects: Range<u32>,
}

/// What a builder has sorted; `rows` are subject and predicate in one number, and the object.
pub(crate) struct GraphParts {
    pub(crate) text: Text,
    pub(crate) subjects: Vec<Span>,
    pub(crate) predicates: Vec<Span>,
    pub(crate) rows: Vec<(u64, Span)>,
}

impl GraphParts {
    pub(crate) fn joined(self) -> Graph {
        let mut nodes: Vec<Node> = Vec::with_capacity(self.subjects.len());
        let mut pairs: Vec<Pair> = Vec::with_capacity(self.rows.len());
        let mut objects = Vec::with_capacity(self.rows.len());
        let mut before: Option<u64> = None;
        for (row, object) in self.rows {
            let at = objects.len() as u32;
            objects.push(object);
            if before == Some(row) {
                if let Some(pair) = pairs.last_mut() {
                    pair.objects.end = at + 1;
                }
                continue;
            }
            let place = pairs.len() as u32;
            pairs.push(Pair {
                predicate: row as u32,
                objects: at..at + 1,
            });
            let subject = row >> 32;
            match nodes.last_mut() {
                Some(node) if before.is_some_and(|last| last >> 32 == subject) => {
                    node.pairs.end = place + 1;
                }
                _ => nodes.push(Node {
                    term: self.subjects[subject as usize],
                    pairs: place..place + 1,
                }),
            }
            before = Some(row);
        }
        Graph {
            text: self.text,
            nodes,
            predicates: self.predicates,
            pairs,
            objects,
        }
    }
}

impl Graph {
    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The number of triples.
    pub fn size(&self) -> usize {
        self.objects.len()
    }

    /// The term of a node by its place.
    pub fn term(&self, node: usize) -> &str {
        self.text.get(self.nodes[node].term)
    }

    /// The place of a node.
    pub fn position(&self, term: &str) -> Option<usize> {
        self.nodes
            .binary_search_by_key(&term, |node| self.text.get(node.term))
            .ok()
    }

    /// The predicates of the graph, sorted.
    pub fn predicates(&self) -> impl ExactSizeIterator<Item = &str> {
        self.predicates.iter().map(|span| self.text.get(*span))
    }

    /// The predicate at a place.
    pub fn predicate(&self, place: u32) -> &str {
        self.text.get(self.predicates[place as usize])
    }

    /// The place of a predicate.
    pub fn predicate_position(&self, term: &str) -> Option<u32> {
        self.predicates
            .binary_search_by_key(&term, |span| self.text.get(*span))
            .ok()
            .map(|place| place as u32)
    }

    /// The predicates of a node, sorted.
    pub fn pairs(&self, node: usize) -> &[Pair] {
        let Range { start, end } = self.nodes[node].pairs;
        &self.pairs[start as usize..end as usize]
    }

    /// The objects of a predicate of a node, sorted.
    pub fn objects(&self, pair: &Pair) -> &[Span] {
        &self.objects[pair.objects.start as usize..pair.objects.end as usize]
    }

    /// The text of an object.
    pub fn get(&self, object: Span) -> &str {
        self.text.get(object)
    }

    /// The objects of a predicate, given by its place, of a node; none if it has none.
    pub fn values(&self, node: usize, predicate: u32) -> &[Span] {
        let pairs = self.pairs(node);
        match pairs.binary_search_by_key(&predicate, |pair| pair.predicate) {
            Ok(at) => self.objects(&pairs[at]),
            Err(_) => &[],
        }
    }

    /// Calls `visit` with subject, predicate and object of each triple, in order.
    pub fn each_triple<'a>(&'a self, mut visit: impl FnMut(&'a str, &'a str, &'a str)) {
        for node in &self.nodes {
            let subject = self.text.get(node.term);
            for pair in &self.pairs[node.pairs.start as usize..node.pairs.end as usize] {
                let predicate = self.predicate(pair.predicate);
                for object in self.objects(pair) {
                    visit(subject, predicate, self.text.get(*object));
                }
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::builder::Builder;

    pub(crate) fn graph_of(triples: &[(&str, &str, &str)]) -> Graph {
        let mut builder = Builder::default();
        for (subject, predicate, object) in triples {
            let subject = builder.subject(subject).unwrap();
            builder.state(subject, predicate, object).unwrap();
        }
        builder.graph()
    }

    #[test]
    fn triples_are_sorted_and_each_is_there_once() {
        let graph = graph_of(&[
            ("<b>", "<p>", "\"2\""),
            ("<a>", "<q>", "\"ä\""),
            ("<b>", "<p>", "\"1\""),
            ("<a>", "<q>", "\"z\""),
            ("<b>", "<p>", "\"2\""),
            ("<a>", "<p>", "<b>"),
        ]);
        let mut found = Vec::new();
        graph.each_triple(|subject, predicate, object| found.push((subject, predicate, object)));
        assert_eq!(
            found,
            [
                ("<a>", "<p>", "<b>"),
                ("<a>", "<q>", "\"z\""),
                ("<a>", "<q>", "\"ä\""),
                ("<b>", "<p>", "\"1\""),
                ("<b>", "<p>", "\"2\""),
            ]
        );
        assert_eq!((graph.len(), graph.size()), (2, 5));
        let predicate = graph.predicate_position("<q>").unwrap();
        let node = graph.position("<a>").unwrap();
        assert_eq!(graph.values(node, predicate).len(), 2);
        assert_eq!(graph.position("<c>"), None);
    }
}
