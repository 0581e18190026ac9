"""Block *In DeskPRO*: what to do on the admin's own screens, step by step, beside a map of them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.deskpro_guide import SECTIONS, add_steps, admin_url
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.blocks.step_list import StepList
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.screen_map import ScreenMap
from deskpro_sso_gui.ui.widgets.side_by_side import SideBySide

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
        self._open_url = open_url
        self._generation = Generation.HORIZON
        self._admin = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._list = StepList(t(N_("Open DeskPRO")), self._open_admin, copy)
        self._list.ticked.connect(self.ticked)
        column.addWidget(SideBySide(self._list, self._build_aside()))

    @property
    def instructions(self) -> list[Instruction]:
        """The steps that are shown."""
        return self._list.instructions

    @property
    def open_button(self) -> Button:
        """The button that opens DeskPRO; there once steps are shown."""
        button = self._list.open_button
        assert button is not None  # noqa: S101 - each generation begins with opening DeskPRO
        return button

    def _open_admin(self) -> None:
        self._open_url(self._admin)

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
        wanted = add_steps(generation, interface, idp_url)
        self._admin = admin_url(helpdesk_url, generation)
        if wanted != self._list.steps:
            self._generation = generation
            self._which.setText(t(_NAMES[generation]))
            self._show_map(generation, interface)
        self._list.show_steps(wanted, ticked)

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
