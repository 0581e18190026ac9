"""Who is signed in to the practice Admin Portal, and that a form came from one of its own pages."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import StrEnum, unique
from typing import Any, Final

import msgspec
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deskpro_sso_gui.practice.browser_sessions import Tokens
from deskpro_sso_gui.practice.pages import page
from deskpro_sso_gui.practice.seed import PASSWORD
from deskpro_sso_gui.practice.store import Store

_COOKIE: Final = "jumpcloud_admin"
_LABELS_COOKIE: Final = "jumpcloud_labels"
_LIFETIME: Final = timedelta(hours=8).total_seconds()
HOME: Final = "/admin/applications"


@unique
class Labels(StrEnum):
    """Which words the portal uses: they moved (reference/conditions.md, Traps 14)."""

    NEW = "new"
    OLD = "old"


AREAS: Final = {Labels.NEW: "Access", Labels.OLD: "USER AUTHENTICATION"}
"""What the menu calls the part with the applications."""


class AdminSession(msgspec.Struct, frozen=True, kw_only=True):
    """A browser whose administrator gave the right password; ``csrf`` is in each of its forms."""

    csrf: str


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A request of a signed-in administrator.

    Attributes:
        form: what was sent; empty for a page that is only looked at.
    """

    request: Request
    session: AdminSession
    labels: Labels
    form: FormData

    def path(self, name: str) -> str:
        """Return a part of the address."""
        return str(self.request.path_params[name])

    def text(self, name: str) -> str:
        """Return what was typed into a field, without blanks around it."""
        return str(self.form.get(name, "")).strip()


Handler = Callable[[Turn], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


class Doorkeeper:
    """Signs administrators in, and lets nobody else see the portal's pages."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sessions: Tokens[AdminSession] = Tokens(_LIFETIME)

    def guarded(self, handler: Handler) -> Endpoint:
        """Let ``handler`` answer administrators; what is posted needs their form's token."""

        async def answer(request: Request) -> Response:
            session = self._sessions.get(request.cookies.get(_COOKIE))
            is_page = request.method == "GET"
            if session is None:
                back = request.url.path if is_page else HOME
                return RedirectResponse(f"/admin/login?next={back}", 303)
            if is_page:
                turn = self._turn(request, session, FormData())
                return await handler(turn)
            async with request.form() as form:
                turn = self._turn(request, session, form)
                if not self._is_own(request, session, form):
                    return self.page(turn, "jumpcloud_admin_stranger.html", status_code=403)
                return await handler(turn)

        return answer

    def _turn(self, request: Request, session: AdminSession, form: FormData) -> Turn:
        kept = request.cookies.get(_LABELS_COOKIE)
        labels = Labels(kept) if kept in set(Labels) else Labels.NEW
        return Turn(request=request, session=session, labels=labels, form=form)

    def _is_own(self, request: Request, session: AdminSession, form: FormData) -> bool:
        """Tell whether a form is one of ours: its token, and the origin where the browser says."""
        # pages that send no referrer have their forms sent with "null"; the token tells enough
        origin = request.headers.get("origin", "null")
        ours = origin in {"null", self._store.world.jumpcloud_origin}
        return ours and secrets.compare_digest(str(form.get("csrf", "")), session.csrf)

    def page(self, turn: Turn, template: str, *, status_code: int = 200, **values: Any) -> Response:
        """Answer with a page in the words this browser sees."""
        other = Labels.OLD if turn.labels is Labels.NEW else Labels.NEW
        return page(
            template,
            status_code=status_code,
            organization=self._store.world.organization,
            area=AREAS[turn.labels],
            other=other.value,
            here=turn.request.url.path if turn.request.method == "GET" else HOME,
            csrf=turn.session.csrf,
            **values,
        )

    async def login_page(self, request: Request) -> Response:
        """``GET /admin/login``."""
        return self._login_page(request.query_params.get("next", ""))

    async def log_in(self, request: Request) -> Response:
        """``POST /admin/login``: check e-mail and password."""
        async with request.form() as form:
            back = _own_page(str(form.get("next", "")))
            email = str(form.get("email", "")).strip().casefold()
            right = email == self._store.world.administrator.email.casefold()
            if not right or form.get("password") != PASSWORD:
                return self._login_page(back, wrong=True)
        response = RedirectResponse(back, 303)
        token = self._sessions.issue(AdminSession(csrf=secrets.token_urlsafe(24)))
        response.set_cookie(_COOKIE, token, path="/admin", httponly=True, samesite="strict")
        return response

    async def log_out(self, turn: Turn) -> Response:
        """``POST /admin/logout``."""
        self._sessions.take(turn.request.cookies.get(_COOKIE))
        response = RedirectResponse("/admin/login", 303)
        response.delete_cookie(_COOKIE, path="/admin", httponly=True, samesite="strict")
        return response

    async def use_labels(self, request: Request) -> Response:
        """``GET /admin/labels/{labels}``: show the portal in its older or newer words."""
        response = RedirectResponse(_own_page(request.query_params.get("next", "")), 303)
        wanted = request.path_params["labels"]
        if wanted in set(Labels):
            response.set_cookie(_LABELS_COOKIE, wanted, path="/admin", samesite="strict")
        return response

    def _login_page(self, back: str, *, wrong: bool = False) -> Response:
        return page(
            "jumpcloud_admin_login.html",
            status_code=403 if wrong else 200,
            return_to=_own_page(back),
            wrong=wrong,
            administrator=self._store.world.administrator.email,
        )


def _own_page(wanted: str) -> str:
    """Return ``wanted`` if it is a page of the portal, else its first page."""
    return wanted if wanted.startswith("/admin/") and "\\" not in wanted else HOME
