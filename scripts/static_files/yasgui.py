"""The SPARQL editor, as the package `@zazuko/yasgui` has it built, with the licences of its parts.

https://github.com/rdfjs/Yasgui
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from scripts.static_files.npm import MODULES

PACKAGE: Final = "@zazuko/yasgui"
FOLDER: Final = "kg/serve/static/yasgui"

_BUILD: Final = MODULES / PACKAGE / "build"
_NAMES: Final = ("yasgui.min.js", "yasgui.min.css")
_SOURCE_MAP: Final = re.compile(rb"\n//# sourceMappingURL=\S+\s*\Z")
_IN_PACKAGE: Final = re.compile(r".*node_modules/((?:@[^/]+/)?[^/]+)/")
_LICENCE: Final = re.compile(r"(?i)licen[cs]e(\.md|\.txt)?")

_MIT: Final = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""
"""https://spdx.org/licenses/MIT.html"""


def yasgui() -> dict[str, bytes]:
    """Path in the repository -> content: the script, the style sheet and the licences."""
    made = {f"{FOLDER}/{name}": _without_map((_BUILD / name).read_bytes()) for name in _NAMES}
    return made | {f"{FOLDER}/LICENSES.txt": _licences().encode()}


def _without_map(text: bytes) -> bytes:
    """The file without its reference to a source map, which is not shipped."""
    return _SOURCE_MAP.sub(b"\n", text)


def _licences() -> str:
    """The licence of each package whose sources are in the script."""
    sources = json.loads((_BUILD / "yasgui.min.js.map").read_text("utf-8"))["sources"]
    bundled = sorted({match[1] for match in map(_IN_PACKAGE.match, sources) if match})
    return "\n".join(map(_licence, [PACKAGE, *bundled]))


def _licence(package: str) -> str:
    folder = MODULES / package
    facts = json.loads((folder / "package.json").read_text("utf-8"))
    title = f"{package} {facts['version']}"
    texts = [path for path in sorted(folder.iterdir()) if _LICENCE.fullmatch(path.name)]
    text = texts[0].read_text("utf-8").strip() if texts else _mit(facts)
    return f"{title}\n{'=' * len(title)}\n\n{text}\n"


def _mit(facts: dict[str, Any]) -> str:
    """The licence of a package that only names it, with those who made the package."""
    if facts["license"] != "MIT":
        raise ValueError(f"{facts['name']}: no text of {facts['license']}")
    people = [facts.get("author"), *facts.get("contributors", [])]
    names = [each["name"] if isinstance(each, dict) else each for each in people if each]
    return f"The MIT License (MIT)\n\nCopyright (c) {', '.join(names)}\n\n{_MIT}"
