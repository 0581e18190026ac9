"""Bring something into sight that just became important."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from deskpro_sso_gui.ui.theme import Space


def reveal(widget: QWidget) -> None:
    """Scroll so that ``widget`` is seen, its beginning first; once the layout has come to rest."""
    QTimer.singleShot(0, widget, lambda: _scroll(widget))


def _scroll(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    inner = parent.widget() if parent is not None else None
    if parent is None or inner is None or not widget.isVisible():
        return
    top = widget.mapTo(inner, widget.rect().topLeft()).y()
    bar = parent.verticalScrollBar()
    seen = bar.value() <= top and top + widget.height() <= bar.value() + parent.viewport().height()
    if not seen:
        bar.setValue(top - Space.LARGE)


def keep_in_sight(widget: QWidget) -> None:
    """Scroll as little as is needed to see all of ``widget``, at once."""
    parent = widget.parentWidget()
    while parent is not None:
        inner = parent.widget() if isinstance(parent, QScrollArea) else None
        if isinstance(parent, QScrollArea) and inner is not None and inner.isAncestorOf(widget):
            parent.ensureWidgetVisible(widget, Space.NONE, Space.LARGE)
        parent = parent.parentWidget()
