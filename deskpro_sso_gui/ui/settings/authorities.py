"""Card *Certificate authorities*: whom to believe besides those the computer believes."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import date, t
from deskpro_sso_gui.ui.settings.card import SettingsCard, SettingsContext
from deskpro_sso_gui.ui.theme import Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, value_label
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines

if TYPE_CHECKING:
    from deskpro_sso_gui.net.authorities import Authority, AuthorityFile
    from deskpro_sso_gui.tasks.services import Services

_Seen = tuple[str, "AuthorityFile | None"]


class AuthoritiesCard(SettingsCard):
    """Shows the extra authorities with owner and expiry, takes others, removes them."""

    def __init__(self, context: SettingsContext) -> None:
        super().__init__(
            context,
            t(N_("Certificate authorities")),
            t(
                N_(
                    "This program believes the servers that this computer believes. Where a "
                    "company inspects its network traffic, the company's own authority has to be "
                    "known too: whoever looks after the network has its file."
                )
            ),
        )
        self._known = QWidget()
        column = QVBoxLayout(self._known)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(PlainLabel(t(N_("Believed besides this computer's own:")), Role.STRONG))
        self._file = value_label("", Role.CAPTION)
        column.addWidget(self._file)
        self.lines = ResultLines()
        column.addWidget(self.lines)
        self.remove_button = Button(t(N_("Remove from this program")), on_click=self._remove)
        column.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._known.hide()
        self.body.addWidget(self._known)
        self.drop_zone = DropZone(t(N_("Drop the certificate authority's file here (PEM)")))
        self.drop_zone.dropped.connect(self._choose)
        self.body.addWidget(self.drop_zone)

    def entered(self) -> None:
        """Show which there are."""
        from deskpro_sso_gui.tasks.network import believed_authorities  # noqa: PLC0415 - late

        async def look(services: "Services") -> _Seen:
            network = services.connections.network
            # shown even if the file can't be read: then it can be removed
            self._show_known(network.ca_name, there=bool(network.ca_file))
            return network.ca_name, await believed_authorities(services)

        self.start(t(N_("Reading the settings…")), look, self._seen)

    def _show_known(self, name: str, *, there: bool) -> None:
        self._known.setVisible(there)
        self._file.setText(name)

    def _seen(self, seen: _Seen) -> None:
        name, found = seen
        self._show_known(name, there=found is not None)
        self.lines.set_lines([_line(each) for each in found.authorities] if found else [])

    def _choose(self, paths: list[Path]) -> None:
        from deskpro_sso_gui.tasks.network import choose_authorities  # noqa: PLC0415 - late

        path = paths[0]

        def done(found: "AuthorityFile") -> None:
            self._seen((path.name, found))
            self.tell_done(t(N_("Saved. It holds from the next request on.")))

        self.start(
            t(N_("Looking at the file…")), partial(choose_authorities, path=path), done, keep=True
        )

    def _remove(self) -> None:
        from deskpro_sso_gui.tasks.network import remove_authorities  # noqa: PLC0415 - late

        def done(_nothing: None) -> None:
            self._seen(("", None))
            self.tell_done(t(N_("Removed. Only this computer's own authorities are believed.")))

        self.start(t(N_("Saving…")), remove_authorities, done, keep=True)


def _line(authority: "Authority") -> ResultLine:
    end = authority.not_after
    over = end < datetime.now(UTC)
    owner = authority.owner if authority.owner != authority.name else ""
    who = f"{authority.name} ({owner})" if owner else authority.name
    words = N_("{who}, ran out on {date}") if over else N_("{who}, valid until {date}")
    tone = Tone.ATTENTION if over else Tone.SUCCESS
    return ResultLine(text=t(words, who=who, date=date(end)), tone=tone)
