"""What DeskPRO wishes for signatures, in words (reference/conditions.md R6, M13)."""

from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.deskpro_guide import form_label
from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import Control
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine

_SIGNS: Final = N_(
    "DeskPRO says that it signs its requests. JumpCloud does not have its key: take "
    "the tick at “{label}” away in DeskPRO."
)
_SIGNS_MAYBE: Final = N_(
    "DeskPRO says that it signs its requests. JumpCloud does not have its key: take the tick away "
    "in DeskPRO that may be called “{label}”."
)
"""Where the label on the admin's screens is not known for sure."""


def signing_lines(
    record: SetupRecord,
    signs_requests: bool | None,  # noqa: FBT001 - as DeskPRO's metadata has them
    wants_signed: bool | None,  # noqa: FBT001
) -> list[ResultLine]:
    """Return what is to be known of it, with the label on the screens that ``record`` names."""
    lines = []
    if signs_requests:
        generation = record.helpdesk.generation if record.helpdesk else Generation.HORIZON
        label = form_label(Control.REQUEST_UNSIGNED, generation)
        words = t(_SIGNS if label.certain else _SIGNS_MAYBE, label=label.text)
        lines.append(ResultLine(text=words, tone=Tone.ATTENTION))
    if wants_signed:
        words = t(N_("DeskPRO wants every sign-in message signed. JumpCloud will be set to do so."))
        lines.append(ResultLine(text=words, tone=Tone.INFO))
    return lines
