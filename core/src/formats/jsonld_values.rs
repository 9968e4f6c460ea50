//! The values of JSON-LD: an IRI or a literal as the context of its property says; kg.formats.jsonld.

use super::context::{Context, Kind, Misread};
use super::names::parted;
use crate::lexical::are_digits;

const XSD: &str = "<http://www.w3.org/2001/XMLSchema#";

/// A predicate of a graph: its key, and how its values are written.
pub struct Property<'a> {
    pub key: String,
    pub is_type: bool,
    pub is_set: bool,
    pub kind: &'a Kind,
}

pub fn is_of(kind: &Kind, datatype: &str) -> bool {
    matches!(kind, Kind::Typed(name) if name == datatype)
}

/// Whether every parser reads a literal unchanged as a JSON number or boolean.
pub fn is_native(quoted: &str, datatype: &str, kind: &Kind) -> bool {
    let text = &quoted[1..quoted.len() - 1];
    let is_native = match datatype.strip_prefix(XSD) {
        Some("boolean>") => matches!(text, "true" | "false"),
        Some("integer>") => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            text == "0" || (are_digits(digits) && !digits.starts_with('0') && digits.len() <= 15)
        }
        _ => false,
    };
    is_native && (*kind == Kind::Text || is_of(kind, datatype))
}

/// Writes an IRI as an id.
pub fn id(context: &Context, term: &str, out: &mut String) -> Result<(), Misread> {
    out.push('"');
    context.identifier(term, out)?;
    out.push('"');
    Ok(())
}

/// Writes an IRI or a literal as the value of a property.
pub fn value(
    term: &str,
    property: &Property<'_>,
    context: &Context,
    out: &mut String,
) -> Result<(), Misread> {
    let kind = property.kind;
    if term.starts_with('<') {
        match kind {
            Kind::Vocab => {
                out.push('"');
                context.name(term, out)?;
                out.push('"');
            }
            Kind::Id => id(context, term, out)?,
            _ => {
                out.push_str("{\"id\": ");
                id(context, term, out)?;
                out.push('}');
            }
        }
        return Ok(());
    }
    if property.is_type {
        return Err(Misread);
    }
    let (text, mark) = parted(term);
    if let Some(datatype) = mark.strip_prefix("^^") {
        if is_native(text, datatype, kind) {
            out.push_str(&text[1..text.len() - 1]);
            return Ok(());
        }
        if is_of(kind, datatype) {
            out.push_str(text);
            return Ok(());
        }
        out.push_str("{\"@type\": \"");
        context.name(datatype, out)?;
        out.push_str("\", ");
    } else if let Some(language) = mark.strip_prefix('@') {
        out.push_str("{\"@language\": \"");
        out.push_str(language);
        out.push_str("\", ");
    } else if *kind == Kind::Text {
        out.push_str(text);
        return Ok(());
    } else {
        out.push('{');
    }
    out.push_str("\"@value\": ");
    out.push_str(text);
    out.push('}');
    Ok(())
}
