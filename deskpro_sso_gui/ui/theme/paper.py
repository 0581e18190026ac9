"""The looks of the summary where Qt lays it out: on paper, and in the window's preview.

Qt's text document knows a part of CSS only: no variables, no boxes around words, no ``max-width``.
"""

from string import Template
from typing import Final

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui.ui.theme.tokens import LIGHT, WEIGHT_NORMAL, WEIGHT_STRONG, Palette

PAPER: Final = LIGHT
"""Paper is white, whatever the window looks like."""

BODY_PT: Final = 9.5
"""The size of the text on paper."""

LEAST_PT: Final = 7.5
"""The size of what stands in the margins of each page."""

MARGIN_MM: Final = 18.0
MARGIN_LINE_MM: Final = 9.0
"""Room at the top and at the bottom of each page for a line that every page has."""

RULE_MM: Final = 0.15
LIST_INDENT: Final = 18

_SHEET: Final = Template("""
body { color: $text; font-size: ${body}pt; font-weight: $normal; }
h1 { font-size: ${title}pt; font-weight: $strong; margin-top: 0px; margin-bottom: ${small}px; }
h2 { font-size: ${heading}pt; font-weight: $strong; color: $accent;
  margin-top: ${wide}px; margin-bottom: ${small}px; }
h3 { font-size: ${body}pt; font-weight: $strong; margin-top: ${small}px;
  margin-bottom: ${tight}px; }
p { margin-top: ${tight}px; margin-bottom: ${tight}px; }
ul { margin-top: ${tight}px; margin-bottom: ${tight}px; }
li { margin-top: ${tight}px; margin-bottom: ${tight}px; }
table { border-collapse: collapse; margin-top: ${tight}px; margin-bottom: ${tight}px; }
th, td { padding-top: ${tight}px; padding-bottom: ${tight}px; padding-right: ${small}px;
  border-bottom: 1px solid $border; text-align: left; vertical-align: top; }
th { font-weight: $normal; color: $muted; }
strong { font-weight: $strong; }
em { font-style: normal; color: $attention; }
small { font-size: ${least}pt; color: $muted; }
code { font-family: $mono; font-size: ${code}pt; }
.tasks { list-style-type: none; }
.headline { font-size: ${lead}pt; font-weight: $strong; }
.mark { font-weight: $strong; }
.done .mark, .proven .mark { color: $success; }
.needs-attention .mark, .failed .mark { color: $error; }
.stale .mark, .half .mark { color: $attention; }
.band { color: $attention; background-color: $attention_soft; }
.closing { color: $muted; margin-top: ${wide}px; }
""")

_MONO: Final = "'Cascadia Mono', Consolas, Menlo, 'DejaVu Sans Mono', monospace"


def paper_font(size_pt: float) -> QFont:
    """Return the window's font for paper, without letters that are joined in one.

    A text copied from a PDF file would have the joined letter in their place.
    """
    font = QFont(QApplication.font())
    font.setPointSizeF(size_pt)
    font.setFeature(QFont.Tag("liga"), 0)
    return font


def paper_style(palette: Palette, body_pt: float = BODY_PT) -> str:
    """Return the style sheet of the document in the colours of ``palette``.

    Args:
        palette: whose colours; ``PAPER`` for what is printed.
        body_pt: the size of the text; all other sizes follow it.
    """
    return _SHEET.substitute(
        text=palette.text,
        muted=palette.muted,
        accent=palette.accent,
        success=palette.success,
        attention=palette.attention,
        attention_soft=palette.attention_soft,
        error=palette.error,
        border=palette.border,
        mono=_MONO,
        normal=WEIGHT_NORMAL,
        strong=WEIGHT_STRONG,
        body=body_pt,
        title=round(body_pt * 1.75, 1),
        lead=round(body_pt * 1.1, 1),
        heading=round(body_pt * 1.3, 1),
        least=round(body_pt * 0.85, 1),
        code=round(body_pt * 0.92, 1),
        tight=3,
        small=6,
        wide=16,
    )
