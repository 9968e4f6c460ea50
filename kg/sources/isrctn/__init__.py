"""Reader of a trial of the ISRCTN registry, in the XML of its API.

https://www.isrctn.com/page/faqs; the namespace is http://www.67bricks.com/isrctn. The tables here
say what each element becomes, and docs/registries.md what the XML has that the model lacks. A
document of several trials is cut before (`kg.sources.xml_records`).
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from kg.errors import RecordError
from kg.records import Finding, Record, SourceField
from kg.registries.numbers import registry_of
from kg.sources.classic_xml.reading import Element, Leftovers
from kg.sources.classic_xml.xml_parser import XmlRecord, opening, root
from kg.sources.isrctn.tables import FULL_TRIAL
from kg.sources.isrctn.trial import TrialDraft
from kg.sources.isrctn.unmapped import contact_place, is_known

NAME: Final = "isrctn-xml"
"""The name of this format among `kg.sources.SOURCE_FORMATS`."""

NAMESPACE: Final = "http://www.67bricks.com/isrctn"

_DECLARED: Final = f' xmlns="{NAMESPACE}"'.encode()
"""The usual declaration, which is blanked: elements without a namespace are read faster."""

NUMBER: Final = re.compile(rb"<(?:[\w.-]+:)?isrctn\b[^>]*>\s*([0-9]{8})\s*<")
"""The digits of a trial's number, in the bytes of its record."""

KIND: Final = XmlRecord(
    ("fullTrial", "allTrials", "trials", "trial"), "fullTrial", NUMBER, "ISRCTN{}", ("", NAMESPACE)
)

LEFT_OUT: Final = frozenset(
    (
        "fullTrial.trial.results.biomedRelated",
        "fullTrial.trial.trialDescription.acknowledgment",
        "fullTrial.trial.trialDescription@thirdPartyFilesAcknowledgement",
    )
)
"""The paths of what is about the registration itself and not kept."""

_HEAD: Final = 1 << 12


def looks_like(data: bytes) -> bool:
    """Whether `data` begins like an answer of the registry's API."""
    found = opening(data)
    if found is None:
        return False
    name = found[1].rpartition(":")[2]
    return name in ("allTrials", "fullTrial") or NAMESPACE.encode() in data[:_HEAD]


def read(data: bytes, place: str) -> Record:
    """The record in `data`, one XML document; RecordError says why it is not one."""
    return record(document(data, place), place)


def document(data: bytes, place: str) -> Element:
    """The fullTrial in a document, without namespaces; RecordError if there is not one."""
    top = root(data.replace(_DECLARED, b" " * len(_DECLARED)), place, KIND)
    for each in top.iter(f"{{{NAMESPACE}}}*"):
        each.tag = etree.QName(each).localname
    if top.tag == "trial":
        whole = etree.Element(KIND.element)
        whole.append(top)
        return whole
    found = list(top.iter(KIND.element))
    if len(found) != 1:
        raise RecordError(
            place, "holds no trial: did the query find any?" if not found else "a trial in a trial"
        )
    [trial] = found
    around = trial.getparent()
    if around is not None:
        around.remove(trial)
    return trial


def record(element: Element, place: str) -> Record:
    """The record that a fullTrial is; RecordError if it has no number."""
    draft, leftovers = TrialDraft(), Leftovers()
    number = _number(element, place)
    FULL_TRIAL.fill(draft, element, leftovers)
    draft.finish(number, leftovers)
    unmapped = [SourceField(_path(each.path), each.value) for each in leftovers.unmapped]
    findings = [
        Finding(field.path, finding.message)
        for field, finding in zip(unmapped, leftovers.findings, strict=True)
        if not is_known(field)
    ]
    places = {each.path: contact_place(each.path) for each in unmapped}
    return Record(
        study=draft.modules.study(),
        place=place,
        format=NAME,
        registration=draft.facts,
        unmapped=unmapped,
        findings=findings,
        contact_places={path: found for path, found in places.items() if found},
    )


def _number(element: Element, place: str) -> str:
    digits = (element.findtext("trial/isrctn") or "").strip()
    number = f"ISRCTN{digits.upper().removeprefix('ISRCTN')}"
    if registry_of(number) is None:
        reason = f"{digits!r} is not an ISRCTN number" if digits else "no ISRCTN number"
        raise RecordError(place, f"{reason} at fullTrial/trial/isrctn")
    return number


def _path(path: str) -> str:
    return path.removeprefix(f"{KIND.element}.")
