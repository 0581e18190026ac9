"""The two addresses that DeskPRO's *SAML Details* show, as the admin copied them.

They contain a number that DeskPRO assigns, so they are never built, only looked at
(reference/deskpro.md §3.3). Any https address is taken; what is unusual is warned of, and taken
once the admin says that DeskPRO itself shows it.
"""

import re
from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final
from urllib.parse import SplitResult

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.net.addresses import cleaned, is_loopback, split
from deskpro_sso_gui.setup.placeholders import find_placeholder


@unique
class AddressWarning(StrEnum):
    """What is unusual about an address; it is taken all the same."""

    OTHER_HOST = "other-host"
    NO_NUMBER = "no-number"
    NUMBERS_DIFFER = "numbers-differ"
    PLACEHOLDER = "placeholder"
    BOTH_ALIKE = "both-alike"
    THE_OTHER_ONE = "the-other-one"
    UNEXPECTED_SHAPE = "unexpected-shape"
    BLANKS_REMOVED = "blanks-removed"


@unique
class AddressError(StrEnum):
    """Why a text is not taken."""

    EMPTY = "empty"
    NOT_AN_ADDRESS = "not-an-address"
    HTTP = "http"


WARNING_TEXTS: Final[Mapping[AddressWarning, str]] = {
    AddressWarning.OTHER_HOST: N_("It leads to another host than your helpdesk's."),
    AddressWarning.NO_NUMBER: N_("DeskPRO's addresses have a number in them. This one has none."),
    AddressWarning.NUMBERS_DIFFER: N_("The two addresses have different numbers in them."),
    AddressWarning.PLACEHOLDER: N_("A part of it still has to be replaced by your own value."),
    AddressWarning.BOTH_ALIKE: N_("The same address stands in both fields. DeskPRO shows two."),
    AddressWarning.THE_OTHER_ONE: N_("It looks like the other one of the two addresses."),
    AddressWarning.UNEXPECTED_SHAPE: N_("It does not look like the addresses we know of."),
    AddressWarning.BLANKS_REMOVED: N_("Blanks or quotation marks around it were removed."),
}
"""What to say of a warning."""

ERROR_TEXTS: Final[Mapping[AddressError, str]] = {
    AddressError.EMPTY: N_("Copy it from DeskPRO and paste it here."),
    AddressError.NOT_AN_ADDRESS: N_("This is no address. It begins with https://."),
    AddressError.HTTP: N_(
        "It begins with http://. Single sign-on needs https://. Have DeskPRO's own address changed "
        "to https:// first (where a proxy stands before it, DeskPRO has to be told), then copy "
        "both addresses again."
    ),
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

    @property
    def doubtful(self) -> bool:
        """Say whether it is to be taken only where DeskPRO itself shows it."""
        return any(warning is not AddressWarning.BLANKS_REMOVED for warning in self.warnings)


_DEFAULT_PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443}
_ENTITY_ID_PATH: Final = re.compile(r"/saml/metadata/(\d{1,9})\.xml")
_ACS_PATH: Final = re.compile(r"(?:/agent)?/login/authenticate-callback/(\d{1,9})/?")
_UNFILLED: Final = re.compile(r"[<>{}]|%7b|%3c|your_?-?domain", re.IGNORECASE)
"""What no real address has in it, beside the placeholders that are known by name."""


def check_entity_id(text: str, helpdesk_url: str, *, acs_url: str = "") -> AddressCheck:
    """Look at DeskPRO's *Metadata URL (Entity ID)*.

    Args:
        text: as pasted.
        helpdesk_url: the normalised address of the helpdesk.
        acs_url: the other address where it is known, to compare the two.
    """
    return _check(text, helpdesk_url, _ENTITY_ID_PATH, other=acs_url, other_shape=_ACS_PATH)


def check_acs_url(text: str, helpdesk_url: str, *, entity_id: str = "") -> AddressCheck:
    """Look at DeskPRO's *Consumer Service URL (ACS)*.

    Args:
        text: as pasted.
        helpdesk_url: the normalised address of the helpdesk.
        entity_id: the other address where it is known, to compare the two.
    """
    return _check(text, helpdesk_url, _ACS_PATH, other=entity_id, other_shape=_ENTITY_ID_PATH)


def _check(
    text: str,
    helpdesk_url: str,
    shape: re.Pattern[str],
    *,
    other: str,
    other_shape: re.Pattern[str],
) -> AddressCheck:
    value = cleaned(text)
    if not value:
        return AddressCheck(value="", error=AddressError.EMPTY)
    parts = split(value)
    if parts is None:
        return AddressCheck(value=value, error=AddressError.NOT_AN_ADDRESS)
    if parts.scheme == "http" and not is_loopback(value):
        return AddressCheck(value=value, error=AddressError.HTTP)
    number, helpdesk = _number(value, shape), split(helpdesk_url)
    other_number, alike = _number(other, other_shape), value == cleaned(other)
    fits = shape.fullmatch(parts.path) is not None and not parts.query and not parts.fragment
    is_other = other_shape.fullmatch(parts.path) is not None
    found = {
        AddressWarning.PLACEHOLDER: _has_placeholder(value),
        AddressWarning.OTHER_HOST: helpdesk is None or _place(parts) != _place(helpdesk),
        AddressWarning.BOTH_ALIKE: alike,
        AddressWarning.THE_OTHER_ONE: is_other and not alike,
        AddressWarning.NO_NUMBER: number is None,
        AddressWarning.NUMBERS_DIFFER: None not in {number, other_number}
        and number != other_number,
        # an address that is told of as something else already is not odd besides
        AddressWarning.UNEXPECTED_SHAPE: not (fits or is_other or alike or number is None),
        AddressWarning.BLANKS_REMOVED: value != text,
    }
    warnings = tuple(warning for warning, is_so in found.items() if is_so)
    return AddressCheck(value=value, source_id=number, warnings=warnings)


def _has_placeholder(value: str) -> bool:
    return find_placeholder(value) is not None or _UNFILLED.search(value) is not None


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
