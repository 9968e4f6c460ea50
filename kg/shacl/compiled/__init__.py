"""The compiled SHACL engine: the whole of SHACL Core as checks over the triples of one graph.

    graph          the data, indexed           literals, datatypes, order   terms and their values
    declaration    the shapes as declared      paths, targets               from node to node
    components     the table of components  -> value_type, cardinality, value_range, string_based,
                                               property_pair, logical, shape_based, other
    checks, shape  what those compile to       by_predicate                 why it is fast
    compiler       all of it put together      engine                       the gate

https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from kg.shacl.compiled.engine import CompiledShapes, compile_shapes

__all__ = ["CompiledShapes", "compile_shapes"]
