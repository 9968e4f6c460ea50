"""`kg load`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kg.cli.console import capitalised, say
from kg.cli.linking import link, link_summary
from kg.cli.option_types import Number
from kg.cli.progress import loading_progress
from kg.cli.shared_options import (
    GraphChoices,
    endpoint_options,
    graph_options,
    jobs_option,
    quiet_option,
    remote_store,
    store_option,
    vocabulary_option,
)
from kg.errors import StoreError, UsageError

if TYPE_CHECKING:
    from kg.export.options import ExportOptions
    from kg.load import LoadReport
    from kg.stores.embedded import EmbeddedStore
    from kg.stores.loading import LoadableStore, LoadResult
    from kg.stores.remote import RemoteStore
    from kg.stores.store import Holdings

DEFAULT_TIMEOUT = 300.0
_SHOWN = 3


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--remove",
    "gone",
    metavar="FILE",
    help="Drop the graphs of the trials in FILE, one number per line, such as PATH.gone.txt of"
    " kg export --against.",
)
@store_option
@endpoint_options
@click.option("--update", metavar="URL", help="SPARQL Update endpoint, if it cannot be inferred.")
@click.option(
    "--graph-store",
    metavar="URL",
    help="Graph Store Protocol endpoint, if it cannot be inferred.",
)
@click.option(
    "--timeout",
    type=Number(min=0, min_open=True),
    default=DEFAULT_TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="Stop a request to an endpoint after this many seconds.",
)
@click.option(
    "--similar",
    is_flag=True,
    help="Also find the similar trials of each trial in the store, or bring them up to date.",
)
@vocabulary_option
@graph_options
@jobs_option
@quiet_option
def load(
    sources: tuple[str, ...],
    gone: str | None,
    folder: str,
    endpoint: str | None,
    store_type: str | None,
    username: str | None,
    update: str | None,
    graph_store: str | None,
    timeout: float,
    similar: bool,
    no_vocabulary: bool,
    choices: GraphChoices,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Load records and RDF files into a store.

    SOURCE is RDF in any format that kg writes, detected from the file ending, or records as kg
    export reads them, which are exported and validated first. A folder may hold both; - reads
    records from standard input. An NCT id is a record that was fetched before; otherwise it is
    downloaded. Of an export in several files (--shards) give the report, PATH.report.json, or the
    PATH, or the folder: all files that it lists are loaded, if none is missing or has changed. The
    graph of a record replaces its earlier graph in the store; no other graph is changed.

    The store is a folder; no server is needed. It is replaced as a whole, so that an interrupted
    load leaves the old store or the new one. Records that are left out are listed, with the reason,
    in DIR.rejects.jsonl, and make the exit status 1.

    The vocabulary, terms and codes with their labels, is loaded into a graph of its own, unless the
    store has the same or a later one.

    With --similar the similar trials of all trials in the store are found afterwards, as by kg
    similar. If they were before, only the lists that the changed records enter or leave are made
    anew, with the options of then.

    With --endpoint the store is a SPARQL store reached by HTTP: see docs/stores.md. If a load fails
    or is interrupted, kg reports which graphs are new and which are as before. The password is read
    from KG_PASSWORD or asked for; an access token is read from KG_TOKEN.

    \b
    kg load trials.nq.zst
    kg load trials.nq.zst.report.json
    kg load records/ --store output/als --similar
    kg load trials.nq --endpoint http://localhost:7878/query
    kg load trials.nq --endpoint http://localhost:8890/sparql --username dba
    """
    from kg.cli.registry_options import with_fetched
    from kg.load import load as load_into
    from kg.stores.embedded import EmbeddedStore
    from kg.system.processes import processors

    if not sources and gone is None:
        raise UsageError("give a SOURCE to load, or --remove FILE")
    if similar:
        _check_similar(endpoint)
    sources = with_fetched(sources, quiet=quiet)
    options = choices.options()
    store: EmbeddedStore | RemoteStore
    if endpoint is None:
        if update or graph_store:
            raise UsageError("--update and --graph-store need --endpoint")
        store = EmbeddedStore(folder)
    else:
        from kg.stores.remote.client import RetryPolicy

        given: dict[str, Any] = {"update": update, "graphs": graph_store}
        store = remote_store(endpoint, store_type, username, patience=RetryPolicy(timeout), **given)
    with loading_progress(quiet, sources) as (on_progress, on_sent):
        if not isinstance(store, EmbeddedStore):
            store.on_sent = on_sent
        loaded = load_into(
            sources,
            store,
            options,
            gone=gone,
            vocabulary=not no_vocabulary,
            jobs=jobs or processors(),
            on_batch=lambda totals: on_progress(totals.met, totals.done, totals.rejected),
        )
    _report(loaded, store, quiet)
    if not (quiet or isinstance(store, EmbeddedStore)) and loaded.outcome.loaded:
        _say_hidden(store)
    linked = similar and isinstance(store, EmbeddedStore) and _link(store, options, jobs, quiet)
    return _status(loaded) or int(bool(linked))


def _check_similar(endpoint: str | None) -> None:
    """Raises UsageError if similar trials can't be found after the load."""
    from kg.similarity.packages import needed

    if endpoint is not None:
        raise UsageError(
            "--similar is for a store in a folder: find the similar trials with `kg similar SOURCE"
            f" -o similar.nq`, and load them with `kg load similar.nq --endpoint {endpoint}`"
        )
    with needed():
        import kg.similarity.store_links  # noqa: F401


def _link(store: EmbeddedStore, options: ExportOptions, jobs: int | None, quiet: bool) -> int:
    """Finds the similar trials in a store; how many lists were left out."""
    from kg.similarity.store_links import settings_of
    from kg.system.processes import processors

    settings = settings_of(store, options.iris)
    try:
        done = link(store, settings, options.shapes, jobs or processors(), quiet)
    except KeyboardInterrupt:
        say(
            "The records are loaded, but the similar trials are not up to date:"
            f" `kg similar {store.option}` completes them"
        )
        raise
    for line in (*troubles(done.outcome), *link_summary(done, quiet)):
        say(line)
    return done.written.rejected.total()


def _status(loaded: LoadReport) -> int:
    outcome = loaded.outcome
    if outcome.interrupted:
        return 130
    done = outcome.loaded or outcome.removed
    if (outcome.stopped or outcome.refused) and not done:
        return 2
    return 1 if loaded.totals.rejected or loaded.unsent else 0


def _report(loaded: LoadReport, store: LoadableStore, quiet: bool) -> None:
    from kg.export.summary import left_out, summary

    for line in (*(() if quiet else summary(loaded.totals)), *left_out(loaded.totals)):
        say(line)
    for line in troubles(loaded.outcome):
        say(line)
    if quiet:
        return
    if count := loaded.totals.rejected + len(loaded.unsent):
        say(f"{count:,} left out: see {store.rejects}")
    if same := loaded.totals.unchanged:
        say(_same(same))
    for line in _changes(loaded.outcome):
        say(line)
    say(_contents(loaded.holdings, store.place))


def _changes(outcome: LoadResult) -> Iterator[str]:
    """What the load changed in the store, a line each."""
    if outcome.loaded or outcome.unchanged:
        yield (
            f"Graphs: {len(outcome.new):,} new, {len(outcome.replaced):,} replaced,"
            f" {len(outcome.unchanged):,} unchanged"
        )
    if outcome.removed or outcome.absent:
        absent = f"; {outcome.absent:,} to remove were not in the store" * (outcome.absent > 0)
        yield f"Removed {_graphs(len(outcome.removed))}{absent}"


def _same(count: int) -> str:
    """That records were not made again, so that nothing is said of what is in them."""
    have = "1 record has" if count == 1 else f"{count:,} records have"
    return f"{have} the bytes of an earlier load, whose warnings are not repeated"


def _contents(held: Holdings | None, place: str) -> str:
    """What is in the store after the load, or that it could not be counted."""
    if held is None:
        return f"The contents of {place} could not be counted"
    records = "1 record" if held.records == 1 else f"{held.records:,} records"
    records += " and the vocabulary" * held.vocabulary
    triples = f"{held.triples:,} triple{'s' * (held.triples != 1)}"
    return f"{capitalised(place)} holds {records}: {triples} in {_graphs(held.graphs)}"


def _say_hidden(store: RemoteStore) -> None:
    """Says so if other programs that query the store see nothing of what is loaded."""
    try:
        hidden, option = store.hides_graphs(), store.addresses.type.union_start
    except StoreError:
        return
    if hidden:
        start = f", unless the server is started with {option}" * bool(option)
        say(f"Queries of other programs see these graphs only with GRAPH or FROM{start}")


def troubles(outcome: LoadResult | None) -> Iterator[str]:
    """What went wrong in the store, a line each."""
    if outcome is None:
        return
    if outcome.slow:
        yield (
            "The disk has no room to join the store's files, so queries will be several times"
            " slower. Free some space and load again"
        )
    if outcome.unindexed:
        yield (
            "The disk has no room for the indexes of the store, so `kg related` will be slower and"
            " `kg serve` can't search. Free some space and load again"
        )
    for graph, reason in list(outcome.refused.items())[:_SHOWN]:
        yield f"Refused: {graph}: {reason}"
    if outcome.stopped:
        yield (
            f"The load stopped: {outcome.stopped}. {_graphs(len(outcome.loaded))} loaded;"
            f" {len(outcome.old):,} as before"
        )
    if outcome.doubtful:
        named = ", ".join(outcome.doubtful[:_SHOWN]) + ", …" * (len(outcome.doubtful) > _SHOWN)
        yield (
            f"{_graphs(len(outcome.doubtful))} either old or new, as the store did not answer:"
            f" {named}. Load again"
        )
    if outcome.torn:
        named = ", ".join(outcome.torn[:_SHOWN]) + ", …" * (len(outcome.torn) > _SHOWN)
        yield f"{_graphs(len(outcome.torn))} incomplete in the store: {named}. Load again"
    if outcome.staged:
        yield (
            f"{_graphs(outcome.staged)} below urn:kg:staging: could not be removed; a load a day or"
            " more from now removes them"
        )
    if outcome.staged_by_others:
        yield f"{_graphs(outcome.staged_by_others)} below urn:kg:staging: belong to another load"


def _graphs(count: int) -> str:
    return f"{count:,} graph{'s' * (count != 1)}"
