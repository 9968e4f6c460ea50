"""The groups of participants in the tables of results, each one node in all tables.

Every table lists its groups again, under ids of its own. Two entries are one group only if title
and description are identical, and no table lists them twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.mapping.plan import Plan
from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.node_builder import Objects
from kg.records import Record
from kg.records.results import EventGroup, MeasureGroup, ResultsSection
from kg.text.name_index import folded

_Name = tuple[str | None, str | None]

_GROUP: Final = Plan(
    MeasureGroup,
    (vocab.SCHEMA_NAME, "title"),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    a=vocab.KG_PARTICIPANT_GROUP,
    part="results/group",
    key="title",
)

_ENTRY: Final = Plan(
    EventGroup,
    (vocab.KG_GROUP_ID, "id"),
    (vocab.KG_DEATHS_AFFECTED, "deaths_num_affected"),
    (vocab.KG_DEATHS_AT_RISK, "deaths_num_at_risk"),
    (vocab.KG_SERIOUS_AFFECTED, "serious_num_affected"),
    (vocab.KG_SERIOUS_AT_RISK, "serious_num_at_risk"),
    (vocab.KG_OTHER_AFFECTED, "other_num_affected"),
    (vocab.KG_OTHER_AT_RISK, "other_num_at_risk"),
)
"""What each table says of a group: its id there, and the totals of adverse events."""


class TableGroups(NamedTuple):
    """The groups of one table: their terms by the ids that its numbers use, and in its order."""

    by_id: dict[str, str]
    listed: list[str]

    def named(self, group_id: str | None) -> tuple[str, Objects]:
        """The property that gives the group of a number; the id as text if it is unknown."""
        term = self.by_id.get(group_id or "")
        return (vocab.KG_GROUP, term) if term else (vocab.KG_GROUP_ID, text(group_id))


class Groups:
    """The groups of one record while its results are mapped."""

    def __init__(self, record: Record, results: ResultsSection, say: Statements) -> None:
        self._say = say
        self._arms = _arms_by_title(record, say)
        self._terms: dict[_Name, str] = {}
        tables = [Counter(map(_name, table)) for table in _tables(results)]
        self._twice = {name for table in tables for name, count in table.items() if count > 1}
        for title in _titles_of_several(results):
            self._arms.pop(title, None)

    def of_table(self, listed: Sequence[MeasureGroup]) -> TableGroups:
        """States the groups that a table lists."""
        terms = [self._group(group) for group in listed]
        by_id = {group.id: term for group, term in zip(listed, terms, strict=True) if group.id}
        return TableGroups(by_id, terms)

    def _group(self, group: MeasureGroup) -> str:
        say, name = self._say, _name(group)
        term = self._terms.get(name)
        if term is None:
            term = _GROUP.node(group, say)
            say.node(term, (vocab.KG_GROUP_ARM, self._arms.get(folded(group.title))))
            if name not in self._twice:
                self._terms[name] = term
        return _ENTRY.state(term, group, say)


def _name(group: MeasureGroup) -> _Name:
    return group.title, group.description


def _titles_of_several(results: ResultsSection) -> set[str]:
    """The titles that one table gives to several groups, which are not all of one arm."""
    titles = (Counter(folded(group.title) for group in table) for table in _tables(results))
    return {title for table in titles for title, count in table.items() if count > 1}


def _tables(results: ResultsSection) -> Iterator[Sequence[MeasureGroup]]:
    if results.participant_flow_module:
        yield results.participant_flow_module.groups
    if results.baseline_characteristics_module:
        yield results.baseline_characteristics_module.groups
    if results.outcome_measures_module:
        for measure in results.outcome_measures_module.outcome_measures:
            yield measure.groups
    if results.adverse_events_module:
        yield results.adverse_events_module.event_groups


def _arms_by_title(record: Record, say: Statements) -> dict[str, str]:
    """The arms by title, without those whose title or IRI another arm shares."""
    module = record.study.protocol_section.arms_interventions_module
    labels = [arm.label for arm in module.arm_groups if arm.label] if module else []
    titles, slugs = Counter(map(folded, labels)), Counter(map(slug, labels))
    numbered = tuple(f"{each}-" for each, count in slugs.items() if count > 1)
    return {
        folded(label): say.iris.part(say.number, "arm", slug(label))
        for label in labels
        if titles[folded(label)] == slugs[slug(label)] == 1 and not slug(label).startswith(numbered)
    }
