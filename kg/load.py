"""Loading: RDF files and records into a store; a record's graph replaces the one it had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.dataset.account import Account
from kg.dataset.outcomes import UNREADABLE, Batch, Reject
from kg.errors import KgError, SourceError
from kg.formats.files import Deferred, deferred_output
from kg.options import Options
from kg.pipeline import Work, batches
from kg.sources.inputs import STDIN, files
from kg.stores.documents import Document, is_rdf
from kg.stores.embedded import EmbeddedStore, Holdings


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the account of the records in it, and what the store holds since."""

    account: Account
    holdings: Holdings


def load(
    sources: Iterable[str],
    store: EmbeddedStore,
    options: Options | None = None,
    *,
    jobs: int = 1,
    on_batch: Callable[[Account], None] = lambda _: None,
) -> Loaded:
    """Loads RDF files (told from their endings) and records (everything else) into a store.

    Records are exported and validated on the way, in `jobs` processes; those that are left out
    stand in the account and in the rejects file beside the store. An RDF file that can't be read,
    and records of which none can be loaded, leave the store as it was.
    """
    account = Account()
    documents, records, missing = _sorted_out(sources)
    work = Work(options or Options(), "n-quads")
    with batches(records, work, jobs) as made, store.loading() as staged:
        with deferred_output(rejects_path(store)) as rejects:
            for reject in missing:
                account.reject(reject)
                rejects.write(reject.line())
            for document in documents:
                staged.add_document(document, alone=len(documents) == 1 and not records)
            if records:
                staged.add_records(_taken(made, account, rejects, on_batch), "the records")
        if not account.written and not documents:
            raise SourceError(_nothing(account, store))
    if rejects.output is None:
        rejects_path(store).unlink(missing_ok=True)
    return Loaded(account, store.holdings())


def rejects_path(store: EmbeddedStore) -> Path:
    """Where the rejects of a load go: beside the folder of the store."""
    return Path(f"{store.folder}.rejects.jsonl")


def _taken(
    made: Iterable[Batch], account: Account, rejects: Deferred, on_batch: Callable[[Account], None]
) -> Iterator[tuple[str, str]]:
    """The records to be loaded, each as the term of its graph and its N-Quads."""
    for batch in made:
        account.take(batch)
        for outcome in batch.outcomes:
            if outcome.reject is not None:
                rejects.write(outcome.reject.line())
            if outcome.text is not None:
                yield outcome.graph, outcome.text.decode()
        on_batch(account)


def _sorted_out(
    sources: Iterable[str],
) -> tuple[list[Document], list[str | Path], list[Reject]]:
    """The RDF files, the files of records, in a folder too, and what can't be had."""
    documents: list[Document] = []
    records: list[str | Path] = []
    missing: list[Reject] = []
    for path in _files(sources):
        if isinstance(path, KgError):
            missing.append(Reject(None, "", UNREADABLE, str(path)))
        elif is_rdf(path):
            documents.append(Document(path))
        else:
            records.append(path)
    return documents, records, missing


def _files(sources: Iterable[str]) -> Iterator[str | Path | SourceError]:
    for source in sources:
        if source == STDIN:
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
