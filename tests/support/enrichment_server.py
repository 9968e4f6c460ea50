"""PubMed and Crossref for tests: an HTTP server that returns real responses of theirs.

E-utilities' efetch gives the articles of those ids that there are, in one set, and leaves out the
others; Crossref's works/{doi} gives one, or 404 as plain text. Faults are planted as in
`tests.support.registry_server`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import unquote

from tests.support.http_server import listening
from tests.support.real_data import needed_files
from tests.support.registry_server import Handler, RegistryServer

HEAD: Final = (
    b'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st'
    b' January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)
"""The beginning of every response of efetch."""


@cache
def real_answers() -> dict[str, bytes]:
    """The real responses of efetch, by PMID."""
    paths = needed_files("enrichment/pubmed", "*.xml")
    return {
        re.findall(rb"<PMID[^>]*>([0-9]+)<", path.read_bytes())[0].decode(): path.read_bytes()
        for path in paths
    }


@cache
def real_works() -> dict[str, dict[str, Any]]:
    """The real works of Crossref, by their DOIs in lower case."""
    found = {}
    for path in needed_files("enrichment/crossref", "*.json"):
        answer = json.loads(path.read_bytes())
        message = answer.get("message", answer)
        for work in message.get("items", [message]):
            if "DOI" in work:
                found[work["DOI"].lower()] = work
    return found


def article_set(*answers: bytes) -> bytes:
    """The articles of several responses in one, as efetch returns them."""
    articles = [
        re.findall(rb"<Pubmed(?:Book)?Article>.*</Pubmed(?:Book)?Article>", answer, re.DOTALL)[0]
        for answer in answers
    ]
    return HEAD + b"<PubmedArticleSet>\n" + b"\n".join(articles) + b"\n</PubmedArticleSet>"


def work_answer(work: dict[str, Any]) -> bytes:
    """One work as Crossref returns it."""
    answer = {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": work}
    return json.dumps(answer, ensure_ascii=False).encode()


@dataclass
class EnrichmentServer(RegistryServer):
    """Both services on one port, their data, and how often Crossref may be queried."""

    articles: dict[str, bytes] = field(default_factory=dict)
    works: dict[str, bytes] = field(default_factory=dict)
    limit: str = "50"

    @property
    def pubmed(self) -> str:
        """The value of --pubmed."""
        return f"{self.origin}/entrez/eutils"

    @property
    def crossref(self) -> str:
        """The value of --crossref."""
        return f"{self.origin}/crossref"


class _Both(Handler):
    registry: EnrichmentServer

    def _answer(self, path: str) -> None:
        if path == "/entrez/eutils/efetch.fcgi":
            asked = self.params.get("id", "").split(",")
            found = [self.registry.articles[i] for i in asked if i in self.registry.articles]
            self.reply(200, article_set(*found), {"Content-Type": "text/xml; charset=UTF-8"})
        elif path.startswith("/crossref/works/"):
            work = self.registry.works.get(unquote(path.removeprefix("/crossref/works/")))
            if work is None:
                self.text(404, "Resource not found.")
            else:
                limits = {"X-Rate-Limit-Limit": self.registry.limit, "X-Rate-Limit-Interval": "1s"}
                self.reply(200, work, {"Content-Type": "application/json", **limits})
        else:
            self.text(404, "Not found")


@contextmanager
def served(server: EnrichmentServer) -> Iterator[EnrichmentServer]:
    """The server on a free port of this machine, until the block ends."""

    class Bound(_Both):
        registry = server

    with listening(Bound) as server.port:
        yield server


def environment(services: EnrichmentServer, **changes: str) -> dict[str, str]:
    """The services on this machine, with no wait between requests."""
    return {
        "KG_PUBMED": services.pubmed,
        "KG_CROSSREF": services.crossref,
        "KG_PER_SECOND": "1000000",
        "KG_BACKOFF": "0.001",
        "KG_CACHE": "cache",
        "NO_PROXY": "127.0.0.1",
        **changes,
    }
