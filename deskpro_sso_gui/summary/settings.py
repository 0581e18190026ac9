"""DeskPRO's SAML form: the six settings to copy, and what else it wants.

Labels and their certainty come from reference/deskpro.md §3.2; the order is that of the page
*Fill in DeskPRO*.
"""

from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.plan import EMAIL_FORMAT
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.model import Setting
from deskpro_sso_gui.texts import t

LOGIN_BUTTON_TEXT: Final = N_("Sign in with JumpCloud")
"""Proposed for *Login Button Text*; DeskPRO shows a button with it while the method is Disabled."""

SSO_METHOD_OPTIONS: Final = {
    SsoMethod.DISABLED: "Disabled",
    SsoMethod.AUTOMATIC: "Automatic",
    SsoMethod.UNKNOWN: "Disabled",
}
"""What to choose in *SSO Method*: the button, unless the switch was made knowingly."""


def deskpro_settings(record: SetupRecord) -> tuple[Setting, ...]:
    """Return the six settings in the order they are filled in."""
    idp_url = record.application.idp_url if record.application else ""
    metadata_url = record.metadata.url if record.metadata else ""
    switched = record.validation.sso_method is SsoMethod.AUTOMATIC
    return (
        _setting(
            "single_sign_on_url",
            legacy="SSO: Single Sign On URL",
            horizon="Single Sign On URL",
            value=idp_url,
            missing="" if idp_url else t(N_("Still to come: the app in JumpCloud makes it.")),
        ),
        _setting(
            "single_log_off_url",
            legacy="SLO: Single Log Off URL",
            horizon="Single Log Off URL",
            value=record.slo_url,
            note=t(N_("People see JumpCloud's portal after they sign out of DeskPRO.")),
        ),
        _setting(
            "metadata_url",
            legacy="Metadata: Issuer XML metadata URL",
            horizon="Issuer XML metadata URL",
            value=metadata_url,
            missing=""
            if metadata_url
            else t(N_("Still to copy: JumpCloud, the app, SSO tab, Copy Metadata URL.")),
        ),
        _setting(
            "name_id_format",
            legacy="Name ID Format",
            value=t(N_("e-mail address")),
            note=t(N_("Its technical name is {format}."), format=EMAIL_FORMAT),
            verbatim=False,
        ),
        _setting(
            "login_button_text",
            legacy="Login Button Text",
            horizon="Login Button Text",
            value=t(LOGIN_BUTTON_TEXT),
            note=t(N_("Any words will do. This is the button to try the sign-in with.")),
        ),
        _setting(
            "sso_method",
            legacy="SSO Method",
            horizon="SSO method",
            value=SSO_METHOD_OPTIONS[record.validation.sso_method],
            note=""
            if switched
            else t(
                N_("Automatic hides DeskPRO's own sign-in form. Not before it was seen to work.")
            ),
        ),
    )


def alongside(record: SetupRecord) -> tuple[Setting, ...]:
    """Return what else the form wants, which is not copied as text."""
    known = record.certificate is not None
    return (
        _setting(
            "x509_certificate",
            legacy="x509 Certificate",
            value="certificate.pem" if known else "",
            missing=""
            if known
            else t(
                N_(
                    "Still to get: JumpCloud, the app, SSO tab, IDP Certificate Valid, Download "
                    "certificate."
                )
            ),
            note=t(N_("Choose File, then pick the file that lies beside this page.")),
        ),
        _setting(
            "enabled",
            legacy="Enabled?",
            value=t(N_("ticked")),
            note=t(N_("Not every DeskPRO shows it.")),
            verbatim=False,
        ),
        _setting(
            "sign_authentication_request",
            legacy="Sign Authentication Request",
            value=t(N_("not ticked")),
            verbatim=False,
        ),
    )


def _setting(
    key: str,
    *,
    legacy: str,
    horizon: str = "",
    value: str,
    missing: str = "",
    note: str = "",
    verbatim: bool = True,
) -> Setting:
    uncertain = "" if horizon else t(N_("In newer screens it may have another name."))
    return Setting(
        key=key,
        legacy=legacy,
        horizon=horizon,
        value=value,
        missing=missing,
        note=" ".join(part for part in (note, uncertain) if part),
        verbatim=verbatim,
    )
