"""Lists in one cell of an ICTRP row: sponsors, countries, interventions, outcomes, numbers.

ICTRP joins the parts of a list by a semicolon without a blank behind it. A text is only taken apart
where the form of its registry leaves no doubt; otherwise it is one.
"""

from __future__ import annotations

import re
from typing import Final

from kg.records.protocol import (
    ArmGroup,
    ArmsInterventionsModule,
    Intervention,
    Outcome,
)
from kg.registries.numbers import trial_number
from kg.sources.classic_xml.vocabulary import INTERVENTION_TYPE
from kg.sources.ictrp.texts import NOTHING, one_line, plain, without_markup
from kg.text.fillers import no_part_says_anything

_JOINT: Final = re.compile(r";(?!\s)")
_COMMA: Final = re.compile(r"[,;/\n]\s*|\s+and\s+|\s+")

UMIN_REGIONS: Final = frozenset(
    ("Japan", "Asia(except Japan)", "North America", "South America", "Australia", "Europe",
     "Africa")
)  # fmt: skip
"""The regions of UMIN, which joins them by commas."""

_TYPED: Final = re.compile(
    rf"(?:\A|;)\s*({'|'.join(sorted(map(re.escape, INTERVENTION_TYPE), key=len, reverse=True))}): ",
)
_GIVEN: Final = re.compile(r"\b(Control )?Intervention ?[0-9]+ ?: ?")
"""The numbers with which registries begin each intervention."""

_DRUG_OF_CRIS: Final = re.compile(r"Drug : (?=\S)")
_LONGEST_NAME: Final = 200
"""Characters of a text that may be a name; a longer one describes."""

_GIVEN_BY_NUMBER: Final = frozenset(("CTRI", "DRKS", "IRCT"))

_BY_SEMICOLONS: Final = frozenset("ClinicalTrials.gov ChiCTR ANZCTR IRCT CRIS".split())
"""Registries whose outcome measures ICTRP joins by semicolons."""

_TIMES: Final = {
    "ANZCTR": re.compile(r"(?s)(.+?)\[(.*)\]"),
    "TCTR": re.compile(r"(?s)(.+?)\[Timeframe (.*)\]"),
    "CTRI": re.compile(r"(?s)(.+?)Timepoint:(.*)"),
    "IRCT": re.compile(r"(?s)(.+?)\.? Timepoint:(.*?)\.? (Method of measurement: .*)"),
}
"""How registries join an outcome measure, its time frame and its description."""


def parts(text: str) -> list[str]:
    """The parts of a list that ICTRP has joined."""
    found = (part.strip() for part in _JOINT.split(text))
    return [part for part in found if part and part not in NOTHING]


def countries(text: str) -> list[str]:
    """The countries or regions of a list, each once."""
    regions = [region.strip() for region in text.split(",")]
    listed = regions if UMIN_REGIONS.issuperset(regions) else text.split(";")
    found = (one_line(country) for country in listed)
    return list(dict.fromkeys(name for name in found if name and name not in NOTHING))


def numbers(text: str) -> list[str]:
    """The numbers in a list, whatever separates them if all of them are of registries."""
    whole = [part.strip() for part in re.split(r"[;\n]", without_markup(text))]
    found = []
    for part in filter(None, whole):
        pieces = list(filter(None, _COMMA.split(part)))
        known = len(pieces) > 1 and trial_number(part) is None
        found += pieces if known and all(map(trial_number, pieces)) else [part]
    return list(dict.fromkeys(found))


def interventions(text: str, registry: str) -> list[Intervention]:
    """The interventions of a registry; one text where it is not clear what its parts are."""
    if registry == "ClinicalTrials.gov":
        line = one_line(text)
        found = _TYPED.split(line)
        if len(found) > 1 and not found[0].strip():
            pairs = zip(found[1::2], found[2::2], strict=True)
            return [
                Intervention(type=INTERVENTION_TYPE[kind], name=name.strip(" ;"))
                for kind, name in pairs
            ]
    text = plain(text).strip("; ")
    listed = _GIVEN.split(text) if registry in _GIVEN_BY_NUMBER else []
    if len(listed) > 1 and not listed[0].strip():
        pairs = zip(listed[1::2], listed[2::2], strict=True)
        return [Intervention(description=f"{kind or ''}{each.strip()}") for kind, each in pairs]
    if not text or text in NOTHING:
        return []
    drug = _DRUG_OF_CRIS.match(text) if registry == "CRIS" else None
    kind, text = ("DRUG", text[drug.end() :]) if drug else (None, text)
    if len(text) <= _LONGEST_NAME and not any(sign in text for sign in "\n;"):
        return [Intervention(type=kind, name=text)]
    return [Intervention(type=kind, description=text)]


def arms(text: str, sizes: str) -> ArmsInterventionsModule | None:
    """The groups of a registry that gives the size of each, and what each is given.

    "tea:200;water:200;" and "tea:herbal tea;water:none;" have the same groups in the same order;
    None where the two disagree. That a group is given "none" or "Blank" describes the group.
    """
    labels = [part.rpartition(":")[0].strip() for part in one_line(sizes).split(";") if part]
    if not all(labels) or len(set(labels)) != len(labels):
        return None
    found = _given_to(labels, one_line(text)) if labels else None
    if found is None:
        return None
    module = ArmsInterventionsModule()
    for label, part in zip(labels, found, strict=True):
        group, given = ArmGroup(label=label), part.strip(" ;")
        if no_part_says_anything(given):
            group.description = given or None
        else:
            module.interventions.append(Intervention(name=given, arm_group_labels=[label]))
        module.arm_groups.append(group)
    return module


def _given_to(labels: list[str], line: str) -> list[str] | None:
    """The text behind the label of each group; None if the line has not all of them in this order.

    Of a label that comes several times the last one counts, as texts are longest first.
    """
    given: list[str] = []
    end = len(line)
    for label in reversed(labels[1:]):
        signs = (f";{before}{label}{after}:" for before in ("", " ") for after in ("", " "))
        start, size = max((line.rfind(sign, 0, end), len(sign)) for sign in signs)
        if start < 0:
            return None
        given.append(line[start + size : end])
        end = start
    for sign in (f"{labels[0]}:", f"{labels[0]} :"):
        if line.startswith(sign, 0, end):
            given.append(line[len(sign) : end])
            return given[::-1]
    return None


def outcomes(text: str, registry: str) -> list[Outcome]:
    """The outcome measures of a registry; one text where it is not clear what its parts are."""
    text = plain(text)
    listed = parts(text) if registry in _BY_SEMICOLONS else [text.strip()]
    return [_outcome(each, registry) for each in listed if each and each not in NOTHING]


def _outcome(text: str, registry: str) -> Outcome:
    form = _TIMES.get(registry)
    found = form.fullmatch(text) if form else None
    if not found:
        return Outcome(measure=text)
    measure, when, *rest = found.groups()
    return Outcome(
        measure=measure.strip() or None,
        time_frame=when.strip() or None,
        description=rest[0] if rest else None,
    )
