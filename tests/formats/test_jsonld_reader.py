"""JSON-LD as it is read: whatever its form, each statement in its graph, a document at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain, count, islice, repeat
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.formats import FORMATS, OUTPUTS, jsonld, jsonld_reader, serialize
from kg.formats.context import PUBLISHED
from kg.formats.jsonld_reader import documents
from kg.formats.rdf_files import RdfFile
from kg.formats.rdflib_reader import load
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import integer, literal
from kg.rdf.vocabulary import KG_RECORD_GRAPH, RDF_TYPE, SCHEMA_SUBJECT_OF
from kg.system.compression import stream_of
from tests.formats.test_writer import NAME, TRIAL, graph, ours, schema

CONTEXT_AS_TEXT = f'"@context": "{PUBLISHED}"'


def record(number: int) -> RecordGraph:
    """The graph of a record, with what a reader that looks for syntax in texts would misread."""
    trial, name = f"{TRIAL[:-2]}{number}>", f"{NAME[:-2]}{number}>"
    return graph(
        (trial, schema("name"), literal(f"}}\n]\n{CONTEXT_AS_TEXT} {number}")),
        (trial, ours("enrollment"), integer(number)),
        (trial, SCHEMA_SUBJECT_OF, name),
        (name, RDF_TYPE, KG_RECORD_GRAPH),
        trial=trial,
        name=name,
    )


RECORDS = [record(1), record(2)]


def listed(*, context: str | None = None) -> str:
    """The records as kg writes them."""
    writer = jsonld.documents(context)
    texts = (writer.record(each).decode() for each in RECORDS)
    return f"{writer.opening()}{writer.between.join(texts)}{writer.closing}"


def in_lines(*, context: str | None = None) -> str:
    """The records as kg writes them, a document a line."""
    return b"".join(map(jsonld.lines(context).record, RECORDS)).decode()


def statements(path: Path) -> set[str]:
    """The quads in a file."""
    return {f"{quad}" for quad in RdfFile(path).quads()}


EXPECTED = {f"{' '.join(triple)} {each.name}" for each in RECORDS for triple in each.triples}

FORMS = {
    "list": listed(),
    "lines": in_lines(),
    "lines with blank ones": f"\n{in_lines()}\n".replace("\n", "\n\n").lstrip(),
    "indented by another program": json.dumps(json.loads(listed()), indent=4),
    "not indented by another program": json.dumps(json.loads(listed()), indent=0),
    "on one line": json.dumps(json.loads(listed())),
    "list that names the context": listed(context=PUBLISHED),
    "lines that name the context": in_lines(context=PUBLISHED),
    "a name that is escaped": listed(context=PUBLISHED).replace('"name"', '"n\\u0061me"'),
    "context among others": listed(context=PUBLISHED).replace(
        f"  {CONTEXT_AS_TEXT},", f'  "@context": ["{PUBLISHED}", {{}}],'
    ),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("ending", [".jsonld", ".ndjsonld"])
def test_every_form_has_the_same_statements(text: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text(text, "utf-8")
    assert statements(path) == EXPECTED
    assert {f"{name}" for name in RdfFile(path).graphs()} == {each.name for each in RECORDS}
    assert len(load([str(path)])) == sum(each.size for each in RECORDS)


@pytest.mark.parametrize("form", [json.dumps, lambda found: json.dumps(found, indent=1)])
def test_the_default_graph_of_a_document_is_that_of_its_record(
    form: Callable[[object], str], tmp_path: Path
) -> None:
    found = json.loads(jsonld.documents().record(RECORDS[0]))
    del found["id"]
    path = tmp_path / "a.jsonld"
    path.write_text(form(found), "utf-8")
    assert statements(path) == {line for line in EXPECTED if line.endswith(NAME)}


def test_statements_without_a_record_are_in_a_graph_named_after_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('{"@id": "http://a.example/", "http://a.example/b": 1}\n', "utf-8")
    [graph] = RdfFile(path).graphs()
    assert graph.value == "https://w3id.org/kg-trials/graph/file/a-jsonld"


def test_what_is_beside_the_graphs_of_records_has_another_graph(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    found = json.loads(listed())
    found["@graph"].append({"@id": "http://a.example/", "http://a.example/b": "c"})
    path.write_text(json.dumps(found, indent=2), "utf-8")
    name = "<https://w3id.org/kg-trials/graph/file/a-jsonld>"
    assert statements(path) - EXPECTED == {f'<http://a.example/> <http://a.example/b> "c" {name}'}


def test_several_records_in_one_default_graph_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    trees = [node for each in json.loads(listed())["@graph"] for node in each["@graph"]]
    context = json.loads(jsonld.documents().record(RECORDS[0]))["@context"]
    path.write_text(json.dumps({"@context": context, "@graph": trees}), "utf-8")
    with pytest.raises(SourceError, match="with several records as JSON-LD"):
        statements(path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (listed()[: listed().index("}\n]\n}\n") + 2], "cut short or damaged: the list of records"),
        (listed()[:-300], "cut short or damaged"),
        (listed() + listed(), "cut short or damaged: the list of records has no end"),
        (in_lines() + '{"a": \n', r"not valid JSON-LD: line 3 column \d+: Unexpected end"),
        (in_lines() + '{"@id": 5}\n', "not valid JSON-LD: line 3: @id value must be a string"),
        (in_lines(context="https://example.org/c.jsonld"), "which kg does not fetch"),
    ],
)
def test_what_is_wrong_is_told(text: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=complaint) as caught:
        statements(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_list_of_no_records_has_no_statements(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text("".join(serialize([], FORMATS["json-ld"])), "utf-8")
    assert statements(path) == set()


@pytest.mark.parametrize("end", [-5, len('{\n"@graph": [\n'), len('{\n"@graph": [\n{\n  "@con')])
def test_a_list_that_is_cut_is_not_validated(end: int, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(listed()[:end], "utf-8")
    with pytest.raises(SourceError, match="cut short or damaged"):
        load([str(path)])


@pytest.mark.parametrize("name", ["json-ld", "json-ld-lines"])
def test_a_large_file_is_read_a_document_at_a_time(name: str) -> None:
    def endless() -> Iterator[bytes]:
        graphs = (RECORDS[0] for _ in count())
        return (piece.encode() for piece in serialize(graphs, OUTPUTS[name]) if piece)

    assert len(list(islice(documents(stream_of(endless()), "a"), 200))) == 200


TOO_LONG = {
    "record of a list": ('{\n"@graph": [\n{\n  "@context": {},\n', '  "a": 1,\n'),
    "line": ('{}\n{"a": "', "x" * 80),
    "any other": ("{\n", '"a": 1,\n'),
    "nothing but space": ("\n", " \n"),
}


@pytest.mark.parametrize(("beginning", "more"), TOO_LONG.values(), ids=TOO_LONG)
def test_a_document_that_never_ends_is_refused(
    beginning: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonld_reader, "LONGEST", 10_000)
    endless = chain([beginning.encode()], repeat(more.encode()))
    with pytest.raises(SourceError, match=r"^a\.jsonld: .* more than 10,000 bytes .* to N-Quads"):
        list(documents(stream_of(endless), "a.jsonld"))
