"""The style sheet, made from the tokens and the system's font size."""

from collections.abc import Mapping
from string import Template
from typing import Final

import msgspec

from deskpro_sso_gui.ui.theme.tokens import (
    TYPE_RATIO,
    WEIGHT_NORMAL,
    WEIGHT_STRONG,
    Palette,
    Size,
    Space,
)

_SHEET: Final = Template("""
QWidget { color: $text; font-size: ${body}pt; font-weight: $normal; }
QWidget#window, QWidget#setup, QWidget#start, QScrollArea, QWidget#scrolled,
QStackedWidget, QWidget[kind="page"] { background: $background; }
QToolTip { background: $surface; color: $text; border: ${line}px solid $control_border;
  padding: ${tight}px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: $strong; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: $strong; }
QLabel[role="strong"] { font-weight: $strong; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="caption"] { color: $muted; font-size: ${caption}pt; }
QLabel[role="accent"] { color: $accent; }
QLabel[role="success"] { color: $success; }
QLabel[role="attention"] { color: $attention; }
QLabel[role="error"] { color: $error; }
QLabel[role="stale"] { color: $stale; }
QLabel:disabled { color: $disabled; }
QLabel[kind="chip"] { background: $accent_soft; border: ${line}px solid $border;
  border-radius: ${tight}px; padding: ${hair}px ${small}px; font-weight: $strong; }
QLabel[kind="count"] { background: $accent_soft; color: $accent; font-weight: $strong;
  border: ${line}px solid $notice_border; border-radius: ${count_radius}px; }
QLabel[kind="value"] { background: $sidebar; border: ${line}px solid $border;
  border-radius: ${radius}px; padding: ${small}px ${medium}px; }

QFrame[kind="card"] { background: $surface; border: ${line}px solid $border;
  border-radius: ${card}px; }
QFrame[kind="sidebar"] { background: $sidebar; border: none; border-right: ${line}px solid $border;}
QFrame[kind="top"] { background: $sidebar; border: none; border-bottom: ${line}px solid $border; }
QFrame[kind="footer"] { background: $background; border: none; border-top: ${line}px solid $border;}
QFrame[kind="busy"] { background: $accent_soft; border: none; }
QFrame[kind="practice"] { background: $practice; border: none; }
QFrame[kind="practice"] QLabel { color: $on_practice; font-weight: $strong; }
QFrame[kind="rule"] { background: $border; border: none; max-height: ${line}px;
  min-height: ${line}px; }
QFrame[kind="success"] { background: $success_soft; border-radius: ${card}px; }
QFrame[kind="attention"] { background: $attention_soft; border-radius: ${card}px; }
QFrame[kind="error"] { background: $error_soft; border-radius: ${card}px; }
QFrame[kind="stale"] { background: $stale_soft; border-radius: ${card}px; }
QFrame[kind="info"] { background: $accent_soft; border-radius: ${card}px; }
QFrame[kind="success"], QFrame[kind="attention"], QFrame[kind="error"], QFrame[kind="stale"],
QFrame[kind="info"] { border: ${line}px solid $notice_border; }
QFrame[kind="drop"] { background: $surface; border: ${line}px dashed $control_border;
  border-radius: ${card}px; }
QFrame[kind="drop"][over="true"] { border-color: $accent; background: $accent_soft; }

QPushButton, QToolButton { background: $surface; border: ${line}px solid $control_border;
  border-radius: ${radius}px; padding: ${small}px ${large}px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $border; }
QPushButton:focus, QToolButton:focus { border: ${focus_width}px solid $focus;
  padding: ${small_focus}px ${large_focus}px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; font-weight: $strong;
  border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: ${focus_width}px solid $text; }
QPushButton[kind="primary"]:disabled { background: $hover; color: $disabled;
  border-color: $hover; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"], QToolButton[kind="icon"],
QToolButton[kind="icon-small"] {
  background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover, QToolButton[kind="icon"]:hover,
QToolButton[kind="icon-small"]:hover {
  background: $hover; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus,
QToolButton[kind="icon"]:focus, QToolButton[kind="icon-small"]:focus {
  border: ${focus_width}px solid $focus; }
QToolButton[kind="icon"] { padding: ${small}px; }
QToolButton[kind="icon"]:focus { padding: ${small_focus}px; }
QToolButton[kind="icon-small"] { padding: ${hair}px; border-radius: ${tight}px; }
QToolButton[kind="icon-small"]:focus { padding: ${hair_focus}px; }
QPushButton[kind="link"] { background: transparent; border: ${line}px solid transparent;
  color: $accent; padding: ${tight}px ${tight}px; text-align: left; }
QPushButton[kind="fold"] { background: transparent; border: ${line}px solid transparent;
  color: $accent; padding: ${tight}px ${tight}px ${tight}px 0; text-align: left; }
QPushButton[kind="fold"]:hover { color: $accent_hover; }
QPushButton[kind="fold"]:focus { border: ${focus_width}px solid $focus;
  padding: ${tight_focus}px ${tight_focus}px ${tight_focus}px 0; }
QPushButton[kind="link"]:hover { color: $accent_hover; background: $hover; }
QPushButton[kind="link"]:focus { border: ${focus_width}px solid $focus;
  padding: ${tight_focus}px ${tight_focus}px; }
QPushButton[kind="choice"] { background: $surface; border: ${line}px solid $border;
  border-radius: ${card}px; text-align: left; padding: 0; }
QPushButton[kind="choice"]:hover { background: $hover; border-color: $control_border; }
QPushButton[kind="choice-main"] { background: $accent_soft; border: ${line}px solid $accent;
  border-radius: ${card}px; text-align: left; padding: 0; }
QPushButton[kind="choice-main"]:hover { background: $hover; }
QPushButton[kind="choice"]:focus, QPushButton[kind="choice-main"]:focus {
  border: ${focus_width}px solid $focus; padding: 0; }
QPushButton[kind="stage"] { background: transparent; border: ${focus_width}px solid transparent;
  border-radius: ${radius}px; padding: 0; }
QPushButton[kind="stage"]:hover { background: $hover; }
QPushButton[kind="stage"]:checked { background: $accent_soft; border-color: $notice_border; }
QPushButton[kind="stage"]:focus { border: ${focus_width}px solid $focus; padding: 0; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: $surface; color: $text;
  border: ${line}px solid $control_border; border-radius: ${radius}px;
  padding: ${small}px ${medium}px; selection-background-color: $accent;
  selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: ${focus_width}px solid $focus; padding: ${small_focus}px ${medium_focus}px; }
QLineEdit[readOnly="true"] { background: $sidebar; border-color: $border; }
QLineEdit[readOnly="true"]:focus { border-color: $focus; }
QLineEdit QToolButton { background: transparent; border: none; padding: 0; }
QLineEdit[wrong="true"] { border-color: $error; }
QLineEdit:disabled, QComboBox:disabled { color: $disabled; border-color: $border; }
QComboBox::drop-down { border: none; width: ${wide}px; }
QComboBox QAbstractItemView { background: $surface; color: $text;
  border: ${line}px solid $control_border; selection-background-color: $accent_soft;
  selection-color: $text; outline: none; }

QCheckBox, QRadioButton { spacing: ${small}px; padding: ${hair}px ${tight}px;
  border: ${focus_width}px solid transparent; border-radius: ${tight}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {
  width: ${indicator}px; height: ${indicator}px; background: $surface;
  border: ${line}px solid $control_border; }
QCheckBox::indicator, QListView::indicator { border-radius: ${tight}px; }
QRadioButton::indicator { border-radius: ${dot}px; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent;
  border-color: $accent; image: url("$tick"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent;
  image: url("$bullet"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled,
QListView::indicator:disabled { background: $hover; border-color: $border; }
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled,
QListView::indicator:checked:disabled { background: $disabled; border-color: $disabled; }
QComboBox::down-arrow { image: url("$arrow"); width: ${indicator}px; height: ${indicator}px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }

QListView { background: $surface; border: ${line}px solid $control_border;
  border-radius: ${radius}px; padding: ${tight}px; outline: none; }
QListView:focus { border: ${focus_width}px solid $focus; }
QListView::item { padding: ${tight}px ${small}px; border-radius: ${tight}px; color: $text; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $accent_soft; color: $text; }
QMenu { background: $surface; border: ${line}px solid $control_border;
  border-radius: ${radius}px; padding: ${tight}px; }
QMenu::item { padding: ${small}px ${large}px; border-radius: ${tight}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::icon { padding-left: ${small}px; }

QProgressBar { background: $border; border: none; border-radius: ${hair}px;
  max-height: ${tight}px; min-height: ${tight}px; }
QProgressBar::chunk { background: $accent; border-radius: ${hair}px; }

QScrollArea { border: none; }
QScrollArea#stages, QWidget#stages { background: $sidebar; }
QScrollBar:vertical { background: transparent; width: ${medium}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${medium}px; margin: 0; }
QScrollBar::handle { background: $control_border; border-radius: ${tight}px;
  margin: ${hair}px; }
QScrollBar::handle:vertical { min-height: ${wide}px; }
QScrollBar::handle:horizontal { min-width: ${wide}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(palette: Palette, body_pt: float, pictures: Mapping[str, str]) -> str:
    """Return the style sheet.

    Args:
        palette: the colours.
        body_pt: the size of body text, in points.
        pictures: the files of ``tick``, ``bullet`` and ``arrow``; a style sheet knows files only.
    """
    sizes = {name: f"{body_pt * ratio:.2f}" for name, ratio in TYPE_RATIO.items()}
    spaces = {space.name.lower(): str(space.value) for space in Space}
    grown = Size.FOCUS - Size.BORDER  # a thicker border must not move what is inside it
    focus = {f"{name}_focus": str(int(value) - grown) for name, value in spaces.items()}
    return _SHEET.substitute(
        {name: str(colour) for name, colour in msgspec.structs.asdict(palette).items()},
        **spaces,
        **focus,
        **pictures,
        **sizes,
        normal=WEIGHT_NORMAL,
        strong=WEIGHT_STRONG,
        indicator=Size.INDICATOR,
        dot=Size.INDICATOR // 2 + Size.BORDER,
        line=Size.BORDER,
        focus_width=Size.FOCUS,
        radius=Size.RADIUS,
        card=Size.RADIUS_CARD,
        count_radius=Size.COUNT // 2,
    )
