"""The embedded store: what is loaded, what a reload changes, and what no interruption can spoil."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest
import zstandard

import kg
from kg.errors import OutputError, SourceError, StoreError, UsageError
from kg.formats import FORMATS, OUTPUTS, serialize
from kg.load import load
from kg.rdf.ontology import ONTOLOGY, triples
from kg.stores.embedded import EmbeddedStore
from kg.stores.sparql_checks import calls_service
from kg.stores.store import Holdings, SparqlQuery, answered, rows
from tests.support.copied_process import copied
from tests.support.kg_command import COMMAND, LONGEST, environment
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SAMPLES: Final = ROOT / "samples"
ALS: Final = ("NCT04745299", "NCT04322149", "NCT04326283")

Contents = dict[str, frozenset[str]]
"""The triples of each graph."""


def sample(nct_id: str) -> kg.RecordGraph:
    [record] = kg.read(SAMPLES / f"{nct_id}.json")
    return kg.map_record(record)


def written(folder: Path, format_name: str, *nct_ids: str, ending: str = "") -> Path:
    """The samples as one document."""
    format = OUTPUTS[format_name]
    path = folder / f"{'-'.join(nct_ids)}{format.ending}{ending}"
    data = "".join(serialize(map(sample, nct_ids), format)).encode()
    if ending == ".gz":
        data = gzip.compress(data)
    elif ending == ".zst":
        data = zstandard.compress(data)
    path.write_bytes(data)
    return path


def contents(store: EmbeddedStore) -> Contents:
    """The graphs of a store, but for that of the vocabulary."""
    found: dict[str, set[str]] = {}
    with store.opened() as opened:
        for quad in opened:
            if quad.graph_name != pyoxigraph.NamedNode(ONTOLOGY):
                found.setdefault(str(quad.graph_name), set()).add(str(quad.triple))
    return {graph: frozenset(triples) for graph, triples in found.items()}


def expected(*nct_ids: str) -> Contents:
    return {
        graph.name: frozenset(" ".join(triple) for triple in graph.triples)
        for graph in map(sample, nct_ids)
    }


def changed(folder: Path, nct_id: str, title: str) -> Path:
    """A sample with another title, as a record."""
    record = json.loads((SAMPLES / f"{nct_id}.json").read_bytes())
    record["protocolSection"]["identificationModule"]["briefTitle"] = title
    path = folder / f"{nct_id}-{len(title)}.json"
    path.write_text(json.dumps(record), "utf-8")
    return path


def titles(store: EmbeddedStore) -> dict[str, str]:
    trial = "?s schema:subjectOf ?g ; dcterms:identifier ?id ; schema:name ?t"
    text = f"SELECT ?id ?t {{ GRAPH ?g {{ {trial} }} }}"
    return {row["id"]: row["t"] for row in rows(store, SparqlQuery(text))}


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore(tmp_path / "store")


# What is loaded


@pytest.mark.parametrize("format_name", OUTPUTS)
@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_a_record_of_any_format_is_in_its_own_graph(
    format_name: str, ending: str, store: EmbeddedStore, tmp_path: Path
) -> None:
    path = written(tmp_path, format_name, ALS[0], ending=ending)
    loaded = load([str(path)], store, vocabulary=False)
    assert loaded.holdings == Holdings(1, 1, len(sample(ALS[0]).triples), vocabulary=False)
    assert contents(store) == expected(ALS[0])


def test_records_are_exported_on_the_way(store: EmbeddedStore, tmp_path: Path) -> None:
    sources = [SAMPLES / f"{nct_id}.json" for nct_id in ALS[1:]]
    document = written(tmp_path, "turtle", ALS[0])
    ran = run("load", document, *sources, "--store", store.folder, cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert contents(store) == expected(*ALS)
    count = len(triples()) + sum(len(sample(nct_id).triples) for nct_id in ALS)
    assert ran.talk.endswith(f"holds 3 records and the vocabulary: {count:,} triples in 4 graphs\n")


def test_a_folder_may_hold_rdf_and_records(store: EmbeddedStore, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    written(folder, "n-quads", ALS[0], ALS[1])
    (folder / "record.json").write_bytes((SAMPLES / f"{ALS[2]}.json").read_bytes())
    load([str(folder)], store)
    assert contents(store) == expected(*ALS)


@pytest.mark.parametrize("format_name", [name for name, row in OUTPUTS.items() if row.has_graphs])
def test_records_with_their_graphs_are_loaded_together(
    format_name: str, store: EmbeddedStore, tmp_path: Path
) -> None:
    ran = run("load", written(tmp_path, format_name, *ALS), "--store", store.folder, cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert contents(store) == expected(*ALS)


@pytest.mark.parametrize("format_name", ["turtle", "n-triples", "rdf-xml"])
def test_triples_of_several_records_are_refused(
    format_name: str, store: EmbeddedStore, tmp_path: Path
) -> None:
    path = written(tmp_path, format_name, *ALS[:2])
    with pytest.raises(SourceError, match=r"several records .* as \.nq, \.trig or \.jsonld"):
        load([str(path)], store)
    assert not (store.folder / "generation").exists()


def test_other_rdf_is_a_graph_named_after_its_file(store: EmbeddedStore, tmp_path: Path) -> None:
    terms = tmp_path / "My Terms.ttl"
    terms.write_text('<urn:a> <urn:b> "c" .', "utf-8")
    load([str(written(tmp_path, "trig", *ALS)), str(terms)], store)
    name = "<https://w3id.org/kg-trials/graph/file/my-terms-ttl>"
    assert contents(store) == {**expected(*ALS), name: {'<urn:a> <urn:b> "c"'}}
    assert store.holdings().records == len(ALS)


def test_records_that_are_left_out_are_reported(store: EmbeddedStore, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"protocolSection": {}}', "utf-8")
    ran = run("load", SAMPLES / f"{ALS[1]}.json", bad, "--store", "store", cwd=tmp_path)
    assert ran.status == 1
    assert "1 left out: see store.rejects.jsonl" in ran.talk
    rejects = (tmp_path / "store.rejects.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["place"] for line in rejects] == [str(bad)]
    assert contents(store) == expected(ALS[1])
    ran = run("load", bad, "--store", "store", cwd=tmp_path)
    assert ran.status == 2
    assert contents(store) == expected(ALS[1])


# What a reload changes


@pytest.mark.parametrize("others", [0, 1, 2], ids=["alone", "as many", "most kept"])
def test_a_reload_replaces_the_graph_of_its_record_and_no_other(
    others: int, store: EmbeddedStore, tmp_path: Path
) -> None:
    """Whether the rest is carried over to the new files or the new graph into a copy."""
    load([str(SAMPLES / f"{nct_id}.json") for nct_id in ALS[: others + 1]], store)
    before = contents(store)
    load([str(changed(tmp_path, ALS[0], "Another title"))], store)
    after = contents(store)
    name = sample(ALS[0]).name
    assert after.keys() == before.keys()
    assert {graph for graph in after if after[graph] != before[graph]} == {name}
    assert titles(store)[ALS[0]] == "Another title"
    load([str(SAMPLES / f"{ALS[0]}.json")], store)
    assert contents(store) == before


def test_a_reload_of_the_same_changes_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    document = str(written(tmp_path, "n-quads", *ALS))
    for _ in range(2):
        load([document], store)
        assert contents(store) == expected(*ALS)
    assert len(list(store.folder.glob("data-*"))) == 1


def test_one_graph_in_two_files_is_refused(store: EmbeddedStore, tmp_path: Path) -> None:
    first = written(tmp_path, "n-quads", ALS[0])
    second = written(tmp_path, "turtle", ALS[0])
    with pytest.raises(SourceError, match="load one after the other"):
        load([str(first), str(second)], store)
    with pytest.raises(SourceError, match="load one after the other"):
        load([str(first), str(SAMPLES / f"{ALS[0]}.json")], store)


def test_a_reader_keeps_what_it_reads(store: EmbeddedStore, tmp_path: Path) -> None:
    load([str(written(tmp_path, "n-quads", *ALS))], store)
    with store.opened() as opened:
        before = len(opened)
        load([str(changed(tmp_path, ALS[0], "Another"))], store)
        load([str(changed(tmp_path, ALS[0], "And another"))], store)
        assert len(list(opened)) == before
        assert titles(store)[ALS[0]] == "And another"
    load([str(changed(tmp_path, ALS[0], "The last one"))], store)
    assert len(list(store.folder.glob("data-*"))) == 1


# What can't be loaded


def test_a_second_writer_is_told_so(store: EmbeddedStore, tmp_path: Path) -> None:
    document = written(tmp_path, "n-quads", ALS[0])
    with store.loading() as staged:
        ran = run("load", document, "--store", store.folder, cwd=tmp_path)
        assert ran.status == 2
        assert "is being loaded by another process" in ran.talk
        staged.store.load("<urn:a> <urn:b> <urn:c> .", pyoxigraph.RdfFormat.TURTLE)
    assert store.holdings().triples == 1


@pytest.mark.parametrize(
    "name, text, sentence",
    [
        ("a.rdf", '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF/>', "document type or entities"),
        ("a.rdf", f"{' ' * 8190}<!DOCTYPE x>", "document type or entities"),
        ("a.jsonld", '{"@context": "https://schema.org/", "name": "x"}', "does not fetch"),
        ("a.jsonld", '{"@id": "urn:a", "urn:b":' + "[" * 200_000, "not valid JSON-LD"),
        ("a.ttl", "<urn:a> <urn:b> .", "not valid Turtle"),
        ("a.nq", "<urn:a> <urn:b> <urn:c> <urn:d>", "not valid N-Quads"),
        ("a.nq.gz", "no gzip", "cut short or damaged"),
        ("a.nq.zst", "no zstd", "cut short or damaged"),
        ("a.ttl", "", "have no triple"),
        ("a.nq", "", "have no triple"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    name: str, text: str, sentence: str, store: EmbeddedStore, tmp_path: Path
) -> None:
    load([str(SAMPLES / f"{ALS[1]}.json")], store)
    path = tmp_path / name
    path.write_text(text, "utf-8")
    ran = run("load", path, "--store", store.folder, cwd=tmp_path)
    assert ran.status == 2
    assert sentence in ran.talk
    assert len(ran.talk.strip().splitlines()) == 1
    assert contents(store) == expected(ALS[1])
    assert len(list(store.folder.glob("data-*"))) == 1


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", "utf-8")
    with pytest.raises(OutputError, match=r"contains letter\.txt"):
        load([str(SAMPLES / f"{ALS[0]}.json")], EmbeddedStore(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("store", ["output/store", "."])
def test_a_load_of_nothing_leaves_nothing(store: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    for source in ("misspelt.json", "misspelt.ttl"):
        ran = run("load", source, "--store", store, cwd=here)
        assert ran.status == 2
        assert source in ran.talk
    assert not (here / store / "lock").exists()
    assert not (here / "output" / "store").exists()
    assert run("load", SAMPLES / f"{ALS[0]}.json", "--store", store, cwd=here).status == 0


def test_a_missing_store_says_what_to_do(tmp_path: Path) -> None:
    for command in (("query", "count-by-phase"), ("related", ALS[0])):
        ran = run(*command, cwd=tmp_path)
        assert ran.status == 2
        assert "kg load SOURCE --store output/store" in ran.talk
        assert list(tmp_path.iterdir()) == []


# Interruptions


@contextmanager
def started(*arguments: str | Path, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("kept", [0, 120], ids=["files anew", "a copy"])
def test_a_killed_load_leaves_the_old_store_or_the_new(kept: int, tmp_path: Path) -> None:
    """Killed at many moments, from the start of the process to behind its end."""
    store = EmbeddedStore(tmp_path / "store")
    numbers = [f"NCT9{n:07}" for n in range(40 + kept)]
    document = tmp_path / "all.nq"

    def version(label: str, chosen: list[str]) -> None:
        document.write_text("".join(quads(nct_id, label) for nct_id in chosen), "utf-8")

    version("old", numbers)
    load([str(document)], store)
    version("new", numbers[:40])
    began = time.monotonic()
    assert run("load", document, "--store", store.folder, cwd=tmp_path).status == 0
    whole = time.monotonic() - began
    version("old", numbers)
    load([str(document)], store)
    version("new", numbers[:40])
    seen = set()
    for moment in range(1, 40):
        kill("load", document, "--store", store.folder, cwd=tmp_path, after=whole * moment / 10)
        labels = {
            (label, len(of_it)) for label in ("old", "new") if (of_it := with_label(store, label))
        }
        old, new = {("old", 40 + kept)}, {("new", 40)} | ({("old", kept)} if kept else set())
        assert labels in (old, new), moment
        seen.add(labels == new)
        if labels == new:
            break
    assert seen == {False, True}
    load([str(document)], store)
    assert len(list(store.folder.glob("data-*"))) == 1


def kill(*arguments: str | Path, cwd: Path, after: float) -> None:
    """Kills a command after these seconds, if it has not ended."""
    nothing = os.open(os.devnull, os.O_RDWR)
    command = copied([str(each) for each in arguments], cwd, environment(), [nothing] * 3)
    os.close(nothing)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.killpg(command.process, signal.SIGKILL)
    command.wait(LONGEST)


_TRIPLES: Final = 100


def quads(nct_id: str, label: str) -> str:
    graph = f"<https://w3id.org/kg-trials/graph/{nct_id}>"
    return "".join(f'<urn:{nct_id}:{n}> <urn:label> "{label}" {graph} .\n' for n in range(_TRIPLES))


def with_label(store: EmbeddedStore, label: str) -> set[str]:
    """The graphs that are wholly of one version."""
    with store.opened() as opened:
        triples = opened.quads_for_pattern(None, None, pyoxigraph.Literal(label), None)
        counts = Counter(str(quad.graph_name) for quad in triples)
    return {graph for graph, count in counts.items() if count == _TRIPLES}


def test_ctrl_c_ends_a_load(store: EmbeddedStore, tmp_path: Path) -> None:
    load([str(SAMPLES / f"{ALS[1]}.json")], store)
    pipe = tmp_path / "endless.nq"
    os.mkfifo(pipe)
    line = b'<urn:a> <urn:b> "c" <urn:g> .\n'
    with started("load", pipe, "--store", store.folder, cwd=tmp_path) as process:
        with pipe.open("wb", buffering=0) as writer:
            writer.write(line * 100)
            process.send_signal(signal.SIGINT)
            with suppress(BrokenPipeError):
                while process.poll() is None:
                    writer.write(line)
        assert process.wait(timeout=30) == 130
        assert process.stderr is not None
        assert b"interrupted" in process.stderr.read()
    assert contents(store) == expected(ALS[1])


# Asking


@pytest.fixture
def small(store: EmbeddedStore, tmp_path: Path) -> EmbeddedStore:
    load([str(written(tmp_path, "n-quads", *ALS))], store, vocabulary=False)
    return store


ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_query_that_takes_too_long_is_ended(small: EmbeddedStore) -> None:
    began = time.monotonic()
    with pytest.raises(StoreError, match="took longer than 1 s"):
        rows(small, SparqlQuery(ENDLESS, timeout=1))
    assert time.monotonic() - began < 10


def test_a_query_that_takes_too_much_memory_is_ended(small: EmbeddedStore, tmp_path: Path) -> None:
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
    ran = run("query", "-e", greedy, "--memory", "0.3", "--store", small.folder, cwd=tmp_path)
    assert (ran.status, ran.text) == (2, "")
    assert "needs more than 0.3 GiB of memory" in ran.talk
    assert len(ran.talk.strip().splitlines()) == 1
    assert rows(small, SparqlQuery("SELECT ?s { ?s ?p ?o }", memory=0.3))


def test_ctrl_c_ends_a_query(small: EmbeddedStore, tmp_path: Path) -> None:
    with started("query", "-e", ENDLESS, "--store", small.folder, cwd=tmp_path) as process:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130


def test_a_query_that_ends_its_process_is_reported(small: EmbeddedStore) -> None:
    deep = f"ASK {{ FILTER({'(' * 100_000}1{')' * 100_000}) }}"
    with pytest.raises(StoreError, match="crashed its process"), answered(small, SparqlQuery(deep)):
        pass


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p true.SERVICE:x { ?s ?p ?o } }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\u005C" SERVICE <http://127.0.0.1:1/> {} "" }',
        "PREFIX e: <urn:e> SELECT * { ?s ?p e:.SERVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { ?s ?p <urn:a#b> . # c\nSERVICE <http://127.0.0.1:1/> {} }",
        r"PREFIX e: <urn:e> SELECT * { ?s ?p e:a\#b SERVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } FILTER(3>2) }",
    ],
)
def test_other_endpoints_are_not_asked(text: str, small: EmbeddedStore) -> None:
    assert calls_service(text)
    with pytest.raises(UsageError, match="SERVICE"), answered(small, SparqlQuery(text)):
        pass


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?o }",
        'SELECT * { ?s ?p "a SERVICE" }',
        "SELECT * { ?s ?p '''a ' SERVICE''' } # SERVICE",
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
        "PREFIX e: <urn:e> SELECT * { ?s e:service ?o }",
    ],
)
def test_the_word_may_stand_where_it_means_nothing(text: str, small: EmbeddedStore) -> None:
    assert not calls_service(text)
    assert isinstance(rows(small, SparqlQuery(text)), list)


@pytest.mark.parametrize("limit", [None, 1])
@pytest.mark.parametrize("format_name", ["csv", "tsv", "json", "xml", "table"])
def test_an_answer_in_every_form(
    format_name: str, limit: int | None, small: EmbeddedStore, tmp_path: Path
) -> None:
    text = "SELECT ?id ?n { ?t schema:subjectOf ?g ; dcterms:identifier ?id ; schema:status ?n }"
    given = ("--limit", str(limit)) if limit else ()
    ran = run("query", "-e", text, "-f", format_name, *given, "--store", small.folder, cwd=tmp_path)
    assert ran.status == 0, ran.talk
    if format_name == "table":
        assert ran.text.count("NCT0") == (limit or 3)
        return
    form = {
        "csv": pyoxigraph.QueryResultsFormat.CSV,
        "tsv": pyoxigraph.QueryResultsFormat.TSV,
        "json": pyoxigraph.QueryResultsFormat.JSON,
        "xml": pyoxigraph.QueryResultsFormat.XML,
    }[format_name]
    if format_name == "csv":
        assert len(ran.text.splitlines()) == 1 + (limit or 3)
        return
    found = pyoxigraph.parse_query_results(ran.data, form)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert len(list(found)) == (limit or 3)


@pytest.mark.parametrize("format_name", ["turtle", "json-ld"])
def test_a_graph_in_the_same_bytes(format_name: str, small: EmbeddedStore, tmp_path: Path) -> None:
    texts = [
        run("query", "-e", text, "-f", format_name, "--store", small.folder, cwd=tmp_path).text
        for text in (
            "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
            "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }",
        )
    ]
    assert texts[0] == texts[1]
    format = pyoxigraph.RdfFormat.from_media_type(FORMATS[format_name].media_type)
    found = {str(quad.triple) for quad in pyoxigraph.parse(texts[0].encode(), format)}
    assert found == frozenset().union(*expected(*ALS).values())


def test_terms_that_kg_has_none_of_can_be_written(small: EmbeddedStore, tmp_path: Path) -> None:
    text = 'CONSTRUCT { _:x <urn:p> "a"@en , 1 } { }'
    for form in ("turtle", "json-ld"):
        ran = run("query", "-e", text, "-f", form, "--store", small.folder, cwd=tmp_path)
        assert ran.status == 0, ran.talk
        assert "en" in ran.text


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (("-e", "SELECT"), "not valid SPARQL"),
        (("-e", "ASK { ?s ?p ?o }", "-f", "turtle"), "can't be written as turtle"),
        (("-e", "CONSTRUCT WHERE { ?s ?p ?o }", "-f", "csv"), "can't be written as a table"),
        (("-e", "DELETE WHERE { ?s ?p ?o }"), "is an update (DELETE)"),
        (("-e", "PREFIX a: <urn:a> load <urn:b>"), "is an update (LOAD)"),
        (("-e", " # SELECT"), "the query is empty"),
        (("-e", "HELLO { ?s ?p ?o }"), "no SELECT, CONSTRUCT, DESCRIBE or ASK"),
        (("-e", "ASK { ?s ex:name ?o }"), "the prefix ex: is not declared"),
        (("-e", "SELECT * { ?s ?p ?o }", "--param", "x=1"), "no variable ?x"),
        (("nothing",), "neither a named query nor a file"),
        ((), "give a query"),
        (("count-by-phase", "-e", "ASK {}"), "give a name or -e, not both"),
        (("trials-of-sponsor",), "needs --param sponsor="),
        (("count-by-phase", "--param", "x=1"), "has no parameter 'x'; its parameters: none"),
        (("count-by-phase", "--param", "x"), "write --param key=value"),
        (("-e", "SELECT ?s { ?s ?p ?o }", "--param", "o=1"), "variable ?o"),
    ],
)
def test_a_mistake_is_one_sentence(
    arguments: tuple[str, ...], sentence: str, small: EmbeddedStore, tmp_path: Path
) -> None:
    ran = run("query", *arguments, "--store", small.folder, cwd=tmp_path)
    assert ran.status == 2
    assert sentence in ran.talk
    assert len(ran.talk.strip().splitlines()) == 1


def test_queries_come_from_files_and_the_standard_input(
    small: EmbeddedStore, tmp_path: Path
) -> None:
    text = "SELECT ?nct ?s { ?s dcterms:identifier ?nct }"
    (tmp_path / "mine.rq").write_text(f"\ufeff{text}", "utf-8")
    given = ("--param", f"nct={ALS[0]}", "-f", "csv", "--store", small.folder)
    ran = [
        run("query", "mine.rq", *given, cwd=tmp_path).text,
        run("query", "-", *given, cwd=tmp_path, given=text.encode()).text,
        run("query", "-e", text, *given, cwd=tmp_path).text,
    ]
    assert len(set(ran)) == 1
    assert ALS[0] in ran[0]


def test_the_queries_are_listed(tmp_path: Path) -> None:
    ran = run("query", "--list", cwd=tmp_path)
    assert ran.status == 0
    assert "trials-of-sponsor\n    The trials of a sponsor" in ran.text
    assert "--param sponsor=...  " in ran.text


def test_damaged_files_are_named(store: EmbeddedStore, tmp_path: Path) -> None:
    load([str(written(tmp_path, "n-quads", ALS[0]))], store)
    with store.files() as path:
        for file in path.glob("*.sst"):
            file.write_bytes(b"damaged")
    sentence = f"the files of the store {re.escape(str(store.folder))} are damaged .*: remove the"
    with pytest.raises(StoreError, match=sentence), store.opened() as opened:
        list(opened)
    with pytest.raises(StoreError, match=sentence):
        load([str(written(tmp_path, "trig", ALS[0]))], store)
