"""The named queries for the editor, with values from the store so that each can be run at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph

from kg.queries import NamedQuery, named_query, names
from kg.rdf import vocabulary as vocab
from kg.serve.links import trial_number
from kg.serve.snapshot import Snapshot
from kg.stores.sparql_binding import bound

_PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    "city": (vocab.SCHEMA_ADDRESS_LOCALITY,),
    "concept": (vocab.DERIVED["condition"].concept, vocab.SKOS_PREF_LABEL),
    "country": (vocab.KG_COUNTRY, vocab.SCHEMA_NAME),
    "intervention": (vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_NAME),
    "investigator": (vocab.KG_OFFICIAL, vocab.SCHEMA_NAME),
    "site": (vocab.KG_SITE, vocab.SCHEMA_NAME),
    "sponsor": (vocab.SCHEMA_SPONSOR, vocab.SCHEMA_NAME),
}
"""A parameter that must be given -> the properties that lead to a value for it."""

_TRIAL_WITH: Final = (vocab.KG_SOURCE_TRIAL, vocab.SCHEMA_SPONSOR)
"""Properties that lead to a trial; the first to one that is related to another."""

_LINES: Final = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class FilledParameter:
    """A parameter of an example as a field of a form."""

    name: str
    meaning: str
    value: str
    required: bool


@dataclass(frozen=True, slots=True)
class FilledQuery:
    """A named query with values for its parameters, and its text with them."""

    name: str
    answers: str
    fields: tuple[FilledParameter, ...]
    text: str


def example(name: str, given: Mapping[str, str], snapshot: Snapshot) -> FilledQuery:
    """The named query with these values, and with values of the store where it needs others.

    Raises UsageError if there is no such query, or a value is not valid.
    """
    query = named_query(name)
    needed = (each.name for each in query.parameters if not each.is_optional)
    values = {each: given.get(each) or sample(each, snapshot) for each in needed}
    values |= {each: value for each, value in given.items() if value}
    fields = tuple(
        FilledParameter(each.name, each.meaning, values.get(each.name, ""), not each.is_optional)
        for each in query.parameters
    )
    return FilledQuery(name, query.answers, fields, _text(query, values))


def all_examples() -> list[NamedQuery]:
    """The named queries by name."""
    return [named_query(name) for name in names()]


def sample(parameter: str, snapshot: Snapshot) -> str:
    """A value of the store for a parameter; a text that is no value if it has none."""
    found = _trials(snapshot) if parameter == "nct" else _texts(parameter, snapshot)
    return next(found, "NCT00000000" if parameter == "nct" else parameter)


def _trials(snapshot: Snapshot) -> Iterator[str]:
    for path in _TRIAL_WITH:
        for quad in _quads(snapshot, None, path):
            nodes = quad.object, quad.subject
            yield from filter(None, (trial_number(_iri(node)) for node in nodes))


def _texts(parameter: str, snapshot: Snapshot) -> Iterator[str]:
    first, *others = _PATHS.get(parameter, ("",))
    for quad in _quads(snapshot, None, first) if first else ():
        nodes = [quad.object]
        for path in others:
            nodes = [next_.object for node in nodes for next_ in _quads(snapshot, node, path)]
        yield from (node.value for node in nodes if isinstance(node, pyoxigraph.Literal))


def _quads(snapshot: Snapshot, subject: object, path: str) -> Iterator[pyoxigraph.Quad]:
    node = pyoxigraph.NamedNode(path[1:-1])
    if subject is None or isinstance(subject, pyoxigraph.NamedNode | pyoxigraph.BlankNode):
        yield from snapshot.store.quads_for_pattern(subject, node, None, None)


def _iri(node: object) -> str:
    return node.value if isinstance(node, pyoxigraph.NamedNode) else ""


def _text(query: NamedQuery, values: Mapping[str, str]) -> str:
    """The query with its values as terms, after what it answers as a comment."""
    text, bindings = query.sparql(values)
    text = bound(text, bindings)
    for term in bindings.values():
        text = text.replace(f"  {term}  ", f" {term} ").replace(f"( {term} )", f"({term})")
    return f"# {query.name}: {query.answers}\n\n" + _LINES.sub("\n\n", text).strip() + "\n"
