"""`kg show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.console import line_width, say
from kg.cli.option_types import TableChoice, WordChoice
from kg.cli.shared_options import memory_option, store_options, timeout_option

if TYPE_CHECKING:
    from kg.stores.store import SparqlStore

_WIDEST = 100
"""A line of text is not longer than this, as longer ones are hard to read."""

_ENDINGS = {".txt": "text", ".md": "markdown"}


@click.command()
@click.argument("trial", metavar="NUMBER")
@store_options
@click.option(
    "--section",
    "names",
    multiple=True,
    type=TableChoice("kg.trial_card:SECTIONS"),
    metavar="NAME",
    help="Only this section, such as results or sites. Repeatable.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=WordChoice(tuple(_ENDINGS.values())),
    help="Format: by default that of the ending of -o, or else text.",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    default="-",
    help="The file to write, .txt or .md; - for stdout, the default.",
)
@timeout_option
@memory_option
def show(
    trial: str,
    store: SparqlStore,
    names: tuple[str, ...],
    format_name: str | None,
    output: str,
    timeout: float,
    memory: float,
) -> None:
    """Show all that the record of a trial says, as a card to read.

    The sections are identification, status, sponsor, summary, conditions, design, arms, outcomes,
    eligibility, contacts, sites, publications, documents, results, related, provenance and others,
    which has what kg has no place for. Codes are shown in words.

    \b
    kg show NCT04745299
    kg show NCT04745299 --section eligibility --section sites
    kg show NCT04745299 -o trial.md
    """
    from kg.queries.forms import form_name
    from kg.registries.numbers import given_number
    from kg.related.links import RelatedQuery
    from kg.system.output_files import STDOUT, open_output
    from kg.trial_card import trial_card
    from kg.trial_card.markdown import markdown
    from kg.trial_card.terminal import terminal

    form = format_name or "text"
    if output not in STDOUT:
        form = form_name(output, format_name, _ENDINGS, "a card")
    asked = RelatedQuery(given_number(trial), None, timeout, memory)
    card = trial_card(store, asked).of_sections(names)
    text = markdown(card) if form == "markdown" else terminal(card, line_width(_WIDEST))
    with open_output(output) as file:
        file.write(text)
    empty = [name for name in names if name not in {each.name for each in card.sections}]
    if empty:
        say(f"The record of {card.number} has nothing for: {', '.join(empty)}")
