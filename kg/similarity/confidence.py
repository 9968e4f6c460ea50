"""The confidence in a link: the probability that a reader would call the two trials related."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kg.similarity.scoring import Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

INTERCEPT: Final = -3.32
SCORE: Final = 5.86
FIELDS: Final = (1.43, 0.45, 1.97)
SAME_CONDITION: Final = 1.44
"""The logit: for the score, the cosines of COSINE_FIELDS, and a condition that both name.

Fitted by logistic regression on pairs that readers judged; docs/similarity.md has the figures.
"""


def confidence(found: Scores, same_condition: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The confidence for each of some scores, which have the cosines of their fields."""
    logit = INTERCEPT + SCORE * found.score + SAME_CONDITION * same_condition
    for coefficient, cosine in zip(FIELDS, found.fields, strict=True):
        logit = logit + coefficient * cosine
    probability: NDArray[np.float64] = 1 / (1 + np.exp(-logit))
    return probability
