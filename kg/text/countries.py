"""Countries as the registry names them, with their ISO 3166-1 codes.

The codes come from pycountry (Debian's iso-codes); ALIASES adds the registry's own names, present
and past, and usual ones that ISO lacks. The authority table of the European Union uses the
alpha-3 codes
(https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/country).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.text.plain_words import plain_words

ALIASES: Final = {
    "Brunei": "BN",
    "Burma": "MM",
    "Cape Verde": "CV",
    "DR Congo": "CD",
    "East Timor": "TL",
    "Great Britain": "GB",
    "Holland": "NL",
    "Hong Kong SAR": "HK",
    "Ivory Coast": "CI",
    "Libyan Arab Jamahiriya": "LY",
    "Macau": "MO",
    "Macedonia": "MK",
    "Macedonia, The Former Yugoslav Republic of": "MK",
    "Micronesia": "FM",
    "Palestine": "PS",
    "PR China": "CN",
    "Palestinian Territory": "PS",
    "Palestinian Territories": "PS",
    "Palestinian Territories, Occupied": "PS",
    "Palestinian Territory, Occupied": "PS",
    "Republic of Ireland": "IE",
    "Russia": "RU",
    "Saint Martin": "MF",
    "Slovakia (Slovak Republic)": "SK",
    "Swaziland": "SZ",
    "Turkey": "TR",
    "Turkey (Türkiye)": "TR",
    "Türkiye (Turkey)": "TR",
    "UAE": "AE",
    "UK": "GB",
    "US": "US",
    "USA": "US",
    "Vatican City": "VA",
}
"""A name -> ISO 3166-1 alpha-2 code."""

FORMER: Final = {
    "Former Serbia and Montenegro": ("SCG", "CS"),
    "Serbia and Montenegro": ("SCG", "CS"),
    "Former Yugoslavia": ("YUG", "YU"),
    "Netherlands Antilles": ("ANT", "AN"),
    "Kosovo": ("XKX", "XK"),
    "Republic of Kosovo": ("XKX", "XK"),
}
"""A name that ISO 3166-1 no longer has, or never had -> the codes in use for it."""


_SMALL_WORDS: Final = frozenset({"and", "of", "the"})
_INVERTED: Final = re.compile(r"([^,(]+)[,(]\s*([^,()]+)\)?\s*")
"""A name whose first words are at its end: "Korea, Republic of", "Iran (Islamic Republic of)"."""


@lru_cache(maxsize=1_024)
def country_codes(name: str) -> tuple[str, str] | None:
    """The alpha-3 and alpha-2 codes of a country by its name; None for a name in no list.

    Case, accents, apostrophes, punctuation, blanks, "the" and inverted order make no difference;
    a name with a question mark is in no list.
    """
    return None if "?" in name else _codes_by_name().get(_key(name))


def _key(name: str) -> str:
    inverted = _INVERTED.fullmatch(name.strip())
    words = plain_words(f"{inverted[2]} {inverted[1]}" if inverted else name)
    words = ("saint", *words[1:]) if words[:1] == ("st",) else words
    return "".join(word for word in words if word not in _SMALL_WORDS)


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, tuple[str, str]]:
    import pycountry  # its tables are read only when a record has a site

    codes = {each.alpha_2: (each.alpha_3, each.alpha_2) for each in pycountry.countries}
    by_name = {
        _key(name): codes[each.alpha_2]
        for each in pycountry.countries
        for kind in ("name", "common_name", "official_name")
        if (name := getattr(each, kind, None))
    }
    by_name |= {_key(name): codes[alpha2] for name, alpha2 in ALIASES.items()}
    return by_name | {_key(name): known for name, known in FORMER.items()}


@lru_cache(maxsize=1_024)
def alpha3(alpha2: str) -> str | None:
    """The alpha-3 code of a country by its alpha-2 code; None for a code in no list."""
    import pycountry  # as above

    former = {two: three for three, two in FORMER.values()}
    found = pycountry.countries.get(alpha_2=alpha2)
    return found.alpha_3 if found else former.get(alpha2)


def country_name(alpha2: str) -> str | None:
    """The usual name of a country by its alpha-2 code; None for a code in no list."""
    import pycountry  # as above

    found = pycountry.countries.get(alpha_2=alpha2)
    return getattr(found, "common_name", found.name) if found else None


def any_country(text: str) -> tuple[str, str] | None:
    """The alpha-3 and alpha-2 codes of a country by its name or one of its ISO 3166-1 codes."""
    code = text.strip().upper()
    return country_codes(text) or next((each for each in _all_codes() if code in each), None)


@lru_cache(maxsize=1)
def _all_codes() -> frozenset[tuple[str, str]]:
    return frozenset(_codes_by_name().values())


def country_names() -> list[str]:
    """The usual names of all countries."""
    import pycountry  # as above

    usual = (getattr(each, "common_name", each.name) for each in pycountry.countries)
    return sorted({*usual, *ALIASES, *FORMER})
