"""What commands share: arguments, options, the standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.shacl import Shapes
    from kg.stores.remote import RemoteStore
    from kg.stores.store import Store

DEFAULT_STORE = "output/store"
DEFAULT_TIMEOUT = 60.0
DEFAULT_MEMORY = 4.0
LEAST_MEMORY = 0.25
"""GiB, with which Oxigraph can at least open a store."""
ENGINE_NAMES = ("compiled", "pyshacl")
TRIAL_IRI_FORMS = ("ctgov", "identifiers", "bioregistry")
STORE_TYPES = ("generic", "virtuoso", "oxigraph", "fuseki", "graphdb", "qlever")

Command = Callable[..., Any]


def sources_argument(command: Command) -> Command:
    """SOURCE..., the same for every command that reads records.

    In the place of an NCT id the command gets the record's file, which is fetched where need be.
    """

    @wraps(command)
    def with_records(sources: tuple[str, ...], **options: Any) -> Any:
        from kg.cli.registry_options import with_fetched

        found = with_fetched(sources, quiet=options.get("quiet", False))
        return command(sources=found, **options)

    return click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")(with_records)


def shapes_option(command: Command) -> Command:
    """--shapes, the same for every command that validates."""
    return click.option(
        "--shapes",
        multiple=True,
        metavar="PATH",
        help="Shapes of your own beside the bundled ones: a file or a folder. Repeatable.",
    )(command)


def engine_option(command: Command) -> Command:
    """--engine, the same for every command that lets the user choose what validates."""
    return click.option(
        "--engine",
        type=click.Choice(ENGINE_NAMES),
        default=ENGINE_NAMES[0],
        show_default=True,
        help="What checks the shapes: SHACL Core compiled for speed, or pySHACL, with SPARQL.",
    )(command)


def base_option(command: Command) -> Command:
    """--base, the same for every command that makes graphs of records."""
    return click.option(
        "--base", metavar="IRI", help="Below which IRI kg mints its own. Ends in / or #."
    )(command)


def trial_iri_option(command: Command) -> Command:
    """--trial-iri, the same for every command that writes trials."""
    return click.option(
        "--trial-iri",
        type=click.Choice(TRIAL_IRI_FORMS),
        default=TRIAL_IRI_FORMS[0],
        show_default=True,
        help="Whose IRI stands for a trial.",
    )(command)


def no_validate_option(command: Command) -> Command:
    """--no-validate, the same for every command that makes graphs of records."""
    return click.option(
        "--no-validate", is_flag=True, help="Do not check the graphs against the shapes."
    )(command)


def without_contacts_option(command: Command) -> Command:
    """--without-contacts, the same for every command that makes graphs of records."""
    return click.option(
        "--without-contacts",
        is_flag=True,
        help="Leave out names, telephone numbers and e-mail addresses of contact persons.",
    )(command)


def quiet_option(command: Command) -> Command:
    """--quiet, the same for every command that talks."""
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")(command)


def without_results_option(command: Command) -> Command:
    """--without-results, the same for every command that makes graphs of records."""
    return click.option(
        "--without-results", is_flag=True, help="Leave out the results sections of the records."
    )(command)


def jobs_option(command: Command) -> Command:
    """--jobs, the same for every command that maps records."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="How many processes work at it; by default one for each processor.",
    )(command)


def store_option(command: Command) -> Command:
    """--store, the same for every command that uses the embedded store."""
    return click.option(
        "--store",
        "folder",
        metavar="DIR",
        default=DEFAULT_STORE,
        show_default=True,
        help="The folder of the embedded store.",
    )(command)


def store_options(command: Command) -> Command:
    """What names the store to ask: --store or --endpoint; the command gets it as `store`."""

    @wraps(command)
    def asking(
        folder: str, endpoint: str | None, store_type: str | None, username: str | None, **rest: Any
    ) -> Any:
        store: Store
        if endpoint is None:
            from kg.stores.embedded import EmbeddedStore

            store = EmbeddedStore(folder)
        else:
            store = remote_store(endpoint, store_type, username)
        return command(store=store, **rest)

    return store_option(endpoint_options(asking))


def endpoint_options(command: Command) -> Command:
    """--endpoint and what goes with it, the same for every command that uses a store."""
    for option in (
        click.option("--username", metavar="NAME", help="Who asks; the password is KG_PASSWORD's."),
        click.option(
            "--type",
            "store_type",
            type=click.Choice(STORE_TYPES),
            help="What the store is, where it does not say so itself.",
        ),
        click.option(
            "--endpoint",
            metavar="URL",
            help="A SPARQL endpoint to use instead of the embedded store.",
        ),
    ):
        command = option(command)
    return command


def remote_store(
    endpoint: str, store_type: str | None, username: str | None, **given: Any
) -> RemoteStore:
    """The store behind an endpoint; secrets come from the environment or a prompt.

    `given` goes to RemoteStore. Raises UsageError where --store is given as well.
    """
    from kg.stores.remote import RemoteStore
    from kg.stores.remote.client import Credentials

    source = click.get_current_context().get_parameter_source("folder")
    if source is not click.core.ParameterSource.DEFAULT:
        raise UsageError("--store and --endpoint exclude each other")
    password = os.environ.get("KG_PASSWORD")
    if username and password is None:
        if not sys.stdin.isatty():
            raise UsageError(f"put the password of {username} into the environment as KG_PASSWORD")
        password = click.prompt(f"Password of {username}", hide_input=True, err=True)
    token = None if username else os.environ.get("KG_TOKEN")
    credentials = Credentials(username, password, token)
    return RemoteStore(endpoint, store_type, credentials=credentials, **given)


def timeout_option(command: Command) -> Command:
    """--timeout, the same for every command that asks a store."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=DEFAULT_TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="When to give up.",
    )(command)


def memory_option(command: Command) -> Command:
    """--memory, the same for every command that asks the embedded store."""
    return click.option(
        "--memory",
        type=click.FloatRange(min=LEAST_MEMORY),
        default=DEFAULT_MEMORY,
        show_default=True,
        metavar="GIB",
        help="How much memory an embedded query may take before it is ended.",
    )(command)


def shapes_of(paths: tuple[str, ...], no_validate: bool = False) -> Shapes | None:
    """The bundled shapes and the user's own; None where nothing is to be validated."""
    from kg.shacl import load_shapes

    if no_validate and paths:
        raise UsageError("--shapes and --no-validate exclude each other")
    return None if no_validate else load_shapes(*map(Path, paths))


def write_out(text: str) -> None:
    """Writes to the standard output, whatever its encoding, whole or with a clear error."""
    from kg.system.output_files import open_output

    with open_output("-") as output:
        output.write(text)
