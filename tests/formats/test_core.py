"""The writers of the formats, in Python and in the core, make the same of whatever is stated."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.formats import OUTPUTS, Format, output_format
from kg.formats.context import PUBLISHED, bundled
from kg.rdf.node_builder import PlainNodeBuilder
from kg.rdf.nodes import NodeStore
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import in_language, literal, typed
from kg.rdf.vocabulary import PREFIXES, RDF, RDF_TYPE
from kg.system.core import core
from tests.support.with_core import needs_core

pytestmark = needs_core

TRIAL: Final = f"<{PREFIXES['kg']}trial>"

NAMESPACES: Final = st.sampled_from(
    ["https://x/", "urn:", "mailto:", "schema:", "id:", "x:/#", "https://x/\u00e9/"]
) | st.sampled_from([*PREFIXES.values(), *(f"{each}a/" for each in PREFIXES.values())])
LOCAL: Final = st.text("abZ019_.-%:/#(\u00e9\U0001f9ec", max_size=4)
IRIS: Final = st.builds("<{}{}>".format, NAMESPACES, LOCAL)
SUBJECTS: Final = st.sampled_from([TRIAL, *(f"<https://x/{number}>" for number in range(8))]) | IRIS
PROPERTIES: Final = st.sampled_from(sorted(bundled().entries)) | IRIS
CLASSES: Final = PROPERTIES | st.sampled_from([f"<{RDF}li>", f"<{RDF}Description>"])

TEXTS: Final = st.text(
    st.sampled_from('a \\"\n\r\t<>&\u00e9\U0001f9ec\x01\x7f\ufffe')
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
) | st.integers(70, 90).map(lambda size: "x" * size)
NUMBERS: Final = st.text("0123456789.-+", max_size=4) | st.integers().map(str)
TYPED: Final = st.builds(
    typed,
    NUMBERS | st.sampled_from(["true", "false", "0.50", "-0", "1" * 15, "1" * 18, "1" * 19]),
    st.sampled_from(["integer", "decimal", "boolean", "date", "gYear", "double", "a.", "string"]),
)
LITERALS: Final = (
    TEXTS.map(literal)
    | st.builds(in_language, TEXTS, st.sampled_from(["en", "pt-br"]))
    | TYPED
    | st.builds("{}^^{}".format, TEXTS.map(literal), IRIS)
)
OBJECTS: Final = SUBJECTS | PROPERTIES | LITERALS
PAIRS: Final = st.tuples(PROPERTIES, st.lists(OBJECTS, min_size=1, max_size=5)) | st.tuples(
    st.just(RDF_TYPE), st.lists(CLASSES, max_size=3)
)
NODES: Final = st.dictionaries(SUBJECTS, st.lists(PAIRS, max_size=5), max_size=10)

FORMATS: Final = (
    *OUTPUTS.values(),
    *(output_format(name, PUBLISHED) for name in ("json-ld", "json-ld-lines")),
)


def written(format: Format, nodes: NodeStore, name: str) -> bytes | str:
    """What a format makes of nodes, or why it can't."""
    try:
        return format.writer.record(RecordGraph("NCT00000001", TRIAL, name, nodes))
    except OutputError as error:
        return str(error)


def check(nodes: NodeStore, name: str = "<https://x/graph>") -> None:
    assert core is not None
    in_core = core.Nodes.of(nodes)
    for format in FORMATS:
        assert written(format, in_core, name) == written(format, nodes, name), format.name


@given(NODES, IRIS)
@example({"<https://x/1>": [(RDF_TYPE, ['"no class"'])]}, "<id:x>")
def test_every_format_is_the_same(
    stated: dict[str, list[tuple[str, list[str]]]], name: str
) -> None:
    builder = PlainNodeBuilder()
    for subject, pairs in stated.items():
        builder.node(subject, *pairs)
    check(builder.nodes(), name)


@pytest.mark.parametrize("length", [31, 32, 33, 70])
def test_nodes_in_a_row_and_in_a_ring(length: int) -> None:
    builder = PlainNodeBuilder()
    terms = [TRIAL, *(f"<https://x/{number:02}>" for number in range(length))]
    for subject, following in zip(terms, [*terms[1:], terms[0]], strict=True):
        builder.node(subject, ("<https://schema.org/about>", [following, TRIAL, literal("a")]))
    check(builder.nodes())


@pytest.mark.parametrize("escape", [r"\b", r"\f", r"\u00e9", r"\U0001F9EC", r"\u0001"])
def test_escapes_of_others(escape: str) -> None:
    """Graphs that kg reads may have them."""
    builder = PlainNodeBuilder()
    builder.node(TRIAL, ("<https://schema.org/name>", [f'"{escape}"', f'"{escape}\\n"@en']))
    check(builder.nodes())


def test_every_name_of_the_context() -> None:
    builder = PlainNodeBuilder()
    for number, property in enumerate(bundled().entries):
        several = [f"<https://x/{each}>" for each in range(number % 3 + 1)]
        builder.node(f"<https://x/{number % 7}>", (property, [*several, literal("a"), property]))
    nodes = builder.nodes()
    assert len(nodes) == 7
    check(nodes)
