"""The IRIs of trials of every registry, and back to their numbers."""

from __future__ import annotations

import pytest

from kg.rdf.iris import TRIAL_IRIS, Iris
from kg.registries.table import REGISTRIES
from kg.registries.trial_iris import iri_beginnings, iris_of, number_of_iri
from kg.sources import SOURCE_FORMATS
from tests.registries.test_numbers import SPELLED

NUMBERS = sorted({number for _, number, _ in SPELLED})

IRIS = """
NCT90000301 https://clinicaltrials.gov/study/NCT90000301
2023-501234-12 https://euclinicaltrials.eu/app/#/view/2023-501234-12-00
2099-000001-11 https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2099-000001-11
ISRCTN12345678 https://www.isrctn.com/ISRCTN12345678
CTRI/2020/08/012345 https://trialsearch.who.int/Trial2.aspx?TrialID=CTRI/2020/08/012345
UMIN000012345 https://trialsearch.who.int/Trial2.aspx?TrialID=JPRN-UMIN000012345
NL-OMON12345 https://trialsearch.who.int/Trial2.aspx?TrialID=NL-OMON12345
U1111-1234-5678 https://w3id.org/kg-trials/trial/U1111-1234-5678
""".split()  # fmt: skip


@pytest.mark.parametrize("number, iri", [*zip(IRIS[::2], IRIS[1::2], strict=True)])
def test_the_iri_of_a_trial_is_a_page_for_it(number: str, iri: str) -> None:
    assert Iris().trial(number) == f"<{iri}>"


def test_every_iri_leads_back_to_the_number() -> None:
    for number in NUMBERS:
        assert {number_of_iri(iri) for iri in iris_of(number).values()} <= {number}


@pytest.mark.parametrize("form", TRIAL_IRIS)
def test_a_trial_has_one_iri_and_others_that_are_the_same(form: str) -> None:
    iris = Iris(trial_form=form)
    for number in NUMBERS:
        own, same = iris.trial(number), iris.same_trial(number)
        assert own not in same
        assert {own, *same} >= {f"<{iri}>" for iri in iris_of(number).values()}


def test_a_slash_in_a_number_is_none_in_a_name_of_ours() -> None:
    iris = Iris("https://example.org/")
    assert iris.graph("CTRI/2020/08/012345") == "<https://example.org/graph/CTRI-2020-08-012345>"
    assert iris.part("SLCTR/2020/001", "arm", "a") == (
        "<https://example.org/trial/SLCTR-2020-001/arm/a>"
    )
    assert iris.record("who", "SLCTR/2020/001") == "<https://example.org/record/who/SLCTR-2020-001>"
    assert iris.similar_graph("SLCTR/2020/001") == (
        "<https://example.org/graph/similarity/SLCTR-2020-001>"
    )


@pytest.mark.parametrize(
    "iri",
    [
        "https://clinicaltrials.gov/study/NCT9000030",
        "https://clinicaltrials.gov/study/nct90000301",
        "https://clinicaltrials.gov/study/ISRCTN12345678",
        "https://bioregistry.io/drks:ISRCTN12345678",
        "https://www.isrctn.com/editorial/retrieveFile/1",
        "https://trialsearch.who.int/Trial2.aspx?TrialID=ISRCTN12345678",
        "https://example.org/NCT90000301",
        "",
    ],
)
def test_another_address_names_no_trial(iri: str) -> None:
    assert number_of_iri(iri) is None


@pytest.mark.parametrize("length", [0, 1, 3, 9])
def test_the_beginning_of_a_number_is_that_of_its_iris(length: int) -> None:
    for number in NUMBERS:
        beginnings = tuple(iri_beginnings(number[:length]))
        own = {Iris(trial_form=form).trial(number) for form in iris_of(number)}
        assert all(iri[1:].startswith(beginnings) for iri in own)


def test_rows_of_the_table() -> None:
    assert len({row.key for row in REGISTRIES}) == len(REGISTRIES)
    of_all_registries = {"ictrp-csv", "ictrp-xml"}
    listed = {each for row in REGISTRIES for each in row.source_formats}
    assert listed | of_all_registries == {*SOURCE_FORMATS}
    for row in REGISTRIES:
        assert row.page is None or row.page.startswith("https://")
        assert all(each.count("{}") == 1 for each in (row.page, row.curie) if each)
