"""The address of every page and file, as links on a page have it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from kg.registries.numbers import slug_of
from kg.registries.trial_iris import number_of_iri
from kg.text.plain_words import plain_words

_SAFE: Final = "/:~!*',;@$()"
"""Characters that need no escape in a path, besides letters and digits."""

_INTERVENTION: Final = re.compile(r"trial/[^/]+/intervention/.+")

Filters = Mapping[str, str | Sequence[str]]


class PageLinks:
    """Addresses below `root`, the path of the server without a slash at its end.

    `base` is the base of the IRIs that kg minted, `public_url` the whole address of the server. An
    address is empty where there is no such page, which a template then leaves out.
    """

    policy = ""
    """The Content-Security-Policy that a page has in itself, where no server sends one."""

    def __init__(self, root: str, base: str, public_url: str) -> None:
        self.root = root
        self.base = base
        self.public_url = public_url

    @property
    def home(self) -> str:
        """The first page."""
        return f"{self.root}/"

    @property
    def vocabulary(self) -> str:
        """The page of kg's vocabulary."""
        return f"{self.root}/page/vocab"

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

    def trial(self, number: str, part: str = "", page: int = 1) -> str:
        """The page of a trial, or a part of it: results, related, picture, picture.svg."""
        path = f"{self.root}/trial/{quote(slug_of(number))}" + (f"/{part}" if part else "")
        return path + (f"?page={page}" if page > 1 else "")

    def intervention(self, name: str, page: int = 1) -> str:
        """The page of the interventions of a name; empty for a name without letters and digits."""
        words = "-".join(plain_words(name))
        asked = f"?page={page}" if page > 1 else ""
        return f"{self.root}/intervention/{quote(words, safe='')}{asked}" if words else ""

    def thing(self, iri: str, page: int = 1) -> str:
        """The page of what an IRI names; `page` is that of its trials."""
        if number := trial_number(iri):
            return self.trial(number)
        asked = {"page": str(page)} if page > 1 else {}
        if iri.startswith(self.base) and len(iri) > len(self.base):
            path = f"page/{quote(iri.removeprefix(self.base), safe=_SAFE + '%#')}"
        else:
            path, asked = "about", {"iri": iri, **asked}
        return f"{self.root}/{path}" + (f"?{urlencode(asked)}" if asked else "")

    def things(self, kind: str, page: int = 1) -> str:
        """The list of all things of a kind; empty, as a server has a search."""
        return ""

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

    def whole(self, address: str) -> str:
        """One of these addresses as readers elsewhere have it; empty if nobody knows that."""
        return f"{self.public_url.rstrip('/')}{address.removeprefix(self.root)}"

    def in_picture(self, number: str) -> str:
        """The page of a trial as a picture has it, which may be saved and opened elsewhere."""
        return self.whole(self.trial(number))


def is_intervention(iri: str, base: str) -> bool:
    """Whether an IRI, minted with this base, names an intervention in the record of a trial."""
    return _INTERVENTION.fullmatch(iri.removeprefix(base)) is not None


def trial_number(iri: str) -> str:
    """The number of the trial that an IRI names; empty if it names none."""
    return number_of_iri(iri) or ""
