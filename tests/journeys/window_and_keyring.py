"""Open the window, begin a set-up, give it a key, see what is said of it, and close the window.

    python -m tests.journeys.window_and_keyring STATE

It ends with 0 when the window is usable at once, tells STATE in the end, and closes at once.
"""

import sys

from msgspec.structs import replace

from deskpro_sso_gui.credentials import CredentialState, Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.setup.facts import Organization, Region
from deskpro_sso_gui.setup.parts import Account, Helpdesk
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.services import Options, Services, build_services
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.ui.window import Window
from tests.support.window import click, drive, settled, until

LATEST_S = 30.0
"""By then a keyring that does not answer is given up."""


async def give_key(session: Session) -> None:
    """Have a key kept for an account, as signing in to JumpCloud does."""
    organization = Organization(id="5f0c0a1b2c3d4e5f60718293", name="Acme")
    account = Account(region=Region.US, organization=organization)
    helpdesk = Helpdesk(url="https://acme.deskpro.com", is_deskpro=True)

    def signed_in(record: SetupRecord) -> SetupRecord:
        return replace(record, helpdesk=helpdesk, account=account)

    key = ApiKey(Secret("jca_of_the_journey"))
    await session.services.keys.keep_credential(signed_in(session.record), Region.US, key)
    await session.commit(signed_in)


def main() -> int:
    """Tell the story with the keyring there is."""
    wanted = CredentialState(sys.argv[1])

    async def services() -> Services:
        built = await build_services(Options())
        built.look_for_keyring()
        return built

    async def story(window: Window) -> None:
        await until(lambda: not window.runner.runs, "the first page is ready")
        click(window.start_page.new_card)
        await until(lambda: window.setup_view is not None, "the set-up opens")
        assert window.session is not None
        credentials = window.session.services.credentials
        if wanted is not CredentialState.CHECKING:
            await until(lambda: credentials.state is wanted, lambda: credentials.state, LATEST_S)
            await give_key(window.session)
            await settled(window)
        assert window.setup_view is not None
        sys.stdout.write(window.setup_view.stages._key.text() + "\n")

    # a keyring that does not answer keeps its thread, which ends with the program
    drive(story, services=services, lasting={"keyring"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
