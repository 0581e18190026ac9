"""Mistakes in the order of the set-up, which show themselves without a file: W2 to W5, W8.

What DeskPRO tells anybody shows W2 to W5, its accounts W8. JumpCloud's events name W1 in words of
their own. Nothing shows W6, W7 and W12 by itself; W9 is a doubt about a recording (``Doubt``), W10
and W11 are what progress and proofs are about.
"""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

_TRY_AGAIN: Final = N_("To see that it worked, try the sign-in once more.")
_LOOK_AGAIN: Final = N_("To see that it worked, have both sides compared once more.")

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="W2",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "": Wording(
                headline=N_("Automatic is on too early."),
                saw=N_("DeskPRO's sign-in page sends everybody on to JumpCloud, {saw}."),
                expected=N_("It should show its own form and the button, until a test has worked."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, set SSO Method back to "
                    "Disabled and click {save_settings}. Keep the DeskPRO window open in which an "
                    "administrator is signed in."
                ),
                proof=_LOOK_AGAIN,
            ),
        },
    ),
    Condition(
        id="W3",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"R2", "R3", "R4", "H2", "H12", "W5"}),
        wordings={
            "": Wording(
                headline=N_("Another sign-in entry of DeskPRO has taken the place of this one."),
                saw=N_("People are sent to {saw}."),
                expected=N_("This set-up's entry sends them to {expected}."),
                advice=N_(
                    "One entry of a side at most can be Automatic; DeskPRO sets the others back "
                    "without saying so. In DeskPRO, open {auth_sso} and switch the entry off that "
                    "is not needed, then open the one of this set-up, see that it is enabled, and "
                    "click {save_settings}."
                ),
                proof=_LOOK_AGAIN,
            ),
            "asked": Wording(
                headline=N_("Another sign-in entry of DeskPRO has taken the place of this one."),
                saw=N_("DeskPRO asked JumpCloud as {saw}."),
                expected=N_("This set-up's entry is {expected}; only the number differs."),
                advice=N_(
                    "One entry of a side at most can be Automatic; DeskPRO sets the others back "
                    "without saying so. In DeskPRO, open {auth_sso} and switch the entry off that "
                    "is not needed, then open the one of this set-up, see that it is enabled, and "
                    "click {save_settings}."
                ),
                proof=_TRY_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="W4",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_ADD,
        explains=frozenset({"H10", "H11", "R12", "W5"}),
        wordings={
            "agents": Wording(
                headline=N_("The sign-in was set up for DeskPRO's users instead of its agents."),
                saw=N_("DeskPRO lists the entry with number {saw} on the users' side."),
                expected=N_("This set-up is for agents."),
                advice=N_(
                    "In DeskPRO, add the SAML entry under {auth_sso}, the agents' side, and copy "
                    "both addresses that it shows there: they have another number."
                ),
                proof=_LOOK_AGAIN,
            ),
            "users": Wording(
                headline=N_("The sign-in was set up for DeskPRO's agents instead of its users."),
                saw=N_("DeskPRO lists the entry with number {saw} on the agents' side."),
                expected=N_("This set-up is for the users of the help centre."),
                advice=N_(
                    "In DeskPRO, add the SAML entry on the users' side, and copy both addresses "
                    "that it shows there: they have another number."
                ),
                proof=_LOOK_AGAIN,
            ),
        },
    ),
    Condition(
        id="W5",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"H10", "R12"}),
        wordings={
            "": Wording(
                headline=N_("The sign-in is not switched on in DeskPRO."),
                saw=N_("DeskPRO lists the entry with number {saw}, and not as enabled."),
                expected=N_("It should be enabled."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, tick Enabled? and click "
                    "{save_settings}."
                ),
                proof=_LOOK_AGAIN,
            ),
            "missing": Wording(
                headline=N_("DeskPRO does not have the sign-in yet."),
                saw=N_("DeskPRO lists no entry with number {saw}."),
                expected=N_("It should be installed, saved and enabled."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, press Install App where there "
                    "is such a button, and click {save_settings}."
                ),
                proof=_LOOK_AGAIN,
            ),
        },
    ),
    Condition(
        id="W8",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.PREREQUISITES,
        explains=frozenset({"H4", "H15"}),
        wordings={
            "": Wording(
                headline=N_("DeskPRO has no account with this e-mail address."),
                saw=N_("Nobody in DeskPRO has the address {saw}."),
                expected=N_("Whoever signs in needs an account with exactly this address."),
                advice=N_(
                    "In DeskPRO, make an agent with exactly the e-mail address that the person "
                    "has in JumpCloud, or let DeskPRO make people by itself (which uses paid "
                    "seats)."
                ),
                proof=_TRY_AGAIN,
            ),
        },
    ),
)
