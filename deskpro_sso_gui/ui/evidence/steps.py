"""The way of a sign-in through a recording, step by step, in plain words."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.told import ToldHop
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.conversation import MessageField
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.theme import Icon, Role, Size, Space
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel

_CARRIED: Final = {
    MessageField.REQUEST: N_("The browser carried DeskPRO's question to {address}."),
    MessageField.RESPONSE: N_("The browser handed JumpCloud's answer to {address}."),
}
_BUILT: Final = {
    MessageField.REQUEST: N_("The page held DeskPRO's question, to be sent to {address}."),
    MessageField.RESPONSE: N_("The page held JumpCloud's answer, to be sent to {address}."),
}
_FIRST_ERROR: Final = 400


class StepList(QWidget):
    """Each step: its number in the recording, what the browser did, what came back."""

    def __init__(self, hops: Sequence[ToldHop], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        for hop in hops:
            column.addWidget(_row(hop))


def step_words(hop: ToldHop) -> tuple[str, ...]:
    """Say what a step was: what the browser did, then what came of it."""
    begun = _CARRIED[hop.sent] if hop.sent is not None else _opened(hop)
    return (t(begun, address=_short(hop.address)), *_outcome(hop))


def _opened(hop: ToldHop) -> str:
    if hop.method == "POST":
        return N_("The browser sent a form to {address}.")
    return N_("The browser opened {address}.")


def _outcome(hop: ToldHop) -> tuple[str, ...]:
    if hop.blocked:
        return (t(N_("The browser stopped it: {reason}"), reason=hop.blocked),)
    seen = hop.built is not None or hop.asks_password
    if not hop.status and not seen:
        return (t(N_("No answer to it was recorded.")),)
    if hop.status >= _FIRST_ERROR:
        refused = t(N_("It was refused, with error {status}."), status=str(hop.status))
        return (refused, *_said(hop))
    if hop.location:
        return (t(N_("It was sent on to {address}."), address=_short(hop.location)),)
    return (_page(hop), *_said(hop))


def _page(hop: ToldHop) -> str:
    if hop.built is not None:
        return t(_BUILT[hop.built], address=_short(hop.built_to))
    if hop.asks_password:
        return t(N_("The page asked for a password."))
    return t(N_("A page came back."))


def _said(hop: ToldHop) -> tuple[str, ...]:
    return (t(N_("The page says: {words}"), words=hop.said),) if hop.said else ()


def _short(address: str) -> str:
    return address.partition("://")[2] or address


def _row(hop: ToldHop) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.MEDIUM)
    # without a status it need not have failed: Firefox writes none for a page that was left at once
    went_wrong = bool(hop.blocked) or hop.status >= _FIRST_ERROR
    carries = hop.sent is not None or hop.built is not None
    icon, role = Icon.BULLET, Role.MUTED
    if went_wrong:
        icon, role = Icon.ERROR, Role.ERROR
    elif carries:
        icon, role = Icon.CHEVRON_RIGHT, Role.ACCENT
    row.addWidget(IconLabel(icon, role, Size.ICON_SMALL), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(Space.HAIR)
    first, *others = step_words(hop)
    words.addWidget(PlainLabel(first, Role.STRONG if carries else Role.TEXT))
    for other in others:
        words.addWidget(PlainLabel(other, Role.ERROR if went_wrong else Role.MUTED))
    row.addLayout(words, 1)
    count = PlainLabel(number(hop.number), Role.CAPTION, wrap=False)
    count.setProperty("value", True)  # noqa: FBT003 - a number
    count.setAccessibleName(t(N_("Request {number}"), number=number(hop.number)))
    row.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
    return holder
