"""What a sign-in message says: S1 to S12, S27 to S30."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="S2",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_("JumpCloud did not let the person in."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "In JumpCloud, look at the list of sign-ins for the reason. Check that the "
                    "person is in a group of the app, and what DeskPRO asked for."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S4",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "": Wording(
                headline=N_("The sign-in message comes from another sender than DeskPRO knows."),
                saw=N_("JumpCloud signs as “{saw}”."),
                expected=N_("DeskPRO expects “{expected}”."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, paste JumpCloud's metadata "
                    "address into {metadata_field} again and click {save_settings}. If the name "
                    "itself is wrong, correct {idp_entity_id} in JumpCloud: {sso_applications}, "
                    "your app, tab {sso_tab}. Capital letters count."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="S5",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("The sign-in message is meant for somebody else than this DeskPRO."),
                saw=N_("It is meant for {saw} (SAML audience)."),
                expected=N_("DeskPRO calls itself {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "{expected} into {sp_entity_id}, exactly as DeskPRO shows it, and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="S6",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("The sign-in message does not say whom it is meant for."),
                saw=N_("It names nobody (SAML audience)."),
                expected=N_("It should name DeskPRO, as its {saml_details} show."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, fill "
                    "in {sp_entity_id} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S7",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S8"}),
        wordings={
            "": Wording(
                headline=N_("JumpCloud sends people to another address than DeskPRO's."),
                saw=N_("The sign-in message goes to {saw}."),
                expected=N_("DeskPRO waits for it at {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "{expected} into {acs_url}, exactly as DeskPRO shows it, and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="S8",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("The sign-in message may only be used at another address."),
                saw=N_("It may be used at {saw} (SAML recipient)."),
                expected=N_("DeskPRO waits for it at {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "{expected} into {acs_url}, exactly as DeskPRO shows it, and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="S9",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings={
            "early": Wording(
                headline=N_("The sign-in message was used before it was valid."),
                saw=N_("It was used at {saw}."),
                expected=N_("It is valid from {expected}."),
                advice=N_(
                    "The clock of the computer that received it is slow. Let it set its time by "
                    "itself; for a DeskPRO of your own, that is the server."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "late": Wording(
                headline=N_("The sign-in message was used after it had run out."),
                saw=N_("It was used at {saw}."),
                expected=N_("It was valid until {expected}."),
                advice=N_(
                    "Begin the sign-in anew, from DeskPRO's start page, and don't go back in the "
                    "browser. If that does not help, a clock is fast: let this computer, and a "
                    "DeskPRO server of your own, set their time by themselves."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
