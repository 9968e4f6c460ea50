//! A panic becomes an error of kg.

use pyo3::prelude::*;

use crate::guard::caught;

/// What `work` returns; a panic in it is a CoreError.
pub fn guarded<T>(py: Python<'_>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    caught(work).unwrap_or_else(|said| Err(failed(py, &said)))
}

fn failed(py: Python<'_>, said: &str) -> PyErr {
    let sentence = format!(
        "the core in Rust has failed ({said}), which is an error in kg itself: please report it;"
    );
    let sentence =
        format!("{sentence} with KG_CORE=off in the environment kg does without the core");
    let raised = py
        .import("kg.errors")
        .and_then(|errors| errors.getattr("CoreError")?.call1((sentence,)));
    match raised {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}
