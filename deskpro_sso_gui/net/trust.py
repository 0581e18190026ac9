"""Whom we believe: the system's trust store, and an extra authority where one is set.

There is no way to switch the verification off.
"""

import ssl
import sys
from pathlib import Path
from typing import Any

import truststore

from deskpro_sso_gui.problems import ProblemCode, ProblemError


class _Context(truststore.SSLContext):
    """The system's trust store, with two things added.

    It remembers on a refused certificate who issued it, so that the admin can be told: the refusal
    itself names nobody, and asking a second time would not go through the proxy. And where the
    store is a file, it is read once: truststore reads it for each connection, which holds up the
    loop, and with it the window, for 35 ms every time.
    """

    _store_is_read = False

    def wrap_bio(self, *arguments: Any, **options: Any) -> ssl.SSLObject:
        """Return the TLS object of a connection, as the context of ``ssl`` does."""
        filled = getattr(self, "_ctx", None) if self._store_is_read else None
        begin = filled.wrap_bio if filled else super().wrap_bio
        connection: ssl.SSLObject = begin(*arguments, **options)
        self._store_is_read = sys.platform == "linux"
        handshake = connection.do_handshake

        def remembering() -> None:
            try:
                handshake()
            except ssl.SSLCertVerificationError as error:
                error.issuer = _issuer(connection)  # type: ignore[attr-defined] # read in faults
                raise

        connection.do_handshake = remembering  # type: ignore[method-assign] # as promised above
        return connection


def _issuer(connection: ssl.SSLObject) -> str:
    """Return who issued the server's own certificate, empty where it can't be told."""
    from cryptography import x509  # noqa: PLC0415 - heavy, and needed after a refusal only

    # public since Python 3.13; before that on the inner object, where truststore reads it too
    source = getattr(connection, "get_unverified_chain", None) or getattr(
        getattr(connection, "_sslobj", None), "get_unverified_chain", None
    )
    chain = source() if source else None
    if not chain:
        return ""
    first = chain[0]
    # the inner object of Python 3.11 and 3.12 gives certificates of its own kind; 2 is DER
    der = first if isinstance(first, bytes) else first.public_bytes(2)
    try:
        name = x509.load_der_x509_certificate(der).issuer
    except ValueError:
        return ""
    for kind in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(kind)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()


def context(ca_file: Path | None) -> ssl.SSLContext:
    """Return the TLS context of all connections. Takes a tenth of a second: call it in a thread.

    Args:
        ca_file: PEM file of authorities to believe besides the system's.

    Raises:
        ProblemError: ``ca_file`` can't be read as one (``AUTHORITY_FILE_UNUSABLE``).
    """
    made = _Context(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file is not None:
        try:
            made.load_verify_locations(cafile=ca_file)
        except OSError as error:  # ssl.SSLError is one
            raise ProblemError(ProblemCode.AUTHORITY_FILE_UNUSABLE, path=str(ca_file)) from error
    # a connection to nobody, for the store to be read here and not in the loop
    made.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="localhost")
    return made
