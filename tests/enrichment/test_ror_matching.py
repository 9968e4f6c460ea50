"""Organisations by ROR's data dump: exact names in the same country, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

from kg.enrichment.input_facts import of_record
from kg.enrichment.ror_dump import RorMatch, directory
from kg.enrichment.ror_matching import OrganizationNames, map_matches, matches
from kg.errors import SourceError
from kg.mapping import map_record
from kg.rdf.iris import Iris
from kg.shacl import validate
from kg.sources import read
from tests.support.kg_command import environment, kg
from tests.support.paths import ROOT
from tests.support.real_data import needed, needed_files
from tests.support.registry_server import altered


def organization(
    number: int, *names: tuple[str, str], country: str = "US", status: str = "active"
) -> dict[str, Any]:
    """An organisation of a dump with names and their types."""
    return {
        "id": f"https://ror.org/0{number:08}",
        "names": [{"value": value, "types": [kind], "lang": None} for value, kind in names],
        "locations": [{"geonames_id": 1, "geonames_details": {"country_code": country}}],
        "status": status,
        "types": ["healthcare"],
    }


DUMP: Final = [
    organization(1, ("Example Hospital", "ror_display"), ("EH", "acronym"), ("Old  Name", "alias")),
    organization(2, ("Twin Hospital", "label")),
    organization(3, ("twin hospital", "alias")),
    organization(4, ("Example Hospital", "label"), country="DE"),
    organization(5, ("Closed Hospital", "label"), status="withdrawn"),
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "ror-data.json"
    path.write_text(json.dumps(DUMP), "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Example Hospital", "USA", RorMatch("000000001", "Example Hospital", "USA")),
        ("EXAMPLE  hospital ", "USA", RorMatch("000000001", "Example Hospital", "USA")),
        ("old name", "USA", RorMatch("000000001", "Old  Name", "USA")),
        ("Example Hospital", "DEU", RorMatch("000000004", "Example Hospital", "DEU")),
        ("Example Hospital", "FRA", None),
        ("Example Hospitals", "USA", None),
        ("EH", "USA", None),
        ("Twin Hospital", "USA", None),
        ("Closed Hospital", "USA", None),
    ],
)
def test_a_name_in_the_same_country_matches_or_none(
    dump: Path, name: str, country: str, expected: RorMatch | None
) -> None:
    assert directory(dump).match(name, country) == expected


def test_a_zip_is_read_as_it_is_given_out(dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "v1.60-ror-data.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("v1.60-ror-data.json", "[]")
        archive.writestr("v1.60-ror-data_schema_v2.json", dump.read_bytes())
        archive.writestr("v1.60-ror-data_schema_v2.csv", "id")
    assert directory(path).ids == directory(dump).ids
    assert len(directory(path).ids) == 4


@pytest.mark.parametrize("content", [b'{"a": 1}', b"", b"PK\x03\x04", b"[{}]", b"[" * 200_000])
def test_what_is_no_dump_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"dump\.zip"):
        directory(path)


def record_at(*facilities: tuple[str, str], sponsor: str = "Nobody") -> bytes:
    """A record with sites of these names, each in a country."""
    return altered(
        (ROOT / "samples" / "NCT04745299.json").read_bytes(),
        protocolSection__contactsLocationsModule__locations=[
            {"facility": name, "city": "City", "country": country} for name, country in facilities
        ],
        protocolSection__sponsorCollaboratorsModule__leadSponsor={"name": sponsor},
    )


def named(data: bytes) -> OrganizationNames:
    found = OrganizationNames()
    for record in read(data):
        found.add(of_record(map_record(record)))
    return found


def test_sites_and_the_organisations_of_their_name_are_matched(dump: Path) -> None:
    record = record_at(("Example Hospital", "United States"), sponsor="EXAMPLE HOSPITAL")
    (found,) = matches(named(record), directory(dump)).values()
    assert sorted(term.split("/")[-1] for term in found) == ["example-hospital>"] * 2
    graph = map_matches("000000001", found, Iris())
    assert not validate(graph).violations
    assert '"Example Hospital"' in {term for _, _, term in graph.triples}


def test_an_organisation_in_two_countries_that_matches_two_matches_none(dump: Path) -> None:
    sites = ("Example Hospital", "United States"), ("Example Hospital", "Germany")
    found = matches(named(record_at(*sites, sponsor="Example Hospital")), directory(dump))
    subjects = [term for each in found.values() for term in each]
    assert len(subjects) == 2
    assert all("/site/" in term for term in subjects)


def test_an_organisation_without_a_country_is_not_matched(dump: Path) -> None:
    record = record_at(("Other", "United States"), sponsor="Example Hospital")
    assert matches(named(record), directory(dump)) == {}


@pytest.mark.slow
def test_the_command_links_organisations(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_bytes(record_at(("Example Hospital", "United States")))
    ran = kg(
        "enrich", "record.json", "-o", "out.trig", "--service", "none", "--ror", dump, cwd=tmp_path
    )
    assert ran.status == 0, ran.talk
    found = list(pyoxigraph.parse(path=tmp_path / "out.trig"))
    assert {str(quad.graph_name)[1:-1] for quad in found} == {
        "https://w3id.org/kg-trials/graph/ror/000000001"
    }
    assert kg("validate", "out.trig", cwd=tmp_path).status == 0


def test_the_documented_figures_are_those_of_the_commands() -> None:
    sets = needed_files("enrichment/ror", "dataset_affiliations_*.json")[::-1]
    dump = needed("enrichment/ror/test_data_search_es7_v2.json")
    documented = (ROOT / "docs" / "enrich.md").read_text("utf-8")
    given = {"ror_precision.py": [dump, *sets], "enrichment_figures.py": [needed("enrichment")]}
    for program, arguments in given.items():
        ran = subprocess.run(
            [sys.executable, ROOT / "benchmarks" / program, *arguments],
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        rows = [line for line in ran.stdout.splitlines() if line.startswith("|")]
        assert len(rows) > 3
        assert "\n".join(rows) in documented
