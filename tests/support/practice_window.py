"""Drive the real window in practice: a real sandbox behind it, and set-ups that are under way."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import httpx
import pytest

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.practice.child import SandboxAddress, SandboxChild, start_sandbox
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.application import Wish, adopt_application, create_application, survey
from deskpro_sso_gui.tasks.connect import check_helpdesk, choose_tester, sign_in_to_jumpcloud
from deskpro_sso_gui.tasks.deskpro_add import take_addresses
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.texts import PSEUDO
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.setup_view import SetupView
from deskpro_sso_gui.ui.window import Window
from tests.support.window import (
    clipped,
    drive,
    name_of,
    nameless,
    reachable,
    settled,
    tab_walk,
    untranslated,
)

ADMINISTRATOR = {"email": "admin@acme.example", "password": "practice"}
LOOKS = [(PSEUDO, (640, 480)), (PSEUDO, (1080, 760)), ("en", (480, 400))]
"""Languages and window sizes in which nothing may be clipped."""


class Lent:
    """A sandbox that outlives the services that use it."""

    def __init__(self, child: SandboxChild) -> None:
        self.address = child.address

    async def close(self) -> None:
        """Leave it running."""


@contextlib.contextmanager
def running_sandbox(*faults: str) -> Iterator[Lent]:
    """Start a sandbox for several tests; ``faults`` by their names."""
    extra = [part for fault in faults for part in ("--fault", fault)]
    child = asyncio.run(start_sandbox(state=None, extra=extra))
    try:
        yield Lent(child)
    finally:
        asyncio.run(child.close())


def lent_services(sandbox: Lent) -> Services:
    """Return services in practice that use ``sandbox`` and keep keys in memory."""
    services = Services(
        practice=True,
        places=folders(practice=True),
        credentials=SessionStore(),
        loopback=Endpoints.for_loopback(sandbox.address.jumpcloud),
    )
    services._sandbox = sandbox  # type: ignore[assignment]
    return services


class Desk:
    """What a story has: the window with an open set-up, and the sandbox."""

    def __init__(self, window: Window, sandbox: SandboxAddress) -> None:
        self.window = window
        self.sandbox = sandbox

    @property
    def view(self) -> SetupView:
        assert self.window.setup_view is not None
        return self.window.setup_view

    @property
    def session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    @property
    def page(self) -> Any:
        assert isinstance(self.view.page, Page)
        return self.view.page

    async def open(self, stage: StageId) -> Any:
        """Show the page of ``stage`` and wait until it has looked around."""
        self.view.go_to(stage)
        await settled(self.window)
        return self.page

    async def settled(self) -> None:
        await settled(self.window)

    async def connect(
        self,
        *,
        interface: Interface = Interface.AGENTS,
        generation: Generation = Generation.HORIZON,
    ) -> None:
        """Do the first stage."""
        session, sandbox = self.session, self.sandbox
        await check_helpdesk(session, sandbox.deskpro, interface=interface, generation=generation)
        await sign_in_to_jumpcloud(session, ApiKey(Secret(sandbox.api_key)))
        await choose_tester(session, sandbox.users[0].email)

    async def begin_anew(self) -> None:
        """Open another new set-up in place of this one."""
        await self.window._leave_session()
        await self.window._new_setup()
        await settled(self.window)

    async def create(self, suffix: str = "shared") -> None:
        """Do the first two stages; the app of this suffix is used where it is there already."""
        await self.connect()
        seen = await survey(self.session)
        there = seen.using(seen.base + suffix)
        if there is None:  # JumpCloud makes a large key for each, which takes its time
            await create_application(self.session, Wish(suffix=suffix))
        else:
            await adopt_application(self.session, there.id)

    async def add(self) -> None:
        """Do the first three stages."""
        await self.create()
        acs_url, entity_id = await self.add_in_deskpro()
        await take_addresses(self.session, entity_id=entity_id, acs_url=acs_url)

    async def add_in_deskpro(self, side: Interface = Interface.AGENTS) -> tuple[str, str]:
        """Add a SAML app on DeskPRO's older screens; return what its SAML Details show."""
        async with httpx.AsyncClient(
            base_url=self.sandbox.deskpro, follow_redirects=True, trust_env=False
        ) as browser:
            await browser.post("/agent/login?next=/admin/", data=ADMINISTRATOR)
            page = await browser.post(f"/admin/legacy/{side}/auth-sso/add")
        shown = dict(re.findall(r'id="(acs_url|entity_id)"[^>]*value="([^"]+)"', page.text))
        return shown["acs_url"], shown["entity_id"]


def practise(story: Callable[[Desk], Awaitable[None]], sandbox: Lent, **options: Any) -> None:
    """Open the window in practice with a new set-up and play ``story``."""

    async def services() -> Services:
        return lent_services(sandbox)

    async def play(window: Window) -> None:
        await window._new_setup()
        await settled(window)
        await story(Desk(window, sandbox.address))

    drive(play, services=services, practice=True, **options)


def well_made(desk: Desk, language: str = "en", *, expect: Sequence[str] = ()) -> None:
    """Fail unless all of the page can be read, is translated, named and reached by Tab.

    Args:
        desk: the window.
        language: the language it speaks.
        expect: accessible names that Tab has to come by.
    """
    page = desk.page
    if language == PSEUDO:
        untold = untranslated(page)
        assert not untold, f"not translated: {untold}"
    without_room = clipped(desk.window)
    assert not without_room, without_room
    unnamed = nameless(page)
    assert not unnamed, unnamed
    walked = tab_walk(desk.window)
    missed = [name_of(widget) for widget in reachable(page) if widget not in walked]
    assert not missed, f"Tab does not come by {missed}"
    names = {name_of(widget) for widget in walked}
    assert names.issuperset(expect), f"not among {sorted(names)}"


sandbox_looks = pytest.mark.parametrize(("language", "size"), LOOKS)
