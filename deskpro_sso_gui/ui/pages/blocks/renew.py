"""A new certificate: only on explicit wish, with all that it breaks said before."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.setup.parts import CertificateState
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.renew import renew_certificate
from deskpro_sso_gui.texts import date, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.gate import LockOutGate
from deskpro_sso_gui.ui.pages.blocks.live_app import LiveAppNotice
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.theme import Icon
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal

_BREAKS: Final = (
    N_("From that moment on nobody gets in with JumpCloud, until DeskPRO has the new one."),
    N_(
        "You then give DeskPRO the new certificate, on the pages that follow, and try the sign-in "
        "again: what was tried before proves nothing any more."
    ),
    N_("The old certificate can't be brought back. Everything else of the app stays as it is."),
)


class RenewCertificate(Expander):
    """Folded; opened, it says what will happen, leads past the gate, and does it."""

    def __init__(self, page: Page, done: Callable[[CertificateState], None]) -> None:
        super().__init__(t(N_("Renew the certificate")))
        self._page = page
        self._done = done
        self._made = False
        self._warning = Notice(
            Tone.ATTENTION,
            t(N_("JumpCloud makes a new certificate, and the old one stops working")),
        )
        for words in _BREAKS:
            self._warning.words.addWidget(PlainLabel(t(words)))
        self.live = LiveAppNotice(page)
        self.gate = LockOutGate(page)
        self.gate.opened.connect(self._show_button)
        self.button = Button(
            t(N_("Make a new certificate in JumpCloud")),
            icon=Icon.CERTIFICATE,
            on_click=self.renew,
        )
        self.by_hand = PlainLabel(
            t(
                N_(
                    "In JumpCloud: open the app, then {tab}, then {menu}, and have a new "
                    "certificate made there. Download it, and use it here as another file."
                ),
                tab="SSO",
                menu="IDP Certificate Valid",
            )
        )
        self._result = QVBoxLayout()
        self.body.addWidget(self._warning)
        self.body.addWidget(self.live)
        self.body.addLayout(self._result)  # above what the gate says of afterwards
        self.body.addWidget(self.gate)
        self.body.addWidget(self.by_hand)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.toggled.connect(self._opened)
        page.changed.connect(self._show_button)

    def show_record(self, record: SetupRecord) -> None:
        """Show it where there is a certificate to renew, and the app that it is of."""
        self.setVisible(record.application is not None and record.certificate is not None)
        by_hand = _is_by_hand(record)
        # what was done is not offered once more beside the word of it
        self._warning.setVisible(not self._made)
        self.button.setVisible(not by_hand and not self._made)
        self.gate.show_record(record)
        self.by_hand.setVisible(by_hand and self.gate.is_open)
        self._show_button()

    def _show_button(self) -> None:
        self.button.setEnabled(self.gate.is_open and self.live.is_open)

    def _opened(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if not on:
            return
        self._made = False
        self._clear()
        self.show_record(self._page.session.record)
        if not _is_by_hand(self._page.session.record):
            self.live.look()
        reveal(self)

    def renew(self) -> None:
        """Have the new certificate made."""
        self._clear()
        self._page.start(
            t(N_("JumpCloud is making a new certificate…")),
            lambda: renew_certificate(self._page.session),
            self._renewed,
            failed=self._failed,
            keep=True,
        )

    def _renewed(self, certificate: CertificateState) -> None:
        self._done(certificate)
        notice = Notice(
            Tone.ATTENTION,
            t(
                N_("There is a new certificate, valid until {date}"),
                date=date(certificate.not_after),
            ),
            t(
                N_(
                    "DeskPRO has the old one still, so nobody gets in with JumpCloud. Give it the "
                    "new one now: check the metadata address, fill in DeskPRO, then try it."
                )
            ),
        )
        first = go_to_button(StageId.METADATA, self._page.context.go_to)
        notice.add_button(first)
        notice.add_button(go_to_button(StageId.DESKPRO_CONFIGURE, self._page.context.go_to))
        self._result.addWidget(notice)
        self._made = True
        first.setFocus()  # or it would stay with the button that is taken away
        self.live.hide()
        self.show_record(self._page.session.record)
        reveal(notice)

    def _failed(self, problem: Problem) -> None:
        self._page.show_problem(problem, retry=self.renew, place=self)

    def _clear(self) -> None:
        while (item := self._result.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _is_by_hand(record: SetupRecord) -> bool:
    return record.account is None or record.is_by_hand(StageId.CERTIFICATE)
