"""What changed since a set-up was finished, as far as both sides let themselves be asked.

Looking changes nothing in either product. What can't be asked is no change.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum, unique
from functools import partial
from typing import Final

import msgspec

from deskpro_sso_gui.net.addresses import host_of
from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks import metadata as metadata_stage
from deskpro_sso_gui.tasks.automatic import look_for_automatic
from deskpro_sso_gui.tasks.certificate import compared_with, jumpcloud_certificate
from deskpro_sso_gui.tasks.deskpro_configure import look_at_deskpro
from deskpro_sso_gui.tasks.jumpcloud_sso import look_at_settings
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session

EXPIRY_TOLD_DAYS: Final = 60
"""From so many days before its end a certificate is spoken of (reference/conditions.md, C14)."""

_ACTIVE: Final = "active"
_DOCUMENT_IS_WRONG: Final = frozenset(
    {
        ProblemCode.METADATA_UNREADABLE,
        ProblemCode.METADATA_NEEDS_SIGN_IN,
        ProblemCode.METADATA_IS_A_WEB_PAGE,
        ProblemCode.METADATA_NOT_THERE,
        ProblemCode.METADATA_NOT_XML,
    }
)


@unique
class Aspect(StrEnum):
    """What is looked at."""

    APPLICATION = "application"
    CERTIFICATE = "certificate"
    METADATA = "metadata"
    GROUPS = "groups"
    HELPDESK = "helpdesk"
    SOURCE = "source"
    METHOD = "method"
    EXPIRY = "expiry"


@unique
class Changed(StrEnum):
    """What is another than it was."""

    APPLICATION_GONE = "application-gone"
    APPLICATION_INACTIVE = "application-inactive"
    IDP_URL = "idp-url"
    SETTINGS = "settings"
    TILE = "tile"
    CERTIFICATE = "certificate"
    METADATA = "metadata"
    METADATA_UNREADABLE = "metadata-unreadable"
    NO_GROUPS = "no-groups"
    GROUPS_GONE = "groups-gone"
    GROUPS_NEW = "groups-new"
    HELPDESK_URL = "helpdesk-url"
    NOT_A_DESKPRO = "not-a-deskpro"
    SOURCE_OFF = "source-off"
    REQUEST = "request"
    AUTOMATIC = "automatic"
    NOT_AUTOMATIC = "not-automatic"
    EXPIRED = "expired"
    EXPIRING = "expiring"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that changed.

    Attributes:
        was, now: the two values to set side by side, where there are two.
        names: what it is about: settings by their key, groups by their name.
        days: until the certificate's end, negative after it.
    """

    what: Changed
    was: str = ""
    now: str = ""
    names: tuple[str, ...] = ()
    days: int = 0


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What came of looking at one aspect.

    Attributes:
        changes: empty where all is as it was, or where nobody can tell.
        known: False where it could not be asked; ``problem`` says why, where there is one.
    """

    aspect: Aspect
    changes: tuple[Change, ...] = ()
    known: bool = True
    problem: Problem | None = None

    @property
    def is_same(self) -> bool:
        """Say whether it is known to be as it was."""
        return self.known and not self.changes


async def look_for_changes(session: Session) -> tuple[Look, ...]:
    """Compare everything that can be asked with what the set-up has, in the order to be told.

    That JumpCloud signs with another certificate, and that DeskPRO sends everyone away by itself,
    is noted; the rest is for the pages it leads to.

    Raises:
        ProblemError: it can't be saved (``FILE_NOT_WRITABLE``).
    """
    return tuple(await several([partial(_look, session, aspect) for aspect in Aspect]))


async def _look(session: Session, aspect: Aspect) -> Look:
    try:
        changes = await _ASPECTS[aspect](session)
    except ProblemError as error:
        if error.problem.code is ProblemCode.FILE_NOT_WRITABLE:
            raise
        return Look(aspect=aspect, known=False, problem=error.problem)
    if changes is None:
        return Look(aspect=aspect, known=False)
    return Look(aspect=aspect, changes=changes)


Found = tuple[Change, ...] | None


async def _application(session: Session) -> Found:
    record = session.record
    if record.application is None:
        return None
    try:
        look = await look_at_settings(session)
    except ProblemError as error:
        if error.problem.code is ProblemCode.NOT_FOUND:
            return (Change(what=Changed.APPLICATION_GONE, was=record.application.label),)
        raise
    application, kept = look.application, record.application
    changes: list[Change] = []
    if not application.active:
        changes.append(Change(what=Changed.APPLICATION_INACTIVE))
    if application.sso_url != kept.idp_url:
        changes.append(Change(what=Changed.IDP_URL, was=kept.idp_url, now=application.sso_url))
    differing = tuple(
        each.setting for each in look.differences if each.differs and each.setting != _ACTIVE
    )
    if differing:
        changes.append(Change(what=Changed.SETTINGS, names=differing))
    if application.hidden != kept.hidden:
        changes.append(Change(what=Changed.TILE, now="hidden" if application.hidden else ""))
    return tuple(changes)


async def _certificate(session: Session) -> Found:
    kept = session.record.certificate
    if kept is None:
        return None
    own = await jumpcloud_certificate(session)
    if own.sha256 == kept.sha256:
        return ()
    await session.commit(compared_with(own.sha256))
    return (Change(what=Changed.CERTIFICATE, was=kept.sha256, now=own.sha256),)


async def _metadata(session: Session) -> Found:
    kept = session.record.metadata
    if kept is None or not kept.url:
        return None
    public = await load("deskpro_sso_gui.jumpcloud.public")
    try:
        document = await public.public_metadata(
            await session.services.http(),
            kept.url,
            confirmed_hosts=(host_of(kept.url),),  # it was read from there before
            loopback=session.services.loopback is not None,
        )
        described = await metadata_stage.read(document)
    except ProblemError as error:
        if error.problem.code in _DOCUMENT_IS_WRONG:
            return (Change(what=Changed.METADATA_UNREADABLE, was=kept.url),)
        raise
    published = [each.sha256 for each in described.certificates]
    pairs = (
        (kept.entity_id, (described.entity_id,)),
        (kept.idp_url, described.locations),
        (kept.certificate_sha256, published),
    )
    return tuple(
        Change(what=Changed.METADATA, was=was, now=next(iter(there), ""))
        for was, there in pairs
        if was not in there
    )


async def _groups(session: Session) -> Found:
    record = session.record
    if record.application is None or record.access is None:
        return None
    client = await session.services.jumpcloud(record)
    bound = await client.bound_groups(record.application.id)
    before = {each.id: each.name for each in record.access.groups}
    gone = tuple(name for group, name in before.items() if group not in bound)
    new = [group for group in bound if group not in before]
    if not bound:
        return (Change(what=Changed.NO_GROUPS, names=gone),)
    changes: list[Change] = []
    if gone:
        changes.append(Change(what=Changed.GROUPS_GONE, names=gone))
    if new:
        found = await several([partial(client.group, group) for group in new])
        changes.append(Change(what=Changed.GROUPS_NEW, names=tuple(each.name for each in found)))
    return tuple(changes)


async def _helpdesk(session: Session) -> Found:
    kept = session.record.helpdesk
    if kept is None:
        return None
    client = await session.services.deskpro(kept.url)
    try:
        said = (await client.discover()).helpdesk_url
    except ProblemError as error:
        if error.problem.code is ProblemCode.NOT_A_DESKPRO:
            return (Change(what=Changed.NOT_A_DESKPRO, was=kept.url),)
        raise
    if kept.reported_url and said != kept.reported_url:
        return (Change(what=Changed.HELPDESK_URL, was=kept.reported_url, now=said),)
    return ()


async def _source(session: Session) -> Found:
    kept = session.record.deskpro
    seen = await look_at_deskpro(session)
    if seen.source_seen is None:
        return None
    if not seen.source_seen:
        return (Change(what=Changed.SOURCE_OFF),)
    differed_before = kept is not None and kept.request_agrees is False
    if seen.request_agrees is False and not differed_before:
        return (Change(what=Changed.REQUEST),)
    return ()


async def _method(session: Session) -> Found:
    method = session.record.validation.sso_method
    seen = await look_for_automatic(session)
    if seen is None:
        return None
    if seen and method is not SsoMethod.AUTOMATIC:
        return (Change(what=Changed.AUTOMATIC),)
    if not seen and method is SsoMethod.AUTOMATIC:
        return (Change(what=Changed.NOT_AUTOMATIC),)
    return ()


async def _expiry(session: Session) -> Found:
    days = days_left(session.record, session)
    if days is None:
        return None
    if days > EXPIRY_TOLD_DAYS:
        return ()
    return (Change(what=Changed.EXPIRED if days < 0 else Changed.EXPIRING, days=days),)


def days_left(record: SetupRecord, session: Session) -> int | None:
    """Return the days of the calendar until the certificate runs out; None without one."""
    if record.certificate is None:
        return None
    return (record.certificate.not_after.date() - session.services.now().date()).days


_ASPECTS: Final[dict[Aspect, Callable[[Session], Awaitable[Found]]]] = {
    Aspect.APPLICATION: _application,
    Aspect.CERTIFICATE: _certificate,
    Aspect.METADATA: _metadata,
    Aspect.GROUPS: _groups,
    Aspect.HELPDESK: _helpdesk,
    Aspect.SOURCE: _source,
    Aspect.METHOD: _method,
    Aspect.EXPIRY: _expiry,
}
