"""Let what was opened grow from where it was opened, where the system likes motion."""

from PySide6.QtCore import QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.ui.theme import Size, Theme


def unfold(widget: QWidget) -> None:
    """Show ``widget``; it grows to its height in a moment, or is there at once."""
    widget.show()
    duration = Theme.current().motion_ms
    width = widget.width()
    height = widget.heightForWidth(width) if widget.hasHeightForWidth() else -1
    height = max(height, widget.sizeHint().height())
    if not duration or height <= 0 or not widget.isVisible():
        return
    growing = QPropertyAnimation(widget, b"maximumHeight", widget)
    growing.setDuration(duration)
    growing.setStartValue(0)
    growing.setEndValue(height)
    growing.setEasingCurve(QEasingCurve.Type.OutCubic)
    growing.finished.connect(lambda: widget.setMaximumHeight(Size.UNLIMITED))
    growing.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
