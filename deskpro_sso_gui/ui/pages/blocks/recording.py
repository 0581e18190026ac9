"""Find out from a recording of the browser why a sign-in did not work."""

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.evidence import FileLook


class RecordingSearch(FileLook):
    """A place for a recording, and what this set-up's values make of it."""

    def __init__(self, page: Page) -> None:
        super().__init__(
            page,
            t(N_("Find the cause in a recording")),
            t(
                N_(
                    "Record the attempt with the browser's developer tools (network, export as "
                    "HAR) or with SAML-tracer, and drop the file here. It stays on this computer."
                )
            ),
        )
