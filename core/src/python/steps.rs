//! `Steps`: the steps of a plan of the mapping, interpreted.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyList, PyString, PyTuple};

use super::guard::guarded;
use super::node_builder::{NodeBuilder, too_much};
use crate::counts::RDF_TYPE;
use crate::lexical;

/// The steps of a plan for a structure, and the class of its node (kg.mapping.steps).
#[pyclass(frozen, module = "kg_trials_core")]
pub struct Steps {
    steps: Vec<Step>,
    class: Option<String>,
}

struct Step {
    predicate: String,
    path: Vec<Py<PyString>>,
    kind: Kind,
    made: Made,
}

/// What the core knows of a value. All that it does not state itself is made in Python.
enum Kind {
    Text,
    Texts,
    Boolean,
    Integer,
    Decimal,
    Date,
    Measured,
    BesideMeasured,
    Counted,
    BesideCounted,
    Code(Py<PyDict>),
    Codes(Py<PyDict>),
    Other,
}

/// A function of Python, by what it is called with: the value; the value and the statements; the
/// subject as well, of which it states more.
enum Made {
    Value(Py<PyAny>),
    Statements(Py<PyAny>),
    Subject(Py<PyAny>),
}

type Given<'py> = (
    String,
    Vec<Bound<'py, PyString>>,
    Option<Bound<'py, PyAny>>,
    Option<Bound<'py, PyAny>>,
    String,
    Option<Bound<'py, PyDict>>,
);

#[pymethods]
impl Steps {
    #[new]
    fn new(steps: Vec<Given<'_>>, class_: Option<String>) -> PyResult<Self> {
        let steps = steps.into_iter().map(Step::new).collect::<PyResult<_>>()?;
        Ok(Self {
            steps,
            class: class_,
        })
    }

    /// States the pairs, the class and what the steps say of the structure; returns the subject.
    fn state<'py>(
        &self,
        subject: Bound<'py, PyString>,
        structure: &Bound<'py, PyAny>,
        say: &Bound<'py, NodeBuilder>,
        pairs: &Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py, PyString>> {
        NodeBuilder::node(say, subject.clone(), pairs)?;
        guarded(subject.py(), || self.follow(&subject, structure, say))?;
        Ok(subject)
    }
}

impl Steps {
    fn follow<'py>(
        &self,
        subject: &Bound<'py, PyString>,
        structure: &Bound<'py, PyAny>,
        say: &Bound<'py, NodeBuilder>,
    ) -> PyResult<()> {
        let number = say.borrow_mut().subject(subject)?;
        if let Some(class) = &self.class {
            let mut this = say.borrow_mut();
            this.builder
                .state(number, RDF_TYPE, class)
                .map_err(too_much)?;
        }
        for step in &self.steps {
            let Some(value) = step.read(structure)? else {
                continue;
            };
            if step.is_stated(&mut say.borrow_mut(), number, &value)? {
                continue;
            }
            // What Python makes may state more: the builder is not borrowed now.
            let objects = match &step.made {
                Made::Value(make) => make.bind(say.py()).call1((value,))?,
                Made::Statements(make) => make.bind(say.py()).call1((value, say))?,
                Made::Subject(make) => {
                    make.bind(say.py()).call1((subject, value, say))?;
                    continue;
                }
            };
            NodeBuilder::state_objects(say, number, &step.predicate, &objects)?;
        }
        Ok(())
    }
}

impl Step {
    fn new(given: Given<'_>) -> PyResult<Self> {
        let (predicate, path, literals, make, kind, terms) = given;
        let made = match (literals, make) {
            (Some(literals), _) => Made::Value(literals.unbind()),
            (None, Some(make)) if predicate.is_empty() => Made::Subject(make.unbind()),
            (None, Some(make)) => Made::Statements(make.unbind()),
            (None, None) => return Err(PyValueError::new_err("a step makes nothing")),
        };
        let kind = match (kind.as_str(), terms) {
            ("text", _) => Kind::Text,
            ("texts", _) => Kind::Texts,
            ("boolean", _) => Kind::Boolean,
            ("integer", _) => Kind::Integer,
            ("decimal", _) => Kind::Decimal,
            ("date", _) => Kind::Date,
            ("measured", _) => Kind::Measured,
            ("beside measured", _) => Kind::BesideMeasured,
            ("counted", _) => Kind::Counted,
            ("beside counted", _) => Kind::BesideCounted,
            ("code", Some(terms)) => Kind::Code(terms.unbind()),
            ("codes", Some(terms)) => Kind::Codes(terms.unbind()),
            _ => Kind::Other,
        };
        Ok(Self {
            predicate,
            path: path.into_iter().map(Bound::unbind).collect(),
            kind,
            made,
        })
    }

    /// The value that the path leads to; None if there is none.
    fn read<'py>(&self, structure: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let mut value = structure.clone();
        for name in &self.path {
            value = value.getattr(name.bind(structure.py()))?;
            if value.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(value))
    }

    /// States the objects of a value, unless Python has to make them.
    fn is_stated(
        &self,
        this: &mut NodeBuilder,
        subject: u32,
        value: &Bound<'_, PyAny>,
    ) -> PyResult<bool> {
        let mut literal = |text: &str, datatype: &str| {
            let predicate = &self.predicate;
            this.builder
                .state_literal(subject, predicate, text, datatype)
                .map_err(too_much)
                .map(|()| true)
        };
        match &self.kind {
            Kind::Other => Ok(false),
            Kind::Boolean => match value.cast::<PyBool>() {
                Ok(value) if value.is_true() => literal("true", "boolean"),
                Ok(_) => literal("false", "boolean"),
                Err(_) => Ok(false),
            },
            Kind::Integer => match value.extract::<i64>() {
                Ok(number) => literal(&number.to_string(), "integer"),
                Err(_) => Ok(false),
            },
            Kind::Decimal => match value.cast_exact::<PyFloat>() {
                Ok(value) => match lexical::decimal(value.value()) {
                    Some(text) => literal(&text, "decimal"),
                    None => Ok(false),
                },
                Err(_) => Ok(false),
            },
            Kind::Texts => {
                let Ok(list) = value.cast::<PyList>() else {
                    return Ok(false);
                };
                for each in list.iter() {
                    let each = each.cast_into::<PyString>()?;
                    let text = each.to_str()?;
                    if !lexical::is_blank(text) {
                        literal(text, "")?;
                    }
                }
                Ok(true)
            }
            Kind::Codes(terms) => self.are_codes(this, subject, value, terms),
            _ => {
                let Ok(value) = value.cast::<PyString>() else {
                    return Ok(false);
                };
                let text = value.to_str()?;
                match &self.kind {
                    Kind::Text if lexical::is_blank(text) => Ok(true),
                    Kind::Text => literal(text, ""),
                    Kind::Date => match lexical::date_type(text) {
                        Some(datatype) => literal(text, datatype),
                        None => Ok(false),
                    },
                    Kind::Measured if lexical::is_decimal(text) => literal(text, "decimal"),
                    Kind::Counted if lexical::is_count(text) => literal(text, "integer"),
                    Kind::BesideMeasured => Ok(lexical::is_decimal(text)),
                    Kind::BesideCounted => Ok(lexical::is_count(text)),
                    Kind::Code(terms) => match known(terms, value.as_any())? {
                        Some(term) => this.state_term(subject, &self.predicate, &term),
                        None => Ok(false),
                    },
                    _ => Ok(false),
                }
            }
        }
    }

    /// States the terms of codes, if each is on the list.
    fn are_codes(
        &self,
        this: &mut NodeBuilder,
        subject: u32,
        value: &Bound<'_, PyAny>,
        terms: &Py<PyDict>,
    ) -> PyResult<bool> {
        let Ok(list) = value.cast::<PyList>() else {
            return Ok(false);
        };
        let found = list.iter().map(|each| known(terms, &each));
        let Some(found) = found.collect::<PyResult<Option<Vec<_>>>>()? else {
            return Ok(false);
        };
        for term in found {
            this.state_term(subject, &self.predicate, &term)?;
        }
        Ok(true)
    }
}

/// The term of a code; None if it is not on the list.
fn known<'py>(
    terms: &Py<PyDict>,
    value: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyString>>> {
    let Some(term) = terms.bind(value.py()).get_item(value)? else {
        return Ok(None);
    };
    let term = term.cast_into::<PyString>()?;
    Ok((!term.to_str()?.is_empty()).then_some(term))
}
