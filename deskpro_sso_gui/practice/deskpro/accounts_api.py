"""What DeskPRO's API tells whoever has a key: accounts (deskpro.md §1.2, §1.3)."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deskpro_sso_gui.practice.deskpro.desk import Desk
from deskpro_sso_gui.practice.world import Agent, Interface

_MOST: Final = 200
_Handler = Callable[[Request, Agent], Awaitable[Response]]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of what needs a key."""
    api = AccountsApi(desk)
    return [
        Route("/api/v2/me", api.guarded(api.me)),
        Route("/api/v2/people", api.guarded(api.people)),
        Route("/api/v2/agents", api.guarded(api.agents)),
    ]


class AccountsApi:
    """The handlers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def guarded(self, handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
        """Let ``handler`` answer for the agent that the key acts as."""

        async def answer(request: Request) -> Response:
            agent = self._acts_as(request)
            if agent is None:
                return _error(401, "invalid_api_key", "Invalid API key.")
            return await handler(request, agent)

        return answer

    async def me(self, request: Request, agent: Agent) -> Response:
        """Say whom the key acts as."""
        del request
        return _answer(
            {
                "auth_method": "api_key",
                "app_id": None,
                "person_id": agent.id,
                "person": self._person(agent),
            }
        )

    async def people(self, request: Request, agent: Agent) -> Response:
        """List accounts: all, those with an e-mail address, or the agents."""
        del agent
        found = self._desk.accounts(Interface.USERS)
        email = request.query_params.get("primary_email")
        if email is not None:
            found = [one for one in found if one.email.casefold() == email.casefold()]
        if request.query_params.get("is_agent") == "1":
            found = [one for one in found if self._is_agent(one)]
        return self._listed(request, found)

    async def agents(self, request: Request, agent: Agent) -> Response:
        """List the agents."""
        del agent
        return self._listed(request, self._desk.accounts(Interface.AGENTS))

    def _acts_as(self, request: Request) -> Agent | None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        helpdesk = self._desk.store.world.helpdesk
        if scheme.lower() != "key":
            return None
        if _same(given, helpdesk.api_key):
            return next((one for one in helpdesk.agents if one.is_admin), None)
        if not _same(given, helpdesk.superuser_key):
            return None
        wanted = request.headers.get("x-deskpro-agent-id", "")
        return next((one for one in helpdesk.agents if str(one.id) == wanted), None)

    def _listed(self, request: Request, found: list[Agent]) -> Response:
        page = _number(request.query_params.get("page"), 1, least=1, most=10**6)
        count = _number(request.query_params.get("count"), 10, least=1, most=_MOST)
        shown = found[(page - 1) * count : page * count]
        pagination = {
            "total": len(found),
            "count": len(shown),
            "per_page": count,
            "current_page": page,
            "total_pages": max(1, -(-len(found) // count)),
        }
        return _answer([self._person(one) for one in shown], {"pagination": pagination})

    def _is_agent(self, account: Agent) -> bool:
        return any(one.id == account.id for one in self._desk.accounts(Interface.AGENTS))

    def _person(self, account: Agent) -> dict[str, Any]:
        first, _, last = account.name.partition(" ")
        is_agent = self._is_agent(account)
        return {
            "id": account.id,
            "primary_email": account.email,
            "first_name": first,
            "last_name": last,
            "name": account.name,
            "display_name": account.name,
            "is_agent": is_agent,
            "is_user": not is_agent,
            "was_agent": False,
            "can_agent": is_agent,
            "can_admin": account.is_admin,
            "is_deleted": False,
            "is_disabled": False,
            "emails": [account.email],
        }


def _same(given: str, key: str) -> bool:
    return bool(key) and secrets.compare_digest(given.encode(), key.encode())


def _number(text: str | None, otherwise: int, *, least: int, most: int) -> int:
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > len(str(most)):
        return otherwise
    return min(max(int(text), least), most)


def _answer(data: Any, meta: dict[str, Any] | None = None) -> Response:
    return JSONResponse({"data": data, "meta": meta or {}, "linked": {}})


def _error(status: int, code: str, message: str) -> Response:
    return JSONResponse({"status": status, "code": code, "message": message}, status)
