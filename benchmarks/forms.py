"""The cost of results and of the classic XML: a section of the report of run.py.

Stage by stage over the real records that have results, with and without these, and over real
records in JSON and in XML. The times are those of stages.py, per triple.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from measuring import in_turn, quotients, spread
from report_table import FORMATS, shown, table
from tests.support.paths import REAL_RECORDS

STAGES: Final = str(Path(__file__).with_name("stages.py"))
REAL_XML: Final = REAL_RECORDS.with_name("ctgov-xml")
WITHOUT: Final = "--without-results"

_STEPS: Final = {
    "decode": "decode",
    "map": "map",
    "gate": "check the shapes",
    **{f"write {name}": f"write {title}" for name, title in FORMATS.items()},
}

Done = list[dict[str, Any]]
"""The output of stages.py in each round."""


def forms(rounds: int, records: str) -> str:
    """Both comparisons."""
    with those_with_results(Path(records)) as with_results:
        corpora = {
            "with": [STAGES, str(with_results)],
            "without": [STAGES, str(with_results), WITHOUT],
            "JSON": [STAGES, records],
        }
        if REAL_XML.is_dir():
            corpora["XML"] = [STAGES, str(REAL_XML)]
        runs = in_turn(corpora, rounds, warm=False)
        done = {name: [json.loads(one.said) for one in of_it] for name, of_it in runs.items()}
    parts = [compared("without", "with", _STEPS, done)]
    if "XML" in done:
        steps = {"decode": "decode", "map": "map", "decode and map": "decode and map"}
        parts.append(compared("JSON", "XML", steps, done))
    return "\n\n".join(parts)


def compared(one: str, other: str, steps: dict[str, str], done: dict[str, Done]) -> str:
    """Steps of two corpora compared, per triple."""
    facts = [_facts(name, done[name][0]) for name in (one, other)]
    rows = [
        (
            title,
            *(shown(spread(_of_triple(step, done[name])), ".2f") for name in (one, other)),
            f"**{shown(spread(_ratio(step, done[one], done[other])), '.2f')}**",
        )
        for step, title in steps.items()
    ]
    head = ("microseconds a triple", one, other, f"{other} to {one}")
    return f"{'; '.join(facts)}.\n\n{table(head, rows)}"


def _facts(name: str, done: dict[str, Any]) -> str:
    size = done["triples"] / done["records"]
    return f"{name}: {done['records']:,} records, {size:,.0f} triples each"


def _of_triple(step: str, done: Done) -> list[float]:
    """Microseconds, round by round."""
    parts = step.split(" and ")
    return [1e6 * sum(each["seconds"][part] for part in parts) / each["triples"] for each in done]


def _ratio(step: str, below: Done, above: Done) -> Sequence[float]:
    return quotients(_of_triple(step, above), _of_triple(step, below))


@contextmanager
def those_with_results(records: Path) -> Iterator[Path]:
    """A folder with the records that have results."""
    with TemporaryDirectory() as folder:
        for path in sorted(records.glob("*.json")):
            if b'"resultsSection"' in path.read_bytes():
                Path(folder, path.name).symlink_to(path.resolve())
        yield Path(folder)
