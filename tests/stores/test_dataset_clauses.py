"""FROM and FROM NAMED say which graphs a query sees, on the embedded store as on every server.

https://www.w3.org/TR/sparql11-query/#specifyingDataset
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from kg.load import load
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, SparqlStore, rows
from tests.support import sparql_servers
from tests.support.kg_command import kg as run
from tests.support.remote_stores import new_base, store
from tests.support.sparql_servers import Server

pytestmark = pytest.mark.slow

SEEN: Final = "{ ?s ex:says ?v }"
NAMED: Final = "{ GRAPH ?g { ?s ex:says ?v } }"

CASES: Final = [
    # the dataset, the pattern, the values that are found
    ("", SEEN, "a b c"),
    ("", NAMED, "a b c"),
    ("FROM ex:a", SEEN, "a"),
    ("FROM <{base}a>", SEEN, "a"),
    ("from ex:a From ex:b", SEEN, "a b"),
    ("FROM ex:a FROM ex:a", SEEN, "a"),
    ("FROM ex:missing", SEEN, ""),
    ("FROM ex:missing FROM ex:c", SEEN, "c"),
    ("FROM NAMED ex:a", NAMED, "a"),
    ("FROM NAMED ex:a", SEEN, ""),
    ("FROM NAMED ex:a FROM NAMED ex:b", NAMED, "a b"),
    ("FROM NAMED ex:missing", NAMED, ""),
    ("FROM ex:a", NAMED, ""),
    ("FROM ex:a FROM NAMED ex:b", SEEN, "a"),
    ("FROM ex:a FROM NAMED ex:b", NAMED, "b"),
    ("FROM ex:a FROM NAMED ex:b", f"{{ {SEEN} UNION {NAMED} }}", "a b"),
    ("FROM NAMED ex:a", "{ GRAPH ex:b { ?s ex:says ?v } }", ""),
    ("FROM NAMED ex:a", "{ GRAPH ex:a { ?s ex:says ?v } }", "a"),
    ("# FROM ex:a\n", "{ ?s ex:says ?v FILTER(?v != 'FROM') }", "a b c"),
]

DIFFERS: Final = {"virtuoso": ("FROM ex:a", NAMED)}
"""By the standard GRAPH then matches nothing; Virtuoso matches all graphs."""


def query(base: str, dataset: str, pattern: str, head: str = "SELECT DISTINCT ?v") -> str:
    dataset = dataset.format(base=base)
    return f"PREFIX ex: <{base}>\n{head}\n{dataset} WHERE {pattern}"


def loaded(target: SparqlStore, base: str, folder: Path) -> str:
    path = folder / "graphs.nq"
    lines = [f'<{base}s> <{base}says> "{each}" <{base}{each}> .\n' for each in "abc"]
    path.write_text("".join(lines), "utf-8")
    load([str(path)], target)  # type: ignore[arg-type]
    return base


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> tuple[EmbeddedStore, str]:
    folder = tmp_path_factory.mktemp("embedded")
    target = EmbeddedStore(folder / "store")
    return target, loaded(target, new_base(), folder)


def values(target: SparqlStore, text: str, **given: str) -> str:
    return " ".join(sorted(row["v"] for row in rows(target, SparqlQuery(text, given))))


@pytest.mark.parametrize(("dataset", "pattern", "found"), CASES)
def test_the_embedded_store(
    dataset: str, pattern: str, found: str, embedded: tuple[EmbeddedStore, str]
) -> None:
    target, base = embedded
    assert values(target, query(base, dataset, pattern)) == found


def test_a_parameter_beside_from(embedded: tuple[EmbeddedStore, str], tmp_path: Path) -> None:
    target, base = embedded
    text = query(base, "FROM ex:a FROM ex:b", SEEN, "SELECT ?s ?v")
    for value, answer in (("b", f"s,v\r\n{base}s,b\r\n"), ("c", "s,v\r\n")):
        ran = run(
            "query", "-e", text, "--param", f"v={value}", "-f", "csv", "--store", target.folder,
            cwd=tmp_path,
        )  # fmt: skip
        assert (ran.status, ran.text) == (0, answer)
    text = query(base, "FROM NAMED ex:a", NAMED, "SELECT ?g ?v")
    assert values(target, text, g=f"<{base}a>") == "a"
    assert values(target, text, g=f"<{base}b>") == ""


@pytest.mark.parametrize("head", ["CONSTRUCT { ?s ex:says ?v }", "ASK"])
def test_every_form_of_a_query(
    head: str, embedded: tuple[EmbeddedStore, str], tmp_path: Path
) -> None:
    target, base = embedded
    text = query(base, "FROM ex:b", SEEN, head)
    ran = run("query", "-e", text, "--store", target.folder, cwd=tmp_path)
    assert ran.text == "yes\n" if head == "ASK" else '"b"' in ran.text and '"a"' not in ran.text


@pytest.mark.parametrize("kind", sparql_servers.KINDS)
def test_every_server(kind: str, server_of: Callable[[str], Server], tmp_path: Path) -> None:
    server = server_of(kind)
    target = store(server)
    base = loaded(target, new_base(), tmp_path)
    for dataset, pattern, found in CASES:
        if DIFFERS.get(kind) != (dataset, pattern):
            assert values(target, query(base, dataset, pattern)) == found, (dataset, pattern)
