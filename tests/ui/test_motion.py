"""Things move only where the system says so, and only for a moment."""

import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QAbstractAnimation, QPropertyAnimation
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui.ui.theme import Theme
from deskpro_sso_gui.ui.theme.motion import SHORT_MS, MotionWish
from deskpro_sso_gui.ui.widgets.expander import Expander

LONG_TEXT = "What belongs to it. " * 20


def opened_expander() -> Expander:
    expander = Expander("More", LONG_TEXT)
    expander.resize(400, 300)
    expander.show()
    expander.set_open(on=True)
    return expander


def test_without_the_systems_word_nothing_moves(application: QApplication) -> None:
    del application
    assert Theme.current().motion_ms == 0
    expander = opened_expander()
    assert expander.findChildren(QPropertyAnimation) == []
    expander.close()


def test_what_is_opened_grows_and_ends_with_all_its_room(
    application: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    del application
    monkeypatch.setattr(Theme.current(), "motion_ms", SHORT_MS)
    expander = opened_expander()
    (growing,) = expander.findChildren(QPropertyAnimation)
    assert growing.state() is QAbstractAnimation.State.Running
    content = growing.targetObject()
    assert content.property("maximumHeight") == 0
    growing.setCurrentTime(SHORT_MS)
    assert content.property("maximumHeight") > 10_000
    expander.close()


def test_motion_lasts_less_than_one_waits_for() -> None:
    assert SHORT_MS <= 150


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is Linux's")
@pytest.mark.parametrize(("answer", "told"), [("yes", "True"), ("no", "False")])
def test_the_desktop_is_asked_whether_it_animates(answer: str, told: str) -> None:
    session = shutil.which("dbus-run-session")
    assert session is not None
    done = subprocess.run(
        [session, "--", sys.executable, "-m", "tests.support.portal", answer],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip() == told


def test_a_system_that_can_not_be_asked_is_not_answered_for(
    application: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    MotionWish(told.append, application).ask()
    assert told == []
