"""What other registries say: whose each identifier is, languages, and the record as a whole."""

from __future__ import annotations

from msgspec.structs import replace

from kg.mapping import map_record
from kg.rdf import vocabulary as vocab
from kg.rdf.record_graph import RecordGraph
from kg.records import Record
from kg.records.redaction import without_contacts
from kg.records.registration import (
    AgentId,
    Product,
    ProductCode,
    RegistrationFacts,
    Translation,
    TrialCountry,
)
from kg.shacl import validate
from tests.support.full_registration import full_registration

HOSPITAL = "<https://w3id.org/kg-trials/organization/example-university-hospital>"


def graph_of(facts: RegistrationFacts) -> RecordGraph:
    return map_record(replace(full_registration(), registration=facts))


def objects(graph: RecordGraph, subject: str, predicate: str) -> set[str]:
    return {o for s, p, o in graph.triples if (s, p) == (subject, predicate)}


def hospital(scheme: str, *ids: str) -> RecordGraph:
    name = "Example University Hospital"
    return graph_of(
        RegistrationFacts(agent_ids=[AgentId(name=name, scheme=scheme, id=each) for each in ids])
    )


def test_a_record_of_another_registry_conforms() -> None:
    assert validate(map_record(full_registration())).violations == ()


def test_an_identifier_of_a_known_scheme_is_another_iri_of_the_organisation() -> None:
    for written in ("https://ror.org/054c9y537", "054C9Y537", "ror.org/054c9y537/"):
        graph = hospital("ROR", written)
        assert objects(graph, HOSPITAL, vocab.SCHEMA_SAME_AS) == {"<https://ror.org/054c9y537>"}
    graph = hospital("Crossref Funder ID", "http://dx.doi.org/10.13039/501100000265")
    found = objects(graph, HOSPITAL, vocab.SCHEMA_SAME_AS)
    assert found == {"<https://doi.org/10.13039/501100000265>"}


def test_two_identifiers_for_one_name_identify_nothing() -> None:
    graph = hospital("ROR", "https://ror.org/054c9y537", "https://ror.org/02mhbdp94")
    assert objects(graph, HOSPITAL, vocab.SCHEMA_SAME_AS) == set()
    assert len(objects(graph, HOSPITAL, vocab.KG_OTHER_IDENTIFIER)) == 2
    assert [finding.field for finding in graph.findings] == ["agentIds"] * 2


def test_a_text_that_is_no_identifier_of_its_scheme_is_kept_as_text() -> None:
    for scheme, text in (("ROR", "ror.org/xyz"), ("EMA OMS", "ORG-1"), ("ORCID", "0000-0002")):
        graph = hospital(scheme, text)
        assert objects(graph, HOSPITAL, vocab.SCHEMA_SAME_AS) == set()
        assert objects(graph, HOSPITAL, vocab.KG_OMS_IDENTIFIER) == set()
        assert objects(graph, HOSPITAL, vocab.KG_OTHER_IDENTIFIER) == {f'"{scheme}: {text}"'}


def test_an_orcid_with_a_wrong_check_digit_identifies_nobody() -> None:
    wrong = AgentId(name="Ada Example", scheme="ORCID", id="0000-0002-1825-0098")
    graph = graph_of(RegistrationFacts(agent_ids=[wrong]))
    assert not any("orcid.org" in o for _, _, o in graph.triples)
    assert any("0000-0002-1825-0098" in o for _, _, o in graph.triples)


def test_a_translation_has_the_tag_of_its_language() -> None:
    for language, expected in (
        ("fr", '"Un \\"essai\\""@fr'),
        ("pt-BR", '"Un \\"essai\\""@pt-br'),
        ("French (France)", '"Un \\"essai\\""'),
        (None, '"Un \\"essai\\""'),
    ):
        told = Translation(field="briefTitle", language=language, text='Un "essai"')
        graph = graph_of(RegistrationFacts(translations=[told]))
        found = {o for s, p, o in graph.triples if "/translation/" in s and p == vocab.RDF_VALUE}
        assert found == {expected}
        assert validate(graph).violations == ()


def test_a_country_without_a_site_is_a_country_of_the_trial() -> None:
    graph = graph_of(RegistrationFacts(countries=[TrialCountry(country="Spain")]))
    found = objects(graph, graph.trial, vocab.KG_COUNTRY)
    assert "<http://publications.europa.eu/resource/authority/country/ESP>" in found


def test_without_contacts_no_address_of_a_contact_is_left() -> None:
    record: Record = without_contacts(full_registration())
    assert not any("1 Example Road" in o for _, _, o in map_record(record).triples)


def test_products_with_the_same_code_share_its_node() -> None:
    aspirin = ProductCode(system="ATC", code="B01AC06", name="acetylsalicylic acid")
    renamed = replace(aspirin, name="aspirin")
    products = [
        Product(name="One", codes=[aspirin, aspirin]),
        Product(name="Two", codes=[aspirin]),
        Product(name="Three", codes=[renamed]),
    ]
    graph = graph_of(RegistrationFacts(products=products))
    within = "<https://w3id.org/kg-trials/trial/ISRCTN90000001"
    found = {
        name: objects(graph, f"{within}/product/{name}>", vocab.SCHEMA_CODE)
        for name in ("one", "two", "three")
    }
    assert found["one"] == found["two"] == {f"{within}/code/atc/b01ac06>"}
    assert found["three"] == {f"{within}/code/atc/b01ac06-2>"}
