"""`kg related`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from kg.cli.console import line_width, say, write_data, write_out
from kg.cli.option_types import WholeNumber, WordChoice
from kg.cli.shared_options import memory_option, store_options, timeout_option
from kg.errors import UsageError
from kg.text.nct_ids import NCT_ID

if TYPE_CHECKING:
    from kg.related.filters import Filters
    from kg.related.links import Evidence, RelatedQuery, RelatedTrial
    from kg.stores.store import SparqlStore

DEFAULT_LIMIT = 20


@click.command()
@click.argument("trial", metavar="NUMBER")
@store_options
@click.option(
    "--why", "other", metavar="NUMBER", help="Show all evidence that links the two trials."
)
@click.option(
    "--picture",
    metavar="FILE",
    help="Draw the neighbourhood to a file: .svg, .png, or .html with the evidence in a panel.",
)
@click.option(
    "--limit",
    type=WholeNumber(min=0),
    metavar="N",
    help=f"At most N trials, 0 for all; by default {DEFAULT_LIMIT}, in a picture those that fit.",
)
@click.option(
    "--by",
    type=click.Choice(("relevance", "confidence")),
    default="relevance",
    show_default=True,
    help="Order: what is stated first, then by relevance; or the most similar trials first.",
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="STATUS",
    help="Only trials of this status, such as recruiting. Repeatable, as the next two.",
)
@click.option(
    "--phase",
    "phases",
    multiple=True,
    metavar="PHASE",
    help="Only trials of this phase, such as 2; a trial of two phases is one of either.",
)
@click.option(
    "--basis",
    "bases",
    multiple=True,
    metavar="REASON",
    help="Only trials that are related for this reason, such as mentioned, similar or site.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=WordChoice(("table", "markdown", "csv", "json", "turtle")),
    default="table",
    show_default=True,
    help="Format of the results.",
)
@timeout_option
@memory_option
def related(
    trial: str,
    store: SparqlStore,
    other: str | None,
    picture: str | None,
    limit: int | None,
    by: str,
    statuses: tuple[str, ...],
    phases: tuple[str, ...],
    bases: tuple[str, ...],
    format_name: str,
    timeout: float,
    memory: float,
) -> None:
    """Show the trials that are related to a trial, and why.

    First come the records that other registries have of the trial, whose links count, too, and the
    links that the record of either trial states: declared by the registry, mentioned in a text,
    listed on a page. Then come similar trials, as kg similar computed them, and trials
    that share an intervention, a condition or an investigator; what few trials have counts more.
    Last come trials that share no more than sites or the sponsor.

    \b
    kg related NCT04745299
    kg related NCT04745299 --status recruiting --phase 3
    kg related NCT04745299 --why NCT01363401
    kg related NCT04745299 --picture output/related.html
    """
    from kg.registries.numbers import given_number
    from kg.related.by_query import current, related_graph
    from kg.related.filters import filters
    from kg.related.links import RelatedQuery

    pair = given_number(other) if other else None
    choice = _Choice(by, filters(statuses, phases, bases), limit)
    if picture and (other or format_name != "table"):
        raise UsageError("--picture draws all related trials: leave out --why and --format")
    if limit and format_name == "turtle":
        raise UsageError("--limit does not apply to turtle: leave it out, or use csv or json")
    if choice.filters and (pair or format_name == "turtle"):
        raise UsageError(
            "--status, --phase and --basis do not apply to turtle and --why: leave them out"
        )
    asked = RelatedQuery(given_number(trial), pair, timeout, memory)
    if pair:
        asked = current(store, asked)
        if asked.other == asked.number:
            raise UsageError(
                f"Both are numbers of one trial, {asked.number}: give --why another trial"
            )
    if picture:
        found = _draw(store, asked, choice, picture)
    elif format_name in ("table", "markdown"):
        found = _show(store, asked, choice, format_name)
    elif format_name == "turtle":
        write_data(related_graph(store, asked))
        return
    else:
        found = _write(store, asked, choice, format_name)
    if not pair:
        _say_how_current(store, asked, found)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which related trials are shown, and in which order."""

    by: str
    filters: Filters
    limit: int | None


@dataclass(frozen=True, slots=True)
class _Found:
    """The related trials that are shown, of `total` without a limit and `unfiltered` at all.

    `computed` is whether the store has similar trials.
    """

    shown: list[RelatedTrial]
    total: int
    unfiltered: int
    evidence: Evidence
    computed: bool


def _find(
    store: SparqlStore,
    asked: RelatedQuery,
    choice: _Choice,
    most: int | None,
    drawn: int | None = None,
) -> _Found:
    """Finds the related trials, at most `most`, of which at most `drawn` need facts."""
    from kg.related import described, links_of
    from kg.related.order import Ranking

    with links_of(store, asked) as links:
        evidence = links.evidence()
        ranking = Ranking(evidence, choice.by)
        trials = everything = ranking.trials
        if asked.other:
            trials = [trial for trial in trials if trial == asked.other]
        if choice.filters:
            kept = choice.filters.kept(store, asked, evidence)
            trials = [trial for trial in trials if trial in kept]
        shown = described(links, ranking, trials[: most or None], drawn)
        computed = bool(evidence.similar) or links.has_similar_trials()
    return _Found(shown, len(trials), len(everything), evidence, computed)


def _say_how_current(store: SparqlStore, asked: RelatedQuery, found: _Found) -> None:
    """Says if similar trials were not computed, or before records changed."""
    from kg.stores.embedded import EmbeddedStore

    embedded = isinstance(store, EmbeddedStore)
    compute = f"kg similar {store.option}" if embedded else "kg similar SOURCE -o similar.nq"
    then = "" if embedded else f", then `kg load similar.nq {store.option}`"
    if not found.computed:
        say(f"Similar trials were not computed for {store.place}: `{compute}`{then} computes them")
        return
    changed = store.changed_trials() if isinstance(store, EmbeddedStore) else []
    if not changed:
        if not found.evidence.similar:
            say(f"No trial is similar enough to {asked.number} for `kg similar` to state it")
        return
    if asked.number in changed:
        what = f"The record of {asked.number} has changed"
    else:
        what = f"{len(changed):,} record{'s have' if len(changed) > 1 else ' has'} changed"
    say(f"{what} since similar trials were computed: `{compute}`{then} updates them")


def _write(store: SparqlStore, asked: RelatedQuery, choice: _Choice, form: str) -> _Found:
    """Writes the related trials for programs."""
    from kg.related import report

    found = _find(store, asked, choice, choice.limit)
    if form == "csv":
        write_data(report.as_csv(asked.number, found.evidence, found.shown))
    else:
        write_data(report.as_json(asked.number, found.shown))
    return found


def _draw(store: SparqlStore, asked: RelatedQuery, choice: _Choice, path: str) -> _Found:
    from kg.related import links_of
    from kg.related.links import RelatedTrial
    from kg.related.picture import ending_of, write_picture
    from kg.related.picture.neighbourhood import MOST, MOST_TRIALS, chosen

    ending_of(path)
    most = MOST if choice.limit is None else choice.limit or MOST_TRIALS
    found = _find(store, asked, choice, None, min(most, MOST_TRIALS))
    if choice.limit is not None and min(choice.limit or found.total, found.total) > MOST_TRIALS:
        raise UsageError(
            f"A picture has at most {MOST_TRIALS} related trials, {asked.number} has"
            f" {found.total:,}: give a --limit, or choose by --status, --phase and --basis"
        )
    itself = RelatedTrial(asked.number)
    with links_of(store, asked) as links:
        links.add_facts([itself])
        own = links.own_things()
    near = chosen(itself, own, found.shown, found.evidence.shared, choice.limit)
    write_picture(near, path)
    say(f"Drew {len(near.others):,} of {found.total:,} related trials to {path}")
    return found


def _show(store: SparqlStore, asked: RelatedQuery, choice: _Choice, form: str) -> _Found:
    """Prints the related trials for people."""
    from kg.related import report

    limit = DEFAULT_LIMIT if choice.limit is None else choice.limit
    found = _find(store, asked, choice, limit)
    if not found.shown:
        _say_none(store, asked, found.unfiltered if choice.filters else 0)
    elif form == "markdown":
        write_out(report.markdown(asked.number, found.shown, whole=bool(asked.other)))
    elif asked.other:
        write_out(report.evidence(asked.number, found.shown[0]))
    else:
        write_out(report.table(asked.number, found.shown, line_width()))
    if len(found.shown) < found.total:
        say(f"{len(found.shown):,} of {found.total:,} related trials; --limit 0 shows all")
    return found


def _say_none(store: SparqlStore, asked: RelatedQuery, filtered: int) -> None:
    if filtered:
        sentence = f"None of the {filtered:,} related trials has what is asked for"
    elif asked.other:
        sentence = f"Nothing in {store.place} links {asked.number} and {asked.other}."
    else:
        page = ", or the saved page of this trial, which lists some"
        sentence = (
            f"No trial in {store.place} is related to {asked.number}: load the records of more"
            f" trials with `kg load SOURCE {store.option}`"
            f"{page if NCT_ID.fullmatch(asked.number) else ''}"
        )
    say(sentence)
