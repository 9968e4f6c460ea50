"""The command line, with one module per command.

Data goes to stdout, messages to stderr. Exit status: 0 success; 1 some record does not conform or
can't be read; 2 usage error, or nothing could be done; 130 interrupted, 143 terminated, 129 when
the terminal was closed. No run ends with a traceback: `kg.cli.failures`.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

import click

from kg.cli.compare import compare
from kg.cli.completion import VARIABLE, complete_values
from kg.cli.console import close_streams, open_streams, say
from kg.cli.coverage import coverage
from kg.cli.enrich import enrich
from kg.cli.export import export
from kg.cli.failures import FAILED, report, silence_threads
from kg.cli.fetch import fetch
from kg.cli.load import load
from kg.cli.query import query
from kg.cli.related import related
from kg.cli.serve import serve
from kg.cli.show import show
from kg.cli.similar import similar
from kg.cli.site import site
from kg.cli.store import store
from kg.cli.sync import sync
from kg.cli.validate import validate
from kg.cli.vocabulary import vocabulary
from kg.system.core import described, warning
from kg.system.signals import ENDING


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(
    package_name="kg-trials", prog_name="kg", message=f"%(prog)s %(version)s, {described()}"
)
def cli() -> None:
    """Turn clinical-trial registry records into validated, linked RDF.

    \b
    kg fetch NCT04745299                   save a record of ClinicalTrials.gov in output/records/
    kg export NCT04745299                  write a record as validated Turtle, in output/
    kg export records/ -o trials.nq.zst    write many records, each in its own named graph
    kg validate trials.nq.zst              check RDF against the shapes
    kg enrich records/                     describe cited publications, from PubMed and Crossref
    kg coverage records/                   find the fields that did not reach the graph
    kg load records/                       load records or RDF into a store; no server needed
    kg show NCT04745299                    show all that a record says, as a card to read
    kg related NCT04745299                 show the related trials in the store, and why
    kg compare NCT04745299                 compare the records that registries have of a trial
    kg similar                             find the similar trials of each trial in the store
    kg serve                               browse and query the store at http://127.0.0.1:8000/
    kg site                                write these pages as files that need no server
    kg store info                          show what the store holds
    kg sync                                keep records and store up to date with the registry
    kg query --list                        list the named queries
    kg vocabulary                          print the definitions of kg's terms, as Turtle
    """
    if said := warning():
        say(said)


for command in (
    compare,
    coverage,
    enrich,
    export,
    fetch,
    load,
    query,
    related,
    serve,
    show,
    similar,
    site,
    store,
    sync,
    validate,
    vocabulary,
):
    cli.add_command(command)
complete_values(cli)


def main(command: click.Command = cli, name: str | None = None) -> None:
    """Runs a command and exits with its status, never with a traceback."""
    open_streams()
    silence_threads()
    for each in ENDING:
        if signal.getsignal(each) != signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(each, _end)
    try:
        try:
            status = command.main(prog_name=name, standalone_mode=False)
            close_streams()
        finally:
            _ignore_signals()  # the run is over, and its status is what counts
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - also a panic of a library in Rust
        if VARIABLE in os.environ:
            sys.exit(FAILED)  # a message would land in the line that is being completed
        status = report(error)
        with suppress(BaseException):
            close_streams()
    sys.exit(status)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """Ends with an exception, so that unfinished files are removed; further signals are ignored."""
    _ignore_signals()
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)


def _ignore_signals() -> None:
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
