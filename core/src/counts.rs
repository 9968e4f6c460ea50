//! How many nodes of each combination of classes a graph has, and how many statements about them.

use rustc_hash::FxHashMap;

use crate::graph::Graph;
use crate::text::Span;

/// The class of a node.
pub const RDF_TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

/// The counts of the nodes that have the same classes.
#[derive(Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// The classes, sorted; a node may have none.
    pub classes: Vec<&'a str>,
    /// The number of nodes.
    pub nodes: usize,
    /// The number of nodes without `number` in their IRI, which other records may have, too.
    pub shared: usize,
    /// Triples by the place of their predicate, of the predicates that there are.
    pub triples: Vec<(u32, usize)>,
}

/// The groups of a graph, in the order of their first nodes.
pub fn groups<'a>(graph: &'a Graph, number: &str) -> Vec<Group<'a>> {
    let rdf_type = graph.predicate_position(RDF_TYPE);
    let mut known: FxHashMap<Vec<&str>, usize> = FxHashMap::default();
    let mut counted: Vec<(usize, usize, Vec<usize>)> = Vec::new();
    let predicates = graph.predicates().len();
    for node in 0..graph.len() {
        let found = rdf_type.map_or(&[] as &[Span], |place| graph.values(node, place));
        let classes: Vec<&str> = found.iter().map(|span| graph.get(*span)).collect();
        let group = *known.entry(classes).or_insert_with(|| {
            counted.push((0, 0, vec![0; predicates]));
            counted.len() - 1
        });
        let (nodes, shared, triples) = &mut counted[group];
        *nodes += 1;
        *shared += usize::from(!graph.term(node).contains(number));
        for pair in graph.pairs(node) {
            triples[pair.predicate as usize] += graph.objects(pair).len();
        }
    }
    let mut order: Vec<(Vec<&str>, usize)> = known.into_iter().collect();
    order.sort_unstable_by_key(|(_, group)| *group);
    order
        .into_iter()
        .zip(counted)
        .map(|((classes, _), (nodes, shared, triples))| Group {
            classes,
            nodes,
            shared,
            triples: (0..).zip(triples).filter(|(_, count)| *count > 0).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::graph_of;

    #[test]
    fn nodes_are_counted_by_their_classes() {
        let graph = graph_of(&[
            ("<http://x/NCT1/a>", RDF_TYPE, "<A>"),
            ("<http://x/NCT1/a>", "<p>", "\"1\""),
            ("<http://x/NCT1/a>", "<p>", "\"2\""),
            ("<http://x/b>", RDF_TYPE, "<A>"),
            ("<http://x/c>", "<p>", "\"3\""),
        ]);
        let found = groups(&graph, "NCT1");
        let counts: Vec<_> = found
            .iter()
            .map(|group| (group.classes.clone(), group.nodes, group.shared))
            .collect();
        assert_eq!(counts, [(vec!["<A>"], 2, 1), (vec![], 1, 1)]);
        let rdf_type = graph.predicate_position(RDF_TYPE).unwrap();
        let other = graph.predicate_position("<p>").unwrap();
        assert_eq!(found[0].triples, [(rdf_type, 2), (other, 2)]);
        assert_eq!(found[1].triples, [(other, 1)]);
    }
}
