"""A recording of the browser: it proves a sign-in, or tells why it did not work."""

from typing import Final

from PySide6.QtCore import Signal

from deskpro_sso_gui.diagnosis.recorded_proof import Doubt
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.evidence import FileLook
from deskpro_sso_gui.ui.pages.blocks.stale import names
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal

_FIND: Final = N_("Find the cause in a recording")
_PROVE: Final = N_("Did you record it?")

DOUBTS: Final = {
    Doubt.NO_SIGN_IN: N_("It holds no sign-in message that was brought to DeskPRO."),
    Doubt.HIDDEN: N_("What is in the sign-in message was masked or can't be read."),
    Doubt.NO_TIME: N_("It does not tell when the sign-in was."),
    Doubt.TOO_EARLY: N_("The sign-in in it was before you pressed “Start the test”."),
    Doubt.REFUSED: N_("JumpCloud's message in it refuses the sign-in."),
    Doubt.SIGNATURE: N_("The message in it is not signed with the certificate DeskPRO was given."),
    Doubt.OTHER_VALUES: N_("The sign-in in it was made with other values than today's."),
    Doubt.OTHER_PERSON: N_("Somebody else signed in, not the person who tries it."),
    Doubt.NOT_FROM_DESKPRO: N_(
        "The sign-in in it did not begin at DeskPRO. Begin with DeskPRO's address, not with "
        "JumpCloud's tile."
    ),
    Doubt.NOT_FROM_JUMPCLOUD: N_(
        "The sign-in in it began at DeskPRO. Begin with the tile in JumpCloud's portal."
    ),
    Doubt.WAS_SIGNED_IN: N_("DeskPRO knew the person already, before JumpCloud came into it."),
    Doubt.BROUGHT_COOKIES: N_(
        "The browser had been to DeskPRO before, so that DeskPRO may have known the person already."
    ),
    Doubt.COOKIES_UNKNOWN: N_(
        "It holds no cookies, so that nobody can tell whether DeskPRO knew the person already."
    ),
    Doubt.NOT_IN: N_("It does not end on a page of DeskPRO that only people signed in see."),
    Doubt.OTHER_SIDE: N_("It ends in the help centre for users, not where agents work."),
}
"""Why a recording does not prove a sign-in."""

_FRESH: Final = N_(
    "Close all private windows, open a new one, start the recording before you open the address, "
    "and try again."
)
_WITH_COOKIES: Final = N_(
    "In Chrome and Edge, choose “Export HAR (with sensitive data)”. Or say below which name "
    "DeskPRO shows."
)
_ADVICE: Final = {
    Doubt.WAS_SIGNED_IN: _FRESH,
    Doubt.BROUGHT_COOKIES: _FRESH,
    Doubt.COOKIES_UNKNOWN: _WITH_COOKIES,
    Doubt.HIDDEN: _WITH_COOKIES,
}


class RecordingSearch(FileLook):
    """A place for a recording, and what this set-up's values make of it."""

    looked = Signal(object, object)
    """What ``check`` told of the files (``ToldReport``), and the values it compared with."""

    def __init__(self, page: Page) -> None:
        super().__init__(
            page,
            t(_FIND),
            t(
                N_(
                    "Record the attempt with the browser's developer tools (network, export as "
                    "HAR) or with SAML-tracer, and drop the file here. It shows whether DeskPRO "
                    "let the person in, or why not. It stays on this computer."
                )
            ),
        )
        self._doubt: Notice | None = None
        self.evidence.looked.connect(self._looked)

    def show_purpose(self, *, failed: bool) -> None:
        """Say what a recording is good for now: for the cause, or for the proof."""
        self.set_title(t(_FIND if failed else _PROVE))

    def show_doubt(self, doubt: Doubt | None, differing: tuple[Value, ...] = ()) -> None:
        """Say why the recording does not prove the sign-in; None takes that away."""
        if self._doubt is not None:
            self.body.removeWidget(self._doubt)
            self._doubt.hide()
            self._doubt.deleteLater()
            self._doubt = None
        if doubt is None:
            return
        title = t(N_("This recording does not prove the sign-in."))
        why = t(DOUBTS[doubt])
        if doubt is Doubt.OTHER_VALUES and differing:
            why = f"{why} {t(N_('Another one: {names}'), names=names(differing))}"
        advice = t(_ADVICE[doubt]) if doubt in _ADVICE else ""
        self._doubt = Notice(Tone.ATTENTION, title, f"{why} {advice}".strip())
        self.body.insertWidget(self.body.indexOf(self.evidence), self._doubt)
        announce(self._doubt, f"{title} {why}")
        reveal(self._doubt)

    def _looked(self, report: object, compared_with: object) -> None:
        self.show_doubt(None)
        self.looked.emit(report, compared_with)
