"""What the mapping accepts is what the shapes accept: one bad value costs that value.

Whatever stands in a field, the record is exported, its graph has no violation by either engine, and
the value is in the graph or in a finding. The values come from both sides of every border that the
shapes draw: their ranges, their patterns, and the types of the model.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from rdflib import SH, URIRef

import kg
from kg.coverage import Leaf, leaves
from kg.coverage.xml_values import XmlLeaf, XmlValues
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import WEB_IRI, literal
from kg.rdf.vocabulary import RDF_VALUE
from kg.shacl import bundled_shapes
from kg.shacl.report import SHAPES
from kg.sources.classic_xml.reading import path_of
from tests.support.classic_xml_writer import render, sayable
from tests.support.graph_facts import RECORDS, Said
from tests.support.paths import DATA
from tests.support.real_data import needed_files

FULL: Final = sorted((DATA / "shapes").glob("*.json"))
"""Records that together have every field."""

ID: Final = "protocolSection.identificationModule.nctId"

TEXTS: Final = (
    *("", " ", "\u00a0", "\u200b", "x", "12", "-1", "1e400", "NaN", "true", "null", "\0", "\ufffd"),
    *("HTTP://EXAMPLE.org", "Https://a/", "http://\u00a0x", "http://\u3000", "http://a\u2028b"),
    *("https://example.org/\u200bx", "ftp://x/", "http://", "http://u:p@x/", "http://[::1]/"),
    *("2021-02-30", "0000", "0001-01-01", "9999-12-31", "99999-01-01", "2021-13", "２０２１-01"),
    *("2021-01-01T25:99", "2021-02-30T10:00", "2021-01-01T10:00", "2021-01-01T29:59"),
    *("18 Years", "999999999999 Years", "-5 Years", "9" * 5000 + " Years", "1.5 Years"),
    *("9" * 5000, "9" * 400, "0." + "0" * 400 + "1", "٣", "²", "1,000", "1,0000", "=-1", "<-0.5"),
    *("101% Confidence Interval", "95.0% Confidence Interval", "1" * 400 + "% Confidence Interval"),
    *("D003920", "D1", "C999999999", "NCT00000000", "nct00000001", "0123456789012", "PMID: 00012"),
    *("10.1000/ABC<x>", "doi: 10.1000/X", "doi:10.1/a", "a" * 5000, "a\nb", "..", "../x", "%", "#"),
)
NUMBERS: Final = (
    *(0, 1, -1, 999, -999, 1.0, 1.5, -1.5, -0.0, 1e22, 1e-9, 1.7e308, -1.7e308),
    *(2**63, 2**64, -(2**64), 10**30, -(10**30)),
)
OTHERS: Final[tuple[Any, ...]] = (
    True,
    False,
    [],
    ["x"],
    [1],
    [None],
    {},
    {"x": 1},
    {"a": {"b": [1]}},
    [["x"]],
)
TOO_LARGE: Final = ("1e400", "-1e400", "1E+999", "1" * 5000, "-" + "1" * 5000, "0." + "1" * 5000)
"""Numbers as they are written in JSON."""


@cache
def borders() -> tuple[float, ...]:
    """Numbers at and around every bound of the shapes."""
    graph = bundled_shapes().graph
    found = {
        float(str(bound))
        for parameter in (SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive)
        for bound in graph.objects(None, parameter)
    }
    near = {bound + step for bound in found for step in (-1, -0.5, 0, 0.5, 1)}
    return tuple(sorted({int(each) if each.is_integer() else each for each in near}))


@cache
def patterns() -> tuple[str, ...]:
    """Every pattern of the shapes."""
    return tuple(sorted(map(str, bundled_shapes().graph.objects(None, SH.pattern))))


def written() -> Iterator[str]:
    """Every value as JSON text."""
    yield from map(json.dumps, (*TEXTS, *NUMBERS, *borders(), *OTHERS))
    yield from TOO_LARGE


def fields(content: Any) -> dict[str, Leaf]:
    """The first value of each field, but for the id."""
    found: dict[str, Leaf] = {}
    for leaf in leaves(content):
        if leaf.path != ID:
            found.setdefault(leaf.path, leaf)
    return found


def graph_of(document: str) -> RecordGraph:
    [record] = kg.read(document.encode())
    return kg.map_record(record)


def violations(graph: RecordGraph, *engines: str) -> list[tuple[str | None, ...]]:
    return [
        (engine, result.focus_node, result.path, result.value, result.source_shape)
        for engine in engines
        for result in kg.validate(graph, engine=engine).violations
    ]


def is_kept(text: str, graph: RecordGraph, without: RecordGraph) -> bool:
    """Whether a value changes the graph or is reported; a blank one says nothing."""
    value = None if text in TOO_LARGE else json.loads(text)
    says_nothing = text not in TOO_LARGE and (
        value in ([], {}, [None]) or (isinstance(value, str) and not value.strip())
    )
    return says_nothing or graph.nodes != without.nodes or graph.findings != without.findings


MARK: Final = "@@value@@"


def faults(content: str, path: str, values: list[str]) -> list[str]:
    """What goes wrong if each of the values stands in one field of a record."""
    copy = json.loads(content)
    leaf = fields(copy)[path]
    leaf.holder[leaf.key] = MARK
    template = json.dumps(copy)
    without = graph_of(template.replace(f'"{MARK}"', "null"))
    found = []
    for text in values:
        graph = graph_of(template.replace(f'"{MARK}"', text))
        found += [f"{path} {text[:60]}: {each}" for each in violations(graph, "compiled")]
        if not is_kept(text, graph, without):
            found.append(f"{path} {text[:60]}: lost")
    return found


def records_by_field(files: list[Path]) -> dict[str, str]:
    """The content of the smallest record with each field."""
    found: dict[str, str] = {}
    for file in sorted(files, key=lambda file: file.stat().st_size):
        content = file.read_text("utf-8")
        for path in fields(json.loads(content)):
            found.setdefault(path, content)
    return found


def some(found: list[str], number: int, full: bool, step: int = 30) -> list[str]:
    """All of the values, or one of so many (`step`), other ones for each number."""
    return found if full else found[number % step :: step]


@pytest.mark.slow
def test_values_in_each_field(full: bool) -> None:
    files = [path for path in RECORDS.glob("*.json") if path.stem != "first-api"]
    by_field = records_by_field([*FULL, *files])
    assert len(by_field) > 300
    values = list(written())
    for number, (path, content) in enumerate(by_field.items()):
        assert faults(content, path, some(values, number, full)) == []


@pytest.mark.slow
def test_values_in_each_field_of_real_records(v2_records: list[Path], full: bool) -> None:
    values = list(written())
    for number, (path, content) in enumerate(records_by_field(v2_records).items()):
        assert faults(content, path, some(values, number, full, 60)) == []


def with_everywhere(content: str, text: str) -> RecordGraph:
    """The graph of a record with one value, as JSON text, in all fields."""
    copy = json.loads(content)
    for leaf in list(leaves(copy)):
        if leaf.path != ID:
            leaf.holder[leaf.key] = MARK
    return graph_of(json.dumps(copy).replace(f'"{MARK}"', text))


@pytest.mark.slow
@pytest.mark.parametrize("file", FULL, ids=lambda file: file.stem)
def test_one_value_everywhere(file: Path) -> None:
    content = file.read_text("utf-8")
    found = {
        text[:60]: violations(with_everywhere(content, text), "compiled") for text in written()
    }
    assert {text: results for text, results in found.items() if results} == {}


@pytest.mark.slow
@pytest.mark.parametrize("file", FULL, ids=lambda file: file.stem)
def test_one_value_everywhere_by_the_reference_engine(file: Path, full: bool) -> None:
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # it tells of ill-typed literals
    content = file.read_text("utf-8")
    for text in some(list(written()), 0, full):
        assert violations(with_everywhere(content, text), "pyshacl") == [], text[:60]


@pytest.mark.slow
@given(st.data())
def test_texts_at_the_border_of_a_pattern(data: st.DataObject) -> None:
    """A text that a pattern of the shapes matches, and the same altered, in some fields."""
    content = json.loads(data.draw(st.sampled_from(FULL)).read_bytes())
    text = data.draw(st.sampled_from(patterns()).flatmap(st.from_regex))
    place = data.draw(st.integers(0, len(text)))
    altered = (
        text[:place]
        + data.draw(st.sampled_from(("", " ", "\u00a0", "x", "9", "é")))
        + (text[place + data.draw(st.integers(0, 1)) :])
    )
    found = [leaf for leaf in leaves(content) if isinstance(leaf.value, str) and leaf.path != ID]
    for leaf in data.draw(st.lists(st.sampled_from(found), min_size=1, max_size=8)):
        leaf.holder[leaf.key] = data.draw(st.sampled_from((text, altered, altered.swapcase())))
    assert violations(graph_of(json.dumps(content)), "compiled") == []


@settings(max_examples=30)
@given(st.from_regex(WEB_IRI, fullmatch=True))
def test_what_is_a_web_address_is_one_for_the_shapes(address: str) -> None:
    [pattern] = bundled_shapes().graph.objects(URIRef(f"{SHAPES}WebAddress"), SH.pattern)
    assert re.search(str(pattern), address)


# -- what becomes of single values ---------------------------------------------------------------

KEPT_AS_TEXT: Final = (
    # field, value, predicate of the text, or None if it is kept as an unmapped field
    ("designModule.enrollmentInfo.count", "-1", None),
    ("designModule.enrollmentInfo.count", '"12"', None),
    ("designModule.enrollmentInfo.count", "12.5", None),
    ("designModule.enrollmentInfo.count", "1e400", None),
    ("designModule.enrollmentInfo.count", "1" * 5000, None),
    ("contactsLocationsModule.locations.0.geoPoint.lat", "999", None),
    ("contactsLocationsModule.locations.0.geoPoint.lon", "-180.01", None),
    ("statusModule.overallStatus", '{"a": 1}', None),
    ("descriptionModule.briefSummary", "true", None),
    ("statusModule.startDateStruct", '"2020"', None),
    ("referencesModule.seeAlsoLinks.0.url", '"HTTP://EXAMPLE.org/x"', "schema:url"),
    ("referencesModule.seeAlsoLinks.0.url", '"https://example.org/\\u200bx"', "schema:url"),
    ("statusModule.startDateStruct.date", '"2020-02-30"', "schema:startDate"),
    ("eligibilityModule.minimumAge", '"1234567890 Years"', "kg:minimumAge"),
)


@pytest.mark.parametrize(("path", "value", "predicate"), KEPT_AS_TEXT)
def test_kept_as_text(path: str, value: str, predicate: str | None) -> None:
    content = json.loads((DATA / "shapes" / "interventional.json").read_bytes())
    holder: Any = content["protocolSection"]
    *above, last = path.split(".")
    for name in above:
        holder = holder[int(name) if name.isdecimal() else name]
    holder[last] = MARK
    [record] = kg.read(json.dumps(content).replace(f'"{MARK}"', value).encode())
    graph = kg.map_record(record)
    assert violations(graph, "compiled") == []
    if predicate is None:
        field = "protocolSection." + re.sub(r"[.]([0-9]+)", r"[\1]", path)
        assert [(kept.path, kept.value) for kept in record.unmapped] == [(field, value)]
        assert [finding.field for finding in record.findings] == [field]
        assert literal(value) in {
            term for _, predicate, term in graph.triples if predicate == RDF_VALUE
        }
    else:
        said = Said(graph)
        assert literal(json.loads(value)) in [
            term for _, each, term in graph.triples if said.short(each) == predicate
        ]


def test_records_with_odd_addresses_are_exported() -> None:
    for path in needed_files("cases/links2", "NCT*.json"):
        [record] = kg.read(path)
        graph = kg.map_record(record)
        assert violations(graph, "compiled") == [], path.name
        module = record.study.protocol_section.references_module
        [link] = module.see_also_links if module else []
        said = Said(graph)
        [url] = said("./link/1", "schema:url")
        is_text = url.startswith('"')
        assert is_text == ("seeAlsoLinks.url" in [f.field for f in graph.findings]), path.name
        assert not is_text or literal(link.url or "") in {term for *_, term in graph.triples}


# -- the same of classic XML ---------------------------------------------------------------------

XML_ID: Final = "clinical_study.id_info.nct_id"


def documents() -> list[bytes]:
    """Records in XML that together have every field which the XML can have."""
    contents = (json.loads(path.read_bytes()) for path in FULL)
    own = (RECORDS / "old-xml.xml").read_bytes()
    return [own, *(render(sayable(content)).encode() for content in contents)]


def xml_texts() -> list[str]:
    """The values as they may stand in XML."""
    return [
        text for text in (*TEXTS, *map(str, (*NUMBERS, *borders(), *TOO_LARGE))) if "\0" not in text
    ]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4))
def test_one_text_everywhere_in_xml(number: int) -> None:
    document = documents()[number]
    for text in xml_texts():
        content = etree.fromstring(document)
        for element in content.iter():
            if path_of(element) != XML_ID:
                element.text = text if element.text and element.text.strip() else element.text
                for name in element.attrib:
                    element.set(name, text)
        [record] = kg.read(etree.tostring(content))
        assert violations(kg.map_record(record), "compiled") == [], text[:60]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4))
def test_texts_in_each_field_of_xml(number: int, full: bool) -> None:
    values = XmlValues(documents()[number], "it")
    found = []
    for place, leaf in enumerate(values.leaves()):
        if leaf.path == XML_ID:
            continue
        assert isinstance(leaf, XmlLeaf)
        leaf.remove()
        without = kg.map_record(values.record())
        leaf.put_back()
        for text in some(xml_texts(), place, full, 40):
            if text == leaf.value:
                continue
            leaf.put(text)
            graph = kg.map_record(values.record())
            found += [f"{leaf.path} {text[:60]}: {each}" for each in violations(graph, "compiled")]
            if not is_kept(json.dumps(text), graph, without):
                found.append(f"{leaf.path} {text[:60]}: lost")
        leaf.put_back()
    assert found == []
