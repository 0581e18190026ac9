"""Set-ups that are saved on this computer, with a certificate that has so many days left."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.setup.parts import CertificateState, Origin
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.storage.setups import SetupStore

NOW: Final = datetime.now(UTC)


def certificate(days: int) -> CertificateState:
    """Return a certificate with so many days left."""
    return CertificateState(
        pem="-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
        sha256="0" * 64,
        sha1="0" * 40,
        subject="CN=JumpCloud",
        not_before=NOW - timedelta(days=900),
        not_after=NOW + timedelta(days=days),
        source=Origin.FILE,
    )


def record(name: str, **values: object) -> SetupRecord:
    """Return a set-up called ``name``."""
    made = SetupRecord(name=name, created_at=NOW, changed_at=NOW)
    return replace(made, **values)


def save(*records: SetupRecord) -> SetupStore:
    """Save ``records`` as set-ups of this computer."""
    store = SetupStore(folders(practice=False).setups)
    for each in records:
        store.save(each)
    return store
