"""The picture for the tile: drop or choose one, see what it is, or do without."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.setup.parts import ApplicationState
from deskpro_sso_gui.tasks.picture import (
    LARGEST_PIXELS,
    LARGEST_SIZE,
    Picture,
    put_picture,
    remove_picture,
)
from deskpro_sso_gui.texts import number, problem_text, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.picture import SeenPicture, look_at_picture
from deskpro_sso_gui.ui.theme import Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines

_DRAFT = "picture"


class TilePicture(QWidget):
    """Knows the chosen picture. Its file is kept in the draft by name, and read again from there.

    Attributes:
        seen: the picture, None where there is none.
    """

    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.seen: SeenPicture | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(PlainLabel(t(N_("Or a picture on it")), Role.STRONG))
        self.drop_zone = DropZone(t(N_("Drop a PNG or JPEG here")), filters="*.png *.jpg *.jpeg")
        self.drop_zone.dropped.connect(lambda paths: self._chosen(paths[0]))
        column.addWidget(self.drop_zone)
        limits = t(
            N_(
                "At most {size}, {pixels} pixels wide and high. These limits are ours, JumpCloud "
                "names none."
            ),
            size=LARGEST_SIZE,
            pixels=number(LARGEST_PIXELS),
        )
        column.addWidget(PlainLabel(limits, Role.CAPTION))
        self.lines = ResultLines()
        column.addWidget(self.lines)
        self.without_button = Button(t(N_("Use no picture")), Kind.LINK, on_click=self.forget)
        self.without_button.hide()
        column.addWidget(self.without_button, 0, Qt.AlignmentFlag.AlignLeading)

    @property
    def picture(self) -> Picture | None:
        """Return what is to be uploaded, if anything."""
        return self.seen.picture if self.seen else None

    @property
    def troubled(self) -> bool:
        """Say whether the chosen picture can't be used, which is told under it."""
        return self.seen is None and bool(self.lines.lines)

    @property
    def file_name(self) -> str:
        """Return what the chosen picture's file is called; empty where there is none."""
        return Path(self._page.draft(_DRAFT)).name

    def image_of(self, digest: str | None) -> QImage | None:
        """Return the picture's image if it is the one with this digest."""
        if self.seen is None or digest is None or self.seen.picture.digest != digest:
            return None
        return self.seen.image

    def load(self) -> None:
        """Read the picture again that was chosen before."""
        kept = self._page.draft(_DRAFT)
        if kept and self.seen is None:
            self._look(Path(kept))

    def _chosen(self, path: Path) -> None:
        self._page.set_draft(_DRAFT, str(path))
        self._look(path)

    def _look(self, path: Path) -> None:
        # not the page's own: what it is looking for in JumpCloud goes on, and its problem stays
        self._page.runner.start(
            t(N_("Reading {file}…"), file=path.name),
            lambda: look_at_picture(path),
            done=lambda seen: self._seen(path.name, seen),
            failed=self._failed,
            owner=self._page,
        )

    def _seen(self, name: str, seen: SeenPicture) -> None:
        self.seen = seen
        self.lines.set_lines([ResultLine(text=name, tone=Tone.SUCCESS, value=True)])
        self.without_button.show()
        self.changed.emit()

    def _failed(self, problem: Problem) -> None:
        self.forget()
        words = problem_text(problem)
        self.lines.set_lines(
            [ResultLine(text=words.title, tone=Tone.ERROR), ResultLine(text=words.advice)]
        )
        self.changed.emit()

    def forget(self) -> None:
        """Do without a picture."""
        self._page.set_draft(_DRAFT, "")
        self.seen = None
        self.lines.set_lines(())
        self.without_button.hide()
        self.changed.emit()


class MadePicture(QWidget):
    """Of an app that is there: whether the picture is on its tile, and the way to change that.

    Args:
        page: starts the tasks.
        chosen: knows the chosen picture.
    """

    def __init__(self, page: Page, chosen: TilePicture) -> None:
        super().__init__()
        self._page = page
        self._chosen = chosen
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.lines = ResultLines()
        self.put_button = Button(t(N_("Put the picture on the tile")), on_click=self._put)
        self.remove_button = Button(
            t(N_("Take the picture off the tile")), Kind.LINK, on_click=self._remove
        )
        column.addWidget(self.lines)
        for button in (self.put_button, self.remove_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_application(self, application: ApplicationState) -> None:
        """Show what there is for ``application``; nothing for one that we did not make."""
        wanted = self._chosen.picture if application.made_here else None
        missing = wanted is not None and application.picture != wanted.digest
        lines = []
        if missing:
            words = t(N_("The app is there and works. Only its picture is missing."))
            lines.append(ResultLine(text=words, tone=Tone.ATTENTION))
        elif application.picture:
            lines.append(ResultLine(text=t(N_("With your picture.")), tone=Tone.SUCCESS))
        self.lines.set_lines(lines)
        self.put_button.setVisible(missing)
        self.remove_button.setVisible(bool(application.picture))
        self.setVisible(missing or bool(application.picture))

    def _put(self) -> None:
        session, picture = self._page.session, self._chosen.picture
        if picture is not None:
            self._page.start(
                t(N_("Putting the picture on the tile…")), lambda: put_picture(session, picture)
            )

    def _remove(self) -> None:
        self._chosen.forget()  # or it would count as missing
        session = self._page.session
        self._page.start(t(N_("Taking the picture off the tile…")), lambda: remove_picture(session))
