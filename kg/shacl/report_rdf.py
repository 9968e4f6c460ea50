"""The standard validation report as an rdflib Graph, and back.

https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

import rdflib
from rdflib import RDF, SH, BNode
from rdflib.term import Node

from kg.rdf.rdflib_bridge import to_node, to_term
from kg.shacl.report import Report, Result, statements


def report_graph(report: Report) -> rdflib.Graph:
    """The standard report; blank nodes are numbered, so that its bytes are reproducible."""
    graph = rdflib.Graph(bind_namespaces="none")
    graph.bind("sh", SH)
    top = BNode("report")
    graph.add((top, RDF.type, SH.ValidationReport))
    graph.add((top, SH.conforms, rdflib.Literal(not report.results)))
    for number, result in enumerate(report.results, start=1):
        node = BNode(f"result{number}")
        graph.add((top, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        for name, term in statements(result):
            graph.add(
                (node, SH[name], _path(graph, term, number) if term[0] in "[(" else to_node(term))
            )
    return graph


def report_of_graph(graph: rdflib.Graph) -> Report:
    """The report in a graph."""
    return Report(_result(graph, node) for node in graph.objects(None, SH.result))


def _path(graph: rdflib.Graph, turtle: str, number: int) -> Node:
    """The node of a property path, whose structure is added to the graph."""
    parsed = rdflib.Graph().parse(data=f"<urn:s> <urn:p> {turtle} .", format="turtle")
    top = next(parsed.objects(rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p")))
    names: dict[Node, Node] = {}

    def copied(node: Node) -> Node:
        if not isinstance(node, BNode):
            return node
        if node not in names:
            names[node] = BNode(f"path{number}.{len(names)}")
            for predicate, obj in sorted(parsed.predicate_objects(node)):
                graph.add((names[node], predicate, copied(obj)))
        return names[node]

    return copied(top)


def _result(graph: rdflib.Graph, node: Node) -> Result:
    path, value = graph.value(node, SH.resultPath), graph.value(node, SH.value)
    return Result(
        focus_node=_term(graph, node, SH.focusNode),
        path=None if path is None else _turtle_path(graph, path),
        value=None if value is None else to_term(value),
        component=_term(graph, node, SH.sourceConstraintComponent),
        severity=_term(graph, node, SH.resultSeverity),
        message=_message(graph, node),
        source_shape=_term(graph, node, SH.sourceShape),
    )


def _term(graph: rdflib.Graph, node: Node, predicate: Node) -> str:
    found = graph.value(node, predicate)
    assert found is not None, predicate
    return to_term(found)


def _message(graph: rdflib.Graph, node: Node) -> str:
    """The message in English or without a language, else the first one."""
    found = sorted(graph.objects(node, SH.resultMessage), key=_foreign)
    return str(found[0]) if found else ""


def _foreign(message: Node) -> tuple[bool, str]:
    language = message.language or "" if isinstance(message, rdflib.Literal) else ""
    return (not language.startswith("en") and language != "", str(message))


def _turtle_path(graph: rdflib.Graph, path: Node) -> str:
    """A property path in Turtle: an IRI, or the brackets and parentheses of its structure."""
    if not isinstance(path, BNode):
        return to_term(path)
    if (path, RDF.first, None) in graph:
        return f"( {' '.join(_turtle_path(graph, each) for each in graph.items(path))} )"
    pairs = sorted(graph.predicate_objects(path))
    return f"[ {' ; '.join(f'{to_term(p)} {_turtle_path(graph, o)}' for p, o in pairs)} ]"
