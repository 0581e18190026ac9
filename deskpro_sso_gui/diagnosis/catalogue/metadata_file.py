"""Metadata that can't be used as it is: M2 to M6 and M16."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import CHECK_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="M2",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.METADATA,
        explains=frozenset({"C11", "C13"}),
        wordings={
            "page": Wording(
                headline=N_("What was read as JumpCloud's metadata is a web page."),
                saw=N_("{file} is a web page, no metadata."),
                expected=N_(
                    "JumpCloud's metadata address gives an XML file that begins with "
                    "EntityDescriptor."
                ),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url} and use that address, not the one in the browser's "
                    "address bar. If you see a sign-in page there, DeskPRO sees it too: then give "
                    "DeskPRO the file instead of the address."
                ),
                proof=CHECK_AGAIN,
            ),
            "empty": Wording(
                headline=N_("The metadata is empty."),
                saw=N_("There is nothing in {file}."),
                expected=N_(
                    "JumpCloud's metadata address gives an XML file that begins with "
                    "EntityDescriptor."
                ),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url}, open that address and save it once more. If it stays "
                    "empty, the app may have been deleted."
                ),
                proof=CHECK_AGAIN,
            ),
            "damaged": Wording(
                headline=N_("The metadata can't be read."),
                saw=N_("{file} is damaged or was cut off."),
                expected=N_("JumpCloud's metadata address gives a whole XML file."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url}, open that address and save it once more, without an "
                    "editor in between."
                ),
                proof=CHECK_AGAIN,
            ),
            "nobody": Wording(
                headline=N_("The metadata does not describe a sign-in service."),
                saw=N_("{file} is metadata, but neither JumpCloud's nor DeskPRO's."),
                expected=N_("JumpCloud's metadata has a part called IDPSSODescriptor."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url} and use what that address gives."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="M3",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("This is DeskPRO's own metadata, not JumpCloud's."),
                saw=N_("The file is DeskPRO's: it calls itself {saw}."),
                expected=N_("JumpCloud's metadata should be here."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url} and use what that address gives. DeskPRO's own file "
                    "belongs to the page where DeskPRO's addresses are asked for."
                ),
                proof=CHECK_AGAIN,
            ),
            "alone": Wording(
                headline=N_("This is DeskPRO's own metadata. Is JumpCloud's meant?"),
                saw=N_("The file is DeskPRO's: it calls itself {saw}."),
                expected=N_("If JumpCloud's metadata was meant, this is the wrong file."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url} and use what that address gives. If you meant DeskPRO's "
                    "file, check it together with a sign-in message, and we compare the two."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="M4",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("The metadata describes several services at once."),
                saw=N_("There are several EntityDescriptor parts in {file}."),
                expected=N_("DeskPRO needs the metadata of your one JumpCloud app."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url} and use what that address gives: it describes this app "
                    "alone."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="M5",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("The metadata has no certificate for signing."),
                saw=N_("No certificate in {file} is marked for signing."),
                expected=N_("JumpCloud's metadata holds the certificate that signs every sign-in."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, look "
                    "whether the app has a certificate, make one if not, and click {save}. Then "
                    "read the metadata address again."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="M6",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("The certificate inside the metadata can't be read."),
                saw=N_("In place of the certificate stands something that is none."),
                expected=N_(
                    "The metadata holds the certificate as base64, without first and last line."
                ),
                advice=N_(
                    "If somebody edited the file, take it again: in JumpCloud, open "
                    "{sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url} and use what that address gives. If JumpCloud itself "
                    "gives it so, make a new certificate there."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="M16",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("The metadata was not opened, because it may be an attack."),
                saw=N_("{file} begins with a document type (DOCTYPE)."),
                expected=N_("JumpCloud's metadata has none."),
                advice=N_(
                    "Don't give this file to DeskPRO. In JumpCloud, open {sso_applications}, your "
                    "DeskPRO app, tab {sso_tab}, click {copy_metadata_url} and use what that "
                    "address gives."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
)
