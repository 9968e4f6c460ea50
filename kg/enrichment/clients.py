"""Polite clients of PubMed and Crossref: identified, no faster than allowed, nothing twice.

https://www.ncbi.nlm.nih.gov/books/NBK25497/ (E-utilities: tool, email, key, three requests a
second or ten with a key); https://github.com/CrossRef/rest-api-doc#good-manners--more-reliable-service
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.enrichment import crossref, pubmed
from kg.enrichment.cache import Cache
from kg.enrichment.work import Work
from kg.errors import NotFoundError, ServiceError, TransientError
from kg.http.printable import excerpt
from kg.http.retry import Failures

if TYPE_CHECKING:
    from kg.http.request_limits import RequestLimits
    from kg.http.session import Session

PUBMED: Final = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
CROSSREF: Final = "https://api.crossref.org"

TOOL: Final = "kg-trials"
"""The name under which kg identifies itself to E-utilities."""

BATCH: Final = 200
"""Articles in one request to PubMed; more need another kind of request."""

RATES: Final = {"pubmed": 3.0, "crossref": 5.0}
"""The most requests a second to each service."""

RATE_WITH_KEY: Final = 10.0
"""The most requests a second to PubMed with a key."""

LARGEST: Final = {"pubmed": 256 << 20, "crossref": 32 << 20}
"""The most bytes of one response; an article with its references has 30,000, a work up to 4 MB."""

_XML: Final = frozenset({"text/xml", "application/xml"})
_JSON: Final = frozenset({"application/json"})
_INTERVAL: Final = re.compile(r"([0-9]{1,6})s?")


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """The response of a service about a publication: `work`, or `fault`, why it could not be had.

    Both are None if the service does not know the publication; `other` is the id of another one
    that it describes in its place, which is not taken.
    """

    source: str
    key: str
    work: Work | None = None
    fault: str | None = None
    other: str | None = None


class PubMed:
    """PubMed, accessed through a session; None to use only the cache."""

    source = "pubmed"

    def __init__(
        self, session: Session | None, cache: Cache, email: str | None, key: str | None
    ) -> None:
        self._session = session
        self._cache = cache
        self._key = key
        known = {"tool": TOOL, "email": email, "api_key": key}
        self._known = {name: value for name, value in known.items() if value}
        self._failures = Failures()

    def works(self, pmids: Iterable[str]) -> Iterator[ServiceAnswer]:
        """PubMed's response for each article, in order of the PMIDs."""
        wanted = sorted(pmids, key=int)
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            cached = {pmid: self._cache.get(self.source, pmid) for pmid in batch}
            found = {pmid: _kept(pmid, data, self._read) for pmid, data in cached.items()}
            unknown = [pmid for pmid in batch if found[pmid] is None]
            fresh = self._fresh(unknown) if unknown else {}
            for pmid in batch:
                yield found[pmid] or fresh[pmid]

    def _fresh(self, pmids: list[str]) -> dict[str, ServiceAnswer]:
        if self._session is None:
            return {pmid: _not_cached(self.source, pmid) for pmid in pmids}
        try:
            articles = self._asked(self._session, pmids)
        except ServiceError as error:
            self._failures.add(error)
            return {pmid: ServiceAnswer(self.source, pmid, fault=str(error)) for pmid in pmids}
        self._failures.clear()
        return {pmid: self._found(pmid, articles.get(pmid, b"")) for pmid in pmids}

    def _found(self, pmid: str, data: bytes) -> ServiceAnswer:
        """What a part of a response says; only what can be read is kept."""
        try:
            answered = self._read(pmid, data)
        except ServiceError as error:
            return ServiceAnswer(self.source, pmid, fault=str(error))
        self._cache.put(self.source, pmid, data)
        return answered

    def _asked(self, session: Session, pmids: list[str]) -> dict[str, bytes]:
        """The articles and books that PubMed has of these.

        If it returns none of several, the request is repeated, as that may be an error. If it still
        returns none, each is requested alone: PubMed deletes articles.
        """
        turns = count(1)

        def attempt() -> dict[str, bytes]:
            found = self._articles(session, pmids)
            if not found and len(pmids) > 1 and next(turns) < min(2, session.limits.tries):
                raise TransientError(f"PubMed returned none of {len(pmids)} articles")
            return found

        found = session.patiently(attempt)
        if len(pmids) == 1:
            return dict.fromkeys(pmids, found.get(pmids[0]) or next(iter(found.values()), b""))
        if found:
            return found
        alone = [self._asked(session, [pmid]) for pmid in pmids]
        return {pmid: data for each in alone for pmid, data in each.items()}

    def _articles(self, session: Session, pmids: list[str]) -> dict[str, bytes]:
        """The articles and books of one request, in one attempt."""
        params = {"db": "pubmed", "retmode": "xml", "id": ",".join(pmids), **self._known}
        with _kept_secret(self._key):
            answer = session.get("efetch.fcgi", params, largest=LARGEST[self.source])
        _refuse_other("PubMed", answer.media_type, _XML, "XML")
        return pubmed.articles(answer.body, "PubMed")

    def _read(self, pmid: str, data: bytes) -> ServiceAnswer:
        works = pubmed.works(data, f"PubMed's {pmid}") if data else []
        return _answer(self.source, pmid, works[0] if works else None)


class Crossref:
    """Crossref, accessed through a session; None to use only the cache."""

    source = "crossref"

    def __init__(self, session: Session | None, cache: Cache) -> None:
        self._session = session
        self._cache = cache
        self._failures = Failures()

    def works(self, dois: Iterable[str]) -> Iterator[ServiceAnswer]:
        """Crossref's response for each work, in order of the DOIs."""
        for doi in sorted(dois):
            found = _kept(doi, self._cache.get(self.source, doi), self._read)
            yield found or self._fresh(doi)

    def _fresh(self, doi: str) -> ServiceAnswer:
        if self._session is None:
            return _not_cached(self.source, doi)
        try:
            body = self._session.patiently(lambda: self._body(doi))
            answered = self._read(doi, body)
        except NotFoundError:
            self._failures.clear()
            self._cache.put(self.source, doi, b"")
            return ServiceAnswer(self.source, doi)
        except ServiceError as error:
            self._failures.add(error)
            return ServiceAnswer(self.source, doi, fault=str(error))
        self._failures.clear()
        self._cache.put(self.source, doi, body)
        return answered

    def _body(self, doi: str) -> bytes:
        """The response to one request, in one attempt; parsing it checks that it is complete."""
        session = self._session
        assert session is not None
        answer = session.get(f"works/{quote(doi, safe='')}", largest=LARGEST[self.source])
        session.limits = slowed(session.limits, answer.headers.get)
        place = f"Crossref's {excerpt(doi)}"
        _refuse_other(place, answer.media_type, _JSON, "JSON")
        crossref.work(answer.body, place)
        return answer.body

    def _read(self, doi: str, data: bytes) -> ServiceAnswer:
        work = crossref.work(data, f"Crossref's {excerpt(doi)}") if data else None
        return _answer(self.source, doi, work)


def slowed(limits: RequestLimits, header: Callable[[str, str], str]) -> RequestLimits:
    """The courtesy that Crossref's headers ask for, if that is slower."""
    limit = _INTERVAL.fullmatch(header("X-Rate-Limit-Limit", "").strip())
    interval = _INTERVAL.fullmatch(header("X-Rate-Limit-Interval", "").strip())
    if not limit or not interval or not int(limit[1]) or not int(interval[1]):
        return limits
    return limits._replace(rate=min(limits.rate, 60 * int(limit[1]) / int(interval[1])))


@contextmanager
def _kept_secret(secret: str | None) -> Iterator[None]:
    """Keeps a secret that is part of an address out of error messages."""
    try:
        yield
    except TransientError as error:
        raise TransientError(_hidden(str(error), secret), error.wait) from None
    except ServiceError as error:
        raise type(error)(_hidden(str(error), secret)) from None


def _hidden(sentence: str, secret: str | None) -> str:
    return sentence.replace(secret, "…") if secret else sentence


def _answer(source: str, key: str, work: Work | None) -> ServiceAnswer:
    """The response about a publication; a service may describe another one, such as an alias's."""
    if work is None or work.key == key:
        return ServiceAnswer(source, key, work)
    return ServiceAnswer(source, key, other=work.key)


def _kept(
    key: str, data: bytes | None, read: Callable[[str, bytes], ServiceAnswer]
) -> ServiceAnswer | None:
    """A cached response; None if there is none, or if it is damaged."""
    try:
        return None if data is None else read(key, data)
    except ServiceError:
        return None


def _not_cached(source: str, key: str) -> ServiceAnswer:
    return ServiceAnswer(
        source, key, fault="not in the cache, and services are not queried offline"
    )


def _refuse_other(place: str, media_type: str, wanted: frozenset[str], name: str) -> None:
    if media_type not in wanted:
        kind = excerpt(media_type) or "content without a type"
        raise ServiceError(f"{place}: the response is {kind}, not {name}: is it the right address?")
