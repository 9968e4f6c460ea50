//! The checks: whether a node conforms, does not, or whether this can't tell.

use rustc_hash::FxHashSet;

use super::compiling::{Check, Compiled, Datatype, Properties, Shape, Target, compiled};
use super::facts::{Facts, Values};
use super::literals::{folded, has_language, is_blank, is_string, not_blank, text_of};
use super::plan::Plan;
use super::values::{is_valid, ordered};
use crate::graph::Graph;

/// Shapes that can check any number of graphs.
#[derive(Debug)]
pub struct Gate {
    shapes: Compiled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Unknown,
}

use Answer::{No, Unknown, Yes};

/// A plan has fewer shapes within each other.
const MOST_NESTED: usize = 120;

/// A shape by its place in the plan, and a focus node that may not conform to it.
pub type Doubt = (usize, String);

impl Gate {
    /// The shapes of a plan in JSON; the reason if it is not a plan.
    pub fn new(plan: &[u8]) -> Result<Self, String> {
        let plan: Plan = serde_json::from_slice(plan).map_err(|error| error.to_string())?;
        Ok(Self {
            shapes: compiled(plan)?,
        })
    }

    /// The focus nodes in doubt, each with the shape, or of a shape whose own constraints hold with
    /// its property shapes that may not. None if all are in doubt.
    pub fn doubts(&self, graph: &Graph) -> Option<Vec<Doubt>> {
        let facts = Facts::new(graph, &self.shapes)?;
        let run = Run {
            shapes: &self.shapes,
            facts: &facts,
        };
        let mut doubts = Vec::new();
        for target in &self.shapes.targets {
            run.each_focus_node(target, |run, term| {
                run.report(target.shape, term, &mut doubts)
            });
        }
        Some(doubts)
    }
}

/// The check of one graph.
struct Run<'s, 'g> {
    shapes: &'s Compiled,
    facts: &'s Facts<'g>,
}

impl<'s: 'g, 'g> Run<'s, 'g> {
    /// Adds what is in doubt of a focus node.
    fn report(&self, shape: usize, term: &'g str, doubts: &mut Vec<Doubt>) {
        let Shape { path, checks } = &self.shapes.shapes[shape];
        let focus = Values::One(term);
        let conforms = match path {
            Some(_) => self.shape(shape, term, 0) == Yes,
            None => checks.iter().all(|check| {
                matches!(check, Check::Properties(_)) || self.check(check, term, &focus, 0) == Yes
            }),
        };
        if !conforms {
            doubts.push((shape, term.to_owned()));
            return;
        }
        for check in checks {
            if let (None, Check::Properties(properties)) = (path, check) {
                self.report_properties(properties, term, doubts);
            }
        }
    }

    /// Adds the property shapes that a node may not conform to. One that has only property shapes
    /// itself is in doubt for some of its values, and in one of these shapes.
    fn report_properties(
        &self,
        properties: &'s Properties,
        term: &'g str,
        doubts: &mut Vec<Doubt>,
    ) {
        self.each_property(properties, term, 1, |shape, answer| {
            if answer == Yes {
                return;
            }
            let Shape { path, checks } = &self.shapes.shapes[shape];
            match (path, checks.as_slice()) {
                (Some(path), [Check::Properties(nested)]) => {
                    self.facts.values(term, path).each(self.facts, |value| {
                        self.report_properties(nested, value, doubts);
                        true
                    });
                }
                _ => doubts.push((shape, term.to_owned())),
            }
        });
    }

    /// Visits the focus nodes of a target, each once.
    fn each_focus_node(&self, target: &'s Target, mut visit_one: impl FnMut(&Self, &'g str)) {
        let mut seen = FxHashSet::default();
        let sources = target.nodes.len()
            + target.classes.len()
            + target.subjects_of.len()
            + target.objects_of.len();
        let is_one = sources == 1 && target.objects_of.is_empty();
        let mut visit = |term: &'g str| {
            if is_one || seen.insert(term) {
                visit_one(self, term);
            }
        };
        for term in &target.nodes {
            visit(term);
        }
        for class in &target.classes {
            for node in self.facts.members(*class) {
                visit(self.facts.term(*node));
            }
        }
        for predicate in &target.subjects_of {
            for node in self.facts.subjects_of(*predicate) {
                visit(self.facts.term(*node));
            }
        }
        for predicate in &target.objects_of {
            for node in self.facts.subjects_of(*predicate) {
                for object in self.facts.objects(*node as usize, *predicate) {
                    visit(self.facts.get(*object));
                }
            }
        }
    }

    /// Whether a node conforms to a shape.
    fn shape(&self, shape: usize, focus: &'g str, depth: usize) -> Answer {
        if depth > MOST_NESTED {
            return Unknown;
        }
        let values = match &self.shapes.shapes[shape].path {
            None => Values::One(focus),
            Some(path) => self.facts.values(focus, path),
        };
        self.values(shape, focus, &values, depth)
    }

    fn values(&self, shape: usize, focus: &'g str, values: &Values<'g>, depth: usize) -> Answer {
        let mut answer = Yes;
        for check in &self.shapes.shapes[shape].checks {
            answer = answer.and(self.check(check, focus, values, depth));
            if answer == No {
                break;
            }
        }
        answer
    }

    fn check(&self, check: &'s Check, focus: &'g str, values: &Values<'g>, depth: usize) -> Answer {
        match check {
            Check::Count(least, most) => Answer::of((*least..=*most).contains(&values.len())),
            Check::HasValue(wanted) => {
                let mut found = false;
                values.each(self.facts, |term| {
                    found = folded(term) == *wanted;
                    !found
                });
                Answer::of(found)
            }
            Check::Equals(predicate) => {
                let others = self.others(focus, *predicate);
                let mut mine = FxHashSet::default();
                values.each(self.facts, |term| {
                    mine.insert(folded(term));
                    true
                });
                Answer::of(mine == others)
            }
            Check::Disjoint(predicate) => {
                let others = self.others(focus, *predicate);
                self.all(values, |term| Answer::of(!others.contains(&folded(term))))
            }
            Check::Order(predicate, orders) => {
                let others = self.facts.objects_of(focus, *predicate);
                self.all(values, |term| {
                    others.iter().fold(Yes, |answer, other| {
                        answer.and(Answer::known(ordered(term, self.facts.get(*other), orders)))
                    })
                })
            }
            Check::Unknown => Unknown,
            _ => self.all(values, |term| self.value(check, term, depth + 1)),
        }
    }

    /// Whether a value satisfies a constraint on each value.
    fn value(&self, check: &'s Check, term: &'g str, depth: usize) -> Answer {
        match check {
            Check::Class(class) => Answer::of(self.facts.is_member(term, *class)),
            Check::Datatype(datatype) => is_of(term, datatype),
            Check::NodeKind(beginnings) => Answer::of(term.starts_with(beginnings.as_slice())),
            Check::Range(bound, orders) => Answer::known(ordered(term, bound, orders)),
            Check::Length(least, most) => in_text(term, |text| {
                let length = text.chars().count();
                *least <= length && length <= *most
            }),
            Check::NotBlank => Answer::known(if is_blank(term) {
                Some(false)
            } else {
                not_blank(term)
            }),
            Check::Pattern(expression) => in_text(term, |text| expression.is_match(text)),
            Check::In(members) => {
                Answer::of(members.contains(term) || members.contains(&*folded(term)))
            }
            Check::Closed(predicates) => Answer::of(self.facts.node(term).is_none_or(|node| {
                let mut pairs = self.facts.pairs(node);
                pairs.all(|(predicate, _)| predicate.is_some_and(|it| predicates.contains(&it)))
            })),
            Check::Not(shape) => self.shape(*shape, term, depth).not(),
            Check::And(shapes) => shapes.iter().fold(Yes, |answer, shape| {
                answer.and(self.shape(*shape, term, depth))
            }),
            Check::Or(shapes) => shapes.iter().fold(No, |answer, shape| match answer {
                Yes => Yes,
                _ => answer.or(self.shape(*shape, term, depth)),
            }),
            Check::Xone(shapes) => {
                let answers = shapes.iter().map(|shape| self.shape(*shape, term, depth));
                exactly_one(answers)
            }
            Check::Node(shape) => self.shape(*shape, term, depth),
            Check::Properties(properties) => self.properties(properties, term, depth),
            _ => Unknown,
        }
    }

    fn properties(&self, properties: &'s Properties, term: &'g str, depth: usize) -> Answer {
        let mut all = Yes;
        self.each_property(properties, term, depth, |_, answer| all = all.and(answer));
        all
    }

    /// Visits the property shapes that a node may not conform to, with the answers.
    fn each_property(
        &self,
        properties: &'s Properties,
        term: &'g str,
        depth: usize,
        mut visit: impl FnMut(usize, Answer),
    ) {
        let node = self.facts.node(term);
        for (predicate, shape) in &properties.asked {
            if node.is_none_or(|node| self.facts.objects(node, *predicate).is_empty()) {
                visit(
                    *shape,
                    self.values(*shape, term, &Values::Objects(&[]), depth),
                );
            }
        }
        for (predicate, objects) in node.into_iter().flat_map(|node| self.facts.pairs(node)) {
            let Some(shapes) = predicate.and_then(|it| properties.rows.get(&it)) else {
                continue;
            };
            for shape in shapes {
                visit(
                    *shape,
                    self.values(*shape, term, &Values::Objects(objects), depth),
                );
            }
        }
        for shape in &properties.others {
            visit(*shape, self.shape(*shape, term, depth));
        }
    }

    fn others(&self, focus: &'g str, predicate: u32) -> FxHashSet<std::borrow::Cow<'g, str>> {
        let objects = self.facts.objects_of(focus, predicate).iter();
        objects
            .map(|object| folded(self.facts.get(*object)))
            .collect()
    }

    fn all(&self, values: &Values<'g>, holds: impl Fn(&'g str) -> Answer) -> Answer {
        let mut answer = Yes;
        values.each(self.facts, |term| {
            answer = answer.and(holds(term));
            answer != No
        });
        answer
    }
}

impl Answer {
    fn of(holds: bool) -> Self {
        if holds { Yes } else { No }
    }

    fn known(holds: Option<bool>) -> Self {
        holds.map_or(Unknown, Self::of)
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (No, _) | (_, No) => No,
            (Yes, Yes) => Yes,
            _ => Unknown,
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    fn not(self) -> Self {
        match self {
            Yes => No,
            No => Yes,
            Unknown => Unknown,
        }
    }
}

fn exactly_one(answers: impl Iterator<Item = Answer>) -> Answer {
    let mut number = 0;
    for answer in answers {
        match answer {
            Yes => number += 1,
            No => {}
            Unknown => return Unknown,
        }
    }
    Answer::of(number == 1)
}

fn is_of(term: &str, datatype: &Datatype) -> Answer {
    match datatype {
        Datatype::String => Answer::of(is_string(term)),
        Datatype::LanguageString => Answer::of(has_language(term)),
        Datatype::Other(ending, checked) => match (term.strip_suffix(ending.as_str()), checked) {
            (None, _) => No,
            (Some(_), None) => Yes,
            (Some(text), Some(local)) => match text.strip_prefix('"') {
                Some(lexical) if is_valid(lexical, local) => Yes,
                _ => Unknown,
            },
        },
    }
}

fn in_text(term: &str, holds: impl Fn(&str) -> bool) -> Answer {
    if is_blank(term) {
        return No;
    }
    text_of(term).map_or(Unknown, |text| Answer::of(holds(&text)))
}
