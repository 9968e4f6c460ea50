"""Selects what is drawn: a trial's own things, the trial, its links, and related trials.

These are the four columns of the picture. Related trials are added in the order of kg.related, the
strongest first, until the picture is full or has as many as asked for; the number of those left out
is in it. The sites that link trials are one box. Of other things, those that many related trials
share come before those that few share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.registries.trial_iris import OWN_PAGE, iris_of
from kg.related import facts
from kg.related.links import SAME_TRIAL, SIMILAR, RelatedTrial, SharedThing, SimilarLink, StatedLink
from kg.related.picture.nodes import Edge, Node
from kg.related.picture.own_things import MOST_A_ROLE, OwnThings
from kg.related.picture.shared_sites import name_sites
from kg.related.reasons import Reason, reasons, same_trial, similar, stated, title

MOST: Final = 30
"""Nodes of a picture besides the trial itself, unless more trials are asked for."""

MOST_TRIALS: Final = 200
"""Related trials of a picture."""

OWN, TRIAL, LINK, OTHER = range(4)
"""The columns, from left to right."""

_SHARED: Final = {
    "NUMBER": ("statement", "number", ()),
    "INVESTIGATOR": ("person", "investigator", ("principal investigator", "study director",
                                               "study chair", "sub-investigator")),
    "INTERVENTION": ("intervention", "intervention", ("intervention",)),
    "CONDITION": ("condition", "condition", ("condition",)),
    "SPONSOR": ("organization", "sponsor", ("sponsor",)),
}  # fmt: skip
"""What is shared, but for sites -> the kind of its node, its name, and its roles in the query."""

_SITES: Final = ("SITE",)
"""The key of the box of the sites that are shared."""

_QUOTED: Final = 100
"""Characters of a quote that fit into a box."""


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
    itself: RelatedTrial,
    own: Iterable[Mapping[str, str]],
    related: Sequence[RelatedTrial],
    shared: Iterable[SharedThing] = (),
    limit: int | None = None,
) -> Neighbourhood:
    """The neighbourhood of a trial from its own things and the related trials.

    `limit` is a number of related trials, 0 for all; without it there are as many as fit.
    """
    things = OwnThings(own)
    links = _Links(itself.number, related, shared)
    room = MOST - len(things.nodes())
    for trial in related[: limit or None]:
        if not links.add(trial, room if limit is None else None):
            break
    links.name_sites(things)
    center = _trial(itself, "trial")
    center.brief = _in_short({**itself.facts, "sponsor": ""})
    mine = things.nodes(links.drawn)
    drawn = len(links.others)
    left_out = []
    if drawn < len(related):
        left_out.append(f"{len(related) - drawn:,} of {len(related):,} related trials")
    columns = (mine, [center], list(links.nodes.values()), links.others)
    edges = [Edge(node.id, "trial", node.kind) for node in mine]
    return Neighbourhood(itself.number, title(itself), columns, [*edges, *links.edges()], left_out)


class _Links:
    """Related trials and their links, as long as there is room."""

    def __init__(
        self, number: str, related: Sequence[RelatedTrial], shared: Iterable[SharedThing]
    ) -> None:
        self._number = number
        self.nodes: dict[str, Node] = {}
        self.others: list[Node] = []
        self.drawn: set[tuple[str, str]] = set()
        self._ids: dict[tuple[str, ...], str] = {}
        self._joins: list[tuple[str, str, str]] = []
        self._sites = [one for one in shared if one.reason == "SITE"]
        self._popular = Counter(
            (reason, name)
            for trial in related
            for reason, names in trial.shared.items()
            for name in names
        )

    def add(self, trial: RelatedTrial, room: int | None) -> bool:
        """Adds a trial with its links; False, without adding it, if there is no room.

        The first has room; None is room for all.
        """
        parts: dict[tuple[str, ...], Node] = {}
        arrows: dict[tuple[str, ...], str] = {}
        same = [link for link in trial.stated if link.reason == SAME_TRIAL]
        if same:
            parts[SAME_TRIAL, trial.number] = _same_trial(self._number, trial, same)
        for link in (each for each in trial.stated if each not in same):
            key = link.reason, link.direction, *link.quotes, trial.number * bool(link.quotes)
            parts[key] = _statement(self._number, trial, link)
            arrows[key] = "right" if link.direction == "to" else "left"
        if trial.similar:
            parts[SIMILAR, trial.number] = _similarity(trial, trial.similar)
        more = []
        for reason, names in trial.shared.items():
            found, rest = self._things(reason, names)
            parts |= found
            more += [rest] * bool(rest)
        boxes = {*self._ids, *parts}
        if room is not None and self.others and len(boxes) + len(self.others) + 1 > room:
            return False
        other = _trial(trial, f"other-{len(self.others)}", more)
        other.reasons = list(reasons(self._number, trial, whole=True))
        self.others.append(other)
        for key, node in parts.items():
            self._join(key, node, trial, other, arrows.get(key, ""))
        return True

    def _things(self, reason: str, names: Sequence[str]) -> tuple[dict[tuple[str, ...], Node], str]:
        """The nodes of what a trial shares for one reason, and what is only counted."""
        if reason == "SITE":
            count = f"{len(names):,} shared site{'s' * (len(names) > 1)}"
            return {_SITES: Node("", "site", "", "")}, count
        kind, name_of_reason, _ = _SHARED[reason]
        most = MOST_A_ROLE if reason != "NUMBER" else 1
        drawn = sorted(names, key=lambda name: (-self._popular[reason, name], name))[:most]
        nodes: dict[tuple[str, ...], Node] = {
            (reason, name.casefold()): Node("", kind, f"shared {name_of_reason}", name)
            for name in drawn
        }
        rest = len(names) - len(drawn)
        some = f"+ {rest:,} more shared {name_of_reason}{'s' * (rest > 1)}"
        return nodes, some if rest else ""

    def _join(
        self, key: tuple[str, ...], node: Node, trial: RelatedTrial, other: Node, arrow: str
    ) -> None:
        if key not in self._ids:
            node.id = self._ids[key] = f"link-{len(self.nodes)}"
            self.nodes[node.id] = node
        if key[0] in _SHARED:
            self.drawn |= {(role, key[1]) for role in _SHARED[key[0]][2]}
        if key != _SITES:  # which are listed with their trials
            self.nodes[self._ids[key]].reasons.append(Reason(f"{trial.number}: {title(trial)}"))
        self._joins.append((self._ids[key], other.id, arrow))

    def name_sites(self, things: OwnThings) -> None:
        """Writes the box of the sites that are shared."""
        if _SITES in self._ids:
            numbers = [other.caption for other in self.others]
            sites = name_sites(self.nodes[self._ids[_SITES]], self._sites, numbers, things)
            self.drawn |= {("site", site) for site in sites}

    def edges(self) -> list[Edge]:
        """The lines from the trial to its links, and from these to the related trials."""
        arrows: dict[str, str] = {}
        for link, _, arrow in self._joins:
            arrows.setdefault(link, arrow)
        first = [Edge("trial", id_, node.kind, arrows[id_]) for id_, node in self.nodes.items()]
        return first + [
            Edge(link, other, self.nodes[link].kind, arrow) for link, other, arrow in self._joins
        ]


def _statement(number: str, trial: RelatedTrial, link: StatedLink) -> Node:
    """A link that a record states, with its quote."""
    caption = "stated by this record" if link.direction == "to" else "stated by the other record"
    text = str(stated(number, trial, link, quoted=_QUOTED))
    whole = stated(number, trial, link, whole=True)
    return Node("", "statement", caption, text, reasons=[whole])


def _same_trial(number: str, trial: RelatedTrial, links: Sequence[StatedLink]) -> Node:
    """That the trial is the same one; records of both registries may say so."""
    text, whole = (same_trial(number, trial, links, whole=each) for each in (False, True))
    return Node("", "statement", "stated by a record", str(text), reasons=[whole])


def _similarity(trial: RelatedTrial, link: SimilarLink) -> Node:
    """That the trial is similar, with the reasons; it has no direction."""
    text, whole = similar(trial, link, whole=False), similar(trial, link, whole=True)
    return Node("", "similarity", "computed from both records", text, reasons=[Reason(whole)])


def _trial(trial: RelatedTrial, id_: str, more: Sequence[str] = ()) -> Node:
    return Node(
        id_,
        "trial",
        trial.number,
        title(trial),
        _in_short(trial.facts),
        tuple(more),
        facts.in_full(trial.facts),
        address=iris_of(trial.number).get(OWN_PAGE),
    )


def _in_short(known: Mapping[str, str]) -> str:
    text = facts.in_short(known, "\xa0· ")  # no line begins with a dot, nor ends in "Phase"
    return text.replace("Phase ", "Phase\xa0").replace("start ", "start\xa0")
