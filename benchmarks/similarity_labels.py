"""The trials that similarity is measured on, and which of them are known to be related.

Nobody judged these labels for kg: reviews included trials together, records cite one publication,
or mention each other. Before anything reads a record, every NCT id in its texts is removed.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

import kg
from kg.records import Record, Study
from kg.similarity.trial_text import TrialText, text_of
from kg.text.nct_ids import find_nct_ids
from shared_things import Facts, facts_of

MOST_CITING: Final = 10
"""A publication that more trials cite is about methods or a disease at large, and left out."""

SHORT: Final = ("similarity/short-records.jsonl.zst",)
WHOLE: Final = ("records/ctgov-v2", "records/ctgov-xml", "records/ctgov-xml-more.zip")
REVIEWS: Final = "similarity/reviews.json"

Pairs = set[tuple[str, str]]
"""Pairs of related trials, each in the order of their ids."""


@dataclass(slots=True, eq=False)
class Pool:
    """Trials with what methods read of them, by NCT id: all without NCT ids in their texts.

    `mentions` are pairs by links that the records state, `citing` the trials that cite each PMID.
    """

    texts: dict[str, TrialText] = field(default_factory=dict)
    facts: dict[str, Facts] = field(default_factory=dict)
    mentions: Pairs = field(default_factory=set)
    citing: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The related trials of each query, both directions of `pairs`.

    Only `candidates` are ranked, in a whole pool all its trials. `stated_links` tells whether the
    links that records state may be used: they may not where they are the labels.
    """

    pairs: Pairs
    candidates: list[str]
    stated_links: bool = True

    @property
    def relevant(self) -> dict[str, set[str]]:
        """Query -> the trials related to it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in sorted(self.pairs):
            found[one].add(other)
            found[other].add(one)
        return dict(found)


def pool(data: Path, sources: Iterable[str]) -> Pool:
    """The trials of some sources in a data folder; of two records of a trial the first counts."""
    found = Pool()
    current: dict[str, str] = {}
    for record in kg.read(*(data / source for source in sources)):
        if record.number in found.texts:
            continue
        graph = kg.map_record(record)
        bare = without_ids(record)
        stripped = graph if bare is record else kg.map_record(bare)
        found.texts[record.number] = text_of(record.number, stripped.trial, stripped.nodes)
        found.facts[record.number] = facts_of(graph, stripped)
        identification = record.study.protocol_section.identification_module
        current.update(dict.fromkeys(identification.nct_id_aliases, record.number))
        for pmid in _pmids(record):
            found.citing[pmid].add(record.number)
    _resolve(found, current)
    return found


def without_ids(record: Record) -> Record:
    """The record without the NCT ids in its texts, which would tell who mentions whom."""
    encoded = msgspec.json.encode(record.study)
    if encoded.lower().count(b"nct") == 1:  # its own
        return record
    bare = _without_ids(msgspec.json.decode(encoded))
    bare["protocolSection"].setdefault("identificationModule", {})["nctId"] = record.number
    return msgspec.structs.replace(record, study=msgspec.convert(bare, Study), page=None)


def reviewed(data: Path, trials: Pool) -> LabelSet:
    """Trials that a review includes together; the candidates are the trials of any review."""
    known = json.loads((data / REVIEWS).read_bytes())
    together = {tuple(pair) for pair in known["pairs"]}
    together |= {pair for each in known["reviews"].values() for pair in combinations(each, 2)}
    named = {trial for group in (*known["reviews"].values(), *together) for trial in group}
    return LabelSet(_within(trials, together), sorted(named & trials.texts.keys()))


def co_cited(_: Path, trials: Pool) -> LabelSet:
    """Trials whose records cite one publication, unless more than MOST_CITING do."""
    together = {
        pair
        for citing in trials.citing.values()
        if len(citing) <= MOST_CITING
        for pair in combinations(citing, 2)
    }
    return LabelSet(_within(trials, together), sorted(trials.texts))


def mentioned(_: Path, trials: Pool) -> LabelSet:
    """Trials of which one mentions the other, as kg states it."""
    return LabelSet(_within(trials, trials.mentions), sorted(trials.texts), stated_links=False)


class Labelling(NamedTuple):
    """A label set before it is read: its title, the sources of its pool, how it is labelled."""

    title: str
    sources: tuple[str, ...]
    labels: Callable[[Path, Pool], LabelSet]


LABELLINGS: Final = {
    "reviews-short": Labelling("Included in one review, short records", SHORT, reviewed),
    "reviews-whole": Labelling("Included in one review, whole records", WHOLE, reviewed),
    "co-citation": Labelling("Citing one publication, whole records", WHOLE, co_cited),
    "mention": Labelling("Mentioning each other, whole records", WHOLE, mentioned),
}


def require(data: Path) -> None:
    """Ends the command if the data are not there."""
    missing = [name for name in (*SHORT, *WHOLE, REVIEWS) if not (data / name).exists()]
    if missing:
        sys.exit(f"{data} has no {', '.join(missing)}: name the folder with --data or KG_TEST_DATA")


def _within(trials: Pool, pairs: Iterable[tuple[str, ...]]) -> Pairs:
    """The pairs of two trials of the pool, each in order."""
    ordered = (tuple(sorted(pair)) for pair in pairs)
    return {
        (one, other)
        for one, other in ordered
        if one != other and one in trials.texts and other in trials.texts
    }


def _resolve(found: Pool, current: dict[str, str]) -> None:
    """Replaces earlier ids in stated links by the current ones, and takes the links as pairs."""
    for nct_id, facts in found.facts.items():
        links = [
            link._replace(target=current.get(link.target, link.target)) for link in facts.links
        ]
        found.facts[nct_id] = facts._replace(links=links)
        found.mentions |= {(nct_id, link.target) for link in links}


def _pmids(record: Record) -> Iterator[str]:
    references = record.study.protocol_section.references_module
    for reference in references.references if references else ():
        if reference.pmid:
            yield reference.pmid


def _without_ids(value: Any) -> Any:
    """JSON without the NCT ids in its texts, and without texts that were nothing else."""
    if isinstance(value, dict):
        cleaned = {key: _without_ids(inner) for key, inner in value.items()}
        return {key: inner for key, inner in cleaned.items() if inner is not None}
    if isinstance(value, list):
        return [inner for inner in map(_without_ids, value) if inner is not None]
    if not isinstance(value, str) or not (mentions := find_nct_ids(value)):
        return value
    for mention in reversed(mentions):
        value = f"{value[: mention.start]} {value[mention.end :]}"
    return value.strip() or None
