"""Choosing to do JumpCloud by hand: where it is, since without a key nothing tells us."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.values import CONSOLE_URLS
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Role, Space
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine

_REGIONS: Final = {
    Region.US: N_("most organisations"),
    Region.EU: N_("organisations in the EU region"),
    Region.INDIA: N_("organisations in the India region"),
}


def console_host(region: Region) -> str:
    """Return the host of the region's Admin Portal."""
    return CONSOLE_URLS[region].partition("://")[2]


def lines_without_key(record: SetupRecord, *, in_practice: bool) -> list[ResultLine]:
    """Return what was settled: the organisation's name, its portal, and that there is no key."""
    lines = []
    if record.by_hand.organization:
        lines.append(ResultLine(text=record.by_hand.organization, value=True))
    if record.region is not None and not in_practice:
        lines.append(ResultLine(text=console_host(record.region), value=True))
    words = t(N_("No key: you do it in JumpCloud yourself, and we show how."))
    return [*lines, ResultLine(text=words)]


class WithoutKey(QWidget):
    """The region, asked for by the address the admin knows, and the organisation's name.

    Args:
        page: the page it is on.
        changed: called when another answer is given.
    """

    def __init__(self, page: Page, changed: Callable[[], object]) -> None:
        super().__init__()
        self._in_practice = page.session.services.loopback is not None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.LARGE)
        self.regions = Choices(
            t(N_("Where do you open the JumpCloud Admin Portal?")),
            [
                Choice(id=region, text=console_host(region), description=t(words), console=True)
                for region, words in _REGIONS.items()
            ],
        )
        if kept := page.draft("region"):
            self.regions.set_value(kept)

        def chosen(region: str) -> None:
            page.set_draft("region", region)
            changed()

        self.regions.chosen.connect(chosen)
        column.addWidget(self.regions)
        self.regions.setVisible(not self._in_practice)
        self.organization = QLineEdit()
        self.organization.setMaxLength(200)
        mark_value(self.organization)
        page.bind_draft("organization", self.organization)
        column.addWidget(
            FormRow(t(N_("Name of your organisation (may stay empty)")), self.organization)
        )
        column.addWidget(
            PlainLabel(
                t(
                    N_(
                        "You can give a key here later, whenever you like. The program then does "
                        "what is left."
                    )
                ),
                Role.CAPTION,
            )
        )

    def region(self) -> Region | None:
        """Return where it is; None while nothing was chosen. In practice it is on this computer."""
        if self._in_practice:
            return Region.US
        chosen = self.regions.value()
        return Region(chosen) if chosen else None
