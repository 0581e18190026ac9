"""JumpCloud's answer about a user to an application, with what is broken on purpose."""

import re
from datetime import timedelta
from typing import Final

import msgspec

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.in_effect import PLACEHOLDER
from deskpro_sso_gui.practice.loopback import is_web_address
from deskpro_sso_gui.practice.saml_xml import NAME_ID_UNSPECIFIED
from deskpro_sso_gui.practice.signin.response import Signing, Statement, build_response
from deskpro_sso_gui.practice.signin.settings import SignInSettings, user_field
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application, User

CLOCK_ERROR: Final = timedelta(minutes=10)
_LAST_NUMBER: Final = re.compile(r"\d+(?=\D*\Z)")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A response and where the browser has to post it.

    Attributes:
        document: the response, XML in UTF-8.
        relay_state: empty when there is none.
    """

    acs_url: str
    document: bytes
    relay_state: str


class CannotAnswerError(Exception):
    """The application has no usable ACS address, or no key to sign with."""


def answer(
    store: Store,
    application: Application,
    user: User,
    *,
    in_response_to: str | None,
    relay_state: str,
) -> Answer:
    """Build the response that lets ``user`` into ``application``.

    Args:
        store: tells time, groups and faults.
        application: whose settings shape the response.
        user: who has signed in.
        in_response_to: id of the service's request; ``None`` for a visit from the tile.
        relay_state: what the visit brought; where empty, the application's default counts.

    Raises:
        CannotAnswerError: the settings do not suffice.
    """
    application = store.in_effect(application)
    settings = SignInSettings.of(application)
    key = store.signing_key(application)
    if key is None or not application.certificate_pem or not is_web_address(settings.acs_url):
        raise CannotAnswerError
    acs_url = _acs_url(store, settings.acs_url)
    groups = tuple(sorted(group.name for group in store.groups_of(user)))
    statement = Statement(
        issuer=settings.issuer,
        acs_url=acs_url,
        audience=settings.audience,
        name_id=user_field(user, settings.subject_field),
        name_id_format=settings.name_id_format,
        attributes=settings.attributes(user, groups),
        in_response_to=in_response_to,
        issued_at=store.now(),
    )
    unsigned = store.has_fault(Fault.UNSIGNED_ASSERTION)
    signing = Signing(
        key=key,
        certificate_pem=application.certificate_pem,
        algorithm=settings.signature_algorithm,
        assertion=settings.sign_assertion and not unsigned,
        response=settings.sign_response and not unsigned,
        tampered=store.has_fault(Fault.TAMPERED_ASSERTION),
    )
    return Answer(
        acs_url=acs_url,
        document=build_response(_with_faults(store, statement, user), signing),
        relay_state=relay_state or settings.relay_state,
    )


def _with_faults(store: Store, statement: Statement, user: User) -> Statement:
    replace = msgspec.structs.replace
    if store.has_fault(Fault.CLOCK_OFF):
        statement = replace(statement, issued_at=statement.issued_at - CLOCK_ERROR)
    if store.has_fault(Fault.NAME_ID_NOT_EMAIL):
        statement = replace(statement, name_id=user.username, name_id_format=NAME_ID_UNSPECIFIED)
    if store.has_fault(Fault.WRONG_AUDIENCE):
        statement = replace(statement, audience=f"{statement.audience}/other")
    if store.has_fault(Fault.PLACEHOLDER_LEFT):
        statement = replace(statement, audience=PLACEHOLDER)
    return statement


def _acs_url(store: Store, address: str) -> str:
    """Return where the answer goes: with the fault to DeskPRO's next number."""
    if not store.has_fault(Fault.WRONG_ACS_NUMBER):
        return address
    return _LAST_NUMBER.sub(lambda number: str(int(number[0]) + 1), address)
