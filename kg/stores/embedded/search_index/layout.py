"""The tables of the search index, and how its file is opened."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

NAME: Final = "search.sqlite"

VERSION: Final = 2
"""Changes with what the file contains; a file of another version is not used."""

COLUMNS: Final = ("numbers", "titles", "subjects", "people", "places")
"""The columns of the words of trials."""

SCHEMA: Final = f"""
PRAGMA application_id = {int.from_bytes(b"kg02")};
PRAGMA user_version = {VERSION};
CREATE TABLE trials (
    id INTEGER PRIMARY KEY AUTOINCREMENT, iri TEXT, graph TEXT, number TEXT, title TEXT,
    acronym TEXT, status TEXT, phase TEXT, types TEXT, sponsor TEXT, start TEXT,
    enrollment INTEGER, countries TEXT, sites INTEGER, results INTEGER, names BLOB
);
CREATE INDEX by_graph ON trials (graph);
CREATE INDEX by_number ON trials (number);
CREATE INDEX by_title ON trials (title COLLATE NOCASE, number);
CREATE INDEX by_start ON trials (start, number);
CREATE INDEX by_enrollment ON trials (enrollment, number);
CREATE TABLE aliases (alias TEXT, trial INTEGER, PRIMARY KEY (alias, trial)) WITHOUT ROWID;
CREATE INDEX alias_of ON aliases (trial);
CREATE TABLE sets (facet TEXT, value TEXT, trials BLOB NOT NULL, UNIQUE (facet, value));
CREATE TABLE names (
    id INTEGER PRIMARY KEY AUTOINCREMENT, thing INTEGER, name TEXT, kind TEXT, key TEXT,
    trials INTEGER, UNIQUE (kind, thing, name)
);
CREATE INDEX by_use ON names (kind, trials);
CREATE TABLE totals (kind TEXT PRIMARY KEY, things INTEGER) WITHOUT ROWID;
CREATE TABLE parts (
    name INTEGER, iri TEXT, trial INTEGER, PRIMARY KEY (name, iri)
) WITHOUT ROWID;
CREATE TABLE sites (
    trial INTEGER, point INTEGER, place INTEGER, status TEXT, city INTEGER,
    PRIMARY KEY (trial, point, place, status)
) WITHOUT ROWID;
CREATE INDEX by_point ON sites (point, trial);
CREATE INDEX by_city ON sites (city, point);
CREATE TABLE points (
    id INTEGER PRIMARY KEY, latitude REAL, longitude REAL, UNIQUE (latitude, longitude)
);
CREATE VIRTUAL TABLE trial_words USING fts5 (
    {", ".join(COLUMNS)}, content = '', columnsize = 0, detail = column, tokenize = ascii,
    prefix = '1 2'
);
CREATE VIRTUAL TABLE name_words USING fts5 (
    kind, words, content = '', columnsize = 0, detail = column, tokenize = ascii, prefix = '1 2'
);
"""
"""The ids of trials are the places of their bits in `sets`; a trial that changes gets a new one.

`sets` has, for each value of a facet, the trials with it; `PRESENT` those that the store has, as
the words of a trial that is gone stay, and AUTOINCREMENT gives its id to no other. `names` has
each name of a thing with the number of trials that use it (`thing` is a number for kind and key),
`totals` how many things there are, `parts` the IRIs of interventions, `sites` the places of each
trial that have coordinates.
"""

PRESENT: Final = "present"
"""The set of all trials, and of those that have what trials can be sorted by, such as a start."""


def number_of(kind: str, key: str) -> int:
    """The number of a thing, in place of its long key.

    At ten million things, one in three hundred thousand files has two with the same number.
    """
    return int.from_bytes(blake2b(f"{kind} {key}".encode(), digest_size=8).digest(), signed=True)
