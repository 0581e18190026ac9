"""Block *In DeskPRO*: what to do on the admin's own screens, step by step, beside a map of them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.instructions import OPEN_STEP, Step
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.blocks.step_list import StepList
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.screen_map import ScreenMap
from deskpro_sso_gui.ui.widgets.side_by_side import SideBySide

SECTIONS: Final = {
    (Generation.LEGACY, Interface.AGENTS): ("Agents", "Auth & SSO"),
    (Generation.LEGACY, Interface.USERS): ("CRM", "Auth & SSO"),
    (Generation.HORIZON, Interface.AGENTS): ("Agents", "Auth & SSO"),
    (Generation.HORIZON, Interface.USERS): ("CRM", "User Auth & SSO"),
}
"""Where DeskPRO keeps its sign-in apps (reference/deskpro.md §3.1)."""

_ADMIN_PATHS: Final = {Generation.LEGACY: "/agent/", Generation.HORIZON: "/admin/"}
_NAMES: Final = {
    Generation.LEGACY: N_("These are the older screens."),
    Generation.HORIZON: N_("These are the newer screens (Horizon)."),
}
_OPEN: Final = N_("Open DeskPRO and sign in as an administrator.")
_LEAVE_DISABLED: Final = N_(
    "Leave this as it is: people keep their usual sign-in until the new one was seen to work."
)


def admin_url(helpdesk_url: str, generation: Generation) -> str:
    """Return where DeskPRO's administration begins."""
    return helpdesk_url + _ADMIN_PATHS[generation]


def steps(generation: Generation, interface: Interface, idp_url: str) -> tuple[Step, ...]:
    """Return what to do in DeskPRO, in the order of its screens (reference/deskpro.md §3.1)."""
    way = ("Admin", *SECTIONS[generation, interface])
    if generation is Generation.LEGACY:
        return (
            Step(name=OPEN_STEP, text=_OPEN),
            Step(
                name="home",
                text=N_("Open the menu at the upper right."),
                path=("AGENT", "Agent Home"),
            ),
            Step(name="place", text=N_("In the list at the left, go here:"), path=way),
            Step(
                name="add",
                text=N_("Add a new sign-in app:"),
                path=("Add", "SAML Authentication"),
            ),
            Step(name="disabled", text=_LEAVE_DISABLED, path=("SSO Method", "Disabled")),
            Step(
                name="details",
                text=N_("Copy the two addresses from this box into the fields below."),
                path=("SAML Details",),
            ),
        )
    return (
        Step(name=OPEN_STEP, text=_OPEN),
        Step(name="place", text=N_("In the list at the left, go here:"), path=way),
        Step(
            name="add",
            text=N_("Scroll down and choose the kind of sign-in:"),
            path=("Add Authentication", "SAML"),
        ),
        Step(
            name="url",
            text=N_("DeskPRO wants the address of your app in JumpCloud first. Paste this:"),
            label="Single Sign On URL",
            value=idp_url,
        ),
        Step(name="disabled", text=_LEAVE_DISABLED, path=("SSO method", "Disabled")),
        Step(name="press", text=N_("Add the app."), label="Add"),
        Step(
            name="details",
            text=N_("Open the new app, and copy its two addresses into the fields below."),
            path=("Manage", "Configuration Settings", "SAML Details"),
        ),
    )


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
        wanted = steps(generation, interface, idp_url)
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
