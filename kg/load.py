"""Loading: RDF files and records into a store; a record's graph replaces the one it had."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import KgError, SourceError, StoreError
from kg.export import Account, Options, Reject, graphs
from kg.formats import FORMATS, open_output
from kg.graphs import RecordGraph
from kg.nct import NCT_ID
from kg.sources.inputs import files
from kg.stores.asking import Holdings
from kg.stores.documents import Document, is_rdf
from kg.stores.loading import LoadableStore, Outcome

_STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the account of the records in it, and what became of the graphs.

    `holdings` is what the store holds since; None where it could not be counted any more.
    """

    account: Account
    outcome: Outcome
    holdings: Holdings | None


def load(
    sources: Iterable[str],
    store: LoadableStore,
    options: Options | None = None,
    on_record: Callable[[Account], None] = lambda _: None,
    gone: str | None = None,
) -> Loaded:
    """Loads RDF files (told from their endings) and records (everything else) into a store.

    Records are exported and validated on the way; those that are left out stand in the account and
    in the rejects file of the store. An RDF file that can't be read, and records of which none can
    be loaded, leave the store as it was. `gone` is a file with the trials whose graphs go.
    """
    options = options or Options()
    account = Account()
    documents, records = _sorted_out(sources, account)
    with store.loading() as staged:
        if gone is not None:
            staged.remove((options.iris.graph(each)[1:-1] for each in gone_trials(gone)), gone)
        for document in documents:
            alone = len(documents) == 1 and not records and gone is None
            staged.add_document(document, alone=alone)
        if records:
            found = graphs(records, options, account, on_record)
            staged.add_records(map(_n_quads, found), "the records")
        _write_rejects(account, store)
        if not account.written and not documents and gone is None:
            raise SourceError(_nothing(account, store))
    outcome = staged.outcome
    if unsent := [*_unsent(outcome)]:
        account.rejects += unsent
        _write_rejects(account, store)
    return Loaded(account, outcome, _holdings(store, outcome))


def gone_trials(path: str) -> list[str]:
    """The NCT ids of a report of `kg export --since`, {"gone": [...]}, or of a list of lines."""
    try:
        text = Path(path).read_text("utf-8-sig")
        listed = json.loads(text)["gone"] if text.lstrip().startswith("{") else text.split("\n")
    except (OSError, ValueError, KeyError) as error:
        reason = getattr(error, "strerror", None) or "it is neither a report nor a list of trials"
        raise SourceError(f"{path}: {reason}") from error
    lines = [line.strip() for line in listed if isinstance(line, str) and line.strip()]
    for line in lines:
        if not NCT_ID.fullmatch(line):
            raise SourceError(f"{path}: {line[:40]!r} is no number of a trial")
    return list(dict.fromkeys(lines))


def _unsent(outcome: Outcome) -> Iterator[Reject]:
    """The graphs that a store behind an endpoint did not take, as rejects."""
    for graph, reason in outcome.refused.items():
        yield Reject(graph, reason, nct_of(graph))
    for graph in outcome.old:
        yield Reject(graph, "not loaded: the store holds what it held", nct_of(graph))
    for graph in outcome.doubtful:
        reason = "perhaps loaded: the store did not tell, and holds what it held or the new graph"
        yield Reject(graph, reason, nct_of(graph))


def nct_of(graph: str) -> str | None:
    """The NCT id in the name of a record's graph."""
    name = graph.rpartition("/")[2]
    return name if NCT_ID.fullmatch(name) else None


def _holdings(store: LoadableStore, outcome: Outcome) -> Holdings | None:
    try:
        return store.holdings()
    except StoreError:
        if outcome.stopped is None:
            raise
        return None


def _write_rejects(account: Account, store: LoadableStore) -> None:
    if account.rejects:
        with open_output(store.rejects, make_parents=True) as output:
            output.write("".join(f"{reject.line()}\n" for reject in account.rejects))
    else:
        store.rejects.unlink(missing_ok=True)


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


def _nothing(account: Account, store: LoadableStore) -> str:
    if not account.rejects:
        return "there is no record in what was to be loaded"
    first = ": ".join(filter(None, (account.rejects[0].place, account.rejects[0].reason)))
    if len(account.rejects) == 1:
        return first
    return f"nothing could be loaded: {first}; all reasons are in {store.rejects}"
