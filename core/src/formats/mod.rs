//! The writers of RDF formats for readers; the same as kg.formats.

pub mod context;
pub mod jsonld;
pub mod names;
pub mod rdfxml;
pub mod turtle;
