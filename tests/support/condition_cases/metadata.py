"""Documents that show conditions M1 to M18, and documents that nearly do."""

from typing import Final

from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.saml.certificate import read_certificate
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import (
    IDP_URL,
    assertion_xml,
    metadata_xml,
    response_xml,
    sign,
    signer,
    wrap,
)

POSITIVE: Final[dict[str, Case]] = {
    "certificate is not the metadata's": Case("M1", lambda: (signer("other").pem, metadata_xml())),
    "certificate renewed with the same key": Case(
        "M1",
        lambda: (signer(organization="Acme renewed").pem, metadata_xml()),
        level=Level.WORTH_KNOWING,
        variant="same-key",
        headline=False,
    ),
    "metadata is of another app than certificate and message": Case(
        "M1",
        lambda: (signer().pem, metadata_xml(signer("other")), response_xml()),
        variant="old-metadata",
    ),
    "expected certificate is not the metadata's": Case(
        "M1",
        lambda: (metadata_xml(),),
        {"certificate": lambda: read_certificate(signer("other").pem)},
    ),
    "another address in DeskPRO than in the metadata": Case(
        "M7", lambda: (metadata_xml(),), {"idp_url": "https://sso.jumpcloud.com/saml2/deskpro"}
    ),
    "label left as name": Case("M9", lambda: (metadata_xml(entity_id="IdP Entity ID"),)),
    "placeholder left in name": Case(
        "M9", lambda: (metadata_xml(entity_id="https://YOURDOMAIN.TLD"),)
    ),
    "label left as name, and agreed on": Case(
        "M9",
        lambda: (
            metadata_xml(entity_id="IdP Entity ID"),
            wrap(sign(assertion_xml(issuer="IdP Entity ID"), signer()), issuer="IdP Entity ID"),
        ),
        level=Level.WORTH_KNOWING,
        variant="agreed",
        headline=False,
    ),
}

NEAR_MISSES: Final[dict[str, Case]] = {
    "M1: the metadata has it beside another": Case(
        "M1", lambda: (signer().pem, metadata_xml(signer("other"), signer()))
    ),
    "M7: the same address": Case("M7", lambda: (metadata_xml(),), {"idp_url": IDP_URL}),
    "M9: a short name of one's own": Case("M9", lambda: (metadata_xml(entity_id="JumpCloud"),)),
}
