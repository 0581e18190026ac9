"""Set-ups in the practice sandbox, brought to a point by the tasks themselves."""

from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.tasks import application, connect
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session

TESTER = "ann@acme.example"


async def connected(services: Services, key: Credential) -> Session:
    """Return a set-up whose first stage is done."""
    session = await services.new_session()
    assert services.sandbox is not None
    await connect.check_helpdesk(
        session,
        services.sandbox.deskpro,
        interface=Interface.AGENTS,
        generation=Generation.HORIZON,
    )
    await connect.sign_in_to_jumpcloud(session, key)
    await connect.choose_tester(session, TESTER)
    return session


async def created(services: Services, key: Credential) -> Session:
    """Return a set-up whose application has been created."""
    session = await connected(services, key)
    await application.create_application(session, application.Wish())
    return session


def acs_url(services: Services, number: int = 3) -> str:
    """Return what DeskPRO shows as *Consumer Service URL (ACS)*."""
    assert services.sandbox is not None
    return f"{services.sandbox.deskpro}/agent/login/authenticate-callback/{number}"


def entity_id(services: Services, number: int = 3) -> str:
    """Return what DeskPRO shows as *Metadata URL (Entity ID)*."""
    assert services.sandbox is not None
    return f"{services.sandbox.deskpro}/saml/metadata/{number}.xml"
