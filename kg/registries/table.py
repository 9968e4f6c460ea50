"""The table of the registries: the forms of their numbers, the pages of their trials.

Prefixes and pages are those of https://bioregistry.io, and pages also those that WHO's search
portal links to. Where the address of the registry's own page does not have the whole number, the
page is the portal's (https://trialsearch.who.int), which has every trial of the registries that WHO
takes records from. The portal puts EUCTR or JPRN- before some numbers, and a country after others.
"""

from __future__ import annotations

from typing import Final, NamedTuple

CLINICAL_TRIALS_GOV: Final = "ClinicalTrials.gov"


class NumberForm(NamedTuple):
    """A form of a registry's numbers; some registries have two.

    `pattern` has a named group for each part of a number, which `spelling` puts together.
    `placeholder` is the pattern of a `serial` that only fills a field. `lower_case` says that the
    letters of the number's parts are lower-case ones in the registry's spelling.
    """

    pattern: str
    spelling: str
    placeholder: str = r"0+|([0-9])\1{7,}"
    lower_case: bool = False


class TrialRegistry(NamedTuple):
    """A registry of trials; `key` is what the graph calls it.

    In `page`, the address of a trial's page, {} is the number; in `curie`, its name at
    bioregistry.io, the number without the letters that are `left_out` there. None if there is no
    such thing. kg/queries/related-trials.rq takes the number from the IRI of a trial.
    `at_identifiers_org` says that identifiers.org knows the CURIE, too. `home` is the site that has
    the registry's records. `source_formats` are the keys of `kg.sources.SOURCE_FORMATS` that its
    records are read from; a registry without any is only one that numbers are of.
    """

    key: str
    name: str
    forms: tuple[NumberForm, ...]
    home: str
    page: str | None = None
    curie: str | None = None
    left_out: str = ""
    at_identifiers_org: bool = False
    source_formats: tuple[str, ...] = ()


_WORDS: Final = r"(?:(?:numbers?|no|nr|ids?|identifiers?|code)(?![a-z]))?"
_GAP: Final = rf"[ .:#_-]{{0,3}}{_WORDS}[ .:#_-]{{0,3}}"
_EU: Final = r"(?P<year>20[0-9]{{2}}) ?- ?(?P<serial>{}) ?- ?(?P<check>[0-9]{{2}})"
_EU_SPELLING: Final = "{year}-{serial}-{check}"
_EU_PLACEHOLDER: Final = r"([0-9])\1{5}"
_COUNTRY: Final = r"(?: ?[-/] ?(?:[A-Z]{2}|3rd|Outside[- ]EU(?:/EEA)?))?"
_JPRN: Final = r"(?:JPRN-?)?"
_UMIN: Final = rf"UMIN(?:[ -]?CTR)?{_GAP}"
_WHO: Final = "https://trialsearch.who.int/Trial2.aspx?TrialID={}"
_WHO_JPRN: Final = "https://trialsearch.who.int/Trial2.aspx?TrialID=JPRN-{}"


def _prefixed(prefix: str, digits: str) -> tuple[NumberForm]:
    """The form of numbers that are a prefix and digits."""
    return (NumberForm(rf"{prefix}{_GAP}(?P<serial>[0-9]{{{digits}}})", f"{prefix}{{serial}}"),)


REGISTRIES: Final = (
    TrialRegistry(
        CLINICAL_TRIALS_GOV, "ClinicalTrials.gov",
        (NumberForm("NCT(?P<serial>[0-9]{8})", "NCT{serial}", "0{8}"),),
        "https://clinicaltrials.gov", "https://clinicaltrials.gov/study/{}", "clinicaltrials:{}",
        at_identifiers_org=True,
        source_formats=("ctgov-json", "ctgov-json-v1", "ctgov-xml", "registry-page"),
    ),
    TrialRegistry(
        "CTIS", "Clinical Trials Information System",
        (NumberForm(
            _EU.format("5[0-9]{5}") + "(?: ?- ?[0-9]{2})?", _EU_SPELLING, _EU_PLACEHOLDER
        ),),
        "https://euclinicaltrials.eu", "https://euclinicaltrials.eu/app/#/view/{}-00",
        "ctis:{}-00", source_formats=("ctis-json",),
    ),
    TrialRegistry(
        "EudraCT", "EU Clinical Trials Register",
        (NumberForm(
            _EU.format("[0-46-9][0-9]{5}") + _COUNTRY, _EU_SPELLING, _EU_PLACEHOLDER
        ),),
        "https://www.clinicaltrialsregister.eu",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:{}",
        "euclinicaltrials:{}", at_identifiers_org=True,
        source_formats=("euctr-text", "euctr-page"),
    ),
    TrialRegistry(
        "WHO-UTN", "Universal Trial Number",
        (NumberForm(
            "U ?-?1111[ -]?(?!1111[ -]?1111)(?P<serial>[0-9]{4})[ -]?(?P<end>[0-9]{4})",
            "U1111-{serial}-{end}", "0000",
        ),),
        "https://trialsearch.who.int",
    ),
    TrialRegistry(
        "ISRCTN", "ISRCTN registry", _prefixed("ISRCTN", "8"),
        "https://www.isrctn.com", "https://www.isrctn.com/{}", "isrctn:{}",
        source_formats=("isrctn-xml",),
    ),
    TrialRegistry(
        "ANZCTR", "Australian New Zealand Clinical Trials Registry",
        (NumberForm(rf"ACTRN{_GAP}(?P<serial>[0-9]{{14}})p?", "ACTRN{serial}"),),
        "https://anzctr.org.au",
        "https://anzctr.org.au/Trial/Registration/TrialReview.aspx?ACTRN={}", "anzctr:{}",
    ),
    TrialRegistry(
        "ChiCTR", "Chinese Clinical Trial Registry",
        (
            *_prefixed("ChiCTR", "8,10"),
            NumberForm(
                rf"ChiCTR{_GAP}(?P<kind>[A-Z]{{3,4}}){_GAP}(?P<serial>[0-9]{{8,10}})",
                "ChiCTR-{kind}-{serial}",
            ),
        ),
        "https://www.chictr.org.cn", _WHO, "chictr:{}",
    ),
    TrialRegistry(
        "CRIS", "Clinical Research Information Service", _prefixed("KCT", "7"),
        "https://cris.nih.go.kr", _WHO, "kcris:{}",
    ),
    TrialRegistry(
        "CTRI", "Clinical Trials Registry - India",
        (NumberForm(
            "CTRI ?[/-] ?(?P<year>[0-9]{4}) ?[/-] ?(?P<month>[0-9]{2,3})"
            " ?[/-] ?(?P<serial>[0-9]{6})", "CTRI/{year}/{month}/{serial}",
        ),),
        "https://ctri.nic.in", _WHO, "ctri:{}",
    ),
    TrialRegistry(
        "DRKS", "German Clinical Trials Register", _prefixed("DRKS", "8"),
        "https://drks.de", "https://drks.de/search/en/trial/{}", "drks:{}",
    ),
    TrialRegistry(
        "IRCT", "Iranian Registry of Clinical Trials",
        (NumberForm(
            rf"IRCT{_GAP}(?P<serial>[0-9]{{11,14}}) ?N ?(?P<trial>[0-9]{{1,3}})",
            "IRCT{serial}N{trial}",
        ),),
        "https://en.irct.ir", _WHO, "irct:{}",
    ),
    TrialRegistry(
        "jRCT", "Japan Registry of Clinical Trials",
        (NumberForm(
            rf"{_JPRN}jRCT{_GAP}(?P<serial>[a-z]?[0-9]{{9,10}})", "jRCT{serial}", lower_case=True
        ),),
        "https://jrct.niph.go.jp", "https://jrct.niph.go.jp/en-latest-detail/{}", "jrct:{}",
    ),
    TrialRegistry(
        "UMIN", "UMIN Clinical Trials Registry",
        (
            NumberForm(rf"{_JPRN}{_UMIN}(?P<serial>[0-9]{{9}})", "UMIN{serial}"),
            NumberForm(rf"{_JPRN}(?:{_UMIN})?C(?P<serial>000[0-9]{{6}})", "C{serial}"),
        ),
        "https://www.umin.ac.jp/ctr/index.htm", _WHO_JPRN, "uminctr:{}",
    ),
    TrialRegistry(
        "JapicCTI", "Japan Pharmaceutical Information Center",
        (NumberForm(
            rf"{_JPRN}Japic[ -]?CTI{_GAP}(?P<serial>R?[0-9]{{6}})", "JapicCTI-{serial}"
        ),),
        "https://www.clinicaltrials.jp",
        "https://www.clinicaltrials.jp/user/showCteDetailE.jsp?japicId={}",
    ),
    TrialRegistry(
        "JMACCT", "Center for Clinical Trials of the Japan Medical Association",
        (NumberForm(rf"{_JPRN}JMA{_GAP}IIA(?P<serial>[0-9]{{5}})", "JMA-IIA{serial}"),),
        "https://trialsearch.who.int", _WHO_JPRN,
    ),
    TrialRegistry(
        "PACTR", "Pan African Clinical Trials Registry", _prefixed("PACTR", "15,16"),
        "https://pactr.samrc.ac.za", _WHO, "pactr:{}",
    ),
    TrialRegistry(
        "TCTR", "Thai Clinical Trials Registry", _prefixed("TCTR", "11"),
        "https://www.thaiclinicaltrials.org", "https://www.thaiclinicaltrials.org/show/{}",
        "tctr:{}",
    ),
    TrialRegistry(
        "ReBEC", "Brazilian Registry of Clinical Trials",
        (NumberForm(
            rf"RBR{_GAP}(?P<serial>[0-9][0-9a-z]{{5,6}})", "RBR-{serial}", lower_case=True
        ),),
        "https://ensaiosclinicos.gov.br", "https://ensaiosclinicos.gov.br/rg/{}", "rebec:{}",
    ),
    TrialRegistry(
        "RPCEC", "Cuban Registry of Clinical Trials", _prefixed("RPCEC", "8"),
        "https://rpcec.sld.cu", "https://rpcec.sld.cu/en/trials/{}", "rpcec:{}",
    ),
    TrialRegistry(
        "SLCTR", "Sri Lanka Clinical Trials Registry",
        (NumberForm(
            "SLCTR ?[/-] ?(?P<year>[0-9]{4}) ?[/-] ?(?P<serial>[0-9]{3})",
            "SLCTR/{year}/{serial}",
        ),),
        "https://slctr.lk", _WHO, "slctr:{}",
    ),
    TrialRegistry(
        "OMON", "Overview of Medical Research in the Netherlands",
        (NumberForm(rf"(?:NL-?)?OMON{_GAP}(?P<serial>[0-9]{{5}})", "NL-OMON{serial}"),),
        "https://onderzoekmetmensen.nl", _WHO, "omon:{}", left_out="NL-OMON",
    ),
    TrialRegistry(
        "NTR", "Netherlands Trial Register",
        (*_prefixed("NTR", "2,4"), NumberForm("NL ?(?P<serial>[0-9]{3,4})", "NL{serial}")),
        "https://trialregister.nl", _WHO,
    ),
    TrialRegistry(
        "LBCTR", "Lebanon Clinical Trials Registry", _prefixed("LBCTR", "10"),
        "https://lbctr.moph.gov.lb", _WHO, "lbctr:{}",
    ),
    TrialRegistry(
        "REPEC", "Peruvian Clinical Trial Registry",
        (NumberForm(
            "PER ?- ?(?P<serial>[0-9]{3}) ?- ?(?P<year>[0-9]{2}(?:-[A-Z])?)", "PER-{serial}-{year}"
        ),),
        "https://ensayosclinicos-repec.ins.gob.pe", _WHO, "repec:{}", left_out="PER-",
    ),
    TrialRegistry(
        "ITMCTR", "International Traditional Medicine Clinical Trial Registry",
        _prefixed("ITMCTR", "10"), "http://itmctr.ccebtcm.org.cn", _WHO, "itmctr:{}",
    ),
    TrialRegistry(
        "SNCTP", "Swiss National Clinical Trials Portal", _prefixed("SNCTP", "9"),
        "https://kofam.ch/en/snctp-portal", curie="snctp:{}",
    ),
)  # fmt: skip
"""Every registry. The spellings of ClinicalTrials.gov's numbers are those of `kg.text.nct_ids`."""
