//! The core of kg-trials: keeps the statements of a record, sorts, writes and counts them, and says
//! which nodes may not conform to the shapes.
//!
//! Everything but `python` is plain Rust without I/O. kg does the same in Python where the core is
//! not installed; both give the same bytes and the same results.

pub mod builder;
pub mod counts;
pub mod formats;
pub mod gate;
pub mod graph;
pub mod guard;
pub mod lexical;
pub mod lines;
pub mod mentions;
#[cfg(feature = "python")]
mod python;
pub mod text;
pub mod words;
