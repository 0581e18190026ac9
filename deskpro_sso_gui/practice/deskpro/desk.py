"""What DeskPRO keeps in memory, and what its pages share."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from deskpro_sso_gui.practice import in_effect
from deskpro_sso_gui.practice.browser_sessions import Tokens
from deskpro_sso_gui.practice.deskpro.authn_request import new_request_id, request_address
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.keys import load_private_key
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Agent, Interface, SignInSource, SsoMethod

_SESSION_LIFETIME: Final = timedelta(hours=8).total_seconds()
_REQUEST_LIFETIME: Final = timedelta(minutes=15).total_seconds()
# As long as an assertion can be in time: five minutes before and after, and the tolerance.
_REPLAY_LIFETIME: Final = timedelta(minutes=12).total_seconds()
_COOKIES: Final = {Interface.AGENTS: "deskpro_agent", Interface.USERS: "deskpro_user"}


class OpenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request for a sign-in that JumpCloud has not answered yet.

    Attributes:
        source_id: the source it was made for; no other may take the answer.
        return_to: the page of DeskPRO that was asked for.
    """

    source_id: int
    return_to: str


class Desk:
    """The helpdesk in operation.

    The open requests are kept by id and not in the browser: its SameSite=Lax cookie does not come
    with the POST from another site that brings the answer.

    Attributes:
        store: the helpdesk's lasting state.
        requests: open requests by request id.
        answered: ids of the assertions that have let somebody in.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.requests: Tokens[OpenRequest] = Tokens(_REQUEST_LIFETIME)
        self.answered: Tokens[bool] = Tokens(_REPLAY_LIFETIME)
        self._sessions: dict[Interface, Tokens[int]] = {
            side: Tokens(_SESSION_LIFETIME) for side in Interface
        }

    @property
    def origin(self) -> str:
        """DeskPRO's own origin, without a slash at the end."""
        return self.store.world.deskpro_origin

    @property
    def sources(self) -> Sequence[SignInSource]:
        """The sign-in sources as DeskPRO goes by them; its admin screens show what was saved."""
        return in_effect.sources(
            self.store.world.helpdesk,
            self.store.faults,
            jumpcloud_origin=self.store.world.jumpcloud_origin,
        )

    def source(self, number: int) -> SignInSource | None:
        """Find a sign-in source, installed or not."""
        return next((source for source in self.sources if source.id == number), None)

    def saved_source(self, number: int) -> SignInSource | None:
        """Find a sign-in source as it was saved, to show or change it."""
        sources = self.store.world.helpdesk.sources
        return next((source for source in sources if source.id == number), None)

    def enabled_source(self, side: Interface) -> SignInSource | None:
        """Return the source people of ``side`` can sign in with: the automatic one first."""
        enabled = [
            source
            for source in self.sources
            if source.interface is side and source.installed and source.is_enabled
        ]
        return next(
            (source for source in enabled if source.sso_method is SsoMethod.AUTOMATIC),
            enabled[0] if enabled else None,
        )

    def automatic_source(self, side: Interface) -> SignInSource | None:
        """Return the source that everybody of ``side`` is sent to, if there is one."""
        source = self.enabled_source(side)
        is_automatic = source is not None and source.sso_method is SsoMethod.AUTOMATIC
        return source if is_automatic else None

    def begin(self, source: SignInSource, return_to: str) -> str:
        """Open a request for a sign-in and return the address that carries it."""
        request_id = new_request_id()
        self.requests.keep(request_id, OpenRequest(source_id=source.id, return_to=return_to))
        key = self.store.world.helpdesk.request_key_pem
        return request_address(
            source,
            origin=self.origin,
            request_id=request_id,
            now=self.store.now(),
            key=load_private_key(key) if source.sign_request and key else None,
        )

    def accounts(self, side: Interface) -> list[Agent]:
        """Return who has an account on ``side``; agents can use the help centre too."""
        helpdesk = self.store.world.helpdesk
        if self.store.has_fault(Fault.NO_ACCOUNT):
            return [agent for agent in helpdesk.agents if agent.is_admin]
        if side is Interface.AGENTS:
            return helpdesk.agents
        return [*helpdesk.agents, *helpdesk.users]

    def account_by_email(self, side: Interface, email: str) -> Agent | None:
        """Find an account by its e-mail, in any case."""
        wanted = email.strip().casefold()
        return next(
            (account for account in self.accounts(side) if account.email.casefold() == wanted),
            None,
        )

    def signed_in(self, request: Request, side: Interface) -> Agent | None:
        """Return whose session the browser has on ``side``."""
        number = self._sessions[side].get(request.cookies.get(_COOKIES[side]))
        return next((one for one in self.accounts(side) if one.id == number), None)

    def start_session(self, response: Response, account: Agent, side: Interface) -> None:
        """Give the browser a session of ``account``."""
        token = self._sessions[side].issue(account.id)
        response.set_cookie(_COOKIES[side], token, httponly=True, samesite="lax")

    def end_session(self, request: Request, response: Response, side: Interface) -> None:
        """End the browser's session on ``side``."""
        self._sessions[side].take(request.cookies.get(_COOKIES[side]))
        response.delete_cookie(_COOKIES[side], httponly=True, samesite="lax")


def local_page(wanted: str, default: str) -> str:
    """Return ``wanted`` if it is a page of DeskPRO's agent or admin interface, else ``default``."""
    is_local = wanted.startswith(("/admin/", "/agent/")) and "\\" not in wanted
    return wanted if is_local else default
