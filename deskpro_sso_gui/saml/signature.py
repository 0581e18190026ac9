"""Checking the signatures of a sign-in message, each with one key.

Content and key are judged apart, because they have different causes: a digest that does not fit
means that the content was changed, a value that does not fit that another key made it. What is
signed must be the very element the signature stands in (SAML core §5.4.2), found by an identifier
that is used once; that is what keeps a wrapped signature from vouching for other content.

No chain, date or name of a certificate is looked at: only its key. JumpCloud's certificates are
self-signed, and an expired one still tells who signed.
"""

import re
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from signxml.algorithms import (
    DigestAlgorithm,
    SignatureMethod,
)
from signxml.exceptions import (
    InvalidDigest,
    InvalidSignature,
    SignXMLException,
)
from signxml.verifier import (
    SignatureConfiguration,
    XMLVerifier,
)

from deskpro_sso_gui.saml.certificate import read_embedded_certificate
from deskpro_sso_gui.saml.facts import (
    CertificateFacts,
    SignatureFacts,
    SignatureTrouble,
    SignedElement,
)
from deskpro_sso_gui.saml.faults import CertificateError
from deskpro_sso_gui.saml.limits import MAX_SIGNATURES
from deskpro_sso_gui.saml.x509 import quietly
from deskpro_sso_gui.saml.xml import (
    Element,
    LibraryError,
    every,
    first,
    name,
    parse,
    text,
)

_TRANSFORMS: Final = re.compile(
    r"http://www\.w3\.org/(2000/09/xmldsig#enveloped-signature"
    r"|2001/10/xml-exc-c14n#(WithComments)?"
    r"|TR/2001/REC-xml-c14n-20010315(#WithComments)?"
    r"|2006/12/xml-c14n11(#WithComments)?)"
)
_METHODS: Final = frozenset(method for method in SignatureMethod if "HMAC" not in method.name)
_METHOD_NAMES: Final = frozenset(method.value for method in _METHODS)
_DIGEST_NAMES: Final = frozenset(method.value for method in DigestAlgorithm)
# what signxml lets through when a signature is not as XML Signature's schema has it
_REFUSALS: Final = (
    SignXMLException,
    LibraryError,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    AttributeError,
)
_CARRIERS: Final = (
    "//*[@*[local-name()='ID' or local-name()='Id' or local-name()='id'] = $identifier]"
)
_ELEMENTS: Final = {
    name("samlp:Response"): SignedElement.RESPONSE,
    name("saml:Assertion"): SignedElement.ASSERTION,
}


class _DigestVerifier(XMLVerifier):
    """Checks what is signed and takes the key's part for granted.

    signxml looks at the key first and stops there; only this tells "another key" from "changed".
    """

    def _verify_signature_with_pubkey(
        self,
        *,
        signed_info_c14n: bytes,
        signing_certificate: x509.Certificate | None = None,
        **_unused: Any,
    ) -> tuple[bytes, bytes]:
        del signing_certificate
        return signed_info_c14n, b""


def check_signatures(
    document: bytes, certificate: CertificateFacts | None = None
) -> tuple[SignatureFacts, ...]:
    """Check every signature of a message in document order.

    Args:
        document: the XML, all other layers taken off.
        certificate: whose key to check with; None takes the one each signature carries, which
            shows that nothing was changed but not who signed.

    Returns:
        One entry per signature, empty when nothing is signed. Only the element that a ``good``
        entry names may be believed.

    Raises:
        XmlError: the document is refused.
    """
    root = parse(document, keep_comments=True)
    found = list(root.iter(name("ds:Signature")))[:MAX_SIGNATURES]
    return tuple(_check(root, signature, certificate) for signature in found)


def _check(
    root: Element, signature: Element, certificate: CertificateFacts | None
) -> SignatureFacts:
    parent = signature.getparent()
    key_info = _key_info(signature)
    used = certificate or key_info
    trouble = _trouble(root, signature, parent)
    digest_ok = value_ok = None
    if trouble is None and used is None:
        trouble = SignatureTrouble.NO_KEY
    elif trouble is None and used is not None:
        location = _location(root, signature)
        with quietly():
            key_holder = x509.load_der_x509_certificate(used.der)
            digest_ok = _digest_ok(root, location, key_holder)
            value_ok = _value_ok(root, location, key_holder)
        if digest_ok is None:
            trouble = SignatureTrouble.MALFORMED
    return SignatureFacts(
        element=_ELEMENTS.get(str(parent.tag), SignedElement.OTHER)
        if parent is not None
        else SignedElement.OTHER,
        element_id=parent.get("ID", "") if parent is not None else "",
        digest_ok=digest_ok,
        value_ok=value_ok,
        signature_algorithm=_algorithm(signature, "ds:SignedInfo/ds:SignatureMethod"),
        digest_algorithm=_algorithm(signature, "ds:SignedInfo/ds:Reference/ds:DigestMethod"),
        key_info=key_info,
        checked_with=used.sha256 if used else "",
        trouble=trouble,
    )


def _algorithm(signature: Element, path: str) -> str:
    found = first(signature, path)
    return found.get("Algorithm", "") if found is not None else ""


def _key_info(signature: Element) -> CertificateFacts | None:
    found = first(signature, "ds:KeyInfo/ds:X509Data/ds:X509Certificate")
    if found is None:
        return None
    try:
        return read_embedded_certificate(text(found))
    except CertificateError:
        return None


def _trouble(root: Element, signature: Element, parent: Element | None) -> SignatureTrouble | None:
    """Tell what keeps a signature from vouching for the element it stands in."""
    references = every(signature, "ds:SignedInfo/ds:Reference")
    if len(references) != 1:
        return SignatureTrouble.MALFORMED
    identifier = parent.get("ID", "") if parent is not None else ""
    if not identifier or references[0].get("URI") != f"#{identifier}":
        return SignatureTrouble.NOT_ITS_PARENT
    carriers = root.xpath(_CARRIERS, identifier=identifier)
    siblings = every(parent, "ds:Signature") if parent is not None else []
    if not isinstance(carriers, list) or len(carriers) != 1 or len(siblings) != 1:
        return SignatureTrouble.AMBIGUOUS
    transforms = every(references[0], "ds:Transforms/ds:Transform")
    if any(not _TRANSFORMS.fullmatch(found.get("Algorithm", "")) for found in transforms):
        return SignatureTrouble.UNUSUAL_TRANSFORM
    known = (
        _algorithm(signature, "ds:SignedInfo/ds:SignatureMethod") in _METHOD_NAMES
        and _algorithm(signature, "ds:SignedInfo/ds:Reference/ds:DigestMethod") in _DIGEST_NAMES
    )
    return None if known else SignatureTrouble.UNKNOWN_ALGORITHM


def _location(root: Element, signature: Element) -> str:
    """Write where the signature stands, down to its place among its equals, for signxml."""
    steps = []
    element = signature.getparent()
    while element is not None and element is not root:
        parent = element.getparent()
        equals = (
            [child for child in parent if child.tag == element.tag] if parent is not None else []
        )
        steps.append(f"{element.tag}[{equals.index(element) + 1}]")
        element = parent
    return "./" + "".join(f"{step}/" for step in reversed(steps))


def _configuration(location: str, certificate: x509.Certificate) -> SignatureConfiguration:
    return SignatureConfiguration(
        location=location,
        signature_methods=_METHODS,
        digest_algorithms=frozenset(DigestAlgorithm),
        ignore_ambiguous_key_info=True,
        # the certificate's own first second: its dates say nothing about who signed
        verification_time=certificate.not_valid_before_utc,
    )


def _digest_ok(root: Element, location: str, certificate: x509.Certificate) -> bool | None:
    try:
        _DigestVerifier().verify(
            root,
            x509_cert=certificate,
            id_attribute="ID",
            expect_config=_configuration(location, certificate),
        )
    except InvalidDigest:
        return False
    except _REFUSALS:
        return None
    return True


def _value_ok(root: Element, location: str, certificate: x509.Certificate) -> bool | None:
    try:
        XMLVerifier().verify(
            root,
            x509_cert=certificate,
            id_attribute="ID",
            expect_config=_configuration(location, certificate),
        )
    except InvalidDigest:
        # signxml looks at the digest only after the key has fitted
        return True
    except InvalidSignature:
        return False
    except _REFUSALS:
        # a key of another kind than the algorithm names can't have made the signature
        return False
    return True
