"""Identity: the IRI of everything that a record mentions.

An IRI is made from the record alone, never from what was read before, so that any order and any
number of worker processes give the same bytes. Our IRIs are readable: words of the name, in lower
case, joined by hyphens. If two names could have the same words (a script without Latin letters, a
name too long to keep whole), eight hexadecimal digits of the name's SHA-256 are appended.
docs/identity.md says when two things are the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias
from urllib.parse import quote

from kg.errors import UsageError
from kg.rdf.terms import WEB_IRI
from kg.registries.numbers import slug_of
from kg.registries.table import REGISTRIES
from kg.registries.trial_iris import iri_templates, iris_of, own_iri
from kg.text.placeholder_words import NamedKind
from kg.text.placeholders import names_nothing
from kg.text.plain_words import plain_words

DEFAULT_BASE: Final = "https://w3id.org/kg-trials/"
"""The base of every IRI that kg mints, unless the user gives another one."""

TRIAL_IRIS: Final = iri_templates(REGISTRIES[0])
"""The forms a trial's own IRI can take, as ClinicalTrials.gov has them, where {} is the number; the
others become schema:sameAs. A trial of a registry without such a form has that of the page."""

LONGEST_SLUG: Final = 80
"""Characters of a name kept in an IRI; Virtuoso cuts IRIs of 1,879 characters and more."""
_ASCII: Final = re.compile(r"[a-z0-9]+")

IdentifiedKind: TypeAlias = Literal[
    "authorship",
    "browse-branch",
    "code",
    "dataset",
    "geo",
    "graph",
    "mapping",
    "notice",
    "organization-match",
    "record",
    "similarity",
    "trial",
]
"""What has an id, a code or a position; everything else is identified by its names."""


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """The words of `text` for an IRI; the same but for case, accents and punctuation."""
    words = plain_words(text)
    short = "-".join(words)
    if short.isascii() and 0 < len(short) <= LONGEST_SLUG:
        return short
    ascii_part = "-".join(_ASCII.findall(short))[:LONGEST_SLUG].rstrip("-")
    return f"{ascii_part}-{digest(short or text)}".lstrip("-")


def digest(text: str) -> str:
    """Eight hexadecimal digits that distinguish names whose words in an IRI are the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def long_digest(text: str) -> str:
    """Sixteen hexadecimal digits, which distinguish millions of things."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def doi_iri(doi: str) -> str:
    """The term of a DOI; https://www.doi.org/doi-handbook/HTML/encoding-rules-for-urls.html."""
    return f"<https://doi.org/{quote(doi.lower(), safe='/:;().-_~!*,=@$+')}>"


def pubmed_iri(pmid: str) -> str:
    """The term of an article's page in PubMed."""
    return f"<https://pubmed.ncbi.nlm.nih.gov/{pmid}/>"


def is_of_registry(address: str) -> bool:
    """Whether a web address is one of ClinicalTrials.gov, where only its owner names things."""
    return "clinicaltrials.gov" in address.lower().split("/")[2]


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the terms of one export: below `base`, trials in the form that `trial_form` names."""

    base: str = DEFAULT_BASE
    trial_form: str = "ctgov"

    def __post_init__(self) -> None:
        if not WEB_IRI.fullmatch(str(self.base)) or not self.base.endswith(("/", "#")):
            raise UsageError(f"the base {self.base!r} is not an http(s) IRI that ends in / or #")
        if is_of_registry(self.base):
            raise UsageError("the base can't be the registry's own address: choose one of your own")
        if self.trial_form not in TRIAL_IRIS:
            raise UsageError(f"{self.trial_form!r} is not one of {', '.join(TRIAL_IRIS)}")

    def mint(self, kind: IdentifiedKind, *path: str) -> str:
        """The term of something of ours, from path segments that are already slugs or ids."""
        return self._term(kind, *path)

    def named(self, kind: NamedKind, *names: str, key: str | None = None) -> str | None:
        """The term of what all records share that give these names; None if one names nothing.

        `key` distinguishes things with the same names. No other method makes a term that records
        share because of a text, so no placeholder connects them.
        """
        path: list[str] = [kind]
        for name in names:
            if names_nothing(name, kind):
                return None
            path.append(slug(name))
        if key is not None:
            path[-1] = f"{path[-1][:60].rstrip('-')}-{key}"
        return self._term(*path)

    def _term(self, *path: str) -> str:
        return f"<{self.base}{'/'.join(path)}>"

    def trial(self, number: str) -> str:
        """The term of a trial; one of ours if its registry has no page for it."""
        iri = own_iri(number, self.trial_form)
        return f"<{iri}>" if iri else self.part(number)

    def same_trial(self, number: str) -> list[str]:
        """The terms that other sites have for a trial."""
        own = self.trial(number)
        return [term for iri in iris_of(number).values() if (term := f"<{iri}>") != own]

    def part(self, number: str, *path: str) -> str:
        """The term of something that exists only within a trial: an arm, an outcome."""
        return self._term("trial", slug_of(number), *path)

    def graph(self, number: str) -> str:
        """The term of the named graph that holds a record's triples."""
        return self.mint("graph", slug_of(number))

    def similar_graph(self, number: str) -> str:
        """The term of the named graph that holds the similar trials of a trial."""
        return self.mint("graph", "similarity", slug_of(number))

    def same_trial_graph(self, number: str) -> str:
        """The term of the named graph that leads to the records of a trial in other registries."""
        return self.mint("graph", "same-trial", slug_of(number))

    def row_graph(self, number: str) -> str:
        """The term of the named graph that says that ICTRP has a row of a trial, too."""
        return self.mint("graph", "ictrp", slug_of(number))

    def graphs(self, number: str) -> tuple[str, ...]:
        """The terms of all named graphs of a trial, that of its record first."""
        named = (self.graph, self.similar_graph, self.same_trial_graph, self.row_graph)
        return tuple(name(number) for name in named)

    def record(self, source_format: str, number: str) -> str:
        """The term of the record that a graph is made from."""
        return self.mint("record", source_format, slug_of(number))
