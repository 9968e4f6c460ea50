"""RDF terms as their N-Triples text: a triple is three strings, a graph a set of them.

https://www.w3.org/TR/n-triples/ (canonical form: only `"`, `\\`, line feed and carriage return are
escaped in a literal). An IRI is made safe and a literal escaped once, here; every other module may
then compare, sort and write terms as plain text.
"""

from __future__ import annotations

import re
from typing import Final

Triple = tuple[str, str, str]
"""Subject, predicate and object, each in N-Triples text."""

XSD: Final = "http://www.w3.org/2001/XMLSchema#"

NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f]')
"""The characters that IRIREF of the N-Triples grammar leaves out, and DEL."""

_BEYOND_ASCII: Final = (
    r"\u00a1-\u00ac\u00ae-\u061b\u061d-\u167f\u1681-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e"
    r"\u2070-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef"
)
"""The ucschar of RFC 3987 within 16 bits, without blanks and invisible characters."""

_IN_PATH: Final = rf"(?:[\w{_BEYOND_ASCII}.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{{2}})*"
_IN_QUERY: Final = rf"(?:[\w{_BEYOND_ASCII}.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{{2}})*"

WEB_IRI: Final = re.compile(
    rf"https?://"
    rf"[A-Za-z0-9{_BEYOND_ASCII}][\w{_BEYOND_ASCII}.~-]*(?::[0-9]{{1,5}})?"
    rf"(?:/{_IN_PATH})?(?:\?{_IN_QUERY})?(?:\#{_IN_QUERY})?",
    re.ASCII,
)
"""An http(s) IRI by RFC 3987 that every parser takes: scheme, host, port, path, query, fragment.

https://www.rfc-editor.org/rfc/rfc3987#section-2.2; left out on purpose are user information,
bracketed addresses, and schemes in capitals, as IRIs are compared letter by letter. What matches
conforms to the shape kgsh:WebAddress.
"""

_ESCAPES: Final = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"))
_UNESCAPES: Final = {"\\": "\\", '"': '"', "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


def iri(text: str) -> str:
    """The IRI `text` as a term; characters that an IRI can't hold are percent-encoded as UTF-8."""
    return f"<{NOT_IN_IRI.sub(_percent_encoded, text)}>"


def web_iri(text: str) -> str | None:
    """The term of an http(s) address from outside; None if `text` is not exactly one."""
    return f"<{text}>" if WEB_IRI.fullmatch(text) else None


def literal(text: str) -> str:
    """`text` as a plain literal (xsd:string)."""
    if "\\" in text or '"' in text or "\n" in text or "\r" in text:
        for character, escape in _ESCAPES:
            text = text.replace(character, escape)
    return f'"{text}"'


def in_language(text: str, tag: str) -> str:
    """`text` in a language, named by a tag of BCP 47, which is written in lower case."""
    return f"{literal(text)}@{tag.lower()}"


def typed(lexical: str, datatype: str) -> str:
    """A literal of the XML Schema datatype with this local name, from its lexical form."""
    return f"{literal(lexical)}^^<{XSD}{datatype}>"


def integer(value: int) -> str:
    """An xsd:integer."""
    return f'"{value}"^^<{XSD}integer>'


def decimal(value: float) -> str:
    """An xsd:decimal with the fewest digits that round-trip, never an exponent."""
    text = repr(value)
    if "e" in text or "n" in text:  # 1e-07, inf, nan
        return (
            typed(text, "double") if "n" in text else typed(f"{value:.20f}".rstrip("0"), "decimal")
        )
    return f'"{text}"^^<{XSD}decimal>'


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return f'"true"^^<{XSD}boolean>' if value else f'"false"^^<{XSD}boolean>'


def is_iri(term: str) -> bool:
    """Whether the term is an IRI; without blank nodes every other term is a literal."""
    return term[0] == "<"


def split_literal(term: str) -> tuple[str, str | None]:
    """The unescaped text of a literal and its datatype IRI; None means xsd:string."""
    end = term.rindex('"')
    text = term[1:end]
    if "\\" in text:
        text = _ESCAPED.sub(_unescaped, text)
    return text, term[end + 4 : -1] if end + 1 < len(term) else None


def parted(literal: str) -> tuple[str, str]:
    """The quoted text of a literal, and what follows: nothing, `@` and a language, or `^^` and a
    datatype.
    """
    end = literal.rindex('"') + 1
    return literal[:end], literal[end:]


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    return chr(int(code, 16)) if code else _UNESCAPES[match.group(3)]
