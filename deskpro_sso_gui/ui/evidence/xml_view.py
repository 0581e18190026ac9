"""A message as XML, for whoever wants to read it: plain text only, with *Copy*."""

from collections.abc import Callable

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.told import ToldMessage
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import kind_text, number, t
from deskpro_sso_gui.ui.theme import Role, Size, Space
from deskpro_sso_gui.ui.widgets.copy_field import CopyButton
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value


class XmlView(QWidget):
    """One message, with line breaks or exactly as it was sent."""

    def __init__(
        self,
        message: ToldMessage,
        *,
        copy: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._message = message
        title = kind_text(message.kind)
        title = title[:1].upper() + title[1:]
        if message.hop:
            title = t(
                N_("{message}, in request {number}"), message=title, number=number(message.hop)
            )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(PlainLabel(title, Role.STRONG))
        self.text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(title)
        self.text.setMinimumHeight(Size.LIST_LEAST)
        mark_value(self.text)
        column.addWidget(self.text)
        self.pretty = QCheckBox(t(N_("With line breaks")))
        self.pretty.setChecked(True)
        self.pretty.toggled.connect(self._show)
        below = QHBoxLayout()
        below.setSpacing(Space.SMALL)
        below.addWidget(self.pretty)
        below.addStretch(1)
        below.addWidget(CopyButton(self.text.toPlainText, copy, name=title))
        column.addLayout(below)
        self._show(pretty=True)

    def _show(self, pretty: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.text.setPlainText(self._message.pretty if pretty else self._message.plain)
