"""Progress of a long run: one changing line on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from kg.cli.console import say, terminal
from kg.text.printable import printable_line

if TYPE_CHECKING:
    from kg.ctgov_api.fetch import FetchProgress


class ReportCounts(Protocol):
    """Reports the records read so far, the bytes of the sources, and the records left out."""

    def __call__(self, met: int, done: int = 0, rejected: int = 0) -> None: ...


LOG_SECONDS: Final = 30.0
"""Seconds between two lines in a log."""

_REFRESH_SECONDS: Final = 0.2


@contextmanager
def progress(quiet: bool, sources: Iterable[str | Path] = ()) -> Iterator[ReportCounts]:
    """Shows the records as they pass, and the time left if it can be estimated."""
    with _reporting(quiet, lambda: _total(sources)) as report:
        yield report


@contextmanager
def counting(quiet: bool, total: int) -> Iterator[Callable[[int], None]]:
    """Shows how many of the records are done, and the time left."""
    with _reporting(quiet, lambda: total) as report:
        yield lambda done: report(done, done)


@contextmanager
def in_steps(quiet: bool, unit: str = "records") -> Iterator[Callable[[int, int], None]]:
    """Shows how many are done of how many, anew for each step: when fewer are done than before."""
    with ExitStack() as stack:
        done_before = 0
        report: ReportCounts | None = None

        def show(done: int, total: int) -> None:
            nonlocal done_before, report
            if report is None or done < done_before:
                stack.close()
                report = stack.enter_context(_reporting(quiet, lambda: total, unit))
            report(done, done)
            done_before = done

        yield show


@contextmanager
def _reporting(
    quiet: bool, total: Callable[[], int | None], unit: str = "records"
) -> Iterator[ReportCounts]:
    if quiet:
        yield _silent
    elif sys.stderr.isatty():
        with _line(total(), unit) as report:
            yield report
    else:
        yield _log(total(), unit)


@contextmanager
def loading_progress(
    quiet: bool, sources: Iterable[str | Path]
) -> Iterator[tuple[ReportCounts, Callable[[int, int], None]]]:
    """Shows the records while they are read, then the graphs while they are sent."""
    with ExitStack() as stack:
        report = stack.enter_context(progress(quiet, sources))
        sending: list[Callable[[int, int], None]] = []

        def on_sent(done: int, total: int) -> None:
            if not sending:
                stack.close()
                sending.append(stack.enter_context(_sending(quiet)))
            sending[0](done, total)

        yield report, on_sent


@contextmanager
def watching(quiet: bool, unit: str = "records") -> Iterator[FetchProgress]:
    """Messages on stderr, and on a terminal a progress bar."""
    from kg.ctgov_api.fetch import FetchProgress

    def message(sentence: str) -> None:
        if not quiet:
            say(sentence)

    if quiet or not sys.stderr.isatty():
        yield FetchProgress(message)
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    amount = DownloadColumn() if unit == "bytes" else MofNCompleteColumn()
    columns = TextColumn("{task.description}"), BarColumn(), amount, TimeRemainingColumn()
    console = terminal()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(unit, total=None)

        def count(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield FetchProgress(
            lambda sentence: console.print(printable_line(sentence), markup=False, highlight=False),
            count,
        )


@contextmanager
def _sending(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = BarColumn(), MofNCompleteColumn(), TextColumn("graphs sent"), TimeElapsedColumn()
    with Progress(*columns, console=terminal(), transient=True) as bar:
        task = bar.add_task("graphs")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _silent(met: int, done: int = 0, rejected: int = 0) -> None:
    """Reports nothing."""


def _total(sources: Iterable[str | Path]) -> int | None:
    from kg.sources.paths import total_size

    return total_size(sources)


@contextmanager
def _line(total: int | None, unit: str) -> Iterator[ReportCounts]:
    """One line on the terminal, drawn without a thread because processes are forked later."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    started = shown = time.monotonic()
    with Progress(*columns, console=terminal(), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=total)

        def report(met: int, done: int = 0, rejected: int = 0) -> None:
            nonlocal shown
            now = time.monotonic()
            if now - shown >= _REFRESH_SECONDS:
                shown = now
                words = _words(met, done, rejected, now - started, total, unit)
                bar.update(task, completed=done, description=words, refresh=True)

        yield report


def _log(total: int | None, unit: str) -> ReportCounts:
    started = reported = time.monotonic()

    def report(met: int, done: int = 0, rejected: int = 0) -> None:
        nonlocal reported
        now = time.monotonic()
        if now - reported >= LOG_SECONDS:
            reported = now
            say(_words(met, done, rejected, now - started, total, unit))

    return report


def _words(met: int, done: int, rejected: int, seconds: float, total: int | None, unit: str) -> str:
    parts = [f"{met:,} {unit}", f"{met / max(seconds, 0.001):,.0f}/s"]
    if total and done:
        left = seconds * max(0, total - done) / done
        parts.append(f"{_duration(left)} left")
    if rejected:
        parts.append(f"{rejected:,} left out")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
