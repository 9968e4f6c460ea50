"""`kg load`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    base_option,
    jobs_option,
    no_validate_option,
    quiet_option,
    shapes_of,
    shapes_option,
    sources_argument,
    store_option,
    without_contacts_option,
    without_results_option,
)
from kg.cli.progress import progress

if TYPE_CHECKING:
    from kg.load import Loaded


@click.command()
@sources_argument
@store_option
@base_option
@shapes_option
@no_validate_option
@without_contacts_option
@without_results_option
@jobs_option
@quiet_option
def load(
    sources: tuple[str, ...],
    folder: str,
    base: str | None,
    shapes: tuple[str, ...],
    no_validate: bool,
    without_contacts: bool,
    without_results: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Load RDF files and records into a store, to be asked with kg query and kg related.

    SOURCE is RDF in any format that kg writes (told from its ending), or records as kg export
    reads them, which are exported and validated on the way; a folder may hold both. The graph of
    a record takes the place of the one it had in the store, and no other graph is touched.

    The store is a folder, and no server is needed. It is replaced as a whole: whatever interrupts
    a load leaves the old store or the new one. A record that is left out stands with the reason in
    DIR.rejects.jsonl, and the exit status is 1.

    \b
    kg load trials.nq.zst
    kg load records/ --store output/als
    """
    from kg.iris import DEFAULT_BASE, Iris
    from kg.load import load as load_into
    from kg.options import Options
    from kg.stores.embedded import EmbeddedStore
    from kg.workers import processors

    options = Options(
        iris=Iris(DEFAULT_BASE if base is None else base),
        shapes=shapes_of(shapes, no_validate),
        contacts=not without_contacts,
        results=not without_results,
    )
    with progress(quiet, sources) as tell:
        loaded = load_into(
            sources,
            EmbeddedStore(folder),
            options,
            jobs=jobs or processors(),
            on_batch=lambda account: tell(account.met, account.done, account.rejected),
        )
    _tell(loaded, folder, quiet)
    return 1 if loaded.account.rejected else 0


def _tell(loaded: Loaded, folder: str, quiet: bool) -> None:
    from kg.summary import left_out, summary

    for line in (*(() if quiet else summary(loaded.account)), *left_out(loaded.account)):
        click.echo(line, err=True)
    if quiet:
        return
    if loaded.account.rejected:
        click.echo(f"{loaded.account.rejected:,} left out: see {folder}.rejects.jsonl", err=True)
    held = loaded.holdings
    records = "1 record" if held.records == 1 else f"{held.records:,} records"
    click.echo(
        f"The store {folder} holds {records}: {held.triples:,} triples"
        f" in {held.graphs:,} graph{'s' * (held.graphs != 1)}",
        err=True,
    )
