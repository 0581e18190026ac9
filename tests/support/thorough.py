"""How much is tried: 300 examples of a property and a few cases of a matrix usually.

``make exhaustive`` asks for 20,000 examples and for whole matrices.
"""

import os
import random
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from hypothesis import HealthCheck, settings

EXAMPLES: Final = int(os.environ.get("DESKPRO_SSO_EXAMPLES", "300"))
WHOLE: Final = bool(os.environ.get("DESKPRO_SSO_WHOLE"))
"""Whether matrices are gone through whole."""

T = TypeVar("T")

thorough: Final = settings(
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def some(
    cases: Sequence[T], *, most: int, kind: Callable[[T], str] = str, salt: str = ""
) -> list[T]:
    """Return all cases where matrices are gone through whole; else at most so many.

    As many kinds as possible are among them. The same ones each time for the same ``salt``.
    """
    if WHOLE:
        return list(cases)
    chance = random.Random(f"4 {salt}")  # noqa: S311 - no secret
    mixed = chance.sample(cases, len(cases))
    firsts = {kind(each): each for each in reversed(mixed)}
    rest = [each for each in mixed if firsts[kind(each)] is not each]
    return [*firsts.values(), *rest][:most]
