"""Block *In DeskPRO*: what to do on the admin's own screens, step by step, beside a map of them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.deskpro_guide import OPEN_STEP, SECTIONS, Step, admin_url
from deskpro_sso_gui.setup.deskpro_guide import add_steps as steps
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.screen_map import ScreenMap
from deskpro_sso_gui.ui.widgets.side_by_side import SideBySide

__all__ = ["OPEN_STEP", "SECTIONS", "DeskproSteps", "Step", "admin_url", "steps"]

_NAMES: Final = {
    Generation.LEGACY: N_("These are the older screens."),
    Generation.HORIZON: N_("These are the newer screens (Horizon)."),
}


class DeskproSteps(QWidget):
    """The steps of one generation of screens, and a switch to the other."""

    switch_wanted = Signal(Generation)
    """The admin's screens look different: show those."""

    ticked = Signal(frozenset)
    """The names of the steps that are ticked now."""

    def __init__(
        self,
        *,
        copy: Callable[[str], object],
        open_url: Callable[[str], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._copy = copy
        self._open_url = open_url
        self._shown: tuple[Step, ...] = ()
        self._generation = Generation.HORIZON
        self.instructions: list[Instruction] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        main = QWidget()
        self._list = QVBoxLayout(main)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Space.NONE)
        column.addWidget(SideBySide(main, self._build_aside()))

    def _build_aside(self) -> QWidget:
        aside = QWidget()
        column = QVBoxLayout(aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self._map: ScreenMap | None = None
        self._map_place = QVBoxLayout()
        column.addLayout(self._map_place)
        self._which = PlainLabel("", Role.CAPTION)
        column.addWidget(self._which)
        self.switch_button = Button(
            t(N_("My screen looks different")), Kind.LINK, icon=Icon.REFRESH, on_click=self._switch
        )
        column.addWidget(self.switch_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return aside

    def _switch(self) -> None:
        legacy = self._generation is Generation.LEGACY
        self.switch_wanted.emit(Generation.HORIZON if legacy else Generation.LEGACY)

    def show_steps(
        self,
        generation: Generation,
        interface: Interface,
        *,
        helpdesk_url: str,
        idp_url: str,
        ticked: frozenset[str],
    ) -> None:
        """Show the steps for these screens, those in ``ticked`` as done."""
        wanted = steps(generation, interface, idp_url)
        if wanted != self._shown:
            self._shown, self._generation = wanted, generation
            self._rebuild(generation, interface, admin_url(helpdesk_url, generation))
        for instruction in self.instructions:
            instruction.set_ticked(on=instruction.name in ticked)

    def _rebuild(self, generation: Generation, interface: Interface, admin: str) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.instructions = []
        for number, step in enumerate(self._shown, 1):
            instruction = Instruction(
                number,
                t(step.text),
                console_label=step.label,
                certain=step.certain,
                path=step.path,
                value=step.value,
                copy=self._copy,
                name=step.name,
            )
            if step.name == OPEN_STEP:
                self.open_button = Button(
                    t(N_("Open DeskPRO")),
                    icon=Icon.OPEN_OUTSIDE,
                    on_click=lambda: self._open_url(admin),
                )
                instruction.middle.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeading)
            instruction.ticked.connect(self._ticked)
            self.instructions.append(instruction)
            self._list.addWidget(instruction)
        self._list.addStretch(1)
        self._which.setText(t(_NAMES[generation]))
        self._show_map(generation, interface)

    def _show_map(self, generation: Generation, interface: Interface) -> None:
        section, place = SECTIONS[generation, interface]
        name = f"deskpro-add-{generation.value}"
        words = {"section": section, "place": place}
        description = t(
            N_("A drawing of DeskPRO's screen. The numbers are those of the steps beside it.")
        )
        if self._map is None:
            self._map = ScreenMap(name, description, words)
            self._map_place.addWidget(self._map)
        else:
            self._map.show_map(name, description, words)

    def _ticked(self, _on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.ticked.emit(frozenset(each.name for each in self.instructions if each.is_ticked))
