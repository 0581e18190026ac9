"""Every JumpCloud page by hand, in the real window with a real sandbox behind it."""

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton, QRadioButton

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.setup.facts import Region, SsoMethod
from deskpro_sso_gui.setup.parts import ByHand, Connector, PortalLabels
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.application import ApplicationPage
from deskpro_sso_gui.ui.pages.blocks import application_by_hand
from deskpro_sso_gui.ui.pages.certificate import CertificatePage
from deskpro_sso_gui.ui.pages.jumpcloud_sso import JumpcloudSsoPage
from deskpro_sso_gui.ui.pages.metadata import MetadataPage
from deskpro_sso_gui.ui.pages.prerequisites import PrerequisitesPage
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support.desk import Desk, Play, looks, well_made
from tests.support.doing import without_key
from tests.support.visits import metadata_address
from tests.support.window import click, named, type_text, until, visible

pytestmark = pytest.mark.window
DO_BY_HAND = "Do this by hand in JumpCloud"
LET_PROGRAM = "Let the program do this"

PAGES = {
    StageId.APPLICATION: StageId.PREREQUISITES,
    StageId.JUMPCLOUD_SSO: StageId.DESKPRO_ADD,
    StageId.CERTIFICATE: StageId.JUMPCLOUD_SSO,
    StageId.ACCESS: StageId.DESKPRO_CONFIGURE,
}
"""A page that the program does by itself, and what is done before it."""

AUTOMATIC = {
    StageId.APPLICATION: "Create in JumpCloud",
    StageId.JUMPCLOUD_SSO: "Apply 2 changes",
    StageId.CERTIFICATE: "Get it from JumpCloud",
    StageId.ACCESS: "Give the groups access",
}
BY_HAND = {
    StageId.APPLICATION: "I have created it in JumpCloud",
    StageId.JUMPCLOUD_SSO: "I have saved it in JumpCloud",
    StageId.CERTIFICATE: "",  # the dropped file says it
    StageId.ACCESS: "I have given them access",
}


@pytest.mark.parametrize("stage", PAGES)
def test_a_page_is_switched_to_by_hand_and_back(on_page: Play, stage: StageId) -> None:
    async def story(desk: Desk) -> None:
        await desk.settled()
        assert desk.primary == AUTOMATIC[stage]
        assert not visible(desk.page, Instruction)
        click(named(desk.page, QPushButton, DO_BY_HAND))
        await desk.settled()
        assert desk.session.record.by_hand.stages == {stage}
        assert visible(desk.page, Instruction)
        assert desk.primary == BY_HAND[stage]
        assert AUTOMATIC[stage] not in desk.words
        click(named(desk.page, QPushButton, LET_PROGRAM))
        await desk.settled()
        assert not desk.session.record.by_hand.stages
        assert not visible(desk.page, Instruction)
        assert desk.primary == AUTOMATIC[stage]

    on_page(story, page=stage, after=PAGES[stage])


@pytest.mark.parametrize("method", [SsoMethod.AUTOMATIC, SsoMethod.UNKNOWN])
def test_settings_are_told_by_hand_only_once_deskpro_has_a_form_of_its_own(
    on_page: Play, method: SsoMethod
) -> None:
    async def story(desk: Desk) -> None:
        await desk.session.commit(
            lambda record: replace(record, validation=replace(record.validation, sso_method=method))
        )
        await desk.settled()
        page = desk.at(JumpcloudSsoPage)
        click(named(page, QPushButton, DO_BY_HAND))
        await desk.settled()
        assert page.gate.isVisible()
        assert not visible(page, Instruction)
        assert desk.primary != BY_HAND[StageId.JUMPCLOUD_SSO]
        click(page.gate.confirm_button)
        await desk.settled()
        assert visible(page, Instruction)
        assert desk.primary == BY_HAND[StageId.JUMPCLOUD_SSO]

    on_page(story, page=StageId.JUMPCLOUD_SSO, after=StageId.DESKPRO_ADD)


@pytest.mark.parametrize("method", [SsoMethod.AUTOMATIC, SsoMethod.UNKNOWN])
def test_a_certificate_is_renewed_by_hand_only_once_deskpro_has_a_form_of_its_own(
    on_page: Play, method: SsoMethod
) -> None:
    async def story(desk: Desk) -> None:
        await desk.session.commit(
            lambda record: replace(record, validation=replace(record.validation, sso_method=method))
        )
        await desk.settled()
        page = desk.at(CertificatePage)
        click(named(page, QPushButton, DO_BY_HAND))
        page.renew.set_open(on=True)
        await desk.settled()
        assert page.renew.gate.isVisible()
        assert not page.renew.by_hand.isVisible()
        click(page.renew.gate.confirm_button)
        await desk.settled()
        assert page.renew.by_hand.isVisible()

    on_page(story, page=StageId.CERTIFICATE, after=StageId.CERTIFICATE)


@pytest.mark.parametrize("stage", PAGES)
def test_a_fault_offers_to_go_on_by_hand(on_page: Play, stage: StageId) -> None:
    async def story(desk: Desk) -> None:
        # whatever went wrong: the notice is the page's own
        desk.page.show_problem(Problem(code=ProblemCode.ADDRESS_BLOCKED))
        await desk.settled()
        (notice,) = visible(desk.page, ProblemNotice)
        click(named(notice, QPushButton, DO_BY_HAND))
        await desk.settled()
        assert desk.session.record.is_by_hand(stage)
        assert not visible(desk.page, ProblemNotice)
        assert visible(desk.page, Instruction)

    on_page(story, page=stage, after=PAGES[stage])


def test_a_refused_create_is_made_by_hand_with_what_was_typed(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        await desk.settled()
        type_text(page.label, "Help desk")
        desk.set_faults(Fault.CREATE_FORBIDDEN)
        desk.press_primary()
        await desk.settled()
        (notice,) = visible(page, ProblemNotice)
        click(named(notice, QPushButton, DO_BY_HAND))
        await desk.settled()
        assert page.by_hand.label.text() == "Help desk"
        assert page.by_hand.suffix.text() == page.suffix.text() == "deskpro"
        values = [step.value for step in page.by_hand.steps.list.steps if step.value]
        assert values == ["SAML", "Help desk", "deskpro"]
        desk.press_primary()  # but nobody made it yet, and the key sees that
        await desk.settled()
        (notice,) = visible(page, ProblemNotice)
        assert "JumpCloud has no app with this address" in notice.accessibleName()
        assert desk.session.record.application is None

    on_page(story, page=StageId.APPLICATION, after=StageId.PREREQUISITES)


def test_the_ticks_and_the_words_of_the_portal_are_kept(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        await without_key(desk)
        steps = page.by_hand.steps
        assert steps.list.steps[1].path == ("Access", "SSO Applications")
        click(steps.list.instructions[0]._tick)
        click(steps.list.instructions[1]._tick)
        assert steps._count.text() == "2 of 11 ticked"
        click(steps.switch_button)
        await desk.settled()
        assert desk.session.record.by_hand.labels is PortalLabels.OLD
        assert steps.list.steps[1].path == ("USER AUTHENTICATION", "SSO Applications")
        assert [each.is_ticked for each in steps.list.instructions][:3] == [True, True, False]
        await desk.open(StageId.METADATA)
        assert desk.at(MetadataPage)._way[0] == "USER AUTHENTICATION"
        click(desk.at(MetadataPage).other_labels)
        await desk.settled()
        assert desk.at(MetadataPage)._way[0] == "Access"

    on_page(story, page=StageId.APPLICATION, after=StageId.PREREQUISITES)


def test_deskpros_own_entry_can_be_chosen(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        await without_key(desk)
        click(page.by_hand.connector.button(Connector.DESKPRO))
        await desk.settled()
        assert "DeskPRO" in [step.value for step in page.by_hand.steps.list.steps]
        assert desk.session.record.by_hand.connector is Connector.DESKPRO
        await desk.open(StageId.JUMPCLOUD_SSO)
        assert "Something has to be done first" in desk.words

    on_page(story, page=StageId.APPLICATION, after=StageId.PREREQUISITES)


def test_where_the_beginning_is_unknown_the_whole_address_comes_back(
    on_page: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_by_hand, "idp_url_base", lambda _session: "")

    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        await without_key(desk)
        assert not desk.can_go_on()
        type_text(page.by_hand.address, "https://sso.jumpcloud.com/saml2/YOURDOMAIN")
        assert "“YOURDOMAIN” still has to be replaced" in page.by_hand._address_row._wrong.text()
        assert not desk.can_go_on()
        type_text(page.by_hand.address, "https://elsewhere.example/saml2/deskpro")
        assert "does not lead to JumpCloud" in page.by_hand._address_row._wrong.text()
        right = f"{desk.sandbox.jumpcloud}/saml2/desk"
        type_text(page.by_hand.address, right)
        desk.press_primary()
        await desk.settled()
        assert desk.session.record.application is not None
        assert desk.session.record.application.idp_url == right

    on_page(story, page=StageId.APPLICATION, after=StageId.PREREQUISITES)


@pytest.mark.parametrize(
    ("stage", "after"),
    [
        (StageId.JUMPCLOUD_SSO, StageId.DESKPRO_ADD),
        (StageId.ACCESS, StageId.DESKPRO_CONFIGURE),
    ],
)
def test_steps_that_are_done_fold_and_can_be_had_again(
    on_page: Play, stage: StageId, after: StageId
) -> None:
    async def story(desk: Desk) -> None:
        await without_key(desk)
        page: Any = desk.page
        if stage is StageId.ACCESS:
            type_text(page.by_hand.names, "Agents")
            click(page.by_hand.included)
        assert visible(page, Instruction)
        desk.press_primary()
        await desk.settled()
        assert not visible(page, Instruction)
        assert "as you told us" in desk.words
        click(page.by_hand.guide.change_button)
        assert visible(page, Instruction)
        click(page.by_hand.guide.keep_button)
        assert not visible(page, Instruction)

    on_page(story, page=stage, after=after)


def test_what_was_told_wrong_is_told_again(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        await without_key(desk)
        desk.press_primary()
        await desk.settled()
        assert "created by hand, as you told us" in desk.words
        assert desk.view.stages.items[StageId.APPLICATION].accessibleName().endswith("by hand")
        click(page.made.tell_button)
        await desk.settled()
        type_text(page.by_hand.suffix, "another")
        desk.press_primary()
        await desk.settled()
        assert desk.session.record.application is not None
        assert desk.session.record.application.idp_url.endswith("/saml2/another")
        assert page.primary() is None

    on_page(story, page=StageId.APPLICATION, after=StageId.PREREQUISITES)


def test_an_address_told_wrong_is_found_out_by_the_metadata(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        address = await metadata_address(desk.sandbox, desk.session.record)
        await without_key(desk)
        application = desk.session.record.application
        assert application is not None
        typo = replace(application, id="", idp_url=f"{application.idp_url}-typo")
        await desk.session.commit(lambda record: replace(record, application=typo))
        page = desk.at(MetadataPage)
        type_text(page.address, address)
        desk.press_primary()
        await desk.settled()
        (notice,) = visible(page, ProblemNotice)
        assert application.idp_url in notice.accessibleName() + desk.words
        assert desk.session.record.metadata is None
        click(named(notice, QPushButton, "Go to “JumpCloud app”"))
        await desk.settled()
        assert desk.page.stage is StageId.APPLICATION

    on_page(story, page=StageId.METADATA, after=StageId.APPLICATION)


def test_without_a_key_the_way_back_is_to_give_one(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await without_key(desk)
        click(named(desk.page, QPushButton, "Give the program a key, so that it can do this"))
        await desk.settled()
        page = desk.at(PrerequisitesPage)
        click(page.account.change_button)
        assert page.account.kind.value() == "by-hand"
        click(page.account.kind.button("api-key"))
        await desk.settled()
        click(page.account.practice_button)
        desk.press_primary()
        await until(lambda: desk.session.record.account is not None)
        await desk.settled()
        assert not desk.session.record.by_hand.without_key
        await desk.open(StageId.APPLICATION)
        assert desk.primary == "Create in JumpCloud"

    on_page(story, page=StageId.APPLICATION, after=StageId.PREREQUISITES)


def test_a_key_that_is_refused_offers_to_do_without(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        type_text(page.helpdesk.address, desk.sandbox.deskpro)
        desk.press_primary()
        await desk.settled()
        type_text(page.account.key.line, "jca_wrong")
        desk.press_primary()
        await desk.settled()
        (notice,) = visible(page, ProblemNotice)
        click(named(notice, QPushButton, DO_BY_HAND))
        await desk.settled()
        assert not visible(page, ProblemNotice)
        assert desk.primary == "Go on without a key"
        desk.press_primary()
        await desk.settled()
        assert desk.session.record.by_hand == ByHand(without_key=True, region=Region.US)
        type_text(page.tester.email, "nobody")
        desk.press_primary()
        await desk.settled()
        (notice,) = visible(page, ProblemNotice)
        assert "This is no e-mail address" in notice.accessibleName()
        assert not [b for b in visible(notice, QPushButton) if "instead" in b.text()]
        type_text(page.tester.email, "ann@acme.example")
        desk.press_primary()
        await desk.settled()
        assert desk.session.record.tester is not None
        assert desk.session.record.tester.id == ""

    on_page(story, page=StageId.PREREQUISITES, after=None)


LOOKED_AT: list[tuple[StageId, StageId | None]] = [
    (StageId.APPLICATION, StageId.PREREQUISITES),
    (StageId.JUMPCLOUD_SSO, StageId.DESKPRO_ADD),
    (StageId.CERTIFICATE, StageId.DESKPRO_ADD),
    (StageId.METADATA, StageId.CERTIFICATE),
    (StageId.ACCESS, StageId.APPLICATION),
]


@looks
@pytest.mark.parametrize(("stage", "after"), LOOKED_AT)
def test_the_pages_by_hand_are_readable_translated_and_reached(
    on_page: Play, stage: StageId, after: StageId, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        await without_key(desk)
        await desk.open(StageId.SUMMARY)
        await desk.open(stage)  # entered as it is, with the focus where a page begins
        well_made(desk)

    on_page(story, page=stage, after=after, language=language, size=size)


@looks
def test_a_fault_with_all_its_ways_out_is_readable(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        await desk.settled()
        problem = Problem(code=ProblemCode.ADDRESS_BLOCKED)
        desk.page.show_problem(problem, retry=desk.page.clear_problem)
        await desk.open(StageId.SUMMARY)
        await desk.open(StageId.METADATA)
        await desk.open(StageId.CERTIFICATE)
        (notice,) = visible(desk.page, ProblemNotice)
        assert len(visible(notice, QPushButton)) >= 3
        well_made(desk)

    on_page(
        story,
        page=StageId.CERTIFICATE,
        after=StageId.JUMPCLOUD_SSO,
        language=language,
        size=size,
    )


@looks
def test_choosing_to_have_no_key_is_readable(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        type_text(page.helpdesk.address, desk.sandbox.deskpro)
        desk.press_primary()
        await desk.settled()
        click(page.account.kind.button("by-hand"))
        page.account.without_key.regions.show()  # as outside practice
        await desk.settled()
        assert "console.eu.jumpcloud.com" in _names(page.account.without_key.regions)
        well_made(desk)
        desk.press_primary()
        await desk.settled()
        well_made(desk)

    on_page(story, page=StageId.PREREQUISITES, after=None, language=language, size=size)


def _names(regions: Any) -> str:
    return " ".join(button.accessibleName() for button in visible(regions, QRadioButton))
