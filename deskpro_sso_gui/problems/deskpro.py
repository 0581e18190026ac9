"""The words of problems with DeskPRO."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems.codes import ProblemCode
from deskpro_sso_gui.problems.text import ProblemText, text

TEXTS: Final[Mapping[ProblemCode, ProblemText]] = {
    ProblemCode.HELPDESK_ADDRESS_INVALID: text(
        N_("“{address}” is not an address of a helpdesk."),
        N_("Type it as your browser shows it, for example acme.deskpro.com."),
    ),
    ProblemCode.NOT_A_DESKPRO: text(
        N_("{host} does not say that it is a DeskPRO helpdesk."),
        N_("Open the helpdesk in your browser and copy its address from there."),
    ),
    ProblemCode.HELPDESK_BUSY: text(
        N_("{host} is being updated or is busy."),
        N_("Try again in a few minutes."),
    ),
    ProblemCode.VALUE_INVALID: text(
        N_("{label}: this can't be right: {value}"),
        N_("Copy it again from DeskPRO, the whole line."),
    ),
    ProblemCode.DESKPRO_KEY_NOT_ACCEPTED: text(
        N_("DeskPRO does not accept this key."),
        N_(
            "Copy it again, with the number and the colon before it. A Superuser key also needs "
            "the id of the agent it acts for."
        ),
    ),
    ProblemCode.DESKPRO_KEY_NOT_PERMITTED: text(
        N_("DeskPRO does not let this key look at accounts."),
        N_("Use a key of an administrator, without limits, or answer the questions yourself."),
    ),
    ProblemCode.DESKPRO_KEY_MISSING: text(
        N_("There is no DeskPRO key to ask with."),
        N_("Give the key again, or answer the questions yourself."),
    ),
}
