"""`kg enrich`: the real command against a server that answers like PubMed and Crossref."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest

from tests.support.enrichment_server import (
    HEAD,
    EnrichmentServer,
    article_set,
    environment,
    real_answers,
    real_works,
    served,
    work_answer,
)
from tests.support.kg_command import Ran, kg
from tests.support.paths import ROOT
from tests.support.registry_server import Fault, altered, body, cut, endless, moved, silence, status

pytestmark = pytest.mark.slow

BASE: Final = "https://w3id.org/kg-trials/"
KEY: Final = "0123456789abcdef"

REFERENCES: Final = [
    {"pmid": "22663011", "type": "RESULT", "citation": "X. doi: 10.1056/NEJMoa1203421."},
    {"pmid": "22327499", "type": "BACKGROUND", "citation": "Seventeen-year antibody persistence"},
    {"pmid": "24165173", "type": "DERIVED", "citation": "Low but sufficient anidulafungin"},
    {"pmid": "99999999", "type": "BACKGROUND", "citation": "Not in PubMed"},
    {"type": "BACKGROUND", "citation": "Automated histology. doi: 10.7554/eLife.01567."},
    {"type": "BACKGROUND", "citation": "Not in Crossref. doi: 10.1371/nothing."},
]
"""References to articles whose real answers are in the test data, and to some that are not."""


@pytest.fixture
def services() -> Iterator[EnrichmentServer]:
    works = {doi: work_answer(each) for doi, each in real_works().items()}
    server = EnrichmentServer({}, articles=dict(real_answers()), works=works)
    with served(server) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a record that has these references."""
    sample = (ROOT / "samples" / "NCT04745299.json").read_bytes()
    record = altered(
        sample,
        protocolSection__referencesModule__references=REFERENCES,
        protocolSection__identificationModule__nctId="NCT01047267",
    )
    (tmp_path / "NCT01047267.json").write_bytes(record)
    return tmp_path


def enrich(
    services: EnrichmentServer,
    *arguments: str,
    cwd: Path,
    source: str = "NCT01047267.json",
    output: str = "out.nq",
    **changes: str,
) -> Ran:
    """Runs `kg enrich` on the record of the folder."""
    command = ("enrich", source, "-o", output, *arguments)
    return kg(*command, cwd=cwd, env=environment(services, **changes))


def quads(path: Path) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(path=path))


def test_publications_are_described_in_graphs_of_their_own(
    services: EnrichmentServer, folder: Path
) -> None:
    ran = enrich(services, "--email", "you@example.org", cwd=folder, NCBI_API_KEY=KEY)
    assert ran.status == 0, ran.talk
    assert "pubmed has no publication 99999999" in ran.talk
    assert "crossref has no publication 10.1371/nothing" in ran.talk
    graphs = {str(quad.graph_name)[1:-1].removeprefix(BASE) for quad in quads(folder / "out.nq")}
    assert graphs == {
        "graph/pubmed/22327499",
        "graph/pubmed/22663011",
        "graph/pubmed/24165173",
        "graph/crossref/10.7554%2Felife.01567",
    }
    assert kg("validate", "out.nq", cwd=folder).status == 0

    (asked,) = services.asked("efetch")
    assert sorted(asked.params.pop("id").split(",")) == [
        "22327499", "22663011", "24165173", "99999999",
    ]  # fmt: skip
    assert asked.params == {
        "db": "pubmed",
        "retmode": "xml",
        "tool": "kg-trials",
        "email": "you@example.org",
        "api_key": KEY,
    }
    for seen in services.seen:
        agent = seen.headers["User-Agent"]
        assert re.fullmatch(r"kg-trials/\S+ \(\+https://\S+; mailto:you@example\.org\)", agent)


def test_roles_and_links_are_those_that_the_articles_state(
    services: EnrichmentServer, folder: Path
) -> None:
    assert enrich(services, cwd=folder).status == 0
    store = pyoxigraph.Store()
    store.extend(quads(folder / "out.nq"))

    def asked(names: str, pattern: str) -> set[tuple[str, ...]]:
        prefixes = (
            "PREFIX kg: <https://w3id.org/kg-trials/vocab#>"
            " PREFIX cito: <http://purl.org/spar/cito/>"
        )
        found = store.query(f"{prefixes} SELECT {names} {{ GRAPH ?graph {{ {pattern} }} }}")
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return {tuple(_tail(str(row[name[1:]])) for name in names.split()) for row in found}

    assert asked("?graph ?article ?trial", "?article cito:documents ?trial") == {
        ("22663011", "nejmoa1203421", "NCT01245062"),
        ("22327499", "22327499", "NCT00289757"),
        ("22327499", "22327499", "NCT00291876"),
    }
    assert asked("?trial ?article", "?trial cito:obtainsBackgroundFrom ?article") == {
        ("NCT01047267", "22327499"),
    }
    relation = "?r kg:basis kg:RelationBasis-ARTICLE ; kg:sourceTrial ?from ; kg:targetTrial ?to"
    assert asked("?graph ?from ?to", relation) == {
        ("22663011", "NCT01047267", "NCT01245062"),
        ("22327499", "NCT01047267", "NCT00289757"),
        ("22327499", "NCT01047267", "NCT00291876"),
    }


def _tail(term: str) -> str:
    """The last part of an IRI's path."""
    return term[1:-1].rstrip("/").rpartition("/")[2]


def test_nobody_is_asked_twice(services: EnrichmentServer, folder: Path) -> None:
    assert enrich(services, cwd=folder).status == 0
    first, asked = (folder / "out.nq").read_bytes(), len(services.seen)
    assert enrich(services, cwd=folder).status == 0
    assert enrich(services, "--offline", cwd=folder, KG_PUBMED="http://127.0.0.1:1").status == 0
    assert len(services.seen) == asked
    assert (folder / "out.nq").read_bytes() == first
    assert enrich(services, "--max-age", "0", cwd=folder).status == 0
    assert len(services.seen) == 2 * asked
    assert (folder / "out.nq").read_bytes() == first


def test_a_damaged_answer_in_the_cache_is_asked_for_again(
    services: EnrichmentServer, folder: Path
) -> None:
    assert enrich(services, cwd=folder).status == 0
    first = (folder / "out.nq").read_bytes()
    for path in (folder / "cache").rglob("*"):
        if path.is_file() and path.stat().st_size:
            path.write_bytes(path.read_bytes()[:100])
    assert enrich(services, cwd=folder).status == 0
    assert (folder / "out.nq").read_bytes() == first


def test_offline_what_is_not_in_the_cache_is_reported(folder: Path) -> None:
    ran = kg("enrich", "NCT01047267.json", "-o", "out.nq", "--offline", cwd=folder)
    assert ran.status == 1
    assert "pubmed 22663011: not in the cache" in ran.talk
    assert (folder / "out.nq").read_bytes() == b""


PASSING: Final[dict[str, Fault]] = {
    "429": status(429, Retry_After="0"),
    "500": status(500),
    "503": status(503),
    "silent": silence(0.6),
    "cut, length announced": cut(b" " * 5000, announced=True, media_type="text/xml"),
    "cut XML": cut(HEAD + b"<PubmedArticleSet>" * 100, announced=False, media_type="text/xml"),
    "an empty set": body(article_set(), "text/xml"),
    "cut JSON": cut(b'{"message": {"DOI": "10.7554/elife.01567"}}', announced=False),
}


@pytest.mark.parametrize("part", ["efetch", "elife"])
def test_what_passes_is_waited_for(part: str, services: EnrichmentServer, folder: Path) -> None:
    assert enrich(services, cwd=folder).status == 0
    whole = (folder / "out.nq").read_bytes()
    others = {"efetch": {"cut JSON"}, "elife": {"cut XML", "an empty set"}}[part]
    faults = [fault for name, fault in PASSING.items() if name not in others]
    services.plant(part, *faults)
    begun = time.monotonic()
    ran = enrich(
        services, "--max-age", "0", "--tries", "9", cwd=folder, KG_TIMEOUT="0.5", NCBI_API_KEY=KEY
    )
    assert time.monotonic() - begun < 60
    assert ran.status == 0, ran.talk
    assert ran.talk.count("before attempt") == len(faults)
    assert KEY not in ran.talk
    assert (folder / "out.nq").read_bytes() == whole


ENTITY: Final = b'<!DOCTYPE PubmedArticleSet [<!ENTITY x "y">]><PubmedArticleSet/>'

BROKEN: Final[dict[str, tuple[str, Fault, str]]] = {
    "400": ("efetch", status(400, "API key invalid"), "HTTP 400.*API key invalid"),
    "a page": ("efetch", body(b"<html></html>", "text/html"), "text/html, not XML"),
    "a page for XML": ("efetch", body(b"<html></html>", "text/xml"), "not a response of PubMed"),
    "entities": ("efetch", body(ENTITY, "text/xml"), "declares entities"),
    "elsewhere": ("efetch", moved("file:///etc/passwd"), "only http and https"),
    "no JSON": ("elife", body(b"<html></html>", "text/html"), "text/html, not JSON"),
    "other JSON": ("elife", body(b'{"a": 1}'), "not a response of Crossref"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_can_not_be_used_is_told_and_the_rest_goes_on(
    name: str, services: EnrichmentServer, folder: Path
) -> None:
    part, fault, sentence = BROKEN[name]
    services.plant(part, fault)
    ran = enrich(services, cwd=folder, NCBI_API_KEY=KEY)
    assert ran.status == 1
    assert re.search(sentence, ran.talk), ran.talk
    assert KEY not in ran.talk
    other = "graph/crossref" if part == "efetch" else "graph/pubmed"
    assert any(other in str(quad.graph_name) for quad in quads(folder / "out.nq"))


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (status(403, "Forbidden"), "refuses to answer"),
        (status(429, Retry_After="86400"), "asks for a pause"),
        (endless, "as it never should"),
    ],
)
def test_a_service_that_does_not_want_to_is_left_alone(
    fault: Fault, sentence: str, services: EnrichmentServer, folder: Path
) -> None:
    (folder / "out.nq").write_text("earlier")
    services.plant("crossref", *[fault] * 3)
    references = [{"citation": f"X. doi: 10.1000/{number}."} for number in range(20)]
    record = folder / "NCT01047267.json"
    record.write_bytes(
        altered(record.read_bytes(), protocolSection__referencesModule__references=references)
    )
    ran = enrich(services, cwd=folder)
    assert ran.status == 2
    assert sentence in ran.talk
    assert len(services.asked("crossref")) <= 3
    assert (folder / "out.nq").read_text() == "earlier"


def test_after_an_interruption_only_the_rest_is_asked(
    services: EnrichmentServer, folder: Path
) -> None:
    services.plant("nothing", status(403))
    assert enrich(services, cwd=folder).status == 2
    assert not (folder / "out.nq").exists()
    had = {seen.path for seen in services.seen if "nothing" not in seen.path}
    services.seen.clear()
    assert enrich(services, cwd=folder).status == 0
    assert not had & {seen.path for seen in services.seen}


def test_articles_are_asked_for_by_the_hundreds(services: EnrichmentServer, folder: Path) -> None:
    numbers = [str(100_000_000 + number) for number in range(450)]
    real = real_answers()["22327499"]
    services.articles = {
        number: article_set(real.replace(b">22327499<", f">{number}<".encode()))
        for number in numbers
    }
    references = [{"pmid": number, "citation": "X"} for number in numbers]
    record = folder / "NCT01047267.json"
    record.write_bytes(
        altered(record.read_bytes(), protocolSection__referencesModule__references=references)
    )
    ran = enrich(services, cwd=folder)
    assert ran.status == 0, ran.talk
    assert [len(seen.params["id"].split(",")) for seen in services.seen] == [200, 200, 50]
    assert len({quad.graph_name for quad in quads(folder / "out.nq")}) == 450


def test_a_format_without_graphs_is_refused(services: EnrichmentServer, folder: Path) -> None:
    ran = enrich(services, "-o", "out.ttl", cwd=folder)
    assert ran.status == 2
    assert "has no named graphs" in ran.talk
    assert services.seen == []


def test_a_service_can_be_left_out(services: EnrichmentServer, folder: Path) -> None:
    assert enrich(services, "--service", "pubmed", cwd=folder).status == 0
    assert services.asked("crossref") == []
    assert services.asked("efetch")


def test_what_is_no_record_is_reported(services: EnrichmentServer, folder: Path) -> None:
    (folder / "NCT01047267.json").write_text(json.dumps({"a": 1}))
    ran = enrich(services, cwd=folder)
    assert ran.status == 2
    assert "NCT01047267.json" in ran.talk
    assert not (folder / "out.nq").exists()


def test_the_number_of_another_article_does_not_describe_this_one(
    services: EnrichmentServer, folder: Path
) -> None:
    references = [{"pmid": "22663011", "citation": "Automated. doi: 10.7554/eLife.01567."}]
    record = folder / "NCT01047267.json"
    record.write_bytes(
        altered(record.read_bytes(), protocolSection__referencesModule__references=references)
    )
    ran = enrich(services, "--service", "pubmed", cwd=folder)
    assert ran.status == 0
    assert "pubmed 22663011 has another DOI than the record that cites it gives" in ran.talk
    said = {str(quad.subject) for quad in quads(folder / "out.nq")}
    assert "<https://pubmed.ncbi.nlm.nih.gov/22663011/>" in said
    assert "<https://doi.org/10.7554/elife.01567>" not in said


# -- of RDF, and on the way ----------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".nq.zst", ".trig", ".ttl", ".jsonld", ".ndjsonld", ".rdf"])
def test_rdf_that_was_exported_is_enriched_as_its_records_are(
    ending: str, services: EnrichmentServer, folder: Path
) -> None:
    assert enrich(services, cwd=folder).status == 0
    sources = ["NCT01047267.json"]
    if ending != ".ttl":  # several records: also where the format has no graphs
        sources.append(str(ROOT / "samples" / "NCT04322149.json"))
    assert kg("export", *sources, "-o", f"all{ending}", cwd=folder).status == 0
    ran = enrich(services, "--offline", cwd=folder, source=f"all{ending}", output="rdf.nq")
    assert f"Read {len(sources)} record" in ran.talk, ran.talk
    assert set(quads(folder / "out.nq")) <= set(quads(folder / "rdf.nq"))


def test_rdf_whose_graphs_are_mixed_is_refused(services: EnrichmentServer, folder: Path) -> None:
    sources = "NCT01047267.json", str(ROOT / "samples" / "NCT04322149.json")
    assert kg("export", *sources, "-o", "all.nq", cwd=folder).status == 0
    lines = (folder / "all.nq").read_text("utf-8").splitlines(keepends=True)
    (folder / "all.nq").write_text("".join([*lines[1:], lines[0]]), "utf-8")
    ran = enrich(services, cwd=folder, source="all.nq")
    assert ran.status == 2
    assert "are not consecutive" in ran.talk
    assert services.seen == []


@pytest.mark.parametrize("shards", ["1", "2"])
def test_export_enriches_what_it_writes(
    shards: str, services: EnrichmentServer, folder: Path
) -> None:
    assert enrich(services, cwd=folder).status == 0
    broken = folder / "NCT00000000.json"
    broken.write_text("{}")
    arguments = ("NCT01047267.json", "-o", "all.trig", "--shards", shards, "--enrich")
    ran = kg("export", *arguments, cwd=folder, env=environment(services))
    assert ran.status == 0, ran.talk
    files = "all.trig" if shards == "1" else "all-1-of-2.trig and all-2-of-2.trig"
    assert f"Wrote 1 record to {files}: " in ran.talk
    assert (folder / "all.trig.enrichment.nq").read_bytes() == (folder / "out.nq").read_bytes()
    ran = kg("export", broken.name, *arguments, "-q", cwd=folder, env=environment(services))
    assert ran.status == 1
    assert (folder / "all.trig.enrichment.nq").read_bytes() == (folder / "out.nq").read_bytes()


def test_a_service_in_trouble_leaves_the_export(services: EnrichmentServer, folder: Path) -> None:
    services.plant("crossref", status(403, "Forbidden"))
    arguments = ("NCT01047267.json", "-o", "all.nq", "--enrich")
    ran = kg("export", *arguments, cwd=folder, env=environment(services))
    assert ran.status == 2
    assert "refuses to answer" in ran.talk
    assert quads(folder / "all.nq")
    assert not (folder / "all.nq.enrichment.nq").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-o", "-"), "give -o a file"),
        (("-o", "all.json", "-f", "turtle"), "give -o a file"),
        (("-o", "all.nq", "--against", "before.nq.report.json"), "then run kg enrich on all of"),
    ],
)
def test_an_export_that_can_not_be_enriched_is_refused(
    arguments: tuple[str, ...], sentence: str, services: EnrichmentServer, folder: Path
) -> None:
    command = ("export", "NCT01047267.json", "--enrich", *arguments)
    ran = kg(*command, cwd=folder, env=environment(services))
    assert ran.status == 2
    assert sentence in ran.talk
    assert services.seen == []
    assert not list(folder.glob("all.*"))
