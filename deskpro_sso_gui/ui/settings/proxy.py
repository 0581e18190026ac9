"""Card *Network*: the system's proxy, none, or one of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.credentials import CredentialState, Secret
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.storage.settings import Network, ProxyUse
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.settings.card import SettingsCard, SettingsContext
from deskpro_sso_gui.ui.theme import Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.services import Services

_Seen = tuple[Network, CredentialState | None]


class ProxyCard(SettingsCard):
    """Shows how the internet is reached, and changes it."""

    def __init__(self, context: SettingsContext) -> None:
        super().__init__(
            context,
            t(N_("Network")),
            t(N_("How this program reaches JumpCloud and your helpdesk.")),
        )
        self._saved = Network()
        self.use = Choices(
            t(N_("Which way to the internet?")),
            [
                Choice(
                    id=ProxyUse.SYSTEM,
                    text=t(N_("As this computer's settings say (recommended)")),
                    description=t(N_("With its proxy, if it has one, and its exceptions.")),
                ),
                Choice(
                    id=ProxyUse.NONE,
                    text=t(N_("Directly")),
                    description=t(N_("Without a proxy, whatever the computer's settings say.")),
                ),
                Choice(
                    id=ProxyUse.ADDRESS,
                    text=t(N_("Through this proxy")),
                    description=t(N_("For this program alone.")),
                ),
            ],
        )
        self.use.set_value(ProxyUse.SYSTEM)
        self.use.chosen.connect(lambda _use: self._show())
        self.body.addWidget(self.use)
        self.body.addWidget(self._build_own())
        self.save_button = Button(t(N_("Save network settings")), Kind.PRIMARY, on_click=self.save)
        self.body.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._show()

    def _build_own(self) -> QWidget:
        self.address = QLineEdit()
        mark_value(self.address)
        self.user = QLineEdit()
        mark_value(self.user)
        self.password = SecretField()
        for line in (self.address, self.user):
            line.returnPressed.connect(self.save)
            line.textChanged.connect(lambda _text: self._show())
        self.password.submitted.connect(self.save)
        self.password.changed.connect(self._show)
        self._own = QWidget()
        column = QVBoxLayout(self._own)
        column.setContentsMargins(Space.WIDE, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(
            FormRow(
                t(N_("Address of the proxy")),
                self.address,
                hint=t(
                    N_("Name and port, for example {example}"), example="proxy.example.com:3128"
                ),
            )
        )
        column.addWidget(
            FormRow(
                t(N_("User name")), self.user, hint=t(N_("Only if the proxy asks for a password."))
            )
        )
        self._password_row = FormRow(t(N_("Password")), self.password)
        column.addWidget(self._password_row)
        self._where = PlainLabel("", Role.CAPTION)
        column.addWidget(self._where)
        return self._own

    def entered(self) -> None:
        """Show what is set."""
        from deskpro_sso_gui.tasks.network import password_kept  # noqa: PLC0415 - not at the start

        async def look(services: "Services") -> _Seen:
            return services.connections.network, await password_kept(services)

        self.start(t(N_("Reading the settings…")), look, self._seen)

    def left(self) -> None:
        """Forget a password that was typed and not saved."""
        super().left()
        self.password.take()

    def _seen(self, seen: _Seen) -> None:
        network, kept = seen
        self._saved = network
        self.use.set_value(network.proxy_use)
        self.address.setText(network.proxy)
        self.user.setText(network.proxy_user)
        self.password.take()
        self._show_where(kept)
        self._show()

    def _show_where(self, kept: CredentialState | None) -> None:
        words = {
            None: "",
            CredentialState.SYSTEM_KEYRING: t(
                N_("A password is kept in this computer's keyring. Leave this empty to use it.")
            ),
        }
        until_closed = t(N_("A password is kept until you close the window."))
        self._where.setText(words.get(kept, until_closed))
        self._where.setVisible(bool(self._where.text()))

    def _show(self) -> None:
        own = self.use.value() == ProxyUse.ADDRESS
        self._own.setVisible(own)
        self._password_row.setVisible(bool(self.user.text().strip()))
        typed = (self.address.text().strip(), self.user.text().strip())
        before = (self._saved.proxy, self._saved.proxy_user)
        changed = self.use.value() != self._saved.proxy_use or (
            own and (typed != before or self.password.filled)
        )
        self.save_button.setEnabled(changed and (not own or bool(typed[0])))

    def save(self) -> None:
        """Save what was chosen and typed."""
        if not self.save_button.isEnabled():
            return
        from deskpro_sso_gui.tasks.network import password_kept, use_proxy  # noqa: PLC0415 - above

        use, address, user = ProxyUse(self.use.value()), self.address.text(), self.user.text()
        password = Secret(self.password.take()) if self.password.filled else None

        async def save(services: "Services") -> _Seen:
            network = await use_proxy(services, use, address=address, user=user, password=password)
            return network, await password_kept(services)

        self.start(t(N_("Saving…")), save, self._is_saved, keep=True)

    def _is_saved(self, seen: _Seen) -> None:
        self._seen(seen)
        self.tell_done(t(N_("Saved. It holds from the next request on.")))
