"""An example of each term: triples of a bundled record, as kg maps it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Node

import kg
from tests.support import full_enrichments, full_registration, full_similarities

ROOT: Final = Path(__file__).parents[2]
SAMPLES: Final = (
    "samples/NCT04745299.json",
    "samples/NCT04326283.json",
    "samples/NCT04322149.json",
    "samples/NCT04745299.txt",
)
"""Real records, the one that the documentation speaks of first."""

FULL: Final = (
    "tests/data/shapes/interventional.json",
    "tests/data/shapes/observational.json",
    "tests/data/shapes/expanded-access.json",
)
"""Records of the tests that together fill every field of the registry."""

RECORDS: Final = ("tests/data/records", "tests/data/registries")
"""More records of the tests, each for something that is seldom, and of other registries."""

_MOST: Final = 6
"""Triples in the example of a class."""

_PUBLISHED: Final = (
    *("--publish-at", "https://example.org/trials/", "--publisher", "Trial Archive"),
    *("--sparql-endpoint", "https://example.org/sparql"),
)
"""What a publisher says of a dataset."""


@dataclass(frozen=True, slots=True)
class Example:
    """A few triples of one subject, and what they were made from."""

    subject: Node
    properties: list[tuple[Node, Node]]
    source: str
    is_whole: bool = True


def examples(terms: set[URIRef], vocabulary: Graph) -> dict[Node, Example]:
    """An example for each of the terms that any bundled record states."""
    found: dict[Node, Example] = {}
    for source, graph in _graphs():
        _add(graph, source, terms - found.keys(), found)
    for source, graph in _variants(terms - found.keys(), vocabulary):
        _add(graph, source, terms - found.keys(), found)
    return found


def _graphs() -> Iterator[tuple[str, Graph]]:
    """What was mapped, and its graph; the first that states a term is its example."""
    records = sorted(
        path.relative_to(ROOT).as_posix() for each in RECORDS for path in (ROOT / each).iterdir()
    )
    for source in (*SAMPLES, *FULL, *records):
        yield source, kg.graph(ROOT / source)
    for module, graphs in (
        (full_enrichments, full_enrichments.full_enrichments()),
        (full_similarities, full_similarities.full_similarities()),
        (full_registration, (kg.map_record(full_registration.full_registration()),)),
    ):
        source = Path(str(module.__file__)).relative_to(ROOT).as_posix()
        for each in graphs:
            yield source, _graph(each.triples)
    for contact in ("data@example.org", "https://example.org/contact"):
        source = f"the description of an export of {SAMPLES[0]} and {FULL[0]}"
        yield source, _description(contact)


def _description(contact: str) -> Graph:
    """What `kg export` writes of a dataset beside its records."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "trials.nq.gz")
        sources = [ROOT / source for source in (SAMPLES[0], FULL[0])]
        command = [sys.executable, "-m", "kg", "export", "-q", "-o", str(output), *_PUBLISHED]
        command += ["--contact-point", contact]
        subprocess.run([*command, *map(str, sources)], cwd=ROOT, check=True)
        return Graph().parse(f"{output}.dataset.ttl")


def _add(graph: Graph, source: str, missing: Set[Node], found: dict[Node, Example]) -> None:
    for subject, predicate, value in sorted(graph):
        if predicate in missing and predicate not in found:
            found[predicate] = Example(subject, [(predicate, value)], source)
        if value not in missing or value in found:
            continue
        if predicate == RDF.type:
            found[value] = _of_class(graph, subject, value, source)
        else:
            found[value] = Example(subject, [(predicate, value)], source)


def _of_class(graph: Graph, subject: Node, kind: Node, source: str) -> Example:
    """A node of a class with some of its properties, each once."""
    values = {p: o for p, o in sorted(graph.predicate_objects(subject)) if p != RDF.type}
    first = list(values.items())[:_MOST]
    whole = len(first) + 1 == len(list(graph.predicate_objects(subject)))
    return Example(subject, [(RDF.type, kind), *first], source, whole)


# -- values of the registry's enumerations ---------------------------------------------------------


def _variants(missing: Set[Node], vocabulary: Graph) -> Iterator[tuple[str, Graph]]:
    """For each concept that no record states, what states it in a record with its value.

    The value is put where a record of the tests has another one of the same code list.
    """
    for concept in sorted(missing, key=str):
        for scheme in vocabulary.objects(concept, SKOS.inScheme):
            others = {
                str(notation)
                for other in vocabulary.subjects(SKOS.inScheme, scheme)
                for notation in vocabulary.objects(other, SKOS.notation)
            }
            value = str(vocabulary.value(concept, SKOS.notation))
            for source, study, old in _with_value(value, others):
                stating = [each for each in kg.triples(study) if each[2] == f"<{concept}>"]
                if stating:
                    yield f"{source} with {value} in the place of {old}", _graph(stating[:1])
                    break


def _with_value(value: str, others: set[str]) -> Iterator[tuple[str, kg.Record, str]]:
    """Records of the tests, each with a value in the place of one of the others."""
    for source in (*FULL, f"{RECORDS[0]}/results.json"):
        study = json.loads((ROOT / source).read_text("utf-8"))
        for container, key in list(_places(study, others)):
            old = container[key]
            container[key] = value
            yield source, _record(study), old
            container[key] = old


def _places(within: Any, values: set[str]) -> Iterator[tuple[Any, Any]]:
    """The containers and keys at which a record has one of these values."""
    inner = within.items() if isinstance(within, dict) else enumerate(within)
    for key, value in inner:
        if isinstance(value, str):
            if value in values:
                yield within, key
        elif isinstance(value, dict | list):
            yield from _places(value, values)


def _record(study: Any) -> kg.Record:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "study.json")
        path.write_text(json.dumps(study), "utf-8")
        return next(iter(kg.read(path)))


def _graph(triples: Iterable[tuple[str, str, str]]) -> Graph:
    return Graph().parse(data="".join(f"{' '.join(each)} .\n" for each in triples), format="nt")
