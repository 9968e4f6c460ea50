"""What is not kept of a record of CTIS, because it says nothing about the trial.

docs/registries.md lists it for users.
"""

from __future__ import annotations

from typing import Any, Final

DATABASE_KEYS: Final = frozenset(
    """
    addressId applicationId associatedEntityId clinicalTrialId considerations countryOrganisationId
    ctId documentId documentIds documentUuid eutctId id initialApplicationId mscCountryIsoNumber
    mscExtendedId mscId originalApplicationId originalId part1Id part2Id partIIIinfoKey
    partOneConclusionId partTwoConclusionId partTwoId party productPk productRoleGroupId rfiId
    rfiToBeAnsweredPart1 rfiToBeAnsweredPart2 rfiToBeAnsweredValidation substancePk termId
    trialCategoryId trialScopeId
    """.split()
)
"""Keys of rows in the registry's database, other than the identifiers of EMA's dictionaries."""

FORM_STATES: Final = frozenset(
    """
    atcUpdatable businessKeyForDisplay consCommentInfoListPresent
    considerationCommentInfoListPresent current evCodeDisplay isCreate isDraftUnauthProduct
    isDueInLessThanTwoDays isEditable isEditingApplication isSave isSelectedInMultiTrialSM
    mscsEditable nameDisplay organisationLocationStatus preferredLanguage submissionAllowed
    """.split()
)
"""States and labels of the form in which the record is edited."""

LABELLED: Final = {
    "country": "countryName",
    "isoNumber": "name",
    "ctRegistryCode": "number",
    "language": "languageDescription",
    "productRoleCode": "productRoleName",
    "typeCode": "type",
}
"""Numbers of entries in lists of the form, with the field beside them that says it in words."""

_KEYS: Final = DATABASE_KEYS | FORM_STATES
_UUID: Final = "uuid"
_SOME: Final = _KEYS | LABELLED.keys() | {_UUID}
_OF_DOCUMENTS: Final = "documentTypeLabel"


def is_left_out(name: str, holder: dict[str, Any]) -> bool:
    """Whether a field of an object is not kept."""
    if name == _UUID:
        return _OF_DOCUMENTS not in holder  # that of a document is a part of its address
    return name in _KEYS or (name in LABELLED and bool(holder.get(LABELLED[name])))


def leave_out(value: Any) -> None:
    """Takes out of a value what is not kept."""
    if isinstance(value, dict):
        if not _SOME.isdisjoint(value):
            for name in [name for name in value if name in _SOME and is_left_out(name, value)]:
                del value[name]
        value = value.values()
    for each in value:
        if type(each) is dict or type(each) is list:  # faster than isinstance
            leave_out(each)
