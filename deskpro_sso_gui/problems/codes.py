"""The stable names of everything that is told to the admin as wrong."""

from enum import StrEnum, unique


@unique
class ProblemCode(StrEnum):
    """The stable name of a problem, shown to the admin and quoted to support."""

    # reaching a server
    NAME_NOT_FOUND = "name-not-found"
    CONNECTION_REFUSED = "connection-refused"
    PROXY_FAILED = "proxy-failed"
    PROXY_WANTS_PASSWORD = "proxy-wants-password"  # noqa: S105 - a code, not a password
    PROXY_NOT_SUPPORTED = "proxy-not-supported"
    CERTIFICATE_NOT_TRUSTED = "certificate-not-trusted"
    CERTIFICATE_AUTHORITY_UNKNOWN = "certificate-authority-unknown"
    SERVER_CERTIFICATE_OUT_OF_DATE = "server-certificate-out-of-date"
    SERVER_CERTIFICATE_OF_ANOTHER = "server-certificate-of-another"
    SAFE_CONNECTION_FAILED = "safe-connection-failed"
    TOOK_TOO_LONG = "took-too-long"
    CONNECTION_LOST = "connection-lost"
    ANSWER_NOT_UNDERSTOOD = "answer-not-understood"
    ANSWER_TOO_LARGE = "answer-too-large"
    ADDRESS_NOT_ALLOWED = "address-not-allowed"
    ADDRESS_NOT_LOCAL = "address-not-local"
    REDIRECT_REFUSED = "redirect-refused"
    TOO_MANY_REQUESTS = "too-many-requests"
    SERVER_FAILED = "server-failed"
    REQUEST_REFUSED = "request-refused"

    # JumpCloud
    KEY_NOT_ACCEPTED = "key-not-accepted"
    KEY_MISSING = "key-missing"
    ORGANIZATION_NOT_CHOSEN = "organization-not-chosen"
    NOT_PERMITTED = "not-permitted"
    PLAN_LACKS_SSO = "plan-lacks-sso"
    PLAN_LACKS_FEATURE = "plan-lacks-feature"
    SERVICE_ACCOUNT_HOST_UNKNOWN = "service-account-host-unknown"
    ADDRESS_BLOCKED = "address-blocked"
    NOT_FOUND = "not-found"
    TEMPLATE_NOT_FOUND = "template-not-found"
    IDP_URL_TAKEN = "idp-url-taken"
    IDP_URL_SUFFIX_INVALID = "idp-url-suffix-invalid"
    SSO_HOST_UNKNOWN = "sso-host-unknown"
    CONNECTOR_LACKS_SETTINGS = "connector-lacks-settings"
    SEVERAL_CANDIDATES = "several-candidates"
    WRITE_UNDECIDED = "write-undecided"
    CHANGED_MEANWHILE = "changed-meanwhile"
    CERTIFICATE_REPLACED = "certificate-replaced"
    CERTIFICATE_MISSING = "certificate-missing"
    EVENTS_NOT_AVAILABLE = "events-not-available"
    TESTER_NOT_FOUND = "tester-not-found"
    GROUP_NOT_FOUND = "group-not-found"

    # DeskPRO
    HELPDESK_ADDRESS_INVALID = "helpdesk-address-invalid"
    NOT_A_DESKPRO = "not-a-deskpro"
    HELPDESK_BUSY = "helpdesk-busy"
    VALUE_INVALID = "value-invalid"

    # files and values
    FILE_UNREADABLE = "file-unreadable"
    FILE_NOT_WRITABLE = "file-not-writable"
    SETUP_FILE_INVALID = "setup-file-invalid"
    SETUP_FILE_NEWER = "setup-file-newer"
    SETUP_IN_USE = "setup-in-use"
    PLAN_INVALID = "plan-invalid"
    CERTIFICATE_UNREADABLE = "certificate-unreadable"
    PRIVATE_KEY_REFUSED = "private-key-refused"
    CERTIFICATE_DIFFERS = "certificate-differs"
    METADATA_UNREADABLE = "metadata-unreadable"
    METADATA_NEEDS_SIGN_IN = "metadata-needs-sign-in"
    METADATA_IS_A_WEB_PAGE = "metadata-is-a-web-page"
    METADATA_NOT_THERE = "metadata-not-there"
    METADATA_NOT_XML = "metadata-not-xml"
    METADATA_HOST_NOT_CONFIRMED = "metadata-host-not-confirmed"
    METADATA_DIFFERS = "metadata-differs"
    METADATA_IS_SIGN_IN_ADDRESS = "metadata-is-sign-in-address"

    # this computer
    KEYRING_LOCKED = "keyring-locked"
    KEYRING_UNAVAILABLE = "keyring-unavailable"
    PRACTICE_FAILED = "practice-failed"
    STAGE_NOT_READY = "stage-not-ready"
    NAME_MISSING = "name-missing"
    NOT_PROVEN = "not-proven"
    UNEXPECTED = "unexpected"
