"""Reader of one record in the registry's classic XML, `<clinical_study>`, retired in 2024.

Its schema was https://clinicaltrials.gov/ct2/html/images/info/public.xsd. The tables of the modules
here say what each element becomes; docs/classic-xml.md says what the XML lacks compared with
today's JSON.
"""

from __future__ import annotations

from typing import Final

from kg.errors import RecordError
from kg.records import Record
from kg.sources.classic_xml import administration, arms, design, documents, people, results
from kg.sources.classic_xml.contact_places import contact_places
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import Element, ElementTable, Leftovers, Rows
from kg.sources.classic_xml.xml_parser import ROOT, opening, root
from kg.text.nct_ids import NCT_ID

NAME: Final = "ctgov-xml"
"""The name of this format among `kg.sources.SOURCE_FORMATS`."""

_ROWS: Final[Rows] = {
    **administration.ROWS,
    **design.ROWS,
    **arms.ROWS,
    **people.ROWS,
    **documents.ROWS,
    **results.ROWS,
}
_STUDY: Final = ElementTable(_ROWS)

_contact_place: Final = contact_places(
    {
        ROOT: _ROWS,
        f"{ROOT}.location": people.LOCATION,
        f"{ROOT}.clinical_results": results.CLINICAL_RESULTS,
    }
)


def looks_like(data: bytes) -> bool:
    """Whether `data` begins like a record in XML, or declares that it is one."""
    found = opening(data)
    return found is not None and found[1] == ROOT


def read(data: bytes, place: str) -> Record:
    """The record in `data`, one XML document; RecordError says why it is not one."""
    return record(document(data, place), place)


def document(data: bytes, place: str) -> Element:
    """The clinical_study in `data`; RecordError says why it is not one."""
    return root(data, place)


def record(element: Element, place: str) -> Record:
    """The record that a clinical_study is; RecordError if it has no NCT id."""
    draft, leftovers = XmlDraft(), Leftovers()
    _STUDY.fill(draft, element, leftovers)
    identifier = draft.identification.nct_id.upper()
    if not NCT_ID.fullmatch(identifier):
        reason = f"{identifier!r} is not an NCT id" if identifier else "no NCT id"
        raise RecordError(place, f"{reason} at {ROOT}/id_info/nct_id")
    draft.identification.nct_id = identifier
    design.finish(draft)
    arms.finish(draft)
    study = draft.study()
    study.has_results = study.results_section is not None
    return Record(
        study=study,
        place=place,
        format=NAME,
        unmapped=leftovers.unmapped,
        findings=leftovers.findings,
        contact_places={
            field.path: found
            for field in leftovers.unmapped
            if (found := _contact_place(field.path))
        },
    )
