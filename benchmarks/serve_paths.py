"""What the clients of serve.py ask for: the same paths for the same store, drawn from its index."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from kg.queries import named_query
from kg.rdf.iris import DEFAULT_BASE
from kg.serve.links import PageLinks
from kg.serve.pages.thing_trials import trial_of_part
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.search_index import FACETS, TrialFilter, open_search_index
from kg.stores.embedded.search_index.database import Database
from kg.stores.embedded.search_index.layout import NAME
from kg.stores.embedded.versions import index_of
from kg.text.plain_words import plain_words

SEED: Final = 20

COMMON: Final = 100
"""The most used things of a kind, of whose pages half are drawn: they have the most trials."""

QUERY: Final = "count-by-phase"

_COUNTRY: Final = "http://publications.europa.eu/resource/authority/country/"
_THINGS: Final = ("condition", "heading", "substance", "organization", "person", "site")


class Paths:
    """The paths of each kind of request to a store, as many as are asked for."""

    def __init__(self, folder: Path) -> None:
        path = EmbeddedStore(folder).version()
        assert path, f"{folder} has no store"
        index = open_search_index(index_of(path))
        assert index, f"{folder} has no search index: load any record again"
        self._rows = Database(index_of(path) / NAME)
        self._facets = {
            facet: [choice.value for choice in choices]
            for facet, choices in index.found(TrialFilter()).facets().items()
        }
        index.close()
        self.numbers = [number for (number,) in self._of("SELECT number FROM trials ORDER BY 1")]
        self._results = "SELECT number FROM trials WHERE results ORDER BY 1"

    def _of(self, query: str, *given: object) -> list[Any]:
        return self._rows.rows(query, *given)

    def drawn(self, kind: str, count: int) -> list[str]:
        """The paths of a kind of KINDS, by chance but always the same; none in a poor store."""
        return list(islice(KINDS[kind](self, random.Random(f"{SEED} {kind}")), count))

    def first_pages(self, chance: random.Random) -> Iterator[str]:
        while True:
            yield "/"

    def facets(self, chance: random.Random) -> Iterator[str]:
        """One value of one facet, or of two."""
        while True:
            chosen = chance.sample(FACETS, chance.choice((1, 2)))
            yield _list({facet: chance.choice(self._facets[facet]) for facet in chosen})

    def searches(self, chance: random.Random) -> Iterator[str]:
        """One or two words of the name of a condition, an intervention, a sponsor or a city."""
        for words in self._words(chance, ("condition", "intervention", "organization", "city")):
            yield _list({"q": " ".join(words[: chance.choice((1, 2))])})

    def letters(self, chance: random.Random) -> Iterator[str]:
        """The first one to six letters of a word."""
        for words in self._words(chance, ("condition", "intervention", "person", "site")):
            word = chance.choice(words)
            yield f"/suggest?{urlencode({'q': word[: chance.randint(1, 6)]})}"

    def cities(self, chance: random.Random) -> Iterator[str]:
        """Trials within 10 to 200 km of one of the cities with the most sites."""
        names = self._used("city", COMMON)
        while names:
            near = {"near": chance.choice(names)[1], "within": str(chance.choice((10, 50, 200)))}
            yield _list(near)

    def trials(self, chance: random.Random) -> Iterator[str]:
        while True:
            yield f"/trial/{chance.choice(self.numbers)}"

    def related(self, chance: random.Random) -> Iterator[str]:
        while True:
            yield f"/trial/{chance.choice(self.numbers)}/related"

    def results(self, chance: random.Random) -> Iterator[str]:
        numbers = [number for (number,) in self._of(self._results)]
        while numbers:
            yield f"/trial/{chance.choice(numbers)}/results"

    def pictures(self, chance: random.Random) -> Iterator[str]:
        while True:
            yield f"/trial/{chance.choice(self.numbers)}/picture"

    def things(self, chance: random.Random) -> Iterator[str]:
        """Any thing, or one of the most used ones."""
        links = PageLinks("", DEFAULT_BASE, "")
        known = list(filter(None, (self._used(kind, -1) for kind in _THINGS)))
        while known:
            of_kind = chance.choice(known)
            key, _ = chance.choice(of_kind[: COMMON if chance.random() < 0.5 else None])
            if not trial_of_part(key, DEFAULT_BASE):  # whose page is that of the trial
                yield links.thing(key)

    def countries(self, chance: random.Random) -> Iterator[str]:
        """One of the ten countries with the most trials."""
        codes = [code for code in self._facets["country"] if len(code) == 3]
        while True:
            yield f"/about?{urlencode({'iri': _COUNTRY + chance.choice(codes[:10])})}"

    def tables(self, chance: random.Random) -> Iterator[str]:
        while True:
            yield _list({"format": "csv"})

    def queries(self, chance: random.Random) -> Iterator[str]:
        text, _ = named_query(QUERY).sparql({})
        while True:
            yield f"/sparql?{urlencode({'query': text, 'format': 'json'})}"

    def _used(self, kind: str, most: int) -> list[tuple[str, str]]:
        """The keys and names of things, the most used first."""
        asked = "SELECT key, name FROM names WHERE kind = ? ORDER BY trials DESC, name LIMIT ?"
        return [(key, name) for key, name in self._of(asked, kind, most)]

    def _words(self, chance: random.Random, kinds: tuple[str, ...]) -> Iterator[list[str]]:
        """The words of names that trials use, those of one trial as likely as those of many."""
        known = list(filter(None, (self._used(kind, -1) for kind in kinds)))
        while known:
            if words := list(plain_words(chance.choice(chance.choice(known))[1])):
                yield words


KINDS: Final[dict[str, Callable[[Paths, random.Random], Iterator[str]]]] = {
    "first page": Paths.first_pages,
    "facets": Paths.facets,
    "search by words": Paths.searches,
    "search as you type": Paths.letters,
    "near a city": Paths.cities,
    "trial": Paths.trials,
    "its related trials": Paths.related,
    "its results": Paths.results,
    "its picture": Paths.pictures,
    "a thing": Paths.things,
    "a country": Paths.countries,
    "the list as CSV": Paths.tables,
    f"SPARQL: {QUERY}": Paths.queries,
}
"""Kind of request -> its paths, without an end."""


def _list(parameters: dict[str, str]) -> str:
    return f"/trials?{urlencode(parameters)}"
