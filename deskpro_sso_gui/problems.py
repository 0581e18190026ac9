"""Anything that is told to the admin as wrong has this one shape.

A ``Problem`` is a code from the catalogue below, with values. Its words are made when it is shown,
by ``texts``, in the language then chosen. Errors raised between rooms carry a ``Problem`` each.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_


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


class ProblemText(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a problem: what we saw, and what to do about it; both marked."""

    title: str
    advice: str


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is wrong, ready to be worded.

    Attributes:
        code: which problem of the catalogue.
        values: what its words name, plain text, never a secret.
    """

    code: ProblemCode
    values: Mapping[str, str] = msgspec.field(default_factory=dict)


class ProblemError(Exception):
    """An error that carries the ``Problem`` to show."""

    def __init__(self, code: ProblemCode, /, **values: str) -> None:
        """Make the error of ``code``; ``values`` are shown to the admin."""
        super().__init__(code.value)
        self.problem = Problem(code=code, values=values)


def _text(title: str, advice: str) -> ProblemText:
    return ProblemText(title=title, advice=advice)


PROBLEM_TEXTS: Final[Mapping[ProblemCode, ProblemText]] = {
    ProblemCode.NAME_NOT_FOUND: _text(
        N_("This computer can't find {host}."),
        N_("Check the spelling of the address and that this computer is online, then try again."),
    ),
    ProblemCode.CONNECTION_REFUSED: _text(
        N_("{host} does not answer."),
        N_("Check the address. If it is right, a firewall may be in the way. Try again later."),
    ),
    ProblemCode.PROXY_FAILED: _text(
        N_("The proxy between this computer and {host} does not answer."),
        N_("Ask whoever looks after your network, or check the proxy in the system's settings."),
    ),
    ProblemCode.PROXY_WANTS_PASSWORD: _text(
        N_("The proxy on the way to {host} wants a password."),
        N_("Put the proxy's user name and password into the system's settings, then try again."),
    ),
    ProblemCode.PROXY_NOT_SUPPORTED: _text(
        N_("This program can't use the proxy set on this computer: {proxy}"),
        N_("It works with proxies whose address begins with http:// or https://."),
    ),
    ProblemCode.CERTIFICATE_NOT_TRUSTED: _text(
        N_("The connection to {host} is not safe: nobody this computer knows vouches for it."),
        N_(
            "Nothing was sent. If your company inspects its network traffic, its certificate "
            "authority has to be installed on this computer."
        ),
    ),
    ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN: _text(
        N_("The connection to {host} is not safe: this computer does not know “{issuer}”."),
        N_(
            "Nothing was sent. “{issuer}” vouches for the server. If that is your company, "
            "because it inspects its network traffic, its certificate authority has to be "
            "installed on this computer."
        ),
    ),
    ProblemCode.SERVER_CERTIFICATE_OUT_OF_DATE: _text(
        N_("The connection to {host} is not safe: its certificate is not valid today."),
        N_(
            "Nothing was sent. Check this computer's date and time. If they are right, tell {host}."
        ),
    ),
    ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER: _text(
        N_("The connection to {host} is not safe: the server there shows another one's name."),
        N_("Nothing was sent. Check the spelling of the address."),
    ),
    ProblemCode.SAFE_CONNECTION_FAILED: _text(
        N_("This computer and {host} could not agree on a safe connection."),
        N_("Nothing was sent. Check the address. A firewall or a proxy may be in the way."),
    ),
    ProblemCode.TOOK_TOO_LONG: _text(
        N_("{host} took too long to answer."),
        N_("Try again. What had been done before is kept."),
    ),
    ProblemCode.CONNECTION_LOST: _text(
        N_("The connection to {host} broke off."),
        N_("Try again. What had been done before is kept."),
    ),
    ProblemCode.ANSWER_NOT_UNDERSTOOD: _text(
        N_("{host} answered with something this program does not understand."),
        N_("Check the address. A network's sign-in page may have answered instead of {host}."),
    ),
    ProblemCode.ANSWER_TOO_LARGE: _text(
        N_("{host} answered with more than this program accepts."),
        N_("Check that the address is the right one."),
    ),
    ProblemCode.ADDRESS_NOT_ALLOWED: _text(
        N_("This address can't be used: {address}"),
        N_("Use the address exactly as the console shows it. It begins with https://."),
    ),
    ProblemCode.ADDRESS_NOT_LOCAL: _text(
        N_("{variable} may only name this computer, not {address}."),
        N_("Remove that environment variable to work with the real JumpCloud."),
    ),
    ProblemCode.REDIRECT_REFUSED: _text(
        N_("{host} wanted to send us on to another address: {target}"),
        N_("Nothing was sent there. If that is your helpdesk's real address, type it instead."),
    ),
    ProblemCode.TOO_MANY_REQUESTS: _text(
        N_("{host} asks us to slow down."),
        N_("Wait a minute, then try again."),
    ),
    ProblemCode.SERVER_FAILED: _text(
        N_("{host} has a fault of its own (answer {status})."),
        N_("Try again in a few minutes. What had been done before is kept."),
    ),
    ProblemCode.REQUEST_REFUSED: _text(
        N_("{host} refused the request (answer {status}): {detail}"),
        N_("Check the values on this page, then try again."),
    ),
    ProblemCode.KEY_NOT_ACCEPTED: _text(
        N_("JumpCloud does not accept this key."),
        N_(
            "The key may be mistyped, expired, or replaced by a newer one. In the JumpCloud Admin "
            "Portal, open your initials at the top right, then My API Key."
        ),
    ),
    ProblemCode.KEY_MISSING: _text(
        N_("There is no JumpCloud key to work with."),
        N_("Go to “Before you start” and give the key again."),
    ),
    ProblemCode.ORGANIZATION_NOT_CHOSEN: _text(
        N_("Your JumpCloud key sees several organisations."),
        N_("Choose the one that uses this helpdesk."),
    ),
    ProblemCode.NOT_PERMITTED: _text(
        N_("JumpCloud does not let this key do that: {action}"),
        N_(
            "The key can do what its administrator may do. Use the key of an administrator with "
            "the role Administrator or Administrator with Billing."
        ),
    ),
    ProblemCode.PLAN_LACKS_SSO: _text(
        N_("JumpCloud refused to create the app. Single sign-on may be missing from your plan."),
        N_("Ask JumpCloud, or look at your organisation's plan in the Admin Portal."),
    ),
    ProblemCode.PLAN_LACKS_FEATURE: _text(
        N_("Your JumpCloud plan does not seem to include this: {action}"),
        N_("Look at your organisation's plan in the Admin Portal, or ask JumpCloud."),
    ),
    ProblemCode.SERVICE_ACCOUNT_HOST_UNKNOWN: _text(
        N_("The service account can't sign in: {host} does not answer."),
        N_(
            "Check the client ID and the client secret. Outside the US region we do not know "
            "where service accounts sign in. Use an API key there."
        ),
    ),
    ProblemCode.ADDRESS_BLOCKED: _text(
        N_("JumpCloud has blocked this network's address."),
        N_("Wait, use another network, or write to JumpCloud's support."),
    ),
    ProblemCode.NOT_FOUND: _text(
        N_("JumpCloud no longer has it: {what}"),
        N_("It may have been deleted in the Admin Portal. Look there, then try again."),
    ),
    ProblemCode.TEMPLATE_NOT_FOUND: _text(
        N_("JumpCloud offers no app this program can use."),
        N_("Neither the DeskPRO app nor the custom SAML app was found in your organisation."),
    ),
    ProblemCode.IDP_URL_TAKEN: _text(
        N_("Another app in JumpCloud already uses {idp_url}: {label}"),
        N_("Choose another ending for the address, or use the existing app."),
    ),
    ProblemCode.IDP_URL_SUFFIX_INVALID: _text(
        N_("The end of the address can't be “{suffix}”."),
        N_("Use small letters, digits and hyphens, at most 40."),
    ),
    ProblemCode.SSO_HOST_UNKNOWN: _text(
        N_("JumpCloud does not tell us yet where people of your region sign in."),
        N_("Create the app in JumpCloud's Admin Portal, then come back and use the existing app."),
    ),
    ProblemCode.CONNECTOR_LACKS_SETTINGS: _text(
        N_("DeskPRO can't work with this app: it has no setting for {settings}."),
        N_("It was made from another kind of connector. Create a new app here instead."),
    ),
    ProblemCode.SEVERAL_CANDIDATES: _text(
        N_("JumpCloud has several apps that could be the one we were creating: {labels}"),
        N_("Look at them in the Admin Portal, delete those you don't want, then try again."),
    ),
    ProblemCode.WRITE_UNDECIDED: _text(
        N_("We can't tell yet whether JumpCloud carried out the last change."),
        N_("Wait a minute, then try again. Nothing is sent twice."),
    ),
    ProblemCode.CHANGED_MEANWHILE: _text(
        N_("Somebody else changed the app in JumpCloud meanwhile: {settings}"),
        N_("Look at what is there now, then decide again."),
    ),
    ProblemCode.CERTIFICATE_REPLACED: _text(
        N_("JumpCloud made a new certificate for the app."),
        N_("DeskPRO needs the new one. Get the certificate again and upload it to DeskPRO."),
    ),
    ProblemCode.CERTIFICATE_MISSING: _text(
        N_("JumpCloud has no certificate for the app yet."),
        N_("Open the app in the Admin Portal, SSO tab, and look at IDP Certificate."),
    ),
    ProblemCode.EVENTS_NOT_AVAILABLE: _text(
        N_("JumpCloud does not show us its list of sign-ins."),
        N_("Your plan or your role may not include it. Tell us yourself what you saw."),
    ),
    ProblemCode.TESTER_NOT_FOUND: _text(
        N_("JumpCloud has no user with the e-mail address {email}."),
        N_("An administrator account is not enough. Name someone from JumpCloud's list of users."),
    ),
    ProblemCode.GROUP_NOT_FOUND: _text(
        N_("JumpCloud has no user group called {group}."),
        N_("Check the spelling, or let the program create missing groups."),
    ),
    ProblemCode.HELPDESK_ADDRESS_INVALID: _text(
        N_("“{address}” is not an address of a helpdesk."),
        N_("Type it as your browser shows it, for example acme.deskpro.com."),
    ),
    ProblemCode.NOT_A_DESKPRO: _text(
        N_("{host} does not say that it is a DeskPRO helpdesk."),
        N_("Open the helpdesk in your browser and copy its address from there."),
    ),
    ProblemCode.HELPDESK_BUSY: _text(
        N_("{host} is being updated or is busy."),
        N_("Try again in a few minutes."),
    ),
    ProblemCode.VALUE_INVALID: _text(
        N_("{label}: this can't be right: {value}"),
        N_("Copy it again from DeskPRO, the whole line."),
    ),
    ProblemCode.FILE_UNREADABLE: _text(
        N_("The file can't be read: {path}"),
        N_("Check that it is there and that you may open it."),
    ),
    ProblemCode.FILE_NOT_WRITABLE: _text(
        N_("The file can't be written: {path}"),
        N_("Check the free space and that you may write there."),
    ),
    ProblemCode.SETUP_FILE_INVALID: _text(
        N_("This is not a set-up file, or it is damaged: {path}"),
        N_("Nothing was changed. Choose another file or begin a new set-up."),
    ),
    ProblemCode.SETUP_FILE_NEWER: _text(
        N_("This set-up was saved by a newer version of this program: {path}"),
        N_("Install the newer version, then open it again. Nothing was changed."),
    ),
    ProblemCode.SETUP_IN_USE: _text(
        N_("This is already open in another window."),
        N_("Go on there, or close that window first."),
    ),
    ProblemCode.PLAN_INVALID: _text(
        N_("The plan can't be read: {reason}"),
        N_("Mend it and run the command again. Nothing was changed."),
    ),
    ProblemCode.CERTIFICATE_UNREADABLE: _text(
        N_("This is not a certificate we can use: {reason}"),
        N_("In JumpCloud, open the app, SSO tab, IDP Certificate Valid, Download certificate."),
    ),
    ProblemCode.PRIVATE_KEY_REFUSED: _text(
        N_("This file holds a private key. We did not keep it."),
        N_("Never send it to anybody. The file to use is JumpCloud's certificate.pem."),
    ),
    ProblemCode.CERTIFICATE_DIFFERS: _text(
        N_("This is another certificate than the one JumpCloud signs with."),
        N_("Download it again from the app in JumpCloud. An older download may be in the way."),
    ),
    ProblemCode.METADATA_UNREADABLE: _text(
        N_("At this address there is no metadata to read: {reason}"),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_NEEDS_SIGN_IN: _text(
        N_("{host} shows this address only to people who are signed in."),
        N_(
            "DeskPRO can't read it either. In JumpCloud, open the app, SSO tab, Export Metadata, "
            "and use the file instead."
        ),
    ),
    ProblemCode.METADATA_IS_A_WEB_PAGE: _text(
        N_("At this address is a web page, no metadata."),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_NOT_THERE: _text(
        N_("{host} has nothing at this address."),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_NOT_XML: _text(
        N_("What {host} has at this address is no metadata."),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_HOST_NOT_CONFIRMED: _text(
        N_("This address is not one of JumpCloud's: {host}"),
        N_("Copy it again from JumpCloud. If it really shows {host}, say so, and we read it."),
    ),
    ProblemCode.METADATA_IS_SIGN_IN_ADDRESS: _text(
        N_("This is the address where people sign in, not the metadata address."),
        N_("In JumpCloud, open the app, SSO tab, Copy Metadata URL, and paste that."),
    ),
    ProblemCode.METADATA_DIFFERS: _text(
        N_("The metadata belongs to another app: it names {found} instead of {expected}."),
        N_("Copy the address again from this app's SSO tab in JumpCloud."),
    ),
    ProblemCode.KEYRING_LOCKED: _text(
        N_("The keyring of this computer is locked."),
        N_("Unlock it and try again. Until then the key is kept for this session only."),
    ),
    ProblemCode.KEYRING_UNAVAILABLE: _text(
        N_("This computer has no keyring we can use."),
        N_("The key is kept until you close the window, and nowhere else."),
    ),
    ProblemCode.PRACTICE_FAILED: _text(
        N_("The practice helpdesk did not start: {reason}"),
        N_("Close the program and start it again."),
    ),
    ProblemCode.STAGE_NOT_READY: _text(
        N_("Something has to be done first: {stage}"),
        N_("Go to that page in the list, then come back."),
    ),
    ProblemCode.NAME_MISSING: _text(
        N_("The name that DeskPRO shows is missing."),
        N_("Look at the top right in DeskPRO and type the name that stands there."),
    ),
    ProblemCode.NOT_PROVEN: _text(
        N_("The sign-in has not been seen to work with today's settings."),
        N_("Try it first. Until then SSO Method stays Disabled, so that nobody is locked out."),
    ),
    ProblemCode.UNEXPECTED: _text(
        N_("Something went wrong inside this program ({kind})."),
        N_("What was done is saved. Try again; if it stays, copy the details and report them."),
    ),
}
