"""What commands share: arguments, options, the standard output."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.option_types import Command, TableChoice, option_group
from kg.errors import UsageError
from kg.stores.store import DEFAULT_MEMORY, DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from kg.export.options import ExportOptions
    from kg.rdf.iris import Iris
    from kg.shacl import Shapes
    from kg.stores.remote import RemoteStore
    from kg.stores.store import Store

DEFAULT_STORE: Final = "output/store"
LEAST_MEMORY: Final = 0.25
"""GiB, with which Oxigraph can at least open a store."""


@dataclass(frozen=True, slots=True)
class GraphChoices:
    """What the user chose of how records become graphs."""

    base: str | None
    shapes: tuple[str, ...]
    no_validate: bool
    without_contacts: bool
    without_results: bool

    def iris(self, trial_form: str | None = None) -> Iris:
        """The IRIs that are minted."""
        from kg.rdf.iris import DEFAULT_BASE, Iris

        return Iris(DEFAULT_BASE if self.base is None else self.base, trial_form or "ctgov")

    def options(self, trial_form: str | None = None, **others: Any) -> ExportOptions:
        """The same as an export takes it; UsageError where choices exclude each other."""
        from kg.export.options import ExportOptions

        return ExportOptions(
            iris=self.iris(trial_form),
            shapes=shapes_of(self.shapes, self.no_validate),
            contacts=not self.without_contacts,
            results=not self.without_results,
            **others,
        )


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


def base_option(command: Command) -> Command:
    """--base, the same for every command that makes graphs of records."""
    return click.option(
        "--base", metavar="IRI", help="Below which IRI kg mints its own. Ends in / or #."
    )(command)


def shapes_option(command: Command) -> Command:
    """--shapes, the same for every command that validates."""
    return click.option(
        "--shapes",
        multiple=True,
        metavar="PATH",
        help="Shapes of your own beside the bundled ones: a file or a folder. Repeatable.",
    )(command)


def graph_options(command: Command) -> Command:
    """How records become graphs; the command gets `choices`, a GraphChoices."""

    @wraps(command)
    def choosing(
        base: str | None,
        shapes: tuple[str, ...],
        no_validate: bool,
        without_contacts: bool,
        without_results: bool,
        **rest: Any,
    ) -> Any:
        choices = GraphChoices(base, shapes, no_validate, without_contacts, without_results)
        return command(choices=choices, **rest)

    return option_group(
        base_option,
        shapes_option,
        click.option(
            "--no-validate", is_flag=True, help="Do not check the graphs against the shapes."
        ),
        click.option(
            "--without-contacts",
            is_flag=True,
            help="Leave out names, telephone numbers and e-mail addresses of contact persons.",
        ),
        click.option(
            "--without-results",
            is_flag=True,
            help="Leave out the results sections of the records.",
        ),
    )(choosing)


def engine_option(command: Command) -> Command:
    """--engine, the same for every command that lets the user choose what validates."""
    return click.option(
        "--engine",
        type=TableChoice("kg.shacl:ENGINES"),
        default="compiled",
        show_default=True,
        help="What checks the shapes: SHACL Core compiled for speed, or pySHACL, with SPARQL.",
    )(command)


def trial_iri_option(command: Command) -> Command:
    """--trial-iri, the same for every command that writes trials."""
    return click.option(
        "--trial-iri",
        type=TableChoice("kg.rdf.iris:TRIAL_IRIS"),
        default="ctgov",
        show_default=True,
        help="Whose IRI stands for a trial.",
    )(command)


def quiet_option(command: Command) -> Command:
    """--quiet, the same for every command that talks."""
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")(command)


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


endpoint_options = option_group(
    click.option(
        "--endpoint", metavar="URL", help="A SPARQL endpoint to use instead of the embedded store."
    ),
    click.option(
        "--type",
        "store_type",
        type=TableChoice("kg.stores.remote.products:STORE_TYPES"),
        help="What the store is, where it does not say so itself.",
    ),
    click.option("--username", metavar="NAME", help="Who asks; the password is KG_PASSWORD's."),
)
"""--endpoint and what goes with it, the same for every command that uses a store."""


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
