"""The summary for programs: JSON with stable keys, every key always there."""

from typing import Final

import msgspec

from deskpro_sso_gui.summary.model import Summary

VERSION: Final = 1
"""Rises when a key changes its meaning or goes; a new key does not raise it."""

SCHEMA: Final = f"urn:deskpro-sso-assistant:schema:summary:{VERSION}"
"""The ``$id`` of ``resources/schemas/summary.schema.json``."""


def to_json(summary: Summary) -> str:
    """Return the summary as indented JSON; moments are ISO 8601 in UTC, days ``YYYY-MM-DD``."""
    document = {"schema": SCHEMA, "version": VERSION, **msgspec.to_builtins(summary)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
