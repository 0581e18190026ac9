"""All cases of conditions in one table."""

from typing import Final

from tests.support.condition_cases import (
    capture,
    certificate,
    metadata,
    person,
    request,
    response,
)

_GROUPS: Final = (certificate, metadata, request, response, person, capture)

POSITIVE: Final = {
    f"{case.condition}: {name}": case for group in _GROUPS for name, case in group.POSITIVE.items()
}
"""Documents that show a condition."""

NEAR_MISSES: Final = {name: case for group in _GROUPS for name, case in group.NEAR_MISSES.items()}
"""Documents that nearly show one; each begins with the condition it must not give."""
