"""What an entry of the catalogue holds, and what its words have in common.

Words follow one shape: what we saw, what we expected, where to change it, how to see that it
worked. Braces name values: ``{saw}`` and ``{expected}`` are the finding's, others are console
labels of ``LABELS`` (which stay in the console's language) or what the rule gives.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

LABELS: Final[Mapping[str, str]] = {
    "sso_applications": "SSO Applications",
    "sso_tab": "SSO",
    "save": "save",
    "idp_entity_id": "IdP Entity ID",
    "sp_entity_id": "SP Entity ID",
    "acs_url": "ACS URL",
    "sign_assertion": "Sign Assertion",
    "download_certificate": "IDP Certificate Valid > Download certificate",
    "copy_metadata_url": "Copy Metadata URL",
    "auth_sso": "Admin > Agents > Auth & SSO",
    "saml_details": "SAML Details",
    "sso_url_field": "Single Sign On URL",
    "metadata_field": "Issuer XML metadata URL",
    "certificate_field": "x509 Certificate",
    "save_settings": "Save Settings",
    "declare_redirect": "Declare Redirect Endpoint",
    "name_id": "SAMLSubject NameID",
    "name_id_format": "SAMLSubject NameID Format",
    "signature_algorithm": "Signature Algorithm",
    "attributes": "User Attribute Mapping",
    "include_groups": "include group attribute",
    "user_groups": "User Groups",
    "sign_request": "Sign Authentication Request",
    "name_id_field": "Name ID Format",
}
"""What the consoles call their pages, tabs, fields and buttons (reference/article.txt,
reference/deskpro.md §3.2); shown as they are in every language."""

SIGN_IN_AGAIN: Final = N_("To see that it worked, sign in once more and check the new message.")
CHECK_AGAIN: Final = N_("To see that it worked, check the files again: this is then gone.")
UPLOAD: Final = N_(
    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, and choose "
    "{download_certificate}. Then, in DeskPRO, open {auth_sso}, your SAML entry, upload that file "
    "under {certificate_field} and click {save_settings}."
)


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about a condition.

    Attributes:
        compares: saw and expected are values whose difference is worth explaining.
        dates: saw and expected are dates, ISO 8601, to be written as people write them.
    """

    headline: str
    saw: str
    expected: str
    advice: str
    proof: str
    compares: bool = False
    dates: bool = False


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """Something that goes wrong between JumpCloud and DeskPRO.

    Attributes:
        explains: conditions that follow from this one, so that it is named before them.
        wordings: its words by variant; most have one, under the empty name.
        mended: we could put it right for ourselves, so whatever else is as sure goes before it.
    """

    id: str
    level: Level
    side: Side
    stage: StageId
    wordings: Mapping[str, Wording]
    explains: frozenset[str] = frozenset()
    symptom: bool = False
    mended: bool = False
