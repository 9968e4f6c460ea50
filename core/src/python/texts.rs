//! Functions of texts, which Python has for all texts and the core for most.

use pyo3::prelude::*;

use crate::words;

/// The words of a text for an IRI (kg.rdf.iris.slug); None where Python has to make them.
#[pyfunction]
pub fn slug(text: &str) -> Option<String> {
    words::slug(text)
}
