"""What is studied, in the forms in which registries hand it to ICTRP: names, keywords and codes.

The conditions are in the first line, the keywords and codes that a registry gives for them on the
lines below. A text is only taken apart where the form of its registry leaves no doubt.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.records.protocol import ConditionsModule
from kg.records.registration import ConditionCode
from kg.registries.table import CLINICAL_TRIALS_GOV
from kg.sources.ictrp.lists import parts
from kg.sources.ictrp.texts import NOTHING, one_line, plain
from kg.text.fillers import says_nothing

_ICD: Final = "ICD-10"
_CODE: Final = r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?"
_A_CODE: Final = re.compile(_CODE)

_SEPARATED: Final = {
    "ANZCTR": re.compile(r";(?!\s)(?=.*;$)"),
    "CTRI": re.compile(r"Health Condition ?[0-9]+ ?:|\([0-9]+\) ?ICD-10 Condition:"),
    "DRKS": re.compile(rf";(?={_CODE} - )"),
    "IRCT": re.compile(r"\bCondition [0-9]+:"),
}
"""What is between the conditions of a registry."""

_ENDS: Final = {"CTRI": "; ,", "IRCT": "; ."}
"""What is behind a condition of a registry and not of its name."""

_CODED: Final = {
    "CTRI": re.compile(rf"(?:({_CODE})|null) ?(?:-|\|\|) ?(.+)"),
    "DRKS": re.compile(rf"({_CODE}) - (.+)"),
}
"""A condition of a registry that begins with its code."""

_CODES_BELOW: Final = "IRCT"
"""The registry whose last line has codes behind the last of the names that they are for."""


class ListedConditions(NamedTuple):
    """The conditions and keywords of a row, their codes, and what is neither."""

    module: ConditionsModule
    codes: list[ConditionCode]
    rest: list[str]


def listed_conditions(text: str, registry: str) -> ListedConditions:
    """The conditions of a registry; one text where it is not clear what its parts are."""
    if registry == CLINICAL_TRIALS_GOV:
        return ListedConditions(ConditionsModule(conditions=parts(one_line(text))), [], [])
    first, *below = plain(text).split("\n")
    names, codes = _coded(_separated(first, registry), registry)
    rest: list[str] = []
    if registry == _CODES_BELOW and below:
        below, more, rest = _codes_below(below)
        codes += more
    said = (one_line(part) for line in below for part in line.split(";"))
    keywords = [each for each in dict.fromkeys(said) if each and each not in names]
    empty = [each for each in keywords if says_nothing(each)]
    return ListedConditions(
        ConditionsModule(
            conditions=names, keywords=[each for each in keywords if each not in empty]
        ),
        codes,
        [*rest, *empty],
    )


def _separated(line: str, registry: str) -> list[str]:
    """The conditions of the first line."""
    separator = _SEPARATED.get(registry)
    found = separator.split(line) if separator else [line]
    pieces = [piece.strip() for piece in line.split(";") if piece.strip()]
    if len(found) == 1 and len({piece.casefold() for piece in pieces}) == 1:
        found = pieces[:1]  # one condition several times
    names = (name.strip(_ENDS.get(registry, "; ")) for name in found)
    return [name for name in dict.fromkeys(names) if name and name not in NOTHING]


def _coded(given: list[str], registry: str) -> tuple[list[str], list[ConditionCode]]:
    """The names of conditions without the codes before them, and these codes."""
    form = _CODED.get(registry)
    names, codes = [], []
    for each in given:
        found = form.fullmatch(each) if form else None
        name = found[2].strip() if found else each
        if found and found[1]:
            codes.append(ConditionCode(system=_ICD, code=_dotted(found[1]), term=name))
        names.append(name)
    return list(dict.fromkeys(names)), codes


def _codes_below(lines: list[str]) -> tuple[list[str], list[ConditionCode], list[str]]:
    """The names that have no code of their own, the codes, and what is no code."""
    last, *given = (part.strip() for part in lines[-1].split(";"))
    names = [name for line in (*lines[:-1], last) if (name := line.strip())]
    given = [each for each in given if each]
    known = [each for each in given if _A_CODE.fullmatch(each)]
    if len(names) == len(given) == len(known):
        pairs = zip(known, names, strict=True)
        found = [ConditionCode(system=_ICD, code=_dotted(c), term=term) for c, term in pairs]
        return [], found, []
    codes = [ConditionCode(system=_ICD, code=_dotted(each)) for each in known]
    return names, codes, [each for each in given if each not in known]


def _dotted(code: str) -> str:
    """A code with the full stop behind its first three characters, as WHO writes it."""
    return code if "." in code or len(code) == 3 else f"{code[:3]}.{code[3:]}"
