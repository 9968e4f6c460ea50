"""How long to wait before the next attempt."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import NotFoundError, RefusedError, ServiceError
from kg.http.retry import LONGEST_PAUSE, MOST_FAILURES, Failures, growing_pause, retry_after


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("٣", None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("0000000000005", 5.0),
        ("9" * 5000, 999_999_999.0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0.0),
        ("Fri, 99 Dec 1999 23:59:59 GMT", None),
    ],
)
def test_retry_after_is_read(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


@pytest.mark.parametrize("zone", ["UTC", "Asia/Seoul"])
def test_a_date_is_in_utc_wherever_we_are(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        then = time.time() + 600
        for date in (formatdate(then, usegmt=True), time.asctime(time.gmtime(then))):
            assert retry_after(date) == pytest.approx(600, abs=5)
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.text())
def test_no_header_is_an_error(header: str) -> None:
    seconds = retry_after(header)
    assert seconds is None or seconds >= 0


def test_pauses_grow_and_are_bounded() -> None:
    for attempt in range(1, 8):
        seconds = [growing_pause(1.0, attempt) for _ in range(100)]
        assert 2 ** (attempt - 1) * 0.5 <= min(seconds) < max(seconds) <= 2 ** (attempt - 1) * 1.5
    assert growing_pause(1.0, 100_000) == LONGEST_PAUSE
    assert growing_pause(0.0, 3) == 0.0


def test_failures_in_a_row_are_one_too_many() -> None:
    failures = Failures()
    for _ in range(3):
        for _ in range(MOST_FAILURES - 1):
            failures.add(ServiceError("cannot be used"))
        failures.clear()
    for _ in range(MOST_FAILURES - 1):
        failures.add(NotFoundError("nothing"))
    with pytest.raises(ServiceError, match="the last"):
        failures.add(ServiceError("the last"))


def test_a_refusal_is_never_borne() -> None:
    with pytest.raises(RefusedError, match="go away"):
        Failures().add(RefusedError("go away"))
