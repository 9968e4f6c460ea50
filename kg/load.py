"""Loading: RDF files and records into a store; a record's graph replaces the one it had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import KgError, SourceError
from kg.export import Account, Options, Reject, graphs
from kg.formats import FORMATS, open_output
from kg.graphs import RecordGraph
from kg.sources.inputs import files
from kg.stores.documents import Document, is_rdf
from kg.stores.embedded import EmbeddedStore, Holdings

_STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the account of the records in it, and what the store holds since."""

    account: Account
    holdings: Holdings


def load(
    sources: Iterable[str],
    store: EmbeddedStore,
    options: Options | None = None,
    on_record: Callable[[Account], None] = lambda _: None,
) -> Loaded:
    """Loads RDF files (told from their endings) and records (everything else) into a store.

    Records are exported and validated on the way; those that are left out stand in the account and
    in the rejects file beside the store. An RDF file that can't be read, and records of which none
    can be loaded, leave the store as it was.
    """
    account = Account()
    documents, records = _sorted_out(sources, account)
    with store.loading() as staged:
        for document in documents:
            staged.add_document(document, alone=len(documents) == 1 and not records)
        if records:
            found = graphs(records, options or Options(), account, on_record)
            staged.add_records(map(_n_quads, found), "the records")
        _write_rejects(account, store)
        if not account.written and not documents:
            raise SourceError(_nothing(account, store))
    return Loaded(account, store.holdings())


def rejects_path(store: EmbeddedStore) -> Path:
    """Where the rejects of a load go: beside the folder of the store."""
    return Path(f"{store.folder}.rejects.jsonl")


def _write_rejects(account: Account, store: EmbeddedStore) -> None:
    if account.rejects:
        with open_output(rejects_path(store)) as output:
            output.write("".join(f"{reject.line()}\n" for reject in account.rejects))
    else:
        rejects_path(store).unlink(missing_ok=True)


def _n_quads(graph: RecordGraph) -> tuple[str, str]:
    return graph.name, FORMATS["n-quads"].writer.record(graph)


def _sorted_out(
    sources: Iterable[str], account: Account
) -> tuple[list[Document], list[str | Path]]:
    """The RDF files and the files of records, in a folder too; what can't be had is a reject."""
    documents: list[Document] = []
    records: list[str | Path] = []
    for path in _files(sources):
        if isinstance(path, KgError):
            account.rejects.append(Reject("", str(path)))
        elif is_rdf(path):
            documents.append(Document(path))
        else:
            records.append(path)
    return documents, records


def _files(sources: Iterable[str]) -> Iterator[str | Path | SourceError]:
    for source in sources:
        if source == _STDIN:
            yield source
            continue
        below = sorted(path for path in Path(source).rglob("[!.]*") if path.is_file())
        documents = [path for path in below if is_rdf(path)]
        yield from documents
        if not documents or len(documents) < len(below):
            yield from files(source)  # the records; in a folder it passes over what is RDF


def _nothing(account: Account, store: EmbeddedStore) -> str:
    if not account.rejects:
        return "there is no record in what was to be loaded"
    first = ": ".join(filter(None, (account.rejects[0].place, account.rejects[0].reason)))
    if len(account.rejects) == 1:
        return first
    return f"nothing could be loaded: {first}; all reasons are in {rejects_path(store)}"
