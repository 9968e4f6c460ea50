"""The main parts of a record with morph-kgc: RML mappings, an environment of its own, its run.

morph-kgc wants other versions of rdflib and pyoxigraph than kg, so it lives in a virtual
environment below .cache, made at the first run from morph-kgc.lock. https://morph-kgc.readthedocs.io/
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from measuring import Run, run

HERE = Path(__file__).resolve().parent
MAPPINGS = HERE / "rml"
LOCK = HERE / "morph-kgc.lock"

_CONFIGURATION = """\
[CONFIGURATION]
output_file = {output}
output_format = N-TRIPLES
number_of_processes = 1
logging_level = WARNING

[corpus]
mappings = {mappings}
"""


class NotInstalled(Exception):
    """Why morph-kgc can't be had here, in the words of what failed."""


def environment(cache: Path) -> Path:
    """The Python of morph-kgc's environment, made where it is not there yet."""
    home = cache / "morph-kgc"
    python, stamp = home / "bin" / "python", home / "made.stamp"
    if not stamp.is_file() or stamp.read_text() != LOCK.read_text():
        _succeed([sys.executable, "-m", "venv", "--clear", str(home)])
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        _succeed([*pip, "--quiet", "--require-hashes", "-r", str(LOCK)])
        stamp.write_text(LOCK.read_text())
    return python


def tables(corpus: Path, folder: Path) -> None:
    """Makes the tables of a corpus that the mappings read."""
    folder.mkdir(exist_ok=True)
    run([str(HERE / "tables.py"), str(corpus), str(folder)])


def materialise(python: Path, folder: Path) -> Run:
    """Runs the mappings over the tables in a folder; what it says is the number of triples."""
    output, configuration = folder / "graph.nt", folder / "morph-kgc.ini"
    output.unlink(missing_ok=True)
    configuration.write_text(_CONFIGURATION.format(output=output, mappings=MAPPINGS))
    done = run(["-m", "morph_kgc", str(configuration)], python=python, folder=folder, watched=True)
    with output.open("rb") as lines:
        return done._replace(said=str(sum(1 for _ in lines)))


def _succeed(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotInstalled(str(error)) from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise NotInstalled(lines[-1] if lines else f"{command[0]} ended with {done.returncode}")
