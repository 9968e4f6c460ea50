"""`kg export` over real records: what a graph has, what never changes, what a user can choose."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import zstandard

import kg
from kg.formats import FORMATS
from kg.formats.context import PUBLISHED
from kg.formats.rdf_files import RdfFile
from kg.rdf.iris import DEFAULT_BASE, Iris
from kg.rdf.record_graph import by_subject
from kg.rdf.terms import literal
from kg.rdf.vocabulary import KG
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT
from tests.support.rdf_parsers import oxigraph_quads

pytestmark = pytest.mark.slow

STEP: Final = 15
"""One real record of so many is enough for what runs in a process of its own."""

SAMPLES: Final = ROOT / "samples"


@pytest.fixture(scope="module")
def some(v2_records: list[Path]) -> list[Path]:
    """Some real records from all over."""
    return v2_records[::STEP]


# What every graph has


def test_every_real_record_has_a_graph(v2_records: list[Path]) -> None:
    term = re.compile(
        r'<[^\x00-\x20<>"{}|^`\\]+>'
        r'|"(?:[^"\\\n\r]|\\["\\nr])*"(?:\^\^<http://www\.w3\.org/2001/XMLSchema#\w+>)?'
    )
    count = 0
    for record in kg.read(*v2_records):
        graph = kg.map_record(record)
        assert graph.number == record.number
        assert graph.triples == sorted(set(graph.triples)), record.number
        terms = {term for triple in graph.triples for term in triple}
        assert not [each for each in terms if not term.fullmatch(each)], record.number
        assert all(s[0] == p[0] == "<" for s, p, _ in graph.triples)
        assert kg.triples(record) == graph.triples
        assert graph.size == len(graph.triples)
        assert by_subject([*graph.triples[::-1], *graph.triples]) == graph.nodes
        count += 1
    assert count == len(v2_records)


def test_every_node_is_reached_from_the_trial(v2_records: list[Path]) -> None:
    """No graph falls apart: whoever starts at the trial finds all of it."""
    for record in kg.read(*v2_records):
        graph = kg.map_record(record)
        near: dict[str, set[str]] = defaultdict(set)
        for s, _, o in graph.triples:
            near[s].add(o)
            near[o].add(s)
        seen, waiting = {graph.trial}, [graph.trial]
        while waiting:
            new = near[waiting.pop()] - seen
            seen |= new
            waiting += new
        assert {s for s, _, _ in graph.triples} <= seen, record.number


# What never changes


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_depend_on_the_input_alone(name: str, some: list[Path], tmp_path: Path) -> None:
    worlds = (
        (some, {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}),
        (some[::-1], {"PYTHONHASHSEED": "4711", "TZ": "Asia/Seoul", "LC_ALL": "C"}),
    )
    documents = []
    for sources, env in worlds:
        ran = run(
            "export", *sources, "-f", name, "-o", "-", "-q", "--no-validate", cwd=tmp_path, env=env
        )
        assert (ran.status, ran.talk) == (0, "")
        documents.append(ran.data)
    assert documents[0] == documents[1]


def test_a_folder_a_pattern_and_a_list_are_the_same(some: list[Path], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for path in some:
        shutil.copy(path, tmp_path / "in")
    names = sorted((Path("in") / path.name for path in some), reverse=True)
    documents = []
    for sources in (["in"], ["in/*.json"], names):
        ran = run(
            "export", *sources, "-f", "n-quads", "-o", "-", "-q", "--no-validate", cwd=tmp_path
        )
        assert ran.status == 0
        documents.append(ran.data)
    assert documents[1:] == documents[:-1]


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_compressed_document_is_the_same_document(ending: str, tmp_path: Path) -> None:
    source = SAMPLES / "NCT04745299.json"
    for name in (f"a.nt{ending}", f"b.nt{ending}"):
        assert run("export", source, "-o", name, "--no-validate", cwd=tmp_path).status == 0
    first, second = ((tmp_path / f"{name}.nt{ending}").read_bytes() for name in "ab")
    assert first == second
    plain = run("export", source, "-o", "-", "-f", "n-triples", "-q", "--no-validate", cwd=tmp_path)
    if ending == ".gz":
        assert gzip.decompress(first) == plain.data
    else:
        with zstandard.ZstdDecompressor().stream_reader(first) as stream:
            assert stream.read() == plain.data


# Every way in, every way out


def packed(kind: str, source: Path) -> bytes:
    """A record in one of the forms of a source."""
    data = source.read_bytes()
    match kind:
        case "array":
            return b"[%b]" % data
        case "page of the API":
            return b'{"studies": [%b], "nextPageToken": "x"}' % data
        case "lines":
            return json.dumps(json.loads(data)).encode() + b"\n"
        case "gzip":
            return gzip.compress(data)
        case "zstd":
            return zstandard.compress(data)
    return data


@pytest.mark.parametrize("kind", ["as it is", "array", "page of the API", "lines", "gzip", "zstd"])
def test_a_record_from_the_standard_input(kind: str, tmp_path: Path) -> None:
    source = RECORDS / "texts.json"
    ran = run(
        "export", "-", "-o", "-", "-f", "n-triples", "--no-validate", "-q",
        cwd=tmp_path, given=packed(kind, source),
    )  # fmt: skip
    expected = "".join(f"{' '.join(t)} .\n" for t in kg.triples(next(kg.read(source))))
    assert (ran.status, ran.talk) == (0, "")
    assert ran.text == expected


def test_the_page_from_the_standard_input(tmp_path: Path) -> None:
    page = SAMPLES / "NCT04745299.txt"
    ran = run(
        "export", "-", "-o", "-", "-f", "n-triples", "--no-validate", "-q",
        cwd=tmp_path, given=page.read_bytes(),
    )  # fmt: skip
    assert ran.text.count("\n") == len(kg.triples(next(kg.read(page))))


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_tells_the_format(name: str, tmp_path: Path) -> None:
    source = RECORDS / "texts.json"
    file = f"out{FORMATS[name].ending}"
    ran = run("export", source, "-o", file, "--no-validate", cwd=tmp_path)
    assert (ran.status, ran.data) == (0, b"")
    assert f"as {FORMATS[name].title}" in ran.talk
    [record] = kg.read(source)
    found = oxigraph_quads((tmp_path / file).read_text("utf-8"), name)
    assert {triple for triple, _ in found} == set(kg.triples(record))
    graphs = {kg.map_record(record).name} if FORMATS[name].has_graphs else {None}
    assert {graph for _, graph in found} == graphs


def test_a_format_that_is_named_goes_before_the_ending(tmp_path: Path) -> None:
    run("export", RECORDS / "texts.json", "-o", "out.txt", "-f", "n-triples", cwd=tmp_path)
    assert (tmp_path / "out.txt").read_bytes().startswith(b"<")


def test_an_ending_that_says_another_format_is_reported(tmp_path: Path) -> None:
    one = RECORDS / "texts.json"
    ran = run("export", one, "-o", "out.ttl", "-f", "json-ld", cwd=tmp_path)
    assert "Note: out.ttl is JSON-LD, though its ending says Turtle" in ran.talk.splitlines()
    for name, file in (("json-ld-lines", "out.jsonld.gz"), ("turtle", "out.ttl"), ("trig", "o")):
        assert "Note:" not in run("export", one, "-o", file, "-f", name, cwd=tmp_path).talk


# The context of JSON-LD


@pytest.mark.parametrize("ending", [".jsonld", ".ndjsonld"])
@pytest.mark.parametrize("source", ["texts.json", "."])
def test_a_context_that_is_named_is_known_when_the_file_is_loaded(
    ending: str, source: str, tmp_path: Path
) -> None:
    arguments = ("export", RECORDS / source, "--no-validate", "-q")
    run(*arguments, "-o", "all.nq", cwd=tmp_path)
    run(*arguments, "-o", f"own{ending}", cwd=tmp_path)
    named = tmp_path / f"named{ending}"
    ran = run(*arguments, "-o", named, "--context", PUBLISHED, "-j", "2", cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, "")
    assert named.stat().st_size < (tmp_path / f"own{ending}").stat().st_size
    expected = {f"{quad}" for quad in RdfFile(tmp_path / "all.nq").quads()}
    assert {f"{quad}" for quad in RdfFile(named).quads()} == expected
    if source == ".":
        options = json.loads(Path(f"{named}.report.json").read_text("utf-8"))["options"]
        assert options["context"] == PUBLISHED


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-o", "a.nq", "--context", PUBLISHED), "N-Quads has no context to name"),
        (("-o", "a.jsonld", "--context", "context.jsonld"), "not an http(s) IRI, such as https"),
        (("-o", "a.jsonld", "--context", 'https://a.example/"x'), "is not an http(s) IRI"),
    ],
)
def test_a_context_that_can_not_be_named_is_refused(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    ran = run("export", RECORDS / "texts.json", *arguments, cwd=tmp_path)
    assert (ran.status, list(tmp_path.iterdir())) == (2, [])
    assert sentence in ran.talk


# Contact persons


def contacts(value: Any) -> Iterator[dict[str, str]]:
    """Every contact person of a record."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name in ("centralContacts", "contacts"):
                yield from member
            elif name == "pointOfContact":
                yield {**member, "name": member.get("title", "")}
            else:
                yield from contacts(member)
    elif isinstance(value, list):
        for member in value:
            yield from contacts(member)


def without(value: Any) -> Any:
    """A record without its contact persons."""
    if isinstance(value, dict):
        left_out = ("centralContacts", "contacts", "pointOfContact")
        return {k: without(v) for k, v in value.items() if k not in left_out}
    return [without(each) for each in value] if isinstance(value, list) else value


def test_without_contacts_no_contact_is_left(v2_records: list[Path], tmp_path: Path) -> None:
    ran = run(
        "export", v2_records[0].parent, "-o", "out.nq", "--without-contacts", "--no-validate", "-q",
        cwd=tmp_path,
    )  # fmt: skip
    assert (ran.status, ran.talk) == (0, "")
    lines: dict[str, list[str]] = defaultdict(list)
    for line in (tmp_path / "out.nq").read_text("utf-8").split("\n")[:-1]:
        lines[line[-14:-3]].append(line)
    checked = 0
    for path in v2_records:
        content = json.loads(path.read_bytes())
        elsewhere = literal(json.dumps(without(content), ensure_ascii=False))
        text = "\n".join(lines[path.stem])
        assert text
        assert "#siteContact>" not in text
        assert "#centralContact>" not in text
        assert "#resultsContact>" not in text
        for contact in contacts(content):
            for part in ("name", "phone", "email"):
                value = contact.get(part, "").strip()
                # A telephone number of few digits, or the name of an investigator, may stand
                # elsewhere in the record, and then it stands in the graph.
                if len(value) > 4 and literal(value)[1:-1] not in elsewhere:
                    assert literal(value)[1:-1] not in text, (path.stem, value)
                    checked += 1
    assert checked > 1_000


def test_with_contacts_they_are_there(tmp_path: Path) -> None:
    arguments = ("export", RECORDS / "contacts.json", "-o", "-", "-f", "n-triples", "-q")
    persons = ("Cora Contact", "555-0101", "cora@example.org", "Sid Site", "555-0102", "555-0103")
    text = run(*arguments, "--no-validate", cwd=tmp_path).text
    assert all(word in text for word in persons)
    text = run(*arguments, "--no-validate", "--without-contacts", cwd=tmp_path).text
    assert not any(word in text for word in (*persons, "contact/", "Jane Doe"))
    assert "Example Hospital" in text
    assert "schema.org/Recruiting" in text


def test_of_unknown_fields_those_where_a_contact_may_be_go_with_the_contacts(
    tmp_path: Path,
) -> None:
    """A field of a site and one of the record go; one of the status and all that is known stay."""
    arguments = ("export", RECORDS / "unknown-fields.json", "-o", "-", "-f", "n-triples", "-q")
    whole = run(*arguments, "--no-validate", cwd=tmp_path).text.splitlines()
    fields = {line.split(" ")[0]: line.split('"')[1] for line in whole if "#sourceField>" in line}
    assert list(fields.values()) == [
        "protocolSection.statusModule.mood",
        "protocolSection.contactsLocationsModule.locations[0].ward",
        "newSection",
    ]
    _, *gone = fields
    bare = run(*arguments, "--no-validate", "--without-contacts", cwd=tmp_path).text.splitlines()
    assert bare == [line for line in whole if not any(node in line for node in gone)]


# The user's own IRIs


OTHER_BASE: Final = "https://data.example.org/trials/"


def test_another_base_leaves_nothing_below_the_default_one(
    v2_records: list[Path], tmp_path: Path
) -> None:
    ran = run(
        "export", v2_records[0].parent, "-o", "out.nq", "--base", OTHER_BASE, "--no-validate", "-q",
        cwd=tmp_path,
    )  # fmt: skip
    assert ran.status == 0
    text = (tmp_path / "out.nq").read_text("utf-8")
    assert text.replace(f"<{KG}", "").count(f"<{DEFAULT_BASE}") == 0
    usual = {
        line.replace(f"<{DEFAULT_BASE}", f"<{OTHER_BASE}").replace(f"<{OTHER_BASE}vocab#", f"<{KG}")
        for record in kg.read(v2_records[0], v2_records[-1])
        for line in (" ".join(t) for t in kg.triples(record))
    }
    assert usual <= {line.rsplit(" <", 1)[0] for line in text.split("\n")}


@pytest.mark.parametrize("name", ["turtle", "json-ld", "rdf-xml"])
def test_another_base_in_the_formats_that_abbreviate(name: str, tmp_path: Path) -> None:
    source = SAMPLES / "NCT04745299.txt"
    ran = run(
        "export", source, "-o", "-", "-f", name, "--base", OTHER_BASE, "--trial-iri", "bioregistry",
        "-q", "--no-validate", cwd=tmp_path,
    )  # fmt: skip
    assert ran.status == 0
    [record] = kg.read(source)
    expected = kg.triples(record, Iris(OTHER_BASE, "bioregistry"))
    assert {triple for triple, _ in oxigraph_quads(ran.text, name)} == set(expected)


FORMS: Final = {
    "ctgov": "<https://clinicaltrials.gov/study/NCT",
    "identifiers": "<https://identifiers.org/clinicaltrials:NCT",
    "bioregistry": "<https://bioregistry.io/clinicaltrials:NCT",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_trial_has_the_iri_that_was_asked_for(
    form: str, some: list[Path], tmp_path: Path
) -> None:
    sources = [*some, SAMPLES / "NCT04745299.txt", RECORDS]
    ran = run(
        "export", *sources, "-o", "-", "-f", "n-triples", "--trial-iri", form, "-q",
        "--no-validate", cwd=tmp_path,
    )  # fmt: skip
    assert ran.status == 0
    others = tuple(start for name, start in FORMS.items() if name != form)
    for line in ran.text.split("\n")[:-1]:
        subject, predicate, term = line.split(" ", 2)
        assert not subject.startswith(others), line
        if term.startswith(others):
            assert predicate in ("<https://schema.org/sameAs>", "<https://schema.org/url>"), line


# In a program


def test_the_functions_agree(tmp_path: Path) -> None:
    source = SAMPLES / "NCT04745299.txt"
    [record] = kg.read(source)
    triples = kg.triples(record)
    graph = kg.graph(record)
    assert len(graph) == len(triples)
    assert kg.graph(source).isomorphic(graph)
    assert kg.graph(str(source)).isomorphic(graph)
    lines = graph.serialize(format="nt").encode().splitlines()
    assert sorted(lines) == sorted(f"{' '.join(triple)} .".encode() for triple in triples)


def test_a_graph_of_several_records() -> None:
    graph = kg.graph(RECORDS)
    union = {triple for record in kg.read(RECORDS) for triple in kg.triples(record)}
    assert len(graph) == len(union)


def test_validate_takes_a_graph_of_either_kind() -> None:
    [record] = kg.read(SAMPLES / "NCT04745299.txt")
    for data in (kg.graph(record), kg.map_record(record)):
        report = kg.validate(data)
        assert not report.violations
        assert "No condition is given." in {result.message for result in report.warnings}


def test_the_first_bad_record_is_raised() -> None:
    with pytest.raises(kg.SourceError):
        kg.graph("there/is/no/such/file")
    with pytest.raises(kg.RecordError) as caught:
        list(kg.read(b"{}"))
    assert caught.value.place == "bytes"
    errors: list[kg.KgError] = []
    assert list(kg.read(b"{}", on_error=errors.append)) == []
    assert len(errors) == 1


def test_a_program_can_choose_its_iris() -> None:
    [record] = kg.read(SAMPLES / "NCT04745299.json")
    iris = kg.Iris("https://data.example.org/x#", "identifiers")
    subjects = {subject for subject, _, _ in kg.triples(record, iris)}
    assert "<https://identifiers.org/clinicaltrials:NCT04745299>" in subjects
    assert "<https://data.example.org/x#organization/corestemchemon-inc>" in subjects
