"""What the words of a problem are made of."""

import msgspec


class ProblemText(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a problem: what we saw, and what to do about it; both marked."""

    title: str
    advice: str


def text(title: str, advice: str) -> ProblemText:
    """Return the words of a problem; both marked with ``N_``."""
    return ProblemText(title=title, advice=advice)
