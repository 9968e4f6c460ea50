"""Prints what KGX and Biolink's own classes find wrong with files of KGX: `kgx_checker.py PATH`.

Run by the Python of scripts/install_kgx.sh, without a network: the model is that of the package
biolink-model, which KGX and its toolkit would fetch otherwise.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from biolink_model.datamodel import pydanticmodel_v2
from bmt.toolkit import Toolkit

SCHEMA = Path(pydanticmodel_v2.__file__).parents[1] / "schema" / "biolink_model.yaml"

# Before kgx is imported, which makes a toolkit then.
Toolkit.__init__.__defaults__ = (str(SCHEMA), {"predicate mappings": []})

from kgx import config  # noqa: E402

# The context that KGX would fetch has the prefixes of the model and of the ids of its classes.
_MODEL = yaml.safe_load(SCHEMA.read_text("utf-8"))
_USED = {each for row in _MODEL["classes"].values() for each in row.get("id_prefixes", ())}
config.jsonld_context_map["biolink"] = {
    **{prefix: f"https://bioregistry.io/{prefix}:" for prefix in (*_USED, "isrctn")},
    **_MODEL["prefixes"],
    "kgtrials": "https://w3id.org/kg-trials/",
}

from kgx.graph.nx_graph import NxGraph  # noqa: E402
from kgx.validator import Validator  # noqa: E402

Row = dict[str, Any]


def read(path: str) -> list[Row]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def told(*words: object) -> None:
    """Prints a line."""
    sys.stdout.write(f"{' '.join(map(str, words))}\n")


def by_classes(rows: list[Row]) -> None:
    """Prints what the class of each row's category refuses."""
    for row in rows:
        given = dict(row)
        if "has_supporting_studies" in given:  # LinkML's classes have the objects, by their ids
            studies = given["has_supporting_studies"]
            category = "biolink:ClinicalTrial"
            given["has_supporting_studies"] = {
                each: {"id": each, "category": [category]} for each in studies
            }
        name = row["category"][0].removeprefix("biolink:")
        try:
            getattr(pydanticmodel_v2, name).model_validate(given)
        except ValueError as error:
            told(row["id"], name, error)


def by_kgx(nodes: list[Row], edges: list[Row]) -> None:
    """Prints what KGX's validator reports, and not its progress."""
    graph = NxGraph()
    for node in nodes:
        graph.add_node(node["id"], **node)
    for edge in edges:
        graph.add_edge(edge["subject"], edge["object"], edge["id"], **edge)
    validator = Validator(error_log="/dev/null")
    with contextlib.redirect_stdout(None):
        validator.validate(graph)
    for level, errors in validator.get_errors().items():
        for kind, messages in errors.items():
            for message, ids in messages.items():
                told(level, kind, message, ids[:3])


if __name__ == "__main__":
    all_nodes, all_edges = (read(f"{sys.argv[1]}_{kind}.jsonl") for kind in ("nodes", "edges"))
    by_classes([*all_nodes, *all_edges])
    by_kgx(all_nodes, all_edges)
