"""An endpoint that is queried and counted with the SPARQL 1.1 Protocol.

Results are checked before they are returned: the JSON must be complete, and it is an error if the
store says that it cut the results short. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import IO, Any, Final

from kg.errors import StoreError, UsageError
from kg.http.deadlines import Deadline
from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import ONTOLOGY
from kg.stores import query_results
from kg.stores.query_limits import too_slow
from kg.stores.remote.client import (
    Client,
    Credentials,
    Reply,
    RequestRefusedError,
    RetryPolicy,
    TooSlowError,
)
from kg.stores.remote.products import STORE_TYPES, Addresses, addresses, check, type_of
from kg.stores.remote.virtuoso_durations import XSD_DURATION, mended
from kg.stores.sparql_binding import bound
from kg.stores.sparql_text import SparqlText, read
from kg.stores.store import Formats, Holdings, SparqlQuery

JSON: Final = "application/sparql-results+json"
N_TRIPLES: Final = "application/n-triples"

_HELD: Final = (
    "SELECT (COUNT(DISTINCT ?g) AS ?graphs) (COUNT(*) AS ?triples) { GRAPH ?g { ?s ?p ?o } }"
)
_RECORDS: Final = (
    f"SELECT (COUNT(DISTINCT ?g) AS ?records) {{ GRAPH ?any {{ ?g a {vocab.KG_RECORD_GRAPH} }} }}"
)


_MOST_NAMED: Final = 500
"""The most graphs that one query names."""


class Endpoint:
    """A store behind an endpoint that can be queried; nothing is sent before the first query.

    `type_name` is a key of STORE_TYPES, or None to detect it from the store's responses.
    """

    def __init__(
        self,
        endpoint: str,
        type_name: str | None = None,
        *,
        update: str | None = None,
        graphs: str | None = None,
        credentials: Credentials | None = None,
        patience: RetryPolicy | None = None,
    ) -> None:
        check(endpoint)
        self.url = endpoint
        self._type_name = type_name
        self._given = update, graphs
        self._credentials = credentials or Credentials()
        self._patience = patience or RetryPolicy()
        self._addresses: Addresses | None = None

    @property
    def place(self) -> str:
        """The name of the store in messages."""
        return f"the store {self.url}"

    @property
    def addresses(self) -> Addresses:
        """The addresses of the store; UsageError if it is not of the type that was given."""
        return self._detected(None)

    def _detected(self, deadline: Deadline | None) -> Addresses:
        """The addresses, after asking the store for its type once, before the deadline."""
        if self._addresses is None:
            self._addresses = self._detect(deadline)
        return self._addresses

    def _detect(self, deadline: Deadline | None) -> Addresses:
        given = self._type_name
        detected = type_of(self._client("basic").headers(self.url, deadline))
        if given and detected and given not in (detected, "generic"):
            raise UsageError(
                f"{self.place} is {STORE_TYPES[detected].title}: use --type {detected}, not"
                f" --type {given}"
            )
        return addresses(self.url, given or detected or "generic", *self._given)

    @cached_property
    def client(self) -> Client:
        """The connection to the store."""
        return self._client(self.addresses.type.authentication)

    def _client(self, authentication: str) -> Client:
        auth = self._credentials.for_requests(authentication)
        return Client(self.place, auth, self._patience)

    def ask(self, query: SparqlQuery, formats: Formats, output: IO[bytes]) -> bool:
        """Writes the complete results in the format for their kind; whether they are a table.

        Raises UsageError if the store refuses the query, StoreError if the response is incomplete.
        """
        text = read(bound(query.text, query.bindings))
        deadline = Deadline(query.timeout)
        self._detected(deadline)
        try:
            if text.form in ("SELECT", "ASK"):
                return self._write_table(text, query.limit, deadline, formats, output)
            if text.form == "CONSTRUCT" and self.addresses.type.caps_rows:
                self._refuse_capped(text, deadline)
            query_results.write_graph(self._triples(text, deadline), formats, query.limit, output)
            return False
        except TooSlowError:
            raise too_slow(query.timeout) from None
        except RequestRefusedError as error:
            if error.status == 400:
                from kg.stores.sparql_errors import invalid

                reason = invalid(bound(query.text, query.bindings))
                fault = f"not valid SPARQL: {reason}" if reason else f"refused: {error}"
                raise UsageError(f"the query is {fault}") from error
            raise

    def _write_table(
        self,
        text: SparqlText,
        limit: int | None,
        deadline: Deadline,
        formats: Formats,
        output: IO[bytes],
    ) -> bool:
        document = self._table(text, limit, deadline)
        try:
            results = query_results.parsed(document)
            return not query_results.write(results, formats, limit, output)
        except (SyntaxError, ValueError) as error:  # of a term, when it is written
            raise StoreError(self._damaged) from error

    def hides_graphs(self) -> bool:
        """Whether a query that names no graph sees none of what is in named graphs, unless it is
        sent with the parameter that kg sends.
        """
        return not self.rows("SELECT ?s { ?s ?p ?o } LIMIT 1", union=False)

    def rows(self, text: str, *, union: bool = True) -> list[dict[str, str]]:
        """The solutions of one of kg's own queries: variable -> the text of its term.

        With `union` a query that names no graph sees all of them.
        """
        document = self._table(read(text), None, None, union=union)
        return [
            {name: term["value"] for name, term in row.items()}
            for row in document["results"]["bindings"]
        ]

    def _count(self, row: Mapping[str, str], name: str) -> int:
        """A number in a solution of one of kg's own queries."""
        try:
            return int(row[name])
        except (KeyError, ValueError) as error:
            raise StoreError(self._damaged) from error

    def counts(self, graphs: Iterable[str]) -> dict[str, int]:
        """The number of triples in each of these graphs, given by IRI; empty ones are left out."""
        names = list(graphs)
        if not names:
            return {}
        values = " ".join(f"<{graph}>" for graph in names)
        text = (
            f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            " GROUP BY ?g"
        )
        return {row["g"]: self._count(row, "n") for row in self.rows(text) if "g" in row}

    def formats(self, graphs: Iterable[str]) -> dict[str, str]:
        """The IRI of the format that the record of each of these graphs, by IRI, was read from."""
        found, names = {}, iter(graphs)
        while batch := list(islice(names, _MOST_NAMED)):
            values = " ".join(f"<{graph}>" for graph in batch)
            for row in self.rows(
                f"SELECT ?g ?format {{ VALUES ?g {{ {values} }}"
                f" GRAPH ?g {{ ?record {vocab.KG_SOURCE_FORMAT} ?format }} }}"
            ):
                found[row["g"]] = row["format"]
        return found

    def holdings(self) -> Holdings:
        """The counts of the store."""
        counts = {}
        for query in (_HELD, _RECORDS):
            for row in self.rows(query)[:1]:
                counts.update(row)
        return Holdings(
            self._count(counts, "records"),
            self._count(counts, "graphs"),
            self._count(counts, "triples"),
            vocabulary=ONTOLOGY in self.counts([ONTOLOGY]),
        )

    def _table(
        self,
        text: SparqlText,
        limit: int | None,
        deadline: Deadline | None,
        *,
        union: bool = True,
    ) -> Any:
        """Solutions or a truth value in the JSON form."""
        with tempfile.TemporaryFile() as file:
            reply = self._asked(text, JSON, deadline, union=union, into=file)
            file.seek(0)
            try:
                document = json.load(file)
            except (ValueError, RecursionError) as error:
                raise StoreError(self._no_answer(reply)) from error
        names = text.tokens[-1].scope.projected if text.form == "SELECT" else ()
        if not query_results.is_complete(document, names):
            raise StoreError(self._no_answer(reply))
        if "boolean" in document:
            if text.form == "ASK":
                return document
            raise StoreError(self._no_answer(reply))
        found = document["results"]["bindings"]
        if text.form == "ASK":  # Virtuoso returns a row, or none
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
        """The triples of one of kg's own CONSTRUCT queries."""
        parsed = read(text)
        if self.addresses.type.caps_rows:
            self._refuse_capped(parsed, None)
        return self._triples(parsed, None)

    def _triples(self, text: SparqlText, deadline: Deadline | None) -> Iterator[Any]:
        import pyoxigraph

        with tempfile.TemporaryFile() as file:
            reply = self._asked(text, N_TRIPLES, deadline, into=file)
            has_end = "Content-Length" in reply.headers or "Transfer-Encoding" in reply.headers
            if N_TRIPLES not in reply.headers.get("Content-Type", "") or not has_end:
                raise StoreError(self._no_answer(reply))
            file.seek(0)
            try:
                for quad in pyoxigraph.parse(file, pyoxigraph.RdfFormat.N_TRIPLES):
                    yield self._mended(quad.triple)
            except (SyntaxError, MemoryError) as error:  # MemoryError: a term of more than 16 MB
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

    def _refuse_capped(self, text: SparqlText, deadline: Deadline | None) -> None:
        """Raises StoreError if the store limits the rows, which it only says for a SELECT."""
        selected = read(text.as_select())
        cap = self._asked(selected, JSON, deadline, head_only=True).headers.get("X-SPARQL-MaxRows")
        if cap:
            raise StoreError(self._capped(cap))

    def _asked(
        self,
        text: SparqlText,
        accept: str,
        deadline: Deadline | None,
        *,
        union: bool = True,
        **how: Any,
    ) -> Reply:
        fields = {"query": text.with_prefixes(), **(self._union(text) if union else {})}
        reply = self.client.send(
            "POST",
            self.addresses.query,
            body=fields,
            headers={"Accept": accept},
            deadline=deadline,
            **how,
        )
        if "X-SQL-State" in reply.headers:
            message = reply.headers.get("X-SQL-Message", "it does not say why")
            reason = message.partition("Activity")[0].strip()
            raise StoreError(f"{self.place} returned only a part of the results: {reason}")
        return reply

    def _union(self, text: SparqlText) -> Mapping[str, str]:
        """The parameter that makes the store query all graphs, if the query does not name any."""
        type = self.addresses.type
        if (
            type.union is None
            or text.names_its_dataset
            or (type.union_excludes_graphs and "GRAPH" in text.words())
        ):
            return {}
        return dict([type.union])

    def _no_answer(self, reply: Reply) -> str:
        kind = reply.headers.get("Content-Type", "").partition(";")[0] or "no media type"
        if kind in (JSON, N_TRIPLES):
            return self._damaged
        return (
            f"{self.place} responded with {kind}, which is not a query result: is that the address"
            " of its SPARQL endpoint?"
        )

    @property
    def _damaged(self) -> str:
        return f"the response of {self.place} is damaged or incomplete"

    def _capped(self, rows: str) -> str:
        return (
            f"{self.place} returns no more than {rows} rows, and this query has more: ask for less,"
            f" for example with --limit {rows}, or raise the limit in the store"
        )
