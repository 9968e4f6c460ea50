"""Enrichment: data of PubMed, Crossref and ROR about the publications and organisations of records,
and what mapping sets say of their concepts.

Responses are parsed by pure functions (bytes -> `work.Work`) and mapped by pure functions (a work
and who cites it -> a named graph); only `clients`, `cache`, `ror_dump` and `run` do I/O.
"""
