"""Links from the trial to other trials, each with its evidence: who states it, where and how.

A link is stated directly (kg:relatedTrial) and as a kg:TrialRelation, a node for each source of
evidence: the page that lists the trial, the field that mentions it, the registry that declares it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from kg.mapping.identifier import is_of_registry, own_nct_ids
from kg.mapping.lexical import stated_phases
from kg.mapping.statements import Statements, text, texts
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.node_builder import Objects
from kg.rdf.terms import literal
from kg.records import Record, Study
from kg.registries.numbers import slug_of, trial_number
from kg.system.core import core
from kg.text.excerpts import excerpt
from kg.text.mention_context import SENTENCE_END, MentionContext, mention_context
from kg.text.nct_ids import Mention, find_nct_ids, nct_id
from kg.text.relation_cues import cue
from kg.text.trial_phrases import phase_phrase

_HINT: Final = re.compile(rb'nct[^"]{0,40}?([0-9]{8})')
"""A pattern of every mention in a record's JSON, in lower case; it also matches other text."""

LONGEST_QUOTE: Final = 500
"""The most characters of a sentence quoted around a mention."""

_IDS: Final = ("identificationModule.orgStudyIdInfo.id", "identificationModule.secondaryIdInfos.id")
"""The fields whose whole text may be another NCT id; that is not a mention either."""

_CITATION: Final = "referencesModule.references.citation"
"""The field whose words are about a paper, not about this trial."""

_IDENTIFYING: Final = frozenset({"nct_id", "nct_id_aliases"})
"""Fields whose trial ids are declared links, not mentions."""


def describe(record: Record, say: Statements) -> None:
    """States every link to another trial."""
    _aliases(record, say)
    _expanded_access(record, say)
    _identifiers(record, say)
    _listed(record, say)
    _mentioned(record, say)


def _relation(
    target: str, basis: str, path: str, say: Statements, *evidence: tuple[str, Objects]
) -> None:
    if target == say.number or (basis != "ALIAS" and target in own_nct_ids(say.record)):
        return
    other = say.node(
        say.iris.trial(target),
        (vocab.RDF_TYPE, vocab.SCHEMA_MEDICAL_STUDY),
        (vocab.DCTERMS_IDENTIFIER, literal(target)),
    )
    related = other if basis != "ALIAS" else None
    say.node(
        say.trial,
        (vocab.SCHEMA_SAME_AS, other if basis == "ALIAS" else None),
        (vocab.KG_RELATED_TRIAL, related),
        (vocab.SCHEMA_STUDY, related),
        (
            vocab.KG_TRIAL_RELATION,
            say.node(
                say.iris.part(say.number, "relation", slug_of(target), slug(path)),
                (vocab.RDF_TYPE, vocab.KG_TRIAL_RELATION_CLASS),
                (vocab.KG_SOURCE_TRIAL, say.trial),
                (vocab.KG_TARGET_TRIAL, other),
                (vocab.KG_BASIS, say.code(codes.RELATION_BASIS, basis, "relation")),
                (vocab.KG_SOURCE_FIELD, literal(path)),
                (vocab.PROV_WAS_DERIVED_FROM, say.source),
                *evidence,
            ),
        ),
    )


def _declared(value: str | None, field: str, say: Statements) -> str | None:
    known = nct_id(value) if value else None
    if value and not known:
        say.note(field, f"{value!r} is not an NCT id; it is kept as text")
    return known


def _aliases(record: Record, say: Statements) -> None:
    path = "identificationModule.nctIdAliases"
    for alias in record.study.protocol_section.identification_module.nct_id_aliases:
        say.node(say.trial, (vocab.KG_ALIAS, text(alias)))
        known = _declared(alias, path, say)
        if known:
            _relation(known, "ALIAS", path, say)


def _expanded_access(record: Record, say: Statements) -> None:
    module = record.study.protocol_section.status_module
    info = module.expanded_access_info if module else None
    if not info:
        return
    path = "statusModule.expandedAccessInfo.nctId"
    status = say.code(codes.STATUS, info.status_for_nct_id, "statusForNctId")
    say.node(
        say.trial,
        (vocab.KG_EXPANDED_ACCESS_ID, text(info.nct_id)),
        (vocab.KG_EXPANDED_ACCESS_STATUS, status),
    )
    known = _declared(info.nct_id, path, say)
    if known:
        _relation(known, "EXPANDED_ACCESS", path, say)


def _identifiers(record: Record, say: Statements) -> None:
    module = record.study.protocol_section.identification_module
    own, others = module.org_study_id_info, module.secondary_id_infos
    for path, infos in zip(_IDS, ([own] if own else [], others), strict=True):
        for info in infos:
            known = trial_number(info.id) if info.id else None
            if known and is_of_registry(known, record):
                _relation(known.number, "SECONDARY_IDENTIFIER", path, say)


def _listed(record: Record, say: Statements) -> None:
    for trial in record.page.listed_trials if record.page else ():
        if trial.nct_id in own_nct_ids(record):
            continue
        _relation(trial.nct_id, "LISTED", f"page.{trial.section or 'Related Trials'}", say)
        say.node(say.iris.trial(trial.nct_id), (vocab.SCHEMA_NAME, text(trial.title)))


def _mentioned(record: Record, say: Statements) -> None:
    if not _may_mention(record):
        return
    own = own_nct_ids(record)
    found: dict[tuple[str, str], list[tuple[str, MentionContext]]] = {}
    for path, value in _texts(record.study):
        if path in _IDS and nct_id(value):
            continue
        for mention in find_nct_ids(value):
            at = mention_context(value, mention, own)
            quoted = _quoted(value, mention), at
            found.setdefault((mention.nct_id, path), []).append(quoted)
    for (target, path), mentions in found.items():
        cues = [said for _, at in mentions if path != _CITATION and (said := cue(at))]
        phases = [phase for _, at in mentions if (phase := _phase(at))]
        _relation(
            target,
            "MENTIONED",
            path,
            say,
            (vocab.KG_QUOTE, texts(quote for quote, _ in mentions)),
            (vocab.KG_CUE, texts(words for _, words in cues)),
            (vocab.KG_RELATION_KIND, say.codes(codes.RELATION_KIND, [k for k, _ in cues], path)),
            (vocab.KG_STATED_PHASE, phases),
        )


def _may_mention(record: Record) -> bool:
    """Whether a text may contain another NCT id; a quick test before the search."""
    study = record.study
    json = msgspec.json.encode((study.protocol_section, study.results_section))
    return not {record.number.removeprefix("NCT").encode()}.issuperset(nct_digits(json))


def plain_nct_digits(json: bytes) -> list[bytes]:
    """The digits of each number that may be an NCT id, in any case; also of other numbers."""
    lower = json.lower()
    return _HINT.findall(lower) if b"nct" in lower else []  # much faster than the pattern


nct_digits: Final[Callable[[bytes], list[bytes]]] = (
    plain_nct_digits if core is None else core.nct_digits
)


def _texts(study: Study) -> Iterator[tuple[str, str]]:
    yield from strings(study.protocol_section)
    if study.results_section:
        yield from strings(study.results_section)


def strings(part: msgspec.Struct, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a part of a record with its field path, except those that identify a trial."""
    for name, field in zip(part.__struct_fields__, part.__struct_encode_fields__, strict=True):
        value: Any = getattr(part, name)
        if not value or name in _IDENTIFYING:
            continue
        here = f"{path}.{field}" if path else field
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, str):
                yield here, each
            elif isinstance(each, msgspec.Struct):
                yield from strings(each, here)


def _quoted(value: str, mention: Mention) -> str:
    """The sentence of a mention; of a long one, the part around the mention."""
    start = max(0, mention.start - LONGEST_QUOTE)
    end = min(len(value), mention.end + LONGEST_QUOTE)
    for boundary in SENTENCE_END.finditer(value, start, end):
        if boundary.end() <= mention.start:
            start = boundary.end()
        elif boundary.start() >= mention.end:
            end = boundary.start()
            break
    around = value[start:end]
    return excerpt(around, mention.start - start, mention.end - start, LONGEST_QUOTE).strip()


def _phase(at: MentionContext) -> str | None:
    """The phase of the mentioned trial, if stated right before its id."""
    phases = stated_phases(phase_phrase(at.before, at.after))
    if not phases:
        return None
    return codes.COMBINED_PHASES.get(tuple(phases)) or codes.PHASE.terms.get(phases[0])
