"""IRIs as CURIEs, with the prefixes of https://bioregistry.io as Biolink spells them.

KGX takes no slash in a local part: in an identifier of others it is percent-encoded; in those that
kg mints, below the prefix `kgtrials`, a dot stands for it, which their names do not have.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Properties
from kg.registries.trial_iris import BIOREGISTRY, iris_of

OWN: Final = "kgtrials"

_RESOLVER: Final = "https://bioregistry.io/"
_SPELT: Final = {"clinicaltrials": "CLINICALTRIALS"}
"""Prefixes that Biolink spells in another way."""

_NAMESPACES: Final = {
    vocab.MESH: "MESH",
    "https://doi.org/": "doi",
    "https://pubmed.ncbi.nlm.nih.gov/": "PMID",
}


def trial_id(number: str) -> str:
    """The CURIE of a trial."""
    found = iris_of(number).get(BIOREGISTRY, "")
    prefix, _, local = found.removeprefix(_RESOLVER).partition(":")
    if not local:
        return f"{OWN}:trial.{quote(number, safe='')}"
    return f"{_SPELT.get(prefix, prefix)}:{quote(local, safe='')}"


def node_id(term: str, properties: Properties, base: str) -> str:
    """The CURIE of any other node: of a publication that of PubMed if there is one."""
    pmids = properties.get(vocab.BIBO_PMID, ())
    if len(pmids) == 1 and pmids[0][1:-1].isdecimal():
        return f"PMID:{pmids[0][1:-1]}"
    iri = term[1:-1]
    for namespace, prefix in _NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{quote(iri.removeprefix(namespace).strip('/'), safe='')}"
    local = iri.removeprefix(base) if iri.startswith(base) else iri
    return f"{OWN}:{quote(local.replace('/', '.') if local != iri else iri, safe='')}"
