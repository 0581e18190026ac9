"""What changed since a set-up was finished, and where each change is seen to."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtWidgets import QVBoxLayout

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import OTHER_LABELS, SSO_METHOD_AUTOMATIC, Control
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.health import (
    EXPIRY_TOLD_DAYS,
    Aspect,
    Change,
    Changed,
    Look,
    days_left,
    look_for_changes,
)
from deskpro_sso_gui.texts import plural, problem_text, setting_name, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, value_label
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.section import Section


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    """How a change is told: how bad it is, what it is, what to do, and the page for it."""

    tone: Tone
    title: str
    advice: str
    stage: StageId


_LOCKED_OUT: Final = N_("Nobody gets in with JumpCloud until this is put right.")

WORDS: Final = {
    Changed.APPLICATION_GONE: _Words(
        tone=Tone.ERROR,
        title=N_("The app is no longer in JumpCloud."),
        advice=_LOCKED_OUT,
        stage=StageId.APPLICATION,
    ),
    Changed.APPLICATION_INACTIVE: _Words(
        tone=Tone.ERROR,
        title=N_("The app is switched off in JumpCloud."),
        advice=_LOCKED_OUT,
        stage=StageId.JUMPCLOUD_SSO,
    ),
    Changed.IDP_URL: _Words(
        tone=Tone.ERROR,
        title=N_("The app has another address in JumpCloud."),
        advice=N_("DeskPRO sends people to the old one. Enter the new one in DeskPRO's form."),
        stage=StageId.APPLICATION,
    ),
    Changed.SETTINGS: _Words(
        tone=Tone.ATTENTION,
        title=N_("JumpCloud's settings of the app are others: {names}"),
        advice=N_("See what is there now, and apply what should be."),
        stage=StageId.JUMPCLOUD_SSO,
    ),
    Changed.TILE: _Words(
        tone=Tone.INFO,
        title=N_("The tile in JumpCloud's portal was hidden or shown."),
        advice=N_(
            "People can always begin at DeskPRO. Where the tile is shown, try the sign-in from it "
            "too."
        ),
        stage=StageId.APPLICATION,
    ),
    Changed.CERTIFICATE: _Words(
        tone=Tone.ERROR,
        title=N_("JumpCloud signs with another certificate now."),
        advice=N_("DeskPRO needs the new one, or nobody gets in with JumpCloud."),
        stage=StageId.CERTIFICATE,
    ),
    Changed.METADATA: _Words(
        tone=Tone.ATTENTION,
        title=N_("JumpCloud's metadata says something else."),
        advice=N_("DeskPRO reads it by itself. Read it again here, and compare."),
        stage=StageId.METADATA,
    ),
    Changed.METADATA_UNREADABLE: _Words(
        tone=Tone.ATTENTION,
        title=N_("There is no metadata at its address any more."),
        advice=N_("DeskPRO can't read it either. Copy the address in JumpCloud once more."),
        stage=StageId.METADATA,
    ),
    Changed.NO_GROUPS: _Words(
        tone=Tone.ERROR,
        title=N_("No group has access to the app any more."),
        advice=_LOCKED_OUT,
        stage=StageId.ACCESS,
    ),
    Changed.GROUPS_GONE: _Words(
        tone=Tone.ATTENTION,
        title=N_("These groups no longer have access: {names}"),
        advice=N_("Their members don't get in, unless another group lets them."),
        stage=StageId.ACCESS,
    ),
    Changed.GROUPS_NEW: _Words(
        tone=Tone.INFO,
        title=N_("These groups have access too by now: {names}"),
        advice=N_("Each person who gets in as an agent may take up a paid seat."),
        stage=StageId.ACCESS,
    ),
    Changed.HELPDESK_URL: _Words(
        tone=Tone.ATTENTION,
        title=N_("DeskPRO calls itself by another address now."),
        advice=N_("Its two addresses for the sign-in may have changed with it. Copy them again."),
        stage=StageId.PREREQUISITES,
    ),
    Changed.NOT_A_DESKPRO: _Words(
        tone=Tone.ATTENTION,
        title=N_("There is no DeskPRO at its address any more."),
        advice=N_("If your helpdesk has moved, enter its new address."),
        stage=StageId.PREREQUISITES,
    ),
    Changed.SOURCE_OFF: _Words(
        tone=Tone.ERROR,
        title=N_("DeskPRO no longer lists the sign-in as enabled."),
        advice=N_(
            "Another sign-in app of DeskPRO may have switched it off: only one works at a time. "
            "See that {enabled} is ticked, and save."
        ),
        stage=StageId.DESKPRO_CONFIGURE,
    ),
    Changed.REQUEST: _Words(
        tone=Tone.ATTENTION,
        title=N_("The sign-in request DeskPRO sends does not fit any more."),
        advice=N_("Compare what stands in DeskPRO's form."),
        stage=StageId.DESKPRO_CONFIGURE,
    ),
    Changed.AUTOMATIC: _Words(
        tone=Tone.ATTENTION,
        title=N_("DeskPRO sends everyone to JumpCloud by now ({method})."),
        advice=N_("You told us that it keeps its own form. See who is locked out by it."),
        stage=StageId.VALIDATE,
    ),
    Changed.NOT_AUTOMATIC: _Words(
        tone=Tone.INFO,
        title=N_("DeskPRO shows its own sign-in form again, not only JumpCloud ({method})."),
        advice=N_("Somebody may have set it back, perhaps for a good reason. Ask."),
        stage=StageId.VALIDATE,
    ),
    Changed.EXPIRED: _Words(
        tone=Tone.ERROR,
        title=N_("The certificate has run out."),
        advice=N_("Renew it, and give DeskPRO the new one."),
        stage=StageId.CERTIFICATE,
    ),
    Changed.EXPIRING: _Words(
        tone=Tone.ATTENTION,
        title=N_("The certificate runs out soon."),
        advice=N_("Renew it in time, and give DeskPRO the new one."),
        stage=StageId.CERTIFICATE,
    ),
}
"""What is said of each change. ``names`` and the like are filled in."""

_RENEWABLE: Final = frozenset({Changed.EXPIRED, Changed.EXPIRING})
_WORST_FIRST: Final = (Tone.ERROR, Tone.ATTENTION, Tone.INFO)

ASPECTS: Final = {
    Aspect.APPLICATION: N_("The app in JumpCloud and its settings"),
    Aspect.CERTIFICATE: N_("The certificate JumpCloud signs with"),
    Aspect.METADATA: N_("JumpCloud's metadata"),
    Aspect.GROUPS: N_("The groups that have access"),
    Aspect.HELPDESK: N_("DeskPRO's address"),
    Aspect.SOURCE: N_("The sign-in in DeskPRO"),
    Aspect.METHOD: N_("Whether DeskPRO shows its own form"),
    Aspect.EXPIRY: N_("How long the certificate lasts"),
}
"""What is looked at."""


class HealthSection(Section):
    """Looks when a finished set-up is opened, and when the admin wants it.

    Attributes:
        looks: what came out; None while nobody looked in this window.
    """

    def __init__(self, page: Page, renew: Callable[[], object]) -> None:
        """Look for ``page``; ``renew`` leads to where the certificate is renewed."""
        super().__init__(t(N_("What changed since")))
        self._page = page
        self._renew = renew
        self.looks: tuple[Look, ...] | None = None
        self.change_button.setText(t(N_("Look again")))
        self.change_button.setAccessibleName(t(N_("Look again")))
        self.change_wanted.connect(self.look)
        self._changes = QVBoxLayout()
        self._changes.setSpacing(Space.SMALL)
        self.after.addLayout(self._changes)
        self._details = Expander(t(N_("What was looked at")))
        self._all = ResultLines()
        self._details.body.addWidget(self._all)
        self._details.hide()
        self.after.addWidget(self._details)

    def show_record(self, record: SetupRecord) -> None:
        """Show it where a set-up was finished once."""
        self.setVisible(bool(record.exports))
        if self.looks is None:
            text = t(N_("Not looked at since this set-up was opened."))
            self.show_done([ResultLine(text=text, tone=Tone.INFO)])

    def look(self) -> None:
        """Ask both sides, as far as they let themselves be asked; nothing is changed there."""
        session = self._page.session
        self._page.start(
            t(N_("Looking for what changed…")),
            lambda: look_for_changes(session),
            self._found,
            place=self,
        )

    def _found(self, looks: tuple[Look, ...]) -> None:
        self.looks = looks
        changes = _worst_first([change for look in looks for change in look.changes])
        self._show_changes(changes)
        self._all.set_lines([_line(look) for look in looks])
        self._details.show()
        self._page.changed.emit()

    def _show_changes(self, changes: Sequence[Change]) -> None:
        while (item := self._changes.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for change in changes:
            self._changes.addWidget(self._notice(change))
        bad = any(WORDS[each.what].tone is not Tone.INFO for each in changes)
        self.show_done(self._outcome(changes), attention=bad)

    def _outcome(self, changes: Sequence[Change]) -> list[ResultLine]:
        looks = self.looks or ()
        lines = []
        if changes:
            text = plural(N_("One thing changed."), N_("{count} things changed."), len(changes))
            lines.append(ResultLine(text=text, tone=Tone.ATTENTION))
        elif any(look.is_same for look in looks):
            text = t(N_("Nothing changed, as far as it can be asked."))
            lines.append(ResultLine(text=text, tone=Tone.SUCCESS))
        unknown = sum(1 for look in looks if not look.known)
        if unknown:
            text = plural(
                N_("One thing could not be asked."),
                N_("{count} things could not be asked."),
                unknown,
            )
            lines.append(ResultLine(text=text, tone=Tone.INFO))
        days = days_left(self._page.session.record, self._page.session)
        if days is not None and days > EXPIRY_TOLD_DAYS:
            text = plural(
                N_("The certificate lasts one more day."),
                N_("The certificate lasts {count} more days."),
                days,
            )
            lines.append(ResultLine(text=text, tone=Tone.INFO))
        return lines

    def _notice(self, change: Change) -> Notice:
        words = WORDS[change.what]
        values = _values(change, self._page.session.record)
        notice = Notice(words.tone, t(words.title, **values), t(words.advice, **values))
        if change.what is Changed.EXPIRING:
            left = plural(N_("One day is left."), N_("{count} days are left."), change.days)
            notice.words.addWidget(PlainLabel(left))
        pairs = ((N_("at that time"), change.was), (N_("now"), change.now))
        if change.was and change.now:
            for title, value in pairs:
                notice.words.addWidget(PlainLabel(t(title), Role.CAPTION))
                label = value_label(value)
                set_kind(label, Kind.VALUE)
                notice.words.addWidget(label)
        if change.what in _RENEWABLE:
            renew = t(N_("Renew the certificate"))
            notice.add_button(Button(renew, icon=Icon.CERTIFICATE, on_click=self._renew))
        else:
            notice.add_button(go_to_button(words.stage, self._page.context.go_to))
        return notice


def _worst_first(changes: Sequence[Change]) -> list[Change]:
    return sorted(changes, key=lambda each: _WORST_FIRST.index(WORDS[each.what].tone))


def _values(change: Change, record: SetupRecord) -> dict[str, str]:
    is_settings = change.what is Changed.SETTINGS
    named = map(setting_name, change.names) if is_settings else change.names
    labels = OTHER_LABELS[record.helpdesk.generation] if record.helpdesk else {}
    enabled = labels.get(Control.ENABLED)
    return {
        "names": ", ".join(named),
        "method": SSO_METHOD_AUTOMATIC,
        "enabled": enabled.text if enabled else "",
    }


def _line(look: Look) -> ResultLine:
    what = t(ASPECTS[look.aspect])
    if look.is_same:
        return ResultLine(text=t(N_("{what}: as it was"), what=what), tone=Tone.SUCCESS)
    if look.known:
        return ResultLine(text=t(N_("{what}: changed"), what=what), tone=Tone.ATTENTION)
    told = problem_text(look.problem).title if look.problem is not None else ""
    text = t(N_("{what}: could not be asked"), what=what)
    return ResultLine(text=f"{text}. {told}".removesuffix(" "), tone=Tone.INFO)
