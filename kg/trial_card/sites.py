"""The sites of a card: a table a country, with recruitment status and contacts."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Block, CardSection, Grid
from kg.trial_card.fields import Field, facts, field, table_of, values_of
from kg.trial_card.sections import CONTACT
from kg.trial_card.trial_graph import TrialGraph

_ADDRESS: Final = (vocab.SCHEMA_LOCATION, vocab.SCHEMA_ADDRESS)
_COUNTRY: Final = field("country", *_ADDRESS, vocab.SCHEMA_ADDRESS_COUNTRY)
_COLUMNS: Final = (
    field("city", *_ADDRESS, vocab.SCHEMA_ADDRESS_LOCALITY),
    field("site", vocab.SCHEMA_LOCATION, vocab.SCHEMA_NAME),
    field("region", *_ADDRESS, vocab.SCHEMA_ADDRESS_REGION),
    field("postal code", *_ADDRESS, vocab.SCHEMA_POSTAL_CODE),
    field("status", vocab.KG_RECRUITMENT_STATUS),
)
_CONTACTS: Final = "contacts"
_COUNTRIES: Final[tuple[Field, ...]] = (
    field("Countries", vocab.KG_COUNTRY),
    field("Removed countries", vocab.KG_REMOVED_COUNTRY),
)


def sites(graph: TrialGraph) -> CardSection:
    """Where the trial takes place."""
    by_country: dict[str, list[str]] = defaultdict(list)
    for site in graph.nodes(graph.trial, vocab.KG_TRIAL_SITE):
        by_country[" / ".join(values_of(graph, site, _COUNTRY))].append(site)
    tables = (
        block
        for country in sorted(by_country)
        for block in _table(graph, by_country[country], country or "Country not given")
    )
    blocks: tuple[Block, ...] = (*facts(graph, graph.trial, _COUNTRIES), *tables)
    return CardSection("sites", "Sites", blocks)


def _table(graph: TrialGraph, found: list[str], country: str) -> tuple[Grid, ...]:
    header = [*(each.label for each in _COLUMNS), _CONTACTS]
    rows = sorted(
        [*("\n".join(values_of(graph, site, each)) for each in _COLUMNS), _contacts(graph, site)]
        for site in found
    )
    count = f"{len(rows):,} site{'s' * (len(rows) > 1)}"
    return table_of(header, rows, f"{country}, {count}")


def _contacts(graph: TrialGraph, site: str) -> str:
    lines = (
        ", ".join(text for each in CONTACT for text in values_of(graph, contact, each))
        for contact in graph.nodes(site, vocab.KG_SITE_CONTACT)
    )
    return "\n".join(lines)
