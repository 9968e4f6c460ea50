//! Texts of Python that are made once, as each graph has the same predicates.

use std::cell::RefCell;

use pyo3::prelude::*;
use pyo3::types::PyString;
use rustc_hash::FxHashMap;

/// Predicates that are kept; a graph from elsewhere may have any.
const MOST: usize = 4096;

thread_local! {
    static NAMES: RefCell<FxHashMap<String, Py<PyString>>> = RefCell::default();
}

/// The text of a predicate.
pub fn shared<'py>(py: Python<'py>, predicate: &str) -> Bound<'py, PyString> {
    NAMES.with_borrow_mut(|names| {
        if let Some(name) = names.get(predicate) {
            return name.bind(py).clone();
        }
        let name = PyString::new(py, predicate);
        if names.len() < MOST {
            names.insert(predicate.to_owned(), name.clone().unbind());
        }
        name
    })
}
