"""What the tables have no row for: whether it is news, and whether it may be of a contact."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from kg.records import SourceField
from kg.text.fillers import says_nothing

_KNOWN: Final = re.compile(
    r"""contact\.privacy | sponsor\.(?:privacy|contactDetails\..*)
    | trial\.trialDescription\.ethicsApprovalRequired
    | trial\.externalRefs\.secondaryNumbers\.secondaryNumber(?:\[.*\])?@numberType
    | trial\.trialDesign\.interventionalTrialDesign\.control
    | trial\.participants\.(?:ageRange|recruitmentCountries\.country|totalFinalEnrolment)
    | trial\.results\.(?:publicationPlan|publicationStage|intentToPublish|basicReport)
    | trial\.outputs\.output(?:@createdBy|\.productionNotes|\.localFile@(?:version|md5sum))
    | trial\.miscellaneous\.ipdSharingPlan""",
    re.VERBOSE,
)
"""The paths of what docs/registries.md says to be unmapped."""

_OF_NO_CONTACT: Final = re.compile(r"(?!trial\.parties\.contactId)(?:trial|funder)\b|@")
"""What is of no contact person: everything in the trial itself, and in a funder."""


def is_known(field: SourceField) -> bool:
    """Whether an unmapped field is no news: it is always unmapped, or says nothing."""
    return bool(_KNOWN.fullmatch(field.path)) or says_nothing(msgspec.json.decode(field.value))


def contact_place(path: str) -> str:
    """The element that may be of a contact person, of a path with an unmapped value; or ""."""
    return "" if _OF_NO_CONTACT.match(path) else re.split(r"[.@]", path)[0]
