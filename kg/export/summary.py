"""The summary of an export for people: the trial, counts by kind, and warnings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from kg.dataset.record_outcome import Reject
from kg.dataset.totals import ExportTotals
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import is_iri, split_literal

MOST_LISTED: Final = 20
"""Warnings that are listed; the others are counted."""

KINDS: Final = (
    (vocab.KG_SITE, "site", "sites"),
    (vocab.KG_RELATED_TRIAL, "related trial", "related trials"),
    (vocab.KG_REFERENCE, "publication", "publications"),
    (vocab.KG_PROTOCOL_REFERENCE, "protocol paper", "protocol papers"),
    (vocab.SCHEMA_HEALTH_CONDITION, "condition", "conditions"),
    (vocab.KG_ARM, "arm", "arms"),
    (vocab.SCHEMA_STUDY_SUBJECT, "intervention", "interventions"),
    (vocab.KG_PRIMARY_OUTCOME, "primary outcome", "primary outcomes"),
    (vocab.KG_SECONDARY_OUTCOME, "secondary outcome", "secondary outcomes"),
    (vocab.KG_DOCUMENT, "document", "documents"),
)
"""Property of the trial -> the name of its values, singular and plural."""

PEOPLE: Final = (
    (vocab.SCHEMA_SPONSOR, "sponsor"),
    (vocab.KG_COLLABORATOR, "collaborator"),
    (vocab.KG_PRINCIPAL_INVESTIGATOR, "principal investigator"),
    (vocab.KG_STUDY_DIRECTOR, "study director"),
    (vocab.KG_STUDY_CHAIR, "study chair"),
)
"""Property of the trial -> the role of its values."""

BASES: Final = {
    codes.RELATION_BASIS.terms[value]: words
    for value, words in {
        "LISTED": "is listed",
        "MENTIONED": "is mentioned in the text",
        "ALIAS": "is an alias",
        "EXPANDED_ACCESS": "gives expanded access",
        "SECONDARY_IDENTIFIER": "is a secondary identifier",
        "ARTICLE": "is stated by an article",
    }.items()
}
"""Basis of a relation -> in words."""


def summary(totals: ExportTotals) -> Iterator[str]:
    """The trial, if there is one only, and the warnings, a line each."""
    if totals.only:
        yield from _trial(totals.only)
    yield from _listed("Warning", list(_warnings(totals)))
    if totals.rows:
        yield _rows(totals.rows)
    if linked := totals.statistics.classes[vocab.KG_SAME_TRIAL_GRAPH]:
        yield f"{linked:,} records are of trials that have a record of another registry here, too"


def _rows(count: int) -> str:
    """That rows of ICTRP are not taken, in words."""
    rows, are = ("row", "is of a trial") if count == 1 else ("rows", "are of trials")
    return (
        f"{count:,} {rows} of WHO's ICTRP {are} whose own record is taken: of"
        f" {'it' if count == 1 else 'them'} only the provenance is stated"
    )


def left_out(totals: ExportTotals) -> Iterator[str]:
    """What was left out, or written despite violations, and why, a line each."""
    yield from left_out_lines(totals.rejects, totals.rejected + totals.kept)


def left_out_lines(rejects: Sequence[Reject], count: int) -> Iterator[str]:
    """The first of `count` rejects, a line each, and the number of the others."""
    for reject in rejects:
        head = "Written despite violations" if reject.kept else "Left out"
        yield (
            f"{head}: {reject.place}: {reject.reason}"
            if reject.place
            else (f"{head}: {reject.reason}")
        )
    if further := count - len(rejects):
        yield f"And {further:,} more"


def _trial(graph: RecordGraph) -> Iterator[str]:
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, predicate, term in graph.triples:
        values[subject, predicate].append(term)

    def names(subject: str, predicate: str) -> list[str]:
        return [_name(term, values) for term in values[subject, predicate]]

    yield f"{graph.number}  {', '.join(names(graph.trial, vocab.SCHEMA_NAME)) or '(no title)'}"
    for predicate, role in PEOPLE:
        for name in names(graph.trial, predicate):
            yield f"  {role}: {name}"
    counts = [
        f"{count} {one if count == 1 else several}"
        for predicate, one, several in KINDS
        if (count := len(values[graph.trial, predicate]))
    ]
    if counts:
        yield f"  {', '.join(counts)}"
    for relation in values[graph.trial, vocab.KG_TRIAL_RELATION]:
        other = values[relation, vocab.KG_TARGET_TRIAL][0]
        why = BASES.get(values[relation, vocab.KG_BASIS][0], "")
        yield f"  related: {', '.join(names(other, vocab.DCTERMS_IDENTIFIER))} {why}"


def _name(term: str, values: dict[tuple[str, str], list[str]]) -> str:
    if not is_iri(term):
        return split_literal(term)[0]
    own = values[term, vocab.SCHEMA_NAME]
    name = split_literal(own[-1])[0] if own else term
    where = [_name(place, values) for place in values[term, vocab.SCHEMA_AFFILIATION]]
    return f"{name} ({where[0]})" if where else name


def _warnings(totals: ExportTotals) -> Iterator[str]:
    statistics = totals.statistics
    met = [(row, "") for row in statistics.warnings.rows()]
    met += [(row, f"{row.key[0]}: ") for row in statistics.findings.rows()]
    for row, field in sorted(met, key=lambda item: -item[0].times):
        where = "" if totals.only else f"in {row.number}"
        times = f"{row.times:,} times" + (", first " if where else "") if row.times > 1 else ""
        text = f"{field}{row.text}"
        yield f"{text} ({times}{where})" if times or where else text


def _listed(head: str, lines: list[str]) -> Iterator[str]:
    for line in lines[:MOST_LISTED]:
        yield f"{head}: {line}"
    if len(lines) > MOST_LISTED:
        yield f"{head}: and {len(lines) - MOST_LISTED:,} more kinds"
