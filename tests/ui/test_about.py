"""*About*: versions, folders and licences, reached from the first page and the settings."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

import deskpro_sso_gui
from deskpro_sso_gui import resources
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.licences import Licence, licence_text, licences
from deskpro_sso_gui.texts import PSEUDO
from deskpro_sso_gui.ui import about
from deskpro_sso_gui.ui.about import AboutView, _LicenceLine
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.window import Window
from tests.support.window import (
    click,
    clipped,
    drive,
    named,
    nameless,
    reachable,
    settled,
    tab_walk,
    until,
    untranslated,
    visible,
)

pytestmark = pytest.mark.window


async def shown(window: Window) -> AboutView:
    await settled(window)
    click(window.start_page.about_button)
    await until(lambda: visible(window, _LicenceLine))
    await settled(window)
    assert window.about_view is not None
    return window.about_view


def test_it_is_reached_from_the_first_page_copied_and_left_to_it() -> None:
    async def story(window: Window) -> None:
        await shown(window)
        click(named(window, Button, "Copy Versions"))
        copied = QGuiApplication.clipboard().text()
        assert copied.startswith(f"DeskPRO SSO Assistant {deskpro_sso_gui.__version__}\nPython 3.")
        assert all(f"\n{name} " in copied for name in ("Qt", "PySide6", "OpenSSL"))
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
        await settled(window)
        assert window.start_page.isVisible()
        assert window.about_view is None

    drive(story)


def test_it_is_reached_from_the_settings_and_left_to_them() -> None:
    async def story(window: Window) -> None:
        await window._new_setup()
        window.open_settings()
        await settled(window)
        click(named(window, Button, "About this program"))
        await settled(window)
        click(named(window, Button, "Back"))
        assert window.settings_view is not None
        assert window.settings_view.isVisible()
        window.open_about()
        window.close_settings()
        await settled(window)
        assert window.setup_view is not None
        assert window.setup_view.isVisible()
        assert visible(window, AboutView) == []

    drive(story)


def test_folders_are_opened_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(about, "open_file", opened.append)

    async def story(window: Window) -> None:
        await shown(window)
        for name in ("Your set-ups", "The log, which holds no values", "The settings"):
            click(named(window, Button, f"Open the folder: {name}"))

    drive(story)
    places = folders(practice=False)
    assert opened == [places.data, places.log, places.settings_file.parent]


def test_a_licence_opens_with_its_text() -> None:
    async def story(window: Window) -> None:
        view = await shown(window)
        lines = {each.licence.name: each for each in visible(view, _LicenceLine)}
        lines["httpx"].set_open(on=True)
        await settled(window)
        (text,) = visible(lines["httpx"], QPlainTextEdit)
        assert "Redistribution and use" in text.toPlainText()

    drive(story)


def test_from_source_our_requirements_and_theirs_are_named() -> None:
    found = {each.name.lower(): each for each in licences()}
    assert {"httpx", "pyside6_essentials", "cryptography", "h11", "cffi"} <= set(found)
    assert "pytest" not in found
    assert all(each.licence for each in found.values())


def test_a_packaged_program_has_its_own_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "path", tmp_path.joinpath)
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences/zlib.txt").write_text("zlib's text")
    parts = [{"name": "zlib", "version": "", "licence": "Zlib", "text": "licences/zlib.txt"}]
    (tmp_path / "licences.json").write_bytes(msgspec.json.encode(parts))
    (only,) = licences()
    assert only == Licence(name="zlib", licence="Zlib", text="licences/zlib.txt")
    assert licence_text(only) == "zlib's text"
    assert licence_text(Licence(name="a", text="licences/gone.txt")) == ""


@pytest.mark.parametrize(
    ("language", "size"), [("en", (480, 400)), (PSEUDO, (640, 480)), (PSEUDO, (1080, 760))]
)
def test_it_is_whole_translated_and_reached(language: str, size: tuple[int, int]) -> None:
    async def story(window: Window) -> None:
        view = await shown(window)
        assert clipped(window) == []
        assert nameless(window) == []
        assert set(reachable(view)) <= set(tab_walk(window))
        if language == PSEUDO:
            assert untranslated(view) == []

    drive(story, language=language, size=size)
