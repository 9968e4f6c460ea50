"""The columns of ICTRP's files: their names in all variants, and what they are called here.

A name is found in any spelling of its letters: "Public title", "public_title", "Public_Title".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

FULL_DUMP: Final = tuple(
    """TrialID SecondaryIDs public_title Scientific_title url
    Public_Contact_Firstname Public_Contact_Lastname Public_Contact_Address Public_Contact_Email
    Public_Contact_Tel Public_Contact_Affiliation Scientific_Contact_Firstname
    Scientific_Contact_Lastname Scientific_Contact_Address Scientific_Contact_Email
    Scientific_Contact_Tel Scientific_Contact_Affiliation study_type study_design phase
    Date_registration Date_enrollement Target_size Recruitment_status Primary_sponsor
    Secondary_sponsors Source_Support Countries Conditions Interventions Agemin Agemax Gender
    Inclusion_Criteria Exclusion_Criteria Primary_Outcome Secondary_Outcomes Bridging_flag
    Bridged_type Childs type_enrolment Retrospective_flag results_actual_enrollment
    results_url_link results_summary results_date_posted results_date_first_publication
    results_baseline_char results_participant_flow results_adverse_events
    results_outcome_measures results_url_protocol results_IPD_plan results_IPD_description
    results_date_completed results_yes_no Ethics_Status Ethics_Approval_Date Ethics_Contact_Name
    Ethics_Contact_Address Ethics_Contact_Phone Ethics_Contact_Email""".split()
)
"""The columns of the full dump in ICTRP's order: its CSV has no header."""

REFRESHED: Final = "Last_Refreshed_on"
"""A column that some dumps have after the first one."""

_OTHERS: Final = tuple(
    """Acronym Export_date Date_registration3 Source_Register Last_Refreshed_on other_records
    Bridging_flag_truefalse Contact_Firstname Contact_Lastname Contact_Address Contact_Email
    Contact_Tel Contact_Affiliation""".split()
)
"""The columns that only exports of lists of trials have."""

_VARIANTS: Final = {
    "Trial_ID": "trialid",
    "Secondary_ID": "secondaryids",
    "Secondary_IDs": "secondaryids",
    "web_address": "url",
    "Scientific_Acronym": "acronym",
    "Source_Registry": "source_register",
    "Last_Refreshed": "last_refreshed_on",
    "Date_enrollment": "date_enrollement",
    "Date_enrolment": "date_enrollement",
    "Date_of_first_enrollment": "date_enrollement",
    "Date_of_first_enrolment": "date_enrollement",
    "type_enrollment": "type_enrolment",
    "Inclusion_agemin": "agemin",
    "Inclusion_agemax": "agemax",
    "Inclusion_gender": "gender",
    "Sex": "gender",
    "Condition": "conditions",
    "Intervention": "interventions",
    "Primary_Outcomes": "primary_outcome",
    "Secondary_Outcome": "secondary_outcomes",
    "Secondary_sponsor": "secondary_sponsors",
    "Sources_Support": "source_support",
    "Source_of_Support": "source_support",
    "results_actual_enrolment": "results_actual_enrollment",
    "Child": "childs",
}
"""Other names of columns."""

LEAST_KNOWN: Final = 4
"""The least number of ICTRP's columns by which a table is one of ICTRP's."""


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


_FIELDS: Final = {
    **{_letters(name): name.lower() for name in (*FULL_DUMP, *_OTHERS)},
    **{_letters(name): field for name, field in _VARIANTS.items()},
}

CONTACT_FIELDS: Final = tuple(
    field
    for field in dict.fromkeys(_FIELDS.values())
    if field.startswith(("contact_", "public_contact_", "scientific_contact_", "ethics_contact_"))
)
"""The fields of contact persons."""


@lru_cache(maxsize=1_024)
def field_of(name: str) -> str | None:
    """What a column is called here, one of the fields of a row; None for an unknown column."""
    return _FIELDS.get(_letters(name))


class TableLayout(NamedTuple):
    """The columns of a table: name, field (None if unknown), the names of the columns by field, and
    the place of the trial's id.
    """

    names: tuple[str, ...]
    fields: tuple[str | None, ...]
    by_field: dict[str, str]
    trial_id: int


def layout_of(names: Iterable[str]) -> TableLayout | None:
    """The layout of a table with these columns; None if it is not one of ICTRP's.

    A second column of a field is an unknown one.
    """
    names = tuple(name.strip() for name in names)
    fields: list[str | None] = []
    for name in names:
        field = field_of(name)
        fields.append(None if field in fields else field)
    if "trialid" not in fields or len(set(fields) - {None}) < LEAST_KNOWN:
        return None
    by_field = {field: name for name, field in zip(names, fields, strict=True) if field}
    return TableLayout(names, tuple(fields), by_field, fields.index("trialid"))
