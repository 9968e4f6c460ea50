"""Tools of the bulk benchmarks: corpora that are made once, exports, and their figures."""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final, NamedTuple

from measuring import ROOT, Run, run, spread
from report_table import shown

HERE: Final = Path(__file__).resolve().parent
CACHE: Final = ROOT / ".cache" / "benchmarks"
_MAKERS: Final = (HERE / "corpus.py", HERE / "copies.py", HERE / "mixing.py")


REGISTRY: Final = 600_000
"""The approximate number of records in the registry."""
MIDDLE, SMALL = 10_000, 1_000
"""The largest corpora for what takes milliseconds a record, and for what takes a tenth of a second.
"""


class Corpus(NamedTuple):
    """A corpus in a zip, and the figures printed by its maker."""

    records: int
    path: Path
    facts: str


class Exported(NamedTuple):
    """The result of an export: bytes, and records that it left out."""

    bytes: int
    rejected: int


def corpus(records: int, folder: Path | None, *, mixed: bool = False) -> Corpus:
    """The corpus of so many records; an earlier one is reused if its makers have not changed."""
    source = f"-{zlib.crc32(str(folder.resolve()).encode()):08x}" if folder else ""
    path = CACHE / f"corpus-{records}{'-mixed' if mixed else ''}{source}.zip"
    said, makers = path.with_suffix(".txt"), f"{_checksum(_MAKERS):08x}"
    if not said.is_file() or not said.read_text("utf-8").startswith(makers):
        print(f"making a corpus of {records:,} records", file=sys.stderr)
        CACHE.mkdir(parents=True, exist_ok=True)
        said.unlink(missing_ok=True)
        given = ["--from", str(folder.resolve())] if folder else []
        given += ["--mixed"] if mixed else []
        command = [str(_MAKERS[0]), "--records", str(records), "-o", str(path), *given]
        said.write_text(f"{makers} {run(command).said.partition(': ')[2]}", "utf-8")
    packed = path.stat().st_size / 1e6
    facts = said.read_text("utf-8").partition(" ")[2].strip()
    return Corpus(records, path, f"{facts}; {packed:,.1f} MB packed")


def _checksum(files: Iterable[Path]) -> int:
    return zlib.crc32(b"".join(file.read_bytes() for file in files))


class Plan(NamedTuple):
    """The options of a run. `size` is that of the largest corpus, `store` one to be asked."""

    size: int
    rounds: int
    records: Path | None
    store: Path | None = None

    def corpus(self, most: int) -> Corpus:
        """A corpus of so many records, or of `size` if that is less."""
        return corpus(min(most, self.size), self.records)

    def jobs(self) -> list[int]:
        """The numbers of worker processes for the exports, one after the other."""
        return [1, 2]


def sizes(plan: Plan) -> list[int]:
    """1,000, 10,000 ... and the largest requested."""
    found = [SMALL]
    while found[-1] * 10 < plan.size:
        found.append(found[-1] * 10)
    return sorted({*(size for size in found if size < plan.size), plan.size})


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder on the disk of the checkout, because a temporary one may be in memory."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        yield Path(folder)


def changed(source: Corpus) -> Corpus:
    """The corpus at a later time: every hundredth record has another title."""
    path = source.path.with_stem(f"{source.path.stem}-changed")
    with zipfile.ZipFile(source.path) as old, zipfile.ZipFile(path, "w") as new:
        for number, member in enumerate(old.infolist()):
            data = old.read(member)
            if number % 100 == 0:
                data = data.replace(b'"briefTitle":"', b'"briefTitle":"Now: ', 1)
            new.writestr(member, data, zipfile.ZIP_DEFLATED)
    return source._replace(path=path)


def export(
    source: Corpus,
    ending: str,
    *options: str,
    jobs: int = 1,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Run:
    """Exports a corpus by the command line, and prints an `Exported` as JSON.

    The files stay in `folder` if it is given.
    """
    with nullcontext(folder) if folder else working_folder() as place:
        output = place / f"out.{ending}"
        command = ["-m", "kg", "export", str(source.path), "-q", "-o", str(output), *options]
        command += ["--jobs", str(jobs)]
        done = run(command, watched=True, well=(0, 1), env=env)
        rejects = Path(f"{output}.rejects.jsonl")
        rejected = rejects.read_bytes().count(b"\n") if rejects.is_file() else 0
        return done._replace(said=json.dumps(Exported(_size(output), rejected)))


def _size(output: Path) -> int:
    """The bytes of an output: a file, the files of a folder, or files whose names begin so."""
    if output.is_file():
        return output.stat().st_size
    below = output.rglob("*") if output.is_dir() else output.parent.glob(f"{output.name}_*")
    return sum(path.stat().st_size for path in below if path.is_file())


def exported(done: Run) -> Exported:
    """The `Exported` that an export printed."""
    return Exported(*json.loads(done.said))


def figure(values: Sequence[float], form: str) -> str:
    """The median, with the least and the greatest if there are several."""
    return shown(spread(values), form) if len(values) > 1 else f"{values[0]:{form}}"
