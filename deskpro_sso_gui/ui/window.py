"""The window: first page or an open set-up, and an end that loses nothing."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskpro_sso_gui import PROGRAM
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.settings import Theme as Looks
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui import language
from deskpro_sso_gui.ui.outside import Outside, Told, local_files
from deskpro_sso_gui.ui.pages.start import StartContext, StartPage
from deskpro_sso_gui.ui.runner import Runner
from deskpro_sso_gui.ui.theme import Kind, Scheme, Size, Space, Theme, set_kind
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.reveal import keep_in_sight

if TYPE_CHECKING:
    from deskpro_sso_gui.diagnosis.told import ToldReport
    from deskpro_sso_gui.setup.stages import StageId
    from deskpro_sso_gui.storage.setups import BrokenSetup, SavedSetup, SetupFile
    from deskpro_sso_gui.tasks.services import Services
    from deskpro_sso_gui.tasks.session import Session
    from deskpro_sso_gui.ui.about import AboutView
    from deskpro_sso_gui.ui.settings.view import SettingsView
    from deskpro_sso_gui.ui.setup_view import SetupView
    from deskpro_sso_gui.ui.widgets.notice import Notice


def open_in_browser(address: str) -> bool:
    """Open a web address in the admin's browser; say whether that worked."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.scheme() in {"http", "https"} and QDesktopServices.openUrl(url)


class Window(QMainWindow):
    """The program's window.

    Args:
        services: builds the services; awaited once, again after it failed.
        practice: everything happens in the sandbox, and the window says so.
        open_url: opens an address in the browser.
    """

    def __init__(
        self,
        services: Callable[[], Awaitable["Services"]],
        *,
        practice: bool,
        open_url: Callable[[str], bool] = open_in_browser,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setMinimumSize(Size.WINDOW_LEAST_WIDTH, Size.WINDOW_LEAST_HEIGHT)
        self.setAcceptDrops(True)
        self.practice = practice
        self.runner = Runner(self)
        self.session: Session | None = None
        self.setup_view: SetupView | None = None
        self.settings_view: SettingsView | None = None
        self._view_is_old = False  # it speaks another language than the window by now
        self.about_view: AboutView | None = None
        self._build_services = services
        self._services: asyncio.Task[Services] | None = None
        self._changing = asyncio.Lock()  # held while one set-up makes way for another
        self._open_url = open_url
        self._painted = asyncio.Event()
        self._closed = asyncio.Event()
        self._build()
        self._show_title()

    def _build(self) -> None:
        # a screen reader takes a main window for the program's window, a plain widget for a part
        inner = QWidget()
        self.setCentralWidget(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.NONE)
        self._band = QVBoxLayout()
        column.addLayout(self._band)
        self._show_band()
        self._told = Told(copy_text, self.open_settings)
        column.addLayout(self._told)
        self.outside = Outside(
            self,
            self.runner,
            self._told,
            look_at_setup=self._look_at_setup,
            open_setup=self.open_setup_file,
        )
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self._add_start()

    def _add_start(self) -> None:
        self.start_page = StartPage(
            StartContext(
                runner=self.runner,
                practice=self.practice,
                new_setup=self._new_setup,
                open_setup=self.open_setup,
                open_file=self.open_setup_file,
                look_at_setup=self._look_at_setup,
                renew=self.renew,
                list_setups=self._list_setups,
                check=_check,
                practise=_practise,
                copy=copy_text,
                open_settings=self.open_settings,
                open_about=self.open_about,
            ),
            parent=self._stack,
        )
        self._stack.addWidget(self.start_page)

    def _show_band(self) -> None:
        for old in self.findChildren(_PracticeBand):
            old.deleteLater()
        if self.practice:
            self._band.addWidget(_PracticeBand())

    async def painted(self) -> None:
        """Wait until the window has been drawn once."""
        await self._painted.wait()

    async def closed(self) -> None:
        """Wait until the admin closes the window."""
        await self._closed.wait()

    def begin(self) -> None:
        """Start building the services, and show what there is to continue."""
        self.start_page.entered()

    async def services(self) -> "Services":
        """Return the services, once they are there.

        Raises:
            ProblemError: they can't be built; the next call tries again.
        """
        task = self._services
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.ensure_future(self._build_services())
            self._services = task
        return await asyncio.shield(task)

    async def _list_setups(self) -> Sequence["SavedSetup | BrokenSetup"]:
        services = await self.services()
        return await services.writer.run(services.store.list)

    async def _look_at_setup(self, path: Path) -> "SetupFile | None":
        services = await self.services()
        try:
            return await services.writer.run(services.store.look_at, path)
        except ProblemError as error:
            if error.problem.code is ProblemCode.SETUP_FILE_NEWER:
                raise
            return None  # another kind of file, or a big one: looking at it says which

    async def _new_setup(self) -> None:
        services = await self.services()
        async with self._changing:
            await self._show_session(await services.new_session())

    async def open_setup(self, record_id: str) -> None:
        """Continue a saved set-up at its stage; the one that is open stays as it is.

        Raises:
            ProblemError: it can't be opened.
        """
        services = await self.services()
        async with self._changing:
            if not self._bring_forward(record_id):
                await self._show_session(await services.open_session(record_id))

    async def renew(self, record_id: str) -> None:
        """Continue a saved set-up where its certificate is renewed.

        Raises:
            ProblemError: it can't be opened.
        """
        await self.open_setup(record_id)
        if self.setup_view is not None:
            self.setup_view.show_renewal()

    async def open_setup_file(self, path: Path) -> None:
        """Go on with the set-up of the file ``path``: a saved one, or a new one it proposes.

        The one that is open stays as it is.

        Raises:
            ProblemError: it is no set-up file, or it can't be opened.
        """
        services = await self.services()
        async with self._changing:
            found = await self._look_at_setup(path)
            if found is None or not found.made_here or not self._bring_forward(found.id):
                await self._show_session(await services.open_file(path))

    def _bring_forward(self, record_id: str) -> bool:
        """Show the set-up ``record_id``, whatever lies on it; return whether it is open."""
        if self.session is None or self.session.record.id != record_id:
            return False
        if self._stack.currentWidget() is not self.setup_view:
            self._drop_settings()
            self._show_again()
        return True

    def show_ending(self, make: Callable[[], "Notice"]) -> None:
        """Show on the first page how the run before was cut off, in what ``make`` makes."""
        self.start_page.show_ending(make)  # another page by now, if the language was changed

    def tell_mistake(self, problem: Problem) -> None:
        """Save what is open, and tell of a mistake of ours that nobody caught."""
        if self.session is not None:
            self.session.save_draft_now()
        if self._told.count() == 0:  # the first one tells most; a flood would help nobody
            self._told.tell(problem)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Say whether a file that no place of its own is under may be dropped."""
        event.setAccepted(self._takes(local_files(event.mimeData())))

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take files that were dropped beside the places for them."""
        paths, shown = local_files(event.mimeData()), self._stack.currentWidget()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if shown is self.start_page:
            self.start_page.look(paths)  # it offers what is a set-up by itself
        elif self.setup_view is not None and shown is self.setup_view:
            self.outside.dropped(paths, self.setup_view.look)

    def _takes(self, paths: list[Path]) -> bool:
        """Say whether the files are of use to what is shown."""
        shown, view = self._stack.currentWidget(), self.setup_view
        if shown is self.start_page:
            return bool(paths)
        return view is not None and shown is view and view.takes(paths)

    async def _show_session(self, session: "Session") -> None:
        try:
            await self._close_session()
        except BaseException:  # nobody else would give its lock on disk back
            await session.close()
            raise
        self._drop_settings()
        self.session = session
        self.start_page.left()
        self._show_view(session).open_next()

    def _show_view(self, session: "Session") -> "SetupView":
        # the shell and the pages are not needed for the first second
        from deskpro_sso_gui.ui.pages.base import PageContext  # noqa: PLC0415 - as said above
        from deskpro_sso_gui.ui.setup_view import SetupView  # noqa: PLC0415 - as said above

        view = SetupView(
            PageContext(
                session=session,
                runner=self.runner,
                go_to=self._go_to,
                renew=self._show_renewal,
                open_url=self._open_url,
                copy=copy_text,
                paste=paste_text,
                open_settings=self.open_settings,
                notify=self.outside.notify,
            )
        )
        self.setup_view = view
        self._view_is_old = False
        view.home.connect(self.go_home)
        view.renamed.connect(self._show_title)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        self._show_title()
        return view

    def open_settings(self) -> None:
        """Show the settings; the open set-up stays as it is behind them."""
        if self.settings_view is not None:
            return
        from deskpro_sso_gui.ui.settings.card import SettingsContext  # noqa: PLC0415 - rarely used
        from deskpro_sso_gui.ui.settings.view import SettingsView  # noqa: PLC0415 - as above

        view = SettingsView(
            SettingsContext(
                runner=self.runner,
                services=self.services,
                practice=self.practice,
                copy=copy_text,
                use_language=self._speak,
                use_theme=_look,
                open_about=self.open_about,
            )
        )
        self.settings_view = view
        view.back.connect(self.close_settings)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.entered()

    def open_about(self) -> None:
        """Show what this program is; what was shown before stays as it is behind it."""
        if self.about_view is not None:
            return
        from deskpro_sso_gui.ui.about import AboutView  # noqa: PLC0415 - rarely used

        view = AboutView(self.runner, practice=self.practice, copy=copy_text)
        self.about_view = view
        view.back.connect(self.close_about)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.entered()

    def close_about(self) -> None:
        """Show again what was there before."""
        self._drop_about()
        if self.settings_view is not None:
            self._stack.setCurrentWidget(self.settings_view)
        else:
            self._show_again()

    def _drop_about(self) -> None:
        view, self.about_view = self.about_view, None
        if view is not None:
            view.left()
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()

    def close_settings(self) -> None:
        """Show again what was there before the settings."""
        if self._drop_settings():
            self._show_again()

    def _show_again(self) -> None:
        """Show what lay behind the settings."""
        if self._view_is_old and self.session is not None:
            self._renew_view(self.session)
        elif self.setup_view is not None:
            self._stack.setCurrentWidget(self.setup_view)
            self.setup_view.shown_again()
        else:
            self._show_start(None)

    def _drop_settings(self) -> bool:
        self._drop_about()
        view, self.settings_view = self.settings_view, None
        if view is None:
            return False
        view.left()
        self._stack.removeWidget(view)
        view.hide()
        view.deleteLater()
        return True

    def _go_to(self, stage: "StageId") -> None:
        if self.setup_view is not None:
            self.setup_view.go_to(stage)

    def _show_renewal(self) -> None:
        if self.setup_view is not None:
            self.setup_view.show_renewal()

    def go_home(self) -> None:
        """Close the open set-up and show the first page."""
        self.runner.start(
            t(N_("Saving…")), self._leave_session, done=self._show_start, owner=self, keep=True
        )

    def _show_start(self, _left: None) -> None:
        self._stack.setCurrentWidget(self.start_page)
        self._show_title()
        self.start_page.entered()

    async def _leave_session(self) -> None:
        async with self._changing:
            await self._close_session()

    async def _close_session(self) -> None:
        self._drop_view()
        session, self.session = self.session, None
        if session is not None:
            try:
                await self._stop_practising(session)
            finally:
                await session.close()

    def _drop_view(self) -> None:
        view, self.setup_view = self.setup_view, None
        if view is not None:
            view.close_down()
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()

    @staticmethod
    async def _stop_practising(session: "Session") -> None:
        """Let the sandbox behave well again: a failure is practised with one set-up alone."""
        if session.services.practised is None:
            return
        from deskpro_sso_gui.tasks.practice_faults import stop_practising  # noqa: PLC0415 - rare

        with contextlib.suppress(ProblemError):  # it may have ended already
            await stop_practising(session)

    def _speak(self, wanted: str) -> None:
        """Change the language, and show the settings again, where it was chosen."""
        self._drop_settings()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            language.use(application, wanted)
        self._show_band()
        self._renew_start()
        self._view_is_old = self.setup_view is not None  # made anew when it is seen again
        self.open_settings()

    def _renew_start(self) -> None:
        old = self.start_page
        ending = old.ending
        old.left()
        self._stack.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._add_start()
        if ending is not None:
            self.start_page.show_ending(ending)

    def _renew_view(self, session: "Session") -> None:
        view = self.setup_view
        stage = view.page.stage if view is not None and view.page is not None else None
        self._drop_view()
        anew = self._show_view(session)
        if stage is None:
            anew.open_next()
        else:
            anew.go_to(stage)

    def _show_title(self) -> None:
        name = ""
        if self.session is not None:
            name = self.session.record.name or t(N_("New set-up"))
        title = f"{name} – {PROGRAM}"  # noqa: RUF001 - a dash is meant
        self.setWindowTitle(title if name else PROGRAM)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Take notice that the window is on the screen."""
        super().paintEvent(event)
        self._painted.set()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802, FBT001 - Qt's name and call
        """Keep what Tab leads to in sight; a scroll area minds only steps that begin within it."""
        moved = super().focusNextPrevChild(forward)
        focused = self.focusWidget()
        if moved and focused is not None:
            keep_in_sight(focused)
        return moved

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close at once; ``shut_down`` ends what is under way behind the closed window."""
        event.accept()
        self._painted.set()
        self._closed.set()

    async def shut_down(self) -> None:
        """Cancel what is under way, save and close the set-up, end the services."""
        await self.runner.close()
        self._drop_settings()
        await self._leave_session()
        task, self._services = self._services, None
        if task is None:
            return
        task.cancel()  # does nothing to one that is done
        await asyncio.wait({task})
        if not task.cancelled() and task.exception() is None:
            await task.result().close()


class _PracticeBand(QFrame):
    """Says that nothing is for real."""

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.PRACTICE)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        words = N_("Practice – nothing leaves this computer")  # noqa: RUF001 - a dash is meant
        label = PlainLabel(t(words))
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row.addWidget(label, 1)


def _look(wanted: Looks) -> None:
    Theme.current().use(Scheme(wanted))


def copy_text(text: str) -> None:
    """Put ``text`` on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def paste_text() -> str:
    """Return the clipboard's text; empty where it holds something else."""
    return QGuiApplication.clipboard().text()


async def _check(paths: Sequence[Path]) -> "ToldReport":
    from deskpro_sso_gui.ui.own_program import check  # noqa: PLC0415 - not for the first second

    return await check(paths)


def _practise() -> bool:
    from deskpro_sso_gui.ui.own_program import open_practice_window  # noqa: PLC0415 - as above

    return open_practice_window()
