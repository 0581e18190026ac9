"""What can be broken on purpose.

A fault changes how the sandbox behaves, and nothing else: neither its name nor its cause is ever
part of an answer, so that it has to be found as it would have to be found in the real products.
"""

from enum import StrEnum, unique


@unique
class Fault(StrEnum):
    """One thing that goes wrong, or is different, in the sandbox."""

    RICH_DESKPRO_TEMPLATE = "rich-deskpro-template"
    """JumpCloud's DeskPRO connector has every setting that a custom SAML application has."""

    NO_DESKPRO_TEMPLATE = "no-deskpro-template"
    """JumpCloud's catalogue has no DeskPRO connector."""

    CREATE_ANSWER_LOST = "create-answer-lost"
    """An application is created, but the answer never arrives."""

    CREATE_FORBIDDEN = "create-forbidden"
    """The key's role may not create applications."""

    NO_EVENTS = "no-events"
    """Sign-in events can't be read with this key."""

    NO_GETSELF = "no-getself"
    """The undocumented call that tells whose key it is does not exist."""

    METADATA_NEEDS_KEY = "metadata-needs-key"
    """The metadata address that an administrator copies asks for credentials."""

    RATE_LIMITED = "rate-limited"
    """Every third API call is refused with 429 and ``Retry-After: 1``."""

    SERVER_ERROR = "server-error"
    """Every fifth API call fails with 503."""

    SEVERAL_ORGANIZATIONS = "several-organizations"
    """The key sees two organisations, so most calls have to name one."""

    NO_SIGN_IN_SOURCES = "no-sign-in-sources"
    """DeskPRO does not list its sign-in sources to strangers."""

    NO_SP_METADATA = "no-sp-metadata"
    """DeskPRO's own metadata address answers with a page."""

    CLOCK_OFF = "clock-off"
    """JumpCloud's messages carry times ten minutes in the past."""

    NAME_ID_NOT_EMAIL = "name-id-not-email"
    """JumpCloud's messages name the user by user name."""

    WRONG_AUDIENCE = "wrong-audience"
    """JumpCloud's messages are meant for another service."""

    UNSIGNED_ASSERTION = "unsigned-assertion"
    """JumpCloud's messages carry no signature."""

    TAMPERED_ASSERTION = "tampered-assertion"
    """JumpCloud's messages are changed after they were signed."""

    LEGACY_SCREENS_ONLY = "legacy-screens-only"
    """DeskPRO has only the older of its two generations of admin screens."""
