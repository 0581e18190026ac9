"""JumpCloud's pages for people: the IdP URL, the sign-in page and the user console."""

import base64
from datetime import timedelta
from typing import Final

import msgspec
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from deskpro_sso_gui.practice.browser_sessions import Tokens
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.loopback import is_loopback
from deskpro_sso_gui.practice.pages import page
from deskpro_sso_gui.practice.seed import SOMEBODY_EMAIL
from deskpro_sso_gui.practice.signin.answers import CannotAnswerError, answer
from deskpro_sso_gui.practice.signin.authn_request import (
    AuthnRequest,
    RefusedRequestError,
    from_post,
    from_redirect,
)
from deskpro_sso_gui.practice.signin.settings import SignInSettings
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application, User

COOKIE: Final = "jumpcloud_session"
_SESSION_LIFETIME: Final = timedelta(hours=8).total_seconds()
_VISIT_LIFETIME: Final = timedelta(minutes=15).total_seconds()
_CODE_DIGITS: Final = 6


def routes(store: Store) -> list[Route]:
    """Return the routes of JumpCloud's sign-in and user console."""
    console = UserConsole(store)
    return [
        Route("/saml2/{suffix}", console.visit, methods=["GET", "POST"]),
        Route("/login", console.login_page, methods=["GET"]),
        Route("/login", console.log_in, methods=["POST"]),
        Route("/login/code", console.enter_code, methods=["POST"]),
        Route("/userconsole", console.console, methods=["GET"]),
        Route("/userconsole/", console.console, methods=["GET"]),
        Route("/userconsole/logout", console.log_out, methods=["POST"]),
    ]


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the way to an application, who may have to sign in first.

    Attributes:
        request_id: of the service's AuthnRequest, empty if that was not read; ``None`` for a visit
            from the tile.
    """

    suffix: str
    request_id: str | None
    relay_state: str


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A browser whose user gave the right password.

    Attributes:
        awaits_code: the second factor is still to come; nothing is open until then.
        mfa: a second factor belongs to this sign-in.
    """

    user_id: str
    awaits_code: bool
    mfa: bool


class UserConsole:
    """The handlers, with the sessions and visits they keep in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sessions: Tokens[Session] = Tokens(_SESSION_LIFETIME)
        self._visits: Tokens[Visit] = Tokens(_VISIT_LIFETIME)

    async def visit(self, request: Request) -> Response:
        """Take a visit to an application's IdP URL, with or without a request of the service."""
        suffix = request.path_params["suffix"]
        sent = request.query_params if request.method == "GET" else await request.form()
        application = self._application(suffix)
        if application is None:
            unread = "" if "SAMLRequest" in sent else None
            lost = Visit(suffix=suffix, request_id=unread, relay_state="")
            self._record(request, lost, self._user(request), error="application unreachable")
            return _unhelpful(404)
        try:
            asked = self._read_request(request, sent, application)
        except RefusedRequestError:
            return _unhelpful(400)
        visit = Visit(
            suffix=suffix,
            request_id=asked.id if asked else None,
            relay_state=str(sent.get("RelayState", "")),
        )
        # Always by way of /login: a cross-site POST brings no SameSite=Lax cookie, the GET after
        # it does.
        return RedirectResponse(f"/login?visit={self._visits.issue(visit)}", 303)

    async def login_page(self, request: Request) -> Response:
        """Show the sign-in page, or go on for somebody who is signed in already."""
        token = request.query_params.get("visit", "")
        session = self._session(request)
        if session is None:
            return _login_page(token)
        if session.awaits_code:
            return _code_page(token)
        return self._go_on(request, token, self._store.world.users[session.user_id])

    async def log_in(self, request: Request) -> Response:
        """Check e-mail and password."""
        form = await request.form()
        token = str(form.get("visit", ""))
        user = self._store.user_by_login(str(form.get("email", "")))
        if user is None or not user.is_usable or form.get("password") != user.password:
            visit = self._visits.get(token)
            if visit is not None:
                self._record(request, visit, user, error="authentication failed")
            return _login_page(token, wrong=True)
        session = Session(user_id=user.id, awaits_code=user.mfa_required, mfa=user.mfa_required)
        response = self._start(session, token)
        if session.awaits_code and (visit := self._visits.get(token)):
            self._record(request, visit, user, mfa=True)
        return response

    async def enter_code(self, request: Request) -> Response:
        """Check the code of the second factor: in practice any six digits are right."""
        form = await request.form()
        token = str(form.get("visit", ""))
        session = self._session(request)
        if session is None or not session.awaits_code:
            return RedirectResponse(f"/login?visit={token}", 303)
        code = str(form.get("code", "")).replace(" ", "")
        if not (len(code) == _CODE_DIGITS and code.isascii() and code.isdecimal()):
            return _code_page(token, wrong=True)
        self._sessions.take(request.cookies.get(COOKIE))
        return self._start(msgspec.structs.replace(session, awaits_code=False), token)

    async def console(self, request: Request) -> Response:
        """Show the tiles of the applications the user may use."""
        session = self._session(request)
        if session is None or session.awaits_code:
            return RedirectResponse("/login", 303)
        user = self._store.world.users[session.user_id]
        usable = self._store.applications_for(user)
        return page(
            "signin_console.html",
            user=user,
            has_applications=bool(usable),
            tiles=[
                {"label": app.display_label, "address": _tile_address(app), "color": app.logo_color}
                for app in usable
                if not app.hidden
            ],
        )

    async def log_out(self, request: Request) -> Response:
        """End the browser's session."""
        self._sessions.take(request.cookies.get(COOKIE))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    def _go_on(self, request: Request, token: str, user: User) -> Response:
        """Answer the visit that ``token`` stands for, which can be done once."""
        visit = self._visits.take(token)
        if visit is None:
            return RedirectResponse("/userconsole/", 303)
        application = self._application(visit.suffix)
        if application is None or not application.active:
            self._record(request, visit, user, error="application unreachable")
            return RedirectResponse("/userconsole/", 303)
        if not self._store.may_use(user, application):
            self._record(request, visit, user, application, error="not authorized")
            return RedirectResponse("/userconsole/", 303)
        return self._answer(request, visit, user, application)

    def _answer(
        self, request: Request, visit: Visit, user: User, application: Application
    ) -> Response:
        try:
            answered = answer(
                self._store,
                application,
                user,
                in_response_to=visit.request_id,
                relay_state=visit.relay_state,
            )
        except CannotAnswerError:
            self._record(request, visit, user, application, error="internal error")
            return _unhelpful(500)
        session = self._session(request)
        self._record(
            request,
            visit,
            user,
            application,
            success=True,
            mfa=session is not None and session.mfa,
        )
        if not is_loopback(answered.acs_url):
            return page("outside.html", product="JumpCloud", address=answered.acs_url)
        return page(
            "signin_post.html",
            acs_url=answered.acs_url,
            message=base64.b64encode(answered.document).decode("ascii"),
            relay_state=answered.relay_state,
        )

    def _read_request(
        self, request: Request, sent: QueryParams | FormData, application: Application
    ) -> AuthnRequest | None:
        """Return the service's request, ``None`` where there is none.

        Raises:
            RefusedRequestError: there is one that is of no use.
        """
        message = sent.get("SAMLRequest")
        if not isinstance(message, str):
            return None
        trusted = SignInSettings.of(application).sp_certificate_value
        if request.method == "POST":
            read = from_post(message, trusted)
        elif self._store.has_fault(Fault.REDIRECT_NOT_DECLARED):
            raise RefusedRequestError("by redirect")
        else:
            read = from_redirect(request.scope["query_string"], trusted)
        if self._store.has_fault(Fault.SIGNED_REQUEST_DEMANDED) and not read.signed:
            raise RefusedRequestError("unsigned")
        return read

    def _start(self, session: Session, token: str) -> Response:
        response = RedirectResponse(f"/login?visit={token}" if token else "/login", 303)
        response.set_cookie(COOKIE, self._sessions.issue(session), httponly=True, samesite="lax")
        return response

    def _session(self, request: Request) -> Session | None:
        """Return the browser's session while its user can still sign in."""
        session = self._sessions.get(request.cookies.get(COOKIE))
        user = self._store.world.users.get(session.user_id) if session else None
        return session if user is not None and user.is_usable else None

    def _user(self, request: Request) -> User | None:
        session = self._session(request)
        return self._store.world.users[session.user_id] if session else None

    def _application(self, suffix: str) -> Application | None:
        found = self._store.application_by_suffix(suffix)
        return found if found is not None and found.sso_type == "saml" else None

    def _record(
        self,
        request: Request,
        visit: Visit,
        user: User | None,
        application: Application | None = None,
        *,
        error: str = "",
        success: bool = False,
        mfa: bool = False,
    ) -> None:
        """Record the attempt as Directory Insights shows it (jumpcloud-api.md §12)."""
        known = application or self._application(visit.suffix)
        address = f"{self._store.world.jumpcloud_origin}/saml2/{visit.suffix}"
        self._store.record_event(
            user=user,
            application=None if error == "application unreachable" else known,
            sso_url=known.sso_url if known else address,
            idp_initiated=visit.request_id is None,
            sso_token_success=success,
            error_message=error,
            mfa=mfa,
            client_ip=request.client.host if request.client else "",
        )


def _tile_address(application: Application) -> str:
    """Return where the tile leads; empty when that would leave this computer."""
    chosen = application.value("idpInitUrl", "")
    if isinstance(chosen, str) and is_loopback(chosen):
        return chosen
    if application.sso_type == "saml":
        return f"/saml2/{application.suffix}"
    return application.sso_url if is_loopback(application.sso_url) else ""


def _login_page(visit: str, *, wrong: bool = False) -> Response:
    return page(
        "signin_login.html",
        status_code=401 if wrong else 200,
        visit=visit,
        wrong=wrong,
        somebody=SOMEBODY_EMAIL,
    )


def _code_page(visit: str, *, wrong: bool = False) -> Response:
    return page("signin_code.html", status_code=401 if wrong else 200, visit=visit, wrong=wrong)


def _unhelpful(status_code: int) -> Response:
    """Answer as JumpCloud does when a request is of no use to it: without saying why."""
    return page("signin_error.html", status_code=status_code)
