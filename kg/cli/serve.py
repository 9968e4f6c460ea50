"""`kg serve`."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import click

from kg.cli.console import say
from kg.cli.option_types import Number, WholeNumber
from kg.cli.shared_options import quiet_option, store_option
from kg.errors import UsageError
from kg.serve.settings import (
    DEFAULT_HOST,
    DEFAULT_MEMORY,
    DEFAULT_PORT,
    DEFAULT_QUERIES,
    DEFAULT_ROWS,
    DEFAULT_TIMEOUT,
    ServeSettings,
)
from kg.stores.query_limits import LEAST_MEMORY

_HIGHEST_PORT = 65_535
_PUBLIC_URL = re.compile(r"https?://[^\s?#]+")


@click.command()
@store_option
@click.option(
    "--host",
    default=DEFAULT_HOST,
    show_default=True,
    metavar="ADDRESS",
    help="Address to listen at; by default only this machine can connect.",
)
@click.option(
    "--port",
    type=WholeNumber(min=0, max=_HIGHEST_PORT),
    default=DEFAULT_PORT,
    show_default=True,
    metavar="N",
    help="Port to listen at; 0 takes a free one.",
)
@click.option(
    "--public-url",
    metavar="URL",
    help="Address that readers use, if a proxy is in front; its path is that of all pages.",
)
@click.option(
    "--timeout",
    type=Number(min=0, min_open=True),
    default=DEFAULT_TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="Stop a SPARQL query after this many seconds.",
)
@click.option(
    "--memory",
    type=Number(min=LEAST_MEMORY),
    default=DEFAULT_MEMORY,
    show_default=True,
    metavar="GIB",
    help="Stop a SPARQL query that needs more memory than this.",
)
@click.option(
    "--max-rows",
    type=WholeNumber(min=1),
    default=DEFAULT_ROWS,
    show_default=True,
    metavar="N",
    help="Refuse SPARQL results with more rows or triples than this.",
)
@click.option(
    "--queries",
    type=WholeNumber(min=1, max=1024),
    default=DEFAULT_QUERIES,
    show_default=True,
    metavar="N",
    help="SPARQL queries at once; others wait their turn.",
)
@quiet_option
def serve(
    folder: str,
    host: str,
    port: int,
    public_url: str | None,
    timeout: float,
    memory: float,
    max_rows: int,
    queries: int,
    quiet: bool,
) -> None:
    """Serve the store as web pages, linked data and a SPARQL endpoint.

    The pages show each trial with its sites, people, publications and related trials, and find
    trials by text, facets and place. The endpoint is at /sparql, with an editor for a browser.
    Nothing can be changed through the server. `kg load` may replace the store meanwhile: the next
    request reads the new one. Ctrl-C ends it.

    \b
    kg serve                                        open http://127.0.0.1:8000/
    kg serve --store DIR --port 8080
    kg serve --public-url https://example.org/kg/   behind a proxy

    It needs the packages of kg-trials[serve].
    """
    with with_packages():
        from kg.serve.server import address, listening, run
    from kg.stores.embedded import EmbeddedStore

    store = EmbeddedStore(folder)
    with store.files():
        pass  # a missing store is reported at once
    with listening(host, port) as sock:
        local = address(sock)
        public = _public(public_url) if public_url else local
        settings = ServeSettings(store, public, timeout, memory, max_rows, queries)
        if not quiet:
            here = f"{local}{urlsplit(public).path[1:]}"
            readers = "" if public == here else f" (for its readers {public})"
            say(f"Serving {store.place} at {here}{readers}; Ctrl-C ends it.")
        if not _is_loopback(sock.getsockname()[0]):
            say(
                f"Every machine that reaches {host} can read the whole store and run queries on"
                " this one; for the public put a proxy with HTTPS in front."
            )
        run(settings, sock, say)


@contextmanager
def with_packages() -> Iterator[None]:
    """Imports that need the packages of kg-trials[serve]; UsageError if one is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if str(error.name).startswith("kg."):
            raise
        raise UsageError(
            f"the package {error.name} is missing: pip install 'kg-trials[serve]'"
        ) from error


def _public(url: str) -> str:
    if not _PUBLIC_URL.fullmatch(url) or not urlsplit(url).hostname:
        raise UsageError(
            f"{url!r} is not the address of a server: give one such as https://host/kg/"
        )
    return url if url.endswith("/") else f"{url}/"


def _is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host).is_loopback
