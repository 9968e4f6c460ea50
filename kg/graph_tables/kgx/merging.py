"""One node or edge of what several records say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

import msgspec

from kg.graph_tables.kgx.ids import OWN
from kg.graph_tables.kgx.terms import PHASES, TRIAL

_PHASES: Final = list(PHASES.values())
_SLOTS: Final = msgspec.json.Decoder(dict[str, Any])


def merged_nodes(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The nodes of sorted lines; a trial is what its own record says, if there is one."""
    for id_, group in groupby((line.split("\t", 2) for line in lines), key=lambda each: each[0]):
        said = [(rank, _SLOTS.decode(json)) for _, rank, json in group]
        if said[0][1]["category"] == [TRIAL]:
            said = [each for each in said if each[0] == said[0][0]]
        yield {"id": id_, **_node([slots for _, slots in said])}


def _node(said: list[dict[str, Any]]) -> dict[str, Any]:
    """What all say, under the first of the names."""
    if len(said) == 1:
        return said[0]
    found: dict[str, Any] = {}
    for slots in said:
        for slot, value in slots.items():
            if isinstance(value, list) and slot != "category":
                found[slot] = sorted({*found.get(slot, ()), *value})
            else:
                found[slot] = min(found.get(slot, value), value)
    names = {slots["name"] for slots in said if "name" in slots} - {found.get("name")}
    if names:
        found["synonym"] = sorted({*found.get("synonym", ()), *names})
    return found


def merged_edges(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The edges of sorted lines, one for each subject, predicate and object."""
    split = (line.split("\t", 3) for line in lines)
    for key, group in groupby(split, key=lambda each: each[:3]):
        said = [_SLOTS.decode(each[3]) for each in group]
        digest = hashlib.sha256("\t".join(key).encode()).hexdigest()[:16]
        yield {"id": f"{OWN}:edge.{digest}", **_edge(said)}


def _edge(said: list[dict[str, Any]]) -> dict[str, Any]:
    """The edge with all that support it: a statement of a registrant before a derived one."""
    if len(said) == 1:
        return said[0]
    first = max(said, key=lambda each: str(each["agent_type"] == "manual_agent"))
    studies = sorted({each for slots in said for each in slots["has_supporting_studies"]})
    found = {**first, "has_supporting_studies": studies}
    sources = [slots["sources"][0] for slots in said if "sources" in slots]
    if sources:
        urls = sorted({each for source in sources for each in source["source_record_urls"]})
        found["sources"] = [{**sources[0], "source_record_urls": urls}]
    phases = [slots["max_research_phase"] for slots in said if "max_research_phase" in slots]
    if phases:
        found["max_research_phase"] = max(phases, key=_PHASES.index)
    return found
