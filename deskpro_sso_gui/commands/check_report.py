"""What ``check`` found, before it is written as words or JSON."""

import msgspec

from deskpro_sso_gui.diagnosis.evidence import Evidence, Reading
from deskpro_sso_gui.diagnosis.judge import Judgement
from deskpro_sso_gui.problems import Problem


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file: what it turned out to be, or why it could not be opened."""

    path: str
    reading: Reading | None = None
    problem: Problem | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All files together.

    Attributes:
        set_up_problem: why the saved set-up could not be compared with.
    """

    files: tuple[CheckedFile, ...]
    evidence: Evidence
    judgement: Judgement
    set_up_problem: Problem | None = None

    @property
    def all_seen(self) -> bool:
        """Every file and the set-up could be looked at."""
        return self.set_up_problem is None and all(
            one.reading is not None and one.reading.facts is not None for one in self.files
        )
