"""Values typed and DeskPRO's request: R1 to R12."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="R1",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S5", "S7", "S8", "M7"}),
        wordings={
            "": Wording(
                headline=N_("A placeholder was never replaced."),
                saw=N_("In {saw} stands “{placeholder}”."),
                expected=N_("Your own value should stand there, copied from DeskPRO."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, {saml_details}, and copy both "
                    "addresses. In JumpCloud, open {sso_applications}, your DeskPRO app, tab "
                    "{sso_tab}, paste them into {sp_entity_id} and {acs_url} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="R2",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S5"}),
        wordings={
            "": Wording(
                headline=N_("DeskPRO calls itself otherwise than JumpCloud was told."),
                saw=N_("DeskPRO's request says {saw}."),
                expected=N_("JumpCloud has {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "{saw} into {sp_entity_id}, exactly as DeskPRO shows it, and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
            "answer": Wording(
                headline=N_("DeskPRO calls itself otherwise than JumpCloud was told."),
                saw=N_("JumpCloud's answer is meant for {saw}."),
                expected=N_("DeskPRO's request says {expected}."),
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
        id="R3",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S7", "S8"}),
        wordings={
            "": Wording(
                headline=N_("DeskPRO wants the answer at another address than JumpCloud was told."),
                saw=N_("DeskPRO's request says {saw}."),
                expected=N_("JumpCloud has {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "{saw} into {acs_url}, exactly as DeskPRO shows it, and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
            "answer": Wording(
                headline=N_("DeskPRO wants the answer at another address than JumpCloud was told."),
                saw=N_("JumpCloud's answer is addressed to {saw}."),
                expected=N_("DeskPRO's request says {expected}."),
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
        id="R4",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"M7"}),
        wordings={
            "": Wording(
                headline=N_("DeskPRO sends its request to another address than JumpCloud's."),
                saw=N_("The request goes to {saw}."),
                expected=N_("JumpCloud's address for this app is {expected}."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, put {expected} into "
                    "{sso_url_field} and click {save_settings}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
            "inside": Wording(
                headline=N_("DeskPRO's request names another address than the one it is sent to."),
                saw=N_("Inside, the request says {saw}."),
                expected=N_("It is sent to {expected}."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, check {sso_url_field}: it "
                    "should be JumpCloud's address and nothing else. Then click {save_settings}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="R5",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "twice": Wording(
                headline=N_("DeskPRO's request is encoded twice."),
                saw=N_("It had to be decoded one time too many."),
                expected=N_("An address carries it encoded once."),
                advice=N_(
                    "If you copied the address, copy it again from the browser's address bar. "
                    "Otherwise something between DeskPRO and JumpCloud changes it: try without "
                    "proxy and extensions."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "blanks": Wording(
                headline=N_("In DeskPRO's request, every plus sign became a blank."),
                saw=N_("There are blanks where a plus sign was."),
                expected=N_("The request arrives as DeskPRO wrote it."),
                advice=N_(
                    "If you copied the address, copy it again from the browser's address bar. "
                    "Otherwise something between DeskPRO and JumpCloud changes it: try without "
                    "proxy and extensions."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "not-deflated": Wording(
                headline=N_("DeskPRO's request is not compressed as it should be."),
                saw=N_("In the address stands the request as plain base64."),
                expected=N_("In an address it has to be compressed (deflate) first."),
                advice=N_(
                    "DeskPRO does this by itself, so something rebuilt the address. Start the "
                    "sign-in from DeskPRO's own page."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "zlib": Wording(
                headline=N_("DeskPRO's request is compressed in the wrong way."),
                saw=N_("It has the frame of zlib around it."),
                expected=N_("It has to be compressed without that frame (raw deflate)."),
                advice=N_(
                    "DeskPRO does this by itself, so something rebuilt the address. Start the "
                    "sign-in from DeskPRO's own page."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "ampersand": Wording(
                headline=N_(
                    "The address of DeskPRO's request was copied from a web page's source."
                ),
                saw=N_("Its parts are joined by &amp;."),
                expected=N_("They have to be joined by a single &."),
                advice=N_(
                    "If you copied the address, copy it again from the browser's address bar. "
                    "Otherwise a page between DeskPRO and JumpCloud writes it wrongly."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "unreadable": Wording(
                headline=N_("DeskPRO's request can't be decoded."),
                saw=N_("It is damaged or was cut off."),
                expected=N_("It can be decoded and is XML."),
                advice=N_(
                    "Copy the whole address again, from SAMLRequest to its end, and check it once "
                    "more."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="R6",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "": Wording(
                headline=N_("DeskPRO signs its request, and JumpCloud may not know the key."),
                saw=N_("DeskPRO's request carries a signature."),
                expected=N_(
                    "Requests are sent unsigned, unless JumpCloud was given DeskPRO's certificate."
                ),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, remove the tick at "
                    "{sign_request} and click {save_settings}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="R7",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"S3"}),
        wordings={
            "": Wording(
                headline=N_("DeskPRO asks for names in a form that JumpCloud does not send."),
                saw=N_("DeskPRO asks for {saw}."),
                expected=N_("JumpCloud sends {expected}."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, choose the e-mail address as "
                    "{name_id_field} and click {save_settings}. In JumpCloud, choose the same "
                    "under {name_id_format}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="R8",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"S3"}),
        wordings={
            "context": Wording(
                headline=N_("DeskPRO insists on a way to sign in that JumpCloud does not offer."),
                saw=N_("DeskPRO asks for exactly {saw}."),
                expected=N_("JumpCloud says {expected}."),
                advice=N_(
                    "In DeskPRO, look in the settings of your SAML entry for the way to sign in "
                    "(RequestedAuthnContext) and ask for none."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "passive": Wording(
                headline=N_("DeskPRO asks JumpCloud not to show a sign-in page."),
                saw=N_("The request says IsPassive."),
                expected=N_("JumpCloud may ask people to sign in."),
                advice=N_(
                    "Start the sign-in from DeskPRO's own sign-in page, not from a page that tries "
                    "it in the background."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "force": Wording(
                headline=N_("DeskPRO asks that people sign in anew each time."),
                saw=N_("The request says ForceAuthn."),
                expected=N_("Usually JumpCloud decides whether to ask again."),
                advice=N_(
                    "It is no mistake. If people are asked too often, look in the settings of your "
                    "SAML entry in DeskPRO."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="R9",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"S9", "S10"}),
        wordings={
            "": Wording(
                headline=N_("DeskPRO's clock is wrong."),
                saw=N_("DeskPRO's request says that it was made at {saw}."),
                expected=N_("It was sent at {expected}."),
                advice=N_(
                    "Let the server of DeskPRO set its time by itself. In DeskPRO's cloud, tell "
                    "DeskPRO. If both times look wrong, check the clock of this computer."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "answer": Wording(
                headline=N_("DeskPRO's clock is wrong: the answer is older than the request."),
                saw=N_("DeskPRO's request says that it was made at {saw}."),
                expected=N_("JumpCloud answered it at {expected}."),
                advice=N_(
                    "Let the server of DeskPRO set its time by itself. In DeskPRO's cloud, tell "
                    "DeskPRO."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="R10",
        level=Level.WORTH_KNOWING,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "missing": Wording(
                headline=N_("DeskPRO does not say where people want to go."),
                saw=N_("The request has no RelayState."),
                expected=N_("With it, people land on the page they wanted to see."),
                advice=N_("It is no mistake: people may land on DeskPRO's start page."),
                proof=SIGN_IN_AGAIN,
            ),
            "long": Wording(
                headline=N_("DeskPRO's note of where people want to go is very long."),
                saw=N_("The RelayState has {saw} characters."),
                expected=N_("SAML allows {expected} bytes."),
                advice=N_(
                    "If people land on the wrong page, start the sign-in from DeskPRO's start page."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "elsewhere": Wording(
                headline=N_("DeskPRO's note of where people want to go names another site."),
                saw=N_("The RelayState leads to {saw}."),
                expected=N_("DeskPRO is at {expected}."),
                advice=N_(
                    "Start the sign-in from DeskPRO's own page. If it stays so, DeskPRO may think "
                    "that it has another address."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="R11",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "": Wording(
                headline=N_("DeskPRO asks for the answer in a way that JumpCloud does not use."),
                saw=N_("DeskPRO asks for {saw}."),
                expected=N_("JumpCloud answers by {expected}."),
                advice=N_(
                    "In DeskPRO, look in the settings of your SAML entry for how the answer is to "
                    "come, and choose HTTP-POST."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="R12",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "": Wording(
                headline=N_("DeskPRO never asked JumpCloud."),
                saw=N_("The recording holds no request to JumpCloud. It ends at {saw}."),
                expected=N_("DeskPRO should send people to JumpCloud."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, check that it is switched on, "
                    "and click {save_settings}. Then start from the agents' page and click the "
                    "button for JumpCloud."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "portal": Wording(
                headline=N_(
                    "DeskPRO never asked JumpCloud: this is the users' page, not the agents'."
                ),
                saw=N_("The recording holds no request to JumpCloud. It ends at {saw}."),
                expected=N_("The agents' page of DeskPRO begins with /agent or /app."),
                advice=N_(
                    "Agents and users have separate sign-ins in DeskPRO. Start from the agents' "
                    "page. If people are to sign in on the users' page, add JumpCloud there too."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
