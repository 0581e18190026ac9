"""The values a set-up carries from one page to the next, and what was proven with them.

A *basis* is the set of values something was done or proven with. Comparing it with the values of
now tells whether it still holds, and if not, which value changed.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final

from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.setup.stages import StageId


@unique
class Value(StrEnum):
    """A value the program carries (product description, "Values the program carries")."""

    HELPDESK_URL = "helpdesk_url"
    INTERFACE = "interface"
    ORGANIZATION = "organization"
    APPLICATION = "application"
    IDP_URL = "idp_url"
    IDP_ENTITY_ID = "idp_entity_id"
    SP_ENTITY_ID = "sp_entity_id"
    ACS_URL = "acs_url"
    SLO_URL = "slo_url"
    CERTIFICATE = "certificate"
    METADATA_URL = "metadata_url"
    APP_CHANGED = "app_changed"
    """When we last changed how people sign in with the app; no value to copy."""


Basis = Mapping[Value, str]

STAGE_INPUTS: Final[Mapping[StageId, tuple[Value, ...]]] = {
    StageId.PREREQUISITES: (),
    StageId.APPLICATION: (Value.ORGANIZATION,),
    StageId.DESKPRO_ADD: (Value.HELPDESK_URL, Value.INTERFACE),
    StageId.JUMPCLOUD_SSO: (
        Value.APPLICATION,
        Value.IDP_URL,
        Value.SP_ENTITY_ID,
        Value.ACS_URL,
    ),
    StageId.CERTIFICATE: (Value.APPLICATION,),
    StageId.METADATA: (Value.APPLICATION, Value.IDP_URL, Value.CERTIFICATE),
    StageId.DESKPRO_CONFIGURE: (
        Value.SP_ENTITY_ID,
        Value.IDP_URL,
        Value.SLO_URL,
        Value.METADATA_URL,
        Value.CERTIFICATE,
    ),
    StageId.ACCESS: (Value.APPLICATION,),
    StageId.VALIDATE: (
        Value.HELPDESK_URL,
        Value.INTERFACE,
        Value.ORGANIZATION,
        Value.APPLICATION,
        Value.IDP_URL,
        Value.IDP_ENTITY_ID,
        Value.SP_ENTITY_ID,
        Value.ACS_URL,
        Value.SLO_URL,
        Value.METADATA_URL,
        Value.CERTIFICATE,
        Value.APP_CHANGED,
    ),
    StageId.SUMMARY: tuple(Value),
}
"""The values that make a stage stale when they change after it was done."""

CONSOLE_URLS: Final[Mapping[Region, str]] = {
    Region.US: "https://console.jumpcloud.com",
    Region.EU: "https://console.eu.jumpcloud.com",
    Region.INDIA: "https://console.in.jumpcloud.com",
}
"""JumpCloud's consoles (reference/jumpcloud-api.md §1.1)."""


def changed(basis: Basis, now: Basis) -> tuple[Value, ...]:
    """Return the values of ``basis`` that are different now, in their order."""
    return tuple(value for value in Value if value in basis and basis[value] != now.get(value, ""))
