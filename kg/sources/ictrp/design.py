"""The design in an ICTRP row: what its labels and words say exactly, as codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from kg.records.base import unless_empty
from kg.records.protocol import DesignInfo, MaskingInfo
from kg.sources.classic_xml import vocabulary as words
from kg.text.plain_words import ByWords

_ALLOCATION: Final = ByWords(
    {
        "Non-randomised trial": "NON_RANDOMIZED",
        "Non-randomized": "NON_RANDOMIZED",
        "Non-randomised": "NON_RANDOMIZED",
        "Non-randomized controlled trial": "NON_RANDOMIZED",
        "Non-randomised controlled trial": "NON_RANDOMIZED",
        "Not randomized": "NON_RANDOMIZED",
        "Randomized": "RANDOMIZED",
        "Randomised": "RANDOMIZED",
        "Randomized controlled trial": "RANDOMIZED",
        "Randomised controlled trial": "RANDOMIZED",
        "RCT": "RANDOMIZED",
        "Non-RCT": "NON_RANDOMIZED",
    }
)
_MODEL: Final = ByWords(
    {
        **words.INTERVENTION_MODEL,
        "Crossover": "CROSSOVER",
        "Cross-over": "CROSSOVER",
        "Factorial": "FACTORIAL",
        "Parallel": "PARALLEL",
        "Single group": "SINGLE_GROUP",
    }
)
_MASKING: Final = ByWords(
    {
        **words.MASKING,
        "Double blinded": "DOUBLE",
        "Not blinded": "NONE",
        "Open (masking not used)": "NONE",
        "Single blinded": "SINGLE",
        "Triple blinded": "TRIPLE",
    }
)
_LABELS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "allocation": ("allocation", _ALLOCATION),
    "randomization": ("allocation", _ALLOCATION),
    "intervention model": ("intervention_model", _MODEL),
    "assignment": ("intervention_model", _MODEL),
    "primary purpose": ("primary_purpose", words.PRIMARY_PURPOSE),
    "study design purpose": ("primary_purpose", words.PRIMARY_PURPOSE),
    "purpose": ("primary_purpose", words.PRIMARY_PURPOSE),
    "observational model": ("observational_model", words.OBSERVATIONAL_MODEL),
    "time perspective": ("time_perspective", words.TIME_PERSPECTIVE),
    "masking": ("masking", _MASKING),
    "blinding/masking": ("masking", _MASKING),
    "blinding": ("masking", _MASKING),
}
"""A label of a design -> the field, and its words."""

_PARTS: Final = {
    "non-randomized controlled trial": ("allocation", "NON_RANDOMIZED"),
    "randomized controlled trial": ("allocation", "RANDOMIZED"),
    "open(masking not used)": ("masking", "NONE"),
    "single blind": ("masking", "SINGLE"),
    "double blind": ("masking", "DOUBLE"),
    "crossover assignment": ("intervention_model", "CROSSOVER"),
    "factorial assignment": ("intervention_model", "FACTORIAL"),
    "parallel assignment": ("intervention_model", "PARALLEL"),
    "single assignment": ("intervention_model", "SINGLE_GROUP"),
    "diagnostic purpose": ("primary_purpose", "DIAGNOSTIC"),
    "prevention purpose": ("primary_purpose", "PREVENTION"),
    "screening purpose": ("primary_purpose", "SCREENING"),
    "supportive care purpose": ("primary_purpose", "SUPPORTIVE_CARE"),
    "treatment purpose": ("primary_purpose", "TREATMENT"),
}
"""The parts of a design in Japan's registry, which joins them by commas."""

_LABEL: Final = re.compile(
    rf"(?:(?<=[.,;\n])|\A)\s*({'|'.join(sorted(_LABELS, key=len, reverse=True))}) ?: ?",
    re.IGNORECASE,
)
_OTHER_LABEL: Final = re.compile(r"[.,;\n]\s*(?=[A-Z][A-Za-z/ ]{2,60}:)")
_LABELLED_VALUE: Final = re.compile(r"([^,;(\n]*?)\s*(?:\(([^()]*)\))?\s*")
_WHOLE_DESIGN: Final = "ClinicalTrials.gov"

_FLAGS: Final = {
    "Randomised": ("allocation", "RANDOMIZED"),
    "Open": ("masking", "NONE"),
    "Single blind": ("masking", "SINGLE"),
    "Double blind": ("masking", "DOUBLE"),
    "Parallel group": ("intervention_model", "PARALLEL"),
    "Cross over": ("intervention_model", "CROSSOVER"),
}
_FLAG: Final = re.compile(rf"({'|'.join(_FLAGS)}): (yes|no)")


@lru_cache(maxsize=4_096)
def design_of(text: str, registry: str) -> tuple[DesignInfo | None, str | None]:
    """The codes of a design, and its text unless the codes say all of it.

    Many trials have the same design: what is returned must not be changed.
    """
    found: dict[str, str] = {}
    if registry in ("EudraCT", "jRCT"):
        _add_once(found, _flagged(text) if registry == "EudraCT" else _listed(text))
        return _info(found, []), text
    pieces = _LABEL.split(text)
    is_whole = not pieces[0].strip() and registry == _WHOLE_DESIGN
    who: list[str] = []
    for label, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        field, codes = _LABELS[label.lower()]
        said, *others = _OTHER_LABEL.split(piece, maxsplit=1)
        code, masked = _coded(said.strip(" .,;\n"), codes)
        known = code is not None and field not in found
        is_whole = is_whole and not others
        is_whole = is_whole and known and None not in masked
        if known and code:
            found[field] = code
            who += [each for each in masked if each]
    return _info(found, who), None if is_whole else text


def _coded(text: str, codes: Mapping[str, str]) -> tuple[str | None, list[str | None]]:
    """The code of a value, and those of who is masked, in brackets behind it."""
    if text in codes or codes.get(text):
        return codes[text], []
    match = _LABELLED_VALUE.fullmatch(text)
    if not match:
        return codes.get(re.split(r"[,;]", text)[0].strip()), []
    code = codes.get(match[1])
    if code is None or codes is not _MASKING or match[2] is None:
        return code if match[2] is None else None, []
    return code, [words.WHO_MASKED.get(each.strip()) for each in match[2].split(",")]


def _flagged(text: str) -> Iterator[tuple[str, str]]:
    return (_FLAGS[name] for name, said in _FLAG.findall(text) if said == "yes")


def _listed(text: str) -> Iterator[tuple[str, str]]:
    parts = (part.strip().casefold() for part in text.split(","))
    return (_PARTS[part] for part in parts if part in _PARTS)


def _add_once(found: dict[str, str], values: Iterator[tuple[str, str]]) -> None:
    """Adds values of fields that are said once; of two that differ neither is sure."""
    doubtful = set()
    for field, code in values:
        if found.setdefault(field, code) != code:
            doubtful.add(field)
    for field in doubtful:
        del found[field]


def _info(found: dict[str, str], who: list[str]) -> DesignInfo | None:
    masking = found.get("masking")
    return unless_empty(
        DesignInfo(
            allocation=found.get("allocation"),
            intervention_model=found.get("intervention_model"),
            primary_purpose=found.get("primary_purpose"),
            observational_model=found.get("observational_model"),
            time_perspective=found.get("time_perspective"),
            masking_info=MaskingInfo(masking=masking, who_masked=who) if masking else None,
        )
    )
