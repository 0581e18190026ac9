"""What the set-up rests on without having been seen, because one side did not tell."""

from collections.abc import Iterator

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.trials import Evidence
from deskpro_sso_gui.summary.wording import FLOW_NAMES
from deskpro_sso_gui.texts import t


def unchecked(record: SetupRecord) -> tuple[str, ...]:
    """Return what could not be checked, of what was done; empty where all was."""
    return (*_of_deskpro(record), *_of_sign_ins(record))


def _of_deskpro(record: SetupRecord) -> Iterator[str]:
    provider, settings = record.service_provider, record.deskpro
    if provider is not None and not provider.metadata_read:
        yield t(
            N_(
                "DeskPRO's own description (metadata) could not be read: its two addresses are as "
                "they were copied."
            )
        )
    if settings is None or not settings.saved:
        return
    if settings.source_seen is None:
        yield t(
            N_("DeskPRO does not list its ways to sign in: that it is enabled was not seen there.")
        )
    if settings.request_agrees is None:
        yield t(N_("The request that DeskPRO sends to JumpCloud was not seen beforehand."))


def _of_sign_ins(record: SetupRecord) -> Iterator[str]:
    for trial in record.validation.trials:
        if trial.proven and trial.issued_by is Evidence.ADMIN:
            yield t(
                N_(
                    "{sign_in}: JumpCloud's list of sign-ins was not available. That JumpCloud "
                    "issued it is the administrator's word."
                ),
                sign_in=t(FLOW_NAMES[trial.flow]),
            )
