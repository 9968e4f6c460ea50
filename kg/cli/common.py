"""What commands share: arguments, options, the standard output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.shacl import Shapes

DEFAULT_STORE = "output/store"
ENGINE_NAMES = ("compiled", "pyshacl")

Command = Callable[..., Any]


def sources_argument(command: Command) -> Command:
    """SOURCE..., the same for every command that reads records."""
    return click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")(command)


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


def shapes_of(paths: tuple[str, ...], no_validate: bool = False) -> Shapes | None:
    """The bundled shapes and the user's own; None where nothing is to be validated."""
    from kg.shacl import load_shapes

    if no_validate and paths:
        raise UsageError("--shapes and --no-validate exclude each other")
    return None if no_validate else load_shapes(*map(Path, paths))


def write_out(text: str) -> None:
    """Writes to the standard output, whatever its encoding, whole or with a clear error."""
    from kg.formats.files import open_output

    with open_output("-") as output:
        output.write(text)
