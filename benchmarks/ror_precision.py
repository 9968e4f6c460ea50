"""The precision of `kg enrich --ror`: its rule on affiliations with known organisations.

    python benchmarks/ror_precision.py DUMP AFFILIATIONS...

DUMP is ROR's data dump, or a response of its search index; AFFILIATIONS are the sets that ROR tests
its own matching with: [{"affiliation": text, "ror_ids": [...]}, ...]. An affiliation in running
text is not a name, so each part between commas is looked up as one, in the country that the last
part names. Only organisations in the dump count as missed.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.enrichment.ror_dump import RorDirectory, directory
from kg.text.countries import country_codes

SHORT: Final = {"England": "United Kingdom", "Scotland": "United Kingdom",
                "Wales": "United Kingdom", "P.R. China": "China", "PR China": "China"}  # fmt: skip
"""Names in affiliations that are those of no country, and the country that they are in or mean."""


@dataclass
class Score:
    """Affiliations read, those with a known country, and links: right, wrong, missed."""

    read: int = 0
    with_country: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def line(self, name: str) -> str:
        """A row of the table."""
        linked, due = self.right + self.wrong, self.right + self.missed
        precision = f"{self.right / linked:.1%}" if linked else "-"
        recall = f"{self.right / due:.1%}" if due else "-"
        return (
            f"| {name} | {self.read:,} | {self.with_country:,} | {due:,} | {linked:,} |"
            f" {self.right:,} | {precision} | {recall} |"
        )


def country(affiliation: str) -> str | None:
    """The alpha-3 code of the country that an affiliation ends in."""
    last = re.split(r"[,;]", affiliation)[-1].strip().rstrip(".")
    codes = country_codes(SHORT.get(last, last))
    return codes[0] if codes else None


def linked(affiliation: str, organizations: RorDirectory) -> set[str]:
    """The ids of the organisations that the rule finds in an affiliation."""
    code = country(affiliation)
    if code is None:
        return set()
    parts = (part.strip(" .") for part in re.split(r"[,;]", affiliation))
    matches = (organizations.match(part, code) for part in parts if part)
    return {match.ror for match in matches if match}


def measure(path: Path, organizations: RorDirectory) -> Score:
    """The score on one set."""
    score = Score()
    for row in json.loads(path.read_text("utf-8")):
        text, gold = row["affiliation"], {each.rpartition("/")[2] for each in row["ror_ids"]}
        found = linked(text, organizations)
        score.read += 1
        score.with_country += country(text) is not None
        score.right += len(found & gold)
        score.wrong += len(found - gold)
        score.missed += len((gold & organizations.ids) - found)
    return score


def opened(path: Path) -> RorDirectory:
    """The directory of a dump, or of a response of the search index."""
    if path.suffix != ".json" or not path.read_text("utf-8").lstrip().startswith("{"):
        return directory(path)
    hits = json.loads(path.read_text("utf-8"))["hits"]["hits"]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump([hit["_source"] for hit in hits], file)
        file.flush()
        return directory(file.name)


def main() -> None:
    """Prints a table."""
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    organizations = opened(Path(sys.argv[1]))
    print(f"{len(organizations.ids):,} organisations in {Path(sys.argv[1]).name}\n")
    print("| set | affiliations | with a country | due | linked | right | precision | recall |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in sys.argv[2:]:
        print(measure(Path(name), organizations).line(Path(name).stem))


if __name__ == "__main__":
    main()
