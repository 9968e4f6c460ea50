"""`kg related`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from kg.cli.common import memory_option, store_option, timeout_option, write_out
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.related import RelatedTrial

DEFAULT_LIMIT = 20


@click.command()
@click.argument("trial", metavar="NCT")
@store_option
@click.option("--why", "other", metavar="NCT", help="All evidence between the two trials.")
@click.option(
    "--picture",
    metavar="FILE",
    help="Draw the neighbourhood into a file: .svg, .png, or .html with the evidence on hover.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"At most N trials, 0 for all; the table shows {DEFAULT_LIMIT}, a picture what fits.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(("table", "csv", "json", "turtle")),
    default="table",
    show_default=True,
    help="The form of the answer.",
)
def related(trial: str, folder: str, other: str | None, limit: int, format_name: str) -> None:
    """Show the trials that are related to one, and why each is.

    A link is stated (declared by the registry, mentioned in a text, listed by a page), in the
    record of either trial, or follows from what the two share: an investigator, an intervention,
    sites, a condition, the sponsor. The strongest comes first, in this order; nothing is scored.

    \b
    kg related NCT04745299
    kg related NCT04745299 --why NCT01363401
    """
    from kg import related as links
    from kg.stores.asking import answered
    from kg.stores.embedded import EmbeddedStore

    nct_id, store = _number(trial), EmbeddedStore(folder)
    if format_name in ("csv", "turtle"):
        graph = format_name == "turtle"
        query = links.related_query(nct_id, links.GRAPH_QUERY if graph else links.QUERY)
        table_form, graph_form = (None, "turtle") if graph else ("csv", None)
        with answered(store, query, table_form, graph_form) as answer:
            write_out(answer.file.read().decode())
        return
    found = links.related_trials(store, nct_id)
    if other:
        found = [each for each in found if each.nct_id == _number(other)]
    _write(nct_id, other, found, format_name, limit)


def _write(
    nct_id: str, other: str | None, found: list[RelatedTrial], form: str, limit: int
) -> None:
    from kg import related_report

    if form == "json":
        write_out(related_report.as_json(nct_id, found))
    elif other and found:
        write_out(related_report.evidence(nct_id, found[0]))
    elif other:
        click.echo(f"Nothing in the store links {nct_id} and {other}.", err=True)
    elif found:
        shown = found[:limit] if limit else found
        write_out(related_report.table(shown, shutil.get_terminal_size((100, 40)).columns))
        if len(shown) < len(found):
            click.echo(
                f"{len(shown):,} of {len(found):,} related trials; --limit 0 shows all", err=True
            )
    else:
        click.echo(
            f"No trial in the store is related to {nct_id}: load the records of more trials with"
            " kg load, or its page, which lists some",
            err=True,
        )


def _number(text: str) -> str:
    from kg.nct import nct_id

    found = nct_id(text)
    if found is None:
        raise UsageError(f"{text!r} is no number of a trial, which is NCT and eight digits")
    return found
