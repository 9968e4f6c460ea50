"""Records of a corpus with sections of one another and drugs of their own, so that copies differ.

A copy keeps five of six words, so the nearest neighbours of a record would all be copies of the
same one. With the criteria and the outcomes of two other records it has neighbours of three kinds;
with new names of interventions the vocabulary grows with the corpus, as it does in the registry.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, Final

_BEFORE: Final = 1000
"""The sections are those of one of so many records before; so many records add a variant."""
_MIXED: Final = ("eligibilityModule", "outcomesModule")

_NAME = re.compile(r"\b(?![Pp]lacebo)[A-Z]?[a-z]{6,}\b")
_LETTERS: Final = "bcdfghjklmnpqrstvwxz"


def mixed(found: Iterable[tuple[str, bytes, bool]], seed: int) -> Iterator[tuple[str, bytes, bool]]:
    """The same records with sections of earlier ones; those without a section get none."""
    earlier: dict[str, deque[Any]] = {name: deque(maxlen=_BEFORE) for name in _MIXED}
    for number, (nct_id, data, has_results) in enumerate(found):
        random = Random(seed << 41 | number)
        record = json.loads(data)
        protocol = record["protocolSection"]
        for name, others in earlier.items():
            if own := protocol.get(name):
                protocol[name] = random.choice(others) if others else own
                others.append(own)
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        interventions = protocol.get("armsInterventionsModule", {}).get("interventions", ())
        names = " ".join(each.get("name", "") for each in interventions)
        yield nct_id, _renamed(text, names, random.randrange(1 + number // _BEFORE)), has_results


def _renamed(text: str, names: str, variant: int) -> bytes:
    """The JSON with a variant of each long word of some names in all its values."""
    words = {each for word in _NAME.findall(names) for each in (word, word.lower())}
    if words and variant:
        infix = _LETTERS[variant % 20] + _LETTERS[variant // 20 % 20]
        of_value = rf'\b(?:{"|".join(sorted(words))})\b(?!":)'  # a key would be followed by ":
        text = re.sub(of_value, lambda match: f"{match[0][:4]}{infix}{match[0][4:]}", text)
    return text.encode()
