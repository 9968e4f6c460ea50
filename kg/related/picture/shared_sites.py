"""The one box of the sites that a trial shares with related trials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.related.links import SharedThing
from kg.related.picture.nodes import Node
from kg.related.picture.own_things import OwnThings, in_short, several
from kg.related.reasons import Reason


def name_sites(
    node: Node, shared: Iterable[SharedThing], numbers: Sequence[str], own: OwnThings
) -> list[str]:
    """Writes the box: each site with its place and those trials of `numbers` that have it too.

    Returns the IRIs of the sites, those of most trials first.
    """
    names: dict[str, str] = {}
    trials: dict[str, set[str]] = {}
    for one in sorted(shared, key=lambda each: each.name):
        names.setdefault(one.thing, one.name)
        trials.setdefault(one.thing, set()).update(one.trials)
    has = {site: [number for number in numbers if number in trials[site]] for site in names}
    sites = sorted(filter(has.get, has), key=lambda site: (-len(has[site]), names[site], site))
    node.caption = "shared site" if len(sites) == 1 else f"{len(sites):,} shared sites"
    node.text, node.several = several([names[site] for site in sites]), len(sites) > 1
    node.brief = in_short(map(own.place, sites))
    for site in sites:
        where = ", ".join(filter(None, (names[site], str(own.place(site)))))
        node.reasons.append(Reason(f"{where}: {', '.join(has[site])}"))
    return sites
