"""The table of docs/registries.md: `python scripts/registry_table.py` prints its rows."""

from __future__ import annotations

from collections.abc import Iterator

from kg.rdf.iris import Iris
from kg.registries.numbers import registry_of
from kg.registries.table import REGISTRIES
from kg.registries.trial_iris import BIOREGISTRY, iris_of
from kg.sources import SOURCE_FORMATS

EXAMPLES = """
NCT04745299 2023-503698-40 2008-005144-16 U1111-1234-5678 ISRCTN10175490 ACTRN12623000498695
ChiCTR2300070727 KCT0008394 CTRI/2023/04/052053 DRKS00031815 IRCT20080904001199N7 jRCTs041220087
UMIN000049383 JapicCTI-194635 JMA-IIA00123 PACTR202304525632216 TCTR20230429001 RBR-6qvdftm
RPCEC00000423 SLCTR/2023/010 NL-OMON53367 NL8483 LBCTR2023015204 PER-046-19 ITMCTR2023000002
SNCTP000005580
""".split()
"""A number of each registry, most of them the examples of bioregistry.io."""


def rows() -> Iterator[str]:
    """A row for each registry, in the order of the table."""
    by_key = {row.key: number for number in EXAMPLES if (row := registry_of(number))}
    for row in REGISTRIES:
        number = by_key[row.key]
        iri, same = Iris().trial(number)[1:-1], iris_of(number).get(BIOREGISTRY, "")
        curie = f"`{same.rpartition('.io/')[2]}`" if same else ""
        formats = ", ".join(SOURCE_FORMATS[each].title for each in row.source_formats)
        yield (
            f"| {row.key} | [{row.name}]({row.home}) | `{number}` | `{iri}` | {curie} | {formats} |"
        )


if __name__ == "__main__":
    print(*rows(), sep="\n")
