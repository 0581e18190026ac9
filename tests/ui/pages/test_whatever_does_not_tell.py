"""DeskPRO's sign-in sources, its metadata, or JumpCloud's events are not to be had.

Every page still leads to the end, and says what could not be checked; so does the summary.
"""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.progress import Status, holds, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow
from deskpro_sso_gui.ui.pages.access import AccessPage
from deskpro_sso_gui.ui.pages.deskpro_add import DeskproAddPage
from deskpro_sso_gui.ui.pages.metadata import MetadataPage
from deskpro_sso_gui.ui.pages.prerequisites import PrerequisitesPage
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from deskpro_sso_gui.ui.pages.validate import ValidatePage
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support import visits
from tests.support.desk import SANDBOX_THREADS, Desk, Play
from tests.support.window import click, type_text, until, visible

pytestmark = pytest.mark.window

NO_METADATA = "DeskPRO's own description does not confirm them"
NO_SOURCES = "DeskPRO does not tell whether it is enabled."
NO_REQUEST = "DeskPRO does not show the request it sends. The test will."
NO_EVENTS = "JumpCloud does not show us its sign-ins; tell us below what you saw."

SUMMARISED = {
    Fault.NO_SP_METADATA: ["DeskPRO's own description (metadata) could not be read"],
    Fault.NO_SIGN_IN_SOURCES: [
        "DeskPRO does not list its ways to sign in",
        "The request that DeskPRO sends to JumpCloud was not seen beforehand.",
    ],
    Fault.NO_EVENTS: [
        "Begun with DeskPRO's sign-in button",
        "Begun with the tile in JumpCloud's portal",
    ],
}
"""How the lines of the summary begin."""


async def pressed(desk: Desk, label: str) -> None:
    """Press the main button, which has to say ``label``, and wait until all is done."""
    await until(lambda: re.fullmatch(label, desk.primary), lambda: f"it says {desk.primary!r}")
    await until(desk.can_go_on)
    desk.press_primary()
    await desk.settled()


async def leads_to(desk: Desk, stage: StageId) -> None:
    """Press Next: it leads to ``stage``, and nothing has gone wrong on the page before."""
    assert visible(desk.page, ProblemNotice) == []
    assert progress(desk.session.record)[desk.page.stage].status is Status.DONE
    click(desk.view.next_button)
    await desk.settled()
    assert desk.page.stage is stage


async def begins(desk: Desk) -> None:
    page = desk.at(PrerequisitesPage)
    type_text(page.helpdesk.address, desk.sandbox.deskpro)
    click(page.helpdesk.generation.button(Generation.LEGACY))
    await pressed(desk, "Check the address")
    click(page.account.practice_button)
    await pressed(desk, "Sign in to JumpCloud")
    await until(lambda: page.tester.people.shown)
    QTest.keyClick(page.tester.people.search, Qt.Key.Key_Return)
    await until(lambda: desk.session.record.tester)
    await desk.settled()


async def adds(desk: Desk) -> None:
    page = desk.at(DeskproAddPage)
    acs_url, entity_id = await visits.add_in_deskpro(desk.sandbox)
    type_text(page.entity_id, entity_id)
    type_text(page.acs_url, acs_url)
    await pressed(desk, "Save the two addresses")


async def brings_the_metadata(desk: Desk) -> None:
    page = desk.at(MetadataPage)
    type_text(page.address, await visits.metadata_address(desk.sandbox, desk.session.record))
    await pressed(desk, "Read it as DeskPRO will")


async def lets_people_in(desk: Desk) -> None:
    groups = desk.at(AccessPage).groups
    await until(lambda: groups.view.model().rowCount() > 0)
    type_text(groups.search, "DeskPRO agents")
    await until(lambda: groups.view.model().rowCount() == 1)
    groups.view.setCurrentIndex(groups.view.model().index(0, 0))
    groups.view.setFocus()
    QTest.keyClick(groups.view, Qt.Key.Key_Space)
    await pressed(desk, "Give 1 group access")


async def tries(desk: Desk, flow: Flow, *, events: bool) -> None:
    section = desk.at(ValidatePage).trials[flow]
    await until(lambda: desk.primary == "Start the test")
    desk.press_primary()
    await until(lambda: section._watch is not None and section._watch.flow is flow)
    sign_in = (
        visits.sign_in_from_deskpro if flow is Flow.FROM_DESKPRO else visits.sign_in_from_jumpcloud
    )
    assert "Signed in as Ann Example" in await sign_in(desk.sandbox)
    if not events:
        await until(lambda: NO_EVENTS in desk.words)
        click(section.issued_button)
    await until(lambda: section.is_issued)
    await desk.settled()
    type_text(section.name, "Ann Example")
    await pressed(desk, "Yes, they are in")
    assert holds(desk.session.record, flow)
    trial = desk.session.record.validation.trial(flow)
    assert trial is not None
    assert trial.issued_by is (Evidence.EVENT if events else Evidence.ADMIN)


@pytest.mark.parametrize("missing", SUMMARISED)
def test_every_page_leads_on_and_says_what_could_not_be_checked(
    on_page: Play, tmp_path: Path, missing: Fault
) -> None:
    async def story(desk: Desk) -> None:
        desk.set_faults(missing)
        no_sources = missing is Fault.NO_SIGN_IN_SOURCES
        await begins(desk)
        await leads_to(desk, StageId.APPLICATION)
        await pressed(desk, "Create in JumpCloud")
        await leads_to(desk, StageId.DESKPRO_ADD)
        await adds(desk)
        assert (NO_METADATA in desk.words) is (missing is Fault.NO_SP_METADATA)
        await leads_to(desk, StageId.JUMPCLOUD_SSO)
        await pressed(desk, r"Apply \d+ changes?")
        await leads_to(desk, StageId.CERTIFICATE)
        await pressed(desk, "Get it from JumpCloud")
        await leads_to(desk, StageId.METADATA)
        await brings_the_metadata(desk)
        await leads_to(desk, StageId.DESKPRO_CONFIGURE)
        await visits.fill_in_deskpro(desk.sandbox, desk.session.record)
        await pressed(desk, "I have saved it in DeskPRO")
        assert (NO_SOURCES in desk.words) is no_sources
        assert (NO_REQUEST in desk.words) is no_sources
        await leads_to(desk, StageId.ACCESS)
        await lets_people_in(desk)
        await leads_to(desk, StageId.VALIDATE)
        await pressed(desk, "Check both sides")
        assert (NO_SOURCES in desk.words) is no_sources
        for flow in (Flow.FROM_DESKPRO, Flow.FROM_JUMPCLOUD):
            await tries(desk, flow, events=missing is not Fault.NO_EVENTS)
        await pressed(desk, "Stay with the button")
        await leads_to(desk, StageId.SUMMARY)
        summarised(desk, missing)
        desk.at(SummaryPage).use_folder(str(tmp_path))
        await pressed(desk, "Save the summary")
        stages = progress(desk.session.record)
        assert {stages[stage].status for stage in StageId} == {Status.DONE}
        written = (tmp_path / "summary.md").read_text()
        assert "## What could not be checked" in written

    on_page(story, page=StageId.PREREQUISITES, after=None, lasting=SANDBOX_THREADS)


def summarised(desk: Desk, missing: Fault) -> None:
    """Fail unless the summary says what could not be checked, and of nothing else."""
    assert "What could not be checked" in desk.words
    said = desk.words.splitlines()
    for fault, beginnings in SUMMARISED.items():
        for beginning in beginnings:
            found = [line for line in said if line.startswith(beginning) and len(line) > 60]
            assert bool(found) is (fault is missing), beginning
