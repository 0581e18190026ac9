"""Build the pages of a set-up before they are asked for, while nobody waits for the window.

A page takes longer to build than the window may stand still. So the one that comes next, and then
the others, are made while the admin reads: step by step, and never soon after a key or a click or
while something is under way. A page says much of what it says as it is built, so one that was built
ahead stands for the record of that moment only; with another it is built anew.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages import page_class
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.runner import Runner

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.session import Session

_BREATH_MS: Final = 5
"""Between two steps, for whatever else waits."""
_REST_MS: Final = 300
"""After a key, a click, or a change of the record: often another one follows."""
_STYLED_AT_ONCE: Final = 40
_POLISHED: Final = Qt.WidgetAttribute.WA_WState_Polished
_INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.TouchUpdate,
        QEvent.Type.Wheel,
    }
)


class PagesAhead(QObject):
    """The pages that nobody has seen yet.

    Args:
        session: the open set-up.
        runner: while it does something that somebody waits for, nothing is built.
        make: builds a page, hidden.
        wanted: returns the stages that have no page yet, the likeliest next one first.
    """

    def __init__(
        self,
        session: "Session",
        runner: Runner,
        make: Callable[[StageId], Page],
        wanted: Callable[[], Iterable[StageId]],
        *,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._view = parent
        self._session = session
        self._runner = runner
        self._make = make
        self._wanted = wanted
        self._pages: dict[StageId, Page] = {}
        self._record: SetupRecord | None = None
        self._old: deque[Page] = deque()
        self._steps: Iterator[None] = iter(())
        self._watching = False
        self._disturbed = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._turn)
        runner.changed.connect(self.go_on)

    @property
    def finished(self) -> bool:
        """Say whether every page is built that will be wanted."""
        return not self._timer.isActive() and not self._runner.waited_for

    @property
    def resting(self) -> bool:
        """Say whether it waits because something has just happened."""
        return self._timer.isActive() and self._timer.interval() > _BREATH_MS

    def take(self, stage: StageId) -> Page | None:
        """Hand over the page of ``stage``, which may be only half done; None if there is none."""
        self._drop_old()
        self._steps = iter(())
        return self._pages.pop(stage, None)

    def go_on(self) -> None:
        """Build what is wanted, as soon as nobody waits for the window."""
        if not self._watching and (handle := self._view.window().windowHandle()) is not None:
            handle.installEventFilter(self)  # it gets every key and click once, before any widget
            self._watching = True
        self._timer.start(_BREATH_MS)

    def wait(self) -> None:
        """Go on a while later: something has just changed."""
        self._disturbed = monotonic()
        self._timer.start(_REST_MS)

    def stop(self) -> None:
        """Build no more; the pages end with what holds them."""
        self._timer.stop()
        self._runner.changed.disconnect(self.go_on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice that the admin is busy with the window."""
        if event.type() in _INPUT:
            self._disturbed = monotonic()
        return super().eventFilter(watched, event)

    def _turn(self) -> None:
        """Do one step, unless somebody waits for the window."""
        if self._runner.waited_for:
            return  # its end is told
        rest = _REST_MS - round((monotonic() - self._disturbed) * 1000)
        if rest > 0:
            self._timer.start(rest)
        elif self._step():
            self._timer.start(_BREATH_MS)

    def _step(self) -> bool:
        """Do a little; return False when all is done."""
        self._drop_old()
        if self._old:
            self._old.popleft().deleteLater()  # a page takes a while to be deleted, too
            return True
        if next(self._steps, self) is None:
            return True
        stage = next((each for each in self._wanted() if each not in self._pages), None)
        if stage is None:
            return False
        self._steps = self._build(stage)
        return True

    def _drop_old(self) -> None:
        """Let go of the pages that were built from another record."""
        if self._record is not self._session.record:
            self._record = self._session.record
            self._old.extend(self._pages.values())
            self._pages.clear()
            self._steps = iter(())

    def _build(self, stage: StageId) -> Iterator[None]:
        page_class(stage)
        yield
        page = self._pages[stage] = self._make(stage)
        yield
        page.render(self._session.record)
        yield
        while unstyled := tuple(islice(_unstyled(page), _STYLED_AT_ONCE)):
            for widget in unstyled:
                widget.ensurePolished()
            yield
        width = page.width() if (place := page.context.place) is None else place.width()
        page.resize(width, max(page.heightForWidth(width), page.sizeHint().height()))
        page.body.activate()
        yield


def _unstyled(page: Page) -> Iterator[QWidget]:
    if not page.testAttribute(_POLISHED):
        yield page
    yield from (each for each in page.findChildren(QWidget) if not each.testAttribute(_POLISHED))
