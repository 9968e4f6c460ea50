"""What the function of a page gets, and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from kg.formats import FORMATS, Format
from kg.related.picture.layout import Drawing
from kg.serve.links import PageLinks
from kg.serve.settings import ServeSettings
from kg.serve.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class View:
    """A request, the store that it reads, and the addresses for its links.

    `drawings` are the pictures drawn for several addresses of a trial that are answered together.
    """

    request: Request
    snapshot: Snapshot
    links: PageLinks
    settings: ServeSettings
    drawings: dict[str, Drawing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same as RDF: the media type and the address."""

    media_type: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its template and the values for it.

    `styles` and `scripts` are the names of static files, `linked_data` is a JSON-LD document.
    """

    template: str
    title: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    status: int = 200
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    linked_data: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def data_links(links: PageLinks, iri: str) -> list[tuple[Format, str]]:
    """The formats in which the data about what an IRI names can be had, with their addresses."""
    found = ((row, links.data(iri, name)) for name, row in FORMATS.items())
    return [(row, address) for row, address in found if address]


def alternates(formats: Iterable[tuple[Format, str]]) -> tuple[Alternate, ...]:
    """These formats as the alternates of a page."""
    return tuple(Alternate(row.media_type, address) for row, address in formats)


Handler: TypeAlias = Callable[[View], Page | Response]
"""Makes the answer to a request; runs in a thread, and may raise a KgError or HTTPException."""
