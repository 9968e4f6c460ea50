"""Numbers and titles."""

from __future__ import annotations

import re
from typing import Final

from kg.errors import RecordError
from kg.records import ListedTrial
from kg.records.protocol import IdentificationModule, Reference
from kg.records.registration import StatedNumber
from kg.registries.numbers import registry_of, trial_number
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.parts import JsonPart

REGISTRY: Final = "CTIS"
"""The key of the registry."""

SEARCH_RESULT: Final = "ctTitle"
"""A field that only rows of search results have."""

_EUDRACT: Final = "EUDRACT_NUMBER"
_FIGURE: Final = re.compile(r"[0-9]")


def own_number(content: dict[str, object], place: str) -> tuple[str, str]:
    """The trial's number, and with the suffix of its application; RecordError if there is none."""
    if "ctNumber" not in content:
        raise RecordError(
            place, "no ctNumber: a page of search results lists trials, but has no records of CTIS"
        )
    stated = content["ctNumber"]
    known = trial_number(stated) if isinstance(stated, str) else None
    if known is None or known.registry != REGISTRY:
        reason = f"{stated!r} at ctNumber is not a number of CTIS, such as 2022-501142-30-00"
        raise RecordError(place, reason)
    if SEARCH_RESULT in content and not content.keys() & {
        "authorizedApplication",
        "authorizedPartI",
    }:
        reason = "a search result of CTIS, not the record of the trial (docs/registries.md)"
        raise RecordError(place, reason, known.number)
    return known.number, str(stated).strip()


def fill(draft: CtisDraft, content: JsonPart, application: JsonPart, full_number: str) -> None:
    """Fills in the numbers and titles."""
    module = draft.identification
    content.text("ctNumber")
    content.omit("_id", full_number)
    module.secondary_id_infos.append(
        StatedNumber(
            id=full_number,
            type="CTIS",
            link=_page(module.nct_id, full_number),
            field="ctNumber",
        )
    )
    details = application.part("authorizedPartI", "trialDetails")
    identifiers = details.part("clinicalTrialIdentifiers")
    _secondary_numbers(module, identifiers.part("secondaryIdentifyingNumbers"))
    for name in ("eudraCt", "eudraCtInfo"):
        number = application.part(name).text("eudraCtCode")
        if number:
            module.secondary_id_infos.append(
                StatedNumber(id=number, type=_EUDRACT, field=f"{name}.eudraCtCode")
            )
    _titles(draft, identifiers)
    for repeated in ("title", "shortTitle"):
        content.omit(repeated, module.official_title, module.brief_title, module.acronym)
    _associated(draft, details)
    _publications(draft, details)


def _page(number: str, full_number: str) -> str | None:
    """The page of a resubmitted application; that of the first one is the IRI of the trial."""
    registry = registry_of(number)
    template = registry.page if registry else None
    if template is None or template.format(number).endswith(full_number):
        return None
    return template.format(number).removesuffix("-00") + full_number.removeprefix(number)


def _secondary_numbers(module: IdentificationModule, numbers: JsonPart) -> None:
    for name in list(numbers.content):
        text = numbers.part(name).text("number")
        if text:
            kind = _EUDRACT if name.lower().startswith("eudract") else _type(text)
            module.secondary_id_infos.append(StatedNumber(id=text, type=kind, field=name))
    for registry in numbers.parts("additionalRegistries"):
        text = registry.text("number")
        if text:
            domain = registry.text("otherRegistryName")
            module.secondary_id_infos += [
                StatedNumber(id=each, type=_type(each), domain=domain, field="additionalRegistries")
                for each in _listed(text)
            ]


def _listed(text: str) -> list[str]:
    """The numbers between semicolons ("75,061; 125,097"), if each is a whole one; else the text."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return parts if parts and all(map(_is_whole, parts)) else [text]


def _is_whole(part: str) -> bool:
    """Whether a part of a text has a figure, and ends no bracket of another part."""
    return _FIGURE.search(part) is not None and part.count("(") == part.count(")")


def _type(number: str) -> str:
    return "REGISTRY" if trial_number(number) else "OTHER"


def _titles(draft: CtisDraft, identifiers: JsonPart) -> None:
    """The public title is the brief one; the short title is a code or an acronym."""
    module = draft.identification
    module.official_title = draft.translated(identifiers, "fullTitle")
    module.brief_title = draft.translated(identifiers, "publicTitle")
    module.acronym = draft.translated(identifiers, "shortTitle")


def _associated(draft: CtisDraft, details: JsonPart) -> None:
    """Trials that the application names as associated."""
    for other in details.parts("associatedClinicalTrials"):
        known = trial_number(other.stated("ctNumber"))
        if known:
            other.omit("ctNumber", known.number)  # a suffix is kept
            draft.listed_trials.append(
                ListedTrial(
                    nct_id=known.number,
                    title=other.text("fullTitle"),
                    section="associatedClinicalTrials",
                )
            )


def _publications(draft: CtisDraft, details: JsonPart) -> None:
    for pmid in details.texts("pubmedCode"):
        draft.references.references.append(Reference(pmid=pmid))
