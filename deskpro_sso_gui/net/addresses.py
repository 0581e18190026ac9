"""Addresses: what people type, and what may be done with it. No network, no heavy library."""

import re
from collections.abc import Mapping
from enum import StrEnum, unique
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import ProblemCode, ProblemError

CLOUD_DOMAIN: Final = "deskpro.com"
"""Cloud helpdesks live at ``<site>.deskpro.com`` (reference/deskpro.md §1.1)."""

_MAX_LENGTH: Final = 2048
_DEFAULT_PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443}
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_BLANKS: Final = " \t\r\n\v\f\xa0\u200b\u200c\u200d\u2060\ufeff"
_QUOTES: Final = "\"'`<>\xab\xbb\u2039\u203a\u2018\u2019\u201a\u201c\u201d\u201e"
_AROUND: Final = _BLANKS + _QUOTES
"""What sticks to an address that was copied from a mail or a document."""

_SLIP: Final = re.compile(r"(https?)(?!://[^/])(?:[:;]/*|//+)(?=[^/])", re.IGNORECASE)
"""A beginning that was mistyped, such as ``https:/`` or ``https//``."""


@unique
class AddressChange(StrEnum):
    """What was done to a typed address to make it one."""

    CLEANED = "cleaned"
    BEGINNING_MENDED = "beginning-mended"
    HTTPS = "https"
    PATH_DROPPED = "path-dropped"
    DOMAIN_ADDED = "domain-added"
    INTERNATIONAL = "international"


CHANGE_TEXTS: Final[Mapping[AddressChange, str]] = {
    AddressChange.CLEANED: N_("Blanks and quotation marks around it were removed."),
    AddressChange.BEGINNING_MENDED: N_("The beginning was put right: it is written https://."),
    AddressChange.HTTPS: N_("https:// is used: single sign-on needs a safe connection."),
    AddressChange.PATH_DROPPED: N_("Only the beginning is needed, the rest was left off."),
    AddressChange.DOMAIN_ADDED: N_(".deskpro.com was added."),
    AddressChange.INTERNATIONAL: N_(
        "The name is written with plain letters, as the network has it."
    ),
}
"""What to say of a change."""


class HelpdeskAddress(msgspec.Struct, frozen=True, kw_only=True):
    """A helpdesk's address, normalised.

    Attributes:
        url: ``https://host`` or ``https://host:port``, no slash at the end; ``http`` on this
            computer only.
        changes: how it differs from what was typed.
    """

    url: str
    changes: tuple[AddressChange, ...] = ()


def cleaned(text: str) -> str:
    """Return ``text`` without the blanks and quotation marks around it."""
    return text.strip(_AROUND)


def split(url: str) -> SplitResult | None:
    """Return the parts of an absolute http(s) address, None where it is none.

    Addresses that carry a user name are none: they are how a host is made to look like another.
    """
    if len(url) > _MAX_LENGTH or re.search(r"[\x00-\x20\x7f\\]", url):
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
            return None
        _ = parts.port  # raises when it is no number
    except ValueError:
        return None
    return parts


def host_of(url: str) -> str:
    """Return the host of ``url`` in small letters, empty where it has none."""
    parts = split(url)
    return (parts.hostname or "") if parts else ""


def origin(url: str) -> str:
    """Return scheme, host and port of ``url``; a default port is left off, empty where none."""
    parts = split(url)
    if parts is None:
        return ""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    default = parts.port in {None, _DEFAULT_PORTS[parts.scheme]}
    return f"{parts.scheme}://{host}" if default else f"{parts.scheme}://{host}:{parts.port}"


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_loopback_host(host: str) -> bool:
    """Say whether ``host`` is this computer: ``localhost``, 127.0.0.0/8 or ``::1``."""
    address = _literal(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def is_loopback(url: str) -> bool:
    """Say whether ``url`` leads to this computer."""
    return is_loopback_host(host_of(url))


def is_private(host: str) -> bool:
    """Say whether ``host`` names this computer or an address that the internet does not reach."""
    address = _literal(host.strip("[]"))
    if address is None:
        return host.lower().rstrip(".").rpartition(".")[2] == "localhost"
    return not address.is_global or address.is_multicast


def normalise_helpdesk(text: str) -> HelpdeskAddress:
    """Return the address of the helpdesk that ``text`` names, in whatever form it was typed.

    Takes ``acme``, ``acme.deskpro.com``, ``http://…``, a whole address copied from the browser,
    ports, international names.

    Raises:
        ProblemError: it can't be the address of a helpdesk (``HELPDESK_ADDRESS_INVALID``).
    """
    trimmed = cleaned(text)
    mended = _SLIP.sub(r"\1://", trimmed, count=1) if _SLIP.match(trimmed) else trimmed
    has_scheme = "://" in mended
    parts = split(mended if has_scheme else f"https://{mended}")
    host = _ascii_host(parts.hostname or "") if parts else None
    if parts is None or host is None:
        raise ProblemError(ProblemCode.HELPDESK_ADDRESS_INVALID, address=trimmed[:200])
    changes = [AddressChange.CLEANED] if trimmed != text else []
    if mended != trimmed:
        changes.append(AddressChange.BEGINNING_MENDED)
    local = is_loopback_host(host)
    scheme = parts.scheme if local else "https"
    if scheme != parts.scheme:
        changes.append(AddressChange.HTTPS)
    if parts.path.strip("/") or parts.query or parts.fragment:
        changes.append(AddressChange.PATH_DROPPED)
    if not has_scheme and not local and "." not in host and ":" not in host:
        host = f"{host}.{CLOUD_DOMAIN}"
        changes.append(AddressChange.DOMAIN_ADDED)
    if not (parts.hostname or "").isascii():
        changes.append(AddressChange.INTERNATIONAL)
    port = None if parts.port == _DEFAULT_PORTS[parts.scheme] else parts.port
    shown = f"[{host}]" if ":" in host else host
    url = origin(f"{scheme}://{shown}" if port is None else f"{scheme}://{shown}:{port}")
    return HelpdeskAddress(url=url, changes=tuple(changes))


def _ascii_host(host: str) -> str | None:
    """Return ``host`` as DNS knows it, None where it can't be a host."""
    if _literal(host) is not None:
        return host
    name = host.rstrip(".").lower()
    if not name.isascii():
        import idna  # noqa: PLC0415 - its tables are large, and few hosts need them

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    labels = name.split(".")
    numeric_end = labels[-1].isdigit()  # 300.1.2.3 is no name either
    fits = all(_LABEL.fullmatch(label) for label in labels) and len(name) <= 253  # noqa: PLR2004 - RFC 1035
    return name if fits and not numeric_end else None
