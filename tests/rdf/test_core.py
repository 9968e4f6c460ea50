"""The stores of nodes, in Python and in the core, agree whatever is stated."""

from __future__ import annotations

import pickle
from collections.abc import Collection
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.iris import plain_slug, slug
from kg.rdf.node_builder import PlainNodeBuilder
from kg.rdf.nodes import NodeStore, PlainNodeCounts, PlainNodes
from kg.rdf.terms import literal
from kg.rdf.vocabulary import RDF_TYPE
from kg.system.core import core
from tests.support.with_core import needs_core

pytestmark = needs_core

NUMBER: Final = "NCT00000001"

SUBJECTS: Final = st.sampled_from(
    [f"<https://x/{NUMBER}/a>", "<https://x/b>", "<https://x/\u00e9>", "<https://x/\U0001f9ec>"]
) | st.text(max_size=3).map(lambda text: f"<{text}>")
CLASSES: Final = st.sampled_from(["<A>", "<B>", "<C>"])
LITERALS: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=4).map(literal)
OBJECTS: Final = SUBJECTS | LITERALS
SEVERAL: Final = st.lists(OBJECTS | st.none() | st.just(""), max_size=4)
GIVEN: Final = (
    st.none()
    | OBJECTS
    | SEVERAL
    | SEVERAL.map(tuple)
    | SEVERAL.map(dict.fromkeys)
    | st.frozensets(OBJECTS, max_size=3)
)
PAIRS: Final = st.tuples(st.sampled_from(["<p>", "<q>", "<\u00e9>"]), GIVEN) | st.tuples(
    st.just(RDF_TYPE), CLASSES | st.lists(CLASSES, max_size=3)
)
CALLS: Final = st.lists(st.tuples(SUBJECTS, st.lists(PAIRS, max_size=4)), max_size=12)


def stated(builder: Any, calls: list[Any]) -> NodeStore:
    for subject, pairs in calls:
        assert builder.node(subject, *pairs) == subject
    nodes: NodeStore = builder.nodes()
    return nodes


def told(nodes: NodeStore) -> dict[str, Any]:
    """All that a store says, in its order."""
    subjects = [*nodes, "<nowhere>"]
    return {
        "items": [(node, list(properties.items())) for node, properties in nodes.items()],
        "keys and values": [list(nodes.keys()), list(nodes.values()), len(nodes), nodes.size],
        "one by one": [(node in nodes, nodes.get(node), nodes.get(node, 0)) for node in subjects],
        "lines": [nodes.lines(" .\n"), nodes.lines(" <g> .\n")],
        "objects": [nodes.objects(node, "<p>") for node in subjects],
        "instances": [nodes.instances(class_) for class_ in ("<A>", "<B>", "<D>")],
    }


@given(st.text(st.characters(codec="ascii")) | st.text("aB9 -&+%<>'`\u00e9\u017f", max_size=90))
def test_words_in_iris_are_the_same(text: str) -> None:
    assert slug(text) == plain_slug(text)


@given(st.lists(st.lists(st.sampled_from(["a", "b", "b-2", "\u00e9"]), min_size=1), max_size=6))
def test_parts_are_the_same(paths: list[list[str]]) -> None:
    assert core is not None
    plain, builder = PlainNodeBuilder(), core.NodeBuilder()
    for each in (plain, builder):
        each.set_within("<https://x/trial/1>")
    assert [builder.part(*path) for path in paths] == [plain.part(*path) for path in paths]


@pytest.mark.slow
@given(CALLS)
def test_the_same_is_stored(calls: list[Any]) -> None:
    assert core is not None
    plain, builder = PlainNodeBuilder(), core.NodeBuilder()
    in_python, in_core = stated(plain, calls), stated(builder, calls)
    assert told(in_core) == told(in_python)
    assert in_core == in_python
    assert in_python == in_core
    for subject in ("<https://x/b>", "<>", "<nowhere>"):
        assert builder.said(subject) == plain.said(subject)
    assert told(core.Nodes.of(in_python)) == told(in_python)
    again = pickle.loads(pickle.dumps(in_core))
    assert type(again) is PlainNodes
    assert told(again) == told(in_python)


def counted(counts: Any) -> tuple[Any, ...]:
    """All that counts say."""
    triples = {types: dict(found) for types, found in counts.triples.items()}
    return dict(counts.nodes), dict(counts.shared), triples


@given(st.lists(CALLS, max_size=3))
def test_the_same_is_counted(graphs: list[list[Any]]) -> None:
    assert core is not None
    in_python, in_core = PlainNodeCounts(), core.NodeCounts()
    for calls in graphs:
        plain, nodes = stated(PlainNodeBuilder(), calls), stated(core.NodeBuilder(), calls)
        types = in_python.add(plain, NUMBER)
        assert in_core.add(nodes, NUMBER) == types
        assert core.NodeCounts().add(plain, NUMBER) == types
    assert counted(in_core) == counted(in_python)
    again = pickle.loads(pickle.dumps(in_core))
    assert type(again) is PlainNodeCounts
    assert again == in_python
    sums: list[Any] = [PlainNodeCounts(), core.NodeCounts()]
    for each in sums:
        each.update(in_core)
        each.update(in_python)
    assert counted(sums[0]) == counted(sums[1])
    assert sum(sums[1].nodes.values()) == 2 * sum(in_python.nodes.values())


@given(st.lists(st.sampled_from(["<a>", "<a-2>", "<a-2-2>", "<b>", "<\u00e9>"])))
def test_the_same_terms_are_distinct(terms: list[str]) -> None:
    assert core is not None
    plain, builder = PlainNodeBuilder(), core.NodeBuilder()
    assert [*map(builder.distinct, terms)] == [*map(plain.distinct, terms)]


def test_objects_that_state_more_while_they_are_read() -> None:
    assert core is not None
    builder = core.NodeBuilder()

    class Stating(Collection[str]):
        def __contains__(self, term: object) -> bool:
            return False

        def __len__(self) -> int:
            return 1

        def __iter__(self) -> Any:
            yield builder.node("<b>", ("<p>", "<c>"))

    builder.node("<a>", ("<p>", Stating()))
    assert builder.nodes() == {"<a>": {"<p>": ("<b>",)}, "<b>": {"<p>": ("<c>",)}}


@pytest.mark.parametrize("wrong", [1, [1], b"<a>", ("<a>", 2)])
def test_what_is_no_term_is_refused(wrong: Any) -> None:
    assert core is not None
    builder = core.NodeBuilder()
    with pytest.raises(TypeError):
        builder.node("<a>", ("<p>", wrong))


def test_a_node_that_is_not_there() -> None:
    assert core is not None
    nodes = core.Nodes.of({"<a>": {"<p>": ("<b>",)}})
    with pytest.raises(KeyError, match="<b>"):
        nodes["<b>"]
    assert 1 not in nodes
