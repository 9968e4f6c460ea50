"""v2 records written as classic XML, as the registry wrote it: the inverse of kg's reader.

It starts from the plain JSON of a record and shares no code with kg, so that reading its documents
back is a test. `render` writes what the XML can hold; `sayable` removes from a JSON record what it
can't (docs/classic-xml.md has the same list).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

Record = dict[str, Any]

MONTHS: Final = (
    " January February March April May June July August September October November December"
).split(" ")

WORDS: Final = {
    "ACTIVE_NOT_RECRUITING": "Active, not recruiting",
    "APPROVED_FOR_MARKETING": "Approved for marketing",
    "ENROLLING_BY_INVITATION": "Enrolling by invitation",
    "NO_LONGER_AVAILABLE": "No longer available",
    "NOT_YET_RECRUITING": "Not yet recruiting",
    "TEMPORARILY_NOT_AVAILABLE": "Temporarily not available",
    "UNKNOWN": "Unknown status",
    "ESTIMATED": "Anticipated",
    "FED": "U.S. Fed",
    "NIH": "NIH",
    "SPONSOR_INVESTIGATOR": "Sponsor-Investigator",
    "SUB_INVESTIGATOR": "Sub-Investigator",
    "NON_RANDOMIZED": "Non-Randomized",
    "NA": "N/A",
    "ECT": "Educational/Counseling/Training",
    "ECOLOGIC_OR_COMMUNITY": "Ecologic or Community",
    "CASE_ONLY": "Case-Only",
    "CASE_CONTROL": "Case-Control",
    "CASE_CROSSOVER": "Case-Crossover",
    "FAMILY_BASED": "Family-Based",
    "CROSS_SECTIONAL": "Cross-Sectional",
    "NON_PROBABILITY_SAMPLE": "Non-Probability Sample",
    "SAMPLES_WITH_DNA": "Samples With DNA",
    "SAMPLES_WITHOUT_DNA": "Samples Without DNA",
    "CSR": "Clinical Study Report (CSR)",
    "ICF": "Informed Consent Form (ICF)",
    "SAP": "Statistical Analysis Plan (SAP)",
    "EARLY_PHASE1": "Early Phase 1",
    "COUNT_OF_PARTICIPANTS": "Count of Participants",
    "COUNT_OF_UNITS": "Count of Units",
    "INTER_QUARTILE_RANGE": "Inter-Quartile Range",
    "GEOMETRIC_COEFFICIENT": "Geometric Coefficient of Variation",
    "CONFIDENCE_95": "95% Confidence Interval",
    "OTHER_PRE_SPECIFIED": "Other Pre-specified",
    "POST_HOC": "Post-Hoc",
    "NON_INFERIORITY": "Non-Inferiority",
    "NON_INFERIORITY_OR_EQUIVALENCE": "Non-Inferiority or Equivalence",
    "SUPERIORITY_OR_OTHER": "Superiority or Other",
    "STANDARD_ERROR_OF_MEAN": "Standard Error of the Mean",
    "ONE_SIDED": "1-Sided",
    "TWO_SIDED": "2-Sided",
    "NON_SYSTEMATIC_ASSESSMENT": "Non-systematic Assessment",
}
MODELS: Final = {"CROSSOVER", "FACTORIAL", "PARALLEL", "SEQUENTIAL", "SINGLE_GROUP"}
MASKINGS: Final = {"NONE": "None (Open Label)"}


def words(code: str | None) -> str | None:
    """A value of an enumeration in the XML's words."""
    return code and WORDS.get(code, code.replace("_", " ").title())


# Elements


class Block(str):
    """A text wrapped and indented as by the registry."""


Content = Any
Node = tuple[str, dict[str, Any], Content]


def el(tag: str, content: Content = None, **attributes: Any) -> Node:
    """An element; one that has neither content nor attributes is left out."""
    return tag, {name: value for name, value in attributes.items() if value is not None}, content


def els(tag: str, contents: list[Any] | None) -> list[Node]:
    return [el(tag, content) for content in contents or []]


def written(node: Node | list[Any] | None, depth: int = 0) -> Iterator[str]:
    """The lines of an element."""
    if node is None:
        return
    if isinstance(node, list):
        for each in node:
            yield from written(each, depth)
        return
    tag, attributes, content = node
    indent = "  " * depth
    opened = f"{indent}<{tag}{''.join(f' {k}={quoteattr(str(v))}' for k, v in attributes.items())}>"
    if isinstance(content, Block):
        yield opened
        for line in laid_out(content):
            yield f"{indent}  {escape(line)}&#xD;" if line else "&#xD;"
        yield f"{indent}</{tag}>"
    elif isinstance(content, list):
        inner = list(written(content, depth + 1))
        if inner or attributes:
            yield from (opened, *inner, f"{indent}</{tag}>")
    elif content is not None or attributes:
        yield f"{opened}{escape(str(content if content is not None else ''))}</{tag}>"


ITEM: Final = re.compile(r"( *)(\* |[0-9]+\. )(.*)")


def laid_out(text: str) -> Iterator[str]:
    """A text in the registry's layout: wrapped at 100 columns, items indented by five."""
    widths: list[int] = []
    first = True
    for line in text.split("\n"):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        while widths and sum(widths) > indent:
            widths.pop()
        item = ITEM.fullmatch(line)
        level = len(widths)
        lead = " " * (5 * level)
        if item and item[3] and sum(widths) == indent:
            marker = "-  " if item[2] == "* " else item[2]
            lead += " " * (5 - len(marker)) + marker
            widths.append(len(item[2]))
            line = item[3]
        if not first:
            yield ""
        first = False
        column = " " * (5 * len(widths))
        yield from textwrap.wrap(
            " ".join(line.split()),
            width=max(100 - len(column), 40),
            initial_indent=lead,
            subsequent_indent=column,
            break_long_words=False,
            break_on_hyphens=False,
        )


def plain(text: str) -> str:
    """A text without the escapes of Markdown, which the XML does not have."""
    return re.sub(r"\\([^\w\s])", r"\1", text)


def lines(text: str | None) -> str | None:
    """A text that the XML does not wrap: one line a paragraph."""
    return "\r\n".join(filter(None, text.split("\n"))) if text else None


def block(text: str | None) -> list[Node] | None:
    return [el("textblock", Block(text))] if text else None


def day(text: str | None) -> str | None:
    """A date in words."""
    if not text:
        return None
    year, month, date = (*text.split("-"), "", "")[:3]
    name = MONTHS[int(month)] if month else ""
    return " ".join(filter(None, (name, f"{int(date)}," if date else "", year)))


def dated(tag: str, struct: Record | None, estimated: str = "Anticipated") -> Node:
    struct = struct or {}
    kind = {"ACTUAL": "Actual", "ESTIMATED": estimated}.get(struct.get("type", ""))
    return el(tag, day(struct.get("date")), type=kind if struct.get("date") else None)


def flag(value: bool | None) -> str | None:
    return None if value is None else "Yes" if value else "No"


# The record


def render(record: Record) -> str:
    """A v2 record as a document in classic XML."""
    protocol = record["protocolSection"]
    modules = {name: protocol.get(f"{name}Module", {}) for name in MODULES}
    derived = record.get("derivedSection", {})
    misc = derived.get("miscInfoModule", {})
    number = modules["identification"]["nctId"]
    body = [
        el(
            "required_header",
            [
                el(
                    "download_date",
                    f"ClinicalTrials.gov processed this data on {day(misc['versionHolder'])}"
                    if misc.get("versionHolder")
                    else None,
                ),
                el("link_text", "Link to the current ClinicalTrials.gov record."),
                el("url", f"https://clinicaltrials.gov/show/{number}"),
            ],
        ),
        *administration(modules),
        *design(modules),
        *people(modules),
        *ending(record, modules, misc),
    ]
    document = written(el("clinical_study", body))
    comment = "<!-- This xml conforms to an XML Schema -->"
    opening, *rest = document
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', opening, f"  {comment}", *rest, ""])


MODULES: Final = (
    "identification status sponsorCollaborators oversight description conditions design"
    " armsInterventions outcomes eligibility contactsLocations references ipdSharingStatement"
).split()


def sponsor(tag: str, given: Record) -> Node:
    return el(tag, [el("agency", given.get("name")), el("agency_class", words(given.get("class")))])


def administration(modules: dict[str, Record]) -> list[Node]:
    identity, status = modules["identification"], modules["status"]
    sponsors, oversight = modules["sponsorCollaborators"], modules["oversight"]
    return [
        el(
            "id_info",
            [
                el("org_study_id", identity.get("orgStudyIdInfo", {}).get("id")),
                *els("secondary_id", [i.get("id") for i in identity.get("secondaryIdInfos", [])]),
                el("nct_id", identity["nctId"]),
                *els("nct_alias", identity.get("nctIdAliases")),
            ],
        ),
        el("brief_title", identity.get("briefTitle")),
        el("acronym", identity.get("acronym")),
        el("official_title", identity.get("officialTitle")),
        el(
            "sponsors",
            [
                sponsor("lead_sponsor", sponsors.get("leadSponsor", {})),
                *(sponsor("collaborator", each) for each in sponsors.get("collaborators", [])),
            ],
        ),
        el("source", identity.get("organization", {}).get("fullName")),
        el(
            "oversight_info",
            [
                el(tag, flag(oversight.get(name)))
                for tag, name in {
                    "has_dmc": "oversightHasDmc",
                    "is_fda_regulated_drug": "isFdaRegulatedDrug",
                    "is_fda_regulated_device": "isFdaRegulatedDevice",
                    "is_unapproved_device": "isUnapprovedDevice",
                    "is_ppsd": "isPpsd",
                    "is_us_export": "isUsExport",
                }.items()
            ],
        ),
        el("brief_summary", block(modules["description"].get("briefSummary"))),
        el("detailed_description", block(modules["description"].get("detailedDescription"))),
        el("overall_status", words(status.get("overallStatus"))),
        el("last_known_status", words(status.get("lastKnownStatus"))),
        el("why_stopped", Block(status["whyStopped"]) if "whyStopped" in status else None),
        dated("start_date", status.get("startDateStruct")),
        dated("completion_date", status.get("completionDateStruct")),
        dated("primary_completion_date", status.get("primaryCompletionDateStruct")),
    ]


def phase(phases: list[str]) -> str | None:
    return "/".join(WORDS.get(p, p.replace("PHASE", "Phase ")) for p in phases) or None


def design(modules: dict[str, Record]) -> list[Node]:
    module, arms = modules["design"], modules["armsInterventions"]
    info, access = module.get("designInfo", {}), module.get("expandedAccessTypes", {})
    masking, enrollment = info.get("maskingInfo", {}), module.get("enrollmentInfo", {})
    kind = words(module.get("studyType"))
    model = info.get("interventionModel")
    masked = MASKINGS.get(masking.get("masking", ""), words(masking.get("masking")))
    if masking.get("whoMasked"):
        masked = f"{masked} ({', '.join(str(words(who)) for who in masking['whoMasked'])})"
    groups = arms.get("armGroups", [])
    counted = "number_of_arms" if kind == "Interventional" else "number_of_groups"
    return [
        el("phase", phase(module.get("phases", []))),
        el("study_type", f"{kind} [Patient Registry]" if module.get("patientRegistry") else kind),
        el(
            "has_expanded_access",
            flag(modules["status"].get("expandedAccessInfo", {}).get("hasExpandedAccess")),
        ),
        el(
            "expanded_access_info",
            [
                el(f"expanded_access_type_{name}", flag(access.get(name)))
                for name in ("individual", "intermediate", "treatment")
            ],
        ),
        el(
            "study_design_info",
            [
                el("allocation", words(info.get("allocation"))),
                el("intervention_model", f"{words(model)} Assignment" if model else None),
                el(
                    "intervention_model_description",
                    lines(info.get("interventionModelDescription")),
                ),
                el("primary_purpose", words(info.get("primaryPurpose"))),
                el("observational_model", words(info.get("observationalModel"))),
                el("time_perspective", words(info.get("timePerspective"))),
                el("masking", masked),
                el("masking_description", lines(masking.get("maskingDescription"))),
            ],
        ),
        el("target_duration", module.get("targetDuration")),
        *(
            el(
                f"{name}_outcome",
                [
                    el("measure", each.get("measure")),
                    el("time_frame", each.get("timeFrame")),
                    el("description", lines(each.get("description"))),
                ],
            )
            for name in ("primary", "secondary", "other")
            for each in modules["outcomes"].get(f"{name}Outcomes", [])
        ),
        el(counted, len(groups) or None),
        el("enrollment", enrollment.get("count"), type=words(enrollment.get("type"))),
        *els("condition", modules["conditions"].get("conditions")),
        *(
            el(
                "arm_group",
                [
                    el("arm_group_label", each.get("label")),
                    el("arm_group_type", words(each.get("type"))),
                    el("description", lines(each.get("description"))),
                ],
            )
            for each in groups
        ),
        *(
            el(
                "intervention",
                [
                    el("intervention_type", words(each.get("type"))),
                    el("intervention_name", each.get("name")),
                    el("description", lines(each.get("description"))),
                    *els("arm_group_label", each.get("armGroupLabels")),
                    *els("other_name", each.get("otherNames")),
                ],
            )
            for each in arms.get("interventions", [])
        ),
        el("biospec_retention", words(module.get("bioSpec", {}).get("retention"))),
        el("biospec_descr", block(module.get("bioSpec", {}).get("description"))),
    ]


def contact(tag: str, given: Record) -> Node:
    return el(
        tag,
        [
            el("last_name", given.get("name")),
            el("phone", given.get("phone")),
            el("phone_ext", given.get("phoneExt")),
            el("email", given.get("email")),
        ],
    )


def people(modules: dict[str, Record]) -> list[Node]:
    who, module = modules["eligibility"], modules["contactsLocations"]
    volunteers = who.get("healthyVolunteers")
    backup = ("overall_contact", "overall_contact_backup")
    places, asked = module.get("locations", []), module.get("centralContacts", [])
    return [
        el(
            "eligibility",
            [
                el("study_pop", block(who.get("studyPopulation"))),
                el("sampling_method", words(who.get("samplingMethod"))),
                el("criteria", block(who.get("eligibilityCriteria"))),
                el("gender", words(who.get("sex"))),
                el("gender_based", flag(who.get("genderBased"))),
                el("gender_description", lines(who.get("genderDescription"))),
                el("minimum_age", who.get("minimumAge", "N/A")),
                el("maximum_age", who.get("maximumAge", "N/A")),
                el(
                    "healthy_volunteers",
                    "Accepts Healthy Volunteers" if volunteers else flag(volunteers),
                ),
            ],
        ),
        *(
            el(
                "overall_official",
                [
                    el("last_name", each.get("name")),
                    el("role", words(each.get("role"))),
                    el("affiliation", each.get("affiliation")),
                ],
            )
            for each in module.get("overallOfficials", [])
        ),
        *(contact(tag, each) for tag, each in zip(backup, asked, strict=False)),
        *map(location, places),
        el(
            "location_countries",
            els("country", list(dict.fromkeys(p["country"] for p in places if "country" in p))),
        ),
    ]


CONTACTS: Final = ("contact", "contact_backup")


def location(place: Record) -> Node:
    given = place.get("contacts", [])
    contacts = [each for each in given if each.get("role") == "CONTACT"]
    return el(
        "location",
        [
            el(
                "facility",
                [
                    el("name", place.get("facility")),
                    el(
                        "address",
                        [el(tag, place.get(tag)) for tag in ("city", "state", "zip", "country")],
                    ),
                ],
            ),
            el("status", words(place.get("status"))),
            *(contact(tag, each) for tag, each in zip(CONTACTS, contacts, strict=False)),
            *(
                el("investigator", [el("last_name", e.get("name")), el("role", words(e["role"]))])
                for e in given
                if e.get("role") not in ("CONTACT", None)
            ),
        ],
    )


def dates(status: Record) -> list[Node]:
    last = day(status.get("lastUpdateSubmitDate"))
    return [
        el("verification_date", day(status.get("statusVerifiedDate"))),
        *(
            node
            for tag, name in (
                ("study_first", "studyFirst"),
                ("results_first", "resultsFirst"),
                ("disposition_first", "dispFirst"),
            )
            for node in (
                el(f"{tag}_submitted", day(status.get(f"{name}SubmitDate"))),
                el(f"{tag}_submitted_qc", day(status.get(f"{name}SubmitQcDate"))),
                dated(f"{tag}_posted", status.get(f"{name}PostDateStruct"), "Estimate"),
            )
        ),
        el("last_update_submitted", last),
        el("last_update_submitted_qc", last),
        dated("last_update_posted", status.get("lastUpdatePostDateStruct"), "Estimate"),
    ]


def ending(record: Record, modules: dict[str, Record], misc: Record) -> list[Node]:
    references, sharing = modules["references"], modules["ipdSharingStatement"]
    party = modules["sponsorCollaborators"].get("responsibleParty", {})
    derived = record.get("derivedSection", {})
    number = modules["identification"]["nctId"]
    documents = record.get("documentSection", {}).get("largeDocumentModule", {})
    unposted = (
        record.get("annotationSection", {})
        .get("annotationModule", {})
        .get("unpostedAnnotation", {})
    )
    return [
        el("removed_countries", els("country", misc.get("removedCountries"))),
        *(
            el("link", [el("url", each.get("url")), el("description", lines(each.get("label")))])
            for each in references.get("seeAlsoLinks", [])
        ),
        *(
            el(tag, [el("citation", each.get("citation")), el("PMID", each.get("pmid"))])
            for tag, kind in (("reference", "BACKGROUND"), ("results_reference", "RESULT"))
            for each in references.get("references", [])
            if each.get("type") == kind
        ),
        *dates(modules["status"]),
        el(
            "responsible_party",
            [
                el("responsible_party_type", words(party.get("type"))),
                el("investigator_affiliation", party.get("investigatorAffiliation")),
                el("investigator_full_name", party.get("investigatorFullName")),
                el("investigator_title", party.get("investigatorTitle")),
                el("name_title", party.get("oldNameTitle")),
                el("organization", party.get("oldOrganization")),
            ],
        ),
        *els("keyword", modules["conditions"].get("keywords")),
        *(
            el(
                f"{name}_browse",
                els(
                    "mesh_term",
                    [m["term"] for m in derived.get(f"{name}BrowseModule", {}).get("meshes", [])],
                ),
            )
            for name in ("condition", "intervention")
        ),
        el(
            "patient_data",
            [
                el("sharing_ipd", words(sharing.get("ipdSharing"))),
                el("ipd_description", lines(sharing.get("description"))),
                *els("ipd_info_type", [words(each) for each in sharing.get("infoTypes", [])]),
                el("ipd_time_frame", lines(sharing.get("timeFrame"))),
                el("ipd_access_criteria", lines(sharing.get("accessCriteria"))),
                el("ipd_url", sharing.get("url")),
            ],
        ),
        el(
            "study_docs",
            [
                el(
                    "study_doc",
                    [
                        el("doc_id", each.get("id")),
                        el("doc_type", each.get("type")),
                        el("doc_url", each.get("url")),
                        el("doc_comment", lines(each.get("comment"))),
                    ],
                )
                for each in references.get("availIpds", [])
            ],
        ),
        el(
            "provided_document_section",
            [provided(each, number) for each in documents.get("largeDocs", [])],
        ),
        el(
            "pending_results",
            [
                el(EVENTS[each["type"]], day(each.get("date")) or "Unknown")
                for each in unposted.get("unpostedEvents", [])
            ],
        ),
        results(record["resultsSection"]) if "resultsSection" in record else el("none"),
    ]


EVENTS: Final = {"RELEASE": "submitted", "RESET": "returned", "UNRELEASE": "submission_canceled"}


def provided(document: Record, number: str) -> Node:
    address = f"https://ClinicalTrials.gov/ProvidedDocs/{number[-2:]}/{number}"
    return el(
        "provided_document",
        [
            el("document_type", document.get("label")),
            el("document_has_protocol", flag(document.get("hasProtocol"))),
            el("document_has_icf", flag(document.get("hasIcf"))),
            el("document_has_sap", flag(document.get("hasSap"))),
            el("document_date", day(document.get("date"))),
            el("document_url", f"{address}/{document['filename']}"),
        ],
    )


# Results


def group_id(given: str) -> str:
    """The id of a group: FG000 is P1."""
    return f"{given[0].replace('F', 'P')}{int(given[2:]) + 1}"


def groups(given: list[Record]) -> Node:
    return el(
        "group_list",
        [
            el(
                "group",
                [el("title", each.get("title")), el("description", lines(each.get("description")))],
                group_id=group_id(each["id"]),
            )
            for each in given
        ],
    )


def results(section: Record) -> Node:
    flow, baseline = (
        section.get(name, {}) for name in ("participantFlowModule", "baselineCharacteristicsModule")
    )
    more = section.get("moreInfoModule", {})
    contact_point = more.get("pointOfContact", {})
    extension = contact_point.get("phoneExt")
    agreement = more.get("certainAgreement", {})
    return el(
        "clinical_results",
        [
            el(
                "participant_flow",
                [
                    el("recruitment_details", lines(flow.get("recruitmentDetails"))),
                    el("pre_assignment_details", lines(flow.get("preAssignmentDetails"))),
                    groups(flow.get("groups", [])),
                    el("period_list", [period(each) for each in flow.get("periods", [])]),
                ],
            ),
            el(
                "baseline",
                [
                    el("population", lines(baseline.get("populationDescription"))),
                    groups(baseline.get("groups", [])),
                    analyzed(baseline, "Overall"),
                    el(
                        "measure_list",
                        [
                            el(
                                "measure",
                                [
                                    el("title", each.get("title")),
                                    el("description", lines(each.get("description"))),
                                    el("population", lines(each.get("populationDescription"))),
                                    *measured(each, words(each.get("dispersionType"))),
                                ],
                            )
                            for each in baseline.get("measures", [])
                        ],
                    ),
                ],
            ),
            el(
                "outcome_list",
                [
                    outcome(each)
                    for each in section.get("outcomeMeasuresModule", {}).get("outcomeMeasures", [])
                ],
            ),
            reported_events(section.get("adverseEventsModule", {})),
            el(
                "certain_agreements",
                [
                    el("pi_employee", EMPLOYED.get(agreement.get("piSponsorEmployee"))),
                    el("restrictive_agreement", restriction(agreement)),
                ],
            ),
            el(
                "limitations_and_caveats",
                lines(more.get("limitationsAndCaveats", {}).get("description")),
            ),
            el(
                "point_of_contact",
                [
                    el("name_or_title", contact_point.get("title")),
                    el("organization", contact_point.get("organization")),
                    el(
                        "phone",
                        f"{contact_point['phone']} ext {extension}"
                        if extension
                        else contact_point.get("phone"),
                    ),
                    el("email", contact_point.get("email")),
                ],
            ),
        ],
    )


EMPLOYED: Final = {
    True: "All Principal Investigators ARE employed by the organization sponsoring the study.",
    False: "Principal Investigators are NOT employed by the organization sponsoring the study.",
}
PERIODS: Final = {
    "LTE60": "less than or equal to 60 days",
    "GT60": "more than 60 days but less than or equal to 180 days",
}


def restriction(agreement: Record) -> str | None:
    if agreement.get("restrictiveAgreement") is False:
        return (
            "There is NOT an agreement between Principal Investigators and the Sponsor (or its"
            " agents) that restricts the PI's rights to discuss or publish trial results after the"
            " trial is completed. "
        )
    if agreement.get("restrictionType") in PERIODS:
        return (
            "The only disclosure restriction on the PI is that the sponsor can review results"
            " communications prior to public release and can embargo communications regarding"
            f" trial results for a period that is {PERIODS[agreement['restrictionType']]}. The"
            " sponsor cannot require changes to the communication and cannot extend the embargo."
        )
    return lines(agreement.get("otherDetails"))


def period(given: Record) -> Node:
    return el(
        "period",
        [
            el("title", given.get("title")),
            el(
                "milestone_list",
                [
                    participants("milestone", each, each.get("achievements", []))
                    for each in given.get("milestones", [])
                ],
            ),
            el(
                "drop_withdraw_reason_list",
                [
                    participants("drop_withdraw_reason", each, each.get("reasons", []))
                    for each in given.get("dropWithdraws", [])
                ],
            ),
        ],
    )


def participants(tag: str, given: Record, stats: list[Record]) -> Node:
    return el(
        tag,
        [
            el("title", given.get("type")),
            el(
                "participants_list",
                [
                    el(
                        "participants",
                        lines(each.get("comment")),
                        group_id=group_id(each["groupId"]),
                        count=each.get("numSubjects"),
                    )
                    for each in stats
                ],
            ),
        ],
    )


def analyzed(given: Record, scope: str) -> Node:
    return el(
        "analyzed_list",
        [
            el(
                "analyzed",
                [
                    el("units", denom.get("units")),
                    el("scope", scope),
                    el(
                        "count_list",
                        [
                            el("count", group_id=group_id(c["groupId"]), value=c.get("value"))
                            for c in denom.get("counts", [])
                        ],
                    ),
                ],
            )
            for denom in given.get("denoms", [])
        ],
    )


def measured(given: Record, dispersion: str | None) -> list[Node]:
    return [
        el("units", given.get("unitOfMeasure")),
        el("param", words(given.get("paramType"))),
        el("dispersion", dispersion),
        el("units_analyzed", given.get("denomUnitsSelected")),
        analyzed(given, "Measure"),
        el(
            "class_list",
            [
                el(
                    "class",
                    [
                        el("title", row.get("title")),
                        analyzed(row, "Class"),
                        el("category_list", [category(each) for each in row.get("categories", [])]),
                    ],
                )
                for row in given.get("classes", [])
            ],
        ),
    ]


def category(given: Record) -> Node:
    return el(
        "category",
        [
            el("title", given.get("title")),
            el(
                "measurement_list",
                [
                    el(
                        "measurement",
                        lines(each.get("comment")),
                        group_id=group_id(each["groupId"]),
                        value=each.get("value"),
                        spread=each.get("spread"),
                        lower_limit=each.get("lowerLimit"),
                        upper_limit=each.get("upperLimit"),
                    )
                    for each in given.get("measurements", [])
                ],
            ),
        ],
    )


ANALYSIS: Final = {
    "groups_desc": "groupDescription",
    "non_inferiority_type": "nonInferiorityType",
    "non_inferiority_desc": "nonInferiorityComment",
    "p_value": "pValue",
    "p_value_desc": "pValueComment",
    "method": "statisticalMethod",
    "method_desc": "statisticalComment",
    "param_type": "paramType",
    "param_value": "paramValue",
    "dispersion_type": "dispersionType",
    "dispersion_value": "dispersionValue",
    "ci_percent": "ciPctValue",
    "ci_n_sides": "ciNumSides",
    "ci_lower_limit": "ciLowerLimit",
    "ci_upper_limit": "ciUpperLimit",
    "ci_lower_limit_na_comment": "ciLowerLimitComment",
    "ci_upper_limit_na_comment": "ciUpperLimitComment",
    "estimate_desc": "estimateComment",
    "other_analysis_desc": "otherAnalysisDescription",
}
CODED: Final = {"non_inferiority_type", "dispersion_type", "ci_n_sides"}


def outcome(given: Record) -> Node:
    said = [
        el("title", given.get("title")),
        el("description", lines(given.get("description"))),
        el("population", lines(given.get("populationDescription"))),
    ]
    measure = [*said, *measured(given, given.get("dispersionType"))]
    posting = given.get("anticipatedPostingDate")
    return el(
        "outcome",
        [
            el("type", words(given.get("type"))),
            *said[:2],
            el("time_frame", given.get("timeFrame")),
            el("posting_date", "/".join(reversed(posting.split("-"))) if posting else None),
            said[2],
            groups(given.get("groups", [])),
            el("measure", measure) if given.get("reportingStatus") == "POSTED" else el("none"),
            el(
                "analysis_list",
                [
                    el(
                        "analysis",
                        [
                            el(
                                "group_id_list",
                                els("group_id", [*map(group_id, a.get("groupIds", []))]),
                            ),
                            *(
                                el(
                                    tag,
                                    words(a.get(name)) if tag in CODED else lines(a.get(name)),
                                )
                                for tag, name in ANALYSIS.items()
                            ),
                        ],
                    )
                    for a in given.get("analyses", [])
                ],
            ),
        ],
    )


def reported_events(module: Record) -> Node:
    return el(
        "reported_events",
        [
            el("time_frame", module.get("timeFrame")),
            el("desc", lines(module.get("description"))),
            groups(module.get("eventGroups", [])),
            *(
                el(
                    f"{name}_events",
                    [
                        el("frequency_threshold", module.get("frequencyThreshold"))
                        if name == "other"
                        else el("none"),
                        el(
                            "category_list",
                            [
                                totals(name, module.get("eventGroups", [])),
                                *map(event, module.get(f"{name}Events", [])),
                            ],
                        ),
                    ],
                )
                for name in ("serious", "other")
            ),
        ],
    )


TOTALS: Final = {
    "serious": {"serious": "serious adverse events", "deaths": "all-cause mortality"},
    "other": {"other": "other adverse events"},
}


def totals(name: str, given: list[Record]) -> Node:
    return el(
        "category",
        [
            el("title", "Total"),
            el(
                "event_list",
                [
                    el(
                        "event",
                        [
                            el("sub_title", f"Total, {title}"),
                            *(
                                el(
                                    "counts",
                                    group_id=group_id(group["id"]),
                                    subjects_affected=group.get(f"{field}NumAffected"),
                                    subjects_at_risk=group.get(f"{field}NumAtRisk"),
                                )
                                for group in given
                                if f"{field}NumAtRisk" in group
                            ),
                        ],
                    )
                    for field, title in TOTALS[name].items()
                    if any(f"{field}NumAtRisk" in group for group in given)
                ],
            ),
        ],
    )


def event(given: Record) -> Node:
    return el(
        "category",
        [
            el("title", given.get("organSystem")),
            el(
                "event_list",
                [
                    el(
                        "event",
                        [
                            el("sub_title", given.get("term"), vocab=given.get("sourceVocabulary")),
                            el("assessment", words(given.get("assessmentType"))),
                            el("description", lines(given.get("notes"))),
                            *(
                                el(
                                    "counts",
                                    group_id=group_id(each["groupId"]),
                                    subjects_affected=each.get("numAffected"),
                                    subjects_at_risk=each.get("numAtRisk"),
                                    events=each.get("numEvents"),
                                )
                                for each in given.get("stats", [])
                            ),
                        ],
                    )
                ],
            ),
        ],
    )


# What the XML cannot hold

LACKS: Final = """
annotationSection.annotationModule.unpostedAnnotation.unpostedResponsibleParty
annotationSection.annotationModule.violationAnnotation
derivedSection.conditionBrowseModule.ancestors
derivedSection.conditionBrowseModule.browseBranches
derivedSection.conditionBrowseModule.browseLeaves
derivedSection.conditionBrowseModule.meshes.id
derivedSection.interventionBrowseModule.ancestors
derivedSection.interventionBrowseModule.browseBranches
derivedSection.interventionBrowseModule.browseLeaves
derivedSection.interventionBrowseModule.meshes.id
derivedSection.miscInfoModule.modelPredictions
derivedSection.miscInfoModule.submissionTracking
documentSection.largeDocumentModule.largeDocs.size
documentSection.largeDocumentModule.largeDocs.typeAbbrev
documentSection.largeDocumentModule.largeDocs.uploadDate
documentSection.largeDocumentModule.noSap
protocolSection.armsInterventionsModule.interventions.interventionMappedName
protocolSection.contactsLocationsModule.locations.geoPoint
protocolSection.contactsLocationsModule.locations_nested
protocolSection.designModule.nPtrsToThisExpAccNctId
protocolSection.eligibilityModule.stdAges
protocolSection.identificationModule.organization.class
protocolSection.identificationModule.orgStudyIdInfo.link
protocolSection.identificationModule.orgStudyIdInfo.type
protocolSection.identificationModule.secondaryIdInfos.domain
protocolSection.identificationModule.secondaryIdInfos.link
protocolSection.identificationModule.secondaryIdInfos.type
protocolSection.oversightModule.fdaaa801Violation
protocolSection.referencesModule.references.retractions
protocolSection.statusModule.delayedPosting
protocolSection.statusModule.expandedAccessInfo.nctId
protocolSection.statusModule.expandedAccessInfo.statusForNctId
protocolSection.statusModule.resultsWaived
resultsSection.adverseEventsModule.allCauseMortalityComment
resultsSection.baselineCharacteristicsModule.measures.calculatePct
resultsSection.baselineCharacteristicsModule.typeUnitsAnalyzed
resultsSection.outcomeMeasuresModule.outcomeMeasures.calculatePct
resultsSection.outcomeMeasuresModule.outcomeMeasures.typeUnitsAnalyzed
resultsSection.participantFlowModule.periods.dropWithdraws.comment
resultsSection.participantFlowModule.periods.milestones.achievements.numUnits
resultsSection.participantFlowModule.periods.milestones.comment
resultsSection.participantFlowModule.typeUnitsAnalyzed
""".split()
"""Fields of v2 for which the classic XML has no element."""

OTHER_CLASSES: Final = {"AMBIG", "INDIV", "NETWORK", "OTHER_GOV", "UNKNOWN"}
"""Classes of agencies that are "Other" in the XML."""

NOT_POSTED: Final = ("paramType", "dispersionType", "unitOfMeasure", "denomUnitsSelected")
"""Fields of a table of measurements, which an outcome that was not posted does not have."""

WRAPPED: Final = {
    "briefSummary",
    "description.bioSpec",
    "detailedDescription",
    "eligibilityCriteria",
    "studyPopulation",
    "whyStopped",
}
"""Texts whose lists the XML keeps; for others it keeps the lines."""


def sayable(record: Record) -> Record:
    """The part of a v2 record that classic XML can represent."""
    said = deepcopy(record)
    for path in LACKS:
        drop(said, path.split("."))
    protocol = said["protocolSection"]
    sponsors = protocol.get("sponsorCollaboratorsModule", {})
    for each in (sponsors.get("leadSponsor", {}), *sponsors.get("collaborators", [])):
        if each.get("class") in OTHER_CLASSES:
            each["class"] = "OTHER"
    references = protocol.get("referencesModule", {})
    if "references" in references:
        references["references"] = [r for r in references["references"] if r["type"] != "DERIVED"]
    if protocol.get("designModule", {}).get("patientRegistry") is False:
        del protocol["designModule"]["patientRegistry"]
    for place in protocol.get("contactsLocationsModule", {}).get("locations", []):
        asked = [c for c in place.get("contacts", []) if c.get("role") == "CONTACT"]
        others = [c for c in place.get("contacts", []) if c.get("role") != "CONTACT"]
        place["contacts"] = [*asked[:2], *others]
    results = said.get("resultsSection", {})
    for each in results.get("outcomeMeasuresModule", {}).get("outcomeMeasures", []):
        if each["reportingStatus"] == "NOT_POSTED":
            for name in NOT_POSTED:
                each.pop(name, None)
    agreement = results.get("moreInfoModule", {}).get("certainAgreement", {})
    if agreement.get("restrictiveAgreement") and not restriction(agreement):
        del agreement["restrictiveAgreement"]
    return {name: in_plain_text(value, name) for name, value in said.items()}


def drop(value: Any, path: list[str]) -> None:
    if isinstance(value, list):
        for each in value:
            drop(each, path)
    elif isinstance(value, dict) and len(path) == 1:
        value.pop(path[0], None)
    elif isinstance(value, dict):
        drop(value.get(path[0]), path[1:])


def in_plain_text(value: Any, name: str, above: str = "") -> Any:
    """A value with its texts as the XML can hold them."""
    if isinstance(value, dict):
        return {key: in_plain_text(each, key, name) for key, each in value.items()}
    if isinstance(value, list):
        return [in_plain_text(each, name, above) for each in value]
    if not isinstance(value, str):
        return value
    text = plain(value)
    if name in WRAPPED or f"{name}.{above}" in WRAPPED:
        return text
    return "\n\n".join(filter(None, (line.strip() for line in text.split("\n"))))
