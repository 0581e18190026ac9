"""Stage *Summary*: write it to a folder."""

import asyncio
import os
from pathlib import Path

from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.parts import Export, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.files import write_atomic
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session


async def prepare(folder: Path) -> None:
    """Make ``folder`` where it is not there yet.

    Raises:
        ProblemError: it can't be made, or nothing can be written to it (``FILE_NOT_WRITABLE``).
    """
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        usable = await asyncio.to_thread(os.access, folder, os.W_OK | os.X_OK)
    except OSError:
        usable = False
    if not usable:
        raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(folder))


async def export(session: Session, folder: Path) -> tuple[Path, ...]:
    """Write the summary in every form, the certificate and DeskPRO's settings to ``folder``.

    Each file is whole: on a full disk what was there before stays, and the record does not say
    that it was exported.

    Returns:
        The files written.

    Raises:
        ProblemError: a file can't be written (``FILE_NOT_WRITABLE``).
    """
    module = await load("deskpro_sso_gui.summary.export")
    place = await asyncio.to_thread(folder.resolve)
    now, of = session.services.now(), session.record.digest()

    def exported(record: SetupRecord, names: tuple[str, ...]) -> SetupRecord:
        entry = Export(
            at=now,
            folder=one_line(str(place)),
            files=names,
            of=of,
            basis=record.basis(StageId.SUMMARY),
        )
        # one entry a folder: a nightly run must not make the record grow for ever
        others = tuple(each for each in record.exports if each.folder != entry.folder)
        return replace(record, exports=(*others, entry))

    # the summary speaks of itself as written, so it is made from the record that says so
    contents = await asyncio.to_thread(module.files, exported(session.record, ()), now=now)
    await prepare(folder)
    for name, data in contents.items():
        await session.services.writer.run(write_atomic, folder / name, data)
    await session.commit(lambda record: exported(record, tuple(contents)))
    return tuple(folder / name for name in contents)
