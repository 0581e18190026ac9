"""Open the window: looks, language, settings, services; and the end."""

import contextlib
import os
import sys
from enum import StrEnum, unique
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from deskpro_sso_gui import PROGRAM, log
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.storage.folders import Folders, folders
from deskpro_sso_gui.storage.instance import Instance
from deskpro_sso_gui.storage.settings import Settings, load_settings, save_settings
from deskpro_sso_gui.ui import language, loop
from deskpro_sso_gui.ui.crashes import Hooks, Mark
from deskpro_sso_gui.ui.placement import place, placed
from deskpro_sso_gui.ui.summons import Summons
from deskpro_sso_gui.ui.theme import Scheme, Theme
from deskpro_sso_gui.ui.theme.apply import ENVIRONMENT as THEME_ENVIRONMENT
from deskpro_sso_gui.ui.window import Window, copy_text

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.services import Services

DESKTOP_FILE: Final = "deskpro-sso-gui"
"""The desktop file's base name: without it Wayland shows a generic icon."""


def run_window(
    *, practice: bool, set_up: Path | None = None, instance: Instance | None = None
) -> int:
    """Show the window until it is closed.

    Args:
        practice: run everything in the sandbox, with data of its own.
        set_up: a saved set-up's file to open at once.
        instance: this run's claim to be the only window; without one it is a window among others.

    Returns:
        The program's exit code.
    """
    QGuiApplication.setDesktopFileName(DESKTOP_FILE)
    QGuiApplication.setApplicationDisplayName("")  # the title names the program itself
    QGuiApplication.setApplicationName(PROGRAM)
    qInstallMessageHandler(_qt_message)
    return loop.run(lambda: _main(practice=practice, set_up=set_up, instance=instance))


async def _main(*, practice: bool, set_up: Path | None, instance: Instance | None) -> int:
    places = _places(practice=practice)
    settings = load_settings(places.settings_file) if places else Settings()
    language.use(loop.application(), settings.language)
    theme = Theme.install(loop.application())
    if THEME_ENVIRONMENT not in os.environ:
        theme.use(Scheme(settings.theme))
    window = Window(lambda: _build_services(practice=practice), practice=practice)
    place(window, settings.window)
    window.show()
    is_first = instance is not None and instance.is_first
    mark = Mark(places if is_first else None)
    hooks = Hooks(window.tell_mistake)
    summons = Summons(instance, window.outside.summoned)
    ended_well = False
    try:
        try:
            await window.painted()
            if places is not None:
                log.configure(places.log)
            hooks.install()
            window.begin()
            theme.ask_for_motion()
            if set_up is not None:
                window.outside.open_file(set_up)
            loop.open_files_with(lambda name: window.outside.summoned(Path(name)))
            await mark.begin(window.show_ending, copy_text)
            await summons.listen()
            await window.closed()
        except Exception as error:
            mark.note(error)  # at once: the end may hang, or fail in its turn
            raise
        finally:
            summons.close()
            geometry = placed(window)
            await window.shut_down()
        ended_well = True
    except Exception as error:
        mark.note(error)
        raise
    finally:
        hooks.remove()
        mark.end(clean=ended_well)
        log.event(log.Event.ENDED)
    if places is not None:
        # a full disk costs the window its place, nothing else
        with contextlib.suppress(ProblemError):
            latest = load_settings(places.settings_file)
            save_settings(places.settings_file, replace(latest, window=geometry))
    window.deleteLater()
    return 0


def _places(*, practice: bool) -> Folders | None:
    try:
        return folders(practice=practice)
    except ProblemError:
        return None  # building the services meets it again, and the window tells it


async def _build_services(*, practice: bool) -> "Services":
    # when the window is there already
    from deskpro_sso_gui.tasks import services  # noqa: PLC0415 - as said above
    from deskpro_sso_gui.ui.system_proxy import SystemProxy  # noqa: PLC0415 - as said above

    options = services.Options(practice=practice, system_proxy=SystemProxy())
    built = await services.build_services(options)
    built.look_for_keyring()
    return built


@unique
class _QtFault(StrEnum):
    """What Qt complained of, as the log knows it."""

    WARNING = "qt-warning"
    CRITICAL = "qt-critical"
    FATAL = "qt-fatal"


_QT_FAULTS: Final = {
    QtMsgType.QtWarningMsg: _QtFault.WARNING,
    QtMsgType.QtCriticalMsg: _QtFault.CRITICAL,
    QtMsgType.QtFatalMsg: _QtFault.FATAL,
}


_UNHEARD: Final = ("qt.accessibility.atspi", "GetApplicationBusAddress")
"""A category and a word of what is no fault.

Screen readers ask each program whether it has a bus of its own (at-spi2-core 2.46 and later). Qt
has none and says so to them, and to the terminal of everybody who uses one.
"""


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Show Qt's complaints in the terminal; the log gets no text of theirs, it may name files."""
    category, word = _UNHEARD
    if context.category == category and word in message:
        return
    fault = _QT_FAULTS.get(kind)
    if fault is not None:
        log.event(log.Event.UNEXPECTED_ERROR, fault=fault)
        sys.stderr.write(f"{fault}: {message}\n")
