"""What can be broken on purpose.

A fault changes how the sandbox behaves, and nothing else: neither its name nor its cause is ever
part of an answer, so that it has to be found as it would have to be found in the real products.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final


@unique
class Fault(StrEnum):
    """One thing that goes wrong, or is different, in the sandbox; ``EXPLANATIONS`` says what."""

    RICH_DESKPRO_TEMPLATE = "rich-deskpro-template"
    NO_DESKPRO_TEMPLATE = "no-deskpro-template"
    CREATE_ANSWER_LOST = "create-answer-lost"
    CREATE_FORBIDDEN = "create-forbidden"
    LOGO_FORBIDDEN = "logo-forbidden"
    GROUPS_FORBIDDEN = "groups-forbidden"
    NO_EVENTS = "no-events"
    NO_GETSELF = "no-getself"
    METADATA_NEEDS_KEY = "metadata-needs-key"
    RATE_LIMITED = "rate-limited"
    SERVER_ERROR = "server-error"
    SEVERAL_ORGANIZATIONS = "several-organizations"
    NO_SIGN_IN_SOURCES = "no-sign-in-sources"
    NO_SP_METADATA = "no-sp-metadata"
    CLOCK_OFF = "clock-off"
    NAME_ID_NOT_EMAIL = "name-id-not-email"
    WRONG_AUDIENCE = "wrong-audience"
    UNSIGNED_ASSERTION = "unsigned-assertion"
    TAMPERED_ASSERTION = "tampered-assertion"
    LEGACY_SCREENS_ONLY = "legacy-screens-only"
    WRONG_ACS_NUMBER = "wrong-acs-number"
    OLD_CERTIFICATE = "old-certificate"
    EXPIRED_CERTIFICATE = "expired-certificate"
    NOT_IN_A_GROUP = "not-in-a-group"
    NOT_ENABLED = "not-enabled"
    USERS_FORM = "users-form"
    PLACEHOLDER_LEFT = "placeholder-left"
    NO_ACCOUNT = "no-account"
    REDIRECT_NOT_DECLARED = "redirect-not-declared"
    SIGNED_REQUEST_DEMANDED = "signed-request-demanded"
    AUTOMATIC_TOO_EARLY = "automatic-too-early"
    SECOND_APP = "second-app"


EXPLANATIONS: Final[Mapping[Fault, str]] = {
    Fault.RICH_DESKPRO_TEMPLATE: "JumpCloud's DeskPRO connector has all that a custom one has.",
    Fault.NO_DESKPRO_TEMPLATE: "JumpCloud's catalogue has no DeskPRO connector.",
    Fault.CREATE_ANSWER_LOST: "An application is created, but the answer never arrives.",
    Fault.CREATE_FORBIDDEN: "The key's role may not create applications.",
    Fault.LOGO_FORBIDDEN: "The key's role may not change an application's picture.",
    Fault.GROUPS_FORBIDDEN: "The key's role may neither see nor change user groups.",
    Fault.NO_EVENTS: "Sign-in events can't be read with this key.",
    Fault.NO_GETSELF: "The undocumented call that tells whose key it is does not exist.",
    Fault.METADATA_NEEDS_KEY: "The metadata address asks for credentials.",
    Fault.RATE_LIMITED: "Every third API call is refused with 429 and Retry-After: 1.",
    Fault.SERVER_ERROR: "Every fifth API call fails with 503.",
    Fault.SEVERAL_ORGANIZATIONS: "The key sees two organisations, so most calls have to name one.",
    Fault.NO_SIGN_IN_SOURCES: "DeskPRO does not list its sign-in sources to strangers.",
    Fault.NO_SP_METADATA: "DeskPRO's own metadata address answers with a page.",
    Fault.CLOCK_OFF: "JumpCloud's messages carry times ten minutes in the past.",
    Fault.NAME_ID_NOT_EMAIL: "JumpCloud's messages name the user by user name.",
    Fault.WRONG_AUDIENCE: "JumpCloud's messages are meant for another service.",
    Fault.UNSIGNED_ASSERTION: "JumpCloud's messages carry no signature.",
    Fault.TAMPERED_ASSERTION: "JumpCloud's messages are changed after they were signed.",
    Fault.LEGACY_SCREENS_ONLY: "DeskPRO has only the older of its two kinds of screens.",
    Fault.WRONG_ACS_NUMBER: "JumpCloud's messages go to the next number of DeskPRO's address.",
    Fault.OLD_CERTIFICATE: "JumpCloud signs with a newer certificate than DeskPRO was given.",
    Fault.EXPIRED_CERTIFICATE: "JumpCloud's certificate ran out ten days ago.",
    Fault.NOT_IN_A_GROUP: "Nobody is in a group that may use the application.",
    Fault.NOT_ENABLED: "DeskPRO's sign-in apps are not ticked as enabled.",
    Fault.USERS_FORM: "DeskPRO's sign-in apps are on the other side: users' instead of agents'.",
    Fault.PLACEHOLDER_LEFT: "JumpCloud knows DeskPRO by a placeholder that was never replaced.",
    Fault.NO_ACCOUNT: "DeskPRO has no accounts but its administrators'.",
    Fault.REDIRECT_NOT_DECLARED: "JumpCloud takes requests by POST alone, and says so.",
    Fault.SIGNED_REQUEST_DEMANDED: "JumpCloud takes no request without a signature.",
    Fault.AUTOMATIC_TOO_EARLY: "DeskPRO sends everybody to JumpCloud at once.",
    Fault.SECOND_APP: "DeskPRO has a second sign-in app, which everybody is sent to.",
}
"""What each fault changes, in a line of ``--help``."""
