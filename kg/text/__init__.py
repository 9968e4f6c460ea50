"""Pure text: ids in running text, citations, titles, names of countries; no record, no RDF."""
