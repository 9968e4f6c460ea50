"""The tables of records that tables.py writes, as N-Triples by the templates of ottr/, with maplib.

    python benchmarks/maplib_tables.py FOLDER OUTPUT

Runs in an environment of its own, without kg. maplib takes Polars data frames with finished IRIs; a
row whose IRI would lack a part is left out, as morph-kgc does. https://datatreehouse.github.io/maplib/
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from urllib.parse import quote

import polars
from maplib import Model

TEMPLATES = Path(__file__).resolve().parent / "ottr" / "trials.stottr"
PREFIX = "urn:x-kg-benchmark:"

_KG = "https://w3id.org/kg-trials/"
_IRIS = {
    "phases": {},
    "keywords": {},
    "conditions": {"nameIri": "condition/{name}"},
    "collaborators": {"nameIri": "organization/{name}"},
    "interventions": {"itemIri": "trial/{trial}/intervention/{number}"},
    "officials": {
        "personIri": "person/{name}/{affiliation}",
        "affiliationIri": "organization/{affiliation}",
    },
    "sites": {"siteIri": "site/{country}/{city}/{facility}"},
    "references": {"referenceIri": "https://pubmed.ncbi.nlm.nih.gov/{pmid}/"},
}
"""Templates whose tables have their names, and the IRIs of a row, which must have the first one."""

_OUTCOMES = {"primary": "CTO_0000035", "secondary": "CTO_0000008", "other": "CTO_0000010"}
"""A rank of outcomes, and its class in the Clinical Trials Ontology."""

_DATES = ("start", "completion")
_DECIMALS = ("latitude", "longitude")


@cache
def _encoded(text: str) -> str:
    return quote(text, safe="")


def _iri(template: str) -> polars.Expr:
    """The IRI of each row; null if a part of it is."""
    parts = template.replace("}", "{").split("{")
    texts = [polars.lit(part) for part in parts[::2]]
    columns = [
        polars.col(name).cast(polars.String).map_elements(_encoded, return_dtype=polars.String)
        for name in parts[1::2]
    ]
    pieces = [piece for pair in zip(texts, columns, strict=False) for piece in pair]
    return polars.concat_str([*pieces, texts[-1]])


def _absolute(template: str) -> str:
    return template if template.startswith("https:") else _KG + template


def frame(folder: Path, table: str, iris: dict[str, str]) -> polars.DataFrame:
    """A table with the IRIs of its rows; without columns if it is empty."""
    found = polars.read_json(folder / f"{table}.json", infer_schema_length=None)
    if not found.height:
        return found
    dates = [name for name in _DATES if name in found.columns]
    numbers = [name for name in _DECIMALS if name in found.columns]
    return found.with_columns(
        _iri("https://clinicaltrials.gov/study/{trial}").alias("trialIri"),
        *(_iri(_absolute(template)).alias(name) for name, template in iris.items()),
        # maplib has no xsd:date of a month or a year: such a date is left out.
        *(polars.col(name).str.to_date("%Y-%m-%d", strict=False) for name in dates),
        *(polars.col(name).cast(polars.Decimal(38, 12)) for name in numbers),
    )


def outcomes(folder: Path, rank: str, term: str) -> polars.DataFrame:
    """The table of the outcomes of a rank, with their class and the property that leads to them."""
    item = "trial/{trial}/" + rank + "-outcome/{number}"
    found = frame(folder, f"{rank}Outcomes", {"itemIri": item})
    class_, leading = f"http://purl.obolibrary.org/obo/{term}", f"{_KG}vocab#{rank}Outcome"
    values = {"class": class_, "property": leading}
    return found.with_columns(polars.lit(iri).alias(name) for name, iri in values.items())


def materialise(folder: Path, output: Path) -> None:
    """Writes the triples of the tables in a folder."""
    model, templates = Model(), TEMPLATES.read_text("utf-8")
    model.add_template(templates)
    heads = re.findall(r"b:(\w+) \[(.*?)\] ::", templates, re.DOTALL)
    parameters = {name: re.findall(r"\?(\w+)", head) for name, head in heads}

    def add(template: str, rows: polars.DataFrame, *needed: str) -> None:
        """An instance of a template for each row that has what it needs."""
        if rows.height:
            absent = [name for name in parameters[template] if name not in rows.columns]
            rows = rows.with_columns(polars.lit(None).alias(name) for name in absent)
            rows = rows.drop_nulls(["trialIri", *needed])
            model.map(PREFIX + template, rows.select(parameters[template]))

    trials = frame(folder, "trials", {"sponsorIri": "organization/{sponsor}"})
    add("trials", trials)
    add("sponsors", trials, "sponsor")
    for table, iris in _IRIS.items():
        add(table, frame(folder, table, iris), *list(iris)[:1])
    for rank, term in _OUTCOMES.items():
        add("outcomes", outcomes(folder, rank, term))
    model.write(str(output), format="ntriples")


if __name__ == "__main__":
    materialise(Path(sys.argv[1]), Path(sys.argv[2]))
