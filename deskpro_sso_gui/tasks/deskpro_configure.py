"""Stage *Fill in DeskPRO*: the six settings, and what DeskPRO lets us see of them afterwards."""

import asyncio
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.net.addresses import host_of
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.saml.facts import IdpMetadata
from deskpro_sso_gui.saml.faults import SamlError
from deskpro_sso_gui.setup.facts import SignInSource, SsoMethod
from deskpro_sso_gui.setup.parts import DeskproSettings, NamedValue, Noticed, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import Setting
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.deskpro_entry import entry_mistakes, is_refused
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session

_OF_A_REQUEST: Final = frozenset(f"R{number}" for number in range(1, 13))
"""The conditions of reference/conditions.md that a request can show."""

_OF_A_REFUSAL: Final = frozenset({"M10", "M13"})
"""The conditions that tell why JumpCloud refused it, where it did."""

_NO_STATE: Final = ("R10", "missing")
"""Nobody wanted to go anywhere when we asked, so that DeskPRO had no page to note."""


class ReadBack(msgspec.Struct, frozen=True, kw_only=True):
    """What DeskPRO lets us see.

    Attributes:
        source_seen: it lists the sign-in source as enabled; None when it does not tell.
        request_agrees: the request it sends fits; None when none was seen.
        noticed: what is wrong with its sign-in as a whole, then what that request shows, the worst
            first.
        login_url: where DeskPRO starts the sign-in; empty when unknown.
    """

    source_seen: bool | None = None
    request_agrees: bool | None = None
    noticed: tuple[Finding, ...] = ()
    login_url: str = ""


async def tick(session: Session, step: str, *, done: bool) -> None:
    """Note that the admin ticked the step of that name, or took the tick away."""

    def update(record: SetupRecord) -> SetupRecord:
        settings = record.deskpro or DeskproSettings()
        ticked = settings.ticked | {step} if done else settings.ticked - {step}
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
        seen = await look_at_deskpro(session)
    except ProblemError:
        seen = ReadBack()

    def update(record: SetupRecord) -> SetupRecord:
        if record.deskpro is None or record.basis(StageId.DESKPRO_CONFIGURE) != compared_with:
            return record
        settings = replace(
            record.deskpro,
            source_seen=seen.source_seen,
            request_agrees=seen.request_agrees,
            noticed=tuple(_kept(finding) for finding in seen.noticed),
            login_url=seen.login_url,
        )
        return replace(record, deskpro=settings)

    await session.commit(update)
    return seen


async def look_at_deskpro(session: Session) -> ReadBack:
    """Return what DeskPRO lets us see of its sign-in; nothing is noted.

    Raises:
        ProblemError: its address may not be asked, or JumpCloud's public metadata can't be read.
    """
    record = session.record
    if record.helpdesk is None or record.service_provider is None:
        return ReadBack()
    client = await session.services.deskpro(record.helpdesk.url)
    sources = await client.sign_in_sources(record.helpdesk.interface)
    mistakes = await entry_mistakes(session, client, sources)
    number = record.service_provider.source_id
    if sources is None or (number is None and not _the_only_saml(sources)):
        return ReadBack(noticed=mistakes)  # which of them it is can't be told
    source = _the_only_saml(sources) if number is None else _numbered(sources, number)
    if source is None or not source.is_enabled:
        return ReadBack(source_seen=False, noticed=mistakes)
    sent_to = await client.sign_in_request_url(source)
    if sent_to is None or "SAMLRequest=" not in sent_to:
        return ReadBack(source_seen=True, noticed=mistakes, login_url=source.login_url)
    noticed = await _judge(session, sent_to)
    return ReadBack(
        source_seen=True,
        request_agrees=not any(finding.is_wrong for finding in noticed),
        noticed=(*mistakes, *noticed),
        login_url=source.login_url,
    )


def _numbered(sources: Sequence[SignInSource], number: int) -> SignInSource | None:
    return next((each for each in sources if each.id == number), None)


def _the_only_saml(sources: Sequence[SignInSource]) -> SignInSource | None:
    """Return the one that speaks SAML. What DeskPRO calls that is not known (reference §2)."""
    named = [each for each in sources if "saml" in f"{each.source_type} {each.title}".lower()]
    return named[0] if len(named) == 1 else None


async def _judge(session: Session, sent_to: str) -> tuple[Finding, ...]:
    """Return what the rules of the diagnosis say of the request that DeskPRO really sends."""
    judging = await load("deskpro_sso_gui.diagnosis.judge")
    reading = await load("deskpro_sso_gui.diagnosis.reading")
    now = session.services.now()
    expected = replace(
        await asyncio.to_thread(reading.expectations_from_record, session.record),
        metadata=await _jumpcloud_metadata(session),
        now=now,  # the request was made just now
    )
    request = await asyncio.to_thread(reading.read, sent_to.encode())
    evidence = await asyncio.to_thread(reading.gather, [request], expected, now=now)
    refused = await is_refused(session, sent_to)
    if refused:
        sent = tuple(replace(each, refused=True) for each in evidence.sent_requests)
        evidence = replace(evidence, sent_requests=sent)
    looked_for = _OF_A_REQUEST | _OF_A_REFUSAL if refused else _OF_A_REQUEST
    return tuple(
        _where_to_fix(finding)
        for finding in judging.judge(evidence).findings
        if finding.condition in looked_for and (finding.condition, finding.variant) != _NO_STATE
    )


def _where_to_fix(finding: Finding) -> Finding:
    # JumpCloud was told what the admin copied from DeskPRO, so that is where to begin
    copied = finding.condition in {"R2", "R3"}
    return replace(finding, stage=StageId.DESKPRO_ADD) if copied else finding


async def _jumpcloud_metadata(session: Session) -> IdpMetadata | None:
    """Return what JumpCloud publishes of itself, None where that can't be read now."""
    known = session.record.metadata
    if known is None or not known.url:
        return None
    public = await load("deskpro_sso_gui.jumpcloud.public")
    metadata = await load("deskpro_sso_gui.saml.metadata")
    try:
        document = await public.public_metadata(
            await session.services.http(),
            known.url,
            confirmed_hosts=(host_of(known.url),),  # it was read from there before
            loopback=session.services.loopback is not None,
        )
        found: IdpMetadata = await asyncio.to_thread(metadata.read_idp_metadata, document)
    except (ProblemError, SamlError):
        return None
    return found


def _kept(finding: Finding) -> Noticed:
    return Noticed(
        condition=finding.condition,
        variant=finding.variant,
        level=finding.level.value,
        stage=finding.stage,
        saw=one_line(finding.saw),
        expected=one_line(finding.expected),
        values=tuple(
            NamedValue(name=name, text=one_line(text)) for name, text in finding.values.items()
        ),
    )
