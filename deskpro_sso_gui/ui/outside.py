"""What comes to the window from outside: a second start, a dropped file, and what it tells there.

Also what is told above whatever the window shows: it has no page, so it can't stand on one.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.runner import Runner
from deskpro_sso_gui.ui.setup_files import may_be_setup, setup_notice
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice

if TYPE_CHECKING:
    from deskpro_sso_gui.storage.setups import SetupFile

LookAtSetup = Callable[[Path], Awaitable["SetupFile | None"]]


class Told(QVBoxLayout):
    """One notice at a time above what the window shows, until it is put away.

    Args:
        copy: puts a text on the clipboard.
        settings: shows the program's settings.
    """

    def __init__(self, copy: Callable[[str], object], settings: Callable[[], object]) -> None:
        super().__init__()
        self._copy = copy
        self._settings = settings

    def tell(self, problem: Problem) -> None:
        """Show ``problem``."""
        self.show_notice(ProblemNotice(problem, copy=self._copy, settings=self._settings))

    def show_notice(self, notice: Notice) -> None:
        """Show ``notice`` in place of the one before."""
        self.clear()
        notice.add_button(Button(t(N_("Close this message")), on_click=self.clear))
        self.addWidget(notice)
        announce(notice, notice.accessibleName())

    def clear(self) -> None:
        """Show none."""
        while (item := self.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()


class Outside(QObject):
    """Brings the window forward, opens files in it, and tells the desktop.

    Args:
        window: the window.
        runner: starts the tasks.
        told: where problems and offers are shown.
        look_at_setup: says what set-up a file holds.
        open_setup: opens a set-up's file; shows the one that is open.
    """

    def __init__(
        self,
        window: QWidget,
        runner: Runner,
        told: Told,
        *,
        look_at_setup: LookAtSetup,
        open_setup: Callable[[Path], Awaitable[None]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._told = told
        self._look_at_setup = look_at_setup
        self._open_setup = open_setup

    def summoned(self, path: Path | None) -> None:
        """Come to the front, and open ``path`` if there is one: a second start asked for it."""
        self.come_forward()
        if path is not None:
            self.open_file(path)

    def come_forward(self) -> None:
        """Put the window before all others, where the desktop lets it."""
        window = self._window
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    def open_file(self, path: Path) -> None:
        """Open the set-up file ``path``; the one that is open is shown."""
        self._told.clear()
        self._runner.start(
            t(N_("Opening the set-up…")),
            lambda: self._open_setup(path),
            failed=self._told.tell,
            owner=self,
            keep=True,
        )

    def dropped(self, paths: list[Path], look: Callable[[list[Path]], bool]) -> None:
        """Offer to open the set-up that was dropped beside any place for it; ``look`` at others.

        What is no set-up although it is named so, where there is no place for files, is told.
        """
        if len(paths) != 1 or not may_be_setup(paths[0]):
            look(paths)
            return

        def seen(found: "SetupFile | None") -> None:
            if found is not None:
                self._told.show_notice(setup_notice(paths[0], found, self.open_file))
            elif not look(paths):
                self.open_file(paths[0])  # it fails, and that tells what is wrong with it

        self._runner.start(
            t(N_("Looking at the file…")),
            lambda: self._look_at_setup(paths[0]),
            done=seen,
            failed=self._told.tell,
            owner=self,
        )

    def notify(self, title: str, text: str) -> None:
        """Have the desktop tell of what was waited for, unless the window is being looked at."""
        if self._window.isActiveWindow():
            return
        from deskpro_sso_gui.ui.notifications import notify  # noqa: PLC0415 - rarely needed

        def over(clicked: bool) -> None:  # noqa: FBT001 - a result
            if clicked:
                self.come_forward()

        self._runner.start(
            title,
            lambda: notify(self._window, title, text),
            done=over,
            failed=lambda _problem: None,
            owner=self,
            keep=True,
            quiet=True,
        )


def local_files(data: QMimeData) -> list[Path]:
    """Return the files of this computer in ``data``."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
