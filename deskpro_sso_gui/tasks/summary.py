"""Stage *Summary*: write it to a folder."""

import asyncio
import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.parts import Export, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.files import write_atomic
from deskpro_sso_gui.summary.export import (
    CALENDAR_FILE,
    CERTIFICATE_FILE,
    PDF_FILE,
    set_up_file,
)
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session

_NOT_ALWAYS: Final = frozenset({PDF_FILE, CALENDAR_FILE, CERTIFICATE_FILE})
"""What one export writes and the next may not. No other file is ever removed."""


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


async def export(
    session: Session, folder: Path, *, to_pdf: Callable[[Summary], bytes] | None = None
) -> tuple[Path, ...]:
    """Write the summary in every form, the certificate and DeskPRO's settings to ``folder``.

    A PDF, a calendar or a certificate of an earlier export to this folder that is not written anew
    is removed. Each file is whole: on a full disk what was there before stays, and the record does
    not say that it was exported.

    Args:
        session: the set-up.
        folder: where to; it is made where it is not there.
        to_pdf: makes the PDF, in this thread; without a window there is nothing that can.

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
    told = exported(session.record, ())
    contents = await asyncio.to_thread(module.files, told, now=now)
    if to_pdf is not None:
        contents = {PDF_FILE: to_pdf(summary_facts(told, now=now)), **contents}
    await prepare(folder)
    for name, data in contents.items():
        await session.services.writer.run(write_atomic, folder / name, data)
    before = (each for each in session.record.exports if each.folder == one_line(str(place)))
    for name in {name for each in before for name in each.files} & _NOT_ALWAYS - contents.keys():
        # it tells of another day than the files beside it
        await session.services.writer.run(_remove, folder / name)
    await session.commit(lambda record: exported(record, tuple(contents)))
    return tuple(folder / name for name in contents)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):  # an old file is no reason to call a written summary failed
        path.unlink(missing_ok=True)


async def hand_on(session: Session, path: Path) -> Path:
    """Write a set-up file for a colleague to ``path``, and return it.

    Raises:
        ProblemError: it can't be written (``FILE_NOT_WRITABLE``).
    """
    data = set_up_file(session.record, now=session.services.now())
    await session.services.writer.run(write_atomic, path, data)
    return path
