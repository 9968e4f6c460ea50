//! Functions of texts, which Python has for all texts and the core for most.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::guard::guarded;
use crate::mentions;
use crate::words;

/// The words of a text for an IRI (kg.rdf.iris.slug); None where Python has to make them.
#[pyfunction]
pub fn slug(text: &str) -> Option<String> {
    words::slug(text)
}

/// The digits of each number in JSON that may be an NCT id (kg.mapping.relation).
#[pyfunction]
pub fn nct_digits<'py>(py: Python<'py>, json: &[u8]) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    guarded(py, || {
        let digits = mentions::nct_digits(json);
        Ok(digits.map(|each| PyBytes::new(py, each)).collect())
    })
}
