"""Drive the real window: a screen for it, its event loop, and what a person does and sees."""

import asyncio
import itertools
import os
import select
import shutil
import subprocess
import threading
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.ui import language as window_language
from deskpro_sso_gui.ui import loop
from deskpro_sso_gui.ui.theme import Scheme, Theme
from deskpro_sso_gui.ui.widgets.buttons import CardButton
from deskpro_sso_gui.ui.widgets.labels import CONSOLE, VALUE, ElidedLabel, PlainLabel
from deskpro_sso_gui.ui.window import Window

W = TypeVar("W", bound=QWidget)
STORY_SECONDS = 300.0
WAIT_SECONDS = 60.0
_TURNS_TO_REST = 8
"""A layout asks its parent's for room in the next turn, and the deepest nest six deep."""
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


def start_screen() -> Iterator[None]:
    """Give Qt an X11 screen: the one there is, or a new one of our own that ends with the tests.

    There is no falling back to Qt's offscreen platform: it has no window manager protocol, no
    system fonts and no accessibility, so it would prove less and say nothing of it.
    """
    if os.environ.get("DISPLAY"):
        yield
        return
    program = shutil.which("Xvfb")
    if program is None:
        pytest.fail("no DISPLAY and no Xvfb: install the package xvfb to test the window")
    reading, writing = os.pipe()
    process = subprocess.Popen(
        # it is not to begin anew, and turn others away meanwhile, whenever nobody is connected
        [
            program,
            "-noreset",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            "1600x1200x24",
            "-nolisten",
            "tcp",
        ],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with open(reading, "rb") as answer:  # noqa: PTH123 - a descriptor, not a path
            told, _, _ = select.select([answer], [], [], WAIT_SECONDS)
            number = answer.readline().strip().decode() if told else ""
        if not number:
            pytest.fail("Xvfb did not start")
        os.environ["DISPLAY"] = f":{number}"
        yield
    finally:
        os.environ.pop("DISPLAY", None)
        process.terminate()
        process.wait(10)


def screen_environment() -> dict[str, str]:
    """Return what a program needs in its environment to open a window on this screen."""
    return {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ}


async def plain_services() -> Services:
    """Build services that keep keys in memory and files where the environment says."""
    return Services(practice=False, places=folders(practice=False), credentials=SessionStore())


def drive(  # noqa: PLR0913 - each names one thing that a story may want otherwise
    story: Callable[[Window], Awaitable[None]],
    *,
    services: Callable[[], Awaitable[Services]] = plain_services,
    practice: bool = False,
    size: tuple[int, int] = (1080, 760),
    language: str = "en",
    scheme: Scheme = Scheme.LIGHT,
    opened: list[str] | None = None,
    seconds: float = STORY_SECONDS,
    lasting: Collection[str] = (),
) -> None:
    """Open the window, play ``story``, close it, and see that nothing is left running.

    Args:
        story: what is done and expected; the window is shown and the first page is there.
        services: builds the services.
        practice: the window is in practice.
        size: the window's width and height.
        language: the language to speak.
        scheme: the looks.
        opened: collects the addresses that would have been opened in a browser.
        seconds: how long the story may take.
        lasting: names of daemon threads that may outlive the window.
    """
    addresses = opened if opened is not None else []

    def open_url(address: str) -> bool:
        addresses.append(address)
        return True

    async def main() -> int:
        window_language.use(loop.application(), language)
        Theme.install(loop.application()).use(scheme)
        window = Window(services, practice=practice, open_url=open_url)
        window.resize(*size)
        window.show()
        try:
            async with asyncio.timeout(seconds):
                await window.painted()
                window.begin()
                await story(window)
        finally:
            window.close()
            await window.closed()
            await window.shut_down()
            window.deleteLater()
            window_language.use(loop.application(), "en")
        await _nothing_left(threads, lasting)
        return 0

    threads = set(threading.enumerate())
    assert loop.run(main) == 0


async def _nothing_left(before: set[threading.Thread], lasting: Collection[str]) -> None:
    def left() -> list[object]:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        threads = set(threading.enumerate()) - before
        return [*tasks, *(each for each in threads if each.name not in lasting)]

    await until(lambda: not left(), lambda: f"something is left running: {left()}")


async def until(
    condition: Callable[[], Any],
    what: str | Callable[[], str] = "",
    seconds: float = WAIT_SECONDS,
) -> None:
    """Wait until ``condition`` holds; fail with ``what`` if it does not in time."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - anything can be waited for
                await asyncio.sleep(0.01)
    except TimeoutError:
        told = what() if callable(what) else what
        pytest.fail(f"waited {seconds} s in vain: {told or condition}")


async def settled(window: Window) -> None:
    """Wait until nothing is under way and the layout has come to rest."""
    await until(lambda: not window.runner.runs, lambda: f"still busy: {window.runner.runs}")
    for _ in range(_TURNS_TO_REST):
        await asyncio.sleep(0)


def named(root: QWidget, kind: type[W], name: str) -> W:
    """Return the one visible ``kind`` in ``root`` that is called ``name``."""
    found = [w for w in root.findChildren(kind) if w.isVisible() and name_of(w) == name]
    names = sorted(name_of(w) for w in root.findChildren(kind) if w.isVisible())
    assert len(found) == 1, f"{len(found)} of {kind.__name__} {name!r} among {names}"
    return found[0]


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls ``widget``."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text().replace("&", "")
    return ""


def click(widget: QWidget) -> None:
    """Click in the middle of ``widget``, as a person who can see it does."""
    reveal(widget)
    assert widget.isVisible(), f"{name_of(widget)!r} is not to be seen"
    assert widget.isEnabled(), f"{name_of(widget)!r} is not enabled"
    middle = widget.rect().center()
    if isinstance(widget, QAbstractButton) and not isinstance(widget, CardButton):
        at = min(middle.x(), 10)
        mirrored = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
        middle = QPoint(widget.width() - at if mirrored else at, middle.y())
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=middle)


def reveal(widget: QWidget) -> None:
    """Scroll ``widget`` into sight."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def type_text(widget: QWidget, text: str) -> None:
    """Type ``text`` into ``widget`` in place of what is there."""
    reveal(widget)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(widget, text)


def drop(widget: QWidget, *paths: Path) -> None:
    """Drop files on ``widget``."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle = QPointF(widget.rect().center())
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(middle.toPoint(), actions, data, buttons, plain)
    QApplication.sendEvent(widget, entered)
    assert entered.isAccepted(), f"{name_of(widget)!r} takes no such files"
    QApplication.sendEvent(widget, QDropEvent(middle, actions, data, buttons, plain))


def visible(root: QWidget, kind: type[W]) -> list[W]:
    """Return the visible widgets of ``kind`` in ``root``."""
    return [w for w in root.findChildren(kind) if w.isVisible()]


def is_value(widget: QWidget) -> bool:
    """Say whether what ``widget`` shows is in no language: a value or a console's label."""
    at: QWidget | None = widget
    while at is not None:
        if at.property(VALUE) or at.property(CONSOLE):
            return True
        at = at.parentWidget()
    return False


def shown_texts(root: QWidget) -> list[tuple[QWidget, str]]:
    """Return every text that can be read or is read out in ``root``, but values."""
    found: list[tuple[QWidget, str]] = []
    for widget in [root, *visible(root, QWidget)]:
        if is_value(widget):
            continue
        said = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            said.append(widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            said.append(widget.placeholderText())
        found += [(widget, text) for text in said if text]
    return found


def untranslated(root: QWidget) -> list[str]:
    """Return the texts in ``root`` that did not go through ``texts``; in the pseudo-language."""
    return [
        text for _, text in shown_texts(root) if any(map(str.isalpha, text)) and "[" not in text
    ]


def clipped(root: QWidget) -> list[str]:
    """Return what does not get the room it needs, or lies over its neighbour."""
    faults: list[str] = []
    for widget in [root, *visible(root, QWidget)]:
        if isinstance(widget, PlainLabel) and not isinstance(widget, ElidedLabel):
            if widget.hasHeightForWidth() and widget.height() < widget.heightForWidth(
                widget.width()
            ):
                faults.append(f"too low: {widget.text()!r} {widget.size()}")
        elif isinstance(widget.parentWidget(), QLineEdit):
            continue  # Qt's own buttons in a line: it knows their size
        elif isinstance(widget, QAbstractButton) and not isinstance(widget, CardButton):
            hint = widget.sizeHint()
            if widget.width() < hint.width() or widget.height() < hint.height():
                faults.append(f"too small: {name_of(widget)!r} {widget.size()} < {hint}")
        elif isinstance(widget, QScrollArea):
            inner = widget.widget()
            if inner is not None and inner.width() > widget.viewport().width():
                faults.append(f"wider than the window: {inner.objectName()} {inner.width()}")
        faults += _misplaced(widget)
    return faults


def _misplaced(parent: QWidget) -> list[str]:
    """Return what lies outside ``parent``, or over another widget of its layout."""
    laid_out = [widget for widget in _held(parent) if widget.isVisible()]
    outside = [
        f"outside: {name_of(widget)!r} {widget.geometry()} in {parent.rect()}"
        for widget in laid_out
        if not parent.rect().contains(widget.geometry())
    ]
    overlaps = [
        f"overlaps: {name_of(widget)!r} and {name_of(other)!r}"
        for widget, other in itertools.combinations(laid_out, 2)
        if widget.geometry().intersects(other.geometry())
    ]
    return outside + overlaps


def _held(parent: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that the layout of ``parent`` and those in it put in their places.

    Not by ``itemAt``: Python would keep each item for as long as the layout, also when Qt has
    deleted it, and take whatever comes to stand in its place for it (PySide's parent of items).
    """
    layout = parent.layout()
    if layout is None:
        return
    layouts = [layout, *layout.findChildren(QLayout)]
    for child in parent.children():
        if isinstance(child, QWidget) and any(each.indexOf(child) >= 0 for each in layouts):
            yield child


def nameless(root: QWidget) -> list[str]:
    """Return the controls in ``root`` that a screen reader could not name."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in visible(root, QWidget)
        if isinstance(widget, CONTROLS)
        and not name_of(widget)
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]


def tab_walk(window: QWidget, limit: int = 200) -> list[QWidget]:
    """Press Tab until the focus is back where it was, and return where it has been."""
    window.activateWindow()
    first = window.focusWidget()
    assert first is not None, "nothing has the focus"
    walked = [first]
    for _ in range(limit):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        at = window.focusWidget()
        assert at is not None
        if at is first:
            return walked
        walked.append(at)
    pytest.fail(f"Tab does not come back within {limit} steps")


def reachable(root: QWidget) -> Sequence[QWidget]:
    """Return the controls in ``root`` that Tab has to reach."""
    return [
        widget
        for widget in visible(root, QWidget)
        if isinstance(widget, CONTROLS)
        and widget.isEnabled()
        and widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        and widget.focusProxy() is None
    ]


def screenshot(window: QWidget, path: Path) -> None:
    """Save a picture of ``window``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    assert window.grab().save(str(path)), f"{path} can't be written"
