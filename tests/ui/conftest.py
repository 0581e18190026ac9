"""A screen, and Qt's warnings as failures."""

import gc
from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui.ui import loop
from deskpro_sso_gui.ui.theme import Scheme, Theme
from tests.support.gallery.tour import Found, Way, send
from tests.support.window import start_screen


@pytest.fixture(scope="session", autouse=True)
def screen() -> Iterator[None]:
    # between two windows too, Qt's objects end in the thread they are of
    gc.disable()
    yield from start_screen()
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def old_garbage() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def no_qt_complaints(screen: None) -> Iterator[None]:
    del screen
    said: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        del context
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg:
            said.append(message)

    qInstallMessageHandler(note)
    yield
    # young garbage, which the test itself left; all of it would cost more than most tests
    gc.collect(1)
    qInstallMessageHandler(None)
    assert not said, f"Qt complained: {said}"


@pytest.fixture
def application(screen: None) -> QApplication:
    del screen
    made = loop.application()
    Theme.install(made).use(Scheme.LIGHT)
    return made


@pytest.fixture(scope="session")
def found(screen: None, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Found]:
    """Walk once through the whole gallery in the pseudo-language, and tell what is wrong.

    In a process of its own: it gives the whole application another font.
    """
    del screen
    return send(Way(), tmp_path_factory.mktemp("gallery"))
