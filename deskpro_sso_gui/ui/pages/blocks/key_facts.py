"""The key facts of a set-up, as the summary words them, drawn by the window itself."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.progress import Status
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.model import Proof, ProofState, Summary
from deskpro_sso_gui.summary.wording import HEADINGS
from deskpro_sso_gui.texts import date, plural, t
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, set_kind
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel, value_label

_STATUS_ICONS = {
    Status.DONE: (Icon.DONE, Role.SUCCESS),
    Status.NEEDS_ATTENTION: (Icon.ATTENTION, Role.ATTENTION),
    Status.STALE: (Icon.STALE, Role.STALE),
    Status.READY: (Icon.READY, Role.ACCENT),
    Status.TO_DO: (Icon.TO_DO, Role.MUTED),
}
_PROOF_ICONS = {
    ProofState.PROVEN: (Icon.DONE, Role.SUCCESS),
    ProofState.STALE: (Icon.STALE, Role.STALE),
    ProofState.HALF: (Icon.ATTENTION, Role.ATTENTION),
    ProofState.FAILED: (Icon.ERROR, Role.ERROR),
    ProofState.NOT_TRIED: (Icon.TO_DO, Role.MUTED),
}


class KeyFacts(QWidget):
    """Proof, who gets in, the end of the certificate; folded, the steps and the values."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.LARGE)
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.LARGE)
        column.addLayout(self._column)
        self.more = Expander(t(N_("All steps and values")))
        self._folded: tuple[QWidget, ...] = ()
        column.addWidget(self.more)
        self._shown: tuple[object, ...] = ()
        self._known: tuple[SetupRecord, object, Summary] | None = None

    def show_record(self, record: SetupRecord, *, now: datetime) -> Summary:
        """Show the facts of ``record``, and return them; they are found once a day."""
        if self._known is not None and self._known[:2] == (record, now.date()):
            return self._known[2]
        facts = summary_facts(record, now=now)
        parts = (facts.proofs, facts.unchecked, facts.access, facts.stages, facts.values)
        shown = (*parts, record.certificate, now.date())
        if shown != self._shown:  # a page shows its record anew each time it is opened
            self._shown = shown
            self._show(record, facts, now)
        self._known = (record, now.date(), facts)
        return facts

    def _show(self, record: SetupRecord, facts: Summary, now: datetime) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._column.addWidget(_proofs(facts.proofs))
        if facts.unchecked:
            self._column.addWidget(_unchecked(facts.unchecked))
        self._column.addWidget(_people(facts))
        if record.certificate is not None:
            self._column.addWidget(_expiry(record.certificate.not_after, now))
        for card in self._folded:
            card.hide()
            card.deleteLater()
        self._folded = (_stages(facts), _values(facts))
        for card in self._folded:
            self.more.body.addWidget(card)


class _Card(QFrame):
    """A heading, and under it rows of an icon, a name and what is known."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        self._grid.setHorizontalSpacing(Space.MEDIUM)
        self._grid.setVerticalSpacing(Space.SMALL)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        self._grid.addWidget(PlainLabel(heading, Role.HEADING), 0, 0, 1, 3)

    def add(
        self, icon: tuple[Icon, Role] | None, name: str, values: Sequence[QWidget], *, wide: bool
    ) -> None:
        """Put a row at the end; ``wide`` gives the name the whole width, with nothing beside."""
        line = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        if icon is not None:
            self._grid.addWidget(IconLabel(*icon, Size.ICON), line, 0, top)
        self._grid.addWidget(PlainLabel(name), line, 1, 1, 2 if wide else 1, top)
        holder = QVBoxLayout()
        holder.setSpacing(Space.HAIR)
        for value in values:
            holder.addWidget(value)
        if values:
            self._grid.addLayout(holder, line + 1 if wide else line, 1 if wide else 2, 1, 2)


def _proofs(found: Sequence[Proof]) -> _Card:
    card = _Card(t(HEADINGS.proofs))
    for proof in found:
        values = [PlainLabel(proof.state_words, Role.STRONG)]
        for heading, half in (
            (HEADINGS.issued, proof.issued),
            (HEADINGS.accepted, proof.accepted),
        ):
            if half is not None:
                values.append(PlainLabel(f"{t(heading)}: {half.words}", Role.CAPTION))
        if proof.note:
            values.append(PlainLabel(proof.note, Role.CAPTION))
        card.add(_PROOF_ICONS[proof.state], proof.name, values, wide=False)
    return card


def _unchecked(found: Sequence[str]) -> _Card:
    card = _Card(t(HEADINGS.unchecked))
    for words in found:
        card.add((Icon.INFO, Role.MUTED), words, (), wide=True)
    return card


def _people(facts: Summary) -> _Card:
    card = _Card(t(HEADINGS.access))
    known = bool(facts.access.groups)
    icon = (Icon.DONE, Role.SUCCESS) if known else (Icon.ATTENTION, Role.ATTENTION)
    for group in facts.access.groups:
        card.add(icon, group.words, (), wide=True)
    for note in facts.access.notes:
        inside = facts.access.tester_included is not False
        card.add((Icon.INFO, Role.MUTED) if known and inside else icon, note, (), wide=True)
    return card


def _expiry(end: datetime, now: datetime) -> _Card:
    card = _Card(t(N_("The certificate")))
    days = (end.date() - now.date()).days
    if days < 0:
        text, icon = t(N_("It ran out on {date}."), date=date(end)), (Icon.ERROR, Role.ERROR)
    else:
        text = plural(
            N_("It runs out on {date}: one day is left."),
            N_("It runs out on {date}: {count} days are left."),
            days,
            date=date(end),
        )
        soon = days <= _SOON_DAYS
        icon = (Icon.ATTENTION, Role.ATTENTION) if soon else (Icon.DONE, Role.SUCCESS)
    card.add(icon, text, (), wide=True)
    return card


_SOON_DAYS = 60


def _stages(facts: Summary) -> _Card:
    card = _Card(t(HEADINGS.stages))
    for stage in facts.stages:
        values: list[QWidget] = [PlainLabel(stage.status_words, Role.STRONG)]
        if stage.value:
            values.append(value_label(stage.value, Role.CAPTION))
        if stage.note:
            role = Role.STALE if stage.status is Status.STALE else Role.CAPTION
            values.append(PlainLabel(stage.note, role))
        card.add(_STATUS_ICONS[stage.status], stage.name, values, wide=False)
    return card


def _values(facts: Summary) -> _Card:
    card = _Card(t(HEADINGS.values))
    for entry in facts.values:
        card.add(None, entry.label, (value_label(entry.value),), wide=False)
    return card
