"""The looks: contrast computed from the tokens, one place for colours, icons that can be drawn."""

import re
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui import resources
from deskpro_sso_gui.ui.theme import Icon, Role, Scheme, Size, Theme
from deskpro_sso_gui.ui.theme.icons import pixmap
from deskpro_sso_gui.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Palette

PALETTES = {"light": LIGHT, "dark": DARK, "high contrast": HIGH_CONTRAST}
PACKAGE = Path(resources.__file__).parent

TEXT_PAIRS = [
    ("text", "background"),
    ("text", "surface"),
    ("text", "sidebar"),
    ("text", "hover"),
    ("text", "pressed"),
    ("text", "accent_soft"),
    ("muted", "background"),
    ("muted", "surface"),
    ("muted", "sidebar"),
    ("muted", "hover"),
    ("muted", "accent_soft"),
    ("accent", "background"),
    ("accent", "surface"),
    ("accent", "sidebar"),
    ("accent_hover", "hover"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("error", "background"),
    ("error", "surface"),
    ("on_mark", "mark"),
    ("on_practice", "practice"),
    *((("text"), f"{role}_soft") for role in ("success", "attention", "error", "stale", "accent")),
    *((("muted"), f"{role}_soft") for role in ("success", "attention", "error", "stale", "accent")),
]
SHAPE_PAIRS = [
    ("control_border", "background"),
    ("control_border", "surface"),
    ("control_border", "sidebar"),
    ("focus", "background"),
    ("focus", "surface"),
    ("focus", "sidebar"),
    *((role, f"{role}_soft") for role in ("success", "attention", "error", "stale")),
    *((role, "sidebar") for role in ("success", "attention", "stale", "accent", "muted")),
    *((role, "accent_soft") for role in ("success", "attention", "stale", "accent", "muted")),
]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_has_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def too_faint(palette: Palette, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    found = {
        f"{front} on {ground}": contrast(getattr(palette, front), getattr(palette, ground))
        for front, ground in pairs
    }
    return {pair: ratio for pair, ratio in found.items() if ratio < least}


@pytest.mark.parametrize("name", PALETTES)
def test_text_can_be_read(name: str) -> None:
    assert too_faint(PALETTES[name], TEXT_PAIRS, 4.5) == {}


@pytest.mark.parametrize("name", PALETTES)
def test_borders_focus_and_icons_can_be_seen(name: str) -> None:
    assert too_faint(PALETTES[name], SHAPE_PAIRS, 3.0) == {}


@pytest.mark.parametrize("name", PALETTES)
def test_every_colour_is_one(name: str) -> None:
    palette: Palette = PALETTES[name]
    for role, colour in msgspec.structs.asdict(palette).items():
        if role != "dark":
            assert QColor(colour).isValid(), role


@pytest.mark.parametrize("icon", Icon)
def test_every_icon_can_be_drawn_and_shows_something(icon: Icon, application: QApplication) -> None:
    del application
    image = pixmap(icon, "#123456", Size.ICON, 2.0).toImage()
    assert image.width() == 2 * Size.ICON
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert "#123456" in drawn  # beside it are tones of smoothed edges


def test_there_is_no_icon_file_without_a_name() -> None:
    files = {path.stem for path in resources.path("icons").glob("*.svg")}
    assert files == {icon.value for icon in Icon}


def test_no_colour_or_font_size_stands_outside_the_theme() -> None:
    forbidden = re.compile(
        r"[\"']#[0-9a-fA-F]{3,8}[\"']|setStyleSheet|setPointSize|setPixelSize|QColor\(\""
    )
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in (PACKAGE / "ui").rglob("*.py")
        # the tile shows JumpCloud's own colours, which are values sent to it
        if "theme" not in path.parts and path.name != "tile.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line)
    ]
    assert found == []


def test_no_nested_event_loop_and_no_settings_of_qt() -> None:
    forbidden = re.compile(r"\.exec\(|\.exec_\(|processEvents|QEventLoop|QSettings|import \*")
    allowed = (
        "qasync.QEventLoop",  # asyncio's loop, not a nested one
        "drag.exec(",  # a drag is modal on every system; Qt begins it outside of any task's step
    )
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in (PACKAGE / "ui").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line) and not any(each in line for each in allowed)
    ]
    assert found == []


def test_the_looks_can_be_changed_while_the_window_is_open(application: QApplication) -> None:
    theme = Theme.install(application)
    seen = list[str]()
    theme.changed.connect(lambda: seen.append(theme.palette.text))
    theme.use(Scheme.DARK)
    assert application.palette().window().color().name() == DARK.background
    assert theme.colour(Role.ACCENT) == DARK.accent
    theme.use(Scheme.LIGHT)
    assert application.palette().window().color().name() == LIGHT.background
    assert seen == [DARK.text, LIGHT.text]
