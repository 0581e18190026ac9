"""DeskPRO's six settings: their labels on both generations of screens and our values for them.

Labels are DeskPRO's own (reference/deskpro.md §3.2) and are never translated.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.record import SetupRecord

LOGIN_BUTTON_TEXT: Final = "Sign in with JumpCloud"
NAME_ID_FORMAT: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"


@unique
class Setting(StrEnum):
    """A setting of DeskPRO's SAML form, in the order of the product's page 7."""

    SINGLE_SIGN_ON_URL = "single-sign-on-url"
    SINGLE_LOG_OFF_URL = "single-log-off-url"
    METADATA_URL = "metadata-url"
    NAME_ID_FORMAT = "name-id-format"
    LOGIN_BUTTON_TEXT = "login-button-text"
    SSO_METHOD = "sso-method"


@unique
class Control(StrEnum):
    """What else DeskPRO's form wants, beside the six settings."""

    CERTIFICATE = "certificate"
    ENABLED = "enabled"
    REQUEST_UNSIGNED = "request-unsigned"
    INSTALLED = "installed"
    SAVED = "saved"


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What DeskPRO's screen calls a control; ``certain`` False means "may be called"."""

    text: str
    certain: bool = True


def _label(text: str, *, certain: bool = True) -> Label:
    return Label(text=text, certain=certain)


LABELS: Final[Mapping[Generation, Mapping[Setting, Label]]] = {
    Generation.LEGACY: {
        Setting.SINGLE_SIGN_ON_URL: _label("SSO: Single Sign On URL"),
        Setting.SINGLE_LOG_OFF_URL: _label("SLO: Single Log Off URL"),
        Setting.METADATA_URL: _label("Metadata: Issuer XML metadata URL"),
        Setting.NAME_ID_FORMAT: _label("Name ID Format"),
        Setting.LOGIN_BUTTON_TEXT: _label("Login Button Text"),
        Setting.SSO_METHOD: _label("SSO Method"),
    },
    Generation.HORIZON: {
        Setting.SINGLE_SIGN_ON_URL: _label("Single Sign On URL"),
        Setting.SINGLE_LOG_OFF_URL: _label("Single Log Off URL"),
        Setting.METADATA_URL: _label("Issuer XML metadata URL"),
        Setting.NAME_ID_FORMAT: _label("Name ID Format", certain=False),
        Setting.LOGIN_BUTTON_TEXT: _label("Login Button Text"),
        Setting.SSO_METHOD: _label("SSO method"),
    },
}

OTHER_LABELS: Final[Mapping[Generation, Mapping[str, Label]]] = {
    Generation.LEGACY: {
        Control.CERTIFICATE: _label("x509 Certificate"),
        Control.ENABLED: _label("Enabled?"),
        Control.REQUEST_UNSIGNED: _label("Sign Authentication Request"),
        Control.INSTALLED: _label("Install App"),
        Control.SAVED: _label("Save Settings"),
    },
    Generation.HORIZON: {
        Control.CERTIFICATE: _label("x509 Certificate", certain=False),
        Control.ENABLED: _label("Enabled?", certain=False),
        Control.REQUEST_UNSIGNED: _label("Sign Authentication Request", certain=False),
        Control.INSTALLED: _label("Add"),
        Control.SAVED: _label("Save Settings", certain=False),
    },
}
"""Controls of the form beside the six settings, by the name of their step."""

SSO_METHOD_BUTTON: Final = "Disabled"
SSO_METHOD_AUTOMATIC: Final = "Automatic"


def setting_values(record: SetupRecord) -> dict[Setting, str]:
    """Return what to enter into DeskPRO; a value not known yet is empty.

    *SSO Method* stays *Disabled* here whatever the article says: *Automatic* comes after the test.
    """
    return {
        Setting.SINGLE_SIGN_ON_URL: record.application.idp_url if record.application else "",
        Setting.SINGLE_LOG_OFF_URL: record.slo_url,
        Setting.METADATA_URL: record.metadata.url if record.metadata else "",
        Setting.NAME_ID_FORMAT: NAME_ID_FORMAT,
        Setting.LOGIN_BUTTON_TEXT: LOGIN_BUTTON_TEXT,
        Setting.SSO_METHOD: SSO_METHOD_BUTTON,
    }
