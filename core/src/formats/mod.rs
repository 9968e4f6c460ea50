//! The writers of RDF formats for readers; the same as kg.formats.

pub mod context;
pub mod jsonld;
mod jsonld_values;
pub mod names;
mod placed;
pub mod rdfxml;
pub mod turtle;
