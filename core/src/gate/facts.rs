//! What the checks ask of a graph, by the numbers of the plan's predicates and classes.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::compiling::{Compiled, Path};
use crate::counts::RDF_TYPE;
use crate::graph::{Graph, Pair};
use crate::text::Span;

const NONE: u32 = u32::MAX;
const SUB_CLASS_OF: &str = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>";

/// A graph, indexed for the checks.
pub struct Facts<'a> {
    graph: &'a Graph,
    nodes: FxHashMap<&'a str, u32>,
    /// The term that was looked for last, by its address, and its place: the checks of a focus node
    /// ask one after the other.
    last: Cell<(*const str, Option<usize>)>,
    /// Place of a predicate in the graph -> number in the plan.
    numbers: Vec<u32>,
    /// Number in the plan -> place in the graph.
    places: Vec<u32>,
    members: Vec<Vec<u32>>,
    /// Where the classes of each node begin among those of all.
    starts: Vec<u32>,
    classes: Vec<u32>,
    /// The nodes that have each predicate whose subjects are asked for.
    subjects: FxHashMap<u32, Vec<u32>>,
}

/// The value nodes of a focus node.
pub enum Values<'a> {
    /// The focus node itself.
    One(&'a str),
    /// The objects of a predicate.
    Objects(&'a [Span]),
    /// What a longer path leads to, each once.
    Several(Vec<&'a str>),
}

impl<'a> Facts<'a> {
    /// Indexes a graph; None if classes have sub-classes in it, which the checks do not know.
    pub fn new(graph: &'a Graph, plan: &Compiled) -> Option<Self> {
        if graph.predicate_position(SUB_CLASS_OF).is_some() {
            return None;
        }
        let mut places = vec![NONE; plan.predicates.len()];
        let mut numbers = vec![NONE; graph.predicates().len()];
        for (place, term) in graph.predicates().enumerate() {
            if let Some(&number) = plan.predicates.get(term) {
                numbers[place] = number;
                places[number as usize] = place as u32;
            }
        }
        let mut facts = Self {
            graph,
            nodes: (0..graph.len())
                .map(|node| (graph.term(node), node as u32))
                .collect(),
            last: Cell::new(("", None)),
            numbers,
            places,
            members: vec![Vec::new(); plan.classes.len()],
            starts: Vec::with_capacity(graph.len() + 1),
            classes: Vec::with_capacity(graph.len()),
            subjects: FxHashMap::default(),
        };
        facts.add_classes(plan);
        facts.add_subjects(plan);
        Some(facts)
    }

    fn add_subjects(&mut self, plan: &Compiled) {
        let mut found: Vec<Option<Vec<u32>>> = vec![None; self.numbers.len()];
        for predicate in &plan.with_subjects {
            if let Some(subjects) = found.get_mut(self.places[*predicate as usize] as usize) {
                *subjects = Some(Vec::new());
            }
        }
        for node in 0..self.graph.len() {
            for pair in self.graph.pairs(node) {
                if let Some(subjects) = &mut found[pair.predicate as usize] {
                    subjects.push(node as u32);
                }
            }
        }
        for (place, subjects) in found.into_iter().enumerate() {
            if let Some(subjects) = subjects {
                self.subjects.insert(self.numbers[place], subjects);
            }
        }
    }

    fn add_classes(&mut self, plan: &Compiled) {
        let rdf_type = self.graph.predicate_position(RDF_TYPE);
        for node in 0..self.graph.len() {
            self.starts.push(self.classes.len() as u32);
            let Some(rdf_type) = rdf_type else { continue };
            for class in self.graph.values(node, rdf_type) {
                if let Some(&number) = plan.classes.get(self.graph.get(*class)) {
                    self.classes.push(number);
                    self.members[number as usize].push(node as u32);
                }
            }
        }
        self.starts.push(self.classes.len() as u32);
    }

    /// The place of a node that is a subject.
    pub fn node(&self, term: &'a str) -> Option<usize> {
        let (last, found) = self.last.get();
        if std::ptr::eq(last, term) {
            return found;
        }
        let found = self.nodes.get(term).map(|node| *node as usize);
        self.last.set((term, found));
        found
    }

    /// The term of a node by its place.
    pub fn term(&self, node: u32) -> &'a str {
        self.graph.term(node as usize)
    }

    /// The nodes of a class.
    pub fn members(&self, class: u32) -> &[u32] {
        &self.members[class as usize]
    }

    /// Whether a term is a node of a class.
    pub fn is_member(&self, term: &'a str, class: u32) -> bool {
        self.node(term).is_some_and(|node| {
            let (start, end) = (self.starts[node], self.starts[node + 1]);
            self.classes[start as usize..end as usize].contains(&class)
        })
    }

    /// The nodes that have a predicate whose subjects are asked for.
    pub fn subjects_of(&self, predicate: u32) -> &[u32] {
        self.subjects.get(&predicate).map_or(&[], Vec::as_slice)
    }

    /// The predicates of a node: their numbers in the plan, None for one that it does not name.
    pub fn pairs(&self, node: usize) -> impl Iterator<Item = (Option<u32>, &'a [Span])> {
        let pairs: &'a [Pair] = self.graph.pairs(node);
        pairs.iter().map(|pair| {
            let number = self.numbers[pair.predicate as usize];
            ((number != NONE).then_some(number), self.graph.objects(pair))
        })
    }

    /// The objects of a predicate of a node.
    pub fn objects(&self, node: usize, predicate: u32) -> &'a [Span] {
        match self.places[predicate as usize] {
            NONE => &[],
            place => self.graph.values(node, place),
        }
    }

    /// The objects of a predicate of a term, which need not be a subject.
    pub fn objects_of(&self, term: &'a str, predicate: u32) -> &'a [Span] {
        self.node(term)
            .map_or(&[], |node| self.objects(node, predicate))
    }

    /// The text of an object.
    pub fn get(&self, object: Span) -> &'a str {
        self.graph.get(object)
    }

    /// The values that a path leads to from a term.
    pub fn values(&self, term: &'a str, path: &Path) -> Values<'a> {
        match path {
            Path::Predicate(predicate) => Values::Objects(self.objects_of(term, *predicate)),
            _ => Values::Several(self.reached(&[term], path)),
        }
    }

    /// The terms that a path leads to from others, each once.
    fn reached(&self, terms: &[&'a str], path: &Path) -> Vec<&'a str> {
        let mut found = Vec::new();
        match path {
            Path::Predicate(predicate) => {
                for term in terms {
                    let objects = self.objects_of(term, *predicate).iter();
                    found.extend(objects.map(|object| self.get(*object)));
                }
            }
            Path::Inverse(predicate) => {
                for term in terms {
                    found.extend(self.with_object(*predicate, term));
                }
            }
            Path::Sequence(paths) => {
                found.extend(terms);
                for each in paths {
                    found = self.reached(&found, each);
                }
            }
            Path::Alternative(paths) => {
                for each in paths {
                    found.extend(self.reached(terms, each));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The nodes that have an object as one of a predicate, which is that of an inverse path.
    fn with_object(&self, predicate: u32, object: &str) -> impl Iterator<Item = &'a str> {
        self.subjects_of(predicate).iter().filter_map(move |node| {
            let mut objects = self.objects(*node as usize, predicate).iter();
            objects
                .any(|each| self.get(*each) == object)
                .then(|| self.term(*node))
        })
    }
}

impl<'a> Values<'a> {
    /// The number of values.
    pub fn len(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Objects(objects) => objects.len(),
            Self::Several(terms) => terms.len(),
        }
    }

    /// The values.
    pub fn each(&self, facts: &Facts<'a>, mut visit: impl FnMut(&'a str) -> bool) {
        match self {
            Self::One(term) => {
                visit(term);
            }
            Self::Objects(objects) => {
                objects.iter().all(|object| visit(facts.get(*object)));
            }
            Self::Several(terms) => {
                terms.iter().all(|term| visit(term));
            }
        }
    }
}
