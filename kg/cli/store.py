"""`kg store`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kg.cli.console import write_out
from kg.cli.shared_options import store_option

if TYPE_CHECKING:
    from kg.stores.embedded import EmbeddedStore


@click.group()
def store() -> None:
    """Say where the files of the store are, and what it holds."""


@store.command()
@store_option
def path(folder: str) -> None:
    """Print the folder of Oxigraph's files, for a program that reads them itself.

    Such a program must open them read-only. The next kg load makes another folder and removes this
    one, unless a process holds a shared lock on it: see docs/stores.md.

    \b
    oxigraph serve-read-only --location "$(kg store path)"
    """
    from kg.stores.embedded import EmbeddedStore

    with EmbeddedStore(folder).files() as files:
        write_out(f"{files.absolute()}\n")


@store.command()
@store_option
def info(folder: str) -> None:
    """Print what the store holds: records, graphs, triples, vocabulary, similar trials."""
    from kg.stores.embedded import EmbeddedStore

    lines = _info(EmbeddedStore(folder))
    write_out("".join(f"{name:15} {text}\n" for name, text in lines))


def _info(store: EmbeddedStore) -> Iterator[tuple[str, str]]:
    with store.files() as files:
        yield "store", str(store.folder)
        yield "files", str(files.absolute())
    held = store.holdings()
    yield "records", f"{held.records:,}"
    yield "graphs", f"{held.graphs:,}"
    yield "triples", f"{held.triples:,}"
    yield "vocabulary", "yes" if held.vocabulary else "no: `kg load SOURCE` brings it"
    yield "similar trials", _similar(store)


def _similar(store: EmbeddedStore) -> str:
    if not store.keeps_similar_trials():
        return f"not kept up to date: `kg similar {store.option}` finds them"
    changed = len(store.changed_trials())
    if not changed:
        return "up to date"
    return f"{changed:,} records changed since: `kg similar {store.option}` reads them"
