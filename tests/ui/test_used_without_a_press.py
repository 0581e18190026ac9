"""What a screen reader or voice control does: it turns things on by their action, with no press."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QCheckBox, QWidget

from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.ui.stage_list import StageList
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.window import Window
from tests.support.window import drive

pytestmark = pytest.mark.usefixtures("application")


def turn_on(widget: QWidget) -> None:
    """Do what assistive programs ask for: Qt answers with ``toggle()``, and nothing is clicked."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    found.actionInterface().doAction("Toggle")


def test_an_answer_is_chosen() -> None:
    choices = Choices("Which?", [Choice(id="one", text="One"), Choice(id="two", text="Two")])
    chosen: list[str] = []
    choices.chosen.connect(chosen.append)
    choices.set_value("one")
    assert chosen == []
    turn_on(choices.button("two"))
    assert chosen == ["two"]
    assert choices.value() == "two"


def test_an_answer_set_by_the_program_is_no_choice_of_the_admins() -> None:
    choices = Choices("Which?", [Choice(id="one", text="One"), Choice(id="two", text="Two")])
    chosen: list[str] = []
    choices.set_value("one")
    choices.chosen.connect(chosen.append)
    choices.set_value("two")
    choices.set_value("one")
    assert chosen == []
    assert not choices.button("two").isChecked()


def test_a_step_is_ticked() -> None:
    step = Instruction(1, "Press it.")
    ticked: list[bool] = []
    step.ticked.connect(ticked.append)
    step.set_ticked(on=True)
    step.set_ticked(on=False)
    assert ticked == []
    (box,) = step.findChildren(QCheckBox)
    turn_on(box)
    assert ticked == [True]


def test_a_stage_is_opened_from_the_list() -> None:
    stages = StageList()
    chosen: list[StageId] = []
    stages.chosen.connect(chosen.append)
    for stage in STAGES:
        stages.show_current(stage.id)
    assert chosen == []
    turn_on(stages.items[StageId.METADATA])
    assert chosen == [StageId.METADATA]


def test_the_program_s_window_is_taken_for_one() -> None:
    async def story(window: Window) -> None:
        found = QAccessible.queryAccessibleInterface(window)
        assert found is not None
        assert found.role() is QAccessible.Role.Window
        assert found.text(QAccessible.Text.Name) == "DeskPRO SSO Assistant"

    drive(story)
