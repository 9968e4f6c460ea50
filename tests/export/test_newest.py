"""Several records of one trial: the newest is exported, however and in whatever order they come."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest

from kg.records.version import version
from kg.sources import read
from tests.support.kg_command import Ran, kg

ID: Final = "NCT90000001"


def record(
    title: str, holder: str | None = None, posted: str | None = None, submitted: str | None = None
) -> bytes:
    """A record of the trial with these dates."""
    status = {"lastUpdateSubmitDate": submitted, "lastUpdatePostDateStruct": {"date": posted}}
    study: dict[str, Any] = {
        "protocolSection": {
            "identificationModule": {"nctId": ID, "briefTitle": title},
            "statusModule": {name: value for name, value in status.items() if value},
        },
        "derivedSection": {"miscInfoModule": {"versionHolder": holder} if holder else {}},
    }
    if not posted:
        study["protocolSection"]["statusModule"].pop("lastUpdatePostDateStruct")
    return json.dumps(study).encode()


def others(count: int, first: int = 10) -> bytes:
    """Records of other trials, as JSON lines."""
    return b"".join(
        record("Another").replace(ID.encode(), b"NCT9%07d" % number) + b"\n"
        for number in range(first, first + count)
    )


def classic(title: str, downloaded: str, posted: str) -> bytes:
    """A record of the trial in the classic XML."""
    return (
        f"<clinical_study><required_header><download_date>{downloaded}</download_date>"
        f"</required_header><id_info><nct_id>{ID}</nct_id></id_info><brief_title>{title}"
        f"</brief_title><last_update_posted>{posted}</last_update_posted></clinical_study>"
    ).encode()


OLD: Final = record("Old", "2020-01-02", "2020-01-01")
NEW: Final = record("New", "2025-01-02", "2025-01-01")


def export(folder: Path, *arguments: str, status: int = 1, given: bytes = b"") -> Ran:
    """An export of these sources and options to all.nq."""
    command = ("export", *arguments, "-o", "all.nq", "--no-validate")
    ran = kg(*command, cwd=folder, given=given)
    assert ran.status == status, ran.talk
    return ran


def titles(folder: Path, name: str = "all.nq", nct_id: str = ID) -> list[str]:
    """The titles of a trial in the output."""
    lines = (folder / name).read_text("utf-8").splitlines()
    trial = f"<https://clinicaltrials.gov/study/{nct_id}>"
    own = [line for line in lines if line.startswith(trial)]
    return [line.split('"')[1] for line in own if "schema.org/name>" in line]


def rejects(folder: Path) -> list[tuple[str, str]]:
    """The place and the reason of each reject."""
    found = map(json.loads, (folder / "all.nq.rejects.jsonl").read_text("utf-8").splitlines())
    return [(each["place"], each["reason"]) for each in found if each["kind"] == "repeated"]


PAIRS: Final = (  # an older and a newer record
    (record("Old", "2020-01-02", "2020-01-01"), record("New", "2025-01-02", "2020-01-01")),
    (record("Old", None, "2020-01-01"), record("New", None, "2025-01-01")),
    (record("Old", None, None, "2020-01-01"), record("New", None, None, "2020-02")),
    (record("Old", "2024-01-01", "2020-01-01"), record("New", "2024-01-01", "2020-01-02")),
    (record("Old", "2024-01-01", None, "2020"), record("New", "2024-01-01", None, "2020-01")),
    (record("Old", "unknown", "z"), record("New", "2001-01-01")),
    (record("Old"), record("New", None, "2001-01-01")),
    (record("Old", "2024-01-01"), record("New", None, "2024-01-02")),
    (classic("Old", "a link on January 2, 2020", "January 1, 2020"), NEW),
    (OLD, classic("New", "a link on January 2, 2024", "January 1, 2024")),
)


@pytest.mark.parametrize("folders", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("sources", [("a", "b"), ("b", "a"), (".",)])
def test_the_newest_is_exported(
    folders: tuple[str, str], sources: tuple[str, ...], tmp_path: Path
) -> None:
    for number, pair in enumerate(PAIRS):
        for folder, data in zip(folders, pair, strict=True):
            (tmp_path / folder).mkdir(exist_ok=True)
            own = data.replace(ID.encode(), b"NCT9000000%d" % number)
            (tmp_path / folder / str(number)).write_bytes(own)
    export(tmp_path, *sources)
    ids = [f"NCT9000000{number}" for number in range(len(PAIRS))]
    assert [titles(tmp_path, nct_id=nct_id) for nct_id in ids] == [["New"]] * len(ids)
    found = sorted(rejects(tmp_path), key=lambda each: Path(each[0]).name)
    for (place, reason), nct_id in zip(found, ids, strict=True):
        assert Path(place).parent.name == folders[0]
        assert reason.startswith(f"an older record of {nct_id}; the newest is in ")
        assert reason.endswith(f"{folders[1]}/{nct_id[-1]}")


@pytest.mark.slow
@pytest.mark.parametrize("shards", ["1", "3"])
@pytest.mark.parametrize("first", [OLD, NEW])
def test_chunks_processes_and_shards_change_nothing(
    first: bytes, shards: str, tmp_path: Path
) -> None:
    second = NEW if first == OLD else OLD
    middle = record("Middle", "2022-01-01")
    parts = [
        others(3),
        first,
        b"\n",
        others(200, 100),
        middle,
        b"\n",
        second,
        b"\n",
        others(9, 400),
    ]
    (tmp_path / "in.jsonl").write_bytes(b"".join(parts))
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for number, line in enumerate(b"".join(parts).splitlines()):
            archive.writestr(f"{number:04}.json", line)
    written = set()
    for source in ("in.jsonl", "in.zip"):
        for jobs in ("1", "3"):
            export(tmp_path, source, "-j", jobs, "--shards", shards)
            files = sorted(tmp_path.glob("all*.nq"))
            assert [title for each in files for title in titles(tmp_path, each.name)] == ["New"]
            assert len(rejects(tmp_path)) == 2
            written.add(b"".join(each.read_bytes() for each in files))
    assert len(written) == 1


def test_of_equally_new_records_the_first_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(record("First", "2025-01-02"))
    (tmp_path / "b.json").write_bytes(record("Second", "2025-01-02"))
    export(tmp_path, "b.json", "a.json")
    assert titles(tmp_path) == ["First"]
    assert rejects(tmp_path) == [("b.json", f"a second record of {ID}; the first is in a.json")]


@pytest.mark.slow
@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_an_update_has_the_newest(order: tuple[bytes, bytes], tmp_path: Path) -> None:
    (tmp_path / "before.jsonl").write_bytes(others(3) + OLD)
    command = ("export", "before.jsonl", "-o", "before.nq", "--no-validate")
    assert kg(*command, cwd=tmp_path).status == 0
    for name, data in zip(("a", "b"), order, strict=True):
        (tmp_path / f"{name}.jsonl").write_bytes(data + b"\n" + others(3))
    export(tmp_path, "a.jsonl", "b.jsonl", "--against", "before.nq.report.json")
    assert titles(tmp_path) == ["New"]
    assert json.loads((tmp_path / "all.nq.report.json").read_bytes())["records"] == 1


SHAPES: Final = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix schema: <https://schema.org/> .
[] a sh:NodeShape ; sh:targetSubjectsOf schema:name ;
    sh:property [ sh:path schema:name ; sh:pattern "^New" ; sh:message "It is not new." ] .
"""


@pytest.mark.slow
def test_an_older_record_is_not_validated(tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(SHAPES, "utf-8")
    (tmp_path / "a.json").write_bytes(OLD)
    options = ("-o", "all.nq", "--shapes", "new.ttl", "--on-violation", "stop")
    ran = kg("export", "a.json", *options, cwd=tmp_path)
    assert ran.status == 2
    assert "It is not new." in ran.talk
    (tmp_path / "b.json").write_bytes(NEW)
    ran = kg("export", "a.json", "b.json", *options, cwd=tmp_path)
    assert ran.status == 1, ran.talk
    assert titles(tmp_path) == ["New"]


@pytest.mark.slow
def test_a_mention_of_a_trial_is_no_record_of_it(tmp_path: Path) -> None:
    study = json.loads(record("New", "2025-01-02"))
    module = study["protocolSection"].pop("identificationModule")
    access = {"hasExpandedAccess": True, "nctId": "NCT90000010"}
    study["protocolSection"]["statusModule"] = {"expandedAccessInfo": access}
    study["protocolSection"]["identificationModule"] = {"briefTitle": "New", **module}
    (tmp_path / "a.json").write_bytes(OLD)
    (tmp_path / "b.json").write_bytes(json.dumps(study).encode())
    (tmp_path / "c.jsonl").write_bytes(others(2))
    export(tmp_path, ".")
    assert titles(tmp_path) == ["New"]
    assert [Path(place).name for place, _ in rejects(tmp_path)] == ["a.json"]


@pytest.mark.slow
def test_what_can_be_read_only_once_gives_the_first(tmp_path: Path) -> None:
    export(tmp_path, "-", given=OLD + b"\n" + NEW)
    assert titles(tmp_path) == ["Old"]
    assert rejects(tmp_path) == [("stdin:2", f"a second record of {ID}; the first is in stdin:1")]


@pytest.mark.slow
@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_a_store_has_the_newest(order: tuple[bytes, bytes], tmp_path: Path) -> None:
    for name, data in zip(("a.json", "b.json"), order, strict=True):
        (tmp_path / name).write_bytes(data)
    command = ("load", "b.json", "a.json", "--store", "store", "--no-validate")
    ran = kg(*command, cwd=tmp_path)
    assert ran.status == 1, ran.talk
    query = "SELECT ?title { ?trial <https://schema.org/name> ?title }"
    ran = kg("query", "--store", "store", "-f", "csv", "-e", query, cwd=tmp_path)
    assert "New" in ran.text
    assert "Old" not in ran.text


def test_a_date_that_is_none_is_older_than_any() -> None:
    (found,) = read(record("T", "soon", "2020-13-99", "2020-01-05"))
    assert version(found) == ("2020-01-05", "", "2020-01-05")
