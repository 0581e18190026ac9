"""Open the window, begin a set-up, see what it says of the keyring, and close it.

    python -m tests.journeys.window_and_keyring STATE

It ends with 0 when the window is usable at once, tells STATE in the end, and closes at once.
"""

import sys

from deskpro_sso_gui.credentials import CredentialState
from deskpro_sso_gui.tasks.services import Options, Services, build_services
from deskpro_sso_gui.ui.window import Window
from tests.support.window import click, drive, until

LATEST_S = 30.0
"""By then a keyring that does not answer is given up."""


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
        assert window.setup_view is not None
        sys.stdout.write(window.setup_view.stages._key.text() + "\n")

    # a keyring that does not answer keeps its thread, which ends with the program
    drive(story, services=services, lasting={"keyring"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
