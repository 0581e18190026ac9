"""Have the sandbox fail in one way, so that the admin sees how a failure is explained.

Only the sandbox itself is told, with its own key; a set-up outside of practice has none.
"""

import secrets
from typing import Final

import msgspec

from deskpro_sso_gui.net import Request
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.tasks.automatic import look_for_automatic
from deskpro_sso_gui.tasks.deskpro_configure import read_back
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session

PRACTISED: Final = (
    Fault.NOT_IN_A_GROUP,
    Fault.NO_ACCOUNT,
    Fault.NAME_ID_NOT_EMAIL,
    Fault.OLD_CERTIFICATE,
    Fault.EXPIRED_CERTIFICATE,
    Fault.WRONG_AUDIENCE,
    Fault.WRONG_ACS_NUMBER,
    Fault.PLACEHOLDER_LEFT,
    Fault.NOT_ENABLED,
    Fault.USERS_FORM,
    Fault.SECOND_APP,
    Fault.AUTOMATIC_TOO_EARLY,
    Fault.REDIRECT_NOT_DECLARED,
    Fault.SIGNED_REQUEST_DEMANDED,
    Fault.CLOCK_OFF,
)
"""What can go wrong on purpose, in the order to choose from."""


class Practised(msgspec.Struct, frozen=True, kw_only=True):
    """The failure that is practised; ``surprise`` says that the admin is not to be told which."""

    fault: Fault
    surprise: bool = False


async def practise(services: Services, fault: Fault) -> None:
    """Have the sandbox fail in this way and in no other.

    Raises:
        ProblemError: there is no sandbox (``PRACTICE_FAILED``), or it can't be reached.
    """
    await _practise(services, Practised(fault=fault))


async def surprise(services: Services) -> None:
    """Have the sandbox fail in a way that nobody is told.

    Raises:
        ProblemError: as for ``practise``.
    """
    before = services.practised
    others = [each for each in PRACTISED if before is None or each is not before.fault]
    await _practise(services, Practised(fault=secrets.choice(others), surprise=True))


async def stop_practising(session: Session) -> None:
    """Have the sandbox behave well again, and see that it does; nothing to do where it does.

    What the failure made be noted of DeskPRO is looked at once more, so that nothing of it stays.

    Raises:
        ProblemError: it can't be reached, or it can't be saved (``FILE_NOT_WRITABLE``).
    """
    if session.services.practised is None:
        return
    await _practise(session.services, None)
    await read_back(session)
    await look_for_automatic(session)


async def _practise(services: Services, wanted: Practised | None) -> None:
    sandbox = services.sandbox
    if sandbox is None:
        raise ProblemError(ProblemCode.PRACTICE_FAILED, reason="")
    http = await services.http()
    answer = await http.send(
        Request(
            method="POST",
            url=f"{sandbox.jumpcloud}/practice/faults",
            headers={"x-api-key": sandbox.api_key},
            json=[] if wanted is None else [wanted.fault.value],
        )
    )
    if not answer.ok:
        raise ProblemError(ProblemCode.PRACTICE_FAILED, reason=str(answer.status))
    services.practised = wanted
