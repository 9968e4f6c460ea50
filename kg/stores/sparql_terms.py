"""Terms that come from outside, read by a parser and written anew: IRIs and literals.

https://www.w3.org/TR/turtle/#terms
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final

_OTHER_TERMS: Final = ("(", "[", "_")
"""How lists and blank nodes begin, which are not terms that can be given."""


def one_term(text: str, prefixes: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The IRI or literal that `text` is in Turtle, in N-Triples; None if it is not exactly one.

    >>> one_term("'a'@en"), one_term("ex:a", {"ex": "urn:x:"}), one_term('"a" . <urn:b>')
    ('"a"@en', '<urn:x:a>', None)
    """
    import pyoxigraph

    if text != text.strip() or text.startswith(_OTHER_TERMS):
        return None
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())
    try:
        end = f"<urn:sha256:{sha256(text.encode()).hexdigest()}>"  # no text holds its own digest
        document = f"{declared}<urn:s> <urn:p> {text} , {end} ."
        found = [
            quad.object for quad in pyoxigraph.parse(document.encode(), pyoxigraph.RdfFormat.TURTLE)
        ]
    except (SyntaxError, UnicodeEncodeError):
        return None
    if len(found) != 2 or str(found[1]) != end:
        return None
    is_term = isinstance(found[0], pyoxigraph.NamedNode | pyoxigraph.Literal)
    return str(found[0]) if is_term else None


def literal_of(value: str) -> str | None:
    """A text as a literal in N-Triples; None if it is not Unicode text."""
    import pyoxigraph

    try:
        return str(pyoxigraph.Literal(value))
    except ValueError:
        return None
