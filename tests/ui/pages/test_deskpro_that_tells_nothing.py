"""A DeskPRO that shows neither its sign-in sources nor its metadata: every page leads on."""

from pathlib import Path

import pytest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.tasks import access, certificate, jumpcloud_sso, metadata, validate
from deskpro_sso_gui.ui.pages.deskpro_add import DeskproAddPage
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support import visits
from tests.support.desk import SANDBOX_THREADS, Desk, Play
from tests.support.window import type_text, until, visible

pytestmark = pytest.mark.window


async def adds(desk: Desk) -> None:
    page = desk.at(DeskproAddPage)
    acs_url, entity_id = await visits.add_in_deskpro(desk.sandbox)
    type_text(page.entity_id, entity_id)
    type_text(page.acs_url, acs_url)
    desk.press_primary()
    await desk.settled()
    assert "DeskPRO's own description does not confirm them" in desk.words


async def sets_jumpcloud_up(desk: Desk) -> None:
    session = desk.session
    await jumpcloud_sso.apply_settings(session)
    await certificate.fetch_certificate(session)
    address = await visits.metadata_address(desk.sandbox, session.record)
    await metadata.take_metadata_address(session, address)


async def fills_in(desk: Desk) -> None:
    await desk.open(StageId.DESKPRO_CONFIGURE)
    await visits.fill_in_deskpro(desk.sandbox, desk.session.record)
    desk.press_primary()
    await desk.settled()
    assert "DeskPRO does not tell whether it is enabled." in desk.words
    assert "DeskPRO does not show the request it sends. The test will." in desk.words


async def lets_people_in(desk: Desk) -> None:
    choice = await access.list_groups(desk.session)
    agents = [group for group in choice.groups if group.name == "DeskPRO agents"]
    await access.bind_groups(desk.session, agents)


async def tries(desk: Desk) -> None:
    await desk.open(StageId.VALIDATE)
    assert desk.primary == "Check both sides"
    desk.press_primary()
    await desk.settled()
    assert "DeskPRO does not tell whether it is enabled." in desk.words
    assert "DeskPRO does not show the request it sends. The test will." in desk.words
    assert desk.primary == "Start the test"
    for flow, sign_in in (
        (Flow.FROM_DESKPRO, visits.sign_in_from_deskpro),
        (Flow.FROM_JUMPCLOUD, visits.sign_in_from_jumpcloud),
    ):
        watch = await validate.start_trial(desk.session, flow)
        await sign_in(desk.sandbox)
        await validate.watch_sign_in(desk.session, watch)
        await validate.confirm_accepted(desk.session, flow, "Ann Example")
    await validate.stay_with_button(desk.session)


def test_every_page_leads_on_and_says_what_could_not_be_checked(
    on_page: Play, tmp_path: Path
) -> None:
    async def story(desk: Desk) -> None:
        desk.set_faults(Fault.NO_SIGN_IN_SOURCES, Fault.NO_SP_METADATA)
        await adds(desk)
        await sets_jumpcloud_up(desk)
        await fills_in(desk)
        await lets_people_in(desk)
        await tries(desk)
        await desk.open(StageId.SUMMARY)
        desk.at(SummaryPage).use_folder(str(tmp_path / "summary"))
        desk.press_primary()
        await until(lambda: desk.session.record.exports)
        await desk.settled()
        assert visible(desk.page, ProblemNotice) == []
        stages = progress(desk.session.record)
        assert {stages[stage].status for stage in StageId} == {Status.DONE}

    on_page(
        story,
        page=StageId.DESKPRO_ADD,
        after=StageId.APPLICATION,
        lasting=SANDBOX_THREADS,
    )
