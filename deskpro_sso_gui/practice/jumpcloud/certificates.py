"""What becomes of an application's certificate when it is written (jumpcloud-api.md §3.6)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from deskpro_sso_gui.practice import keys
from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.keys import KeyMaker
from deskpro_sso_gui.practice.world import Application


def refuse_empty(certificate: str | None, private_key: str | None) -> None:
    """Fail where certificate or key are sent with nothing in them.

    Raises:
        ApiError: 503, every time, as observed.
    """
    if certificate == "" or private_key == "":
        raise errors.unavailable()


async def settle(
    application: Application,
    *,
    certificate: str | None,
    private_key: str | None,
    organization: str,
    key_maker: KeyMaker,
    now: Callable[[], datetime],
) -> None:
    """Give ``application`` the certificate that follows from what was sent.

    Left out, a new key and certificate are made. The stored value sent back changes nothing.
    Another value is stored as it is, readable or not, and takes its key away unless the key is
    sent along.

    Raises:
        ApiError: 400, the key that was sent is not the certificate's.
    """
    if certificate is None:
        await renew(application, organization=organization, key_maker=key_maker, now=now)
    elif certificate != application.certificate_value:
        _store(application, certificate, private_key or "")


async def renew(
    application: Application,
    *,
    organization: str,
    key_maker: KeyMaker,
    now: Callable[[], datetime],
) -> None:
    """Give ``application`` a new key and certificate."""
    key = await key_maker.take()
    # A real certificate begins one second before its application (jumpcloud-api.md §3.3).
    pair = keys.certify(key, organization=organization, now=now() - timedelta(seconds=1))
    application.private_key_pem = pair.private_key_pem
    application.certificate_pem = pair.certificate_pem
    application.certificate_value = pair.certificate_value
    application.certificate_created = pair.created
    application.certificate_expires = pair.expires


def _store(application: Application, certificate: str, private_key: str) -> None:
    parsed = keys.read_certificate_value(certificate)
    key = keys.read_private_key_value(private_key) if private_key else None
    if private_key and (key is None or parsed is None or not _belong_together(key, parsed)):
        raise errors.bad_application("The private key does not match the certificate")
    application.certificate_value = certificate
    application.certificate_pem = (
        parsed.public_bytes(Encoding.PEM).decode("ascii") if parsed else ""
    )
    application.certificate_created = parsed.not_valid_before_utc if parsed else None
    application.certificate_expires = parsed.not_valid_after_utc if parsed else None
    application.private_key_pem = (
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
        if key
        else ""
    )


def _belong_together(key: RSAPrivateKey, certificate: x509.Certificate) -> bool:
    return key.public_key() == certificate.public_key()
