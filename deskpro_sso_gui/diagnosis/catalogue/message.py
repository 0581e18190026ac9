"""Sign-in messages that can't be read or report a refusal: S1 to S3, S27 and S29."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import CHECK_AGAIN, SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="S1",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings={
            "unreadable": Wording(
                headline=N_("The sign-in message can't be decoded."),
                saw=N_("It is damaged or was cut off."),
                expected=N_("It can be decoded and is XML."),
                advice=N_(
                    "Copy the whole message again, from the field SAMLResponse to its end, and "
                    "check it once more. A recording of the sign-in (HAR) is safer than copying."
                ),
                proof=CHECK_AGAIN,
            ),
            "cut-off": Wording(
                headline=N_("The sign-in message is not whole."),
                saw=N_(
                    "It can be decoded, but it is no well-formed XML: its end is missing or it was "
                    "changed."
                ),
                expected=N_("A whole sign-in message ends with Response."),
                advice=N_(
                    "Copy the whole message again, and check it once more. A recording of the "
                    "sign-in (HAR) is safer than copying."
                ),
                proof=CHECK_AGAIN,
            ),
            "charset": Wording(
                headline=N_("The sign-in message was saved with the wrong letters."),
                saw=N_("Some of its letters are not UTF-8."),
                expected=N_("JumpCloud sends UTF-8."),
                advice=N_(
                    "Copy it again and save it as UTF-8, or don't decode it: save it as it stands "
                    "in the field SAMLResponse."
                ),
                proof=CHECK_AGAIN,
            ),
            "twice": Wording(
                headline=N_("The sign-in message is encoded twice."),
                saw=N_("It had to be decoded from base64 twice."),
                expected=N_("JumpCloud encodes it once."),
                advice=N_(
                    "If you encoded it yourself, take it as it stands in the field SAMLResponse. "
                    "Otherwise something between the browser and DeskPRO changes it: try without "
                    "proxy and extensions."
                ),
                proof=CHECK_AGAIN,
            ),
            "escaped": Wording(
                headline=N_("The sign-in message is URL-encoded once too often."),
                saw=N_("It had to be URL-decoded {saw} times."),
                expected=N_("Once is enough."),
                advice=N_(
                    "If you copied it, take it as it stands in the field SAMLResponse. Otherwise "
                    "something between the browser and DeskPRO changes it: try without proxy and "
                    "extensions."
                ),
                proof=CHECK_AGAIN,
            ),
            "deflated": Wording(
                headline=N_("The sign-in message is compressed, which JumpCloud never does."),
                saw=N_("It was compressed (deflate)."),
                expected=N_("JumpCloud sends it as plain base64 in a form."),
                advice=N_(
                    "If you took it from a tool, take it from the browser instead. Otherwise "
                    "something rebuilt it on the way to DeskPRO."
                ),
                proof=CHECK_AGAIN,
            ),
            "blanks": Wording(
                headline=N_("In the sign-in message, every plus sign became a blank."),
                saw=N_("There are blanks where a plus sign was."),
                expected=N_("It arrives as JumpCloud sent it."),
                advice=N_(
                    "If you copied it, copy it once more from the field SAMLResponse. Otherwise "
                    "something between the browser and DeskPRO changes it: try without proxy and "
                    "extensions."
                ),
                proof=CHECK_AGAIN,
            ),
            "web-token": Wording(
                headline=N_("This is a token of another kind (JWT), no sign-in message of SAML."),
                saw=N_("It begins with eyJ, as a JSON Web Token does."),
                expected=N_("JumpCloud's sign-in message for DeskPRO is the field SAMLResponse."),
                advice=N_(
                    "Take the field SAMLResponse of the form that goes to DeskPRO. In DeskPRO, "
                    "check that the sign-in entry is of the kind SAML, not JWT."
                ),
                proof=CHECK_AGAIN,
            ),
            "request": Wording(
                headline=N_("In place of JumpCloud's answer stands DeskPRO's request."),
                saw=N_("The field SAMLResponse holds a request (AuthnRequest)."),
                expected=N_("It should hold JumpCloud's answer (Response)."),
                advice=N_(
                    "Take the field SAMLResponse of the form that goes from JumpCloud to DeskPRO."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
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
            "requester": Wording(
                headline=N_("JumpCloud did not accept DeskPRO's request."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "Look at what DeskPRO asked for. In DeskPRO, open {auth_sso}, your SAML entry, "
                    "and compare every field with the page where DeskPRO is filled in."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S3",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.VALIDATE,
        wordings={
            "AuthnFailed": Wording(
                headline=N_("JumpCloud could not make sure who the person is."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "Let the person sign in at JumpCloud's own user portal first: a wrong "
                    "password, an expired one or a missing second factor shows there."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "NoAuthnContext": Wording(
                headline=N_("JumpCloud can't sign the person in the way DeskPRO asks for."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "In DeskPRO, look in the settings of your SAML entry for the way to sign in "
                    "(RequestedAuthnContext) and ask for none."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "NoPassive": Wording(
                headline=N_("JumpCloud had to ask the person to sign in, but DeskPRO forbade it."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "Start the sign-in from DeskPRO's own sign-in page, or sign in at JumpCloud's "
                    "user portal first."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "RequestDenied": Wording(
                headline=N_("JumpCloud refuses to let this person into DeskPRO."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "In JumpCloud, check that the person is in a group of the app ({user_groups}), "
                    "and that no access policy keeps them out."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "InvalidNameIDPolicy": Wording(
                headline=N_("JumpCloud can't send names in the form DeskPRO asks for."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, choose the e-mail address as "
                    "{name_id_field} and click {save_settings}. In JumpCloud, choose the same "
                    "under {name_id_format}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "UnknownPrincipal": Wording(
                headline=N_("JumpCloud does not know the person."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "In JumpCloud, check that the person has an active account under Users, and "
                    "that they signed in with that one."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "RequestUnsupported": Wording(
                headline=N_("JumpCloud can't do what DeskPRO asks for."),
                saw=N_("It answered: {saw}"),
                expected=N_("A sign-in that worked says: {expected}"),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, check that {sso_url_field} is "
                    "JumpCloud's sign-in address, not its log-off address, and click "
                    "{save_settings}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S27",
        level=Level.CAUSE,
        side=Side.NONE,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_(
                    "Don't trust this sign-in message: it was not opened, because it may be an "
                    "attack."
                ),
                saw=N_("It begins with a document type (DOCTYPE)."),
                expected=N_("JumpCloud's messages have none."),
                advice=N_(
                    "Take a new message from your own browser. If this one came from somebody "
                    "else, show it to whoever looks after security."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S29",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.APPLICATION,
        wordings={
            "": Wording(
                headline=N_("The sign-in message is not of SAML 2.0."),
                saw=N_("It is of an older or another kind (SAML 1.1 or WS-Federation)."),
                expected=N_("DeskPRO's SAML entry understands SAML 2.0 only."),
                advice=N_(
                    "In JumpCloud, open {sso_applications} and check which app this is. It should "
                    "be the DeskPRO app, or a custom SAML 2.0 app."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
