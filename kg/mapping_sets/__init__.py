"""Mapping sets: which concepts of other vocabularies are those of the records, in SSSOM.

SSSOM is the Simple Standard for Sharing Ontology Mappings, https://mapping-commons.github.io/sssom/

packages       the extra that reads them
slots          the slots of a row or a header as RDF
texts          what can't be written of a text
header         the header of a file
reading        a file -> a set, row by row
sets           a set: its mappings by MeSH concept and by name
exact_matches  the ids of what is exactly the same, by several sets
"""
