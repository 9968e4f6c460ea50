"""The words of the classic XML, including old ones, and the values of the v2 enumerations.

Case, punctuation and blanks make no difference. A word that is in no table is not guessed: it is
passed on unchanged, and the mapping keeps it as an unknown value. The words come from the
registry's last XML schema and its list of changes (public.xsd, version 2019.02.14), and from
records that are older than it.
"""

from __future__ import annotations

from typing import Final

from kg.text.plain_words import ByWords

STATUS: Final = ByWords(
    {
        "Active, not recruiting": "ACTIVE_NOT_RECRUITING",
        "Approved for marketing": "APPROVED_FOR_MARKETING",
        "Available": "AVAILABLE",
        "Completed": "COMPLETED",
        "Enrolling by invitation": "ENROLLING_BY_INVITATION",
        "No longer available": "NO_LONGER_AVAILABLE",
        "Not yet recruiting": "NOT_YET_RECRUITING",
        "Recruiting": "RECRUITING",
        "Suspended": "SUSPENDED",
        "Temporarily not available": "TEMPORARILY_NOT_AVAILABLE",
        "Terminated": "TERMINATED",
        "Unknown status": "UNKNOWN",
        "Withdrawn": "WITHDRAWN",
        "Withheld": "WITHHELD",
    }
)
DATE_TYPE: Final = ByWords(
    {"Actual": "ACTUAL", "Anticipated": "ESTIMATED", "Estimate": "ESTIMATED"}
)
AGENCY_CLASS: Final = ByWords(
    {
        "Industry": "INDUSTRY",
        "NIH": "NIH",
        "Other": "OTHER",
        "U.S. Fed": "FED",
    }
)
"""The XML says "Other" where v2 distinguishes other governments, networks and individuals."""

RESPONSIBLE_PARTY_TYPE: Final = ByWords(
    {
        "Principal Investigator": "PRINCIPAL_INVESTIGATOR",
        "Sponsor": "SPONSOR",
        "Sponsor-Investigator": "SPONSOR_INVESTIGATOR",
    }
)
STUDY_TYPE: Final = ByWords(
    {
        "Expanded Access": "EXPANDED_ACCESS",
        "Interventional": "INTERVENTIONAL",
        "Observational": "OBSERVATIONAL",
    }
)
PATIENT_REGISTRY: Final = "Observational [Patient Registry]"
"""The type of study that is two fields in v2."""

PHASE: Final = ByWords(
    {
        "Early Phase 1": "EARLY_PHASE1",
        "N/A": "NA",
        "Phase 0": "EARLY_PHASE1",
        "Phase 1": "PHASE1",
        "Phase 2": "PHASE2",
        "Phase 3": "PHASE3",
        "Phase 4": "PHASE4",
    }
)
ALLOCATION: Final = ByWords(
    {
        "N/A": "NA",
        "Non-Randomized": "NON_RANDOMIZED",
        "Randomized": "RANDOMIZED",
    }
)
INTERVENTION_MODEL: Final = ByWords(
    {
        "Crossover Assignment": "CROSSOVER",
        "Factorial Assignment": "FACTORIAL",
        "Parallel Assignment": "PARALLEL",
        "Sequential Assignment": "SEQUENTIAL",
        "Single Group Assignment": "SINGLE_GROUP",
    }
)
PRIMARY_PURPOSE: Final = ByWords(
    {
        "Basic Science": "BASIC_SCIENCE",
        "Device Feasibility": "DEVICE_FEASIBILITY",
        "Diagnostic": "DIAGNOSTIC",
        "Educational/Counseling/Training": "ECT",
        "Health Services Research": "HEALTH_SERVICES_RESEARCH",
        "Other": "OTHER",
        "Prevention": "PREVENTION",
        "Screening": "SCREENING",
        "Supportive Care": "SUPPORTIVE_CARE",
        "Treatment": "TREATMENT",
    }
)
OBSERVATIONAL_MODEL: Final = ByWords(
    {
        "Case Control": "CASE_CONTROL",
        "Case-Control": "CASE_CONTROL",
        "Case-Crossover": "CASE_CROSSOVER",
        "Case-Only": "CASE_ONLY",
        "Cohort": "COHORT",
        "Defined Population": "DEFINED_POPULATION",
        "Ecologic or Community": "ECOLOGIC_OR_COMMUNITY",
        "Family-Based": "FAMILY_BASED",
        "Natural History": "NATURAL_HISTORY",
        "Other": "OTHER",
    }
)
TIME_PERSPECTIVE: Final = ByWords(
    {
        "Cross-Sectional": "CROSS_SECTIONAL",
        "Other": "OTHER",
        "Prospective": "PROSPECTIVE",
        "Retrospective": "RETROSPECTIVE",
    }
)
MASKING: Final = ByWords(
    {
        "Double": "DOUBLE",
        "Double Blind": "DOUBLE",
        "Double-Blind": "DOUBLE",
        "None": "NONE",
        "None (Open Label)": "NONE",
        "Open": "NONE",
        "Open Label": "NONE",
        "Quadruple": "QUADRUPLE",
        "Single": "SINGLE",
        "Single Blind": "SINGLE",
        "Single-Blind": "SINGLE",
        "Triple": "TRIPLE",
    }
)
WHO_MASKED: Final = ByWords(
    {
        "Care Provider": "CARE_PROVIDER",
        "Caregiver": "CARE_PROVIDER",
        "Investigator": "INVESTIGATOR",
        "Outcomes Assessor": "OUTCOMES_ASSESSOR",
        "Participant": "PARTICIPANT",
        "Subject": "PARTICIPANT",
    }
)
BIOSPEC_RETENTION: Final = ByWords(
    {
        "None Retained": "NONE_RETAINED",
        "Samples With DNA": "SAMPLES_WITH_DNA",
        "Samples Without DNA": "SAMPLES_WITHOUT_DNA",
    }
)
ARM_TYPE: Final = ByWords(
    {
        "Active Comparator": "ACTIVE_COMPARATOR",
        "Experimental": "EXPERIMENTAL",
        "No Intervention": "NO_INTERVENTION",
        "Other": "OTHER",
        "Placebo Comparator": "PLACEBO_COMPARATOR",
        "Sham Comparator": "SHAM_COMPARATOR",
    }
)
INTERVENTION_TYPE: Final = ByWords(
    {
        "Behavioral": "BEHAVIORAL",
        "Biological": "BIOLOGICAL",
        "Combination Product": "COMBINATION_PRODUCT",
        "Device": "DEVICE",
        "Diagnostic Test": "DIAGNOSTIC_TEST",
        "Dietary Supplement": "DIETARY_SUPPLEMENT",
        "Drug": "DRUG",
        "Genetic": "GENETIC",
        "Other": "OTHER",
        "Procedure": "PROCEDURE",
        "Radiation": "RADIATION",
    }
)
SEX: Final = ByWords({"All": "ALL", "Both": "ALL", "Female": "FEMALE", "Male": "MALE"})
SAMPLING_METHOD: Final = ByWords(
    {
        "Non-Probability Sample": "NON_PROBABILITY_SAMPLE",
        "Probability Sample": "PROBABILITY_SAMPLE",
    }
)
HEALTHY_VOLUNTEERS: Final = ByWords({"Accepts Healthy Volunteers": True, "No": False, "Yes": True})
ROLE: Final = ByWords(
    {
        "Principal Investigator": "PRINCIPAL_INVESTIGATOR",
        "Study Chair": "STUDY_CHAIR",
        "Study Director": "STUDY_DIRECTOR",
        "Sub-Investigator": "SUB_INVESTIGATOR",
    }
)
IPD_SHARING: Final = ByWords({"No": "NO", "Undecided": "UNDECIDED", "Yes": "YES"})
IPD_INFO_TYPE: Final = ByWords(
    {
        "Analytic Code": "ANALYTIC_CODE",
        "Clinical Study Report (CSR)": "CSR",
        "Informed Consent Form (ICF)": "ICF",
        "Statistical Analysis Plan (SAP)": "SAP",
        "Study Protocol": "STUDY_PROTOCOL",
    }
)

MEASURE_PARAM: Final = ByWords(
    {
        "Count of Participants": "COUNT_OF_PARTICIPANTS",
        "Count of Units": "COUNT_OF_UNITS",
        "Geometric Least Squares Mean": "GEOMETRIC_LEAST_SQUARES_MEAN",
        "Geometric Mean": "GEOMETRIC_MEAN",
        "Least Squares Mean": "LEAST_SQUARES_MEAN",
        "Log Mean": "LOG_MEAN",
        "Mean": "MEAN",
        "Median": "MEDIAN",
        "Number": "NUMBER",
    }
)
BASELINE_DISPERSION: Final = ByWords(
    {
        "80% Confidence Interval": "CONFIDENCE_80",
        "90% Confidence Interval": "CONFIDENCE_90",
        "95% Confidence Interval": "CONFIDENCE_95",
        "97.5% Confidence Interval": "CONFIDENCE_975",
        "99% Confidence Interval": "CONFIDENCE_99",
        "Full Range": "FULL_RANGE",
        "Geometric Coefficient of Variation": "GEOMETRIC_COEFFICIENT",
        "Inter-Quartile Range": "INTER_QUARTILE_RANGE",
        "Standard Deviation": "STANDARD_DEVIATION",
        "Standard Error": "STANDARD_ERROR",
    }
)
"""For baseline measures; v2 gives that of an outcome measure in the words of the XML."""

OUTCOME_TYPE: Final = ByWords(
    {
        "Other Pre-specified": "OTHER_PRE_SPECIFIED",
        "Post-Hoc": "POST_HOC",
        "Primary": "PRIMARY",
        "Secondary": "SECONDARY",
    }
)
NON_INFERIORITY_TYPE: Final = ByWords(
    {
        "Equivalence": "EQUIVALENCE",
        "Non-Inferiority": "NON_INFERIORITY",
        "Non-Inferiority or Equivalence": "NON_INFERIORITY_OR_EQUIVALENCE",
        "Non-Inferiority or Equivalence (legacy)": "NON_INFERIORITY_OR_EQUIVALENCE_LEGACY",
        "Other": "OTHER",
        "Superiority": "SUPERIORITY",
        "Superiority or Other": "SUPERIORITY_OR_OTHER",
        "Superiority or Other (legacy)": "SUPERIORITY_OR_OTHER_LEGACY",
    }
)
ANALYSIS_DISPERSION: Final = ByWords(
    {
        "Standard Deviation": "STANDARD_DEVIATION",
        "Standard Error of the Mean": "STANDARD_ERROR_OF_MEAN",
    }
)
SIDES: Final = ByWords({"1-Sided": "ONE_SIDED", "2-Sided": "TWO_SIDED"})
ASSESSMENT: Final = ByWords(
    {
        "Non-systematic Assessment": "NON_SYSTEMATIC_ASSESSMENT",
        "Systematic Assessment": "SYSTEMATIC_ASSESSMENT",
    }
)
