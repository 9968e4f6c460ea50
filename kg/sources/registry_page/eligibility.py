"""Reader of the eligibility criteria and of the ages, the sex and the volunteers below them."""

from __future__ import annotations

import re

from kg.sources.registry_page.draft import PageDraft, Value, code
from kg.sources.registry_page.labels import BLANKS, labels
from kg.sources.registry_page.sections import PageSections

ELIGIBILITY = "Eligibility Criteria"

AGE = re.compile(r"[0-9]{1,3} (?:year|month|week|day|hour|minute)s?", re.IGNORECASE)
OLD = re.compile(r"1[0-9]{2} years?", re.IGNORECASE)
"""An age that no trial has as its minimum."""

NO_AGE = frozenset(("n/a", "na", "none", "no limit"))
SEXES = frozenset(("ALL", "FEMALE", "MALE"))
HEALTHY = {
    "yes": True,
    "true": True,
    "accepts healthy volunteers": True,
    "no": False,
    "false": False,
}

LABELS = labels(
    {
        "Minimum Age, Min Age": "minimum_age",
        "Maximum Age, Max Age": "maximum_age",
        "Sex, Gender, Eligible Sex": "sex",
        "Accepts Healthy Volunteers, Healthy Volunteers": "healthy_volunteers",
    }
)


def is_value(text: str) -> bool:
    """Whether a line is an age, a sex or an answer, as below the criteria."""
    plain = text.casefold()
    return plain not in LABELS and (
        plain in BLANKS | NO_AGE
        or plain in HEALTHY
        or AGE.fullmatch(text) is not None
        or code(text) in SEXES
    )


SUBHEAD = re.compile(r"(?:key |main |major )?(?:inclusion|exclusion) criteria\s*:?", re.IGNORECASE)
ITEM = re.compile(r"(?:\(?[0-9]{1,3}[.)]|[a-zA-Z][.)]|[-*•·])\s")
"""The beginning of a list item. The numbers are not changed: a list may begin at 2."""


def eligibility(page: PageSections, draft: PageDraft) -> None:
    module = draft.eligibility
    values = page[ELIGIBILITY]
    split = list(map(_split, values))
    above = (n for n, one in enumerate(split, 1) if not _is_below(one))
    last = max(above, default=0)
    rest = values[:last] + [one for one in split[last:] if not _by_label(one, draft)]
    # Below the criteria, from the end: healthy volunteers, sex, maximum age, minimum age.
    if rest and module.healthy_volunteers is None and rest[-1].text.casefold() in HEALTHY:
        module.healthy_volunteers = HEALTHY[rest.pop().text.casefold()]
    if rest and module.sex is None and rest[-1].text.upper() in SEXES:
        module.sex = rest.pop().text.upper()
    _ages(rest, draft)
    module.eligibility_criteria = criteria_text(rest) or None


def _is_below(value: Value) -> bool:
    return value.label != "" or is_value(value.text) or value.text.casefold() in HEALTHY


def _split(value: Value) -> Value:
    """A line "Sex: ALL" split into label and value; "Sex: see below" is a criterion."""
    name, colon, text = (piece.strip() for piece in value.text.partition(":"))
    is_value = AGE.fullmatch(text) or code(text) in SEXES or text.casefold() in HEALTHY
    if colon and is_value and name.casefold() in LABELS:
        return Value(text, LABELS[name.casefold()])
    return value


def _by_label(value: Value, draft: PageDraft) -> bool:
    """Sets the field of a labelled value; returns whether it had a known label."""
    module, text = draft.eligibility, value.text
    if value.label and (text in BLANKS or text.casefold() in NO_AGE):
        return True
    match value.label:
        case "minimum_age":
            module.minimum_age = text
        case "maximum_age":
            module.maximum_age = text
        case "sex" if code(text) in SEXES:
            module.sex = code(text)
        case "healthy_volunteers" if text.casefold() in HEALTHY:
            module.healthy_volunteers = HEALTHY[text.casefold()]
        case "sex" | "healthy_volunteers":
            draft.leave(ELIGIBILITY, text)
        case _:
            return False
    return True


def _ages(rest: list[Value], draft: PageDraft) -> None:
    ages: list[str] = []
    if (
        len(rest) > 1
        and rest[-1].text.casefold() in NO_AGE | BLANKS
        and AGE.fullmatch(rest[-2].text)
    ):
        del rest[-1]
    while rest and len(ages) < 2 and AGE.fullmatch(rest[-1].text):
        ages.insert(0, rest.pop().text)
    if len(ages) == 1 and OLD.fullmatch(ages[0]) and not draft.eligibility.maximum_age:
        draft.eligibility.maximum_age = ages.pop()
    if len(ages) == 1 and not (draft.eligibility.minimum_age or draft.eligibility.maximum_age):
        draft.note(ELIGIBILITY, f"'{ages[0]}' is the only age; it is taken as the minimum")
    for name in ("minimum_age", "maximum_age"):
        if ages and getattr(draft.eligibility, name) is None:
            setattr(draft.eligibility, name, ages.pop(0))
    for age in ages:
        draft.leave(ELIGIBILITY, age)


def criteria_text(values: list[Value]) -> str:
    """The criteria in the registry's form: subheadings with a colon and blank lines around them.

    The items of a list are on consecutive lines; a blank line separates paragraphs.
    """
    pieces: list[str] = []
    after_item = False
    for value in values:
        text, is_item = value.text, ITEM.match(value.text) is not None
        if value.marker and not is_item:
            text, is_item = f"{value.marker} {text}", True
        if SUBHEAD.fullmatch(text):
            text, is_item = f"{text.rstrip(' :')}:", False
        if pieces:
            pieces.append("\n" if after_item and is_item else "\n\n")
        pieces.append(text)
        after_item = is_item
    return "".join(pieces)
