//! Where the nodes of a record are in a tree; kg.formats.jsonld.

use rustc_hash::FxHashMap;

use crate::counts::RDF_TYPE;
use crate::graph::Graph;

/// The greatest depth of nested nodes; deeper ones follow the tree.
const DEEPEST: u32 = 32;

/// Where the nodes of a record are: each nested in another one, or after the trial.
pub struct Placed<'a> {
    /// The nodes by their terms.
    pub nodes: FxHashMap<&'a str, u32>,
    /// For each node the place of the subject and of the predicate at which it is nested.
    pub within: Vec<Option<(u32, u32)>>,
    pub roots: Vec<u32>,
}

impl<'a> Placed<'a> {
    pub fn of(graph: &'a Graph, trial: &str) -> Self {
        let terms = (0..graph.len()).map(|node| graph.term(node));
        let nodes: FxHashMap<&str, u32> = terms.zip(0..).collect();
        let rdf_type = graph.predicate_position(RDF_TYPE);
        let mut mentions: Vec<Vec<(u32, u32)>> = Vec::with_capacity(graph.len());
        for node in 0..graph.len() {
            let mut found = Vec::new();
            for pair in graph.pairs(node) {
                if Some(pair.predicate) != rdf_type {
                    let objects = graph.objects(pair).iter();
                    let mentioned = objects.filter_map(|each| nodes.get(graph.get(*each)));
                    found.extend(mentioned.map(|node| (pair.predicate, *node)));
                }
            }
            mentions.push(found);
        }
        let mut reached = Reached {
            within: vec![None; graph.len()],
            depths: vec![None; graph.len()],
        };
        let mut roots = Vec::new();
        if let Some(&root) = nodes.get(trial) {
            roots.push(root);
            reached.from(root, &mentions);
        }
        let left = (0..graph.len() as u32).filter(|node| reached.depths[*node as usize].is_none());
        let mut left: Vec<u32> = left.collect();
        let mut is_mentioned = vec![false; graph.len()];
        for node in &left {
            for (_, mentioned) in &mentions[*node as usize] {
                is_mentioned[*mentioned as usize] = true;
            }
        }
        left.sort_by_key(|node| is_mentioned[*node as usize]);
        for node in left {
            if reached.depths[node as usize].is_none() {
                roots.push(node);
                reached.from(node, &mentions);
            }
        }
        Self {
            nodes,
            within: reached.within,
            roots,
        }
    }
}

struct Reached {
    within: Vec<Option<(u32, u32)>>,
    depths: Vec<Option<u32>>,
}

impl Reached {
    /// Nests every node that can be reached from a root, the nearest first.
    fn from(&mut self, root: u32, mentions: &[Vec<(u32, u32)>]) {
        self.depths[root as usize] = Some(0);
        let mut queue = vec![(root, 1)];
        let mut next = 0;
        while let Some(&(subject, depth)) = queue.get(next) {
            next += 1;
            if depth == DEEPEST {
                break;
            }
            for &(predicate, node) in &mentions[subject as usize] {
                if self.depths[node as usize].is_none() {
                    self.depths[node as usize] = Some(depth);
                    self.within[node as usize] = Some((subject, predicate));
                    queue.push((node, depth + 1));
                }
            }
        }
    }
}
