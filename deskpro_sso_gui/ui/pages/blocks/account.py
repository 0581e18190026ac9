"""Block *Your JumpCloud*: a key, and what it opens."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.credentials import CredentialState, Secret, Unsubscribe
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential, ServiceAccount
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Organization
from deskpro_sso_gui.setup.parts import Account, CredentialKind
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.by_hand import go_without_key
from deskpro_sso_gui.tasks.connect import kept_credential, sign_in_to_jumpcloud
from deskpro_sso_gui.texts import date, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.block import Block
from deskpro_sso_gui.ui.pages.blocks.without_key import WithoutKey, lines_without_key
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import CONSOLE, PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.pick_list import PickItem, PickList
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine
from deskpro_sso_gui.ui.widgets.secret_field import SecretField

_EXPIRES_SOON_DAYS: Final = 30
_BY_HAND: Final = "by-hand"
"""The answer beside the two kinds of credentials: no key at all."""

KEPT_WHERE: Final = {
    CredentialState.CHECKING: N_("Looking for this computer's keyring…"),
    CredentialState.SYSTEM_KEYRING: N_("The key is kept in this computer's keyring, nowhere else."),
    CredentialState.SESSION_ONLY: N_(
        "This computer has no keyring we can use. The key is kept until you close the window."
    ),
    CredentialState.LOCKED: N_(
        "This computer's keyring is locked. The key is kept until you close the window."
    ),
}
"""Where the key is, in a sentence."""


class AccountBlock(Block):
    """Asks for a key or a service account, tries it, and has it kept in the keyring."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, t(N_("Your JumpCloud")))
        self._sandbox = page.session.services.sandbox
        self._pending: Credential | None = None
        self._organizations: tuple[Organization, ...] = ()
        self._unsubscribe: Unsubscribe | None = None
        self.body.addWidget(self._build_kept())
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(Space.LARGE)
        for part in (
            self._build_choice(),
            self._build_service_account(),
            self._build_key(),
            self._build_without_key(),
        ):
            asking.addWidget(part)
        opened = page.session.record.opened
        if opened is not None and opened.organization:
            words = t(
                N_("The file is about the organisation {name}. Your key says which it really is."),
                name=opened.organization,
            )
            asking.addWidget(PlainLabel(words, Role.CAPTION))
        self._where = PlainLabel("", Role.CAPTION)
        asking.addWidget(self._where)
        self.body.addWidget(self._asking)
        self.organizations = PickList(
            t(N_("Which organisation uses this helpdesk?")),
            t(N_("Search organisations")),
            search_here=True,
        )
        self.organizations.picked.connect(self._choose)
        self.organizations.hide()
        self.body.addWidget(self.organizations)
        if page.session.record.by_hand.without_key:
            self.kind.set_value(_BY_HAND)
        self._show_kind()

    def _build_kept(self) -> Notice:
        self.kept = Notice(
            Tone.INFO, t(N_("This computer keeps a JumpCloud key for this helpdesk already."))
        )
        self.use_kept_button = Button(t(N_("Use the kept key")), icon=Icon.KEY)
        self.kept.add_button(self.use_kept_button)
        self.use_kept_button.clicked.connect(self._use_kept)
        self.kept.hide()
        return self.kept

    def _build_choice(self) -> Choices:
        self.kind = Choices(
            t(N_("How may this program sign in to JumpCloud?")),
            [
                Choice(
                    id=CredentialKind.SERVICE_ACCOUNT,
                    text=t(N_("With a service account (recommended)")),
                    description=t(
                        N_("Made for programs. Needs an administrator with the role {role}."),
                        role="Administrator with Billing",
                    ),
                ),
                Choice(
                    id=CredentialKind.API_KEY,
                    text=t(N_("With an administrator's API key")),
                    description=t(N_("It may do whatever that administrator may do.")),
                ),
                Choice(
                    id=_BY_HAND,
                    text=t(N_("I'd rather do it in JumpCloud myself")),
                    description=t(
                        N_(
                            "No key at all. We show every step and every value, and check what can "
                            "be checked without one."
                        )
                    ),
                ),
            ],
        )
        usual = CredentialKind.API_KEY if self._sandbox else CredentialKind.SERVICE_ACCOUNT
        self.kind.set_value(self.page.draft("credential") or usual)
        self.kind.chosen.connect(self._chose_kind)
        return self.kind

    def _build_service_account(self) -> QWidget:
        self.client_id = QLineEdit()
        mark_value(self.client_id)
        self.page.bind_draft("client_id", self.client_id)
        self.client_secret = SecretField()
        self.client_secret.setProperty(CONSOLE, True)  # noqa: FBT003 - Qt's signature
        self._service_account = QWidget()
        column = QVBoxLayout(self._service_account)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(FormRow("Client ID", self.client_id, console=True))
        column.addWidget(FormRow("Client Secret", self.client_secret, console=True))
        column.addWidget(
            Expander(
                t(N_("Where do I find them?")),
                t(
                    N_(
                        "In the JumpCloud Admin Portal, go to {path}, then {button}. Give it the "
                        "role {role}, choose {key_type} and activate it. JumpCloud shows both "
                        "values only once."
                    ),
                    path="Settings › Service Accounts",  # noqa: RUF001 - the way through a menu
                    button="+ New",
                    role="Administrator",
                    key_type="Client Secret",
                ),
            )
        )
        self.client_id.textChanged.connect(lambda _text: self.page.changed.emit())
        self.client_secret.changed.connect(self.page.changed)
        return self._service_account

    def _build_key(self) -> QWidget:
        self.key = SecretField()
        self._key = QWidget()
        column = QVBoxLayout(self._key)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(FormRow(t(N_("JumpCloud API key")), self.key, term=Term.API_KEY))
        if self._sandbox is not None:
            practice_key = self._sandbox.api_key
            self.practice_button = Button(
                t(N_("Use the practice key")),
                Kind.LINK,
                icon=Icon.PRACTICE,
                on_click=lambda: self.key.line.setText(practice_key),
            )
            column.addWidget(self.practice_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(
            Notice(
                Tone.ATTENTION,
                t(N_("A new API key ends the old one.")),
                t(
                    N_(
                        "Scripts and programs that use the old key stop working. Use the key you "
                        "have, or a service account."
                    )
                ),
            )
        )
        column.addWidget(
            Expander(
                t(N_("Where do I find it?")),
                t(
                    N_(
                        "In the JumpCloud Admin Portal, open your initials at the top right, then "
                        "{label}. JumpCloud shows a key only once, when it is made."
                    ),
                    label="My API Key",
                ),
            )
        )
        self.key.changed.connect(self.page.changed)
        return self._key

    def _build_without_key(self) -> WithoutKey:
        self.without_key = WithoutKey(self.page, self.page.changed.emit)
        return self.without_key

    def way_out(self) -> Button:
        """Return a button that chooses to have no key."""

        def choose() -> None:
            self.page.clear_problem()
            self._show_organizations(())
            self.kind.set_value(_BY_HAND)
            self._chose_kind(_BY_HAND)

        return Button(t(N_("Do this by hand in JumpCloud")), on_click=choose)

    def _chose_kind(self, kind: str) -> None:
        self.page.set_draft("credential", kind)
        self._show_kind()
        self.page.changed.emit()

    def _show_kind(self) -> None:
        kind = self.kind.value()
        self._key.setVisible(kind == CredentialKind.API_KEY)
        self._service_account.setVisible(kind == CredentialKind.SERVICE_ACCOUNT)
        self.without_key.setVisible(kind == _BY_HAND)
        self._where.setVisible(kind != _BY_HAND)

    def watch_keyring(self) -> None:
        """Follow where keys are kept, while the page is shown."""
        credentials = self.page.session.services.credentials
        self._show_where(credentials.state)
        if self._unsubscribe is None:
            self._unsubscribe = credentials.subscribe(self._show_where)

    def leave_keyring(self) -> None:
        """Stop following, and forget what was typed."""
        self.page.runner.cancel_owned(self)
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        for field in (self.key, self.client_secret):
            field.take()

    def _show_where(self, state: CredentialState) -> None:
        self._where.setText(t(KEPT_WHERE[state]))
        self.page.render(self.page.session.record)

    def entered(self) -> None:
        """See whether a key is kept for the helpdesk, perhaps from another set-up."""
        session = self.page.session
        if session.record.helpdesk is None or session.record.account is not None:
            return
        # not the page's own: what went wrong before stays readable, and nobody waits for a keyring
        self.page.runner.start(
            t(N_("Looking for a kept key…")),
            lambda: kept_credential(session),
            done=self._found_kept,
            owner=self,
        )

    def _found_kept(self, credential: Credential | None) -> None:
        self._pending = self._pending or credential
        self.kept.setVisible(credential is not None)

    def _use_kept(self) -> None:
        if self._pending is not None:
            self._sign_in(self._pending)

    def is_done(self, record: SetupRecord) -> bool:
        """Say whether JumpCloud let us in, or is done by hand."""
        return record.knows_jumpcloud

    def action(self) -> PrimaryAction | None:
        """Sign in, once there is something to sign in with."""
        if self._organizations:
            return None
        if self.kind.value() == _BY_HAND:
            label = t(N_("Go on without a key"))
            ready = self.without_key.region() is not None
            return PrimaryAction(label=label, run=self._go_without_key, enabled=ready)
        if self.kind.value() == CredentialKind.API_KEY:
            ready = self.key.filled
        else:
            ready = bool(self.client_id.text().strip()) and self.client_secret.filled
        label = t(N_("Sign in to JumpCloud"))
        return PrimaryAction(label=label, run=self.sign_in, enabled=ready)

    def _go_without_key(self) -> None:
        session, region = self.page.session, self.without_key.region()
        if region is None:
            return
        organization = self.without_key.organization.text()
        self._run = self.page.start(
            t(N_("Saving…")),
            lambda: go_without_key(session, region, organization),
            lambda _done: self.settled(),
            place=self,
        )

    def sign_in(self) -> None:
        """Try what was typed."""
        if self.kind.value() == CredentialKind.API_KEY:
            self._sign_in(ApiKey(Secret(self.key.take())))
        else:
            secret = Secret(self.client_secret.take())
            self._sign_in(ServiceAccount(self.client_id.text().strip(), secret))

    def _sign_in(self, credential: Credential, organization: str = "") -> None:
        session = self.page.session
        self._pending = credential
        self._run = self.page.start(
            t(N_("Signing in to JumpCloud…")),
            lambda: sign_in_to_jumpcloud(session, credential, organization=organization),
            lambda found: self._signed_in(found, organization),
            place=self,
        )

    def _signed_in(self, found: tuple[Organization, ...], chosen: str) -> None:
        self.kept.hide()
        if len(found) > 1 and not chosen:
            self._show_organizations(found)
            return
        self._pending = None
        self._show_organizations(())
        self.settled()

    def _show_organizations(self, found: tuple[Organization, ...]) -> None:
        self._organizations = found
        self._asking.setVisible(not found)
        self.organizations.setVisible(bool(found))
        self.organizations.set_items(
            [PickItem(id=each.id, text=each.name or each.id) for each in found]
        )
        if found:
            self.editing = True  # nothing is settled until one is chosen
            self.page.render(self.page.session.record)
            self.organizations.search.setFocus()
        self.page.changed.emit()

    def _choose(self, organization: str) -> None:
        if self._pending is not None:
            self._sign_in(self._pending, organization)

    def _edit(self, *, on: bool) -> None:
        self._show_organizations(())
        super()._edit(on=on)

    def render_done(self, record: SetupRecord) -> None:
        """Fold to the organisation, whose key it is, and where it is kept; or to no key."""
        if record.by_hand.without_key:
            self.show_done(lines_without_key(record, in_practice=self._sandbox is not None))
            return
        account = record.account
        if account is None:
            return
        lines = [_organization_line(account)]
        if account.administrator.email:
            lines.append(ResultLine(text=_whose(account)))
        expiry = self._expiry(account)
        if expiry is not None:
            lines.append(expiry)
        state = self.page.session.services.credentials.state
        lines.append(ResultLine(text=t(KEPT_WHERE[state])))
        soon = expiry is not None and expiry.tone is not None
        self.show_done(lines, attention=soon)

    def _expiry(self, account: Account) -> ResultLine | None:
        end = account.administrator.key_expires_at
        if end is None:
            return None
        left = (end.date() - self.page.session.services.now().date()).days
        soon = left <= _EXPIRES_SOON_DAYS
        return ResultLine(
            text=t(N_("The key can be used until {date}."), date=date(end)),
            tone=Tone.ATTENTION if soon else None,
        )


def _organization_line(account: Account) -> ResultLine:
    name = account.organization.name
    if name:
        return ResultLine(text=name, value=True)
    return ResultLine(text=t(N_("Your JumpCloud organisation")))


def _whose(account: Account) -> str:
    administrator = account.administrator
    if administrator.role:
        return t(N_("Key of {email}, {role}"), email=administrator.email, role=administrator.role)
    return t(N_("Key of {email}"), email=administrator.email)
