"""Numbers of trials: every registry's forms, their spellings, and what is no number."""

from __future__ import annotations

import json
import re

import pytest

import kg
from kg.errors import UsageError
from kg.registries.numbers import (
    beginnings,
    given_number,
    number_of_slug,
    registry_of,
    slug_of,
    trial_number,
)
from kg.registries.table import REGISTRIES

NUMBERS = """
CTIS 2023-501234-12 | 2023-501234-12-00 | 2023-501234-12-01 | CTIS2023-501234-12-00
CTIS 2023-501234-12 | EU CT 2023-501234-12-00 | EU CT number: 2023-501234-12 | EUCT2023-501234-12
EudraCT 2099-000001-11 | EudraCT 2099-000001-11 | eudract number 2099-000001-11
EudraCT 2099-000001-11 | Eudra CT 2099-000001-11 | EudraCT No: 2099-000001-11
EudraCT 2099-000001-11 | EudraCT #: 2099-000001-11 | EudraCT-2099-000001-11 | 2099-000001-11.
EudraCT 2099-000001-11 | EUCTR2099-000001-11-DE | 2099-000001-11-DE | 2099–000001–11
EudraCT 2099-000001-11 | EUCTR2099-000001-11-Outside-EU/EEA | 2099-000001-11 (EudraCT)
EudraCT 2099-000001-11 | (2099-000001-11) | 2099 - 000001 - 11 | EUCTR2099-000001-11
EudraCT 2099-000001-11 | CTIS 2099-000001-11 | N° EudraCT : 2099-000001-11
EudraCT 2099-000001-11 | Numéro EudraCT 2099-000001-11 | EudraCTno.2099-000001-11
WHO-UTN U1111-1234-5678 | UTN U1111-1234-5678 | WHO Universal Trial Number (UTN): U1111-1234-5678
WHO-UTN U1111-1234-5678 | u1111-1234-5678 | U1111‑1234‑5678 | U111112345678
ISRCTN ISRCTN12345678 | isrctn12345678 | ISRCTN 12345678 | ISRCTN: 12345678 | ISRCTN number 12345678
ISRCTN ISRCTN12345678 | https://www.isrctn.com/ISRCTN12345678
ISRCTN ISRCTN12345678 | http://www.controlled-trials.com/ISRCTN12345678/
ISRCTN ISRCTN12345678 | Current Controlled Trials ISRCTN12345678 | Trial number: ISRCTN12345678
ISRCTN ISRCTN12345678 | 10.1186/ISRCTN12345678 | ISRCTN12345678. | ISRCTN: ISRCTN12345678
ANZCTR ACTRN12620000123456 | ACTRN12620000123456p | ANZCTR: ACTRN12620000123456
ChiCTR ChiCTR2000012345 | chictr2000012345 | ChiCTR-2000012345
ChiCTR ChiCTR-TRC-08000012 | ChiCTR-TRC-08000012 | chictr-trc-08000012
CRIS KCT0001234 | kct0001234 | CRIS KCT0001234
CTRI CTRI/2020/08/012345 | CTRI/2020/08/012345 | ctri-2020-08-012345 | CTRI/2020/08/012345.
DRKS DRKS00012345 | DRKS 00012345 | German Clinical Trials Register DRKS00012345
IRCT IRCT20180101012345N12 | IRCT20180101012345N12 | irct20180101012345n12
IRCT IRCT138901231234N1 | IRCT138901231234N1
jRCT jRCT2031200123 | JPRN-jRCT2031200123 | jRCT2031200123
jRCT jRCTs031180123 | jRCTs031180123 | JPRN-jRCTs031180123 | JRCTS031180123
UMIN UMIN000012345 | JPRN-UMIN000012345 | UMIN 000012345 | UMIN-CTR000012345 | umin000012345
UMIN C000000123 | C000000123 | JPRN-C000000123 | UMIN-CTR C000000123
JapicCTI JapicCTI-121234 | JPRN-JapicCTI-121234 | Japic CTI-121234 | JapicCTI-121234
JapicCTI JapicCTI-R150123 | JapicCTI-R150123
JMACCT JMA-IIA00123 | JPRN-JMA-IIA00123
PACTR PACTR202001681234567 | PACTR202001681234567
TCTR TCTR20200101001 | TCTR20200101001
ReBEC RBR-2345ab | RBR-2345AB | rbr-2345ab
ReBEC RBR-2a3b4c | RBR-2a3b4c | rbr 2a3b4c
RPCEC RPCEC00000123 | RPCEC00000123
SLCTR SLCTR/2020/001 | SLCTR/2020/001
OMON NL-OMON12345 | NL-OMON12345 | NL-OMON 12345
NTR NTR1234 | NTR1234 | NTR 1234 | Netherlands Trial Register: NTR1234
NTR NL8483 | NL8483
LBCTR LBCTR2020012345 | LBCTR2020012345
REPEC PER-001-20 | PER-001-20
ITMCTR ITMCTR2020000123 | ITMCTR2020000123
SNCTP SNCTP000001234 | SNCTP000001234
ClinicalTrials.gov NCT90000301 | NCT 90000301 | nct-90000301 | NCT90000301. | NCT\\_90000301
""".strip()

SPELLED = [
    (registry, number, spelling)
    for line in NUMBERS.split("\n")
    for head, *spellings in [line.split(" | ")]
    for registry, number in [head.split(" ", 1)]
    for spelling in (number, *spellings)
]


@pytest.mark.parametrize("registry, number, spelling", SPELLED)
def test_every_spelling_is_the_number(registry: str, number: str, spelling: str) -> None:
    assert trial_number(spelling) == (registry, number)
    assert trial_number(f" {spelling}\n") == (registry, number)


def test_every_form_of_the_table_has_a_number() -> None:
    told = {registry for registry, _, _ in SPELLED}
    assert {row.key for row in REGISTRIES} == told
    for form in (form for row in REGISTRIES for form in row.forms):
        assert any(re.fullmatch(form.pattern, number, re.IGNORECASE) for _, number, _ in SPELLED)


def test_a_record_with_every_number_conforms() -> None:
    """The shapes have a list of registries, too."""
    infos = [{"id": number} for _, number, _ in SPELLED]
    identification = {"nctId": "NCT90000001", "secondaryIdInfos": infos}
    record = {"protocolSection": {"identificationModule": identification}}
    [read] = kg.read(json.dumps(record).encode())
    assert kg.validate(kg.map_record(read)).violations == ()


def test_no_number_has_two_forms() -> None:
    forms = [form for row in REGISTRIES for form in row.forms]
    for _, number, _ in SPELLED:
        fit = [form for form in forms if re.fullmatch(form.pattern, number, re.IGNORECASE)]
        assert len(fit) == 1, number


@pytest.mark.parametrize("registry, number", sorted({each[:2] for each in SPELLED}))
def test_a_number_tells_its_registry_and_its_slug(registry: str, number: str) -> None:
    row = registry_of(number)
    assert row is not None
    assert row.key == registry
    assert "/" not in slug_of(number)
    assert number_of_slug(slug_of(number)) == number


@pytest.mark.parametrize("text", ["isrctn12345678", "CTRI-2020-08-012345", "NCT00000001x", "", "x"])
def test_another_spelling_is_not_taken_for_the_number_itself(text: str) -> None:
    assert registry_of(text) is None


@pytest.mark.parametrize("text", ["similarity", "CTRI/2020/08/012345", "isrctn12345678", ""])
def test_a_name_that_is_no_slug_is_of_no_number(text: str) -> None:
    assert number_of_slug(text) is None


@pytest.mark.parametrize(
    "text, expected",
    [
        ("is", ["IS"]),
        ("isrctn12", ["ISRCTN12"]),
        ("JRCTS", ["jRCTs"]),
        ("rbr-2A", ["RBR-2a"]),
        ("j", ["J", "j"]),
        ("2019-001", ["2019-001"]),
        ("x", []),
    ],
)
def test_the_beginning_of_a_number_may_be_in_any_case(text: str, expected: list[str]) -> None:
    assert beginnings(text) == expected


def test_what_a_user_gives_may_be_spelled_in_any_way() -> None:
    assert given_number("isrctn 12345678") == "ISRCTN12345678"
    assert given_number("https://clinicaltrials.gov/study/NCT90000301") == "NCT90000301"
    with pytest.raises(UsageError, match="'ABC-1' is not a trial's number, such as NCT"):
        given_number("ABC-1")


@pytest.mark.parametrize(
    "text",
    """
0000-000000-00|2000-000000-00|2099-999999-99|U0000-0000-0000|U1111-0000-0000|U1111-0000-1234
U1111-1111-1111|ISRCTN00000000|DRKS00000000|KCT0000000|UMIN000000000|NCT00000000|CTRI/2020/08/000000
ACTRN00000000000000|JapicCTI-000000|NL0000|SLCTR/2020/000
""".replace("\n", "|").strip("|").split("|"),
)  # fmt: skip
def test_a_placeholder_names_nothing(text: str) -> None:
    assert trial_number(text) is None


@pytest.mark.parametrize(
    "text",
    """
|N/A|Nil known|R01CA012345|P50CA012345|IND 123456|IND 2019-001234-12|CDR0000065775|ECOG-E1A99
1234-123456-12|2019-A01234-55|2019-001234|2019-001234-123|2005-06-01|EudraCT|EudraCT-58585610
REF/2020/08/012345|NL68327|NL12558.099.06|NL-010395|D0810C00008|C12345|ISRCTN1234567|NTR
NCT90000304, NCT90000305|2019-001234-12 and 2019-001235-12|NCT90000306 (parent)|PERCEPT-001-20
RBR-abcdef|U1111|AACTRN12620000123456|KCTC0001234|protocol 2019-001234-12
""".replace("\n", "|").split("|"),
)  # fmt: skip
def test_what_no_registry_gives_is_no_number(text: str) -> None:
    assert trial_number(text) is None
