"""Provenance: which record the graph was made from, its version and dates, and what was not mapped.

It has no clock time and no file name, so that the same record gives the same bytes.
https://www.w3.org/TR/prov-o/
"""

from __future__ import annotations

from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import integer, literal
from kg.records import Record


def describe(record: Record, say: Statements) -> None:
    """States the named graph, the record it derives from, and the fields that have no term."""
    source = _source(record, say)
    say.node(
        source,
        (
            vocab.KG_UNMAPPED_FIELD,
            [
                say.node(
                    say.part("unmapped", str(position)),
                    (vocab.RDF_TYPE, vocab.KG_UNMAPPED_FIELD_CLASS),
                    (vocab.KG_SOURCE_FIELD, literal(field.path)),
                    (vocab.RDF_VALUE, literal(field.value)),
                    (vocab.SCHEMA_POSITION, integer(position)),
                )
                for position, field in enumerate(record.unmapped, start=1)
            ],
        ),
    )
    graph = say.node(
        say.iris.graph(say.number),
        (vocab.RDF_TYPE, vocab.KG_RECORD_GRAPH),
        (vocab.PROV_WAS_DERIVED_FROM, source),
    )
    say.node(say.trial, (vocab.SCHEMA_SUBJECT_OF, graph))


def row_graph(record: Record, iris: Iris) -> RecordGraph:
    """The graph that says no more than that ICTRP has a row of a trial, which it is read from.

    It is a graph of its own beside that of the trial's own record, so each is replaced alone.
    """
    say = Statements(record, iris)
    name = iris.row_graph(say.number)
    say.node(name, (vocab.PROV_WAS_DERIVED_FROM, _source(record, say)))
    return RecordGraph(number=say.number, trial=say.trial, name=name, nodes=say.nodes())


def _source(record: Record, say: Statements) -> str:
    derived = record.study.derived_section
    misc = derived.misc_info_module if derived else None
    facts = record.registration
    last_updated = record.page.last_updated if record.page else None
    if facts:
        last_updated = facts.last_refreshed
    return say.node(
        say.source,
        (vocab.RDF_TYPE, vocab.KG_REGISTRY_RECORD),
        (vocab.DCTERMS_IDENTIFIER, literal(say.number)),
        (vocab.KG_SOURCE_FORMAT, say.code(codes.SOURCE_FORMAT, record.format, "source")),
        (
            vocab.KG_RECORD_VERSION,
            say.date(misc.version_holder, "miscInfoModule.versionHolder") if misc else None,
        ),
        (vocab.SCHEMA_VERSION, text(facts.record_version if facts else None)),
        (vocab.SCHEMA_DATE_MODIFIED, say.date(last_updated, "page.Last Updated")),
    )
