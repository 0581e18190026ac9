"""Stage *Summary*: write it to a folder."""

import asyncio
from pathlib import Path

from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.record import Export, SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.files import write_atomic
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session


async def export(session: Session, folder: Path) -> tuple[Path, ...]:
    """Write the summary in every form, the certificate and DeskPRO's settings to ``folder``.

    Returns:
        The files written.

    Raises:
        ProblemError: a file can't be written.
    """
    module = await load("deskpro_sso_gui.summary.export")
    now = session.services.now()

    def exported(record: SetupRecord, names: tuple[str, ...]) -> SetupRecord:
        entry = Export(
            at=now,
            folder=str(folder.resolve()),
            files=names,
            basis=record.basis(StageId.SUMMARY),
        )
        return replace(record, exports=(*record.exports, entry))

    # the summary speaks of itself as written, so it is made from the record that says so
    contents = await asyncio.to_thread(module.files, exported(session.record, ()), now=now)
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    except OSError:
        raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(folder)) from None
    for name, data in contents.items():
        await session.services.writer.run(write_atomic, folder / name, data)
    await session.commit(lambda record: exported(record, tuple(contents)))
    return tuple(folder / name for name in contents)
