"""`kg enrich`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.console import say
from kg.cli.mapping_sets import listed, report_faults
from kg.cli.option_types import Number, TableChoice
from kg.cli.progress import watching
from kg.cli.registry_options import session_options
from kg.cli.shared_options import base_option, quiet_option, sources_argument, trial_iri_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.enrichment.run import EnrichmentResult, Services
    from kg.http.session import Session
    from kg.mapping_sets.sets import MappingSet

DEFAULT_OUTPUT: Final = "output/enrichment.nq"
DEFAULT_CACHE: Final = "output/enrichment-cache"

_NUMBER: Final = Number(min=0, min_open=True)


@click.command()
@sources_argument
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    default=DEFAULT_OUTPUT,
    show_default=True,
    help="Output file: N-Quads (.nq), TriG (.trig) or JSON-LD (.jsonld, .ndjsonld), optionally .gz"
    " or .zst; - is N-Quads on standard output.",
)
@base_option
@trial_iri_option
@click.option(
    "--service",
    "chosen",
    type=TableChoice("kg.enrichment.clients:RATES", "none"),
    multiple=True,
    help="Use only this service. Repeatable; by default both.",
)
@click.option(
    "--ror", metavar="FILE", help="Link organisations to this ROR data dump (.zip or .json)."
)
@click.option(
    "--mappings",
    "mapping_files",
    metavar="FILE",
    multiple=True,
    help="Map concepts, conditions and interventions by this mapping set in SSSOM (.sssom.tsv)."
    " Repeatable.",
)
@click.option(
    "--email",
    metavar="ADDRESS",
    envvar="KG_EMAIL",
    show_envvar=True,
    help="Your address, sent to the services so that they can contact you about problems.",
)
@click.option(
    "--cache",
    "cache_folder",
    metavar="DIR",
    default=DEFAULT_CACHE,
    envvar="KG_CACHE",
    show_default=True,
    show_envvar=True,
    help="Folder of cached responses.",
)
@click.option(
    "--max-age",
    type=Number(min=0),
    default=30.0,
    metavar="DAYS",
    show_default=True,
    help="Download again what has been cached for longer than this.",
)
@click.option("--offline", is_flag=True, help="Use only cached responses, however old.")
@click.option(
    "--pubmed",
    metavar="URL",
    envvar="KG_PUBMED",
    show_envvar=True,
    help="Address of the E-utilities or a mirror; by default NCBI's.",
)
@click.option(
    "--crossref",
    metavar="URL",
    envvar="KG_CROSSREF",
    show_envvar=True,
    help="Address of the Crossref API or a mirror; by default Crossref's.",
)
@click.option(
    "--per-second",
    type=_NUMBER,
    metavar="N",
    envvar="KG_PER_SECOND",
    show_envvar=True,
    help="Maximum requests per second. By default PubMed 3 (10 with a key), Crossref 5.",
)
@session_options
@quiet_option
def enrich(
    sources: tuple[str, ...],
    output: str,
    base: str | None,
    trial_iri: str,
    ror: str | None,
    mapping_files: tuple[str, ...],
    quiet: bool,
    **options: Any,
) -> int:
    """Describe cited publications, from PubMed and Crossref; map concepts to other vocabularies.

    SOURCE is what kg export reads, or RDF that it wrote. Each publication cited by PubMed ID or DOI
    is looked up. Its title, journal, date, authors with ORCID, article types, registered trials,
    licence and notices are written to one graph per publication and service, without the records
    themselves, to be loaded beside them. If the article says so, its role in a trial (protocol,
    result, background) and links to the trials that it registers are added.

    An NCBI key is read from NCBI_API_KEY. Responses are cached for --max-age days, so that after an
    interruption the same command resumes. Publications that a service does not have are listed;
    failed requests are listed too, and make the exit status 1.

    --ror links organisations and sites whose name matches exactly one ROR organisation in the same
    country.

    --mappings takes what a mapping set says of the MeSH concepts of the records (skos:exactMatch,
    closeMatch, broadMatch, narrowMatch, relatedMatch, in either direction), and of the names of
    conditions and interventions if it maps names. Each set has one graph, with the rows of the set
    that say so. Rows that can't be read are listed by line, and make the exit status 1.

    \b
    kg enrich NCT04745299 -o enrichment.nq --email you@example.org
    kg enrich registry.nq.zst -o enrichment.nq.zst
    kg enrich records/ -o enrichment.trig.gz --ror v1.60-2025-01-01-ror-data.zip
    kg enrich records/ --service none --mappings mondo.sssom.tsv -o mappings.nq
    kg enrich records/ --offline
    """
    from kg.dataset.exported_files import with_shards
    from kg.enrichment.run import enrich as enrich_records
    from kg.formats import OUTPUTS, format_of
    from kg.mapping_sets.reading import read_all
    from kg.rdf.iris import DEFAULT_BASE, Iris

    if options["chosen"] == ("none",) and not ror and not mapping_files:
        raise UsageError("--service none alone adds nothing: give --ror or --mappings, too")
    sets = read_all(mapping_files)
    format = OUTPUTS["n-quads"] if output == "-" else format_of(output, OUTPUTS)
    with watching(quiet, "publications") as watch:
        enriched = enrich_records(
            list(with_shards(sources)),
            output,
            format,
            _services(options, ror, sets, watch.tell),
            Iris(DEFAULT_BASE if base is None else base, trial_iri),
            on_answer=watch.count,
            make_parents=output == DEFAULT_OUTPUT,
        )
    _report_sets(sets, enriched, quiet)
    _report(enriched, output, quiet)
    if not enriched.records:
        return 2
    broken = enriched.faults or enriched.unreadable or enriched.rejected
    return 1 if broken or any(each.faults for each in sets) else 0


def _services(
    options: dict[str, Any],
    ror: str | None,
    sets: list[MappingSet],
    tell: Callable[[str], None],
) -> Services:
    """The services that the options select."""
    from kg.enrichment import clients
    from kg.enrichment.cache import Cache
    from kg.enrichment.ror_dump import directory
    from kg.enrichment.run import Services

    chosen = options["chosen"] or clients.RATES
    offline, email, key = options["offline"], options["email"], os.environ.get("NCBI_API_KEY")
    cache = Cache(options["cache_folder"], options["max_age"], offline=offline)

    def session(address: str, rate: float) -> Session | None:
        return None if offline else _session(address, rate, options, tell)

    pubmed = crossref = None
    if "pubmed" in chosen:
        rate = clients.RATE_WITH_KEY if key else clients.RATES["pubmed"]
        to_pubmed = session(options["pubmed"] or clients.PUBMED, rate)
        pubmed = clients.PubMed(to_pubmed, cache, email, key)
    if "crossref" in chosen:
        to_crossref = session(options["crossref"] or clients.CROSSREF, clients.RATES["crossref"])
        crossref = clients.Crossref(to_crossref, cache)
    return Services(pubmed, crossref, directory(ror) if ror else None, sets)


def _session(
    address: str, rate: float, options: dict[str, Any], tell: Callable[[str], None]
) -> Session:
    from kg.http.request_limits import RequestLimits
    from kg.http.session import Session, user_agent

    email = options["email"]
    agent = f"{user_agent()[:-1]}; mailto:{email})" if email else user_agent()
    limits = RequestLimits(
        60 * (options["per_second"] or rate),
        options["timeout"],
        options["tries"],
        options["backoff"],
    )
    return Session(address, limits, tell, {"User-Agent": agent})


def _report_sets(sets: list[MappingSet], enriched: EnrichmentResult, quiet: bool) -> None:
    report_faults(sets)
    for each in sets:
        if not quiet:
            reasons = [f"{count:,} {reason}" for reason, count in sorted(each.left_out.items())]
            if each.faults:
                reasons.append(f"{len(each.faults):,} that can't be read")
            left = f"; left out: {', '.join(reasons)}" if reasons else ""
            say(
                f"{each.place}: {each.rows:,} mappings, which map"
                f" {enriched.mapped.get(each.id, 0):,} things of the records{left}"
            )


def _report(enriched: EnrichmentResult, output: str, quiet: bool) -> None:
    for error in enriched.unreadable:
        say(f"kg: {error}")
    for sentence in listed([f"{each.source} {each.key}: {each.fault}" for each in enriched.faults]):
        say(sentence)
    for sentence in listed(
        [f"left out, because it violates a shape: {e}" for e in enriched.rejected]
    ):
        say(sentence)
    if quiet:
        return
    missing = [
        f"{each.source} has no publication {each.key}"
        + (f": it describes {each.other} in its place" if each.other else "")
        for each in enriched.missing
    ]
    for sentence in listed(missing):
        say(sentence)
    misplaced = [
        f"{each.source} {each.key} has another DOI than the record that cites it gives; it is"
        " described under its own IRI"
        for each in enriched.misplaced
    ]
    for sentence in listed(misplaced):
        say(sentence)
    if not enriched.records:
        say("Wrote nothing: there is no record to enrich")
        return
    graphs = ", ".join(f"{count:,} of {name}" for name, count in enriched.graphs.items())
    where = "standard output" if output == "-" else output
    records = f"{enriched.records:,} record{'s' if enriched.records > 1 else ''}"
    say(
        f"Read {records}; wrote {enriched.triples:,} triples to {where}, in graphs:"
        f" {graphs or 'none'}"
    )
