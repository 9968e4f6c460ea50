"""Literals in N-Triples text: their parts, and the identity of terms.

https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal
"""

from __future__ import annotations

from kg.rdf.terms import XSD, split_literal

LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def is_blank(term: str) -> bool:
    """Whether a term is a blank node."""
    return term[0] == "_"


def is_literal(term: str) -> bool:
    """Whether a term is a literal."""
    return term[0] == '"'


def is_string(term: str) -> bool:
    """Whether a term is a literal of xsd:string."""
    return term[0] == term[-1] == '"'


def text_of(term: str) -> str:
    """The text of an IRI or a literal: https://www.w3.org/TR/sparql11-query/#func-str"""
    return term[1:-1] if term[0] == "<" else split_literal(term)[0]


def language_of(term: str) -> str | None:
    """The language tag of a literal in lower case; None if there is none."""
    if term[0] != '"' or term[-1] in '">':
        return None
    return term[term.rindex("@") + 1 :].lower()


def datatype_of(term: str) -> str | None:
    """The datatype IRI of a literal, None for other terms.

    https://www.w3.org/TR/sparql11-query/#func-datatype
    """
    if term[0] != '"':
        return None
    if term[-1] == '"':
        return f"{XSD}string"
    return term[term.rindex('"') + 4 : -1] if term[-1] == ">" else LANG_STRING


def same(term: str) -> str:
    """The term with its language tag in lower case: tags that differ only in case are equal."""
    if language_of(term) is None:
        return term
    end = term.rindex("@")
    return term[:end] + term[end:].lower()
