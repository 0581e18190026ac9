"""The person in a sign-in message and how it is built: S20 to S26."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="S20",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("The sign-in message is encrypted."),
                saw=N_("The part about the person can't be read without DeskPRO's key."),
                expected=N_("JumpCloud should send it signed, not encrypted."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "remove the service provider's certificate and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S24",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.ACCESS,
        wordings={
            "": Wording(
                headline=N_("JumpCloud names another person than the account in DeskPRO."),
                saw=N_("JumpCloud says {saw}."),
                expected=N_("The account in DeskPRO is {expected}."),
                advice=N_(
                    "Give the person the same e-mail address on both sides: in DeskPRO in the "
                    "agent's profile, in JumpCloud under Users."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="S26",
        level=Level.CAUSE,
        side=Side.NONE,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_(
                    "Don't trust this sign-in message: it is not built as JumpCloud builds it."
                ),
                saw=N_("What is signed in it is not surely what would be read from it."),
                expected=N_("One signed part about one person, each mark in it used once."),
                advice=N_(
                    "Take a new message from your own browser. If this one came from somebody "
                    "else, it may be an attempt to get in: show it to whoever looks after security."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "nobody": Wording(
                headline=N_("The sign-in message says that it worked, but names nobody."),
                saw=N_("There is no part about a person (SAML assertion) in it."),
                expected=N_("One signed part about one person."),
                advice=N_("Take a new message from your own browser, whole and unchanged."),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
