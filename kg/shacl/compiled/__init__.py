"""The compiled SHACL engine: the whole of SHACL Core as checks over the triples of one graph.

    graph, shapes_graph               the data, indexed; access to the shapes graph
    literals, datatypes, comparison   terms, their values and the order of these
    declaration                       the shapes as declared
    paths, targets                    from node to node
    components                        the table of components, compiled by value_type, cardinality,
                                      value_range, string_based, property_pair, logical,
                                      shape_based and other
    constraints, shape                what they compile to
    property_index                    property shapes by predicate, for speed
    shapes_data, doubts               which nodes may not conform, by the core in Rust
    compiler, engine                  all of it put together, and the validation

https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from kg.shacl.compiled.engine import CompiledShapes, compile_shapes

__all__ = ["CompiledShapes", "compile_shapes"]
