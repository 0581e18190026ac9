"""The words of problems with files and the values in them."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems.codes import ProblemCode
from deskpro_sso_gui.problems.text import ProblemText, text

TEXTS: Final[Mapping[ProblemCode, ProblemText]] = {
    ProblemCode.FILE_UNREADABLE: text(
        N_("The file can't be read: {path}"),
        N_("Check that it is there and that you may open it."),
    ),
    ProblemCode.FILE_NOT_WRITABLE: text(
        N_("The file can't be written: {path}"),
        N_("Check the free space and that you may write there."),
    ),
    ProblemCode.SETUP_FILE_INVALID: text(
        N_("This is not a set-up file, or it is damaged: {path}"),
        N_("Nothing was changed. Choose another file or begin a new set-up."),
    ),
    ProblemCode.SETUP_FILE_NEWER: text(
        N_("This set-up was saved by a newer version of this program: {path}"),
        N_("Install the newer version, then open it again. Nothing was changed."),
    ),
    ProblemCode.SETUP_NOT_MADE_HERE: text(
        N_("This set-up was not saved here, or was changed outside this program: {path}"),
        N_("Open it as a file. Its addresses are checked anew before anything is changed."),
    ),
    ProblemCode.SETUP_FILE_OF_PRACTICE: text(
        N_("This set-up was made in practice: {path}"),
        N_("Open it in the window that practises. It never meets a real JumpCloud."),
    ),
    ProblemCode.SETUP_FILE_NOT_OF_PRACTICE: text(
        N_("This set-up is a real one, and this window practises: {path}"),
        N_("Close this window and open it in the program itself."),
    ),
    ProblemCode.ADDRESSES_NOT_CONFIRMED: text(
        N_("This set-up came from a file, and its addresses have not been checked yet."),
        N_("Go to “Before you start” and check them. Until then JumpCloud is not changed."),
    ),
    ProblemCode.PICTURE_NOT_USABLE: text(
        N_("This is not a picture we can use."),
        N_("Choose a PNG or JPEG file of at most {pixels} pixels in width and height."),
    ),
    ProblemCode.PICTURE_TOO_LARGE: text(
        N_("The picture has more than {limit}."),
        N_("Choose a smaller one. The limit is ours: what JumpCloud takes is not documented."),
    ),
    ProblemCode.SETUP_IN_USE: text(
        N_("This is already open in another window."),
        N_("Go on there, or close that window first."),
    ),
    ProblemCode.PLAN_INVALID: text(
        N_("The plan can't be read: {reason}"),
        N_("Mend it and run the command again. Nothing was changed."),
    ),
    ProblemCode.CERTIFICATE_UNREADABLE: text(
        N_("This is not a certificate we can use: {reason}"),
        N_("In JumpCloud, open the app, SSO tab, IDP Certificate Valid, Download certificate."),
    ),
    ProblemCode.PRIVATE_KEY_REFUSED: text(
        N_("This file holds a private key. We did not keep it."),
        N_("Never send it to anybody. The file to use is JumpCloud's certificate.pem."),
    ),
    ProblemCode.CERTIFICATE_DIFFERS: text(
        N_("This is another certificate than the one JumpCloud signs with."),
        N_("Download it again from the app in JumpCloud. An older download may be in the way."),
    ),
    ProblemCode.METADATA_UNREADABLE: text(
        N_("At this address there is no metadata to read: {reason}"),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_NEEDS_SIGN_IN: text(
        N_("{host} shows this address only to people who are signed in."),
        N_(
            "DeskPRO can't read it either. In JumpCloud, open the app, SSO tab, Export Metadata, "
            "and use the file instead."
        ),
    ),
    ProblemCode.METADATA_IS_A_WEB_PAGE: text(
        N_("At this address is a web page, no metadata."),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_NOT_THERE: text(
        N_("{host} has nothing at this address."),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_NOT_XML: text(
        N_("What {host} has at this address is no metadata."),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_HOST_NOT_CONFIRMED: text(
        N_("This address is not one of JumpCloud's: {host}"),
        N_("Copy it again from JumpCloud. If it really shows {host}, say so, and we read it."),
    ),
    ProblemCode.METADATA_DIFFERS: text(
        N_("The metadata belongs to another app: it names {found} instead of {expected}."),
        N_("Copy the address again from this app's SSO tab in JumpCloud."),
    ),
    ProblemCode.METADATA_IS_SIGN_IN_ADDRESS: text(
        N_("This is the address where people sign in, not the metadata address."),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
}
