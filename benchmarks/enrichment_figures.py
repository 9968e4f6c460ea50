"""The content of real responses of PubMed and Crossref, and their evidence compared with titles.

python benchmarks/enrichment_figures.py FOLDER    # with pubmed/*.xml and crossref/*.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kg.enrichment import article_roles, crossref, pubmed
from kg.enrichment.work import Work
from kg.text import protocol_titles

HELD: Final[dict[str, Callable[[Work], object]]] = {
    "title": lambda work: work.title,
    "journal": lambda work: work.journal,
    "date": lambda work: work.date,
    "date without a day": lambda work: work.date and len(work.date) < 10,
    "authors": lambda work: work.authors,
    "an ORCID": lambda work: any(author.orcid for author in work.authors),
    "publication types": lambda work: work.types or work.form,
    "registered trials": lambda work: work.registrations,
    "a licence": lambda work: work.licences,
    "a notice": lambda work: work.notices,
    "protocol by evidence": article_roles.is_protocol,
    "result by evidence": article_roles.is_report,
    "protocol by title": lambda work: protocol_titles.is_protocol(work.title or ""),
    "a trial's type, but the abstract is of plans": lambda work: (
        article_roles.has_trial_type(work) and work.plans
    ),
}
"""What is counted -> whether a work has it."""


def works(folder: Path) -> Iterator[Work]:
    """Each work once."""
    for path in sorted((folder / "pubmed").glob("*.xml")):
        yield from pubmed.works(path.read_bytes(), path.name)
    found = {}
    for path in sorted((folder / "crossref").glob("*.json")):
        answer = json.loads(path.read_text("utf-8"))
        message = answer.get("message", answer)
        for item in message.get("items", [message]):
            if "DOI" in item:
                work = crossref.work(json.dumps({"message": item}).encode(), path.name)
                found[work.key] = work
    yield from found.values()


def main() -> None:
    """Prints a table."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    counts: dict[str, Counter[str]] = {"pubmed": Counter(), "crossref": Counter()}
    for work in works(Path(sys.argv[1])):
        counts[work.source].update(
            ["publications", *(name for name, has in HELD.items() if has(work))]
        )
    print("| | PubMed | Crossref |\n| --- | ---: | ---: |")
    for name in ("publications", *HELD):
        print(f"| {name} | {counts['pubmed'][name]:,} | {counts['crossref'][name]:,} |")


if __name__ == "__main__":
    main()
