"""The words of problems with this computer and this program."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems.codes import ProblemCode
from deskpro_sso_gui.problems.text import ProblemText, text

TEXTS: Final[Mapping[ProblemCode, ProblemText]] = {
    ProblemCode.KEYRING_LOCKED: text(
        N_("The keyring of this computer is locked."),
        N_("Unlock it and try again. Until then the key is kept for this session only."),
    ),
    ProblemCode.KEYRING_UNAVAILABLE: text(
        N_("This computer has no keyring we can use."),
        N_("The key is kept until you close the window, and nowhere else."),
    ),
    ProblemCode.PRACTICE_FAILED: text(
        N_("The practice helpdesk did not start: {reason}"),
        N_("Close the program and start it again."),
    ),
    ProblemCode.STAGE_NOT_READY: text(
        N_("Something has to be done first: {stage}"),
        N_("Go to that page in the list, then come back."),
    ),
    ProblemCode.NAME_MISSING: text(
        N_("The name that DeskPRO shows is missing."),
        N_("Look at the top right in DeskPRO and type the name that stands there."),
    ),
    ProblemCode.NOT_PROVEN: text(
        N_("The sign-in has not been seen to work with today's settings."),
        N_("Try it first. Until then SSO Method stays Disabled, so that nobody is locked out."),
    ),
    ProblemCode.PEOPLE_NOT_COMPARED: text(
        N_("We don't know yet who would be locked out."),
        N_("Compare DeskPRO's people with those JumpCloud lets in, then decide about each."),
    ),
    ProblemCode.PEOPLE_LIST_EMPTY: text(
        N_("There is no e-mail address in this list."),
        N_("Paste the e-mail addresses of all who sign in to DeskPRO. Names may stand with them."),
    ),
    ProblemCode.PEOPLE_LIST_TOO_LONG: text(
        N_("This list has {count} addresses. At most {most} can be compared."),
        N_("Paste only the people who sign in there."),
    ),
    ProblemCode.UNEXPECTED: text(
        N_("Something went wrong inside this program ({kind})."),
        N_("What was done is saved. Try again; if it stays, copy the details and report them."),
    ),
}
