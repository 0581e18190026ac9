"""Before anybody tries the sign-in: both sides compared once more."""

from enum import StrEnum, unique
from typing import Final

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.barriers import barriers
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.tasks.access import look_at_access
from deskpro_sso_gui.tasks.automatic import look_for_automatic
from deskpro_sso_gui.tasks.certificate import compared_with, jumpcloud_certificate
from deskpro_sso_gui.tasks.deskpro_configure import read_back
from deskpro_sso_gui.tasks.jumpcloud_sso import compare_settings
from deskpro_sso_gui.tasks.metadata import take_metadata_address
from deskpro_sso_gui.tasks.session import Session

TOLD: Final = frozenset({ProblemCode.BY_HAND, ProblemCode.APPLICATION_BY_HAND})
"""Why something can't be checked where the admin does JumpCloud by hand: her word stands."""


@unique
class CheckId(StrEnum):
    """What is checked before the test."""

    SETTINGS = "settings"
    CERTIFICATE = "certificate"
    ACCESS = "access"
    TESTER = "tester"
    DESKPRO = "deskpro"
    REQUEST = "request"
    METHOD = "method"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one check.

    Attributes:
        passed: None where it could not be checked; ``problem`` says why, where there is one.
    """

    id: CheckId
    passed: bool | None
    problem: Problem | None = None


async def check_before_test(session: Session) -> tuple[Check, ...]:
    """Compare both sides once more, as far as each lets itself be asked.

    What can't be asked is a check that neither passed nor failed.

    Raises:
        ProblemError: what was seen can't be saved (``FILE_NOT_WRITABLE``).
    """
    checks = [
        await _settings(session),
        await _certificate(session),
        *await _access(session),
    ]
    seen = await read_back(session)
    checks.append(Check(id=CheckId.DESKPRO, passed=seen.source_seen))
    checks.append(Check(id=CheckId.REQUEST, passed=seen.request_agrees))
    checks.append(await _method(session))
    return tuple(checks)


async def _method(session: Session) -> Check:
    """See that DeskPRO still has a form of its own, unless it was switched with a proof."""
    sends_everyone = await look_for_automatic(session)
    meant = session.record.validation.sso_method is SsoMethod.AUTOMATIC
    passed = None if sends_everyone is None else (meant or not sends_everyone)
    return Check(id=CheckId.METHOD, passed=passed)


async def _settings(session: Session) -> Check:
    try:
        differences = await compare_settings(session)
    except ProblemError as error:
        return Check(id=CheckId.SETTINGS, passed=None, problem=error.problem)
    return Check(id=CheckId.SETTINGS, passed=not any(each.differs for each in differences))


async def _certificate(session: Session) -> Check:
    try:
        own = await jumpcloud_certificate(session)
    except ProblemError as error:
        told = error.problem.code in TOLD
        passed = await _certificate_in_metadata(session) if told else None
        problem = error.problem if passed is None else None
        return Check(id=CheckId.CERTIFICATE, passed=passed, problem=problem)
    record = await session.commit(compared_with(own.sha256))
    kept = record.certificate
    return Check(id=CheckId.CERTIFICATE, passed=kept is not None and kept.sha256 == own.sha256)


async def _certificate_in_metadata(session: Session) -> bool | None:
    """Compare with the metadata, read anew: it is JumpCloud's own, and needs no key."""
    known, kept = session.record.metadata, session.record.certificate
    if known is None or not known.url or kept is None:
        return None
    try:
        # the admin confirmed the host when it was first read
        now = await take_metadata_address(session, known.url, confirmed=True)
    except ProblemError:
        return None
    return now.certificate_sha256 == kept.sha256


async def _access(session: Session) -> tuple[Check, ...]:
    try:
        access = await look_at_access(session)
    except ProblemError as error:
        unknown = Check(id=CheckId.ACCESS, passed=None, problem=error.problem)
        return (unknown, replace(unknown, id=CheckId.TESTER))
    known = session.record.tester is not None
    usable = bool(access.tester_included) and not barriers(session.record) if known else None
    return (
        Check(id=CheckId.ACCESS, passed=bool(access.groups)),
        Check(id=CheckId.TESTER, passed=usable),
    )
