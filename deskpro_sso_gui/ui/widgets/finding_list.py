"""Findings: what is wrong or worth knowing, the worst first."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

import msgspec
from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

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


_BY_CHANCE: Final = 2


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

    def __init__(self, text: str, other: str) -> None:
        super().__init__(text)
        mark_value(self)
        set_kind(self, Kind.VALUE)
        self._spans = differing(text, other)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the frame, then the text with its marks."""
        QFrame.paintEvent(self, event)
        palette = Theme.current().palette
        look = QTextCharFormat()
        look.setBackground(QColor(palette.mark))
        look.setForeground(QColor(palette.on_mark))
        look.setFontUnderline(True)
        marks = []
        for start, length in self._spans:
            mark = QTextLayout.FormatRange()
            mark.start, mark.length, mark.format = start, length, look
            marks.append(mark)
        inner = QRectF(self.contentsRect())
        layout = QTextLayout(self.text(), self.font())
        layout.setTextOption(self._option())
        layout.setFormats(marks)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._line_width(inner.width()))
            line.setPosition(QRectF(0, y, 0, 0).topLeft())
            y += line.height()
        layout.endLayout()
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, inner.topLeft())
        painter.end()


def differing(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Return where ``text`` differs from ``other``, as (start, length).

    What lies between two differences and is alike by chance, one or two characters of another
    word, is marked with them.
    """
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    spans: list[tuple[int, int]] = []
    for tag, start, end, _, _ in matcher.get_opcodes():
        if tag == "equal" or end == start:
            continue
        if spans and start - spans[-1][1] <= _BY_CHANCE:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple((start, end - start) for start, end in spans)


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
                rest.body.addWidget(self._card(finding))
            self._column.addWidget(rest)

    def _card(self, finding: FindingView) -> Notice:
        card = Notice(_LEVEL_TONES[finding.level], finding.headline)
        card.words.insertWidget(0, PlainLabel(t(LEVEL_TEXTS[finding.level]), Role.CAPTION))
        if finding.expected or finding.found:
            for title, text, other in (
                (N_("expected"), finding.expected, finding.found),
                (N_("found"), finding.found, finding.expected),
            ):
                card.words.addWidget(PlainLabel(t(title), Role.CAPTION))
                card.words.addWidget(_DifferenceLabel(text, other))
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
