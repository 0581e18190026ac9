"""*Prepare for support*: copies that can be passed on, and a receipt of what is not in them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.local_files import open_file
from deskpro_sso_gui.ui.own_program import SupportCopies, prepare_for_support
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, value_label
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal

Begin: TypeAlias = Callable[
    [str, Callable[[], Awaitable[Any]], Callable[[Any], None], Callable[[Problem], None]], object
]
"""Starts a task: its name, what makes it, who gets its result, who gets its problem."""


class SupportCopy(Expander):
    """Asks for a folder, writes the copies there, and shows their receipt."""

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        from_tracer: bool,
        begin: Begin,
        copy: Callable[[str], object],
    ) -> None:
        super().__init__(
            t(N_("Prepare for support")),
            t(
                N_(
                    "Writes a copy that you can pass on: without cookies, tokens, keys and the "
                    "person's data, but with everything that explains the failure. The file "
                    "itself stays as it is."
                )
            ),
        )
        self._paths = tuple(paths)
        self._begin = begin
        self._copy = copy
        self.body.setSpacing(Space.MEDIUM)
        if from_tracer:
            self.body.addWidget(
                Notice(
                    Tone.ATTENTION,
                    t(N_("Don't pass on SAML-tracer's own export.")),
                    t(
                        N_(
                            "Even its “masked” export still holds the decoded sign-in message "
                            "with the person's data. Pass on this copy instead."
                        )
                    ),
                )
            )
        self.choose_button = Button(t(N_("Choose a folder…")), icon=Icon.FILE, on_click=self.choose)
        self.body.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._result = QVBoxLayout()
        self._result.setSpacing(Space.SMALL)
        self.body.addLayout(self._result)

    def choose(self) -> None:
        """Ask for the folder; the window is not held up."""
        dialog = QFileDialog(self, t(N_("Where to put the copy")))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, folder: Path) -> None:
        """Write the copies to a new folder in ``folder``."""
        self._begin(
            t(N_("Writing the copy…")),
            lambda: prepare_for_support(self._paths, folder, now=datetime.now(UTC)),
            self._written,
            self._failed,
        )

    def _written(self, copies: SupportCopies) -> None:
        self._clear()
        notice = Notice(Tone.SUCCESS, t(N_("The copy is ready to be passed on.")))
        notice.words.addWidget(value_label(str(copies.folder)))
        notice.add_button(
            Button(
                t(N_("Open the folder")),
                Kind.QUIET,
                icon=Icon.OPEN_OUTSIDE,
                on_click=lambda: open_file(copies.folder),
            )
        )
        self._result.addWidget(notice)
        self._result.addWidget(PlainLabel(t(N_("Receipt")), Role.STRONG))
        self._result.addWidget(value_label(copies.receipt.strip()))
        announce(notice, notice.accessibleName())
        reveal(notice)

    def _failed(self, problem: Problem) -> None:
        self._clear()
        notice = ProblemNotice(problem, copy=self._copy)
        self._result.addWidget(notice)
        announce(notice, notice.accessibleName())
        reveal(notice)

    def _clear(self) -> None:
        while (item := self._result.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
