"""Invalid records: one random fault in the triples of a record.

Every fault has a name, and the same seed makes the same fault.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final

from kg.rdf.terms import XSD, Triple, integer, literal, split_literal, typed
from kg.rdf.vocabulary import RDF_TYPE

Triples = list[Triple]
Fault = Callable[[random.Random, Triples], Triples]
"""Triples with a fault, from triples without."""

LEXICAL: Final = {
    "date": ("2021-03-05", "1066-10-14", "3021-01-01", "2021-13-45", "soon", ""),
    "gYearMonth": ("2021-03", "1066-10", "3021-01", "2021-00", "soon"),
    "gYear": ("2021", "1066", "3021", "soon"),
    "dateTime": ("2021-03-05T10:00:00", "2021-03-05T10:00:00Z", "2021-03-05T25:00:00", "soon"),
    "integer": ("0", "-1", "151", "1000000", "ten", ""),
    "decimal": ("0.5", "-0.5", "1000000.25", "ten"),
    "duration": ("P1Y", "P18M", "PT36H", "long", ""),
    "boolean": ("true", "false", "perhaps"),
    "anyURI": ("https://example.org/", "nowhere"),
    "string": ("a text", "", " ", "2021-03-05", "NCT00000000"),
}
"""Local name of a datatype -> lexical forms of it, among them some that are ill-typed."""

_UNKNOWN: Final = "<https://example.org/unknown>"


def removed(chance: random.Random, triples: Triples) -> Triples:
    """One triple is missing."""
    gone = chance.randrange(len(triples))
    return triples[:gone] + triples[gone + 1 :]


def doubled(chance: random.Random, triples: Triples) -> Triples:
    """A property has a second value, much like the first."""
    subject, predicate, value = chance.choice(triples)
    return [*triples, (subject, predicate, _like(chance, value))]


def repeated(chance: random.Random, triples: Triples) -> Triples:
    """A property has a second value, which is that of another triple."""
    subject, predicate, _ = chance.choice(triples)
    return [*triples, (subject, predicate, chance.choice(triples)[2])]


def retyped(chance: random.Random, triples: Triples) -> Triples:
    """A literal has another datatype."""
    return _changed(chance, triples, _is_literal, _retyped)


def revalued(chance: random.Random, triples: Triples) -> Triples:
    """A typed literal has another value of its datatype: out of range, out of order, ill-typed."""
    return _changed(chance, triples, _is_typed, _like)


def blanked(chance: random.Random, triples: Triples) -> Triples:
    """A text is empty or blank."""
    return _changed(
        chance, triples, _is_literal, lambda chance, _: literal(chance.choice(("", " ", "\n")))
    )


def tagged(chance: random.Random, triples: Triples) -> Triples:
    """A text has a language tag."""
    return _changed(
        chance, triples, _is_literal, lambda _, value: f"{literal(split_literal(value)[0])}@en-GB"
    )


def quoted(chance: random.Random, triples: Triples) -> Triples:
    """A literal takes the place of an IRI."""
    return _changed(chance, triples, _is_iri, lambda _, value: literal(value[1:-1]))


def linked(chance: random.Random, triples: Triples) -> Triples:
    """An IRI takes the place of a literal."""
    return _changed(chance, triples, _is_literal, lambda chance, _: chance.choice(triples)[0])


def redirected(chance: random.Random, triples: Triples) -> Triples:
    """An IRI is another one, of the record or unknown."""
    return _changed(
        chance,
        triples,
        _is_iri,
        lambda chance, _: chance.choice((_UNKNOWN, chance.choice(triples)[0])),
    )


def renamed(chance: random.Random, triples: Triples) -> Triples:
    """A predicate is another one, of the record or unknown."""
    at = chance.randrange(len(triples))
    subject, _, value = triples[at]
    predicate = chance.choice((_UNKNOWN, chance.choice(triples)[1]))
    return [*triples[:at], (subject, predicate, value), *triples[at + 1 :]]


def moved(chance: random.Random, triples: Triples) -> Triples:
    """A triple has another subject."""
    at = chance.randrange(len(triples))
    _, predicate, value = triples[at]
    return [*triples[:at], (chance.choice(triples)[0], predicate, value), *triples[at + 1 :]]


def declassed(chance: random.Random, triples: Triples) -> Triples:
    """A node has lost a class."""
    gone = chance.choice([triple for triple in triples if triple[1] == RDF_TYPE])
    return [triple for triple in triples if triple != gone]


def reclassed(chance: random.Random, triples: Triples) -> Triples:
    """A node has an additional class, that of another node."""
    typed_triples = [triple for triple in triples if triple[1] == RDF_TYPE]
    return [*triples, (chance.choice(triples)[0], RDF_TYPE, chance.choice(typed_triples)[2])]


def nameless(chance: random.Random, triples: Triples) -> Triples:
    """A node is a blank node, wherever it occurs."""
    name = chance.choice(triples)[0]
    return [("_:b0" if s == name else s, p, "_:b0" if o == name else o) for s, p, o in triples]


def emptied(chance: random.Random, triples: Triples) -> Triples:
    """A node has lost all its properties."""
    name = chance.choice(triples)[0]
    return [triple for triple in triples if triple[0] != name]


FAULTS: Final[Sequence[Fault]] = (
    removed,
    doubled,
    repeated,
    retyped,
    revalued,
    revalued,
    blanked,
    tagged,
    quoted,
    linked,
    redirected,
    renamed,
    moved,
    declassed,
    reclassed,
    nameless,
    emptied,
)


def mutated(triples: Triples, seed: int) -> tuple[str, Triples]:
    """The name of the fault, and the triples, sorted and each once."""
    chance = random.Random(seed)
    words = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        fault = chance.choice(FAULTS)
        words.append(fault.__name__)
        triples = sorted(set(fault(chance, triples)))
    return " ".join(words), triples


def _changed(
    chance: random.Random,
    triples: Triples,
    which: Callable[[str], bool],
    change: Callable[[random.Random, str], str],
) -> Triples:
    at = chance.choice([place for place, triple in enumerate(triples) if which(triple[2])])
    subject, predicate, value = triples[at]
    return [*triples[:at], (subject, predicate, change(chance, value)), *triples[at + 1 :]]


def _like(chance: random.Random, value: str) -> str:
    if _is_iri(value) or value.startswith("_"):
        return f"{value[:-1]}-2>" if _is_iri(value) else _UNKNOWN
    text, datatype = split_literal(value)
    forms = LEXICAL.get((datatype or "").removeprefix(XSD)) if datatype else None
    if forms:
        return typed(chance.choice(forms), (datatype or "").removeprefix(XSD))
    return literal(f"{text} 2")


def _retyped(chance: random.Random, value: str) -> str:
    text, _ = split_literal(value)
    datatype = chance.choice(sorted(LEXICAL))
    lexical = chance.choice((text, chance.choice(LEXICAL[datatype])))
    return chance.choice((typed(lexical, datatype), literal(lexical), integer(len(text))))


def _is_literal(term: str) -> bool:
    return term[0] == '"' and term[-1] in '">'


def _is_typed(term: str) -> bool:
    return term[0] == '"' and term[-1] == ">"


def _is_iri(term: str) -> bool:
    return term[0] == "<"
