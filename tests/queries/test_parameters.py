"""What people write for the parameters of named queries, and what is refused."""

from __future__ import annotations

from typing import Final

import pyoxigraph
import pytest

from kg.errors import UsageError
from kg.queries import NamedQuery, Parameter, named_query
from kg.queries.parameters import TYPES
from kg.rdf import code_lists as codes
from kg.stores.sparql_binding import bound

PHASE: Final = codes.PHASE.terms
ONE_TWO, TWO_THREE = codes.COMBINED_PHASES.values()
TWO: Final = {PHASE["PHASE2"], ONE_TWO, TWO_THREE}
UP: Final = {*TWO, PHASE["PHASE3"], PHASE["PHASE4"]}
COUNTRY: Final = "<http://publications.europa.eu/resource/authority/country/{}>"

PHASES: Final = [
    *((text, TWO) for text in ("2", "II", "ii", "phase 2", "Phase II", "PHASE2", "Phase2")),
    *((text, {TWO_THREE}) for text in ("2/3", "II/III", "PHASE2|PHASE3", "phase 2/3")),
    *((text, {TWO_THREE}) for text in ("Phase 2/Phase 3", "phases 2 and 3", "phase ii/phase iii")),
    *((text, UP) for text in ("2+", "II+", "phase 2 and up", "2 or higher", "phase 2, 3, 4")),
    *((text, {PHASE["EARLY_PHASE1"]}) for text in ("early phase 1", "EARLY_PHASE1", "phase 0")),
    *((text, {PHASE["NA"]}) for text in ("NA", "n/a", "Not applicable")),
    ("early phase 1+", {PHASE["EARLY_PHASE1"], PHASE["PHASE1"], *UP}),
    ("obo:NCIT_C15602", {PHASE["PHASE3"]}),
    ("http://purl.obolibrary.org/obo/NCIT_C15602", {PHASE["PHASE3"]}),
]


@pytest.mark.parametrize("text, terms", PHASES)
def test_a_phase_in_the_words_of_people(text: str, terms: set[str]) -> None:
    assert set(TYPES["phase"]("phase", text)) == terms


def test_a_status_and_a_country_in_the_words_of_people() -> None:
    active = codes.STATUS.terms["ACTIVE_NOT_RECRUITING"]
    for text in ("Active, not recruiting", "ACTIVE_NOT_RECRUITING", "active-not-recruiting"):
        assert TYPES["status"]("status", text) == (active,)
    both = (codes.STATUS.terms["COMPLETED"], active)
    assert TYPES["status"]("status", "completed,active not recruiting") == both
    for text in ("Germany", "germany", "DE", "de", "DEU", "country:DEU"):
        assert TYPES["country"]("country", text) == (COUNTRY.format("DEU"),)
    for text in ("South Korea", "Korea, Republic of", "kr"):
        assert TYPES["country"]("country", text) == (COUNTRY.format("KOR"),)
    assert TYPES["country"]("country", "UK, USA") == (COUNTRY.format("GBR"), COUNTRY.format("USA"))


REFUSED: Final = [
    ("status", "recruting", "'recruting' is not one of: .*did you mean 'recruiting'"),
    ("status", "open", "recruiting, suspended"),
    ("status", "recruiting, open", "'open' is not one of"),
    ("phase", "5", "phase 3, phase 4, phase 1/2"),
    ("phase", "2/4", "is not one of"),
    ("phase", "", "is not one of"),
    ("phase", "++", "is not one of"),
    ("country", "Germny", "did you mean 'Germany'"),
    ("country", "Korea", "did you mean 'North Korea' or 'South Korea'"),
    ("country", "England", "give its English name or ISO code"),
    ("phase", "2-3", "'2-3' is not one of: .*phase 2/3"),
    ("country", "Atlantis", "its English name or ISO code"),
    ("country", "", "its English name or ISO code"),
    ("date", "2021-13", "a year, a month or a day"),
    ("date", "2021-02-30", "a year, a month or a day"),
    ("date", "March 2021", "a year, a month or a day"),
    ("date", "20210315", "a year, a month or a day"),
    ("condition", " - ", "has no word"),
    ("text", " ", "is empty"),
    ("iri", "D000690", "as a CURIE like mesh:D000690"),
]


@pytest.mark.parametrize("kind, text, sentence", REFUSED)
def test_what_is_refused_is_told_with_the_choices(kind: str, text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        TYPES[kind]("the parameter", text)


def test_a_value_is_given_once_or_one_of_several_must_fit() -> None:
    trials = named_query("trials")
    twice = trials.sparql({"status": ["recruiting", "not yet recruiting", "Recruiting"]})[0]
    at_once = trials.sparql({"status": "recruiting, not yet recruiting"})[0]
    assert twice == at_once
    assert twice.count("https://schema.org/Recruiting>") == 1
    with pytest.raises(UsageError, match="since is given 2 times"):
        trials.sparql({"since": ["2021", "2022"]})
    with pytest.raises(UsageError, match="did you mean 'sponsor'"):
        trials.sparql({"sponser": "a"})


def test_the_text_of_a_query_is_that_of_its_file_without_parameters() -> None:
    trials = named_query("trials")
    assert trials.sparql({}) == (trials.text, {})
    assert all(parameter.is_optional for parameter in trials.parameters)


TEXTS: Final = ['a"b', "a\\", 'x") } UNION { ?s ?p ?o } #', "$v $w #w ?v", "\\u0022", "a\nb", "{}"]


@pytest.mark.parametrize("value", TEXTS)
def test_an_optional_value_stays_one_literal(value: str) -> None:
    text = "SELECT ?o {\n  VALUES ?o { 1 }\n#v   FILTER(STR(?o) = $v)\n#w   FILTER(false)\n}"
    given = (Parameter("v", "text", "", True), Parameter("w", "text", "", True))
    query = NamedQuery("test", text, "", given, ())
    sent = bound(*query.sparql({"v": value}))
    [literal] = [line for line in sent.splitlines() if "STR" in line]
    told = literal.strip().removeprefix("FILTER(STR(?o) = ").removesuffix(")")
    [quad] = pyoxigraph.parse(f"<urn:s> <urn:p> {told} .", pyoxigraph.RdfFormat.TURTLE)
    assert quad.object == pyoxigraph.Literal(value)
    assert pyoxigraph.Store().query(sent) is not None
