"""Texts for which FHIR has no element: notes on the study, each with what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.fhir.elements import Element, element, in_words, text
from kg.fhir.making import Making
from kg.records.base import DateStruct
from kg.records.protocol import (
    DesignModule,
    EligibilityModule,
    IpdSharingStatementModule,
    StatusModule,
)

REGISTRATION_DATES: Final = {
    "study_first_submit_date": "First submitted",
    "study_first_submit_qc_date": "First submitted that met quality control criteria",
    "study_first_post_date_struct": "First posted",
    "results_first_submit_date": "Results first submitted",
    "results_first_submit_qc_date": "Results first submitted that met quality control criteria",
    "results_first_post_date_struct": "Results first posted",
    "disp_first_submit_date": "Certification or extension first submitted",
    "disp_first_submit_qc_date": "Certification or extension that met quality control criteria",
    "disp_first_post_date_struct": "Certification or extension first posted",
    "last_update_submit_date": "Last update submitted",
    "last_update_post_date_struct": "Last update posted",
    "status_verified_date": "Record verified",
}
"""Field -> what the registry calls it. HL7 has an extension for such dates,
researchStudy-studyRegistration, but validators refuse it: its definition forbids its own parts.
"""


SHARED: Final = {
    "STUDY_PROTOCOL": "study protocol",
    "SAP": "statistical analysis plan",
    "ICF": "informed consent form",
    "CSR": "clinical study report",
    "ANALYTIC_CODE": "analytic code",
}
"""What can be shared beside the data of participants."""


def notes(making: Making) -> list[Element]:
    """The notes on the study."""
    return [
        element(text=f"{about}: {found}")
        for about, words in _texts(making)
        if (found := text(words))
    ]


def _texts(making: Making) -> Iterator[tuple[str, str | None]]:
    protocol, facts = making.protocol, making.record.registration
    if protocol.status_module:
        yield from _registration(protocol.status_module)
    if protocol.design_module:
        yield from _design(protocol.design_module)
    oversight = protocol.oversight_module
    if oversight and oversight.oversight_has_dmc is not None:
        yield "Data monitoring committee", "yes" if oversight.oversight_has_dmc else "no"
    if facts:
        yield "Registered", facts.registration_date
        if facts.is_status_derived:
            yield "Status", f"derived from the dates, for {facts.status_date or 'no known day'}"
        yield "Enrollment", facts.enrollment_text
        for about in ("sponsor", "collaborator", "funder"):
            for named in getattr(facts, f"{about}_texts"):
                yield about.capitalize(), named
    if protocol.eligibility_module:
        yield from _population(protocol.eligibility_module)
    if protocol.ipd_sharing_statement_module:
        yield from _sharing(protocol.ipd_sharing_statement_module)
    results = making.record.study.results_section
    more = results.more_info_module if results else None
    if more and more.limitations_and_caveats:
        yield "Limitations and caveats of the results", more.limitations_and_caveats.description


def _registration(module: StatusModule) -> Iterator[tuple[str, str | None]]:
    for field, about in REGISTRATION_DATES.items():
        given: DateStruct | str | None = getattr(module, field)
        if isinstance(given, DateStruct):
            kind = f" ({given.type.lower()})" if given.type else ""
            given = given.date and f"{given.date}{kind}"
        yield about, given


def _design(module: DesignModule) -> Iterator[tuple[str, str | None]]:
    enrollment, info, specimens = module.enrollment_info, module.design_info, module.bio_spec
    yield "Target follow-up duration", module.target_duration
    if enrollment and enrollment.count is not None and not enrollment.type:
        yield "Enrollment", str(enrollment.count)
    if info:
        yield "Intervention model", info.intervention_model_description
        yield "Masking", info.masking_info.masking_description if info.masking_info else None
    if specimens:
        yield "Biospecimens", specimens.description


def _population(module: EligibilityModule) -> Iterator[tuple[str, str | None]]:
    yield "Healthy volunteers", "accepted" if module.healthy_volunteers else None
    yield "Eligibility by gender", "yes" if module.gender_based else None
    yield "Eligibility by gender, description", module.gender_description
    yield "Study population", module.study_population
    yield "Sampling method", in_words(module.sampling_method or "")


def _sharing(module: IpdSharingStatementModule) -> Iterator[tuple[str, str | None]]:
    plan = "Sharing of individual participant data"
    yield plan, in_words(module.ipd_sharing or "")
    yield f"{plan}, description", module.description
    yield (
        f"{plan}, other information",
        ", ".join(SHARED.get(each, each) for each in module.info_types),
    )
    yield f"{plan}, time frame", module.time_frame
    yield f"{plan}, access criteria", module.access_criteria
    yield f"{plan}, address", module.url
