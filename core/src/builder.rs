//! A graph under construction: statements in any order, each perhaps several times.

use rustc_hash::FxHashMap;

use crate::graph::{Graph, GraphParts};
use crate::text::{Numbered, Span, Text, TooMuchText};

const XSD: &str = "^^<http://www.w3.org/2001/XMLSchema#";

/// Collects statements.
#[derive(Debug, Default)]
pub struct Builder {
    text: Text,
    subjects: Numbered,
    predicates: Numbered,
    stated: Vec<Stated>,
    given: FxHashMap<String, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Stated {
    subject: u32,
    predicate: u32,
    object: Span,
}

impl Builder {
    /// The term of a node of its own: the second time it ends in -2.
    pub fn distinct(&mut self, term: String) -> String {
        let mut wanted = term;
        loop {
            let Some(count) = self.given.get_mut(&wanted) else {
                self.given.insert(wanted.clone(), 1);
                return wanted;
            };
            *count += 1;
            wanted.pop();
            wanted = format!("{wanted}-{count}>");
        }
    }

    /// The number of a subject, of which statements follow.
    pub fn subject(&mut self, term: &str) -> Result<u32, TooMuchText> {
        self.subjects.number(term, &mut self.text)
    }

    /// States something of a subject.
    pub fn state(
        &mut self,
        subject: u32,
        predicate: &str,
        object: &str,
    ) -> Result<(), TooMuchText> {
        let predicate = self.predicates.number(predicate, &mut self.text)?;
        let object = self.text.push(object)?;
        self.stated.push(Stated {
            subject,
            predicate,
            object,
        });
        Ok(())
    }

    /// States a literal of a subject: a text, or a value of the XML Schema datatype of this name.
    pub fn state_literal(
        &mut self,
        subject: u32,
        predicate: &str,
        text: &str,
        datatype: &str,
    ) -> Result<(), TooMuchText> {
        let predicate = self.predicates.number(predicate, &mut self.text)?;
        let end = match datatype {
            "" => ["", "", ""],
            _ => [XSD, datatype, ">"],
        };
        let object = self.text.push_literal(text, end)?;
        self.stated.push(Stated {
            subject,
            predicate,
            object,
        });
        Ok(())
    }

    /// Whether a subject was named before.
    pub fn said(&self, term: &str) -> bool {
        self.subjects.contains(term, &self.text)
    }

    /// The graph of all that was stated, sorted by code points, each statement once.
    pub fn graph(&self) -> Graph {
        let subjects = self.subjects.sorted(&self.text);
        let predicates = self.predicates.sorted(&self.text);
        let (subject_places, predicate_places) = (places(&subjects), places(&predicates));
        let mut rows: Vec<(u64, Span)> = self
            .stated
            .iter()
            .map(|each| {
                let subject = u64::from(subject_places[each.subject as usize]);
                let predicate = u64::from(predicate_places[each.predicate as usize]);
                (subject << 32 | predicate, each.object)
            })
            .collect();
        let text = self.text.clone();
        rows.sort_unstable_by(|(pair, object), (other_pair, other)| {
            pair.cmp(other_pair)
                .then_with(|| text.get(*object).cmp(text.get(*other)))
        });
        rows.dedup_by(|(pair, object), (other_pair, other)| {
            pair == other_pair && text.get(*object) == text.get(*other)
        });
        GraphParts {
            text,
            subjects: in_order(&subjects, self.subjects.spans()),
            predicates: in_order(&predicates, self.predicates.spans()),
            rows,
        }
        .joined()
    }
}

/// The place of each number in an order.
fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, &number) in order.iter().enumerate() {
        places[number as usize] = place as u32;
    }
    places
}

fn in_order(order: &[u32], spans: &[Span]) -> Vec<Span> {
    order.iter().map(|&number| spans[number as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_a_name_ends_in_2() {
        let mut builder = Builder::default();
        let given = ["<a>", "<a>", "<a-2>", "<a>"];
        let terms: Vec<String> = given.map(|term| builder.distinct(term.to_owned())).into();
        assert_eq!(terms, ["<a>", "<a-2>", "<a-2-2>", "<a-3>"]);
    }

    #[test]
    fn a_subject_of_which_nothing_is_stated_is_said_but_no_node() {
        let mut builder = Builder::default();
        builder.subject("<a>").unwrap();
        assert!(builder.said("<a>"));
        assert_eq!(builder.graph().len(), 0);
    }
}
