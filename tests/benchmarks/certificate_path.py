"""How long it takes, in this process, to read a certificate file and judge it.

Run as ``python -m tests.benchmarks.certificate_path``. The target is 2 ms for a file with a
certificate like JumpCloud's own (RSA 4096), in its median.
"""

import base64
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from deskpro_sso_gui.diagnosis.expectations import Expectations
from deskpro_sso_gui.diagnosis.judge import judge
from deskpro_sso_gui.diagnosis.reading import gather, read

TARGET_MS: Final = 2.0
_ROUNDS: Final = 300
_NOW: Final = datetime(2026, 5, 4, 12, tzinfo=UTC)


def _certificate() -> x509.Certificate:
    private = rsa.generate_private_key(65537, 4096)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Acme"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "JumpCloudSAMLIdP"),
            x509.NameAttribute(NameOID.COMMON_NAME, "JumpCloudSAMLUser"),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2029, 1, 1, tzinfo=UTC))
        .sign(private, hashes.SHA256())
    )


def _files() -> Mapping[str, bytes]:
    certificate = _certificate()
    pem = certificate.public_bytes(Encoding.PEM)
    return {
        "PEM": pem,
        "DER": certificate.public_bytes(Encoding.DER),
        "base64 of PEM": base64.b64encode(pem),
        "UTF-16 with Windows line ends": pem.replace(b"\n", b"\r\n").decode().encode("utf-16"),
        "PKCS #7": pkcs7.serialize_certificates([certificate], Encoding.DER),
        "cut off": pem[:1500],
    }


def _look(data: bytes) -> None:
    judge(gather([read(data, "certificate.pem")], Expectations(), now=_NOW))


def _timed(work: Callable[[], None]) -> list[float]:
    """Return how long each round took, in milliseconds; the first ones only warm up."""
    took = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        work()
        took.append((time.perf_counter() - begin) * 1000)
    return took[_ROUNDS // 10 :]


def main() -> int:
    """Print a line for each kind of file; 1 when the target is missed."""
    missed = False
    for name, data in _files().items():
        took = _timed(lambda data=data: _look(data))  # type: ignore[misc]
        median, slowest = statistics.median(took), statistics.quantiles(took, n=20)[-1]
        missed = missed or median > TARGET_MS
        print(f"{name:<30} median {median:6.3f} ms   95 % within {slowest:6.3f} ms")  # noqa: T201 - its answer
    print(f"target: median under {TARGET_MS:g} ms, {'missed' if missed else 'met'}")  # noqa: T201 - its answer
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
