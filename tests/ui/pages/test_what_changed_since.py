"""A finished set-up is opened later: what changed meanwhile is told, and led to."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import SsoMethod
from deskpro_sso_gui.setup.progress import next_stage
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.health import Aspect, Changed
from deskpro_sso_gui.ui.pages.blocks.health import ASPECTS, WORDS
from deskpro_sso_gui.ui.pages.certificate import CertificatePage
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from deskpro_sso_gui.ui.widgets.notice import Notice
from deskpro_sso_gui.ui.widgets.section import SectionState
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.saml_documents import signer
from tests.support.window import click, named, until

pytestmark = pytest.mark.window
START: Start = {"after": StageId.VALIDATE, "page": StageId.SUMMARY}
Meanwhile = Callable[[Store], object]


async def finished(desk: Desk, folder: Path) -> None:
    """Save the summary, so that nothing is left to do."""
    page = desk.at(SummaryPage)
    page.use_folder(str(folder))
    desk.press_primary()
    await until(lambda: next_stage(desk.session.record) is None)
    await desk.settled()


async def opened_later(desk: Desk) -> SummaryPage:
    """Go to the first page, and open the set-up again."""
    record_id = desk.session.record.id
    desk.window.go_home()
    await desk.settled()
    await desk.window.open_setup(record_id)
    await until(lambda: desk.at(SummaryPage).health.looks)
    await desk.settled()
    return desk.at(SummaryPage)


def found(page: SummaryPage) -> list[Changed]:
    return [change.what for look in page.health.looks or () for change in look.changes]


def test_nothing_changed_is_said_once_and_calmly(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        assert not desk.at(SummaryPage).health.isVisible()  # not finished yet
        await finished(desk, tmp_path)
        page = await opened_later(desk)
        looks = page.health.looks or ()
        assert [look.aspect for look in looks] == list(Aspect)
        assert [look.is_same for look in looks] == [True] * len(Aspect)
        assert page.health.state is SectionState.DONE
        assert "Nothing changed, as far as it can be asked." in desk.words
        assert "more days." in desk.words
        assert next_stage(desk.session.record) is None  # looking is no work
        assert desk.primary == ""

    on_page(story, **START)


def _inactive(store: Store) -> None:
    for application in store.world.applications.values():
        application.active = False


def _gone(store: Store) -> None:
    store.world.applications.clear()


def _other_acs(store: Store) -> None:
    for application in store.world.applications.values():
        application.values["acsUrl"] = "https://elsewhere.example/acs"


def _hidden(store: Store) -> None:
    for application in store.world.applications.values():
        application.hidden = True


def _certificate(store: Store) -> None:
    other = signer("renewed")
    for application in store.world.applications.values():
        application.certificate_pem = other.pem.decode()
        application.certificate_value = b64encode(other.pem).decode()


def _no_groups(store: Store) -> None:
    for application in store.world.applications.values():
        application.group_ids = []


def _other_groups(store: Store) -> None:
    names = {group.name: group.id for group in store.world.groups.values()}
    for application in store.world.applications.values():
        application.group_ids = [names["All staff"]] if "All staff" in names else []
        if not application.group_ids:
            others = [id_ for name, id_ in names.items() if name != "DeskPRO agents"]
            application.group_ids = others[:1]


def _another_app_took_over(store: Store) -> None:
    for source in store.world.helpdesk.sources:
        source.is_enabled = False


def _automatic(store: Store) -> None:
    for source in store.world.helpdesk.sources:
        source.sso_method = SsoMethod.AUTOMATIC


@pytest.mark.parametrize(
    ("meanwhile", "changes", "stage"),
    [
        (_gone, {Changed.APPLICATION_GONE}, StageId.APPLICATION),
        (_inactive, {Changed.APPLICATION_INACTIVE}, StageId.JUMPCLOUD_SSO),
        (_other_acs, {Changed.SETTINGS}, StageId.JUMPCLOUD_SSO),
        (_hidden, {Changed.TILE}, StageId.APPLICATION),
        (_certificate, {Changed.CERTIFICATE, Changed.METADATA}, StageId.CERTIFICATE),
        (_no_groups, {Changed.NO_GROUPS}, StageId.ACCESS),
        (_other_groups, {Changed.GROUPS_GONE, Changed.GROUPS_NEW}, StageId.ACCESS),
        (_another_app_took_over, {Changed.SOURCE_OFF}, StageId.DESKPRO_CONFIGURE),
        (_automatic, {Changed.AUTOMATIC}, StageId.VALIDATE),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_each_change_is_named_and_leads_to_its_page(
    on_page: Play,
    tmp_path: Path,
    meanwhile: Meanwhile,
    changes: set[Changed],
    stage: StageId,
) -> None:
    async def story(desk: Desk) -> None:
        await finished(desk, tmp_path)
        desk.change(meanwhile)
        page = await opened_later(desk)
        assert changes <= set(found(page))
        others = set(found(page)) - changes
        # what is gone can't be read any more, nor what its address showed
        assert not others or meanwhile is _gone, others
        first = next(iter(page.health.findChildren(Notice)))
        worst = next(each for each in changes if WORDS[each].stage is stage)
        assert WORDS[worst].title.partition("{")[0] in desk.words
        click(named(first, QPushButton, first.findChildren(QPushButton)[0].text()))
        await until(lambda: desk.page.stage is stage)
        await desk.settled()

    on_page(story, **START)


def test_an_end_that_is_near_leads_to_the_renewal(
    on_page: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(desk: Desk) -> None:
        await finished(desk, tmp_path)
        certificate = desk.session.record.certificate
        assert certificate is not None
        end = certificate.not_after
        services = desk.session.services
        for days, what in ((20, Changed.EXPIRING), (-2, Changed.EXPIRED)):
            monkeypatch.setattr(services, "now", lambda days=days: end - timedelta(days=days))
            page = desk.at(SummaryPage)
            page.health.look()
            await desk.settled()
            assert what in found(page)
        monkeypatch.undo()
        click(named(page.health, QPushButton, "Renew the certificate"))
        await desk.settled()
        assert desk.at(CertificatePage).renew.open

    on_page(story, **START)


def test_what_can_t_be_asked_is_no_change(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await finished(desk, tmp_path)
        desk.set_faults(Fault.NO_SIGN_IN_SOURCES, Fault.METADATA_NEEDS_KEY)
        page = await opened_later(desk)
        known = {look.aspect: look.known for look in page.health.looks or ()}
        assert known[Aspect.SOURCE] is False
        assert "One thing could not be asked." in desk.words
        page.health._details.set_open(on=True)
        assert f"{ASPECTS[Aspect.SOURCE]}: could not be asked" in desk.words
        # the address still answers, but no longer to DeskPRO
        assert found(page) == [Changed.METADATA_UNREADABLE]

    on_page(story, **START)


@looks
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        await finished(desk, tmp_path)
        desk.change(_certificate)
        desk.change(_inactive)
        desk.change(_other_groups)
        page = await opened_later(desk)
        page.health._details.set_open(on=True)
        await desk.settled()
        well_made(desk)

    on_page(story, size=size, language=language, **START)


def test_everything_that_can_change_has_words() -> None:
    assert set(WORDS) == set(Changed)
    assert set(ASPECTS) == set(Aspect)
