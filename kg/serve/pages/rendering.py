"""Pages as HTML: Jinja2's templates, in which every value is escaped.

https://jinja.palletsprojects.com/en/stable/api/
"""

from __future__ import annotations

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.rdf.terms import WEB_IRI
from kg.serve.links import PageLinks
from kg.serve.pages.trial_query import LONGEST_TEXT, kilometres
from kg.serve.view import Page
from kg.stores.embedded.search_index.reading import FARTHEST

_SCRIPT_ENDS: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What could end a script element, in the escapes of JSON."""


def rendered(page: Page, links: PageLinks) -> str:
    """The page as HTML."""
    template = environment().get_template(page.template)
    return template.render(
        page=page,
        links=links,
        linked_data=Markup(page.linked_data.translate(_SCRIPT_ENDS)),
        **page.values,
    )


@cache
def environment() -> Environment:
    """The templates, with the filters and tests that they use."""
    made = Environment(
        loader=PackageLoader("kg.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"longest_text": LONGEST_TEXT, "farthest": kilometres(FARTHEST)}
    made.filters["number"] = "{:,}".format
    made.tests["web_address"] = is_web_address
    return made


def is_web_address(text: str) -> bool:
    """Whether a text is an address that a page may link: http or https."""
    return WEB_IRI.fullmatch(text) is not None
