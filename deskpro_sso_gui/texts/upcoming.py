"""Words for what comes next: where the work is, and how much of it."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_, NN_
from deskpro_sso_gui.setup.upcoming import Upcoming, Work
from deskpro_sso_gui.texts.language import plural, t

_WORDS: Final[Mapping[Work, str]] = {
    Work.CONFIRM: N_("JumpCloud, done for you"),
    Work.MAKE_APP: N_("JumpCloud, an app to make"),
    Work.COPY_INTO_JUMPCLOUD: N_("JumpCloud, settings to copy"),
    Work.DOWNLOAD: N_("JumpCloud, a file to download"),
    Work.COPY_ADDRESS: N_("JumpCloud, an address to copy"),
    Work.CHOOSE_GROUPS: N_("groups of people to choose"),
    Work.DECIDE: N_("a decision to make"),
    Work.SAVE: N_("files to save"),
    Work.LOOK_AGAIN: N_("to be looked at again"),
    Work.SET_BACK: N_("DeskPRO, at once"),
}
_COUNTED: Final[Mapping[Work, tuple[str, str]]] = {
    Work.ANSWER: NN_("1 thing to tell us", "{count} things to tell us"),
    Work.COPY_FROM_DESKPRO: NN_("DeskPRO, 1 value to copy", "DeskPRO, {count} values to copy"),
    Work.COPY_INTO_DESKPRO: NN_("DeskPRO, 1 value to copy", "DeskPRO, {count} values to copy"),
    Work.SIGN_IN: NN_("1 sign-in to try", "{count} sign-ins to try"),
}


def work_text(upcoming: Upcoming) -> str:
    """Return the work of ``upcoming`` in a few words."""
    if upcoming.work in _COUNTED:
        return plural(*_COUNTED[upcoming.work], upcoming.count)
    return t(_WORDS[upcoming.work])
