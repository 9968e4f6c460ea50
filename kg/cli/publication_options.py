"""Options for the description of a dataset: what only its publisher knows."""

from __future__ import annotations

from functools import wraps
from typing import Any

import click

from kg.cli.option_types import Command, option_group


def publication_options(command: Command) -> Command:
    """How the dataset is published; the command gets `publication`, None if nothing was said."""

    @wraps(command)
    def published(
        dataset: str | None,
        publish_at: str | None,
        publisher: str | None,
        contact_point: str | None,
        sparql_endpoint: str | None,
        **rest: Any,
    ) -> Any:
        from kg.dataset.publication import publication

        found = publication(
            dataset=dataset,
            publish_at=publish_at,
            publisher=publisher,
            contact_point=contact_point,
            sparql_endpoint=sparql_endpoint,
        )
        return command(publication=found, **rest)

    return option_group(
        click.option(
            "--publish-at",
            metavar="URL",
            help="Address of the folder where the files will be, for the description.",
        ),
        click.option(
            "--publisher",
            metavar="NAME",
            help="Who publishes the dataset: a name, an IRI, or 'NAME <IRI>'.",
        ),
        click.option(
            "--contact-point",
            metavar="ADDRESS",
            help="E-mail address or web page for questions about the dataset.",
        ),
        click.option(
            "--sparql-endpoint",
            metavar="URL",
            help="Endpoint at which the dataset can be queried.",
        ),
        click.option(
            "--dataset",
            metavar="IRI",
            help="IRI of the dataset; by default made from --publish-at, or else from the content.",
        ),
    )(published)
