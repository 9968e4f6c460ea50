"""`kg sync`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.console import say
from kg.cli.linking import link_summary
from kg.cli.load import troubles
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
    vocabulary_option,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.sync import SyncResult


@click.command()
@click.argument("ids", nargs=-1, metavar="[NCT...]")
@query_options
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default=DEFAULT_FOLDER,
    show_default=True,
    help="Folder of fetched records to keep up to date.",
)
@store_option
@click.option(
    "--thorough",
    is_flag=True,
    help="Also fetch records that only the registry has changed: its MeSH terms, the publications"
    " it found.",
)
@click.option(
    "--remove-vanished",
    is_flag=True,
    help="Remove the graphs of records that are no longer in the registry, and move their files"
    " aside.",
)
@click.option(
    "--similar",
    is_flag=True,
    help="Also find the similar trials of each trial in the store. Where that was done before, they"
    " are kept up to date without this option.",
)
@vocabulary_option
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
    similar: bool,
    no_vocabulary: bool,
    choices: GraphChoices,
    jobs: int | None,
    quiet: bool,
    **options: Any,
) -> int:
    """Keep records and store up to date with ClinicalTrials.gov.

    The first time, say what to follow, by NCT ids or a search; later runs of `kg sync` remember it.
    If neither is given, the records that kg fetch has saved in the folder are followed.

    What the registry has updated since is fetched, exported, validated and loaded: each graph
    replaces its earlier version, and no other graph is changed. A second run does nothing. Records
    that were withdrawn or have vanished are reported once, even with --quiet; they are kept unless
    --remove-vanished is given.

    For cron: with --quiet, only what needs attention is printed. Exit status: 0 up to date; 1 some
    record could not be fetched or does not conform, or the similar trials could not be brought up
    to date; 2 nothing could be done, for example because another kg sync is running. An interrupted
    run is completed by the next one.

    \b
    kg sync --condition "amyotrophic lateral sclerosis" --similar
    kg sync
    17 5 * * *  cd /srv/trials && kg sync --quiet
    """

    from kg.ctgov_api.fetch import Request
    from kg.ctgov_api.record_files import RecordFolder
    from kg.stores.embedded import EmbeddedStore
    from kg.sync import SyncJob
    from kg.sync import sync as bring_up_to_date
    from kg.system.processes import processors

    request = Request(ids_of(ids), query_of(options))
    if request.ids and request.query:
        raise UsageError("NCT ids and a search can't be combined")
    request.query.parameters()
    with watching(quiet) as watch:
        synced = bring_up_to_date(
            SyncJob(
                registry_of(options, watch.tell),
                RecordFolder(output),
                EmbeddedStore(folder),
                choices.options,
                request if request.ids or request.query else None,
                thorough,
                remove_vanished,
                similar,
                not no_vocabulary,
                processors() if jobs is None else jobs,
                watch,
            )
        )
    _report(synced, folder, quiet)
    linked = synced.similar is None or not synced.similar.written.rejected
    done = linked and not synced.unlinked
    return 0 if done and not (synced.failed or synced.missing or synced.rejects) else 1


def _report(synced: SyncResult, store: str, quiet: bool) -> None:
    for each, status in synced.withdrawn.items():
        say(f"{each}: its status is now {status}")
    for each, why in synced.vanished.items():
        say(f"{each}: {why}")
    for each in synced.missing:
        say(f"{each}: the registry has no such record")
    for each, why in synced.failed.items():
        say(f"{each} could not be fetched: {why}")
    for line in synced.rejects:
        say(line)
    if synced.unlinked:
        say(f"The similar trials are those of before: {synced.unlinked}")
    if synced.similar and synced.similar.outcome:
        for line in (*troubles(synced.similar.outcome), *link_summary(synced.similar, quiet)):
            say(line)
    if quiet:
        return
    for each in synced.outside:
        say(f"{each}: no longer matches the search; it is kept")
    for each in synced.removed:
        say(f"{each}: removed from the store")
    data = f" (data of {synced.timestamp})" if synced.timestamp else ""
    if not synced:
        say(f"Up to date{data}: nothing to do")
        return
    say(
        f"{len(synced.new):,} new, {len(synced.changed):,} changed{data};"
        f" {synced.loaded:,} graphs loaded into {store}"
    )
