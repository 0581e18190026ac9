"""Reading sign-in messages: DeskPRO's request and JumpCloud's answer (SAML core §2 and §3).

What is read is what the document says, signed or not. Whether it may be believed is told by
``signature`` together with ``stray_assertions`` and ``duplicate_ids``.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from deskpro_sso_gui.saml.decode import decode_message
from deskpro_sso_gui.saml.facts import (
    Assertion,
    Attribute,
    AuthnRequest,
    Kind,
    SamlResponse,
    SubjectConfirmation,
)
from deskpro_sso_gui.saml.faults import MessageError, MessageFault, XmlError
from deskpro_sso_gui.saml.identify import identify
from deskpro_sso_gui.saml.xml import (
    Element,
    every,
    first,
    flag,
    instant,
    local_name,
    name,
    parse,
    text,
    value,
    value_at,
)

_VERSION: Final = "2.0"
_ID_ATTRIBUTES: Final = ("ID", "Id", "id", "{http://www.w3.org/XML/1998/namespace}id")


def read_authn_request(data: bytes) -> AuthnRequest:
    """Read DeskPRO's request from any of the layers that ``decode_message`` takes off.

    Raises:
        MessageError: no message, another message, or XML that is refused.
    """
    root = _root(data, "AuthnRequest")
    policy = first(root, "samlp:NameIDPolicy")
    return AuthnRequest(
        id=root.get("ID", ""),
        issue_instant=instant(root, "IssueInstant"),
        issuer=value_at(root, "saml:Issuer"),
        destination=root.get("Destination", ""),
        acs_url=root.get("AssertionConsumerServiceURL", ""),
        protocol_binding=root.get("ProtocolBinding", ""),
        name_id_format=policy.get("Format", "") if policy is not None else "",
        force_authn=flag(root, "ForceAuthn"),
        is_passive=flag(root, "IsPassive"),
        signed=first(root, "ds:Signature") is not None,
        contexts=tuple(
            value(found)
            for found in every(root, "samlp:RequestedAuthnContext/saml:AuthnContextClassRef")
        ),
        context_comparison=_comparison(root),
    )


def read_response(data: bytes) -> SamlResponse:
    """Read JumpCloud's answer from any of the layers that ``decode_message`` takes off.

    Raises:
        MessageError: no message, another message, or XML that is refused.
    """
    root = _root(data, "Response")
    direct = every(root, "saml:Assertion")
    commented = _commented_name_ids(data)
    return SamlResponse(
        id=root.get("ID", ""),
        in_response_to=root.get("InResponseTo", ""),
        destination=root.get("Destination", ""),
        issuer=value_at(root, "saml:Issuer"),
        issue_instant=instant(root, "IssueInstant"),
        status=tuple(_status(root)),
        status_message=value_at(root, "samlp:Status/samlp:StatusMessage"),
        assertions=tuple(_assertion(element, commented=commented) for element in direct),
        encrypted=first(root, "saml:EncryptedAssertion") is not None,
        stray_assertions=sum(1 for _ in root.iter(name("saml:Assertion"))) - len(direct),
        duplicate_ids=_duplicate_ids(root),
        signed=first(root, "ds:Signature") is not None,
    )


def _root(data: bytes, expected: str) -> Element:
    xml = decode_message(data).xml
    try:
        root = parse(xml)
    except XmlError as error:
        if identify(xml) is Kind.HTML:
            raise MessageError(MessageFault.HTML) from error
        raise MessageError(MessageFault.UNREADABLE, xml=error.fault) from error
    if root.tag != name(f"samlp:{expected}"):
        if local_name(root).lower() == "html":
            raise MessageError(MessageFault.HTML)
        same_name = local_name(root) in {expected, "RequestSecurityTokenResponse"}
        raise MessageError(MessageFault.NOT_SAML_2 if same_name else MessageFault.OTHER_MESSAGE)
    if root.get("Version") != _VERSION:
        raise MessageError(MessageFault.NOT_SAML_2)
    return root


def _comparison(root: Element) -> str:
    requested = first(root, "samlp:RequestedAuthnContext")
    return requested.get("Comparison", "exact") if requested is not None else ""


def _status(root: Element) -> Iterator[str]:
    code = first(root, "samlp:Status/samlp:StatusCode")
    while code is not None:
        yield code.get("Value", "")
        code = first(code, "samlp:StatusCode")


def _duplicate_ids(root: Element) -> tuple[str, ...]:
    """List the identifiers that several elements carry, under whatever attribute name."""
    seen = Counter(
        identifier
        for element in root.iter()
        for identifier in {element.get(attribute, "") for attribute in _ID_ATTRIBUTES} - {""}
    )
    return tuple(identifier for identifier, count in seen.items() if count > 1)


def _assertion(element: Element, *, commented: bool) -> Assertion:
    name_id = first(element, "saml:Subject/saml:NameID")
    conditions = first(element, "saml:Conditions")
    statement = first(element, "saml:AuthnStatement")
    return Assertion(
        id=element.get("ID", ""),
        issuer=value_at(element, "saml:Issuer"),
        issue_instant=instant(element, "IssueInstant"),
        name_id=value(name_id) if name_id is not None else None,
        name_id_format=name_id.get("Format", "") if name_id is not None else "",
        audiences=_audiences(element),
        not_before=instant(conditions, "NotBefore"),
        not_on_or_after=instant(conditions, "NotOnOrAfter"),
        confirmations=tuple(
            _confirmation(found)
            for found in every(element, "saml:Subject/saml:SubjectConfirmation")
        ),
        authn_instant=instant(statement, "AuthnInstant"),
        authn_context=value_at(
            element, "saml:AuthnStatement/saml:AuthnContext/saml:AuthnContextClassRef"
        ),
        session_not_on_or_after=instant(statement, "SessionNotOnOrAfter"),
        attributes=tuple(
            Attribute(
                name=found.get("Name", ""),
                values=tuple(text(item) for item in every(found, "saml:AttributeValue")),
            )
            for found in every(element, "saml:AttributeStatement/saml:Attribute")
        ),
        signed=first(element, "ds:Signature") is not None,
        name_id_has_comment=commented,
    )


def _commented_name_ids(data: bytes) -> bool:
    """Tell whether a comment or processing instruction stands in a NameID.

    The parse that everything else is read from drops them, so that they can't cut a name short.
    """
    xml = decode_message(data).xml
    if b"<!--" not in xml and b"<?" not in xml:
        return False
    name_ids = parse(xml, keep_comments=True).iter(name("saml:NameID"))
    return any(len(name_id) for name_id in name_ids)


def _audiences(assertion: Element) -> tuple[str, ...] | None:
    restrictions = every(assertion, "saml:Conditions/saml:AudienceRestriction")
    if not restrictions:
        return None
    return tuple(
        value(audience)
        for restriction in restrictions
        for audience in every(restriction, "saml:Audience")
    )


def _confirmation(element: Element) -> SubjectConfirmation:
    data = first(element, "saml:SubjectConfirmationData")
    return SubjectConfirmation(
        method=element.get("Method", ""),
        recipient=data.get("Recipient", "") if data is not None else "",
        in_response_to=data.get("InResponseTo", "") if data is not None else "",
        not_before=instant(data, "NotBefore"),
        not_on_or_after=instant(data, "NotOnOrAfter"),
    )
