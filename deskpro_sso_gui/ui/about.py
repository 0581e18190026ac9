"""*About*: versions, where everything lies, and the licences. Nothing here goes to the network."""

import asyncio
import platform
import ssl
from collections.abc import Callable, Sequence
from functools import partial

import PySide6
from PySide6.QtCore import Qt, Signal, qVersion
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from deskpro_sso_gui import PROGRAM, __version__
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.storage.folders import Folders, folders
from deskpro_sso_gui.tasks.licences import Licence, licence_text, licences
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.local_files import open_file
from deskpro_sso_gui.ui.runner import Runner
from deskpro_sso_gui.ui.tab_order import focus_order, set_tab_order
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.column_area import ColumnArea
from deskpro_sso_gui.ui.widgets.copy_field import CopyButton
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value, value_label


def versions() -> Sequence[tuple[str, str]]:
    """Return what runs here, name and version; the names are the same in every language."""
    return (
        (PROGRAM, __version__),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PySide6", PySide6.__version__),
        ("OpenSSL", ssl.OPENSSL_VERSION.removeprefix("OpenSSL ")),
        (platform.system(), f"{platform.release()}, {platform.machine()}"),
    )


class AboutView(QWidget):
    """What this program is, in place of whatever was shown before.

    Args:
        runner: reads the licences beside the window's work.
        practice: this window practises, and has its own folders.
        copy: puts a text on the clipboard.
    """

    back = Signal()
    """The admin wants to be where she was before."""

    def __init__(
        self,
        runner: Runner,
        *,
        practice: bool,
        copy: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self._runner = runner
        self._copy = copy
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = ColumnArea(self, above=Space.WIDE, between=Space.LARGE)
        self._column = self._area.column
        outer.addWidget(self._area)
        self._build()
        self._column.addWidget(self._versions())
        if (places := _places(practice=practice)) is not None:
            self._column.addWidget(self._folders(places))
        self._column.addWidget(self._licences())
        self._column.addStretch(1)

    def _build(self) -> None:
        self.back_button = Button(
            t(N_("Back")), Kind.LINK, icon=Icon.ARROW_BACK, on_click=self.back.emit
        )
        self._column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._title = PlainLabel(t(N_("About this program")), Role.TITLE)
        self._column.addWidget(self._title)

    def _versions(self) -> QWidget:
        card, column = _card(t(N_("Versions")))
        told = versions()
        for name, version in told:
            column.addWidget(_pair(name, version))
        text = "\n".join(f"{name} {version}" for name, version in told)
        button = CopyButton(lambda: text, self._copy, name=t(N_("Versions")))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _folders(self, places: Folders) -> QWidget:
        card, column = _card(t(N_("Where everything lies")))
        for title, folder in (
            (t(N_("Your set-ups")), places.data),
            (t(N_("The log, which holds no values")), places.log),
            (t(N_("The settings")), places.settings_file.parent),
        ):
            words = QVBoxLayout()
            words.setSpacing(Space.HAIR)
            words.addWidget(PlainLabel(title))
            words.addWidget(value_label(str(folder), Role.CAPTION))
            row = QHBoxLayout()
            row.setSpacing(Space.MEDIUM)
            row.addLayout(words, 1)
            button = Button(t(N_("Open the folder")), on_click=partial(open_file, folder))
            button.setAccessibleName(t(N_("Open the folder: {name}"), name=title))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(row)
        return card

    def _licences(self) -> QWidget:
        card, column = _card(t(N_("Licences")))
        words = N_(
            "This program is free, under the MIT licence. It is made with the work of others, each "
            "under its own licence:"
        )
        column.addWidget(PlainLabel(t(words), Role.MUTED))
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.NONE)
        column.addLayout(self._list)
        return card

    def entered(self) -> None:
        """Look the licences up, and put the focus on the way back."""
        self._runner.start(
            t(N_("Reading the licences…")),
            lambda: asyncio.to_thread(licences),
            done=self._seen,
            failed=lambda _problem: None,
            owner=self,
            quiet=True,
        )
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._title.text())

    def left(self) -> None:
        """Stop what the page was waiting for."""
        self._runner.cancel_owned(self)

    def _seen(self, found: Sequence[Licence]) -> None:
        for licence in found:
            self._list.addWidget(_LicenceLine(licence, self._show))
        set_tab_order(tuple(focus_order(self)))

    def _show(self, line: "_LicenceLine") -> None:
        self._runner.start(
            t(N_("Reading the licences…")),
            lambda: asyncio.to_thread(licence_text, line.licence),
            done=line.show_text,
            failed=lambda _problem: None,
            owner=self,
            quiet=True,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
            return
        super().keyPressEvent(event)


class _LicenceLine(Expander):
    """One part: its name and version, its licence; the text when it is opened."""

    def __init__(self, licence: Licence, wanted: Callable[["_LicenceLine"], object]) -> None:
        super().__init__(" ".join(filter(None, (licence.name, licence.version))))
        mark_value(self)
        column = self.layout()
        if licence.licence and isinstance(column, QVBoxLayout):
            # in a label, for it may be long, and a button does not wrap
            under = value_label(licence.licence, Role.CAPTION)
            under.setContentsMargins(Space.WIDE + Space.SMALL, 0, 0, Space.TIGHT)
            column.insertWidget(1, under)
        self.licence = licence
        self._text: QPlainTextEdit | None = None
        self._wanted = wanted
        self.toggled.connect(self._ask)

    def _ask(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if on and self._text is None:
            self._text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
            self._text.setAccessibleName(self.licence.name)
            self._text.setMinimumHeight(Size.LIST_TALL)
            mark_value(self._text)
            self.body.addWidget(self._text)
            self._wanted(self)

    def show_text(self, text: str) -> None:
        """Show the licence's text, or that it brings none."""
        if self._text is not None:
            self._text.setPlainText(text or self.licence.licence)


def _card(title: str) -> tuple[QWidget, QVBoxLayout]:
    card = QFrame()
    set_kind(card, Kind.CARD)
    column = QVBoxLayout(card)
    column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
    column.setSpacing(Space.MEDIUM)
    column.addWidget(PlainLabel(title, Role.HEADING))
    return card, column


def _pair(name: str, version: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.LARGE)
    row.addWidget(value_label(name, Role.STRONG), 1)
    row.addWidget(value_label(version), 2)
    return holder


def _places(*, practice: bool) -> Folders | None:
    try:
        return folders(practice=practice)
    except ProblemError:
        return None
