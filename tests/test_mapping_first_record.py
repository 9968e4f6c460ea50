"""The first record, NCT04745299 as a page: every fact that a user looks for, asked for in SPARQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast

import pytest
import rdflib
from rdflib.query import ResultRow

from kg.vocab import PREFIXES
from tests.commands import kg
from tests.conftest import ROOT

SAMPLE: Final = ROOT / "samples" / "NCT04745299.txt"

FACTS: Final[list[tuple[str, list[tuple[str, ...]]]]] = [
    # pattern after "ctgov:NCT04745299", rows of the variables in it (in alphabetical order)
    ("a schema:MedicalTrial, obo:OBI_0003699", [()]),
    (
        "schema:name ?name",
        [
            (
                "Evaluation the Efficacy and Safety of Mutiple Lenzumestrocel (Neuronata-R® Inj.)"
                " Treatment in Patients with ALS",
            )
        ],
    ),
    ("dcterms:identifier ?id", [("NCT04745299",)]),
    (
        "schema:sameAs ?same",
        [
            ("https://bioregistry.io/clinicaltrials:NCT04745299",),
            ("https://identifiers.org/clinicaltrials:NCT04745299",),
        ],
    ),
    ("schema:status ?status", [("schema:ActiveNotRecruiting",)]),
    ("kg:phase ?phase", [("obo:NCIT_C15602",)]),
    ("kg:studyType ?type", [("obo:NCIT_C98388",)]),
    ("kg:enrollment ?n", [("115",)]),
    ("kg:hasResults ?results", [("false",)]),
    ("schema:startDate ?start", [("2021-03-23",)]),
    ("schema:endDate ?end", [("2026-05-03",)]),
    ("kg:allocation ?allocation", [("obo:OBI_0004001",)]),
    ("schema:trialDesign schema:RandomizedTrial", [()]),
    ("kg:interventionModel ?model", [("obo:NCIT_C82639",)]),
    ("kg:primaryPurpose ?purpose", [("obo:NCIT_C49656",)]),
    ("kg:masking ?masking", [("kg:Masking-QUADRUPLE",)]),
    # Fields that are blank on the page are absent, not empty.
    ("schema:description ?summary", []),
    ("schema:healthCondition ?condition", []),
    ("kg:responsibleParty ?party", []),
    # Sponsor and principal investigator
    (
        "schema:sponsor [ a schema:Organization ; schema:name ?name ; kg:agencyClass ?class ]",
        [("kg:AgencyClass-INDUSTRY", "Corestemchemon, Inc.")],
    ),
    (
        "kg:principalInvestigator [ a schema:Person ; schema:name ?name ;"
        " schema:affiliation [ a schema:Organization ; schema:name ?where ] ]",
        [("Seung Hyun Kim, MD, PhD", "Hanyang University Seoul Hospital")],
    ),
    (
        "kg:official [ kg:officialRole ?role ; schema:name ?name ]",
        [("Seung Hyun Kim, MD, PhD", "kg:ContactRole-PRINCIPAL_INVESTIGATOR")],
    ),
    # Five sites
    (
        "kg:site [ a schema:Place ; schema:name ?name ; schema:address [ schema:addressLocality"
        " ?city ; schema:addressCountry ?country ] ]",
        [
            ("Seoul", "country:KOR", "Hanyang university hospital"),
            ("Seoul", "country:KOR", "Korea University Anam Hospital"),
            ("Seoul", "country:KOR", "Samsung Medical Center"),
            ("Seoul", "country:KOR", "Seoul National University Hospital"),
            ("Yangsan", "country:KOR", "Pusan National University Yangsan Hospital"),
        ],
    ),
    (
        "kg:site [ schema:name ?name ; schema:address [ schema:addressRegion ?region ] ]",
        [
            ("Hanyang university hospital", "Seoul"),
            ("Pusan National University Yangsan Hospital", "Kyungsangnam-do"),
        ],
    ),
    ("kg:country [ schema:name ?name ; skos:notation ?code ]", [("KR", "South Korea")]),
    # Related trials: five that the page lists, one that the text mentions
    (
        "kg:trialRelation [ kg:basis kg:RelationBasis-LISTED ; kg:targetTrial ?other ;"
        " kg:sourceField ?field ] . ?other schema:name ?title",
        [
            (
                "page.Related Clinical Trials",
                "ctgov:NCT00415519",
                "Efficacy and Safety Study of MCI-186 for Treatment of Amyotrophic Lateral Sclerosis"
                " (ALS) Who Met Severity Classification III",
            ),
            (
                "page.Related Clinical Trials",
                "ctgov:NCT04322149",
                "Multiple Doses of AT-1501-A201 in Adults With ALS",
            ),
            (
                "page.Related Clinical Trials",
                "ctgov:NCT04326283",
                "Trial of Safety, Tolerability and Efficacy of Trametinib (SNR1611) in Patients With"
                " Amyotrophic Lateral Sclerosis (ALS)",
            ),
            (
                "page.Related Clinical Trials",
                "ctgov:NCT06181526",
                "Safety and Preliminary Efficacy of Aleeto in Amyotrophic Lateral Sclerosis",
            ),
            (
                "page.Related Clinical Trials",
                "ctgov:NCT06676423",
                "Evaluate the Safety of Neuronata-R® Inj. Suspended With HypoTHermosol® FRS (HTS-FRS)"
                " in Patients With ALS",
            ),
        ],
    ),
    (
        "kg:trialRelation [ kg:basis kg:RelationBasis-MENTIONED ; kg:sourceTrial ?trial ;"
        " kg:targetTrial ?other ; kg:sourceField ?field ; kg:relationKind ?kind ; kg:statedPhase"
        " ?phase ; prov:wasDerivedFrom [ kg:sourceFormat ?source ] ]",
        [
            (
                "descriptionModule.detailedDescription",
                "kg:RelationKind-BASED_ON",
                "ctgov:NCT01363401",
                "obo:NCIT_C15693",
                "kg:SourceFormat-registry-page",
                "ctgov:NCT04745299",
            )
        ],
    ),
    (
        "kg:relatedTrial ?other",
        [
            ("ctgov:NCT00415519",),
            ("ctgov:NCT01363401",),
            ("ctgov:NCT04322149",),
            ("ctgov:NCT04326283",),
            ("ctgov:NCT06181526",),
            ("ctgov:NCT06676423",),
        ],
    ),
    ("schema:study ctgov:NCT01363401, ctgov:NCT06676423", [()]),
    # The protocol paper
    (
        "kg:protocolReference ?paper . ?paper a fabio:ClinicalTrialDesign, schema:ScholarlyArticle ;"
        " cito:describes ctgov:NCT04745299 ; schema:name ?title ; schema:isPartOf [ schema:name"
        " ?journal ] ; schema:datePublished ?date ; bibo:doi ?doi ; schema:volumeNumber ?volume ;"
        " schema:issueNumber ?issue ; schema:pagination ?pages",
        [
            (
                "2022-05-18",
                "10.1186/s13063-022-06327-4",
                "1",
                "Trials",
                "415",
                "doi:10.1186/s13063-022-06327-4",
                "Efficacy and safety of Lenzumestrocel (Neuronata-R(R) inj.) in patients with"
                " amyotrophic lateral sclerosis (ALSUMMIT study): study protocol for a multicentre,"
                " randomized, double-blind, parallel-group, sham procedure-controlled, phase III"
                " trial",
                "23",
            )
        ],
    ),
    (
        "kg:reference [ kg:authors ?authors ]",
        [
            (
                "Nam JY, Lee TY, Kim K, Chun S, Kim MS, Shin JH, Sung JJ, Kim BJ, Kim BJ, Oh KW,"
                " Kim KS, Kim SH",
            )
        ],
    ),
    # The identifier, and who gets what
    ("kg:organizationIdentifier [ schema:value ?value ]", [("NEURONATA-R_ALS301",)]),
    (
        "kg:arm [ a kg:Arm ; schema:name ?arm ; kg:armIntervention [ schema:name ?given ] ]",
        [
            ("Control group", "Placebo Comparator"),
            ("Control group", "Riluzole"),
            ("Multiple administation group", "Lenzumestrocel"),
            ("Multiple administation group", "Riluzole"),
            ("Single cycle administration group", "Lenzumestrocel"),
            ("Single cycle administration group", "Placebo Comparator"),
            ("Single cycle administration group", "Riluzole"),
        ],
    ),
    (
        "schema:studySubject [ schema:name ?given ]",
        [("Lenzumestrocel",), ("Placebo Comparator",), ("Riluzole",)],
    ),
    # Who may take part
    (
        "kg:eligibility [ a schema:PeopleAudience ; schema:requiredMinAge ?a ;"
        " schema:requiredMaxAge ?b ; kg:minimumAge ?c ; kg:maximumAge ?d ; kg:sex ?e ;"
        " kg:healthyVolunteers ?f ]",
        [("25", "75", "P25Y", "P75Y", "kg:Sex-ALL", "false")],
    ),
    (
        "kg:eligibility [ kg:inclusionCriterion [ schema:position ?n ] ]",
        [("1",), ("2",), ("3",), ("4",)],
    ),
    (
        "kg:eligibility [ kg:exclusionCriterion [ schema:position ?n ] ] FILTER (?n > 10)",
        [("11",), ("12",)],
    ),
    # Where it all comes from
    (
        "schema:subjectOf [ a kg:RecordGraph ; prov:wasDerivedFrom [ a kg:RegistryRecord ;"
        " schema:dateModified ?updated ] ]",
        [("2025-01-10",)],
    ),
]


def exported(page: Path, folder: Path) -> rdflib.Graph:
    """The graph in the file that `kg export` makes of a page."""
    ran = kg("export", page, "-o", "trial.ttl", cwd=folder)
    assert (ran.status, ran.data) == (0, b""), ran.talk
    return rdflib.Graph().parse(folder / "trial.ttl", format="turtle")


@pytest.fixture(scope="module")
def of_the_sample(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    return exported(SAMPLE, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def of_the_page(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    page = shared / "records" / "page" / "NCT04745299.txt"
    return exported(page, tmp_path_factory.mktemp("page"))


def rows(graph: rdflib.Graph, pattern: str) -> list[tuple[str, ...]]:
    """The rows of a pattern after the trial, each value in its short form, sorted."""
    variables = sorted(set(part for part in pattern.replace("(", " ").split() if part[0] == "?"))
    selected = " ".join(variables) or "(1 AS ?one)"
    query = f"SELECT {selected} {{ ctgov:NCT04745299 {pattern} }}"
    found = graph.query(query, initNs=dict(PREFIXES))
    return sorted(tuple(map(short, cast(ResultRow, row))) if variables else () for row in found)


def short(node: Any) -> str:
    """An IRI with its prefix, a literal as its text."""
    for prefix, namespace in PREFIXES.items():
        if isinstance(node, rdflib.URIRef) and node.startswith(namespace):
            return f"{prefix}:{node.removeprefix(namespace)}"
    return str(node)


@pytest.mark.parametrize(("pattern", "facts"), FACTS, ids=[p for p, _ in FACTS])
def test_a_fact_of_the_sample(
    of_the_sample: rdflib.Graph, pattern: str, facts: list[tuple[str, ...]]
) -> None:
    assert rows(of_the_sample, pattern) == sorted(facts)


@pytest.mark.parametrize(("pattern", "facts"), FACTS, ids=[p for p, _ in FACTS])
def test_a_fact_of_the_real_page(
    of_the_page: rdflib.Graph, pattern: str, facts: list[tuple[str, ...]]
) -> None:
    assert rows(of_the_page, pattern) == sorted(facts)


MENTION: Final = (
    "kg:trialRelation [ kg:targetTrial ctgov:NCT01363401 ; kg:quote ?quote ; kg:cue ?cue ]"
)


def test_the_mention_is_quoted_with_its_cue(of_the_page: rdflib.Graph) -> None:
    [(cue, quote)] = rows(of_the_page, MENTION)
    assert cue == "Based on"
    assert quote.startswith("Based on phase I/II clinical trial(NCT01363401), twice intrathecal")
    assert quote.endswith("with safety in patients with ALS.")


def test_the_mention_of_the_sample_is_quoted_with_its_cue(of_the_sample: rdflib.Graph) -> None:
    [(cue, quote)] = rows(of_the_sample, MENTION)
    assert cue == "based on"
    assert quote == (
        "This trial is based on a phase I/II clinical trial(NCT01363401) of the same cell product."
    )


def test_escapes_of_the_page_are_undone(of_the_page: rdflib.Graph) -> None:
    [(text,)] = rows(of_the_page, "kg:eligibility [ kg:eligibilityCriteria ?text ]")
    assert "[Rix Brooks, 2000]" in text
    assert "31~46" in text
    assert "PT and aPTT > 1.5 x ULN" in text
    assert "\\" not in text


ONLY_ON_A_PAGE: Final = ("RelationBasis-LISTED", "ctgov:NCT06676423", "schema:dateModified")
"""Words of the facts that the registry's JSON does not tell: similar trials, the page's own date."""


def test_the_page_and_the_json_tell_of_one_trial(
    of_the_sample: rdflib.Graph, tmp_path: Path
) -> None:
    of_json = exported(SAMPLE.with_suffix(".json"), tmp_path)
    for pattern, facts in FACTS:
        found = rows(of_json, pattern)
        if any(word in pattern for word in ONLY_ON_A_PAGE):
            assert found == [], pattern
        elif pattern == "kg:relatedTrial ?other":
            assert found == [("ctgov:NCT01363401",)]
        elif "MENTIONED" in pattern:
            [[*mention, _, trial]] = facts
            assert found == [(*mention, "kg:SourceFormat-ctgov-json", trial)]
        else:
            assert found == sorted(facts), pattern
