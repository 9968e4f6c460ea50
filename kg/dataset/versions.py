"""The versions of everything that affects the bytes of an output."""

from __future__ import annotations

import importlib.metadata
import platform
import unicodedata
from collections.abc import Iterable

from kg.rdf.vocabulary import ONTOLOGY_VERSION
from kg.system.compression import COMPRESSIONS


def versions(
    *, compression: str = "", engine: str | None = None, more: Iterable[str] = ()
) -> dict[str, str]:
    """The versions, by name, of everything that affects the bytes of an output.

    Python and its Unicode data make the words of IRIs, pycountry the countries, rdflib the
    description of the dataset. The packages that compress a file with that ending and validate with
    that engine are added if they were used, and so are `more`.
    """
    packages = ["pycountry", "rdflib", *more]
    packages += [row.package for ending, row in COMPRESSIONS.items() if ending == compression]
    packages += ["pyshacl"] if engine == "pyshacl" else []
    return {
        "kg": importlib.metadata.version("kg-trials"),
        "ontology": ONTOLOGY_VERSION,
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        **{name: importlib.metadata.version(name) for name in packages},
    }
