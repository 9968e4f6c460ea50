"""The search index of a store, an SQLite file beside the store's own files.

Pages find trials by words, facets and places, with counts of all that could be chosen next, in
milliseconds. Like the postings, the file is written once, at the load of a version of the store, or
copied from the earlier one and changed where few trials have. https://www.sqlite.org/fts5.html
"""

from kg.stores.embedded.search_index.answers import (
    FACETS,
    KINDS,
    NOT_GIVEN,
    Choice,
    Near,
    NearestSite,
    Sort,
    Suggestion,
    TrialFilter,
    TrialRow,
)
from kg.stores.embedded.search_index.interventions import NamedIntervention
from kg.stores.embedded.search_index.reading import Found, SearchIndex, open_search_index

__all__ = [
    "FACETS",
    "KINDS",
    "NOT_GIVEN",
    "Choice",
    "Found",
    "NamedIntervention",
    "Near",
    "NearestSite",
    "SearchIndex",
    "Sort",
    "Suggestion",
    "TrialFilter",
    "TrialRow",
    "open_search_index",
]
