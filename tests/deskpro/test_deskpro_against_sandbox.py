"""Every read of the client against the sandbox's DeskPRO, over a real socket."""

from urllib.parse import parse_qs, urlsplit

import pytest

from deskpro_sso_gui.deskpro.addresses import check_acs_url, check_entity_id
from deskpro_sso_gui.deskpro.client import DeskPro
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.practice.deskpro.addresses import acs_url, entity_id
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Interface
from tests.support.signin_sandbox import signin_sandbox


async def test_what_the_sandbox_tells_is_understood(http: Http) -> None:
    async with signin_sandbox() as sandbox:
        deskpro = DeskPro(http, sandbox.deskpro)
        assert (await deskpro.discover()).helpdesk_url == sandbox.deskpro

        assert await deskpro.sign_in_sources(Interface.USERS) == ()
        [source] = await deskpro.sign_in_sources(Interface.AGENTS) or ()
        assert (source.id, source.source_type) == (sandbox.source.id, "saml")
        assert source.is_enabled

        where = await deskpro.sign_in_request_url(source)
        assert where is not None
        assert where.startswith(f"{sandbox.jumpcloud}/saml2/deskpro?")
        assert "SAMLRequest" in parse_qs(urlsplit(where).query)

        name = entity_id(sandbox.deskpro, sandbox.source)
        back = acs_url(sandbox.deskpro, sandbox.source)
        metadata = await deskpro.service_provider_metadata(name)
        assert metadata is not None
        assert back.encode() in metadata
        for check in (
            check_entity_id(name, sandbox.deskpro, acs_url=back),
            check_acs_url(back, sandbox.deskpro, entity_id=name),
        ):
            assert (check.warnings, check.source_id) == ((), sandbox.source.id)


async def test_what_the_sandbox_keeps_to_itself_is_no_error(http: Http) -> None:
    async with signin_sandbox(faults=[Fault.NO_SIGN_IN_SOURCES, Fault.NO_SP_METADATA]) as sandbox:
        deskpro = DeskPro(http, sandbox.deskpro)
        assert await deskpro.sign_in_sources(Interface.AGENTS) is None
        name = entity_id(sandbox.deskpro, sandbox.source)
        assert await deskpro.service_provider_metadata(name) is None
        jumpcloud = DeskPro(http, sandbox.jumpcloud)
        with pytest.raises(ProblemError) as error:
            await jumpcloud.discover()
        assert error.value.problem.code is ProblemCode.NOT_A_DESKPRO
