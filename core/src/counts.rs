//! How many nodes of each combination of classes some graphs have, and how many statements about them.

use std::hash::{Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};

use crate::graph::Graph;
use crate::text::Span;

/// The class of a node.
pub const RDF_TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

/// The counts of any number of graphs.
#[derive(Debug, Default)]
pub struct Counts {
    groups: Vec<Group>,
    by_classes: HashTable<u32>,
    predicates: Vec<String>,
    by_predicate: FxHashMap<String, u32>,
}

/// The counts of the nodes that have the same classes.
#[derive(Debug, Default)]
pub struct Group {
    /// The classes, sorted; a node may have none.
    pub classes: Vec<String>,
    /// The number of nodes.
    pub nodes: u64,
    /// The number of nodes that other records may have, too.
    pub shared: u64,
    triples: Vec<u64>,
}

impl Counts {
    /// Adds the nodes of a graph, and returns the places of the groups that they are in, each once.
    /// Shared are the nodes without `number` in their IRI.
    pub fn add(&mut self, graph: &Graph, number: &str) -> Vec<usize> {
        let rdf_type = graph.predicate_position(RDF_TYPE);
        let numbers: Vec<usize> = graph
            .predicates()
            .map(|name| self.predicate(name))
            .collect();
        let mut met = vec![false; self.groups.len()];
        let mut found = Vec::new();
        for node in 0..graph.len() {
            let classes = rdf_type.map_or(&[] as &[Span], |place| graph.values(node, place));
            let place = self.group(classes.iter().map(|span| graph.get(*span)));
            met.resize(self.groups.len(), false);
            if !met[place] {
                met[place] = true;
                found.push(place);
            }
            let group = &mut self.groups[place];
            group.nodes += 1;
            group.shared += u64::from(!graph.term(node).contains(number));
            for pair in graph.pairs(node) {
                let number = numbers[pair.predicate as usize];
                group.count(number, graph.objects(pair).len() as u64);
            }
        }
        found
    }

    /// Adds what was counted of nodes of some classes.
    pub fn add_nodes(&mut self, classes: &[String], nodes: u64, shared: u64) {
        let place = self.group(classes.iter().map(String::as_str));
        self.groups[place].nodes += nodes;
        self.groups[place].shared += shared;
    }

    /// Adds triples of a predicate of nodes of some classes.
    pub fn add_triples(&mut self, classes: &[String], predicate: &str, triples: u64) {
        let place = self.group(classes.iter().map(String::as_str));
        let number = self.predicate(predicate);
        self.groups[place].count(number, triples);
    }

    /// Adds other counts.
    pub fn update(&mut self, later: &Self) {
        for group in &later.groups {
            self.add_nodes(&group.classes, group.nodes, group.shared);
            for (predicate, triples) in later.triples(group) {
                self.add_triples(&group.classes, predicate, triples);
            }
        }
    }

    /// The groups, in the order in which they were met.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The triples of a group by predicate, of the predicates that there are.
    pub fn triples<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = (&'a str, u64)> {
        let names = self.predicates.iter().map(String::as_str);
        let counts = group.triples.iter().copied();
        names.zip(counts).filter(|(_, count)| *count > 0)
    }

    fn predicate(&mut self, name: &str) -> usize {
        if let Some(&number) = self.by_predicate.get(name) {
            return number as usize;
        }
        let number = self.predicates.len();
        self.predicates.push(name.to_owned());
        self.by_predicate.insert(name.to_owned(), number as u32);
        number
    }

    fn group<'a>(&mut self, classes: impl ExactSizeIterator<Item = &'a str> + Clone) -> usize {
        let hash = hash_of(classes.clone());
        let groups = &self.groups;
        let found = self.by_classes.find(hash, |&at| {
            let known = &groups[at as usize].classes;
            known.len() == classes.len() && known.iter().eq(classes.clone())
        });
        if let Some(&at) = found {
            return at as usize;
        }
        let at = self.groups.len();
        self.groups.push(Group {
            classes: classes.map(str::to_owned).collect(),
            ..Group::default()
        });
        let groups = &self.groups;
        self.by_classes.insert_unique(hash, at as u32, |&at| {
            hash_of(groups[at as usize].classes.iter().map(String::as_str))
        });
        at
    }
}

impl Group {
    fn count(&mut self, predicate: usize, triples: u64) {
        if self.triples.len() <= predicate {
            self.triples.resize(predicate + 1, 0);
        }
        self.triples[predicate] += triples;
    }
}

fn hash_of<'a>(classes: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = FxHasher::default();
    for class in classes {
        class.hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::graph_of;

    fn told(counts: &Counts) -> Vec<String> {
        let groups = counts.groups().iter();
        groups
            .map(|group| {
                let triples: Vec<_> = counts.triples(group).collect();
                let (classes, nodes, shared) = (&group.classes, group.nodes, group.shared);
                format!("{classes:?} {nodes} {shared} {triples:?}").replace(RDF_TYPE, "a")
            })
            .collect()
    }

    #[test]
    fn nodes_are_counted_by_their_classes() {
        let graph = graph_of(&[
            ("<http://x/NCT1/a>", RDF_TYPE, "<A>"),
            ("<http://x/NCT1/a>", "<p>", "\"1\""),
            ("<http://x/NCT1/a>", "<p>", "\"2\""),
            ("<http://x/b>", RDF_TYPE, "<A>"),
            ("<http://x/c>", "<p>", "\"3\""),
        ]);
        let mut counts = Counts::default();
        assert_eq!(counts.add(&graph, "NCT1"), [0, 1]);
        let expected = [
            r#"["<A>"] 2 1 [("a", 2), ("<p>", 2)]"#,
            r#"[] 1 1 [("<p>", 1)]"#,
        ];
        assert_eq!(told(&counts), expected);
    }

    #[test]
    fn counts_of_parts_add_up() {
        let graph = graph_of(&[("<a>", RDF_TYPE, "<A>"), ("<a>", "<p>", "<b>")]);
        let other = graph_of(&[("<b>", "<q>", "<c>"), ("<c>", RDF_TYPE, "<A>")]);
        let (mut whole, mut part, mut rest) = <(Counts, Counts, Counts)>::default();
        assert_eq!(whole.add(&graph, "NCT1"), [0]);
        assert_eq!(whole.add(&other, "NCT1"), [1, 0]);
        part.add(&graph, "NCT1");
        rest.add(&other, "NCT1");
        part.update(&rest);
        assert_eq!(told(&part), told(&whole));
    }
}
