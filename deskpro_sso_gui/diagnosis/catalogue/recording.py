"""The words of H9: recordings that do not hold the sign-in, and how to make one that does."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import Wording
from deskpro_sso_gui.messages import N_

_HOW_TO_RECORD: Final = N_(
    "Open a private window and press F12. Choose Network, tick Preserve log "
    "(Firefox: Persist Logs), and only then open DeskPRO in that same tab and sign in. When it has "
    "ended, right-click into the list and save everything as HAR, with content."
)
_WHOLE: Final = N_("A recording should begin before the sign-in and end after DeskPRO's answer.")
_LOOK_AGAIN: Final = N_("To see that it worked, check the new recording.")

UNUSABLE: Final[Mapping[str, Wording]] = {
    "empty": Wording(
        headline=N_("The recording is empty."),
        saw=N_("Nothing was recorded in it."),
        expected=_WHOLE,
        advice=_HOW_TO_RECORD,
        proof=_LOOK_AGAIN,
    ),
    "cut": Wording(
        headline=N_("The recording is cut off or damaged."),
        saw=N_("Readable requests in it: {saw}. Then it ends in the middle."),
        expected=_WHOLE,
        advice=N_("Copy or send the file once more, best packed as ZIP. Or record anew."),
        proof=_LOOK_AGAIN,
    ),
    "sanitised": Wording(
        headline=N_("The sign-in message was taken out of the recording."),
        saw=N_("The recording shows that a message was posted, but not what was in it."),
        expected=_WHOLE,
        advice=N_(
            "Export it again, this time with sensitive data (Chrome: long press on the download "
            "symbol, Export HAR with sensitive data). The file then lets others in: keep it to "
            "yourself. We can make a copy that you can pass on."
        ),
        proof=_LOOK_AGAIN,
    ),
    "nothing": Wording(
        headline=N_("There is no sign-in in the recording."),
        saw=N_("Of {saw} requests, none went to JumpCloud and none brought its message."),
        expected=_WHOLE,
        advice=_HOW_TO_RECORD,
        proof=_LOOK_AGAIN,
    ),
    "late": Wording(
        headline=N_("The recording began too late."),
        saw=N_("It begins with JumpCloud's message to {saw}."),
        expected=_WHOLE,
        advice=_HOW_TO_RECORD,
        proof=_LOOK_AGAIN,
    ),
}
