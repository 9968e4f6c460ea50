//! `NodeBuilder`: what the mapping states a record's triples with.

use pyo3::exceptions::PyMemoryError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::guard::guarded;
use super::nodes::Nodes;
use crate::builder::Builder;
use crate::text::TooMuchText;

/// Collects triples by subject and predicate.
#[pyclass(subclass, module = "kg_trials_core")]
#[derive(Default)]
pub struct NodeBuilder {
    pub(super) builder: Builder,
    within: String,
}

#[pymethods]
impl NodeBuilder {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        Self::default()
    }

    /// The term of a node of its own: the second time it ends in -2.
    fn distinct(&mut self, term: String) -> String {
        self.builder.distinct(term)
    }

    /// Says what the parts are within.
    fn set_within(&mut self, term: &str) {
        self.within = term.trim_end_matches('>').to_owned();
    }

    /// The term of a part, of its own as well.
    #[pyo3(signature = (*path))]
    fn part(&mut self, path: &Bound<'_, PyTuple>) -> PyResult<String> {
        let mut term = self.within.clone();
        for segment in path.iter() {
            term.push('/');
            term.push_str(segment.cast::<PyString>()?.to_str()?);
        }
        term.push('>');
        Ok(self.builder.distinct(term))
    }

    /// States every pair of `subject`, and returns it for use as an object.
    #[pyo3(signature = (subject, *pairs))]
    pub(super) fn node<'py>(
        slf: &Bound<'py, Self>,
        subject: Bound<'py, PyString>,
        pairs: &Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py, PyString>> {
        let py = slf.py();
        let others = guarded(py, || slf.borrow_mut().state(&subject, pairs))?;
        for (predicate, objects) in others {
            let number = slf.borrow_mut().subject(&subject)?;
            Self::state_objects(slf, number, predicate.to_str()?, &objects)?;
        }
        Ok(subject)
    }

    /// Whether anything was stated about a subject before.
    fn said(&self, subject: &str) -> bool {
        self.builder.said(subject)
    }

    /// The nodes, sorted, each triple once.
    fn nodes(&self, py: Python<'_>) -> PyResult<Nodes> {
        guarded(py, || Ok(Nodes::new(self.builder.graph())))
    }
}

/// A predicate and objects that only Python can go through, which may call the builder.
type Others<'py> = Vec<(Bound<'py, PyString>, Bound<'py, PyAny>)>;

impl NodeBuilder {
    pub(super) fn subject(&mut self, subject: &Bound<'_, PyString>) -> PyResult<u32> {
        self.builder.subject(subject.to_str()?).map_err(too_much)
    }

    fn state<'py>(
        &mut self,
        subject: &Bound<'py, PyString>,
        pairs: &Bound<'py, PyTuple>,
    ) -> PyResult<Others<'py>> {
        let mut others = Vec::new();
        let number = self.subject(subject)?;
        for pair in pairs.iter() {
            let pair = pair.cast_into::<PyTuple>()?;
            let objects = pair.get_item(1)?;
            if objects.is_none() {
                continue;
            }
            let predicate = pair.get_item(0)?.cast_into::<PyString>()?;
            if !self.is_stated(number, predicate.to_str()?, &objects)? {
                others.push((predicate, objects));
            }
        }
        Ok(others)
    }

    /// States objects of a subject. The builder must not be borrowed.
    pub(super) fn state_objects<'py>(
        slf: &Bound<'py, Self>,
        subject: u32,
        predicate: &str,
        objects: &Bound<'py, PyAny>,
    ) -> PyResult<()> {
        if objects.is_none() || slf.borrow_mut().is_stated(subject, predicate, objects)? {
            return Ok(());
        }
        let objects = objects.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        let mut this = slf.borrow_mut();
        for object in &objects {
            this.state_one(subject, predicate, object)?;
        }
        Ok(())
    }

    /// States objects unless only Python can go through them, which may call the builder.
    fn is_stated(
        &mut self,
        subject: u32,
        predicate: &str,
        objects: &Bound<'_, PyAny>,
    ) -> PyResult<bool> {
        if let Ok(one) = objects.cast::<PyString>() {
            return self.state_term(subject, predicate, one);
        }
        if let Ok(list) = objects.cast::<PyList>() {
            for object in list.iter() {
                self.state_one(subject, predicate, &object)?;
            }
        } else if let Ok(tuple) = objects.cast::<PyTuple>() {
            for object in tuple.iter() {
                self.state_one(subject, predicate, &object)?;
            }
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    pub(super) fn state_term(
        &mut self,
        subject: u32,
        predicate: &str,
        term: &Bound<'_, PyString>,
    ) -> PyResult<bool> {
        let stated = self.builder.state(subject, predicate, term.to_str()?);
        stated.map_err(too_much).map(|()| true)
    }

    /// One of several objects, where None and an empty text mean that there is none.
    pub(super) fn state_one(
        &mut self,
        subject: u32,
        predicate: &str,
        object: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        if object.is_none() {
            return Ok(());
        }
        let object = object.cast::<PyString>()?;
        if !object.to_str()?.is_empty() {
            self.state_term(subject, predicate, object)?;
        }
        Ok(())
    }

    pub(super) fn into_nodes(self) -> Nodes {
        Nodes::new(self.builder.graph())
    }
}

pub(super) fn too_much(error: TooMuchText) -> PyErr {
    PyMemoryError::new_err(error.to_string())
}
