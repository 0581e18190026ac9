"""Page *Certificate*, in the real window with a real sandbox behind it."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from deskpro_sso_gui.setup.parts import CertificateState, Origin
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.application import (
    Wish,
    adopt_application,
    create_application,
    survey,
)
from deskpro_sso_gui.tasks.certificate import jumpcloud_certificate
from deskpro_sso_gui.ui.pages.certificate import CertificatePage
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.window import click, drop, until, visible

pytestmark = pytest.mark.window
PAGE = StageId.CERTIFICATE
START: Start = {"page": PAGE, "after": StageId.APPLICATION}


def _told(desk: Desk) -> list[str]:
    return [line.text for line in desk.at(CertificatePage).lines.lines]


async def _certificate(desk: Desk) -> CertificateState:
    await until(lambda: desk.session.record.certificate is not None)
    await desk.settled()
    certificate = desk.session.record.certificate
    assert certificate is not None
    return certificate


def test_jumpclouds_own_copy_is_fetched_shown_and_saved(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        assert page.drop.isVisible()
        assert not page.fetch_button.isVisible()
        assert desk.primary == page.fetch_button.text()
        desk.press_primary()
        certificate = await _certificate(desk)
        assert desk.window.focusWidget() is desk.view.next_button
        assert certificate.source is Origin.JUMPCLOUD
        assert certificate.matches_jumpcloud
        assert page._owner.text() == "JumpCloud certificate of Acme Inc (practice)"
        assert "about 5 years left" in _told(desk)[0]
        assert "JumpCloud's own copy" in _told(desk)
        assert not page.drop.isVisible()
        assert page._sha256.value().replace(":", "").lower() == certificate.sha256

        click(page.save_button)
        (dialog,) = page.findChildren(QFileDialog)
        target = tmp_path / "clean.pem"
        dialog.fileSelected.emit(str(target))
        dialog.close()
        await until(target.exists)
        await desk.settled()
        assert target.read_text() == certificate.pem
        assert str(target) in page.saved.lines[0].text

    on_page(story, **START)


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_else_can_be_done_stands_below_the_certificate(
    on_page: Play, *, by_hand: bool
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        assert not page.renew.isVisible()  # there is none yet
        desk.press_primary()
        await _certificate(desk)
        if by_hand:
            click(page.switch.button)
            await desk.settled()
        shown = (page._card, page._other, page.renew, page.switch)
        tops = [each.mapTo(page, each.rect().topLeft()).y() for each in shown]
        assert all(each.isVisible() for each in shown)
        assert tops == sorted(tops)

    on_page(story, **START)


def test_a_dropped_file_is_repaired_and_compared(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        own = await jumpcloud_certificate(desk.session)
        file = tmp_path / "certificate.pem"
        file.write_bytes(b"\xef\xbb\xbf" + own.pem.replace("\n", "\r\n").encode())
        drop(page.drop, file)
        certificate = await _certificate(desk)
        assert certificate.source is Origin.FILE
        assert certificate.sha256 == own.sha256
        assert "The same as JumpCloud's own copy" in _told(desk)
        assert _told(desk)[-1].startswith("Repaired in the clean copy: ")
        assert "an invisible mark at the beginning was removed" in _told(desk)[-1]

    on_page(story, **START)


def test_another_apps_certificate_is_told_as_such(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        seen = await survey(desk.session)
        own = seen.using(f"{seen.base}deskpro")
        assert own is not None
        await create_application(desk.session, Wish(suffix="another"))
        other = (await jumpcloud_certificate(desk.session)).pem
        await adopt_application(desk.session, own.id)
        await desk.settled()
        page = desk.at(CertificatePage)
        file = tmp_path / "certificate.pem"
        file.write_text(other)
        drop(page.drop, file)
        certificate = await _certificate(desk)
        assert certificate.matches_jumpcloud is False
        assert "Another one than JumpCloud signs with" in _told(desk)
        assert page._differs.isVisible()
        page._other.set_open(on=True)
        click(page.fetch_button)
        await until(lambda: not page._differs.isVisible())
        await desk.settled()
        assert desk.window.focusWidget() is desk.view.next_button

    on_page(story, page=PAGE, after=StageId.PREREQUISITES, outside=StageId.APPLICATION)


WRONG_FILES = [
    (b"", "the file is empty"),
    (b"<!DOCTYPE html><html></html>", "it is a web page"),
    (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "private key"),
    (b"hello", "it is something else"),
]


def test_a_wrong_file_is_explained_and_nothing_is_kept(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        file = tmp_path / "certificate.pem"
        for content, explanation in WRONG_FILES:
            file.write_bytes(content)
            drop(page.drop, file)
            await desk.settled()
            (problem,) = visible(page, ProblemNotice)
            words = " ".join(label.text() for label in visible(problem, PlainLabel))
            assert explanation in words
            assert desk.session.record.certificate is None
            assert page.drop.isVisible()

    on_page(story, page=PAGE, after=None)


DAYS_LEFT = [
    (-1, "error", "It ran out on"),
    (0, "attention", "0 days left"),
    (1, "attention", "one day left"),
    (60, "attention", "60 days left"),
    (61, "success", "61 days left"),
    (1826, "success", "about 5 years left"),
]


def test_the_days_left_are_calendar_days(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        now = desk.session.services.now()
        for days, tone, words in DAYS_LEFT:
            end = (now + timedelta(days=days)).replace(hour=0, minute=0, second=1)
            certificate = CertificateState(
                pem="-----BEGIN CERTIFICATE-----\n",
                sha256="a" * 64,
                sha1="b" * 40,
                subject="CN=JumpCloudSAMLUser",
                not_before=now - timedelta(days=3),
                not_after=end,
                source=Origin.FILE,
            )
            line = page._validity(certificate)
            assert words in line.text
            assert line.tone == tone

    on_page(story, page=PAGE, after=None)


@looks
def test_every_state_is_readable_translated_and_reached(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        well_made(desk)
        desk.press_primary()
        await _certificate(desk)
        page.details.set_open(on=True)
        page._other.set_open(on=True)
        await desk.settled()
        well_made(desk)

    on_page(story, **START, language=language, size=size)
