"""Which addresses stay on this computer: practice never sends a browser or itself elsewhere."""

from typing import Final
from urllib.parse import urlsplit

LOOPBACK_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an absolute http or https address with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_loopback(url: str) -> bool:
    """Tell whether ``url`` is a web address of this computer, named so that nobody is asked."""
    return is_web_address(url) and urlsplit(url).hostname in LOOPBACK_HOSTS
