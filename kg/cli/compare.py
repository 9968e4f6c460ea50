"""`kg compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.console import line_width, say, write_data, write_out
from kg.cli.option_types import WordChoice
from kg.cli.shared_options import memory_option, store_options, timeout_option

if TYPE_CHECKING:
    from kg.stores.store import SparqlStore

_WIDEST = 160


@click.command()
@click.argument("trial", metavar="NUMBER")
@click.argument("others", metavar="[NUMBER]...", nargs=-1)
@store_options
@click.option(
    "-f",
    "--format",
    "format_name",
    type=WordChoice(("table", "markdown", "csv", "json")),
    default="table",
    show_default=True,
    help="Format of the results.",
)
@timeout_option
@memory_option
def compare(
    trial: str,
    others: tuple[str, ...],
    store: SparqlStore,
    format_name: str,
    timeout: float,
    memory: float,
) -> None:
    """Compare what the records of one trial say in several registries.

    Without a second number, the record is compared with all that the store has of the same trial.
    First come the facts in which they contradict each other: status, dates, enrolment, phase, ages.
    A month and a day in it do not, nor an expected number and the actual one. Then come names,
    texts and lists that differ, then what not every record says, and what is the same.

    The exit status is 0 whatever is found, 2 if a record is not in the store.

    \b
    kg compare NCT04745299
    kg compare NCT04745299 ISRCTN10175490
    kg compare NCT04745299 -f csv
    """
    from kg.registries.numbers import given_number
    from kg.related.links import RelatedQuery
    from kg.trial_card import comparison_report as report
    from kg.trial_card.markdown import markdown
    from kg.trial_card.terminal import terminal

    asked = RelatedQuery(given_number(trial), None, timeout, memory)
    found = report.compared_records(store, asked, list(map(given_number, others)))
    match format_name:
        case "csv":
            write_data(report.as_csv(found))
        case "json":
            write_data(report.as_json(found))
        case "markdown":
            write_out(markdown(report.as_card(found)))
        case _:
            write_out(terminal(report.as_card(found), line_width(_WIDEST)))
    if not found.linked:
        say(f"No record says that {' and '.join(found.numbers)} are one trial")
