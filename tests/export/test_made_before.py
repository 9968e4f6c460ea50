"""An export against an earlier one makes no record of the same bytes again, and is never wrong."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from kg.dataset.manifest import MadeBefore, Manifest, digest_of_source
from kg.dataset.totals import ExportTotals
from kg.export import export, recipe
from kg.export.newest import Part
from kg.export.options import ExportOptions
from kg.export.pipeline import RecordPipeline
from kg.export.recipe import recipe_of
from kg.formats import FORMATS
from kg.mapping_sets.exact_matches import ExactMatches
from kg.mapping_sets.reading import read
from kg.rdf.iris import Iris
from kg.shacl import load_shapes
from kg.sources import Blob
from kg.sources.chunks import ReadChunk
from tests.support import made_records, packed_records, strict_shapes
from tests.support.kg_command import kg
from tests.support.paths import DATA, ROOT
from tests.support.strict_shapes import FORBIDDEN

pytestmark = pytest.mark.slow

SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))
IDS: Final = [path.stem for path in SAMPLES]
SIDECARS: Final = ("manifest.tsv", "sources.tsv", "rejects.jsonl", "gone.txt", "drop.ru")


@pytest.fixture
def samples() -> dict[str, bytes]:
    return {path.stem: packed_records.compact(json.loads(path.read_bytes())) for path in SAMPLES}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return made_records.noted(monkeypatch)


class Folder:
    """A folder of exports of one source, each against an earlier one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def export(
        self,
        name: str,
        records: Mapping[str, bytes],
        against: str | None = None,
        options: ExportOptions | None = None,
    ) -> ExportTotals:
        """Exports the records to NAME.nq."""
        source = self.path / "in.jsonl"
        source.write_bytes(packed_records.lines(records))
        earlier = None if against is None else self.path / f"{against}.nq.report.json"
        target = self.path / f"{name}.nq"
        return export([source], target, FORMATS["n-quads"], options, against=earlier)

    def bytes(self, name: str) -> dict[str, bytes]:
        """All files of an export, without the name in them."""
        paths = [self.path / f"{name}.nq", *(self.path / f"{name}.nq.{each}" for each in SIDECARS)]
        found = {path.name[len(name) :]: path.read_bytes() for path in paths if path.exists()}
        report = (self.path / f"{name}.nq.report.json").read_bytes()
        return {**found, "report": report.replace(f'"{name}.nq'.encode(), b'".nq')}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_what_has_the_same_bytes_is_not_made_again(
    samples: dict[str, bytes], folder: Folder, made: list[str]
) -> None:
    folder.export("first", samples)
    assert made == IDS
    made.clear()
    totals = folder.export("second", samples, "first")
    assert (made, totals.unchanged, totals.made_again) == ([], len(IDS), None)
    samples[IDS[1]] = packed_records.changed(samples[IDS[1]], "Once")
    totals = folder.export("third", samples, "second")
    assert (made, totals.written, totals.unchanged) == ([IDS[1]], 1, len(IDS) - 1)
    written = (folder.path / "third.nq.sources.tsv").read_text("utf-8")
    assert written == "".join(
        f"{nct_id}\t{digest_of_source(data).hex()}\n" for nct_id, data in samples.items()
    )


def changes(samples: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    """The same records in a later state, one after the other."""
    first, second, third = IDS
    now = dict(samples)
    yield now
    yield (now := {**now, first: packed_records.changed(now[first], "Once")})
    yield (now := {**now, second: packed_records.changed(now[second], FORBIDDEN)})
    yield (now := {**now, first: now[first].replace(b":", b": ", 1)})
    yield {nct_id: data for nct_id, data in now.items() if nct_id != third}
    yield (now := {**now, "unreadable": b"{}", second: samples[second]})
    yield (now := {**now, "unreadable": now[first]})  # a second record of a trial
    yield {**now, "unreadable": samples[third]}


def test_the_files_are_those_of_an_export_that_makes_all_again(
    samples: dict[str, bytes], folder: Folder
) -> None:
    options = ExportOptions(shapes=load_shapes(strict_shapes.written(folder.path)[1]))
    against = None
    for number, records in enumerate(changes(samples)):
        name = f"now{number}"
        folder.export(name, records, against, options)
        if against:
            (folder.path / f"{against}.nq.sources.tsv").rename(folder.path / "aside")
            totals = folder.export("anew", records, against, options)
            (folder.path / "aside").rename(folder.path / f"{against}.nq.sources.tsv")
            assert totals.made_again is not None
            assert folder.bytes("anew") == folder.bytes(name), number
        against = name


@pytest.mark.parametrize("kind", ["reject", "keep"])
def test_what_does_not_conform_is_made_each_time(
    kind: str, samples: dict[str, bytes], folder: Folder, made: list[str]
) -> None:
    shapes = load_shapes(strict_shapes.written(folder.path)[1])
    options = ExportOptions(shapes=shapes, on_violation=kind)
    samples[IDS[0]] = packed_records.changed(samples[IDS[0]], FORBIDDEN)
    for name, against in (("first", None), ("second", "first"), ("third", "second")):
        made.clear()
        totals = folder.export(name, samples, against, options)
        assert totals.rejected + totals.kept == 1
        assert made == (IDS[:1] if against else IDS)


def test_no_byte_of_a_record_changes_unnoticed(samples: dict[str, bytes]) -> None:
    data = samples[IDS[0]]
    before = MadeBefore(manifest(IDS[0], digest_of_source(data)), manifest(IDS[0], b"g" * 16))
    work = RecordPipeline(ExportOptions(), before=before)

    def outcome(data: bytes) -> bytes | None:
        [found] = work.batch(Part(ReadChunk([Blob("a", data)]), {})).outcomes
        return None if found.text is not None or found.reject else found.digest

    assert outcome(data) == b"g" * 16
    assert outcome(b" " + data + b"\r\n") == b"g" * 16
    assert outcome(data.replace(b":", b": ", 1)) is None
    for place in range(0, len(data), len(data) // 60):
        other = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert outcome(other) is None, place


def manifest(nct_id: str, value: bytes) -> Manifest:
    found = Manifest()
    found.add(nct_id, value)
    return found


def shapes_with(text: str) -> Callable[[Path], ExportOptions]:
    def options(folder: Path) -> ExportOptions:
        _, path = strict_shapes.written(folder)
        path.write_text(path.read_text("utf-8") + text, "utf-8")
        return ExportOptions(shapes=load_shapes(path))

    return options


OTHERS: Final[dict[str, Callable[[Path], ExportOptions]]] = {
    "iris": lambda _: ExportOptions(iris=Iris("https://example.org/")),
    "iris, form": lambda _: ExportOptions(iris=Iris(trial_form="bioregistry")),
    "shapes": lambda _: ExportOptions(shapes=None),
    "shapes, a file": shapes_with(""),
    "shapes, a character in a file": shapes_with("#"),
    "engine": lambda _: ExportOptions(engine="pyshacl"),
    "on_violation": lambda _: ExportOptions(on_violation="keep"),
    "contacts": lambda _: ExportOptions(contacts=False),
    "results": lambda _: ExportOptions(results=False),
    "exact": lambda _: ExportOptions(exact=ExactMatches([read(DATA / "mappings/full.sssom.tsv")])),
    "exact, another set": lambda _: ExportOptions(
        exact=ExactMatches([read(DATA / "mappings/trials.sssom.tsv")])
    ),
}


def test_each_option_has_a_recipe_of_its_own(tmp_path: Path) -> None:
    assert {name.partition(",")[0] for name in OTHERS} == {
        each.name for each in fields(ExportOptions)
    }
    found = [recipe_of(ExportOptions()), *(recipe_of(make(tmp_path)) for make in OTHERS.values())]
    assert len(set(found)) == len(found)
    assert found[0] == recipe_of(ExportOptions())


@pytest.mark.parametrize("part", ["kg-trials", "msgspec", "lxml", "python", "a module"])
def test_another_version_makes_all_again(
    part: str,
    samples: dict[str, bytes],
    folder: Folder,
    made: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder.export("first", samples)
    number = importlib.metadata.version
    if part == "a module":
        (folder.path / "one.py").write_text("", "utf-8")
        monkeypatch.setattr(recipe, "_PACKAGE", folder.path)
    elif part == "python":
        monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    else:
        monkeypatch.setattr(
            importlib.metadata, "version", lambda name: "99" if name == part else number(name)
        )
    made.clear()
    totals = folder.export("second", samples, "first")
    assert (made, totals.unchanged) == (IDS, len(IDS))
    assert re.fullmatch(r"kg, a package .* is not that of \S+first\.nq\.report\.json",
                        totals.made_again or "")  # fmt: skip


def test_shapes_that_may_ask_for_the_day_are_asked_each_time(
    samples: dict[str, bytes], folder: Folder, made: list[str]
) -> None:
    one = {IDS[0]: samples[IDS[0]], IDS[1]: samples[IDS[1]]}
    shapes = load_shapes(strict_shapes.written(folder.path)[1], bundled=False)
    options = ExportOptions(shapes=shapes, engine="pyshacl")
    for name, against in (("first", None), ("second", "first")):
        made.clear()
        folder.export(name, one, against, options)
        assert made == IDS[:2]
        assert not (folder.path / f"{name}.nq.sources.tsv").exists()


DAMAGE: Final[dict[str, tuple[Callable[[Path], object], str]]] = {
    "gone": (Path.unlink, "first.nq.sources.tsv can't be read: no such file or directory"),
    "another": (
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        "first.nq.sources.tsv is not the file that ",
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_without_the_digests_all_are_made_again(
    damage: str, samples: dict[str, bytes], folder: Folder, made: list[str]
) -> None:
    folder.export("first", samples)
    harm, said = DAMAGE[damage]
    harm(folder.path / "first.nq.sources.tsv")
    made.clear()
    totals = folder.export("second", samples, "first")
    assert (made, totals.unchanged, totals.gone) == (IDS, len(IDS), [])
    assert said in (totals.made_again or "")


def test_it_is_told_that_all_are_made_again(samples: dict[str, bytes], folder: Folder) -> None:
    folder.export("first", samples, options=ExportOptions(shapes=None))
    (folder.path / "first.nq.sources.tsv").unlink()
    given = ("export", "in.jsonl", "-o", "second.nq", "--against", "first.nq.report.json")
    ran = kg(*given, "--no-validate", cwd=folder.path)
    assert ran.status == 0
    assert ran.talk.endswith(
        "3 are unchanged, 0 are gone\n"
        "Note: all records were made again, as first.nq.sources.tsv can't be read: no such file or"
        " directory\n"
    )


def test_a_report_of_before_the_digests_is_compared(
    samples: dict[str, bytes], folder: Folder
) -> None:
    folder.export("first", samples)
    path = folder.path / "first.nq.report.json"
    report = json.loads(path.read_bytes())
    del report["sources"]
    path.write_text(json.dumps(report), "utf-8")
    totals = folder.export("second", samples, "first")
    assert totals.unchanged == len(IDS)
    assert "did not note their bytes" in (totals.made_again or "")


def test_real_records_that_change(v2_records: list[Path], folder: Folder) -> None:
    """One in seven changes, one goes, one comes, one is there twice, one can't be read."""
    paths = sorted(v2_records, key=lambda path: path.stat().st_size)[40:100]
    records = packed_records.of(paths)
    last, gone, *ids = records
    folder.export("first", {each: data for each, data in records.items() if each != last})
    for each in ids[::7]:
        records[each] = packed_records.changed(records[each], f"Another title of {each}")
    del records[gone]
    records |= {"second": records[ids[0]], "unreadable": b'{"protocolSection": 1}'}
    folder.export("now", records, "first")
    (folder.path / "first.nq.sources.tsv").unlink()
    folder.export("anew", records, "first")
    assert folder.bytes("now") == folder.bytes("anew")
