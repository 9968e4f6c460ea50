"""Options of the commands that use the registry: its address, its limits, and the search."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.option_types import Number, WholeNumber, option_group
from kg.cli.progress import watching
from kg.ctgov_api.rate_limit import DEFAULT_RATE
from kg.http.request_limits import RequestLimits

if TYPE_CHECKING:
    from kg.ctgov_api.client import Registry
    from kg.ctgov_api.search import SearchQuery

DEFAULT_FOLDER: Final = "output/records"
"""The folder of fetched records, by default."""


_LIMITS: Final = RequestLimits(DEFAULT_RATE)
_NUMBER: Final = Number(min=0, min_open=True)


def _status(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> Any:
    """Statuses in the registry's spelling, from any spelling."""
    from kg.rdf.code_lists import STATUS

    found = []
    for text in (part for each in given for part in each.split(",")):
        status = re.sub(r"[^A-Z]+", "_", text.strip().upper())
        if status not in STATUS.terms:
            known = ", ".join(sorted(STATUS.terms)).lower()
            raise click.BadParameter(f"{text!r} is not one of {known}")
        found.append(status)
    return tuple(found)


def _day(context: click.Context, option: click.Parameter, given: datetime | None) -> date | None:
    return given.date() if given else None


query_options = option_group(
    click.option("--condition", metavar="TEXT", help="Trials on a condition or disease."),
    click.option("--intervention", metavar="TEXT", help="Trials of a drug, device or procedure."),
    click.option("--sponsor", metavar="TEXT", help="Trials of a sponsor or collaborator."),
    click.option("--location", metavar="TEXT", help="Trials at a place: a city, a hospital."),
    click.option(
        "--country", metavar="NAME", help="Trials in a country, as the registry names it."
    ),
    click.option("--term", metavar="TEXT", help="Trials that match other words or an expression."),
    click.option(
        "--status",
        multiple=True,
        metavar="STATUS",
        callback=_status,
        help="Trials with a status: recruiting, completed, ... Repeatable, or comma-separated.",
    ),
    click.option(
        "--since",
        metavar="DATE",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_day,
        help="Trials whose record was updated on or after this date: 2026-01-31.",
    ),
)

session_options = option_group(
    click.option(
        "--timeout",
        type=_NUMBER,
        metavar="SECONDS",
        default=_LIMITS.timeout,
        envvar="KG_TIMEOUT",
        show_default=True,
        show_envvar=True,
        help="Stop waiting for a response after this long without data.",
    ),
    click.option(
        "--tries",
        type=WholeNumber(min=1),
        metavar="N",
        default=_LIMITS.tries,
        envvar="KG_TRIES",
        show_default=True,
        show_envvar=True,
        help="Number of attempts if the service fails.",
    ),
    click.option(
        "--backoff",
        type=_NUMBER,
        metavar="SECONDS",
        default=_LIMITS.backoff,
        envvar="KG_BACKOFF",
        show_default=True,
        show_envvar=True,
        help="Approximate pause before the second attempt, doubled before each further one.",
    ),
)
"""Time limit and attempts of requests to a service."""

registry_options = option_group(
    click.option(
        "--registry",
        "address",
        metavar="URL",
        envvar="KG_REGISTRY",
        show_envvar=True,
        help="Address of the registry's API or a mirror; by default ClinicalTrials.gov's.",
    ),
    click.option(
        "--rate",
        type=_NUMBER,
        metavar="N",
        default=_LIMITS.rate,
        envvar="KG_RATE",
        show_default=True,
        show_envvar=True,
        help="Maximum requests per minute.",
    ),
    session_options,
)


def registry_of(options: dict[str, Any], tell: Callable[[str], None]) -> Registry:
    """The registry that a command's options select."""
    from kg.ctgov_api.client import DEFAULT_BASE, Registry
    from kg.http.session import Session

    limits = RequestLimits(
        options["rate"], options["timeout"], options["tries"], options["backoff"]
    )
    return Registry(Session(options["address"] or DEFAULT_BASE, limits, tell))


def query_of(options: dict[str, Any]) -> SearchQuery:
    """The search that a command's options make; it is false if they make none."""
    from dataclasses import fields

    from kg.ctgov_api.search import SearchQuery

    return SearchQuery(**{field.name: options[field.name] for field in fields(SearchQuery)})


def with_fetched(sources: tuple[str, ...], *, quiet: bool) -> tuple[str, ...]:
    """SOURCE... with each NCT id replaced by its record's file, which is downloaded if missing.

    The options of the registry come from the environment alone.
    """
    if not any(map(_may_be_a_number, sources)):
        return sources
    from kg.ctgov_api.by_id import local_records
    from kg.ctgov_api.record_files import RecordFolder

    with watching(quiet) as watch:
        return tuple(
            local_records(
                sources,
                RecordFolder(DEFAULT_FOLDER),
                lambda: registry_of(_from_environment(), watch.tell),
                watch,
            )
        )


def _from_environment() -> dict[str, Any]:
    """The registry options of a command that does not have them itself."""
    context: click.Context = click.command(registry_options(lambda **_: None)).make_context(
        "kg", []
    )
    return context.params


def ids_of(sources: tuple[str, ...]) -> tuple[str, ...]:
    """The NCT ids that were given; UsageError for anything else."""
    from kg.ctgov_api.by_id import refuse_other_registries
    from kg.text.nct_ids import given_nct_id

    for each in sources:
        refuse_other_registries(each)
    return tuple(dict.fromkeys(map(given_nct_id, sources)))


def _may_be_a_number(source: str) -> bool:
    """Whether a source may be the number of a trial, and not the name of a file."""
    from kg.text.nct_ids import nct_id

    if nct_id(source):
        return True
    try:
        return source[-1:].isdigit() and not Path(source).exists()
    except (OSError, ValueError):  # too long for the name of a file
        return False
