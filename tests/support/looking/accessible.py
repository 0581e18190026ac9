"""What a screen reader is told of the window: names, roles, labels, and nothing hidden."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from tests.support.window import CONTROLS, name_of, reachable, visible

Role = QAccessible.Role
FIELDS: Final = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
_ROLES: Final = {
    QLineEdit: {Role.EditableText},
    QPlainTextEdit: {Role.EditableText},
    QComboBox: {Role.ComboBox},
    QAbstractItemView: {Role.List, Role.Table, Role.Tree},
    QAbstractButton: {
        Role.Button,
        Role.ButtonMenu,
        Role.ButtonDropDown,
        Role.CheckBox,
        Role.RadioButton,
        Role.Link,
        Role.ListItem,
    },
}
_NEED_NO_NAME: Final = (QScrollArea, QScrollBar)


def badly_told(window: QWidget) -> list[str]:
    """Return what a screen reader is told wrongly, or not at all, of ``window``."""
    told = dict(_exposed(window))
    faults: list[str] = []
    labels = {_plain(name_of(each)) for each in visible(window, QLabel)}
    for widget, interface in told.items():
        faults += _hidden(widget, interface)
        faults += _control(widget, interface)
        if isinstance(widget, FIELDS) and _is_ours(widget):
            faults += _field(widget, interface, labels)
        if isinstance(widget, QProgressBar) and not _name(interface):
            faults.append("a progress bar without a name")
    faults += [
        f"not told at all: {_called(widget)}"
        for widget in visible(window, QWidget)
        if isinstance(widget, CONTROLS) and _is_ours(widget) and widget not in told
    ]
    return faults


def out_of_reach(window: QWidget) -> list[str]:
    """Return the controls that Tab does not come by, and the stops that nobody can see."""
    if window.focusWidget() is None:
        return ["nothing has the focus"]
    walked = _tab_walk(window)
    missed = [
        f"Tab does not come by {_called(each)}"
        for each in reachable(window)
        if each not in walked and _is_ours(each) and not _radio_of_a_group(each)
    ]
    unseen = [
        f"Tab stops at {_called(each)}, which is not to be seen"
        for each in walked
        if not each.isVisible()
    ]
    nameless = [
        f"Tab stops at {_called(each)}, which has no name"
        for each in walked
        if not _name(_interface(each))
    ]
    return missed + unseen + nameless


def _tab_walk(window: QWidget) -> list[QWidget]:
    """Press Tab until the focus is where it has been before, and return where that was."""
    walked: list[QWidget] = []
    at = window.focusWidget()
    while at is not None and at not in walked:
        walked.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        at = window.focusWidget()
    return walked


def _radio_of_a_group(widget: QWidget) -> bool:
    """Say whether the arrow keys lead to ``widget`` from another that Tab comes by."""
    return (
        isinstance(widget, QAbstractButton)
        and widget.group() is not None
        and widget.group().exclusive()
        and not widget.isChecked()
    )


def _interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, widget
    return found


def _exposed(window: QWidget) -> Iterator[tuple[QWidget, QAccessibleInterface]]:
    """Yield all widgets in the tree that a screen reader walks through, and are not invisible."""
    waiting = [_interface(window)]
    while waiting:
        interface = waiting.pop()
        widget = interface.object()
        if isinstance(widget, QWidget):
            if interface.state().invisible:
                continue
            yield widget, interface
        for number in range(interface.childCount()):
            child = interface.child(number)
            if child is not None and isinstance(child.object(), QWidget):
                waiting.append(child)


def _hidden(widget: QWidget, interface: QAccessibleInterface) -> Iterator[str]:
    if not widget.isVisible() and not interface.state().invisible:
        yield f"told although it is hidden: {_called(widget)}"


def _control(widget: QWidget, interface: QAccessibleInterface) -> Iterator[str]:
    focusable = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    if not _is_ours(widget) or isinstance(widget, _NEED_NO_NAME) or widget.isWindow():
        return
    if focusable and widget.focusProxy() is None and not _name(interface):
        yield f"takes the focus and has no name: {_called(widget)}"
    if not isinstance(widget, CONTROLS):
        return
    for kind, roles in _ROLES.items():
        if isinstance(widget, kind) and interface.role() not in roles:
            yield f"told as {interface.role().name}: {_called(widget)}"
    checkable = isinstance(widget, QAbstractButton) and widget.isCheckable()
    if checkable and not interface.state().checkable:
        yield f"not told that it can be ticked: {_called(widget)}"


def _field(widget: QWidget, interface: QAccessibleInterface, labels: set[str]) -> Iterator[str]:
    relations = interface.relations(QAccessible.RelationFlag.Label)
    by_label = [other for other, _flag in relations if other.object() is not None]
    name = _plain(_name(interface))
    if not by_label and name not in labels and not _searches(widget):
        yield f"no label in sight says what it is: {_called(widget)} “{name}”"


def _searches(widget: QWidget) -> bool:
    """Say whether the placeholder, which is the name too, says what the field is for."""
    return (
        isinstance(widget, QLineEdit) and widget.placeholderText() == widget.accessibleName() != ""
    )


def _is_ours(widget: QWidget) -> bool:
    """Say whether ``widget`` is one of the window's, and none that Qt puts into its own."""
    if widget.objectName().startswith("qt_"):
        return False
    parent = widget.parentWidget()
    if isinstance(parent, QLineEdit | QComboBox):
        return False
    inner = isinstance(parent, QAbstractScrollArea) and not isinstance(parent, QScrollArea)
    return not inner


def _name(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name).strip()


def _plain(text: str) -> str:
    return text.replace("&", "").strip().rstrip(":")


def _called(widget: QWidget) -> str:
    parent = type(widget.parentWidget()).__name__
    return f"{type(widget).__name__} {name_of(widget)!r} in {parent}"
