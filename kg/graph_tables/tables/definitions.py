"""The tables that an export as `tables` has: their rows, and their columns in `columns.tsv`.

A path is a sequence of prefixed predicates, `schema:location/schema:name`; `^` reverses one. Paths
of rows begin at the trial, those of columns at the node of the row. Several paths are separated by
`|`: rows are reached by all of them, a value is that of the first that has any. A text that is a
row is its own `schema:value`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.rdf.vocabulary import PREFIXES

COLUMNS: Final = Path(__file__).with_name("columns.tsv")
"""The columns of all tables: table, column, type, property, unit, description."""

NODE: Final = "@node"
"""In place of a path: the IRI of the row itself."""

TRIAL: Final = "@trial"
"""In place of a path: the number of the trial."""

ROLE: Final = "role"
"""The type of a column that says by which of several paths a row was reached."""

CODES: Final = "codes"
"""The table of the codes of the vocabulary, which is not made of records."""

TYPES: Final[Mapping[str, str]] = {
    "key": "text",
    "role": "text",
    "text": "text",
    "texts": "list of texts",
    "iri": "text, an IRI",
    "iris": "list of IRIs",
    "code": "text, a code of `codes`",
    "codes": "list of codes",
    "date": "text, as precise as the record: `2021`, `2021-03` or `2021-03-23`",
    "day": "date",
    "whole": "whole number, 64 bits",
    "number": "number, double precision",
    "flag": "true or false",
}
"""Type of a column -> the same in words."""


class TableColumn(NamedTuple):
    """A column: its type is a key of TYPES, `property` the path of its values, `unit` in words."""

    name: str
    type: str
    property: str
    unit: str
    description: str


class TableDefinition(NamedTuple):
    """A table: what a row is, and the paths to the nodes of its rows by role.

    With `once`, a node that several paths reach is one row, in the role of the first.
    """

    name: str
    row: str
    paths: Mapping[str, str]
    once: bool = False

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns in their order."""
        return _columns()[self.name]


TABLES: Final = (
    TableDefinition("trials", "a trial", {"": ""}),
    TableDefinition("sites", "a site of a trial", {"": "kg:trialSite"}),
    TableDefinition(
        "sponsors",
        "a sponsor or collaborator of a trial",
        {
            "lead": "schema:sponsor|kg:sponsorText",
            "collaborator": "kg:collaborator|kg:collaboratorText",
        },
    ),
    TableDefinition("officials", "an overall official of a trial", {"": "kg:official"}),
    TableDefinition("conditions", "a condition of a trial", {"": "schema:healthCondition"}),
    TableDefinition(
        "mesh_concepts",
        "a MeSH concept that NLM derived for a trial",
        {
            "condition": "kg:derivedConditionConcept",
            "condition ancestor": "kg:derivedConditionAncestor",
            "intervention": "kg:derivedInterventionConcept",
            "intervention ancestor": "kg:derivedInterventionAncestor",
        },
    ),
    TableDefinition("interventions", "an intervention of a trial", {"": "schema:studySubject"}),
    TableDefinition("arms", "an arm of a trial", {"": "kg:arm"}),
    TableDefinition(
        "outcomes",
        "an outcome measure as registered",
        {
            "primary": "kg:primaryOutcome",
            "secondary": "kg:secondaryOutcome",
            "other": "kg:otherOutcome",
        },
    ),
    TableDefinition(
        "references",
        "a publication that a trial names",
        {
            "protocol": "kg:protocolReference",
            "result": "kg:resultReference",
            "derived": "kg:derivedReference",
            "background": "kg:backgroundReference",
            "reference": "kg:reference",
        },
        once=True,
    ),
    TableDefinition(
        "identifiers",
        "an identifier of a trial",
        {
            "registry": "dcterms:identifier",
            "alias": "kg:alias",
            "registered as": "kg:registeredAs",
            "organization": "kg:organizationIdentifier",
            "secondary": "kg:secondaryIdentifier",
        },
    ),
    TableDefinition(
        "relations", "evidence for a relation to another trial", {"": "kg:trialRelation"}
    ),
    TableDefinition(
        "eligibility",
        "an inclusion or exclusion criterion",
        {
            "inclusion": "kg:eligibility/kg:inclusionCriterion",
            "exclusion": "kg:eligibility/kg:exclusionCriterion",
        },
    ),
    TableDefinition(
        "results",
        "a number measured for an outcome, in a group of participants",
        {"": "kg:results/kg:reportedOutcome/^qb:dataSet"},
    ),
    TableDefinition(
        "analyses",
        "a statistical analysis of an outcome",
        {"": "kg:results/kg:reportedOutcome/kg:analysis"},
    ),
    TableDefinition(
        "adverse_events",
        "how many of a group had an adverse event",
        {
            "serious": "kg:results/kg:adverseEventTable/kg:seriousEvent/^kg:countOf",
            "other": "kg:results/kg:adverseEventTable/kg:otherEvent/^kg:countOf",
        },
    ),
    TableDefinition(CODES, "a code of the vocabulary", {}),
)
"""The tables in their order."""


def alternatives(path: str) -> tuple[tuple[str, ...], ...]:
    """The paths, each as its predicates; `^` stays before one that is reversed."""
    return tuple(tuple(_term(name) for name in each.split("/") if name) for each in path.split("|"))


def _term(name: str) -> str:
    _, reversed_mark, prefixed = name.rpartition("^")
    prefix, _, local = prefixed.partition(":")
    return f"{reversed_mark}<{PREFIXES[prefix]}{local}>"


@cache
def _columns() -> Mapping[str, tuple[TableColumn, ...]]:
    found: dict[str, tuple[TableColumn, ...]] = {}
    for line in COLUMNS.read_text("utf-8").splitlines()[1:]:
        table, *cells = line.split("\t")
        found[table] = (*found.get(table, ()), TableColumn(*cells))
    return found
