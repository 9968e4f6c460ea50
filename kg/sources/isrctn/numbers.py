"""The other numbers of a trial, each once, with the field that states it.

Newer records list all of them as secondary numbers and repeat some in the older fields.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.records.registration import StatedNumber
from kg.registries.numbers import trial_number
from kg.sources.classic_xml.reading import Element, Leftovers, Reader, path_of
from kg.sources.isrctn.values import is_key
from kg.sources.xml_characters import WHITE_SPACE
from kg.text.fillers import says_nothing
from kg.text.plain_words import ByWords, plain_words

FIELD: Final = "externalRefs"

_DOMAINS: Final = ByWords(
    {
        "cpms": "CPMS",
        "ctis": "CTIS",
        "eudract": "EudraCT",
        "iras": "IRAS",
        "isrctn": "ISRCTN",
        "nct": "ClinicalTrials.gov",
    }
)
"""The registry's keys for types of numbers -> who gives these numbers; other types are words."""

_LISTED: Final = f"{FIELD}.secondaryNumber"
_TYPES: Final = {"CTIS": "CTIS", "EudraCT": "EUDRACT_NUMBER"}
_SEPARATOR: Final = re.compile(r"\s*[,;]\s*|\s*\n\s*")
_LABEL: Final = re.compile(r"[A-Z]+:\s+")
_FIRST_APPLICATION: Final = re.compile(r"-00\Z")

_known: Final = lru_cache(maxsize=4096)(trial_number)


def number(domain: str) -> Reader[StatedNumber]:
    """A reader of the field of one kind of numbers."""

    def read(element: Element, leftovers: Leftovers) -> StatedNumber | None:
        text = _given(element, leftovers, path_of(element))
        return stated(text, domain, f"{FIELD}.{element.tag}") if text else None

    return read


def secondary(element: Element, leftovers: Leftovers) -> StatedNumber | None:
    """A number in the list of all; its canonical form is kept if it says something else."""
    kind = element.get("numberType", "")
    path = path_of(element)
    text = _given(element, leftovers, f"{path}[{kind}]")
    canonical = element.get("canonicalSecondaryNumber", "")
    if canonical and not _is_same(canonical, kind, text or ""):
        leftovers.keep_text(f"{path}@canonicalSecondaryNumber", canonical)
    if not is_key(element.get("id", "")):
        leftovers.keep_text(f"{path}@id", element.get("id"))
    if not text:
        return None
    made = stated(text, _DOMAINS.get(kind, kind) or None, f"{FIELD}.{element.tag}")
    if kind and made.domain != _DOMAINS.get(kind, kind):
        leftovers.keep_text(f"{path}@numberType", kind)
    return made


def stated(text: str, domain: str | None, field: str) -> StatedNumber:
    """A number with its type; if a registry gave it, its form tells, and not where it is filed."""
    known = _known(text)
    kind = _TYPES.get(known.registry, "REGISTRY") if known else None
    return StatedNumber(id=text, type=kind, domain=known.registry if known else domain, field=field)


def each_once(numbers: list[StatedNumber], own: str) -> list[StatedNumber]:
    """The numbers without repetitions and the trial's own; a text of several becomes several."""
    listed = [each for each in numbers if each.field == _LISTED]
    present = {_key(each.id or "") for each in listed}
    others = [each for each in numbers if each.field != _LISTED]
    parts = [part for each in others for part in _parts(each, present)]
    found: dict[tuple[object, ...], StatedNumber] = {}
    for each in (*listed, *parts):
        known = _known(each.id or "")
        if not known or known.number != own:
            found.setdefault((_key(each.id or ""), each.domain), each)
    return list(found.values())


def _parts(given: StatedNumber, listed: set[tuple[str, ...]]) -> list[StatedNumber]:
    """The numbers in one text that are not listed; several only if some are those of trials."""
    bare = [_LABEL.sub("", text) for text in _SEPARATOR.split(given.id or "") if text]
    new = [text for text in bare if _key(text) not in listed]
    if not new:
        return []
    if len(bare) == 1 or not any(map(_known, bare)):
        return [given]
    return [stated(text, given.domain, given.field or "") for text in new]


def _given(element: Element, leftovers: Leftovers, path: str) -> str | None:
    text = (element.text or "").strip(WHITE_SPACE)
    if text and says_nothing(text):
        leftovers.keep_text(path, text)
        return None
    return text or None


def _is_same(canonical: str, kind: str, text: str) -> bool:
    forms = (canonical, _FIRST_APPLICATION.sub("", canonical))
    return any(_key(form) in (_key(text), _key(f"{kind}{text}")) for form in forms)


def _key(text: str) -> tuple[str, ...]:
    known = _known(text)
    return (known.number,) if known else plain_words(text)
