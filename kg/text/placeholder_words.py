"""The words of placeholders: what is given in place of a name, and what accompanies it."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

NamedKind: TypeAlias = Literal[
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
        " no data, no one, nobody, unlisted, unavailable, left blank, intentionally blank,"
        " no aplica, no aplicable, ninguno, ninguna, desconocido, desconocida, sin especificar,"
        " non applicable, sans objet, inconnu, inconnue, aucun, aucune, unbekannt,"
        " nicht zutreffend, nicht bekannt, keine, keiner, keines, keine angabe, keine angaben,"
        " sconosciuto, nessuno, non noto, nao aplicavel, nao se aplica, desconhecido, nenhum,"
        " onbekend, niet van toepassing, nvt, 无, 無, 不明, 未知, 未定, 待定, なし, 未詳,"
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
    "filler": "md, phd, test, testing, placeholder, lorem ipsum, xyz, asdf, qwerty",
    "anybody": (
        "self, self employed, private, private practice, independent, freelance, retired,"
        " individual, individuals, private individual, private person, sponsor, the sponsor,"
        " company, the company, institution, affiliation, name"
    ),
}
"""The same for texts that are names together with other words: "Private Hospital"."""

MEANINGFUL: Final[dict[str, frozenset[str]]] = {
    "condition": frozenset({"all", "tbc"}),  # acute lymphoblastic leukaemia, tuberculosis
    "site": frozenset({"nan", "same"}),  # names of towns
}
"""Kind of thing -> placeholders that are names of its own."""

NOUNS: Final = frozenset(
    "name person people investigator site location facility facilities center centre hospital"
    " clinic institution institute organization organisation company companies sponsor"
    " collaborator affiliation address city cities state country countries place region official"
    " contact condition disease disorder diagnosis funding study trial research clinical medical"
    " participating additional selected title text field information data value at in of the for"
    " and or by is are this that will time currently present later yet still as a date be on no"
    " not from record reason due to".split()
)
"""What accompanies a placeholder without making it a name: "Name withheld", "Sites TBD"."""

HEADS: Final = frozenset(
    "vp svp evp avp ceo cmo cso coo cfo cto pi investigator investigators director directors chair"
    " chairman chairwoman chairperson president head heads chief officer officers manager managers"
    " leader leaders professor professors prof physician doctor scientist scientists nurse surgeon"
    " consultant coordinator coordinators administrator administrators monitor monitors dean"
    " secretary fellow lecturer resident specialist advisor representative".split()
)
FUNCTION_WORDS: Final = frozenset(
    "co sub principal vice senior sr junior jr executive global medical clinical scientific study"
    " trial research project program programme associate assoc assistant assist asst adjunct"
    " responsible lead development affair operation science general deputy acting interim overall"
    " site local international national regional area corporate staff department of the and for md"
    " phd dr r d in at attending full coordinating".split()
)
"""The titles of functions, and the words that go with them: "Global Head", "Vice President"."""

HEALTHY: Final = frozenset("healthy normal volunteer volunteers".split())
WHO: Final = frozenset(
    "subject participant people person individual adult men man women woman male female elderly"
    " young older aged human control donor population postmenopausal japanese chinese korean asian"
    " caucasian western african american european indian and or no none in with not evidence of"
    " disease health children infant newborn baby only hs hv".split()
)
"""People without a condition: "Healthy Volunteers", "Normal adult male subjects"."""

DEPARTMENTS: Final = frozenset(
    "department dept division section unit service school faculty college clinic".split()
)
FIELDS: Final = frozenset(
    "internal emergency family general clinical nuclear intensive critical physical sports oral"
    " pediatric paediatric obstetrics medicine medical surgery surgical nursing pharmacy dentistry"
    " radiotherapy physiotherapy therapy rehabilitation orthopedic orthopaedic care and the"
    " nutrition science sciences".split()
)
FIELD_ENDINGS: Final = ("ology", "iatrics", "iatric", "iatry", "anesthesia", "anaesthesia", "edics")
"""A department without its institution: "Department of Medicine", "Cardiology"."""
