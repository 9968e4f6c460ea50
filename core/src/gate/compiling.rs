//! From the plan to shapes whose predicates and classes are numbers.

use std::collections::hash_map::Entry;

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::literals::folded;
use super::plan::{CheckPlan, PathPlan, Plan, ShapePlan, TargetPlan};

/// Numbers of the terms that the plan names.
pub type Numbers = FxHashMap<String, u32>;

/// Compiled shapes.
#[derive(Debug, Default)]
pub struct Compiled {
    pub shapes: Vec<Shape>,
    pub targets: Vec<Target>,
    pub predicates: Numbers,
    pub classes: Numbers,
    /// The predicates whose subjects are asked for: those of inverse paths and of targets.
    pub with_subjects: FxHashSet<u32>,
}

/// The focus nodes of a shape.
#[derive(Debug)]
pub struct Target {
    pub shape: usize,
    pub nodes: Vec<String>,
    pub classes: Vec<u32>,
    pub subjects_of: Vec<u32>,
    pub objects_of: Vec<u32>,
}

/// A node shape, or a property shape with its path.
#[derive(Debug)]
pub struct Shape {
    pub path: Option<Path>,
    pub checks: Vec<Check>,
}

/// A path; see the plan.
#[derive(Debug)]
pub enum Path {
    Predicate(u32),
    Inverse(u32),
    Sequence(Vec<Path>),
    Alternative(Vec<Path>),
}

/// A constraint; see the plan.
#[derive(Debug)]
pub enum Check {
    Class(u32),
    Datatype(Datatype),
    NodeKind(Vec<char>),
    Count(usize, usize),
    Range(String, Vec<i8>),
    Length(usize, usize),
    NotBlank,
    Pattern(Box<Regex>),
    In(FxHashSet<String>),
    HasValue(String),
    Closed(FxHashSet<u32>),
    Equals(u32),
    Disjoint(u32),
    Order(u32, Vec<i8>),
    Not(usize),
    And(Vec<usize>),
    Or(Vec<usize>),
    Xone(Vec<usize>),
    Node(usize),
    Properties(Properties),
    Unknown,
}

/// What sh:datatype asks for.
#[derive(Debug)]
pub enum Datatype {
    String,
    LanguageString,
    /// The end of such a literal, and the local name of a datatype whose lexical form counts.
    Other(String, Option<String>),
}

/// The property shapes of a shape: by the predicate that is their path, and with other paths.
#[derive(Debug, Default)]
pub struct Properties {
    pub rows: FxHashMap<u32, Vec<usize>>,
    /// The property shapes that may have a result where there is no value, and their predicates.
    pub asked: Vec<(u32, usize)>,
    pub others: Vec<usize>,
}

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const LANG_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

/// The datatypes whose lexical form sh:datatype checks.
const CHECKED: &[&str] = &[
    "boolean",
    "decimal",
    "integer",
    "nonPositiveInteger",
    "negativeInteger",
    "nonNegativeInteger",
    "positiveInteger",
    "long",
    "int",
    "short",
    "byte",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "float",
    "double",
    "dateTime",
    "date",
    "time",
    "duration",
    "yearMonthDuration",
    "dayTimeDuration",
    "hexBinary",
    "base64Binary",
];

/// The shapes of a plan; the reason if it is not a plan.
pub fn compiled(plan: Plan) -> Result<Compiled, String> {
    let mut found = Compiled::default();
    let number = plan.shapes.len();
    for shape in plan.shapes {
        let shape = found.shape(shape, number)?;
        found.shapes.push(shape);
    }
    found.group_properties();
    for target in plan.targets {
        let target = found.target(target, number)?;
        found.targets.push(target);
    }
    Ok(found)
}

impl Compiled {
    fn shape(&mut self, plan: ShapePlan, number: usize) -> Result<Shape, String> {
        let path = plan.path.map(|path| self.path(path));
        let checks = plan
            .checks
            .into_iter()
            .map(|check| self.check(check, number))
            .collect::<Result<_, _>>()?;
        Ok(Shape { path, checks })
    }

    fn path(&mut self, plan: PathPlan) -> Path {
        match plan {
            PathPlan::Sequence(plans) => Path::Sequence(self.paths(plans)),
            PathPlan::Alternative(plans) => Path::Alternative(self.paths(plans)),
            PathPlan::Predicate(term) => Path::Predicate(numbered(&mut self.predicates, term)),
            PathPlan::Inverse(term) => {
                let predicate = numbered(&mut self.predicates, term);
                self.with_subjects.insert(predicate);
                Path::Inverse(predicate)
            }
        }
    }

    fn paths(&mut self, plans: Vec<PathPlan>) -> Vec<Path> {
        plans.into_iter().map(|each| self.path(each)).collect()
    }

    fn target(&mut self, plan: TargetPlan, number: usize) -> Result<Target, String> {
        let mut predicates = |each: Vec<String>| -> Vec<u32> {
            let numbers = each.into_iter();
            let numbers = numbers.map(|predicate| numbered(&mut self.predicates, predicate));
            let numbers: Vec<u32> = numbers.collect();
            self.with_subjects.extend(&numbers);
            numbers
        };
        Ok(Target {
            shape: place(plan.shape, number)?,
            nodes: plan.nodes,
            subjects_of: predicates(plan.subjects_of),
            objects_of: predicates(plan.objects_of),
            classes: plan
                .classes
                .into_iter()
                .map(|class| numbered(&mut self.classes, class))
                .collect(),
        })
    }

    fn check(&mut self, plan: CheckPlan, number: usize) -> Result<Check, String> {
        let all = |shapes: Vec<usize>| -> Result<Vec<usize>, String> {
            shapes
                .into_iter()
                .map(|shape| place(shape, number))
                .collect()
        };
        Ok(match plan {
            CheckPlan::Class { class } => Check::Class(numbered(&mut self.classes, class)),
            CheckPlan::Datatype { datatype } => Check::Datatype(datatype_of(&datatype)),
            CheckPlan::NodeKind { beginnings } => Check::NodeKind(beginnings.chars().collect()),
            CheckPlan::Count { least, most } => Check::Count(least, most.unwrap_or(usize::MAX)),
            CheckPlan::Range { bound, orders } => Check::Range(bound, orders),
            CheckPlan::Length { least, most } => Check::Length(least, most.unwrap_or(usize::MAX)),
            CheckPlan::NotBlank {} => Check::NotBlank,
            CheckPlan::Pattern { expression } => match Regex::new(&expression) {
                Ok(regex) => Check::Pattern(Box::new(regex)),
                Err(_) => Check::Unknown,
            },
            CheckPlan::In { members } => Check::In(
                members
                    .iter()
                    .map(|each| folded(each).into_owned())
                    .collect(),
            ),
            CheckPlan::HasValue { value } => Check::HasValue(folded(&value).into_owned()),
            CheckPlan::Closed { predicates } => Check::Closed(
                predicates
                    .into_iter()
                    .map(|each| numbered(&mut self.predicates, each))
                    .collect(),
            ),
            CheckPlan::Equals { predicate } => {
                Check::Equals(numbered(&mut self.predicates, predicate))
            }
            CheckPlan::Disjoint { predicate } => {
                Check::Disjoint(numbered(&mut self.predicates, predicate))
            }
            CheckPlan::Order { predicate, orders } => {
                Check::Order(numbered(&mut self.predicates, predicate), orders)
            }
            CheckPlan::Not { shape } => Check::Not(place(shape, number)?),
            CheckPlan::And { shapes } => Check::And(all(shapes)?),
            CheckPlan::Or { shapes } => Check::Or(all(shapes)?),
            CheckPlan::Xone { shapes } => Check::Xone(all(shapes)?),
            CheckPlan::Node { shape } => Check::Node(place(shape, number)?),
            CheckPlan::Property { shape } => Check::Properties(Properties {
                others: vec![place(shape, number)?],
                ..Properties::default()
            }),
            CheckPlan::Unknown {} => Check::Unknown,
        })
    }

    /// Joins the property shapes of each shape into one check, by predicate.
    fn group_properties(&mut self) {
        for at in 0..self.shapes.len() {
            let mut joined = Properties::default();
            let mut others = Vec::new();
            for check in std::mem::take(&mut self.shapes[at].checks) {
                match check {
                    Check::Properties(one) => {
                        for shape in one.others {
                            joined.add(shape, &self.shapes);
                        }
                    }
                    check => others.push(check),
                }
            }
            if !joined.rows.is_empty() || !joined.others.is_empty() {
                others.push(Check::Properties(joined));
            }
            self.shapes[at].checks = others;
        }
    }
}

impl Properties {
    fn add(&mut self, shape: usize, shapes: &[Shape]) {
        let Some(&Path::Predicate(predicate)) = shapes[shape].path.as_ref() else {
            self.others.push(shape);
            return;
        };
        self.rows.entry(predicate).or_default().push(shape);
        if shapes[shape].checks.iter().any(Check::asks_for_values) {
            self.asked.push((predicate, shape));
        }
    }
}

impl Check {
    /// Whether there may be a result without a value.
    fn asks_for_values(&self) -> bool {
        match self {
            Self::Count(least, _) => *least > 0,
            Self::HasValue(_) | Self::Equals(_) | Self::Unknown => true,
            _ => false,
        }
    }
}

fn place(shape: usize, number: usize) -> Result<usize, String> {
    (shape < number)
        .then_some(shape)
        .ok_or_else(|| format!("the plan has {number} shapes, but none at {shape}"))
}

fn numbered(numbers: &mut Numbers, term: String) -> u32 {
    let next = numbers.len() as u32;
    match numbers.entry(term) {
        Entry::Occupied(entry) => *entry.get(),
        Entry::Vacant(entry) => *entry.insert(next),
    }
}

fn datatype_of(iri: &str) -> Datatype {
    let local = iri.strip_prefix(XSD);
    if iri == LANG_STRING {
        return Datatype::LanguageString;
    }
    if local == Some("string") {
        return Datatype::String;
    }
    let checked = local.filter(|local| CHECKED.contains(local));
    Datatype::Other(format!("\"^^<{iri}>"), checked.map(str::to_owned))
}
