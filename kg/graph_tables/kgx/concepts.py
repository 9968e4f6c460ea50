"""The preferred id of a concept among those of several vocabularies, by Biolink's orders.

A class of Biolink lists the prefixes of its ids, the preferred ones first (`id_prefixes`).
https://biolink.github.io/biolink-model/ (4.4)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

DISEASE: Final = (
    "MONDO DOID OMIM OMIM.PS ORDO EFO UMLS MESH MEDDRA NCIT SNOMEDCT medgen icd11 icd11.foundation"
    " ICD10 ICD9 KEGG.DISEASE HP MP PHARMGKB.DISEASE"
).split()
PHENOTYPIC_FEATURE: Final = (
    "HP EFO NCIT UMLS MEDDRA MP ZP UPHENO APO FBcv WBPhenotype SNOMEDCT MESH XPO FYPO TO"
).split()
DRUG: Final = (
    "ncats.drug RXCUI NDC UMLS CHEBI UNII PUBCHEM.COMPOUND CHEMBL.COMPOUND DRUGBANK MESH CAS"
    " DrugCentral GTOPDB HMDB KEGG.COMPOUND PHARMGKB.DRUG ChemBank PUBCHEM.SUBSTANCE SIDER.DRUG"
    " INCHI INCHIKEY BIGG.METABOLITE foodb.compound KEGG.GLYCAN KEGG.ENVIRON KEGG"
).split()
"""The prefixes of a class, the preferred ones first."""

CONDITIONS: Final = tuple(
    dict.fromkeys(
        prefix
        for place in range(len(DISEASE))
        for prefix in (*DISEASE[place : place + 1], *PHENOTYPIC_FEATURE[place : place + 1])
    )
)
"""The order of a condition, which is a disease or a phenotypic feature: their orders in turn."""

INTERVENTIONS: Final = tuple(DRUG)
"""The order of an intervention: treatments have none in Biolink."""

_SPELT: Final = {each.casefold(): each for each in (*CONDITIONS, *INTERVENTIONS)} | {
    "rxnorm": "RXCUI"
}
"""A prefix in lower case -> as Biolink spells it."""


def biolink_id(curie: str) -> str:
    """A CURIE with the prefix that Biolink spells, or its own, and no slash in its local part."""
    prefix, _, local = curie.partition(":")
    return f"{_SPELT.get(prefix.casefold(), prefix)}:{quote(local, safe='')}"


def preferred(own: str, others: Iterable[str], order: tuple[str, ...]) -> str:
    """The id of a thing, `own` or one of others that are exactly the same.

    That is the one whose prefix comes first in `order`; `own` if there are two of that prefix.
    """
    ids = {own, *others}
    for prefix in order:
        found = [each for each in ids if each.startswith(f"{prefix}:")]
        if found:
            return found[0] if len(found) == 1 else own
    return own
