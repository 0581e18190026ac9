"""Text from outside, made harmless to lay out: one line, no control characters."""

import re
from typing import Final

_BREAKS: Final = re.compile(r"\s+")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, and marks that hide or turn round the text beside them (Unicode TR #36)."""


def plain(text: str) -> str:
    """Return ``text`` as one line that shows all it holds; what can't be shown becomes U+FFFD."""
    return _UNSEEN.sub("\ufffd", _BREAKS.sub(" ", text).strip())
