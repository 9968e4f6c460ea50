"""Countries as the registry names them, with their ISO 3166-1 codes.

The codes come from pycountry (Debian's iso-codes); ALIASES adds the registry's own names, present
and past, that ISO lacks. The authority table of the European Union uses the alpha-3 codes
(https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/country).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

ALIASES: Final = {
    "Bolivia": "BO",
    "Bonaire, Sint Eustatius and Saba": "BQ",
    "British Virgin Islands": "VG",
    "Brunei": "BN",
    "Burma": "MM",
    "Cape Verde": "CV",
    "Congo, Democratic Republic of the": "CD",
    "Congo, The Democratic Republic of the": "CD",
    "Cote D'Ivoire": "CI",
    "Côte D'Ivoire": "CI",
    "Czech Republic": "CZ",
    "Democratic Republic of the Congo": "CD",
    "Falkland Islands (Malvinas)": "FK",
    "Federated States of Micronesia": "FM",
    "Holy See (Vatican City State)": "VA",
    "Iran": "IR",
    "Ivory Coast": "CI",
    "Korea, Democratic People's Republic of": "KP",
    "Korea, Republic of": "KR",
    "Laos": "LA",
    "Libya": "LY",
    "Libyan Arab Jamahiriya": "LY",
    "Macau": "MO",
    "Macedonia": "MK",
    "Macedonia, The Former Yugoslav Republic of": "MK",
    "Micronesia": "FM",
    "Moldova": "MD",
    "Moldova, Republic of": "MD",
    "North Korea": "KP",
    "Palestine": "PS",
    "Palestinian Territories, Occupied": "PS",
    "Palestinian Territory, Occupied": "PS",
    "Republic of the Congo": "CG",
    "Reunion": "RE",
    "Russia": "RU",
    "Saint Martin": "MF",
    "South Korea": "KR",
    "Swaziland": "SZ",
    "Syria": "SY",
    "Taiwan": "TW",
    "Tanzania": "TZ",
    "The Bahamas": "BS",
    "The Gambia": "GM",
    "Turkey": "TR",
    "Turkey (Türkiye)": "TR",
    "U.S. Virgin Islands": "VI",
    "Venezuela": "VE",
    "Vietnam": "VN",
    "Virgin Islands (U.S.)": "VI",
}
"""A name of the registry -> ISO 3166-1 alpha-2 code."""

FORMER: Final = {
    "Former Serbia and Montenegro": ("SCG", "CS"),
    "Former Yugoslavia": ("YUG", "YU"),
    "Netherlands Antilles": ("ANT", "AN"),
    "Kosovo": ("XKX", "XK"),
}
"""A name that ISO 3166-1 no longer has, or never had -> the codes in use for it."""


@lru_cache(maxsize=1_024)
def country_codes(name: str) -> tuple[str, str] | None:
    """The alpha-3 and alpha-2 codes of a country by its name; None for a name in no list."""
    import pycountry  # its tables are read only when a record has a site

    name = name.strip()
    if name in FORMER:
        return FORMER[name]
    if name in ALIASES:
        found = pycountry.countries.get(alpha_2=ALIASES[name])
    else:
        found = (
            pycountry.countries.get(name=name)
            or pycountry.countries.get(common_name=name)
            or pycountry.countries.get(official_name=name)
        )
    return (found.alpha_3, found.alpha_2) if found else None


@lru_cache(maxsize=1_024)
def alpha3(alpha2: str) -> str | None:
    """The alpha-3 code of a country by its alpha-2 code; None for a code in no list."""
    import pycountry  # as above

    former = {two: three for three, two in FORMER.values()}
    found = pycountry.countries.get(alpha_2=alpha2)
    return found.alpha_3 if found else former.get(alpha2)
