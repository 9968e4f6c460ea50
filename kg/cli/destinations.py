"""The destinations that -o and -f of `kg export` name together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.export.destinations import Destination
    from kg.formats import Format
    from kg.graph_tables.formats import GraphFormat


def chosen_destinations(
    sources: Sequence[str],
    outputs: Sequence[str],
    format_names: Sequence[str],
    context: str | None,
    *,
    csv: bool = False,
) -> list[Destination]:
    """Each output with its format: the one named at the same place, or else that of its name.

    Without an output it is a file or folder in output/ for each format. Raises UsageError if they
    can't be paired, or if no format takes the context, or has a form as CSV.
    """
    from kg.export.destinations import Destination

    if outputs and format_names and len(outputs) != len(format_names):
        raise UsageError(
            f"-o is given {len(outputs)} times and -f {len(format_names)}: give one -f for each -o,"
            " in the same order, or none for names that tell their formats"
        )
    names = format_names or tuple(map(_name_of, outputs)) or ("turtle",)
    formats = _formats(_as_csv(names) if csv else names, context)
    paths = outputs or tuple(str(_default_output(sources, each)) for each in formats)
    return [
        Destination(path if path == "-" else path.rstrip("/") or path, format)
        for path, format in zip(paths, formats, strict=True)
    ]


def _name_of(output: str) -> str:
    """The name of the format that an output tells; of standard output Turtle."""
    from kg.export.output_formats import format_of_name

    return "turtle" if output == "-" else format_of_name(output).name


def _as_csv(names: Sequence[str]) -> list[str]:
    """The formats, in the form of CSV where they have one."""
    from kg.export.output_formats import OUTPUT_FORMATS

    changed = [each if f"{each}-csv" not in OUTPUT_FORMATS else f"{each}-csv" for each in names]
    if not any(name.endswith("-csv") for name in changed):
        raise UsageError("only a property graph is written as CSV: add -f property-graph")
    return changed


def _formats(names: Sequence[str], context: str | None) -> list[Format | GraphFormat]:
    """The formats of these names; the context is for all that have one, at least the first."""
    from kg.export.output_formats import OUTPUT_FORMATS
    from kg.formats import output_format
    from kg.formats.table import WITH_CONTEXT

    takers = [name for name in names if name in WITH_CONTEXT]
    if context is not None and not takers:
        raise UsageError(
            f"{OUTPUT_FORMATS[names[0]].title} has no context to name: leave out --context, or"
            " choose JSON-LD"
        )
    return [
        output_format(name, context) if name in takers else OUTPUT_FORMATS[name] for name in names
    ]


def _default_output(sources: Sequence[str], format: Format | GraphFormat) -> Path:
    only = Path(sources[0]) if len(sources) == 1 else Path()
    name = only.name.split(".")[0] if only.exists() else ""
    ending = format.ending if format.ending.startswith(".") else f"-{format.ending}"
    return Path("output") / f"{name or 'trials'}{ending}"
