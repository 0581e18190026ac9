"""DeskPRO's two generations of admin screens, in their own words (deskpro.md §3.1 and §3.2).

Horizon's names for some fields are unknown; those are the older name without its prefix.
"""

from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.practice.saml_xml import NAME_ID_EMAIL, NAME_ID_UNSPECIFIED
from deskpro_sso_gui.practice.world import Interface, SsoMethod


@unique
class Screens(StrEnum):
    """A generation of admin screens."""

    LEGACY = "legacy"
    HORIZON = "horizon"

    @property
    def other(self) -> "Screens":
        """The other generation."""
        return Screens.HORIZON if self is Screens.LEGACY else Screens.LEGACY


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """What one generation calls things.

    Attributes:
        sections: side of DeskPRO to the menu it is under and the page's name there.
        api_keys: the menu that API keys are under, and the page's name there.
        add: the way to a new sign-in app.
        saml: the app that does SAML.
        install: the button that makes a new app work.
        save: the button that keeps later changes.
    """

    sections: dict[Interface, tuple[str, str]]
    api_keys: tuple[str, str]
    add: str
    saml: str
    install: str
    save: str
    single_sign_on_url: str
    single_log_off_url: str
    metadata_url: str
    metadata_xml: str
    certificate: str
    fingerprint: str
    sign_request: str
    name_id_format: str
    sso_method: str
    login_button_text: str
    enabled: str


LABELS: Final = {
    Screens.LEGACY: Labels(
        sections={
            Interface.AGENTS: ("Agents", "Auth & SSO"),
            Interface.USERS: ("CRM", "Auth & SSO"),
        },
        api_keys=("Apps", "API Keys"),
        add="Add",
        saml="SAML Authentication",
        install="Install App",
        save="Save Settings",
        single_sign_on_url="SSO: Single Sign On URL",
        single_log_off_url="SLO: Single Log Off URL",
        metadata_url="Metadata: Issuer XML metadata URL",
        metadata_xml="Custom Metadata XML",
        certificate="x509 Certificate",
        fingerprint="X509 Certificate Fingerprint",
        sign_request="Sign Authentication Request",
        name_id_format="Name ID Format",
        sso_method="SSO Method",
        login_button_text="Login Button Text",
        enabled="Enabled?",
    ),
    Screens.HORIZON: Labels(
        sections={
            Interface.AGENTS: ("Agents", "Auth & SSO"),
            Interface.USERS: ("CRM", "User Auth & SSO"),
        },
        api_keys=("Apps & Integrations", "API Keys"),
        add="Add Authentication",
        saml="SAML",
        install="Add",
        save="Save",
        single_sign_on_url="Single Sign On URL",
        single_log_off_url="Single Log Off URL",
        metadata_url="Issuer XML metadata URL",
        metadata_xml="Custom Metadata XML",
        certificate="X509 Certificate",
        fingerprint="X509 Certificate Fingerprint",
        sign_request="Sign Authentication Request",
        name_id_format="Name ID Format",
        sso_method="SSO method",
        login_button_text="Login Button Text",
        enabled="Enabled",
    ),
}

SSO_METHODS: Final = {SsoMethod.DISABLED: "Disabled", SsoMethod.AUTOMATIC: "Automatic"}

NAME_ID_FORMATS: Final = {
    "": "Default",
    NAME_ID_EMAIL: "E-mail address",
    NAME_ID_UNSPECIFIED: "Unspecified",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent": "Persistent",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:transient": "Transient",
}
