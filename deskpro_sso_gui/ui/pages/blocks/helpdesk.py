"""Block *Your helpdesk*: where it is, whose sign-in is set up, which screens it has."""

import re
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.net.addresses import (
    CHANGE_TEXTS,
    CLOUD_DOMAIN,
    host_of,
    normalise_helpdesk,
    origin,
)
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.parts import Helpdesk
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.connect import check_helpdesk, keep_address
from deskpro_sso_gui.texts import problem_text, t
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.block import Block
from deskpro_sso_gui.ui.pages.blocks.copied import CopiedOffer
from deskpro_sso_gui.ui.pages.blocks.opened_file import NOT_CHECKED
from deskpro_sso_gui.ui.theme import Icon, Role, Space
from deskpro_sso_gui.ui.widgets.address_line import AddressLine
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices
from deskpro_sso_gui.ui.widgets.flow import FlowLayout
from deskpro_sso_gui.ui.widgets.foreign_address import ForeignAddress, plain_host
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines

_EXAMPLE: Final = "acme.deskpro.com"
_PATHS: Final = re.compile(r"^/(?:agent|admin|app|login|new-ticket)\b")
"""Where the screens of a DeskPRO on a company's own host begin."""

_INTERFACES: Final = {
    Interface.AGENTS: N_("Agents"),
    Interface.USERS: N_("Users"),
}
_WHO: Final = {
    Interface.AGENTS: N_("For agents, the people who answer tickets"),
    Interface.USERS: N_("For users, the people who write tickets"),
}
_SCREENS: Final = {
    Generation.HORIZON: N_("Newer screens (Horizon)"),
    Generation.LEGACY: N_("Older screens"),
}


class HelpdeskBlock(Block):
    """Asks for the helpdesk and checks that it is one."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, t(N_("Your helpdesk")))
        self.address = AddressLine(_EXAMPLE)
        self.row = FormRow(
            t(N_("Address of the helpdesk")),
            self.address,
            hint=t(N_("As your browser shows it. Any form will do.")),
        )
        self.normalised = ResultLines()
        self.interface = Choices(
            t(N_("Who is to sign in through JumpCloud?")),
            [
                Choice(
                    id=Interface.AGENTS,
                    text=t(_INTERFACES[Interface.AGENTS]),
                    description=t(N_("The people who answer tickets.")),
                ),
                Choice(
                    id=Interface.USERS,
                    text=t(_INTERFACES[Interface.USERS]),
                    description=t(N_("The people who write tickets.")),
                ),
            ],
        )
        both = PlainLabel(
            t(N_("You want both? Finish the agents, then begin a second set-up for the users.")),
            Role.CAPTION,
        )
        self.generation = Choices(
            t(N_("Which screens does your DeskPRO have?")),
            [
                Choice(
                    id=Generation.HORIZON,
                    text=t(_SCREENS[Generation.HORIZON]),
                    description=t(
                        N_("A sign-in app in the list has a button called “{label}”."),
                        label="Manage",
                    ),
                ),
                Choice(
                    id=Generation.LEGACY,
                    text=t(_SCREENS[Generation.LEGACY]),
                    description=t(
                        N_("At the upper right is a menu called “{menu}” with “{entry}” in it."),
                        menu="AGENT",
                        entry="Agent Home",
                    ),
                ),
            ],
        )
        address = QVBoxLayout()
        address.setSpacing(Space.SMALL)
        address.addWidget(self.row)
        address.addWidget(self.normalised)
        self.copied = CopiedOffer(page, self.address, _is_helpdesk)
        address.addWidget(self.copied)
        self.body.addLayout(address)
        self._build_proposed()
        for widget in (self.proposed, self.interface, both, self.generation):
            self.body.addWidget(widget)
        self.rename_button = Button(
            t(N_("Use that address")), icon=Icon.REFRESH, on_click=self._use_reported
        )
        self.keep_typed_button = Button(t(N_("Keep the one I typed")), on_click=self._keep_typed)
        self._which = QWidget()
        row = FlowLayout(self._which, spacing=Space.SMALL)
        row.addWidget(self.rename_button)
        row.addWidget(self.keep_typed_button)
        self._which.hide()
        self.after.addWidget(self._which)
        self._fill(page.session.record.helpdesk)
        self.address.textChanged.connect(self._typed)
        self._show_normalised()

    def _build_proposed(self) -> None:
        """Ask for a look at the host where only a file speaks of it."""
        self.proposed = Notice(Tone.ATTENTION, t(NOT_CHECKED))
        self.proposed_host = ForeignAddress()
        self.is_ours = QCheckBox(t(N_("This is our own helpdesk")))
        self.is_ours.toggled.connect(lambda _on: self.page.changed.emit())
        self.proposed.words.addWidget(self.proposed_host)
        self.proposed.words.addWidget(self.is_ours)
        self.proposed.hide()

    def _proposal(self) -> str:
        """Return the address in the field if it is the file's, and nobody has confirmed it."""
        record = self.page.session.record
        if record.opened is None or record.helpdesk is not None:
            return ""
        file, typed = _normal(record.opened.helpdesk_url), _normal(self.address.text())
        return file if file and file == typed else ""

    def _show_proposal(self) -> None:
        proposal = self._proposal()
        if plain_host(proposal) != self.proposed_host.host.text():
            self.is_ours.setChecked(False)
        self.proposed_host.show_address(proposal)
        self.proposed.setVisible(bool(proposal))

    def _fill(self, helpdesk: Helpdesk | None) -> None:
        sandbox, opened = self.page.session.services.sandbox, self.page.session.record.opened
        proposed = sandbox.deskpro if sandbox else ""
        usual = Interface.AGENTS, Generation.HORIZON
        if opened is not None:
            proposed = _normal(opened.helpdesk_url)
            usual = opened.interface, opened.generation
        self.page.bind_draft("address", self.address, helpdesk.url if helpdesk else proposed)
        for name, choices, known in (
            ("interface", self.interface, helpdesk.interface if helpdesk else usual[0]),
            (
                "generation",
                self.generation,
                helpdesk.generation if helpdesk else usual[1],
            ),
        ):
            choices.set_value(self.page.draft(name) or known)
            choices.chosen.connect(lambda value, name=name: self.page.set_draft(name, value))
        self._show_proposal()

    def _typed(self, _text: str) -> None:
        self.row.set_wrong("")
        self._show_proposal()
        self._show_normalised()
        self.page.changed.emit()

    def _show_normalised(self) -> None:
        """Show which address will be used, and why it is not quite what was typed."""
        try:
            address = normalise_helpdesk(self.address.text())
        except ProblemError:
            self.normalised.set_lines(())
            return
        lines = [ResultLine(text=t(CHANGE_TEXTS[change])) for change in address.changes]
        if lines:
            words = t(N_("This address is used: {address}"), address=address.url)
            lines.insert(0, ResultLine(text=words, tone=Tone.INFO))
        self.normalised.set_lines(lines)

    def is_done(self, record: SetupRecord) -> bool:
        """Say whether a helpdesk is known."""
        return record.helpdesk is not None

    def action(self) -> PrimaryAction | None:
        """Check the address."""
        return PrimaryAction(
            label=t(N_("Check the address")),
            run=self.check,
            enabled=bool(self.address.text().strip())
            and (self.is_ours.isChecked() or not self._proposal()),
        )

    def check(self) -> None:
        """Ask the site whether it is a DeskPRO."""
        session, address = self.page.session, self.address.text()
        interface = Interface(self.interface.value())
        generation = Generation(self.generation.value())
        self.row.set_wrong("")
        self._run = self.page.start(
            t(N_("Asking {address}…"), address=address.strip()),
            lambda: check_helpdesk(session, address, interface=interface, generation=generation),
            self._checked,
            failed=self._failed,
        )

    def _checked(self, helpdesk: Helpdesk) -> None:
        self.address.setText(helpdesk.url)
        self.settled()

    def _failed(self, problem: Problem) -> None:
        if problem.code is ProblemCode.HELPDESK_ADDRESS_INVALID:
            words = problem_text(problem)
            self.row.set_wrong(f"{words.title} {words.advice}")
            self.page.render(self.page.session.record)
            return
        kept = self.page.session.record.helpdesk
        if kept is not None:
            self.address.setText(kept.url)
        self.settled()
        self.page.show_problem(problem, retry=self.check, place=self)

    def _use_reported(self) -> None:
        helpdesk = self.page.session.record.helpdesk
        if helpdesk is not None:
            self.address.setText(helpdesk.reported_url)
            self.check()

    def _keep_typed(self) -> None:
        session = self.page.session
        self.page.start(
            t(N_("Saving…")),
            lambda: keep_address(session),
            lambda _nothing: self.settled(),
            place=self,
        )

    def show_record(self, record: SetupRecord, *, free: bool) -> bool:
        """Show ``record``."""
        self._which.hide()
        self._show_proposal()
        return super().show_record(record, free=free)

    def render_done(self, record: SetupRecord) -> None:
        """Fold to the address and what came of asking there."""
        helpdesk = record.helpdesk
        if helpdesk is None:
            return
        verdict = _verdict(helpdesk)
        self._which.setVisible(is_renamed(helpdesk) and not helpdesk.keeps_url)
        self.show_done(
            [
                ResultLine(text=helpdesk.url, value=True),
                *verdict,
                ResultLine(text=t(_WHO[helpdesk.interface])),
                ResultLine(text=t(_SCREENS[helpdesk.generation])),
            ],
            attention=any(line.tone is Tone.ATTENTION for line in verdict),
        )


def _is_helpdesk(text: str) -> bool:
    """Say whether a copied text is most likely a helpdesk's address."""
    host = host_of(text)
    if not host or host.split(".")[-2:] == ["jumpcloud", "com"]:
        return False
    return host.endswith("." + CLOUD_DOMAIN) or _PATHS.search(urlsplit(text).path) is not None


def _normal(address: str) -> str:
    try:
        return normalise_helpdesk(address).url
    except ProblemError:
        return ""


def _verdict(helpdesk: Helpdesk) -> tuple[ResultLine, ...]:
    if not helpdesk.is_deskpro:
        words = N_("We could not see that it is a DeskPRO. You may go on all the same.")
        return (ResultLine(text=t(words), tone=Tone.ATTENTION),)
    seen = ResultLine(text=t(N_("It is a DeskPRO helpdesk.")))
    if believes_http(helpdesk):
        words = N_(
            "It believes that people reach it by http://, so its own addresses may begin that way. "
            "Single sign-on needs https://: where a proxy stands before DeskPRO, DeskPRO has to be "
            "told."
        )
        return (seen, ResultLine(text=t(words), tone=Tone.ATTENTION))
    if not is_renamed(helpdesk):
        return (seen,)
    calls_itself = t(N_("It calls itself {address}."), address=helpdesk.reported_url)
    if helpdesk.keeps_url:
        return (seen, ResultLine(text=calls_itself))
    question = N_(
        "Which address do people use? DeskPRO's own addresses for the sign-in follow the one it "
        "calls itself by."
    )
    return (
        seen,
        ResultLine(text=calls_itself, tone=Tone.ATTENTION),
        ResultLine(text=t(question)),
    )


def believes_http(helpdesk: Helpdesk) -> bool:
    """Say whether the helpdesk only takes its own connection for an unsafe one (reference §3.7)."""
    reported = origin(helpdesk.reported_url)
    return (
        reported.startswith("http://")
        and helpdesk.url.startswith("https://")
        and host_of(reported) == host_of(helpdesk.url)
    )


def is_renamed(helpdesk: Helpdesk) -> bool:
    """Say whether the helpdesk itself says that it lives elsewhere."""
    reported = origin(helpdesk.reported_url)
    return bool(reported) and reported != origin(helpdesk.url) and not believes_http(helpdesk)
