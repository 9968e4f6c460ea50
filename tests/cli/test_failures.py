"""Whatever happens, a run ends with one sentence and the right exit status, never a traceback."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest

from tests.support.http_server import listening
from tests.support.kg_command import COMMAND, environment, kg
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SAMPLE: Final = ROOT / "samples" / "NCT04745299.json"
KG: Final = shlex.join(COMMAND)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record, its graph and a store of it."""
    folder = tmp_path_factory.mktemp("failures")
    (folder / "one.json").write_bytes(SAMPLE.read_bytes())
    assert kg("export", "one.json", "-o", "one.nt", cwd=folder).status == 0
    assert kg("load", "one.nt", "--store", "store", cwd=folder).status == 0
    return folder


def ended(line: str, folder: Path, status: int, *, is_usage: bool = False, **variables: str) -> str:
    """The sentence of a command, which is to end with this status."""
    ran = kg(*shlex.split(line), cwd=folder, env=variables)
    return sentence_of(ran.status, ran.talk, status, is_usage=is_usage)


def ended_in_a_shell(line: str, folder: Path, status: int) -> str:
    """The same of a line of the shell, after `kg`."""
    ran = subprocess.run(
        ["bash", "-c", f"{KG} {line}"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    return sentence_of(ran.returncode, ran.stderr.decode(), status)


def sentence_of(ended: int, talk: str, status: int, *, is_usage: bool = False) -> str:
    """The last line of what a command says, which has ended with this status."""
    assert ended == status, talk
    for word in ("Traceback", "Exception ignored", "an error in kg itself"):
        assert word not in talk
    lines = talk.splitlines()
    assert len(lines) == (4 if is_usage else 1), talk
    return lines[-1]


def nested(count: int) -> str:
    """Queries within queries, so many."""
    return "SELECT ?v { { " * count + "?s ?p ?v" + " } }" * count


NUMBERS: Final = [
    f"{option} {value}"
    for option, values in {
        "query count-by-phase --timeout": "nan inf 1e999 -1 0 1e300 1e-300",
        "query count-by-phase --memory": "nan 1e300",
        "query count-by-phase --limit": f"0 99999999999999999999 {'9' * 5000}",
        "related NCT04745299 --limit": "99999999999999999999",
        "fetch NCT04745299 --rate": "nan 1e-300",
        "fetch NCT04745299 --backoff": "1e300",
        "fetch NCT04745299 --tries": "99999999999999999999",
        "load one.nt --timeout": "inf",
        "export one.json --jobs": "1000000",
        "coverage one.json --most": "99999999999999999999",
        "enrich one.json --max-age": "nan",
    }.items()
    for value in values.split()
]


@pytest.mark.parametrize("arguments", NUMBERS, ids=lambda text: text[:50])
def test_numbers_that_are_none(arguments: str, folder: Path) -> None:
    last = ended(arguments, folder, 2, is_usage=True)
    assert last.startswith("Error: Invalid value for '-")


@pytest.mark.parametrize("name", ["KG_TIMEOUT", "KG_TRIES"])
def test_numbers_of_the_environment(name: str, folder: Path) -> None:
    last = ended("fetch NCT04745299", folder, 2, is_usage=True, **{name: "nan"})
    assert name in last


STREAMS: Final = [
    # the line, its exit status, what it says
    ("vocabulary kg > /dev/full", 2, "standard output can't be written: the disk is full"),
    ("--help > /dev/full", 2, "standard output can't be written: the disk is full"),
    ("--version > /dev/full", 2, "the disk is full"),
    ("query count-by-phase --store store > /dev/full", 2, "the disk is full"),
    ("related NCT04745299 -f json --store store > /dev/full", 2, "the disk is full"),
    (
        "export one.json -q -f turtle -o /dev/full",
        2,
        "/dev/full can't be written: the disk is full",
    ),
    ("vocabulary kg >&-", 2, "standard output can't be written: it is closed"),
    ("--version >&-", 2, "it is closed"),
    ("query --list >&-", 2, "it is closed"),
    ("validate one.nt >&-", 2, "it is closed"),
    ("export one.json -q -o - >&-", 2, "it is closed"),
    ("query - --store store <&-", 2, "the query is empty"),
    ("validate - <&-", 2, "contains no triples"),
]


@pytest.mark.parametrize(("line", "status", "sentence"), STREAMS, ids=lambda text: str(text)[:40])
def test_streams_that_are_full_or_closed(
    line: str, status: int, sentence: str, folder: Path
) -> None:
    assert sentence in ended_in_a_shell(line, folder, status)


@pytest.mark.parametrize("end", ["2>/dev/full", "2>&-", ">&- 2>&- <&-"])
def test_messages_that_no_one_gets_change_nothing(end: str, folder: Path) -> None:
    for line, status in (("export one.json -o two.nt", 0), ("validate missing.nt", 2)):
        ran = subprocess.run(
            ["bash", "-c", f"{KG} {line} {end}"], cwd=folder, env=environment(), check=False
        )
        assert ran.returncode == status
    assert (folder / "two.nt").read_bytes() == (folder / "one.nt").read_bytes()


@pytest.mark.parametrize("line", ["vocabulary kg", "query --list", "export one.json -q -o -"])
def test_a_reader_that_has_gone_needs_no_message(line: str, folder: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [*COMMAND, *line.split()],
        cwd=folder, env=environment(), stdout=write, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(write)
    assert (ran.returncode, ran.stderr) == (1, b"")


QUERIES: Final = [
    # the text of a query, further arguments, the exit status, what it says
    (nested(1500), "--param v=1", 2, "crashed its process"),
    (nested(1500), "", 2, "crashed its process"),
    (nested(20), "--param v=1", 0, ""),
    ("SELECT ?v { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }", "", 2, "crashed its process"),
    ("", "", 2, "the query is empty"),
    ("# nothing", "", 2, "the query is empty"),
    ("DELETE WHERE { ?s ?p ?o }", "", 2, "is an update (DELETE)"),
    ("LOAD <http://127.0.0.1:1/>", "", 2, "is an update (LOAD)"),
    ("prefix x: <urn:x> insert data { x:a x:b x:c }", "", 2, "is an update (INSERT)"),
    ("SELECT * { ?s ex:name ?o }", "", 2, "the prefix ex: is not declared"),
    ("SELECT * { ?s :name ?o }", "", 2, "the prefix : is not declared"),
    ("SELECT * { ?s x.y:name ?o }", "", 2, "the prefix x.y: is not declared"),
    ("SELECT * { ?s skso:prefLabel ?o }", "", 2, "is not declared: did you mean 'skos'?"),
    ("SELECT * { ?s ?p", "", 2, "not valid SPARQL: line 1 can't be read from '?s ?p' on"),
    ("SELECT * {\n ?s ?p ?o .\n ?s foo ?o }", "", 2, "line 3 can't be read from '?s foo ?o }' on"),
    ("SELECT * { ?s ?p ?o", "", 2, "not valid SPARQL: it ends too early: a } is missing"),
    ("SELECT * { ?s ?p ?o } LIMIT ten", "", 2, "line 1 can't be read from 'LIMIT ten' on"),
    ("SELEC * { ?s ?p ?o }", "", 2, "did you mean 'SELECT'?"),
    ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "", 2, "in GROUP BY"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ?o) }", "", 2, "the variable after AS must be new"),
    ("SELECT * FROM <relative> { ?s ?p ?o }", "", 2, "<relative> is not a full IRI"),
    ("SELECT ?v ?s { ?s ?v ?o }", "--param v=no:prefix", 2, "can't be read from"),
    ("SELECT ?v ?s { ?s ?v ?o }", "--param v=foaf:name", 0, ""),
    ("SELECT ?v ?s { ?s ?v ?o }", "--param v=urn:a --param v=urn:b", 2, "v is given 2 times"),
    (
        "ASK { ?s a owl:Class, rdfs:Class, void:Dataset, dcat:Dataset, sh:Shape, spdx:Checksum }",
        "",
        0,
        "",
    ),
    (
        "ASK { ?s a qb:Observation, mesh:D000690, obo:NCIT_C15602, foaf:Agent, schema:Person }",
        "",
        0,
        "",
    ),
    ("SELECT (1/0 AS ?x) {}", "", 0, ""),
    ("\x00", "", 2, "no SELECT"),
]


@pytest.mark.parametrize(("text", "more", "status", "sentence"), QUERIES)
def test_queries(text: str, more: str, status: int, sentence: str, folder: Path) -> None:
    (folder / "query.rq").write_text(text, "utf-8")
    line = f"query query.rq --store store {more}"
    if status:
        assert sentence in ended(line, folder, status)
    else:
        assert kg(*line.split(), cwd=folder).status == 0


LONG: Final = "x" * (17 << 20)

RDF: Final = [
    # the name of a file, its content, what is said
    ("long.nt", f'<urn:s> <urn:p> "{LONG}" .\n', "a term is longer than 16 MB"),
    ("long.nq", f'<urn:s> <urn:p> "{LONG}" <urn:g> .\n', "a term is longer than 16 MB"),
    ("prefix.ttl", '<urn:s> foaf:name "x" .', "line 1 .* prefix foaf: has not been declared"),
    ("text.ttl", "hello world", "not valid Turtle"),
    ("cut.nt", '<urn:s> <urn:p> "x', "not valid N-Triples"),
    ("cut.nq", '<urn:s> <urn:p> "x"', "not valid N-Quads"),
    ("cut.rdf", '<?xml version="1.0"?><a><b></a>', "not valid RDF/XML"),
    ("cut.jsonld", '{"@id": "x"', "not valid JSON-LD"),
    ("bytes.ttl", "\udcff\udcfe", "not valid Turtle"),
]


@pytest.mark.parametrize("command", ["validate", "load"])
@pytest.mark.parametrize(("name", "content", "sentence"), RDF, ids=[row[0] for row in RDF])
def test_rdf_that_is_none(
    command: str, name: str, content: str, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    ran = kg(command, name, cwd=tmp_path)
    assert (ran.status, ran.talk.count("\n")) == (2, 1), ran.talk
    start, *rest = sentence.split(" .* ")
    assert start in ran.talk
    assert all(part in ran.talk for part in rest)
    assert "b'" not in ran.talk


COMMANDS_IN_LITTLE_MEMORY: Final = [
    "export one.json -q -o three.nt",
    "export - -q -o three.nt < one.json",
    "validate one.nt",
    "coverage one.json --most 2",
    "load one.nt -q --store store2",
    "query count-by-phase --store store",
    "related NCT04745299 -f json --store store",
]


@pytest.mark.parametrize("line", COMMANDS_IN_LITTLE_MEMORY)
def test_a_little_memory_is_enough_for_a_little_work(line: str, folder: Path) -> None:
    ran = subprocess.run(
        ["bash", "-c", f"ulimit -v 1000000; {KG} {line}"],
        cwd=folder, env=environment(), capture_output=True, check=False,
    )  # fmt: skip
    talk = ran.stderr.decode()
    assert ran.returncode in (
        (0, 1) if "coverage" in line else (0, 2) if "related" in line else (0,)
    ), talk
    assert "memory" not in talk


@pytest.mark.parametrize("kilobytes", [150_000, 250_000])
def test_too_little_memory_is_said(kilobytes: int, folder: Path) -> None:
    ran = subprocess.run(
        ["bash", "-c", f"ulimit -v {kilobytes}; {KG} validate one.nt"],
        cwd=folder, env=environment(), capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode in (0, 2) or "kg" not in ran.stderr.decode()
    assert "an error in kg itself" not in ran.stderr.decode()


@pytest.mark.parametrize("name", ["../other.tsv", "/etc/passwd", "a/b", "..", ".", "", "x\0y"])
def test_a_manifest_is_beside_its_report(name: str, folder: Path, tmp_path: Path) -> None:
    for each in ("one.json", "one.nt"):
        (tmp_path / each).write_bytes((folder / each).read_bytes())
    assert (
        kg(
            "export", "one.json", SAMPLE.parent / "NCT04322149.json", "-o", "all.nq", cwd=tmp_path
        ).status
        == 0
    )
    report = json.loads((tmp_path / "all.nq.report.json").read_bytes())
    report["manifest"]["name"] = name
    (tmp_path / "all.nq.report.json").write_text(json.dumps(report), "utf-8")
    last = ended("export one.json -o new.nq --against all.nq.report.json", tmp_path, 2)
    assert "is not the name of a file beside it" in last or "is missing" in last
    assert not (tmp_path / "new.nq").exists()


@pytest.mark.parametrize("name", ["../other", "/etc", "", "x\0y", "data-" + "x" * 5000, "\udcff"])
def test_a_store_has_its_files_in_its_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "generation").write_bytes(name.encode("utf-8", "surrogateescape"))
    last = ended("query count-by-phase --store store", tmp_path, 2)
    assert "store/generation is damaged" in last


ANSWERS: Final[list[tuple[str, str]]] = [
    # content type and body of what a store answers with status 200
    ("application/sparql-results+json", ""),
    ("application/sparql-results+json", "null"),
    ("application/sparql-results+json", "[]"),
    ("application/sparql-results+json", "{}"),
    ("application/sparql-results+json", '{"head": {}, "boolean": "yes"}'),
    ("application/sparql-results+json", '{"head": {}, "boolean": true}'),
    ("application/sparql-results+json", '{"head": null, "results": {"bindings": []}}'),
    ("application/sparql-results+json", '{"head": {"vars": ["s"]}, "results": []}'),
    ("application/sparql-results+json", '{"head": {"vars": ["s"]}, "results": {"bindings": {}}}'),
    ("application/sparql-results+json", '{"head": {"vars": ["s"]}, "results": {"bindings": [1]}}'),
    ("application/sparql-results+json", '{"head": {"vars": [1]}, "results": {"bindings": []}}'),
    ("application/sparql-results+json", '{"head": {"vars": ["x"]}, "results": {"bindings": []}}'),
    *(
        (
            "application/sparql-results+json",
            f'{{"head": {{"vars": ["s"]}}, "results": {{"bindings": [{{"s": {term}}}]}}}}',
        )
        for term in (
            "null", '"text"', "{}", '{"type": "uri"}', '{"value": "urn:a"}',
            '{"type": "uri", "value": 1}', '{"type": "uri", "value": "not an iri"}',
            '{"type": "other", "value": "a"}', '{"type": "literal", "value": null}',
            '{"type": "literal", "value": "a", "datatype": "not an iri"}',
            '{"type": "literal", "value": "a", "datatype": 1}',
            '{"type": "literal", "value": "a", "xml:lang": "!"}',
            '{"type": "literal", "value": "\\ud800"}',
        )
    ),
    ("application/sparql-results+json", '{"head": {"vars": ["s"]}, "results": {"bindings": ['),
    ("application/sparql-results+json", "[" * 200_000),
    ("application/sparql-results+json", '{"head": ' + "9" * 5000 + "}"),
    ("application/sparql-results+xml", "<sparql xmlns='http://www.w3.org/2005/sparql-results#'/>"),
    ("text/html", "<!DOCTYPE html><html><body>Log in</body></html>"),
    ("text/csv", "s\r\nurn:a\r\n"),
    ("", "\x00\x01"),
]  # fmt: skip


class Answering(BaseHTTPRequestHandler):
    """Answers everything with one of ANSWERS, whose number is the path."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kind, text = ANSWERS[int(self.path[1:].partition("?")[0])]
        body = text.encode()
        self.send_response(200)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening(Answering) as port:
        yield port


@pytest.mark.parametrize("number", range(len(ANSWERS)))
def test_answers_that_are_none(number: int, port: int, tmp_path: Path) -> None:
    line = "query -e 'SELECT ?s { ?s ?p ?o }' --type generic --endpoint"
    last = ended(f"{line} http://127.0.0.1:{port}/{number}", tmp_path, 2)
    assert "damaged or incomplete" in last or "is not a query result" in last


UNFORESEEN: Final = {
    "ValueError('no\\none')": "an error in kg itself (ValueError: no\\none)",
    "KeyError('x')": "https://w3id.org/kg-trials/issues",
    "MemoryError()": "memory ran out",
    "RecursionError()": "nested too deep",
    "OSError(28, 'No space left on device', 'x.tmp')": "x.tmp: no space left on device",
    "type('Panic', (BaseException,), {})('x')": "an error in kg itself (Panic: x)",
}


@pytest.mark.parametrize("raised", UNFORESEEN)
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_nobody_foresaw(raised: str, jobs: int, folder: Path) -> None:
    """Raised where a record is mapped, in this process or in a worker."""
    code = (
        "import sys, kg.export.pipeline as pipeline\n"
        f"def failing(*_, **__): raise {raised}\n"
        "pipeline.map_record = failing\n"
        f"sys.argv[1:] = ['export', 'one.json', {str(SAMPLE.with_name('NCT04322149.json'))!r},"
        f" '-j', '{jobs}', '-o', 'never.nq']\n"
        "from kg.cli import main\nmain()"
    )
    for debug in ("", "1") if jobs == 1 else ("",):
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder, env=environment(KG_DEBUG=debug), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert ran.returncode == 2
        assert ("Traceback" in ran.stderr) == bool(debug)
        last = ran.stderr.splitlines()[-1]
        assert last.startswith("kg: ")
        assert UNFORESEEN[raised] in last or "a worker process has died" in last
        assert debug or ran.stderr.count("\n") == 1
    assert not (folder / "never.nq").exists()
