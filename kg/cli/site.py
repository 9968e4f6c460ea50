"""`kg site`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.console import say
from kg.cli.progress import in_steps
from kg.cli.serve import with_packages
from kg.cli.shared_options import DEFAULT_STORE, jobs_option, quiet_option

_MEGABYTE = 1_000_000


@click.command()
@click.argument("store_folder", metavar="[DIR]", default=DEFAULT_STORE)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    default="output/site",
    show_default=True,
    help="The folder to write: new, empty, or made by kg site; then all that is in it is replaced.",
)
@jobs_option
@quiet_option
def site(store_folder: str, output: str, jobs: int | None, quiet: bool) -> None:
    """Write the pages of a store as a folder of files that need no server.

    DIR is the folder of an embedded store, by default output/store. The pages are those of
    `kg serve`, for any web server or for handing over: open index.html. The trials are listed by
    start, and by status, phase, country and the like. The folder has the list of all trials as CSV
    and Excel, and each record as Turtle and JSON-LD; search, SPARQL and other formats need kg
    serve. A store may have up to 50,000 trials.

    \b
    kg site                                 the store output/store, in output/site
    kg site DIR -o FOLDER

    It needs the packages of kg-trials[serve].
    """
    with with_packages():
        from kg.serve.site import write_site
    from kg.stores.embedded import EmbeddedStore
    from kg.system.processes import processors

    store, folder = EmbeddedStore(store_folder), Path(output)
    with in_steps(quiet, "pages") as show:
        made = write_site(store, folder, jobs or processors(), show)
    if not quiet:
        trials = f"{made.trials:,} trial{'s' if made.trials != 1 else ''}"
        size = f"{made.files:,} files, {made.size / _MEGABYTE:,.0f} MB"
        say(f"Wrote {trials} to {folder} ({size}): open {folder / 'index.html'}")
