"""The record under construction: the modules that the tables fill."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.records import Study
from kg.records.base import unless_empty
from kg.records.other_sections import (
    AnnotationModule,
    AnnotationSection,
    BrowseModule,
    DerivedSection,
    DocumentSection,
    LargeDocumentModule,
    MiscInfoModule,
    UnpostedAnnotation,
)
from kg.records.protocol import BioSpec, ExpandedAccessInfo, IdentificationModule
from kg.records.results import MoreInfoModule, ResultsSection
from kg.sources.protocol_draft import ProtocolDraft


@dataclass(slots=True)
class XmlDraft(ProtocolDraft):
    """The modules of a record; `Table` rows name them and their fields."""

    identification: IdentificationModule = field(
        default_factory=lambda: IdentificationModule(nct_id="")
    )
    expanded_access: ExpandedAccessInfo = field(default_factory=ExpandedAccessInfo)
    biospecimen: BioSpec = field(default_factory=BioSpec)
    unposted: UnpostedAnnotation = field(default_factory=UnpostedAnnotation)
    documents: LargeDocumentModule = field(default_factory=LargeDocumentModule)
    misc: MiscInfoModule = field(default_factory=MiscInfoModule)
    results: ResultsSection = field(default_factory=ResultsSection)
    more_info: MoreInfoModule = field(default_factory=MoreInfoModule)
    condition_browse: BrowseModule = field(default_factory=BrowseModule)
    intervention_browse: BrowseModule = field(default_factory=BrowseModule)

    def study(self) -> Study:
        """The study; an empty module becomes None."""
        self.status.expanded_access_info = unless_empty(self.expanded_access)
        self.results.more_info_module = unless_empty(self.more_info)
        self.design.bio_spec = unless_empty(self.biospecimen)
        annotations = unless_empty(
            AnnotationModule(unposted_annotation=unless_empty(self.unposted))
        )
        documents = DocumentSection(large_document_module=unless_empty(self.documents))
        derived = DerivedSection(
            misc_info_module=unless_empty(self.misc),
            condition_browse_module=unless_empty(self.condition_browse),
            intervention_browse_module=unless_empty(self.intervention_browse),
        )
        return Study(
            protocol_section=self.protocol(),
            results_section=unless_empty(self.results),
            annotation_section=unless_empty(AnnotationSection(annotation_module=annotations)),
            document_section=unless_empty(documents),
            derived_section=unless_empty(derived),
        )
