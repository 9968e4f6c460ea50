"""Records of ISRCTN: what each element becomes, and that nothing is lost."""

from __future__ import annotations

from typing import Final

import pytest

import kg
from kg.errors import KgError
from tests.support.graph_facts import Said

RECORD: Final = """
<allTrials xmlns="http://www.67bricks.com/isrctn" totalCount="1"><fullTrial>
<trial lastUpdated="2099-09-30T14:08:37.6Z" version="2">
<isrctn dateAssigned="2099-06-25T15:29:43Z">12345678</isrctn>
<trialDescription><title>A made-up trial</title><scientificTitle>A trial, made up</scientificTitle>
<acronym>MADE</acronym><plainEnglishSummary>What it is about.</plainEnglishSummary>
<primaryOutcome>Survival at a year</primaryOutcome></trialDescription>
<externalRefs><doi>10.1186/ISRCTN12345678</doi><eudraCTNumber>2099-000001-11</eudraCTNumber>
<clinicalTrialsGovNumber>Nil known</clinicalTrialsGovNumber>
<secondaryNumbers><secondaryNumber numberType="ctis">2099-000001-11</secondaryNumber>
<secondaryNumber numberType="nct">NCT90000301</secondaryNumber></secondaryNumbers></externalRefs>
<trialDesign><primaryStudyDesign>Interventional</primaryStudyDesign><interventionalTrialDesign>
<allocation>Randomized controlled trial</allocation><masking>Blinded (masking used)</masking>
<assignment>Parallel</assignment><purposes><purpose>Treatment</purpose></purposes>
</interventionalTrialDesign><overallEndDate>2099-09-10T00:00:00.000Z</overallEndDate></trialDesign>
<participants><trialCentres><trialCentre id="1"><name>Hospital</name><city>Dublin</city>
<country>Ireland</country></trialCentre></trialCentres><inclusion>1. Adults</inclusion>
<exclusion>1. Pregnancy</exclusion><lowerAgeLimit unit="years" value="18.0">18 Years</lowerAgeLimit>
<gender>All</gender><targetEnrolment>81</targetEnrolment>
<totalFinalEnrolment>25</totalFinalEnrolment></participants>
<conditions><condition><description>Gout</description></condition></conditions>
<interventions><intervention><interventionType>Drug</interventionType><phase>Phase I/II</phase>
<drugNames>Madeupine</drugNames></intervention></interventions></trial>
<sponsor id="a"><organisation>University</organisation></sponsor>
<funder id="b"><name>Charity</name></funder></fullTrial></allTrials>
""".strip()


def said(text: str = RECORD) -> Said:
    [record] = kg.read(text.encode())
    graph = kg.map_record(record)
    assert not kg.validate(graph).violations
    return Said(graph)


def test_a_trial_is_identified_by_its_registry() -> None:
    found = said()
    assert found.graph.trial == "<https://www.isrctn.com/ISRCTN12345678>"
    assert found(".", "kg:registeredAs") == ['"2099-000001-11"', '"NCT90000301"']
    assert not found.those("kg:TrialRelation")


@pytest.mark.parametrize(
    "predicate, expected",
    [
        ("schema:name", ['"A made-up trial"']),
        ("kg:officialTitle", ['"A trial, made up"']),
        ("kg:acronym", ['"MADE"']),
        ("kg:phase", ["obo:NCIT_C15693"]),
        ("kg:allocation", ["obo:OBI_0004001"]),
        ("kg:masking", []),
        ("kg:enrollment", ["25"]),
        ("kg:enrollmentType", ["kg:DateType-ACTUAL"]),
    ],
)
def test_what_an_element_becomes(predicate: str, expected: list[str]) -> None:
    assert said()(".", predicate) == expected


@pytest.mark.parametrize(
    "path, value",
    [
        ("trial.isrctn@dateAssigned", '"2099-06-25T15:29:43Z"'),
        ("trial.trialDesign.interventionalTrialDesign.masking", '"Blinded (masking used)"'),
        ("trial@version", '"2"'),
    ],
)
def test_what_has_no_place_is_kept(path: str, value: str) -> None:
    [record] = kg.read(RECORD.encode())
    assert (f"allTrials.fullTrial.{path}", value) in {(u.path, u.value) for u in record.unmapped}


@pytest.mark.parametrize(
    "text, reason",
    [
        (RECORD.replace("12345678</isrctn>", "123</isrctn>"), "'ISRCTN123' is not an ISRCTN"),
        (RECORD.replace("<fullTrial>", "<fullTrial/><fullTrial>"), "2 trials in one document"),
        (RECORD[:600], "the XML is cut off"),
    ],
)
def test_what_is_no_record_is_said(text: str, reason: str) -> None:
    errors: list[KgError] = []
    assert list(kg.read(text.encode(), on_error=errors.append)) == []
    assert reason in str(errors[0])
