"""Page *Certificate*, in the real window with a real sandbox behind it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from deskpro_sso_gui.setup.record import CertificateState, Origin
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.certificate import jumpcloud_certificate
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support.practice_window import (
    Desk,
    Lent,
    practise,
    running_sandbox,
    sandbox_looks,
    well_made,
)
from tests.support.window import click, drop, until, visible

PAGE = StageId.CERTIFICATE


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Lent]:
    with running_sandbox() as lent:
        yield lent


def _told(desk: Desk) -> list[str]:
    return [line.text for line in desk.page.lines.lines]


async def _certificate(desk: Desk) -> CertificateState:
    await until(lambda: desk.session.record.certificate is not None)
    await desk.settled()
    certificate = desk.session.record.certificate
    assert certificate is not None
    return certificate


def test_jumpclouds_own_copy_is_fetched_shown_and_saved(sandbox: Lent, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.create()
        page = await desk.open(PAGE)
        assert page.drop.isVisible()
        click(page.fetch_button)
        certificate = await _certificate(desk)
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

    practise(story, sandbox)


def test_a_dropped_file_is_repaired_and_compared(sandbox: Lent, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.create()
        page = await desk.open(PAGE)
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

    practise(story, sandbox)


def test_another_apps_certificate_is_told_as_such(sandbox: Lent, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.create("another")
        other = (await jumpcloud_certificate(desk.session)).pem
        await desk.begin_anew()
        await desk.create()
        page = await desk.open(PAGE)
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

    practise(story, sandbox)


WRONG_FILES = [
    (b"", "the file is empty"),
    (b"<!DOCTYPE html><html></html>", "it is a web page"),
    (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "private key"),
    (b"hello", "it is something else"),
]


def test_a_wrong_file_is_explained_and_nothing_is_kept(sandbox: Lent, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        page = await desk.open(PAGE)
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

    practise(story, sandbox)


DAYS_LEFT = [
    (-1, "error", "It ran out on"),
    (0, "attention", "0 days left"),
    (1, "attention", "one day left"),
    (60, "attention", "60 days left"),
    (61, "success", "61 days left"),
    (1826, "success", "about 5 years left"),
]


def test_the_days_left_are_calendar_days(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        page = await desk.open(PAGE)
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

    practise(story, sandbox)


@sandbox_looks
def test_every_state_is_readable_translated_and_reached(
    sandbox: Lent, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        await desk.create()
        page = await desk.open(PAGE)
        well_made(desk, language)
        click(page.fetch_button)
        await _certificate(desk)
        page.details.set_open(on=True)
        page._other.set_open(on=True)
        await desk.settled()
        well_made(desk, language)

    practise(story, sandbox, language=language, size=size)
