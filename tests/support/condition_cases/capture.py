"""Documents that show conditions H1 to H15, and documents that nearly do."""

from typing import Final

from tests.support.condition_cases.case import Case

POSITIVE: Final[dict[str, Case]] = {}

NEAR_MISSES: Final[dict[str, Case]] = {}
