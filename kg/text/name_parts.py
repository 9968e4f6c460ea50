"""What surrounds the name of a person: titles, degrees, functions; signs of several people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

DEGREES: Final = frozenset(
    "md phd mdphd phdmd do dds dmd dvm vmd dsc scd dmsc dmedsc drmed drph dph dnp dnsc dpt tdpt dpm"
    " dphil dbh dm dc dms edd psyd pharmd jd llm llb thd dclinpsy dnb mch ms msc ma mph mba mpa mhs"
    " mhsc mha mhm mphil mpharm med meddr mm mmed mmsc mmedsc msw msn mscn msph msce mscr msci mas"
    " mia mtr mpt mn mb mbbs mbbch mbchb mbbchir bm bch bs bsc bsn bscn ba bn bds bpharm bmed"
    " bmedsci bmbch bmbs bpt rn rph rd rdn pt ot otr otrl np crnp cnp cpnp fnp crna apn aprn arnp"
    " pa pac pas lpn lcsw ld lmft ccrn ccrc ccrp cde cdces cgc cnm od aud aocn habil chb dmed msed"
    " dipl faan faap faafp faans facc face facep facg fache facog facos facp facr facro facs facsm"
    " faes faha fams fana fanzca fapa fasa fasco fascrs fasn fastro fccm fccp fcp fcps febs febu"
    " fesc fhrs fidsa fmedsci fracgp fracp fracs franzcog franzcp frca frcog frcp frcpc frcpch"
    " frcpe frcpa frcpath frcpi frcpsc frcpsych frcr frcs frcsc frcsed frcsi frs frsc frsm fscai"
    " fsir fsvs mrcgp mrcog mrcp mrcpch mrcpi mrcpsych mrcs ccfp dabr dgo dch dtmh esq".split()
)
"""Degrees, memberships and licences that follow a name, without full stops and blanks."""

SURE_DEGREES: Final = frozenset({"md", "phd", "mdphd", "phdmd"})
"""Degrees that follow even a surname alone; others may be initials ("Hirsch MS")."""

ALSO_SURNAMES: Final = frozenset({"ma", "do", "ba", "mn", "bm"})
"""Degrees that count only after a comma or with full stops."""

TITLES: Final = frozenset(
    "professor professeur profesor professore prof profdr univ univprof doctor doctora dr drs dra"
    " doc docent dozent lecturer pr privatdozent priv doz pd assoc associate assist assistant asst"
    " ass asist adj adjunct emeritus emerita clinical clin dott ing ir mag mudr mr mrs ms sir dame"
    " medic dent vet rer nat phil sc scient hc mult biol hum jur theol oec psych techn em"
    " hon hons edin eng glas lond".split()
)
"""Titles after a name, and what specifies them or a degree: "Dr. rer. nat.", "FRCS (Edin)"."""

FUNCTIONS: Final = frozenset(
    "principal investigator pi co coprincipal sub lead overall study director chair chairman"
    " chairwoman chairperson president vice head chief officer manager leader physician physicians"
    " surgeon surgeons nurse pharmacist consultant specialist scientist researcher research fellow"
    " resident student candidate postgraduate postdoc postdoctoral post doctoral graduate"
    " undergraduate registrar operator senior junior medical executive scientific of and the in"
    " medicine surgery department master bachelor family cand chiropract chiropractor"
    " physiotherapist dietitian psychologist cardiologist neurologist oncologist statistician"
    " coordinator program project sponsor vp ceo cmo cso retired deceased pharm".split()
)
"""Words after a name that say what the person does, or that specify a degree."""

GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "junior"})
"""What distinguishes a son from his father, and so is part of the name."""

PARTICLES: Final = frozenset(
    "al ben bin da de dela del den der di do dos du el ibn la le st ten ter van vom von zu".split()
)
"""What belongs to the surname that follows it."""

LEADING_TITLES: Final = re.compile(
    r"""^(?:(?:
        (?:assoc(?:iate)?|assis?(?:tant)?|asist|asst|adj(?:unct)?|clin(?:ical)?|visiting|yrd|dr|a/)
            \.?[ ]*(?=prof|doç|doc\.)
      | prof(?:\.?ssa|essor[ea]?|esseur|esora?)?\b | docent\b | dozent\b | mudr\b | privatdozent\b
      | (?:dott\.ssa|dott|dottore|dottoressa|dr|dra|drs|doctor|doctora)\b
      | (?-i:COL|LTC|MAJ|CPT|CAPT|CDR|LCDR|Col|Maj|Capt)\b
      | (?:mr|mrs|mme|sir|dame)\b | (?-i:Ms|ms|Pr|Miss)\b | (?-i:PI|pi)\b:?
      | (?-i:Ph\.?[ ]?D|M\.?Sc|PharmD)\b
      | (?:univ|priv|privat|ing|mag|doc|doç|sr|sra|srta|uzm|op|dipl|ir|doz|pd)\.
      | pd(?=[ ]dr) | univ(?=[ -]*prof) | priv(?=[. -]*doz) | öğr\.?[ ](?:üyesi|gör)
    )[\s.,-]*
    (?:(?:med|dent|univ|vet|rer|nat|phil|habil|mult|medic|pharm|biol|hum|psych|sc|scient|em|apl
       |h\.?[ ]?c)(?:\.[\s-]*|(?=[ ]dr\b))
       | med[ ]+(?=[^\W\d_]{2,}[ ][^\W\d_]{2}))*
    )+""",
    re.IGNORECASE | re.VERBOSE,
)
"""Titles before a name: "Univ.-Prof. Dr. med."; of short words only what can't be initials."""

NO_PERSON: Final = re.compile(
    r"\bcall\b|\b(?:clinical|trials?|study|studies|contact|cent(?:er|re)|pharma\w*|inc"
    r"|ltd|llc|gmbh|corp\w*|company|medical|director|expert|investigators?|responsible|information"
    r"|hotline|team|group|departm?ent|dept|hospital|universit\w+|institut\w*|sponsor|program\w*"
    r"|registry|disclosure|transparency|cares|therapeutics|bio\w*tech\w*|foundation|laborator\w+"
    r"|research|development|manager|management|office|coordinat\w+|administrator|monitor|lead|unit"
    r"|service|vaccines|clinic|college|school|society|association|council|ministry|consortium"
    r"|academy|agency|oncology|sciences|solutions|healthcare|systems|plc|squibb"
    r"|glaxosmithkline|novartis|sanofi|astrazeneca|redacted|withheld|tbd|tba)\b",
    re.IGNORECASE,
)
"""Words of a function, a contact line or an organisation."""

SEVERAL: Final = re.compile(
    r"[&/;|+•·，；、]|\s[-–—]+\s|\b(?:and|und|et|og|och|with|or|oder|ou)\b|\bet\.? al\b"
    r"|\S+\s+\S+\s+(?:y|e|i|en)\s+\S+\s+\S",
    re.IGNORECASE,
)
"""Signs and words between several people; "Santiago Ramón y Cajal" is one."""

INNER_DEGREE: Final = re.compile(
    r"(?<=\s)(?:MD|M\.\s?D\b|Ph\.?\s?D|PHD|PharmD|MPH|MBBS|DrPH|Dr|Prof)\b"
)
"""What ends the name of a person; with more of a name behind it, there are several."""

WHOLE_NAME: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,6}")
"""A name in a script that writes it without a blank."""

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_MOST_LETTERS: Final = 5
"""Words that one degree can be cut into: M.B.B.Ch."""


class _Part(NamedTuple):
    kind: Literal["suffix", "generation", "function", "initials", "name"]
    start: int
    end: int


@lru_cache(maxsize=4_096)
def parts(text: str) -> tuple[_Part, ...]:
    """What the words of a text after a name are; of a degree that is cut, the longest."""
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[_Part]:
    words = list(_LETTERS.finditer(text))
    place = 0
    while place < len(words):
        for count in range(min(_MOST_LETTERS, len(words) - place), 0, -1):
            run = words[place : place + count]
            if "".join(word[0] for word in run).casefold() in DEGREES:
                yield _Part("suffix", run[0].start(), run[-1].end())
                break
        else:
            count = 1
            yield _Part(_kind(words[place][0]), *words[place].span())
        place += count


def _kind(word: str) -> Literal["suffix", "generation", "function", "initials", "name"]:
    plain = word.casefold()
    if plain in TITLES:
        return "suffix"
    if plain in GENERATIONS:
        return "generation"
    if plain in FUNCTIONS:
        return "function"
    # A membership that is in no list: FISHLT, SpPD.
    return "initials" if sum(map(str.isupper, word)) > 1 and len(word) <= 8 else "name"
