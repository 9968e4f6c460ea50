"""The sections of the page in their order: heading, introduction, reader, labels."""

from __future__ import annotations

from kg.sources.registry_page import basics, eligibility, listed, people, places
from kg.sources.registry_page.arms import TYPES, arms_interventions
from kg.sources.registry_page.design import CODES, study_design
from kg.sources.registry_page.draft import is_one_of
from kg.sources.registry_page.labels import labels
from kg.sources.registry_page.sections import Kind, Section

HEAD_SECTION = Section(
    basics.HEAD,
    "",
    basics.head,
    labels(
        {
            "NCT ID, NCT Number": "nct_id",
            "Last Updated": "last_updated",
            "Title, Brief Title": "brief_title",
            "Official Title": "official_title",
            "Acronym": "acronym",
        }
    ),
    Kind.HEAD,
)

RELATED_LABELS = labels(
    {
        "NCT ID, NCT Number, Trial ID": "nct_id",
        "Title, Brief Title, Trial Title, Study Title": "title",
    }
)

SECTIONS = (
    Section("Study Results", basics.NO_RESULTS, basics.results, kind=Kind.STATEMENT),
    Section(
        "Basic Information",
        "Get a concise snapshot of the trial, including recruitment status, study phase,"
        " enrollment targets, and key timeline milestones.",
        basics.basic_information,
        labels(
            {
                "Recruitment Status, Overall Status, Status": "status",
                "Clinical Phase, Study Phase, Phase": "phase",
                "Total Enrollment, Enrollment": "enrollment",
                "Study Classification, Study Type": "study_type",
                "Study Start Date, Start Date": "start_date",
                "Primary Completion Date": "primary_completion_date",
                "Study Completion Date, Completion Date": "completion_date",
            }
        ),
        is_value=is_one_of(basics.STATUSES, basics.STUDY_TYPES),
    ),
    Section(
        "Brief Summary",
        "Review the sponsor-provided synopsis that highlights what the study is about and why it is"
        " being conducted.",
        basics.brief_summary,
        kind=Kind.PROSE,
    ),
    Section(
        "Related Clinical Trials",
        "Explore similar clinical trials based on study characteristics and research focus.",
        listed.related_trials("Related Clinical Trials"),
        RELATED_LABELS,
    ),
    Section(
        "Detailed Description",
        "Dive into the extended narrative that explains the scientific background, objectives, and"
        " procedures in greater depth.",
        basics.detailed_description,
        kind=Kind.PROSE,
    ),
    Section(
        "Conditions",
        "See the medical conditions and disease areas that this research is targeting or"
        " investigating.",
        basics.conditions,
        labels(
            {
                "Condition, Condition Name, Conditions, Medical Condition": "conditions",
                "Keyword, Keywords": "keywords",
            }
        ),
    ),
    Section("Keywords", "", None, labels({"Keyword, Keywords": "keywords"})),
    Section(
        "Study Design",
        "Understand how the trial is structured, including allocation methods, masking strategies,"
        " primary purpose, and other design elements.",
        study_design,
        labels(
            {
                "Allocation, Allocation Method, Allocation Methods": "allocation",
                "Intervention Model, Interventional Model, Study Model": "intervention_model",
                "Intervention Model Description": "intervention_model_description",
                "Primary Purpose, Purpose": "primary_purpose",
                "Observational Model": "observational_model",
                "Time Perspective": "time_perspective",
                "Blinding, Masking, Masking Strategies, Masking Strategy": "masking",
                "Masking Description": "masking_description",
                "Who Masked, Who Is Masked, Masked Roles": "who_masked",
            }
        ),
        is_value=is_one_of(*CODES.values()),
    ),
    Section(
        "Study Groups",
        "Review each arm or cohort in the study, along with the interventions and objectives"
        " associated with them.",
        arms_interventions,
        labels(
            {
                "Arm, Arm Group, Arm Label, Arm Title, Cohort, Group, Group Label, Group Name,"
                " Group Title": "arm",
                "Arm Description, Description, Group Description": "description",
                "Intervention Description": "description",
                "Intervention, Intervention Name, Interventions": "intervention",
                "Arm Type, Group Type, Intervention Type, Type": "type",
            }
        ),
        Kind.BLOCKS,
        frozenset("arm cohort group intervention interventions".split()),
        is_one_of(TYPES),
    ),
    Section(
        "Interventions",
        "Learn about the drugs, procedures, or behavioral strategies being tested and how they are"
        " applied within this trial.",
        None,
        labels(
            {
                "Intervention, Intervention Name, Name": "intervention",
                "Description, Intervention Description": "description",
                "Intervention Type, Type": "type",
            }
        ),
        Kind.BLOCKS,
        frozenset(("intervention",)),
        is_one_of(TYPES),
    ),
    Section(
        "Other Intervention Names",
        "Discover alternative or legacy names that may be used to describe the listed interventions"
        " across different sources.",
        None,
        labels({"Alternative Name, Alternative Names, Other Name, Other Names": "other_names"}),
    ),
    Section(
        "Eligibility Criteria",
        "Check the participation requirements, including inclusion and exclusion rules, age limits,"
        " and whether healthy volunteers are accepted.",
        eligibility.eligibility,
        eligibility.LABELS,
        Kind.CRITERIA,
        is_value=eligibility.is_value,
    ),
    Section(
        "Sponsors",
        "Meet the organizations funding or collaborating on the study and learn about their roles.",
        people.sponsors,
        labels(
            {
                "Lead Sponsor, Sponsor, Sponsor Name": "lead",
                "Collaborator, Collaborators": "collaborator",
                "Agency Class, Class, Sponsor Class, Sponsor Type": "class",
            }
        ),
        is_value=is_one_of(people.AGENCY_CLASSES),
    ),
    Section(
        "Responsible Party",
        "Identify the individual or organization who holds primary responsibility for the study"
        " information submitted to regulators.",
        people.responsible_party,
        labels(
            {
                "Responsible Party Type, Type": "type",
                "Investigator, Investigator Name, Name": "investigator_full_name",
                "Investigator Title, Title": "investigator_title",
                "Affiliation, Investigator Affiliation": "investigator_affiliation",
                "Organization": "old_organization",
                "Name and Title, Old Name and Title": "old_name_title",
            }
        ),
        is_value=is_one_of(people.RESPONSIBLE_TYPES),
    ),
    Section(
        "Principal Investigators",
        "Learn about the lead researchers overseeing the trial and their institutional"
        " affiliations.",
        people.principal_investigators,
        labels(
            {
                "Investigator, Investigator Name, Name": "name",
                "Role": "role",
                "Affiliation, Institution": "affiliation",
            }
        ),
        is_value=is_one_of(people.ROLES),
    ),
    Section(
        "Locations",
        "Explore where the study is taking place and check the recruitment status at each"
        " participating site.",
        places.locations,
        labels(
            {
                "Facility, Facility Name, Site, Site Name": "facility",
                "Address, City and Country, Location": "place",
                "City": "city",
                "State, State/Province, Region": "state",
                "ZIP, ZIP Code, Postal Code": "zip",
                "Country": "country",
                "Recruitment Status, Site Status, Status": "status",
            }
        ),
        ambiguous=frozenset(("facility", "site")),
        is_value=is_one_of(basics.STATUSES),
    ),
    Section(
        "Countries",
        "Review the countries where the study has at least one active or historical site.",
        places.countries,
        labels({"Country, Countries, Country Name": "country"}),
    ),
    Section(
        "References",
        "Explore related publications, articles, or registry entries linked to this study.",
        listed.references,
        labels(
            {
                "Citation, Reference": "citation",
                "PMID, PubMed ID": "pmid",
                "Reference Type, Type": "type",
            }
        ),
        is_value=is_one_of(listed.REFERENCE_TYPES),
    ),
    Section(
        "Other Identifiers",
        "Review additional registry numbers or institutional identifiers associated with this"
        " trial.",
        listed.other_identifiers,
        labels(
            {
                "Identifier, Identifier Value, Secondary ID": "id",
                "Identifier Type": "type",
                "Identifier Source": "source",
                "Identifier Link": "link",
            }
        ),
        is_value=is_one_of(listed.IDENTIFIER_TYPES),
    ),
    Section(
        "More Related Trials",
        "Additional clinical trials that may be relevant based on similarity analysis.",
        listed.related_trials("More Related Trials"),
        RELATED_LABELS,
    ),
)
