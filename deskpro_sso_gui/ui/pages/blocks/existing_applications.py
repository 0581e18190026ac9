"""Block *Already there*: applications in JumpCloud that look as if they were for DeskPRO."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.tasks.application import Use
from deskpro_sso_gui.texts import date, plural, t
from deskpro_sso_gui.ui.pages.blocks.setting_rows import rows
from deskpro_sso_gui.ui.theme import Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.comparison_table import ComparisonTable
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, value_label
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone


class ExistingApplications(QWidget):
    """Lists them, each with *Use this one*, which shows how it is used before it is taken."""

    use_wanted = Signal(Application)
    """The admin thinks of using it: find out how it is used."""

    adopted = Signal(str)
    """The admin wants to use the one with this id, knowing how it is used."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.SMALL)
        self._cards: dict[str, _Card] = {}
        self._asked: _Card | None = None
        self.hide()

    def set_applications(self, applications: Sequence[Application]) -> None:
        """Show ``applications`` in place of what was shown."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._cards, self._asked = {}, None
        self.setVisible(bool(applications))
        if not applications:
            return
        self._column.addWidget(
            PlainLabel(
                plural(
                    N_("JumpCloud has an app for DeskPRO already"),
                    N_("JumpCloud has {count} apps for DeskPRO already"),
                    len(applications),
                ),
                Role.HEADING,
            )
        )
        self._column.addWidget(
            PlainLabel(t(N_("Use one that is there, or create a new one below.")), Role.MUTED)
        )
        for application in applications:
            card = _Card(self, application)
            self._cards[application.id] = card
            self._column.addWidget(card)
        self._column.addSpacing(Space.MEDIUM)
        self._column.addWidget(PlainLabel(t(N_("Or create a new one")), Role.HEADING))

    def show_use(self, application_id: str, use: Use) -> None:
        """Show how the application is used, and ask whether it is to be used all the same."""
        if (card := self._cards.get(application_id)) is not None:
            self._asked = card
            card.show_use(use)

    def first_button(self) -> Button | None:
        """Return what uses the first application; None while there is none."""
        return next((card.ask for card in self._cards.values()), None)

    def stay_button(self) -> Button | None:
        """Return the safe answer to the question that was asked last; None while none is open."""
        return self._asked.stay if self._asked is not None else None


class _Card(QFrame):
    """One application."""

    def __init__(self, owner: ExistingApplications, application: Application) -> None:
        super().__init__()
        self._owner = owner
        self._application = application
        set_kind(self, Kind.CARD)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.TIGHT)
        column.addWidget(value_label(application.label or application.name, Role.STRONG))
        column.addWidget(value_label(application.sso_url, Role.MUTED))
        if application.created_at is not None:
            made = t(N_("made on {date}"), date=date(application.created_at))
            column.addWidget(PlainLabel(made, Role.CAPTION))
        self.ask = Button(
            t(N_("Use this one")), on_click=lambda: owner.use_wanted.emit(application)
        )
        self.ask.setAccessibleName(t(N_("Use this one: {app}"), app=application.label))
        self.ask.setAccessibleDescription(application.sso_url)  # several may be called the same
        self.ask.setSizePolicy(
            self.ask.sizePolicy().Policy.Fixed, self.ask.sizePolicy().Policy.Fixed
        )
        column.addSpacing(Space.TIGHT)
        column.addWidget(self.ask)
        self._column = column
        self._question: Notice | None = None
        self.stay: Button | None = None

    def show_use(self, use: Use) -> None:
        self._fold()
        question = Notice(
            Tone.ATTENTION,
            use_title(use),
            use_text(use),
        )
        self._add_changes(question, use)
        question.add_button(
            Button(
                t(N_("Use it all the same")),
                on_click=lambda: self._owner.adopted.emit(self._application.id),
            )
        )
        stay = Button(t(N_("Leave it alone")), Kind.QUIET, on_click=self._fold)
        question.add_button(stay)
        self._column.addWidget(question)
        self._question = question
        self.stay = stay
        stay.setFocus()
        self.ask.hide()  # without the focus, which would go to a field of the form below
        announce(question, question.accessibleName())

    def _add_changes(self, question: Notice, use: Use) -> None:
        """Say what would be changed in it, here or on a page that follows."""
        if use.changes:
            words = plural(
                N_("One setting of it would be changed, on a later page:"),
                N_("{count} settings of it would be changed, on a later page:"),
                len(use.changes),
            )
            question.words.addWidget(PlainLabel(words))
            table = ComparisonTable(t(N_("In JumpCloud now")), t(N_("Should be")))
            table.set_rows(rows(use.changes))
            question.words.addWidget(table)
        elif use.addresses_known:
            question.words.addWidget(PlainLabel(t(N_("None of its settings would be changed."))))
        if not use.addresses_known:
            words = t(N_("DeskPRO's two addresses would be entered too, once DeskPRO shows them."))
            question.words.addWidget(PlainLabel(words))

    def _fold(self) -> None:
        self.ask.show()
        if self._question is not None:
            self._column.removeWidget(self._question)
            self._question.hide()
            self._question.deleteLater()
            self._question = self.stay = None
            self.ask.setFocus()


def use_title(use: Use | None) -> str:
    """Return in a sentence whether an application may be live; None where nobody tells."""
    if use is not None and use.sign_ins == 0:
        return t(N_("Nobody signed in with this app lately."))
    return t(N_("People may be signing in with this app now."))


def use_text(use: Use) -> str:
    """Return in words who may use an application and whether anybody does."""
    if use.groups:
        groups = t(N_("Groups that may use it: {groups}."), groups=", ".join(use.groups))
    else:
        groups = t(N_("No group may use it."))
    if use.sign_ins is None:
        lately = t(N_("JumpCloud does not tell us whether anybody signed in with it."))
    elif use.sign_ins == 0:
        lately = t(N_("No sign-in since {date}."), date=date(use.since))
    else:
        lately = plural(
            N_("One sign-in since {date}."),
            N_("{count} sign-ins since {date}."),
            use.sign_ins,
            date=date(use.since),
        )
    advice = t(N_("What you change on the pages that follow changes it for everybody who uses it."))
    return f"{groups} {lately} {advice}"
