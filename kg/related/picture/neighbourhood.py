"""Selects what is drawn: a trial's own things, the trial, its links, and related trials.

These are the four columns of the picture. Related trials are added in the order of kg.related, the
strongest first, until the picture is full; it says what is left out. Things that many related
trials share precede those that few share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kg.related.links import SIMILAR, RelatedTrial, SimilarLink, StatedLink
from kg.related.report import reasons, similar, stated

QUERY: Final = "links-of-trial"
MOST: Final = 30
"""Nodes of a picture besides the trial itself; more would not be legible."""

_MOST_OWN: Final = 10
"""Nodes of the trial's own things; if there are more, each role becomes one node."""

_MOST_A_ROLE: Final = 3
"""Things of one role that are drawn one by one, both own and shared."""

_NAMED: Final = 3
"""Names in a node of several things."""

OWN, TRIAL, LINK, OTHER = range(4)
"""The columns, from left to right."""

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

_SHARED: Final = {
    "NUMBER": ("statement", "number", ()),
    "INVESTIGATOR": ("person", "investigator", ("principal investigator", "study director",
                                               "study chair", "sub-investigator")),
    "INTERVENTION": ("intervention", "intervention", ("intervention",)),
    "SITE": ("site", "site", ("site",)),
    "CONDITION": ("condition", "condition", ("condition",)),
    "SPONSOR": ("organization", "sponsor", ("sponsor",)),
}  # fmt: skip
"""What is shared -> the kind of its node, its name, and its roles in the query."""


@dataclass(slots=True)
class Node:
    """A box: its `caption`, its text, all `details`, and an address.

    `more` is written in full below the text, which may be cut.
    """

    id: str
    kind: str
    caption: str
    text: str
    details: list[str] = field(default_factory=list)
    address: str | None = None
    more: tuple[str, ...] = ()


class Edge(NamedTuple):
    """A line from left to right; `arrow` is the side of its head: "left", "right" or ""."""

    left: str
    right: str
    kind: str
    arrow: str = ""


@dataclass(slots=True)
class Neighbourhood:
    """The columns of the picture, the lines between them, and what was left out."""

    trial: str
    title: str
    columns: tuple[list[Node], list[Node], list[Node], list[Node]]
    edges: list[Edge]
    left_out: list[str]

    @property
    def others(self) -> list[Node]:
        """The related trials that are drawn."""
        return self.columns[OTHER]


def chosen(
    nct_id: str,
    title: str,
    own: Iterable[Mapping[str, str]],
    related: Sequence[RelatedTrial],
    limit: int | None = None,
) -> Neighbourhood:
    """The neighbourhood of a trial from the results of the queries."""
    own = list(own)
    links = _Links(related, MOST - len(_own(own, set())))
    for trial in related[:limit]:
        if not links.add(trial):
            break
    center = Node("trial", "trial", nct_id, title, [title], _registry(nct_id))
    mine = _own(own, links.roles)
    drawn = len(links.others)
    left_out = []
    if drawn < len(related):
        left_out.append(f"{len(related) - drawn:,} of {len(related):,} related trials")
    columns = (mine, [center], list(links.nodes.values()), links.others)
    edges = [Edge(node.id, "trial", node.kind) for node in mine]
    return Neighbourhood(nct_id, title, columns, [*edges, *links.edges()], left_out)


class _Links:
    """Related trials and their links, as long as there is room."""

    def __init__(self, related: Sequence[RelatedTrial], room: int) -> None:
        self.room = room
        self.nodes: dict[str, Node] = {}
        self.others: list[Node] = []
        self.roles: set[tuple[str, str]] = set()
        self._ids: dict[tuple[str, ...], str] = {}
        self._joins: list[tuple[str, str, str]] = []
        self._popular = Counter(
            (reason, name)
            for trial in related
            for reason, names in trial.shared.items()
            for name in names
        )

    def add(self, trial: RelatedTrial) -> bool:
        """Adds a trial with its links; False, without adding it, if there is no room."""
        parts: dict[tuple[str, ...], Node] = {}
        arrows: dict[tuple[str, ...], str] = {}
        for link in trial.stated:
            key: tuple[str, ...] = (link.reason, link.direction)
            key += tuple(link.quotes)
            parts[key] = _statement(link)
            arrows[key] = "right" if link.direction == "to" else "left"
        if trial.similar:
            parts[SIMILAR, trial.nct_id] = _similarity(trial.similar)
        more: list[str] = []
        for reason, names in trial.shared.items():
            kind, caption, _ = _SHARED[reason]
            drawn = sorted(names, key=lambda name: (-self._popular[reason, name], name))
            most = _MOST_A_ROLE if reason != "NUMBER" else 1
            for name in drawn[:most]:
                parts[reason, name] = Node("", kind, f"shared {caption}", name)
            if len(names) > most:
                more.append(f"+ {len(names) - most:,} more {caption}s in common")
        new = [key for key in parts if key not in self._ids]
        if len(self.nodes) + len(self.others) + len(new) + 1 > self.room and self.others:
            return False
        other = _other(trial, f"other-{len(self.others)}", more)
        self.others.append(other)
        for key, node in parts.items():
            if key not in self._ids:
                node.id = self._ids[key] = f"link-{len(self.nodes)}"
                self.nodes[node.id] = node
            self._note(key, self.nodes[self._ids[key]], trial)
            self._joins.append((self._ids[key], other.id, arrows.get(key, "")))
        return True

    def _note(self, key: tuple[str, ...], node: Node, trial: RelatedTrial) -> None:
        if key[0] in _SHARED:
            self.roles |= {(role, key[1]) for role in _SHARED[key[0]][2]}
        node.details.append(f"{trial.nct_id}: {trial.title or '(no title in the store)'}")

    def edges(self) -> list[Edge]:
        """The lines from the trial to its links, and from these to the related trials."""
        arrows: dict[str, str] = {}
        for link, _, arrow in self._joins:
            arrows.setdefault(link, arrow)
        first = [Edge("trial", id_, node.kind, arrows[id_]) for id_, node in self.nodes.items()]
        return first + [
            Edge(link, other, self.nodes[link].kind, arrow) for link, other, arrow in self._joins
        ]


def _statement(link: StatedLink) -> Node:
    """A link that a record states, with its quote."""
    caption = "stated by this record" if link.direction == "to" else "stated by the other record"
    details = [stated(link, whole=True)]
    return Node("", "statement", caption, stated(link, whole=False), details)


def _similarity(link: SimilarLink) -> Node:
    """That the trial is similar, with the reasons; it has no direction."""
    text = similar(link, whole=False)
    return Node("", "similarity", "computed from both records", text, [similar(link, whole=True)])


def _other(trial: RelatedTrial, id_: str, more: Sequence[str]) -> Node:
    text = trial.title or ("(no title)" if trial.loaded else "(its record is not in the store)")
    details = [trial.title or text, *(f"- {reason}" for reason in reasons(trial, whole=True))]
    return Node(id_, "trial", trial.nct_id, text, details, _registry(trial.nct_id), tuple(more))


def _own(found: Iterable[Mapping[str, str]], elsewhere: set[tuple[str, str]]) -> list[Node]:
    """The trial's own things, which do not link it to others: a node each, or one for several."""
    by_role: dict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)
    shared_roles = {role for role, _ in elsewhere}
    for row in found:
        if (row["role"], row["name"]) not in elsewhere:
            by_role[row["role"]].setdefault(row["thing"], row)
    for most in (_MOST_A_ROLE, 1):
        groups: list[tuple[str, list[Mapping[str, str]]]] = []
        for role in filter(by_role.get, _ROLES):
            group = list(by_role[role].values())
            alone = role != "site" and len(group) <= most
            groups += [(role, [row]) for row in group] if alone else [(role, group)]
        if len(groups) <= _MOST_OWN:
            break
    return [
        _several(f"own-{number}", role, group, more=role in shared_roles)
        for number, (role, group) in enumerate(groups)
    ]


def _several(id_: str, role: str, group: Sequence[Mapping[str, str]], *, more: bool) -> Node:
    kind = _ROLES[role]
    names = [row["name"] for row in group]
    text = "; ".join(names[:_NAMED])
    text += f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    some = f"{len(group):,} more" if more else f"{len(group):,}"
    caption = role if len(group) == 1 else f"{some} {role}s"
    details = [", ".join(filter(None, (row["name"], row.get("place")))) for row in group]
    thing = group[0]["thing"]
    public = kind == "publication" and len(group) == 1 and thing.startswith(("http:", "https:"))
    return Node(id_, kind, caption, text, details, thing if public else None)


def _registry(nct_id: str) -> str:
    return f"https://clinicaltrials.gov/study/{nct_id}"
