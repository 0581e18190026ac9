"""Documents that show conditions R1 to R12, and documents that nearly do."""

from typing import Final

from tests.support.condition_cases.case import Case
from tests.support.saml_documents import (
    SP_ENTITY_ID,
    metadata_xml,
    request_xml,
    response_xml,
    sp_metadata_xml,
)

POSITIVE: Final[dict[str, Case]] = {
    "placeholder as audience": Case(
        "R1", lambda: (response_xml(audience="https://YOURDOMAIN.deskpro.com/saml/metadata/1.xml"),)
    ),
    "placeholder as recipient": Case(
        "R1", lambda: (response_xml(recipient="https://<Domain_Name>.deskpro.com/x"),)
    ),
    "placeholder in the metadata's address": Case(
        "R1", lambda: (metadata_xml(location="https://YOUR_ACS_URL/"),)
    ),
    "placeholder in DeskPRO's request": Case("R1", lambda: (request_xml(issuer="placeholder"),)),
    "placeholder in DeskPRO's metadata": Case(
        "R1", lambda: (sp_metadata_xml(acs_url="https://SUBDOMAIN.deskpro.com/login"),)
    ),
    "placeholder explains the wrong audience": Case(
        "R1",
        lambda: (response_xml(audience="https://SUBDOMAIN.deskpro.com/saml/metadata/3.xml"),),
        {"sp_entity_id": SP_ENTITY_ID},
    ),
}

NEAR_MISSES: Final[dict[str, Case]] = {
    "R1: a host that merely contains such words": Case(
        "R1",
        lambda: (
            response_xml(audience="https://todolist.acme.example/placeholders/subdomains.xml"),
        ),
    ),
    "R1: a site of the name of an example": Case(
        "R1", lambda: (response_xml(audience="https://acme-example.com/x"),)
    ),
}
