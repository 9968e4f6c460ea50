"""Reads a request of the SPARQL protocol.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.stores.embedded.query_process import Dataset

MOST_BYTES: Final = 1 << 20
"""Bytes that the body of a request may have."""

BODY_SECONDS: Final = 20
"""Seconds that a client has to send the body."""

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_PARAMETERS: Final = 1000
_BAD_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_UTF_8: Final = ("", "utf-8", "utf8", "us-ascii")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its dataset, and the name of the form of its results."""

    query: str
    dataset: Dataset | None
    form: str | None


async def asked(request: Request) -> Asked | None:
    """The query of a request; None if it is a GET without one.

    Raises HTTPException for what the protocol does not allow.
    """
    given = _parameters(request.scope["query_string"], "the address")
    if request.method == "POST":
        given += await _posted(request)
    names = {name for name, _ in given}
    if names & {"update", "using-graph-uri", "using-named-graph-uri"}:
        raise no_update()
    queries = _values(given, "query")
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        raise HTTPException(400, f"send one query: there are {len(queries) or 'none'}")
    forms = _values(given, "format")
    if len(forms) > 1:
        raise HTTPException(400, "name one format: there are several")
    return Asked(queries[0], _dataset(given), forms[0] if forms else None)


def no_update() -> HTTPException:
    """The error for an update."""
    return HTTPException(403, "this store can only be read: updates are refused")


async def _posted(request: Request) -> list[tuple[str, str]]:
    """The parameters in the body of a request."""
    kind = _media_type(request)
    if kind not in (_FORM, _QUERY):
        raise HTTPException(415, f"send a query as {_QUERY} or {_FORM}")
    body = await _body(request)
    if kind == _FORM:
        return _parameters(body, "the body")
    try:
        return [("query", body.decode("utf-8-sig"))]
    except UnicodeDecodeError:
        raise HTTPException(400, "the query is not UTF-8 text") from None


def _media_type(request: Request) -> str:
    """The media type of the body, which must be UTF-8 and not be compressed."""
    kind, *parameters = request.headers.get("content-type", "").lower().split(";")
    if kind.strip() == _UPDATE:
        raise no_update()
    named = dict(each.strip().partition("=")[::2] for each in parameters)
    if named.get("charset", "").strip('"') not in _UTF_8:
        raise HTTPException(415, "send the query as UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "send the query without compression")
    return kind.strip()


async def _body(request: Request) -> bytes:
    """The whole body, if it is short and comes soon."""
    body = bytearray()
    too_long = HTTPException(413, f"the body is too long: send at most {MOST_BYTES:,} bytes")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:20]) > MOST_BYTES:
        raise too_long
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise too_long
    except TimeoutError:
        close = {"Connection": "close"}
        raise HTTPException(408, "the body did not arrive in time", headers=close) from None
    return bytes(body)


def _parameters(encoded: bytes, place: str) -> list[tuple[str, str]]:
    """The names and values of a form."""
    try:
        text = encoded.decode("ascii")
        if _BAD_ESCAPE.search(text):
            raise ValueError
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_PARAMETERS)
    except ValueError:  # also of its encoding, and of too many parameters
        raise HTTPException(
            400, f"{place} can't be read: write parameters in UTF-8 with percent-encoding"
        ) from None


def _values(given: list[tuple[str, str]], wanted: str) -> list[str]:
    return [value for name, value in given if name == wanted]


def _dataset(given: list[tuple[str, str]]) -> Dataset | None:
    default, named = _values(given, "default-graph-uri"), _values(given, "named-graph-uri")
    for iri in (*default, *named):
        if not _ABSOLUTE.fullmatch(iri):
            raise HTTPException(400, "the name of a graph is not a full IRI")
    return (default, named) if default or named else None
