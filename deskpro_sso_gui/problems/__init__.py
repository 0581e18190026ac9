"""Anything that is told to the admin as wrong has this one shape.

A ``Problem`` is a code from the catalogue below, with values. Its words are made when it is shown,
by ``texts``, in the language then chosen. Errors raised between rooms carry a ``Problem`` each.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from deskpro_sso_gui.problems import by_hand, deskpro, files, jumpcloud, network, program
from deskpro_sso_gui.problems.codes import ProblemCode
from deskpro_sso_gui.problems.text import ProblemText

__all__ = ["PROBLEM_TEXTS", "Problem", "ProblemCode", "ProblemError", "ProblemText"]

PROBLEM_TEXTS: Final[Mapping[ProblemCode, ProblemText]] = {
    **network.TEXTS,
    **jumpcloud.TEXTS,
    **by_hand.TEXTS,
    **deskpro.TEXTS,
    **files.TEXTS,
    **program.TEXTS,
}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is wrong, ready to be worded.

    Attributes:
        code: which problem of the catalogue.
        values: what its words name, plain text, never a secret.
        cause: the names of the errors it came from; for details that are passed on.
        places: where in our code a mistake of ours was met, ``file:line:function``.
    """

    code: ProblemCode
    values: Mapping[str, str] = msgspec.field(default_factory=dict)
    cause: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class ProblemError(Exception):
    """An error that carries the ``Problem`` to show."""

    def __init__(self, code: ProblemCode, /, **values: str) -> None:
        """Make the error of ``code``; ``values`` are shown to the admin."""
        super().__init__(code.value)
        self.problem = Problem(code=code, values=values)
