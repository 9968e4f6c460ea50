"""SPARQL stores that kg loads and asks: the embedded one, a folder that Oxigraph reads and writes.

A store is one module here. It takes documents (`kg.formats.rdf_files`) and answers queries through a
process of its own (`kg.stores.store`), so that a query can be ended.
"""
