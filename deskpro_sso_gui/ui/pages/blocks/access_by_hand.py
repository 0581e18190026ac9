"""Who gets in, by hand: the steps in JumpCloud, and the names of the groups the admin ticked."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.jumpcloud_steps import access_steps
from deskpro_sso_gui.setup.parts import Access
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.by_hand import confirm_access
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.by_hand import FoldingSteps, JumpcloudSteps
from deskpro_sso_gui.ui.theme import Space
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import mark_value

_LINES: Final = 3


class AccessByHand(QWidget):
    """Hidden until there is an app.

    Args:
        page: the page it is on.
        told: called when the admin's word was taken.

    Attributes:
        guide: holds all of it, folded once it is done.
        steps: what to do in JumpCloud.
        names: the groups, one in a line.
        included: the tester is in one of them.
    """

    def __init__(self, page: Page, told: Callable[[], object]) -> None:
        super().__init__()
        self._page = page
        self._told = told
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.LARGE)
        self.guide = FoldingSteps(t(N_("In JumpCloud")))
        self.steps = JumpcloudSteps(page)
        self.guide.body.addWidget(self.steps)
        column.addWidget(self.guide)
        self.names = QPlainTextEdit(tabChangesFocus=True)
        self.names.setFixedHeight(self.names.fontMetrics().lineSpacing() * _LINES + 2 * Space.LARGE)
        mark_value(self.names)
        known = page.session.record.access
        said = known if known is not None and known.by_hand else Access()
        page.bind_draft("names", self.names, "\n".join(group.name for group in said.groups))
        self.names.textChanged.connect(page.changed)
        self.guide.body.addWidget(
            FormRow(t(N_("The groups you ticked")), self.names, hint=t(N_("One in a line.")))
        )
        self.included = QCheckBox(t(N_("is in one of these groups")))
        with QSignalBlocker(self.included):
            self.included.setChecked(page.draft("included") == "yes")
        self.included.toggled.connect(self._toggled)
        self._whether = FormRow(t(N_("Whoever will try it")), self.included)
        self.guide.body.addWidget(self._whether)
        self.hide()

    def show_record(self, record: SetupRecord) -> None:
        """Show the steps for the app of now."""
        if record.application is None or not record.is_by_hand(StageId.ACCESS):
            self.hide()
            return
        self.steps.show_steps(access_steps(record.by_hand.labels, label=record.application.label))
        person = (record.tester.name or record.tester.email) if record.tester else ""
        if person:
            self._whether.label.setText(t(N_("{person}, who will try it"), person=person))
            self.included.setAccessibleName(f"{self._whether.label.text()}: {self.included.text()}")
        status = progress(record)[StageId.ACCESS].status
        self.guide.show_steps(done=status is Status.DONE)
        self.show()

    def _groups(self) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in self.names.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def action(self) -> PrimaryAction | None:
        """Say who has access, unless that was said already."""
        record, groups = self._page.session.record, self._groups()
        done = progress(record)[StageId.ACCESS].status in {Status.DONE, Status.NEEDS_ATTENTION}
        access = record.access
        if done and access is not None:
            said = tuple(group.name for group in access.groups)
            same = (access.tester_included is True) is self.included.isChecked()
            if not access.by_hand or (groups == said and same):
                return None
        return PrimaryAction(
            label=t(N_("I have given them access")),
            run=self._confirm,
            enabled=bool(groups) and not self.isHidden(),
        )

    def _confirm(self) -> None:
        session, groups = self._page.session, self._groups()
        included = self.included.isChecked()
        self._page.start(
            t(N_("Looking at what can be checked…")),
            lambda: confirm_access(session, groups, tester_included=included),
            self._confirmed,
        )

    def _confirmed(self, _access: Access) -> None:
        self._page.changed.emit()
        self._told()

    def _toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._page.set_draft("included", "yes" if on else "no")
        self._page.changed.emit()
