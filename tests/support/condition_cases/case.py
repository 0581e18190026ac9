"""What a case of the table of conditions is."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from deskpro_sso_gui.diagnosis.evidence import Purpose
from deskpro_sso_gui.diagnosis.finding import Level

Document: TypeAlias = bytes | tuple[str, bytes] | tuple[str, bytes, Purpose]
"""A file's content, with its name in front where the name matters, and what it was given for."""


class Case(NamedTuple):
    """Documents and expectations, and which condition they show as which level.

    Attributes:
        expected: fields of ``Expectations``; a callable is called for its value.
        level: where it is not the catalogue's.
        headline: it is the headline, not merely among what was noticed.
    """

    condition: str
    documents: Callable[[], tuple[Document, ...]]
    expected: dict[str, Any] = {}  # noqa: RUF012 - never changed
    level: Level | None = None
    variant: str = ""
    headline: bool = True

    def expectations(self) -> dict[str, Any]:
        """Return the expectations with every value made."""
        return {key: value() if callable(value) else value for key, value in self.expected.items()}
