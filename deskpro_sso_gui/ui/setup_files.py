"""Set-up files on the first page: choose one, see what it is, go on with it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskpro_sso_gui import texts
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import CopyDetails, Notice, Tone

if TYPE_CHECKING:
    from deskpro_sso_gui.storage.setups import SetupFile

OpenFile = Callable[[Path], object]
_SUFFIXES: Final = (".deskpro-sso", ".json")
"""Of those that were handed on (``summary.export.SET_UP_ENDING``), and of saved ones."""

ENDINGS: Final = " ".join(f"*{suffix}" for suffix in _SUFFIXES)
"""What file dialogs show."""


def may_be_setup(path: Path) -> bool:
    """Say whether ``path`` is named as set-up files are; others need not be looked at."""
    return path.suffix.lower() in _SUFFIXES


def choose_setup(parent: QWidget, open_file: OpenFile) -> None:
    """Let the admin choose a set-up file and hand it to ``open_file``; nothing is held up."""
    from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - not for the first page

    dialog = QFileDialog(parent, t(N_("Open a set-up file…")), "", ENDINGS)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: open_file(Path(name)))
    dialog.open()


def setup_notice(path: Path, found: "SetupFile", open_file: OpenFile) -> Notice:
    """Return what is said of the set-up in ``path``, with the way to go on with it."""
    name = found.record.name or t(N_("Set-up without a name"))
    whose = (
        N_("It is saved on this computer.")
        if found.made_here
        else N_("It was made elsewhere: what it says is proposed, and checked anew.")
    )
    notice = Notice(Tone.INFO, t(N_("This is a set-up: {name}"), name=name), t(whose))
    notice.add_button(Button(t(N_("Open it")), Kind.PRIMARY, on_click=lambda: open_file(path)))
    return notice


def broken_setup(
    path: Path, fault: Problem, open_file: OpenFile, copy: Callable[[str], object]
) -> Notice:
    """Return what is said of a saved set-up that can't be continued as it is."""
    words = texts.problem_text(fault)  # not imported before there is a fault
    notice = Notice(Tone.ATTENTION, words.title, words.advice)
    if fault.code is ProblemCode.SETUP_NOT_MADE_HERE:
        again = Button(t(N_("Open it as a file")), icon=Icon.FILE, on_click=lambda: open_file(path))
        notice.add_button(again)
    notice.add_button(CopyDetails.of(fault, copy))
    return notice
