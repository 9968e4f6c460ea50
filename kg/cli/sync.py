"""`kg sync`."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING, Any

import click

from kg.cli.progress import watching
from kg.cli.registry_options import (
    DEFAULT_FOLDER,
    ids_of,
    query_of,
    query_options,
    registry_of,
    registry_options,
)
from kg.cli.shared_options import (
    GraphChoices,
    graph_options,
    jobs_option,
    quiet_option,
    store_option,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.sync import Synced


@click.command()
@click.argument("ids", nargs=-1, metavar="[NCT...]")
@query_options
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default=DEFAULT_FOLDER,
    show_default=True,
    help="The folder of fetched records to keep up to date.",
)
@store_option
@click.option(
    "--thorough",
    is_flag=True,
    help="Fetch as well what nobody has updated, but the registry has made anew: its MeSH terms,"
    " the publications it found.",
)
@click.option(
    "--remove-vanished",
    is_flag=True,
    help="Take the graphs of records that are not in the registry any more out of the store.",
)
@graph_options
@jobs_option
@registry_options
@quiet_option
def sync(
    ids: tuple[str, ...],
    output: str,
    folder: str,
    thorough: bool,
    remove_vanished: bool,
    choices: GraphChoices,
    jobs: int | None,
    quiet: bool,
    **options: Any,
) -> int:
    """Keep records and store up to date with ClinicalTrials.gov.

    Say once what to follow, by NCT ids or by a question; after that `kg sync` alone knows it.
    Without either it follows the records that kg fetch has put into the folder.

    What the registry has updated since is fetched, exported, validated and loaded: each graph takes
    the place of the one it had, and no other is touched. A second run does nothing. Records that
    were withdrawn or have vanished are told, once, even with --quiet; they stay where they are,
    but for --remove-vanished.

    For cron: with --quiet a line is written only where somebody should look. Exit status: 0 up to
    date; 1 some record could not be fetched or does not conform; 2 nothing could be done, as when
    another kg sync is still running. An interrupted run is finished by the next one.

    \b
    kg sync --condition "amyotrophic lateral sclerosis"
    kg sync
    17 5 * * *  cd /srv/trials && kg sync --quiet
    """
    from kg.ctgov_api.fetch import Request
    from kg.ctgov_api.record_files import Folder
    from kg.stores.embedded import EmbeddedStore
    from kg.sync import Job
    from kg.sync import sync as bring_up_to_date
    from kg.system.processes import processors

    request = Request(ids_of(ids), query_of(options))
    if request.ids and request.query:
        raise UsageError("NCT ids and a question exclude each other")
    request.query.parameters()
    left_out = choices.no_validate, choices.without_contacts, choices.without_results
    made_by = metadata.version("kg-trials"), choices.iris().base, choices.shapes, *left_out
    with watching(quiet) as watch:
        synced = bring_up_to_date(
            Job(
                registry_of(options, watch.tell),
                Folder(output),
                EmbeddedStore(folder),
                choices.options,
                repr(made_by),
                request if request.ids or request.query else None,
                thorough,
                remove_vanished,
                processors() if jobs is None else jobs,
                watch,
            )
        )
    _tell(synced, folder, quiet)
    return 1 if synced.failed or synced.missing or synced.rejects else 0


def _tell(synced: Synced, store: str, quiet: bool) -> None:
    for each, status in synced.withdrawn.items():
        click.echo(f"{each}: its status is {status} now", err=True)
    for each, why in synced.vanished.items():
        click.echo(f"{each}: {why}", err=True)
    for each in synced.missing:
        click.echo(f"{each}: the registry has no such record", err=True)
    for each, why in synced.failed.items():
        click.echo(f"{each} could not be fetched: {why}", err=True)
    for line in synced.rejects:
        click.echo(line, err=True)
    if quiet:
        return
    for each in synced.outside:
        click.echo(f"{each}: does not answer the question any more; it is kept", err=True)
    for each in synced.removed:
        click.echo(f"{each}: taken out of the store", err=True)
    data = f" (data of {synced.timestamp})" if synced.timestamp else ""
    if not synced:
        click.echo(f"Up to date{data}: nothing to do", err=True)
        return
    click.echo(
        f"{len(synced.new):,} new, {len(synced.changed):,} changed{data};"
        f" {synced.loaded:,} graphs loaded into {store}",
        err=True,
    )
