"""Files that are no records: what they are, and a command that gets the records."""

from __future__ import annotations

import gzip
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.sources import read

ONE = "NCT90000701"
FILES = {
    "a table of search results": f"NCT Number,Study Title\r\n{ONE},An invented trial\r\n",
    "a list of citations": f"TY  - DBASE\nID  - {ONE}\nER  - \n",
    "a table of the database AACT": f"nct_id|brief_title\n{ONE}|An invented trial\n",
    "a news feed": f'<?xml version="1.0"?>\n<rss version="2.0"><item>{ONE}</item></rss>',
    "the registry's search results in XML": f"<search_results><id>{ONE}</id></search_results>",
    "a table of some fields": f'{{"StudyFieldsResponse": {{"NCTId": ["{ONE}"]}}}}',
    "first API without a record": f'{{"FullStudiesResponse": {{"Expression": "{ONE}"}}}}',
    "a record flattened": f'[{{"protocolSection.identificationModule.nctId": "{ONE}"}}]',
    "a Python dictionary printed": f"{{'protocolSection': {{'nctId': '{ONE}'}}}}",
    "a web page, but not that of a trial": f"<!DOCTYPE html><a href='/study/{ONE}'>A trial</a>",
    "not a record, but it names a trial": f"To do: {ONE}\n",
}
OF_OTHER_REGISTRIES = {
    "search results of the EU Clinical Trials Register": f"EudraCT Number: 2099-1\n{ONE}\n",
    "an extract of the EU Clinical Trials Register": "<trials><trial><main><reg_name>EU Clinical "
    f"Trials Register</reg_name><sid>{ONE}</sid></main></trial></trials>",
    "a page of the EU Clinical Trials Register that is no country's record": "<!DOCTYPE html>"
    f"<title> Clinical Trials Register </title><table class='result'><td>{ONE}</table>",
    "a part of the full text of the EU Clinical Trials Register": "A.3 Full title of the trial: X\n"
    f"A.5.2 US NCT (ClinicalTrials.gov registry) number: {ONE}\nB.1.1 Name of Sponsor: Y\n",
    "of another registry, ISRCTN": f'{{"isrctn": "12345678", "externalRefs": "{ONE}"}}',
}


def message(data: bytes | Path) -> str:
    errors: list[KgError] = []
    assert list(read(data, on_error=errors.append)) == []
    [error] = errors
    return str(error)


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_names_trials_gets_the_command_that_fetches_them(what: str) -> None:
    for text in (FILES[what], f"\ufeff{FILES[what]}"):
        sentence = message(text.encode())
        assert what in sentence
        assert f"`kg fetch {ONE}` gets the records from ClinicalTrials.gov" in sentence


@pytest.mark.parametrize("what", OF_OTHER_REGISTRIES)
def test_of_a_file_of_another_registry_no_other_records_are_fetched(what: str) -> None:
    sentence = message(OF_OTHER_REGISTRIES[what].encode())
    assert what in sentence
    assert "kg fetch" not in sentence


@pytest.mark.parametrize("name", ["trials.csv", "my trials.csv.gz"])
def test_many_trials_are_fetched_by_a_command_that_works(name: str, tmp_path: Path) -> None:
    ids = [f"NCT9{number:07}" for number in range(30)]
    data = ("NCT Number,Title\n" + "".join(f"{each},NCT{each}x\n" for each in ids)).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    sentence = message(tmp_path / name)
    command = re.search("`(.*)` gets the records of 30 trials", sentence)
    assert command
    said = subprocess.run(
        command[1].replace("xargs kg fetch", "xargs echo"),
        shell=True, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ids
    assert shlex.quote(str(tmp_path / name)) in command[1]


def test_a_file_that_names_no_trial_gets_no_command() -> None:
    assert message(b"TY  - JOUR\nER  - \n") == "bytes: a list of citations (RIS)"
    assert "kg fetch" not in message(b"nothing at all")


def test_a_damaged_record_is_not_called_foreign() -> None:
    data = b'{"protocolSection": {"identificationModule": {"nctId": "NCT90000701", "x": NaN}}}'
    assert "not JSON: invalid character" in message(data)
