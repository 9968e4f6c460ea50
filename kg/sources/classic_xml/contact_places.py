"""Where a record in XML has contact persons, or may have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from kg.sources.classic_xml.xml_parser import ROOT

CONTACT_PERSONS: Final = re.compile(
    rf"{ROOT}\.(?:overall_contact|overall_contact_backup|overall_official"
    rf"|location\.(?:contact|contact_backup|investigator)|clinical_results\.point_of_contact)"
)
"""The paths of elements that are contact persons or officials."""


def contact_places(holders: Mapping[str, Collection[str]]) -> Callable[[str], str]:
    """A function that gives the place of the contact person that a path may belong to, or "".

    `holders` are the paths of the elements that contain contact persons, with their known children;
    any other child may be a contact person.
    """

    def contact_place(path: str) -> str:
        place = ""
        for name in path.replace("@", ".@").split("."):
            if place in holders and name not in holders[place]:
                return "" if path.startswith(f"{ROOT}@") else place
            place = f"{place}.{name}" if place else name
            if CONTACT_PERSONS.fullmatch(place):
                return place
        return place if place in holders else ""

    return contact_place
