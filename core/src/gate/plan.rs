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

/// A node shape, or a property shape with the predicates of its path.
#[derive(Debug, Deserialize)]
pub struct ShapePlan {
    pub path: Option<Vec<String>>,
    pub checks: Vec<CheckPlan>,
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
