"""The trials that are the same one -> named graphs, one for each trial that has such links.

The graph of a trial has its links, and the statements of its own record that show them: those of
the other record are in the graph of the other trial. So a statement is in one graph alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeAlias

from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris, slug
from kg.rdf.node_builder import NodeBuilder
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import boolean, literal
from kg.registries.numbers import slug_of
from kg.same_trial.rule import SameTrial, SameTrialLink, SameTrials
from kg.same_trial.stated import RecordNumbers

IrisOf: TypeAlias = Callable[[str], Iris]
"""How the record of a number names things."""


def same_trial_graphs(
    records: Collection[RecordNumbers], has_record: Callable[[str], bool], iris: Iris
) -> Iterator[RecordGraph]:
    """The graphs of all trials that have records in several registries, sorted by number.

    `records` are those that state a number of another registry or an earlier one, in any order.
    """
    stated = {each.number: each.stated for each in records}
    present = {earlier: each.number for each in records for earlier in each.earlier}
    numbers = {trial: [number for number, _ in found] for trial, found in stated.items()}
    same = SameTrials(numbers, present, has_record)
    pairs = same.pairs()
    trials = {trial for pair in pairs for trial in pair}
    for each in same.trials(pairs, trials, lambda number: stated.get(number, ())):
        yield same_trial_graph(each, lambda _: iris)


def same_trial_graph(same: SameTrial, iris_of: IrisOf) -> RecordGraph:
    """The graph of the trials that are the same as this one."""
    say, iris = NodeBuilder(), iris_of(same.number)
    trial, name = _trial(same.number, iris, say), iris.same_trial_graph(same.number)
    others = [(link, iris_of(link.other)) for link in same.links]
    records = [iris.graph(same.number), *(their.graph(link.other) for link, their in others)]
    say.node(
        name,
        (vocab.RDF_TYPE, vocab.KG_SAME_TRIAL_GRAPH),
        (vocab.SCHEMA_ABOUT, trial),
        (vocab.PROV_WAS_DERIVED_FROM, records),
    )
    for link, their in others:
        other = _trial(link.other, their, say)
        relations = list(_relations(same.number, link, other, iris, say))
        say.node(trial, (vocab.KG_SAME_TRIAL_AS, other), (vocab.KG_TRIAL_RELATION, relations))
    return RecordGraph(same.number, trial, name, say.nodes())


def _relations(
    number: str, link: SameTrialLink, other: str, iris: Iris, say: NodeBuilder
) -> Iterator[str]:
    """A relation for each statement of the trial's record."""
    for stated, field in link.stated:
        path = slug_of(link.other), slug_of(stated), slug(field)
        yield say.node(
            say.distinct(iris.part(number, "same-trial", *path)),
            (vocab.RDF_TYPE, vocab.KG_TRIAL_RELATION_CLASS),
            (vocab.KG_SOURCE_TRIAL, iris.trial(number)),
            (vocab.KG_TARGET_TRIAL, other),
            (vocab.KG_BASIS, codes.RELATION_BASIS.terms["SAME_TRIAL"]),
            (vocab.KG_SOURCE_FIELD, literal(field)),
            (vocab.KG_STATED_NUMBER, literal(stated)),
            (vocab.KG_IS_RECIPROCAL, boolean(link.by_both)),
        )


def _trial(number: str, iris: Iris, say: NodeBuilder) -> str:
    return say.node(
        iris.trial(number),
        (vocab.RDF_TYPE, vocab.SCHEMA_MEDICAL_STUDY),
        (vocab.DCTERMS_IDENTIFIER, literal(number)),
    )
