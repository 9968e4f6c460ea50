"""Enrichment: what PubMed, Crossref and ROR know of the publications and organisations of records.

Answers are parsed by pure functions (bytes -> `works.Work`) and mapped by pure functions (a work
and who cites it -> a named graph); only `services` and `cache` do I/O.
"""
