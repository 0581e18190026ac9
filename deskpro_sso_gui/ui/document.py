"""The summary as pages: for a PDF file, for a printer, and laid out for the preview.

All of it is made from the body of the summary's HTML, so that it says what the HTML says. Nothing
is loaded from anywhere: what names a resource gets none.
"""

from typing import Any, Final

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.summary.wording import HEADINGS
from deskpro_sso_gui.texts import is_right_to_left, t
from deskpro_sso_gui.ui.page_breaks import set_paged_html
from deskpro_sso_gui.ui.theme import Theme
from deskpro_sso_gui.ui.theme.paper import (
    BODY_PT,
    LEAST_PT,
    LIST_INDENT,
    MARGIN_LINE_MM,
    MARGIN_MM,
    PAPER,
    RULE_MM,
    paper_font,
    paper_style,
)
from deskpro_sso_gui.ui.theme.tokens import Palette

_LETTER: Final = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Where paper is Letter; everywhere else it is A4 (CLDR, supplemental data, ``paperSize``)."""

_DOTS_PER_INCH: Final = 600
_MM_PER_INCH: Final = 25.4


class SummaryDocument(QTextDocument):
    """The summary as Qt lays it out, empty yet. It asks nobody for anything: no file, no server.

    Attributes:
        markup: what it is to be filled with.
    """

    def __init__(self, summary: Summary, palette: Palette, body_pt: float) -> None:
        # Jinja2 is heavy, and a window is open long before a summary is made
        from deskpro_sso_gui.summary.html import to_body  # noqa: PLC0415 - see above

        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(LIST_INDENT)
        self.setDefaultFont(paper_font(body_pt))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if is_right_to_left():
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        self.setDefaultTextOption(option)
        self.setDefaultStyleSheet(paper_style(palette, body_pt))
        self.markup = to_body(summary)
        self.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, summary.title)

    def loadResource(self, _kind: int, _name: Any) -> Any:  # noqa: N802 - Qt's name
        """Return nothing, whatever is asked for."""
        return None


def preview_document(summary: Summary) -> SummaryDocument:
    """Return the summary in the window's own looks."""
    document = SummaryDocument(summary, Theme.current().palette, QApplication.font().pointSizeF())
    document.setHtml(document.markup)
    return document


def paper_size(locale: QLocale | None = None) -> QPageSize:
    """Return the paper that people use where ``locale``, or this computer, is."""
    territory = QLocale.territoryToCode((locale or QLocale.system()).territory())
    letter = territory in _LETTER
    return QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)


def to_pdf(summary: Summary, size: QPageSize | None = None) -> bytes:
    """Return the summary as a PDF file with text that can be searched and copied.

    Args:
        summary: what it says.
        size: the paper; this computer's country's without it.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(summary.title)
    writer.setCreator(f"{summary.program} {summary.program_version}")
    writer.setPageLayout(page_layout(size or paper_size()))
    paint(summary, writer)
    buffer.close()
    return bytes(buffer.data().data())


def page_layout(size: QPageSize) -> QPageLayout:
    """Return a page of ``size``, upright, with the margins of a letter."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    upright = QPageLayout.Orientation.Portrait
    return QPageLayout(size, upright, margins, QPageLayout.Unit.Millimeter)


def paint(summary: Summary, device: QPagedPaintDevice) -> bool:
    """Paint the summary on ``device``, page after page, each with its number.

    Returns:
        Whether the device took it; a printer may be gone, a file not writable.
    """
    room = QRectF(device.pageLayout().paintRectPixels(device.logicalDpiX()))
    lines = MARGIN_LINE_MM / _MM_PER_INCH * device.logicalDpiY()
    page = QSizeF(room.width(), room.height() - 2 * lines)
    document = SummaryDocument(summary, PAPER, BODY_PT)
    document.documentLayout().setPaintDevice(device)
    document.setPageSize(page)
    set_paged_html(document, document.markup)
    painter = QPainter()
    if not painter.begin(device):
        return False
    count = document.pageCount()
    for number in range(1, count + 1):
        if number > 1:
            device.newPage()
        top = (number - 1) * page.height()
        painter.save()
        painter.translate(0, lines - top)
        _draw(document, painter, QRectF(0, top, page.width(), page.height()))
        painter.restore()
        _head_and_foot(painter, summary, page, lines, (number, count))
    return painter.end()


def _head_and_foot(
    painter: QPainter, summary: Summary, page: QSizeF, line: float, place: tuple[int, int]
) -> None:
    number, count = place
    half = line / 2
    begin = summary.program if number == 1 else summary.title
    _margin_line(painter, QRectF(0, 0, page.width(), half), begin, summary.made)
    below = QRectF(0, line * 1.5 + page.height(), page.width(), half)
    made = t(
        HEADINGS.made,
        moment=summary.made,
        program=summary.program,
        version=summary.program_version,
    )
    place_words = t(N_("Page {number} of {count}"), number=number, count=count)
    _margin_line(painter, below, made, place_words)
    rule = RULE_MM / _MM_PER_INCH * painter.device().logicalDpiY()
    painter.setPen(QPen(QColor(PAPER.control_border), rule))
    for height in (half, below.top()):
        painter.drawLine(QPointF(0, height), QPointF(page.width(), height))


def _draw(document: QTextDocument, painter: QPainter, clip: QRectF) -> None:
    painter.setClipRect(clip)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = clip
    colours = QPalette()
    colours.setColor(QPalette.ColorRole.Text, QColor(PAPER.text))
    context.palette = colours
    document.documentLayout().draw(painter, context)


def _margin_line(painter: QPainter, room: QRectF, begin: str, end: str) -> None:
    font = paper_font(LEAST_PT)
    painter.setFont(font)
    painter.setPen(QColor(PAPER.muted))
    metrics = QFontMetricsF(font, painter.device())
    middle = Qt.AlignmentFlag.AlignVCenter
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    if is_right_to_left():
        left, right = right, left
    free = room.width() - metrics.horizontalAdvance(f"{end}    ")
    shown = metrics.elidedText(begin, Qt.TextElideMode.ElideRight, free)
    painter.drawText(room, left | middle, shown)
    painter.drawText(room, right | middle, end)
