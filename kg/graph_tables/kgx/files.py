"""The two files of KGX, https://github.com/biolink/kgx/blob/master/specification/kgx-format.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from kg.graph_tables.files import GraphFile, GraphFiles
from kg.graph_tables.kgx.merging import merged_edges, merged_nodes
from kg.graph_tables.sorted_lines import SortedLines
from kg.system.file_set import FileSet
from kg.system.output_files import Output, open_output

JSONL, TSV = "jsonl", "tsv"

NODE_SLOTS: Final = (
    "id category name full_name synonym description iri xref clinical_trial_brief_title"
    " clinical_trial_phase clinical_trial_overall_status clinical_trial_start_date"
    " clinical_trial_enrollment clinical_trial_enrollment_type clinical_trial_primary_purpose"
    " clinical_trial_intervention_model clinical_trial_age_stage clinical_trial_conditions"
    " clinical_trial_interventions publication_type authors latitude longitude".split()
)
EDGE_SLOTS: Final = (
    "id subject predicate object category original_predicate knowledge_level agent_type"
    " has_supporting_studies max_research_phase primary_knowledge_source".split()
)
"""The columns of TSV, the same in every export."""

_PARTS: Final = msgspec.msgpack.Decoder(tuple[list[str], list[str]])


class KgxFiles(GraphFiles):
    """The nodes and edges; both files are written when all records have come."""

    def __init__(self, destination: Path, stack: ExitStack, files: FileSet, form: str) -> None:
        self._destination = destination
        self._stack = stack
        self._place = files
        self._form = form
        self._nodes, self._edges = (SortedLines(destination.absolute().parent) for _ in range(2))
        self._outputs: list[tuple[str, Output, int]] = []
        stack.callback(self._nodes.close)
        stack.callback(self._edges.close)

    def add(self, packed: bytes) -> None:
        """Keeps the lines of a record, as `packed_kgx` makes them."""
        nodes, edges = _PARTS.decode(packed)
        self._nodes.add(nodes)
        self._edges.add(edges)

    def end(self) -> None:
        """Writes what all records say."""
        self._write("nodes", merged_nodes(self._nodes), NODE_SLOTS)
        self._write("edges", merged_edges(self._edges), EDGE_SLOTS)

    @property
    def written(self) -> list[GraphFile]:
        """The two files."""
        return [
            GraphFile(name, rows, output.size, output.sha256)
            for name, output, rows in self._outputs
        ]

    def _write(self, kind: str, found: Iterable[dict[str, Any]], slots: list[str]) -> None:
        path = Path(kgx_path(self._destination, kind, self._form))
        output = self._stack.enter_context(open_output(path, files=self._place))
        count = 0
        if self._form == TSV:
            output.write("\t".join(slots) + "\n")
        for each in found:
            count += 1
            if self._form == TSV:
                output.write(_row(each, slots))
            else:
                output.write(msgspec.json.encode(each) + b"\n")
        self._outputs.append((path.name, output, count))


def kgx_path(destination: Path, kind: str, form: str) -> str:
    """The file of the nodes or of the edges."""
    return f"{destination}_{kind}.{form}"


@contextmanager
def open_kgx(destination: Path, files: FileSet, *, form: str = JSONL) -> Iterator[GraphFiles]:
    """The files to write records to; they are renamed into place with others."""
    with ExitStack() as stack:
        yield KgxFiles(destination, stack, files, form)


def _row(found: dict[str, Any], slots: list[str]) -> str:
    """A line of TSV: lists are joined by |, and of the sources there is the primary one."""
    if "sources" in found:
        found = {**found, "primary_knowledge_source": found["sources"][0]["resource_id"]}
    return "\t".join(_cell(found.get(slot)) for slot in slots) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(_cell(each).replace("|", " ") for each in value)
    return " ".join(str(value).split())
