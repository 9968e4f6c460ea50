"""The ontology that ships with kg, `ontologies/kg.ttl` and `terms.ttl`, as data.

A store has it in a graph of its own, which named queries read for the words of codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.system.package_data import resource

if TYPE_CHECKING:
    import pyoxigraph

FILES: Final[Mapping[str, str]] = {"kg": "kg.ttl", "terms": "terms.ttl"}
"""kg's own terms, and those that it takes from other vocabularies."""

ONTOLOGY: Final = vocab.KG.removesuffix("#")
"""The IRI of the ontology, and of the graph that has both files."""

VERSION: Final = "<http://www.w3.org/2002/07/owl#versionInfo>"
MODIFIED: Final = f"<{vocab.DCTERMS}modified>"
"""What the ontology states about its release."""

_CLASSES: Final = frozenset(
    {"<http://www.w3.org/2002/07/owl#Class>", "<http://www.w3.org/2000/01/rdf-schema#Class>"}
)


class Code(NamedTuple):
    """A code of the vocabulary: its IRI, its enumeration, its notation, and the word for it."""

    iri: str
    scheme: str
    notation: str
    word: str


@cache
def triples() -> tuple[pyoxigraph.Triple, ...]:
    """The triples of both files, in their order, each once."""
    import pyoxigraph

    paths = (resource("ontologies") / name for name in FILES.values())
    parsed = (pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE) for path in paths)
    return tuple(dict.fromkeys(quad.triple for quads in parsed for quad in quads))


def is_current(version: str, modified: str, count: int) -> bool:
    """Whether a store that has so many triples of such a release needs no others.

    `version` and `modified` are what the store states, empty if it has no such statement. A later
    release, by a later version of kg, is kept.
    """
    held = _numbers(version), modified
    ours = _numbers(_values(VERSION)[ONTOLOGY]), _values(MODIFIED)[ONTOLOGY]
    return held > ours or (held == ours and count == len(triples()))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


@cache
def words() -> Mapping[str, str]:
    """The IRI of a code -> the word for it, such as "Phase 3"."""
    return _values(vocab.SKOS_PREF_LABEL)


def _values(predicate: str) -> dict[str, str]:
    """The IRI of a term -> its value of a predicate with one value."""
    found: Any = (each for each in triples() if str(each.predicate) == predicate)
    return {each.subject.value: each.object.value for each in found}


@cache
def codes() -> tuple[Code, ...]:
    """The codes of the vocabulary, sorted by enumeration and notation."""
    schemes, notations = _values(vocab.SKOS_IN_SCHEME), _values(vocab.SKOS_NOTATION)
    rows = (
        Code(iri, scheme.removeprefix(vocab.KG), notations[iri], words().get(iri, ""))
        for iri, scheme in schemes.items()
        if iri in notations
    )
    return tuple(sorted(rows, key=lambda row: (row.scheme, row.notation)))


@cache
def classes() -> frozenset[str]:
    """The terms of the classes that are declared."""
    return frozenset(
        str(each.subject)
        for each in triples()
        if str(each.predicate) == vocab.RDF_TYPE and str(each.object) in _CLASSES
    )
