"""What the commands that keep the similar trials of a store up to date have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.cli.console import say
from kg.cli.progress import in_steps

if TYPE_CHECKING:
    from kg.shacl import Shapes
    from kg.similarity.index_files import LinkSettings
    from kg.similarity.store_links import StoreLinks
    from kg.stores.embedded import EmbeddedStore


def link(
    store: EmbeddedStore, settings: LinkSettings, shapes: Shapes | None, jobs: int, quiet: bool
) -> StoreLinks:
    """Brings the similar trials in a store up to date, and shows how far it is."""
    from kg.similarity.store_links import StoreLinker

    with in_steps(quiet) as show:
        tell = _nothing if quiet else say
        return StoreLinker(store, settings, shapes, jobs, tell, show, show).link()


def link_summary(done: StoreLinks, quiet: bool) -> Iterator[str]:
    """What was done, a line each; what was left out is said even if `quiet`."""
    from kg.export.summary import left_out_lines
    from kg.similarity.store_links import FEWEST

    yield from left_out_lines(done.written.rejects, done.written.rejected.total())
    if quiet:
        return
    if done.records < FEWEST:
        yield f"Similar trials: none, as {_count(done.records, 'record')} can't be compared"
        return
    lists = "" if done.changed is None else f"; {_count(done.changed, 'list')} changed"
    links = _count(done.links, "link")
    yield f"Similar trials: {links} of {_count(done.trials, 'trial')}{lists}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _nothing(_: str) -> None:
    """Says nothing."""
