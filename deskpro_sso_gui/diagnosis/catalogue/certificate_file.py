"""What was given instead of a clean certificate file: C1 to C13."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import CHECK_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

_RIGHT_FILE: Final = N_("The file to use is JumpCloud's certificate.pem.")
_CLEAN_FILE: Final = N_("A text file with one certificate, in clean lines (PEM).")
_DOWNLOAD: Final = N_(
    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, and choose "
    "{download_certificate}. Use that file."
)
_TAKE_CLEAN_COPY: Final = N_(
    "We could read it. Give DeskPRO the clean copy that the wizard saves on its page Certificate, "
    "or download the file from JumpCloud again and don't open it in another program."
)
_SIGN_IN_FIRST: Final = N_(
    "It is often the sign-in page: you were signed out when you downloaded. Sign in to JumpCloud, "
    "open {sso_applications}, your DeskPRO app, tab {sso_tab}, and choose {download_certificate} "
    "again."
)
_ASK_FOR_NEW_KEY: Final = N_(
    "We did not keep it. Never send it to anybody, not even to support: who has it can sign in as "
    "anyone. If it has been sent already, make a new certificate in JumpCloud: open "
    "{sso_applications}, your DeskPRO app, tab {sso_tab}. For DeskPRO, choose "
    "{download_certificate} there."
)


def _file_condition(
    identifier: str, explains: str = "", *, mended: bool = False, **wordings: Wording
) -> Condition:
    """Make a condition of a file; the wording called ``usual`` is the nameless one."""
    return Condition(
        id=identifier,
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.CERTIFICATE,
        wordings={
            "" if name == "usual" else name.replace("_", "-"): wording
            for name, wording in wordings.items()
        },
        explains=frozenset(explains.split()),
        mended=mended,
    )


CONDITIONS: Final[tuple[Condition, ...]] = (
    _file_condition(
        "C1",
        usual=Wording(
            headline=N_("This is a private key. Keep it to yourself."),
            saw=N_("{file} holds a private key ({form})."),
            expected=_RIGHT_FILE,
            advice=_ASK_FOR_NEW_KEY,
            proof=CHECK_AGAIN,
        ),
        locked=Wording(
            headline=N_("This is a private key, locked with a password. Keep it to yourself."),
            saw=N_("{file} holds a private key ({form}) that asks for a password."),
            expected=_RIGHT_FILE,
            advice=_ASK_FOR_NEW_KEY,
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C2",
        mended=True,
        usual=Wording(
            headline=N_("The certificate is in binary form (DER)."),
            saw=N_("{file} is not text. DeskPRO wants text."),
            expected=_CLEAN_FILE,
            advice=_TAKE_CLEAN_COPY,
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C3",
        mended=True,
        usual=Wording(
            headline=N_("This is a bundle of certificates (PKCS #7)."),
            saw=N_("Certificates in {file}: {count}. We took the one of {owner}."),
            expected=_CLEAN_FILE,
            advice=_TAKE_CLEAN_COPY,
            proof=CHECK_AGAIN,
        ),
        unreadable=Wording(
            headline=N_("This is a bundle of certificates (PKCS #7) that can't be used."),
            saw=N_("We found no whole certificate in {file}."),
            expected=_CLEAN_FILE,
            advice=_DOWNLOAD,
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C4",
        usual=Wording(
            headline=N_("This is a key store with a private key in it (PKCS #12)."),
            saw=N_("{file} is a key store. We did not open it."),
            expected=_RIGHT_FILE,
            advice=_ASK_FOR_NEW_KEY,
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C5",
        request=Wording(
            headline=N_("This is a request for a certificate, not a certificate."),
            saw=N_("{file} is what one sends to get a certificate (signing request)."),
            expected=_RIGHT_FILE,
            advice=_DOWNLOAD,
            proof=CHECK_AGAIN,
        ),
        public_key=Wording(
            headline=N_("This is a bare public key, not a certificate."),
            saw=N_("{file} holds a public key, without owner and dates."),
            expected=_RIGHT_FILE,
            advice=_DOWNLOAD,
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C6",
        mended=True,
        usual=Wording(
            headline=N_("The file holds several certificates."),
            saw=N_("{file} has {count} of them. We took the one of {owner}, {fingerprint}."),
            expected=_CLEAN_FILE,
            advice=N_(
                "No metadata says which of them is JumpCloud's, so check that it is this one: give "
                "us JumpCloud's metadata too. Then give DeskPRO a file with that one alone; the "
                "wizard saves it on its page Certificate."
            ),
            proof=CHECK_AGAIN,
        ),
        published=Wording(
            headline=N_("The file holds several certificates."),
            saw=N_("{file} has {count} of them. The one in JumpCloud's metadata is {fingerprint}."),
            expected=_CLEAN_FILE,
            advice=N_(
                "Give DeskPRO a file with that one alone; the wizard saves it on its page "
                "Certificate."
            ),
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C7",
        mended=True,
        usual=Wording(
            headline=N_("The first or last line of the certificate is missing."),
            saw=N_("In {file} the line with BEGIN CERTIFICATE or END CERTIFICATE is missing."),
            expected=_CLEAN_FILE,
            advice=_TAKE_CLEAN_COPY,
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C8",
        mended=True,
        usual=Wording(
            headline=N_("The certificate was changed by a program that it was opened in."),
            saw=N_("In {file} lines, blanks, dashes or the encoding are not as they should be."),
            expected=_CLEAN_FILE,
            advice=_TAKE_CLEAN_COPY,
            proof=CHECK_AGAIN,
        ),
        text_around=Wording(
            headline=N_("There is other text beside the certificate."),
            saw=N_("{file} holds more than the certificate."),
            expected=_CLEAN_FILE,
            advice=_TAKE_CLEAN_COPY,
            proof=CHECK_AGAIN,
        ),
        published=Wording(
            headline=N_("The certificate in JumpCloud's metadata has odd characters in it."),
            saw=N_("Invisible or foreign characters stand in the certificate {fingerprint}."),
            expected=N_("Nothing but the certificate's own letters (base64)."),
            advice=N_(
                "We could read it; DeskPRO may not. Copy the metadata from JumpCloud again instead "
                "of opening it in another program. If it is the same there, the certificate was "
                "pasted into JumpCloud in that state: paste it again, clean."
            ),
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C9",
        usual=Wording(
            headline=N_("The certificate is cut off."),
            saw=N_("In {file} {missing} bytes of the certificate are missing."),
            expected=N_("A whole certificate, about 2,000 letters long."),
            advice=_DOWNLOAD,
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C10",
        mended=True,
        usual=Wording(
            headline=N_("The certificate is encoded twice."),
            saw=N_("{file} is the encoding (base64) of a file that is encoded already."),
            expected=_CLEAN_FILE,
            advice=_TAKE_CLEAN_COPY,
            proof=CHECK_AGAIN,
        ),
        published=Wording(
            headline=N_("The certificate in JumpCloud's metadata is encoded twice."),
            saw=N_("The certificate {fingerprint} stands there with one encoding too many."),
            expected=N_("The certificate encoded once (base64)."),
            advice=N_(
                "We could read it; DeskPRO may not. Give JumpCloud the certificate again: in "
                "{sso_applications}, your DeskPRO app, tab {sso_tab}."
            ),
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C11",
        usual=Wording(
            headline=N_("A web page was saved instead of the certificate."),
            saw=N_("{file} is a web page."),
            expected=_RIGHT_FILE,
            advice=_SIGN_IN_FIRST,
            proof=CHECK_AGAIN,
        ),
        titled=Wording(
            headline=N_("A web page was saved instead of the certificate."),
            saw=N_("{file} is a web page with the title “{title}”."),
            expected=_RIGHT_FILE,
            advice=_SIGN_IN_FIRST,
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C12",
        metadata=Wording(
            headline=N_("This is metadata, not the certificate."),
            saw=N_("{file} is a metadata file in the place of the certificate."),
            expected=_RIGHT_FILE,
            advice=N_(
                "It belongs on the wizard's page Metadata address. For the certificate, open "
                "{sso_applications} in JumpCloud, your DeskPRO app, tab {sso_tab}, and choose "
                "{download_certificate}."
            ),
            proof=CHECK_AGAIN,
        ),
        certificate=Wording(
            headline=N_("This is the certificate, not metadata."),
            saw=N_("{file} is a certificate in the place of the metadata."),
            expected=N_("JumpCloud's metadata, an XML file."),
            advice=N_(
                "It belongs on the wizard's page Certificate, and in DeskPRO under "
                "{certificate_field}. For the metadata, open {sso_applications} in JumpCloud, your "
                "DeskPRO app, tab {sso_tab}, and click {copy_metadata_url}."
            ),
            proof=CHECK_AGAIN,
        ),
    ),
    _file_condition(
        "C13",
        "C9",
        empty=Wording(
            headline=N_("The file is empty."),
            saw=N_("There is nothing in {file}."),
            expected=N_("A file with something in it. The download may not have finished."),
            advice=_DOWNLOAD,
            proof=CHECK_AGAIN,
        ),
        unfinished=Wording(
            headline=N_("The download did not finish."),
            saw=N_("{file} has the name that a browser gives to a file it is still writing."),
            expected=N_("The finished file, under its own name."),
            advice=N_(
                "Wait until the browser has finished, or download the file again. If the browser "
                "asks whether to keep it, choose to keep it."
            ),
            proof=CHECK_AGAIN,
        ),
        whole=Wording(
            headline=N_("The file has the name of an unfinished download, but is whole."),
            saw=N_("{file} has the name that a browser gives to a file it is still writing."),
            expected=N_("The finished file, under its own name."),
            advice=N_(
                "The certificate in it is whole. Give the file its own name, ending in .pem."
            ),
            proof=CHECK_AGAIN,
        ),
    ),
)
