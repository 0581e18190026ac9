"""What is said of a file's name."""

import re
from typing import Final

from deskpro_sso_gui.diagnosis.evidence import Reading

_NUMBER: Final = re.compile(r" ?\([1-9][0-9]{0,2}\)(?=\.[^.]*$|$)")
_NAMELESS: Final = "…"


def file_name(reading: Reading) -> str:
    """Return what to call a file in a sentence. Text from outside."""
    return reading.name or _NAMELESS


def without_number(name: str) -> str | None:
    """Return the name of the first download, None where ``name`` is not of a later one.

    Browsers add a number to the name of a second download of the same file:
    ``certificate (1).pem``, ``certificate(1).pem``.
    """
    bare, count = _NUMBER.subn("", name)
    return bare if count else None
