"""Named queries: SPARQL that ships with kg, one .rq file each, and the terms of their parameters.

The comment at the head of a file describes the results of the query and its parameters:

    # The trials of a sponsor, the newest first.
    #
    # param sponsor text: a part of the sponsor's name, in any case
    # param since date, optional: the first year, month or day
    # keywords: sponsor, organisation

A parameter is a variable of the query, bound to a term of its type. An optional one may have lines
of its own, such as

    #since FILTER(STR(?start) >= $since)

which are part of the query if it is given, with its terms in the place of $since. So the text of a
file is itself a query, without any optional parameter. A comment that begins with `# index` is for
the embedded store (`kg.stores.embedded.indexed_query`). No value is inserted as text: it is read as
terms, which are written anew. queries.ttl has the same in RDF, written by `kg query --list -f
turtle`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from kg.queries.parameters import REMEDIES, SEVERAL, TYPES, term
from kg.text.suggestions import did_you_mean

__all__ = ["NamedQuery", "Parameter", "named_query", "names", "term"]

_FOLDER: Final = Path(__file__).parent
_PARAMETER: Final = re.compile(
    r"param (?P<name>\w+) (?P<type>\w+)(?P<optional>, optional)?: (?P<meaning>.+)"
)
_KEYWORDS: Final = re.compile(r"keywords: (.+)")
_OPTIONAL: Final = re.compile(r"^#(\w+)( .+)$", re.MULTILINE)
_ORDER: Final = re.compile(r"\nORDER BY .+\n*\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that the user sets; its type is a key of TYPES."""

    name: str
    type: str
    meaning: str
    is_optional: bool = False

    def terms(self, given: str | Sequence[str]) -> tuple[str, ...]:
        """The terms for one value or several; UsageError if they are invalid or too many."""
        values = (given,) if isinstance(given, str) else tuple(given)
        if len(values) > 1 and self.type not in SEVERAL:
            raise UsageError(f"{self.name} is given {len(values)} times: give it once")
        found = [each for value in values for each in TYPES[self.type](self.name, value)]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of this folder, with the description in its head."""

    name: str
    text: str
    answers: str
    parameters: tuple[Parameter, ...]
    keywords: tuple[str, ...]

    @property
    def unordered(self) -> str:
        """The text without ORDER BY, which takes a third of the time if there are many rows."""
        return _ORDER.sub("\n", self.text)

    def sparql(self, given: Mapping[str, str | Sequence[str]]) -> tuple[str, dict[str, str]]:
        """The text for these parameters, and the terms that bind variables in it.

        Several values can be given of a type in SEVERAL. Raises UsageError if a parameter is
        missing, unknown or invalid.
        """
        terms = self._terms(given)
        optional = {each.name for each in self.parameters if each.is_optional}

        def line(match: re.Match[str]) -> str:
            name, rest = match.groups()
            if name not in optional or name not in terms:
                return match[0]
            return rest.replace(f"${name}", " ".join(terms[name]))

        text = _OPTIONAL.sub(line, self.text)
        return text, {name: found[0] for name, found in terms.items() if name not in optional}

    def remedies(self, given: Collection[str]) -> list[str]:
        """What to do if nothing was found for these parameters."""
        types = (each.type for each in self.parameters if each.name in given)
        return [REMEDIES[each] for each in types if each in REMEDIES]

    def _terms(self, given: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                guess = did_you_mean(name, known)
                has = f"; its parameters: {', '.join(known) or 'none'}"
                raise UsageError(f"{self.name} has no parameter {name!r}{guess or has}")
        for name, parameter in known.items():
            if name not in given and not parameter.is_optional:
                raise UsageError(f"{self.name} needs --param {name}=...: {parameter.meaning}")
        return {name: known[name].terms(values) for name, values in given.items()}


def names() -> list[str]:
    """The names of all queries, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.rq"))


def named_query(name: str) -> NamedQuery:
    """The query of this name."""
    if name not in names():
        guess = did_you_mean(name, names()).removeprefix(": ")
        raise UsageError(
            f"there is no query {name!r}: {guess or '`kg query --list` shows all of them'}"
        )
    text = (_FOLDER / f"{name}.rq").read_text("utf-8")
    head = re.match(r"(?:#.*\n)+", text)
    lines = [line[1:].strip() for line in head.group().splitlines()] if head else []
    parameters = [_parameter(m) for m in map(_PARAMETER.fullmatch, lines) if m]
    keywords = [word for m in map(_KEYWORDS.fullmatch, lines) if m for word in m[1].split(", ")]
    answers = " ".join(lines[: lines.index("")])
    return NamedQuery(name, text, answers, tuple(parameters), tuple(keywords))


def _parameter(match: re.Match[str]) -> Parameter:
    return Parameter(match["name"], match["type"], match["meaning"], bool(match["optional"]))
