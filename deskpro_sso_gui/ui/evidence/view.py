"""The diagnosis: one headline, what to do about it, and the rest folded below."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.told import ToldHop, ToldReport
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.evidence.files import file_notice
from deskpro_sso_gui.ui.evidence.findings import finding_views
from deskpro_sso_gui.ui.evidence.steps import StepList
from deskpro_sso_gui.ui.evidence.support import Begin, SupportCopy
from deskpro_sso_gui.ui.evidence.xml_view import XmlView
from deskpro_sso_gui.ui.theme import Space
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.finding_list import FindingList
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

_CAN_BE_PREPARED: Final = frozenset(
    {Kind.HAR, Kind.SAML_TRACER, Kind.SAML_RESPONSE, Kind.AUTHN_REQUEST}
)


class DiagnosisView(QWidget):
    """What ``check`` told of some files.

    Args:
        copy: puts a text on the clipboard.
        begin: starts a task.
        here: the stage whose page this is on, None on the first page.

    Signals:
        go_to: the admin wants to put it right on another page.
    """

    go_to = Signal(StageId)

    def __init__(
        self,
        *,
        copy: Callable[[str], object],
        begin: Begin,
        here: StageId | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._copy = copy
        self._begin = begin
        self._here = here
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.MEDIUM)
        self.report: ToldReport | None = None
        self.hide()

    def clear(self) -> None:
        """Show nothing."""
        self.report = None
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.hide()

    def show_report(self, report: ToldReport) -> None:
        """Show ``report`` in place of what was shown."""
        self.clear()
        self.report = report
        self.show()
        for file in report.files:
            good = not _is_anything_wrong(report)
            self._column.addWidget(file_notice(file, good=good, copy=self._copy))
        self._add_findings(report)
        # what is folded comes a moment later, so that the window answers in between
        QTimer.singleShot(0, self, lambda: self._add_folded(report))
        announce(self, self._headline(report))

    def _add_folded(self, report: ToldReport) -> None:
        if self.report is not report:
            return
        self._add_steps(report)
        self._add_notes(report)
        self._add_messages(report)
        self._add_support(report)

    def _headline(self, report: ToldReport) -> str:
        views = finding_views(report.findings[:1], here=self._here, can_go=False)
        if views:
            return views[0].headline
        first = self._column.itemAt(0)
        widget = first.widget() if first is not None else None
        return widget.accessibleName() if widget is not None else ""

    def _add_findings(self, report: ToldReport) -> None:
        belonging = " ".join(t(each.message, **each.values) for each in report.verdict)
        fine = report.all_seen and not _is_anything_wrong(report) and _is_understood(report)
        if fine:
            good = Notice(Tone.SUCCESS, t(N_("We found nothing wrong.")), belonging)
            self._column.addWidget(good)
        if not report.findings:
            return
        findings = FindingList()
        findings.go_to.connect(self.go_to)
        views = finding_views(report.findings, here=self._here, can_go=self._here is not None)
        findings.set_findings(views)
        self._column.addWidget(findings)
        if belonging and not fine:
            self._column.addWidget(PlainLabel(belonging))

    def _add_steps(self, report: ToldReport) -> None:
        for hops in [file.hops for file in report.files if file.hops]:
            title = t(N_("The sign-in, step by step ({count})"), count=number(len(hops)))
            steps = Expander(title)
            _fill_when_opened(steps, partial(_step_list, hops))
            self._column.addWidget(steps)

    def _add_notes(self, report: ToldReport) -> None:
        if not report.notes:
            return
        notes = Expander(t(N_("How we judged, and what we can't tell")))
        for note in report.notes:
            notes.body.addWidget(PlainLabel(t(note.message, **note.values)))
        self._column.addWidget(notes)

    def _add_messages(self, report: ToldReport) -> None:
        messages = [message for file in report.files for message in file.messages]
        if not messages:
            return
        shown = Expander(
            t(N_("The messages as XML ({count})"), count=number(len(messages))),
            t(N_("They name the person who signed in. Don't pass them on as they are.")),
        )
        shown.body.setSpacing(Space.MEDIUM)
        _fill_when_opened(shown, lambda: [XmlView(each, copy=self._copy) for each in messages])
        self._column.addWidget(shown)

    def _add_support(self, report: ToldReport) -> None:
        kinds = {file.kind for file in report.files if file.problem is None}
        if not kinds & _CAN_BE_PREPARED:
            return
        paths = [Path(file.path) for file in report.files if file.kind in _CAN_BE_PREPARED]
        self.support = SupportCopy(
            paths, from_tracer=Kind.SAML_TRACER in kinds, begin=self._begin, copy=self._copy
        )
        self._column.addWidget(self.support)


def _is_anything_wrong(report: ToldReport) -> bool:
    return any(finding.is_wrong for finding in report.findings)


def _is_understood(report: ToldReport) -> bool:
    """Say whether a file is of a kind of ours, and every recording is there up to its end."""
    cut_off = any(file.facts.get("cut_off") for file in report.files)
    return not cut_off and any(file.kind is not Kind.UNKNOWN for file in report.files)


def _step_list(hops: Sequence[ToldHop]) -> list[QWidget]:
    return [StepList(hops)]


def _fill_when_opened(expander: Expander, make: Callable[[], list[QWidget]]) -> None:
    """Build what ``expander`` shows only once somebody wants to see it."""
    built = False

    def fill(opened: bool) -> None:  # noqa: FBT001 - Qt's signal
        nonlocal built
        if opened and not built:
            built = True
            for widget in make():
                expander.body.addWidget(widget)

    expander.toggled.connect(fill)
