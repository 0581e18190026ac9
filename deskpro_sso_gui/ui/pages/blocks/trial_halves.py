"""What was seen of the two halves of a sign-in, in lines."""

from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.summary.model import Proof
from deskpro_sso_gui.summary.wording import HEADINGS
from deskpro_sso_gui.tasks.validate import Noticed
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine

NOTICED: Final = {
    Noticed.SECOND_STEP: N_("it asks for a second step; waiting…"),
    Noticed.OTHER_WAY: N_("it saw a sign-in by the other way, which does not count; waiting…"),
}
"""What JumpCloud did meanwhile, after "JumpCloud issued it:"."""


def half_lines(proof: Proof) -> list[ResultLine]:
    """Return what is known of a proven sign-in."""
    lines = []
    for heading, half in ((HEADINGS.issued, proof.issued), (HEADINGS.accepted, proof.accepted)):
        if half is not None:
            lines.append(ResultLine(text=f"{t(heading)}: {half.words}", tone=Tone.SUCCESS))
    if proof.note:
        lines.append(ResultLine(text=proof.note))
    return lines


def halves(proof: Proof | None, waiting: str) -> list[ResultLine]:
    """Return where each half stands; ``waiting`` says what JumpCloud's waits for, if it does."""
    issued = proof.issued if proof is not None and not waiting else None
    accepted = proof.accepted if proof is not None else None
    if issued is None:
        seen = accepted.words if accepted is not None else t(HEADINGS.not_seen)
        tone = Tone.INFO if accepted is None else Tone.SUCCESS
        return [
            ResultLine(text=f"{t(HEADINGS.issued)}: {waiting}", tone=Tone.INFO),
            ResultLine(text=f"{t(HEADINGS.accepted)}: {seen}", tone=tone),
        ]
    return [
        ResultLine(text=f"{t(HEADINGS.issued)}: {issued.words}", tone=Tone.SUCCESS),
        ResultLine(text=f"{t(HEADINGS.accepted)}: {t(N_('say so below'))}", tone=Tone.INFO),
    ]
