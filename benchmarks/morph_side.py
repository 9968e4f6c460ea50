"""The main parts of a record with morph-kgc: RML mappings, an environment of its own, its run.

morph-kgc needs other versions of rdflib and pyoxigraph than kg, so it has a virtual environment
below .cache, made from morph-kgc.lock at the first run. https://morph-kgc.readthedocs.io/
"""

from __future__ import annotations

from pathlib import Path

import side_environment
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


def environment(cache: Path) -> Path:
    """The Python of morph-kgc's environment. NotInstalled if it can't be made here."""
    return side_environment.environment(cache / "morph-kgc", LOCK)


def tables(corpus: Path, folder: Path) -> None:
    """Writes the tables of a corpus that the mappings read."""
    folder.mkdir(exist_ok=True)
    run([str(HERE / "tables.py"), str(corpus), str(folder)])


def materialise(python: Path, folder: Path) -> Run:
    """Runs the mappings over the tables in a folder; its output is the number of triples."""
    output, configuration = folder / "graph.nt", folder / "morph-kgc.ini"
    output.unlink(missing_ok=True)
    configuration.write_text(_CONFIGURATION.format(output=output, mappings=MAPPINGS))
    done = run(["-m", "morph_kgc", str(configuration)], python=python, folder=folder, watched=True)
    with output.open("rb") as lines:
        return done._replace(said=str(sum(1 for _ in lines)))
