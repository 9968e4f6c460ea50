"""The sites of a card: a table a country, with recruitment status and contacts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Block, CardSection, Grid, NameText
from kg.trial_card.fields import Field, cell, facts, field, table_of, values_of
from kg.trial_card.sections import CONTACT
from kg.trial_card.trial_graph import TrialGraph

_ADDRESS: Final = (vocab.SCHEMA_LOCATION, vocab.SCHEMA_ADDRESS)
_COUNTRY: Final = field("country", *_ADDRESS, vocab.SCHEMA_ADDRESS_COUNTRY)
_NAME: Final = field("site", vocab.SCHEMA_LOCATION, vocab.SCHEMA_NAME)
_STATUS: Final = field("status", vocab.KG_RECRUITMENT_STATUS)
_PARTS: Final = (
    field("city", vocab.SCHEMA_ADDRESS_LOCALITY),
    field("region", vocab.SCHEMA_ADDRESS_REGION),
    field("postal code", vocab.SCHEMA_POSTAL_CODE),
)
_NOT_GIVEN: Final = "not given"
_HEADER: Final = ("city", "site", "region", "postal code", "status", "contacts")
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
    by_place: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for site in found:
        by_place[tuple(graph.nodes(site, vocab.SCHEMA_LOCATION))].append(site)
    rows = sorted(row for entries in by_place.values() for row in _rows(graph, entries))
    count = f"{len(found):,} site{'s' * (len(found) > 1)}"
    return table_of(_HEADER, rows, f"{country}, {count}")


def _rows(graph: TrialGraph, entries: list[str]) -> list[tuple[str, ...]]:
    """A row for each entry of the record at one place.

    It is one row for all if the place has several names or addresses, as the graph doesn't have
    which of them is of which entry.
    """
    places = graph.nodes(entries[0], vocab.SCHEMA_LOCATION)
    names = values_of(graph, entries[0], _NAME)
    if len(places) == 1:
        names = [NameText(name, places[0][1:-1]) for name in names]
    addresses = graph.nodes(entries[0], *_ADDRESS)
    if len(entries) > 1 and (len(names) > 1 or len(addresses) > 1):
        rows = [entries]
        names.append(f"({len(entries):,} entries)")
    else:
        rows = [[entry] for entry in entries]
    city, *address = (_of_each(graph, addresses, each) for each in _PARTS)
    return [
        (city, cell(names), *address, _status(graph, row), _contacts(graph, row)) for row in rows
    ]


def _of_each(graph: TrialGraph, addresses: Iterable[str], part: Field) -> str:
    """A part of each address, once if it is the same in all."""
    found = ["\n".join(values_of(graph, address, part)) for address in addresses]
    return found[0] if len({*found}) == 1 else " / ".join(each or _NOT_GIVEN for each in found)


def _status(graph: TrialGraph, entries: Iterable[str]) -> str:
    """The status of entries, with how many have it if it is not the same for all."""
    found = Counter("\n".join(values_of(graph, entry, _STATUS)) for entry in entries)
    if len(found) == 1:
        return "".join(found)
    return "\n".join(sorted(f"{each or _NOT_GIVEN} ({number:,})" for each, number in found.items()))


def _contacts(graph: TrialGraph, entries: Iterable[str]) -> str:
    lines = (
        ", ".join(text for each in CONTACT for text in values_of(graph, contact, each))
        for entry in entries
        for contact in graph.nodes(entry, vocab.KG_SITE_CONTACT)
    )
    return cell([*dict.fromkeys(lines)])
