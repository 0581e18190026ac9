"""Stage *Fill in DeskPRO*: the six settings, and what DeskPRO lets us see of them afterwards."""

from collections.abc import Mapping
from enum import StrEnum, unique

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.saml.faults import SamlError
from deskpro_sso_gui.setup.facts import SignInSource, SsoMethod
from deskpro_sso_gui.setup.parts import DeskproSettings, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import Setting
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session


@unique
class Step(StrEnum):
    """What else has to be done in DeskPRO's form, beside the six settings."""

    CERTIFICATE = "certificate"
    ENABLED = "enabled"
    REQUEST_UNSIGNED = "request-unsigned"
    INSTALLED = "installed"
    SAVED = "saved"


class ReadBack(msgspec.Struct, frozen=True, kw_only=True):
    """What DeskPRO lets us see.

    Attributes:
        source_seen: it lists the sign-in source as enabled; None when it does not tell.
        request_agrees: the request it sends fits; None when none was seen.
        differences: the values in that request that don't fit.
        found: what the request says for each of them.
        login_url: where DeskPRO starts the sign-in; empty when unknown.
    """

    source_seen: bool | None = None
    request_agrees: bool | None = None
    differences: tuple[Value, ...] = ()
    found: Mapping[Value, str] = msgspec.field(default_factory=dict)
    login_url: str = ""


async def tick(session: Session, step: Setting | Step, *, done: bool) -> None:
    """Note that the admin ticked a step, or took the tick away."""

    def update(record: SetupRecord) -> SetupRecord:
        settings = record.deskpro or DeskproSettings()
        ticked = settings.ticked | {step.value} if done else settings.ticked - {step.value}
        return replace(record, deskpro=replace(settings, ticked=ticked))

    await session.commit(update)


async def confirm_saved(session: Session) -> ReadBack:
    """Note that everything is saved in DeskPRO, then look at what can be seen from outside.

    That nothing can be seen is no error: newer DeskPROs may not tell (reference/deskpro.md §5).
    """
    basis = session.record.basis(StageId.DESKPRO_CONFIGURE)

    def saved(record: SetupRecord) -> SetupRecord:
        settings = replace(record.deskpro or DeskproSettings(), saved=True, basis=basis)
        validation = record.validation
        if validation.sso_method is SsoMethod.UNKNOWN and Setting.SSO_METHOD in settings.ticked:
            validation = replace(validation, sso_method=SsoMethod.DISABLED)
        return replace(record, deskpro=settings, validation=validation)

    await session.commit(saved)
    return await read_back(session)


async def read_back(session: Session) -> ReadBack:
    """Look at DeskPRO's sign-in sources and at the sign-in request it really sends.

    That nothing can be seen is no error.

    Raises:
        ProblemError: what was seen can't be saved (``FILE_NOT_WRITABLE``).
    """
    compared_with = session.record.basis(StageId.DESKPRO_CONFIGURE)
    try:
        seen = await _look(session)
    except ProblemError:
        seen = ReadBack()

    def update(record: SetupRecord) -> SetupRecord:
        if record.deskpro is None or record.basis(StageId.DESKPRO_CONFIGURE) != compared_with:
            return record
        settings = replace(
            record.deskpro,
            source_seen=seen.source_seen,
            request_agrees=seen.request_agrees,
            differences=tuple(seen.differences),
            found={value: one_line(text) for value, text in seen.found.items()},
            login_url=seen.login_url,
        )
        return replace(record, deskpro=settings)

    await session.commit(update)
    return seen


async def _look(session: Session) -> ReadBack:
    record = session.record
    if record.helpdesk is None or record.service_provider is None:
        return ReadBack()
    client = await session.services.deskpro(record.helpdesk.url)
    sources = await client.sign_in_sources(record.helpdesk.interface)
    if sources is None:
        return ReadBack()
    number = record.service_provider.source_id
    source = next((each for each in sources if each.id == number), None)
    if source is None or not source.is_enabled:
        return ReadBack(source_seen=False)
    sent_to = await client.sign_in_request_url(source)
    return await _judge(record, source, sent_to)


async def _judge(record: SetupRecord, source: SignInSource, sent_to: str | None) -> ReadBack:
    if sent_to is None or "SAMLRequest=" not in sent_to:
        return ReadBack(source_seen=True, login_url=source.login_url)
    message = await load("deskpro_sso_gui.saml.message")
    try:
        request = message.read_authn_request(sent_to.encode())
    except SamlError:
        return ReadBack(source_seen=True, login_url=source.login_url)
    wanted = record.values()
    found = {
        Value.SP_ENTITY_ID: request.issuer,
        Value.ACS_URL: request.acs_url,
        Value.IDP_URL: sent_to.partition("?")[0],
    }
    # DeskPRO may leave the ACS out of its request; what it leaves out can't differ
    differences = tuple(
        value for value, text in found.items() if text and text != wanted.get(value)
    )
    return ReadBack(
        source_seen=True,
        request_agrees=not differences,
        differences=differences,
        found={value: found[value] for value in differences},
        login_url=source.login_url,
    )
