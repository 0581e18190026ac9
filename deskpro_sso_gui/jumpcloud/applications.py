"""Calls about applications: what JumpCloud offers, what is there, and the changes we make."""

import re
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace

from deskpro_sso_gui.jumpcloud import purposes
from deskpro_sso_gui.jumpcloud.caller import Call, Caller
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError, decoded, not_understood
from deskpro_sso_gui.jumpcloud.wire import WireApplication, WireTemplate, creation, replacement
from deskpro_sso_gui.net import Response
from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.net.types import DOCUMENT_LIMIT
from deskpro_sso_gui.problems import ProblemCode
from deskpro_sso_gui.setup.facts import Application, ApplicationRequest, Config, Template
from deskpro_sso_gui.setup.plan import CUSTOM_TEMPLATE, DESKPRO_TEMPLATE

_SPEAKS_OF_PLAN: Final = re.compile(
    r"\b(plan|package|licen[cs]ed?|subscription|entitle\w*|upgrade|add-?on|sku)\b", re.IGNORECASE
)
_LIST_FIELDS: Final = "_id name displayName keywords sso"
_DESKPRO_NAMES: Final = ("DeskPRO", "Deskpro")


def segment(identifier: str) -> str:
    """Return ``identifier`` as one segment of a path, whatever is in it."""
    return quote(identifier, safe="")


def is_metadata(body: bytes) -> bool:
    """Say whether ``body`` looks like SAML metadata; ``saml`` decides whether it is."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    # UTF-16 begins with a byte order mark and is rare, but is XML all the same
    is_xml = start.startswith((b"<", b"\xff\xfe", b"\xfe\xff"))
    return is_xml and b"EntityDescriptor" in body.replace(b"\x00", b"")


class ApplicationCalls:
    """The part of ``JumpCloud`` about applications."""

    _caller: Caller

    async def templates(self) -> tuple[Template, ...]:
        """Return the catalogue entries of use to us: DeskPRO's own and the custom SAML one.

        One request where the catalogue knows DeskPRO by name; otherwise the whole catalogue is
        looked through for a display name or a keyword (reference §3.1).

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        alternatives = [
            f"name:$eq:{DESKPRO_TEMPLATE}",
            f"name:$eq:{CUSTOM_TEMPLATE}",
            *(f"displayName:$eq:{name}" for name in _DESKPRO_NAMES),
        ]
        query = tuple((f"filter[or][{i}]", each) for i, each in enumerate(alternatives))
        found = await self._templates_listed(query)
        if any(_is_deskpro(each) for each in found):
            return tuple(each.fact() for each in found)
        listed = await self._templates_listed((("fields", _LIST_FIELDS), ("sort", "_id")))
        wanted = [each for each in listed if _is_deskpro(each) or each.name == CUSTOM_TEMPLATE]
        return tuple(await several([partial(self._template, each.id) for each in wanted]))

    async def _templates_listed(self, query: tuple[tuple[str, str], ...]) -> list[WireTemplate]:
        call = Call(
            method="GET",
            path="/application-templates",
            purpose=purposes.SEE_TEMPLATES,
            query=query,
            read=True,
        )
        return list(await self._caller.every(call, WireTemplate, lambda each: each.id))

    async def _template(self, template_id: str) -> Template:
        call = Call(
            method="GET",
            path=f"/application-templates/{segment(template_id)}",
            purpose=purposes.SEE_TEMPLATES,
            read=True,
        )
        return decoded(await self._caller.call(call), WireTemplate).fact()

    async def applications(self) -> tuple[Application, ...]:
        """Return all applications of the organisation, of any kind, with their settings.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        call = Call(
            method="GET",
            path="/applications",
            purpose=purposes.SEE_APPLICATIONS,
            query=(("sort", "_id"),),
            read=True,
        )
        listed = await self._caller.every(call, WireApplication, lambda each: each.id)
        return tuple(each.fact() for each in listed)

    async def application(self, application_id: str) -> Application:
        """Return one application as JumpCloud has it now.

        Raises:
            JumpCloudError: JumpCloud refused; ``NOT_FOUND`` when it is gone.
            NetError: no usable answer came.
        """
        call = Call(
            method="GET",
            path=f"/applications/{segment(application_id)}",
            purpose=purposes.SEE_APPLICATIONS,
            read=True,
        )
        return decoded(await self._caller.call(call), WireApplication).fact()

    async def create_application(self, request: ApplicationRequest) -> Application:
        """Create an application, switched on, and return it. Never sent twice.

        JumpCloud does not check that the IdP URL is unused, and makes key and certificate itself.

        Raises:
            JumpCloudError: JumpCloud refused; ``PLAN_LACKS_SSO`` where it says that the plan is
                why, ``NOT_PERMITTED`` where the role may not.
            NetError: no usable answer came; when ``sent``, it may have been created.
        """
        call = Call(
            method="POST",
            path="/applications",
            purpose=purposes.CREATE_APPLICATION,
            json=creation(request),
        )
        try:
            response = await self._caller.call(call)
        except JumpCloudError as error:
            if error.status == HTTPStatus.PAYMENT_REQUIRED or (
                error.problem.code is ProblemCode.NOT_PERMITTED
                and _SPEAKS_OF_PLAN.search(error.detail)
            ):
                raise JumpCloudError(
                    ProblemCode.PLAN_LACKS_SSO, error.status, error.detail
                ) from error
            raise
        return decoded(response, WireApplication).fact()

    async def update_application(
        self, application: Application, *, active: bool, config: Config
    ) -> Application:
        """Replace the application's settings and return what JumpCloud has then. Sent once.

        Args:
            application: as just read; what is not changed is sent back from it.
            active: whether people can sign in with it.
            config: whole, as read and with the changes in it. Without its ``idpCertificate``
                JumpCloud makes a new certificate (reference §3.5).

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came; when ``sent``, it may have been changed.
        """
        call = Call(
            method="PUT",
            path=f"/applications/{segment(application.id)}",
            purpose=purposes.CHANGE_APPLICATION,
            json=replacement(application, active=active, config=config),
        )
        return decoded(await self._caller.call(call), WireApplication).fact()

    async def delete_application(self, application_id: str) -> None:
        """Delete the application. Sent once; that it is gone already is no error.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came; when ``sent``, it may have been deleted.
        """
        call = Call(
            method="DELETE",
            path=f"/applications/{segment(application_id)}",
            purpose=purposes.DELETE_APPLICATION,
            accepts=frozenset({HTTPStatus.NOT_FOUND}),
        )
        await self._caller.call(call)

    async def metadata(self, organization_id: str, application_id: str) -> bytes:
        """Return the application's metadata as JumpCloud gives it to an administrator.

        The path names the organisation, and is tried without ``x-org-id`` first (reference §4.1).

        Raises:
            JumpCloudError: JumpCloud refused, or answered with something that is no metadata.
            NetError: no usable answer came.
        """
        organization, application = segment(organization_id), segment(application_id)
        call = Call(
            method="GET",
            path=f"/organizations/{organization}/applications/{application}/metadata.xml",
            purpose=purposes.READ_METADATA,
            read=True,
            expects="application/xml, text/xml;q=0.9",
            limit=DOCUMENT_LIMIT,
        )
        response = await self._metadata(call, organization_id)
        if response.is_web_page or not is_metadata(response.body):
            raise not_understood(response)
        return response.body

    async def _metadata(self, call: Call, organization_id: str) -> Response:
        try:
            return await self._caller.call(call)
        except JumpCloudError as error:
            if error.problem.code is not ProblemCode.ORGANIZATION_NOT_CHOSEN:
                raise
        named = self._caller.with_organization(organization_id)
        return await named.call(replace(call, names_organization=True))


def _is_deskpro(template: WireTemplate) -> bool:
    words: Iterable[object] = (template.name, template.display_name, *(template.keywords or ()))
    return any(isinstance(word, str) and DESKPRO_TEMPLATE in word.lower() for word in words)
