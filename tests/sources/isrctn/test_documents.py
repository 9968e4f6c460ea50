"""Documents of ISRCTN: one trial or many, any prefix, and input that is damaged or no record."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import kg
from kg.errors import KgError
from kg.sources import xml_records
from tests.sources.isrctn.isrctn_xml import NAMESPACE, document, trial
from tests.support.kg_command import kg as run

NUMBERS: Final = ("90000025", "90000033", "90000041")


def read(text: str | bytes) -> tuple[list[str], list[str]]:
    """The numbers of the records in a document, and the errors."""
    errors: list[KgError] = []
    data = text if isinstance(text, bytes) else text.encode()
    return [each.number for each in kg.read(data, on_error=errors.append)], list(map(str, errors))


def of(*numbers: str) -> list[str]:
    return [f"ISRCTN{number}" for number in numbers]


def several(*more: str) -> str:
    return document(*(trial(number=number) for number in NUMBERS), *more)


def prefixed(text: str, prefix: str) -> str:
    """The document with a prefix at each of its elements."""
    text = text.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
    return text.replace("xmlns=", f"xmlns:{prefix}=")


@pytest.mark.parametrize(
    "text",
    [
        several(),
        prefixed(several(), "isr"),
        several().replace(f" {NAMESPACE}", ""),
        several().replace("allTrials", "trials"),
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- <fullTrial> -->\n{several()}\n',
        several("<!-- <fullTrial><trial/></fullTrial> -->"),
        several().replace("<fullTrial>", "<fullTrial id='1'\n>").replace("\n", "\r\n"),
    ],
)
def test_each_trial_of_a_document_is_a_record(text: str) -> None:
    assert read(text) == (of(*NUMBERS), [])


@pytest.mark.parametrize(
    "text",
    [
        trial().replace("<fullTrial>", f"<fullTrial {NAMESPACE}>"),
        trial(),
        f"<trial {NAMESPACE}><isrctn>90000025</isrctn></trial>",
        document(trial()),
        document(trial(number="ISRCTN90000025")),
    ],
)
def test_a_trial_alone_is_a_record(text: str) -> None:
    assert read(text) == (of("90000025"), [])


def test_an_encoding_is_the_declared_one() -> None:
    text = document(trial("<trialDescription><title>Café</title></trialDescription>"))
    for encoding in ("iso-8859-1", "utf-8", "utf-16"):
        data = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
        [found] = kg.read(data)
        assert found.study.protocol_section.identification_module.brief_title == "Café"


def test_a_broken_trial_is_rejected_alone() -> None:
    broken = trial("<trialDescription><title>A &nbsp; B</title></trialDescription>")
    text = document(trial(number=NUMBERS[0]), broken, trial(number=NUMBERS[2]))
    found, [error] = read(text)
    assert found == of(NUMBERS[0], NUMBERS[2])
    assert error.startswith("bytes:3: an entity that is not one of XML's own")


@pytest.mark.parametrize(
    "text, found, reason",
    [
        (several()[:-10], 3, "the XML is cut off at byte"),
        (several()[:-60], 2, "the XML is cut off at byte"),
        (document(trial()[:-12], trial(number=NUMBERS[1])), 1, "the XML is cut off at byte"),
        (document(trial(number="")), 0, "no ISRCTN number at fullTrial/trial/isrctn"),
        (document(trial(number="123")), 0, "'123' is not an ISRCTN number"),
        (document("<fullTrial/>"), 0, "no ISRCTN number"),
        (document(), 0, "holds no trial"),
        (f"<!DOCTYPE allTrials []>{several()}", 0, "has a document type declaration"),
        (several().replace("</isrctn>", "</isrctm>", 1), 2, "bytes:2: not XML"),
        ("<html><body><h1>500 Internal Server Error</h1></body></html>", 0, "a web page"),
        (
            "<trials><trial><main><trial_id/></main></trial></trials>",
            0,
            "format/default",
        ),
        ('{"isrctn": "90000025"}', 0, "as JSON without its attributes: kg reads the XML"),
    ],
)
def test_bad_input_is_a_sentence(text: str, found: int, reason: str) -> None:
    numbers, errors = read(text)
    assert len(numbers) == found
    assert len(errors) == 1
    assert reason in errors[0]


def test_the_line_of_a_fault_is_that_of_the_file() -> None:
    _, [error] = read(document(trial().replace("</isrctn>", "\n</isrctm>")))
    assert error.startswith("bytes: not XML (line 3, column")


def test_bytes_of_another_encoding_are_told() -> None:
    text = document(trial("<trialDescription><title>Café</title></trialDescription>"))
    found, [error] = read(text.encode("latin-1"))
    assert not found
    assert "not in the encoding it declares, or UTF-8" in error


def test_a_large_document_is_read_in_pieces(tmp_path: Path) -> None:
    words = "<trialDescription><title>{}</title></trialDescription>".format("word " * 60_000)
    path = tmp_path / "trials.xml"
    path.write_text(document(*(trial(words, number=f"9{n:07}") for n in range(12))))
    with path.open("rb") as stream:
        parts = xml_records.records(stream, "a place")
        assert parts
        for _ in range(3):
            next(parts)
        assert stream.tell() < path.stat().st_size


def test_of_two_records_of_a_trial_the_newer_is_exported(tmp_path: Path) -> None:
    for name, updated in (("a.xml", "2024-01-02"), ("b.xml", "2024-02-01")):
        (tmp_path / name).write_text(document(trial(updated=updated)))
    newest = trial(updated="2024-02-01").replace("<trial ", '<trial version="10" ')
    older = newest.replace('version="10"', 'version="9"')
    (tmp_path / "c.xml").write_text(document(older, newest))
    ran = run("export", ".", "-o", "out.nt", cwd=tmp_path)
    assert ran.talk.count("an older record of ISRCTN90000025; the newest is in c.xml:3") == 3
    assert '<https://schema.org/version> "10"' in (tmp_path / "out.nt").read_text()
