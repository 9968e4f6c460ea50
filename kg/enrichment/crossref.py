"""Crossref's works: the JSON of its REST API, bytes in and a work out.

https://api.crossref.org/swagger-ui/index.html, https://github.com/CrossRef/rest-api-doc
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from kg.enrichment.article_roles import PROTOCOL, RESULT
from kg.enrichment.work import (
    CHAPTERS,
    Author,
    Notice,
    Registration,
    Work,
    one_line,
    registrations,
    tells_plans,
)
from kg.errors import ServiceError, TransientError
from kg.text.dois import registered_doi
from kg.text.entities import without_entities
from kg.text.orcids import orcid

REGISTRATIONS_FIELD: Final = "clinical-trial-number"
"""The field with the trials that an article is registered with."""

_STAGES: Final = {"preresults": PROTOCOL, "results": RESULT, "postresults": RESULT}
"""The stage of a trial that a DOI is registered with -> the role of the article for the trial."""

_NOTICES: Final = {
    "retraction": "RETRACTION",
    "partial_retraction": "RETRACTION",
    "withdrawal": "RETRACTION",
    "removal": "RETRACTION",
    "correction": "CORRECTION",
    "corrigendum": "CORRECTION",
    "erratum": "CORRECTION",
    "expression_of_concern": "EXPRESSION_OF_CONCERN",
}
"""The type of an update -> the type of the notice; all others are updates.

https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/registering-updates/
"""

_MARKUP: Final = re.compile(
    r"</?(?:i|b|em|strong|u|sub|sup|scp|sc|tt|ovl|p|span|(?:jats|mml):[a-z-]+)\b[^<>]{0,200}>"
)
"""The face markup that Crossref allows in titles and names."""


class _Date(msgspec.Struct, rename={"parts": "date-parts"}):
    parts: list[list[int | None]] = []


class _Affiliation(msgspec.Struct):
    name: str | None = None


class _Author(msgspec.Struct, rename={"orcid": "ORCID"}):
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    name: str | None = None
    orcid: str | None = None
    affiliation: list[_Affiliation] = []


class _Licence(msgspec.Struct, rename={"url": "URL", "version": "content-version"}):
    url: str | None = None
    version: str | None = None


class _Update(msgspec.Struct, rename={"doi": "DOI"}):
    doi: str | None = None
    type: str | None = None
    updated: _Date | None = None


class _Trial(msgspec.Struct, rename={"number": "clinical-trial-number"}):
    number: str | None = None
    type: str | None = None


class _Message(
    msgspec.Struct,
    rename={
        "doi": "DOI",
        "container": "container-title",
        "short_container": "short-container-title",
        "licence": "license",
        "updated_by": "updated-by",
        "trials": "clinical-trial-number",
    },
):
    doi: str | None = None
    type: str | None = None
    title: list[str] = []
    container: list[str] = []
    short_container: list[str] = []
    author: list[_Author] = []
    published: _Date | None = None
    issued: _Date | None = None
    deposited: _Date | None = None
    licence: list[_Licence] = []
    updated_by: list[_Update] = []
    trials: list[_Trial] = []
    abstract: str | None = None


class _Answer(msgspec.Struct):
    message: _Message


def work(data: bytes, place: str) -> Work:
    """The work that a response describes.

    Raises TransientError for JSON that is cut off or damaged, ServiceError for other responses.
    """
    try:
        message = msgspec.json.decode(data, type=_Answer).message
    except (msgspec.ValidationError, RecursionError) as error:
        raise ServiceError(f"{place}: not a response of Crossref: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TransientError(f"{place}: the JSON is cut short or damaged ({error})") from error
    doi = registered_doi(message.doi)
    if doi is None:
        raise ServiceError(f"{place}: a work without a DOI")
    form = one_line(message.type)
    within, short = message.container, next(iter(message.short_container), None)
    is_chapter = form in CHAPTERS
    return Work(
        source="crossref",
        key=doi,
        doi=doi,
        title=_plain(next(iter(message.title), None)),
        journal=None if is_chapter else _plain(next(iter(within), None)),
        journal_abbreviation=None if is_chapter else _plain(short),
        book=_plain(within[-1]) if is_chapter and within else None,
        date=_date(message.published) or _date(message.issued),
        authors=tuple(_authors(message.author)),
        form=form,
        registrations=tuple(dict.fromkeys(_registrations(message.trials))),
        registrations_field=REGISTRATIONS_FIELD,
        licences=tuple(dict.fromkeys(_licences(message.licence))),
        notices=tuple(dict.fromkeys(_notices(message.updated_by))),
        revised=_date(message.deposited),
        plans=tells_plans(message.abstract or ""),
    )


def _plain(text: str | None) -> str | None:
    """A text without markup."""
    return one_line(without_entities(_MARKUP.sub("", text))) if text else None


def _date(date: _Date | None) -> str | None:
    """A date as precise as given."""
    parts = date.parts[0] if date and date.parts else []
    known = []
    for part, width in zip(parts[:3], (4, 2, 2), strict=False):
        if part is None:
            break
        known.append(f"{part:0{width}}")
    return "-".join(known) or None


def _authors(authors: list[_Author]) -> Iterator[Author]:
    for author in authors:
        person = " ".join(filter(None, (author.given, author.family, author.suffix)))
        name = _plain(person or author.name)
        if name:
            affiliations = (_plain(each.name) for each in author.affiliation)
            yield Author(
                name,
                orcid(author.orcid),
                tuple(dict.fromkeys(filter(None, affiliations))),
                not person,
            )


def _registrations(trials: list[_Trial]) -> Iterator[Registration]:
    for trial in trials:
        number = one_line(trial.number)
        if number:
            stage = _STAGES.get((trial.type or "").replace("-", "").lower())
            yield from registrations(number, stage)


def _licences(licences: list[_Licence]) -> Iterator[str]:
    """The addresses of licences to read the article, without those for text mining."""
    for licence in licences:
        if licence.url and licence.version != "tdm":
            yield licence.url.strip()


def _notices(updates: list[_Update]) -> Iterator[Notice]:
    for update in updates:
        kind = _NOTICES.get((update.type or "").lower().replace("-", "_"), "UPDATE")
        yield Notice(kind, doi=registered_doi(update.doi), date=_date(update.updated))
