//! A JSON-LD context; kg.formats.context. <https://www.w3.org/TR/json-ld11/#the-context>

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;

/// The most characters of a line of entries.
const WIDTH: usize = 100;

/// The strings of a property: texts, IRIs, terms or IRIs, literals of a datatype.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// IRIs.
    Id,
    /// Terms, if there is one for an IRI.
    Vocab,
    /// Literals of the datatype of this term.
    Typed(String),
}

impl Kind {
    /// The kind by its name in a context; a datatype by its term.
    pub fn of(name: Option<String>) -> Self {
        match name.as_deref() {
            None => Self::Text,
            Some("@id") => Self::Id,
            Some("@vocab") => Self::Vocab,
            _ => Self::Typed(name.unwrap_or_default()),
        }
    }
}

/// A name of the context: its entry as JSON, and the prefixes that this uses.
#[derive(Debug)]
pub struct Definition {
    /// The name.
    pub name: String,
    /// The entry.
    pub text: String,
    /// The prefixes.
    pub prefixes: Vec<String>,
}

/// A context.
#[derive(Debug)]
pub struct Context {
    names: Names,
    namespaces: Vec<String>,
    definitions: Vec<Definition>,
    places: FxHashMap<String, usize>,
    entries: FxHashMap<String, (String, Kind)>,
    sets: FxHashSet<String>,
}

/// An IRI would be read as another one, as its scheme is a name of the context.
#[derive(Debug, PartialEq, Eq)]
pub struct Misread;

impl Context {
    /// `prefixes` are prefixes by namespace, `entries` names and kinds by term, `sets` the properties
    /// whose value is always an array.
    pub fn new(
        prefixes: Vec<(String, String)>,
        definitions: Vec<Definition>,
        entries: impl IntoIterator<Item = (String, (String, Kind))>,
        sets: impl IntoIterator<Item = String>,
    ) -> Self {
        let places = definitions.iter().enumerate();
        Self {
            namespaces: prefixes.iter().map(|(each, _)| each.clone()).collect(),
            names: Names::new(prefixes, Vec::new(), Vec::new()),
            places: places.map(|(at, each)| (each.name.clone(), at)).collect(),
            definitions,
            entries: entries.into_iter().collect(),
            sets: sets.into_iter().collect(),
        }
    }

    /// Writes an IRI in the place of an id: a compact IRI, or itself.
    pub fn identifier(&self, term: &str, out: &mut String) -> Result<(), Misread> {
        if let Some((prefix, local)) = self.names.prefixed(term) {
            out.push_str(prefix);
            out.push(':');
            out.push_str(local);
            return Ok(());
        }
        let iri = &term[1..term.len() - 1];
        let scheme = term[1..].split(':').next().unwrap_or_default();
        if !matches!(scheme, "http" | "https") && self.places.contains_key(scheme) {
            return Err(Misread);
        }
        out.push_str(iri);
        Ok(())
    }

    /// Writes an IRI as a class, a property or a datatype: its name, if there is one.
    pub fn name(&self, term: &str, out: &mut String) -> Result<(), Misread> {
        match self.entries.get(term) {
            Some((name, _)) => {
                out.push_str(name);
                Ok(())
            }
            None => self.identifier(term, out),
        }
    }

    /// The kind of a property.
    pub fn kind(&self, property: &str) -> &Kind {
        self.entries
            .get(property)
            .map_or(&Kind::Text, |(_, kind)| kind)
    }

    /// Whether the value of a property is always an array.
    pub fn is_set(&self, property: &str) -> bool {
        self.sets.contains(property)
    }

    /// The name that an IRI needs in the place of an id, if any.
    pub fn prefix<'a>(&'a self, term: &'a str) -> Option<&'a str> {
        self.names.prefixed(term).map(|(prefix, _)| prefix)
    }

    /// The name that an IRI needs as a class, a property or a datatype, if any.
    pub fn needed<'a>(&'a self, term: &'a str) -> Option<&'a str> {
        match self.entries.get(term) {
            Some((name, _)) => Some(name),
            None => self.prefix(term),
        }
    }

    /// Whether an IRI begins with a namespace.
    pub fn is_compact(&self, term: &str) -> bool {
        let begins = |namespace: &String| term[1..].starts_with(namespace.as_str());
        term.starts_with('<') && self.namespaces.iter().any(begins)
    }

    /// No name yet, for `want`.
    pub fn nothing(&self) -> Vec<bool> {
        vec![false; self.definitions.len()]
    }

    /// Adds a name and the prefixes of its definition.
    pub fn want(&self, name: &str, wanted: &mut [bool]) {
        let Some(&at) = self.places.get(name) else {
            return;
        };
        if !wanted[at] {
            wanted[at] = true;
            for prefix in &self.definitions[at].prefixes {
                if let Some(&at) = self.places.get(prefix) {
                    wanted[at] = true;
                }
            }
        }
    }

    /// Writes the entries of the names that are wanted as a JSON object of several lines.
    pub fn text(&self, wanted: &[bool], margin: &str, out: &mut String) {
        let mut lines = vec![String::new()];
        let mut width = 0;
        for (definition, is_wanted) in self.definitions.iter().zip(wanted) {
            if *is_wanted {
                let length = definition.text.chars().count();
                if width + length > WIDTH {
                    lines.push(String::new());
                    width = 0;
                }
                if let Some(line) = lines.last_mut() {
                    line.push_str(&definition.text);
                    line.push_str(", ");
                }
                width += length + 2;
            }
        }
        out.push('{');
        let last = lines.len() - 1;
        for (at, line) in lines.iter().enumerate() {
            out.push('\n');
            out.push_str(margin);
            out.push_str("  ");
            let line = line.strip_suffix(' ').unwrap_or(line);
            let line = if at == last {
                line.strip_suffix(',').unwrap_or(line)
            } else {
                line
            };
            out.push_str(line);
        }
        out.push('\n');
        out.push_str(margin);
        out.push('}');
    }
}
