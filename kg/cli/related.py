"""`kg related`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from kg.cli.console import say, write_data, write_out
from kg.cli.option_types import Count
from kg.cli.shared_options import memory_option, store_options, timeout_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.related import RelatedQuery, RelatedTrial
    from kg.stores.store import Store

DEFAULT_LIMIT = 20


@click.command()
@click.argument("trial", metavar="NCT")
@store_options
@click.option("--why", "other", metavar="NCT", help="Show all evidence that links the two trials.")
@click.option(
    "--picture",
    metavar="FILE",
    help="Draw the neighbourhood to a file: .svg, .png, or .html with the evidence on hover.",
)
@click.option(
    "--limit",
    type=Count(min=0),
    metavar="N",
    help=f"At most N trials, 0 for all; by default {DEFAULT_LIMIT}, in a picture as many as fit.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(("table", "csv", "json", "turtle")),
    default="table",
    show_default=True,
    help="Format of the results.",
)
@timeout_option
@memory_option
def related(
    trial: str,
    store: Store,
    other: str | None,
    picture: str | None,
    limit: int | None,
    format_name: str,
    timeout: float,
    memory: float,
) -> None:
    """Show the trials that are related to a trial, and why.

    A link is stated in the record of either trial (declared by the registry, mentioned in a text,
    listed on a page), or follows from what the two share: an investigator, an intervention, sites,
    a condition, the sponsor. The strongest come first, in this order; there is no score.

    \b
    kg related NCT04745299
    kg related NCT04745299 --why NCT01363401
    kg related NCT04745299 --picture output/related.html
    """
    from kg.related import RelatedQuery, current

    if picture and (other or format_name != "table"):
        raise UsageError("--picture draws all related trials: leave out --why and --format")
    if limit and format_name == "turtle":
        raise UsageError("--limit does not apply to turtle: leave it out, or use csv or json")
    pair = _nct_id(other) if other else None
    asked = RelatedQuery(_nct_id(trial), pair, timeout, memory)
    if pair:
        asked = current(store, asked)
    if picture:
        _draw(store, asked, picture, limit)
    elif format_name == "table":
        _show(store, asked, limit)
    else:
        write_data(_data(store, asked, limit, format_name))


def _data(store: Store, asked: RelatedQuery, limit: int | None, form: str) -> str:
    """The related trials for programs."""
    from kg import related as links
    from kg.related import report

    if form == "turtle":
        return links.related_graph(store, asked)
    rows = links.related_rows(store, asked)
    found = links.in_order(rows)[: limit or None]
    links.add_titles(store, asked, found)
    if form == "csv":
        return report.as_csv(rows, found)
    return report.as_json(asked.nct_id, found)


def _draw(store: Store, asked: RelatedQuery, path: str, limit: int | None) -> None:
    from kg.related import in_order, related_rows
    from kg.related.picture import ending_of, write_picture
    from kg.related.picture.neighbourhood import neighbourhood

    ending_of(path)
    found = in_order(related_rows(store, asked))
    near = neighbourhood(store, asked, found, limit or None)
    write_picture(near, path)
    drawn = len(near.others)
    say(f"Drew {drawn:,} of {len(found):,} related trials to {path}")


def _show(store: Store, asked: RelatedQuery, limit: int | None) -> None:
    """Prints the related trials for people."""
    from kg.related import add_titles, in_order, related_rows, report

    found = in_order(related_rows(store, asked))
    shown = found[: (DEFAULT_LIMIT if limit is None else limit) or None]
    add_titles(store, asked, shown)
    if not found:
        _say_none(store, asked)
    elif asked.other:
        write_out(report.evidence(asked.nct_id, found[0]))
    else:
        write_out(report.table(shown, shutil.get_terminal_size((100, 40)).columns))
        _count(shown, found)


def _count(shown: list[RelatedTrial], found: list[RelatedTrial]) -> None:
    if len(shown) < len(found):
        say(f"{len(shown):,} of {len(found):,} related trials; --limit 0 shows all")


def _say_none(store: Store, asked: RelatedQuery) -> None:
    if asked.other == asked.nct_id:
        sentence = f"Both are NCT ids of one trial, {asked.nct_id}."
    elif asked.other:
        sentence = f"Nothing in {store.place} links {asked.nct_id} and {asked.other}."
    else:
        sentence = (
            f"No trial in {store.place} is related to {asked.nct_id}: load the records of more"
            f" trials with `kg load SOURCE {store.option}`, or the saved page of this trial, which"
            " lists some"
        )
    say(sentence)


def _nct_id(text: str) -> str:
    from kg.text.nct_ids import nct_id

    found = nct_id(text)
    if found is None:
        raise UsageError(f"{text!r} is not an NCT id (NCT followed by eight digits)")
    return found
