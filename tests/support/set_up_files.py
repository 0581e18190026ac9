"""Set-up files as somebody else may send them: finished, proven, with addresses of their choice."""

from pathlib import Path
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.practice.child import SandboxAddress
from deskpro_sso_gui.setup.record import SetupRecord, encode
from deskpro_sso_gui.setup.stages import StageId
from tests.support.records import done_until

FOREIGN_ACS: Final = "https://login.acme-helpdesk.example/agent/login/authenticate-callback/3"
FOREIGN_HOST: Final = "login.acme-helpdesk.example"


def told_by_a_stranger(
    sandbox: SandboxAddress, *, acs_url: str = FOREIGN_ACS, entity_id: str = "", practice: bool
) -> SetupRecord:
    """Return a set-up that claims to be finished, tried and automatic."""
    record = done_until(StageId.VALIDATE)
    assert record.helpdesk is not None
    assert record.service_provider is not None
    assert record.application is not None
    return replace(
        record,
        name="Acme helpdesk",
        practice=practice,
        helpdesk=replace(record.helpdesk, url=sandbox.deskpro),
        application=replace(record.application, made_here=True),
        service_provider=replace(
            record.service_provider,
            acs_url=acs_url,
            sp_entity_id=entity_id or f"{sandbox.deskpro}/saml/metadata/3.xml",
            metadata_read=True,
        ),
    )


def write_file(path: Path, record: SetupRecord) -> Path:
    """Write ``record`` as a set-up file that no program sealed."""
    path.write_bytes(encode(record))
    return path
