"""The sites of a trial as points of a map, where the record has their coordinates."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.serve.pages.trial_facts import status_tone
from kg.serve.pages.world_map import MapPoint
from kg.trial_card.fields import field, in_words, values_of
from kg.trial_card.trial_graph import TrialGraph

_GEO: Final = (vocab.SCHEMA_LOCATION, vocab.SCHEMA_GEO)
_ADDRESS: Final = (vocab.SCHEMA_LOCATION, vocab.SCHEMA_ADDRESS)
_CITY: Final = field("city", *_ADDRESS, vocab.SCHEMA_ADDRESS_LOCALITY)
_COORDINATES: Final = ((vocab.SCHEMA_LATITUDE, 90.0), (vocab.SCHEMA_LONGITUDE, 180.0))
"""Each coordinate, and the most degrees that it can have."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,3}(\.[0-9]{0,20})?")


def site_points(graph: TrialGraph) -> list[MapPoint]:
    """A point for the sites at one place that have one status."""
    found: Counter[tuple[float, float, str, str, str]] = Counter()
    for site in graph.nodes(graph.trial, vocab.KG_TRIAL_SITE):
        city = ", ".join(values_of(graph, site, _CITY))
        terms = graph.terms(site, vocab.KG_RECRUITMENT_STATUS)
        status = "; ".join(in_words(graph, term) for term in terms)
        tone = status_tone(terms[0].value) if len(terms) == 1 else ""
        for geo in graph.nodes(site, *_GEO):
            at = [_degrees(graph, geo, has, most) for has, most in _COORDINATES]
            for latitude, longitude in product(*at):
                found[latitude, longitude, city, tone, status] += 1
    return [
        MapPoint(latitude, longitude, city, count, tone, status)
        for (latitude, longitude, city, tone, status), count in found.items()
    ]


def _degrees(graph: TrialGraph, geo: str, has: str, most: float) -> list[float]:
    """The values of a coordinate that can be on a map."""
    texts = filter(_NUMBER.fullmatch, graph.texts(geo, has))
    return [degrees for degrees in map(float, texts) if abs(degrees) <= most]
