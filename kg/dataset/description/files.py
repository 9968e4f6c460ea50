"""The files of a dataset, as DCAT's distributions, and those that it was made from."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from kg.dataset.description.statements import REGISTRY, TERMS, DatasetStatements
from kg.dataset.report import InputFile, ReportedFile
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import literal, typed
from kg.system.compression import compression_of

FILE_TYPES: Final = {
    "turtle": "RDF_TURTLE",
    "json-ld": "JSON_LD",
    "json-ld-lines": None,
    "n-triples": "RDF_N_TRIPLES",
    "n-quads": "RDF_N_QUADS",
    "trig": "RDF_TRIG",
    "rdf-xml": "RDF_XML",
}
"""Format -> its file type in the EU's authority table, None if it has none.

http://publications.europa.eu/resource/authority/file-type
"""

_FILE_TYPE: Final = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"


def describe(say: DatasetStatements) -> None:
    """The files of the dataset and of its input."""
    files = [_distribution(say, each) for each in say.report.output]
    say.node(
        say.dataset,
        (vocab.DCAT_DISTRIBUTION, files),
        (vocab.VOID_DATA_DUMP, [say.published(each.name) for each in say.report.output]),
    )
    for source in say.report.input:
        _input(say, source)


def _distribution(say: DatasetStatements, file: ReportedFile) -> str:
    compression = compression_of(file.name)
    address = say.published(file.name)
    return say.node(
        say.file(file),
        (vocab.RDF_TYPE, vocab.DCAT_DISTRIBUTION_CLASS),
        (vocab.DCTERMS_TITLE, literal(file.name)),
        (vocab.DCAT_ACCESS_URL, address),
        (vocab.DCAT_DOWNLOAD_URL, address),
        (vocab.DCTERMS_FORMAT, _file_type(say)),
        (vocab.DCAT_MEDIA_TYPE, _media_type(say, say.format.media_type)),
        (
            vocab.DCAT_COMPRESS_FORMAT,
            _media_type(say, compression.media_type) if compression else None,
        ),
        (vocab.DCTERMS_LICENSE, TERMS),
        (vocab.DCAT_BYTE_SIZE, typed(str(file.bytes), "nonNegativeInteger")),
        (vocab.SPDX_CHECKSUM, _checksum(say, say.file(file), file.sha256)),
    )


def _file_type(say: DatasetStatements) -> str | None:
    name = FILE_TYPES[say.format.name]
    if name is None:
        return None
    return say.node(f"<{_FILE_TYPE}{name}>", (vocab.RDF_TYPE, vocab.DCTERMS_MEDIA_TYPE_OR_EXTENT))


def _media_type(say: DatasetStatements, media_type: str) -> str | None:
    """The registered media type; one with x- is not registered."""
    if "/x-" in media_type:
        return None
    return say.node(f"<{_MEDIA_TYPE}{media_type}>", (vocab.RDF_TYPE, vocab.DCTERMS_MEDIA_TYPE))


def _input(say: DatasetStatements, source: InputFile) -> None:
    """A source: no distribution, as it is known from where it came, but not where it is."""
    node, name = say.input(source), PurePath(source.name).name or source.name
    say.node(
        node,
        (vocab.RDF_TYPE, vocab.PROV_ENTITY),
        (vocab.DCTERMS_TITLE, literal(name)),
        (vocab.DCTERMS_SOURCE, REGISTRY),
        (
            vocab.SPDX_CHECKSUM,
            _checksum(say, node, source.sha256) if source.sha256 is not None else None,
        ),
    )


def _checksum(say: DatasetStatements, file: str, sha256: str) -> str:
    algorithm = vocab.SPDX_CHECKSUM_ALGORITHM_SHA256
    say.node(algorithm, (vocab.RDF_TYPE, vocab.SPDX_CHECKSUM_ALGORITHM))
    return say.node(
        f"{file[:-1]}/sha256>",
        (vocab.RDF_TYPE, vocab.SPDX_CHECKSUM_CLASS),
        (vocab.SPDX_ALGORITHM, algorithm),
        (vocab.SPDX_CHECKSUM_VALUE, typed(sha256, "hexBinary")),
    )
