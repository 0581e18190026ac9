"""Calls about the picture on an application's tile (reference/jumpcloud-api.md §3.4)."""

from typing import Final

from deskpro_sso_gui.jumpcloud import purposes
from deskpro_sso_gui.jumpcloud.applications import segment
from deskpro_sso_gui.jumpcloud.caller import Call, Caller
from deskpro_sso_gui.net.types import Upload

_FIELD: Final = "image"
_NAMES: Final = {"image/png": "logo.png", "image/jpeg": "logo.jpg"}


class LogoCalls:
    """The part of ``JumpCloud`` about pictures."""

    _caller: Caller

    async def upload_logo(self, application_id: str, image: bytes, media_type: str) -> None:
        """Put a picture on the tile, in place of one that is there. Sent once.

        Which kinds and sizes JumpCloud takes is not documented.

        Args:
            application_id: whose tile.
            image: a PNG or JPEG file.
            media_type: ``image/png`` or ``image/jpeg``.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came; when ``sent``, it may be there.
        """
        name = _NAMES[media_type]  # not the file's own, which is nobody's business
        call = Call(
            method="POST",
            path=_path(application_id),
            purpose=purposes.CHANGE_LOGO,
            upload=Upload(field=_FIELD, name=name, media_type=media_type, data=image),
        )
        await self._caller.call(call)

    async def delete_logo(self, application_id: str) -> None:
        """Take the picture off the tile. Sent once; that there is none is no error.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came; when ``sent``, it may be gone.
        """
        call = Call(method="DELETE", path=_path(application_id), purpose=purposes.CHANGE_LOGO)
        await self._caller.call(call)


def _path(application_id: str) -> str:
    return f"/v2/applications/{segment(application_id)}/logo"
