//! The plan: shapes as data, as Python hands them over.

use serde::Deserialize;

/// All shapes, and which of them have targets.
#[derive(Debug, Deserialize)]
pub struct Plan {
    pub shapes: Vec<ShapePlan>,
    pub targets: Vec<TargetPlan>,
}

/// The focus nodes of a shape, which is given by its place.
#[derive(Debug, Deserialize)]
pub struct TargetPlan {
    pub shape: usize,
    pub nodes: Vec<String>,
    pub classes: Vec<String>,
    pub subjects_of: Vec<String>,
    pub objects_of: Vec<String>,
}

/// A node shape, or a property shape with its path.
#[derive(Debug, Deserialize)]
pub struct ShapePlan {
    pub path: Option<PathPlan>,
    pub checks: Vec<CheckPlan>,
}

/// A path: to the objects of a predicate or, inverse, to its subjects, and what is made of these.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PathPlan {
    Predicate(String),
    Inverse(String),
    Sequence(Vec<PathPlan>),
    Alternative(Vec<PathPlan>),
}

/// A constraint. Shapes are given by their places; terms are N-Triples text.
#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
pub enum CheckPlan {
    Class { class: String },
    Datatype { datatype: String },
    NodeKind { beginnings: String },
    Count { least: usize, most: Option<usize> },
    Range { bound: String, orders: Vec<i8> },
    Length { least: usize, most: Option<usize> },
    NotBlank {},
    Pattern { expression: String },
    In { members: Vec<String> },
    HasValue { value: String },
    Closed { predicates: Vec<String> },
    Equals { predicate: String },
    Disjoint { predicate: String },
    Order { predicate: String, orders: Vec<i8> },
    Not { shape: usize },
    And { shapes: Vec<usize> },
    Or { shapes: Vec<usize> },
    Xone { shapes: Vec<usize> },
    Node { shape: usize },
    Property { shape: usize },
    Unknown {},
}
