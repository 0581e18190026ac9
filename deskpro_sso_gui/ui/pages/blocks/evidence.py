"""What a page makes of any file that is dropped on it.

A file of the page's own kind is taken. One that belongs to another page is offered there. Of
anything else, and of recordings, is told what it is and what is wrong, judged against the set-up.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.told import ToldReport
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, StageId
from deskpro_sso_gui.setup.values import Basis
from deskpro_sso_gui.storage.setups import RECORD_NAME
from deskpro_sso_gui.tasks.evidence import kind_of
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.evidence.view import DiagnosisView
from deskpro_sso_gui.ui.own_program import check
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Icon, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal

_HOMES: Final = {
    Kind.CERTIFICATE: StageId.CERTIFICATE,
    Kind.PKCS7: StageId.CERTIFICATE,
    Kind.IDP_METADATA: StageId.METADATA,
    Kind.SP_METADATA: StageId.DESKPRO_ADD,
}
"""The page that takes a file of this kind."""

_HANDED_OVER: Final = "handed_over"


class EvidencePlace(QWidget):
    """Where it stands what came of a dropped file.

    Args:
        page: the page it is on.
        zone: where files are dropped.
        takes: the kinds that the page itself takes, or refuses in words of its own.
        take: takes such a file.
    """

    looked = Signal(object, object)
    """What ``check`` told (``ToldReport``), and the values to be tried that it compared with."""

    def __init__(
        self,
        page: Page,
        zone: DropZone,
        *,
        takes: Collection[Kind] = (),
        take: Callable[[Path], object] | None = None,
    ) -> None:
        super().__init__()
        self._page = page
        self._takes = frozenset(takes)
        self._take = take
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        self._offer = QVBoxLayout()
        column.addLayout(self._offer)
        self.view = DiagnosisView(
            copy=page.context.copy,
            begin=lambda name, make, done, failed: page.start(name, make, done, failed=failed),
            here=page.stage,
        )
        self.view.go_to.connect(page.context.go_to)
        column.addWidget(self.view)
        zone.dropped.connect(self.look)
        self.hide()

    def look(self, paths: list[Path]) -> None:
        """See what the files are, and do what is right for them."""
        self.clear()
        if len(paths) > 1:
            self._diagnose(paths)
            return
        self._page.start(
            t(N_("Looking at {file}…"), file=paths[0].name),
            lambda: kind_of(paths[0]),
            lambda kind: self._told(kind, paths),
        )

    def arrived(self) -> None:
        """Take the file that another page handed over, if it did."""
        name = self._page.draft(_HANDED_OVER)
        if name:
            self._page.set_draft(_HANDED_OVER, "")
            self.look([Path(name)])

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._offer.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.view.clear()
        self.hide()

    def _told(self, kind: Kind | None, paths: list[Path]) -> None:
        if kind in self._takes and self._take is not None:
            self._take(paths[0])
            return
        home = _HOMES.get(kind) if kind is not None else None
        if kind is not None and home is not None and home is not self._page.stage:
            self._show_offer(home, paths[0])
        self._diagnose(paths)

    def _show_offer(self, home: StageId, path: Path) -> None:
        page = t(STAGE_BY_ID[home].name)
        # what it is stands right below
        notice = Notice(Tone.INFO, t(N_("This file belongs on the page “{page}”."), page=page))
        notice.add_button(
            Button(
                t(N_("Use it on “{page}”"), page=page),
                icon=Icon.CHEVRON_RIGHT,
                on_click=lambda: self._hand_over(home, path),
            )
        )
        self._offer.addWidget(notice)
        self.show()
        reveal(notice)

    def _hand_over(self, home: StageId, path: Path) -> None:
        self._page.session.set_draft(f"{home}.{_HANDED_OVER}", str(path))
        self.clear()
        self._page.context.go_to(home)

    def _diagnose(self, paths: list[Path]) -> None:
        session = self._page.session
        set_up = session.services.store.folder(session.record.id) / RECORD_NAME
        named = ", ".join(path.name for path in paths)
        compared_with = session.record.basis(StageId.VALIDATE)
        self._page.start(
            t(N_("Looking at {file}…"), file=named),
            lambda: check(paths, set_up=set_up),
            lambda report: self._show(report, compared_with),
        )

    def _show(self, report: ToldReport, compared_with: Basis) -> None:
        self.show()
        self.view.show_report(report)
        self.looked.emit(report, compared_with)
        # the page grows by much: it is scrolled once there is room to scroll to
        QTimer.singleShot(0, self, lambda: reveal(self.view))


class FileLook(Expander):
    """A folded place for any file, where a page itself takes none."""

    def __init__(
        self,
        page: Page,
        title: str = "",
        text: str = "",
        *,
        takes: Collection[Kind] = (),
        take: Callable[[Path], object] | None = None,
    ) -> None:
        super().__init__(
            title or t(N_("Look at a file")),
            text
            or t(
                N_(
                    "A certificate, metadata, a sign-in message or a recording: we say what it is "
                    "and whether it fits this set-up. It stays on this computer."
                )
            ),
        )
        self.body.setSpacing(Space.MEDIUM)
        self.drop_zone = DropZone(t(N_("Drop any file here")), several=True)
        self.body.addWidget(self.drop_zone)
        self.evidence = EvidencePlace(page, self.drop_zone, takes=takes, take=take)
        self.body.addWidget(self.evidence)
