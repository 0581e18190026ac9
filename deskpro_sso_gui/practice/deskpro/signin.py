"""DeskPRO's side of the sign-in: log-in pages, the button, the ACS, and where one lands."""

from typing import Final

from cryptography import x509
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from deskpro_sso_gui.practice.deskpro.addresses import acs_url, entity_id
from deskpro_sso_gui.practice.deskpro.desk import Desk, local_page
from deskpro_sso_gui.practice.deskpro.verification import (
    Accepted,
    Expectation,
    Refusal,
    RefusedResponseError,
    verify_response,
)
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.loopback import is_loopback, is_web_address
from deskpro_sso_gui.practice.pages import page
from deskpro_sso_gui.practice.seed import ADMINISTRATOR_EMAIL
from deskpro_sso_gui.practice.world import Agent, Interface, SignInSource

_HOME: Final = {Interface.AGENTS: "/agent/", Interface.USERS: "/"}
_PREFIX: Final = {Interface.AGENTS: "/agent", Interface.USERS: ""}


def routes(desk: Desk) -> list[Route]:
    """Return the routes of both sides' sign-in."""
    return [route for side in Interface for route in SideOfDesk(desk, side).routes()]


class SideOfDesk:
    """The handlers of one side, agents or users: the same pages at different paths."""

    def __init__(self, desk: Desk, side: Interface) -> None:
        self._desk = desk
        self._side = side
        self._home = _HOME[side]
        self._login = f"{_PREFIX[side]}/login"

    def routes(self) -> list[Route]:
        """Return this side's routes."""
        return [
            Route(self._home, self.home, methods=["GET"]),
            Route(self._login, self.login_page, methods=["GET"]),
            Route(self._login, self.log_in, methods=["POST"]),
            Route(f"{self._login}/saml/{{source_id:int}}", self.button, methods=["GET"]),
            Route(
                f"{self._login}/authenticate-callback/{{source_id:int}}",
                self.consume,
                methods=["GET", "POST"],
            ),
            Route(f"{_PREFIX[self._side]}/logout", self.log_out, methods=["POST"]),
        ]

    async def home(self, request: Request) -> Response:
        """Show who is signed in. Agents have to be; with *Automatic*, users too."""
        account = self._desk.signed_in(request, self._side)
        automatic = self._desk.automatic_source(self._side)
        if account is None and (self._side is Interface.AGENTS or automatic):
            return RedirectResponse(self._login, 303)
        template = "deskpro_agent.html" if self._side is Interface.AGENTS else "deskpro_centre.html"
        return page(template, account=account)

    async def login_page(self, request: Request) -> Response:
        """Show DeskPRO's own form; with *Automatic*, go straight to JumpCloud instead."""
        return_to = local_page(request.query_params.get("next", ""), self._home)
        automatic = self._desk.automatic_source(self._side)
        if automatic is not None:
            return self._to_jumpcloud(automatic, return_to)
        return self._form(return_to)

    async def log_in(self, request: Request) -> Response:
        """Check e-mail and password; nobody gets in this way with *Automatic*."""
        form = await request.form()
        return_to = local_page(str(form.get("next", "")), self._home)
        automatic = self._desk.automatic_source(self._side)
        if automatic is not None:
            return self._to_jumpcloud(automatic, return_to)
        account = self._desk.account_by_email(self._side, str(form.get("email", "")))
        if account is None or not account.password or account.password != form.get("password"):
            return self._form(return_to, wrong=True)
        return self._enter(account, return_to)

    async def button(self, request: Request) -> Response:
        """Begin a sign-in at JumpCloud."""
        source = self._source(request)
        if source is None:
            return _sorry()
        return self._to_jumpcloud(
            source, local_page(request.query_params.get("next", ""), self._home)
        )

    async def consume(self, request: Request) -> Response:
        """Take JumpCloud's answer (the ACS). Every refusal looks the same."""
        source = self._source(request)
        form = await request.form() if request.method == "POST" else {}
        message = form.get("SAMLResponse")
        if source is None or not isinstance(message, str):
            return _sorry()
        try:
            accepted = self._verify(source, message)
            account = self._account(accepted)
        except RefusedResponseError:
            return _sorry()
        self._desk.answered.keep(accepted.assertion_id, value=True)
        asked = self._desk.requests.take(accepted.in_response_to)
        return self._enter(account, asked.return_to if asked else self._home)

    async def log_out(self, request: Request) -> Response:
        """End the session; with *Automatic*, go on to the log-off address."""
        source = self._desk.automatic_source(self._side)
        target = self._login if self._side is Interface.AGENTS else self._home
        if source is not None and is_web_address(source.single_log_off_url):
            target = source.single_log_off_url
        response = _leave(target) if is_web_address(target) else RedirectResponse(target, 303)
        self._desk.end_session(request, response, self._side)
        return response

    def _form(self, return_to: str, *, wrong: bool = False) -> Response:
        source = self._desk.enabled_source(self._side)
        return page(
            "deskpro_login.html",
            status_code=401 if wrong else 200,
            wrong=wrong,
            is_agents=self._side is Interface.AGENTS,
            administrator=ADMINISTRATOR_EMAIL,
            action=self._login,
            return_to=return_to,
            button=source and (source.login_button_text or source.title),
            button_address=source and f"{self._login}/saml/{source.id}",
        )

    def _to_jumpcloud(self, source: SignInSource, return_to: str) -> Response:
        if not is_web_address(source.single_sign_on_url):
            return _sorry()
        return _leave(self._desk.begin(source, return_to))

    def _source(self, request: Request) -> SignInSource | None:
        source = self._desk.source(request.path_params["source_id"])
        usable = (
            source is not None
            and source.interface is self._side
            and source.installed
            and source.is_enabled
        )
        return source if usable else None

    def _verify(self, source: SignInSource, message: str) -> Accepted:
        if not source.certificate_pem:
            raise RefusedResponseError(Refusal.SIGNATURE)

        given = self._desk.store.given_certificate(source.certificate_pem)

        def is_open_request(request_id: str) -> bool:
            asked = self._desk.requests.get(request_id)
            return asked is not None and asked.source_id == source.id

        accepted = verify_response(
            message,
            Expectation(
                certificate=x509.load_pem_x509_certificate(given.encode("ascii")),
                entity_id=entity_id(self._desk.origin, source),
                acs_url=acs_url(self._desk.origin, source),
                issuer=source.idp_entity_id,
                now=self._desk.store.now(),
                is_open_request=is_open_request,
            ),
        )
        if self._desk.answered.get(accepted.assertion_id):
            raise RefusedResponseError(Refusal.REPLAY)
        return accepted

    def _account(self, accepted: Accepted) -> Agent:
        """Return whose e-mail the NameID is; a user without an account gets one (deskpro.md §3.6).

        Raises:
            RefusedResponseError: no agent has that e-mail, or it is none.
        """
        account = self._desk.account_by_email(self._side, accepted.name_id)
        if account is not None:
            return account
        makes_accounts = self._side is Interface.USERS and not self._desk.store.has_fault(
            Fault.NO_ACCOUNT
        )
        if not makes_accounts or "@" not in accepted.name_id:
            raise RefusedResponseError(Refusal.ACCOUNT)
        accounts = self._desk.accounts(Interface.USERS)
        created = Agent(
            id=max((one.id for one in accounts), default=0) + 1,
            email=accepted.name_id,
            name=accepted.attributes.get("name") or accepted.name_id.partition("@")[0],
            password="",
        )
        self._desk.store.world.helpdesk.users.append(created)
        self._desk.store.save()
        return created

    def _enter(self, account: Agent, return_to: str) -> Response:
        response = RedirectResponse(return_to, 303)
        self._desk.start_session(response, account, self._side)
        return response


def _leave(address: str) -> Response:
    """Send the browser to another site, unless that is not on this computer."""
    if is_loopback(address):
        return RedirectResponse(address, 303)
    return page("outside.html", product="DeskPRO", address=address.partition("?")[0])


def _sorry() -> Response:
    """Answer as DeskPRO does whatever the cause: without it."""
    return page("deskpro_sorry.html", status_code=403)
