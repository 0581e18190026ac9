"""RSA keys and certificates as JumpCloud makes them for an application.

What they look like was measured on real ones (jumpcloud-api.md §3.6): RSA 4096, SHA-256, X.509 v3
without extensions, self-signed, five calendar years, a serial number of 160 random bits.
"""

import asyncio
import base64
import contextlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import NameOID

KEY_BITS: Final = 4096
YEARS: Final = 5


class SigningPair(msgspec.Struct, frozen=True, kw_only=True):
    """A private key and its certificate.

    Attributes:
        private_key_pem: PKCS #8, unencrypted.
        certificate_pem: the certificate, PEM with 64 columns.
        created: start of the certificate's life, UTC.
        expires: its end, UTC.
    """

    private_key_pem: str
    certificate_pem: str
    created: datetime
    expires: datetime

    @property
    def certificate_value(self) -> str:
        """The certificate as JumpCloud's API shows it: base64 of the whole PEM text."""
        return base64.b64encode(self.certificate_pem.encode("ascii")).decode("ascii")


def certify(key: RSAPrivateKey, *, organization: str, now: datetime) -> SigningPair:
    """Make JumpCloud's certificate for ``key``.

    Args:
        key: the application's private key.
        organization: JumpCloud's name of the organisation, at most 64 characters are used
            (X.520, ``ub-organization-name``).
        now: the start of its life, UTC.
    """
    created = now.astimezone(UTC).replace(microsecond=0)
    expires = years_later(created, YEARS)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
            x509.NameAttribute(NameOID.STATE_OR_PROVINCE_NAME, "CO"),
            x509.NameAttribute(NameOID.LOCALITY_NAME, "Boulder"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "JumpCloudSAMLIdP"),
            x509.NameAttribute(NameOID.COMMON_NAME, "JumpCloudSAMLUser"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(created)
        .not_valid_after(expires)
        .sign(key, hashes.SHA256())
    )
    return SigningPair(
        private_key_pem=key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode("ascii"),
        certificate_pem=certificate.public_bytes(serialization.Encoding.PEM).decode("ascii"),
        created=created,
        expires=expires,
    )


def read_certificate_value(value: str) -> x509.Certificate | None:
    """Read a stored ``idpCertificate`` value; ``None`` unless it is base64 of a PEM text."""
    try:
        text = base64.b64decode(value, validate=True)
        return x509.load_pem_x509_certificate(text)
    except ValueError:
        return None


def read_private_key_value(value: str) -> RSAPrivateKey | None:
    """Read a sent ``idpPrivateKey`` value; ``None`` unless it is base64 of an RSA key in PEM."""
    try:
        key = serialization.load_pem_private_key(base64.b64decode(value, validate=True), None)
    except (ValueError, TypeError):
        return None
    return key if isinstance(key, RSAPrivateKey) else None


@lru_cache(maxsize=64)
def load_private_key(pem: str) -> RSAPrivateKey:
    """Read a private key of the state file.

    Raises:
        ValueError: ``pem`` is no RSA private key.
    """
    key = serialization.load_pem_private_key(pem.encode("ascii"), None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")  # noqa: TRY004 - the promise is about the text
    return key


def generate_key() -> RSAPrivateKey:
    """Make an RSA key. Takes a second or more; lets other threads run meanwhile."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


class KeyMaker:
    """Makes RSA keys off the event loop, and keeps one spare so that "create" is quick.

    Keys are made in daemon threads: one under way never holds up the end of the program.
    """

    def __init__(self, generate: Callable[[], RSAPrivateKey] = generate_key) -> None:
        self._generate = generate
        self._spare: asyncio.Future[RSAPrivateKey] | None = None

    def prepare(self) -> None:
        """Begin to make the spare key, unless there is one. Needs a running loop."""
        if self._spare is None:
            self._spare = self._begin()

    async def take(self) -> RSAPrivateKey:
        """Return a key nobody else gets, and begin to make the next."""
        key, self._spare = self._spare or self._begin(), None
        try:
            return await key
        finally:
            self.prepare()

    def close(self) -> None:
        """Forget the spare key and stop waiting for one."""
        if self._spare is not None:
            self._spare.cancel()
            self._spare = None

    def _begin(self) -> asyncio.Future[RSAPrivateKey]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[RSAPrivateKey] = loop.create_future()

        def deliver(key: RSAPrivateKey) -> None:
            if not future.done():
                future.set_result(key)

        def work() -> None:
            key = self._generate()
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(deliver, key)

        threading.Thread(target=work, name="sandbox-key", daemon=True).start()
        return future


def years_later(moment: datetime, years: int) -> datetime:
    """Return the same day ``years`` later; earlier where that is negative."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year + years, day=28)
