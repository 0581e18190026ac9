"""A provider with forty organisations, five hundred apps, hundreds of groups, and a small role."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.net import Request, Response
from deskpro_sso_gui.net.addresses import split
from deskpro_sso_gui.practice import seed
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Group, MembershipMethod
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.access import AccessPage
from deskpro_sso_gui.ui.pages.application import ApplicationPage
from deskpro_sso_gui.ui.pages.prerequisites import PrerequisitesPage
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support.desk import Desk, Play
from tests.support.doing import rows, tick
from tests.support.window import click, named, type_text, until, visible

pytestmark = pytest.mark.window

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
APPLICATIONS = 500
GROUPS = 400
NEVER_NAMED = ("/api/organizations", "/api/users", "/api/search/organizations")
"""Where JumpCloud refuses ``x-org-id`` (reference/jumpcloud-api.md §1.4)."""


class Sent:
    """Notes what the program sends from now on."""

    def __init__(self, desk: Desk) -> None:
        self.requests: list[Request] = []
        self._desk = desk

    async def begin(self) -> None:
        services = self._desk.session.services
        self._http = await services.http()
        services.connections._http = self  # type: ignore[assignment]
        services._client = None

    async def send(self, request: Request, /) -> Response:
        self.requests.append(request)
        return await self._http.send(request)

    async def aclose(self) -> None:
        await self._http.aclose()

    def to_jumpcloud(self) -> list[tuple[str, Request]]:
        """Return the API calls with their paths."""
        base = self._desk.sandbox.jumpcloud
        calls = [each for each in self.requests if each.url.startswith(base)]
        parts = [(split(each.url), each) for each in calls]
        return [(part.path, each) for part, each in parts if part is not None]

    def count(self, wanted: Callable[[str], bool]) -> int:
        """Return how many API calls have a ``wanted`` path."""
        return sum(wanted(path) for path, _ in self.to_jumpcloud())


def thirty_nine_more(store: Store) -> None:
    store.world.further_organizations = list(seed.further_organizations(39, LONG_AGO))


def test_of_forty_organisations_one_is_found_and_named_only_where_it_may_be(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.change(thirty_nine_more)
        sent = Sent(desk)
        await sent.begin()
        page = desk.at(PrerequisitesPage)
        desk.press_primary()
        await desk.settled()
        click(page.account.practice_button)
        desk.press_primary()
        await desk.settled()
        picks = page.account.organizations
        assert len(picks.shown) == 40
        type_text(picks.search, "client 2")
        assert len(picks.shown) == 11  # 2 and 20 to 29
        type_text(picks.search, "acme inc")
        assert not any("x-org-id" in each.headers for _, each in sent.to_jumpcloud())
        QTest.keyClick(picks.search, Qt.Key.Key_Return)
        await until(lambda: page.tester.state == "open")
        await desk.settled()
        account = desk.session.record.account
        assert account is not None
        assert account.organization.id == desk.sandbox.organization

        chosen_at = len(sent.to_jumpcloud())
        desk.press_primary()
        await until(lambda: desk.session.record.tester is not None)
        await desk.open(StageId.APPLICATION)
        desk.press_primary()
        await until(lambda: desk.session.record.application is not None)
        await desk.open(StageId.ACCESS)
        assert "DeskPRO agents" in " ".join(rows(desk.at(AccessPage)))
        for path, request in sent.to_jumpcloud():
            if path.startswith(NEVER_NAMED):
                assert "x-org-id" not in request.headers, path
        after = sent.to_jumpcloud()[chosen_at:]
        named_calls = [each for path, each in after if not path.startswith(NEVER_NAMED)]
        assert len(named_calls) > 5
        assert {each.headers.get("x-org-id") for each in named_calls} == {desk.sandbox.organization}

    on_page(story, page=StageId.PREREQUISITES, after=None)


def five_hundred_apps(store: Store) -> None:
    others = list(seed.further_applications(APPLICATIONS, LONG_AGO))
    others[3].display_label = "DeskPRO, the old one"
    others[250].sso_url = f"{store.world.jumpcloud_origin}/saml2/deskpro"
    others[-1].sso_url = f"{store.world.jumpcloud_origin}/saml2/Taken/"
    others[-1].display_label = "Somebody's tool"
    store.world.applications |= {each.id: each for each in others}


def test_among_five_hundred_apps_those_for_deskpro_and_every_taken_address_are_found(
    on_page: Play,
) -> None:
    async def story(desk: Desk) -> None:
        desk.change(five_hundred_apps)
        await desk.open(StageId.PREREQUISITES)
        await desk.open(StageId.APPLICATION)
        page = desk.at(ApplicationPage)
        assert page._survey is not None
        assert len(page._survey.applications) == APPLICATIONS
        assert "JumpCloud has 2 apps for DeskPRO already" in desk.words
        # what is proposed is free, although an app at the usual address is no SAML app at all
        assert page.suffix.text() != "deskpro"
        page.advanced.set_open(on=True)
        type_text(page.suffix, "taken")
        assert "has this address already: Somebody's tool" in page._suffix_row._wrong.text()
        assert not desk.can_go_on()
        type_text(page.suffix, "not-taken")
        desk.press_primary()
        await until(lambda: desk.session.record.application is not None)
        await desk.settled()
        made = desk.session.record.application
        assert made is not None
        assert made.idp_url.endswith("/saml2/not-taken")

    on_page(
        story, page=StageId.PREREQUISITES, after=StageId.PREREQUISITES
    )  # the apps are there before the page looks


def hundreds_of_groups(store: Store) -> None:
    users = list(store.world.users)
    for number in range(GROUPS):
        method = MembershipMethod.DYNAMIC_AUTOMATED if number == 0 else MembershipMethod.STATIC
        group = Group(
            id=seed.new_id(),
            name=f"Zone {number:03}",
            member_ids=users[:1] if number % 2 else users,
            membership_method=method,
        )
        store.world.groups[group.id] = group


def _membership(path: str) -> bool:
    return path.endswith("/membership")


def test_people_are_counted_only_in_the_groups_that_are_looked_at_or_ticked(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.change(hundreds_of_groups)
        sent = Sent(desk)
        await sent.begin()
        await desk.open(StageId.ACCESS)
        page = desk.at(AccessPage)
        await until(lambda: rows(page)[0].endswith(" people"))
        await desk.settled()
        assert 8 < sent.count(_membership) < 40
        [dynamic] = [row for row in rows(page) if row.startswith("Zone 000")]
        assert "filled by a rule" in dynamic
        last = rows(page)[-1]
        assert not last.endswith("person")
        QTest.keyClick(page.groups.view, Qt.Key.Key_Home)
        QTest.keyClick(page.groups.view, Qt.Key.Key_End)
        await until(lambda: rows(page)[-1].endswith((" person", " people")))
        await desk.settled()
        assert sent.count(_membership) < 70
        before = sent.count(_membership)
        type_text(page.groups.search, "zone 2")
        tick(page, "Zone 203")
        await until(lambda: "One person is in the group you ticked." in desk.words)
        tick(page, "Zone 204")
        await until(lambda: "5 people are in the groups you ticked" in desk.words)
        await desk.settled()
        assert sent.count(_membership) < before + 40

    on_page(story, page=StageId.PREREQUISITES, after=StageId.DESKPRO_CONFIGURE)


def test_it_is_told_how_many_of_the_groups_have_access_by_now(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.change(hundreds_of_groups)
        await desk.open(StageId.ACCESS)
        page = desk.at(AccessPage)
        type_text(page.groups.search, "zone 10")
        for number in range(100, 110):
            tick(page, f"Zone {number}")
        told: list[tuple[int, int]] = []
        shown: list[str] = []
        strip = desk.view._busy

        def progressed() -> None:
            [run] = [run for run in desk.window.runner.runs if not run.quiet]
            told.append((run.done_count, run.total))
            shown.append(strip._label.text())

        desk.press_primary()
        [run] = [run for run in desk.window.runner.runs if not run.quiet]
        run.progressed.connect(progressed)
        await until(lambda: desk.session.record.access)
        await desk.settled()
        assert told == [(done, 10) for done in range(11)]
        assert shown[-1] == "Giving 10 groups access… 10 of 10"
        access = desk.session.record.access
        assert access is not None
        assert len(access.groups) == 10

    on_page(story, page=StageId.PREREQUISITES, after=StageId.DESKPRO_CONFIGURE)


def test_a_key_that_may_not_see_groups_is_explained_and_the_way_on_is_open(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.set_faults(Fault.GROUPS_FORBIDDEN)
        await desk.open(StageId.ACCESS)
        page = desk.at(AccessPage)
        assert "JumpCloud does not let this key do that: see the user groups" in desk.words
        assert not page.groups.isVisible()
        assert desk.primary == ""
        assert desk.view.next_button.isEnabled()
        click(desk.view.next_button)
        assert desk.page.stage is StageId.VALIDATE
        await desk.open(StageId.ACCESS)
        desk.set_faults()
        [notice] = visible(desk.page, ProblemNotice)
        click(named(notice, QPushButton, "Try again"))
        await desk.settled()
        assert page.groups.isVisible()
        assert not visible(page, ProblemNotice)
        assert named(page, PlainLabel, "0 chosen · 3 of 3 shown").isVisible()

    on_page(story, page=StageId.PREREQUISITES, after=StageId.DESKPRO_CONFIGURE)
