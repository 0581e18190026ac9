"""Files that the admin drops anywhere: what they are, and the two addresses of DeskPRO's own."""

import asyncio
from pathlib import Path

import msgspec

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.faults import MetadataError
from deskpro_sso_gui.storage.files import read_limited
from deskpro_sso_gui.tasks.deskpro_add import described
from deskpro_sso_gui.tasks.services import load

_LARGEST_FILE = 1_000_000


class DeskproAddresses(msgspec.Struct, frozen=True, kw_only=True):
    """What DeskPRO's own metadata says; ``acs_url`` is empty where it names none."""

    entity_id: str
    acs_url: str


async def kind_of(path: Path) -> Kind | None:
    """Say what a file is; None where it is too large to be told in this process.

    Raises:
        ProblemError: it can't be read (``FILE_UNREADABLE``).
    """
    try:
        size = (await asyncio.to_thread(path.stat)).st_size
    except OSError:
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=path.name) from None
    if size > _LARGEST_FILE:
        return None
    data = await asyncio.to_thread(read_limited, path, _LARGEST_FILE)
    module = await load("deskpro_sso_gui.saml.identify")
    kind: Kind = await asyncio.to_thread(module.identify, data)
    return kind


async def deskpro_addresses(path: Path) -> DeskproAddresses:
    """Read DeskPRO's two addresses from a file with its metadata.

    Raises:
        ProblemError: it can't be read, or holds something else.
    """
    data = await asyncio.to_thread(read_limited, path, _LARGEST_FILE)
    module = await load("deskpro_sso_gui.saml.metadata")
    try:
        metadata = await asyncio.to_thread(module.read_sp_metadata, data)
    except MetadataError as error:
        raise ProblemError(ProblemCode.METADATA_UNREADABLE, reason=error.fault) from None
    found = described(metadata)
    return DeskproAddresses(entity_id=found.entity_id, acs_url=found.acs_url)
