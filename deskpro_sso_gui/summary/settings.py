"""DeskPRO's SAML form, worded: the six settings to copy, and what else it wants."""

from collections.abc import Mapping
from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Generation, SsoMethod
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import (
    LABELS,
    OTHER_LABELS,
    SSO_METHOD_AUTOMATIC,
    SSO_METHOD_BUTTON,
    Control,
    Label,
    Setting,
    setting_values,
)
from deskpro_sso_gui.summary.model import SettingEntry
from deskpro_sso_gui.texts import t

_GET_CERTIFICATE: Final = N_(
    "Still to get: JumpCloud, the app, SSO tab, IDP Certificate Valid, Download certificate."
)
_WHERE: Final[Mapping[Setting, str]] = {
    Setting.SINGLE_SIGN_ON_URL: N_("Still to come: the app in JumpCloud makes it."),
    Setting.METADATA_URL: N_("Still to copy: JumpCloud, the app, SSO tab, Copy Metadata URL."),
}
_NOTES: Final[Mapping[Setting, str]] = {
    Setting.SINGLE_LOG_OFF_URL: N_("People see JumpCloud's portal after they sign out of DeskPRO."),
    Setting.NAME_ID_FORMAT: N_("Its technical name is {value}."),
    Setting.LOGIN_BUTTON_TEXT: N_("Any words will do. This is the button to try the sign-in with."),
}


def sso_method(record: SetupRecord) -> str:
    """Return what to choose in *SSO Method*: the button, unless the switch was made knowingly."""
    switched = record.validation.sso_method is SsoMethod.AUTOMATIC
    return SSO_METHOD_AUTOMATIC if switched else SSO_METHOD_BUTTON


def deskpro_settings(record: SetupRecord) -> tuple[SettingEntry, ...]:
    """Return the six settings in the order they are filled in."""
    return tuple(_setting(record, each, value) for each, value in setting_values(record).items())


def _setting(record: SetupRecord, setting: Setting, value: str) -> SettingEntry:
    note = t(_NOTES[setting], value=value) if setting in _NOTES else ""
    entry = _entry(
        setting.value,
        LABELS[Generation.LEGACY][setting],
        LABELS[Generation.HORIZON][setting],
        value=value,
        missing="" if value else t(_WHERE[setting]),
        note=note,
    )
    if setting is Setting.NAME_ID_FORMAT:
        return msgspec.structs.replace(entry, value=t(N_("e-mail address")), verbatim=False)
    if setting is Setting.SSO_METHOD:
        return _method(entry, sso_method(record))
    return entry


def _method(entry: SettingEntry, method: str) -> SettingEntry:
    if method == SSO_METHOD_AUTOMATIC:
        return msgspec.structs.replace(entry, value=method)
    note = t(N_("Automatic hides DeskPRO's own sign-in form. Not before it was seen to work."))
    return msgspec.structs.replace(entry, value=method, note=note)


def alongside(record: SetupRecord) -> tuple[SettingEntry, ...]:
    """Return what else the form wants, which is not copied as text."""
    known = record.certificate is not None
    return (
        _other(
            Control.CERTIFICATE,
            value="certificate.pem" if known else "",
            missing="" if known else t(_GET_CERTIFICATE),
            note=t(N_("Choose File, then pick the file that lies beside this page.")),
            verbatim=True,
        ),
        _other(Control.ENABLED, value=t(N_("ticked")), note=t(N_("Not every DeskPRO shows it."))),
        _other(Control.REQUEST_UNSIGNED, value=t(N_("not ticked"))),
    )


def _other(
    step: Control, *, value: str, missing: str = "", note: str = "", verbatim: bool = False
) -> SettingEntry:
    return _entry(
        step,
        OTHER_LABELS[Generation.LEGACY][step],
        OTHER_LABELS[Generation.HORIZON][step],
        value=value,
        missing=missing,
        note=note,
        verbatim=verbatim,
    )


def _entry(
    key: str,
    legacy: Label,
    horizon: Label,
    *,
    value: str,
    missing: str,
    note: str,
    verbatim: bool = True,
) -> SettingEntry:
    uncertain = "" if horizon.certain else t(N_("In newer screens it may have another name."))
    return SettingEntry(
        key=key,
        legacy=legacy.text,
        horizon=horizon.text,
        horizon_certain=horizon.certain,
        value=value,
        missing=missing,
        note=" ".join(part for part in (note, uncertain) if part),
        verbatim=verbatim,
    )
