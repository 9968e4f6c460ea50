"""`kg.Store`: a store of trials for programs, in a folder or behind a SPARQL endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.arguments import check_numbers, iris_of, path_of, paths_of, words_of
from kg.api.asked import Limits, Parameter, asked_query
from kg.api.rows import QueryRows
from kg.errors import UsageError
from kg.rdf.iris import Iris
from kg.registries.numbers import given_number
from kg.stores.query_limits import DEFAULT_MEMORY, DEFAULT_TIMEOUT
from kg.stores.store import Holdings, answered

if TYPE_CHECKING:
    import rdflib

    from kg.load import LoadReport
    from kg.related.links import RelatedTrial
    from kg.shacl import Shapes
    from kg.similarity.store_links import StoreLinks
    from kg.stores.embedded import EmbeddedStore
    from kg.stores.remote import RemoteStore
    from kg.trial_card.comparison import FactComparison


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
        access = {
            "type": type, "username": username, "password": password, "token": token,
            "update": update, "graph_store": graph_store,
        }  # fmt: skip
        self._store: EmbeddedStore | RemoteStore
        if endpoint is not None:
            self._store = _behind(str(endpoint), **access)
            return
        given = [name for name, value in access.items() if value is not None]
        if given:
            raise UsageError(f"{', '.join(given)}: for a store behind an endpoint, not in a folder")
        from kg.stores.embedded import EmbeddedStore

        self._store = EmbeddedStore(path_of(folder))

    def __repr__(self) -> str:
        return f"<kg.Store {self._store.option.partition(' ')[2]}>"

    def query(
        self,
        query: str | Path,
        /,
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
        asked = asked_query("query", query, Limits(limit, timeout, memory), parameters)
        with answered(self._store, asked) as answer:
            return QueryRows.of(json.load(answer.file))

    def ask(
        self,
        query: str | Path,
        /,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        memory: float = DEFAULT_MEMORY,
        **parameters: Parameter,
    ) -> bool:
        """The answer to an ASK query, with the limits and errors of `query`."""
        asked = asked_query("ask", query, Limits(None, timeout, memory), parameters)
        with answered(self._store, asked) as answer:
            return bool(json.load(answer.file)["boolean"])

    def graph(
        self,
        query: str | Path,
        /,
        *,
        limit: int | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        memory: float = DEFAULT_MEMORY,
        **parameters: Parameter,
    ) -> rdflib.Graph:
        """The triples of a CONSTRUCT or DESCRIBE, at most `limit`, with the errors of `query`."""
        import pyoxigraph

        from kg.rdf.rdflib_bridge import to_rdflib

        asked = asked_query("graph", query, Limits(limit, timeout, memory), parameters)
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
        """The trials that are related to a trial (its number), and why, in the order of kg related.

        `by` is "relevance" or "confidence"; `status`, `phase` and `basis` leave out trials, with
        the words that kg related takes. At most `limit` trials are returned, by default all. Raises
        UsageError for a wrong argument, SourceError if the trial is not in the store, StoreError if
        the store can't be read or a query exceeds `timeout` (seconds) or `memory` (GiB).
        """
        from kg.related import related_trials
        from kg.related.filters import filters

        limits = Limits(limit, timeout, memory)
        return related_trials(
            self._store,
            given_number(str(trial)),
            by=by,
            filters=filters(
                words_of("status", status), words_of("phase", phase), words_of("basis", basis)
            ),
            limit=limits.limit,
            timeout=limits.timeout,
            memory=limits.memory,
        )

    def compare(
        self,
        trial: str,
        *others: str,
        timeout: float = DEFAULT_TIMEOUT,
        memory: float = DEFAULT_MEMORY,
    ) -> list[FactComparison]:
        """The facts of the records that registries have of one trial, contradictions first.

        Without `others` the record is compared with all that the store has of the same trial. The
        values of each fact are in the order of the numbers. With the limits and errors of
        `related`; SourceError also if there is no other record.
        """
        from kg.related.links import RelatedQuery
        from kg.trial_card.comparison_report import compared_records

        limits = Limits(None, timeout, memory)
        asked = RelatedQuery(given_number(str(trial)), None, limits.timeout, limits.memory)
        numbers = [given_number(str(each)) for each in others]
        return [*compared_records(self._store, asked, numbers).facts]

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

        names = words_of("sections", sections)
        for name in names:
            if name not in SECTIONS:
                raise UsageError(f"{name!r} is not a section: choose of {', '.join(SECTIONS)}")
        limits = Limits(None, timeout, memory)
        asked = RelatedQuery(given_number(str(trial)), None, limits.timeout, limits.memory)
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
        along. `remove` is a file of numbers whose graphs are dropped. What is left out is in the
        report and in the rejects file beside the store. Raises SourceError if nothing can be
        loaded, OutputError or StoreError if the store can't be changed; it is as before then.
        """
        from kg.api import loaded_shapes
        from kg.export.options import ExportOptions
        from kg.load import load
        from kg.shacl import bundled_shapes

        check_numbers(jobs=jobs)
        named = [str(each) for each in paths_of(sources)]
        if not named and remove is None:
            raise UsageError("give sources to load, or a file of trials to remove")
        if shapes is not None and not validate:
            raise UsageError("shapes are for validation: leave them out, or validate=False")
        options = ExportOptions(
            iris=iris_of(iris),
            shapes=loaded_shapes(shapes) or bundled_shapes() if validate else None,
            contacts=contacts,
            results=results,
        )
        gone = None if remove is None else str(path_of(remove))
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

        check_numbers(jobs=jobs)
        settings = settings_of(self._store, iris_of(iris))
        return StoreLinker(self._store, settings, bundled_shapes(), jobs).link()

    def holdings(self) -> Holdings:
        """The numbers of records, named graphs and triples. StoreError if it can't be read."""
        return self._store.holdings()


def _behind(
    endpoint: str,
    type: str | None,
    username: str | None,
    password: str | None,
    token: str | None,
    update: str | None,
    graph_store: str | None,
) -> RemoteStore:
    from kg.stores.remote import RemoteStore
    from kg.stores.remote.client import Credentials
    from kg.stores.remote.products import STORE_TYPES

    if type is not None and type not in STORE_TYPES:
        known = ", ".join(STORE_TYPES)
        raise UsageError(f"{type!r} is not a type of store: choose one of {known}")
    if (username is None) != (password is None):
        raise UsageError("a username and a password go together: give both or neither")
    credentials = Credentials(username, password, token)
    return RemoteStore(endpoint, type, update=update, graphs=graph_store, credentials=credentials)
