"""Seen only in a recording of a browser: H1 to H15."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.catalogue.recording import UNUSABLE
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

_RECORD_AGAIN: Final = N_("To see that it worked, record one more sign-in: this is then gone.")

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="H1",
        level=Level.LIKELY,
        side=Side.JUMPCLOUD,
        stage=StageId.ACCESS,
        wordings={
            "": Wording(
                headline=N_("JumpCloud did not let this person into the app."),
                saw=N_("JumpCloud sent no sign-in message and showed its portal, {saw}."),
                expected=N_("It should send a sign-in message on to DeskPRO."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab User Groups, "
                    "tick a group that this person is in, and click {save}. If the person is in "
                    "one, a conditional access policy may hold them back."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="H2",
        level=Level.LIKELY,
        side=Side.JUMPCLOUD,
        stage=StageId.APPLICATION,
        explains=frozenset({"H1"}),
        wordings={
            "": Wording(
                headline=N_("JumpCloud does not know the app at this address, or it is off."),
                saw=N_("At {address} JumpCloud answered with the error {saw}."),
                expected=N_("It should ask the person to sign in, or send them on."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app: it must be active, "
                    "and the IdP URL on tab {sso_tab} must be this address, letter by letter. In "
                    "DeskPRO, {auth_sso}, your SAML entry, the same belongs into {sso_url_field}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="H3",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        symptom=True,
        wordings={
            "": Wording(
                headline=N_("The browser goes round and round between DeskPRO and JumpCloud."),
                saw=N_("It went there and back {saw} times."),
                expected=N_("Once is enough."),
                advice=N_(
                    "DeskPRO takes the sign-in message and forgets it. In DeskPRO, open "
                    "{auth_sso}, your SAML entry, set SSO Method back to Disabled, and look for a "
                    "page that says why it does not accept the person. Its address must begin "
                    "with https."
                ),
                proof=_RECORD_AGAIN,
            ),
        },
    ),
    Condition(
        id="H4",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        symptom=True,
        wordings={
            "": Wording(
                headline=N_("DeskPRO answered the sign-in message with an error."),
                saw=N_("At {address} it answered: {saw}"),
                expected=N_("It should let the person in and send them to their start page."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, and compare every value with "
                    "JumpCloud's. If they all fit, give DeskPRO's support the words above and the "
                    "time of the sign-in."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="H5",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S7", "S8", "R3"}),
        wordings={
            "": Wording(
                headline=N_("The sign-in message was posted to another site than DeskPRO's."),
                saw=N_("The browser posted it to {saw}."),
                expected=N_("DeskPRO waits for it at {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "{expected} into {acs_url}, exactly as DeskPRO shows it, and click {save}."
                ),
                proof=_RECORD_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="H6",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"H5", "S7", "S8", "R3", "H15"}),
        wordings={
            "": Wording(
                headline=N_("The sign-in message got lost on the way to the right address."),
                saw=N_("It was posted to {saw}, which sent the browser on without it."),
                expected=N_("It should be posted to {expected} at once."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "{expected} into {acs_url}, with https, and click {save}."
                ),
                proof=_RECORD_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="H7",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.VALIDATE,
        explains=frozenset({"H15", "H3"}),
        wordings={
            "": Wording(
                headline=N_("The browser did not bring DeskPRO's cookie back."),
                saw=N_("DeskPRO set the cookie “{cookie}” as: {saw}."),
                expected=N_("To come back from JumpCloud it needs: {expected}."),
                advice=N_(
                    "Open DeskPRO by its https address, and allow its cookies in the browser. A "
                    "DeskPRO of your own needs its cookies set for single sign-on: ask DeskPRO's "
                    "support."
                ),
                proof=_RECORD_AGAIN,
            ),
        },
    ),
    Condition(
        id="H8",
        level=Level.WORTH_KNOWING,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_("The browser blocked a step of the sign-in."),
                saw=N_("At {address} it stopped with: {saw}"),
                expected=N_("Every step should be carried out."),
                advice=N_(
                    "Try again in a private window without extensions, and allow cookies of other "
                    "sites for DeskPRO and JumpCloud."
                ),
                proof=_RECORD_AGAIN,
            ),
            "frame": Wording(
                headline=N_("The sign-in ran inside another page."),
                saw=N_("It was shown in a frame of another page."),
                expected=N_("It should have a window of its own, so that cookies work."),
                advice=N_("Open DeskPRO in a window of its own and sign in there."),
                proof=_RECORD_AGAIN,
            ),
        },
    ),
    Condition(
        id="H9",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings=UNUSABLE,
    ),
    Condition(
        id="H10",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"R12"}),
        wordings={
            "": Wording(
                headline=N_("DeskPRO showed its own sign-in and sent nobody to JumpCloud."),
                saw=N_("The recording ends at DeskPRO's own sign-in, {saw}."),
                expected=N_("A click on the sign-in button should lead to JumpCloud."),
                advice=N_(
                    "On that page, click the button for JumpCloud. If there is none: in DeskPRO, "
                    "open {auth_sso}, your SAML entry, tick Enabled?, fill in Login Button Text "
                    "and click {save_settings}. Leave SSO Method at Disabled until a test has "
                    "worked."
                ),
                proof=_RECORD_AGAIN,
            ),
        },
    ),
    Condition(
        id="H11",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_ADD,
        wordings={
            "": Wording(
                headline=N_("The person landed on the pages for users instead of agents."),
                saw=N_("The sign-in ended at {saw}."),
                expected=N_("An agent should end under /agent or /app."),
                advice=N_(
                    "DeskPRO has one SAML entry for agents and another for users. Add it under "
                    "{auth_sso}, the agents' side, and use the addresses that it shows there."
                ),
                proof=_RECORD_AGAIN,
            ),
        },
    ),
    Condition(
        id="H12",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S7", "S8", "R3"}),
        wordings={
            "": Wording(
                headline=N_("Two SAML entries of DeskPRO are mixed up."),
                saw=N_("The recording has {saw}."),
                expected=N_("It also has {expected}; only the number differs."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, the SAML entry you want to use, {saml_details}. "
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "its addresses into {acs_url} and {sp_entity_id} and click {save}."
                ),
                proof=_RECORD_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="H13",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_("JumpCloud made the sign-in message, but the browser never sent it."),
                saw=N_("The page was to post it to {saw}. The recording has no such step."),
                expected=N_("The browser should send the form by itself."),
                advice=N_(
                    "Scripts may be blocked. Try again in a private window without extensions, "
                    "and stop the recording only after DeskPRO has answered."
                ),
                proof=_RECORD_AGAIN,
            ),
        },
    ),
    Condition(
        id="H14",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.VALIDATE,
        explains=frozenset({"S9", "S10", "R9"}),
        wordings={
            "fast": Wording(
                headline=N_("DeskPRO's clock is ahead of JumpCloud's."),
                saw=N_("It is ahead by {saw}."),
                expected=N_("Both should show the same time, to within a minute."),
                advice=N_(
                    "Let the server that DeskPRO runs on set its clock by itself (NTP). For a "
                    "DeskPRO in the cloud, write to DeskPRO's support."
                ),
                proof=_RECORD_AGAIN,
            ),
            "slow": Wording(
                headline=N_("DeskPRO's clock is behind JumpCloud's."),
                saw=N_("It is behind by {saw}."),
                expected=N_("Both should show the same time, to within a minute."),
                advice=N_(
                    "Let the server that DeskPRO runs on set its clock by itself (NTP). For a "
                    "DeskPRO in the cloud, write to DeskPRO's support."
                ),
                proof=_RECORD_AGAIN,
            ),
        },
    ),
    Condition(
        id="H15",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.ACCESS,
        explains=frozenset({"H4"}),
        symptom=True,
        wordings={
            "": Wording(
                headline=N_("DeskPRO took the sign-in message, but knows no such person."),
                saw=N_("After the message, DeskPRO showed {saw}."),
                expected=N_("It should show the start page of the person."),
                advice=N_(
                    "In DeskPRO, make an agent with exactly the e-mail address that the person "
                    "has in JumpCloud, or let DeskPRO make people by itself (which uses paid "
                    "seats)."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "refused": Wording(
                headline=N_(
                    "DeskPRO refused a good sign-in message: it knows no such person, or has "
                    "another certificate."
                ),
                saw=N_(
                    "The message bears the signature that DeskPRO's certificate proves, and "
                    "DeskPRO answered {saw}."
                ),
                expected=N_("It should show the start page of the person."),
                advice=N_(
                    "A recording can't tell which. In DeskPRO, look for an agent with exactly the "
                    "e-mail address that the person has in JumpCloud, and make one if there is "
                    "none, or let DeskPRO make people by itself (which uses paid seats). If there "
                    "is one: in {auth_sso}, your SAML entry, upload the certificate once more "
                    "under {certificate_field}, compare every value with JumpCloud's, and click "
                    "{save_settings}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
