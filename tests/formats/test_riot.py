"""The judge itself: riot reads every format and refuses what is wrong."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.jena import RefusedError, Riot

pytestmark = pytest.mark.slow

S, P = "<http://example.org/s>", "<http://example.org/p>"

DOCUMENTS = {
    "a.ttl": f'{S} {P} "x" .',
    "b.nt": f'{S} {P} "x" .\n',
    "c.nq": f'{S} {P} "x" <http://example.org/g> .\n',
    "d.trig": f'<http://example.org/g> {{ {S} {P} "x" . }}',
    "e.jsonld": '{"@id": "http://example.org/s", "http://example.org/p": "x"}',
    "f.rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:e="http://example.org/"><r:Description r:about="http://example.org/s">'
    "<e:p>x</e:p></r:Description></r:RDF>",
    "g.ttl": "",
}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file with this name and text."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return written


def test_every_format_is_read_in_one_go(riot: Riot, file: Callable[[str, str], Path]) -> None:
    paths = [file(name, text) for name, text in DOCUMENTS.items()]
    triple, quad = f'{S} {P} "x" .', f'{S} {P} "x" <http://example.org/g> .'
    expected: list[set[str]] = [{triple}, {triple}, {quad}, {quad}, {triple}, {triple}, set()]
    assert list(riot(paths)) == list(zip(paths, expected, strict=True))


def test_a_compressed_file_is_read(riot: Riot, tmp_path: Path) -> None:
    path = tmp_path / "a.nt.gz"
    path.write_bytes(gzip.compress(DOCUMENTS["b.nt"].encode()))
    assert dict(riot([path])) == {path: {f'{S} {P} "x" .'}}


def test_literals_come_back_as_kg_writes_them(riot: Riot, file: Callable[[str, str], Path]) -> None:
    line = f'{S} {P} "a\tb \\\\t \\n\\r \\" é 𝄞 \u2028 \x85" .'
    path = file("a.nt", line + "\n")
    assert dict(riot([path])) == {path: {line}}


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("bad.ttl", f'{S} {P} "x"', "not terminated"),
        ("bad.nt", f"{S} {P} <http://example.org/a b> .\n", "Bad character in IRI"),
        (
            "bad.nq",
            f'{S} {P} "2021-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .\n',
            "Lexical form",
        ),
        ("bad.jsonld", '{"@id": ', "could not be loaded or parsed"),
        ("bad.rdf", "<r:RDF", "XML"),
    ],
)
def test_a_fault_is_told_with_its_file(
    riot: Riot, file: Callable[[str, str], Path], name: str, text: str, complaint: str
) -> None:
    paths = [file("good.ttl", DOCUMENTS["a.ttl"]), file(name, text)]
    with pytest.raises(RefusedError, match=complaint) as caught:
        list(riot(paths))
    assert name in str(caught.value)
    assert "good.ttl" not in str(caught.value)
