"""The numbers that registries give to trials, recognised in every usual spelling.

The forms are those of https://bioregistry.io, which also names the pages, and of WHO's search
portal (https://trialsearch.who.int), which puts EUCTR or JPRN- before a number and a country
after it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.text.nct_ids import nct_id, plain

CLINICAL_TRIALS_GOV: Final = "ClinicalTrials.gov"


class NumberForm(NamedTuple):
    """A form of a registry's numbers; some registries have two.

    `pattern` has a named group for each part of a number, which `form` puts together; `page` is the
    address of a trial's page, None if the number does not give it. `placeholder` is the pattern of
    a `serial` that only fills a field.
    """

    key: str
    name: str
    pattern: str
    form: str
    page: str | None = None
    placeholder: str = r"0+|([0-9])\1{7,}"


class RegistryNumber(NamedTuple):
    """A number in the registry's own spelling; `registry` is the key of the registry."""

    registry: str
    number: str


_WORDS: Final = r"(?:(?:numbers?|no|nr|ids?|identifiers?|code)(?![a-z]))?"
_GAP: Final = rf"[ .:#_-]{{0,3}}{_WORDS}[ .:#_-]{{0,3}}"
_EU: Final = r"(?P<year>20[0-9]{{2}}) ?- ?(?P<serial>{}) ?- ?(?P<check>[0-9]{{2}})"
_EU_PLACEHOLDER: Final = r"([0-9])\1{5}"
_COUNTRY: Final = r"(?: ?[-/] ?(?:[A-Z]{2}|3rd|Outside[- ]EU(?:/EEA)?))?"
_JPRN: Final = r"(?:JPRN-?)?"


def _prefixed(prefix: str, digits: str) -> str:
    return rf"{prefix}{_GAP}(?P<serial>[0-9]{{{digits}}})"


REGISTRIES: Final = (
    NumberForm(
        "CTIS", "Clinical Trials Information System",
        _EU.format("5[0-9]{5}") + "(?: ?- ?[0-9]{2})?", "{year}-{serial}-{check}",
        "https://euclinicaltrials.eu/app/#/view/{number}", _EU_PLACEHOLDER,
    ),
    NumberForm(
        "EudraCT", "EU Clinical Trials Register",
        _EU.format("[0-46-9][0-9]{5}") + _COUNTRY, "{year}-{serial}-{check}",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query={number}", _EU_PLACEHOLDER,
    ),
    NumberForm(
        "WHO-UTN", "Universal Trial Number",
        "U ?-?1111[ -]?(?!1111[ -]?1111)(?P<serial>[0-9]{4})[ -]?(?P<end>[0-9]{4})",
        "U1111-{serial}-{end}", placeholder="0000",
    ),
    NumberForm(
        "ISRCTN", "ISRCTN registry", _prefixed("ISRCTN", "8"), "ISRCTN{serial}",
        "https://www.isrctn.com/{number}",
    ),
    NumberForm(
        "ANZCTR", "Australian New Zealand Clinical Trials Registry",
        _prefixed("ACTRN", "14") + "p?", "ACTRN{serial}",
        "https://anzctr.org.au/Trial/Registration/TrialReview.aspx?ACTRN={number}",
    ),
    NumberForm(
        "ChiCTR", "Chinese Clinical Trial Registry", _prefixed("ChiCTR", "8,10"), "ChiCTR{serial}",
    ),
    NumberForm(
        "ChiCTR", "Chinese Clinical Trial Registry",
        rf"ChiCTR{_GAP}(?P<kind>[A-Z]{{3,4}}){_GAP}(?P<serial>[0-9]{{8,10}})",
        "ChiCTR-{kind}-{serial}",
    ),
    NumberForm(
        "CRIS", "Clinical Research Information Service", _prefixed("KCT", "7"), "KCT{serial}",
    ),
    NumberForm(
        "CTRI", "Clinical Trials Registry - India",
        "CTRI ?[/-] ?(?P<year>[0-9]{4}) ?[/-] ?(?P<month>[0-9]{2,3}) ?[/-] ?(?P<serial>[0-9]{6})",
        "CTRI/{year}/{month}/{serial}",
    ),
    NumberForm(
        "DRKS", "German Clinical Trials Register", _prefixed("DRKS", "8"), "DRKS{serial}",
        "https://drks.de/search/en/trial/{number}",
    ),
    NumberForm(
        "IRCT", "Iranian Registry of Clinical Trials",
        _prefixed("IRCT", "11,14") + " ?N ?(?P<trial>[0-9]{1,3})", "IRCT{serial}N{trial}",
    ),
    NumberForm(
        "jRCT", "Japan Registry of Clinical Trials",
        rf"{_JPRN}jRCT{_GAP}(?P<serial>[a-z]?[0-9]{{9,10}})", "jRCT{serial}",
        "https://jrct.niph.go.jp/en-latest-detail/{number}",
    ),
    NumberForm(
        "UMIN", "UMIN Clinical Trials Registry",
        rf"{_JPRN}UMIN(?:[ -]?CTR)?{_GAP}(?P<serial>[0-9]{{9}})", "UMIN{serial}",
    ),
    NumberForm(
        "UMIN", "UMIN Clinical Trials Registry",
        rf"{_JPRN}(?:UMIN(?:[ -]?CTR)?{_GAP})?C(?P<serial>000[0-9]{{6}})", "C{serial}",
    ),
    NumberForm(
        "JapicCTI", "Japan Pharmaceutical Information Center",
        rf"{_JPRN}Japic[ -]?CTI{_GAP}(?P<serial>R?[0-9]{{6}})", "JapicCTI-{serial}",
    ),
    NumberForm(
        "JMACCT", "Center for Clinical Trials of the Japan Medical Association",
        rf"{_JPRN}JMA{_GAP}IIA(?P<serial>[0-9]{{5}})", "JMA-IIA{serial}",
    ),
    NumberForm(
        "PACTR", "Pan African Clinical Trials Registry", _prefixed("PACTR", "15,16"),
        "PACTR{serial}",
    ),
    NumberForm(
        "TCTR", "Thai Clinical Trials Registry", _prefixed("TCTR", "11"), "TCTR{serial}",
        "https://www.thaiclinicaltrials.org/show/{number}",
    ),
    NumberForm(
        "ReBEC", "Brazilian Registry of Clinical Trials",
        rf"RBR{_GAP}(?P<serial>[0-9][0-9a-z]{{5,6}})", "RBR-{serial}",
        "https://ensaiosclinicos.gov.br/rg/{number}",
    ),
    NumberForm(
        "RPCEC", "Cuban Registry of Clinical Trials", _prefixed("RPCEC", "8"), "RPCEC{serial}",
        "https://rpcec.sld.cu/en/trials/{number}",
    ),
    NumberForm(
        "SLCTR", "Sri Lanka Clinical Trials Registry",
        "SLCTR ?[/-] ?(?P<year>[0-9]{4}) ?[/-] ?(?P<serial>[0-9]{3})", "SLCTR/{year}/{serial}",
    ),
    NumberForm(
        "OMON", "Overview of Medical Research in the Netherlands",
        rf"(?:NL-?)?OMON{_GAP}(?P<serial>[0-9]{{5}})", "NL-OMON{serial}",
        "https://onderzoekmetmensen.nl/en/trial/{serial}",
    ),
    NumberForm("NTR", "Netherlands Trial Register", _prefixed("NTR", "2,4"), "NTR{serial}"),
    NumberForm("NTR", "Netherlands Trial Register", "NL ?(?P<serial>[0-9]{3,4})", "NL{serial}"),
    NumberForm(
        "LBCTR", "Lebanon Clinical Trials Registry", _prefixed("LBCTR", "10"), "LBCTR{serial}",
    ),
    NumberForm(
        "REPEC", "Peruvian Clinical Trial Registry",
        "PER ?- ?(?P<serial>[0-9]{3}) ?- ?(?P<year>[0-9]{2}(?:-[A-Z])?)", "PER-{serial}-{year}",
    ),
    NumberForm(
        "ITMCTR", "International Traditional Medicine Clinical Trial Registry",
        _prefixed("ITMCTR", "10"), "ITMCTR{serial}",
    ),
    NumberForm(
        "SNCTP", "Swiss National Clinical Trials Portal", _prefixed("SNCTP", "9"), "SNCTP{serial}",
    ),
)  # fmt: skip
"""Every registry but ClinicalTrials.gov, whose ids kg.text.nct_ids recognises."""

_PATTERNS: Final = [
    (row, re.compile(row.pattern, re.IGNORECASE), re.compile(row.placeholder)) for row in REGISTRIES
]

_NAMES: Final = {re.escape(row.name) for row in REGISTRIES}
_PREFIXES: Final = {re.escape(row.key) for row in REGISTRIES} - {"CTIS", "EudraCT"}
_LABELS: Final = "|".join(
    (r"Eudra[ -]?CT", r"EU[ -]?CT(?:[ -]?R|IS)?", "CTIS", "WHO", "UTN", r"UMIN[ -]?CTR", "EU",
     *sorted(_NAMES), *(rf"{prefix}(?![ .:#_-]*[0-9])" for prefix in sorted(_PREFIXES)))
)  # fmt: skip
"""What can precede a number; a registry's key may also be the beginning of the number."""

_SIGNS: Final = r"[ .,:;#°_=()\[\]/-]*"
_NUMBER_WORDS: Final = r"num(?:ber|[eé]ro)s?|número|n[or]?|ids?|identifiers?|code"
_WORD: Final = (
    rf"(?:(?:{_LABELS})(?:{_NUMBER_WORDS})?|{_NUMBER_WORDS}|current controlled trials|trials?"
    r"|clinical|study|regist(?:er|ry|ration))(?![a-z])"
)
_LABEL: Final = rf"{_WORD}(?:{_SIGNS}{_WORD})*"
_ADDRESS: Final = r"(?:https?://|doi:|10\.)\S+[/=]"
_LABELLED: Final = re.compile(
    rf"(?:(?:{_LABEL}){_SIGNS}|{_ADDRESS})?(?P<number>.+?)(?:[ (]+(?:{_LABEL})|/)?", re.IGNORECASE
)
_LOWER: Final = ("ReBEC", "jRCT")
"""Registries with lower-case letters among the digits of a number."""

LONGEST: Final = 160
"""Characters of a number with the registry's name, or of the address of its page."""

_DIGITS: Final = re.compile(r"[0-9]{2}|RBR", re.IGNORECASE)
"""What every number has, as a quick test."""


def registry_number(text: str) -> RegistryNumber | None:
    """The number of a trial that `text` as a whole denotes, with or without the registry's name.

    None for a placeholder, and for a number that no registry gives: of a grant, of a sponsor.
    """
    if len(text) > LONGEST or not _DIGITS.search(text):
        return None
    known = nct_id(text)
    if known:
        return RegistryNumber(CLINICAL_TRIALS_GOV, known)
    bare = plain(text)
    found = _matched(bare)
    if found is None and (labelled := _LABELLED.fullmatch(bare)) and labelled["number"] != bare:
        found = _matched(labelled["number"])
    return found


def _matched(bare: str) -> RegistryNumber | None:
    for row, pattern, placeholder in _PATTERNS:
        match = pattern.fullmatch(bare)
        if match:
            if placeholder.fullmatch(match["serial"]):
                return None
            cased = str.lower if row.key in _LOWER else str.upper
            parts = {name: cased(part) for name, part in match.groupdict().items()}
            return RegistryNumber(row.key, row.form.format(**parts))
    return None
