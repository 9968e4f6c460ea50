"""A registry page in all its forms: without and with labels, as text and as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from typing import Any

import msgspec

from kg.records import Record, Study
from kg.records.protocol import (
    ArmsInterventionsModule,
    ConditionsModule,
    ContactsLocationsModule,
    ReferencesModule,
    Sponsor,
    SponsorCollaboratorsModule,
)
from kg.sources.registry_page import read_text
from kg.sources.registry_page.section_table import SECTIONS
from tests.support.paths import ROOT

INTRODUCTIONS = {section.heading: section.introduction for section in SECTIONS}

Labelled = tuple[str, str]
"""A label, or "", and the value below it."""


@dataclass(frozen=True)
class Body:
    """A section of a page, with its introduction and its values."""

    heading: str
    values: tuple[Labelled, ...]

    @property
    def introduction(self) -> str:
        return INTRODUCTIONS[self.heading]


@dataclass(frozen=True)
class PageForm:
    """A page as its head and its sections."""

    head: tuple[str, ...]
    bodies: tuple[Body, ...]

    def changed(self, heading: str, *values: str) -> PageForm:
        """The page with other values in one section."""
        new = Body(heading, tuple(("", value) for value in values))
        bodies = (new if body.heading == heading else body for body in self.bodies)
        return replace(self, bodies=tuple(bodies))

    def values(self, heading: str) -> list[str]:
        return [
            value for body in self.bodies if body.heading == heading for _, value in body.values
        ]


def page_form(text: str) -> PageForm:
    """A page of the layout without labels, split at its headings."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line in INTRODUCTIONS]
    ends = [*starts[1:], len(lines)]
    return PageForm(
        tuple(lines[: starts[0]]),
        tuple(
            Body(lines[start], tuple(("", line) for line in lines[start + 2 : end]))
            for start, end in zip(starts, ends, strict=True)
        ),
    )


LABELS = {
    "Basic Information": (
        "Recruitment Status",
        "Clinical Phase",
        "Total Enrollment",
        "Study Classification",
        "Study Start Date",
        "Study Completion Date",
    ),
    "Study Design": ("Allocation Method", "Intervention Model", "Primary Purpose", "Masking"),
    "Sponsors": ("Lead Sponsor", "Sponsor Class"),
    "Principal Investigators": ("Name", "", "Affiliation"),
    "Locations": ("Facility Name", "Location"),
    "References": ("Citation",),
    "Other Identifiers": ("Identifier", "", ""),
    "Related Clinical Trials": ("Title", "NCT ID"),
}
"""The labels of the values of a section, over and over."""

ELIGIBILITY_LABELS = ("Minimum Age", "Maximum Age", "Sex", "Healthy Volunteers")


def with_labels(page: PageForm, names: Iterable[str], arms: Iterable[str]) -> PageForm:
    """The page in the labelled layout; the names of interventions and the arms are given."""
    known = {**dict.fromkeys(names, "Intervention Name"), **dict.fromkeys(arms, "Arm Label")}
    return replace(page, bodies=tuple(_labelled(body, known) for body in page.bodies))


def _labelled(body: Body, known: dict[str, str]) -> Body:
    values = [value for _, value in body.values]
    match body.heading:
        case "Study Results":
            return Body(body.heading, (("", "Results pending"),))
        case "Eligibility Criteria":
            labels = ["" for _ in values[:-4]] + list(ELIGIBILITY_LABELS)
        case "Study Groups" | "Interventions":
            labels = [known.get(value, "") for value in values]
            labels = [
                label or ("Description" if before else "")
                for before, label in zip(["", *labels], labels, strict=False)
            ]
        case _:
            round_ = LABELS.get(body.heading, ("",))
            labels = [round_[number % len(round_)] for number in range(len(values))]
    return Body(body.heading, tuple(zip(labels, values, strict=True)))


def plain_text(page: PageForm) -> str:
    """The page as text, each value a line."""
    return "\n".join(_lines(page)) + "\n"


def spaced_text(page: PageForm) -> str:
    """The page as text, with a blank line between."""
    return "\n\n".join(_lines(page)) + "\n"


def _lines(page: PageForm) -> Iterator[str]:
    yield from page.head
    for body in page.bodies:
        yield body.heading
        # The badge of a page with labels is before the introduction.
        pending = [value for _, value in body.values if value == "Results pending"]
        yield from pending
        yield body.introduction
        yield from (line for pair in body.values for line in pair if line and line not in pending)


def html_of_paragraphs(page: PageForm) -> str:
    """A page of headings and paragraphs, with the usual elements around it."""
    title, *head = map(escape, page.head)
    sections = (
        f"<h2>{body.heading}</h2><p>{body.introduction}</p>"
        + "".join(
            (f"<h3>{label}</h3>" if label else "") + f"<p>{escape(value)}</p>"
            for label, value in body.values
        )
        for body in page.bodies
    )
    return (
        "<!DOCTYPE html>\n<html lang=en><head><title>Trial</title><style>p { margin: 0 }</style>"
        "<script>let page = '<h2>Conditions</h2>'</script></head><body>"
        "<nav><a href='/'>Conditions</a> <a href='/x'>Sponsors</a></nav>"
        f"<main><h1>{title}</h1>{''.join(f'<p>{line}</p>' for line in head)}{''.join(sections)}"
        "</main><footer>About this site</footer></body></html>"
    )


def html_of_boxes(page: PageForm) -> str:
    """A page of div, span, dl and ul, indented, with comments between the pieces of a text."""
    title, *head = map(escape, page.head)
    return "\n".join(
        chain(
            ["<html><body>", f"<h1>\n  {title}\n</h1>"],
            (f"<div><b>{line.replace(': ', ':</b> <span>')}</span></div>" for line in head),
            map(_box, page.bodies),
            ["</body></html>"],
        )
    )


def _box(body: Body) -> str:
    rows = []
    for number, (label, value) in enumerate(body.values):
        text = escape(value).replace(" ", " <!-- -->", 1)
        if label:
            rows.append(f"<dl><dt>{label}</dt>\n<dd>{text}</dd></dl>")
        elif body.heading == "References":
            rows.append(f'<ul><li><a href="https://doi.org/">{text}</a></li></ul>')
        elif number % 2:
            rows.append(f"<div>\n  <span>{text}</span>\n</div>")
        else:
            rows.append(f"<span>{text}</span><br>")
    heading = f"<div><h2><button>{body.heading}</button></h2><button>Collapse</button>"
    return f"{heading}\n<div>{body.introduction}</div>\n{''.join(rows)}</div>"


HTML_FORMS: dict[str, Callable[[PageForm], str]] = {
    "paragraphs": html_of_paragraphs,
    "boxes": html_of_boxes,
}


def rendered(study: Study) -> PageForm:
    """The page of any record of the registry: the sections in which records are most diverse."""
    identity = study.protocol_section.identification_module
    lines = {
        "Conditions": _conditions(study),
        "Study Groups": _groups(study),
        "Interventions": _interventions(study),
        "Sponsors": _sponsors(study),
        "Principal Investigators": _officials(study),
        "Locations": _locations(study),
        "References": _references(study),
    }
    bodies = (
        Body(heading, tuple(("", line) for line in split(*lines.get(heading, ()))))
        for heading in INTRODUCTIONS
        if heading != "Keywords"
    )
    return PageForm((identity.brief_title or "", f"NCT ID: {identity.nct_id}"), tuple(bodies))


def split(*texts: str | None) -> list[str]:
    """The paragraphs of texts, one a line as on a page."""
    return [line.strip() for text in texts for line in (text or "").splitlines() if line.strip()]


def _conditions(study: Study) -> list[str | None]:
    module = study.protocol_section.conditions_module or ConditionsModule()
    return [*module.conditions]


def _groups(study: Study) -> list[str | None]:
    module = study.protocol_section.arms_interventions_module or ArmsInterventionsModule()
    lines: list[str | None] = []
    for arm in module.arm_groups:
        lines += [arm.label, arm.description]
        names = [name.split(": ", 1)[1] for name in arm.intervention_names]
        for one in module.interventions:
            lines += [one.name, one.description] if one.name in names else []
    return lines


def _interventions(study: Study) -> list[str | None]:
    module = study.protocol_section.arms_interventions_module or ArmsInterventionsModule()
    return [text for one in module.interventions for text in (one.name, one.description)]


def _sponsors(study: Study) -> list[str | None]:
    module = study.protocol_section.sponsor_collaborators_module or SponsorCollaboratorsModule()
    sponsors = [module.lead_sponsor or Sponsor(), *module.collaborators]
    return [text for sponsor in sponsors for text in (sponsor.name, sponsor.class_)]


def _officials(study: Study) -> list[str | None]:
    module = study.protocol_section.contacts_locations_module or ContactsLocationsModule()
    return [
        text
        for one in module.overall_officials
        for text in (one.name, one.role and f"Role: {one.role}", one.affiliation)
    ]


def _locations(study: Study) -> list[str | None]:
    module = study.protocol_section.contacts_locations_module or ContactsLocationsModule()
    return [
        text
        for one in module.locations
        for text in (one.facility, f"{one.city or ''}, {one.state or ''}, {one.country or ''}")
    ]


def _references(study: Study) -> list[str | None]:
    module = study.protocol_section.references_module or ReferencesModule()
    return [
        text
        for one in module.references
        for text in (one.citation, one.pmid and f"PMID: {one.pmid}")
    ]


SAMPLE = (ROOT / "samples" / "NCT04745299.txt").read_text("utf-8")
SAMPLE_JSON = (ROOT / "samples" / "NCT04745299.json").read_bytes()
PAGE = page_form(SAMPLE)
HEADINGS = [body.heading for body in PAGE.bodies]

RECORD = read_text(SAMPLE, "sample")
NAMES = ["Lenzumestrocel", "Riluzole", "Placebo Comparator"]
ARMS = [
    "Single cycle administration group",
    "Multiple administation group",
    "Control group",
]
LABELLED = with_labels(PAGE, NAMES, ARMS)


def record_of(page: PageForm) -> Record:
    return read_text(plain_text(page), "page")


def with_values(heading: str, *values: str) -> Record:
    """The sample with other values in one section."""
    return record_of(PAGE.changed(heading, *values))


def part(record: Record, path: str) -> Any:
    """A part of the record's study by its path in dots."""
    found: Any = record.study.protocol_section
    for name in path.split("."):
        found = getattr(found, name, None)
    return found


def said(record: Record) -> str:
    """The messages of the findings, a line each."""
    return "\n".join(f"{finding.field}: {finding.message}" for finding in record.findings)


def kept(record: Record) -> list[tuple[str, str]]:
    return [(field.path, msgspec.json.decode(field.value)) for field in record.unmapped]
