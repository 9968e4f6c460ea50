"""JSON-LD as one readable tree, and the context that is bundled for it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import OutputError
from kg.formats import FORMATS, OUTPUTS, context, jsonld, serialize
from kg.formats.context import KEYWORDS, PUBLISHED, read
from kg.formats.jsonld import DEEPEST
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import Triple, boolean, integer, literal, typed
from kg.rdf.vocabulary import KG, PREFIXES, RDF_TYPE, SCHEMA
from tests.formats.test_writer import NAME, TRIAL, graph, ours, schema
from tests.support.graph_facts import RECORDS
from tests.support.rdf_parsers import oxigraph_quads, rdflib_quads

JSON_LD = FORMATS["json-ld"]

ORGANIZATION = "<https://w3id.org/kg-trials/organization/hanyang-university>"
PERSON = "<https://w3id.org/kg-trials/person/kim>"


def document(*graphs: RecordGraph) -> Any:
    """The JSON of the document of these records."""
    return json.loads("".join(serialize(graphs, JSON_LD)))


def trees(*triples: Triple) -> list[dict[str, Any]]:
    """What the graph of one record with these triples contains, the trial first."""
    found: dict[str, Any] = document(graph(*triples))
    assert list(found) == ["@context", "id", "@graph"]
    assert found["id"] == NAME[1:-1]
    assert found["@context"].items() <= context().items()
    nodes: list[dict[str, Any]] = found["@graph"]
    return nodes


def tree(*triples: Triple) -> dict[str, Any]:
    """The tree of a trial that all of these triples lead to."""
    [found] = trees(*triples)
    return found


def node(name: str) -> str:
    return f"<https://w3id.org/kg-trials/node/{name}>"


def test_layout() -> None:
    found = graph(
        (TRIAL, RDF_TYPE, schema("MedicalTrial")),
        (TRIAL, RDF_TYPE, f"<{PREFIXES['obo']}OBI_0003699>"),
        (TRIAL, schema("name"), literal('ALSUMMIT "III"\t≥')),
        (TRIAL, schema("status"), schema("Recruiting")),
        (TRIAL, schema("startDate"), typed("2021-02-24", "date")),
        (TRIAL, schema("endDate"), typed("2024-03", "gYearMonth")),
        (TRIAL, ours("enrollment"), integer(115)),
        (TRIAL, ours("hasResults"), boolean(False)),
        (TRIAL, schema("sponsor"), ORGANIZATION),
        (ORGANIZATION, schema("name"), literal("Hanyang")),
    )
    assert "".join(serialize([found], JSON_LD)) == (
        "{\n"
        '  "@context": {\n'
        '    "id": "@id", "type": "@type", "kg": "https://w3id.org/kg-trials/vocab#",\n'
        '    "obo": "http://purl.obolibrary.org/obo/", "schema": "https://schema.org/",\n'
        '    "xsd": "http://www.w3.org/2001/XMLSchema#", "MedicalTrial": "schema:MedicalTrial",\n'
        '    "Recruiting": "schema:Recruiting", "endDate": {"@id": "schema:endDate", "@type":'
        ' "xsd:date"},\n'
        '    "enrollment": "kg:enrollment", "hasResults": "kg:hasResults", "name": "schema:name",\n'
        '    "sponsor": {"@id": "schema:sponsor", "@type": "@id"},\n'
        '    "startDate": {"@id": "schema:startDate", "@type": "xsd:date"},\n'
        '    "status": {"@id": "schema:status", "@type": "@vocab"}\n'
        "  },\n"
        '  "id": "https://w3id.org/kg-trials/graph/NCT00000001",\n'
        '  "@graph": [{\n'
        '    "id": "https://clinicaltrials.gov/study/NCT00000001",\n'
        '    "type": ["MedicalTrial", "obo:OBI_0003699"],\n'
        '    "name": "ALSUMMIT \\"III\\"\\u0009≥",\n'
        '    "endDate": {"@type": "xsd:gYearMonth", "@value": "2024-03"},\n'
        '    "startDate": "2021-02-24",\n'
        '    "status": "Recruiting",\n'
        '    "enrollment": 115,\n'
        '    "hasResults": false,\n'
        '    "sponsor": {\n'
        '      "id": "https://w3id.org/kg-trials/organization/hanyang-university",\n'
        '      "name": "Hanyang"\n'
        "    }\n"
        "  }]\n"
        "}\n"
    )


def test_a_node_stands_once_nearest_to_the_trial_and_is_an_id_elsewhere() -> None:
    found = tree(
        (TRIAL, ours("principalInvestigator"), PERSON),
        (PERSON, schema("affiliation"), ORGANIZATION),
        (TRIAL, schema("sponsor"), ORGANIZATION),
        (ORGANIZATION, schema("name"), literal("Hanyang")),
        (ORGANIZATION, schema("unheardOf"), PERSON),
    )
    assert found == {
        "id": TRIAL[1:-1],
        "sponsor": {
            "id": ORGANIZATION[1:-1],
            "name": "Hanyang",
            "schema:unheardOf": {"id": PERSON[1:-1]},
        },
        "principalInvestigator": {"id": PERSON[1:-1], "affiliation": ORGANIZATION[1:-1]},
    }


def test_cycles_and_oneself() -> None:
    article = "<https://doi.org/10.1186/s13063-022-06327-4>"
    assert tree(
        (TRIAL, ours("reference"), article),
        (TRIAL, ours("relatedTrial"), TRIAL),
        (article, f"<{PREFIXES['cito']}describes>", TRIAL),
    ) == {
        "id": TRIAL[1:-1],
        "relatedTrial": TRIAL[1:-1],
        "reference": {"id": article[1:-1], "describes": TRIAL[1:-1]},
    }


def test_what_the_trial_does_not_lead_to_follows_it() -> None:
    assert trees(
        (TRIAL, schema("name"), literal("x")),
        (node("a"), schema("unheardOf"), node("b")),
        (node("b"), schema("unheardOf"), node("a")),
        (node("d"), schema("unheardOf"), node("c")),
        (node("c"), schema("unheardOf"), TRIAL),
    ) == [
        {"id": TRIAL[1:-1], "name": "x"},
        {
            "id": node("d")[1:-1],
            "schema:unheardOf": {
                "id": node("c")[1:-1],
                "schema:unheardOf": {"id": TRIAL[1:-1]},
            },
        },
        {
            "id": node("a")[1:-1],
            "schema:unheardOf": {
                "id": node("b")[1:-1],
                "schema:unheardOf": {"id": node("a")[1:-1]},
            },
        },
    ]


def test_a_long_chain_is_not_a_deep_document() -> None:
    chain = [TRIAL, *(node(f"{number:04}") for number in range(2000))]
    found = graph(*((a, schema("unheardOf"), b) for a, b in pairwise(chain)))
    text = "".join(serialize([found], JSON_LD))
    assert max(len(line) - len(line.lstrip()) for line in text.splitlines()) < 4 * DEEPEST
    assert {triple for triple, _ in oxigraph_quads(text, "json-ld")} == set(found.triples)


def test_several_records_are_a_list_of_documents() -> None:
    one = graph((TRIAL, schema("name"), literal("x")))
    two = graph((TRIAL, ours("enrollment"), integer(1)), name=f"{NAME[:-1]}2>")
    assert document(one, two) == {"@graph": [document(one), document(two)]}


def test_a_graph_without_a_name_is_the_default_graph() -> None:
    triple = (TRIAL, schema("name"), literal("x"))
    text = "".join(serialize([graph(triple, name="")], JSON_LD))
    assert oxigraph_quads(text, "json-ld") == {(triple, None)}


def names_used(found: Any) -> set[str]:
    """All keys, compact IRIs and strings of a document that could be names of its context."""
    if isinstance(found, dict):
        return {*found}.union(*map(names_used, found.values()))
    if isinstance(found, list):
        return set().union(*map(names_used, found))
    return {found} if isinstance(found, str) else set()


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.json"))[::6], ids=lambda path: path.stem)
def test_the_context_has_the_terms_that_the_document_uses_and_no_other(path: Path) -> None:
    """That it lacks none is shown by the parsers."""
    for record in kg.read(path):
        found = document(kg.map_record(record))
        own = found.pop("@context")
        used = names_used([found, *own.values()])
        used |= {name.partition(":")[0] for name in used}
        assert own.keys() <= used


def test_a_published_context_is_named() -> None:
    text = JSON_LD.writer.record(graph((TRIAL, schema("name"), literal("x"))))
    named = jsonld.documents(PUBLISHED).record(graph((TRIAL, schema("name"), literal("x"))))
    assert json.loads(named) == {**json.loads(text), "@context": PUBLISHED}


@pytest.mark.parametrize(
    ("predicate", "term", "expected"),
    [
        (schema("name"), literal("schema:name"), {"name": "schema:name"}),
        (schema("name"), schema("Thing"), {"name": {"id": "schema:Thing"}}),
        (schema("sponsor"), literal("http://a"), {"sponsor": {"@value": "http://a"}}),
        (schema("sponsor"), integer(1), {"sponsor": {"@type": "xsd:integer", "@value": "1"}}),
        (schema("sponsor"), "<http://a.example>", {"sponsor": "http://a.example"}),
        (schema("sponsor"), schema("Recruiting"), {"sponsor": "schema:Recruiting"}),
        (schema("status"), schema("Recruiting"), {"status": "Recruiting"}),
        (schema("status"), literal("Recruiting"), {"status": {"@value": "Recruiting"}}),
        (schema("startDate"), literal("2021"), {"startDate": {"@value": "2021"}}),
        (schema("unheardOf"), integer(7), {"schema:unheardOf": 7}),
        (schema("unheardOf"), boolean(True), {"schema:unheardOf": True}),
        (
            ours("enrollment"),
            typed("007", "integer"),
            {"enrollment": {"@type": "xsd:integer", "@value": "007"}},
        ),
        (
            ours("enrollment"),
            integer(10**15),
            {"enrollment": {"@type": "xsd:integer", "@value": "1" + 15 * "0"}},
        ),
        (
            schema("name"),
            '"Studie"@de',
            {"name": {"@language": "de", "@value": "Studie"}},
        ),
        (
            schema("startDate"),
            '"1 \\"x\\""@en',
            {"startDate": {"@language": "en", "@value": '1 "x"'}},
        ),
        ("<http://a.example/p>", literal("x"), {"http://a.example/p": "x"}),
        (schema("a/b"), literal("x"), {"https://schema.org/a/b": "x"}),
    ],
)
def test_values(predicate: str, term: str, expected: dict[str, Any]) -> None:
    assert tree((TRIAL, predicate, term)) == {"id": TRIAL[1:-1], **expected}
    text = "".join(serialize([graph((TRIAL, predicate, term))], JSON_LD))
    for quads in (oxigraph_quads(text, "json-ld"), rdflib_quads(text, "json-ld")):
        assert quads == {((TRIAL, predicate, term), NAME)}


@pytest.mark.parametrize(
    "triple",
    [
        ("<schema:x>", schema("name"), literal("x")),
        (TRIAL, "<name:x>", literal("x")),
        (TRIAL, schema("sponsor"), "<obo:x>"),
        (TRIAL, schema("name"), f"{literal('x')}^^<xsd:date>"),
        (TRIAL, RDF_TYPE, literal("Thing")),
    ],
)
def test_what_would_be_misread_is_refused(triple: Triple) -> None:
    with pytest.raises(OutputError, match="JSON-LD"):
        document(graph(triple))


def test_every_entry_of_the_context_is_of_a_kind_that_the_writer_knows() -> None:
    definitions = context()
    assert {key: definitions[key] for key in KEYWORDS} == KEYWORDS
    for name, definition in definitions.items():
        if isinstance(definition, dict):
            assert set(definition) <= {"@id", "@type", "@container"}, name
            assert definition.get("@container") in (None, "@set"), name
    known = read(definitions)
    assert all(PREFIXES[name] == iri for iri, name in known.namespaces.items())
    assert {"schema", "kg", "obo", "xsd"} <= set(known.namespaces.values())
    terms = [*known.namespaces, *known.entries, *KEYWORDS]
    assert len(terms) == len(definitions), "two names for one IRI"
    assert [term for term in known.entries if not term.startswith(("<http:", "<https:"))] == []


def test_an_array_where_the_context_asks_for_one() -> None:
    known = read(
        {
            **KEYWORDS,
            "schema": SCHEMA,
            "kg": KG,
            "site": {"@id": "kg:site", "@type": "@id", "@container": "@set"},
        }
    )
    assert known.sets == {ours("site")}


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x1c", "\v", "\u00a0", "\r"])
def test_json_ld_lines_keep_every_character(character: str) -> None:
    text = f"  one{character}two {character}"
    line = OUTPUTS["json-ld-lines"].writer.record(
        graph((TRIAL, schema("name"), literal(text)), (TRIAL, schema("description"), literal(text)))
    )
    assert (line.count(b"\n"), line[-1:]) == (1, b"\n")
    found = json.loads(line)
    assert [(t["name"], t["description"]) for t in found["@graph"]] == [(text, text)]
