//! `Nodes`: a finished graph, read like a dictionary of dictionaries.

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PyMapping, PyString, PyTuple, PyType};

use super::guard::guarded;
use super::names;
use super::node_builder::NodeBuilder;
use crate::counts::RDF_TYPE;
use crate::graph::Graph;
use crate::lines;

/// Subject -> its predicates and their objects, sorted. What is asked for becomes dictionaries.
#[pyclass(frozen, mapping, module = "kg_trials_core")]
pub struct Nodes {
    pub(super) graph: Graph,
    one: Vec<PyOnceLock<Py<PyDict>>>,
    all: PyOnceLock<Py<PyDict>>,
}

impl Nodes {
    pub(super) fn new(graph: Graph) -> Self {
        let one = (0..graph.len()).map(|_| PyOnceLock::new()).collect();
        Self {
            graph,
            one,
            all: PyOnceLock::new(),
        }
    }

    fn node<'py>(&self, py: Python<'py>, at: usize) -> PyResult<&Bound<'py, PyDict>> {
        self.one[at]
            .get_or_try_init(py, || {
                let properties = PyDict::new(py);
                for pair in self.graph.pairs(at) {
                    let objects = self.graph.objects(pair).iter();
                    let objects = PyTuple::new(py, objects.map(|object| self.graph.get(*object)))?;
                    let predicate = names::shared(py, self.graph.predicate(pair.predicate));
                    properties.set_item(predicate, objects)?;
                }
                Ok(properties.unbind())
            })
            .map(|properties| properties.bind(py))
    }

    fn all<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyDict>> {
        self.all
            .get_or_try_init(py, || {
                let all = PyDict::new(py);
                for at in 0..self.graph.len() {
                    all.set_item(self.graph.term(at), self.node(py, at)?)?;
                }
                Ok(all.unbind())
            })
            .map(|all| all.bind(py))
    }

    fn position(&self, term: &Bound<'_, PyAny>) -> Option<usize> {
        let term = term.cast::<PyString>().ok()?;
        self.graph.position(term.to_str().ok()?)
    }
}

#[pymethods]
impl Nodes {
    /// The nodes of a mapping that is read in the same way.
    #[classmethod]
    pub(super) fn of(class: &Bound<'_, PyType>, nodes: &Bound<'_, PyMapping>) -> PyResult<Self> {
        let mut builder = NodeBuilder::default();
        for item in nodes.items()?.iter() {
            let (subject, properties) = item.extract::<(Bound<PyString>, Bound<PyMapping>)>()?;
            let number = builder.subject(&subject)?;
            for item in properties.items()?.iter() {
                let (predicate, objects) = item.extract::<(Bound<PyString>, Bound<PyAny>)>()?;
                for object in objects.try_iter()? {
                    builder.state_one(number, predicate.to_str()?, &object?)?;
                }
            }
        }
        guarded(class.py(), || Ok(builder.into_nodes()))
    }

    /// The number of triples.
    #[getter]
    fn size(&self) -> usize {
        self.graph.size()
    }

    /// The lines of the triples in UTF-8, with `end` after each object.
    fn lines<'py>(&self, py: Python<'py>, end: &str) -> PyResult<Bound<'py, PyBytes>> {
        guarded(py, || {
            PyBytes::new_with(py, lines::size(&self.graph, end), |buffer| {
                lines::write(&self.graph, end, buffer);
                Ok(())
            })
        })
    }

    /// The objects of a predicate of a node; none if there is no such node.
    fn objects<'py>(
        &self,
        py: Python<'py>,
        subject: &str,
        predicate: &str,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let node = self.graph.position(subject);
        let place = self.graph.predicate_position(predicate);
        let objects = match (node, place) {
            (Some(node), Some(place)) => self.graph.values(node, place),
            _ => &[],
        };
        PyTuple::new(py, objects.iter().map(|object| self.graph.get(*object)))
    }

    /// The nodes of a class.
    fn instances(&self, class_: &str) -> Vec<&str> {
        let Some(rdf_type) = self.graph.predicate_position(RDF_TYPE) else {
            return Vec::new();
        };
        (0..self.graph.len())
            .filter(|node| {
                let classes = self.graph.values(*node, rdf_type);
                classes.iter().any(|span| self.graph.get(*span) == class_)
            })
            .map(|node| self.graph.term(node))
            .collect()
    }

    fn __len__(&self) -> usize {
        self.graph.len()
    }

    fn __contains__(&self, subject: &Bound<'_, PyAny>) -> bool {
        self.position(subject).is_some()
    }

    fn __getitem__<'py>(&self, subject: &Bound<'py, PyAny>) -> PyResult<&Bound<'py, PyDict>> {
        match self.position(subject) {
            Some(at) => self.node(subject.py(), at),
            None => Err(PyKeyError::new_err(subject.clone().unbind())),
        }
    }

    #[pyo3(signature = (subject, default=None))]
    fn get<'py>(
        &self,
        subject: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.position(subject) {
            Some(at) => Ok(Some(self.node(subject.py(), at)?.as_any().clone())),
            None => Ok(default),
        }
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.all(py)?.try_iter()?.into_any())
    }

    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.all(py)?.call_method0("keys")
    }

    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.all(py)?.call_method0("values")
    }

    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.all(py)?.call_method0("items")
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let mine = self.all(other.py())?;
        match other.cast::<Self>() {
            Ok(nodes) => mine.eq(nodes.get().all(other.py())?),
            Err(_) => mine.eq(other),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.all(py)?.repr()?.to_string())
    }

    /// In another process, where the core may be another one, they are a dictionary.
    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyList>,))> {
        let pure = py.import("kg.rdf.nodes")?.getattr("PlainNodes")?;
        Ok((pure, (self.all(py)?.items(),)))
    }
}
