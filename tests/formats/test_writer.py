"""Every format says the same: what is written is read back to the letter, whoever reads it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice, pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError, UsageError
from kg.formats import FORMATS, Format, context, format_of, serialize
from kg.rdf.record_graph import RecordGraph, by_subject
from kg.rdf.terms import Triple, boolean, integer, iri, literal, typed
from kg.rdf.vocabulary import KG, PREFIXES, RDF, RDF_TYPE, SCHEMA
from kg.system.compression import COMPRESSIONS
from tests.support.jena import Riot
from tests.support.paths import ROOT
from tests.support.rdf_parsers import OXIGRAPH, Quad, oxigraph_quads, rdflib_quads

TRIAL = "<https://clinicaltrials.gov/study/NCT00000001>"
NAME = "<https://w3id.org/kg-trials/graph/NCT00000001>"

each_format = pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)


def graph(*triples: Triple, trial: str = TRIAL, name: str = NAME) -> RecordGraph:
    """A record's graph of these triples."""
    return RecordGraph(trial[-12:-1], trial, name, by_subject(triples))


def quads(graph: RecordGraph, format: Format) -> set[Quad]:
    """What a reader of this format must find."""
    return {(triple, graph.name if format.has_graphs else None) for triple in graph.triples}


def written(format: Format, *graphs: RecordGraph) -> str:
    """The document of these records."""
    return "".join(serialize(graphs, format))


def schema(local: str) -> str:
    return f"<{SCHEMA}{local}>"


def ours(local: str) -> str:
    return f"<{KG}{local}>"


FRAGMENTS = [
    '"', '""', '"""', "'", "\\", "\\\\", "\\n", "\n", "\n\n", "\r", "\r\n", "\t", "\x85", "\u2028",
    "\u00a0", "\ufeff", "\U0001f9ec", "\u202eשלום", "é", "e\u0301", "≥", "<", ">", "&", "&amp;",
    "]]>", "<!--", "{", "}", "#", "@id", "@value", "@prefix", "^^", "_:b", "schema:name", "name",
    "http://a.example/", "1", "1.0", "-0", "1e5", "true", "null", ".", ",", ";", " ", "  ", "u0041",
    "\\u0041", "%20", "\ud7ff", "\ue000", "\ufffd", "\x7f",
]  # fmt: skip
"""What breaks a writer that escapes too little, too much, or twice."""

TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text("ab", max_size=3), max_size=6).map("".join)

SOUND_IRIS = [
    iri(text)
    for text in (
        f"{SCHEMA}Thing",
        f"{SCHEMA}a.b",
        f"{SCHEMA}a.",
        f"{SCHEMA}.a",
        f"{SCHEMA}-a",
        f"{SCHEMA}a-",
        f"{SCHEMA}a,b",
        f"{SCHEMA}a/b",
        f"{SCHEMA}a#b",
        f"{SCHEMA}1",
        f"{SCHEMA}_",
        f"{SCHEMA}é",
        f"{SCHEMA}%41",
        f"{SCHEMA}a:b",
        SCHEMA,
        f"{KG}site",
        f"{RDF}_1",
        f"{PREFIXES['obo']}CTO_0000035",
        f"{PREFIXES['mesh']}D000690",
        f"{PREFIXES['pubmed']}35585520/",
        "https://doi.org/10.1002/(sici)1097-0258(19980815/30)17:15/16%3c1661::aid-sim968%3e3.0.co;2-2",
        "https://example.org/a(b),c;d.",
        "https://example.org/Ü/日本?q=a&b='c'#frag",
        "https://example.org/%E2%89%A5/%2f",
        "http://example.org",
        "urn:isbn:0451450523",
        "urn:ietf:rfc:3987",
        "mailto:a@example.org",
        "tel:+82-2-2290-8114",
    )
]
"""IRIs that are right, and that tempt a writer to shorten them wrongly."""

IRIS = st.sampled_from([*SOUND_IRIS, "<https://example.org//a/../b/./c>", "<urn:x:schema:name>"])

NODES = st.sampled_from(
    [TRIAL, NAME, *(f"<https://w3id.org/kg-trials/node/{name}>" for name in "abcdef")]
)

PREDICATES = st.sampled_from(
    [
        schema("name"),
        schema("sponsor"),
        schema("status"),
        schema("startDate"),
        schema("unheardOf"),
        ours("site"),
        ours("enrollment"),
        ours("un-heard.of"),
        f"<{PREFIXES['cito']}describes>",
        f"<{PREFIXES['skos']}prefLabel>",
        f"<{PREFIXES['obo']}CTO_0000035>",
        f"<{RDF}value>",
        "<http://example.org/a&b/é#p>",
        "<http://example.org/1p>",
        "<urn:x:schema:name>",
    ]
)

LEXICAL = st.sampled_from(
    ["0", "00", "-0", "+1", "1", "-115", "9" * 40, "1.0", "1.50", "-37.566", ".5", "5.", "-0.0",
     "1e5", "true", "false", "1 ", "TRUE", "", "2021-03", "2021-03-01", "P18Y", "a\nb", 'a"\n"']
)  # fmt: skip

LITERALS = st.one_of(
    TEXTS.map(literal),
    st.integers().map(integer),
    st.booleans().map(boolean),
    st.builds(
        typed,
        LEXICAL,
        st.sampled_from("integer decimal double boolean date gYearMonth anyURI".split()),
    ),
    LEXICAL.map(lambda text: f"{literal(text)}^^<http://example.org/datatype>"),
)

GRAPHS = st.lists(
    st.tuples(NODES | IRIS, PREDICATES, NODES | IRIS | LITERALS)
    | st.tuples(NODES, st.just(RDF_TYPE), IRIS),
    max_size=30,
).map(lambda triples: graph(*triples))


@pytest.mark.slow
@each_format
@given(found=GRAPHS)
def test_reads_back_to_the_letter(format: Format, found: RecordGraph) -> None:
    document = written(format, found)
    assert oxigraph_quads(document, format.name) == quads(found, format)
    assert rdflib_quads(document, format.name) == quads(found, format)


@pytest.mark.slow
@each_format
@given(text=TEXTS)
def test_a_text_reads_back_under_every_kind_of_property(format: Format, text: str) -> None:
    predicates = [schema(name) for name in ("name", "sponsor", "status", "startDate", "unheardOf")]
    found = graph(*((TRIAL, predicate, literal(text)) for predicate in predicates))
    document = written(format, found)
    assert oxigraph_quads(document, format.name) == quads(found, format)
    assert rdflib_quads(document, format.name) == quads(found, format)


@pytest.mark.slow
def test_riot_reads_back_to_the_letter(riot: Riot, tmp_path: Path) -> None:
    texts = [*FRAGMENTS, *map("".join, pairwise(FRAGMENTS))]
    found = graph(
        *((TRIAL, schema("name"), literal(text)) for text in texts),
        *((TRIAL, schema("sponsor"), literal(text)) for text in texts),
        *((TRIAL, schema("sponsor"), term) for term in SOUND_IRIS),
        *((term, schema("status"), TRIAL) for term in SOUND_IRIS),
        *((TRIAL, ours("enrollment"), integer(number)) for number in (-1, 0, 10**15)),
    )
    expected = {}
    for format in FORMATS.values():
        path = tmp_path / f"a{format.ending}"
        path.write_text(written(format, found), "utf-8", newline="\n")
        end = f" {found.name} ." if format.has_graphs else " ."
        expected[path] = {f"{s} {p} {o}{end}" for s, p, o in found.triples}
    for path, lines in riot(expected):
        assert {line.replace("\\uFFFD", "\ufffd") for line in lines} == expected[path], path


@each_format
def test_several_records_make_one_document(format: Format) -> None:
    shared = ("<https://w3id.org/kg-trials/organization/x>", schema("name"), literal("X"))
    trials = {
        name: f"<https://clinicaltrials.gov/study/{name}>" for name in ("NCT1", "NCT2", "NCT3")
    }
    records = [
        graph(
            (trial, schema("sponsor"), shared[0]),
            shared,
            trial=trial,
            name=f"<https://w3id.org/kg-trials/graph/{name}>",
        )
        for name, trial in trials.items()
    ]
    document = written(format, *records)
    expected = set().union(*(quads(record, format) for record in records))
    assert oxigraph_quads(document, format.name) == expected
    assert rdflib_quads(document, format.name) == expected


@each_format
def test_no_record_makes_an_empty_document(format: Format) -> None:
    for found in ([], [graph()]):
        document = written(format, *found)
        assert oxigraph_quads(document, format.name) == set()
        assert rdflib_quads(document, format.name) == set()


@each_format
def test_a_language_is_kept(format: Format) -> None:
    found = graph((TRIAL, schema("name"), '"a\\n\\"b"@en'), (TRIAL, schema("name"), '"a & b"@de'))
    text = written(format, found)
    assert oxigraph_quads(text, format.name) == quads(found, format)
    assert rdflib_quads(text, format.name) == quads(found, format)


@each_format
def test_streams(format: Format) -> None:
    def endless() -> Iterator[RecordGraph]:
        while True:
            yield graph((TRIAL, schema("name"), literal("x")))

    assert len(list(islice(serialize(endless(), format), 100))) == 100


@each_format
def test_a_record_is_the_same_text_alone_and_among_others(format: Format) -> None:
    found = graph((TRIAL, schema("name"), literal("x")))
    text = format.writer.record(found).decode()
    assert written(format, found, found).count(text) == 2


@each_format
@pytest.mark.parametrize("compression", ["", *COMPRESSIONS, ".GZ"])
def test_the_ending_tells_the_format(format: Format, compression: str) -> None:
    assert format_of(f"some.dir/a.b{format.ending}{compression}") is format
    assert format_of(Path(f"NCT1{format.ending.upper()}{compression}")) is format


@pytest.mark.parametrize("path", ["a.txt", "a", "ttl", "a.gz", "a.ttl.bz2", "dir.ttl/a", ""])
def test_an_ending_of_no_format_is_reported(path: str) -> None:
    with pytest.raises(UsageError, match=r"\.ttl, \.jsonld, \.nt, \.nq, \.trig, \.rdf, with"):
        format_of(path)


def test_formats_are_known_to_the_world() -> None:
    assert {row.iri.removeprefix("http://www.w3.org/ns/formats/") for row in FORMATS.values()} == {
        "Turtle", "JSON-LD", "N-Triples", "N-Quads", "TriG", "RDF_XML",
    }  # fmt: skip
    for name, row in FORMATS.items():
        assert row.media_type == OXIGRAPH[name].media_type
        assert row.has_graphs == OXIGRAPH[name].supports_datasets


def test_prefixes_end_where_a_name_begins() -> None:
    assert [name for name, namespace in PREFIXES.items() if namespace[-1] not in "/#"] == []


class TestTurtle:
    """Turtle as a reader sees it."""

    def test_layout(self) -> None:
        organization = "<https://w3id.org/kg-trials/organization/hanyang-university>"
        sites = [f"<https://w3id.org/kg-trials/site/seoul-{number}>" for number in range(2)]
        found = graph(
            (TRIAL, RDF_TYPE, schema("MedicalTrial")),
            (TRIAL, RDF_TYPE, f"<{PREFIXES['obo']}OBI_0003699>"),
            (TRIAL, ours("enrollment"), integer(115)),
            (TRIAL, ours("hasResults"), boolean(False)),
            (TRIAL, schema("startDate"), typed("2021-03", "gYearMonth")),
            (TRIAL, schema("name"), literal("ALSUMMIT")),
            (TRIAL, schema("description"), literal('One "quoted" line.\nAnd a \\ second.')),
            (TRIAL, schema("sponsor"), organization),
            *((TRIAL, ours("site"), site) for site in sites),
            (organization, schema("name"), literal("Hanyang")),
        )
        assert (
            written(FORMATS["turtle"], found).split("\n\n", 1)[1]
            == '''\
ctgov:NCT00000001 a schema:MedicalTrial, obo:OBI_0003699 ;
    schema:name "ALSUMMIT" ;
    schema:description """One "quoted" line.
And a \\\\ second.""" ;
    schema:sponsor <https://w3id.org/kg-trials/organization/hanyang-university> ;
    schema:startDate "2021-03"^^xsd:gYearMonth ;
    kg:enrollment 115 ;
    kg:hasResults false ;
    kg:site
        <https://w3id.org/kg-trials/site/seoul-0>,
        <https://w3id.org/kg-trials/site/seoul-1> .

<https://w3id.org/kg-trials/organization/hanyang-university> schema:name "Hanyang" .
'''
        )

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a\n", '"""a\n"""'),
            ('a\n"b"', '"""a\n\\"b\\""""'),
            ('"a"\nb', '""""a"\nb"""'),
            ('a\n""b', '"""a\n\\"\\"b"""'),
            ("a\n\\", '"""a\n\\\\"""'),
            ("a\r\nb", '"""a\\r\nb"""'),
            ("a\\nb", '"a\\\\nb"'),
        ],
    )
    def test_long_texts(self, text: str, expected: str) -> None:
        found = graph((TRIAL, schema("name"), literal(text)))
        assert written(FORMATS["turtle"], found).endswith(f" schema:name {expected} .\n")

    def test_trig_is_turtle_within_the_graph(self) -> None:
        found = graph((TRIAL, schema("name"), literal("a")), (TRIAL, ours("phase"), literal("b")))
        assert written(FORMATS["trig"], found).split("\n\n", 1)[1] == (
            f'{NAME} {{\n    ctgov:NCT00000001 schema:name "a" ;\n        kg:phase "b" .\n}}\n'
        )


class TestRdfXml:
    """What RDF/XML can't hold is told, and never written."""

    @pytest.mark.parametrize("character", ["\0", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
    def test_a_character_that_xml_has_not(self, character: str) -> None:
        found = graph((TRIAL, schema("name"), literal(f"a{character}≥")))
        with pytest.raises(OutputError, match=rf"NCT00000001 .*U\+{ord(character):04X}"):
            written(FORMATS["rdf-xml"], found)

    @pytest.mark.parametrize("predicate", ["http://example.org/1", "http://a/b/", f"{RDF}li"])
    def test_a_predicate_that_is_no_element(self, predicate: str) -> None:
        found = graph((TRIAL, f"<{predicate}>", literal("x")))
        with pytest.raises(OutputError, match=f"<{predicate}>"):
            written(FORMATS["rdf-xml"], found)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "rdf-xml"])
def test_control_characters_read_back(name: str) -> None:
    format = FORMATS[name]
    text = "".join(map(chr, range(1, 0x20))) + "≥"
    found = graph((TRIAL, schema("name"), literal(text)), (TRIAL, ours("x"), typed(text, "token")))
    assert oxigraph_quads(written(format, found), name) == quads(found, format)


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_bytes_do_not_hang_on_the_hash_seed(seed: str) -> None:
    code = (
        "import hashlib\n"
        "from kg.formats import FORMATS\n"
        "from tests.formats.test_writer import NAMED, written\n"
        "for f in FORMATS.values():\n"
        "    print(f.name, hashlib.sha256(written(f, *NAMED).encode()).hexdigest())\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout == "".join(
        f"{f.name} {hashlib.sha256(written(f, *NAMED).encode()).hexdigest()}\n"
        for f in FORMATS.values()
    )


def _tangle() -> RecordGraph:
    """Nodes that all point to each other, and two that nothing points to."""
    nodes = [TRIAL, *(f"<https://w3id.org/kg-trials/node/{number}>" for number in range(6))]
    pairs = product(enumerate(nodes), repeat=2)
    return graph(
        *((a, ours(f"p{i * j % 5}"), b) for (i, a), (j, b) in pairs),
        *((node, schema("name"), literal(node[1:-1])) for node in nodes),
        (f"<{KG}x>", ours("p"), f"<{KG}y>"),
        (f"<{KG}y>", ours("p"), f"<{KG}x>"),
    )


NAMED = (_tangle(), graph((NAME, schema("about"), TRIAL), (TRIAL, schema("name"), literal("x"))))
"""Two records for tests of bytes."""


def test_the_context_is_a_dictionary() -> None:
    assert json.loads((ROOT / "ontologies" / "context.jsonld").read_text("utf-8")) == {
        "@context": context()
    }
