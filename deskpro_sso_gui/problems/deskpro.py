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
}
