"""`kg fetch`."""

from __future__ import annotations

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
from kg.cli.shared_options import quiet_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.ctgov_api.fetch import FetchResult, Request
    from kg.ctgov_api.record_files import Target

DEFAULT_BULK = "output/ctgov.zip"
MOST_DEEP = 5


@click.command()
@click.argument("ids", nargs=-1, metavar="[NCT...]")
@query_options
@click.option(
    "--related",
    multiple=True,
    metavar="NCT",
    help="A trial, and those that its record is linked to. Repeatable.",
)
@click.option(
    "--depth",
    type=click.IntRange(0, MOST_DEEP),
    metavar="N",
    help="With --related: over how many links. By default 1.",
)
@click.option("--bulk", is_flag=True, help="The zip of all records: some gigabytes.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help=(
        "Where to keep them: a folder, or one file of JSON lines (.jsonl, .jsonl.gz, .jsonl.zst);"
        f" - is the standard output. By default {DEFAULT_FOLDER}, and {DEFAULT_BULK} with --bulk."
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

    Name NCT ids, or ask a question by the options, which must all be true of a trial. A TEXT may be
    an expression of the registry's search: "(head OR neck) AND pain".

    Records are kept to the byte as they came, beside a manifest with version, time and digest of
    each. They take their places when all of them are there; until then, and whatever goes wrong,
    what stood there before still stands. After an interruption the same command goes on where it
    was. A record that the registry does not have is told, and the exit status is 1.

    The registry is asked by one connection at a time, at most 45 times a minute, and is left alone
    as soon as it says so.

    \b
    kg fetch NCT04745299 NCT01363401 -o records/
    kg fetch --condition "amyotrophic lateral sclerosis" --since 2026-01-01 -o als.jsonl.zst
    kg fetch --related NCT04745299 --depth 2
    kg fetch --bulk -o ctgov.zip
    kg fetch NCT04745299 -o - | kg export - -o -
    """
    from kg.ctgov_api.fetch import Request

    query = query_of(options)
    asked = {"NCT ids": ids, "a question": query, "--related": related, "--bulk": bulk}
    named = [name for name, value in asked.items() if value]
    if len(named) != 1:
        what = " and ".join(named) + " exclude each other" if named else "name what to fetch"
        raise UsageError(f"{what}: NCT ids, a question (--condition ...), --related or --bulk")
    if depth is not None and not related:
        raise UsageError("--depth belongs to --related")
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

    request.query.parameters()  # what can't be asked is told before anything is
    with target(output) as where, watching(quiet) as watch:
        registry = registry_of(options, watch.tell)
        outcome = fetch_records(registry, request, where, watch)
    _tell(outcome, where, registry.place, quiet)
    if not outcome.fetched:
        return 2
    return 1 if outcome.missing or outcome.failed else 0


def _tell(outcome: FetchResult, where: Target, place: str, quiet: bool) -> None:
    for alias, known in sorted(outcome.aliases.items()):
        _say(f"{alias} is an alias: the record is that of {known}", quiet)
    for each in outcome.dangling:
        _say(f"{each} is named by a record, and the registry has no record of it", quiet)
    for each in outcome.missing:
        click.echo(f"{each}: the registry has no such record", err=True)
    for each, why in outcome.failed.items():
        click.echo(f"{each} could not be fetched: {why}", err=True)
    if not outcome.fetched:
        click.echo("Fetched nothing: the registry has no record of what was asked for", err=True)
        return
    records = "1 record" if len(outcome.fetched) == 1 else f"{len(outcome.fetched):,} records"
    data = f", data of {outcome.timestamp}" if outcome.timestamp else ""
    _say(f"Fetched {records} from {place}{data}, into {where.place}", quiet)


def _say(sentence: str, quiet: bool) -> None:
    if not quiet:
        click.echo(sentence, err=True)


def _bulk(output: str, options: dict[str, Any], quiet: bool) -> int:
    from kg.ctgov_api.bulk import Bulk

    with watching(quiet, "bytes") as watch:
        registry = registry_of(options, watch.tell)
        entry = Bulk(output).fetch(registry, watch.tell, watch.count)
    _say(
        f"Fetched {entry.members:,} records from {registry.place} into {output}:"
        f" {entry.bytes:,} bytes, SHA-256 {entry.sha256}",
        quiet,
    )
    return 0
