//! What Python sees of the core.

mod guard;
mod names;
mod node_builder;
mod node_counts;
mod nodes;
mod shapes;
mod steps;

use pyo3::prelude::*;

/// The core of kg-trials; `kg.system.core` decides whether kg uses it.
#[pymodule]
mod kg_trials_core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::node_builder::NodeBuilder;
    #[pymodule_export]
    use super::node_counts::NodeCounts;
    #[pymodule_export]
    use super::nodes::Nodes;
    #[pymodule_export]
    use super::shapes::Shapes;
    #[pymodule_export]
    use super::steps::Steps;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::guard::silence();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
