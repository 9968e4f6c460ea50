"""The DOI that a text names: as a bare name, after a label, or within an address.

Markup, entities and percent-encoding are removed first; then what publishers' addresses have after
a DOI, and the punctuation of the sentence. An ambiguous text names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from kg.text.dois import LONGEST, is_doi, shows_its_end
from kg.text.entities import without_entities

_NAMED: Final = re.compile(
    r"10\.(?:(?<=doi10\.)|(?<!\w10\.)(?<!\d[.-]10\.))\d{4,9}(?:\.\d+)*/"
    r"[^\s1]*(?:1(?!0\.\d{4,9}/)[^\s1]*)*",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?:|www\.|\w\.[a-z]{2,}/", re.IGNORECASE)

_TAG: Final = re.compile(
    r"""</?(?P<name>[a-z][a-z0-9-]{0,20})(?=[\s/>])
        (?>\bhref\s*=\s*(?:"(?P<a>[^"]{0,400})"|'(?P<b>[^']{0,400})'|(?P<c>[^\s"'<>]{1,400}))
          |"[^"]{0,400}"|'[^']{0,400}'|[^<>"'])*+>""",
    re.IGNORECASE | re.VERBOSE,
)
"""An HTML tag. The part of a SICI in angle brackets is not one, as it has a colon."""

_ENCODED: Final = re.compile(r"[&%<\u00ad\u200b-\u2015\u2060\u2212\ufeff]")
_SIGNS: Final = str.maketrans(
    dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
"""Invisible characters, and dashes in the place of a hyphen."""

_AFTER: Final = re.compile(
    r"""["“”«»|。，；：、（）] | \[[A-Za-z]+\] | [?&]\w+= | ;jsessionid | \#(?<!;\d-\#)
      | [.,;:(\[]* (?<![a-z]) (?i:pmid|pmcid|pubmed|epub\b|doi[:./]|https?:|www\.)
      | [.,;)\]] (?:Epub|eCollection|Published|Available|Accessed|Retrieved|Online|Erratum|Comment
                   |Print|Free|Review|Last|Cited)""",
    re.VERBOSE,
)
"""What follows a DOI without a blank: a label, a query, the next sentence."""

_TAIL: Final = re.compile(
    r"""(?: /(?:abstract|full(?:-?text)?|e?pdf|epub|pdfdirect|meta|summary|references|citations?
              |(?:figures|tables)(?:/\d+)?|metrics|html?|text|download|standard|type/journal_article|suppl(?:_file/.*)?
              |asset/.*)
          | \.(?:full(?:-text)?|abstract|e?pdf|epub|long|short|html?|xml)
          | (?<=^10\.1101/)([\d.]+)v\d+
          | (?<=^10\.1093/)([a-z]+/[a-z]+\d+)/\d{5,}.*
        )$""",
    re.VERBOSE,
)
"""What addresses of publishers have after a DOI: a format, a version, a number of their own."""

_PUNCTUATION: Final = ".,;:'\"’”*!?"
_CLOSING: Final = {")": "(", "]": "[", "}": "{", ">": "<"}
_CLOSES: Final = re.compile(r"[)\]}>]")
_REST: Final = re.compile(r" (?:\d|[a-z]+[.\d(/-]|[./-]\w|\.\.\.|…)")
"""The rest of a DOI that was broken by a blank: `10.1000/abc. 2012.09.003`."""

_MIXED: Final = re.compile(r"[a-z].*\d|\d.*[a-z]")


def cited_doi(text: str) -> str | None:
    """The DOI that a text names, in lower case; None if it names none, several, or a part of one.

    >>> cited_doi("https://onlinelibrary.wiley.com/doi/abs/10.1002/SIM.594?journalCode=sim")
    '10.1002/sim.594'
    >>> cited_doi("doi: 10.1002/(SICI)1098-2272(1997)14:63.0.CO;2-N.")
    """
    if "10." not in text:
        return None
    found = list(_found(_decoded(text)))
    whole = {name for name, complete in found if complete}
    if len(whole) != 1:
        return None
    (doi,) = whole
    return doi if all(doi.startswith(name) for name, _ in found) else None


def _decoded(text: str) -> str:
    """A text without markup, entities and percent-encoding, with single blanks."""
    if _ENCODED.search(text):
        for _ in range(4):
            before = text
            text = unquote(without_entities(text))
            if text == before:
                break
        text = _TAG.sub(_link, text).translate(_SIGNS)
    return " ".join(text.split())


def _link(tag: re.Match[str]) -> str:
    """What replaces a tag: the address that it links to."""
    if tag["name"].lower() == "wbr":
        return ""
    return f" {tag['a'] or tag['b'] or tag['c'] or ''} "


def _found(text: str) -> Iterator[tuple[str, bool]]:
    """Each DOI in a text, and whether it is complete."""
    for match in _NAMED.finditer(text):
        run, rest = match[0][: 2 * LONGEST], text[match.end() : match.end() + LONGEST]
        before = text[max(0, match.start() - LONGEST) : match.start()].rpartition(" ")[2]
        name = _name(run, _ADDRESS.search(before) is not None)
        if is_doi(name) and (not _is_doubtful(run, name, rest) or shows_its_end(name)):
            yield name, True
        else:
            joined = _joined(run, rest)
            yield joined or name, joined is not None


def _name(run: str, address: bool) -> str:
    """The DOI at the beginning of a text without blanks, in lower case."""
    run = _AFTER.split(run, maxsplit=1)[0]
    if address:
        run = run.split("?", 1)[0].rstrip("/")
    run, before = run.lower(), ""
    if _CLOSES.search(run):
        run = _within_brackets(run)
    while run != before:
        before = run
        run = _TAIL.sub(_kept, run.rstrip(_PUNCTUATION))
    return run


def _kept(tail: re.Match[str]) -> str:
    return "".join(tail.groups(""))


def _within_brackets(run: str) -> str:
    """A DOI up to a bracket that was opened before it."""
    opened: list[str] = []
    for position, sign in enumerate(run):
        if sign in _CLOSING.values():
            opened.append(sign)
        elif sign in _CLOSING:
            if opened and opened[-1] == _CLOSING[sign]:
                opened.pop()
            elif run[position + 1 : position + 2].isalnum():
                break
            else:
                return run[:position]
    return run


def _is_doubtful(run: str, name: str, rest: str) -> bool:
    """Whether a DOI is followed by an ellipsis, or by text that may belong to it."""
    after = run[len(name) :]
    if after in ("", ".", ":") and _REST.match(rest):
        return True
    return "…" in after or "..." in after


def _joined(run: str, rest: str) -> str | None:
    """The DOI that blanks divide: one of a publisher's form, or one divided after its slash."""
    suffix = len(run) if run.endswith("/") and run.count("/") == 1 else None
    for word in rest.split()[:2]:
        run += word
        name = _name(run, address=False)
        if shows_its_end(name) or (suffix and is_doi(name) and _MIXED.search(name, suffix)):
            return name
    return None
