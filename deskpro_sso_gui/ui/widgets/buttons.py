"""Buttons."""

from collections.abc import Callable, Collection
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskpro_sso_gui.ui.mnemonics import with_mnemonic
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, Theme, set_kind
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


def _pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press ``button`` for Enter, on every system; it would press the main button instead.

    Holding the key down presses once.
    """
    if event.key() not in _ENTER:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton):
    """A push button; its icon follows the looks."""

    def __init__(
        self,
        text: str,
        kind: Kind | None = None,
        *,
        icon: Icon | None = None,
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._kind = kind
        if kind is not None:
            set_kind(self, kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if on_click is not None:
            self.clicked.connect(lambda _checked: on_click())
        self._draw()

    def set_icon(self, icon: Icon | None) -> None:
        """Show another icon."""
        self._icon = icon
        self._draw()

    def _draw(self) -> None:
        if self._icon is None:
            return
        roles = {Kind.PRIMARY: Role.ON_ACCENT, Kind.LINK: Role.ACCENT, Kind.FOLD: Role.ACCENT}
        role = roles.get(self._kind, Role.TEXT) if self._kind else Role.TEXT
        self.setIcon(Theme.current().icon(self._icon, role, gap=Space.TIGHT))
        self.setIconSize(QSize(Size.ICON + Space.TIGHT, Size.ICON))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Enter for the space bar."""
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the new colour when the looks change, and another scale with another screen."""
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange}:
            self._draw()
        super().changeEvent(event)


class MainButton(Button):
    """The page's main button: its words change, and each finds a letter for Alt by itself.

    Args:
        taken: the letters of the buttons beside it.
    """

    def __init__(
        self,
        *,
        taken: Collection[str],
        on_click: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", Kind.PRIMARY, on_click=on_click, parent=parent)
        self._taken = frozenset(taken)
        self._words = ""

    def set_words(self, words: str) -> None:
        """Say ``words``, which say what will happen."""
        if words != self._words:
            self._words = words
            self.setText(with_mnemonic(words, self._taken))

    def text(self) -> str:
        """Return its words, without the mark of the letter."""
        return self._words


class IconButton(QToolButton):
    """A button that shows a picture only; ``name`` is its tool tip and what is read out.

    A ``small`` one stands beside a word and takes no more height than that.
    """

    def __init__(
        self,
        icon: Icon,
        name: str,
        *,
        on_click: Callable[[], object] | None = None,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._size = Size.ICON_SMALL if small else Size.ICON
        set_kind(self, Kind.ICON_SMALL if small else Kind.ICON)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_name(name)
        if on_click is not None:
            self.clicked.connect(lambda _checked: on_click())
        self._draw()

    def set_name(self, name: str) -> None:
        """Change what it is called."""
        self.setToolTip(name)
        self.setAccessibleName(name)

    def set_icon(self, icon: Icon) -> None:
        """Show another picture."""
        self._icon = icon
        self._draw()

    def _draw(self) -> None:
        self.setIcon(Theme.current().icon(self._icon, Role.MUTED, self._size))
        self.setIconSize(QSize(self._size, self._size))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Enter for the space bar."""
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the new colour when the looks change, and another scale with another screen."""
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange}:
            self._draw()
        super().changeEvent(event)


class CardButton(QPushButton):
    """A button that holds labels; they wrap, and its height follows its width."""

    def __init__(self, kind: Kind, layout: QBoxLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Enter for the space bar."""
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def pass_clicks_through(self) -> None:
        """Let clicks on the labels be clicks on the button; called when all are in."""
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Say that its labels wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height its labels need in ``width``."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout else super().heightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size its labels want."""
        layout = self.layout()
        return layout.totalSizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least its labels need."""
        layout = self.layout()
        return layout.totalMinimumSize() if layout else super().minimumSizeHint()


class ChoiceCard(CardButton):
    """A big choice: icon, title, and a sentence that says what will happen.

    The ``main`` one is what most people want here.
    """

    def __init__(
        self,
        icon: Icon,
        title: str,
        description: str = "",
        *,
        main: bool = False,
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        row.setSpacing(Space.LARGE)
        super().__init__(Kind.CHOICE_MAIN if main else Kind.CHOICE, row, parent)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        words.addWidget(PlainLabel(title, Role.STRONG))
        if description:
            words.addWidget(PlainLabel(description, Role.MUTED))
        row.addWidget(IconLabel(icon, Role.ACCENT, Size.ICON_LARGE), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(title)
        self.setAccessibleDescription(description)
        self.pass_clicks_through()
        if on_click is not None:
            self.clicked.connect(lambda _checked: on_click())
