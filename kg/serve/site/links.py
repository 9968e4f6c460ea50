"""Addresses in the pages of a site: relative paths, which hold in any folder and on any server."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from functools import lru_cache

from kg.rdf.ontology import ONTOLOGY
from kg.serve.links import Filters, PageLinks, trial_number
from kg.serve.site.file_names import FORMS, TABLES, file_of
from kg.serve.site.thing_lists import KINDS
from kg.stores.embedded.search_index import FACETS


class SiteLinks(PageLinks):
    """The addresses for the page at `address`, relative to its file.

    `linked` are those that the page was given, as the server has them. What a site doesn't have has
    no address.
    """

    sparql = suggest = ""

    policy = (
        "default-src 'none'; style-src 'self' file:; img-src 'self' file: data:;"
        " base-uri 'none'; form-action 'none'"
    )
    """No script at all. Some browsers don't count a file of the same folder as 'self'."""

    def __init__(self, address: str, base: str) -> None:
        super().__init__("", base, "")
        self._folder = posixpath.dirname(file_of(address))
        self.linked: set[str] = set()

    @property
    def home(self) -> str:
        """The first page."""
        return self._to(super().home)

    @property
    def vocabulary(self) -> str:
        """The page of kg's vocabulary."""
        return self._to(super().vocabulary)

    def static(self, name: str) -> str:
        """A style sheet, or the icon."""
        return self._to(super().static(name))

    def trials(self, filters: Filters | None = None, /, **others: str | Sequence[str]) -> str:
        """The list of all trials, or of those with one value of a facet; the former as a table."""
        given = {name: value for name, value in {**(filters or {}), **others}.items() if value}
        kept = {"page", *FACETS} if "format" not in given else {"format"}
        values = [value for name in FACETS for value in _several(given.get(name, ()))]
        if given.keys() - kept or len(values) > 1 or given.get("format", "csv") not in TABLES:
            return ""
        return self._to(super().trials(given))

    def trial(self, number: str, part: str = "", page: int = 1) -> str:
        """The page of a trial, or a part of it; of its related trials only the first page."""
        return self._to(super().trial(number, part)) if page == 1 else ""

    def intervention(self, name: str, page: int = 1) -> str:
        """The page of the interventions of a name."""
        address = super().intervention(name, page)
        return address and self._to(address)

    def thing(self, iri: str, page: int = 1) -> str:
        """The page of what an IRI names."""
        return self._to(super().thing(iri, page)) if not trial_number(iri) else super().thing(iri)

    def things(self, kind: str, page: int = 1) -> str:
        """The list of all things of a kind, if it has one."""
        asked = f"?page={page}" if page > 1 else ""
        return self._to(f"/list/{kind}{asked}") if kind in KINDS else ""

    def data(self, iri: str, form: str = "") -> str:
        """The graph of the record of a trial, or the vocabulary."""
        if form not in FORMS or not (trial_number(iri) or iri == ONTOLOGY):
            return ""
        own = self.base + ONTOLOGY.rpartition("/")[2] if iri == ONTOLOGY else iri
        return self._to(super().data(own, form))

    def whole(self, address: str) -> str:
        """Nothing: nobody knows yet where the files will be."""
        return ""

    def in_picture(self, number: str) -> str:
        """The page of a trial, beside the picture."""
        return self.trial(number)

    def _to(self, address: str) -> str:
        page, mark, anchor = address.partition("#")
        self.linked.add(page)
        return _relative(file_of(page), self._folder) + mark + anchor


@lru_cache(maxsize=65_536)
def _relative(file: str, folder: str) -> str:
    return posixpath.relpath(file, folder or ".")


def _several(value: str | Sequence[str]) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value
