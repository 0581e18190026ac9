"""The catalogue of conditions: how sure each makes us, whose side it is, and its words.

Ids, levels and sides are those of reference/conditions.md. Words follow one shape: what we saw,
what we expected, where to change it, how to see that it worked. Console labels stay in the
console's language, so they come in as values (``LABELS``).
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.diagnosis.wording import WORDINGS, Wording
from deskpro_sso_gui.setup.stages import StageId


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """Something that goes wrong between JumpCloud and DeskPRO.

    Attributes:
        explains: conditions that follow from this one, so that it is named before them.
        wordings: its words by variant; most have one, under the empty name.
    """

    id: str
    level: Level
    side: Side
    stage: StageId
    wordings: Mapping[str, Wording]
    explains: frozenset[str] = frozenset()


def _condition(
    identifier: str, level: Level, side: Side, stage: StageId, explains: str = ""
) -> Condition:
    return Condition(
        id=identifier,
        level=level,
        side=side,
        stage=stage,
        wordings=WORDINGS[identifier],
        explains=frozenset(explains.split()),
    )


_A, _B, _C = Level.CAUSE, Level.LIKELY, Level.WORTH_KNOWING
_CATALOGUE: Final = (
    _condition("C14", _C, Side.JUMPCLOUD, StageId.CERTIFICATE),
    _condition("M1", _A, Side.DESKPRO, StageId.CERTIFICATE, "S17"),
    _condition("M7", _A, Side.DESKPRO, StageId.DESKPRO_CONFIGURE),
    _condition("M9", _A, Side.JUMPCLOUD, StageId.JUMPCLOUD_SSO, "S4"),
    _condition("R1", _A, Side.JUMPCLOUD, StageId.JUMPCLOUD_SSO, "S5 S7 S8 M7"),
    _condition("S2", _A, Side.JUMPCLOUD, StageId.VALIDATE),
    _condition("S4", _A, Side.DESKPRO, StageId.DESKPRO_CONFIGURE),
    _condition("S5", _A, Side.JUMPCLOUD, StageId.JUMPCLOUD_SSO),
    _condition("S6", _A, Side.JUMPCLOUD, StageId.JUMPCLOUD_SSO),
    _condition("S7", _A, Side.JUMPCLOUD, StageId.JUMPCLOUD_SSO, "S8"),
    _condition("S8", _A, Side.JUMPCLOUD, StageId.JUMPCLOUD_SSO),
    _condition("S9", _A, Side.THIS_COMPUTER, StageId.VALIDATE),
    _condition("S13", _A, Side.JUMPCLOUD, StageId.JUMPCLOUD_SSO),
    _condition("S15", _A, Side.THIS_COMPUTER, StageId.VALIDATE),
    _condition("S16", _A, Side.DESKPRO, StageId.DESKPRO_CONFIGURE, "M1 S17"),
    _condition("S17", _A, Side.DESKPRO, StageId.DESKPRO_CONFIGURE),
    _condition("S20", _A, Side.JUMPCLOUD, StageId.JUMPCLOUD_SSO),
    _condition("S24", _B, Side.DESKPRO, StageId.ACCESS),
    _condition("S26", _A, Side.NONE, StageId.VALIDATE),
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
