"""What a sign-in message says: S4 to S12 and S30."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
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
    Condition(
        id="S10",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "missing": Wording(
                headline=N_("The sign-in message does not say who may use it."),
                saw=N_("Nothing in it confirms whose it is (SubjectConfirmation)."),
                expected=N_("JumpCloud confirms that whoever brings it may use it (bearer)."),
                advice=N_(
                    "Take a new message from your own browser. If it stays so, the message was not "
                    "made by JumpCloud or was rebuilt on the way."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "not-bearer": Wording(
                headline=N_("The sign-in message can't be used by a browser."),
                saw=N_("It may be used in this way: {saw}"),
                expected=N_("JumpCloud's messages say: {expected}"),
                advice=N_(
                    "Take a new message from your own browser. If it stays so, the message was not "
                    "made by JumpCloud or was rebuilt on the way."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "expired": Wording(
                headline=N_("The permission to use the sign-in message had run out."),
                saw=N_("It was used at {saw}."),
                expected=N_("It could be used until {expected}."),
                advice=N_(
                    "Begin the sign-in anew, from DeskPRO's start page, and don't go back in the "
                    "browser. If that does not help, a clock is fast: let this computer, and a "
                    "DeskPRO server of your own, set their time by themselves."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S11",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_("The sign-in message answers another request than this one."),
                saw=N_("It answers the request {saw}."),
                expected=N_("DeskPRO's request was {expected}."),
                advice=N_(
                    "Close all other tabs of DeskPRO and JumpCloud, and start the sign-in once "
                    "more from DeskPRO's start page. Don't go back in the browser."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S12",
        level=Level.LIKELY,
        side=Side.NONE,
        stage=StageId.VALIDATE,
        wordings={
            "missing": Wording(
                headline=N_("The sign-in message does not answer DeskPRO's request."),
                saw=N_("It names no request (InResponseTo)."),
                expected=N_("DeskPRO's request was {expected}."),
                advice=N_(
                    "The person may have clicked the tile in JumpCloud's portal meanwhile. Start "
                    "the sign-in once more from DeskPRO's start page, in one tab."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "unasked": Wording(
                headline=N_("The sign-in message answers a request that this browser never made."),
                saw=N_("It answers the request {saw}."),
                expected=N_("A sign-in that begins at JumpCloud answers no request."),
                advice=N_(
                    "The recording may have begun too late, or the message is of another sign-in. "
                    "Start recording before the first click and sign in once more."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S30",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_("The same sign-in message was sent twice."),
                saw=N_("The message {saw} was sent {times} times."),
                expected=N_("DeskPRO takes each message once."),
                advice=N_(
                    "Don't reload the page or go back while signing in. Start the sign-in once "
                    "more from DeskPRO's start page."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "files": Wording(
                headline=N_("Two files hold the same sign-in message."),
                saw=N_("Both are the message {saw}."),
                expected=N_("DeskPRO takes each message once."),
                advice=N_(
                    "It is no mistake to give the same message twice here. If the browser sent it "
                    "twice, sign in once more and don't reload the page."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
