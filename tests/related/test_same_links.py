"""By lookups in the index or by SPARQL: the same links, in the same order."""

from __future__ import annotations

from typing import Final

import pyoxigraph
import pytest

from kg.load import load
from kg.related import described, links_of
from kg.related.by_lookup import ByLookup
from kg.related.by_query import ByQuery
from kg.related.links import Evidence, RelatedQuery
from kg.related.order import Ranking
from kg.stores.embedded import EmbeddedStore
from tests.related.test_numbers_of_a_trial import OLD_RECORD, RECORDS
from tests.support.paths import REAL_RECORDS, ROOT
from tests.support.small_trials import LISTS, STUDIES, similarity, written

pytestmark = pytest.mark.slow

IDENTIFIER: Final = pyoxigraph.NamedNode("http://purl.org/dc/terms/identifier")
RECORDS_READ, TRIALS_COMPARED = 60, 6
"""Of the real records, as a query takes a process of its own."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The samples, trials with earlier numbers, and similar trials."""
    folder = tmp_path_factory.mktemp("links")
    made = [*STUDIES, *({"protocolSection": each} for each in (*RECORDS, OLD_RECORD))]
    samples = [str(path) for path in sorted((ROOT / "samples").glob("NCT*.json"))]
    store = EmbeddedStore(folder / "store")
    similar = similarity(folder, "similar", LISTS)
    load([*samples, str(written(folder, "made", made)), str(similar)], store)
    return store


def trials(store: EmbeddedStore) -> list[str]:
    """The trials of a store, those that are only named included."""
    with store.opened() as opened:
        found = {
            quad.object.value
            for quad in opened.quads_for_pattern(None, IDENTIFIER, None, None)
            if isinstance(quad.object, pyoxigraph.Literal) and quad.object.value.startswith("NCT")
        }
    return sorted(found)


def plain(evidence: Evidence) -> tuple[object, ...]:
    shared = sorted(
        (one.reason, one.thing, one.name, one.city, sorted(one.trials)) for one in evidence.shared
    )
    return evidence.stated, shared, evidence.similar


def assert_same_links(store: EmbeddedStore, nct_id: str) -> None:
    asked = RelatedQuery(nct_id)
    by_query = ByQuery(store, asked)
    expected = by_query.evidence()
    with links_of(store, asked) as links:
        assert isinstance(links, ByLookup)
        found = links.evidence()
        assert plain(found) == plain(expected)
        first, second = Ranking(found), Ranking(expected)
        assert first.trials == second.trials
        shown = first.trials[:20]
        assert described(links, first, shown) == described(by_query, second, shown)
        assert links.has_similar_trials() == by_query.has_similar_trials()
        assert links.own_things() == by_query.own_things()


def test_every_trial_has_the_same_links_by_lookup_and_by_query(store: EmbeddedStore) -> None:
    for nct_id in trials(store):
        assert_same_links(store, nct_id)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """Real records."""
    if not REAL_RECORDS.is_dir():
        pytest.skip(f"{REAL_RECORDS} is not there")
    store = EmbeddedStore(tmp_path_factory.mktemp("real") / "store")
    files = sorted(REAL_RECORDS.glob("NCT*.json"))
    load([str(path) for path in files[:: len(files) // RECORDS_READ]], store)
    return store


def test_real_trials_have_the_same_links_by_lookup_and_by_query(real: EmbeddedStore) -> None:
    every = trials(real)
    for nct_id in every[:: len(every) // TRIALS_COMPARED]:
        assert_same_links(real, nct_id)
