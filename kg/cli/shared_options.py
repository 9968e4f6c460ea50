"""What commands share: arguments and options."""

from __future__ import annotations

import os
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from kg.cli.option_types import Command, Number, TableChoice, WholeNumber, option_group
from kg.errors import UsageError
from kg.stores.query_limits import DEFAULT_MEMORY, DEFAULT_TIMEOUT, LEAST_MEMORY

if TYPE_CHECKING:
    from kg.export.options import ExportOptions
    from kg.rdf.iris import Iris
    from kg.shacl import Shapes
    from kg.stores.remote import RemoteStore
    from kg.stores.store import SparqlStore

DEFAULT_STORE: Final = "output/store"

MOST_JOBS: Final = 1024
"""The most worker processes; all of them are started."""


class GraphChoices(NamedTuple):
    """The user's choices of how records become graphs."""

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
        """The choices as options of an export; UsageError if they can't be combined."""
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

    For an NCT id the command gets the file of the record, which is downloaded if missing.
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
        "--base", metavar="IRI", help="Base of the IRIs that kg mints; ends in / or #."
    )(command)


def shapes_option(command: Command) -> Command:
    """--shapes, the same for every command that validates."""
    return click.option(
        "--shapes",
        multiple=True,
        metavar="PATH",
        help="Your own shapes in addition to the bundled ones: a file or a folder. Repeatable.",
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
            "--no-validate", is_flag=True, help="Do not validate the graphs against the shapes."
        ),
        click.option(
            "--without-contacts",
            is_flag=True,
            help="Leave out the names, phone numbers and e-mail addresses of contact persons.",
        ),
        click.option(
            "--without-results",
            is_flag=True,
            help="Leave out the results sections of the records.",
        ),
    )(choosing)


def engine_option(command: Command) -> Command:
    """--engine, the same for every command that offers a choice of validators."""
    return click.option(
        "--engine",
        type=TableChoice("kg.shacl:ENGINES"),
        default="compiled",
        show_default=True,
        help="Validator: SHACL Core compiled for speed, or pySHACL, which also runs SPARQL.",
    )(command)


def on_violation_option(command: Command) -> Command:
    """--on-violation, the same for every command that exports records."""
    return click.option(
        "--on-violation",
        type=TableChoice("kg.export.options:ON_VIOLATION"),
        default="reject",
        show_default=True,
        help="If a record violates a shape: leave it out, write it anyway, or stop and write"
        " nothing.",
    )(command)


def trial_iri_option(command: Command) -> Command:
    """--trial-iri, the same for every command that writes trials."""
    return click.option(
        "--trial-iri",
        type=TableChoice("kg.rdf.iris:TRIAL_IRIS"),
        default="ctgov",
        show_default=True,
        help="Whose IRIs to use for trials.",
    )(command)


def quiet_option(command: Command) -> Command:
    """--quiet, the same for every command that prints messages."""
    return click.option("-q", "--quiet", is_flag=True, help="Print errors only.")(command)


def jobs_option(command: Command) -> Command:
    """--jobs, the same for every command that maps records."""
    return click.option(
        "-j",
        "--jobs",
        type=WholeNumber(min=1, max=MOST_JOBS),
        metavar="N",
        help="Number of worker processes; by default one per processor.",
    )(command)


def vocabulary_option(command: Command) -> Command:
    """--no-vocabulary, the same for every command that loads records into a store."""
    return click.option(
        "--no-vocabulary",
        is_flag=True,
        help="Do not load kg's vocabulary, from which named queries take the words for codes.",
    )(command)


def store_option(command: Command) -> Command:
    """--store, the same for every command that uses the embedded store."""
    return click.option(
        "--store",
        "folder",
        metavar="DIR",
        default=DEFAULT_STORE,
        show_default=True,
        help="Folder of the embedded store.",
    )(command)


def store_options(command: Command) -> Command:
    """--store or --endpoint, the store to query; the command gets it as `store`."""

    @wraps(command)
    def with_store(
        folder: str, endpoint: str | None, store_type: str | None, username: str | None, **rest: Any
    ) -> Any:
        store: SparqlStore
        if endpoint is None:
            from kg.stores.embedded import EmbeddedStore

            store = EmbeddedStore(folder)
        else:
            store = remote_store(endpoint, store_type, username)
        return command(store=store, **rest)

    return store_option(endpoint_options(with_store))


endpoint_options = option_group(
    click.option(
        "--endpoint", metavar="URL", help="SPARQL endpoint to use instead of the embedded store."
    ),
    click.option(
        "--type",
        "store_type",
        type=TableChoice("kg.stores.remote.products:STORE_TYPES"),
        help="Type of the store, if it cannot be detected.",
    ),
    click.option(
        "--username", metavar="NAME", help="User name; the password is read from KG_PASSWORD."
    ),
)
"""--endpoint and what goes with it, the same for every command that uses a store."""


def remote_store(
    endpoint: str, store_type: str | None, username: str | None, **given: Any
) -> RemoteStore:
    """The store behind an endpoint; secrets come from the environment or a prompt.

    `given` goes to RemoteStore. Raises UsageError if --store is given as well.
    """
    from kg.stores.remote import RemoteStore
    from kg.stores.remote.client import Credentials

    source = click.get_current_context().get_parameter_source("folder")
    if source is not click.core.ParameterSource.DEFAULT:
        raise UsageError("--store and --endpoint can't be combined")
    password = os.environ.get("KG_PASSWORD")
    if username and password is None:
        if not sys.stdin.isatty():
            raise UsageError(f"set KG_PASSWORD in the environment to the password of {username}")
        password = click.prompt(f"Password of {username}", hide_input=True, err=True)
    token = None if username else os.environ.get("KG_TOKEN")
    credentials = Credentials(username, password, token)
    return RemoteStore(endpoint, store_type, credentials=credentials, **given)


def timeout_option(command: Command) -> Command:
    """--timeout, the same for every command that queries a store."""
    return click.option(
        "--timeout",
        type=Number(min=0, min_open=True),
        default=DEFAULT_TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="Stop after this many seconds.",
    )(command)


def memory_option(command: Command) -> Command:
    """--memory, the same for every command that queries the embedded store."""
    return click.option(
        "--memory",
        type=Number(min=LEAST_MEMORY),
        default=DEFAULT_MEMORY,
        show_default=True,
        metavar="GIB",
        help="Stop a query of the embedded store that needs more memory than this.",
    )(command)


def shapes_of(paths: tuple[str, ...], no_validate: bool = False) -> Shapes | None:
    """The bundled shapes and the user's own; None if nothing is to be validated."""
    from kg.shacl import load_shapes

    if no_validate and paths:
        raise UsageError("--shapes and --no-validate can't be combined")
    return None if no_validate else load_shapes(*map(Path, paths))
