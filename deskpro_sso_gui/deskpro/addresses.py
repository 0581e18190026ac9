"""The two addresses that DeskPRO's *SAML Details* show, as the admin copied them.

They contain a number that DeskPRO assigns, so they are never built, only looked at
(reference/deskpro.md §3.3). Any https address is taken; what is unusual is warned of.
"""

import re
from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final
from urllib.parse import SplitResult

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.net.addresses import cleaned, is_loopback, split


@unique
class AddressWarning(StrEnum):
    """What is unusual about an address; it is taken all the same."""

    OTHER_HOST = "other-host"
    NO_NUMBER = "no-number"
    NUMBERS_DIFFER = "numbers-differ"
    PLACEHOLDER = "placeholder"
    HTTP = "http"
    UNEXPECTED_SHAPE = "unexpected-shape"
    BLANKS_REMOVED = "blanks-removed"


@unique
class AddressError(StrEnum):
    """Why a text is not taken."""

    EMPTY = "empty"
    NOT_AN_ADDRESS = "not-an-address"


WARNING_TEXTS: Final[Mapping[AddressWarning, str]] = {
    AddressWarning.OTHER_HOST: N_("It leads to another host than your helpdesk's."),
    AddressWarning.NO_NUMBER: N_("DeskPRO's addresses have a number in them. This one has none."),
    AddressWarning.NUMBERS_DIFFER: N_("The two addresses have different numbers in them."),
    AddressWarning.PLACEHOLDER: N_("A part of it still has to be replaced by your own value."),
    AddressWarning.HTTP: N_("It begins with http://. Single sign-on needs https://."),
    AddressWarning.UNEXPECTED_SHAPE: N_("It does not look like the addresses we know of."),
    AddressWarning.BLANKS_REMOVED: N_("Blanks or quotation marks around it were removed."),
}
"""What to say of a warning."""

ERROR_TEXTS: Final[Mapping[AddressError, str]] = {
    AddressError.EMPTY: N_("Copy it from DeskPRO and paste it here."),
    AddressError.NOT_AN_ADDRESS: N_("This is no address. It begins with https://."),
}
"""What to say of an error."""


class AddressCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What was found about one address.

    Attributes:
        value: as it is to be used: every character counts, so only what stood around it is gone.
        source_id: the number DeskPRO assigned, None where the address has none.
        warnings: in the order to be shown.
        error: None when the value can be used.
    """

    value: str
    source_id: int | None = None
    warnings: tuple[AddressWarning, ...] = ()
    error: AddressError | None = None

    @property
    def usable(self) -> bool:
        """Say whether the value is an address."""
        return self.error is None


_DEFAULT_PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443}
_ENTITY_ID_PATH: Final = re.compile(r"/saml/metadata/(\d{1,9})\.xml")
_ACS_PATH: Final = re.compile(r"(?:/agent)?/login/authenticate-callback/(\d{1,9})/?")
_PLACEHOLDER: Final = re.compile(
    r"your_?-?(?:sub)?_?-?domain|subdomain\.|\byour_|[<>{}]|%7b|%3c", re.IGNORECASE
)


def check_entity_id(text: str, helpdesk_url: str, *, acs_url: str = "") -> AddressCheck:
    """Look at DeskPRO's *Metadata URL (Entity ID)*.

    Args:
        text: as pasted.
        helpdesk_url: the normalised address of the helpdesk.
        acs_url: the other address where it is known, to compare the numbers.
    """
    return _check(text, helpdesk_url, shape=_ENTITY_ID_PATH, other=_number(acs_url, _ACS_PATH))


def check_acs_url(text: str, helpdesk_url: str, *, entity_id: str = "") -> AddressCheck:
    """Look at DeskPRO's *Consumer Service URL (ACS)*.

    Args:
        text: as pasted.
        helpdesk_url: the normalised address of the helpdesk.
        entity_id: the other address where it is known, to compare the numbers.
    """
    return _check(text, helpdesk_url, shape=_ACS_PATH, other=_number(entity_id, _ENTITY_ID_PATH))


def _check(
    text: str, helpdesk_url: str, *, shape: re.Pattern[str], other: int | None
) -> AddressCheck:
    value = cleaned(text)
    if not value:
        return AddressCheck(value="", error=AddressError.EMPTY)
    parts = split(value)
    if parts is None:
        return AddressCheck(value=value, error=AddressError.NOT_AN_ADDRESS)
    number, helpdesk = _number(value, shape), split(helpdesk_url)
    fits = shape.fullmatch(parts.path) is not None and not parts.query and not parts.fragment
    found = {
        AddressWarning.PLACEHOLDER: _PLACEHOLDER.search(value) is not None,
        AddressWarning.OTHER_HOST: helpdesk is None or _place(parts) != _place(helpdesk),
        AddressWarning.HTTP: parts.scheme == "http" and not is_loopback(value),
        AddressWarning.NO_NUMBER: number is None,
        AddressWarning.NUMBERS_DIFFER: None not in {number, other} and number != other,
        # an address without its number is told of as such
        AddressWarning.UNEXPECTED_SHAPE: not fits and number is not None,
        AddressWarning.BLANKS_REMOVED: value != text,
    }
    warnings = tuple(warning for warning, is_so in found.items() if is_so)
    return AddressCheck(value=value, source_id=number, warnings=warnings)


def _place(parts: SplitResult) -> tuple[str | None, int | None]:
    """Return host and port; http where https was meant has a warning of its own."""
    return parts.hostname, None if parts.port == _DEFAULT_PORTS[parts.scheme] else parts.port


def _number(url: str, shape: re.Pattern[str]) -> int | None:
    """Return the number in ``url``: where it belongs, else the last one of its path."""
    parts = split(url)
    if parts is None:
        return None
    match = shape.fullmatch(parts.path) or re.search(r"/(\d{1,9})(?:\.xml)?/?\Z", parts.path)
    return int(match[1]) if match else None
