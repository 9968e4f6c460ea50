"""The nodes of a description, and the IRIs of the dataset and of its parts."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from kg.dataset.file_names import DESCRIPTION, MANIFEST
from kg.dataset.publication import Publication
from kg.dataset.report import ExportReport, InputFile, ReportedFile
from kg.formats import OUTPUTS
from kg.rdf.iris import Iris
from kg.rdf.node_builder import NodeBuilder

REGISTRY: Final = "<https://clinicaltrials.gov/>"
TERMS: Final = "<https://clinicaltrials.gov/about-site/terms-conditions>"
"""The terms and conditions of ClinicalTrials.gov, which apply to all of its data."""

_DIGITS: Final = 16
"""Hexadecimal digits of a digest in the IRI of a dataset."""


class DatasetStatements(NodeBuilder):
    """The nodes of the description of the export with this report."""

    def __init__(self, report: ExportReport) -> None:
        super().__init__()
        self.report = report
        self.iris = Iris(report.options.base, report.options.trial_iri)
        self.format = OUTPUTS[report.options.format]
        self.publication = report.options.publication or Publication()
        self.document = self._document()
        self.dataset = self._dataset()

    def part(self, *path: str) -> str:
        """The term of a part of the dataset, from path segments."""
        own = self.dataset[1:-1]
        return f"<{own}{'' if own.endswith(('/', '#')) else '/'}{'/'.join(path)}>"

    def file(self, file: ReportedFile) -> str:
        """The term of a file of the dataset."""
        return self.part("file", quote(file.name, safe=""))

    def input(self, source: InputFile) -> str:
        """A source is identified by its digest; stdin, which has none, by its position."""
        return self.part("input", source.sha256 or str(self.report.input.index(source) + 1))

    def published(self, name: str) -> str | None:
        """The term of the address of a file; None if it is not known."""
        folder = self.publication.publish_at
        return folder and f"<{folder}{quote(name, safe='')}>"

    def _document(self) -> str | None:
        """The term of the address of the description itself."""
        manifest = self.report.manifest
        if manifest is None:
            return None
        return self.published(manifest.name.removesuffix(MANIFEST) + DESCRIPTION)

    def _dataset(self) -> str:
        """The publisher's IRI; else one of the published description; else of the content."""
        if self.publication.dataset:
            return f"<{self.publication.dataset}>"
        if self.document:
            return f"{self.document[:-1]}#dataset>"
        manifest = self.report.manifest
        return self.iris.mint("dataset", *([manifest.sha256[:_DIGITS]] if manifest else []))
