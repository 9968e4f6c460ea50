"""Mapping sets in SSSOM: what is read, what is left out, and what is wrong by its line."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from kg.errors import SourceError, UsageError
from kg.mapping_sets.header import LARGEST
from kg.mapping_sets.reading import read, read_all
from kg.mapping_sets.sets import MappingSet
from kg.rdf import vocabulary as vocab
from tests.support.paths import DATA

TRIALS: Final = DATA / "mappings" / "trials.sssom.tsv"
OBO: Final = "http://purl.obolibrary.org/obo/"

HEADER: Final = """\
#curie_map:
#  MESH: http://id.nlm.nih.gov/mesh/
#  MONDO: http://purl.obolibrary.org/obo/MONDO_
#mapping_set_id: https://example.org/set.sssom.tsv
"""
COLUMNS: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
BOMB: Final = "\n#".join(
    ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    + [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in pairwise("abcdefgh")]
)
"""YAML whose last list has a hundred million texts."""

ROW: Final = ("MESH:D000690", "skos:exactMatch", "MONDO:0004976", "semapv:LexicalMatching")


def written(folder: Path, *rows: tuple[str, ...], header: str = HEADER, more: str = "") -> Path:
    """A file with this header, these columns (and `more`) and rows."""
    path = folder / "set.sssom.tsv"
    columns = (*COLUMNS, *more.split())
    path.write_text(header + "".join("\t".join(row) + "\n" for row in (columns, *rows)), "utf-8")
    return path


def headed(more: str) -> bytes:
    """A set without rows, whose header has these lines, too."""
    return f"{HEADER}#{more}\n{chr(9).join(COLUMNS)}\n".encode()


def seen(found: MappingSet, mesh: str) -> set[tuple[str, str]]:
    """What a MeSH concept is mapped to, by which property."""
    return {(vocab_name(to.predicate), to.other.curie) for to in found.of_mesh(mesh)}


def vocab_name(term: str) -> str:
    return term[1:-1].removeprefix(vocab.SKOS)


def test_mappings_are_seen_from_the_concept_whichever_side_it_is() -> None:
    found = read(TRIALS)
    assert (found.id, found.rows, found.faults) == ("https://example.org/trials.sssom.tsv", 10, [])
    assert found.version == '"2024-01-08"'
    assert seen(found, "D000690") == {
        ("exactMatch", "MONDO:0004976"),
        ("exactMatch", "DOID:332"),
        ("narrowMatch", "MONDO:0007103"),
    }
    assert found.left_out == {
        "negated": 1,
        "without a term": 1,
        "by oboInOwl:hasDbXref": 1,
        "of obsolete terms": 1,
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Riluzole", {"CHEBI:8863", "RXNORM:35623"}),
        ("riluzole", {"RXNORM:35623"}),
        (" Riluzole ", {"RXNORM:35623"}),
        ("Riluzole 50 mg", set()),
    ],
)
def test_a_name_is_compared_as_the_set_says(name: str, expected: set[str]) -> None:
    assert {to.other.curie for to in read(TRIALS).of_name(name)} == expected


def test_the_prefix_of_mesh_is_enough(tmp_path: Path) -> None:
    header = HEADER.replace(
        "http://id.nlm.nih.gov/mesh/", "https://meshb.nlm.nih.gov/record/ui?ui="
    )
    found = read(written(tmp_path, ROW, header=header))
    assert seen(found, "D000690") == {("exactMatch", "MONDO:0004976")}


def test_a_slot_of_the_header_holds_for_rows_without_the_column(tmp_path: Path) -> None:
    header = f"{HEADER}#mapping_tool: one\n#mapping_date: 2024-01-08\n"
    path = written(
        tmp_path, (*ROW, ""), (*ROW[:3], ROW[3], "two"), header=header, more="mapping_tool"
    )
    tools = [to.mapping.slots.get("mapping_tool") for to in read(path).of_mesh("D000690")]
    dates = {str(to.mapping.slots["mapping_date"]) for to in read(path).of_mesh("D000690")}
    assert (tools, dates) == ([None, "two"], {"2024-01-08"})


@pytest.mark.parametrize(
    ("row", "more", "sentence"),
    [
        ((*ROW[:2], "", ROW[3]), "", "object_id is missing"),
        ((*ROW[:3], ""), "", "mapping_justification is missing"),
        ((*ROW[:2], "UMLS:C1", ROW[3]), "", "the prefix of 'UMLS:C1' is not in curie_map"),
        ((*ROW[:2], f"{OBO}MONDO_1", ROW[3]), "", "the prefix of '.*' is not in curie_map"),
        ((*ROW[:2], "MONDO:a b", ROW[3]), "", "'MONDO:a b' is not the CURIE of a web address"),
        ((*ROW, "high"), "confidence", "confidence is 'high': input should be a valid number"),
        ((*ROW, "1.5"), "confidence", "confidence is '1.5': input should be less than"),
        ((*ROW, "Never"), "predicate_modifier", "predicate_modifier is 'Never'"),
        ((*ROW, "someone"), "author_id", "the prefix of 'someone' is not in curie_map"),
        ((*ROW, "rdfs literal"), "subject_type", "subject_label is missing"),
        ((*ROW, "a\x07b"), "comment", "comment has a control character"),
        ((*ROW, "x", "y"), "comment", "has 6 cells, more than there are columns"),
        ((*ROW, "x" * (1 << 21)), "comment", "field larger than field limit"),
        ((*ROW, '"ALS" disease'), "comment", "a text follows a closing quotation mark"),
        ((*ROW, "86400"), "mapping_date", "mapping_date is '86400': it is no date"),
        ((*ROW, "2024-01-08T00:00:00"), "mapping_date", "it is no date such as 2024-01-31"),
        ((*ROW[:2], f"MONDO:{'1' * 999}<", ROW[3]), "", "'MONDO:1{74}' is not the CURIE"),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_is_told_by_its_line(
    row: tuple[str, ...], more: str, sentence: str, tmp_path: Path
) -> None:
    quoted = (*ROW[:3], '"semapv:LexicalMatching"', *("" for _ in more.split()))
    path = written(tmp_path, quoted, row, quoted, more=more)
    found = read(path)
    [fault] = found.faults
    assert fault.startswith(f"{path}, line 7: ")
    assert re.search(sentence, fault), fault
    assert len(found.of_mesh("D000690")) == 2


def test_a_line_end_in_quotes_is_counted(tmp_path: Path) -> None:
    rows = ((*ROW, '"two\nlines"'), (*ROW[:2], "X:1", ROW[3], ""))
    [fault] = read(written(tmp_path, *rows, more="comment")).faults
    assert ", line 8: " in fault


def test_a_quotation_mark_without_an_end_does_not_hide_rows_in_silence(tmp_path: Path) -> None:
    path = written(tmp_path, (*ROW, ""), (*ROW, '"a'), (*ROW, ""), (*ROW, ""), more="comment")
    found = read(path)
    assert found.faults == [
        f"{path}, line 7: a quotation mark is not closed; the lines to 9 are not read"
    ]
    assert len(found.of_mesh("D000690")) == 1


def test_columns_that_sssom_does_not_have_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, (*ROW, "Not", ""), more="Predicate_Modifier comment")
    assert read(path).unknown_columns == ["Predicate_Modifier"]


def test_columns_without_a_name_at_the_end_are_none(tmp_path: Path) -> None:
    path = tmp_path / "set.sssom.tsv"
    rows = [(*COLUMNS, "", " "), (*ROW, "", ""), (*ROW, "x", "")]
    path.write_text(HEADER + "".join("\t".join(row) + "\n" for row in rows), "utf-8")
    assert read(path).faults == [f"{path}, line 7: has 6 cells, more than there are columns (4)"]


@pytest.mark.parametrize("label", ["obsolete ALS", "OBSOLETE: ALS", "obsolete_ALS", "Obsolete"])
def test_obsolete_terms_are_left_out(label: str, tmp_path: Path) -> None:
    found = read(written(tmp_path, (*ROW, label), (*ROW, "obsoletely"), more="object_label"))
    assert (found.left_out, len(found.of_mesh("D000690"))) == ({"of obsolete terms": 1}, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x00\x01\xff\xfe" * 100, "is not text in UTF-8"),
        (b"", "line 1, which names the columns, has no predicate_id"),
        (b"a\tb\n1\t2\n", "line 1, which names the columns, has no predicate_id"),
        (HEADER.encode(), "line 5, which names the columns, has no predicate_id"),
        ("\t".join(COLUMNS).encode(), "it has no header, .* there is no set.sssom.yml"),
        (f"#a: b: c\n{chr(9).join(COLUMNS)}\n".encode(), "the header is not valid YAML"),
        (f"#license: x\n{chr(9).join(COLUMNS)}\n".encode(), "header: mapping_set_id is missing"),
        (f"#- x\n{chr(9).join(COLUMNS)}\n".encode(), "not a list of slots and values"),
        (f"#mapping_set_id: set\n{chr(9).join(COLUMNS)}\n".encode(), "mapping_set_id"),
        (f"{HEADER}{chr(9).join((*COLUMNS, COLUMNS[0]))}\n".encode(), "subject_id is there twice"),
        (f"{HEADER}{chr(9).join(COLUMNS)}\t\tx\n".encode(), "line 5: column 5 has no name"),
        (headed("mapping_set_id: https://example.org/other"), "line 5 has mapping_set_id again"),
        (headed("mapping_tool: &a [*a]"), "mapping_tool is not a text"),
        (headed(f"{BOMB}\n#license: *h"), "license is not a text"),
        (headed(f"{BOMB}\n#creator_id: *h"), "creator_id has another thing than a text"),
        (headed("see_also: {a: b}"), "see_also is not a text or a list of texts"),
        (headed("? [a]\n#: b"), "line 5 has no name of a slot"),
        (headed(f"license: {'[' * 3000}"), "the header is not valid YAML: it is too deep"),
        (headed("license: a\x07"), "the header is not valid YAML: special characters"),
        (headed(r'mapping_set_title: "a\0"'), "mapping_set_title has a control character"),
        (headed(r'mapping_tool: "a\ud800"'), "mapping_tool has a character that is not one of"),
        (headed(f"comment: {'x' * LARGEST}"), "the header has more than 1,048,576 characters"),
        (headed("mapping_date: 86400"), "mapping_date is '86400': it is no date"),
        (b"#mapping_set_id: [a]\n" + "\t".join(COLUMNS).encode(), "mapping_set_id is not a text"),
        (b"#mapping_set_id: file:///x\n" + "\t".join(COLUMNS).encode(), "is not a web address"),
        (b"#" + b"x" * (1 << 24), "line 1: has more than 16,777,216 characters"),
        (b"#\n" * (1 << 24), "has a header without an end"),
    ],
    ids=range(27),
)  # fmt: skip
def test_what_is_no_mapping_set_is_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "set.sssom.tsv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=rf"set\.sssom\.tsv.*{sentence}") as error:
        read(path)
    assert "\n" not in str(error.value)


def test_a_set_without_mappings_is_one(tmp_path: Path) -> None:
    assert read(written(tmp_path)).rows == 0


def test_the_header_may_be_beside_it_and_the_file_compressed(tmp_path: Path) -> None:
    plain = TRIALS.read_text("utf-8").splitlines(keepends=True)
    header = "".join(line[1:] for line in plain if line.startswith("#"))
    (tmp_path / "set.sssom.yml").write_text(header, "utf-8")
    body = "".join(line for line in plain if not line.startswith("#"))
    (tmp_path / "set.sssom.tsv.gz").write_bytes(gzip.compress(body.encode()))
    found = read(tmp_path / "set.sssom.tsv.gz")
    assert seen(found, "D000690") == seen(read(TRIALS), "D000690")
    (tmp_path / "set.sssom.tsv.gz").write_bytes(gzip.compress(body.encode())[:200])
    with pytest.raises(SourceError, match="cut short or damaged"):
        read(tmp_path / "set.sssom.tsv.gz")


def test_two_files_of_one_set_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"are both the mapping set https://example\.org/trials"):
        read_all([TRIALS, TRIALS])
