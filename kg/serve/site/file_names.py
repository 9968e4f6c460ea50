"""The file of each address of the server.

Names are in lower case, but for the numbers of trials, and have letters, digits, hyphens and
underscores, so that any file system can hold them, and none takes two for the same: what may differ
in case or in other characters alone has a part of its hash in the name. A folder has some hundred
files, as the hash spreads them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from kg.formats import FORMATS
from kg.registries.numbers import number_of_slug

FORMS: Final = ("turtle", "json-ld")
"""The formats in which a site has the graph of each record, and the vocabulary."""

TABLES: Final = ("csv", "xlsx")
"""The forms in which a site has the list of all trials."""

_LONGEST: Final = 48
_WORDS: Final = re.compile(r"[a-z0-9]+")
_PLAIN: Final = re.compile(r"[a-z0-9-]+|[A-Z0-9_]+")
"""Values of a facet that are names of files, as codes and years are."""

_TRIAL: Final = re.compile(r"/(?:data/)?trial/([^/]+)(?:/(.+))?")

_KINDS: Final = {
    "/page/person/": "person",
    "/page/organization/": "organization",
    "/page/site/": "site",
    "/page/condition/": "condition",
    "/intervention/": "intervention",
    "/page/journal/": "journal",
    "/page/publication/": "publication",
    "/page/concept/": "concept",
    "/about?iri=https://doi.org/": "publication",
    "/about?iri=https://pubmed.ncbi.nlm.nih.gov/": "publication",
    "/about?iri=http://id.nlm.nih.gov/mesh/": "mesh",
}
"""How the address of a thing begins -> the folder of its page; that of others is `thing`."""

HOME: Final = "index.html"
_VOCABULARY: Final = "vocabulary"

TOP: Final = frozenset(
    {HOME, "lists", "static", "trial", "trials", "thing", *_KINDS.values()}
    | {f"{_VOCABULARY}{ending}" for ending in (".html", *(FORMATS[each].ending for each in FORMS))}
    | {f"trials.{each}" for each in TABLES}
)
"""The files and folders at the top of a site."""


def unit_of(address: str) -> str:
    """The address that stands for all that is written together: a trial, or the pages of a list."""
    path, _, query = address.partition("?")
    if trial := _trial_part(path):
        return f"/trial/{trial[0]}"
    rest = re.sub(r"(?:^|&)page=\d+$", "", query)
    return f"{path}?{rest}" if rest else path


@lru_cache(maxsize=65_536)
def file_of(address: str) -> str:
    """The path of the file in the folder of the site."""
    parts = urlsplit(address)
    path, asked = parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))
    page = f"-{asked.pop('page')}" if "page" in asked else ""
    ending = FORMATS[form].ending if (form := asked.get("format", "")) in FORMATS else ""
    if path == "/":
        return HOME
    if path == "/trials":
        return f"trials.{form}" if form else _list(asked, page)
    if trial := _trial_part(path):
        return f"trial/{trial[0]}/{_part(*trial, ending)}"
    if path.startswith("/list/"):
        return f"lists/{path.removeprefix('/list/')}{page}.html"
    if path.startswith("/static/"):
        return path[1:]
    if path in ("/page/vocab", "/data/vocab"):
        return _VOCABULARY + (ending or ".html")
    return _thing(path, asked.get("iri", ""), page)


def _trial_part(path: str) -> tuple[str, str] | None:
    """The number of a trial, of any registry, as in a path, and the part of it; None for others."""
    match = _TRIAL.fullmatch(path)
    return (match[1], match[2] or "") if match and number_of_slug(match[1]) else None


def _part(number: str, part: str, ending: str) -> str:
    if ending:
        return f"{number}{ending}"
    return part if "." in part else f"{part or 'index'}.html"


def _list(asked: dict[str, str], page: str) -> str:
    name = "-".join(f"{facet}-{_value(value)}" for facet, value in asked.items())
    return f"trials/{name or 'index'}{page}.html"


def _value(value: str) -> str:
    return value.lower() if _PLAIN.fullmatch(value) else _hashed(value)


def _thing(path: str, iri: str, page: str) -> str:
    found = f"/about?iri={iri}" if iri else path
    kind = next((name for start, name in _KINDS.items() if found.startswith(start)), "thing")
    name = _hashed(iri or unquote(path))
    return f"{kind}/{name[-2:]}/{name}{page}.html"


def _hashed(text: str) -> str:
    """The last words of a text, and twelve digits of the hash of all of it."""
    words = "-".join(_WORDS.findall(text.rstrip("/").rpartition("/")[2].lower()))[:_LONGEST]
    return f"{words.strip('-')}-{blake2b(text.encode(), digest_size=6).hexdigest()}".lstrip("-")
