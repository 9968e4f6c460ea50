"""A record is asked only for what its own registry has; both engines say the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from rdflib import SH, URIRef

import kg
from kg.rdf.code_lists import SOURCE_FORMAT
from kg.rdf.rdflib_bridge import to_term
from kg.shacl import ENGINES, bundled_shapes
from kg.shacl.report import SHAPES
from tests.support.paths import DATA, REAL_DATA

REGISTRIES: Final = ("ClinicalTrialsGov", "ISRCTN", "CTIS", "EUCTR", "ICTRP")

FILES: Final = sorted(path.name for path in (DATA / "registries").iterdir())
"""Records of other registries than ClinicalTrials.gov."""

WARNED: Final = {
    "an-eu-trial-before-2024.json": {
        "InterventionalTrial-primaryOutcome",
        "PeopleAudience-eligibilityCriteria-given",
        "Trial-name-given",
    },
    "country-record.html": {
        "InterventionalTrial-primaryOutcome",
        "PeopleAudience-sex-given",
        "Trial-objective-given",
    },
    "ictrp-iran.xml": {"Trial-startDate-plausible"},
    "ictrp-sponsors.csv": {"InterventionalTrial-primaryOutcome", "Trial-eligibility-given"},
    "ictrp-unknown-columns.csv": {
        "PeopleAudience-eligibilityCriteria-given",
        "PeopleAudience-sex-given",
        "Trial-officialTitle-given",
        "Trial-sponsor-given",
        "Trial-statusText-given",
        "Trial-trialCountry-given",
    },
    "ISRCTN62918594.xml": {
        "InterventionalTrial-primaryOutcome",
        "PeopleAudience-eligibilityCriteria-given",
        "Trial-description-given",
    },
}
"""File -> the shapes of the warnings of its records; the other records give all that is asked."""

ALWAYS: Final = {
    "PeopleAudience-maximumAge-plausible",
    "PeopleAudience-minimumAge-plausible",
    "RegistryRecord-unmappedField-none",
}
"""What does not depend on the registry: ages without a unit, fields that have no term."""


def warned(path: Path) -> set[str]:
    """The names of the shapes of the warnings of the records that can be read."""
    found = set()
    for record in kg.read(path, on_error=lambda _: None):
        report = kg.validate(kg.map_record(record))
        found |= {each.source_shape[1:-1].removeprefix(SHAPES) for each in report.warnings}
    return found - ALWAYS


def test_every_source_format_is_of_one_registry() -> None:
    shapes = bundled_shapes().graph
    formats = Counter(
        to_term(term)
        for registry in REGISTRIES
        for term in shapes.objects(URIRef(SHAPES + registry), SH.targetNode)
    )
    assert formats == dict.fromkeys(SOURCE_FORMAT.terms.values(), 1)


@pytest.mark.parametrize("file", FILES)
def test_a_record_is_warned_only_of_what_its_registry_has(file: str) -> None:
    assert warned(DATA / "registries" / file) == WARNED.get(file, set())


@pytest.mark.parametrize("folder", ["ctis", "euctr", "isrctn"])
def test_real_records_give_what_their_registry_asks_for(folder: str) -> None:
    if not (REAL_DATA / "records" / folder).is_dir():
        pytest.skip("needs records of other registries: KG_TEST_DATA")
    found = {path.name: warned(path) for path in (REAL_DATA / "records" / folder).iterdir()}
    assert {name: each for name, each in found.items() if each} == {
        name: WARNED[name] for name in WARNED.keys() & found.keys()
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("file", FILES)
def test_only_clinicaltrials_gov_is_asked_for_arms(file: str, engine: str) -> None:
    record = next(kg.read(DATA / "registries" / file, on_error=lambda _: None))
    graph = kg.map_record(record)
    arms = [
        each for each in kg.validate(graph, engine=engine).results if "arm" in each.source_shape
    ]
    assert arms == []


@pytest.mark.parametrize("engine", ENGINES)
def test_records_of_several_registries_in_one_graph_are_each_asked_by_their_own(
    engine: str,
) -> None:
    graphs = [
        kg.graph(next(kg.read(DATA / path, on_error=lambda _: None)))
        for path in ("records/addresses.json", "registries/country-record.html")
    ]
    together = kg.validate(graphs[0] + graphs[1], engine=engine)
    alone = [result for graph in graphs for result in kg.validate(graph).results]
    assert Counter(together.results) == Counter(alone)
