"""Words for what a file turned out to be: faults, repairs and kinds."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind, Repair
from deskpro_sso_gui.saml.faults import CertificateFault, MetadataFault
from deskpro_sso_gui.texts.language import t

_CERTIFICATE_FAULTS: Final[Mapping[CertificateFault, str]] = {
    CertificateFault.EMPTY: N_("the file is empty, or the download did not finish"),
    CertificateFault.TOO_LARGE: N_("the file is far too large for a certificate"),
    CertificateFault.PRIVATE_KEY: N_("it is a private key; never send it to anybody"),
    CertificateFault.PKCS7: N_("it is a bundle of certificates (PKCS #7)"),
    CertificateFault.PKCS12: N_("it is a key store that holds a private key (PKCS #12)"),
    CertificateFault.SIGNING_REQUEST: N_("it is a request for a certificate, not a certificate"),
    CertificateFault.PUBLIC_KEY: N_("it is a bare public key, not a certificate"),
    CertificateFault.HTML: N_("it is a web page, probably a sign-in page that was saved"),
    CertificateFault.METADATA: N_("it is a metadata file; it belongs on the next page"),
    CertificateFault.SAML_MESSAGE: N_("it is a sign-in message"),
    CertificateFault.CAPTURE: N_("it is a recording of a browser"),
    CertificateFault.SEVERAL: N_("it holds several certificates"),
    CertificateFault.TRUNCATED: N_("its end is missing; the download did not finish"),
    CertificateFault.DAMAGED: N_("it is damaged"),
    CertificateFault.NOT_A_CERTIFICATE: N_("it is something else"),
}

_METADATA_FAULTS: Final[Mapping[MetadataFault, str]] = {
    MetadataFault.UNREADABLE: N_("it is not readable XML"),
    MetadataFault.HTML: N_("it is a web page"),
    MetadataFault.NOT_METADATA: N_("it is something else"),
    MetadataFault.SEVERAL_ENTITIES: N_("it describes several services at once"),
    MetadataFault.SERVICE_PROVIDER: N_("it is DeskPRO's own, not JumpCloud's"),
    MetadataFault.IDENTITY_PROVIDER: N_("it is JumpCloud's, not DeskPRO's"),
    MetadataFault.NO_ROLE: N_("it does not say whom it describes"),
    MetadataFault.NO_ENTITY_ID: N_("the name of the service (entity ID) is missing"),
    MetadataFault.NO_CERTIFICATE: N_("the signing certificate is missing"),
    MetadataFault.BAD_CERTIFICATE: N_("the certificate in it can't be read"),
}

_REPAIRS: Final[Mapping[Repair, str]] = {
    Repair.BYTE_ORDER_MARK: N_("an invisible mark at the beginning was removed"),
    Repair.UTF_16: N_("the text was turned from UTF-16 into plain text"),
    Repair.CHARACTER_REFERENCES: N_("XML character codes were removed"),
    Repair.WRITTEN_OUT_LINE_ENDS: N_("line ends that were written out were turned into real ones"),
    Repair.TYPOGRAPHIC_DASHES: N_("typographic dashes were turned into plain ones"),
    Repair.LINE_ENDS: N_("the line ends were made uniform"),
    Repair.BLANKS: N_("blanks were removed"),
    Repair.LINE_LENGTH: N_("the lines were broken at 64 characters"),
    Repair.TEXT_AROUND: N_("text around the certificate was removed"),
    Repair.LABELS_ADDED: N_("the missing first and last line were added"),
    Repair.LABELS_CORRECTED: N_("the first and last line were corrected"),
    Repair.ENCODED_TWICE: N_("one of two layers of encoding was taken off"),
    Repair.FROM_BINARY: N_("the binary form was turned into text"),
    Repair.FROM_BUNDLE: N_("it was taken out of a bundle"),
}

_KINDS: Final[Mapping[Kind, str]] = {
    Kind.CERTIFICATE: N_("a certificate"),
    Kind.PRIVATE_KEY: N_("a private key"),
    Kind.PKCS7: N_("a bundle of certificates (PKCS #7)"),
    Kind.PKCS12: N_("a key store with a private key (PKCS #12)"),
    Kind.CSR: N_("a request for a certificate"),
    Kind.PUBLIC_KEY: N_("a bare public key"),
    Kind.IDP_METADATA: N_("JumpCloud's metadata"),
    Kind.SP_METADATA: N_("DeskPRO's metadata"),
    Kind.AUTHN_REQUEST: N_("a request to sign in (AuthnRequest)"),
    Kind.SAML_RESPONSE: N_("a sign-in message (SAML response)"),
    Kind.HAR: N_("a recording of a browser (HAR)"),
    Kind.SAML_TRACER: N_("a recording of SAML-tracer"),
    Kind.HTML: N_("a web page"),
    Kind.EMPTY: N_("an empty file"),
    Kind.UNKNOWN: N_("something we don't know"),
}


def certificate_fault_text(fault: CertificateFault) -> str:
    """Return why no certificate could be read."""
    return t(_CERTIFICATE_FAULTS[fault])


def metadata_fault_text(fault: MetadataFault) -> str:
    """Return why metadata is of no use."""
    return t(_METADATA_FAULTS[fault])


def repair_text(repair: Repair) -> str:
    """Return what was changed to read a certificate."""
    return t(_REPAIRS[repair])


def kind_text(kind: Kind) -> str:
    """Return what a file is, to stand after "It is"."""
    return t(_KINDS[kind])
