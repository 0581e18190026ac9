"""A drawn map of another program's screen, with the controls that matter marked by number.

The drawings are SVG files under ``resources/maps``. Their colours are names of the theme's palette
in ``$name`` form, so that a map is dark where the window is; so are words that vary.
"""

from collections.abc import Mapping
from string import Template
from xml.sax.saxutils import escape

import msgspec
from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskpro_sso_gui import resources
from deskpro_sso_gui.ui.theme import Size, Theme


class ScreenMap(QWidget):
    """Shows ``resources/maps/<name>.svg`` as wide as there is room, up to its own width.

    Args:
        name: which map.
        description: what it shows, read out instead of it.
        words: the words that stand in it by name, as the console has them.
    """

    def __init__(
        self,
        name: str,
        description: str,
        words: Mapping[str, str] | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._renderer = QSvgRenderer(self)
        self.show_map(name, description, words)

    def show_map(self, name: str, description: str, words: Mapping[str, str] | None = None) -> None:
        """Show another map."""
        self._name = name
        self._words = {key: escape(word) for key, word in (words or {}).items()}
        self.setAccessibleName(description)
        self._load()
        self.updateGeometry()

    def _load(self) -> None:
        drawing = resources.path("maps", f"{self._name}.svg").read_text(encoding="utf-8")
        colours = msgspec.structs.asdict(Theme.current().palette)
        svg = Template(drawing).substitute(
            {key: str(value) for key, value in colours.items()}, **self._words
        )
        self._renderer.load(QByteArray(svg.encode()))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the drawing's own size."""
        return self._renderer.defaultSize()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least size at which its words can be read."""
        return QSize(Size.MAP_LEAST, self.heightForWidth(Size.MAP_LEAST))

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Say that it keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height it has in ``width``."""
        whole = self._renderer.defaultSize()
        return round(min(width, whole.width()) * whole.height() / max(1, whole.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the map."""
        whole = self._renderer.defaultSize()
        scale = min(
            1.0, self.width() / max(1, whole.width()), self.height() / max(1, whole.height())
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(0, 0, whole.width() * scale, whole.height() * scale)
        self._renderer.render(painter, room)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the new colours when the looks change."""
        if event.type() is QEvent.Type.PaletteChange:
            self._load()
        super().changeEvent(event)
