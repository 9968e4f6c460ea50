"""An endpoint that is queried by the SPARQL 1.1 Protocol, and counted.

An answer is checked before anybody sees it: the JSON form ends where it ends, and what a store says
of an answer that it cut short is an error here. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import IO, Any, Final

from kg.errors import StoreError, UsageError
from kg.rdf import vocabulary as vocab
from kg.stores.remote.client import (
    Client,
    Credentials,
    Patience,
    Reply,
    RequestRefusedError,
    TooSlowError,
)
from kg.stores.remote.products import STORE_TYPES, Addresses, addresses, check, type_of
from kg.stores.remote.virtuoso_durations import XSD_DURATION, mended
from kg.stores.sparql_binding import bound
from kg.stores.sparql_text import SparqlText, read
from kg.stores.store import Formats, Holdings, SparqlQuery, too_slow

JSON: Final = "application/sparql-results+json"
N_TRIPLES: Final = "application/n-triples"

_HELD: Final = (
    "SELECT (COUNT(DISTINCT ?g) AS ?graphs) (COUNT(*) AS ?triples) { GRAPH ?g { ?s ?p ?o } }"
)
_RECORDS: Final = (
    f"SELECT (COUNT(DISTINCT ?g) AS ?records) {{ GRAPH ?any {{ ?g a {vocab.KG_RECORD_GRAPH} }} }}"
)


class Endpoint:
    """A store behind an endpoint as it is queried; nothing is sent before the first query.

    `type_name` is a key of STORE_TYPES, or None to detect it from the store's answers.
    """

    def __init__(
        self,
        endpoint: str,
        type_name: str | None = None,
        *,
        update: str | None = None,
        graphs: str | None = None,
        credentials: Credentials | None = None,
        patience: Patience | None = None,
    ) -> None:
        check(endpoint)
        self.url = endpoint
        self._type_name = type_name
        self._given = update, graphs
        self._credentials = credentials or Credentials()
        self._patience = patience or Patience()

    @property
    def place(self) -> str:
        """How a message names the store."""
        return f"the store {self.url}"

    @cached_property
    def addresses(self) -> Addresses:
        """Where the store is reached; UsageError where it is of another type than stated."""
        stated = self._type_name
        told = type_of(self._client("basic").headers(self.url))
        if stated and told and stated not in (told, "generic"):
            raise UsageError(
                f"{self.place} says that it is {STORE_TYPES[told].title}: --type {told} fits it,"
                f" --type {stated} does not"
            )
        return addresses(self.url, stated or told or "generic", *self._given)

    @cached_property
    def client(self) -> Client:
        """The connection."""
        return self._client(self.addresses.type.authentication)

    def _client(self, authentication: str) -> Client:
        auth = self._credentials.for_requests(authentication)
        return Client(self.place, auth, self._patience)

    def ask(self, query: SparqlQuery, formats: Formats, output: IO[bytes]) -> bool:
        """Writes the whole answer in the format of its kind; whether it is a table.

        Raises UsageError where the store refuses the query, StoreError where no whole answer came.
        """
        from kg.stores import query_results

        text = read(bound(query.text, query.bindings))
        try:
            if text.form in ("SELECT", "ASK"):
                document = self._table(text, query.limit, query.timeout)
                results = query_results.parsed(document)
                return not query_results.write(results, formats, query.limit, output)
            if text.form is None:
                raise UsageError("the query is no SPARQL that can be read: it asks for nothing")
            if text.form == "CONSTRUCT" and self.addresses.type.caps_rows:
                self._refuse_capped(text, query.timeout)
            query_results.write_graph(
                self._triples(text, query.timeout), formats, query.limit, output
            )
            return False
        except TooSlowError:
            raise StoreError(too_slow(query.timeout)) from None
        except RequestRefusedError as error:
            if error.status == 400:
                raise UsageError(f"the query is refused: {error}") from error
            raise

    def rows(self, text: str) -> list[dict[str, str]]:
        """The solutions of a query of kg's own: variable -> the text of its term."""
        document = self._table(read(text), None, None)
        return [
            {name: term["value"] for name, term in row.items()}
            for row in document["results"]["bindings"]
        ]

    def counts(self, graphs: Iterable[str]) -> dict[str, int]:
        """How many triples each of these IRIs has as a graph; what has none is left out."""
        names = list(graphs)
        if not names:
            return {}
        values = " ".join(f"<{graph}>" for graph in names)
        text = (
            f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            " GROUP BY ?g"
        )
        return {row["g"]: int(row["n"]) for row in self.rows(text) if "g" in row}

    def holdings(self) -> Holdings:
        """What the store holds, by counting."""
        [held], [records] = self.rows(_HELD), self.rows(_RECORDS)
        return Holdings(int(records["records"]), int(held["graphs"]), int(held["triples"]))

    def _table(self, text: SparqlText, limit: int | None, timeout: float | None) -> Any:
        """Solutions or a truth value in the JSON form."""
        with tempfile.TemporaryFile() as file:
            reply = self._asked(text, JSON, timeout, into=file)
            file.seek(0)
            try:
                document = json.load(file)
                if "boolean" in document:
                    return document
                found = document["results"]["bindings"]
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise StoreError(self._no_answer(reply)) from error
        if text.form == "ASK":  # as Virtuoso answers: a row, or none
            return {"head": {}, "boolean": bool(found)}
        cap = reply.headers.get("X-SPARQL-MaxRows")
        if cap and not (limit and limit <= len(found)):
            raise StoreError(self._capped(cap))
        if self.addresses.type.bare_durations:
            for term in (term for row in found for term in row.values()):
                if term.get("datatype") == XSD_DURATION:
                    term["value"] = mended(term["value"])
        return document

    def triples(self, text: str) -> Iterator[Any]:
        """The triples of a query of kg's own that makes a graph."""
        parsed = read(text)
        if self.addresses.type.caps_rows:
            self._refuse_capped(parsed, None)
        return self._triples(parsed, None)

    def _triples(self, text: SparqlText, timeout: float | None) -> Iterator[Any]:
        import pyoxigraph

        with tempfile.TemporaryFile() as file:
            reply = self._asked(text, N_TRIPLES, timeout, into=file)
            has_end = "Content-Length" in reply.headers or "Transfer-Encoding" in reply.headers
            if N_TRIPLES not in reply.headers.get("Content-Type", "") or not has_end:
                raise StoreError(self._no_answer(reply))
            file.seek(0)
            try:
                for quad in pyoxigraph.parse(file, pyoxigraph.RdfFormat.N_TRIPLES):
                    yield self._mended(quad.triple)
            except SyntaxError as error:
                raise StoreError(self._no_answer(reply)) from error

    def _mended(self, triple: Any) -> Any:
        import pyoxigraph

        value = triple.object
        datatype = getattr(value, "datatype", None)
        if not self.addresses.type.bare_durations or datatype is None:
            return triple
        if datatype.value != XSD_DURATION:
            return triple
        literal = pyoxigraph.Literal(mended(value.value), datatype=datatype)
        return pyoxigraph.Triple(triple.subject, triple.predicate, literal)

    def _refuse_capped(self, text: SparqlText, timeout: float | None) -> None:
        """A SELECT of the same says how many rows the store gives at most; a CONSTRUCT does not."""
        selected = read(text.as_select())
        cap = self._asked(selected, JSON, timeout, head_only=True).headers.get("X-SPARQL-MaxRows")
        if cap:
            raise StoreError(self._capped(cap))

    def _asked(self, text: SparqlText, accept: str, timeout: float | None, **how: Any) -> Reply:
        fields = {"query": text.with_prefixes(), **self._union(text)}
        reply = self.client.send(
            "POST",
            self.addresses.query,
            body=fields,
            headers={"Accept": accept},
            timeout=timeout,
            **how,
        )
        if "X-SQL-State" in reply.headers:
            said = reply.headers.get("X-SQL-Message", "it does not say why").partition("Activity")[
                0
            ]
            raise StoreError(f"{self.place} gave only a part of the answer: {said.strip()}")
        return reply

    def _union(self, text: SparqlText) -> Mapping[str, str]:
        """What makes the store see all its graphs as one, where the query doesn't say which."""
        type, words = self.addresses.type, text.words()
        if (
            type.union is None
            or "FROM" in words
            or (type.union_excludes_graphs and "GRAPH" in words)
        ):
            return {}
        return dict([type.union])

    def _no_answer(self, reply: Reply) -> str:
        kind = reply.headers.get("Content-Type", "").partition(";")[0] or "something of no type"
        if kind in (JSON, N_TRIPLES):
            return f"the answer of {self.place} is broken or not whole"
        return (
            f"{self.place} answered with {kind}, which is no answer to a query: is that the address"
            " of its SPARQL endpoint?"
        )

    def _capped(self, rows: str) -> str:
        return (
            f"{self.place} gives no more than {rows} rows of an answer, and this one has more: ask"
            f" for less, for example with --limit {rows}, or raise the limit in the store"
        )
