"""Who has an account in DeskPRO: a few reads with an API key (reference/deskpro.md §1.2, §1.3).

The key goes to the confirmed helpdesk alone, over https or to this computer, and no redirect is
followed with it. Nothing is ever written.
"""

from http import HTTPStatus
from typing import Any, Final, TypeVar

import msgspec

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.net import Request, Response, Sender
from deskpro_sso_gui.net.addresses import is_loopback, origin
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import DeskproAccount

_AGENT_HEADER: Final = "x-deskpro-agent-id"
_PAGE: Final = 200
"""What a live client of Deskpro's asks for at once (reference §1.4)."""

_MOST_PAGES: Final = 50
_BUSY: Final = frozenset({HTTPStatus.LOCKED, HTTPStatus.TOO_MANY_REQUESTS})

T = TypeVar("T")


class _Person(msgspec.Struct):
    id: int
    primary_email: str | None = None
    emails: list[Any] = []
    name: str | None = None
    display_name: str | None = None
    is_agent: bool | None = None
    can_admin: bool | None = None
    is_disabled: bool | None = None
    is_deleted: bool | None = None

    def fact(self) -> DeskproAccount:
        return DeskproAccount(
            id=self.id,
            email=self.primary_email or "",
            other_emails=tuple(each for each in self.emails if isinstance(each, str)),
            name=self.display_name or self.name or "",
            is_agent=self.is_agent,
            is_admin=self.can_admin,
            is_disabled=bool(self.is_disabled or self.is_deleted),
        )


class _Me(msgspec.Struct):
    person: _Person


class _MeAnswer(msgspec.Struct):
    data: _Me


class _Pagination(msgspec.Struct, frozen=True):
    total_pages: int = 1


class _Meta(msgspec.Struct):
    pagination: _Pagination = _Pagination()


class _People(msgspec.Struct):
    data: list[_Person]
    meta: Any = None

    @property
    def pages(self) -> int:
        """How many there are; PHP writes an empty ``meta`` as a list."""
        try:
            return msgspec.convert(self.meta, _Meta).pagination.total_pages
        except msgspec.ValidationError:
            return 1


class Accounts:
    """Asks one helpdesk with an API key.

    Raises:
        ProblemError: the key would leave this computer unprotected (``ADDRESS_NOT_ALLOWED``).
    """

    def __init__(
        self, http: Sender, helpdesk_url: str, key: Secret, *, agent: int | None = None
    ) -> None:
        """Ask nothing yet.

        Args:
            http: the transport.
            helpdesk_url: the confirmed helpdesk, an origin without a slash.
            key: the key as DeskPRO shows it, ``<id>:<code>``.
            agent: for a Superuser key, the id of the agent it is to act for.
        """
        safe = helpdesk_url.startswith("https://") or is_loopback(helpdesk_url)
        if not safe or origin(helpdesk_url) != helpdesk_url:
            raise ProblemError(ProblemCode.ADDRESS_NOT_ALLOWED, address=helpdesk_url[:200])
        self._http = http
        self._helpdesk_url = helpdesk_url
        self._key = key
        self._agent = agent

    async def me(self) -> DeskproAccount:
        """Return whom the key acts as.

        Raises:
            ProblemError: DeskPRO does not take the key (``DESKPRO_KEY_NOT_ACCEPTED``), does not
                let it do this (``DESKPRO_KEY_NOT_PERMITTED``), is busy, or has a fault.
            NetError: no usable answer came.
        """
        answer = await self._get("/me", (), _MeAnswer)
        return answer.data.person.fact()

    async def by_email(self, email: str) -> DeskproAccount | None:
        """Return whose account has ``email``, None where nobody's has.

        Raises:
            ProblemError: as for ``me``.
            NetError: as for ``me``.
        """
        wanted = email.casefold()
        answer = await self._get("/people", (("primary_email", email),), _People)
        found = [each.fact() for each in answer.data]
        # a filter that is not known would be passed over, and everybody listed
        return next((each for each in found if wanted in each.emails), None)

    async def agents(self) -> tuple[DeskproAccount, ...]:
        """Return every agent, each once.

        Raises:
            ProblemError: as for ``me``.
            NetError: as for ``me``.
        """
        found: dict[int, DeskproAccount] = {}
        for page in range(1, _MOST_PAGES + 1):
            query = (("page", str(page)), ("count", str(_PAGE)))
            answer = await self._get("/agents", query, _People)
            found |= {each.id: each.fact() for each in answer.data}
            if page >= answer.pages or not answer.data:
                break
        return tuple(found.values())

    async def _get(self, path: str, query: tuple[tuple[str, str], ...], kind: type[T]) -> T:
        headers = {
            "accept": "application/json",
            "authorization": f"key {self._key.reveal()}",
        }
        if self._agent is not None:
            headers[_AGENT_HEADER] = str(self._agent)
        request = Request(
            method="GET",
            url=f"{self._helpdesk_url}/api/v2{path}",
            headers=headers,
            query=query,
            idempotent=True,
        )
        response = await self._http.send(request)
        _judge(response)
        try:
            return msgspec.json.decode(response.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise ProblemError(ProblemCode.ANSWER_NOT_UNDERSTOOD, host=response.host) from None


def _judge(response: Response) -> None:
    """Raise what an answer that is no success means (reference §1.4)."""
    host, status = response.host, response.status
    if response.redirect:
        target = origin(response.redirect) or response.redirect[:200]
        raise ProblemError(ProblemCode.REDIRECT_REFUSED, host=host, target=target)
    if status == HTTPStatus.UNAUTHORIZED:
        raise ProblemError(ProblemCode.DESKPRO_KEY_NOT_ACCEPTED)
    if status == HTTPStatus.FORBIDDEN:
        raise ProblemError(ProblemCode.DESKPRO_KEY_NOT_PERMITTED)
    if status in _BUSY:
        raise ProblemError(ProblemCode.HELPDESK_BUSY, host=host)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ProblemError(ProblemCode.SERVER_FAILED, host=host, status=str(status))
    if not response.ok:
        raise ProblemError(ProblemCode.ANSWER_NOT_UNDERSTOOD, host=host)
