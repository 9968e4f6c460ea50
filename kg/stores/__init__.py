"""SPARQL stores that kg loads and queries: `embedded`, a folder of Oxigraph's files, and `remote`,
any store behind an endpoint.

Both load RDF files (`kg.formats.rdf_files`) and are queried as `kg.stores.store.Store`.
"""
