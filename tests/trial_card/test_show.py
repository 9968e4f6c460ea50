"""`kg show`: the card of a trial in a store, in the terminal and as Markdown."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from kg.errors import SourceError
from kg.related.links import RelatedQuery
from kg.stores.embedded import EmbeddedStore
from kg.trial_card import trial_card
from kg.trial_card.card import Card, CardSection, Fact, Facts, Grid, Listed, Passage
from kg.trial_card.markdown import markdown
from kg.trial_card.terminal import terminal
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

OWN: Final = ROOT / "samples" / "NCT04745299.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sample and small records in a store."""
    folder = tmp_path_factory.mktemp("cards")
    sources = [OWN, RECORDS / "results.json", RECORDS / "aliases.json", RECORDS / "texts.json"]
    ran = run("load", *sources, "--store", "store", cwd=folder)
    assert ran.status in {0, 1}, ran.talk
    return folder


def shown(folder: Path, *arguments: str, width: int = 100) -> str:
    """What `kg show` prints."""
    env = {"COLUMNS": str(width)}
    ran = run("show", *arguments, "--store", "store", cwd=folder, env=env)
    assert ran.status == 0, ran.talk
    return ran.text


@pytest.fixture(scope="module")
def store(folder: Path) -> EmbeddedStore:
    """The same store, to read in this process."""
    return EmbeddedStore(folder / "store")


@pytest.fixture(scope="module")
def own(store: EmbeddedStore) -> Card:
    """The card of the sample."""
    return trial_card(store, RelatedQuery("NCT04745299"))


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_card_fits_the_terminal(width: int, own: Card) -> None:
    text = terminal(own, width)
    assert max(map(len, text.splitlines())) <= width
    assert " ".join(text.split()).count("Active, not recruiting") == 1
    assert "IDENTIFICATION\n─────" in text


def test_no_line_is_too_long_to_read(folder: Path) -> None:
    text = shown(folder, "nct04745299", width=160)
    assert text.startswith("NCT04745299  ")
    assert 80 < max(map(len, text.splitlines())) <= 100


def test_an_earlier_number_shows_the_trial(store: EmbeddedStore) -> None:
    found = trial_card(store, RelatedQuery("NCT00000123"))
    assert (found.number, found.title) == ("NCT90000009", "A small record: aliases")


def test_sections_can_be_chosen_and_empty_ones_are_said(folder: Path) -> None:
    names = ("--section", "results", "--section", "sites", "--section", "status")
    ran = run("show", "NCT90000040", *names, "--store", "store", cwd=folder)
    titles = [line for line, below in pairwise(ran.text.splitlines()) if below == "─" * 40]
    assert titles == ["STATUS AND DATES", "RESULTS"]
    assert ran.talk == "The record of NCT90000040 has nothing for: sites\n"


def test_related_trials_have_reasons(own: Card) -> None:
    [related] = own.of_sections(["related"]).sections
    nearest = related.blocks[-1]
    assert isinstance(nearest, Grid)
    assert nearest.header == ("trial", "title", "why")
    number, title, why = nearest.rows[0]
    assert number == "NCT01363401"
    assert "not in the store" in title
    assert "based on" in why


def test_a_file_that_ends_in_md_is_markdown(folder: Path, own: Card) -> None:
    assert shown(folder, "NCT04745299", "-o", "trial.md") == ""
    text = (folder / "trial.md").read_text("utf-8")
    assert text == markdown(own)
    lines = text.splitlines()
    assert lines[0].startswith("# NCT04745299: ")
    assert "## Status and dates" in lines
    assert "- **Status:** Active, not recruiting" in lines


def test_a_file_that_ends_in_txt_is_text(folder: Path) -> None:
    assert shown(folder, "NCT04745299", "-o", "trial.txt") == ""
    assert (folder / "trial.txt").read_text("utf-8").startswith("NCT04745299  ")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("-o", "trial.html"), "'trial.html' does not end like a card: use one of .txt, .md, or"),
        (("-o", "t.md", "-f", "text"), "'t.md' ends like markdown, and -f asks for text: leave"),
    ],
)
def test_a_file_that_ends_otherwise_is_refused(
    options: tuple[str, ...], sentence: str, folder: Path
) -> None:
    ran = run("show", "NCT04745299", *options, "--store", "store", cwd=folder)
    assert ran.status == 2
    assert sentence in " ".join(ran.talk.split())
    assert not (folder / options[1]).exists()


def test_text_of_a_record_is_no_markup() -> None:
    blocks = (
        Passage("1. <b>*x*</b>\n# y"),
        Facts((Fact("It", ("a|b",)),)),
        Grid(("|",), (("`",),)),
    )
    text = markdown(Card("NCT90000001", "[t](u)", "", (CardSection("s", "S", blocks),)))
    assert text == (
        "# NCT90000001: \\[t\\](u)\n\n\n\n## S\n\n1\\. \\<b\\>\\*x\\*\\</b\\>  \n\\# y\n\n"
        "- **It:** a\\|b\n\n| \\| |\n| --- |\n| \\` |\n"
    )


def test_a_text_in_markdown_keeps_its_indentation() -> None:
    blocks = (Passage("* Any of:\n\n    * gout\n"),)
    text = markdown(Card("NCT90000001", "t", "", (CardSection("s", "S", blocks),)))
    assert text.partition("## S\n\n")[2] == "\\* Any of:  \n\n\u00a0\u00a0\u00a0\u00a0\\* gout\n"


def test_a_text_that_is_no_number_is_refused(folder: Path) -> None:
    ran = run("show", "NCT1", "--store", "store", cwd=folder)
    assert (ran.status, ran.text) == (2, "")
    assert "'NCT1' is not a trial's number, such as NCT04745299" in ran.talk


def test_a_trial_that_is_not_in_the_store_is_said(store: EmbeddedStore) -> None:
    with pytest.raises(SourceError, match="has no record of NCT90000099: load it with `kg load"):
        trial_card(store, RelatedQuery("NCT90000099"))


def test_an_item_in_markdown_begins_no_list_or_heading_of_its_own() -> None:
    items = ("1. age", "2) sex", "- x", "+ y", "# z", "12.5 mg", "18.")
    blocks = (Listed(items), Facts((Fact("", ("# no label",)),)))
    text = markdown(Card("NCT90000001", "t", "", (CardSection("s", "S", blocks),)))
    assert text.partition("## S\n\n")[2] == (
        "1. 1\\. age\n2. 2\\) sex\n3. \\- x\n4. \\+ y\n5. \\# z\n6. 12.5 mg\n7. 18\\.\n\n"
        "- \\# no label\n"
    )
