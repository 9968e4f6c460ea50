//! Which nodes of a graph may not conform to the shapes of a plan.
//!
//! A node that is not in doubt has no result. What this does not know is in doubt: kg's engine in
//! Python decides then, and alone makes results. <https://www.w3.org/TR/shacl/>

mod checks;
mod compiling;
mod facts;
mod literals;
mod plan;
mod values;

pub use checks::Gate;
