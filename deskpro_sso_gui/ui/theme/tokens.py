"""The visual language as data: one spacing scale, four type sizes, two weights, colour roles.

Lengths are device-independent pixels. Type sizes are ratios of the system's own font size, so that
whoever made that larger gets everything larger.
"""

from enum import IntEnum, StrEnum, unique
from typing import Final

import msgspec


@unique
class Space(IntEnum):
    """The spacing scale."""

    NONE = 0
    HAIR = 2
    TIGHT = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24
    HUGE = 32


class Size:
    """Lengths that are not spacing."""

    BORDER: Final = 1
    FOCUS: Final = 2
    RADIUS: Final = 6
    RADIUS_CARD: Final = 10
    SIDEBAR: Final = 248
    PAGE: Final = 800
    LINE_CHARACTERS: Final = 75
    TEXT_COLUMN: Final = 720
    FOLD_BELOW: Final = 720
    WINDOW_WIDTH: Final = 1080
    WINDOW_HEIGHT: Final = 760
    WINDOW_LEAST_WIDTH: Final = 480
    WINDOW_LEAST_HEIGHT: Final = 400
    INDICATOR: Final = 16
    ICON_SMALL: Final = 14
    ICON: Final = 18
    ICON_LARGE: Final = 28
    ICON_HUGE: Final = 44
    DROP_ZONE: Final = 132
    DROP_ZONE_LOW: Final = 84
    LIST_LEAST: Final = 180
    LIST_TALL: Final = 300
    BESIDE_LEAST: Final = 620
    TILE: Final = 72
    SWATCH: Final = 30
    COUNT: Final = 28
    MAP_LEAST: Final = 260
    UNLIMITED: Final = (1 << 24) - 1


BODY_LEAST_PT: Final = 10.0
"""The smallest body text; screens without a desktop report a font made for nobody."""


@unique
class Type(StrEnum):
    """The four type sizes."""

    CAPTION = "caption"
    BODY = "body"
    HEADING = "heading"
    TITLE = "title"


TYPE_RATIO: Final = {Type.CAPTION: 0.9, Type.BODY: 1.0, Type.HEADING: 1.15, Type.TITLE: 1.7}
WEIGHT_NORMAL: Final = 400
WEIGHT_STRONG: Final = 600


@unique
class Role(StrEnum):
    """What the text or icon of a label says, which decides its colour and size."""

    TEXT = "text"
    MUTED = "muted"
    CAPTION = "caption"
    HEADING = "heading"
    TITLE = "title"
    STRONG = "strong"
    ACCENT = "accent"
    ON_ACCENT = "on-accent"
    SUCCESS = "success"
    ATTENTION = "attention"
    ERROR = "error"
    STALE = "stale"


@unique
class Kind(StrEnum):
    """What a control or frame is, which decides its shape."""

    PLAIN = "plain"
    PRIMARY = "primary"
    QUIET = "quiet"
    LINK = "link"
    FOLD = "fold"
    ICON = "icon"
    ICON_SMALL = "icon-small"
    CHOICE = "choice"
    CHOICE_MAIN = "choice-main"
    STAGE = "stage"
    CARD = "card"
    SIDEBAR = "sidebar"
    FOOTER = "footer"
    TOP = "top"
    BUSY = "busy"
    PRACTICE = "practice"
    CHIP = "chip"
    COUNT = "count"
    VALUE = "value"
    DROP = "drop"
    SUCCESS = "success"
    ATTENTION = "attention"
    ERROR = "error"
    STALE = "stale"
    INFO = "info"
    RULE = "rule"
    PAGE = "page"


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """A colour for each role, as ``#rrggbb``.

    Every pair that carries text is held to a contrast of at least 4.5:1 by a test, borders of
    controls and the focus ring to 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
    """

    dark: bool
    background: str
    surface: str
    sidebar: str
    hover: str
    pressed: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    success: str
    success_soft: str
    attention: str
    attention_soft: str
    error: str
    error_soft: str
    stale: str
    stale_soft: str
    border: str
    notice_border: str
    control_border: str
    focus: str
    mark: str
    on_mark: str
    practice: str
    on_practice: str


LIGHT: Final = Palette(
    dark=False,
    background="#fbfbfc",
    surface="#ffffff",
    sidebar="#f1f3f6",
    hover="#e8ebf1",
    pressed="#dce1ea",
    text="#1b2430",
    muted="#566173",
    disabled="#7b8595",
    accent="#2450b8",
    accent_hover="#1b3f96",
    accent_soft="#e8eefb",
    on_accent="#ffffff",
    success="#156c3b",
    success_soft="#e7f4ec",
    attention="#7a4d00",
    attention_soft="#fdf3dc",
    error="#a8201a",
    error_soft="#fcebea",
    stale="#63428f",
    stale_soft="#f1ebf9",
    border="#dfe3ea",
    notice_border="transparent",
    control_border="#838b99",
    focus="#2450b8",
    mark="#ffd9d6",
    on_mark="#7d110c",
    practice="#ffd95c",
    on_practice="#2b2300",
)

DARK: Final = Palette(
    dark=True,
    background="#161a20",
    surface="#1e242c",
    sidebar="#11151a",
    hover="#2a323d",
    pressed="#343e4b",
    text="#e9edf3",
    muted="#a7b1c0",
    disabled="#848e9c",
    accent="#9bb8ff",
    accent_hover="#bdd0ff",
    accent_soft="#222d48",
    on_accent="#0d1834",
    success="#74d39b",
    success_soft="#17301f",
    attention="#f2c14e",
    attention_soft="#352a10",
    error="#ff9d96",
    error_soft="#3d1b19",
    stale="#c9aef0",
    stale_soft="#2b213a",
    border="#323b47",
    notice_border="transparent",
    control_border="#788494",
    focus="#9bb8ff",
    mark="#6b1f1b",
    on_mark="#ffe3e1",
    practice="#ffd95c",
    on_practice="#2b2300",
)

HIGH_CONTRAST: Final = Palette(
    dark=True,
    background="#000000",
    surface="#000000",
    sidebar="#000000",
    hover="#2b2b2b",
    pressed="#444444",
    text="#ffffff",
    muted="#ffffff",
    disabled="#b8b8b8",
    accent="#ffe14d",
    accent_hover="#fff0a3",
    accent_soft="#1f1b00",
    on_accent="#000000",
    success="#7dffa8",
    success_soft="#001f0c",
    attention="#ffd166",
    attention_soft="#241a00",
    error="#ffb3ae",
    error_soft="#2b0503",
    stale="#dcc6ff",
    stale_soft="#1a0d2e",
    border="#ffffff",
    notice_border="#ffffff",
    control_border="#ffffff",
    focus="#ffe14d",
    mark="#ffffff",
    on_mark="#000000",
    practice="#ffd95c",
    on_practice="#000000",
)
