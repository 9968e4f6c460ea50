"""The command line: what `kg` understands, and how it ends; a module a command.

Data goes to the standard output, talk to the standard error. Exit status: 0 all well; 1 some record
did not conform or could not be read; 2 usage, or nothing could be done; 130 interrupted, 143
terminated, 129 when the terminal was closed.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from kg.cli.coverage import coverage
from kg.cli.enrich import enrich
from kg.cli.export import export
from kg.cli.fetch import fetch
from kg.cli.load import load
from kg.cli.query import query
from kg.cli.related import related
from kg.cli.sync import sync
from kg.cli.validate import validate
from kg.cli.vocabulary import vocabulary
from kg.errors import KgError
from kg.system.signals import ENDING


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kg-trials", prog_name="kg")
def cli() -> None:
    """Turn clinical-trial registry records into linked data that people can trust.

    \b
    kg fetch NCT04745299                   a record from ClinicalTrials.gov, to output/records/
    kg export NCT04745299.json             a record as validated Turtle, in output/
    kg export records/ -o trials.nq.zst    many records, a named graph each
    kg validate trials.ttl                 a graph against the shapes
    kg enrich records/                     their publications by PubMed and Crossref
    kg coverage records/                   which fields of the records reached the graph
    kg load records/                       records or RDF into a store, no server needed
    kg related NCT04745299                 the related trials in the store, and why each is
    kg sync                                records and store as the registry has them now
    kg query --list                        questions to the store, ready to be asked
    kg vocabulary                          what the terms of the graphs mean, as Turtle
    """


for command in (
    coverage,
    enrich,
    export,
    fetch,
    load,
    query,
    related,
    sync,
    validate,
    vocabulary,
):
    cli.add_command(command)


def main() -> None:
    """The entry point: runs a command and ends with its exit status, never with a traceback."""
    for each in ENDING:
        if signal.getsignal(each) != signal.SIG_IGN:  # as nohup has it
            signal.signal(each, _ended)
    try:
        try:
            status = cli.main(standalone_mode=False)
        finally:
            _ignore_signals()  # the run is over, and its status is what counts
    except click.ClickException as error:
        error.show()
        status = 2
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        status = 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("kg: interrupted; nothing was left half-written", err=True)
        status = 130
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not try to flush to them at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


def _ended(number: int, frame: FrameType | None) -> NoReturn:
    """Ends by way of an exception, so that what is half-written is taken away; once is enough."""
    _ignore_signals()
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)


def _ignore_signals() -> None:
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
