//! `Shapes`: which nodes of a graph may not conform.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::guard::guarded;
use super::nodes::Nodes;
use crate::gate::Gate;

/// Compiled shapes, from a plan in JSON (`kg.shacl.compiled.shapes_data`).
#[pyclass(frozen, module = "kg_trials_core")]
pub struct Shapes {
    gate: Gate,
}

#[pymethods]
impl Shapes {
    #[new]
    fn new(py: Python<'_>, plan: &[u8]) -> PyResult<Self> {
        guarded(py, || match Gate::new(plan) {
            Ok(gate) => Ok(Self { gate }),
            Err(reason) => Err(PyValueError::new_err(reason)),
        })
    }

    /// The places of shapes in the plan, each with a focus node in doubt. None if all are in doubt.
    fn doubts(&self, py: Python<'_>, nodes: &Nodes) -> PyResult<Option<Vec<(usize, String)>>> {
        guarded(py, || Ok(self.gate.doubts(&nodes.graph)))
    }
}
