"""The registry's enumerations and the term that each value becomes, one table an enumeration.

Values: the enums of the registry's API (https://clinicaltrials.gov/data-api/api). Terms: NCI
Thesaurus and OBI where they have one, schema.org for the status, else a concept of ours, named
after the enumeration and the value. A value that is in no table is kept as a concept of its
own and reported (`kg.mapping.statements`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.rdf.vocabulary import KG, OBO, SCHEMA
from kg.text.plain_words import ByWords


@dataclass(frozen=True, slots=True)
class CodeList:
    """An enumeration: the name of its concept scheme in our vocabulary, and value -> term."""

    name: str
    terms: Mapping[str, str]

    @property
    def scheme(self) -> str:
        """The term of the concept scheme."""
        return f"<{KG}{self.name}>"


def _codes(name: str, ours: str, **others: str) -> CodeList:
    """A code list of `others`, value -> IRI, and of concepts of ours for the values in `ours`."""
    terms = {value: f"<{iri}>" for value, iri in others.items()}
    terms |= {value: f"<{KG}{name}-{value}>" for value in ours.split()}
    return CodeList(name, terms)


def _ncit(code: str) -> str:
    return f"{OBO}NCIT_{code}"


PHASE: Final = _codes(
    "Phase",
    "",
    NA=_ncit("C48660"),
    EARLY_PHASE1=_ncit("C54721"),
    PHASE1=_ncit("C15600"),
    PHASE2=_ncit("C15601"),
    PHASE3=_ncit("C15602"),
    PHASE4=_ncit("C15603"),
)
COMBINED_PHASES: Final[dict[tuple[str, ...], str]] = {
    ("PHASE1", "PHASE2"): f"<{_ncit('C15693')}>",
    ("PHASE2", "PHASE3"): f"<{_ncit('C15694')}>",
}
"""Two phases at once have one term in the NCI Thesaurus."""

STUDY_TYPE: Final = _codes(
    "StudyType",
    "",
    INTERVENTIONAL=_ncit("C98388"),
    OBSERVATIONAL=_ncit("C16084"),
    EXPANDED_ACCESS=_ncit("C98722"),
)
PATIENT_REGISTRY: Final = f"<{_ncit('C129000')}>"

STUDY_CLASSES: Final = {
    "INTERVENTIONAL": [f"<{SCHEMA}MedicalTrial>", f"<{OBO}OBI_0003699>"],
    "OBSERVATIONAL": [f"<{SCHEMA}MedicalObservationalStudy>", f"<{OBO}OBI_0003698>"],
}
"""Study type -> classes of the trial; any other study is only a schema:MedicalStudy."""

STATUS: Final = _codes(
    "Status",
    "AVAILABLE NO_LONGER_AVAILABLE TEMPORARILY_NOT_AVAILABLE APPROVED_FOR_MARKETING WITHHELD"
    " UNKNOWN",
    ACTIVE_NOT_RECRUITING=f"{SCHEMA}ActiveNotRecruiting",
    COMPLETED=f"{SCHEMA}Completed",
    ENROLLING_BY_INVITATION=f"{SCHEMA}EnrollingByInvitation",
    NOT_YET_RECRUITING=f"{SCHEMA}NotYetRecruiting",
    RECRUITING=f"{SCHEMA}Recruiting",
    SUSPENDED=f"{SCHEMA}Suspended",
    TERMINATED=f"{SCHEMA}Terminated",
    WITHDRAWN=f"{SCHEMA}Withdrawn",
)
"""Overall, last known, recruitment and expanded-access status share their values."""

ALLOCATION: Final = _codes(
    "Allocation",
    "NA",
    RANDOMIZED=f"{OBO}OBI_0004001",
    NON_RANDOMIZED=f"{OBO}OBI_0004002",
)
INTERVENTION_MODEL: Final = _codes(
    "InterventionModel",
    "",
    SINGLE_GROUP=_ncit("C82640"),
    PARALLEL=_ncit("C82639"),
    CROSSOVER=_ncit("C82637"),
    FACTORIAL=_ncit("C82638"),
    SEQUENTIAL=_ncit("C142568"),
)
PRIMARY_PURPOSE: Final = _codes(
    "PrimaryPurpose",
    "ECT OTHER",
    TREATMENT=_ncit("C49656"),
    PREVENTION=_ncit("C49657"),
    DIAGNOSTIC=_ncit("C49653"),
    SUPPORTIVE_CARE=_ncit("C71486"),
    SCREENING=_ncit("C71485"),
    HEALTH_SERVICES_RESEARCH=_ncit("C15245"),
    BASIC_SCIENCE=_ncit("C15714"),
    DEVICE_FEASIBILITY=_ncit("C139174"),
)
MASKING: Final = _codes(
    "Masking",
    "TRIPLE QUADRUPLE",
    NONE=_ncit("C49659"),
    SINGLE=_ncit("C28233"),
    DOUBLE=_ncit("C15228"),
)
WHO_MASKED: Final = _codes(
    "WhoMasked",
    "",
    PARTICIPANT=_ncit("C41189"),
    CARE_PROVIDER=_ncit("C17445"),
    INVESTIGATOR=_ncit("C25936"),
    OUTCOMES_ASSESSOR=_ncit("C207599"),
)
OBSERVATIONAL_MODEL: Final = _codes(
    "ObservationalModel",
    "COHORT CASE_CONTROL CASE_ONLY CASE_CROSSOVER ECOLOGIC_OR_COMMUNITY FAMILY_BASED"
    " DEFINED_POPULATION NATURAL_HISTORY OTHER",
)
TIME_PERSPECTIVE: Final = _codes(
    "TimePerspective", "RETROSPECTIVE PROSPECTIVE CROSS_SECTIONAL OTHER"
)
BIOSPEC_RETENTION: Final = _codes(
    "BiospecimenRetention", "NONE_RETAINED SAMPLES_WITH_DNA SAMPLES_WITHOUT_DNA"
)
ARM_TYPE: Final = _codes(
    "ArmType",
    "OTHER",
    EXPERIMENTAL=_ncit("C174266"),
    ACTIVE_COMPARATOR=_ncit("C174267"),
    PLACEBO_COMPARATOR=_ncit("C174268"),
    SHAM_COMPARATOR=_ncit("C174269"),
    NO_INTERVENTION=_ncit("C174270"),
)
INTERVENTION_TYPE: Final = _codes(
    "InterventionType",
    "OTHER",
    DRUG=_ncit("C1909"),
    BIOLOGICAL=_ncit("C307"),
    DEVICE=_ncit("C16830"),
    PROCEDURE=_ncit("C98769"),
    BEHAVIORAL=_ncit("C15184"),
    RADIATION=_ncit("C15313"),
    DIETARY_SUPPLEMENT=_ncit("C1505"),
    GENETIC=_ncit("C15238"),
    COMBINATION_PRODUCT=_ncit("C54696"),
    DIAGNOSTIC_TEST=_ncit("C18020"),
)
DATE_TYPE: Final = _codes("DateType", "ACTUAL ESTIMATED")
"""Of dates and of enrolment."""

AGENCY_CLASS: Final = _codes(
    "AgencyClass", "NIH FED OTHER_GOV INDIV INDUSTRY NETWORK AMBIG OTHER UNKNOWN"
)
RESPONSIBLE_PARTY_TYPE: Final = _codes(
    "ResponsiblePartyType", "SPONSOR PRINCIPAL_INVESTIGATOR SPONSOR_INVESTIGATOR"
)
SEX: Final = _codes("Sex", "FEMALE MALE ALL")
STANDARD_AGE: Final = _codes("StandardAge", "CHILD ADULT OLDER_ADULT")
SAMPLING_METHOD: Final = _codes("SamplingMethod", "PROBABILITY_SAMPLE NON_PROBABILITY_SAMPLE")
CONTACT_ROLE: Final = _codes(
    "ContactRole",
    "STUDY_CHAIR STUDY_DIRECTOR PRINCIPAL_INVESTIGATOR SUB_INVESTIGATOR CONTACT PUBLIC_CONTACT"
    " SCIENTIFIC_CONTACT",
)
IDENTIFIER_TYPE: Final = _codes(
    "IdentifierType",
    "NIH FDA VA CDC AHRQ SAMHSA OTHER_GRANT EUDRACT_NUMBER CTIS REGISTRY OTHER",
)
IPD_SHARING: Final = _codes("IpdSharing", "YES NO UNDECIDED")
IPD_INFO_TYPE: Final = _codes("IpdInfoType", "STUDY_PROTOCOL SAP ICF CSR ANALYTIC_CODE")
BROWSE_RELEVANCE: Final = _codes("BrowseRelevance", "LOW HIGH")
UNPOSTED_EVENT_TYPE: Final = _codes("UnpostedEventType", "RESET RELEASE UNRELEASE")
VIOLATION_EVENT_TYPE: Final = _codes(
    "ViolationEventType", "VIOLATION_IDENTIFIED CORRECTION_CONFIRMED PENALTY_IMPOSED"
)
PARAMETER_TYPE: Final = _codes(
    "ParameterType",
    "GEOMETRIC_MEAN GEOMETRIC_LEAST_SQUARES_MEAN LEAST_SQUARES_MEAN LOG_MEAN NUMBER"
    " COUNT_OF_PARTICIPANTS COUNT_OF_UNITS",
    MEAN=_ncit("C53319"),
    MEDIAN=_ncit("C28007"),
)
"""What the numbers of a measure are."""

DISPERSION_TYPE: Final = _codes(
    "DispersionType",
    "NA STANDARD_ERROR CONFIDENCE_80 CONFIDENCE_90 CONFIDENCE_95 CONFIDENCE_975 CONFIDENCE_99"
    " CONFIDENCE_OTHER GEOMETRIC_COEFFICIENT",
    STANDARD_DEVIATION=_ncit("C53322"),
    STANDARD_ERROR_OF_MEAN=f"{OBO}STATO_0000037",
    INTER_QUARTILE_RANGE=_ncit("C53245"),
    FULL_RANGE=_ncit("C38013"),
)
"""What spread and limits are; of the baseline, of outcome measures and of analyses."""

DISPERSION_TEXTS: Final = ByWords(
    {
        "Standard Deviation": "STANDARD_DEVIATION",
        "Standard Error": "STANDARD_ERROR",
        "Standard Error of the Mean": "STANDARD_ERROR_OF_MEAN",
        "Inter-Quartile Range": "INTER_QUARTILE_RANGE",
        "Full Range": "FULL_RANGE",
        "80% Confidence Interval": "CONFIDENCE_80",
        "90% Confidence Interval": "CONFIDENCE_90",
        "95% Confidence Interval": "CONFIDENCE_95",
        "97.5% Confidence Interval": "CONFIDENCE_975",
        "99% Confidence Interval": "CONFIDENCE_99",
        "Geometric Coefficient of Variation": "GEOMETRIC_COEFFICIENT",
    }
)
"""Words of outcome measures for the dispersion -> the value of the enumeration."""

CONFIDENCE_LEVELS: Final = {
    "CONFIDENCE_80": "80",
    "CONFIDENCE_90": "90",
    "CONFIDENCE_95": "95",
    "CONFIDENCE_975": "97.5",
    "CONFIDENCE_99": "99",
}
"""Dispersion type -> level of the confidence interval in percent."""

OUTCOME_TYPE: Final = _codes("OutcomeType", "PRIMARY SECONDARY OTHER_PRE_SPECIFIED POST_HOC")
REPORTING_STATUS: Final = _codes("ReportingStatus", "NOT_POSTED POSTED")
CONFIDENCE_SIDES: Final = _codes("ConfidenceSides", "ONE_SIDED TWO_SIDED")
NON_INFERIORITY_TYPE: Final = _codes(
    "NonInferiorityType",
    "SUPERIORITY NON_INFERIORITY EQUIVALENCE OTHER NON_INFERIORITY_OR_EQUIVALENCE"
    " SUPERIORITY_OR_OTHER NON_INFERIORITY_OR_EQUIVALENCE_LEGACY SUPERIORITY_OR_OTHER_LEGACY",
)
ASSESSMENT_TYPE: Final = _codes("AssessmentType", "NON_SYSTEMATIC_ASSESSMENT SYSTEMATIC_ASSESSMENT")
RESTRICTION_TYPE: Final = _codes("RestrictionType", "LTE60 GT60 OTHER")
REVIEW_TYPE: Final = _codes("ReviewType", "ETHICS COMPETENT_AUTHORITY")
"""Who reviewed a trial; kg's own, not the registry's."""
PRODUCT_ROLE: Final = _codes("ProductRole", "TEST COMPARATOR PLACEBO AUXILIARY")
"""The role of a product, in applications for trials in the European Union."""
RELATION_BASIS: Final = _codes(
    "RelationBasis",
    "LISTED MENTIONED ALIAS EXPANDED_ACCESS SECONDARY_IDENTIFIER ARTICLE SIMILAR SAME_TRIAL",
)
"""The evidence that two trials are related; kg's own, not the registry's."""
RELATION_KIND: Final = _codes(
    "RelationKind",
    "BASED_ON EXTENSION_OF ROLL_OVER_FROM FOLLOW_UP_OF SUBSTUDY_OF PARENT_STUDY COMPLETED",
)
"""The relation that the words around a mention express; kg's own, not the registry's."""
SIMILARITY_KIND: Final = _codes("SimilarityKind", "SAME_STUDY SAME_MASTER_PROTOCOL SAME_TEXT")
"""What the two records are to each other, where the data say more than that they are similar: one
study registered twice, parts of one master protocol, or the same text for different subjects.
"""
FEATURE_KIND: Final = _codes("FeatureKind", "CONDITION INTERVENTION WORD")
"""What two trials can share, as a reason: a condition or an intervention by name, or a word."""
TEXT_FIELD: Final = _codes(
    "TextField",
    "TITLE CONDITION INTERVENTION KEYWORD SUMMARY DESCRIPTION CRITERIA OUTCOME ARM",
)
"""The parts of a record whose words are compared."""
NOTICE_TYPE: Final = _codes("NoticeType", "RETRACTION CORRECTION EXPRESSION_OF_CONCERN UPDATE")
"""What a notice does to a publication; kg's own, not the registry's."""
SOURCE_FORMAT: Final = _codes(
    "SourceFormat",
    "ctgov-json ctgov-json-v1 ctgov-xml ctis-json euctr-page euctr-text ictrp-csv ictrp-xml"
    " isrctn-xml registry-page",
)
"""Forms in which a record reaches kg."""
