"""Whether a change in JumpCloud could lock people out of DeskPRO (product, promise 4)."""

from datetime import datetime

from msgspec.structs import replace

from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.record import SetupRecord


def method_in_effect(record: SetupRecord) -> SsoMethod:
    """Return DeskPRO's *SSO Method*: what was seen of it outweighs what the admin told."""
    validation = record.validation
    return SsoMethod.AUTOMATIC if validation.seen_automatic else validation.sso_method


def breaks_sign_in(record: SetupRecord) -> bool:
    """Say whether people would be locked out by a change that the sign-in does not survive.

    They are while DeskPRO has no form of its own, so unless *SSO Method* is known to be
    *Disabled*, that has to be set first.
    """
    return record.application is not None and method_in_effect(record) is not SsoMethod.DISABLED


def app_changed(record: SetupRecord, now: datetime) -> SetupRecord:
    """Return ``record`` after a change of ours that the sign-in may not have survived.

    What was tried before proves nothing any more.
    """
    return replace(record, validation=replace(record.validation, app_changed_at=now))


def method_unknown(record: SetupRecord) -> SetupRecord:
    """Return ``record`` with an app that DeskPRO may be using already, we do not know how."""
    if record.validation.sso_method is SsoMethod.AUTOMATIC:
        return record
    return replace(record, validation=replace(record.validation, sso_method=SsoMethod.UNKNOWN))
