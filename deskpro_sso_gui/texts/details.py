"""The details of a problem that can be passed on: a code, where in our code, and versions.

Whitelisted like the log: a problem's words are given without the values they name, unless a value
is one of ours or says nothing of whom it is about.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from deskpro_sso_gui import PROGRAM, texts
from deskpro_sso_gui.log import versions
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.texts.language import language

_HIDDEN: Final = "…"
_HARMLESS: Final = frozenset(
    {"action", "count", "kind", "limit", "most", "pixels", "stage", "status", "what"}
)
"""Values that are numbers, names in our code, or words from our own catalogues."""

_REASONS: Final = frozenset({ProblemCode.CERTIFICATE_UNREADABLE, ProblemCode.METADATA_UNREADABLE})
"""Whose ``reason`` is a code of ours; elsewhere it may be anybody's words."""

_JUMPCLOUD: Final = "jumpcloud.com"


def problem_details(problem: Problem, *, page: str = "", qt: str = "") -> str:
    """Return what *Copy details* copies of ``problem``.

    Args:
        problem: what is wrong.
        page: where it was shown, a name of ours.
        qt: which Qt the window runs on.
    """
    shown = {name: _shown(problem.code, name, value) for name, value in problem.values.items()}
    hidden = [name for name, value in shown.items() if value is None]
    # a value that is a code is put into words, so it can't be replaced before
    words = texts.problem_text(problem, hidden=dict.fromkeys(hidden, _HIDDEN))
    told = f"{words.title} {words.advice}"
    return details(problem.code, told, problem.cause, problem.places, page=page, qt=qt)


def details(
    code: str,
    words: str,
    cause: Sequence[str],
    places: Sequence[str],
    *,
    page: str = "",
    qt: str = "",
    known: Mapping[str, str] | None = None,
) -> str:
    """Return details as lines, whose names are for whoever helps and so are in English.

    Args:
        code: the name of what is wrong.
        words: what was shown, without values.
        cause: the names of the errors it came from.
        places: where in our code.
        page: where it was shown.
        qt: Qt's version.
        known: what it ran on (``log.versions``), if not on what runs now.
    """
    on = {**versions(), **(known or {})}
    lines = [f"[{code}]", words]
    lines += [f"Page: {page}"] if page else []
    lines += [f"Cause: {' < '.join(cause)}"] if cause else []
    lines += [f"At: {place}" for place in places]
    program = [f"{PROGRAM} {on['version']}", f"Python {on['python']}"]
    program += [f"Qt {qt}"] if qt else []
    program += [f"{on['system']} {on['machine']}", f"language {language()}"]
    return "\n".join([*lines, ", ".join(program)])


def _shown(code: ProblemCode, name: str, value: str) -> str | None:
    """Return a value that may be passed on, None for one that may not."""
    if name in _HARMLESS or (name == "reason" and code in _REASONS):
        return value
    is_jumpcloud = value == _JUMPCLOUD or value.endswith("." + _JUMPCLOUD)
    return value if name == "host" and is_jumpcloud else None
