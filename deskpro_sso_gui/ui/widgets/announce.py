"""Tell a screen reader of something that changed without the focus moving."""

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have ``text`` read out, after what is being read now."""
    # its lists of roles and states cost the first page two milliseconds, and it tells nothing yet
    from PySide6.QtGui import (  # noqa: PLC0415 - as said above
        QAccessible,
        QAccessibleAnnouncementEvent,
    )

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
