"""`kg fetch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.console import say
from kg.cli.option_types import Count
from kg.cli.progress import watching
from kg.cli.registry_options import (
    DEFAULT_FOLDER,
    ids_of,
    query_of,
    query_options,
    registry_of,
    registry_options,
)
from kg.cli.shared_options import quiet_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.ctgov_api.fetch import FetchResult, Request
    from kg.ctgov_api.record_files import FetchTarget

DEFAULT_BULK = "output/ctgov.zip"
MOST_DEEP = 5


@click.command()
@click.argument("ids", nargs=-1, metavar="[NCT...]")
@query_options
@click.option(
    "--related",
    multiple=True,
    metavar="NCT",
    help="Fetch this trial and those that its record links to. Repeatable.",
)
@click.option(
    "--depth",
    type=Count(0, MOST_DEEP),
    metavar="N",
    help="With --related: follow up to N links from the trial. By default 1.",
)
@click.option("--bulk", is_flag=True, help="Fetch the zip of all records (several gigabytes).")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help=(
        "Where to save records: a folder, or one file of JSON lines (.jsonl, .jsonl.gz,"
        f" .jsonl.zst); - is standard output. By default {DEFAULT_FOLDER}, or {DEFAULT_BULK} with"
        " --bulk."
    ),
)
@registry_options
@quiet_option
def fetch(
    ids: tuple[str, ...],
    related: tuple[str, ...],
    depth: int | None,
    bulk: bool,
    output: str | None,
    quiet: bool,
    **options: Any,
) -> int:
    """Fetch records from ClinicalTrials.gov.

    Give NCT ids, or search with the options; a trial must match all of them. TEXT may be an
    expression of the registry's search: "(head OR neck) AND pain".

    Records are saved byte for byte, with a manifest of the version, time and digest of each. They
    replace earlier files only when all of them have arrived; until then, and if anything fails, the
    earlier files are not changed. After an interruption the same command resumes. Records that the
    registry does not have are listed, and make the exit status 1.

    kg uses one connection at a time, sends at most --rate requests per minute, and stops as soon as
    the registry refuses to answer.

    \b
    kg fetch NCT04745299 NCT01363401 -o records/
    kg fetch --condition "amyotrophic lateral sclerosis" --since 2026-01-01 -o als.jsonl.zst
    kg fetch --related NCT04745299 --depth 2
    kg fetch --bulk -o ctgov.zip
    kg fetch NCT04745299 -o - | kg export - -o -
    """
    from kg.ctgov_api.fetch import Request

    query = query_of(options)
    given = {"NCT ids": ids, "a search": query, "--related": related, "--bulk": bulk}
    named = [name for name, value in given.items() if value]
    if len(named) != 1:
        what = " and ".join(named) + " can't be combined" if named else "say what to fetch"
        raise UsageError(f"{what}: NCT ids, a search (--condition ...), --related or --bulk")
    if depth is not None and not related:
        raise UsageError("--depth needs --related")
    if bulk:
        return _bulk(output or DEFAULT_BULK, options, quiet)
    if related:
        request = Request(ids_of(related), depth=1 if depth is None else depth)
    else:
        request = Request(ids_of(ids), query)
    return _records(request, output or DEFAULT_FOLDER, options, quiet)


def _records(request: Request, output: str, options: dict[str, Any], quiet: bool) -> int:
    from kg.ctgov_api.fetch import fetch as fetch_records
    from kg.ctgov_api.record_files import target

    request.query.parameters()  # fails before anything is requested
    with target(output) as where, watching(quiet) as watch:
        registry = registry_of(options, watch.tell)
        outcome = fetch_records(registry, request, where, watch)
    _report(outcome, where, registry.place, quiet)
    if not outcome.fetched:
        return 2
    return 1 if outcome.missing or outcome.failed else 0


def _report(outcome: FetchResult, where: FetchTarget, place: str, quiet: bool) -> None:
    for alias, known in sorted(outcome.aliases.items()):
        _say(f"{alias} is an alias of {known}, whose record was fetched", quiet)
    for each in outcome.dangling:
        _say(f"{each} is named by a record, but the registry has no record of it", quiet)
    for each in outcome.missing:
        say(f"{each}: the registry has no such record")
    for each, why in outcome.failed.items():
        say(f"{each} could not be fetched: {why}")
    if not outcome.fetched:
        say("Fetched nothing: the registry has no such record")
        return
    records = "1 record" if len(outcome.fetched) == 1 else f"{len(outcome.fetched):,} records"
    data = f", data of {outcome.timestamp}" if outcome.timestamp else ""
    _say(f"Fetched {records} from {place}{data}, into {where.place}", quiet)


def _say(sentence: str, quiet: bool) -> None:
    if not quiet:
        say(sentence)


def _bulk(output: str, options: dict[str, Any], quiet: bool) -> int:
    from kg.ctgov_api.bulk import BulkDownload

    with watching(quiet, "bytes") as watch:
        registry = registry_of(options, watch.tell)
        entry = BulkDownload(output).fetch(registry, watch.tell, watch.count)
    _say(
        f"Fetched {entry.members:,} records from {registry.place} into {output}:"
        f" {entry.bytes:,} bytes, SHA-256 {entry.sha256}",
        quiet,
    )
    return 0
