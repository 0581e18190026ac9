"""JumpCloud's SAML response, built as the genuine one of 2023 is.

That one is described in jumpcloud-api.md §4.3: the response unsigned, the assertion signed in
place (RSA-SHA256, SHA-256 digest, exclusive canonicalisation, KeyInfo with the certificate),
conditions from five minutes before to five minutes after, every element declaring its own prefix.
The attribute statement is inferred: the genuine response has none, and DeskPRO asks for attributes
of unspecified name format (deskpro.md §3.4).
"""

import secrets
import string
import uuid
from datetime import datetime, timedelta
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa

from deskpro_sso_gui.practice.saml_xml import (
    BEARER,
    SAML,
    SAMLP,
    SUCCESS,
    Element,
    child,
    element,
    serialize,
    write_instant,
)
from deskpro_sso_gui.practice.signin.settings import Attribute
from deskpro_sso_gui.practice.xml_signature import sign

LIFETIME: Final = timedelta(minutes=5)
_ENTITY_FORMAT: Final = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"
_NAME_FORMAT: Final = "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"
_PASSWORD_PROTECTED: Final = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"  # noqa: S105 - a class of sign-in, no password


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What one response says.

    Attributes:
        acs_url: destination of the response and recipient of the assertion.
        in_response_to: id of the request that is answered; ``None`` when nobody asked.
        issued_at: every instant in the message is counted from it.
    """

    issuer: str
    acs_url: str
    audience: str
    name_id: str
    name_id_format: str
    attributes: tuple[Attribute, ...] = ()
    in_response_to: str | None = None
    issued_at: datetime


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """Which halves are signed, and with what.

    Attributes:
        key: the application's private key.
        certificate_pem: goes into KeyInfo.
        algorithm: JumpCloud's name, such as ``RSA-SHA256``; an unknown one counts as that.
        tampered: change the assertion once it is signed.
    """

    key: rsa.RSAPrivateKey
    certificate_pem: str
    algorithm: str = "RSA-SHA256"
    assertion: bool = True
    response: bool = False
    tampered: bool = False


def build_response(statement: Statement, signing: Signing) -> bytes:
    """Return the response document, UTF-8, as one line."""
    assertion = _assertion(statement)
    if signing.assertion:
        assertion = _signed(assertion, signing)
    if signing.tampered:
        _tamper(assertion)
    response = _response(statement)
    response.append(assertion)
    if signing.response:
        response = _signed(response, signing)
    return serialize(response)


def _response(statement: Statement) -> Element:
    response = element(
        SAMLP,
        "Response",
        "saml2p",
        Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified",
        Destination=statement.acs_url,
        ID=_new_id(),
        **_answering(statement),
        IssueInstant=write_instant(statement.issued_at),
        Version="2.0",
    )
    response.append(element(SAML, "Issuer", "saml2", text=statement.issuer, Format=_ENTITY_FORMAT))
    status = child(response, SAMLP, "Status")
    child(status, SAMLP, "StatusCode", Value=SUCCESS)
    return response


def _assertion(statement: Statement) -> Element:
    issued_at = write_instant(statement.issued_at)
    not_on_or_after = write_instant(statement.issued_at + LIFETIME)
    assertion = element(
        SAML, "Assertion", "saml2", ID=_new_id(), IssueInstant=issued_at, Version="2.0"
    )
    child(assertion, SAML, "Issuer", text=statement.issuer, Format=_ENTITY_FORMAT)
    subject = child(assertion, SAML, "Subject")
    child(subject, SAML, "NameID", text=statement.name_id, Format=statement.name_id_format)
    confirmation = child(subject, SAML, "SubjectConfirmation", Method=BEARER)
    child(
        confirmation,
        SAML,
        "SubjectConfirmationData",
        **_answering(statement),
        NotOnOrAfter=not_on_or_after,
        Recipient=statement.acs_url,
    )
    conditions = child(
        assertion,
        SAML,
        "Conditions",
        NotBefore=write_instant(statement.issued_at - LIFETIME),
        NotOnOrAfter=not_on_or_after,
    )
    restriction = child(conditions, SAML, "AudienceRestriction")
    child(restriction, SAML, "Audience", text=statement.audience)
    authentication = child(
        assertion, SAML, "AuthnStatement", AuthnInstant=issued_at, SessionIndex=str(uuid.uuid4())
    )
    context = child(authentication, SAML, "AuthnContext")
    child(context, SAML, "AuthnContextClassRef", text=_PASSWORD_PROTECTED)
    _add_attributes(assertion, statement.attributes)
    return assertion


def _add_attributes(assertion: Element, attributes: tuple[Attribute, ...]) -> None:
    if not attributes:
        return
    statement = child(assertion, SAML, "AttributeStatement")
    for attribute in attributes:
        named = child(statement, SAML, "Attribute", Name=attribute.name, NameFormat=_NAME_FORMAT)
        for value in attribute.values:
            child(named, SAML, "AttributeValue", text=value)


def _answering(statement: Statement) -> dict[str, str]:
    return {"InResponseTo": statement.in_response_to} if statement.in_response_to else {}


def _signed(root: Element, signing: Signing) -> Element:
    return sign(
        root,
        key=signing.key,
        certificate_pem=signing.certificate_pem,
        algorithm=signing.algorithm,
    )


def _tamper(assertion: Element) -> None:
    """Change a thing the digest covers and no other check looks at."""
    statement = assertion.find(f"{{{SAML}}}AuthnStatement")
    if statement is not None:
        statement.set("SessionIndex", str(uuid.uuid4()))


def _new_id() -> str:
    """Return 40 capitals and digits, the first a letter: an xs:ID may not begin with a digit."""
    rest = (secrets.choice(string.ascii_uppercase + string.digits) for _ in range(39))
    return secrets.choice(string.ascii_uppercase) + "".join(rest)
