"""One thing that a diagnosis found."""

from collections.abc import Mapping
from enum import StrEnum, unique

import msgspec

from deskpro_sso_gui.setup.stages import StageId


@unique
class Level(StrEnum):
    """How sure we are that a finding is the cause."""

    CAUSE = "A"
    LIKELY = "B"
    WORTH_KNOWING = "C"


@unique
class Side(StrEnum):
    """Where it has to be put right."""

    JUMPCLOUD = "jumpcloud"
    DESKPRO = "deskpro"
    THIS_COMPUTER = "this-computer"
    NONE = "none"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A condition that the evidence shows.

    Attributes:
        condition: its id in the catalogue, for example ``S5``.
        variant: which of the condition's wordings fits, empty for the only one.
        level, side, stage: the catalogue's, or what this evidence makes of them.
        saw, expected: the two values to set side by side, exactly as found; empty where there is
            nothing to compare. Text from outside: show it as plain text.
        values: what the wording names besides.
    """

    condition: str
    variant: str = ""
    level: Level
    side: Side
    stage: StageId
    saw: str = ""
    expected: str = ""
    values: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def is_wrong(self) -> bool:
        """It is a cause or a likely one, not merely worth knowing."""
        return self.level is not Level.WORTH_KNOWING
