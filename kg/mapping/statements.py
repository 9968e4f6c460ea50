"""The triples of one record during mapping, and the findings about it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.mapping.lexical import date_term, duration_term
from kg.rdf import vocabulary as vocab
from kg.rdf.code_lists import CodeList
from kg.rdf.iris import Iris, slug
from kg.rdf.node_builder import NodeBuilder
from kg.rdf.terms import boolean, decimal, integer, literal, web_iri
from kg.records import Finding, Record


class Statements(NodeBuilder):
    """Collects the triples of one record, and mints its nodes.

    `trial` is the term of the trial, `source` that of the record it is read from. `part` mints
    nodes that exist only within the trial, with distinct IRIs if the record uses a name twice.
    """

    __slots__ = (
        "_shared",
        "findings",
        "iris",
        "number",
        "record",
        "source",
        "trial",
    )

    def __init__(self, record: Record, iris: Iris) -> None:
        super().__init__()
        self.record = record
        self.iris = iris
        self.number = record.number
        self.trial = iris.trial(self.number)
        self.source = iris.record(record.format, self.number)
        self.set_within(iris.part(self.number))
        self._shared: dict[tuple[object, ...], str] = {}
        self.findings: list[Finding] = list(record.findings)

    def shared_part(self, path: tuple[str, ...], *pairs: tuple[str, str | None]) -> str:
        """The node of something within the trial, of which there is one with these pairs."""
        term = self._shared.get((path, pairs))
        if term is None:
            term = self._shared[path, pairs] = self.node(self.part(*path), *pairs)
        return term

    def note(self, field: str, message: str) -> None:
        """Reports something about `field` that a user should know."""
        self.findings.append(Finding(field, message))

    def code(self, codes: CodeList, value: str | None, field: str) -> str | None:
        """The term of a value of an enumeration; an unknown value is kept and reported."""
        if value is None:
            return None
        return codes.terms.get(value) or self._unrecognized(codes, value, field)

    def codes(self, codes: CodeList, values: list[str], field: str) -> list[str]:
        """The terms of several values of an enumeration."""
        terms = codes.terms
        return [terms.get(value) or self._unrecognized(codes, value, field) for value in values]

    def date(self, value: str | None, field: str) -> str | None:
        """A date as precise as given; any other text is kept as text and reported."""
        if not value or value.isspace():
            return None
        term = date_term(value)
        if term is None:
            self.note(field, f"{value!r} is not a date; it is kept as text")
            return literal(value)
        return term

    def duration(self, value: str | None) -> str | None:
        """An age or a length of time ("18 Years") as an xsd:duration; None for other text."""
        return duration_term(value) if value else None

    def link(self, value: str | None, field: str) -> str | None:
        """A web address as an IRI; anything else is kept as text and reported."""
        if value is None or not value.strip():
            return None
        term = web_iri(value.strip())
        if term is None:
            self.note(field, f"{value!r} is not an http(s) address; it is kept as text")
            return literal(value)
        return term

    def _unrecognized(self, codes: CodeList, value: str, field: str) -> str:
        self.note(field, f"{value!r} is not a known value of {codes.name}; it is kept as it is")
        return self.node(
            self.iris.mint("code", slug(codes.name), slug(value)),
            (vocab.RDF_TYPE, vocab.KG_UNRECOGNIZED_CODE),
            (vocab.SKOS_NOTATION, literal(value)),
            (vocab.SKOS_IN_SCHEME, codes.scheme),
        )


def text(value: str | None) -> str | None:
    """A text as the record gives it; None if it is absent or blank."""
    return literal(value) if value and not value.isspace() else None


def texts(values: Iterable[str]) -> list[str]:
    """Several texts, without the blank ones."""
    return [literal(value) for value in values if value and not value.isspace()]


def flag(value: bool | None) -> str | None:
    """A yes or no."""
    return None if value is None else boolean(value)


def whole(value: int | None) -> str | None:
    """A whole number."""
    return None if value is None else integer(value)


def number(value: float | None) -> str | None:
    """A number with decimals."""
    return None if value is None else decimal(value)
