"""The address of every page and file, as links on a page have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from kg.registries.numbers import slug_of
from kg.registries.trial_iris import number_of_iri

_SAFE: Final = "/:~!*',;@$()"
"""Characters that may stand in the path of an address as they are, beside letters and digits."""

Filters = Mapping[str, str | Sequence[str]]


class PageLinks:
    """Addresses below `root`, the path of the server without a slash at its end.

    `base` is the base of the IRIs that kg minted, `public_url` the whole address of the server.
    """

    def __init__(self, root: str, base: str, public_url: str) -> None:
        self.root = root
        self.base = base
        self.public_url = public_url

    @property
    def home(self) -> str:
        """The first page."""
        return f"{self.root}/"

    @property
    def sparql(self) -> str:
        """The SPARQL endpoint, and its editor."""
        return f"{self.root}/sparql"

    @property
    def suggest(self) -> str:
        """What is suggested for the first letters of a search."""
        return f"{self.root}/suggest"

    def static(self, name: str) -> str:
        """A style sheet, a script or another file that ships with kg."""
        return f"{self.root}/static/{name}"

    def trials(self, filters: Filters | None = None, /, **others: str | Sequence[str]) -> str:
        """The list of the trials that these filters, the names of its parameters, leave."""
        given = {**(filters or {}), **others}
        query = urlencode({name: value for name, value in given.items() if value}, doseq=True)
        return f"{self.root}/trials" + (f"?{query}" if query else "")

    def trial(self, number: str, part: str = "") -> str:
        """The page of a trial, or a part of it: related, picture, picture.svg."""
        return f"{self.root}/trial/{quote(slug_of(number))}" + (f"/{part}" if part else "")

    def thing(self, iri: str) -> str:
        """The page of what an IRI names."""
        if number := trial_number(iri):
            return self.trial(number)
        if iri.startswith(self.base) and len(iri) > len(self.base):
            return f"{self.root}/page/{quote(iri.removeprefix(self.base), safe=_SAFE + '%#')}"
        return f"{self.root}/about?{urlencode({'iri': iri})}"

    def data(self, iri: str, form: str = "") -> str:
        """The statements about what an IRI names, in a format of kg.formats."""
        chosen = {"format": form} if form else {}
        if number := trial_number(iri):
            path = f"data/trial/{slug_of(number)}"
        elif iri.startswith(self.base) and len(iri) > len(self.base):
            path = f"data/{quote(iri.removeprefix(self.base), safe=_SAFE + '%')}"
        else:
            path, chosen = "data", {"iri": iri, **chosen}
        return f"{self.root}/{path}" + (f"?{urlencode(chosen)}" if chosen else "")


def trial_number(iri: str) -> str:
    """The number of the trial that an IRI names; empty if it names none."""
    return number_of_iri(iri) or ""
