"""The mapping, oddity by oddity: what a small record says is what its graph says."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

import kg
from kg.mapping.statements import Statements
from kg.rdf.iris import Iris
from kg.rdf.terms import literal
from kg.records.protocol import ProtocolSection
from tests.support.graph_facts import RECORDS, Said, small

SAID: Final[list[tuple[str, str, str, list[str]]]] = [
    # record, subject, property, values
    # A date is as precise as it was given.
    ("partial-dates", ".", "schema:startDate", ['"2021-03"^^xsd:gYearMonth']),
    ("partial-dates", ".", "kg:startDateType", ["kg:DateType-ACTUAL"]),
    ("partial-dates", ".", "kg:primaryCompletionDate", ['"2024"^^xsd:gYear']),
    ("partial-dates", ".", "kg:primaryCompletionDateType", ["kg:DateType-ESTIMATED"]),
    ("partial-dates", ".", "schema:endDate", ['"2024-12-31"^^xsd:date']),
    ("partial-dates", ".", "kg:completionDateType", []),
    ("partial-dates", ".", "kg:lastUpdatePostDateType", ["kg:DateType-ACTUAL"]),
    ("dates-that-are-none", ".", "schema:startDate", ['"March 2020"']),
    ("dates-that-are-none", ".", "schema:endDate", ['"2021-02-30"']),
    # An age has its unit; whole years are numbers too.
    ("ages", "./eligibility", "kg:minimumAge", ['"P6M"^^xsd:duration']),
    ("ages", "./eligibility", "kg:maximumAge", ['"P364D"^^xsd:duration']),
    ("ages", "./eligibility", "schema:requiredMinAge", []),
    ("ages", "./eligibility", "schema:requiredGender", ['"Female"']),
    ("ages", "./eligibility", "kg:healthyVolunteers", ["true"]),
    ("ages", ".", "kg:targetDuration", ['"P2Y"^^xsd:duration']),
    ("ages", ".", "a", ["obo:OBI_0003698", "schema:MedicalObservationalStudy"]),
    ("ages", ".", "kg:studyType", ["obo:NCIT_C129000", "obo:NCIT_C16084"]),
    ("ages-that-are-none", "./eligibility", "kg:minimumAge", ['"N/A"']),
    ("ages-that-are-none", "./eligibility", "kg:maximumAge", ['"PT90M"^^xsd:duration']),
    # A value that nobody has seen is kept.
    ("unknown-values", ".", "schema:status", ["/code/status/dreaming"]),
    ("unknown-values", "/code/status/dreaming", "a", ["kg:UnrecognizedCode"]),
    ("unknown-values", "/code/status/dreaming", "skos:notation", ['"DREAMING"']),
    ("unknown-values", "/code/status/dreaming", "skos:inScheme", ["kg:Status"]),
    ("unknown-values", ".", "kg:phase", ["/code/phase/phase9"]),
    ("unknown-values", ".", "kg:whoMasked", ["obo:NCIT_C41189", "/code/whomasked/referee"]),
    (
        "unknown-values", "/organization/example-sponsor", "kg:agencyClass",
        ["/code/agencyclass/guild"],
    ),
    # So is a field.
    ("unknown-fields", "./unmapped/1", "kg:sourceField", ['"protocolSection.statusModule.mood"']),
    ("unknown-fields", "./unmapped/1", "rdf:value", [r'"\"good\""']),
    ("unknown-fields", "./unmapped/3", "rdf:value", [r'"{\"a\": [1, \"ß\"]}"']),
    # Arms of one name stay apart, whatever the names of others.
    ("duplicate-arms", ".", "kg:arm", ["./arm/a-2-2", "./arm/a-2", "./arm/a"]),
    ("duplicate-arms", "./arm/a", "kg:armType", ["obo:NCIT_C174266"]),
    ("duplicate-arms", "./arm/a-2", "schema:description", ['"The second A"']),
    ("duplicate-arms", "./arm/a-2-2", "schema:name", ['"A 2"']),
    ("duplicate-arms", "./arm/a", "kg:armIntervention", ["./intervention/examplin"]),
    ("duplicate-arms", "./intervention/examplin", "kg:usedInArm", ["./arm/a"]),
    ("duplicate-arms", "./intervention/examplin-2", "kg:interventionType", ["obo:NCIT_C15184"]),
    # A name that leads nowhere stays a name.
    (
        "dangling-names", "./arm/treated", "kg:armIntervention",
        ["./intervention/examplin", "./intervention/oil"],
    ),
    ("dangling-names", "./arm/treated", "kg:interventionName", ['"Device: Forgotten"']),
    ("dangling-names", "./intervention/examplin", "kg:usedInArm", ["./arm/treated"]),
    ("dangling-names", "./intervention/examplin", "kg:armLabel", ['"Never listed"']),
    ("dangling-names", "./intervention/examplin", "schema:alternateName", ['"EX-1"']),
    ("dangling-names", "./intervention/examplin", "kg:mappedName", ['"examplin"']),
    # Identifiers are told by their pattern, whatever they were filed under.
    ("identifiers", ".", "kg:organizationIdentifier", ["./identifier/ex-301"]),
    ("identifiers", "./identifier/2020-001234-56", "schema:propertyID", ['"EudraCT"']),
    (
        "identifiers", "./identifier/2020-001234-56", "kg:identifierType",
        ["kg:IdentifierType-OTHER"],
    ),
    ("identifiers", "./identifier/2020-001234-56", "kg:identifierDomain", ['"EMA"']),
    ("identifiers", "./identifier/2023-501234-12-00", "schema:propertyID", ['"CTIS"']),
    ("identifiers", "./identifier/u1111-1234-5678", "schema:propertyID", ['"WHO-UTN"']),
    ("identifiers", "./identifier/isrctn12345678", "schema:propertyID", ['"ISRCTN"']),
    ("identifiers", "./identifier/r01ag000001", "schema:propertyID", []),
    (
        "identifiers", "./identifier/r01ag000001", "schema:url",
        ["<https://reporter.nih.gov/quickSearch/R01AG000001>"],
    ),
    ("identifiers", "./identifier/ex-301-2", "schema:value", ['"EX-301"']),
    # A blank text is absent, any other is stated to the letter.
    ("blank-texts", ".", "kg:officialTitle", []),
    ("blank-texts", ".", "kg:acronym", []),
    ("blank-texts", ".", "schema:description", []),
    ("blank-texts", ".", "kg:keyword", []),
    ("blank-texts", ".", "kg:detailedDescription", ['" kept to the letter "']),
    ("blank-texts", "./arm/unnamed", "a", ["kg:Arm"]),
    ("blank-texts", "./arm/unnamed", "schema:name", []),
    # What is no address on the web is text, and leads nowhere.
    ("addresses", "./link/1", "schema:url", ["<https://example.org/a?b=c#d>"]),
    ("addresses", "./link/2", "schema:url", ['"javascript:alert(1)"']),
    ("addresses", "./link/3", "schema:url", ['"https://example.org/a b"']),
    ("addresses", "./link/4", "schema:url", ['"https://example.org/a>b"']),
    ("addresses", "./link/5", "schema:url", ['"www.example.org"']),
    ("addresses", "./link/6", "schema:url", ["<https://example.org/padded>"]),
    ("addresses", "./link/7", "schema:url", []),
    ("addresses", "./available-data/1", "schema:url", ['"file:///etc/passwd"']),
    ("addresses", "./ipd-sharing", "schema:url", ['"https://example.org/<x>"']),
    # Protocol, result and background papers are kept apart.
    ("publications", ".", "kg:protocolReference", ["doi:10.1186/ex-1"]),
    ("publications", "doi:10.1186/ex-1", "cito:describes", ["."]),
    (
        "publications", "doi:10.1186/ex-1", "a",
        ["fabio:ClinicalTrialDesign", "schema:ScholarlyArticle"],
    ),
    ("publications", "doi:10.1186/ex-1", "schema:sameAs", ["pubmed:33333331/"]),
    # A protocol paper that is read as background is that of another trial.
    ("publications", "doi:10.1136/ex-2", "cito:describes", []),
    (
        "publications", "doi:10.1136/ex-2", "a",
        ["fabio:ClinicalTrialDesign", "schema:ScholarlyArticle"],
    ),
    ("publications", ".", "kg:resultReference", ["doi:10.1016/s1474-4422(21)00101-0"]),
    ("publications", "doi:10.1016/s1474-4422(21)00101-0", "cito:documents", ["."]),
    (
        "publications", ".", "cito:obtainsBackgroundFrom",
        [
            "doi:10.1002/(sici)1097-0258(19980815/30)17:15/16%3C1661::aid-sim968%3E3.0.co;2-2",
            "doi:10.1136/ex-2",
        ],
    ),
    (
        "publications", "/publication/a-book-that-nobody-can-take-apart-6014bb87", "a",
        ["schema:CreativeWork"],
    ),
    (
        "publications", "/publication/a-book-that-nobody-can-take-apart-6014bb87",
        "kg:referenceType", ['"NEW_TYPE"'],
    ),
    (
        "retractions", "pubmed:11111111/", "kg:retraction",
        ["./retraction/22222222", "./retraction/a-notice-without-number"],
    ),
    ("retractions", "./retraction/22222222", "schema:url", ["pubmed:22222222/"]),
    ("retractions", "./retraction/a-notice-without-number", "schema:url", []),
    ("retractions", "pubmed:11111111/", "schema:datePublished", ['"2022-05"^^xsd:gYearMonth']),
    # The second copy of the locations adds only what the first lacks.
    (
        "second-locations", ".", "kg:site",
        ["/site/kor/busan/other-hospital", "/site/kor/seoul/example-hospital"],
    ),
    (
        "second-locations", ".", "kg:trialSite",
        ["./site/example-hospital-seoul", "./site/other-hospital-busan"],
    ),
    # An official who is no person has a name and a role, and nobody behind it.
    ("officials", ".", "kg:principalInvestigator", ["/person/jane-doe/example-university"]),
    ("officials", ".", "kg:studyDirector", []),
    ("officials", ".", "kg:studyChair", ["./person/richard-roe"]),
    ("officials", "./official/call-1-877-555-0100-mon-fri", "kg:agent", []),
    (
        "officials", "./official/call-1-877-555-0100-mon-fri", "kg:officialRole",
        ["kg:ContactRole-STUDY_DIRECTOR"],
    ),
    ("officials", "./official/study-director", "kg:agent", []),
    ("officials", "./official/mary-major", "kg:affiliationText", ['"555-0100"']),
    ("officials", "./official/mary-major", "schema:affiliation", []),
    ("officials", "./responsible-party", "kg:agent", ["/person/jane-doe/example-university"]),
    ("officials", "./responsible-party", "schema:jobTitle", ['"Professor"']),
    ("officials", ".", "kg:collaborator", ["/organization/example-and-sons-inc"]),
    (
        "officials", "/organization/example-and-sons-inc", "schema:name",
        ['"Example & Sons, Inc."', '"Example and Sons Inc"'],
    ),
    ("officials", ".", "schema:sponsor", ["./person/jane-doe"]),
    ("an-old-responsible-party", "./responsible-party", "schema:name", ['"Jane Doe, Professor"']),
    (
        "an-old-responsible-party", "./responsible-party", "schema:affiliation",
        ["/organization/example-university"],
    ),
    ("an-expanded-access", ".", "a", ["schema:MedicalStudy"]),
    ("an-expanded-access", ".", "kg:individualExpandedAccess", ["true"]),
    ("an-expanded-access", ".", "kg:treatmentExpandedAccess", ["false"]),
    ("an-expanded-access", ".", "kg:expandedAccessReferences", ["2"]),
    ("expanded-access", ".", "kg:expandedAccessStatus", ["kg:Status-AVAILABLE"]),
    # What is said of a site in this trial hangs on this trial's node.
    ("contacts", "./site/example-hospital-seoul", "kg:recruitmentStatus", ["schema:Recruiting"]),
    ("contacts", "/site/kor/seoul/example-hospital", "kg:recruitmentStatus", []),
    ("contacts", "./contact/1", "schema:telephone", ['"555-0101"']),
    ("contacts", "./contact/1", "kg:phoneExtension", ['"42"']),
    ("contacts", "./site/example-hospital-seoul/contact/1", "schema:email", ['"sid@example.org"']),
    # The countries of a page are those of its sites and those that it lists.
    ("page-countries", ".", "kg:country", ["country:CZE", "country:KOR"]),
    ("page-countries", ".", "schema:startDate", ['"2024-02"^^xsd:gYearMonth']),
    ("page-countries", ".", "kg:enrollment", ["40"]),
    ("page-countries", ".", "schema:name", ['"A small record: countries of a page"']),
    # What NLM derived stands apart from what the record gives.
    ("meshes", ".", "schema:healthCondition", ["/condition/diabetes-mellitus"]),
    ("meshes", "/condition/diabetes-mellitus", "skos:exactMatch", ["mesh:D003920"]),
    ("meshes", ".", "kg:derivedConditionAncestor", ["mesh:D004700"]),
    ("meshes", ".", "kg:removedCountry", ["country:TUR"]),
    ("meshes", "./browse-leaf/condition/m7115", "kg:asFound", ['"Diabetes"']),
    ("meshes", "/record/ctgov-json/NCT90000025", "kg:recordVersion", ['"2025-01-10"^^xsd:date']),
    ("administration", ".", "schema:status", ["kg:Status-UNKNOWN"]),
    ("administration", ".", "kg:lastKnownStatus", ["schema:Recruiting"]),
    ("administration", ".", "kg:whyStopped", ['"No money"']),
    ("administration", "./document/prot-000-pdf", "kg:uploadDate", ['"2021-06-02"^^xsd:date']),
    ("administration", "./document/prot-000-pdf", "kg:uploadTime", ['"10:30"']),
    (
        "administration", "./document/prot-000-pdf", "schema:url",
        ["<https://cdn.clinicaltrials.gov/large-docs/26/NCT90000026/Prot%20000.pdf>"],
    ),
    ("administration", "./unposted-event/2", "kg:dateUnknown", ["true"]),
    ("administration", "./results-submission/1", "kg:mcpReleaseNumber", ["1"]),
]  # fmt: skip


@pytest.mark.parametrize(("record", "subject", "predicate", "values"), SAID)
def test_a_small_record_says(record: str, subject: str, predicate: str, values: list[str]) -> None:
    assert small(record)(subject, predicate) == values


FOUND: Final[list[tuple[str, list[str]]]] = [
    # record, a word of each finding
    ("dates-that-are-none", ["March 2020", "2021-02-30"]),
    ("unknown-values", ["DREAMING", "PHASE9", "QUINTUPLE", "REFEREE", "GUILD"]),
    ("unknown-fields", ["an unknown field"] * 3),
    ("addresses", ["javascript:", "a b", "a>b", "www.", "file:", "<x>", "NEW_TYPE"]),
    ("publications", ["NEW_TYPE"]),
    ("aliases", ["not an id"]),
    ("meshes", ["Q1"]),
    ("partial-dates", []),
    ("texts", []),
]


@pytest.mark.parametrize(("record", "words"), FOUND)
def test_what_is_odd_is_reported(record: str, words: list[str]) -> None:
    found = [finding.message for finding in small(record).graph.findings]
    assert len(found) == len(words)
    for word in words:
        assert any(word in message for message in found), word


def test_texts_are_stated_to_the_letter() -> None:
    protocol = json.loads((RECORDS / "texts.json").read_text("utf-8"))["protocolSection"]
    said = small("texts")
    description = protocol["descriptionModule"]
    assert said(".", "kg:officialTitle") == [
        literal(protocol["identificationModule"]["officialTitle"])
    ]
    assert said(".", "schema:description") == [literal(description["briefSummary"])]
    assert said(".", "kg:detailedDescription") == [literal(description["detailedDescription"])]


def mapped(**modules: Any) -> Said:
    """What kg makes of a record that has these modules beside its number."""
    protocol = {"identificationModule": {"nctId": "NCT00000001"}, **modules}
    [record] = kg.read(json.dumps({"protocolSection": protocol}).encode())
    return Said(kg.map_record(record))


PHASES: Final = {
    # phases of the registry -> terms
    (): [],
    ("NA",): ["obo:NCIT_C48660"],
    ("EARLY_PHASE1",): ["obo:NCIT_C54721"],
    ("PHASE1",): ["obo:NCIT_C15600"],
    ("PHASE1", "PHASE2"): ["obo:NCIT_C15693"],
    ("PHASE2",): ["obo:NCIT_C15601"],
    ("PHASE2", "PHASE3"): ["obo:NCIT_C15694"],
    ("PHASE3",): ["obo:NCIT_C15602"],
    ("PHASE4",): ["obo:NCIT_C15603"],
    ("PHASE1", "PHASE3"): ["obo:NCIT_C15600", "obo:NCIT_C15602"],
}


@pytest.mark.parametrize(("phases", "terms"), PHASES.items(), ids=str)
def test_phases(phases: tuple[str, ...], terms: list[str]) -> None:
    assert mapped(designModule={"phases": list(phases)})(".", "kg:phase") == terms


def test_an_empty_record_is_a_trial() -> None:
    said = mapped()
    assert said(".", "a") == ["schema:MedicalStudy"]
    assert said(".", "dcterms:identifier") == ['"NCT00000001"']
    assert said("/graph/NCT00000001", "prov:wasDerivedFrom") == ["/record/ctgov-json/NCT00000001"]
    assert said.graph.findings == []


def test_modules_that_are_empty_say_nothing() -> None:
    modules = ProtocolSection.__struct_encode_fields__
    empty: dict[str, Any] = {name: {} for name in modules if name != "identificationModule"}
    more = set(mapped(**empty).graph.triples) - set(mapped().graph.triples)
    assert {s.rsplit("/", 1)[-1] for s, _, _ in more} <= {
        "NCT00000001>", "eligibility>", "ipd-sharing>"
    }  # fmt: skip


def test_what_comes_in_several_calls_is_stated_once() -> None:
    (record,) = kg.read(RECORDS / "texts.json")
    say = Statements(record, Iris())
    texts = ['"b"', None]
    say.node("<urn:s>", ("<urn:p>", texts), ("<urn:q>", None), ("<urn:r>", [None]))
    say.node("<urn:s>", ("<urn:p>", '"a"'), ("<urn:p>", ['"b"', '"c"']))
    say.node("<urn:t>", ("<urn:p>", []))
    assert say.nodes() == {"<urn:s>": {"<urn:p>": ('"a"', '"b"', '"c"')}}
    assert texts == ['"b"', None]
