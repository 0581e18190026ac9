"""How a moment is written in a finding: with seconds, and by the clock that SAML uses."""

from datetime import datetime


def written(moment: datetime) -> str:
    """Return an aware UTC time as people read it, to the second."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
