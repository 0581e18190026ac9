"""Files of this computer, shown to the admin by the programs that are for it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.texts import t

if TYPE_CHECKING:
    from deskpro_sso_gui.setup.record import SetupRecord


def open_file(path: Path) -> bool:
    """Open ``path`` with the program that is for it; a folder opens in the file manager."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> bool:
    """Open the folder that ``path`` is in."""
    return open_file(path.parent)


async def make_folder(folder: Path) -> None:
    """Make ``folder`` where it is not there.

    Raises:
        ProblemError: it can't be made (``FILE_NOT_WRITABLE``).
    """
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    except OSError:
        raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(folder)) from None


def handover_folder(record: "SetupRecord") -> Path:
    """Return where the files of a set-up go unless the admin says otherwise.

    It is among the admin's documents: browsers that are shut into a box may read those, but not a
    program's own hidden folder.
    """
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    host = record.helpdesk.url.partition("://")[2] if record.helpdesk else ""
    name = "".join(
        sign if sign.isalnum() or sign in "-._ " else "-" for sign in record.name or host
    )
    title = t(N_("DeskPRO sign-in"))
    return Path(documents) / (f"{title} {name.strip(' .')}" if name.strip(" .") else title)
