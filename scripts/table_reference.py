"""The reference of docs/tables.md: `python scripts/table_reference.py` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph_tables.tables.definitions import NODE, TABLES, TRIAL, TYPES

MARK = "## The tables"
"""The heading below which the reference is, to the end of the page."""

_PATHS = {NODE: "the row itself", TRIAL: "`dcterms:identifier` of the trial", "": ""}


def _in_words(path: str, between: str) -> str:
    return between.join(f"`{each}`" for each in path.split("|"))


def reference() -> Iterator[str]:
    """The lines of the reference: the types, and each table with its columns."""
    yield from ("| type | values |", "| --- | --- |")
    for name, words in TYPES.items():
        yield f"| {name} | {words} |"
    for table in TABLES:
        yield from ("", f"### {table.name}", "", f"A row is {table.row}.", "")
        yield from ("| column | type | unit | what it is | in the graph |", "| --- " * 5 + "|")
        for column in table.columns:
            path = _PATHS.get(column.property, _in_words(column.property, ", else "))
            cells = (f"`{column.name}`", column.type, column.unit, column.description, path)
            yield f"| {' | '.join(cells)} |"
        reached = [
            _in_words(path, " or ") + f" ({role})" * bool(role)
            for role, path in table.paths.items()
        ]
        if any(table.paths.values()):
            yield from ("", f"Rows are reached from the trial by {', '.join(reached)}.")


if __name__ == "__main__":
    print(*reference(), sep="\n")
