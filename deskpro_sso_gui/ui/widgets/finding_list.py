"""Findings: what is wrong or worth knowing, the worst first."""

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.compare import Span, differing_spans
from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.diagnosis.words import LEVEL_TEXTS
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, StageId
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, Theme, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

_LEVEL_TONES: Final = {
    Level.CAUSE: Tone.ERROR,
    Level.LIKELY: Tone.ATTENTION,
    Level.WORTH_KNOWING: Tone.INFO,
}


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in words.

    Attributes:
        level: how sure it is.
        headline: what it is, one sentence.
        expected: the value that should be there; empty where the finding compares nothing.
        found: the value that is there.
        differences: in what the two differ, in words.
        advice: where to change it, and how to see that it worked.
        stage: the page to go to.
        condition: its identifier in the catalogue, for support.
    """

    level: Level
    headline: str
    expected: str = ""
    found: str = ""
    differences: str = ""
    advice: str = ""
    stage: StageId | None = None
    condition: str = ""


class _DifferenceLabel(PlainLabel):
    """A value in which what differs from another is marked, by colour and underline."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        super().__init__(text)
        mark_value(self)
        set_kind(self, Kind.VALUE)
        self._spans = spans

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the frame, then the text with its marks."""
        QFrame.paintEvent(self, event)
        palette = Theme.current().palette
        look = QTextCharFormat()
        look.setBackground(QColor(palette.mark))
        look.setForeground(QColor(palette.on_mark))
        look.setFontUnderline(True)
        marks = []
        for span in self._spans:
            mark = QTextLayout.FormatRange()
            mark.start, mark.length, mark.format = span.begin, span.end - span.begin, look
            marks.append(mark)
        inner = QRectF(self.contentsRect())
        layout = QTextLayout(self.text(), self.font())
        layout.setTextOption(self._option())
        layout.setFormats(marks)
        layout.beginLayout()
        y = 0.0
        width = self._line_width(inner.width())
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            inner.setLeft(inner.right() - width)
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QRectF(0, y, 0, 0).topLeft())
            y += line.height()
        layout.endLayout()
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, inner.topLeft())
        painter.end()


class FindingList(QWidget):
    """The findings of one value or file. The worst is shown, the rest folded."""

    go_to = Signal(StageId)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.SMALL)
        self.hide()

    def set_findings(self, findings: Sequence[FindingView]) -> None:
        """Show ``findings`` in place of what was shown; the first is taken as the worst."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(findings))
        if not findings:
            return
        self._column.addWidget(self._card(findings[0]))
        if len(findings) > 1:
            rest = Expander(t(N_("Also noticed ({count})"), count=len(findings) - 1))
            for finding in findings[1:]:
                rest.body.addWidget(self._card(finding, also=True))
            self._column.addWidget(rest)

    def _card(self, finding: FindingView, *, also: bool = False) -> Notice:
        card = Notice(_LEVEL_TONES[finding.level], finding.headline)
        # there is one cause, the first; what else is wrong is called noticed by what it is under
        if not also or finding.level is not Level.CAUSE:
            card.words.insertWidget(0, PlainLabel(t(LEVEL_TEXTS[finding.level]), Role.CAPTION))
        if finding.expected or finding.found:
            ours, theirs = differing_spans(finding.found, finding.expected)
            for title, text, spans in (
                (N_("expected"), finding.expected, theirs),
                (N_("found"), finding.found, ours),
            ):
                card.words.addSpacing(Space.TIGHT)
                card.words.addWidget(PlainLabel(t(title), Role.CAPTION))
                card.words.addWidget(_DifferenceLabel(text, spans))
        if finding.differences:
            card.words.addWidget(PlainLabel(finding.differences, Role.MUTED))
        for paragraph in filter(None, finding.advice.split("\n")):
            card.words.addSpacing(Space.TIGHT)
            card.words.addWidget(PlainLabel(paragraph))
        if finding.stage is not None:
            stage = finding.stage
            name = t(STAGE_BY_ID[stage].name)
            card.add_button(
                Button(
                    t(N_("Go to “{page}”"), page=name),
                    icon=Icon.CHEVRON_RIGHT,
                    on_click=lambda: self.go_to.emit(stage),
                )
            )
        return card
