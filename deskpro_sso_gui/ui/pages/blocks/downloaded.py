"""Offers a file that has just been downloaded, while the page waits for it."""

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import date_time, t
from deskpro_sso_gui.ui.downloads import Download, DownloadsWatch
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Icon, Kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal


class DownloadedOffer(QWidget):
    """Says what arrived in Downloads, with *Use it*; hidden while nothing did.

    The folder is watched only while the page is shown and ``waits`` says so: the page calls
    ``follow`` when that may have changed.

    Args:
        page: the page it is on.
        suffixes: the endings that fit, in small letters.
        most_bytes: a bigger file is another one.
        waits: says whether the page still waits for the file.
        take: reads the file; called when the admin says so.
    """

    def __init__(
        self,
        page: Page,
        suffixes: Collection[str],
        most_bytes: int,
        *,
        waits: Callable[[], bool],
        take: Callable[[list[Path]], object],
    ) -> None:
        super().__init__()
        self._page = page
        self._waits = waits
        self._take = take
        self.watch = DownloadsWatch(
            page.runner, suffixes, most_bytes, page.session.services.now, self
        )
        self.watch.arrived.connect(self._offer)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Begin and end with what is seen of the page; a minimised window still waits."""
        if watched is self._page and event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self.follow()
        return super().eventFilter(watched, event)

    def follow(self) -> None:
        """Watch if the page is shown and still waits, else watch no more."""
        if self._page.isVisible() and self._waits():
            self.watch.start()
        else:
            self.watch.stop()
            self._clear()

    def _offer(self, found: Download) -> None:
        self._clear()
        title = t(N_("{file} arrived in Downloads"), file=found.path.name)
        notice = Notice(
            Tone.INFO,
            title,
            t(N_("{moment}. It is read only if you say so."), moment=date_time(found.changed_at)),
        )
        use = Button(t(N_("Use it")), icon=Icon.FILE, on_click=lambda: self._use(found.path))
        use.setAccessibleName(t(N_("Use {file}"), file=found.path.name))
        notice.add_button(use)
        notice.add_button(Button(t(N_("Not this one")), Kind.QUIET, on_click=self._clear))
        self._column.addWidget(notice)
        self.show()
        reveal(notice)
        announce(notice, notice.accessibleName())

    def _use(self, path: Path) -> None:
        self._clear()
        self._take([path])

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.hide()
