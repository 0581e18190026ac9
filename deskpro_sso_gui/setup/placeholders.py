"""Values that were meant to be replaced (reference/conditions.md, R1 and M9)."""

import re
from typing import Final

# Capitals tell a placeholder from a site that is really called "subdomain" or "todo".
_PLACEHOLDERS: Final = (
    re.compile(r"(?<![A-Za-z0-9])(?:YOURDOMAIN|YOURSUBDOMAIN|SUBDOMAIN|TODO)(?![A-Za-z0-9])"),
    re.compile(r"(?<![A-Za-z0-9])yourdomain(?![A-Za-z0-9-])", re.IGNORECASE),
    re.compile(r"//subdomain\.deskpro\.com", re.IGNORECASE),
    re.compile(r"(?<![A-Za-z0-9])YOUR_[A-Z0-9_]{2,40}"),
    re.compile(r"<[A-Za-z][\w -]{1,40}>"),
    re.compile(r"\{[A-Za-z][\w -]{1,40}\}"),
    re.compile(r"(?<![A-Za-z0-9-])placeholder(?![A-Za-z0-9-])", re.IGNORECASE),
    re.compile(r"(?<![A-Za-z0-9-])example\.(?:com|net|org)(?![A-Za-z0-9-])", re.IGNORECASE),
)
_LABELS: Final = frozenset(
    {"idp entity id", "sp entity id", "entity id", "idp url", "acs url", "issuer", "idpentityid"}
)


def find_placeholder(value: str) -> str | None:
    """Return the part of ``value`` that was never replaced, None when there is none."""
    found = (pattern.search(value) for pattern in _PLACEHOLDERS)
    return next((match[0] for match in found if match), None)


def is_field_label(value: str) -> bool:
    """Tell whether a name is merely the label of the field it was to be typed into."""
    return value.strip().rstrip(":").lower() in _LABELS
