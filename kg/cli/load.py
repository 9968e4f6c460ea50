"""`kg load`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import (
    base_option,
    endpoint_options,
    loading_progress,
    no_validate_option,
    quiet_option,
    remote_store,
    shapes_of,
    shapes_option,
    store_option,
    without_contacts_option,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.load import Loaded
    from kg.stores.loading import LoadableStore, Outcome

DEFAULT_TIMEOUT = 300.0


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--remove",
    "gone",
    metavar="FILE",
    help="Drop the graphs of these trials: the report of an incremental export, or a list of ids.",
)
@store_option
@endpoint_options
@click.option("--update", metavar="URL", help="Where the store is updated, if not where kg thinks.")
@click.option(
    "--graph-store",
    metavar="URL",
    help="Where its SPARQL 1.1 Graph Store Protocol is, if not where kg thinks.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="How long an endpoint may take for one request.",
)
@base_option
@shapes_option
@no_validate_option
@without_contacts_option
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
    base: str | None,
    shapes: tuple[str, ...],
    no_validate: bool,
    without_contacts: bool,
    quiet: bool,
) -> int:
    """Load RDF files and records into a store, to be asked with kg query and kg related.

    SOURCE is RDF in any format that kg writes (told from its ending), or records as kg export
    reads them, which are exported and validated on the way; a folder may hold both, and - is
    records alone, for the standard input has no ending. The graph of a record takes the place of
    the one it had in the store, and no other graph is touched.

    The store is a folder, and no server is needed. It is replaced as a whole: whatever interrupts
    a load leaves the old store or the new one. A record that is left out stands with the reason in
    DIR.rejects.jsonl, and the exit status is 1.

    With --endpoint it is a SPARQL store behind HTTP, of which docs/stores.md tells more. Whatever
    happens, each graph in it is the old one or the new one, and kg says which. The password is
    asked for, or comes from the environment: KG_PASSWORD, or KG_TOKEN for an access token.

    \b
    kg load trials.nq.zst
    kg load records/ --store output/als
    kg load trials.nq --endpoint http://localhost:7878/query
    kg load trials.nq --endpoint http://localhost:8890/sparql --username dba
    """
    from kg.export import Options
    from kg.iris import DEFAULT_BASE, Iris
    from kg.load import load as load_into

    if not sources and gone is None:
        raise UsageError("give a SOURCE to load, or --remove FILE")
    options = Options(
        iris=Iris(DEFAULT_BASE if base is None else base),
        shapes=shapes_of(shapes, no_validate),
        contacts=not without_contacts,
    )
    store: LoadableStore
    with loading_progress(quiet) as (on_record, on_sent):
        if endpoint is None:
            if update or graph_store:
                raise UsageError("--update and --graph-store belong to an --endpoint")
            from kg.stores.embedded import EmbeddedStore

            store = EmbeddedStore(folder)
        else:
            from kg.stores.client import Patience

            patience = Patience(timeout)
            given: dict[str, Any] = {"update": update, "graphs": graph_store, "patience": patience}
            store = remote_store(endpoint, store_type, username, on_sent=on_sent, **given)
        loaded = load_into(sources, store, options, on_record, gone)
    _tell(loaded, store, quiet)
    return _status(loaded)


def _status(loaded: Loaded) -> int:
    outcome = loaded.outcome
    if outcome.interrupted:
        return 130
    done = outcome.new or outcome.removed
    if (outcome.stopped or outcome.refused) and not done:
        return 2
    return 1 if loaded.account.rejects or outcome.stopped else 0


def _tell(loaded: Loaded, store: LoadableStore, quiet: bool) -> None:
    from kg.summary import left_out, summary

    for line in (*(() if quiet else summary(loaded.account)), *left_out(loaded.account)):
        click.echo(line, err=True)
    for line in _troubles(loaded.outcome):
        click.echo(line, err=True)
    if quiet:
        return
    if loaded.account.rejects:
        count = len(loaded.account.rejects)
        click.echo(f"{count:,} left out: see {store.rejects}", err=True)
    outcome = loaded.outcome
    if outcome.removed or outcome.absent:
        absent = f"; {outcome.absent:,} of those to remove were not there" * (outcome.absent > 0)
        click.echo(f"Removed {_graphs(len(outcome.removed))}{absent}", err=True)
    held = loaded.holdings
    if held is None:
        click.echo(f"What {store.place} holds could not be counted", err=True)
        return
    records = "1 record" if held.records == 1 else f"{held.records:,} records"
    place = f"{store.place[0].upper()}{store.place[1:]}"
    click.echo(
        f"{place} holds {records}: {held.triples:,} triples in {_graphs(held.graphs)}", err=True
    )


def _troubles(outcome: Outcome) -> Iterator[str]:
    """What a store behind an endpoint did not do."""
    if outcome.stopped:
        yield (
            f"The load stopped: {outcome.stopped}. {_graphs(len(outcome.new))} new in the store;"
            f" {len(outcome.old):,} as before"
        )
    if outcome.doubtful:
        named = ", ".join(outcome.doubtful[:3]) + ", …" * (len(outcome.doubtful) > 3)
        yield (
            f"{_graphs(len(outcome.doubtful))} old or new, which the store does not tell: {named}."
            " Load again: that makes it the new one"
        )
    if outcome.staged:
        yield (
            f"{_graphs(outcome.staged)} of urn:kg:staging: could not be taken away, and will be by"
            " a load in a day or later"
        )
    if outcome.staged_by_others:
        yield f"{_graphs(outcome.staged_by_others)} of urn:kg:staging: are those of another load"


def _graphs(count: int) -> str:
    return f"{count:,} graph{'s' * (count != 1)}"
