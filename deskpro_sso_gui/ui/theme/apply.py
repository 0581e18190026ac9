"""Put the looks on the application, and follow the system when it changes between light and dark.

``QStyleHints.setColorScheme`` does nothing on a bare X11 screen, so the palettes are our own.
"""

import os
from enum import StrEnum, unique
from pathlib import Path
from typing import Final, Self

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from deskpro_sso_gui.ui.theme import icons
from deskpro_sso_gui.ui.theme.icons import Icon
from deskpro_sso_gui.ui.theme.motion import SHORT_MS, MotionWish
from deskpro_sso_gui.ui.theme.style import style_sheet
from deskpro_sso_gui.ui.theme.tokens import (
    BODY_LEAST_PT,
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    Kind,
    Palette,
    Role,
    Size,
)

ENVIRONMENT: Final = "DESKPRO_SSO_THEME"
"""Names a ``Scheme`` to use whatever the system says."""


@unique
class Scheme(StrEnum):
    """The looks there are; ``SYSTEM`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


_PALETTES: Final = {
    Scheme.LIGHT: LIGHT,
    Scheme.DARK: DARK,
    Scheme.HIGH_CONTRAST: HIGH_CONTRAST,
}


class Theme(QObject):
    """The application's looks. There is one, made by ``Theme.install``.

    Attributes:
        palette: the colours of now.
        motion_ms: how long something may move; 0 where the system wants no motion, or is silent.
    """

    changed = Signal()
    _installed: Self | None = None

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._scheme = Scheme.SYSTEM
        self._applied = False
        self._pictures = QTemporaryDir()  # Qt removes it with this object
        self._system_point_size = application.font().pointSizeF()
        self.palette = LIGHT
        self.motion_ms = 0
        application.styleHints().colorSchemeChanged.connect(self._follow)

    @classmethod
    def install(cls, application: QApplication) -> Self:
        """Put the looks on ``application``, once, and return them."""
        if cls._installed is None or cls._installed.parent() is not application:
            cls._installed = cls(application)
            cls._installed.use(_forced())
        return cls._installed

    @classmethod
    def current(cls) -> Self:
        """Return the installed looks.

        Raises:
            RuntimeError: ``install`` was not called.
        """
        if cls._installed is None:
            message = "the theme is not installed"
            raise RuntimeError(message)
        return cls._installed

    def ask_for_motion(self) -> None:
        """Ask the system whether things may move; until it says so, nothing does."""
        MotionWish(self._allow_motion, self).ask()

    def _allow_motion(self, wanted: bool) -> None:  # noqa: FBT001 - the system's answer
        self.motion_ms = SHORT_MS if wanted else 0

    @property
    def scheme(self) -> Scheme:
        """What was asked for; ``palette`` is what came of it."""
        return self._scheme

    def use(self, scheme: Scheme) -> None:
        """Change the looks; every widget follows at once."""
        if scheme is self._scheme and self._applied:
            return
        self._scheme = scheme
        self._apply(_PALETTES.get(scheme) or self._system_palette())

    def _follow(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._apply(self._system_palette())

    def _system_palette(self) -> Palette:
        hints = self._application.styleHints()
        if _wants_high_contrast(hints):
            return HIGH_CONTRAST
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _apply(self, palette: Palette) -> None:
        self.palette = palette
        self._applied = True
        body_pt = max(self._system_point_size, BODY_LEAST_PT)
        font = self._application.font()
        font.setPointSizeF(body_pt)
        self._application.setFont(font)
        self._application.setPalette(_qpalette(palette))
        self._application.setStyleSheet(style_sheet(palette, body_pt, self._draw_pictures()))
        self._application.setWindowIcon(icons.window_icon(palette.accent))
        self.changed.emit()

    def _draw_pictures(self) -> dict[str, str]:
        """Write the pictures of the style sheet in today's colours, under new names.

        A style sheet takes pictures from files only, and keeps what it read under a file's name.
        """
        palette = self.palette
        wanted = {
            "tick": (Icon.TICK, palette.on_accent),
            "bullet": (Icon.BULLET, palette.on_accent),
            "arrow": (Icon.CHEVRON_DOWN, palette.muted),
        }
        files = {}
        for name, (icon, colour) in wanted.items():
            path = Path(self._pictures.filePath(f"{icon}-{colour[1:]}.svg"))
            if not path.exists():
                path.write_bytes(icons.coloured(icon, colour))
            files[name] = path.as_posix()
        return files

    def colour(self, role: Role) -> str:
        """Return the colour text of ``role`` has, as ``#rrggbb``."""
        palette = self.palette
        return {
            Role.MUTED: palette.muted,
            Role.CAPTION: palette.muted,
            Role.ACCENT: palette.accent,
            Role.ON_ACCENT: palette.on_accent,
            Role.SUCCESS: palette.success,
            Role.ATTENTION: palette.attention,
            Role.ERROR: palette.error,
            Role.STALE: palette.stale,
        }.get(role, palette.text)

    def icon(
        self, icon: Icon, role: Role = Role.TEXT, size: int = Size.ICON, *, gap: int = 0
    ) -> QIcon:
        """Return ``icon`` in the colour of ``role``, with ``gap`` of empty room after it."""
        return icons.qicon(icon, self.colour(role), size, self.palette.disabled, gap=gap)


def set_role(widget: QWidget, role: Role) -> None:
    """Give ``widget`` the looks of ``role``."""
    _set_property(widget, "role", role.value)


def set_kind(widget: QWidget, kind: Kind) -> None:
    """Give ``widget`` the looks of ``kind``."""
    _set_property(widget, "kind", kind.value)


def set_flag(widget: QWidget, name: str, *, on: bool) -> None:
    """Put ``widget`` in or out of a state the style sheet knows (``over``, ``wrong``)."""
    _set_property(widget, name, "true" if on else "false")


def _set_property(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # the style sheet has not been asked yet
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _forced() -> Scheme:
    try:
        return Scheme(os.environ.get(ENVIRONMENT, ""))
    except ValueError:
        return Scheme.SYSTEM


def _wants_high_contrast(hints: QObject) -> bool:
    accessibility = getattr(hints, "accessibility", None)  # Qt 6.10 and later
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast)


def _qpalette(palette: Palette) -> QPalette:
    result = QPalette()
    colours = {
        QPalette.ColorRole.Window: palette.background,
        QPalette.ColorRole.WindowText: palette.text,
        QPalette.ColorRole.Base: palette.surface,
        QPalette.ColorRole.AlternateBase: palette.sidebar,
        QPalette.ColorRole.Text: palette.text,
        QPalette.ColorRole.Button: palette.surface,
        QPalette.ColorRole.ButtonText: palette.text,
        QPalette.ColorRole.BrightText: palette.on_accent,
        QPalette.ColorRole.ToolTipBase: palette.surface,
        QPalette.ColorRole.ToolTipText: palette.text,
        QPalette.ColorRole.PlaceholderText: palette.muted,
        QPalette.ColorRole.Highlight: palette.accent,
        QPalette.ColorRole.HighlightedText: palette.on_accent,
        QPalette.ColorRole.Link: palette.accent,
        QPalette.ColorRole.LinkVisited: palette.accent,
        QPalette.ColorRole.Light: palette.hover,
        QPalette.ColorRole.Midlight: palette.border,
        QPalette.ColorRole.Mid: palette.control_border,
        QPalette.ColorRole.Dark: palette.control_border,
        QPalette.ColorRole.Shadow: palette.text,
        QPalette.ColorRole.Accent: palette.accent,
    }
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.disabled))
    return result
