"""The editor for SPARQL: a form for a query, with the named queries as examples.

YASGUI's editor and table of results replace the form's plain text where there is JavaScript: of
`@zazuko/yasgui` the parts YASQE and YASR, as the whole would let a link set another endpoint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from kg.rdf.vocabulary import QUERY_PREFIXES
from kg.registries.trial_iris import BEGINNINGS
from kg.serve.guard import POLICY
from kg.serve.pages.editor_examples import all_examples, example
from kg.serve.view import Page, View

RESIZER_STYLE: Final = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The style element that YASR's table adds, for columns whose width can be changed."""

FORMATS: Final[Mapping[str, str]] = {
    "csv": "CSV",
    "tsv": "TSV",
    "json": "JSON",
    "xml": "XML",
    "turtle": "Turtle (CONSTRUCT, DESCRIBE)",
    "n-triples": "N-Triples (CONSTRUCT, DESCRIBE)",
    "json-ld": "JSON-LD (CONSTRUCT, DESCRIBE)",
}
"""Formats that the form offers: the endpoint's name of it, and ours."""

FIRST: Final = """\
# Classes of the store, the most frequent first.

SELECT ?class (COUNT(?thing) AS ?things)
WHERE {
  GRAPH ?graph { ?thing a ?class }
}
GROUP BY ?class
ORDER BY DESC(?things)
LIMIT 50
"""
"""The query in the editor if no example was chosen."""


def editor(view: View) -> Page:
    """The page at `/sparql` for a browser; `example` names a query, the others its parameters."""
    asked = dict(view.request.query_params)
    name = asked.pop("example", "")
    chosen = example(name, asked, view.snapshot) if name else None
    return Page(
        "sparql.html",
        "SPARQL",
        {
            "chosen": chosen,
            "query": chosen.text if chosen else FIRST,
            "examples": all_examples(),
            "formats": FORMATS,
            "prefixes": json.dumps(QUERY_PREFIXES),
            "things": json.dumps([view.snapshot.base, *BEGINNINGS]),
            "limits": view.settings,
        },
        headers={
            "content-security-policy": POLICY.replace(
                "style-src 'self'", f"style-src 'self' {RESIZER_STYLE}"
            )
        },
        styles=("yasgui/yasgui.min.css", "sparql.css"),
        scripts=("yasgui/yasgui.min.js", "editor.js"),
    )
