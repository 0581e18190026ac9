"""Whether a certificate is good and the right one: C14 to C19."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import (
    CHECK_AGAIN,
    SIGN_IN_AGAIN,
    UPLOAD,
    Condition,
    Wording,
)
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

_RENEW: Final = N_(
    "Choose a quiet hour. In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
    "and make a new certificate. From then on nobody gets in until DeskPRO has the new one under "
    "{certificate_field}."
)
_BEFORE_THAT_DAY: Final = N_("A new one should be in DeskPRO before that day.")
_SET_THE_CLOCK: Final = N_(
    "Look at the date and time of this computer first and let it set them by itself. If they are "
    "right, none of these files is of today's set-up."
)
_ASK_WHETHER_YOUR_OWN: Final = N_(
    "If your company made its own certificate for JumpCloud on purpose, all is well. Otherwise "
    "take JumpCloud's: open {sso_applications}, your DeskPRO app, tab {sso_tab}, and choose "
    "{download_certificate}."
)

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="C14",
        level=Level.WORTH_KNOWING,
        side=Side.JUMPCLOUD,
        stage=StageId.CERTIFICATE,
        explains=frozenset({"H4", "H15"}),
        wordings={
            "refused": Wording(
                headline=N_("The certificate has run out, and DeskPRO refuses the message."),
                saw=N_("It was valid until {saw}."),
                expected=N_("It should be valid on {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, and "
                    "make a new certificate. Then, in DeskPRO, open {auth_sso}, your SAML entry, "
                    "upload it under {certificate_field} and click {save_settings}."
                ),
                proof=SIGN_IN_AGAIN,
                dates=True,
            ),
            "expired": Wording(
                headline=N_("The certificate has run out."),
                saw=N_("It was valid until {saw}."),
                expected=N_("It should be valid on {expected}."),
                advice=N_(
                    "DeskPRO may go on accepting it, so plan the change in a quiet hour. In "
                    "JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, and make "
                    "a new certificate. From then on nobody gets in until DeskPRO has the new one "
                    "under {certificate_field}."
                ),
                proof=SIGN_IN_AGAIN,
                dates=True,
            ),
            "early": Wording(
                headline=N_("The certificate is not valid yet."),
                saw=N_("It begins on {saw}."),
                expected=N_("It should be valid on {expected}."),
                advice=N_("Check the date and time of this computer first; they may be wrong."),
                proof=CHECK_AGAIN,
                dates=True,
            ),
            "soon": Wording(
                headline=N_("The certificate runs out soon."),
                saw=N_("It is valid until {saw}, {days} days from now."),
                expected=_BEFORE_THAT_DAY,
                advice=_RENEW,
                proof=SIGN_IN_AGAIN,
                dates=True,
            ),
            "week": Wording(
                headline=N_("The certificate runs out within a week."),
                saw=N_("It is valid until {saw}, {days} days from now."),
                expected=_BEFORE_THAT_DAY,
                advice=_RENEW,
                proof=SIGN_IN_AGAIN,
                dates=True,
            ),
            "tomorrow": Wording(
                headline=N_("The certificate runs out tomorrow."),
                saw=N_("It is valid until {saw}."),
                expected=_BEFORE_THAT_DAY,
                advice=_RENEW,
                proof=SIGN_IN_AGAIN,
                dates=True,
            ),
            "today": Wording(
                headline=N_("The certificate runs out today."),
                saw=N_("It is valid until {saw}."),
                expected=N_("A new one should be in DeskPRO already."),
                advice=_RENEW,
                proof=SIGN_IN_AGAIN,
                dates=True,
            ),
            "clock-early": Wording(
                headline=N_("Every date looks wrong: the clock of this computer may be slow."),
                saw=N_("It begins on {saw}, and the other files are of the future too."),
                expected=N_("This computer says that today is {expected}."),
                advice=_SET_THE_CLOCK,
                proof=CHECK_AGAIN,
                dates=True,
            ),
            "clock-late": Wording(
                headline=N_("Every date looks wrong: the clock of this computer may be fast."),
                saw=N_("It was valid until {saw}, and the others have run out too."),
                expected=N_("This computer says that today is {expected}."),
                advice=_SET_THE_CLOCK,
                proof=CHECK_AGAIN,
                dates=True,
            ),
        },
    ),
    Condition(
        id="C15",
        level=Level.WORTH_KNOWING,
        side=Side.JUMPCLOUD,
        stage=StageId.CERTIFICATE,
        wordings={
            "key": Wording(
                headline=N_("The certificate's key is short."),
                saw=N_("It is a key of type {type} with {bits} bits."),
                expected=N_("At least {least} bits; JumpCloud's own have 4096 (RSA)."),
                advice=_RENEW,
                proof=SIGN_IN_AGAIN,
            ),
            "signature": Wording(
                headline=N_("The certificate is signed in an old way."),
                saw=N_("It is signed with {algorithm}."),
                expected=N_("SHA-256 or better."),
                advice=N_(
                    "It works where DeskPRO accepts it. When you make a new certificate, let "
                    "JumpCloud make it: {sso_applications}, your DeskPRO app, tab {sso_tab}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="C16",
        level=Level.LIKELY,
        side=Side.THIS_COMPUTER,
        stage=StageId.CERTIFICATE,
        wordings={
            "web-server": Wording(
                headline=N_("This is a web server's certificate, not JumpCloud's for sign-ins."),
                saw=N_("It belongs to {owner} and is for the site {site}."),
                expected=N_("JumpCloud's own are called JumpCloudSAMLUser."),
                advice=_ASK_WHETHER_YOUR_OWN,
                proof=CHECK_AGAIN,
            ),
            "authority": Wording(
                headline=N_("This certificate signs other certificates (certificate authority)."),
                saw=N_("It belongs to {owner}."),
                expected=N_("JumpCloud's own are called JumpCloudSAMLUser."),
                advice=_ASK_WHETHER_YOUR_OWN,
                proof=CHECK_AGAIN,
            ),
            "other": Wording(
                headline=N_("This certificate was not made by JumpCloud."),
                saw=N_("It belongs to {owner}."),
                expected=N_("JumpCloud's own are called JumpCloudSAMLUser."),
                advice=_ASK_WHETHER_YOUR_OWN,
                proof=CHECK_AGAIN,
            ),
        },
        explains=frozenset({"M1", "S17"}),
    ),
    Condition(
        id="C17",
        level=Level.WORTH_KNOWING,
        side=Side.THIS_COMPUTER,
        stage=StageId.CERTIFICATE,
        wordings={
            "": Wording(
                headline=N_("The certificate names another organisation than yours."),
                saw=N_("It was made for “{saw}”."),
                expected=N_("Your organisation in JumpCloud is “{expected}”."),
                advice=N_(
                    "If your organisation was renamed, all is well. Otherwise it is the "
                    "certificate of somebody else's JumpCloud: sign in to yours, open "
                    "{sso_applications}, your DeskPRO app, tab {sso_tab}, and choose "
                    "{download_certificate}."
                ),
                proof=CHECK_AGAIN,
            ),
            "metadata": Wording(
                headline=N_("Certificate and metadata are of different organisations."),
                saw=N_("The certificate was made for “{saw}”."),
                expected=N_("The metadata's was made for “{expected}”."),
                advice=N_(
                    "Take both from the same JumpCloud: open {sso_applications}, your DeskPRO app, "
                    "tab {sso_tab}, choose {download_certificate} and click {copy_metadata_url}."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="C18",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "": Wording(
                headline=N_("This is an old download of the certificate."),
                saw=N_("The certificate in {file} begins on {saw}."),
                expected=N_("JumpCloud's present one begins on {expected}."),
                advice=UPLOAD,
                proof=CHECK_AGAIN,
                dates=True,
            ),
            "other-file": Wording(
                headline=N_("One of two downloads is old."),
                saw=N_("The certificate in {file} begins on {saw}."),
                expected=N_("The one in {other} begins on {expected}, so it is younger."),
                advice=N_(
                    "Browsers add a number such as (1) to the name of a second download, so the "
                    "file without it may be the old one. Give DeskPRO the younger one: in DeskPRO, "
                    "open {auth_sso}, your SAML entry, upload it under {certificate_field} and "
                    "click {save_settings}."
                ),
                proof=CHECK_AGAIN,
                dates=True,
            ),
            "named": Wording(
                headline=N_("The certificate was downloaded more than once."),
                saw=N_("The name {file} says that there is an earlier download."),
                expected=N_("The file from the last download should be in DeskPRO."),
                advice=N_(
                    "Give us JumpCloud's metadata too, then we can tell whether this one is "
                    "current. Delete the other download so that it is not taken by mistake."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="C19",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.CERTIFICATE,
        wordings={
            "": Wording(
                headline=N_("This is DeskPRO's own certificate, not JumpCloud's."),
                saw=N_("The certificate {saw} is in DeskPRO's metadata."),
                expected=N_("DeskPRO needs the certificate that JumpCloud signs with."),
                advice=UPLOAD,
                proof=CHECK_AGAIN,
            ),
        },
        explains=frozenset({"C16", "C17", "C18", "M1", "S16", "S17"}),
    ),
)
