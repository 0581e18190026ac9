"""Enveloped XML signatures: made as JumpCloud makes them, verified as DeskPRO should.

Rules: XML Signature 1.1; SAML core §5.4 (one reference, to the signed element by its ID; exclusive
canonicalisation).
"""

from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml.etree import LxmlError
from signxml import algorithms, exceptions, signer, verifier

from deskpro_sso_gui.practice.saml_xml import DS, Element, element

_ALGORITHMS: Final = {
    "RSA-SHA1": (algorithms.SignatureMethod.RSA_SHA1, algorithms.DigestAlgorithm.SHA1),
    "RSA-SHA256": (algorithms.SignatureMethod.RSA_SHA256, algorithms.DigestAlgorithm.SHA256),
    "RSA-SHA384": (algorithms.SignatureMethod.RSA_SHA384, algorithms.DigestAlgorithm.SHA384),
    "RSA-SHA512": (algorithms.SignatureMethod.RSA_SHA512, algorithms.DigestAlgorithm.SHA512),
}
_RSA_METHODS: Final = frozenset(
    method for name, (method, _) in _ALGORITHMS.items() if name != "RSA-SHA1"
)


class BadSignatureError(Exception):
    """There is no signature where it should be, or it is not the one it should be."""


class _Signer(signer.XMLSigner):
    """Signs with SHA-1 too: JumpCloud lets an administrator choose it."""

    def check_deprecated_methods(self) -> None:
        """Refuse nothing; what is signed with is the application's setting."""


def sign(root: Element, *, key: rsa.RSAPrivateKey, certificate_pem: str, algorithm: str) -> Element:
    """Return ``root`` signed in place, the signature after its Issuer (SAML core §2.3.3, §3.2.2).

    Args:
        root: has an ``ID`` and an Issuer as its first child.
        key: signs.
        certificate_pem: goes into KeyInfo, on one line as JumpCloud writes it.
        algorithm: JumpCloud's name, such as ``RSA-SHA256``; an unknown one counts as that.
    """
    method, digest = _ALGORITHMS.get(algorithm, _ALGORITHMS["RSA-SHA256"])
    root.insert(1, element(DS, "Signature", "ds", Id="placeholder"))
    made = _Signer(
        signature_algorithm=method,
        digest_algorithm=digest,
        c14n_algorithm=algorithms.CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed: Element = made.sign(
        root,
        key=key,
        cert=certificate_pem,
        reference_uri=root.get("ID"),
        id_attribute="ID",
    )
    # KeyInfo is not part of what is signed.
    for certificate in signed[1].iter(f"{{{DS}}}X509Certificate"):
        certificate.text = "".join((certificate.text or "").split())
    return signed


def verify(root: Element, *, certificate: x509.Certificate, location: str = "./") -> Element:
    """Verify the signature at ``location`` and return the element it covers, parsed anew.

    Only what is returned may be believed: it is what the signature was made over. KeyInfo is
    ignored.

    Args:
        root: the whole document.
        certificate: the only one trusted.
        location: the path of the signature's parent, ending in a slash.

    Raises:
        BadSignatureError: it is missing, uses SHA-1, or was not made over this content with the
            certificate's key; or the certificate is out of date.
    """
    try:
        result = verifier.XMLVerifier().verify(
            root,
            x509_cert=certificate,
            id_attribute="ID",
            expect_config=verifier.SignatureConfiguration(
                location=location, signature_methods=_RSA_METHODS
            ),
        )
    # Besides its own errors the library lets through those of the parts it is made of: a schema
    # that does not fit, an unknown algorithm, base64 that is none, an empty element.
    except (
        exceptions.InvalidSignature,
        exceptions.InvalidInput,
        LxmlError,
        ValueError,
        TypeError,
    ) as error:
        raise BadSignatureError from error
    if isinstance(result, list) or result.signed_xml is None:
        raise BadSignatureError
    return result.signed_xml
