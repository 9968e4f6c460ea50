"""The vocabulary: one constant a term, in N-Triples text.

Our own terms are defined in ontologies/kg.ttl, the sources of all others are in
ontologies/terms.ttl; tests keep the three in agreement. If a class and a property would share a
constant, the class has the suffix `_CLASS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from kg.rdf.terms import XSD

KG: Final = "https://w3id.org/kg-trials/vocab#"
SCHEMA: Final = "https://schema.org/"
OBO: Final = "http://purl.obolibrary.org/obo/"
MESH: Final = "http://id.nlm.nih.gov/mesh/"
COUNTRY: Final = "http://publications.europa.eu/resource/authority/country/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DC: Final = "http://purl.org/dc/elements/1.1/"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
BIBO: Final = "http://purl.org/ontology/bibo/"
FABIO: Final = "http://purl.org/spar/fabio/"
CITO: Final = "http://purl.org/spar/cito/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
VOID: Final = "http://rdfs.org/ns/void#"
SPDX: Final = "http://spdx.org/rdf/terms#"
QB: Final = "http://purl.org/linked-data/cube#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
PAV: Final = "http://purl.org/pav/"
SSSOM: Final = "https://w3id.org/sssom/"

PREFIXES: Final[Mapping[str, str]] = {
    "bibo": BIBO,
    "cito": CITO,
    "country": COUNTRY,
    "ctgov": "https://clinicaltrials.gov/study/",
    "dc": DC,
    "dcterms": DCTERMS,
    "doi": "https://doi.org/",
    "fabio": FABIO,
    "kg": KG,
    "mesh": MESH,
    "obo": OBO,
    "prov": PROV,
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "qb": QB,
    "rdf": RDF,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefix -> namespace, for every format that abbreviates."""

DATASET_PREFIXES: Final[Mapping[str, str]] = {
    **PREFIXES,
    "dcat": DCAT,
    "foaf": FOAF,
    "spdx": SPDX,
    "vcard": VCARD,
    "void": VOID,
}
"""Prefix -> namespace, for the description of a dataset."""

QUERY_PREFIXES: Final[Mapping[str, str]] = {
    **DATASET_PREFIXES,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": OWL,
    "rdfs": RDFS,
    "sh": "http://www.w3.org/ns/shacl#",
}
"""Prefix -> namespace, for queries: those of kg's data, and those with which many queries begin."""

ONTOLOGY_VERSION: Final = "0.2.0"
"""The version of ontologies/kg.ttl."""

RDF_TYPE: Final = f"<{RDF}type>"
RDF_VALUE: Final = f"<{RDF}value>"

SKOS_CONCEPT: Final = f"<{SKOS}Concept>"
SKOS_BROAD_MATCH: Final = f"<{SKOS}broadMatch>"
SKOS_CLOSE_MATCH: Final = f"<{SKOS}closeMatch>"
SKOS_EXACT_MATCH: Final = f"<{SKOS}exactMatch>"
SKOS_IN_SCHEME: Final = f"<{SKOS}inScheme>"
SKOS_NARROW_MATCH: Final = f"<{SKOS}narrowMatch>"
SKOS_NOTATION: Final = f"<{SKOS}notation>"
SKOS_PREF_LABEL: Final = f"<{SKOS}prefLabel>"
SKOS_RELATED_MATCH: Final = f"<{SKOS}relatedMatch>"

OWL_AXIOM: Final = f"<{OWL}Axiom>"
SSSOM_MAPPING_SET: Final = f"<{SSSOM}MappingSet>"
SSSOM_MAPPINGS: Final = f"<{SSSOM}mappings>"

DCTERMS_LICENSE_DOCUMENT: Final = f"<{DCTERMS}LicenseDocument>"
DCTERMS_LINGUISTIC_SYSTEM: Final = f"<{DCTERMS}LinguisticSystem>"
DCTERMS_MEDIA_TYPE: Final = f"<{DCTERMS}MediaType>"
DCTERMS_MEDIA_TYPE_OR_EXTENT: Final = f"<{DCTERMS}MediaTypeOrExtent>"
DCTERMS_PERIOD_OF_TIME: Final = f"<{DCTERMS}PeriodOfTime>"
DCTERMS_PROVENANCE_STATEMENT: Final = f"<{DCTERMS}ProvenanceStatement>"
DCTERMS_RIGHTS_STATEMENT: Final = f"<{DCTERMS}RightsStatement>"
DCTERMS_BIBLIOGRAPHIC_CITATION: Final = f"<{DCTERMS}bibliographicCitation>"
DCTERMS_DESCRIPTION: Final = f"<{DCTERMS}description>"
DCTERMS_FORMAT: Final = f"<{DCTERMS}format>"
DCTERMS_IDENTIFIER: Final = f"<{DCTERMS}identifier>"
DCTERMS_LANGUAGE: Final = f"<{DCTERMS}language>"
DCTERMS_LICENSE: Final = f"<{DCTERMS}license>"
DCTERMS_PROVENANCE: Final = f"<{DCTERMS}provenance>"
DCTERMS_PUBLISHER: Final = f"<{DCTERMS}publisher>"
DCTERMS_RIGHTS: Final = f"<{DCTERMS}rights>"
DCTERMS_SOURCE: Final = f"<{DCTERMS}source>"
DCTERMS_TEMPORAL: Final = f"<{DCTERMS}temporal>"
DCTERMS_TITLE: Final = f"<{DCTERMS}title>"

DC_CREATOR: Final = f"<{DC}creator>"

PROV_ACTIVITY: Final = f"<{PROV}Activity>"
PROV_ENTITY: Final = f"<{PROV}Entity>"
PROV_SOFTWARE_AGENT: Final = f"<{PROV}SoftwareAgent>"
PROV_USED: Final = f"<{PROV}used>"
PROV_WAS_ASSOCIATED_WITH: Final = f"<{PROV}wasAssociatedWith>"
PROV_WAS_DERIVED_FROM: Final = f"<{PROV}wasDerivedFrom>"
PROV_WAS_GENERATED_BY: Final = f"<{PROV}wasGeneratedBy>"

DCAT_DATASET: Final = f"<{DCAT}Dataset>"
DCAT_DISTRIBUTION_CLASS: Final = f"<{DCAT}Distribution>"
DCAT_ACCESS_URL: Final = f"<{DCAT}accessURL>"
DCAT_BYTE_SIZE: Final = f"<{DCAT}byteSize>"
DCAT_COMPRESS_FORMAT: Final = f"<{DCAT}compressFormat>"
DCAT_CONTACT_POINT: Final = f"<{DCAT}contactPoint>"
DCAT_DISTRIBUTION: Final = f"<{DCAT}distribution>"
DCAT_DOWNLOAD_URL: Final = f"<{DCAT}downloadURL>"
DCAT_END_DATE: Final = f"<{DCAT}endDate>"
DCAT_KEYWORD: Final = f"<{DCAT}keyword>"
DCAT_MEDIA_TYPE: Final = f"<{DCAT}mediaType>"
DCAT_START_DATE: Final = f"<{DCAT}startDate>"
DCAT_THEME: Final = f"<{DCAT}theme>"

FOAF_AGENT: Final = f"<{FOAF}Agent>"
FOAF_NAME: Final = f"<{FOAF}name>"
FOAF_PRIMARY_TOPIC: Final = f"<{FOAF}primaryTopic>"

VCARD_KIND: Final = f"<{VCARD}Kind>"
VCARD_HAS_EMAIL: Final = f"<{VCARD}hasEmail>"
VCARD_HAS_URL: Final = f"<{VCARD}hasURL>"

VOID_DATASET: Final = f"<{VOID}Dataset>"
VOID_DATASET_DESCRIPTION: Final = f"<{VOID}DatasetDescription>"
VOID_CLASS: Final = f"<{VOID}class>"
VOID_CLASS_PARTITION: Final = f"<{VOID}classPartition>"
VOID_CLASSES: Final = f"<{VOID}classes>"
VOID_DATA_DUMP: Final = f"<{VOID}dataDump>"
VOID_ENTITIES: Final = f"<{VOID}entities>"
VOID_EXAMPLE_RESOURCE: Final = f"<{VOID}exampleResource>"
VOID_PROPERTIES: Final = f"<{VOID}properties>"
VOID_PROPERTY: Final = f"<{VOID}property>"
VOID_PROPERTY_PARTITION: Final = f"<{VOID}propertyPartition>"
VOID_SPARQL_ENDPOINT: Final = f"<{VOID}sparqlEndpoint>"
VOID_SUBSET: Final = f"<{VOID}subset>"
VOID_TRIPLES: Final = f"<{VOID}triples>"
VOID_URI_SPACE: Final = f"<{VOID}uriSpace>"
VOID_VOCABULARY: Final = f"<{VOID}vocabulary>"

SPDX_CHECKSUM_CLASS: Final = f"<{SPDX}Checksum>"
SPDX_CHECKSUM_ALGORITHM: Final = f"<{SPDX}ChecksumAlgorithm>"
SPDX_ALGORITHM: Final = f"<{SPDX}algorithm>"
SPDX_CHECKSUM: Final = f"<{SPDX}checksum>"
SPDX_CHECKSUM_ALGORITHM_SHA256: Final = f"<{SPDX}checksumAlgorithm_sha256>"
SPDX_CHECKSUM_VALUE: Final = f"<{SPDX}checksumValue>"

BIBO_DOI: Final = f"<{BIBO}doi>"
BIBO_PMID: Final = f"<{BIBO}pmid>"

FABIO_CLINICAL_TRIAL_DESIGN: Final = f"<{FABIO}ClinicalTrialDesign>"
FABIO_CLINICAL_TRIAL_REPORT: Final = f"<{FABIO}ClinicalTrialReport>"

CITO_DESCRIBES: Final = f"<{CITO}describes>"
CITO_DOCUMENTS: Final = f"<{CITO}documents>"
CITO_OBTAINS_BACKGROUND_FROM: Final = f"<{CITO}obtainsBackgroundFrom>"

QB_DATA_SET_CLASS: Final = f"<{QB}DataSet>"
QB_DATA_SET: Final = f"<{QB}dataSet>"
QB_OBSERVATION: Final = f"<{QB}Observation>"
QB_STRUCTURE: Final = f"<{QB}structure>"

SCHEMA_CONTACT_POINT: Final = f"<{SCHEMA}ContactPoint>"
SCHEMA_COUNTRY: Final = f"<{SCHEMA}Country>"
SCHEMA_CREATIVE_WORK: Final = f"<{SCHEMA}CreativeWork>"
SCHEMA_DIGITAL_DOCUMENT: Final = f"<{SCHEMA}DigitalDocument>"
SCHEMA_GEO_COORDINATES: Final = f"<{SCHEMA}GeoCoordinates>"
SCHEMA_MEDICAL_CODE: Final = f"<{SCHEMA}MedicalCode>"
SCHEMA_MEDICAL_CONDITION: Final = f"<{SCHEMA}MedicalCondition>"
SCHEMA_MEDICAL_STUDY: Final = f"<{SCHEMA}MedicalStudy>"
SCHEMA_ORGANIZATION: Final = f"<{SCHEMA}Organization>"
SCHEMA_PEOPLE_AUDIENCE: Final = f"<{SCHEMA}PeopleAudience>"
SCHEMA_PERIODICAL: Final = f"<{SCHEMA}Periodical>"
SCHEMA_PERSON: Final = f"<{SCHEMA}Person>"
SCHEMA_PLACE: Final = f"<{SCHEMA}Place>"
SCHEMA_POSTAL_ADDRESS: Final = f"<{SCHEMA}PostalAddress>"
SCHEMA_PROPERTY_VALUE: Final = f"<{SCHEMA}PropertyValue>"
SCHEMA_RANDOMIZED_TRIAL: Final = f"<{SCHEMA}RandomizedTrial>"
SCHEMA_SCHOLARLY_ARTICLE: Final = f"<{SCHEMA}ScholarlyArticle>"
SCHEMA_ABOUT: Final = f"<{SCHEMA}about>"
SCHEMA_ACTIVE_INGREDIENT: Final = f"<{SCHEMA}activeIngredient>"
SCHEMA_ADDRESS: Final = f"<{SCHEMA}address>"
SCHEMA_ADDRESS_COUNTRY: Final = f"<{SCHEMA}addressCountry>"
SCHEMA_ADDRESS_LOCALITY: Final = f"<{SCHEMA}addressLocality>"
SCHEMA_ADDRESS_REGION: Final = f"<{SCHEMA}addressRegion>"
SCHEMA_ADMINISTRATION_ROUTE: Final = f"<{SCHEMA}administrationRoute>"
SCHEMA_AFFILIATION: Final = f"<{SCHEMA}affiliation>"
SCHEMA_ALTERNATE_NAME: Final = f"<{SCHEMA}alternateName>"
SCHEMA_CODE: Final = f"<{SCHEMA}code>"
SCHEMA_CODE_VALUE: Final = f"<{SCHEMA}codeValue>"
SCHEMA_CODING_SYSTEM: Final = f"<{SCHEMA}codingSystem>"
SCHEMA_DATE_CREATED: Final = f"<{SCHEMA}dateCreated>"
SCHEMA_DATE_MODIFIED: Final = f"<{SCHEMA}dateModified>"
SCHEMA_DATE_PUBLISHED: Final = f"<{SCHEMA}datePublished>"
SCHEMA_DESCRIPTION: Final = f"<{SCHEMA}description>"
SCHEMA_DOSAGE_FORM: Final = f"<{SCHEMA}dosageForm>"
SCHEMA_EMAIL: Final = f"<{SCHEMA}email>"
SCHEMA_ENCODING_FORMAT: Final = f"<{SCHEMA}encodingFormat>"
SCHEMA_FUNDER: Final = f"<{SCHEMA}funder>"
SCHEMA_GEO: Final = f"<{SCHEMA}geo>"
SCHEMA_HEALTH_CONDITION: Final = f"<{SCHEMA}healthCondition>"
SCHEMA_HONORIFIC_SUFFIX: Final = f"<{SCHEMA}honorificSuffix>"
SCHEMA_IS_PART_OF: Final = f"<{SCHEMA}isPartOf>"
SCHEMA_ISSUE_NUMBER: Final = f"<{SCHEMA}issueNumber>"
SCHEMA_JOB_TITLE: Final = f"<{SCHEMA}jobTitle>"
SCHEMA_LATITUDE: Final = f"<{SCHEMA}latitude>"
SCHEMA_LICENSE: Final = f"<{SCHEMA}license>"
SCHEMA_LOCATION: Final = f"<{SCHEMA}location>"
SCHEMA_LONGITUDE: Final = f"<{SCHEMA}longitude>"
SCHEMA_NAME: Final = f"<{SCHEMA}name>"
SCHEMA_PAGINATION: Final = f"<{SCHEMA}pagination>"
SCHEMA_POSITION: Final = f"<{SCHEMA}position>"
SCHEMA_POSTAL_CODE: Final = f"<{SCHEMA}postalCode>"
SCHEMA_PROPERTY_ID: Final = f"<{SCHEMA}propertyID>"
SCHEMA_REQUIRED_GENDER: Final = f"<{SCHEMA}requiredGender>"
SCHEMA_REQUIRED_MAX_AGE: Final = f"<{SCHEMA}requiredMaxAge>"
SCHEMA_REQUIRED_MIN_AGE: Final = f"<{SCHEMA}requiredMinAge>"
SCHEMA_SAME_AS: Final = f"<{SCHEMA}sameAs>"
SCHEMA_SPONSOR: Final = f"<{SCHEMA}sponsor>"
SCHEMA_SOFTWARE_VERSION: Final = f"<{SCHEMA}softwareVersion>"
SCHEMA_STATUS: Final = f"<{SCHEMA}status>"
SCHEMA_STREET_ADDRESS: Final = f"<{SCHEMA}streetAddress>"
SCHEMA_STUDY: Final = f"<{SCHEMA}study>"
SCHEMA_STUDY_SUBJECT: Final = f"<{SCHEMA}studySubject>"
SCHEMA_SUBJECT_OF: Final = f"<{SCHEMA}subjectOf>"
SCHEMA_TELEPHONE: Final = f"<{SCHEMA}telephone>"
SCHEMA_TEXT: Final = f"<{SCHEMA}text>"
SCHEMA_TRIAL_DESIGN: Final = f"<{SCHEMA}trialDesign>"
SCHEMA_URL: Final = f"<{SCHEMA}url>"
SCHEMA_VALUE: Final = f"<{SCHEMA}value>"
SCHEMA_VERSION: Final = f"<{SCHEMA}version>"
SCHEMA_VOLUME_NUMBER: Final = f"<{SCHEMA}volumeNumber>"

KG_ARM_CLASS: Final = f"<{KG}Arm>"
KG_AUTHORSHIP_CLASS: Final = f"<{KG}Authorship>"
KG_AVAILABLE_DATA_CLASS: Final = f"<{KG}AvailableData>"
KG_BROWSE_BRANCH: Final = f"<{KG}BrowseBranch>"
KG_BROWSE_LEAF: Final = f"<{KG}BrowseLeaf>"
KG_COUNTRY_STATEMENT_CLASS: Final = f"<{KG}CountryStatement>"
KG_ENRICHMENT_GRAPH: Final = f"<{KG}EnrichmentGraph>"
KG_INTERVENTION: Final = f"<{KG}Intervention>"
KG_IPD_SHARING_STATEMENT: Final = f"<{KG}IpdSharingStatement>"
KG_LINK_CLASS: Final = f"<{KG}Link>"
KG_NOTICE_CLASS: Final = f"<{KG}Notice>"
KG_OFFICIAL_CLASS: Final = f"<{KG}Official>"
KG_ORGANIZATION_MATCH: Final = f"<{KG}OrganizationMatch>"
KG_PRODUCT_CLASS: Final = f"<{KG}Product>"
KG_RECORD_GRAPH: Final = f"<{KG}RecordGraph>"
KG_REGISTRY_RECORD: Final = f"<{KG}RegistryRecord>"
KG_RESPONSIBLE_PARTY_CLASS: Final = f"<{KG}ResponsibleParty>"
KG_RESULTS_SUBMISSION_CLASS: Final = f"<{KG}ResultsSubmission>"
KG_RETRACTION_CLASS: Final = f"<{KG}Retraction>"
KG_REVIEW_CLASS: Final = f"<{KG}Review>"
KG_SAME_TRIAL_GRAPH: Final = f"<{KG}SameTrialGraph>"
KG_SERVICE_RECORD: Final = f"<{KG}ServiceRecord>"
KG_SHARED_FEATURE_CLASS: Final = f"<{KG}SharedFeature>"
KG_SIMILARITY_COMPUTATION: Final = f"<{KG}SimilarityComputation>"
KG_SIMILARITY_GRAPH: Final = f"<{KG}SimilarityGraph>"
KG_TRANSLATION_CLASS: Final = f"<{KG}Translation>"
KG_TRIAL_COUNTRY_CLASS: Final = f"<{KG}TrialCountry>"
KG_TRIAL_RELATION_CLASS: Final = f"<{KG}TrialRelation>"
KG_TRIAL_SITE_CLASS: Final = f"<{KG}TrialSite>"
KG_UNMAPPED_FIELD_CLASS: Final = f"<{KG}UnmappedField>"
KG_UNPOSTED_EVENT_CLASS: Final = f"<{KG}UnpostedEvent>"
KG_UNRECOGNIZED_CODE: Final = f"<{KG}UnrecognizedCode>"
KG_VIOLATION_EVENT_CLASS: Final = f"<{KG}ViolationEvent>"
KG_ACCESS_CRITERIA: Final = f"<{KG}accessCriteria>"
KG_ACRONYM: Final = f"<{KG}acronym>"
KG_ADDRESS_TEXT: Final = f"<{KG}addressText>"
KG_AFFILIATION_TEXT: Final = f"<{KG}affiliationText>"
KG_AGENCY_CLASS: Final = f"<{KG}agencyClass>"
KG_AGENT: Final = f"<{KG}agent>"
KG_ALIAS: Final = f"<{KG}alias>"
KG_ALLOCATION: Final = f"<{KG}allocation>"
KG_ARM: Final = f"<{KG}arm>"
KG_ARM_INTERVENTION: Final = f"<{KG}armIntervention>"
KG_ARM_LABEL: Final = f"<{KG}armLabel>"
KG_ARM_TYPE: Final = f"<{KG}armType>"
KG_ARTICLE: Final = f"<{KG}article>"
KG_AS_FOUND: Final = f"<{KG}asFound>"
KG_AUTHORIZATION_HOLDER: Final = f"<{KG}authorizationHolder>"
KG_AUTHORS: Final = f"<{KG}authors>"
KG_AUTHORSHIP: Final = f"<{KG}authorship>"
KG_AVAILABLE_DATA: Final = f"<{KG}availableData>"
KG_BACKGROUND_REFERENCE: Final = f"<{KG}backgroundReference>"
KG_BASIS: Final = f"<{KG}basis>"
KG_BIOSPECIMEN_DESCRIPTION: Final = f"<{KG}biospecimenDescription>"
KG_BIOSPECIMEN_RETENTION: Final = f"<{KG}biospecimenRetention>"
KG_BOOK_TITLE: Final = f"<{KG}bookTitle>"
KG_CENTRAL_CONTACT: Final = f"<{KG}centralContact>"
KG_COLLABORATOR: Final = f"<{KG}collaborator>"
KG_CONDITION_CODE: Final = f"<{KG}conditionCode>"
KG_CONFIDENCE: Final = f"<{KG}confidence>"
KG_CONTACT_ROLE: Final = f"<{KG}contactRole>"
KG_COUNTRY: Final = f"<{KG}country>"
KG_COUNTRY_STATEMENT: Final = f"<{KG}countryStatement>"
KG_CREATION_DATE: Final = f"<{KG}creationDate>"
KG_CUE: Final = f"<{KG}cue>"
KG_DATA_TYPE: Final = f"<{KG}dataType>"
KG_DATE_UNKNOWN: Final = f"<{KG}dateUnknown>"
KG_DECISION: Final = f"<{KG}decision>"
KG_DECISION_DATE: Final = f"<{KG}decisionDate>"
KG_DELAYED_POSTING: Final = f"<{KG}delayedPosting>"
KG_DEPARTMENT: Final = f"<{KG}department>"
KG_DERIVED_REFERENCE: Final = f"<{KG}derivedReference>"
KG_DESIGN_TEXT: Final = f"<{KG}designText>"
KG_DETAILED_DESCRIPTION: Final = f"<{KG}detailedDescription>"
KG_DOCUMENT: Final = f"<{KG}document>"
KG_DOCUMENT_TYPE: Final = f"<{KG}documentType>"
KG_ELIGIBILITY: Final = f"<{KG}eligibility>"
KG_ELIGIBILITY_CRITERIA: Final = f"<{KG}eligibilityCriteria>"
KG_END_OF_TRIAL_STATUS: Final = f"<{KG}endOfTrialStatus>"
KG_ENROLLMENT: Final = f"<{KG}enrollment>"
KG_ENROLLMENT_TEXT: Final = f"<{KG}enrollmentText>"
KG_ENROLLMENT_TYPE: Final = f"<{KG}enrollmentType>"
KG_ESTIMATED_RESULTS_SUBMISSION_DATE: Final = f"<{KG}estimatedResultsSubmissionDate>"
KG_EVENT_DATE: Final = f"<{KG}eventDate>"
KG_EVENT_TYPE: Final = f"<{KG}eventType>"
KG_EXPANDED_ACCESS_ID: Final = f"<{KG}expandedAccessId>"
KG_EXPANDED_ACCESS_REFERENCES: Final = f"<{KG}expandedAccessReferences>"
KG_EXPANDED_ACCESS_STATUS: Final = f"<{KG}expandedAccessStatus>"
KG_EXPORTED_FROM_US: Final = f"<{KG}exportedFromUS>"
KG_FDAAA801_VIOLATION: Final = f"<{KG}fdaaa801Violation>"
KG_FDA_REGULATED_DEVICE: Final = f"<{KG}fdaRegulatedDevice>"
KG_FDA_REGULATED_DRUG: Final = f"<{KG}fdaRegulatedDrug>"
KG_FEATURE_KIND: Final = f"<{KG}featureKind>"
KG_FILE_NAME: Final = f"<{KG}fileName>"
KG_FILE_SIZE: Final = f"<{KG}fileSize>"
KG_FIRST_MCP_POST_DATE: Final = f"<{KG}firstMcpPostDate>"
KG_FIRST_MCP_POST_DATE_TYPE: Final = f"<{KG}firstMcpPostDateType>"
KG_GENDER_BASED: Final = f"<{KG}genderBased>"
KG_GENDER_DESCRIPTION: Final = f"<{KG}genderDescription>"
KG_GROUP_AUTHOR: Final = f"<{KG}groupAuthor>"
KG_HAS_DATA_MONITORING_COMMITTEE: Final = f"<{KG}hasDataMonitoringCommittee>"
KG_HAS_EXPANDED_ACCESS: Final = f"<{KG}hasExpandedAccess>"
KG_HAS_INFORMED_CONSENT_FORM: Final = f"<{KG}hasInformedConsentForm>"
KG_HAS_IPD_SHARING_STATEMENT: Final = f"<{KG}ipdSharingStatement>"
KG_HAS_PROTOCOL: Final = f"<{KG}hasProtocol>"
KG_HAS_RESULTS: Final = f"<{KG}hasResults>"
KG_HAS_STATISTICAL_ANALYSIS_PLAN: Final = f"<{KG}hasStatisticalAnalysisPlan>"
KG_HEALTHY_VOLUNTEERS: Final = f"<{KG}healthyVolunteers>"
KG_FOR_PATIENTS: Final = f"<{KG}forPatients>"
KG_HYPOTHESIS: Final = f"<{KG}hypothesis>"
KG_IDENTIFIER_DOMAIN: Final = f"<{KG}identifierDomain>"
KG_IDENTIFIER_TYPE: Final = f"<{KG}identifierType>"
KG_INDIVIDUAL_EXPANDED_ACCESS: Final = f"<{KG}individualExpandedAccess>"
KG_INSTANCES: Final = f"<{KG}instances>"
KG_INTERMEDIATE_EXPANDED_ACCESS: Final = f"<{KG}intermediateExpandedAccess>"
KG_INTERVENTION_MODEL: Final = f"<{KG}interventionModel>"
KG_INTERVENTION_MODEL_DESCRIPTION: Final = f"<{KG}interventionModelDescription>"
KG_INTERVENTION_NAME: Final = f"<{KG}interventionName>"
KG_INTERVENTION_TYPE: Final = f"<{KG}interventionType>"
KG_IPD_INFO_TYPE: Final = f"<{KG}ipdInfoType>"
KG_IPD_SHARING: Final = f"<{KG}ipdSharing>"
KG_IS_RECIPROCAL: Final = f"<{KG}isReciprocal>"
KG_ISSUED_DATE: Final = f"<{KG}issuedDate>"
KG_KEYWORD: Final = f"<{KG}keyword>"
KG_LAST_KNOWN_STATUS: Final = f"<{KG}lastKnownStatus>"
KG_LINK: Final = f"<{KG}link>"
KG_LINKED_TRIAL: Final = f"<{KG}linkedTrial>"
KG_LOW_INTERVENTION: Final = f"<{KG}lowIntervention>"
KG_MAPPED_NAME: Final = f"<{KG}mappedName>"
KG_MASKING: Final = f"<{KG}masking>"
KG_MASKING_DESCRIPTION: Final = f"<{KG}maskingDescription>"
KG_MATCHED_COUNTRY: Final = f"<{KG}matchedCountry>"
KG_MATCHED_NAME: Final = f"<{KG}matchedName>"
KG_MATCHED_ORGANIZATION: Final = f"<{KG}matchedOrganization>"
KG_MAPPING_LINE: Final = f"<{KG}mappingLine>"
KG_MATCH_OF: Final = f"<{KG}matchOf>"
KG_MAXIMUM_AGE: Final = f"<{KG}maximumAge>"
KG_MAXIMUM_DAILY_DOSE: Final = f"<{KG}maximumDailyDose>"
KG_MAXIMUM_RANK: Final = f"<{KG}maximumRank>"
KG_MAXIMUM_TOTAL_DOSE: Final = f"<{KG}maximumTotalDose>"
KG_MCP_RELEASE_NUMBER: Final = f"<{KG}mcpReleaseNumber>"
KG_METHOD_VERSION: Final = f"<{KG}methodVersion>"
KG_MINIMUM_AGE: Final = f"<{KG}minimumAge>"
KG_MINIMUM_CONFIDENCE: Final = f"<{KG}minimumConfidence>"
KG_NEWEST_RECORD_VERSION: Final = f"<{KG}newestRecordVersion>"
KG_NOTICE: Final = f"<{KG}notice>"
KG_NOTICE_TYPE: Final = f"<{KG}noticeType>"
KG_NO_STATISTICAL_ANALYSIS_PLAN: Final = f"<{KG}noStatisticalAnalysisPlan>"
KG_OBJECTIVE: Final = f"<{KG}objective>"
KG_OBSERVATIONAL_MODEL: Final = f"<{KG}observationalModel>"
KG_OFFICIAL: Final = f"<{KG}official>"
KG_OFFICIAL_ROLE: Final = f"<{KG}officialRole>"
KG_OFFICIAL_TITLE: Final = f"<{KG}officialTitle>"
KG_OLDEST_RECORD_VERSION: Final = f"<{KG}oldestRecordVersion>"
KG_OMS_IDENTIFIER: Final = f"<{KG}omsIdentifier>"
KG_ORCID: Final = f"<{KG}orcid>"
KG_ORGANIZATION_IDENTIFIER: Final = f"<{KG}organizationIdentifier>"
KG_OTHER_IDENTIFIER: Final = f"<{KG}otherIdentifier>"
KG_OTHER_REGISTRATION: Final = f"<{KG}otherRegistration>"
KG_OVERALL_OFFICIAL: Final = f"<{KG}overallOfficial>"
KG_PATIENT_REGISTRY: Final = f"<{KG}patientRegistry>"
KG_PEDIATRIC_POSTMARKET_SURVEILLANCE: Final = f"<{KG}pediatricPostmarketSurveillance>"
KG_PHASE: Final = f"<{KG}phase>"
KG_PHASE_TEXT: Final = f"<{KG}phaseText>"
KG_PHONE_EXTENSION: Final = f"<{KG}phoneExtension>"
KG_PEER_REVIEWED: Final = f"<{KG}peerReviewed>"
KG_PLANNED_ENROLLMENT: Final = f"<{KG}plannedEnrollment>"
KG_PLANNED_ENROLLMENT_EEA: Final = f"<{KG}plannedEnrollmentEEA>"
KG_PLANNED_SITES: Final = f"<{KG}plannedSites>"
KG_POPULATION: Final = f"<{KG}population>"
KG_POSTED_DATE: Final = f"<{KG}postedDate>"
KG_PREDICTED_MAX_BMI: Final = f"<{KG}predictedMaxBmi>"
KG_PREDICTED_MIN_BMI: Final = f"<{KG}predictedMinBmi>"
KG_PRIMARY_PURPOSE: Final = f"<{KG}primaryPurpose>"
KG_PRINCIPAL_INVESTIGATOR: Final = f"<{KG}principalInvestigator>"
KG_PRODUCT: Final = f"<{KG}product>"
KG_PRODUCT_ROLE: Final = f"<{KG}productRole>"
KG_PROSPECTIVELY_REGISTERED: Final = f"<{KG}prospectivelyRegistered>"
KG_PROTOCOL_REFERENCE: Final = f"<{KG}protocolReference>"
KG_PUBLICATION_TYPE: Final = f"<{KG}publicationType>"
KG_QUOTE: Final = f"<{KG}quote>"
KG_RANK: Final = f"<{KG}rank>"
KG_RARE_DISEASE: Final = f"<{KG}rareDisease>"
KG_RECORD_VERSION: Final = f"<{KG}recordVersion>"
KG_RECRUITMENT_STATUS: Final = f"<{KG}recruitmentStatus>"
KG_REFERENCE: Final = f"<{KG}reference>"
KG_REFERENCE_TYPE: Final = f"<{KG}referenceType>"
KG_REGISTERED_AS: Final = f"<{KG}registeredAs>"
KG_REGISTERED_BY: Final = f"<{KG}registeredBy>"
KG_REGISTERED_TRIAL: Final = f"<{KG}registeredTrial>"
KG_REGISTRANT_CLASS: Final = f"<{KG}registrantClass>"
KG_REGISTRATION_DATE: Final = f"<{KG}registrationDate>"
KG_REGISTRATION_NUMBER: Final = f"<{KG}registrationNumber>"
KG_RELATED_TRIAL: Final = f"<{KG}relatedTrial>"
KG_RELATION_KIND: Final = f"<{KG}relationKind>"
KG_RELEASE_DATE: Final = f"<{KG}releaseDate>"
KG_RELEVANCE: Final = f"<{KG}relevance>"
KG_REMOVED_COUNTRY: Final = f"<{KG}removedCountry>"
KG_RESET_DATE: Final = f"<{KG}resetDate>"
KG_RESPONSIBLE_PARTY: Final = f"<{KG}responsibleParty>"
KG_RESPONSIBLE_PARTY_TYPE: Final = f"<{KG}responsiblePartyType>"
KG_RESULTS_SUBMISSION: Final = f"<{KG}resultsSubmission>"
KG_RESULTS_WAIVED: Final = f"<{KG}resultsWaived>"
KG_RESULT_REFERENCE: Final = f"<{KG}resultReference>"
KG_ROLE_TEXT: Final = f"<{KG}roleText>"
KG_RETRACTION: Final = f"<{KG}retraction>"
KG_REVIEW: Final = f"<{KG}review>"
KG_REVIEW_CONTACT: Final = f"<{KG}reviewContact>"
KG_REVIEW_REFERENCE: Final = f"<{KG}reviewReference>"
KG_REVIEW_TYPE: Final = f"<{KG}reviewType>"
KG_SAME_TRIAL_AS: Final = f"<{KG}sameTrialAs>"
KG_SAMPLING_METHOD: Final = f"<{KG}samplingMethod>"
KG_SCOPE: Final = f"<{KG}scope>"
KG_SCORE: Final = f"<{KG}score>"
KG_SECONDARY_IDENTIFIER: Final = f"<{KG}secondaryIdentifier>"
KG_SECONDARY_OBJECTIVE: Final = f"<{KG}secondaryObjective>"
KG_SETTING: Final = f"<{KG}setting>"
KG_SEX: Final = f"<{KG}sex>"
KG_SHARED_FEATURE: Final = f"<{KG}sharedFeature>"
KG_SHARED_THING: Final = f"<{KG}sharedThing>"
KG_SIMILARITY_KIND: Final = f"<{KG}similarityKind>"
KG_SIMILAR_TRIAL: Final = f"<{KG}similarTrial>"
KG_SITE: Final = f"<{KG}site>"
KG_SITE_CONTACT: Final = f"<{KG}siteContact>"
KG_SOURCE_FIELD: Final = f"<{KG}sourceField>"
KG_SOURCE_FORMAT: Final = f"<{KG}sourceFormat>"
KG_SOURCE_TRIAL: Final = f"<{KG}sourceTrial>"
KG_SPONSOR_TYPE: Final = f"<{KG}sponsorType>"
KG_STANDARD_AGE: Final = f"<{KG}standardAge>"
KG_STATED_NUMBER: Final = f"<{KG}statedNumber>"
KG_STATED_PHASE: Final = f"<{KG}statedPhase>"
KG_STATISTICS_DIGEST: Final = f"<{KG}statisticsDigest>"
KG_STATISTICS_RECORDS: Final = f"<{KG}statisticsRecords>"
KG_STATUS_DATE: Final = f"<{KG}statusDate>"
KG_STATUS_DERIVED: Final = f"<{KG}statusDerived>"
KG_STATUS_TEXT: Final = f"<{KG}statusText>"
KG_STRENGTH: Final = f"<{KG}strength>"
KG_STUDY_CHAIR: Final = f"<{KG}studyChair>"
KG_STUDY_DIRECTOR: Final = f"<{KG}studyDirector>"
KG_STUDY_POPULATION: Final = f"<{KG}studyPopulation>"
KG_STUDY_TYPE: Final = f"<{KG}studyType>"
KG_SUB_INVESTIGATOR: Final = f"<{KG}subInvestigator>"
KG_TARGET_DURATION: Final = f"<{KG}targetDuration>"
KG_TARGET_TRIAL: Final = f"<{KG}targetTrial>"
KG_TERM_LEVEL: Final = f"<{KG}termLevel>"
KG_TEXT_FIELD: Final = f"<{KG}textField>"
KG_THERAPEUTIC_AREA: Final = f"<{KG}therapeuticArea>"
KG_TIME_FRAME: Final = f"<{KG}timeFrame>"
KG_TIME_PERSPECTIVE: Final = f"<{KG}timePerspective>"
KG_TRANSLATION: Final = f"<{KG}translation>"
KG_TREATMENT_DURATION: Final = f"<{KG}treatmentDuration>"
KG_TREATMENT_EXPANDED_ACCESS: Final = f"<{KG}treatmentExpandedAccess>"
KG_TRIAL_COUNTRY: Final = f"<{KG}trialCountry>"
KG_TRIAL_RELATION: Final = f"<{KG}trialRelation>"
KG_TRIAL_SITE: Final = f"<{KG}trialSite>"
KG_UNAPPROVED_DEVICE: Final = f"<{KG}unapprovedDevice>"
KG_UNMAPPED_FIELD: Final = f"<{KG}unmappedField>"
KG_UNPOSTED_EVENT: Final = f"<{KG}unpostedEvent>"
KG_UNPOSTED_RESPONSIBLE_PARTY: Final = f"<{KG}unpostedResponsibleParty>"
KG_UNRELEASE_DATE: Final = f"<{KG}unreleaseDate>"
KG_UNRELEASE_DATE_UNKNOWN: Final = f"<{KG}unreleaseDateUnknown>"
KG_UPLOAD_DATE: Final = f"<{KG}uploadDate>"
KG_UPLOAD_TIME: Final = f"<{KG}uploadTime>"
KG_USED_IN_ARM: Final = f"<{KG}usedInArm>"
KG_VIOLATION_EVENT: Final = f"<{KG}violationEvent>"
KG_WEIGHT: Final = f"<{KG}weight>"
KG_WHO_MASKED: Final = f"<{KG}whoMasked>"
KG_WHY_STOPPED: Final = f"<{KG}whyStopped>"
KG_WORK_TYPE: Final = f"<{KG}workType>"
# Results
KG_ADVERSE_EVENT: Final = f"<{KG}AdverseEvent>"
KG_ADVERSE_EVENT_TABLE_CLASS: Final = f"<{KG}AdverseEventTable>"
KG_BASELINE_CLASS: Final = f"<{KG}Baseline>"
KG_BASELINE_MEASURE_CLASS: Final = f"<{KG}BaselineMeasure>"
KG_DENOMINATOR_CLASS: Final = f"<{KG}Denominator>"
KG_DROP_OUT_REASON_CLASS: Final = f"<{KG}DropOutReason>"
KG_EVENT_COUNT: Final = f"<{KG}EventCount>"
KG_FLOW_COUNT: Final = f"<{KG}FlowCount>"
KG_FLOW_PERIOD: Final = f"<{KG}FlowPeriod>"
KG_MEASUREMENT_STRUCTURE: Final = f"<{KG}MeasurementStructure>"
KG_MILESTONE_CLASS: Final = f"<{KG}Milestone>"
KG_PARTICIPANT_FLOW_CLASS: Final = f"<{KG}ParticipantFlow>"
KG_PARTICIPANT_GROUP: Final = f"<{KG}ParticipantGroup>"
KG_PUBLICATION_AGREEMENT_CLASS: Final = f"<{KG}PublicationAgreement>"
KG_REPORTED_OUTCOME_CLASS: Final = f"<{KG}ReportedOutcome>"
KG_RESULTS_CLASS: Final = f"<{KG}Results>"
KG_STATISTICAL_ANALYSIS: Final = f"<{KG}StatisticalAnalysis>"
KG_ADVERSE_EVENT_TABLE: Final = f"<{KG}adverseEventTable>"
KG_ANALYSIS: Final = f"<{KG}analysis>"
KG_ANALYSIS_DESCRIPTION: Final = f"<{KG}analysisDescription>"
KG_ANTICIPATED_POSTING_DATE: Final = f"<{KG}anticipatedPostingDate>"
KG_ASSESSMENT_TYPE: Final = f"<{KG}assessmentType>"
KG_BASELINE: Final = f"<{KG}baseline>"
KG_BASELINE_MEASURE: Final = f"<{KG}baselineMeasure>"
KG_CALCULATE_PERCENTAGE: Final = f"<{KG}calculatePercentage>"
KG_CATEGORY_TITLE: Final = f"<{KG}categoryTitle>"
KG_CLASS_TITLE: Final = f"<{KG}classTitle>"
KG_COLLABORATOR_TEXT: Final = f"<{KG}collaboratorText>"
KG_COMMENT: Final = f"<{KG}comment>"
KG_CONFIDENCE_LEVEL: Final = f"<{KG}confidenceLevel>"
KG_CONFIDENCE_SIDES: Final = f"<{KG}confidenceSides>"
KG_CONTACT_ORGANIZATION: Final = f"<{KG}contactOrganization>"
KG_COUNT_OF: Final = f"<{KG}countOf>"
KG_DEATHS_AFFECTED: Final = f"<{KG}deathsAffected>"
KG_DEATHS_AT_RISK: Final = f"<{KG}deathsAtRisk>"
KG_DENOMINATOR: Final = f"<{KG}denominator>"
KG_DENOMINATOR_UNITS: Final = f"<{KG}denominatorUnits>"
KG_DISPERSION_TYPE: Final = f"<{KG}dispersionType>"
KG_DROP_OUT_REASON: Final = f"<{KG}dropOutReason>"
KG_ESTIMATE_COMMENT: Final = f"<{KG}estimateComment>"
KG_ESTIMATE_TYPE: Final = f"<{KG}estimateType>"
KG_GROUP: Final = f"<{KG}group>"
KG_GROUP_ARM: Final = f"<{KG}groupArm>"
KG_GROUP_DESCRIPTION: Final = f"<{KG}groupDescription>"
KG_GROUP_ID: Final = f"<{KG}groupId>"
KG_INVESTIGATOR_EMPLOYED: Final = f"<{KG}investigatorEmployed>"
KG_LIMITATIONS: Final = f"<{KG}limitations>"
KG_LOWER_LIMIT_COMMENT: Final = f"<{KG}lowerLimitComment>"
KG_MILESTONE: Final = f"<{KG}milestone>"
KG_MORTALITY_COMMENT: Final = f"<{KG}mortalityComment>"
KG_NON_INFERIORITY_COMMENT: Final = f"<{KG}nonInferiorityComment>"
KG_NON_INFERIORITY_TYPE: Final = f"<{KG}nonInferiorityType>"
KG_NUMBER_AFFECTED: Final = f"<{KG}numberAffected>"
KG_NUMBER_ANALYZED: Final = f"<{KG}numberAnalyzed>"
KG_NUMBER_AT_RISK: Final = f"<{KG}numberAtRisk>"
KG_NUMBER_OF_EVENTS: Final = f"<{KG}numberOfEvents>"
KG_ORGAN_SYSTEM: Final = f"<{KG}organSystem>"
KG_OTHER_AFFECTED: Final = f"<{KG}otherAffected>"
KG_OTHER_AT_RISK: Final = f"<{KG}otherAtRisk>"
KG_OTHER_EVENT: Final = f"<{KG}otherEvent>"
KG_OUTCOME_TYPE: Final = f"<{KG}outcomeType>"
KG_PARAMETER_TYPE: Final = f"<{KG}parameterType>"
KG_PARTICIPANT_FLOW: Final = f"<{KG}participantFlow>"
KG_PERIOD: Final = f"<{KG}period>"
KG_POPULATION_DESCRIPTION: Final = f"<{KG}populationDescription>"
KG_PRE_ASSIGNMENT_DETAILS: Final = f"<{KG}preAssignmentDetails>"
KG_PUBLICATION_AGREEMENT: Final = f"<{KG}publicationAgreement>"
KG_P_VALUE_COMMENT: Final = f"<{KG}pValueComment>"
KG_RECRUITMENT_DETAILS: Final = f"<{KG}recruitmentDetails>"
KG_REPORTED_OUTCOME: Final = f"<{KG}reportedOutcome>"
KG_REPORTING_STATUS: Final = f"<{KG}reportingStatus>"
KG_REPORTS: Final = f"<{KG}reports>"
KG_RESTRICTION_TYPE: Final = f"<{KG}restrictionType>"
KG_RESTRICTIVE_AGREEMENT: Final = f"<{KG}restrictiveAgreement>"
KG_RESULTS: Final = f"<{KG}results>"
KG_RESULTS_CONTACT: Final = f"<{KG}resultsContact>"
KG_SERIOUS_AFFECTED: Final = f"<{KG}seriousAffected>"
KG_SERIOUS_AT_RISK: Final = f"<{KG}seriousAtRisk>"
KG_SERIOUS_EVENT: Final = f"<{KG}seriousEvent>"
KG_SOURCE_VOCABULARY: Final = f"<{KG}sourceVocabulary>"
KG_STATISTICAL_COMMENT: Final = f"<{KG}statisticalComment>"
KG_STATISTICAL_METHOD: Final = f"<{KG}statisticalMethod>"
KG_TESTED_NON_INFERIORITY: Final = f"<{KG}testedNonInferiority>"
KG_UNIT: Final = f"<{KG}unit>"
KG_UNITS_ANALYZED: Final = f"<{KG}unitsAnalyzed>"
KG_UPPER_LIMIT_COMMENT: Final = f"<{KG}upperLimitComment>"


class Quantity(NamedTuple):
    """The property for a number, and the one for its text if the text says more."""

    number: str
    text: str


class Bounds(NamedTuple):
    """The properties for a number that may be given as a bound."""

    number: str
    text: str
    lower: str
    upper: str

    @property
    def quantity(self) -> Quantity:
        """The properties for a number that is not given as a bound."""
        return Quantity(self.number, self.text)


def _quantity(name: str) -> Quantity:
    return Quantity(f"<{KG}{name}>", f"<{KG}{name}Text>")


VALUE: Final = _quantity("measuredValue")
SPREAD: Final = _quantity("spread")
LOWER_LIMIT: Final = _quantity("lowerLimit")
UPPER_LIMIT: Final = _quantity("upperLimit")
NUMBER_ANALYZED: Final = _quantity("numberAnalyzed")
PARTICIPANTS: Final = _quantity("participants")
UNITS: Final = _quantity("units")
ESTIMATE: Final = _quantity("estimate")
CONFIDENCE_LEVEL: Final = _quantity("confidenceLevel")
FREQUENCY_THRESHOLD: Final = _quantity("frequencyThreshold")
P_VALUE: Final = Bounds(*_quantity("pValue"), f"<{KG}pValueLowerBound>", f"<{KG}pValueUpperBound>")

CTO_PRIMARY_OUTCOME: Final = f"<{OBO}CTO_0000035>"
CTO_SECONDARY_OUTCOME: Final = f"<{OBO}CTO_0000008>"
CTO_OTHER_OUTCOME: Final = f"<{OBO}CTO_0000010>"
KG_PRIMARY_OUTCOME: Final = f"<{KG}primaryOutcome>"
KG_SECONDARY_OUTCOME: Final = f"<{KG}secondaryOutcome>"
KG_OTHER_OUTCOME: Final = f"<{KG}otherOutcome>"

OUTCOMES: Final = {
    "primary": (KG_PRIMARY_OUTCOME, CTO_PRIMARY_OUTCOME),
    "secondary": (KG_SECONDARY_OUTCOME, CTO_SECONDARY_OUTCOME),
    "other": (KG_OTHER_OUTCOME, CTO_OTHER_OUTCOME),
}
"""Rank of an outcome measure -> property of the trial, class of the outcome."""

KG_INCLUSION_CRITERION: Final = f"<{KG}inclusionCriterion>"
KG_EXCLUSION_CRITERION: Final = f"<{KG}exclusionCriterion>"
KG_INCLUSION_CRITERION_CLASS: Final = f"<{KG}InclusionCriterion>"
KG_EXCLUSION_CRITERION_CLASS: Final = f"<{KG}ExclusionCriterion>"
KG_FUNDER_TEXT: Final = f"<{KG}funderText>"
KG_SPONSOR_TEXT: Final = f"<{KG}sponsorText>"

CRITERIA: Final = {
    "inclusion": (KG_INCLUSION_CRITERION, KG_INCLUSION_CRITERION_CLASS),
    "exclusion": (KG_EXCLUSION_CRITERION, KG_EXCLUSION_CRITERION_CLASS),
}
"""Kind of criterion -> property of the audience, class of the criterion."""

SCHEMA_START_DATE: Final = f"<{SCHEMA}startDate>"
SCHEMA_END_DATE: Final = f"<{SCHEMA}endDate>"

DATES: Final = {
    field: f"<{KG}{name}>"
    for field, name in {
        "status_verified_date": "statusVerifiedDate",
        "study_first_submit_date": "studyFirstSubmitDate",
        "study_first_submit_qc_date": "studyFirstSubmitQcDate",
        "results_first_submit_date": "resultsFirstSubmitDate",
        "results_first_submit_qc_date": "resultsFirstSubmitQcDate",
        "disp_first_submit_date": "dispFirstSubmitDate",
        "disp_first_submit_qc_date": "dispFirstSubmitQcDate",
        "last_update_submit_date": "lastUpdateSubmitDate",
    }.items()
}
"""Field of the status module -> property of the trial."""

TYPED_DATES: Final = {
    "start_date_struct": (SCHEMA_START_DATE, f"<{KG}startDateType>"),
    "primary_completion_date_struct": (
        f"<{KG}primaryCompletionDate>",
        f"<{KG}primaryCompletionDateType>",
    ),
    "completion_date_struct": (SCHEMA_END_DATE, f"<{KG}completionDateType>"),
    "study_first_post_date_struct": (
        f"<{KG}studyFirstPostDate>",
        f"<{KG}studyFirstPostDateType>",
    ),
    "results_first_post_date_struct": (
        f"<{KG}resultsFirstPostDate>",
        f"<{KG}resultsFirstPostDateType>",
    ),
    "disp_first_post_date_struct": (f"<{KG}dispFirstPostDate>", f"<{KG}dispFirstPostDateType>"),
    "last_update_post_date_struct": (f"<{KG}lastUpdatePostDate>", f"<{KG}lastUpdatePostDateType>"),
}
"""Field of the status module -> properties of the trial for the date and for its type."""

START_DATE: Final = TYPED_DATES["start_date_struct"]
COMPLETION_DATE: Final = TYPED_DATES["completion_date_struct"]
STUDY_START: Final = (f"<{KG}overallStartDate>", f"<{KG}overallStartDateType>")
RECRUITMENT_START: Final = (f"<{KG}recruitmentStartDate>", f"<{KG}recruitmentStartDateType>")
RECRUITMENT_END: Final = (f"<{KG}recruitmentEndDate>", f"<{KG}recruitmentEndDateType>")
"""Properties for a date and for its type, of a trial and of a trial in a country."""


class DerivedProperties(NamedTuple):
    """The properties for what NLM derived from the words of a record."""

    concept: str
    ancestor: str
    leaf: str
    branch: str


DERIVED: Final = {
    kind: DerivedProperties(
        f"<{KG}derived{kind.title()}Concept>",
        f"<{KG}derived{kind.title()}Ancestor>",
        f"<{KG}{kind}BrowseLeaf>",
        f"<{KG}{kind}BrowseBranch>",
    )
    for kind in ("condition", "intervention")
}
"""What a browse module is derived from -> its properties of the trial."""

MAPPING_SLOTS: Final[Mapping[str, str]] = {
    "subject_id": f"<{OWL}annotatedSource>",
    "predicate_id": f"<{OWL}annotatedProperty>",
    "object_id": f"<{OWL}annotatedTarget>",
    "author_id": f"<{PAV}authoredBy>",
    "comment": f"<{RDFS}comment>",
    "creator_id": f"<{DCTERMS}creator>",
    "license": DCTERMS_LICENSE,
    "mapping_date": f"<{DCTERMS}created>",
    "publication_date": f"<{DCTERMS}issued>",
    "see_also": f"<{RDFS}seeAlso>",
    **{
        slot: f"<{SSSOM}{slot}>"
        for slot in (
            "author_label confidence creator_label curation_rule curation_rule_text derived_from"
            " issue_tracker_item mapping_justification mapping_provider mapping_source"
            " mapping_tool mapping_tool_id mapping_tool_version match_string object_label"
            " object_match_field object_preprocessing object_source object_source_version"
            " object_type other record_id review_date reviewer_agreement reviewer_id"
            " reviewer_label similarity_measure similarity_score subject_label"
            " subject_match_field subject_preprocessing subject_source subject_source_version"
            " subject_type"
        ).split()
    },
}
"""Slot of a mapping in SSSOM -> its predicate, https://mapping-commons.github.io/sssom/Mapping/."""

MAPPING_SET_SLOTS: Final[Mapping[str, str]] = {
    "comment": f"<{RDFS}comment>",
    "creator_id": f"<{DCTERMS}creator>",
    "creator_label": f"<{SSSOM}creator_label>",
    "license": DCTERMS_LICENSE,
    "mapping_set_confidence": f"<{SSSOM}mapping_set_confidence>",
    "mapping_set_description": DCTERMS_DESCRIPTION,
    "mapping_set_source": PROV_WAS_DERIVED_FROM,
    "mapping_set_title": DCTERMS_TITLE,
    "mapping_set_version": f"<{OWL}versionInfo>",
    "publication_date": f"<{DCTERMS}issued>",
    "see_also": f"<{RDFS}seeAlso>",
}
"""Slot of a mapping set in SSSOM -> its predicate,
https://mapping-commons.github.io/sssom/MappingSet/."""
