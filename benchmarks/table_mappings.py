"""The main parts of records from flat tables: by RML with morph-kgc, by OTTR templates with maplib.

Both need other versions of libraries than kg, so each has a virtual environment of its own, made
from its lock file at the first run. https://morph-kgc.readthedocs.io/,
https://datatreehouse.github.io/maplib/
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from measuring import Run, run
from side_environment import environment
from workbench import CACHE, HERE

MAPPINGS = HERE / "rml"

_CONFIGURATION = """\
[CONFIGURATION]
output_file = {output}
output_format = N-TRIPLES
number_of_processes = 1
logging_level = WARNING

[corpus]
mappings = {mappings}
"""


def tables(corpus: Path, folder: Path) -> None:
    """Writes the tables of a corpus that the mappings read."""
    folder.mkdir(exist_ok=True)
    run([str(HERE / "tables.py"), str(corpus), str(folder)])


class MorphKgc:
    """RML over the tables in a folder. NotInstalled if its environment can't be made here."""

    def __init__(self, folder: Path) -> None:
        self._python = environment(CACHE / "morph-kgc", HERE / "morph-kgc.lock")
        self._folder = folder

    def __call__(self) -> Run:
        """Its output is the number of triples."""
        output, configuration = self._folder / "morph-kgc.nt", self._folder / "morph-kgc.ini"
        configuration.write_text(_CONFIGURATION.format(output=output, mappings=MAPPINGS))
        return _counted(self._python, ["-m", "morph_kgc", str(configuration)], output)


class Maplib:
    """Templates over the tables in a folder. NotInstalled if its environment can't be made here."""

    def __init__(self, folder: Path) -> None:
        self._python = environment(CACHE / "maplib", HERE / "maplib.lock")
        self._folder = folder

    def __call__(self) -> Run:
        """Its output is the number of triples."""
        output = self._folder / "maplib.nt"
        command = [str(HERE / "maplib_tables.py"), str(self._folder), str(output)]
        return _counted(self._python, command, output)


def _counted(python: Path, command: Sequence[str], output: Path) -> Run:
    output.unlink(missing_ok=True)
    done = run(command, python=python, folder=output.parent)
    with output.open("rb") as lines:
        return done._replace(said=str(sum(1 for _ in lines)))
