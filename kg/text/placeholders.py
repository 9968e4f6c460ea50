"""What names nothing: texts in the place of a name that identify no one and nothing.

One notion for all that records name: people, organisations, sites, conditions, countries. A text
is compared by its plain words, so case, accents, brackets and punctuation make no difference.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from kg.text.plain_words import plain_words

Kind: TypeAlias = Literal[
    "concept", "condition", "country", "journal", "organization", "person", "publication", "site"
]
"""The kinds of things that are identified by their names."""

PLACEHOLDERS: Final = {
    "withheld": (
        "redacted, withheld, confidential, confidentiel, vertraulich, anonymous, anonymized,"
        " anonymised, undisclosed, hidden, suppressed, not disclosed, not public, not published,"
        " not shown, not displayed"
    ),
    "absent": (
        "na, not applicable, not available, not provided, not specified, not stated, not reported,"
        " not known, not given, not listed, not named, not identified, not required, not defined,"
        " not relevant, not recorded, not indicated, not entered, nil, null, nan, none, unknown,"
        " unspecified, unnamed, undefined, unassigned, undetermined, missing, empty, blank,"
        " no data, no name, no one, nobody, no information, no aplica, no aplicable, ninguno,"
        " ninguna, desconocido, desconocida, sin especificar, non applicable, sans objet, inconnu,"
        " inconnue, aucun, aucune, unbekannt, nicht zutreffend, nicht bekannt, keine, keiner,"
        " keines, sconosciuto, nessuno, non noto, nao aplicavel, nao se aplica, desconhecido,"
        " nenhum, onbekend, niet van toepassing, nvt, 无, 無, 不明, 未知, 未定, 待定, なし, 未詳,"
        " 없음, 미정, 해당없음"
    ),
    "pending": (
        "tbd, tba, tbc, tbn, pending, to follow, coming soon, upcoming, to be determined,"
        " to be announced, to be confirmed, to be assigned, to be defined, to be decided,"
        " to be named, to be added, to be identified, to be selected, to be appointed,"
        " to be provided, to be specified, to be advised, to be established, to be completed,"
        " to be updated, to be filled, yet to be determined, not yet known, not yet determined,"
        " not yet assigned, not yet decided, not yet named, not yet available, not yet selected,"
        " not determined, not assigned, not decided, not selected, under review, in progress,"
        " por definir, por determinar, por confirmar, a definir, a determiner, a confirmer,"
        " da definire, da determinare, wird noch bekannt gegeben"
    ),
    "elsewhere": (
        "see above, see below, as above, as below, same as above, the same, same, ditto, idem,"
        " see protocol, see record, see description, see detailed description, see brief title,"
        " see title, see official title, see comments, see notes, use central contact,"
        " see central contact, see contact, see sponsor, see website, see attached"
    ),
}
"""Kind of placeholder -> its texts in plain words, without blanks between single letters."""

ALONE: Final = {
    "any": (
        "other, others, various, multiple, several, many, numerous, different, all, any, misc,"
        " miscellaneous, diverse, varios, varias, plusieurs, diverses, divers, mehrere,"
        " verschiedene, multicenter, multicentre, multi center, multi centre, multi site,"
        " multisite, nationwide, worldwide, online, virtual, remote, decentralized, decentralised"
    ),
    "filler": "md, phd, test, testing, placeholder, lorem ipsum, xyz, asdf, qwerty, x+, .",
    "anybody": (
        "self, self employed, private, private practice, independent, freelance, retired,"
        " individual, individuals, private individual, private person, sponsor, the sponsor,"
        " company, the company, institution, affiliation, name"
    ),
}
"""The same for texts that are names together with other words: "Private Hospital"."""

MEANINGFUL: Final[dict[str, frozenset[str]]] = {
    "condition": frozenset({"all", "tbc"}),  # acute lymphoblastic leukaemia, tuberculosis
    "site": frozenset({"nan", "same"}),  # towns of Thailand and of Tanzania
}
"""Kind of thing -> placeholders that are names of its own."""

_NOUNS: Final = (
    "name names person people investigators? sites? locations? facility facilities cent(?:er|re)s?"
    " hospitals? clinics? institutions? institutes? organi[sz]ations? company companies sponsors?"
    " collaborators? affiliations? address city cities state country countries places? regions?"
    " official contacts? condition conditions disease diseases disorder diagnosis study trial"
    " trials research clinical medical participating additional title text field information"
    " data value at in of the for and or by is are this that will time currently present later"
    " yet still as a date be on no not from record sponsor reasons? due to"
)
"""What stands beside a placeholder without making a name of it: "Name withheld", "Site TBD"."""

_HEADS: Final = (
    "[sea]?vp ceo cmo cso coo cfo cto pi investigators? directors? chair chair(?:man|woman|person)"
    " president heads? chief officers? managers? leaders? professors? prof physician doctor"
    " scientists? nurse surgeon consultant coordinators? administrators? monitors? dean"
    " secretary fellow lecturer resident specialist advisors? representatives?"
)
_FUNCTION_WORDS: Final = (
    "co sub principal vice senior sr junior jr executive global medical clinical scientific study"
    " trials? research projects? programs? programmes? associate assoc assistant assist asst"
    " adjunct responsible lead development affairs operations sciences? general deputy acting"
    " interim overall sites? local international national regional area corporate site staff"
    " department of the and for md phd dr r d in at attending full coordinating"
)
"""The titles of functions, and the words that go with them: "Global Head", "Vice President"."""

_HEALTHY: Final = (
    "healthy normal volunteers? (?:control|controls)(?=$) health(?=\\ (?:volunteer|subject|partic))"
)
_WHO: Final = (
    "healthy normal volunteers? subjects? participants? people persons individuals? adults? men man"
    " women woman males? females? elderly young older aged humans? controls? donors? populations?"
    " postmenopausal japanese chinese korean asian caucasian western african american european"
    " indian and or no none in with not evidence of disease health children"
)
"""People without a condition: "Healthy Volunteers", "Normal adult male subjects"."""

_FIELD_OF_MEDICINE: Final = (
    "internal emergency family general clinical nuclear intensive critical physical sports? oral"
    " pediatric paediatric obstetrics medicine medical surgery surgical nursing pharmacy dentistry"
    " radiotherapy physiotherapy therapy rehabilitation orthop(?:a)?edics? care and"
    r" \w+ology \w+iatrics? \w+iatry \w*an(?:a)?esthesia nutrition sciences?"
)
_NO_SITE: Final = re.compile(
    r"""(?:
        (?:\S+[ ]){0,6}investigat(?:ion(?:al)?|ive|or)[ ](?:site|cent(?:er|re))s?
      | (?:\S+[ ]){0,6}(?:study|trial|clinical|selected|research)[ ]sites?
      | (?:clinical[ ])?(?:research|study|trial|clinical)[ ](?:site|location|facility)s?
      | [a-z]+[ ]?\d+[ ]study[ ]cent(?:er|re)
      | local[ ](?:institution|site|facility|cent(?:er|re))
      | (?:clinical|medical|research|study)[ ](?:research[ ])?cent(?:er|re)
      | (?:independent[ ])?investigators?
      | facility | sites?
    )(?:[ ](?:number|no))?(?:[ ]\w*\d\w*)*
    | for[ ]additional[ ]information.*
    | (?:please[ ])?contact[ ].*\bfor\b.*\b(?:information|details|locations?|sites?)
    | .*\bcontact[ ](?:plus[ ])?\d.*
    | site[ ]reference[ ]id.*
    | [a-z]{1,3}\d{3,5}[ ]\d{2,6}
    | (?:site|facility|cent(?:er|re)|location)(?:[ ]\d+)*
    """,
    re.VERBOSE,
)
"""Placeholders for a facility that the sponsor does not name, in plain words."""

_SITE_HINT: Final = re.compile(r"site|cent(?:er|re)|location|facility|investigator|local|inform|\d")
"""What each of these has, as a quick test."""

_MANY: Final = re.compile(
    r"(?:(?:various|multiple|several|many|numerous|other|all|additional|selected|different|\d+) )?"
    r"(?:sites|locations|cent(?:er|re)s|facilities|hospitals|clinics|institutions|places|countries)"
    r" (?:in|across|throughout|within|around|worldwide|nationwide)\b.*"
    r"|(?:various|multiple|several|many|numerous|different|all|other|additional|selected|\d+)"
    r"(?: (?:clinical|research|study|trial|medical|participating|investigat\w+|different))*"
    r" (?:sites|locations|cent(?:er|re)s|facilities|hospitals|clinics|institutions|places|countries"
    r"|cities|regions|sponsors|investigators|collaborators|companies|organi[sz]ations)"
    r"|(?:various|multiple|several) (?:site|location|cent(?:er|re)|facility)"
)
"""Several places or organisations that are not named."""

_TELEPHONE: Final = re.compile(r"(?:\W*\d){7}")
_ADDRESS: Final = re.compile(r"\S@\S+\.\S|://\S")
_FOUR_LETTERS: Final = re.compile(r"[^\W\d_]{4}")
_SINGLE_LETTERS: Final = re.compile(r"\b\w(?: \w)+\b")
_LONGEST: Final = 120
"""Characters of the longest text that can be a placeholder (contact lines aside)."""


def _one_of(words: str, separator: str = " ") -> str:
    return f"(?:{'|'.join(words.split(separator))})"


class _MadeOf:
    """A text of such words and of those that are needed, one of which it has."""

    def __init__(self, words: str, needed: str) -> None:
        either = rf"(?:{words}|{needed})\b"
        self._all = re.compile(rf"{either}(?: {either})*")
        self._needed = re.compile(rf"\b{needed}\b")

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text is made of these words."""
        return bool(self._all.fullmatch(text) and self._needed.search(text))


_PLACEHOLDER: Final = _one_of(", ".join(PLACEHOLDERS.values()), ", ")
_ALONE: Final = re.compile(
    "|".join(rf"{each}(?: {each})*" for each in (_one_of(texts, ", ") for texts in ALONE.values()))
)
_NOTHING: Final = _MadeOf(rf"{_one_of(_NOUNS)}|\d+", _PLACEHOLDER)
_FUNCTION: Final = _MadeOf(rf"{_one_of(_FUNCTION_WORDS)}|\d+", _one_of(_HEADS))
_NO_CONDITION: Final = _MadeOf(_one_of(_WHO), _one_of(_HEALTHY))
_FIELD: Final = _one_of(_FIELD_OF_MEDICINE)
_DEPARTMENT: Final = re.compile(
    r"(?:(?:the )?(?:department|dept|division|section|unit|service|school|faculty|college|clinic)s?"
    rf" (?:of|for) )?(?:the )?{_FIELD}(?: {_FIELD})*"
)
"""A department without the institution that it belongs to."""


@lru_cache(maxsize=65_536)
def names_nothing(text: str, kind: Kind) -> bool:
    """Whether a text in the place of the name of something of this kind is none."""
    words = " ".join(plain_words(text))
    phrase = _SINGLE_LETTERS.sub(lambda match: match[0].replace(" ", ""), words)
    if not any(map(str.isalpha, phrase)):
        return kind != "concept"
    if phrase in MEANINGFUL.get(kind, ()):
        return False
    if len(phrase) <= _LONGEST and any(each.fullmatch(phrase) for each in _OF_ANY_KIND):
        return True
    if _SITE_HINT.search(words) and _NO_SITE.fullmatch(words):
        return True
    return any(is_placeholder(text, words) for is_placeholder in _OF_A_KIND.get(kind, ()))


def _no_organization(text: str, words: str) -> bool:
    if ("@" in text or "://" in text) and _ADDRESS.search(text):
        return True
    return bool(_TELEPHONE.match(text.strip())) and not _FOUR_LETTERS.search(text)


_OF_ANY_KIND: Final = (_NOTHING, _ALONE, _FUNCTION, _MANY)
_OF_A_KIND: Final = {
    "condition": (lambda _, words: _NO_CONDITION.fullmatch(words),),
    "organization": (_no_organization, lambda _, words: _DEPARTMENT.fullmatch(words)),
}
"""Kind of thing -> what else names nothing of that kind."""


_SITE_NUMBER: Final = re.compile(
    r"\s*(?:/\s*ID\s*#?\s*\w+|\(\s*Site\s*(?:Number\s*)?[:#]?\s*[\w-]+\s*\)"
    r"|[-–,;]?\s*\bSite\s*(?:Number\s*)?[:#]?\s*\d+)\s*$",
    re.IGNORECASE,
)
"""The sponsor's number after the name of a facility: "/ID# 225611", "( Site 0001)"."""


@lru_cache(maxsize=65_536)
def site_name(facility: str) -> str:
    """The name of a facility without the sponsor's number; "" for a placeholder."""
    return "" if names_nothing(facility, "site") else _SITE_NUMBER.sub("", facility) or facility
