"""SPARQL stores that kg loads and queries: `embedded`, files that Oxigraph reads and writes, and
`remote`, any store behind an endpoint.

Both take RDF files (`kg.formats.rdf_files`) and answer as `kg.stores.store.Store`.
"""
