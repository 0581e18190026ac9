"""Why a sign-in did not work, as far as what was seen tells."""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.diagnosis.finding import Finding, Side
from deskpro_sso_gui.diagnosis.order_rules import no_account
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Trial
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.evidence.findings import finding_views
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.pages.blocks.read_back import noticed_findings
from deskpro_sso_gui.ui.theme import Kind, Role, set_kind
from deskpro_sso_gui.ui.widgets.finding_list import FindingList
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, value_label
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What happened and what to do, marked for translation; the page that helps, if one does.

    Attributes:
        side: where it is to be put right, where that is known.
        condition: its id in the catalogue, where it is one of reference/conditions.md.
    """

    title: str
    advice: str
    stage: StageId | None = None
    side: Side | None = None
    condition: str = ""


_SIDES: Final = {Side.JUMPCLOUD: "JumpCloud", Side.DESKPRO: "DeskPRO"}

_NOT_AUTHORIZED: Final = Explanation(
    title=N_("JumpCloud did not let this person use the app."),
    advice=N_("Give a group with this person access. If one has it, a policy may be in the way."),
    stage=StageId.ACCESS,
    side=Side.JUMPCLOUD,
    condition="W1",
)
_REFUSED: Final = Explanation(
    title=N_("JumpCloud refused the sign-in and did not say why."),
    advice=N_("Check that the app is active in JumpCloud and that the person may use it."),
    stage=StageId.ACCESS,
)

_IN_ITS_OWN_WORDS: Final = Explanation(
    title=N_("JumpCloud refused the sign-in, in words we do not know."),
    advice=N_("Read them below. Check that the app is active and that the person may use it."),
    stage=StageId.ACCESS,
)

JUMPCLOUD_SAYS: Final = {
    "not authorized": _NOT_AUTHORIZED,
    "application unreachable": Explanation(
        side=Side.DESKPRO,
        condition="H2",
        title=N_("JumpCloud found no active app at the address DeskPRO sent people to."),
        advice=N_("Compare the sign-in address in DeskPRO's form, and see that the app is active."),
        stage=StageId.DESKPRO_CONFIGURE,
    ),
    "authentication failed": Explanation(
        title=N_("JumpCloud did not accept the name, the password or the second step."),
        advice=N_("Try again. If it stays so, reset the person's password in JumpCloud."),
    ),
    "policy denied": Explanation(
        side=Side.JUMPCLOUD,
        title=N_("A policy in JumpCloud forbade the sign-in."),
        advice=N_("Look at Conditional Access in JumpCloud: the device or network may be barred."),
    ),
    "internal error": Explanation(
        side=Side.JUMPCLOUD,
        title=N_("JumpCloud could not make the sign-in message."),
        advice=N_("Compare JumpCloud's settings for the app once more, and its certificate."),
        stage=StageId.JUMPCLOUD_SSO,
    ),
    "invalid session": Explanation(
        title=N_("The person's JumpCloud session was no longer good."),
        advice=N_("Close the private window, open a new one, and try again."),
    ),
    "user denied": Explanation(
        title=N_("The person declined at JumpCloud."),
        advice=N_("Try again, and say yes when JumpCloud asks."),
    ),
    "refused": _REFUSED,
}
"""JumpCloud's words for a refusal (reference/jumpcloud-api.md §12), in small letters."""

_DESKPRO_REFUSED: Final = Explanation(
    title=N_("JumpCloud let the person pass, but DeskPRO did not."),
    advice=N_(
        "Most often: there is no DeskPRO account with exactly this e-mail address; or another "
        "certificate was uploaded; or DeskPRO's two addresses are not the ones in JumpCloud."
    ),
    stage=StageId.DESKPRO_CONFIGURE,
)
_NEITHER: Final = Explanation(
    title=N_("It did not work, and JumpCloud saw no sign-in."),
    advice=N_(
        "Then DeskPRO did not send the person to JumpCloud, or not to this app. Check in DeskPRO "
        "that the sign-in is enabled and saved, and that the right address was opened."
    ),
    stage=StageId.DESKPRO_CONFIGURE,
)


def _known(trial: Trial) -> Explanation | None:
    """Return what JumpCloud's words mean, which may stand in a longer sentence."""
    if trial.failure_by is Evidence.ADMIN:
        return JUMPCLOUD_SAYS.get(trial.failure.strip().casefold())
    said = " ".join(trial.failure.casefold().replace("_", " ").split())
    return next((each for words, each in JUMPCLOUD_SAYS.items() if words in said), None)


def explain(trial: Trial) -> Explanation:
    """Return why ``trial`` failed, from JumpCloud's words or from which half is missing."""
    known = _known(trial)
    if known is not None:
        return known
    if trial.failure_by is Evidence.EVENT:
        return _IN_ITS_OWN_WORDS
    return _DESKPRO_REFUSED if trial.issued_at is not None else _NEITHER


def causes(record: SetupRecord, trial: Trial) -> tuple[Finding, ...]:
    """Return what DeskPRO shows to be wrong, where JumpCloud's words do not tell why.

    The cause first; what is merely worth knowing is not the reason of a failure.
    """
    if _known(trial) is not None:
        return ()
    found = [each for each in noticed_findings(record.deskpro) if each.is_wrong]
    accounts = record.accounts
    if accounts is not None and record.tester is not None and trial.issued_at is not None:
        agents = record.helpdesk is not None and record.helpdesk.interface is Interface.AGENTS
        lacks = accounts.tester_is_agent is False if agents else not accounts.tester_is_known
        if lacks and accounts.tester == record.tester.email:
            found.append(no_account(record.tester.email))
    return tuple(found)


def failure_view(record: SetupRecord, trial: Trial, go_to: Callable[[StageId], object]) -> QWidget:
    """Return what explains why ``trial`` failed: cause, side, what to do, and the page for it."""
    found = causes(record, trial)
    if not found:
        return _failure_notice(trial, go_to)
    views = FindingList()
    views.go_to.connect(go_to)
    views.set_findings(finding_views(found, here=StageId.VALIDATE, can_go=True))
    return views


def _failure_notice(trial: Trial, go_to: Callable[[StageId], object]) -> Notice:
    explanation = explain(trial)
    notice = Notice(Tone.ERROR, t(explanation.title), t(explanation.advice))
    if _known(trial) is None:
        notice.words.addWidget(PlainLabel(t(N_("What was seen:")), Role.CAPTION))
        seen = value_label(trial.failure)
        set_kind(seen, Kind.VALUE)
        notice.words.addWidget(seen)
    if explanation.side is not None:
        where = t(N_("To be put right in {side}."), side=_SIDES[explanation.side])
        notice.words.addWidget(PlainLabel(where, Role.MUTED))
    stage = explanation.stage
    if stage is not None:
        notice.add_button(go_to_button(stage, go_to))
    return notice
