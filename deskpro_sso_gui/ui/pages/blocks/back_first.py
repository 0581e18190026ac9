"""*Automatic* without a proof: what is first, whatever else there is to do."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.progress import must_set_back
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import SSO_METHOD_AUTOMATIC, SSO_METHOD_BUTTON
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Value, changed
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.findings import finding_text
from deskpro_sso_gui.ui.pages.blocks.read_back import noticed_findings
from deskpro_sso_gui.ui.pages.blocks.stale import names
from deskpro_sso_gui.ui.pages.blocks.switch import method_steps
from deskpro_sso_gui.ui.pages.blocks.ways_back import WaysBack
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

_SEEN: Final = N_(
    "DeskPRO already sends everyone to JumpCloud, and nobody has seen that people get in that way. "
    "Set it back before you do anything else."
)
_STILL_SEEN: Final = N_(
    "DeskPRO still sends everyone to JumpCloud. See that the form was saved, then say so again."
)
_NO_LONGER: Final = N_(
    "DeskPRO sends everyone to JumpCloud, and what was seen to work no longer counts. Set it back "
    "before you do anything else; then try the sign-in again."
)


class BackFirst(QWidget):
    """Says that *Automatic* is on too early or no longer proven, and how to take it back.

    Attributes:
        wanted: it has to be taken back before anything else.
    """

    def __init__(self, copy: Callable[[str], object]) -> None:
        """Show nothing yet; ``copy`` puts a text on the clipboard."""
        super().__init__()
        self._copy = copy
        self._shown: tuple[object, ...] | None = None
        self.wanted = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_record(self, record: SetupRecord, *, tried: bool) -> None:
        """Show it where it is so; ``tried`` says that she set it back already, as she said."""
        told = record.validation.sso_method is SsoMethod.AUTOMATIC
        still = tried and not told and record.validation.seen_automatic
        self.wanted = wanted = must_set_back(record) or still
        self.setVisible(wanted)
        differing = _differing(record)
        other = None if told else _other_entry(record)
        state = (told, tried, differing, other) if wanted else None
        if state == self._shown:
            return
        self._shown = state
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if wanted and other is not None:
            self._column.addWidget(self._build_other(record, other))
        elif wanted:
            self._column.addWidget(self._build(record, differing, told=told, tried=tried))

    def _build(
        self, record: SetupRecord, differing: tuple[Value, ...], *, told: bool, tried: bool
    ) -> Notice:
        if told or tried:
            title = t(N_("First: set DeskPRO back to {method}"), method=SSO_METHOD_BUTTON)
            why = t(_NO_LONGER if told else _STILL_SEEN)
        else:
            title = t(N_("{method} is on too early"), method=SSO_METHOD_AUTOMATIC)
            why = t(_SEEN)
        notice = Notice(Tone.ERROR, title, why)
        if differing and told:
            what = t(N_("Changed since: {names}"), names=names(differing))
            notice.words.addWidget(PlainLabel(what))
        notice.words.addWidget(method_steps(record, SSO_METHOD_BUTTON))
        self._add_ways_back(notice, record)
        return notice

    def _build_other(self, record: SetupRecord, finding: Finding) -> Notice:
        said = finding_text(finding)
        notice = Notice(Tone.ERROR, said.headline, said.saw)
        for words in (said.expected, said.advice):
            notice.words.addWidget(PlainLabel(words))
        self._add_ways_back(notice, record)
        return notice

    def _add_ways_back(self, notice: Notice, record: SetupRecord) -> None:
        heading = t(N_("If you can't get to that form any more"))
        notice.words.addWidget(WaysBack(heading, record, self._copy))


def _other_entry(record: SetupRecord) -> Finding | None:
    """Return that another entry of DeskPRO sends people away, where that was noticed (W3)."""
    noticed = noticed_findings(record.deskpro)
    return next((each for each in noticed if each.condition == "W3"), None)


def _differing(record: SetupRecord) -> tuple[Value, ...]:
    now = record.basis(StageId.VALIDATE)
    tried = (changed(trial.basis, now) for trial in record.validation.trials if trial.proven)
    return next((values for values in tried if values), ())
