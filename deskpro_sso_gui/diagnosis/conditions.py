"""The catalogue of conditions as one, and findings made from it.

Ids, levels and sides are those of reference/conditions.md.
"""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.diagnosis.catalogue import (
    capture,
    certificate,
    certificate_file,
    message,
    metadata,
    metadata_file,
    order,
    person,
    request,
    response,
    signature,
)
from deskpro_sso_gui.diagnosis.catalogue.entry import Condition
from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.setup.stages import StageId

_CATALOGUE: Final = (
    *certificate_file.CONDITIONS,
    *certificate.CONDITIONS,
    *metadata.CONDITIONS,
    *metadata_file.CONDITIONS,
    *request.CONDITIONS,
    *message.CONDITIONS,
    *response.CONDITIONS,
    *signature.CONDITIONS,
    *person.CONDITIONS,
    *capture.CONDITIONS,
    *order.CONDITIONS,
)
CONDITIONS: Final[Mapping[str, Condition]] = {entry.id: entry for entry in _CATALOGUE}
"""The conditions that rules know, by id."""


def found(
    identifier: str,
    *,
    variant: str = "",
    saw: str = "",
    expected: str = "",
    level: Level | None = None,
    side: Side | None = None,
    stage: StageId | None = None,
    **values: str,
) -> Finding:
    """Make a finding of a condition; ``values`` are named in its words."""
    condition = CONDITIONS[identifier]
    return Finding(
        condition=identifier,
        variant=variant,
        level=level or condition.level,
        side=side or condition.side,
        stage=stage or condition.stage,
        saw=saw,
        expected=expected,
        values=values,
    )
