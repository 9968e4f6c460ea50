"""What can go wrong with a registry, met by the real command: faults that pass, faults that do not,
and answers that mean harm. What stood on the disk before still stands.
"""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Final

import pytest

from tests.support.registry_commands import SAMPLES, ask, records_in
from tests.support.registry_server import (
    Fault,
    RegistryServer,
    altered,
    body,
    bomb,
    cut,
    dripping,
    dripping_headers,
    dripping_length,
    empty_blocks,
    endless,
    endless_pages,
    endless_redirect,
    moved,
    real_records,
    served,
    silence,
    status,
)

pytestmark = pytest.mark.slow

ASKED: Final = "NCT04745299"
RECORD: Final = real_records()[ASKED]
OTHER: Final = real_records()["NCT04322149"]

PASSING: Final[dict[str, tuple[Fault, str]]] = {
    "500": (status(500), "is temporarily unavailable (HTTP 500)"),
    "502": (status(502), "is temporarily unavailable (HTTP 502)"),
    "503": (status(503, Retry_After="0"), "is temporarily unavailable (HTTP 503)"),
    "429": (status(429, Retry_After="0"), "got too many requests (HTTP 429)"),
    "cut, with its length": (cut(RECORD, announced=True), "the response broke off"),
    "cut, without": (cut(RECORD, announced=False), "the JSON is cut short or damaged"),
    "not gzip": (body(RECORD, encoding="gzip"), "the response broke off or is damaged"),
    "cut gzip": (
        body(gzip.compress(RECORD)[:-2000], encoding="gzip"),
        "the JSON is cut short or damaged",
    ),
    "an empty body": (body(b""), "the JSON is cut short or damaged"),
}
"""Faults that pass, and what is said of them."""

SLOW: Final[dict[str, tuple[Fault, str]]] = {
    "silence": (silence(3), "did not respond in time"),
    "dripping": (dripping, "responds too slowly to finish"),
    "dripping headers": (dripping_headers, "did not respond in time"),
    "a dripping length": (dripping_length, "responds too slowly to finish"),
    "empty blocks": (empty_blocks, "responds too slowly to finish"),
}
"""Those that take the whole time that kg gives them."""

LASTING: Final[dict[str, tuple[Fault, str]]] = {
    "400": (status(400, f"NCT number {ASKED} has\x1b[31m wrong format"), f"studies/{ASKED}?format"),
    "a page": (body(b"<html>Sorry</html>", "text/html; charset=utf-8"), "answers with text/html"),
    "no study": (body(b'{"message":"down for maintenance"}'), "no protocolSection"),
    "a list": (body(b"[1, 2]"), "JSON, but not an object"),
    "another record": (body(OTHER), f"asked for {ASKED}, got NCT04322149"),
    "a path for an id": (
        body(altered(RECORD, protocolSection__identificationModule__nctId="../../NCT04745299")),
        "is not an NCT id",
    ),
    "very deep": (body(b"[" * 300_000), "nested too deep for a record"),
    "no UTF-8": (body(RECORD.replace(b"ALS", b"A\xffS")), "not UTF-8"),
    "a bomb": (body(bomb(), encoding="gzip"), "unpacks to more than 300 times its size"),
    "without an end": (endless, "responds with more than 64 MB"),
    "a file": (moved("file:///etc/passwd"), "kg follows only http and https"),
    "no address": (moved("http://[::1"), "that is not an address"),
    "this machine": (moved("http://localhost:1/"), "that is not a public address"),
    "a number": (moved("http://2130706433/x"), "that is not a public address"),
    "the cloud's own": (moved("http://169.254.169.254/latest/"), "that is not a public address"),
    "mapped": (moved("http://[::ffff:10.0.0.1]/"), "that is not a public address"),
    "away, without an end": (endless_redirect, "kg follows only http and https"),
    "a circle": (moved("?format=json"), "redirected more than 5 times"),
}
"""Faults that do not pass, and what is said of them."""


def test_what_passes_is_waited_for(registry: RegistryServer, tmp_path: Path) -> None:
    registry.plant(f"studies/{ASKED}", *(fault for fault, _ in PASSING.values()))
    ran = ask(registry, "fetch", ASKED, "--tries", "20", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert records_in(tmp_path / "output" / "records") == {ASKED: RECORD}
    pauses = [line for line in ran.talk.splitlines() if "before attempt" in line]
    for (_, sentence), line in zip(PASSING.values(), pauses, strict=True):
        assert sentence in line
    assert len(registry.asked(f"studies/{ASKED}")) == len(PASSING) + 1


@pytest.mark.parametrize("fault", SLOW)
def test_what_is_slow_is_left(registry: RegistryServer, tmp_path: Path, fault: str) -> None:
    planted, sentence = SLOW[fault]
    registry.plant(f"studies/{ASKED}", planted)
    ran = ask(registry, "fetch", ASKED, "--tries", "20", "--timeout", "1", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert records_in(tmp_path / "output" / "records") == {ASKED: RECORD}
    assert sentence in ran.talk.splitlines()[0]
    assert registry.faults == []


@pytest.mark.parametrize("fault", LASTING)
def test_what_does_not_pass_is_refused(
    registry: RegistryServer, tmp_path: Path, fault: str
) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / f"{ASKED}.json").write_bytes(b"what stood here before")
    planted, sentence = LASTING[fault]
    registry.plant(f"studies/{ASKED}", *[planted] * (6 if fault == "a circle" else 1))
    ran = ask(registry, "fetch", "NCT04326283", ASKED, "-o", "records", cwd=tmp_path)
    assert ran.status == 1
    assert sentence in ran.talk
    assert f"{ASKED} could not be fetched: " in ran.talk
    assert "\x1b" not in ran.talk
    assert records_in(folder) == {
        ASKED: b"what stood here before",
        "NCT04326283": real_records()["NCT04326283"],
    }
    assert [path.name for path in tmp_path.iterdir()] == ["records"]
    assert registry.faults == []


def test_403_is_no_reason_to_ask_again(registry: RegistryServer, tmp_path: Path) -> None:
    registry.plant("studies/", *[status(403, "Forbidden")] * 20)
    ran = ask(registry, "fetch", *SAMPLES, cwd=tmp_path)
    assert ran.status == 2
    assert "refuses to answer (HTTP 403): Forbidden" in ran.talk
    assert "--rate" in ran.talk
    assert len(registry.asked("/studies")) == 1


def test_a_registry_in_trouble_is_left_alone(registry: RegistryServer, tmp_path: Path) -> None:
    """Record after record fails: the fourth is not asked for, and what was there is kept."""
    ids = [f"NCT0000000{number}" for number in range(1, 8)]
    registry.records |= {
        each: altered(RECORD, protocolSection__identificationModule__nctId=each) for each in ids
    }
    for each in ids[2:]:
        registry.plant(f"studies/{each}", *[status(500)] * 2)
    ran = ask(registry, "fetch", *ids, "--tries", "2", "-o", "records", cwd=tmp_path)
    assert ran.status == 2
    assert "is temporarily unavailable (HTTP 500) (2 attempts): try again later" in ran.talk
    assert "2 records are kept: the same fetch resumes" in ran.talk
    assert len(registry.asked("/studies")) == 2 + 3 * 2
    registry.faults.clear()
    assert ask(registry, "fetch", *ids, "-o", "records", cwd=tmp_path).status == 0
    assert len(registry.asked("/studies")) == 2 + 3 * 2 + 5
    assert records_in(tmp_path / "records").keys() == set(ids)


def test_a_page_that_can_not_be_had_ends_a_search_that_can_go_on(
    registry: RegistryServer, tmp_path: Path
) -> None:
    registry.records = {each: registry.records[each] for each in SAMPLES}
    registry.page_cap = 1
    question = ("fetch", "--term", "NCT0", "--tries", "2", "-o", "all.jsonl")
    registry.plant("pageToken", status(502), status(502))
    first = ask(registry, *question, cwd=tmp_path)
    assert first.status == 2
    assert "1 records are kept" in first.talk
    assert not (tmp_path / "all.jsonl").exists()
    registry.plant("pageToken", status(400, "Invalid pageToken"))
    second = ask(registry, *question, cwd=tmp_path)
    assert second.status == 0, second.talk
    assert "the registry no longer knows the page to resume at: starting again" in second.talk
    assert len((tmp_path / "all.jsonl").read_bytes().splitlines()) == 3


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ({"studies": [json.loads(RECORD), {"x": 1}]}, "no protocolSection"),
        ({"studies": [json.loads(RECORD)], "totalCount": 7}, "counted 7 records and sent 1"),
    ],
)
def test_a_page_that_lacks_something_is_reported(
    registry: RegistryServer, tmp_path: Path, page: object, sentence: str
) -> None:
    registry.plant("query.term", body(json.dumps(page).encode()))
    ran = ask(registry, "fetch", "--term", "x", cwd=tmp_path)
    assert ran.status == 1
    assert sentence in ran.talk
    assert list(records_in(tmp_path / "output" / "records")) == [ASKED]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (b'{"studies": 3}', "not a response of the registry's API"),
        (b'{"studies": [], "nextPageToken": "again"}', "repeat"),
    ],
)
def test_a_page_that_is_none_ends_the_search(
    registry: RegistryServer, tmp_path: Path, page: bytes, sentence: str
) -> None:
    registry.plant("query.term", *[body(page)] * 3)
    ran = ask(registry, "fetch", "--term", "x", cwd=tmp_path)
    assert ran.status == 2
    assert sentence in ran.talk
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("command", ["fetch", "sync"])
def test_a_search_without_an_end_is_left(
    registry: RegistryServer, tmp_path: Path, command: str
) -> None:
    registry.plant("query.term", endless_pages(first_total=500))
    ran = ask(registry, command, "--term", "x", cwd=tmp_path)
    assert ran.status == 2
    assert "the search does not end: 1,600 records in 16 pages, and more to come" in ran.talk
    assert len(registry.asked("studies")) == 16


def test_data_that_never_stay_the_same(registry: RegistryServer, tmp_path: Path) -> None:
    def publish(number: int) -> None:
        registry.timestamp = f"2026-01-05T09:00:{number:02}"

    registry.on_request = publish
    ran = ask(registry, "fetch", *SAMPLES, cwd=tmp_path)
    assert ran.status == 2
    assert "keeps publishing new data" in ran.talk


def test_a_mirror_may_have_no_version(registry: RegistryServer, tmp_path: Path) -> None:
    registry.timestamp = None
    assert ask(registry, "fetch", *SAMPLES, cwd=tmp_path).status == 0
    assert len(records_in(tmp_path / "output" / "records")) == 3


def test_an_older_record_does_not_take_the_place_of_a_newer_one(
    registry: RegistryServer, tmp_path: Path
) -> None:
    def updated(day: str) -> bytes:
        status_module = "protocolSection__statusModule__lastUpdatePostDateStruct"
        return altered(RECORD, **{status_module: {"date": day}})

    registry.records[ASKED] = newer = updated("2026-01-05")
    assert ask(registry, "fetch", ASKED, "-o", "records", cwd=tmp_path).status == 0
    registry.records[ASKED] = updated("2025-12-24")
    ran = ask(registry, "fetch", ASKED, "-o", "records", cwd=tmp_path)
    assert (
        f"{ASKED}: kept as of 2026-01-05; the fetched record is older, as of 2025-12-24" in ran.talk
    )
    assert records_in(tmp_path / "records") == {ASKED: newer}


# Politeness


def test_requests_keep_their_pace(registry: RegistryServer, tmp_path: Path) -> None:
    assert ask(registry, "fetch", *SAMPLES, KG_RATE="600", cwd=tmp_path).status == 0
    moments = [seen.moment for seen in registry.seen]
    assert len(moments) == 5
    assert all(moments[i + 1] - moments[0] > 0.0999 * (i + 1) - 0.05 for i in range(4))


@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_honoured(registry: RegistryServer, tmp_path: Path, as_date: bool) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    registry.plant("studies/", status(429, Retry_After=then if as_date else "1"))
    assert ask(registry, "fetch", ASKED, cwd=tmp_path).status == 0
    first, second = registry.asked("studies/")
    assert second.moment - first.moment >= (0 if as_date else 1)
    if as_date:
        assert datetime.now(UTC) >= datetime.strptime(then, "%a, %d %b %Y %H:%M:%S GMT").replace(
            tzinfo=UTC
        )


def test_who_asks_for_a_long_pause_gets_it(registry: RegistryServer, tmp_path: Path) -> None:
    registry.plant("studies/", status(429, Retry_After="86400"))
    ran = ask(registry, "fetch", ASKED, cwd=tmp_path)
    assert ran.status == 2
    assert "asks for a pause of 86,400 seconds: try again then" in ran.talk
    assert len(registry.asked("studies/")) == 1


def test_a_registry_that_is_not_there(tmp_path: Path) -> None:
    with served(RegistryServer({})) as gone:
        pass
    ran = ask(gone, "fetch", ASKED, "--tries", "2", cwd=tmp_path)
    assert ran.status == 2
    assert "can't be reached: Connection refused (2 attempts): try again later" in ran.talk


# A public registry, reached by a proxy on this machine


def test_a_public_registry_can_not_lead_to_this_machine(
    registry: RegistryServer, tmp_path: Path
) -> None:
    public = {
        "KG_REGISTRY": "http://registry.example/api/v2",
        "HTTP_PROXY": registry.origin,
        "http_proxy": registry.origin,
        "NO_PROXY": "",
        "no_proxy": "",
    }
    well = ask(registry, "fetch", ASKED, "-o", "well", cwd=tmp_path, **public)
    assert well.status == 0, well.talk
    asked = len(registry.seen)
    registry.plant("studies/", moved(f"{registry.base}/studies/{ASKED}"))
    ran = ask(registry, "fetch", ASKED, "-o", "ill", cwd=tmp_path, **public)
    assert ran.status == 2
    assert "that is not a public address, so it is not followed" in ran.talk
    assert len(registry.seen) == asked + 2  # the version and the redirect
    registry.plant("studies/", moved(f"http://mirror.example/api/v2/studies/{ASKED}", 307))
    other = ask(registry, "fetch", ASKED, "-o", "other", cwd=tmp_path, **public)
    assert other.status == 0, other.talk
