"""`kg vocabulary`."""

from __future__ import annotations

import click

from kg.errors import UsageError


@click.command()
@click.argument("part", type=click.Choice(("kg", "terms")), required=False, metavar="[kg|terms]")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    default="-",
    help="The file to write, .ttl, .ttl.gz or .ttl.zst; - for stdout, the default.",
)
def vocabulary(part: str | None, output: str) -> None:
    """Write the vocabulary of the exported graphs as Turtle.

    kg.ttl defines kg's own classes, properties and code lists. terms.ttl lists the terms that kg
    takes from other vocabularies, with their sources. Without an argument both are written, as
    one document. kg load puts both into a store.

    \b
    kg vocabulary | less                    both
    kg vocabulary kg -o kg.ttl              kg's own terms
    kg vocabulary terms -o terms.ttl.gz     the terms of other vocabularies, compressed
    kg vocabulary -o vocabulary.ttl         both in one file
    """
    from kg.rdf.ontology import FILES
    from kg.system.output_files import open_output
    from kg.system.package_data import resource

    _check_ending(output)
    names = [FILES[part]] if part else FILES.values()
    texts = [(resource("ontologies") / name).read_text("utf-8") for name in names]
    with open_output(output) as file:
        file.write("\n".join(texts))


def _check_ending(output: str) -> None:
    from kg.formats import FORMATS, format_of

    try:
        format = format_of(output)
    except UsageError:
        return  # an ending of no format contradicts nothing
    if format is not FORMATS["turtle"]:
        raise UsageError(
            f"the vocabulary is written as Turtle, and {output!r} has the ending of"
            f" {format.title}: use {FORMATS['turtle'].ending}"
        )
