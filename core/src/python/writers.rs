//! The writers of RDF formats, each made of the data that kg.formats has for it.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::guard::guarded;
use super::nodes::Nodes;
use crate::formats::context::{Context, Definition, Kind};
use crate::formats::names::Names;
use crate::formats::{jsonld, rdfxml, turtle};

/// Prefixes by namespace; the predicates that come first, and the prefixes of those that come next.
type GivenNames = (Vec<(String, String)>, Vec<String>, Vec<String>);

fn names_of((prefixes, first, families): GivenNames) -> Names {
    Names::new(prefixes, first, families)
}

/// Writes Turtle (kg.formats.turtle).
#[pyclass(frozen, module = "kg_trials_core")]
pub struct Turtle {
    names: Names,
}

#[pymethods]
impl Turtle {
    #[new]
    fn new(names: GivenNames) -> Self {
        Self {
            names: names_of(names),
        }
    }

    /// The triples of a record, each line after the margin.
    fn blocks<'py>(
        &self,
        nodes: &Bound<'py, Nodes>,
        trial: &str,
        margin: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let py = nodes.py();
        guarded(py, || {
            let text = turtle::blocks(&nodes.get().graph, &self.names, trial, margin);
            Ok(PyBytes::new(py, text.as_bytes()))
        })
    }
}

/// Writes RDF/XML (kg.formats.rdfxml).
#[pyclass(frozen, module = "kg_trials_core")]
pub struct RdfXml {
    names: Names,
}

#[pymethods]
impl RdfXml {
    #[new]
    fn new(names: GivenNames) -> Self {
        Self {
            names: names_of(names),
        }
    }

    /// The node elements of a record; None for what XML can't hold, of which Python says why.
    fn elements<'py>(
        &self,
        nodes: &Bound<'py, Nodes>,
        trial: &str,
    ) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let (py, graph) = (nodes.py(), &nodes.get().graph);
        guarded(py, || {
            let text = rdfxml::elements(graph, &self.names, trial).ok();
            Ok(text.map(|text| PyBytes::new(py, text.as_bytes())))
        })
    }
}

/// Writes JSON-LD (kg.formats.jsonld).
#[pyclass(frozen, module = "kg_trials_core")]
pub struct JsonLd {
    names: Names,
    context: Context,
}

#[pymethods]
impl JsonLd {
    /// Of a context: prefixes by namespace, entries as JSON with the prefixes that they use, names
    /// and kinds by term, and the properties whose value is always an array.
    #[new]
    fn new(
        names: GivenNames,
        prefixes: Vec<(String, String)>,
        definitions: Vec<(String, String, Vec<String>)>,
        entries: Vec<(String, String, Option<String>)>,
        sets: Vec<String>,
    ) -> Self {
        let definitions = definitions
            .into_iter()
            .map(|(name, text, prefixes)| Definition {
                name,
                text,
                prefixes,
            });
        let entries = entries
            .into_iter()
            .map(|(term, name, kind)| (term, (name, Kind::of(kind))));
        Self {
            names: names_of(names),
            context: Context::new(prefixes, definitions.collect(), entries, sets),
        }
    }

    /// A document of one record; None for what JSON-LD can't represent, of which Python says why.
    fn document<'py>(
        &self,
        nodes: &Bound<'py, Nodes>,
        trial: &str,
        name: &str,
        published: Option<&str>,
    ) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let (py, graph) = (nodes.py(), &nodes.get().graph);
        guarded(py, || {
            let text =
                jsonld::document(graph, &self.context, &self.names, trial, name, published).ok();
            Ok(text.map(|text| PyBytes::new(py, text.as_bytes())))
        })
    }
}
