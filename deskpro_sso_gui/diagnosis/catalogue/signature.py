"""Signatures of a sign-in message: S13 to S19."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import SIGN_IN_AGAIN, UPLOAD, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="S13",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("JumpCloud did not sign the sign-in message."),
                saw=N_("Nothing in it is signed."),
                expected=N_(
                    "At least the part about the person (SAML assertion) should be signed."
                ),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, tick "
                    "{sign_assertion} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S14",
        level=Level.LIKELY,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("Not the part that DeskPRO wants signed is signed."),
                saw=N_("Only the outer part of the message (Response) is signed."),
                expected=N_(
                    "DeskPRO's metadata asks that the part about the person (Assertion) is signed."
                ),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, tick "
                    "{sign_assertion} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S15",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_("The sign-in message was changed after JumpCloud had signed it."),
                saw=N_("Its content does not fit its signature."),
                expected=N_("It should arrive as JumpCloud sent it."),
                advice=N_(
                    "If the file was edited, saved by a program that tidies up, or copied from a "
                    "window, take it again unchanged. Otherwise something between the browser and "
                    "DeskPRO changes it: an extension, or a proxy that inspects traffic."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "unclear": Wording(
                headline=N_("The signature does not fit: the message was changed, or damaged."),
                saw=N_("Neither the certificate nor the message's own key fits the signature."),
                expected=N_("It should arrive as JumpCloud sent it."),
                advice=N_("Take the sign-in message again, unchanged, and check it once more."),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S16",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"M1", "S17"}),
        wordings={
            "": Wording(
                headline=N_("JumpCloud signs with another key than DeskPRO was given."),
                saw=N_("The sign-in message is signed with the certificate {saw}."),
                expected=N_("The certificate that DeskPRO was given is {expected}."),
                advice=UPLOAD,
                proof=SIGN_IN_AGAIN,
            ),
            "unnamed": Wording(
                headline=N_("JumpCloud signs with another key than DeskPRO was given."),
                saw=N_("The content is unchanged, but the signature is not of this certificate."),
                expected=N_("The certificate that DeskPRO was given is {expected}."),
                advice=UPLOAD,
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S17",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "": Wording(
                headline=N_(
                    "The sign-in message carries another certificate than DeskPRO was given."
                ),
                saw=N_("The message carries {saw}."),
                expected=N_("The certificate that DeskPRO was given is {expected}."),
                advice=UPLOAD,
                proof=SIGN_IN_AGAIN,
            ),
            "same-key": Wording(
                headline=N_(
                    "The sign-in message carries a newer or older copy of the certificate."
                ),
                saw=N_("The message carries {saw}."),
                expected=N_(
                    "The certificate that DeskPRO was given is {expected}, with the same key."
                ),
                advice=N_(
                    "Signatures fit both, so nothing has to be done. Only where DeskPRO was given "
                    "a fingerprint instead of the file, give it the new one."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S18",
        level=Level.LIKELY,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("The sign-in message is signed in an old, weak way (SHA-1)."),
                saw=N_("The signature uses {saw}."),
                expected=N_("SHA-256 is usual, and many sites refuse SHA-1."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "choose RSA-SHA256 as {signature_algorithm} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S19",
        level=Level.WORTH_KNOWING,
        side=Side.NONE,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_("The sign-in message is signed, but does not carry its certificate."),
                saw=N_("There is no certificate beside the signature (KeyInfo)."),
                expected=N_("JumpCloud usually sends it along."),
                advice=N_(
                    "Nothing has to be done: DeskPRO uses the certificate it was given. Only we "
                    "can't tell by it which certificate JumpCloud uses."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
