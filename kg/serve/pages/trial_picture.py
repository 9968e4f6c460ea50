"""The picture of a trial's neighbourhood: a document of its own, and the drawing alone."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response

from kg.registries.numbers import registry_of
from kg.related import described
from kg.related.links import RelatedTrial
from kg.related.order import Ranking
from kg.related.picture.layout import Drawing, drawing
from kg.related.picture.neighbourhood import MOST, chosen
from kg.related.picture.nodes import Node
from kg.related.picture.page import page, policy
from kg.related.picture.svg import svg
from kg.serve.pages.trial_record import asked_number
from kg.serve.pages.trial_related import links_in
from kg.serve.view import View


def picture(view: View) -> Response:
    """The picture with the evidence in a panel; its own policy allows its one script and style."""
    drawn = _drawn(view)
    headers = {"content-security-policy": f"{policy(drawn)}; frame-ancestors 'none'"}
    return Response(page(drawn), media_type="text/html; charset=utf-8", headers=headers)


def picture_svg(view: View) -> Response:
    """The drawing as SVG."""
    return Response(svg(_drawn(view)), media_type="image/svg+xml")


def _drawn(view: View) -> Drawing:
    number = asked_number(view)
    if number not in view.drawings:
        view.drawings[number] = _drawing(view, number)
    return view.drawings[number]


def _drawing(view: View, number: str) -> Drawing:
    links = links_in(view, number)
    evidence = links.evidence()
    ranking = Ranking(evidence)
    related = described(links, ranking, ranking.trials, MOST)
    itself = RelatedTrial(number)
    links.add_facts([itself])
    near = chosen(itself, links.own_things(), related, evidence.shared)
    _lead_here(view, (node for column in near.columns for node in column))
    return drawing(near)


def _lead_here(view: View, nodes: Iterable[Node]) -> None:
    """Makes the boxes of trials lead to their pages."""
    for node in nodes:
        if node.kind == "trial" and registry_of(node.caption):
            node.page = view.links.in_picture(node.caption)
