"""What a publisher says of a dataset: what is understood, and what is refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.dataset.publication import publication
from kg.errors import UsageError
from kg.system.package_data import resource
from tests.support.kg_command import kg

SAMPLES = sorted(resource("samples").glob("*.json"))


@pytest.mark.parametrize(
    ("given", "name", "iri"),
    [
        ("Somebody", "Somebody", None),
        ("https://example.org/me", None, "https://example.org/me"),
        ("Somebody & Sons  <https://example.org/me>", "Somebody & Sons", "https://example.org/me"),
    ],
)
def test_a_publisher_is_a_name_an_iri_or_both(
    given: str, name: str | None, iri: str | None
) -> None:
    found = publication(publisher=given)
    assert found is not None
    assert (found.publisher, found.publisher_iri) == (name, iri)


def test_the_folder_of_the_files_ends_in_a_slash() -> None:
    for given in ("https://example.org/a", "https://example.org/a/"):
        found = publication(publish_at=given)
        assert found is not None
        assert found.publish_at == "https://example.org/a/"
    assert publication() is None


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("publish_at", "files/", "--publish-at 'files/' is not an http(s) address"),
        ("publish_at", "https://example.org/a?b=c", "has a ? or #"),
        ("publish_at", "https://clinicaltrials.gov/mine", "is the registry's own address"),
        ("dataset", "urn:mine", "--dataset 'urn:mine' is not an http(s) address"),
        ("dataset", "https://example.org/a b", "is not an http(s) address"),
        ("dataset", "https://www.clinicaltrials.gov/", "is the registry's own address"),
        ("sparql_endpoint", "localhost:7878", "--sparql-endpoint 'localhost:7878'"),
        ("publisher", "", "--publisher '' is not a name, an IRI, or both"),
        ("publisher", "<https://example.org/me>", "is not a name, an IRI, or both"),
        ("publisher", "Somebody <example.org>", "'example.org' is not an http(s) address"),
        ("publisher", "https://example.org/<me>", "is not an http(s) address"),
        ("contact_point", "somebody", "is neither an e-mail nor an http(s) address"),
        ("contact_point", "a@b> . <x", "is neither an e-mail nor an http(s) address"),
    ],
)
def test_what_is_no_address_is_refused(option: str, value: str, sentence: str) -> None:
    with pytest.raises(UsageError) as refused:
        publication(**{option: value})
    assert sentence in str(refused.value)


def test_the_report_and_the_description_have_what_was_said(tmp_path: Path) -> None:
    said = [
        "--publish-at",
        "https://example.org/als",
        "--publisher",
        'The "A" <https://a.example/>',
    ]
    said += ["--contact-point", "me@example.org", "--sparql-endpoint", "https://example.org/sparql"]
    ran = kg("export", *SAMPLES, "-o", "als.nq", *said, cwd=tmp_path)
    assert ran.status == 0, ran.talk
    report = json.loads((tmp_path / "als.nq.report.json").read_bytes())
    assert report["options"]["publication"] == {
        "dataset": None,
        "publish_at": "https://example.org/als/",
        "publisher": 'The "A"',
        "publisher_iri": "https://a.example/",
        "contact_point": "me@example.org",
        "sparql_endpoint": "https://example.org/sparql",
    }
    described = (tmp_path / "als.nq.dataset.ttl").read_text("utf-8")
    for part in ("<https://example.org/als/als.nq>", "mailto:me@example.org", r'"The \"A\""'):
        assert part in described
    assert kg("validate", "als.nq.dataset.ttl", cwd=tmp_path).status == 0


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        (["-o", "-"], 2, "no description is written beside -"),
        (["-o", "b.nq", "--against", "a.nq.report.json"], 2, "which is not described"),
        (["-o", "b.nq", "--publish-at", "here"], 2, "'here' is not an http(s) address"),
    ],
)
def test_options_that_nothing_would_come_of_are_refused(
    tmp_path: Path, more: list[str], status: int, sentence: str
) -> None:
    ran = kg("export", *SAMPLES, "--publisher", "Somebody", *more, cwd=tmp_path)
    assert (ran.status, ran.data) == (status, b"")
    assert sentence in ran.talk
    assert list(tmp_path.iterdir()) == []


def test_one_record_is_no_dataset_and_that_is_said(tmp_path: Path) -> None:
    ran = kg("export", SAMPLES[0], "-o", "a.nq", "--publisher", "Somebody", cwd=tmp_path)
    assert ran.status == 0
    assert "one record is no dataset, so no description was written" in ran.talk
