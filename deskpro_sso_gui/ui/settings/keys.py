"""Card *Keys kept on this computer*: for which helpdesks, and forgetting them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.credentials import SecretKind
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.settings.card import SettingsCard, SettingsContext
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.flow import FlowLayout
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, value_label

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.kept_keys import KeptKey
    from deskpro_sso_gui.tasks.services import Services

_REGIONS: Final = {
    Region.US: N_("JumpCloud in the US region"),
    Region.EU: N_("JumpCloud in the EU region"),
    Region.INDIA: N_("JumpCloud in the India region"),
}


class KeysCard(SettingsCard):
    """Lists the kept keys, each with *Forget*."""

    def __init__(self, context: SettingsContext) -> None:
        super().__init__(
            context,
            t(N_("Keys kept on this computer")),
            t(
                N_(
                    "They are in this computer's keyring, or in memory until you close the window. "
                    "The keys themselves are never shown."
                )
            ),
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.SMALL)
        self.body.addLayout(self._rows)

    def entered(self) -> None:
        """Ask the keyring which there are."""
        from deskpro_sso_gui.tasks.kept_keys import kept_keys  # noqa: PLC0415 - not at the start

        self._fill([PlainLabel(t(N_("Looking for kept keys…")), Role.MUTED)])
        self.start(t(N_("Looking for kept keys…")), kept_keys, self._seen)

    def _seen(self, keys: tuple["KeptKey", ...]) -> None:
        rows: list[QWidget] = [KeyRow(key, partial(self._forget, key)) for key in keys]
        self._fill(rows or [PlainLabel(t(N_("No key is kept.")))])

    def _fill(self, rows: list[QWidget]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row in rows:
            self._rows.addWidget(row)

    def _forget(self, key: "KeptKey") -> None:
        from deskpro_sso_gui.tasks.kept_keys import forget, kept_keys  # noqa: PLC0415 - as above

        async def work(services: "Services") -> tuple["KeptKey", ...]:
            await forget(services, key)
            return await kept_keys(services)

        def done(left: tuple["KeptKey", ...]) -> None:
            self._seen(left)
            self.tell_done(t(N_("Forgotten: {name}"), name=key.label))

        self.start(t(N_("Forgetting the key…")), work, done, keep=True)


class KeyRow(QFrame):
    """One kept key: whose, for where, and *Forget*, which asks once more."""

    def __init__(self, key: "KeptKey", forget: Callable[[], object]) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        column.setSpacing(Space.SMALL)
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        words.addWidget(value_label(key.label, Role.STRONG))
        words.addWidget(PlainLabel(_what(key), Role.CAPTION))
        row.addLayout(words, 1)
        self.forget_button = Button(t(N_("Forget…")), Kind.QUIET, on_click=self._ask)
        self.forget_button.setAccessibleName(t(N_("Forget the key: {name}"), name=key.label))
        row.addWidget(self.forget_button)
        column.addLayout(row)
        self._sure = QWidget()
        sure = QVBoxLayout(self._sure)
        sure.setContentsMargins(0, 0, 0, Space.TIGHT)
        sure.setSpacing(Space.SMALL)
        sure.addWidget(PlainLabel(_warning(key)))
        answers = FlowLayout()
        answers.addWidget(Button(t(N_("Forget it")), icon=Icon.KEY, on_click=forget))
        self._keep_button = Button(t(N_("Keep it")), Kind.QUIET, on_click=self._keep)
        answers.addWidget(self._keep_button)
        sure.addLayout(answers)
        self._sure.hide()
        column.addWidget(self._sure)

    def _ask(self) -> None:
        self._sure.show()
        self._keep_button.setFocus()
        self.forget_button.hide()

    def _keep(self) -> None:
        self.forget_button.show()
        self.forget_button.setFocus()
        self._sure.hide()


def _what(key: "KeptKey") -> str:
    if SecretKind.PROXY_PASSWORD in key.kinds:
        return t(N_("Password of the proxy {origin}"), origin=key.origin)
    if SecretKind.DESKPRO_KEY in key.kinds:
        return t(N_("DeskPRO's API key, {where}"), where=key.origin)
    where = t(_REGIONS[key.region]) if key.region else key.origin
    both = {SecretKind.API_KEY, SecretKind.CLIENT_SECRET} <= key.kinds
    if both:
        return t(N_("API key and service account, {where}"), where=where)
    if SecretKind.API_KEY in key.kinds:
        return t(N_("API key, {where}"), where=where)
    return t(N_("Service account, {where}"), where=where)


def _warning(key: "KeptKey") -> str:
    if SecretKind.PROXY_PASSWORD in key.kinds:
        return t(N_("The proxy's password will have to be typed again."))
    if SecretKind.DESKPRO_KEY in key.kinds:
        return t(
            N_(
                "Accounts in this helpdesk can't be looked up any more until you give a key again. "
                "Nothing else needs it."
            )
        )
    return t(
        N_(
            "JumpCloud shows a key only once. If you have not written it down, you will need a new "
            "one. Set-ups of this helpdesk will ask for it."
        )
    )
