"""Conditions and keywords, and the MeSH concepts that NLM derived from a record's words."""

from __future__ import annotations

from typing import Final

from kg.mapping.lexical import mesh_id
from kg.mapping.plan import Plan
from kg.mapping.statements import Statements, text, texts
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import literal
from kg.records import Record
from kg.records.other_sections import BrowseBranch, BrowseLeaf, BrowseModule, Mesh

_LEAF: Final = Plan(
    BrowseLeaf,
    (vocab.SKOS_NOTATION, "id"),
    (vocab.SKOS_PREF_LABEL, "name"),
    (vocab.KG_AS_FOUND, "as_found"),
    (vocab.KG_RELEVANCE, "relevance", codes.BROWSE_RELEVANCE),
    a=vocab.KG_BROWSE_LEAF,
    name="browseLeaves",
)

_BRANCH: Final = Plan(
    BrowseBranch,
    (vocab.SKOS_NOTATION, "abbrev"),
    (vocab.SKOS_PREF_LABEL, "name"),
    a=vocab.KG_BROWSE_BRANCH,
)


def describe(record: Record, say: Statements) -> None:
    """States the conditions as given and, separately, what NLM derived."""
    module = record.study.protocol_section.conditions_module
    derived = record.study.derived_section
    browse = derived.condition_browse_module if derived else None
    if module:
        concepts = concepts_by_name(browse)
        say.node(
            say.trial,
            (
                vocab.SCHEMA_HEALTH_CONDITION,
                [_condition(name, concepts, say) for name in module.conditions if name.strip()],
            ),
            (vocab.KG_KEYWORD, texts(module.keywords)),
        )
    if derived:
        _derived("condition", derived.condition_browse_module, say)
        _derived("intervention", derived.intervention_browse_module, say)


def concepts_by_name(browse: BrowseModule | None) -> dict[str, Mesh]:
    """The MeSH concepts that NLM derived, by their headings without regard to case."""
    return {mesh.term.casefold(): mesh for mesh in browse.meshes if mesh.term} if browse else {}


def _condition(name: str, concepts: dict[str, Mesh], say: Statements) -> str:
    match = concepts.get(name.strip().casefold())
    return say.node(
        say.iris.named("condition", name) or say.part("condition", slug(name)),
        (vocab.RDF_TYPE, [vocab.SCHEMA_MEDICAL_CONDITION, vocab.SKOS_CONCEPT]),
        (vocab.SCHEMA_NAME, text(name)),
        (vocab.SKOS_EXACT_MATCH, _mesh(match, say) if match else None),
    )


def _derived(kind: str, browse: BrowseModule | None, say: Statements) -> None:
    if not browse:
        return
    predicates = vocab.DERIVED[kind]
    say.node(
        say.trial,
        (predicates.concept, [_mesh(mesh, say) for mesh in browse.meshes]),
        (predicates.ancestor, [_mesh(mesh, say) for mesh in browse.ancestors]),
        (predicates.leaf, [_leaf(leaf, kind, say) for leaf in browse.browse_leaves]),
        (predicates.branch, [_branch(branch, kind, say) for branch in browse.browse_branches]),
    )


def _mesh(mesh: Mesh, say: Statements) -> str:
    known = mesh_id(mesh.id) if mesh.id else None
    if known is None:
        if mesh.id:
            say.note("meshes.id", f"{mesh.id!r} is not a MeSH id; a concept of kg's own is used")
        name = f"{mesh.id or ''} {mesh.term or ''}"
        subject = say.iris.named("concept", name) or say.iris.part(
            say.number, "concept", slug(name)
        )
    else:
        subject = f"<{vocab.MESH}{known}>"
    return say.node(
        subject,
        (vocab.RDF_TYPE, vocab.SKOS_CONCEPT),
        (vocab.SKOS_NOTATION, literal(known) if known else text(mesh.id)),
        (vocab.SKOS_PREF_LABEL, text(mesh.term)),
    )


def _leaf(leaf: BrowseLeaf, kind: str, say: Statements) -> str:
    return _LEAF.state(say.part("browse-leaf", kind, slug(leaf.id or leaf.name or "")), leaf, say)


def _branch(branch: BrowseBranch, kind: str, say: Statements) -> str:
    name = slug(branch.abbrev or branch.name or "")
    return _BRANCH.state(say.iris.mint("browse-branch", kind, name), branch, say)
