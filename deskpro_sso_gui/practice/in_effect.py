"""What both products go by while something is broken on purpose.

What an administrator set stays as it is set, so that all is well again once the fault is off.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa

from deskpro_sso_gui.practice import keys
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.keys import SigningPair
from deskpro_sso_gui.practice.world import (
    Application,
    Helpdesk,
    Interface,
    SignInSource,
    SsoMethod,
)

PLACEHOLDER: Final = "https://YOURDOMAIN.deskpro.com/saml/metadata/3.xml"
"""What the article lets people type before they know DeskPRO's own address."""

_EXPIRED_FOR: Final = timedelta(days=10)
_RENEWED_BITS: Final = 2048
_OTHER_APP: Final = "helpdesk-2"


class Certificates:
    """The certificates that JumpCloud has in place of those it was set up with.

    Each belongs to the certificate it takes the place of: one that was renewed since is as it is.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Fault, str], tuple[str, SigningPair]] = {}

    def forget(self, faults: AbstractSet[Fault]) -> None:
        """Make new ones when ``faults`` are on the next time."""
        self._made = {name: made for name, made in self._made.items() if name[0] not in faults}

    def in_effect(
        self, application: Application, fault: Fault, *, organization: str, now: datetime
    ) -> SigningPair | None:
        """Return what ``application`` has while ``fault`` is on; None without a key to begin from.

        Args:
            application: as it is set up.
            fault: ``OLD_CERTIFICATE`` or ``EXPIRED_CERTIFICATE``.
            organization: JumpCloud's name for it.
            now: the present, UTC.
        """
        if not application.private_key_pem or not application.certificate_pem:
            return None
        name = (fault, application.id)
        if name not in self._made:
            if fault is Fault.OLD_CERTIFICATE:
                # smaller than JumpCloud's own, to be there at once
                key = rsa.generate_private_key(public_exponent=65537, key_size=_RENEWED_BITS)
                begin = now - timedelta(seconds=1)
            else:
                key = keys.load_private_key(application.private_key_pem)
                begin = keys.years_later(now - _EXPIRED_FOR, -keys.YEARS)
            pair = keys.certify(key, organization=organization, now=begin)
            self._made[name] = (application.certificate_pem, pair)
        replaced, pair = self._made[name]
        return pair if replaced == application.certificate_pem else None


def with_certificate(application: Application, pair: SigningPair) -> Application:
    """Return ``application`` with another certificate and its key."""
    return msgspec.structs.replace(
        application,
        certificate_value=pair.certificate_value,
        certificate_pem=pair.certificate_pem,
        private_key_pem=pair.private_key_pem,
        certificate_created=pair.created,
        certificate_expires=pair.expires,
    )


def sources(
    helpdesk: Helpdesk, faults: frozenset[Fault], *, jumpcloud_origin: str
) -> Sequence[SignInSource]:
    """Return the sign-in apps as DeskPRO goes by them."""
    found = [_source(each, faults) for each in helpdesk.sources]
    if Fault.SECOND_APP in faults and found:
        found.append(_second(found[-1], helpdesk.next_source_id, jumpcloud_origin))
    return found


def _source(source: SignInSource, faults: frozenset[Fault]) -> SignInSource:
    changes: dict[str, object] = {}
    if Fault.NOT_ENABLED in faults:
        changes["is_enabled"] = False
    if Fault.USERS_FORM in faults:
        other = source.interface is Interface.AGENTS
        changes["interface"] = Interface.USERS if other else Interface.AGENTS
    if Fault.AUTOMATIC_TOO_EARLY in faults:
        changes["sso_method"] = SsoMethod.AUTOMATIC
    if Fault.SECOND_APP in faults:
        # one app of a side at most sends people on; the others are set to Disabled (deskpro.md
        # §3.5)
        changes["sso_method"] = SsoMethod.DISABLED
    return msgspec.structs.replace(source, **changes) if changes else source


def _second(like: SignInSource, number: int, jumpcloud_origin: str) -> SignInSource:
    return msgspec.structs.replace(
        like,
        id=number,
        title="SAML",
        is_enabled=True,
        installed=True,
        sso_method=SsoMethod.AUTOMATIC,
        single_sign_on_url=f"{jumpcloud_origin}/saml2/{_OTHER_APP}",
        metadata_url="",
        metadata_xml="",
        idp_entity_id="",
    )
