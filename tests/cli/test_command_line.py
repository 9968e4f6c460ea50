"""The command line as a user meets it: what it says, where it writes, how it ends."""

from __future__ import annotations

import json
import runpy
import shutil
from pathlib import Path
from typing import Final

import click
import pytest

import kg
from kg.cli import cli
from kg.formats import FORMATS, OUTPUTS
from kg.rdf.iris import TRIAL_IRIS
from scripts.cli_reference import contexts
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import kg as run
from tests.support.kg_command import on_a_terminal
from tests.support.paths import ROOT

PAGE: Final = ROOT / "samples" / "NCT04745299.txt"
JSON: Final = PAGE.with_suffix(".json")


# What it says


def test_an_export_tells_what_a_person_wants_to_know(tmp_path: Path) -> None:
    ran = run("export", PAGE, cwd=tmp_path)
    assert (ran.status, ran.data) == (0, b"")
    lines = ran.talk.splitlines()
    assert lines[0] == (
        "NCT04745299  Evaluation the Efficacy and Safety of Mutiple Lenzumestrocel"
        " (Neuronata-R® Inj.) Treatment in Patients with ALS"
    )
    assert "  sponsor: Corestemchemon, Inc." in lines
    assert (
        "  principal investigator: Seung Hyun Kim, MD, PhD (Hanyang University Seoul Hospital)"
        in lines
    )
    assert (
        "  5 sites, 6 related trials, 1 publication, 1 protocol paper, 3 arms, 3 interventions"
        in lines
    )
    warnings = {line.removeprefix("Warning: ") for line in lines if line.startswith("Warning: ")}
    assert warnings >= {"No condition is given.", "The record gives no brief summary."}
    assert lines[-1].startswith("Wrote 1 record to output/NCT04745299.ttl: ")
    assert lines[-1].endswith(" triples as Turtle")
    triples = len(kg.triples(next(kg.read(PAGE))))
    assert f" {triples:,} triples" in lines[-1]
    assert len(kg.graph(PAGE)) == triples
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["NCT04745299.ttl"]


@pytest.mark.slow
def test_an_export_of_many_counts_them(tmp_path: Path) -> None:
    ran = run("export", RECORDS, "-o", "all.nq", "--no-validate", cwd=tmp_path)
    lines = ran.talk.splitlines()
    number = len(list(RECORDS.iterdir()))
    assert lines[-1].startswith(f"Wrote {number} records to all.nq: ")
    assert not [line for line in lines if line.startswith("  sponsor")]
    assert len(lines) <= 22  # of many warnings the first are told and the rest is counted


@pytest.mark.slow
def test_quiet_is_quiet(tmp_path: Path) -> None:
    ran = run("export", PAGE, "-q", cwd=tmp_path)
    assert (ran.status, ran.data, ran.talk) == (0, b"", "")


def test_data_on_the_standard_output_talk_on_the_standard_error(tmp_path: Path) -> None:
    ran = run("export", JSON, "-o", "-", "--no-validate", cwd=tmp_path)
    assert ran.text.startswith("@prefix ")
    assert "sponsor: " not in ran.text
    assert "Wrote 1 record to standard output" in ran.talk
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_progress_is_for_a_terminal_alone(tmp_path: Path) -> None:
    ran = on_a_terminal(
        *("export", RECORDS, "-o", "all.nq", "--no-validate"),
        cwd=tmp_path,
        stream="stderr",
        env={"TERM": "xterm", "COLUMNS": "200"},
    )
    assert ran.status == 0
    assert b" records" in ran.data
    assert b"\x1b[" in ran.data
    ran = run("export", RECORDS, "-o", "all.nq", "--no-validate", cwd=tmp_path)
    assert "\x1b" not in ran.talk
    assert "\r" not in ran.talk


# Where it writes


DEFAULTS: Final = [
    # sources, the name of the file in output/
    ((JSON.name,), "NCT04745299.ttl"),
    (("records",), "records.ttl"),
    (("records/",), "records.ttl"),
    (("records/*.json",), "trials.ttl"),
    ((".",), "trials.ttl"),
    ((JSON.name, "records"), "trials.ttl"),
    (("-",), "trials.ttl"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("sources", "name"), DEFAULTS, ids=[" ".join(s) for s, _ in DEFAULTS])
def test_a_document_has_a_name_by_default(
    sources: tuple[str, ...], name: str, tmp_path: Path
) -> None:
    shutil.copy(JSON, tmp_path)
    (tmp_path / "records").mkdir()
    shutil.copy(RECORDS / "ages.json", tmp_path / "records")
    ran = run("export", *sources, "--no-validate", "-q", cwd=tmp_path, given=JSON.read_bytes())
    assert (ran.status, ran.talk) == (0, "")
    assert name in [path.name for path in (tmp_path / "output").iterdir()]


@pytest.mark.slow
def test_a_format_changes_the_default_name(tmp_path: Path) -> None:
    run("export", JSON, "-f", "trig", "--no-validate", "-q", cwd=tmp_path)
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["NCT04745299.trig"]


@pytest.mark.slow
def test_a_source_that_fails_is_told_where_there_is_no_output_folder(tmp_path: Path) -> None:
    ran = run("export", "none.json", "--no-validate", cwd=tmp_path)
    assert ran.status == 2
    assert "none.json" in ran.talk.splitlines()[0]


@pytest.mark.slow
def test_an_export_does_not_read_what_it_writes(tmp_path: Path) -> None:
    shutil.copy(JSON, tmp_path)
    first, second = (run("export", ".", "--no-validate", cwd=tmp_path) for _ in range(2))
    assert (second.status, second.talk) == (first.status, first.talk) == (0, first.talk)


@pytest.mark.slow
def test_an_older_document_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.ttl").write_text("old")
    (tmp_path / "out.ttl").chmod(0o640)
    run("export", JSON, "-o", "out.ttl", "--no-validate", cwd=tmp_path)
    assert (tmp_path / "out.ttl").read_bytes().startswith(b"@prefix")
    assert (tmp_path / "out.ttl").stat().st_mode & 0o777 == 0o640


# Validation


@pytest.mark.slow
def test_what_is_exported_conforms(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    for name in FORMATS:
        file = f"out{FORMATS[name].ending}"
        run("export", PAGE, "-o", file, "--no-validate", "-q", cwd=tmp_path)
    files = [path.name for path in sorted(tmp_path.glob("out*"))]
    assert len(files) == len(FORMATS)
    ran = run("validate", *files, cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, "")
    assert "No condition is given." in ran.text


@pytest.mark.slow
def test_the_standard_input_is_turtle(tmp_path: Path) -> None:
    document = run("export", JSON, "-o", "-", "--no-validate", cwd=tmp_path).data
    assert run("validate", "-", cwd=tmp_path, given=document).status == 0


BROKEN: Final = """
<https://clinicaltrials.gov/study/NCT04745299> a <https://schema.org/MedicalTrial> ;
    <https://w3id.org/kg-trials/vocab#enrollment> -5 .
"""


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "table", "turtle", "json-ld", "json"])
def test_a_report_in_every_form(form: str, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(BROKEN)
    ran = run("validate", "bad.ttl", "-f", form, cwd=tmp_path)
    assert (ran.status, ran.talk) == (1, "")
    assert "NCT04745299" in ran.text
    assert "enrolment" in ran.text
    if form in ("json", "json-ld"):
        assert json.loads(ran.text)
    if form == "turtle":
        import rdflib

        report = rdflib.Graph().parse(data=ran.text, format="turtle")
        assert (None, rdflib.SH.conforms, rdflib.Literal(False)) in report


@pytest.mark.slow
def test_shapes_of_ones_own_are_used_beside_the_bundled_ones(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .\n"
        "<urn:own> a sh:NodeShape ; sh:targetClass schema:MedicalTrial ; sh:property <urn:p> .\n"
        "<urn:p> sh:path schema:healthCondition ; sh:minCount 1 ; sh:message"
        " 'We want a condition.' ."
    )
    ran = run("export", PAGE, "-o", "out.ttl", "--shapes", "own.ttl", cwd=tmp_path)
    assert ran.status == 2
    assert "We want a condition." in ran.talk
    run("export", PAGE, "-o", "out.ttl", "-q", "--no-validate", cwd=tmp_path)
    (tmp_path / "shapes").mkdir()
    shutil.copy(tmp_path / "own.ttl", tmp_path / "shapes")
    ran = run("validate", "out.ttl", "--shapes", "shapes", cwd=tmp_path)
    assert ran.status == 1
    assert "We want a condition." in ran.text
    assert "The record gives no brief summary." in ran.text


# Its own account of itself


COMMANDS: Final = sorted(cli.commands)
BELOW: Final = {context.command_path: context.command for context in contexts()}
"""Every command by what is typed."""


def test_the_reference_is_what_help_says() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "cli_reference.py"))
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == script["reference"]()


@pytest.mark.parametrize("path", BELOW)
def test_help_tells_of_every_option(path: str, tmp_path: Path) -> None:
    ran = run(*path.split()[1:], "--help", cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, "")
    for parameter in BELOW[path].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.opts} has no word of help"
            assert all(option in ran.text for option in parameter.opts)


def test_help_of_the_whole(tmp_path: Path) -> None:
    ran = run("--help", cwd=tmp_path)
    assert ran.status == 0
    assert all(f"  {name}" in ran.text for name in COMMANDS)
    assert run("-h", cwd=tmp_path).data == ran.data


@pytest.mark.parametrize("group", [(), ("store",)])
def test_a_group_alone_says_what_it_has(group: tuple[str, ...], tmp_path: Path) -> None:
    ran = run(*group, cwd=tmp_path)
    assert (ran.status, ran.data) == (2, b"")
    assert ran.talk == run(*group, "--help", cwd=tmp_path).text


def test_an_unknown_command_is_a_usage_error(tmp_path: Path) -> None:
    ran = run("frobnicate", cwd=tmp_path)
    assert ran.status == 2
    assert "frobnicate" in ran.talk


def test_an_unknown_choice_is_told_the_choices(tmp_path: Path) -> None:
    ran = run("export", "x.json", "-f", "n3", "-o", "-", cwd=tmp_path)
    assert ran.status == 2
    assert all(f"'{name}'" in ran.talk for name in OUTPUTS)
    ran = run("export", "x.json", "--trial-iri", "n3", "-o", "-", cwd=tmp_path)
    assert all(f"'{name}'" in ran.talk for name in TRIAL_IRIS)
