"""What a trial has produced: publications become references, files documents, the rest links.

Each output has a type. A text with a line for each publication repeats them, or stands for them in
older records: "2022 Results article in https://... (added 18/11/2022)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kg.records.protocol import Reference, SeeAlsoLink
from kg.records.registration import LinkedDocument, ListedLink
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import ElementRow, ElementTable, ElementText, Leftovers
from kg.sources.classic_xml.values import line, number_of, whole
from kg.sources.isrctn.values import KEY, address, date_of, flag_of, is_key, name, only
from kg.sources.isrctn.vocabulary import LABELS, PUBLICATIONS
from kg.text.citations import parse_citation
from kg.text.cited_dois import cited_doi
from kg.text.pubmed_ids import cited_pmid

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)]")
_WORDS: Final = {
    "PROTOCOL": re.compile(r"\bprotocol\b", re.IGNORECASE),
    "RESULT": re.compile(r"\bresults?\b", re.IGNORECASE),
}
"""The type of a reference -> the words for it in a line about a publication."""

_NUMBER: Final = re.compile(r"\A[0-9]{1,2}[.)]\s+")
_FILE: Final = "trial.outputs.output.localFile"
_ATTACHED: Final = "trial.attachedFiles.attachedFile"


@dataclass(slots=True)
class TrialOutput:
    """A publication, a file or an address in the list of outputs, or an attached file."""

    kind: str = ""
    description: str | None = None
    created: str | None = None
    added: str | None = None
    url: str | None = None
    is_peer_reviewed: bool | None = None
    is_for_patients: bool | None = None
    file_id: str | None = None
    file_name: str | None = None
    original_name: str | None = None
    media_type: str | None = None
    size: int | None = None
    md5: str | None = None

    @property
    def label(self) -> str | None:
        """What it is called: the name of its type and its description."""
        label, text = LABELS.get(self.kind, self.kind), self.description or ""
        if label.casefold() == text.casefold():
            return label or None
        return ": ".join(filter(None, (label, text)))

    def reference(self) -> Reference:
        """The output as a publication."""
        citation = " ".join(filter(None, (self.description, self.url)))
        pmid = cited_pmid(self.url or "")
        return Reference(pmid=pmid, type=PUBLICATIONS[self.kind], citation=citation)

    def document(self) -> LinkedDocument:
        """The output as a file."""
        return LinkedDocument(
            has_protocol=self.kind == "protocolfile" or None,
            has_sap=self.kind == "sap" or None,
            label=self.label,
            date=self.created,
            upload_date=self.added,
            filename=self.file_name,
            size=self.size,
            url=self.url,
            media_type=self.media_type,
            is_peer_reviewed=self.is_peer_reviewed,
            is_for_patients=self.is_for_patients,
        )

    def link(self) -> ListedLink:
        """The output as an address."""
        return ListedLink(
            label=self.label,
            url=self.url,
            date_created=self.created,
            date_added=self.added,
            is_peer_reviewed=self.is_peer_reviewed,
            is_for_patients=self.is_for_patients,
        )


_LOCAL_FILE: Final = ElementTable(
    {
        "@fileId": ElementText("file_id", str),
        "@originalFilename": ElementText("original_name", str),
        "@downloadFilename": ElementText("file_name", str),
        "@mimeType": ElementText("media_type", str),
        "@length": ElementText("size", number_of),
        "@md5sum": ElementText("md5", str),
    }
)
OUTPUT: Final = ElementTable(
    {
        "@id": KEY,
        "@outputType": ElementText("kind", str),
        "@artefactType": only("LocalFile|ExternalLink"),
        "@dateCreated": ElementText("created", date_of),
        "@dateUploaded": ElementText("added", date_of),
        "@peerReviewed": ElementText("is_peer_reviewed", flag_of),
        "@patientFacing": ElementText("is_for_patients", flag_of),
        "localFile": _LOCAL_FILE,
        "externalLink": ElementTable({"@url": ElementText("url", address)}),
        "description": ElementRow("description", name),
    }
)
ATTACHED_FILE: Final = ElementTable(
    {
        "@downloadUrl": ElementText("url", address),
        "description": ElementRow("description", name),
        "name": ElementRow("file_name", line),
        "id": ElementRow("file_id", line),
        "public": ElementTable({"#text": only("true")}),
        "mimeType": ElementRow("media_type", line),
        "length": ElementRow("size", whole),
        "md5sum": ElementRow("md5", line),
    }
)


@dataclass(slots=True)
class Outputs:
    """The outputs of a trial, the texts beside them, and what they become."""

    listed: list[TrialOutput] = field(default_factory=list)
    files: list[TrialOutput] = field(default_factory=list)
    details: str | None = None
    basic_report: str | None = None
    plain_report: str | None = None
    website: str | None = None
    information: str | None = None
    references: list[Reference] = field(default_factory=list)
    documents: list[LinkedDocument] = field(default_factory=list)
    links: list[SeeAlsoLink] = field(default_factory=list)
    _seen: dict[str, Reference | None] = field(default_factory=dict)

    def finish(self, modules: XmlDraft, leftovers: Leftovers) -> None:
        """Puts the outputs into the record, each once."""
        self._take_listed(leftovers)
        self._take_lines(leftovers)
        for text, label, path in (
            (self.basic_report, "Basic results", "results.basicReport"),
            (self.plain_report, "Plain English results", "results.plainEnglishReport"),
            (self.website, "Study website", "trialDescription.trialWebsite"),
            (self.information, "Participant information sheet", "participants.patientInfoSheet"),
        ):
            if text:
                self._take_text(text, label, f"trial.{path}", leftovers)
        modules.references.references += self.references
        modules.references.see_also_links += self.links
        modules.documents.large_docs += self.documents

    def _take_listed(self, leftovers: Leftovers) -> None:
        """Tells publications, documents and links apart; a file in both lists is one document."""
        unlisted = {each.file_id or "": each for each in self.files}
        for each in self.listed:
            if each.file_id in unlisted:
                _join(each, unlisted.pop(each.file_id or ""), leftovers)
            self._take(each, leftovers)
        for key, each in unlisted.items():
            if not is_key(key):
                leftovers.keep_text(f"{_ATTACHED}.id", key)
            self._take(each, leftovers)

    def _take_lines(self, leftovers: Leftovers) -> None:
        """Takes the text with a line for each publication; a line without one is kept."""
        lines = (_NUMBER.sub("", line.strip()) for line in (self.details or "").split("\n"))
        for each in filter(None, lines):
            url, known = _ADDRESS.search(each), parse_citation(each)
            key = _key(url[0] if url else each)
            before = self._seen.get(key)
            if before:
                before.citation = each
            elif key in self._seen or not (url or known.doi or known.pmid or known.title):
                leftovers.keep_text("trial.results.publicationDetails", each)
            else:
                reference = Reference(pmid=cited_pmid(each), type=_type_of(each), citation=each)
                self._add(reference, key)

    def _take_text(self, text: str, label: str, path: str, leftovers: Leftovers) -> None:
        """Takes a text with the address of something that is no publication."""
        url = _ADDRESS.search(text)
        if not url or url[0] != text:
            leftovers.keep_text(path, text)
        if url and _key(url[0]) not in self._seen:
            self._seen[_key(url[0])] = None
            self.links.append(ListedLink(label=label, url=url[0]))

    def _take(self, each: TrialOutput, leftovers: Leftovers) -> None:
        if each.original_name and each.original_name != each.file_name:
            leftovers.keep_text(f"{_FILE}@originalFilename", each.original_name)
        if each.md5:
            leftovers.keep_text(f"{_FILE}@md5sum", each.md5)
        if each.file_name:
            self.documents.append(each.document())
            return
        if each.kind in PUBLICATIONS and each.url:
            self._add(each.reference(), _key(each.url))
        self._seen.setdefault(_key(each.url or ""), None)
        if each.link() != ListedLink():
            self.links.append(each.link())

    def _add(self, reference: Reference, key: str) -> None:
        self.references.append(reference)
        self._seen.setdefault(key, reference)


def _join(output: TrialOutput, file: TrialOutput, leftovers: Leftovers) -> None:
    """Adds what the list of files says of an output, and keeps what it says otherwise."""
    output.url, output.description = file.url, output.description or file.description
    pairs = (
        ("description", file.description, output.description),
        ("name", file.file_name, output.file_name),
        ("mimeType", file.media_type, output.media_type),
        ("md5sum", file.md5, output.md5),
        ("length", str(file.size), str(output.size)),
    )
    for label, text, listed in pairs:
        if text and text != listed:
            leftovers.keep_text(f"{_ATTACHED}.{label}", text)


def _key(text: str) -> str:
    """The same for all spellings of the address of a publication."""
    return cited_pmid(text) or cited_doi(text) or text.partition("://")[2].rstrip("/") or text


def _type_of(text: str) -> str | None:
    """The type of a publication by the words before its address."""
    words = _ADDRESS.split(text)[0]
    found = [kind for kind, pattern in _WORDS.items() if pattern.search(words)]
    return found[0] if len(found) == 1 else None
