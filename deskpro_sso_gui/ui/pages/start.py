"""The first page: begin, continue, practise, or look at a file."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui import PROGRAM
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.texts import plural, t
from deskpro_sso_gui.ui.pages.blocks.how_it_works import HowItWorks
from deskpro_sso_gui.ui.runner import Runner
from deskpro_sso_gui.ui.setup_files import (
    broken_setup,
    choose_setup,
    may_be_setup,
    setup_notice,
)
from deskpro_sso_gui.ui.tab_order import focus_order, set_tab_order
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.busy_strip import BusyStrip
from deskpro_sso_gui.ui.widgets.buttons import Button, ChoiceCard
from deskpro_sso_gui.ui.widgets.column_area import ColumnArea
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal

if TYPE_CHECKING:
    from deskpro_sso_gui.diagnosis.told import ToldReport
    from deskpro_sso_gui.setup.record import SetupRecord
    from deskpro_sso_gui.storage.setups import BrokenSetup, SavedSetup, SetupFile

    AnySetup = SavedSetup | BrokenSetup

_SHOWN_AT_ONCE: Final = 5
"""More saved set-ups are folded, so that what can be begun stays in sight."""


class StartContext(msgspec.Struct, frozen=True, kw_only=True):
    """What the first page may use.

    Attributes:
        practice: this window practises already.
        new_setup: begins a set-up and shows it.
        open_setup: continues the saved set-up of this id and shows it.
        open_file: goes on with the set-up of a file and shows it.
        look_at_setup: says what set-up a file holds; None where it holds none.
        renew: continues it where its certificate is renewed.
        list_setups: looks the saved set-ups up.
        check: looks at files.
        practise: opens a window in practice; says whether it was started.
        copy: puts a text on the clipboard.
        open_settings: shows the program's settings.
        open_about: shows what this program is.
    """

    runner: Runner
    practice: bool
    new_setup: Callable[[], Awaitable[None]]
    open_setup: Callable[[str], Awaitable[None]]
    open_file: Callable[[Path], Awaitable[None]]
    look_at_setup: Callable[[Path], Awaitable["SetupFile | None"]]
    renew: Callable[[str], Awaitable[None]]
    list_setups: Callable[[], Awaitable[Sequence["AnySetup"]]]
    check: Callable[[Sequence[Path]], Awaitable["ToldReport"]]
    practise: Callable[[], bool]
    copy: Callable[[str], object]
    open_settings: Callable[[], object]
    open_about: Callable[[], object]


class StartPage(QWidget):
    """What there is to do, in five seconds."""

    def __init__(self, context: StartContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self._context = context
        self._runner = context.runner
        self._shown: list[QWidget] = []
        self._renewable: list[SetupRecord] = []
        self._make_ending: Callable[[], Notice] | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.NONE)
        self._area = ColumnArea(self, above=Space.HUGE, between=Space.MEDIUM)
        self._column = self._area.column
        outer.addWidget(self._area, 1)
        self._busy = BusyStrip(self._runner)
        outer.addWidget(self._busy)
        self._fill_column()

    def _fill_column(self) -> None:
        self._add_title()
        self._ending = self._section()
        self._problems = self._section()
        self._problems.setContentsMargins(0, Space.SMALL, 0, Space.SMALL)
        self._setups = self._section()
        self._how = HowItWorks()
        self._column.addWidget(self._how)
        self._column.addSpacing(Space.SMALL)
        self._begin = PlainLabel(t(N_("Begin something new")), Role.HEADING)
        self._begin.hide()
        self._column.addWidget(self._begin)
        self._add_choices()
        self.open_button = Button(
            t(N_("Open a set-up file…")),
            Kind.LINK,
            icon=Icon.FILE,
            on_click=lambda: choose_setup(self, self.open_file),
        )
        self._column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._add_files()
        self._column.addStretch(1)
        self.about_button = Button(
            t(N_("About this program")),
            Kind.LINK,
            icon=Icon.INFO,
            on_click=self._context.open_about,
        )
        self._column.addWidget(self.about_button, 0, Qt.AlignmentFlag.AlignLeading)

    def _section(self) -> QVBoxLayout:
        holder = QWidget()
        section = QVBoxLayout(holder)
        section.setContentsMargins(0, Space.SMALL, 0, 0)
        section.setSpacing(Space.SMALL)
        holder.hide()
        self._column.addWidget(holder)
        return section

    def _add_title(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.LARGE)
        row.addWidget(
            IconLabel(Icon.APP, Role.ACCENT, Size.ICON_HUGE), 0, Qt.AlignmentFlag.AlignTop
        )
        words = QVBoxLayout()
        words.setSpacing(Space.TIGHT)
        title = PlainLabel(PROGRAM, Role.TITLE)
        title.setProperty("value", True)  # noqa: FBT003 - a name, the same in every language
        words.addWidget(title)
        words.addWidget(
            PlainLabel(
                t(
                    N_(
                        "Lets your people sign in to your DeskPRO helpdesk with their JumpCloud "
                        "account. Step by step, and each step checked."
                    )
                ),
                Role.MUTED,
            )
        )
        row.addLayout(words, 1)
        self.settings_button = Button(
            t(N_("Settings")),
            Kind.LINK,
            icon=Icon.SETTINGS,
            on_click=self._context.open_settings,
        )
        row.addWidget(self.settings_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)
        self._column.addSpacing(Space.SMALL)

    def _add_choices(self) -> None:
        practice = self._context.practice
        self.new_card = ChoiceCard(
            Icon.NEW,
            t(N_("Practise a set-up")) if practice else t(N_("New set-up")),
            t(N_("With a JumpCloud and a DeskPRO that live on this computer only."))
            if practice
            else t(N_("Connect a helpdesk to JumpCloud. You can stop and go on at any time.")),
            main=True,
            on_click=self._new,
        )
        self._column.addWidget(self.new_card)
        if not practice:
            self._add_practise()
        self.renew_card = ChoiceCard(
            Icon.CERTIFICATE,
            t(N_("Renew a certificate")),
            t(N_("When the one JumpCloud signs with runs out, or is not to be used any more.")),
            on_click=self._choose_renewal,
        )
        self.renew_card.hide()
        self._column.addWidget(self.renew_card)
        self._renewals = self._section()

    def _add_practise(self) -> None:
        self.practise_card = ChoiceCard(
            Icon.PRACTICE,
            t(N_("Practise first")),
            t(
                N_(
                    "Walk through everything with a made-up helpdesk. Nothing leaves this "
                    "computer, nothing can break."
                )
            ),
            on_click=self._practise,
        )
        self._column.addWidget(self.practise_card)

    def _add_files(self) -> None:
        self._column.addSpacing(Space.SMALL)
        self._column.addWidget(PlainLabel(t(N_("Look at a file")), Role.HEADING))
        self.drop_zone = DropZone(
            t(
                N_(
                    "Drop a certificate, metadata, a set-up or a failed sign-in here to see what "
                    "it is"
                )
            ),
            several=True,
            low=True,
        )
        self.drop_zone.dropped.connect(self.look)
        self._column.addWidget(self.drop_zone)
        self._result = self._section()

    def entered(self) -> None:
        """Look the saved set-ups up anew, and put the focus on the first choice."""
        self._runner.start(
            t(N_("Looking for saved set-ups…")),
            self._context.list_setups,
            done=self._show_setups,
            failed=self.show_problem,
            owner=self,
        )
        self.new_card.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Stop what the page was waiting for."""
        self._runner.cancel_owned(self)

    def show_problem(self, problem: Problem) -> None:
        """Show what went wrong, with a way to try again."""
        notice = ProblemNotice(
            problem,
            retry=self._retry,
            copy=self._context.copy,
            settings=self._context.open_settings,
        )
        self._fill(self._problems, [notice])
        announce(notice, notice.accessibleName())

    def show_ending(self, make: Callable[[], Notice]) -> None:
        """Show how the run before was cut off, in the notice that ``make`` makes."""
        self._make_ending = make
        notice = make()
        self._fill(self._ending, [notice])
        if self.isVisible():
            announce(notice, notice.accessibleName())

    @property
    def ending(self) -> Callable[[], Notice] | None:
        """What makes the notice of how the run before was cut off; None once it was put away."""
        holder = self._ending.parentWidget()
        return None if holder is None or holder.isHidden() else self._make_ending

    def _retry(self) -> None:
        self._fill(self._problems, [])
        self.entered()

    def _fill(self, section: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
        while (item := section.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for widget in widgets:
            section.addWidget(widget)
        if (holder := section.parentWidget()) is not None:
            holder.setVisible(bool(widgets))
        set_tab_order(tuple(focus_order(self)))

    def _new(self) -> None:
        self._open(t(N_("Getting ready…")), self._context.new_setup)

    def _continue(self, record_id: str) -> None:
        self._open(t(N_("Opening the set-up…")), lambda: self._context.open_setup(record_id))

    def open_file(self, path: Path) -> None:
        """Go on with the set-up of the file ``path``."""
        self._open(t(N_("Opening the set-up…")), lambda: self._context.open_file(path))

    def _open(self, name: str, factory: Callable[[], Awaitable[None]]) -> None:
        if any(run.owner is self and run.keep for run in self._runner.runs):
            return  # a second click while the first is being answered
        self._fill(self._problems, [])
        # kept: showing the set-up leaves this page, which must not cancel what opens it
        self._runner.start(name, factory, failed=self.show_problem, owner=self, keep=True)

    def _practise(self) -> None:
        if self._context.practise():
            notice = Notice(Tone.INFO, t(N_("A window to practise in is opening.")))
        else:
            notice = Notice(Tone.ERROR, t(N_("The practice window could not be opened.")))
        self._fill(self._problems, [notice])
        announce(notice, notice.accessibleName())

    def _show_setups(self, setups: Sequence["AnySetup"]) -> None:
        self._renewable = [
            setup.record
            for setup in setups
            if hasattr(setup, "record") and setup.record.application is not None
        ]
        self.renew_card.setVisible(bool(self._renewable))
        self._fill(self._renewals, [])
        self._how.setVisible(not setups)
        self._begin.setVisible(bool(setups))
        set_kind(self.new_card, Kind.CHOICE if setups else Kind.CHOICE_MAIN)
        if not setups:
            self._fill(self._setups, [])
            return
        rows: list[QWidget] = []
        named = Counter(setup.record.name for setup in setups if hasattr(setup, "record"))
        for setup in setups:
            fault: Problem | None = getattr(setup, "fault", None)
            record: SetupRecord | None = getattr(setup, "record", None)
            if record is not None:
                rows.append(self._saved(record, alike=named[record.name] > 1))
            elif fault is not None:
                rows.append(broken_setup(setup.path, fault, self.open_file, self._context.copy))
        self._fill(self._setups, [PlainLabel(t(N_("Continue")), Role.HEADING), *_few(rows)])
        if self.window().focusWidget() is self.new_card:  # whoever has begun wants to go on
            rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_renewal(self) -> None:
        """Go where the certificate is renewed, or ask which one is meant."""
        if len(self._renewable) == 1:
            self._renew(self._renewable[0].id)
            return
        from deskpro_sso_gui.ui.setup_facts import (  # noqa: PLC0415 - as in _saved
            certificate_facts,
            telling_apart,
        )

        rows: list[QWidget] = [PlainLabel(t(N_("Whose certificate?")), Role.HEADING)]
        for record in self._renewable:
            facts = " · ".join((*telling_apart(record), *certificate_facts(record)))
            name = record.name or t(N_("Set-up without a name"))
            rows.append(
                ChoiceCard(Icon.CERTIFICATE, name, facts, on_click=partial(self._renew, record.id))
            )
        self._fill(self._renewals, rows)
        reveal(rows[0])

    def _renew(self, record_id: str) -> None:
        self._open(t(N_("Opening the set-up…")), lambda: self._context.renew(record_id))

    def _saved(self, record: "SetupRecord", *, alike: bool) -> ChoiceCard:
        # what a set-up is comes after the first paint, and many a start has none saved
        from deskpro_sso_gui.ui.setup_facts import (  # noqa: PLC0415 - as said above
            setup_facts,
            telling_apart,
        )

        card = ChoiceCard(
            Icon.CONTINUE,
            record.name or t(N_("Set-up without a name")),
            " · ".join((*(telling_apart(record) if alike else ()), *setup_facts(record))),
            on_click=lambda: self._continue(record.id),
        )
        card.setObjectName(record.id)
        return card

    def look(self, paths: list[Path]) -> None:
        """Say what the files are; offer to go on with the set-up in one."""
        self._fill(self._result, [])
        if len(paths) == 1 and may_be_setup(paths[0]):
            self._runner.start(
                t(N_("Looking at the file…")),
                lambda: self._context.look_at_setup(paths[0]),
                done=lambda found: self._offer(paths[0], found),
                failed=self._show_file_problem,
                owner=self,
            )
        else:
            self._check(paths)

    def _offer(self, path: Path, found: "SetupFile | None") -> None:
        """Offer to go on with the set-up in ``path``; a file that holds none is looked at."""
        if found is None:
            self._check([path])
            return
        notice = setup_notice(path, found, self.open_file)
        self._fill(self._result, [notice])
        reveal(notice)
        announce(notice, notice.accessibleName())

    def _check(self, paths: list[Path]) -> None:
        self._runner.start(
            t(N_("Looking at the file…")),
            lambda: self._context.check(paths),
            done=self._show_report,
            failed=self._show_file_problem,
            owner=self,
        )

    def _show_file_problem(self, problem: Problem) -> None:
        self._fill(self._result, [ProblemNotice(problem, copy=self._context.copy)])

    def _show_report(self, report: "ToldReport") -> None:
        # the findings' words are a big catalogue: not for the first second of every start
        from deskpro_sso_gui.ui.evidence.view import DiagnosisView  # noqa: PLC0415

        def begin(
            name: str,
            make: Callable[[], Awaitable[Any]],
            done: Callable[[Any], None],
            failed: Callable[[Problem], None],
        ) -> None:
            self._runner.start(name, make, done=done, failed=failed, owner=self)

        view = DiagnosisView(copy=self._context.copy, begin=begin)
        self._fill(self._result, [view])
        view.show_report(report)
        reveal(view)


def _few(rows: Sequence[QWidget]) -> list[QWidget]:
    """Return the first ``rows``, and the others folded where they are many."""
    shown, rest = list(rows[:_SHOWN_AT_ONCE]), rows[_SHOWN_AT_ONCE:]
    if not rest:
        return shown
    more = Expander(plural(N_("1 more set-up"), N_("{count} more set-ups"), len(rest)))
    for row in rest:
        more.body.addWidget(row)
    return [*shown, more]
