"""Runs the code of a notebook, as `python -m tests.support.notebook FILE`.

As in a notebook all cells share their names, and the value of the last expression of a cell is
shown. A kernel of Jupyter would need some thirty further packages.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any


def code_of(path: Path) -> list[tuple[str, str]]:
    """The id and the text of each cell of code."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [(each["id"], "".join(each["source"])) for each in cells if each["cell_type"] == "code"]


def main(path: Path) -> None:
    """Runs the cells, and prints what a notebook would show."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for name, text in code_of(path):
        body = ast.parse(text, f"{path}, cell {name}")
        last = body.body.pop() if isinstance(body.body[-1], ast.Expr) else None
        exec(compile(body, f"{path}, cell {name}", "exec"), names)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), f"{path}, cell {name}", "eval"), names)
            if shown is not None:
                html = getattr(shown, "_repr_html_", None)
                print(html() if html else repr(shown))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
