//! `NodeCounts`: counts of nodes and triples, which become dictionaries when they are asked for.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyTuple};

use super::guard::guarded;
use super::names;
use super::nodes::Nodes;
use crate::counts::{Counts, Group};

/// Nodes and triples by the classes of a node (kg.rdf.nodes.PlainNodeCounts).
#[pyclass(module = "kg_trials_core")]
#[derive(Default)]
pub struct NodeCounts {
    counts: Counts,
    types: Vec<Py<PyTuple>>,
}

impl NodeCounts {
    /// The classes of each group; the texts are made once.
    fn types<'py>(&mut self, py: Python<'py>) -> PyResult<&[Py<PyTuple>]> {
        for group in &self.counts.groups()[self.types.len()..] {
            let classes = group.classes.iter().map(|class| names::shared(py, class));
            self.types.push(PyTuple::new(py, classes)?.unbind());
        }
        Ok(&self.types)
    }

    /// Adds counts that are dictionaries.
    fn add_plain(&mut self, later: &Bound<'_, PyAny>) -> PyResult<()> {
        let shared = later.getattr("shared")?;
        for (types, nodes) in items(&later.getattr("nodes")?)? {
            let shared = shared.call_method1("get", (&types, 0))?.extract()?;
            let classes: Vec<String> = types.extract()?;
            self.counts.add_nodes(&classes, nodes.extract()?, shared);
        }
        for (types, triples) in items(&later.getattr("triples")?)? {
            let classes: Vec<String> = types.extract()?;
            for (predicate, count) in items(&triples)? {
                let predicate: String = predicate.extract()?;
                self.counts
                    .add_triples(&classes, &predicate, count.extract()?);
            }
        }
        Ok(())
    }

    /// A count of each group, by its classes, of the groups that have one.
    fn by_types<'py>(
        &mut self,
        py: Python<'py>,
        count: impl Fn(&Group) -> u64,
    ) -> PyResult<Bound<'py, PyDict>> {
        self.types(py)?;
        let found = PyDict::new(py);
        for (types, group) in self.types.iter().zip(self.counts.groups()) {
            if count(group) > 0 {
                found.set_item(types, count(group))?;
            }
        }
        Ok(found)
    }
}

type Item<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

fn items<'py>(mapping: &Bound<'py, PyAny>) -> PyResult<Vec<Item<'py>>> {
    let items = mapping.cast::<PyMapping>()?.items()?;
    items.iter().map(|item| item.extract()).collect()
}

#[pymethods]
impl NodeCounts {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Adds the nodes of a graph, and returns the classes that they have.
    fn add<'py>(
        &mut self,
        nodes: &Bound<'py, PyAny>,
        number: &str,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = nodes.py();
        let found = match nodes.cast::<Nodes>() {
            Ok(nodes) => guarded(py, || Ok(self.counts.add(&nodes.get().graph, number)))?,
            Err(_) => {
                let class = py.get_type::<Nodes>();
                let nodes = Nodes::of(&class, nodes.cast::<PyMapping>()?)?;
                guarded(py, || Ok(self.counts.add(&nodes.graph, number)))?
            }
        };
        let types = self.types(py)?;
        PyList::new(py, found.iter().map(|&place| types[place].bind(py)))
    }

    /// Adds other counts.
    fn update(&mut self, later: &Bound<'_, PyAny>) -> PyResult<()> {
        match later.cast::<Self>() {
            Ok(later) => {
                let later = later.borrow();
                guarded(later.py(), || {
                    self.counts.update(&later.counts);
                    Ok(())
                })
            }
            Err(_) => guarded(later.py(), || self.add_plain(later)),
        }
    }

    /// Nodes by their classes.
    #[getter]
    fn nodes<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.by_types(py, |group| group.nodes)
    }

    /// The nodes of them that other records may have, too.
    #[getter]
    fn shared<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.by_types(py, |group| group.shared)
    }

    /// Triples by the classes of their subject and by predicate.
    #[getter]
    fn triples<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        self.types(py)?;
        for (types, group) in self.types.iter().zip(self.counts.groups()) {
            let triples = PyDict::new(py);
            for (predicate, count) in self.counts.triples(group) {
                triples.set_item(names::shared(py, predicate), count)?;
            }
            found.set_item(types, triples)?;
        }
        Ok(found)
    }

    /// In another process, where the core may be another one, they are dictionaries.
    fn __reduce__<'py>(&mut self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Three<'py>)> {
        let of = py
            .import("kg.rdf.nodes")?
            .getattr("PlainNodeCounts")?
            .getattr("of")?;
        Ok((of, (self.nodes(py)?, self.shared(py)?, self.triples(py)?)))
    }
}

type Three<'py> = (Bound<'py, PyDict>, Bound<'py, PyDict>, Bound<'py, PyDict>);
