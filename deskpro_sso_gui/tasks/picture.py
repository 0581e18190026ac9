"""The picture on the app's tile: put there after the creation, as a write of its own.

Which pictures JumpCloud takes is not documented (reference/jumpcloud-api.md §3.4). PNG and JPEG
every portal shows; the limits are ours, and are told as ours.
"""

from hashlib import sha256
from typing import Final

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks.access import application_id
from deskpro_sso_gui.tasks.application import Wish, create_application
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle

LARGEST_BYTES: Final = 1_000_000
LARGEST_SIZE: Final = "1 MB"
LARGEST_PIXELS: Final = 2048
"""In width and in height."""

_KINDS: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture's file: ``media_type`` is what its first bytes say."""

    data: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """SHA-256 of the file, which the record keeps in its place."""
        return sha256(self.data).hexdigest()


def picture_of(data: bytes) -> Picture:
    """Take a file as a picture by its size and its first bytes; nothing is decoded.

    Raises:
        ProblemError: neither PNG nor JPEG (``PICTURE_NOT_USABLE``), or too large
            (``PICTURE_TOO_LARGE``).
    """
    if len(data) > LARGEST_BYTES:
        raise too_large()
    media_type = next((kind for start, kind in _KINDS.items() if data.startswith(start)), "")
    if not media_type:
        raise not_usable()
    return Picture(data=data, media_type=media_type)


def not_usable() -> ProblemError:
    """Return the error of a file that is no picture for us."""
    return ProblemError(ProblemCode.PICTURE_NOT_USABLE, pixels=str(LARGEST_PIXELS))


def too_large() -> ProblemError:
    """Return the error of a file that has too many bytes."""
    return ProblemError(ProblemCode.PICTURE_TOO_LARGE, limit=LARGEST_SIZE)


async def create_with_picture(session: Session, wish: Wish, picture: Picture | None) -> None:
    """Create the application, then put ``picture`` on its tile, if there is one.

    With an application in the record already, the picture alone is put there: so it can simply be
    tried again.

    Raises:
        ProblemError: as for ``create_application``; or as for ``put_picture``: then the application
            is there and works, and only its picture is missing.
    """
    await create_application(session, wish)
    if picture is not None:
        await put_picture(session, picture)


async def put_picture(session: Session, picture: Picture) -> None:
    """Put ``picture`` on the application's tile, in place of one that is there.

    Raises:
        ProblemError: as for ``access.application_id``, JumpCloud refused, or can't be reached.
    """
    application = await _ready(session)
    client = await session.services.jumpcloud(session.record)
    await session.write(
        lambda: client.upload_logo(application, picture.data, picture.media_type),
        intent=Intent(
            operation=Operation.UPLOAD_LOGO,
            target=application,
            sent={"image": picture.digest, "media_type": picture.media_type},
        ),
    )
    await _keep(session, application, picture.digest)


async def remove_picture(session: Session) -> None:
    """Take the picture off the application's tile; that there is none is no error.

    Raises:
        ProblemError: as for ``put_picture``.
    """
    application = await _ready(session)
    client = await session.services.jumpcloud(session.record)
    await session.write(
        lambda: client.delete_logo(application),
        intent=Intent(operation=Operation.REMOVE_LOGO, target=application),
    )
    await _keep(session, application, None)


async def _ready(session: Session) -> str:
    await settle(session)
    return application_id(session.record)


async def _keep(session: Session, changed: str, digest: str | None) -> None:
    def update(record: SetupRecord) -> SetupRecord:
        application = record.application
        if application is None or application.id != changed:
            return record
        return replace(record, application=replace(application, picture=digest))

    await session.commit(update)
