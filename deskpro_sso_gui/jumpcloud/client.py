"""The client of JumpCloud: who we are, applications, people, and sign-ins."""

from collections.abc import Sequence
from copy import copy
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Self

import msgspec

from deskpro_sso_gui.jumpcloud import purposes
from deskpro_sso_gui.jumpcloud.applications import ApplicationCalls, segment
from deskpro_sso_gui.jumpcloud.caller import Call, Caller, first_page
from deskpro_sso_gui.jumpcloud.credential import Authorizer, Credential
from deskpro_sso_gui.jumpcloud.directory import DirectoryCalls
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError, decoded
from deskpro_sso_gui.jumpcloud.logos import LogoCalls
from deskpro_sso_gui.jumpcloud.wire import (
    WireAdministrator,
    WireEvent,
    WireOrganization,
    WireOrganizationDetails,
    text,
)
from deskpro_sso_gui.net import NetError, Response, Sender
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Administrator, Organization, Region, SignInEvent

_EVENTS_PAGE: Final = 1000
_EVENTS_PAGES: Final = 10
_NO_EVENTS: Final = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.PAYMENT_REQUIRED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
    }
)
_THE_NETWORKS: Final = frozenset({ProblemCode.ADDRESS_BLOCKED, ProblemCode.ANSWER_IS_A_WEB_PAGE})
"""Refusals that say nothing of plan or role."""

_NOT_ACCEPTED: Final = frozenset(
    {ProblemCode.KEY_NOT_ACCEPTED, ProblemCode.SERVICE_ACCOUNT_NOT_ACCEPTED}
)


_ORGANIZATIONS: Final = Call(
    method="GET", path="/organizations", purpose=purposes.SEE_ORGANIZATIONS, read=True
)


class JumpCloud(ApplicationCalls, LogoCalls, DirectoryCalls):
    """Talks to one JumpCloud with one credential, for one organisation where there are several.

    Attributes:
        events_clock: what time it was, aware, by the clock of the server that last told of
            sign-ins; None until then, and where it did not say.
    """

    def __init__(
        self,
        http: Sender,
        endpoints: Endpoints,
        credential: Credential,
        *,
        organization: str | None = None,
    ) -> None:
        """Send nothing yet.

        Args:
            http: the transport.
            endpoints: the only hosts that ``credential`` goes to.
            credential: an API key or a service account.
            organization: id, where the key sees several; None where it sees one.
        """
        authorizer = Authorizer(http, endpoints, credential)
        self.events_clock: datetime | None = None
        self.endpoints = endpoints
        self._caller = Caller(http, endpoints, authorizer, organization)

    def with_organization(self, organization: str | None) -> Self:
        """Return a client for another organisation with the same credential."""
        other = copy(self)
        other._caller = self._caller.with_organization(organization)  # noqa: SLF001 - our own
        return other

    async def organizations(self) -> tuple[Organization, ...]:
        """Return the organisations the key sees; one of several has to be chosen.

        A single one without a name is asked for it once more.

        Raises:
            JumpCloudError: JumpCloud refused; ``KEY_NOT_ACCEPTED`` for a wrong key,
                ``SERVICE_ACCOUNT_NOT_ACCEPTED`` for a wrong service account.
            NetError: no usable answer came.
        """
        organizations = await self.listed_organizations()
        if len(organizations) == 1:
            return (await self.named(organizations[0]),)
        return organizations

    async def listed_organizations(self) -> tuple[Organization, ...]:
        """Return the organisations the key sees, as listed: a single one may have no name.

        Raises:
            JumpCloudError: JumpCloud refused; ``KEY_NOT_ACCEPTED`` for a wrong key.
            NetError: no usable answer came.
        """
        listed = await self._caller.every(_ORGANIZATIONS, WireOrganization, lambda each: each.id)
        return tuple(each.fact() for each in listed)

    async def named(self, organization: Organization) -> Organization:
        """Return ``organization`` with its name; one without is asked for it (reference §2.1).

        Raises:
            NetError: no usable answer came.
        """
        if organization.name:
            return organization
        name = await self._organization_name(organization.id)
        return msgspec.structs.replace(organization, name=name)

    async def _organization_name(self, organization_id: str) -> str:
        call = Call(
            method="GET",
            path=f"/organizations/{segment(organization_id)}",
            purpose=purposes.SEE_ORGANIZATIONS,
            read=True,
        )
        try:
            details = decoded(await self._caller.call(call), WireOrganizationDetails)
        except JumpCloudError:  # a name is nice to have
            return ""
        return text(details.settings.name) if details.settings else ""

    async def myself(self) -> Administrator | None:
        """Return whose key it is, None where JumpCloud does not say.

        The call is not documented (reference §2.2), so a refusal means nothing.

        Raises:
            NetError: no usable answer came.
        """
        call = Call(
            method="GET", path="/users/getSelf", purpose=purposes.SEE_ADMINISTRATOR, read=True
        )
        try:
            return decoded(await self._caller.call(call), WireAdministrator).fact()
        except JumpCloudError:
            return None

    async def sign_ins(self, since: datetime) -> tuple[SignInEvent, ...]:
        """Return the sign-ins since a moment, the newest first (reference §7, §12).

        Events arrive late; how late is not documented. At most 10,000 are read.

        Args:
            since: aware.

        Raises:
            ProblemError: plan or role do not include events (``EVENTS_NOT_AVAILABLE``).
            JumpCloudError: JumpCloud refused otherwise.
            NetError: no usable answer came.
        """
        start = since.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        query = {
            "service": ["sso"],
            "start_time": start,
            "sort": "DESC",
            "limit": _EVENTS_PAGE,
        }
        events: dict[str, SignInEvent] = {}
        for _ in range(_EVENTS_PAGES):
            response = await self._events(query)
            self.events_clock = _date_of(response)
            page = decoded(response, list[WireEvent])
            events |= {each.id: each.fact() for each in page if each.event_type == "sso_auth"}
            after = _search_after(response)
            if len(page) < _EVENTS_PAGE or not after:
                break
            query["search_after"] = after
        return tuple(sorted(events.values(), key=lambda each: each.at, reverse=True))

    async def _events(self, query: dict[str, object]) -> Response:
        call = Call(
            method="POST", path="/events", purpose=purposes.SEE_EVENTS, json=query, read=True
        )
        try:
            return await self._caller.call_events(call)
        except JumpCloudError as error:
            if error.status in _NO_EVENTS and error.problem.code not in _THE_NETWORKS:
                raise ProblemError(ProblemCode.EVENTS_NOT_AVAILABLE) from error
            raise


def _date_of(response: Response) -> datetime | None:
    """Return when an answer was made, by its server's clock."""
    try:
        told = parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        return None
    return told.astimezone(UTC) if told.tzinfo is not None else None


def _search_after(response: Response) -> list[object]:
    """Return the cursor of the next page of events, a JSON array in a header."""
    try:
        found = msgspec.json.decode(response.headers.get("x-search_after", ""), type=list[object])
    except msgspec.DecodeError:
        return []
    return found


async def region_of(
    http: Sender, credential: Credential, candidates: Sequence[Endpoints]
) -> Region:
    """Return the region that accepts ``credential``, by asking one after the other.

    Raises:
        JumpCloudError: none accepts it (``KEY_NOT_ACCEPTED``, ``SERVICE_ACCOUNT_NOT_ACCEPTED``), or
            the one that might refused for another reason.
        ProblemError: the token host of a region is not known and nothing else accepted the
            service account (``SERVICE_ACCOUNT_HOST_UNKNOWN``).
        NetError: a region could not be asked, and no other accepted it.
    """
    call = msgspec.structs.replace(_ORGANIZATIONS, query=first_page(_ORGANIZATIONS))
    doubt: ProblemError | None = None
    refused: ProblemError | None = None
    for endpoints in candidates:
        caller = Caller(http, endpoints, Authorizer(http, endpoints, credential), None)
        try:
            await caller.call(call)
        except NetError as error:
            doubt = doubt or error
        except ProblemError as error:
            if error.problem.code is ProblemCode.KEY_MISSING:
                raise
            if error.problem.code is ProblemCode.ORGANIZATION_NOT_CHOSEN:
                return endpoints.region  # a key of several organisations, known here
            if error.problem.code in _NOT_ACCEPTED:
                refused = error
            else:
                # what a region said counts for more than that another could not be reached
                doubt = error if doubt is None or isinstance(doubt, NetError) else doubt
        else:
            return endpoints.region
    raise doubt or refused or ProblemError(ProblemCode.KEY_NOT_ACCEPTED)
