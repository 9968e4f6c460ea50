"""What is a trial's own: sponsors, people, papers, sites, conditions, interventions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from kg.related.picture.nodes import Node
from kg.related.reasons import Reason

_MOST: Final = 10
"""Nodes of the trial's own things; if there are more, each role becomes one node."""

MOST_A_ROLE: Final = 3
"""Things of one role that are drawn one by one."""

NAMED: Final = 3
"""Names in a node of several things."""

_ROLES: Final = {
    "sponsor": "organization",
    "principal investigator": "person",
    "study director": "person",
    "study chair": "person",
    "sub-investigator": "person",
    "collaborator": "organization",
    "protocol paper": "publication",
    "results paper": "publication",
    "site": "site",
    "condition": "condition",
    "intervention": "intervention",
    "derived paper": "publication",
    "background paper": "publication",
}
"""Role in the query -> the kind of its node, in the order in which they are drawn."""


class Place(NamedTuple):
    """Where a site is, as far as its record says."""

    city: str
    country: str

    def __str__(self) -> str:
        return ", ".join(filter(None, self))


class OwnThings:
    """The rows of the query of a trial's own things."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._by_role: dict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)
        for row in rows:
            self._by_role[row["role"]].setdefault(row["thing"], row)

    def place(self, site: str) -> Place:
        """Where one of the trial's sites is."""
        return _place(self._by_role["site"].get(site, {}))

    def nodes(self, elsewhere: Iterable[tuple[str, str]] = ()) -> list[Node]:
        """A node for each thing, or one for several; none for what is drawn `elsewhere`.

        That is a role, and the IRI of a thing or its name in lower case.
        """
        drawn = set(elsewhere)
        left = {
            role: [
                row
                for thing, row in self._by_role[role].items()
                if not {(role, thing), (role, row["name"].casefold())} & drawn
            ]
            for role in _ROLES
        }
        for most in (MOST_A_ROLE, 1):
            groups = [group for role in _ROLES for group in _groups(role, left[role], most)]
            if len(groups) <= _MOST:
                break
        partly = {role for role, _ in drawn}
        return [
            _node(f"own-{number}", rows, more=rows[0]["role"] in partly)
            for number, rows in enumerate(groups)
        ]


def several(names: Sequence[str]) -> str:
    """The first few names, and how many there are besides."""
    rest = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + rest


def in_short(places: Iterable[Place]) -> str:
    """Where places are: the city and the country, or how many of these there are."""
    found = set(places)
    countries = {place.country for place in found}
    if len(found) == 1:
        return str(found.pop())
    if not all(map(all, found)):
        return ""
    of = f"{len(countries):,} countries" if len(countries) > 1 else "".join(countries)
    return f"{len(found):,} cities · {of}"


def _place(row: Mapping[str, str]) -> Place:
    return Place(row.get("place", ""), row.get("country", ""))


def _groups(
    role: str, rows: Sequence[Mapping[str, str]], most: int
) -> list[Sequence[Mapping[str, str]]]:
    """Each row alone, or all of them where these are many, or sites."""
    alone = role != "site" and len(rows) <= most
    return [[row] for row in rows] if alone else [rows] * bool(rows)


def _node(id_: str, rows: Sequence[Mapping[str, str]], *, more: bool) -> Node:
    first = rows[0]
    role, thing = first["role"], first["thing"]
    kind = _ROLES[role]
    if len(rows) == 1:
        place = str(_place(first))
        public = kind == "publication" and thing.startswith(("http:", "https:"))
        address = thing if public else None
        return Node(
            id_, kind, role, first["name"], place, facts=[place] * bool(place), address=address
        )
    caption = f"{len(rows):,} {'more ' * more}{role}s"
    names = several([row["name"] for row in rows])
    where = in_short(map(_place, rows)) if role == "site" else ""
    reasons = [Reason(", ".join(filter(None, (row["name"], str(_place(row)))))) for row in rows]
    return Node(id_, kind, caption, names, where, reasons=reasons, several=True)
