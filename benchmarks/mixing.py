"""Records of a corpus with sections of one another, so that copies of a record differ in topic.

A copy keeps five of six words, so the nearest neighbours of a record would all be copies of the
same one. With the criteria and the outcomes of two other records it has neighbours of three kinds.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, Final

_BEFORE: Final = 1000
"""The sections are those of one of so many records before."""
_MIXED: Final = ("eligibilityModule", "outcomesModule")


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
        yield (
            nct_id,
            json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(),
            has_results,
        )
