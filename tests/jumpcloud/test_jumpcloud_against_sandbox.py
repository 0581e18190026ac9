"""Every call of the client against the sandbox, which shares no code with it, over real sockets."""

from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import pytest_asyncio

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.client import JumpCloud, region_of
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential, ServiceAccount
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.jumpcloud.public import public_metadata
from deskpro_sso_gui.net import NetError
from deskpro_sso_gui.net.transport import Http, Timeouts
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Application, Region, SignInOutcome, UserTrouble
from deskpro_sso_gui.setup.plan import choose_template, differences, merged, request
from tests.support.jumpcloud_sandbox import JumpCloudSandbox, jumpcloud_sandbox


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared() -> AsyncIterator[JumpCloudSandbox]:
    async with jumpcloud_sandbox() as sandbox:
        yield sandbox


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def sandbox(shared: JumpCloudSandbox) -> JumpCloudSandbox:
    shared.renew()
    return shared


@asynccontextmanager
async def connected(
    sandbox: JumpCloudSandbox,
    credential: Credential | None = None,
    timeouts: Timeouts | None = None,
) -> AsyncIterator[JumpCloud]:
    http = Http(timeouts=timeouts)
    endpoints = Endpoints.for_loopback(sandbox.ready.jumpcloud)
    yield JumpCloud(http, endpoints, credential or ApiKey(Secret(sandbox.ready.api_key)))
    await http.aclose()


async def make(client: JumpCloud, sandbox: JumpCloudSandbox) -> Application:
    template = choose_template(await client.templates())
    assert template is not None
    wanted = request(
        template,
        label="DeskPRO",
        idp_url=f"{sandbox.ready.jumpcloud}/saml2/deskpro",
        description="Helpdesk",
        hidden=False,
        color="",
    )
    return await client.create_application(wanted)


async def test_who_we_are(sandbox: JumpCloudSandbox) -> None:
    async with connected(sandbox) as client:
        [organization] = await client.organizations()
        administrator = await client.myself()
    assert organization.id == sandbox.ready.organization
    assert organization.name == sandbox.store.world.organization.name
    assert administrator is not None
    assert administrator.email == sandbox.store.world.administrator.email
    expires = sandbox.store.world.administrator.api_key_expires
    assert administrator.key_expires_at is not None
    assert abs(administrator.key_expires_at - expires) < timedelta(milliseconds=1)


async def test_a_service_account_signs_in_too(sandbox: JumpCloudSandbox) -> None:
    administrator = sandbox.store.world.administrator
    good = ServiceAccount(administrator.client_id, Secret(administrator.client_secret))
    async with connected(sandbox, good) as client:
        assert len(await client.organizations()) == 1
    bad = ServiceAccount(administrator.client_id, Secret("wrong"))
    async with connected(sandbox, bad) as client:
        with pytest.raises(JumpCloudError) as error:
            await client.organizations()
    assert error.value.problem.code is ProblemCode.SERVICE_ACCOUNT_NOT_ACCEPTED


async def test_a_wrong_key_is_refused(sandbox: JumpCloudSandbox) -> None:
    async with connected(sandbox, ApiKey(Secret("jca_wrong"))) as client:
        with pytest.raises(JumpCloudError) as error:
            await client.organizations()
    assert error.value.problem.code is ProblemCode.KEY_NOT_ACCEPTED


async def test_the_region_is_found(sandbox: JumpCloudSandbox) -> None:
    http = Http()
    candidates = [Endpoints.for_loopback(sandbox.ready.jumpcloud)]
    key = ApiKey(Secret(sandbox.ready.api_key))
    assert await region_of(http, key, candidates) is Region.US
    await http.aclose()


async def test_an_application_from_its_creation_to_its_end(sandbox: JumpCloudSandbox) -> None:
    async with connected(sandbox) as client:
        created = await make(client, sandbox)
        assert created.active
        assert created.sso_url == f"{sandbox.ready.jumpcloud}/saml2/deskpro"
        assert b64decode(created.certificate_text).startswith(b"-----BEGIN CERTIFICATE-----")
        assert created.certificate_expires_at is not None
        assert await client.application(created.id) == created
        assert created in await client.applications()

        wanted = {
            "sp_entity_id": f"{sandbox.ready.deskpro}/saml/metadata/3.xml",
            "acs_url": f"{sandbox.ready.deskpro}/agent/login/authenticate-callback/3",
        }
        active, config = merged(created, differences(created, **wanted))
        changed = await client.update_application(created, active=active, config=config)
        assert not any(each.differs for each in differences(changed, **wanted))
        assert changed.certificate_text == created.certificate_text
        assert changed.description == "Helpdesk"

        metadata = await client.metadata(sandbox.ready.organization, created.id)
        assert f"{sandbox.ready.jumpcloud}/saml2/deskpro".encode() in metadata

        await client.delete_application(created.id)
        await client.delete_application(created.id)
        with pytest.raises(JumpCloudError) as error:
            await client.application(created.id)
        assert error.value.problem.code is ProblemCode.NOT_FOUND


async def test_a_change_without_the_certificate_would_make_a_new_one(
    sandbox: JumpCloudSandbox,
) -> None:
    """Why ``config`` has to be whole."""
    async with connected(sandbox) as client:
        created = await make(client, sandbox)
        config = {key: value for key, value in created.config.items() if key != "idpCertificate"}
        changed = await client.update_application(created, active=True, config=config)
    assert changed.certificate_text != created.certificate_text


@pytest.mark.parametrize(
    ("faults", "names"),
    [
        ((), {"deskpro", "saml2"}),
        ((Fault.RICH_DESKPRO_TEMPLATE,), {"deskpro", "saml2"}),
        ((Fault.NO_DESKPRO_TEMPLATE,), {"saml2"}),
    ],
)
async def test_what_jumpcloud_offers(
    sandbox: JumpCloudSandbox, faults: tuple[Fault, ...], names: set[str]
) -> None:
    sandbox.store.set_faults(faults)
    async with connected(sandbox) as client:
        found = await client.templates()
    assert {template.name for template in found} == names
    assert all("acsUrl" in template.config for template in found)


async def test_groups_and_who_gets_in(sandbox: JumpCloudSandbox) -> None:
    async with connected(sandbox) as client:
        application = await make(client, sandbox)
        agents, everybody = sandbox.group("DeskPRO agents"), sandbox.group("All Users")
        assert [group.name for group in await client.groups()] == sorted(
            group.name for group in sandbox.store.world.groups.values()
        )
        assert [group.id for group in await client.groups("deskpro")] == [agents.id]
        assert (await client.group(agents.id)).description == agents.description
        assert await client.members_count(everybody.id) == len(everybody.member_ids)

        made = await client.create_group("Night shift", "Who works at night")
        assert await client.group(made.id) == made
        assert await client.members_count(made.id) == 0

        await client.bind(application.id, [agents.id, made.id])
        await client.bind(application.id, [agents.id])
        assert set(await client.bound_groups(application.id)) == {agents.id, made.id}
        assert await client.users_with_access(application.id) == set(agents.member_ids)
        await client.unbind(application.id, [agents.id, everybody.id])
        assert await client.bound_groups(application.id) == (made.id,)
        assert await client.users_with_access(application.id) == frozenset()


async def test_users(sandbox: JumpCloudSandbox) -> None:
    ann = sandbox.user("ann")
    sandbox.user("ben").account_locked = True
    async with connected(sandbox) as client:
        found = await client.user_by_email("ANN@acme.example")
        assert found is not None
        assert (found.id, found.name, found.trouble) == (ann.id, "Ann Example", None)
        assert await client.user_by_email("nobody@acme.example") is None
        assert [user.id for user in await client.find_users("ann")] == [ann.id]
        [ben] = await client.find_users("ben@")
        assert ben.trouble is UserTrouble.LOCKED
        assert len(await client.find_users("example", limit=2)) == 2


async def test_sign_ins(sandbox: JumpCloudSandbox) -> None:
    since = sandbox.store.now() - timedelta(minutes=1)
    async with connected(sandbox) as client:
        application = await make(client, sandbox)
        assert await client.sign_ins(since) == ()
        store = sandbox.store
        store.record_event(
            user=sandbox.user("dora"),
            application=sandbox.application(application.id),
            sso_url=application.sso_url,
            idp_initiated=False,
            sso_token_success=False,
            error_message="not authorized",
        )
        store.record_event(
            user=sandbox.user("ann"),
            application=sandbox.application(application.id),
            sso_url=application.sso_url,
            idp_initiated=True,
            sso_token_success=True,
        )
        newest, oldest = await client.sign_ins(since)
        assert await client.sign_ins(sandbox.store.now() + timedelta(minutes=1)) == ()
    assert (newest.outcome, newest.idp_initiated) == (SignInOutcome.ISSUED, True)
    assert newest.application_id == application.id
    assert newest.user_id == sandbox.user("ann").id
    assert (oldest.outcome, oldest.error_message) == (SignInOutcome.FAILED, "not authorized")
    assert newest.at >= oldest.at


async def test_the_public_metadata_is_read_without_the_key(sandbox: JumpCloudSandbox) -> None:
    async with connected(sandbox) as client:
        application = await make(client, sandbox)
        token = sandbox.application(application.id).metadata_token
        own = await client.metadata(sandbox.ready.organization, application.id)
    http = Http()
    url = f"{sandbox.ready.jumpcloud}/metadata/{token}"
    assert await public_metadata(http, url, loopback=True) == own
    for wrong, code in [
        (f"{url}x", ProblemCode.METADATA_NOT_THERE),
        (application.sso_url, ProblemCode.METADATA_IS_A_WEB_PAGE),
    ]:
        with pytest.raises(ProblemError) as error:
            await public_metadata(http, wrong, loopback=True)
        assert error.value.problem.code is code
    sandbox.store.set_faults([Fault.METADATA_NEEDS_KEY])
    with pytest.raises(ProblemError) as error:
        await public_metadata(http, url, loopback=True)
    assert error.value.problem.code is ProblemCode.METADATA_NEEDS_SIGN_IN
    await http.aclose()


async def test_several_organisations_have_to_be_chosen_from(sandbox: JumpCloudSandbox) -> None:
    sandbox.store.set_faults([Fault.SEVERAL_ORGANIZATIONS])
    async with connected(sandbox) as client:
        organizations = await client.organizations()
        assert len(organizations) == 2
        with pytest.raises(JumpCloudError) as error:
            await client.groups()
        assert error.value.problem.code is ProblemCode.ORGANIZATION_NOT_CHOSEN
        chosen = client.with_organization(sandbox.ready.organization)
        assert await chosen.groups()
        assert await chosen.organizations() == organizations
        application = await make(chosen, sandbox)
        assert await chosen.metadata(sandbox.ready.organization, application.id)
        assert await chosen.sign_ins(sandbox.store.now()) == ()
        await chosen.myself()


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.SERVER_ERROR])
@pytest.mark.usefixtures("no_waiting")
async def test_reads_come_through_a_troubled_server(
    sandbox: JumpCloudSandbox, fault: Fault
) -> None:
    sandbox.store.set_faults([fault])
    async with connected(sandbox) as client:
        for _ in range(6):
            assert len(await client.groups()) == len(sandbox.store.world.groups)


async def test_faults_are_told_as_what_they_are(sandbox: JumpCloudSandbox) -> None:
    async with connected(sandbox) as client:
        sandbox.store.set_faults([Fault.NO_GETSELF, Fault.NO_EVENTS, Fault.CREATE_FORBIDDEN])
        assert await client.myself() is None
        with pytest.raises(ProblemError) as events:
            await client.sign_ins(sandbox.store.now())
        assert events.value.problem.code is ProblemCode.EVENTS_NOT_AVAILABLE
        with pytest.raises(JumpCloudError) as creation:
            await make(client, sandbox)
        assert creation.value.problem.code in {
            ProblemCode.NOT_PERMITTED,
            ProblemCode.PLAN_LACKS_SSO,
        }


async def test_a_lost_answer_leaves_one_application(sandbox: JumpCloudSandbox) -> None:
    sandbox.store.set_faults([Fault.CREATE_ANSWER_LOST])
    async with connected(sandbox, timeouts=Timeouts(read=0.5)) as client:
        with pytest.raises(NetError) as error:
            await make(client, sandbox)
        assert error.value.sent
        assert len(await client.applications()) == 1
