"""NCT ids: every form that stands for one, and the ones that running text mentions."""

from __future__ import annotations

import pytest

from kg.text.nct_ids import find_nct_ids, nct_id

FORMS = """
NCT01363401
nct01363401
Nct01363401
https://clinicaltrials.gov/study/NCT01363401
https://clinicaltrials.gov/study/NCT01363401/
https://clinicaltrials.gov/study/NCT01363401?term=als&rank=1
https://clinicaltrials.gov/study/NCT01363401#study-overview
https://www.clinicaltrials.gov/study/NCT01363401?tab=history
http://www.clinicaltrials.gov/ct2/show/NCT01363401
https://www.ClinicalTrials.gov/ct2/show/nct01363401?term=als
https://clinicaltrials.gov/ct2/show/study/NCT01363401
https://clinicaltrials.gov/ct2/show/results/NCT01363401?sect=X01256
https://clinicaltrials.gov/ct2/history/NCT01363401
https://clinicaltrials.gov/show/NCT01363401
https://classic.clinicaltrials.gov/show/NCT01363401
https://clinicaltrials.gov/api/v2/studies/NCT01363401?format=json
https://clinicaltrials.gov/NCT01363401
clinicaltrials.gov/study/NCT01363401
//clinicaltrials.gov/study/NCT01363401
/ct2/show/study/NCT01363401
/show/NCT01363401
clinicaltrials:NCT01363401
CLINICALTRIALS:nct01363401
clinicaltrials.gov:NCT01363401
ctgov:NCT01363401
nct:NCT01363401
NCT:NCT01363401
ClinicalTrials.gov: NCT01363401
NCT 01363401
NCT-01363401
nct_01363401
NCT\\_01363401
NCT#01363401
NCT: 01363401
NCT No. 01363401
NCT ID number: 01363401
ClinicalTrials.gov ID number: NCT01363401
#NCT01363401
NCT-ID 01363401
NCT\u00a001363401
NCT\u201101363401
NCT\u200b01363401
\u2066NCT01363401\u2069
NCT01363401.
(NCT01363401)
"NCT01363401"
NCT Number: NCT01363401
ClinicalTrials.gov Identifier: NCT01363401
ClinicalTrials.gov NCT 01363401
https://identifiers.org/clinicaltrials:NCT01363401
http://identifiers.org/clinicaltrials/NCT01363401
https://identifiers.org/ctgov:NCT01363401
identifiers.org/clinicaltrials/NCT01363401
https://bioregistry.io/clinicaltrials:NCT01363401
https://bioregistry.io/reference/clinicaltrials:NCT01363401
urn:miriam:clinicaltrials:NCT01363401
""".split("\n")[1:-1]

NO_FORMS = [
    "",
    "NCT",
    "NCT0136340",
    "NCT013634011",
    "NCT0136340l",
    "ISRCTN01363401",
    "NCT01363401.json",
    "NCT00000000",
    "NCT 01363401, NCT 01363402",
    "NCT01363401 (parent)",
    "01363401",
    "/data/NCT01363401",
    "NCT01363401 and NCT01363402",
    "https://example.org/study/NCT01363401",
    "https://clinicaltrials.gov.example.org/study/NCT01363401",
    "https://clinicaltrials.gov/search?term=NCT01363401",
    "isrctn:NCT01363401",
    "NCT０１３６３４０１",
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_stands_for_the_id(form: str) -> None:
    assert nct_id(form) == "NCT01363401"
    assert nct_id(f" {form}\n") == "NCT01363401"


@pytest.mark.parametrize("text", NO_FORMS)
def test_nothing_else_does(text: str) -> None:
    assert nct_id(text) is None


MENTIONS = [
    ("Based on phase I/II clinical trial(NCT01363401), twice", "NCT01363401"),
    ("ClinicalTrials.gov Identifier: NCT01363401.", "NCT01363401"),
    ("(ClinicalTrials.gov number, NCT01363401.)", "NCT01363401"),
    ("see NCT 01363401", "NCT 01363401"),
    ("see NCT\u00a001363401", "NCT\u00a001363401"),
    ("see NCT-01363401", "NCT-01363401"),
    ("see NCT\u201101363401", "NCT\u201101363401"),
    ("see NCT# 01363401", "NCT# 01363401"),
    ("see NCT #01363401", "NCT #01363401"),
    ("see NCT: 01363401", "NCT: 01363401"),
    ("see NCT_01363401", "NCT_01363401"),
    ("see NCT No. 01363401", "NCT No. 01363401"),
    ("see NCT number 01363401", "NCT number 01363401"),
    ("see nct01363401", "nct01363401"),
    ("see NCT\\_01363401", "NCT\\_01363401"),
    ("see NCT-\n01363401", "NCT-\n01363401"),
    ("see NCT\u200b01363401", "NCT\u200b01363401"),
    ("see NCT\u00ad01363401", "NCT\u00ad01363401"),
    ("see NCT\u200901363401", "NCT\u200901363401"),
    ("see NCT\u221201363401", "NCT\u221201363401"),
    ("see NCT No.: 01363401", "NCT No.: 01363401"),
    ("see NCT Number - 01363401", "NCT Number - 01363401"),
    ("see NCT-ID 01363401", "NCT-ID 01363401"),
    ("see NCT n° 01363401", "NCT n° 01363401"),
    ("see NCTs 01363401 and another", "NCTs 01363401"),
    ("NCT00000000 or NCT01363401", "NCT01363401"),
    ("IdentifierNCT01363401", "NCT01363401"),
    ("NCT01363401a", "NCT01363401"),
    ("https://clinicaltrials.gov/ct2/show/NCT01363401?term=x", "NCT01363401"),
    ("İNSTITUTE, NCT01363401", "NCT01363401"),
]


@pytest.mark.parametrize("text, spelling", MENTIONS)
def test_a_mention_is_found_where_it_stands(text: str, spelling: str) -> None:
    [mention] = find_nct_ids(text)
    assert mention.nct_id == "NCT01363401"
    assert text[mention.start : mention.end] == spelling


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the NCT number",
        "ST-BNCT2001",
        "BNCT01363401",
        "bnct01363401",
        "2NCT01363401",
        "NCT013634012",
        "NCT0136340",
        "a distinct function",
        "NCT .... ... 01363401",
    ],
)
def test_what_only_resembles_a_mention_is_none(text: str) -> None:
    assert find_nct_ids(text) == []


def test_mentions_come_in_order_and_each_time() -> None:
    found = find_nct_ids("NCT00000002, NCT00000001/NCT00000003 and again NCT00000002")
    assert [mention.nct_id[-1] for mention in found] == ["2", "1", "3", "2"]
