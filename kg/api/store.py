"""`kg.Store`: a store of trials for programs, in a folder or behind a SPARQL endpoint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.api.rows import QueryRows
from kg.errors import UsageError
from kg.rdf.iris import Iris
from kg.rdf.terms import XSD
from kg.stores.query_limits import DEFAULT_MEMORY, DEFAULT_TIMEOUT, LEAST_MEMORY
from kg.stores.store import Holdings, SparqlQuery, answered
from kg.text.nct_ids import given_nct_id

if TYPE_CHECKING:
    from typing import TypeAlias

    import rdflib

    from kg.load import LoadReport
    from kg.related.links import RelatedTrial
    from kg.shacl import Shapes
    from kg.similarity.store_links import StoreLinks
    from kg.stores.embedded import EmbeddedStore
    from kg.stores.remote import RemoteStore

    Parameter: TypeAlias = str | int | float | date | Sequence[str | int] | None

REQUEST_TIMEOUT: Final = 300.0
"""Seconds that a request of a load to an endpoint may take, by default."""

_ASKED_BY: Final = {
    "SELECT": "query",
    "ASK": "ask",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}
"""The form of a query -> the method that returns its results."""


_NAME: Final = re.compile(r"[\w-]+")
"""The name of a query, which no SPARQL is."""


_LIMITS: Final[dict[str, tuple[Any, float, str]]] = {
    "limit": (int | None, 1, "a whole number from 1"),
    "timeout": (int | float, 0.001, "a number of seconds"),
    "memory": (int | float, LEAST_MEMORY, f"a number of GiB from {LEAST_MEMORY:g}"),
}
"""Limit -> its type, its least value, and both in words."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """What a query may take: rows or triples, seconds, and GiB of memory."""

    limit: int | None
    timeout: float
    memory: float

    def __post_init__(self) -> None:
        for name, (kind, least, words) in _LIMITS.items():
            given = getattr(self, name)
            if not isinstance(given, kind) or (given is not None and given < least):
                raise UsageError(f"{name} is {words}, not {given!r}")


class Store:
    """A store of trials: a folder, or a SPARQL store behind an endpoint.

        >>> store = kg.Store("output/store")
        >>> store.load("records/")
        >>> for row in store.query("trials-of-sponsor", sponsor="genuv"):
        ...     print(row["trial"], row["title"])

    The folder is created by the first load. With `endpoint` the store is behind that address, of
    the `type` that `kg load --type` takes, by default the detected one; `update` and `graph_store`
    are its other addresses, if they can't be inferred. A password goes with `username`, a `token`
    without. Raises UsageError unless either a folder or an endpoint is given.

    The queries are those of `kg query`. They see all graphs as one and may use kg's prefixes; a
    query that calls another endpoint, and an update, are refused. Keyword arguments that are no
    limits are its parameters: a text is read as the value of `kg query --param`, numbers and dates
    may be given as such, several values of a named query's parameter as a list or tuple, and None
    is as if it were not given.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        endpoint: str | None = None,
        type: str | None = None,
        username: str | None = None,
        password: str | None = None,
        token: str | None = None,
        update: str | None = None,
        graph_store: str | None = None,
    ) -> None:
        if (folder is None) == (endpoint is None):
            raise UsageError("a store is in a folder or behind an endpoint: give one of the two")
        of_endpoint = (type, username, password, token, update, graph_store)
        self._store: EmbeddedStore | RemoteStore
        if endpoint is None:
            from kg.stores.embedded import EmbeddedStore

            if any(each is not None for each in of_endpoint):
                raise UsageError("type, update, graph_store and the credentials need an endpoint")
            self._store = EmbeddedStore(_path(folder))
        else:
            from kg.stores.remote import RemoteStore
            from kg.stores.remote.client import Credentials, RetryPolicy

            self._store = RemoteStore(
                endpoint,
                type,
                update=update,
                graphs=graph_store,
                credentials=Credentials(username, password, token),
                patience=RetryPolicy(REQUEST_TIMEOUT),
            )

    def __repr__(self) -> str:
        return f"<kg.Store {self._store.option.partition(' ')[2]}>"

    def query(
        self,
        query: str | Path,
        *,
        limit: int | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        memory: float = DEFAULT_MEMORY,
        **parameters: Parameter,
    ) -> QueryRows:
        """The rows of a named query (`kg query --list`), of a SELECT, or of the one in a file.

        At most `limit` rows are returned. The query is stopped after `timeout` seconds, in a folder
        also if it needs more than `memory` GiB. Raises UsageError for an unknown name, invalid
        SPARQL or a wrong parameter, StoreError if the store can't be read or a limit is exceeded.
        """
        asked = _query("query", query, _Limits(limit, timeout, memory), parameters)
        with answered(self._store, asked) as answer:
            return QueryRows.of(json.load(answer.file))

    def ask(
        self,
        query: str | Path,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        memory: float = DEFAULT_MEMORY,
        **parameters: Parameter,
    ) -> bool:
        """The answer to an ASK query, with the limits and errors of `query`."""
        asked = _query("ask", query, _Limits(None, timeout, memory), parameters)
        with answered(self._store, asked) as answer:
            return bool(json.load(answer.file)["boolean"])

    def graph(
        self,
        query: str | Path,
        *,
        limit: int | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        memory: float = DEFAULT_MEMORY,
        **parameters: Parameter,
    ) -> rdflib.Graph:
        """The triples of a CONSTRUCT or DESCRIBE, at most `limit`, with the errors of `query`."""
        import pyoxigraph

        from kg.rdf.rdflib_bridge import to_rdflib

        asked = _query("graph", query, _Limits(limit, timeout, memory), parameters)
        with answered(self._store, asked, None, "turtle") as answer:
            found = pyoxigraph.parse(answer.file, pyoxigraph.RdfFormat.TURTLE)
            return to_rdflib((str(q.subject), str(q.predicate), str(q.object)) for q in found)

    def related(
        self,
        trial: str,
        *,
        limit: int | None = None,
        by: str = "relevance",
        status: str | Iterable[str] = (),
        phase: str | Iterable[str] = (),
        basis: str | Iterable[str] = (),
        timeout: float = DEFAULT_TIMEOUT,
        memory: float = DEFAULT_MEMORY,
    ) -> list[RelatedTrial]:
        """The trials that are related to a trial (its NCT id), and why, in the order of kg related.

        `by` is "relevance" or "confidence"; `status`, `phase` and `basis` leave out trials, with
        the words that kg related takes. At most `limit` trials are returned, by default all. Raises
        UsageError for a wrong argument, SourceError if the trial is not in the store, StoreError if
        the store can't be read or a query exceeds `timeout` (seconds) or `memory` (GiB).
        """
        from kg.related import related_trials
        from kg.related.filters import filters

        limits = _Limits(limit, timeout, memory)
        return related_trials(
            self._store,
            given_nct_id(str(trial)),
            by=by,
            filters=filters(_words(status), _words(phase), _words(basis)),
            limit=limits.limit,
            timeout=limits.timeout,
            memory=limits.memory,
        )

    def show(
        self,
        trial: str,
        sections: str | Iterable[str] = (),
        *,
        timeout: float = DEFAULT_TIMEOUT,
        memory: float = DEFAULT_MEMORY,
    ) -> str:
        """All that the record of a trial says, in Markdown, or only these sections of kg show.

        With the limits and errors of `related`.
        """
        from kg.related.links import RelatedQuery
        from kg.trial_card import SECTIONS, trial_card
        from kg.trial_card.markdown import markdown

        names = _words(sections)
        for name in names:
            if name not in SECTIONS:
                raise UsageError(f"{name!r} is not a section: choose of {', '.join(SECTIONS)}")
        limits = _Limits(None, timeout, memory)
        asked = RelatedQuery(given_nct_id(str(trial)), None, limits.timeout, limits.memory)
        return markdown(trial_card(self._store, asked).of_sections(names))

    def load(
        self,
        sources: str | Path | Iterable[str | Path] = (),
        *,
        remove: str | Path | None = None,
        iris: Iris | None = None,
        shapes: Shapes | str | Path | None = None,
        validate: bool = True,
        contacts: bool = True,
        results: bool = True,
        vocabulary: bool = True,
        jobs: int = 1,
    ) -> LoadReport:
        """Loads RDF files and records, each replacing the graph that the store has of its trial.

        `sources` are files, folders and name patterns. Records are exported and validated first, by
        `jobs` processes, with `shapes` (a file or folder) beside the bundled ones; `contacts` or
        `results` False leaves out these parts. With `vocabulary` the words for codes are loaded
        along. `remove` is a file of NCT ids whose graphs are dropped. What is left out is in the
        report and in the rejects file beside the store. Raises SourceError if nothing can be
        loaded, OutputError or StoreError if the store can't be changed; it is as before then.
        """
        from kg.api import loaded_shapes
        from kg.export.options import ExportOptions
        from kg.load import load
        from kg.shacl import bundled_shapes

        named = [str(each) for each in _each(sources)]
        if not named and remove is None:
            raise UsageError("give sources to load, or a file of trials to remove")
        if shapes is not None and not validate:
            raise UsageError("shapes are for validation: leave them out, or validate=False")
        options = ExportOptions(
            iris=iris or Iris(),
            shapes=loaded_shapes(shapes) or bundled_shapes() if validate else None,
            contacts=contacts,
            results=results,
        )
        gone = None if remove is None else str(remove)
        return load(named, self._store, options, gone=gone, vocabulary=vocabulary, jobs=jobs)

    def link_similar(self, *, iris: Iris | None = None, jobs: int = 1) -> StoreLinks:
        """Finds the similar trials of all trials in a folder, or brings them up to date.

        They are related trials from then on. `iris` are those that the records were loaded with.
        Raises UsageError for an endpoint, or if the packages of `kg-trials[similar]` are missing,
        StoreError or OutputError if the store can't be read or written.
        """
        from kg.similarity.packages import needed
        from kg.stores.embedded import EmbeddedStore

        with needed():
            from kg.similarity.store_links import StoreLinker, settings_of
        if not isinstance(self._store, EmbeddedStore):
            raise UsageError("similar trials are found in a folder, and loaded into an endpoint")
        from kg.shacl import bundled_shapes

        settings = settings_of(self._store, iris or Iris())
        return StoreLinker(self._store, settings, bundled_shapes(), jobs).link()

    def holdings(self) -> Holdings:
        """The numbers of records, named graphs and triples. StoreError if it can't be read."""
        return self._store.holdings()


def _query(
    method: str, given: str | Path, limits: _Limits, parameters: Mapping[str, Parameter]
) -> SparqlQuery:
    """The query with its parameters; UsageError if another method returns its results."""
    from kg import queries
    from kg.stores.sparql_text import read

    texts = {key: value for key, value in parameters.items() if value is not None}
    if isinstance(given, str) and _NAME.fullmatch(given):
        named = {key: _texts(value) for key, value in texts.items()}
        text, terms = queries.named_query(given).sparql(named)
    else:
        text = _text(given)
        terms = {key: queries.term(_as_turtle(key, value)) for key, value in texts.items()}
    form = read(text).form
    right = _ASKED_BY.get(form or "", method)
    if right != method:
        raise UsageError(f"the results of {form} are returned by Store.{right}")
    return SparqlQuery(text, terms, limits.limit, limits.timeout, limits.memory)


def _text(given: str | Path) -> str:
    if isinstance(given, str):
        return given
    from kg.queries.query_file import query_text

    return query_text(_path(given))


def _texts(value: Parameter) -> list[str]:
    """The values of a parameter of a named query."""
    return [str(each) for each in (value if isinstance(value, list | tuple) else (value,))]


def _as_turtle(name: str, value: Parameter) -> str:
    """A value as it is written in Turtle."""
    match value:
        case bool():
            return str(value).lower()
        case str() | int():
            return str(value)
        case float():
            return f'"{value!r}"^^<{XSD}double>'
        case datetime():
            return f'"{value.isoformat()}"^^<{XSD}dateTime>'
        case date():
            return f'"{value.isoformat()}"^^<{XSD}date>'
    raise UsageError(f"{name} is a text, a number or a date, not a {type(value).__name__}")


def _path(folder: object) -> Path:
    if isinstance(folder, str | Path):
        return Path(folder)
    raise UsageError(f"a file or folder is a str or a Path, not a {type(folder).__name__}")


def _each(sources: str | Path | Iterable[str | Path]) -> list[Path]:
    some = [sources] if isinstance(sources, str | Path) else sources
    if not isinstance(some, Iterable):
        raise UsageError(f"sources are files and folders, not a {type(some).__name__}")
    return [_path(each) for each in some]


def _words(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
