"""Cards: everything in a record is shown, in words, in its section."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from kg.rdf import vocabulary as vocab
from kg.rdf.datatypes import NUMBERS
from kg.rdf.nodes import PlainNodes
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import split_literal
from kg.trial_card import SECTIONS, card_of
from kg.trial_card.card import Fact, Facts, Grid, Listed, Passage
from kg.trial_card.fields import duration_in_words
from kg.trial_card.others import LEFT_OUT, is_left_out
from kg.trial_card.reading import as_read
from kg.trial_card.trial_graph import natural
from tests.support import real_data
from tests.support.graph_facts import RECORDS
from tests.support.paths import DATA, ROOT
from tests.support.trial_cards import block, card, graphs_of, read

SMALL: Final = sorted(
    [*RECORDS.glob("*.*"), *(DATA / "shapes").glob("*.json"), *(ROOT / "samples").glob("NCT*")]
)
"""Small records; together they have every field."""

WORDED: Final = ("boolean", "duration", "dayTimeDuration")
"""Datatypes whose values are shown in words of kg's own."""


def hidden(path: Path) -> list[tuple[str, str, str]]:
    """The literals of the graphs of a file that are neither on the card nor left out."""
    found = []
    for graph in graphs_of(path):
        read_graph = read(graph)
        shown = words(" \n ".join(card_of(read_graph, graph.number).texts()))
        for subject, predicate, term in graph.triples:
            if not term.startswith('"') or is_left_out(read_graph, subject, predicate):
                continue
            text, datatype = split_literal(term)
            if (datatype or "").rpartition("#")[2] not in WORDED and words(text) not in shown:
                found.append((subject, predicate, text))
    return found


def words(text: str) -> str:
    """A text without the differences that reading makes: spaces and escapes."""
    return " ".join(as_read(text).split())


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.name)
def test_every_literal_of_a_record_is_shown(path: Path) -> None:
    assert hidden(path) == []


def numbered(graph: RecordGraph, first: int) -> RecordGraph:
    """The graph with another number in the place of each, which is nowhere else."""
    numbers = count(first)

    def changed(predicate: str, term: str) -> str:
        text, datatype = split_literal(term) if term.startswith('"') else ("", None)
        if datatype not in NUMBERS or predicate == vocab.SCHEMA_POSITION:
            return term
        return f'"{next(numbers)}"{term[len(text) + 2 :]}'

    nodes = PlainNodes(
        (node, {name: tuple(changed(name, each) for each in terms) for name, terms in has.items()})
        for node, has in graph.nodes.items()
    )
    return RecordGraph(graph.number, graph.trial, graph.name, nodes)


def test_every_number_is_shown_wherever_else_it_is() -> None:
    """A number such as 3 is somewhere on each card, so that `hidden` can't miss it."""
    found = 0
    for path in SMALL:
        for graph in graphs_of(path):
            changed = numbered(graph, 1_000_001)
            read_graph = read(changed)
            shown = " ".join(card_of(read_graph, graph.number).texts())
            for subject, predicate, term in set(changed.triples) - set(graph.triples):
                assert split_literal(term)[0] in shown or is_left_out(
                    read_graph, subject, predicate
                ), (path.name, subject, predicate)
                found += 1
    assert found > 150


def test_every_literal_of_real_records_is_shown() -> None:
    for path in real_data.needed_files("records/ctgov-v2", "NCT*.json")[::25]:
        assert hidden(path) == [], path.name


def test_nothing_known_is_among_the_other_statements() -> None:
    for path in SMALL:
        for graph in graphs_of(path):
            sections = card_of(read(graph), graph.number).sections
            assert "others" not in {each.name for each in sections}, path.name


def test_what_no_section_shows_is_shown_at_the_end() -> None:
    [graph] = graphs_of(RECORDS / "texts.json")
    more = (graph.trial, "<https://example.org/mood>", '"good"')
    nodes = PlainNodes(graph.nodes)
    nodes[graph.trial] = {**nodes[graph.trial], more[1]: (more[2],)}
    found = card_of(read(type(graph)(graph.number, graph.trial, graph.name, nodes)), graph.number)
    last = found.sections[-1]
    assert last.name == "others"
    [table] = last.blocks
    assert isinstance(table, Grid)
    assert table.rows == ((f"ctgov:{graph.number}", "https://example.org/mood", "good"),)


def test_every_row_of_what_is_left_out_leaves_something_out() -> None:
    """Apart from numbers with a text beside them, which few records have."""
    used = set()
    for path in SMALL:
        for graph in graphs_of(path):
            found = read(graph)
            used |= {
                row
                for row in LEFT_OUT
                for node, properties in graph.nodes.items()
                if row.predicate in properties
                if (not row.of_class or found.is_a(node, row.of_class))
                if (not row.beside or found.has(node, row.beside))
            }
    unused = [row for row in LEFT_OUT if row not in used]
    assert [row for row in unused if not row.beside.endswith("Text>")] == []


def test_sections_are_those_of_the_table() -> None:
    for path in SMALL:
        for graph in graphs_of(path):
            names = [each.name for each in card_of(read(graph), graph.number).sections]
            assert names == [name for name in SECTIONS if name in names]


def test_dates_say_whether_they_are_expected() -> None:
    status = block(card(RECORDS / "partial-dates.json"), "status")
    assert isinstance(status, Facts)
    assert {
        Fact("Start", ("2021-03 (Actual)",)),
        Fact("Primary completion", ("2024 (Estimated)",)),
        Fact("Completion", ("2024-12-31",)),
    } <= {*status.facts}


def test_a_code_that_nobody_knows_is_shown_as_it_is() -> None:
    status = block(card(RECORDS / "unknown-values.json"), "status")
    assert isinstance(status, Facts)
    assert Fact("Status", ("DREAMING",)) in status.facts


def test_fields_that_nobody_knows_are_told() -> None:
    table = block(
        card(RECORDS / "unknown-fields.json"),
        "provenance",
        "Fields of the source that kg has no term for",
    )
    assert isinstance(table, Grid)
    assert ("protocolSection.statusModule.mood", '"good"') in table.rows


def test_criteria_are_items_where_they_are_separated() -> None:
    found = card(ROOT / "samples" / "NCT04322149.json")
    inclusion = block(found, "eligibility", "Inclusion criteria")
    assert isinstance(inclusion, Listed)
    assert inclusion.items[1] == "A forced vital capacity of 60% or more."
    assert len(inclusion.items) == 4


def test_the_flow_has_a_column_for_each_group() -> None:
    table = block(
        card(RECORDS / "results.json"), "results", "Participant flow, Period 2 SOM230 - 2nd Attack"
    )
    assert table == Grid(
        ("", "Placebo s.c.", "SOM230 1.5 mg"),
        (
            ("STARTED", "0", "28"),
            ("COMPLETED", "0", "24"),
            ("NOT COMPLETED", "0", "4"),
            ("Reasons for not completing:", "", ""),
            ("Protocol Violation", "0", "1"),
            ("Physician Decision", "0", "3"),
        ),
        "Participant flow, Period 2 SOM230 - 2nd Attack",
    )


def test_a_measure_has_its_numbers_with_their_spread() -> None:
    [results] = [each for each in card(RECORDS / "results.json").sections if each.name == "results"]
    place = [block.title for block in results.blocks].index("Baseline: Age, Continuous")
    about, numbers = results.blocks[place : place + 2]
    assert isinstance(about, Facts)
    assert isinstance(numbers, Grid)
    assert Fact("Dispersion or precision, in brackets", ("Standard deviation",)) in about.facts
    assert numbers.rows == (("Mean", "43.9 (10.55)"),)


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        ("P18Y", "18 years"),
        ("P1Y", "1 year"),
        ("P1Y6M", "1 year 6 months"),
        ("PT90M", "90 minutes"),
        ("P", "P"),
        ("about a year", "about a year"),
    ],
)
def test_durations_are_words(duration: str, said: str) -> None:
    assert duration_in_words(duration) == said


def test_names_are_in_natural_order() -> None:
    names = ["Arm 10", "arm 2", "Arm 1", "9" * 5000]
    assert sorted(names, key=natural) == ["9" * 5000, "Arm 1", "arm 2", "Arm 10"]


def test_text_is_read_without_the_escapes_of_markdown() -> None:
    assert as_read(r"HbA1c \>= 7\% \[fasting\], C:\temp") == r"HbA1c >= 7% [fasting], C:\temp"


def test_passages_keep_their_lines() -> None:
    passage = block(card(ROOT / "samples" / "NCT04745299.json"), "summary", "Detailed description")
    assert isinstance(passage, Passage)
    assert "\n" in passage.text


def sites_of(locations: list[dict[str, str]], folder: Path) -> Grid:
    """The table of these sites in a made-up record."""
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT90000001", "briefTitle": "Made up"},
            "contactsLocationsModule": {
                "locations": [{"city": "Ulm", "country": "Germany", **each} for each in locations]
            },
        }
    }
    path = folder / "NCT90000001.json"
    path.write_text(json.dumps(study), "utf-8")
    table = block(card(path), "sites", f"Germany, {len(locations)} sites")
    assert isinstance(table, Grid)
    return table


def test_addresses_of_one_place_are_given_once_and_never_paired(tmp_path: Path) -> None:
    """As one node has both addresses, nobody knows which of them is recruiting."""
    locations = [
        {"facility": "Eye Clinic", "zip": "89081", "status": "RECRUITING"},
        {"facility": "Eye Clinic", "zip": "89073", "status": "COMPLETED"},
        {"facility": "Skin Clinic", "zip": "89073", "status": "COMPLETED"},
    ]
    eye, skin = sites_of(locations, tmp_path).rows
    assert skin == ("Ulm", "Skin Clinic", "89073", "Completed")
    assert (eye[1], eye[3]) == ("Eye Clinic\n(2 entries)", "Completed (1)\nRecruiting (1)")
    assert sorted(eye[2].split(" / ")) == ["89073", "89081"]


def test_entries_with_the_same_address_are_a_row_each(tmp_path: Path) -> None:
    locations = [
        {"facility": "Eye Clinic", "status": "RECRUITING"},
        {"facility": "Eye Clinic", "status": "COMPLETED"},
    ]
    rows = sites_of(locations, tmp_path).rows
    assert rows == (("Ulm", "Eye Clinic", "Completed"), ("Ulm", "Eye Clinic", "Recruiting"))


def test_an_address_without_a_postal_code_keeps_its_place(tmp_path: Path) -> None:
    locations = [{"facility": "Eye Clinic", "zip": "89081"}, {"facility": "Eye Clinic"}]
    [row] = sites_of(locations, tmp_path).rows
    assert sorted(row[2].split(" / ")) == ["89081", "not given"]
